//! Findings held against labels: precision and recall, by rule.

use crate::{report::Draft, rules::RuleSet};

/// What a labelled draft should be found to hold.
#[derive(Debug)]
pub struct Labels;

/// How one draft was found to hold it.
#[derive(Debug)]
pub struct Scored;

impl Labels {
    /// Reads `labels.toml`.
    pub fn parse(_text: &str) -> Result<Self, String> {
        Ok(Self)
    }
}

/// Holds a draft against its labels.
pub fn score(_draft: &Draft, _labels: &Labels, _rules: &RuleSet) -> Scored {
    Scored
}

/// The scores as a table for people.
pub fn table(_all: &[Scored]) -> String {
    String::new()
}
