//! One draft's allowances, heard one after the other: which findings each answers, and
//! what is wrong with it.

use std::collections::BTreeMap;

use super::{
    Allowance, Allowed, IN_DRAFT,
    grammar::{self, Fault, Said},
    hint, passed,
    place::{self, Index},
    rule::{self, Unfit},
};
use crate::{
    doc::{Document, Remark},
    finding::{Finding, RuleId},
    formats::mark::AUTHOR,
    rules::RuleSet,
    text::Span,
};

/// An answer to a finding.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    because: Box<str>,
    by: Option<Box<str>>,
    date: Option<Box<str>>,
    until: Option<Box<str>>,
    place: Box<str>,
}

impl Answer {
    /// The finding, now that it is answered.
    pub(super) fn to(self, finding: Finding) -> Allowed {
        let Self { because, by, date, until, place } = self;
        Allowed { finding, because, by, date, until, place }
    }

    fn of(remark: &Remark, because: &str, until: Option<Box<str>>) -> Self {
        Self {
            because: because.into(),
            by: remark.author.clone(),
            date: remark.date.clone(),
            until,
            place: IN_DRAFT.into(),
        }
    }
}

/// A draft, what was found in it, and what was answered so far.
pub(super) struct Hearing<'a> {
    findings: &'a [Finding],
    doc: &'a Document,
    rules: &'a RuleSet,
    today: Option<&'a str>,
    index: Index,
    by_print: BTreeMap<&'a str, usize>,
    /// For each remark, the one of ours that it answers or is.
    roots: Vec<Option<usize>>,
    /// The finding that each remark of ours is about, if there still is one.
    known: BTreeMap<usize, usize>,
    /// The findings that remarks of ours at a place are about.
    ours: BTreeMap<(RuleId, Span), Vec<usize>>,
    /// Which allowances were heard, and whether there was something to answer.
    heard: BTreeMap<(RuleId, Span, Option<usize>), bool>,
    answers: Vec<Option<Answer>>,
    about: Vec<Finding>,
}

impl<'a> Hearing<'a> {
    pub(super) fn new(
        findings: &'a [Finding],
        doc: &'a Document,
        rules: &'a RuleSet,
        today: Option<&'a str>,
    ) -> Self {
        let prints = findings.iter().enumerate();
        let mut hearing = Self {
            findings,
            doc,
            rules,
            today,
            index: Index::of(findings),
            by_print: prints.map(|(at, it)| (&*it.fingerprint, at)).collect(),
            roots: roots(doc.remarks()),
            known: BTreeMap::new(),
            ours: BTreeMap::new(),
            heard: BTreeMap::new(),
            answers: vec![None; findings.len()],
            about: Vec::new(),
        };
        for (number, it) in doc.remarks().iter().enumerate().filter(|(_, it)| is_ours(it))
        {
            let Some(&found) = key(it).and_then(|it| hearing.by_print.get(it)) else {
                continue;
            };
            hearing.known.insert(number, found);
            let place = (findings[found].rule, it.at);
            hearing.ours.entry(place).or_default().push(found);
        }
        hearing
    }

    /// Hears the remarks that are allowances.
    pub(super) fn remarks(&mut self) {
        let doc = self.doc;
        for (remark, root) in doc.remarks().iter().zip(self.roots.clone()) {
            if is_ours(remark) {
                continue;
            }
            let at = match root.and_then(|it| doc.remarks().get(it)) {
                Some(root) if remark.at.is_empty() => root.at,
                _ => remark.at,
            };
            match grammar::parse(&remark.text) {
                Some(Ok(said)) => self.said(remark, root, at, &said),
                Some(Err(fault)) => self.unusable(remark, at, &fault),
                None => {}
            }
        }
    }

    fn said(&mut self, remark: &Remark, root: Option<usize>, at: Span, said: &Said) {
        for name in &said.rules {
            let rule = match rule::named(self.rules, name) {
                Ok(rule) => rule,
                Err(unfit) => {
                    self.unfit(remark, at, name, &unfit);
                    continue;
                }
            };
            let code = &*self.rules.get(rule).code;
            let until = said.until.clone();
            if passed(until.as_deref(), self.today) {
                let values = [("rule", code), ("date", until.as_deref().unwrap_or(""))];
                self.report("AL02", "default", remark, at, &values);
                continue;
            }
            // What was answered once is not looked for again.
            let place = (rule, at, root);
            let fits = self.heard.get(&place).copied().unwrap_or_else(|| {
                let found = self.answered(root, at, rule);
                for it in &found {
                    self.answer(*it, || Answer::of(remark, &said.because, until.clone()));
                }
                !found.is_empty()
            });
            self.heard.insert(place, fits);
            if !fits && self.judged() {
                self.report("AL01", "default", remark, at, &[("rule", code)]);
            }
        }
    }

