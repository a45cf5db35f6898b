//! What a rule says about a draft: findings, and the evidence for them.

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// One thing that a rule has to say about one place.
///
/// Ordered by place, then by rule, so that a report does not depend on who was first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The words that it is about.
    pub at: Span,
    /// The rule that says it.
    pub rule: RuleId,
    /// What is wrong, in one line.
    pub message: Box<str>,
    /// The algorithm that it is about, by the name in the profile.
    pub algorithm: Option<Box<str>>,
    /// What supports it.
    pub evidence: Vec<Evidence>,
    /// Further places of which the same holds, in reading order.
    pub also: Vec<Span>,
    /// Whether an answer to one of these places leaves the others open.
    pub apart: bool,
    /// What it is known by from one version of a draft to the next; `check` gives it.
    pub fingerprint: Box<str>,
}

/// Something that supports a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// What it shows, in words: "looked in 7, 8 and Annex A".
    pub shows: Box<str>,
    /// The words of the draft that show it, where there are any.
    pub at: Option<Span>,
}

/// Names a rule of one rule set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub(crate) u16);

/// How much a finding matters.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Should be answered before consent.
    Warning,
    /// Would embarrass the draft at consent.
    Error,
}

/// How often a rule is right.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// A hint.
    Low,
    /// It judges meaning from words.
    Medium,
    /// Robust by pattern.
    High,
}

impl Severity {
    /// Every severity, the gravest first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Note];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl Confidence {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// The messages of one rule: a variant's name and its words with `{placeholders}`.
pub type Messages = std::collections::BTreeMap<Box<str>, Box<str>>;

/// Takes the findings of one rule.
#[derive(Debug)]
pub struct Sink<'r> {
    rule: RuleId,
    messages: &'r Messages,
    found: Vec<Finding>,
}

impl<'r> Sink<'r> {
    /// A sink for the rule with these messages.
    pub const fn new(rule: RuleId, messages: &'r Messages) -> Self {
        Self { rule, messages, found: Vec::new() }
    }

    /// Reports the rule's default message.
    pub fn report(&mut self, at: Span, values: &[(&str, &str)]) -> &mut Finding {
        self.report_as("default", at, values)
    }

    /// Reports the message that the rule's page calls `variant`.
    pub fn report_as(
        &mut self,
        variant: &str,
        at: Span,
        values: &[(&str, &str)],
    ) -> &mut Finding {
        let mut message = self
            .messages
            .get(variant)
            .map_or_else(String::new, std::string::ToString::to_string);
        for (name, value) in values {
            message = message.replace(&format!("{{{name}}}"), value);
        }
        let value = |wanted| values.iter().find(|(name, _)| *name == wanted);
        let algorithm = value("algorithm").map(|(_, it)| (*it).into());
        let message = message.into();
        self.found.push(Finding {
            at,
            rule: self.rule,
            message,
            algorithm,
            evidence: Vec::new(),
            also: Vec::new(),
            apart: false,
            fingerprint: Box::default(),
        });
        self.found.last_mut().expect("a finding was just pushed")
    }

    /// Whether nothing was reported yet.
    pub const fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// What was reported, sorted, each place and message once.
    pub fn into_findings(mut self) -> Vec<Finding> {
        self.found.sort();
        self.found.dedup_by(|a, b| a.at == b.at && a.message == b.message);
        self.found
    }
}

impl Finding {
    /// Adds words of the draft as evidence.
    pub fn because(&mut self, at: Span, shows: impl Into<Box<str>>) -> &mut Self {
        self.evidence.push(Evidence { shows: shows.into(), at: Some(at) });
        self
    }

    /// Adds evidence that no single place of the draft shows.
    pub fn noting(&mut self, shows: impl Into<Box<str>>) -> &mut Self {
        self.evidence.push(Evidence { shows: shows.into(), at: None });
        self
    }
}
