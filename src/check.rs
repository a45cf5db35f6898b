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
        match catch_unwind(AssertUnwindSafe(|| rule.findings(id, case))) {
            Ok(findings) => outcome.findings.extend(findings),
            Err(_) => outcome.failed.push(rule.code.clone()),
        }
    }
    outcome.findings.sort();
    outcome
}
