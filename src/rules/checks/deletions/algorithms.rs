//! Algorithms that a draft declared, and their lengths, which a deletion took away.

use std::collections::BTreeMap;

use super::{NEAR, by, edits::Edits, shortened as brief};
use crate::{
    facts::{Algorithm, Mention, Use},
    finding::Sink,
    lexicon::{Entry, EntryId, Family, Status},
    text::Span,
};

/// What stands with an algorithm stands at most so many sentences from it.
const ROW: usize = 12;

/// What a draft uses under each entry of the catalogue.
fn used(algorithms: &[Algorithm]) -> BTreeMap<EntryId, Vec<&Algorithm>> {
    let mut found: BTreeMap<EntryId, Vec<&Algorithm>> = BTreeMap::new();
    for it in algorithms.iter().filter(|it| it.standing == Use::Normative) {
        found.entry(it.entry).or_default().push(it);
    }
    found
}

/// The mentions that use an algorithm.
fn uses<'a>(algorithms: &'a [&Algorithm]) -> impl Iterator<Item = &'a Mention> {
    let all = algorithms.iter().flat_map(|it| &it.mentions);
    all.filter(|it| it.standing == Use::Normative)
}

/// Reports what was declared and is used no more.
pub(super) fn gone(edits: &Edits<'_>, told: &dyn Fn(u32) -> bool, sink: &mut Sink<'_>) {
    let now = used(&edits.case.facts.profile.algorithms);
    for (id, algorithms) in used(&edits.before.facts.profile.algorithms) {
        if now.contains_key(&id) || !declared(edits, id, &algorithms) {
            continue;
        }
        let deletion = |it: &Mention| edits.gone_in(it.at).first().map(|(_, it)| *it);
        let found = uses(&algorithms).find_map(|it| Some((it, deletion(it)?)));
        let Some((mention, change)) = found else { continue };
        let quiet = uses(&algorithms).any(|it| told(it.sentence));
        if quiet || outdone(edits, id, &now) || replaced(edits, id, *mention, change) {
            continue;
        }
        report("algorithm", edits, &algorithms, (*mention, change), sink);
    }
}

/// Reports the lengths of what is still used that are stated no more.
pub(super) fn shortened(
    edits: &Edits<'_>,
    told: &dyn Fn(u32) -> bool,
    sink: &mut Sink<'_>,
) {
    let now = used(&edits.case.facts.profile.algorithms);
    for (id, algorithms) in used(&edits.before.facts.profile.algorithms) {
        let Some(left) = now.get(&id).filter(|_| declared(edits, id, &algorithms)) else {
            continue;
        };
        let longest = uses(&algorithms).filter_map(|it| it.bits).max();
        let rest = uses(left).filter_map(|it| it.bits).max();
        // To offer fewer hashes is no fault.
        let hash = edits.case.lexicon.catalogue().get(id).kind == Family::Hash;
        let Some(bits) = longest.filter(|it| rest.is_none_or(|rest| !hash && rest < *it))
        else {
            continue;
        };
        let found = uses(&algorithms)
            .filter(|it| it.bits == Some(bits))
            .find_map(|it| Some((it, deletion_of(edits, *it, bits)?)));
        let Some((mention, change)) = found.filter(|(it, _)| !told(it.sentence)) else {
            continue;
        };
        report("length", edits, &algorithms, (*mention, change), sink);
    }
}

/// Whether an algorithm is one that a draft has to declare, was declared, and may be
/// chosen: to drop another is no loss.
fn declared(edits: &Edits<'_>, id: EntryId, algorithms: &[&Algorithm]) -> bool {
    let entry = edits.case.lexicon.catalogue().get(id);
    entry.counts
        && entry.status == Status::Acceptable
        && algorithms.iter().any(|it| it.declared_by.is_some())
}

