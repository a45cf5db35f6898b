//! One draft's allowances, heard one after the other: which findings each answers.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Allowance, Allowed, IN_DRAFT,
    about::listed,
    grammar::{self, Said},
    passed,
    place::{self, Index},
    rule::{self, Unfit},
    thread::{self, is_ours, key, roots},
};
use crate::{
    doc::{Document, Remark},
    finding::{Finding, RuleId},
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

    /// What was said in the draft.
    pub(super) fn of(voice: &Voice, because: &str, until: Option<Box<str>>) -> Self {
        Self {
            because: because.into(),
            by: voice.by.clone(),
            date: voice.date.clone(),
            until,
            place: IN_DRAFT.into(),
        }
    }
}

/// Who speaks in a remark, and about what.
#[derive(Clone, Debug)]
pub(super) struct Voice {
    /// The words that it is about.
    pub at: Span,
    /// The remark of ours that it answers.
    pub root: Option<usize>,
    /// Who, where that is known.
    pub by: Option<Box<str>>,
    /// When, as the draft has it.
    pub date: Option<Box<str>>,
}

/// An allowance that has passed its last day.
struct Passed {
    voice: Voice,
    rules: Vec<RuleId>,
    until: Box<str>,
}

/// What came of a hearing.
pub(super) struct Heard {
    /// For each finding, its answer.
    pub answers: Vec<Option<Answer>>,
    /// What is wrong with the allowances.
    pub about: Vec<Finding>,
    /// The keys in those of our remarks whose answers were found by their place.
    pub serving: Vec<Box<str>>,
}

/// A draft, what was found in it, and what was answered so far.
pub(super) struct Hearing<'a> {
    pub(super) findings: &'a [Finding],
    pub(super) doc: &'a Document,
    pub(super) rules: &'a RuleSet,
    today: Option<&'a str>,
    pub(super) index: Index,
    /// For each remark, the one of ours that it answers or is.
    pub(super) roots: Vec<Option<usize>>,
    /// The finding that each remark of ours is about, if there still is one.
    pub(super) known: BTreeMap<usize, usize>,
    /// The findings that remarks of ours know by their keys.
    pub(super) named: BTreeSet<usize>,
    /// The findings that remarks of ours at a place are about.
    ours: BTreeMap<(RuleId, Span), Vec<usize>>,
    /// Where remarks of ours stand.
    spots: BTreeSet<Span>,
    /// What names in allowances name.
    names: BTreeMap<Box<str>, Result<RuleId, Unfit>>,
    /// Which allowances were heard, and whether there was something to answer.
    heard: BTreeMap<(RuleId, Span, Option<usize>), bool>,
    passed: Vec<Passed>,
    pub(super) answers: Vec<Option<Answer>>,
    pub(super) about: Vec<Finding>,
    pub(super) serving: BTreeSet<Box<str>>,
}

impl<'a> Hearing<'a> {
    pub(super) fn new(
        findings: &'a [Finding],
        doc: &'a Document,
        rules: &'a RuleSet,
        today: Option<&'a str>,
    ) -> Self {
        let mut hearing = Self {
            findings,
            doc,
            rules,
            today,
            index: Index::of(findings),
            roots: roots(doc.remarks()),
            known: BTreeMap::new(),
            named: BTreeSet::new(),
            ours: BTreeMap::new(),
            spots: BTreeSet::new(),
            names: BTreeMap::new(),
            heard: BTreeMap::new(),
            passed: Vec::new(),
            answers: vec![None; findings.len()],
            about: Vec::new(),
            serving: BTreeSet::new(),
        };
        let prints = findings.iter().enumerate();
        let prints: BTreeMap<_, _> =
            prints.map(|(at, it)| (&*it.fingerprint, at)).collect();
        let remarks = doc.remarks().iter().enumerate();
        for (number, it) in remarks.filter(|(_, it)| is_ours(it)) {
            hearing.spots.insert(it.at);
            let Some(&found) = key(it).and_then(|it| prints.get(it)) else { continue };
            hearing.known.insert(number, found);
            hearing.named.insert(found);
            let place = (findings[found].rule, it.at);
            hearing.ours.entry(place).or_default().push(found);
        }
        hearing
    }

    /// Hears the remarks that are allowances.
    pub(super) fn remarks(&mut self) {
        let doc = self.doc;
        for (number, remark) in doc.remarks().iter().enumerate() {
            let root = self.roots.get(number).copied().flatten();
            if is_ours(remark) {
                let nobody = Voice { at: remark.at, root, by: None, date: None };
                thread::typed(remark).for_each(|it| self.hear(&nobody, it));
                continue;
            }
            let about = root.and_then(|it| doc.remarks().get(it)).map(|it| it.at);
            let about = about.filter(|it| !it.is_empty() || remark.at.is_empty());
            let at = about.unwrap_or(remark.at);
            let Remark { author, date, .. } = remark;
            let voice = Voice { at, root, by: author.clone(), date: date.clone() };
            self.hear(&voice, &remark.text);
        }
    }

