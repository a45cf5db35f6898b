//! Who answers whom among the remarks of a draft, and which of them are ours. Knows no
//! finding.

use std::collections::BTreeMap;

use super::grammar::{self, Fault};
use crate::{doc::Remark, formats::mark::AUTHOR, text::Span};

/// What was said to a remark of ours.
#[derive(Debug, Default)]
pub(super) struct Thread {
    /// Whether it was resolved.
    pub done: bool,
    /// The replies that have words, in the order of their dates.
    pub replies: Vec<usize>,
    // What may be replies, if there are no others.
    orphans: Vec<usize>,
}

/// Whether we wrote a remark.
pub(super) fn is_ours(remark: &Remark) -> bool {
    remark.author.as_deref() == Some(AUTHOR)
}

/// What a remark of ours is known by: its last paragraph ends in it, in brackets.
///
/// Somebody may have typed something behind it.
pub(super) fn key(ours: &Remark) -> Option<&str> {
    ours.text.lines().rev().find_map(|it| bracketed(it).map(|(key, _)| key))
}

/// The key in a line of ours, and what stands behind it.
fn bracketed(line: &str) -> Option<(&str, &str)> {
    let (before, rest) = line.rsplit_once(']')?;
    let (_, key) = before.rsplit_once('[')?;
    let (base, number) = key.split_once('-').unwrap_or((key, "1"));
    let hash = base.len() == 16 && base.bytes().all(|it| it.is_ascii_hexdigit());
    let number = !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit());
    (hash && number).then_some((key, rest))
}

/// The code of the rule that a remark of ours begins with.
pub(super) fn code(ours: &Remark) -> Option<&str> {
    ours.text.lines().find_map(|line| {
        let word = line.split_whitespace().next()?;
        let (group, number) = word.split_at_checked(2)?;
        let code = word.len() == 4
            && group.bytes().all(|it| it.is_ascii_uppercase())
            && number.bytes().all(|it| it.is_ascii_digit());
        code.then_some(word)
    })
}

/// The allowances that somebody typed into a remark of ours.
pub(super) fn typed(ours: &Remark) -> impl Iterator<Item = &str> {
    // What holds no key and begins with no code is not what we write.
    let known = key(ours).is_some() || code(ours).is_some();
    let lines = ours.text.lines().filter(move |_| known);
    let lines = lines.map(|it| bracketed(it).map_or(it, |(_, behind)| behind));
    // Our own words on how to answer leave the reason open.
    lines.filter(|it| {
        let said = !matches!(grammar::parse(it), None | Some(Err(Fault::Verb)));
        said && !it.contains("because …")
    })
}

/// What was said to each of our remarks; `roots` are those of [`roots`].
pub(super) fn threads(
    remarks: &[Remark],
    roots: &[Option<usize>],
) -> BTreeMap<usize, Thread> {
    let mut threads: BTreeMap<usize, Thread> = BTreeMap::new();
    for (at, (remark, root)) in remarks.iter().zip(roots).enumerate() {
        let Some(root) = *root else { continue };
        let thread = threads.entry(root).or_default();
        thread.done |= remark.done;
        if speaks(remark) {
            thread.replies.push(at);
        }
    }
    for (ours, reply) in orphans(remarks, roots) {
        if let Some(thread) = threads.get_mut(&ours).filter(|it| it.done) {
            thread.orphans.push(reply);
        }
    }
    for it in threads.values_mut() {
        if it.replies.is_empty() {
            it.replies = std::mem::take(&mut it.orphans);
        }
        it.replies.sort_by_key(|it| remarks.get(*it).map(|it| &it.date));
    }
    threads
}

/// The remarks on the same words as one of ours that may be replies to it.
///
/// `LibreOffice` 7.4 writes who answers whom for none of them: it puts a reply, resolved
/// like what it answers, before that one. Others might put it behind.
fn orphans(remarks: &[Remark], roots: &[Option<usize>]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut places: BTreeMap<Span, Orphans> = BTreeMap::new();
    for (at, (remark, root)) in remarks.iter().zip(roots).enumerate() {
        if remark.at.is_empty() {
            continue;
        }
        let here = places.entry(remark.at).or_default();
        if is_ours(remark) {
            // What sums the draft up is about no finding.
            if key(remark).is_none() {
                continue;
            }
            found.extend(here.waiting.drain(..).map(|it| (at, it)));
            here.ours = Some(at);
        } else if root.is_none() && speaks(remark) {
            here.precede |= here.ours.is_none() && remark.done;
            match here.ours {
                Some(ours) if !here.precede => found.push((ours, at)),
                None | Some(_) if remark.done => here.waiting.push(at),
                None | Some(_) => {}
            }
        }
    }
    for Orphans { waiting, ours, .. } in places.into_values() {
        let Some(ours) = ours else { continue };
        found.extend(waiting.into_iter().map(|it| (ours, it)));
    }
    found
}

/// The remarks on the same words.
#[derive(Default)]
struct Orphans {
    // Those that await one of ours.
    waiting: Vec<usize>,
    // Our last one so far.
    ours: Option<usize>,
    // Whether replies stand before what they answer.
    precede: bool,
}

fn speaks(remark: &Remark) -> bool {
    !is_ours(remark) && remark.text.contains(char::is_alphanumeric)
}

/// For each remark, the one of ours that it answers at any depth, or is.
///
/// A file may chain remarks without end or in a circle: each is met once.
pub(super) fn roots(remarks: &[Remark]) -> Vec<Option<usize>> {
    let mut known: Vec<Option<Option<usize>>> = vec![None; remarks.len()];
    for start in 0..remarks.len() {
        let (mut path, mut at) = (Vec::new(), start);
        let root = loop {
            let Some(remark) = remarks.get(at) else { break None };
            if let Some(root) = known[at] {
                break root;
            }
            if is_ours(remark) {
                break Some(at);
            }
            // Whoever comes back here has gone in a circle.
            known[at] = Some(None);
            path.push(at);
            let Some(next) = remark.answers else { break None };
            at = next as usize;
        };
        known[start] = Some(root);
        for it in path {
            known[it] = Some(root);
        }
    }
    known.into_iter().map(Option::flatten).collect()
}
