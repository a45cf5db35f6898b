//! Which of several findings in the same words a remark of ours is about: the one that it
//! stands on. Knows no allowance.

use std::collections::BTreeMap;

use super::thread::{is_ours, key};
use crate::{doc::Remark, finding::Finding};

/// More findings that share words with one remark are not looked at.
const NEAR: usize = 64;

/// Lets findings that differ only in their number keep the one that a remark of ours on
/// their words has, where an equal sentence came or went before them.
pub(super) fn follow(findings: &mut [Finding], remarks: &[Remark]) {
    let ours: Vec<_> = remarks
        .iter()
        .filter(|it| is_ours(it))
        .filter_map(|it| Some((key(it)?, it.at)))
        .collect();
    if ours.is_empty() {
        return;
    }
    let mut equal: BTreeMap<Box<str>, Vec<usize>> = BTreeMap::new();
    let mut holders: BTreeMap<Box<str>, usize> = BTreeMap::new();
    for (at, it) in findings.iter().enumerate() {
        equal.entry(base(&it.fingerprint).into()).or_default().push(at);
        holders.insert(it.fingerprint.clone(), at);
    }
    for it in equal.values_mut() {
        it.sort_by_key(|it| findings[*it].at);
    }
    let mut settled = vec![false; findings.len()];
    let mut open = Vec::new();
    for (key, at) in ours {
        match holders.get(key).copied().filter(|it| findings[*it].at.overlaps(at)) {
            Some(holder) => settled[holder] = true,
            None => open.push((key, at)),
        }
    }
    for (key, at) in open {
        let holder = holders.get(key).copied();
        if holder.is_some_and(|it| settled[it]) {
            continue;
        }
        let group = equal.get(base(key)).map_or(&[][..], |it| &it[..]);
        let next = group.partition_point(|it| findings[*it].at.start() < at.end());
        // The first one in the order of the text.
        let fits = |it: &&usize| !settled[**it] && findings[**it].at.overlaps(at);
        let mut near = group[next.saturating_sub(NEAR)..next].iter();
        let Some(&here) = near.find(fits) else { continue };
        let freed = std::mem::replace(&mut findings[here].fingerprint, key.into());
        holders.insert(key.into(), here);
        settled[here] = true;
        if let Some(holder) = holder {
            findings[holder].fingerprint.clone_from(&freed);
            holders.insert(freed, holder);
        } else {
            holders.remove(&freed);
        }
    }
}

/// A key without the number that tells equal ones apart.
fn base(key: &str) -> &str {
    key.split_once('-').map_or(key, |(base, _)| base)
}
