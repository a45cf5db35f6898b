//! Every rule over one document: a panic is caught, what comes out is sorted, and the
//! allowances have been heard.

mod changed;
mod fingerprint;
mod places;

use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
};

use crate::{
    allow::{self, Allowance, Allowed, Answered},
    doc::Document,
    facts::Facts,
    finding::Finding,
    formats::{self, Input, ReadError, Skipped, View},
    rules::{Before, Case, RuleSet},
};

pub use self::{
    changed::{Changes, Touched},
    fingerprint::mark,
};

/// What drafts are checked with.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The rules.
    pub rules: &'a RuleSet,
    /// Allowances from outside the draft.
    pub allowances: &'a [Allowance],
    /// The day by which dates have passed, as `2026-11-22`.
    pub today: Option<&'a str>,
}

/// A draft that was read and checked.
#[derive(Debug)]
pub struct Checked {
    /// The name of the format it was read as.
    pub format: &'static str,
    /// Its words.
    pub document: Document,
    /// What they say.
    pub facts: Facts,
    /// What the rules have to say, sorted by place, then by rule.
    pub findings: Vec<Finding>,
    /// What they said and somebody allowed, sorted.
    pub allowed: Vec<Allowed>,
    /// What its findings are known by, before anybody leaves some out.
    pub known: Known,
    /// Which of the allowances from outside were used.
    pub used: Vec<usize>,
    /// Parts that were not read.
    pub skipped: Vec<Skipped>,
    /// Rules that could not finish: their codes. The others' findings stand.
    pub failed: Vec<Box<str>>,
}

/// What the findings of a draft are known by, also those that no filter lets through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Those that nobody answered.
    pub open: BTreeSet<Box<str>>,
    /// Those that somebody did.
    pub answered: BTreeSet<Box<str>>,
}

/// What came of running the rules over one document.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What the rules have to say, sorted by place, then by rule.
    pub findings: Vec<Finding>,
    /// Rules that could not finish: their codes. The others' findings stand.
    pub failed: Vec<Box<str>>,
}

impl<'a> Asked<'a> {
    /// Asks for nothing but these rules.
    pub const fn only(rules: &'a RuleSet) -> Self {
        Self { rules, allowances: &[], today: None }
    }
}

/// Reads a draft, runs every rule over it and hears the allowances.
pub fn draft(input: Input<'_>, asked: Asked<'_>) -> Result<Checked, ReadError> {
    let Asked { rules, allowances, today } = asked;
    let lexicon = rules.lexicon();
    let reading = formats::read(input, lexicon)?;
    let (document, skipped) = (reading.document, reading.skipped);
    let facts = Facts::of(&document, lexicon);
    let before = before(input, &document, rules)?;
    let before = before.as_ref().map(|(doc, facts)| Before { doc, facts });
    let Outcome { mut findings, failed } = rules_over(&document, &facts, before, rules);
    // Nobody answers where nobody says anything.
    let apart = !document.remarks().is_empty() || !allowances.is_empty();
    if apart {
        places::spread(&mut findings, &document);
    }
    mark(&mut findings, &document, &facts, rules);
    let answered = allow::apply(findings, &document, rules, allowances, today);
    let Answered { mut findings, mut about, mut allowed, used, serving } = answered;
    if apart {
        places::gather(&mut findings, &mut allowed);
    }
    about.sort();
    mark(&mut about, &document, &facts, rules);
    findings.append(&mut about);
    findings.sort();
    allowed.sort_by(|a, b| a.finding.cmp(&b.finding));
    let mut known = Known {
        open: findings.iter().map(|it| it.fingerprint.clone()).collect(),
        answered: allowed.iter().map(|it| it.finding.fingerprint.clone()).collect(),
    };
    // A comment of ours whose words were edited stays with the answer that it got.
    known.answered.extend(serving);
    let format = reading.format;
    Ok(Checked {
        format,
        document,
        facts,
        findings,
        allowed,
        known,
        used,
        skipped,
        failed,
    })
}

/// The draft as it was before its tracked changes: an inserted "not" takes away as well.
fn before(
    input: Input<'_>,
    doc: &Document,
    rules: &RuleSet,
) -> Result<Option<(Document, Facts)>, ReadError> {
    if input.view != View::Final || doc.changes().is_empty() {
        return Ok(None);
    }
    let input = Input { view: View::Original, ..input };
    let document = formats::read(input, rules.lexicon())?.document;
    let facts = Facts::of(&document, rules.lexicon());
    Ok(Some((document, facts)))
}

/// Runs every rule of `rules` over a document and what it says.
pub fn check(doc: &Document, facts: &Facts, rules: &RuleSet) -> Outcome {
    let mut outcome = rules_over(doc, facts, None, rules);
    mark(&mut outcome.findings, doc, facts, rules);
    outcome
}

/// A draft in a language that has no word lists yet is not judged; its report says so.
fn rules_over(
    doc: &Document,
    facts: &Facts,
    before: Option<Before<'_>>,
    rules: &RuleSet,
) -> Outcome {
    let lexicon = rules.lexicon();
    let mut outcome = Outcome::default();
    let Some(words) = lexicon.language(doc.about().language) else { return outcome };
    let case = Case { doc, facts, before, words, lexicon };
    for (id, rule) in rules.rules() {
        outcome.add(&rule.code, || rule.findings(id, case));
    }
    outcome.findings.sort();
    outcome
}

impl Outcome {
    /// Adds what a rule finds, or notes that it could not finish.
    fn add(&mut self, rule: &str, findings: impl FnOnce() -> Vec<Finding>) {
        match catch_unwind(AssertUnwindSafe(findings)) {
            Ok(findings) => self.findings.extend(findings),
            Err(_) => self.failed.push(rule.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{finding::RuleId, text::Span};

    #[test]
    fn a_panic_costs_one_rule_and_no_other() {
        let finding = |at| Finding {
            at: Span::new(at, at),
            rule: RuleId(0),
            message: "".into(),
            algorithm: None,
            evidence: Vec::new(),
            also: Vec::new(),
            apart: false,
            fingerprint: "".into(),
        };
        let mut outcome = Outcome::default();
        outcome.add("CR01", || vec![finding(3)]);
        outcome.add("CR03", || panic!("a rule is at fault"));
        outcome.add("SC01", || vec![finding(1)]);
        assert_eq!(outcome.failed, ["CR03".into()]);
        assert_eq!(outcome.findings, [finding(3), finding(1)]);
    }
}
