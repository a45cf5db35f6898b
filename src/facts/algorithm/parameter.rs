//! Sizes, modes and paddings that stand with an algorithm.

use std::sync::LazyLock;

use regex::Regex;

use super::{Ground, Mention};
use crate::{
    doc::Document,
    facts::sentence::row,
    lexicon::{Entry, Family},
    text::Span,
};

static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[ _(/-]{0,2}([0-9]{2,5})(?-u:\b)").expect("a tested pattern")
});

/// The size that stands with one mention: in its spelling, right behind it, or nearest
/// in its sentence.
pub(super) fn size(ground: Ground<'_>, entry: &Entry, mention: Mention) -> Option<u32> {
    let Ground { doc, sentences, .. } = ground;
    let pattern = ground.words.pattern("size")?;
    if named_with_its_hash(&doc[mention.at]) {
        return None;
    }
    let sizes = plausible(entry);
    let fits = |it: &u32| sizes.contains(it);
    let own = digits(&doc[mention.at]).filter(fits);
    let rest = &doc.text()[mention.at.end() as usize..];
    let behind = || BEHIND.captures(rest).and_then(|it| it[1].parse().ok()).filter(fits);
    let near = || {
        let sentence = sentences[mention.sentence as usize].span;
        let text = &doc[sentence];
        pattern
            .captures_iter(text)
            .filter_map(|it| {
                let group = it.get(1).or(it.get(2))?;
                let value: u32 = group.as_str().parse().ok()?;
                let at = Span::at(sentence.start(), group.range());
                let gap = at.start().abs_diff(mention.at.start());
                fits(&value).then_some((gap, value))
            })
            .min()
            .filter(|(gap, _)| *gap <= 80)
            .map(|(_, it)| it)
    };
    let in_cells = || in_row(ground, pattern, mention).filter(fits);
    own.or_else(behind).or_else(near).or_else(in_cells)
}

/// "RS256" names the hash in it; what stands near is the hash's or another key's.
fn named_with_its_hash(spelling: &str) -> bool {
    let digits = spelling.trim_start_matches(|it: char| it.is_ascii_uppercase());
    spelling.len() == 5 && matches!(digits, "256" | "384" | "512")
}

/// A size in another cell of the mention's table row.
fn in_row(ground: Ground<'_>, pattern: &Regex, mention: Mention) -> Option<u32> {
    row(ground.doc, ground.sentences, mention.sentence).find_map(|it| {
        let size = pattern.captures(&ground.doc[it.span])?;
        size.get(1).or(size.get(2))?.as_str().parse().ok()
    })
}

/// The sizes that a draft may mean: a 96-bit nonce is no key.
fn plausible(entry: &Entry) -> std::ops::RangeInclusive<u32> {
    match entry.kind {
        Family::Signature | Family::KeyAgreement if 1024 <= entry.min_bits => {
            512..=16_384
        }
        Family::Signature | Family::KeyAgreement => 112..=640,
        Family::BlockCipher | Family::StreamCipher => 40..=512,
        Family::Hash if entry.subkind.is_none() => 112..=512,
        Family::Hash => 0..=0,
        Family::Kem => 256..=1024,
        _ => 32..=16_384,
    }
}

fn digits(spelling: &str) -> Option<u32> {
    let mut runs = spelling.split(|it: char| !it.is_ascii_digit());
    runs.find(|it| 2 <= it.len()).and_then(|it| it.parse().ok())
}

/// The mode, padding, curve or version that stands with an algorithm.
pub(super) fn mode(
    ground: Ground<'_>,
    entry: &Entry,
    mentions: &[Mention],
) -> Option<Box<str>> {
    let wanted: &[Family] = match entry.kind {
        Family::BlockCipher => &[Family::Mode],
        Family::Signature | Family::KeyAgreement if !is_curve(entry) => {
            &[Family::KeyAgreement, Family::Signature]
        }
        Family::Protocol => return version(ground.doc, mentions),
        _ => return None,
    };
    mentions.iter().find_map(|mention| {
        let sentence = ground.sentences[mention.sentence as usize].span;
        let hits = ground.catalogue.hits(&ground.doc[sentence]);
        let fits = hits.iter().find(|hit| {
            let other = ground.catalogue.get(hit.entry);
            let specific = match entry.kind {
                Family::BlockCipher => true,
                _ => {
                    is_curve(other)
                        || (&*entry.name == "RSA" && other.name.starts_with("RSA"))
                }
            };
            wanted.contains(&other.kind) && other.name != entry.name && specific
        })?;
        let at = Span::new(
            sentence.start() + fits.span.start(),
            sentence.start() + fits.span.end(),
        );
        Some(ground.doc[at].into())
    })
}

fn is_curve(entry: &Entry) -> bool {
    matches!(entry.subkind.as_deref(), Some("curve" | "group"))
}

fn version(doc: &Document, mentions: &[Mention]) -> Option<Box<str>> {
    mentions.iter().find_map(|it| {
        let words = &doc[it.at];
        let begin = words.find(|it: char| it.is_ascii_digit())?;
        Some(words[begin..].trim_end_matches(')').into())
    })
}
