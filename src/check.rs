//! Every rule over one document: a panic is caught, what comes out is sorted.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::{
    doc::Document,
    facts::Facts,
    finding::Finding,
    rules::{Case, RuleSet},
};

/// What came of checking one document.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What the rules have to say, sorted by place, then by rule.
    pub findings: Vec<Finding>,
    /// Rules that could not finish: their codes. The others' findings stand.
    pub failed: Vec<Box<str>>,
}

/// Runs every rule of `rules` over a document and what it says.
///
/// A draft in a language that has no word lists yet is not judged; its report says so.
pub fn check(doc: &Document, facts: &Facts, rules: &RuleSet) -> Outcome {
    let lexicon = rules.lexicon();
    let mut outcome = Outcome::default();
    let Some(words) = lexicon.language(doc.about().language) else { return outcome };
    let case = Case { doc, facts, words, lexicon };
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
        };
        let mut outcome = Outcome::default();
        outcome.add("CR01", || vec![finding(3)]);
        outcome.add("CR03", || panic!("a rule is at fault"));
        outcome.add("SC01", || vec![finding(1)]);
        assert_eq!(outcome.failed, ["CR03".into()]);
        assert_eq!(outcome.findings, [finding(3), finding(1)]);
    }
}