    /// The findings of a rule that a remark about `at` answers.
    fn answered(&self, root: Option<usize>, at: Span, rule: RuleId) -> Vec<usize> {
        let known = root.and_then(|it| self.known.get(&it)).copied();
        let known = known.filter(|it| self.findings[*it].rule == rule);
        let beside = self.ours.get(&(rule, at)).into_iter().flatten().copied();
        let mut found: Vec<_> = known.into_iter().chain(beside).collect();
        found.extend(self.index.touching(rule, at));
        if place::names_draft(self.doc, at) {
            // What a draft lacks is found on its title, which may take several lines.
            found.extend(self.index.touching(rule, self.doc.title()));
        }
        if found.is_empty() && root.is_some() {
            // The words were changed since we spoke of them.
            let block = place::block(self.doc, at);
            found.extend(self.index.touching(rule, block));
        }
        found
    }

    /// Hears the allowances from outside; gives those that were of use.
    pub(super) fn outside(&mut self, outside: &[Allowance]) -> Vec<usize> {
        let mut used = Vec::new();
        for (number, allowance) in outside.iter().enumerate() {
            let Ok(rule) = rule::named(self.rules, &allowance.rule) else { continue };
            if allowance.passed(self.today) {
                continue;
            }
            let found = self.matched(rule, allowance);
            if !found.is_empty() {
                used.push(number);
            }
            for it in found {
                self.answer(it, || Answer {
                    because: allowance.because.clone(),
                    by: None,
                    date: None,
                    until: allowance.until.clone(),
                    place: allowance.place.clone(),
                });
            }
        }
        used
    }

    fn matched(&self, rule: RuleId, allowance: &Allowance) -> Vec<usize> {
        let mut found: Vec<_> = self.index.all(rule).collect();
        if let Some(name) = allowance.clause.as_deref().filter(|_| !found.is_empty()) {
            let inside = place::clauses(self.doc, name);
            found.retain(|it| {
                let clause = self.doc.clause_at(self.findings[*it].at);
                inside.get(clause.0 as usize) == Some(&true)
            });
        }
        if let Some(quote) = &allowance.quote {
            let quote = place::normal(quote);
            // The findings of one block follow each other; it is read once.
            let mut last: Option<(Span, bool)> = None;
            found.retain(|it| {
                let block = place::block(self.doc, self.findings[*it].at);
                let known = last.filter(|(it, _)| *it == block);
                let holds = known.map_or_else(
                    || place::normal(&self.doc[block]).contains(&quote),
                    |(_, holds)| holds,
                );
                last = Some((block, holds));
                holds
            });
        }
        found
    }

    /// Hears the remarks of ours that were resolved.
    pub(super) fn resolved(&mut self) {
        let remarks = self.doc.remarks();
        let mut threads: BTreeMap<usize, Thread> = BTreeMap::new();
        for (at, (remark, root)) in remarks.iter().zip(&self.roots).enumerate() {
            let Some(root) = *root else { continue };
            let thread = threads.entry(root).or_default();
            thread.done |= remark.done;
            if !is_ours(remark) && remark.text.contains(char::is_alphanumeric) {
                let later = |it: usize| remarks[it].date <= remark.date;
                thread.last = Some(thread.last.filter(|it| !later(*it)).unwrap_or(at));
            }
        }
        for (root, thread) in threads.into_iter().filter(|(_, it)| it.done) {
            let Some(&found) = self.known.get(&root) else { continue };
            match thread.last.map(|it| &remarks[it]) {
                // What an allowance answers was heard already.
                Some(reply) if grammar::parse(&reply.text).is_some() => {}
                Some(reply) => {
                    let because = reply.text.split_whitespace().collect::<Vec<_>>();
                    self.answer(found, || Answer::of(reply, &because.join(" "), None));
                }
                None if self.answers[found].is_none() => {
                    let finding = &self.findings[found];
                    let at = place::shown(self.doc, finding.at);
                    let values = [("rule", &*self.rules.get(finding.rule).code)];
                    let report = report(self.rules, "AL04", "default", at, &values);
                    self.about.extend(report);
                }
                None => {}
            }
        }
    }

