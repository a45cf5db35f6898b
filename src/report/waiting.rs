//! Allowances from outside of the drafts, where the drafts are checked in shares: whether
//! one was used is known only once all shares are joined.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::record::Finding;

/// What one share of a run knows of an allowance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Its place in the settings.
    pub allowance: usize,
    /// What is to be said of it if nobody used it; none if somebody did.
    pub unused: Option<Unused>,
}

/// What is to be said of an allowance that nobody used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unused {
    /// The first draft that it was for.
    pub path: Box<str>,
    /// The findings, and their places among those of the draft.
    pub findings: Vec<(usize, Finding)>,
}

/// Findings on allowances that no share used, by the path of the first draft that each
/// was for; the last one first, so that each can be put at its place.
pub fn settled(waiting: Vec<Waiting>) -> BTreeMap<Box<str>, Vec<(usize, Finding)>> {
    let used: BTreeSet<usize> =
        waiting.iter().filter(|it| it.unused.is_none()).map(|it| it.allowance).collect();
    let mut first: BTreeMap<usize, Unused> = BTreeMap::new();
    for Waiting { allowance, unused } in waiting {
        let Some(unused) = unused.filter(|_| !used.contains(&allowance)) else {
            continue;
        };
        let before = first.get(&allowance);
        if before.is_none_or(|it| unused.path < it.path) {
            first.insert(allowance, unused);
        }
    }
    let mut found: BTreeMap<Box<str>, Vec<(usize, Finding)>> = BTreeMap::new();
    for Unused { path, findings } in first.into_values() {
        found.entry(path).or_default().extend(findings);
    }
    for it in found.values_mut() {
        // Of two for one place, the first allowance stands first.
        it.reverse();
        it.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    }
    found
}