    fn hear(&mut self, voice: &Voice, text: &str) {
        match grammar::parse(text) {
            Some(Ok(said)) => self.said(voice, &said),
            Some(Err(fault)) => self.unusable(voice, &fault),
            None => {}
        }
    }

    fn said(&mut self, voice: &Voice, said: &Said) {
        let own = voice.root.is_some() || self.spots.contains(&voice.at);
        if !own && place::is_wide(self.doc, voice.at) {
            self.report("AL03", "wide", voice, &[]);
            return;
        }
        let (mut wrong, mut rules) = (Vec::new(), Vec::new());
        for name in &said.rules {
            let known = self.names.get(name).copied();
            let named = known.unwrap_or_else(|| rule::named(self.rules, name));
            self.names.insert(name.clone(), named);
            match named {
                Ok(rule) => rules.push(rule),
                Err(unfit) => wrong.push((&**name, unfit)),
            }
        }
        self.unfit(voice, &wrong);
        if let Some(until) = said.until.as_ref().filter(|it| passed(Some(it), self.today))
        {
            let (voice, until) = (voice.clone(), until.clone());
            if !rules.is_empty() {
                self.passed.push(Passed { voice, rules, until });
            }
            return;
        }
        rules.retain(|it| !self.fits(voice, said, *it));
        if !rules.is_empty() && self.judged() {
            let codes = self.codes(&rules);
            self.report("AL01", "default", voice, &[("rule", &*codes)]);
        }
    }

    /// Answers the findings of a rule; tells whether there are any.
    fn fits(&mut self, voice: &Voice, said: &Said, rule: RuleId) -> bool {
        // What was answered once is not looked for again.
        let place = (rule, voice.at, voice.root);
        if let Some(fits) = self.heard.get(&place) {
            return *fits;
        }
        let found = self.answered(voice, rule);
        for it in &found {
            self.answer(*it, || Answer::of(voice, &said.because, said.until.clone()));
        }
        let fits = !found.is_empty();
        self.heard.insert(place, fits);
        if let Some(root) = voice.root.filter(|it| fits && !self.known.contains_key(it)) {
            let ours = self.doc.remarks().get(root);
            self.serving.extend(ours.and_then(key).map(Into::into));
        }
        fits
    }

    /// The findings of a rule that somebody's words answer.
    fn answered(&self, voice: &Voice, rule: RuleId) -> Vec<usize> {
        let Voice { at, root, .. } = *voice;
        let known = root.and_then(|it| self.known.get(&it)).copied();
        if let Some(known) = known.filter(|it| self.findings[*it].rule == rule) {
            return vec![known];
        }
        let mut found: Vec<_> =
            self.ours.get(&(rule, at)).into_iter().flatten().copied().collect();
        found.extend(self.index.touching(rule, at));
        if place::names_draft(self.doc, at) {
            // What a draft lacks is found on its title, which may take several lines.
            found.extend(self.index.touching(rule, self.doc.title()));
        }
        if found.is_empty() && root.is_some() {
            // The words were changed since we spoke of them.
            let block = place::block(self.doc, at);
            let near = self.index.touching(rule, block);
            found.extend(near.filter(|it| !self.named.contains(it)));
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
                self.answer(it, || {
                    let Allowance { because, until, place, .. } = allowance.clone();
                    Answer { because, by: None, date: None, until, place }
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

    /// Reports the allowances that have passed, now that all others were heard.
    pub(super) fn passed(&mut self) {
        for Passed { voice, rules, until } in std::mem::take(&mut self.passed) {
            let stands = |rule: &RuleId| {
                let found = self.answered(&voice, *rule);
                found.iter().any(|it| self.answers.get(*it).is_some_and(Option::is_none))
            };
            let standing: Vec<_> = rules.iter().copied().filter(stands).collect();
            let (variant, rules) = match standing.as_slice() {
                [] => ("passed", &rules),
                _ => ("default", &standing),
            };
            let codes = self.codes(rules);
            let values = [("rule", &*codes), ("date", &*until)];
            self.report("AL02", variant, &voice, &values);
        }
    }

    /// What became of each finding, and what is wrong with the allowances.
    pub(super) fn end(self) -> Heard {
        let Self { answers, about, serving, .. } = self;
        Heard { answers, about, serving: serving.into_iter().collect() }
    }

    /// Answers a finding that nobody answered before.
    pub(super) fn answer(&mut self, finding: usize, answer: impl FnOnce() -> Answer) {
        if let Some(it) = self.answers.get_mut(finding) {
            it.get_or_insert_with(answer);
        }
    }

    fn codes(&self, rules: &[RuleId]) -> String {
        let codes: Vec<_> = rules.iter().map(|it| &self.rules.get(*it).code).collect();
        listed(&codes, codes.len())
    }

    /// Whether the rules could say anything of this draft.
    fn judged(&self) -> bool {
        let language = self.doc.about().language;
        self.rules.lexicon().language(language).is_some()
    }
}