    /// What became of each finding, and what is wrong with the allowances.
    pub(super) fn end(self) -> (Vec<Option<Answer>>, Vec<Finding>) {
        (self.answers, self.about)
    }

    fn answer(&mut self, finding: usize, answer: impl FnOnce() -> Answer) {
        if let Some(it) = self.answers.get_mut(finding) {
            it.get_or_insert_with(answer);
        }
    }

    /// Whether the rules could say anything of this draft.
    fn judged(&self) -> bool {
        let language = self.doc.about().language;
        self.rules.lexicon().language(language).is_some()
    }

    fn unusable(&mut self, remark: &Remark, at: Span, fault: &Fault) {
        let (variant, date) = match fault {
            Fault::Verb => ("verb", ""),
            Fault::NoRule => ("no-rule", ""),
            Fault::NoReason => ("no-reason", ""),
            Fault::Date(date) => ("date", &**date),
        };
        self.report("AL03", variant, remark, at, &[("date", date)]);
    }

    fn unfit(&mut self, remark: &Remark, at: Span, name: &str, unfit: &Unfit) {
        let (variant, hint) = match unfit {
            Unfit::Unknown(near) => ("unknown", hint(near.as_deref())),
            Unfit::Group => ("group", String::new()),
            Unfit::Never => ("never", String::new()),
        };
        let values = [("rule", name), ("hint", &*hint)];
        self.report("AL03", variant, remark, at, &values);
    }

    /// Reports what is wrong with an allowance in the draft, with who wrote it when.
    fn report(
        &mut self,
        code: &str,
        variant: &str,
        remark: &Remark,
        at: Span,
        values: &[(&str, &str)],
    ) {
        let at = place::shown(self.doc, at);
        let Some(mut found) = report(self.rules, code, variant, at, values) else {
            return;
        };
        let day = remark.date.as_deref().map(|it| it.get(..10).unwrap_or(it));
        match (remark.author.as_deref(), day) {
            (Some(who), Some(day)) => found.noting(format!("written by {who} on {day}")),
            (Some(who), None) => found.noting(format!("written by {who}")),
            (None, Some(day)) => found.noting(format!("written on {day}")),
            (None, None) => &mut found,
        };
        self.about.push(found);
    }
}

/// What was said to a remark of ours.
#[derive(Default)]
struct Thread {
    done: bool,
    /// The last reply that has words.
    last: Option<usize>,
}

/// A finding of a rule about allowances, if that rule runs.
pub(super) fn report(
    rules: &RuleSet,
    code: &str,
    variant: &str,
    at: Span,
    values: &[(&str, &str)],
) -> Option<Finding> {
    let id = rules.find(code)?;
    let mut sink = rules.get(id).sink(id);
    sink.report_as(variant, at, values);
    sink.into_findings().pop()
}

fn is_ours(remark: &Remark) -> bool {
    remark.author.as_deref() == Some(AUTHOR)
}

/// What a remark of ours is known by: its last paragraph ends in it, in brackets.
fn key(ours: &Remark) -> Option<&str> {
    let (_, key) = ours.text.trim_end().strip_suffix(']')?.rsplit_once('[')?;
    Some(key)
}

/// For each remark, the one of ours that it answers at any depth, or is.
///
/// A file may chain remarks without end or in a circle: each is met once.
fn roots(remarks: &[Remark]) -> Vec<Option<usize>> {
    let mut known: Vec<Option<Option<usize>>> = vec![None; remarks.len()];
    for start in 0..remarks.len() {
        let (mut path, mut at) = (Vec::new(), start);
        let root = loop {
            let Some(remark) = remarks.get(at) else { break None };
            if let Some(root) = known[at] {
                break root;
            }
            if is_ours(remark) {
                break Some(at);
            }
            // Whoever comes back here has gone in a circle.
            known[at] = Some(None);
            path.push(at);
            let Some(next) = remark.answers else { break None };
            at = next as usize;
        };
        known[start] = Some(root);
        for it in path {
            known[it] = Some(root);
        }
    }
    known.into_iter().map(Option::flatten).collect()
}