fn report(
    variant: &str,
    edits: &Edits<'_>,
    algorithms: &[&Algorithm],
    (mention, change): (Mention, usize),
    sink: &mut Sink<'_>,
) {
    let Some(at) = edits.place(change) else { return };
    let holds = |it: &&&Algorithm| it.mentions.contains(&mention);
    let found = algorithms.iter().find(holds);
    let name = |it: &&&'_ Algorithm| &*edits.case.lexicon.catalogue().get(it.entry).name;
    // The length is told beside the name, so the name is told without it.
    let named = match variant {
        "length" => found.as_ref().map_or("", name),
        _ => found.map_or("", |it| &it.name),
    };
    let sentence = &edits.before.facts.sentences[mention.sentence as usize];
    let words = brief(&edits.before.doc[sentence.span]);
    let by = by(edits.change(change));
    let bits = mention.bits.map(|it| it.to_string()).unwrap_or_default();
    let values = [("algorithm", named), ("bits", &bits), ("words", &words), ("by", &by)];
    sink.report_as(variant, at, &values);
}

/// The deletion that took the number `bits` away from beside a mention.
fn deletion_of(edits: &Edits<'_>, mention: Mention, bits: u32) -> Option<usize> {
    let bits = bits.to_string();
    let all = &edits.before.facts.sentences;
    let at = mention.sentence as usize;
    let first = all.get(at.saturating_sub(ROW))?;
    let last = all.get((at + ROW).min(all.len() - 1))?;
    let near = Span::new(first.span.start(), last.span.end());
    let numbers =
        |text: &str| text.split(|it: char| !it.is_ascii_digit()).any(|it| it == bits);
    let own = edits.gone_in(all.get(at)?.span).iter();
    let all = own.chain(edits.gone_in(near));
    let mut all = all.filter(|(it, _)| numbers(&edits.before.doc[*it]));
    all.next().map(|(_, change)| *change)
}

/// Whether something as good was put in the place of what a deletion took.
fn replaced(edits: &Edits<'_>, id: EntryId, gone: Mention, change: usize) -> bool {
    let catalogue = edits.case.lexicon.catalogue();
    let old = catalogue.get(id);
    let near = edits.around(change, NEAR);
    let (Some(first), Some(last)) = (near.first(), near.last()) else { return false };
    let near = Span::new(first.span.start(), last.span.end());
    let good = |it: &Algorithm, mention: &Mention| {
        let new = catalogue.get(it.entry);
        let longer = match (gone.bits, mention.bits) {
            (Some(old), Some(new)) => old <= new,
            _ => true,
        };
        new.status == Status::Acceptable
            && purpose(new.kind) == purpose(old.kind)
            && !is_older(new, old)
            && (new.kind != old.kind || new.subkind != old.subkind || longer)
            && edits.is_fresh(mention.at)
            && near.covers(mention.at)
    };
    let algorithms = edits.case.facts.profile.algorithms.iter();
    let used = algorithms.filter(|it| it.standing == Use::Normative);
    used.flat_map(|it| uses_of(it).map(move |mention| (it, mention)))
        .any(|(it, mention)| good(it, mention))
}

/// Whether a later version of a protocol is used.
fn outdone(
    edits: &Edits<'_>,
    id: EntryId,
    now: &BTreeMap<EntryId, Vec<&Algorithm>>,
) -> bool {
    let catalogue = edits.case.lexicon.catalogue();
    now.keys().any(|it| is_older(catalogue.get(id), catalogue.get(*it)))
}

/// Whether `one` is an earlier version of the protocol `other`.
fn is_older(one: &Entry, other: &Entry) -> bool {
    let protocols = [one, other].iter().all(|it| it.kind == Family::Protocol);
    let (one, other) = (version(&one.name), version(&other.name));
    protocols && one.0 == other.0 && !one.1.is_empty() && one.1 < other.1
}

/// A name and the numbers at its end: "TLS 1.3".
fn version(name: &str) -> (&str, Vec<u32>) {
    let base = name.trim_end_matches(|it: char| it.is_ascii_digit() || it == '.');
    let numbers = name[base.len()..].split('.');
    (base, numbers.filter_map(|it| it.parse().ok()).collect())
}

fn uses_of(algorithm: &Algorithm) -> impl Iterator<Item = &Mention> {
    algorithm.mentions.iter().filter(|it| it.standing == Use::Normative)
}

/// What families of algorithms serve for: one can stand in for another of its group.
const fn purpose(kind: Family) -> u8 {
    match kind {
        Family::BlockCipher | Family::StreamCipher | Family::Mode => 0,
        Family::Signature | Family::KeyAgreement | Family::Kem => 1,
        Family::Hash | Family::Mac | Family::Kdf => 2,
        Family::Protocol => 3,
        Family::Rng => 4,
    }
}
