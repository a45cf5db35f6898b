//! Allowances: findings that somebody answered, with a reason. Knows no file format; a
//! settings file is a text like any other.

mod about;
mod grammar;
mod hearing;
mod keys;
mod place;
mod resolved;
mod rule;
pub mod settings;
#[cfg(test)]
mod tests;
mod thread;

use crate::{
    doc::Document,
    finding::{Finding, RuleId},
    rules::RuleSet,
};

use self::{
    hearing::{Heard, Hearing},
    rule::Unfit,
};

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
    /// Those that nobody answered, in the order in which they were given.
    pub findings: Vec<Finding>,
    /// What is wrong with the allowances, in no order and not yet marked.
    pub about: Vec<Finding>,
    /// Those that somebody did.
    pub allowed: Vec<Allowed>,
    /// Which of the allowances from outside the draft were used.
    pub used: Vec<usize>,
    /// The keys written in those of our remarks whose answers hold though no finding
    /// bears the key any more, for the words were changed.
    pub serving: Vec<Box<str>>,
}

/// Where an allowance stands that the draft itself holds.
const IN_DRAFT: &str = "a comment in the draft";

/// Whether the draft itself holds the allowance that is written at this place.
pub fn in_draft(place: &str) -> bool {
    place == IN_DRAFT
}

impl Allowance {
    /// The rule that it is about; else what is wrong with the name, for its author.
    pub fn rule(&self, rules: &RuleSet) -> Result<RuleId, Box<str>> {
        rule::named(rules, &self.rule).map_err(|unfit| {
            let name = &self.rule;
            match unfit {
                Unfit::Unknown => {
                    let near = rule::meant(rules, name);
                    format!("no rule is called `{name}`{}", about::hint(near.as_deref()))
                }
                Unfit::Group => {
                    format!("`{name}` is a group of rules; name each rule that is meant")
                }
                Unfit::Never => format!("{name} is about allowances; mend the allowance"),
            }
            .into()
        })
    }

    /// Whether its last day is over.
    pub fn passed(&self, today: Option<&str>) -> bool {
        passed(self.until.as_deref(), today)
    }
}

/// Hears the allowances in a draft's own remarks, and those from outside it.
///
/// `today`, as `2026-11-22`, decides which have passed; without it none has.
pub fn apply(
    mut findings: Vec<Finding>,
    doc: &Document,
    rules: &RuleSet,
    outside: &[Allowance],
    today: Option<&str>,
) -> Answered {
    if doc.remarks().is_empty() && outside.is_empty() {
        return Answered { findings, ..Answered::default() };
    }
    keys::follow(&mut findings, doc.remarks());
    let mut hearing = Hearing::new(&findings, doc, rules, today);
    hearing.remarks();
    let used = hearing.outside(outside);
    hearing.resolved();
    hearing.passed();
    let Heard { answers, about, serving } = hearing.end();
    let mut answered = Answered { about, used, serving, ..Answered::default() };
    for (finding, answer) in findings.into_iter().zip(answers) {
        match answer {
            Some(it) => answered.allowed.push(it.to(finding)),
            None => answered.findings.push(finding),
        }
    }
    answered
}

/// What to say of an allowance from outside that no draft had a use for, on the title
/// of one of them; its caller marks it. Nothing if the rules say nothing of allowances.
pub fn unmatched(
    allowance: &Allowance,
    doc: &Document,
    rules: &RuleSet,
    today: Option<&str>,
) -> Option<Finding> {
    let Allowance { rule, place, .. } = allowance;
    let code = allowance.rule(rules).map_or(&**rule, |it| &rules.get(it).code);
    let at = place::shown(doc, doc.title());
    let date = allowance.until.as_deref().filter(|_| allowance.passed(today));
    let values = [("rule", code), ("place", place), ("date", date.unwrap_or_default())];
    let about = if date.is_some() { "AL02" } else { "AL01" };
    about::report(rules, about, "outside", at, &values)
}

fn passed(until: Option<&str>, today: Option<&str>) -> bool {
    until.zip(today).is_some_and(|(until, today)| until < today)
}
