//! What was found in a draft, whether or not somebody answered it, for outputs that tell
//! of both in one way.

use super::record::{Allowed, Clause, Evidence, Finding, Origin, Record};
use crate::finding::Severity;

/// One finding, open or answered.
pub(super) struct Told<'r> {
    pub rule: &'r str,
    pub name: &'r str,
    pub severity: Severity,
    pub message: &'r str,
    pub clause: &'r Clause,
    pub quote: &'r str,
    pub algorithm: Option<&'r str>,
    pub origin: &'r Origin,
    pub evidence: &'r [Evidence],
    pub fingerprint: &'r str,
    pub state: State<'r>,
}

/// What became of a finding.
#[derive(Clone, Copy)]
pub(super) enum State<'r> {
    Open(&'r Finding),
    Allowed(&'r Allowed),
}

impl Record {
    /// All that was found, what is open first.
    pub(super) fn told(&self) -> impl Iterator<Item = Told<'_>> {
        let open = self.findings.iter().map(|it| Told {
            rule: &it.rule,
            name: &it.name,
            severity: it.severity,
            message: &it.message,
            clause: &it.clause,
            quote: &it.quote,
            algorithm: it.algorithm.as_deref(),
            origin: &it.origin,
            evidence: &it.evidence,
            fingerprint: &it.fingerprint,
            state: State::Open(it),
        });
        open.chain(self.allowed.iter().map(|it| Told {
            rule: &it.rule,
            name: &it.name,
            severity: it.severity,
            message: &it.message,
            clause: &it.clause,
            quote: &it.quote,
            algorithm: it.algorithm.as_deref(),
            origin: &it.origin,
            evidence: &it.evidence,
            fingerprint: &it.fingerprint,
            state: State::Allowed(it),
        }))
    }
}
