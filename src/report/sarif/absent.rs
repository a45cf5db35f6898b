use super::{
    FINGERPRINT, LINE_HASH,
    log::{Outcome, OutcomeProperties},
    place::{NOWHERE, location},
};
use crate::{finding::Confidence, report::baseline::Fixed, rules::RuleSet};

/// A finding of the baseline that is gone. Its draft may have another name now, so it is
/// no artifact of this run, and the words stand where they did.
pub(super) fn outcome<'a>(it: &'a Fixed, rules: &RuleSet) -> Outcome<'a> {
    let rule = rules.find(&it.rule);
    let confidence = rule.map_or(Confidence::Low, |it| rules.get(it).confidence);
    let prints = [
        (LINE_HASH, format!("{}:1", it.fingerprint).into()),
        (FINGERPRINT, it.fingerprint.clone()),
    ];
    Outcome {
        rule_id: &it.rule,
        rule_index: rule.map(|it| usize::from(it.0)),
        level: it.severity.name(),
        message: format!("{}.", it.message).into(),
        locations: [location((&it.path, None), &NOWHERE, &it.quote, &it.clause)],
        related_locations: Vec::new(),
        partial_fingerprints: prints.into(),
        baseline_state: Some("absent"),
        suppressions: Vec::new(),
        properties: OutcomeProperties { confidence: confidence.name(), algorithm: None },
    }
}
