//! The force of a sentence: whether a change turned "shall" into "shall not" or back, and
//! whether a new sentence says the like of one that is gone.

use std::{cmp::Reverse, collections::BTreeSet};

use super::{
    super::Case,
    edits::{Edits, alike, stems, wording},
    obliges,
};
use crate::{
    facts::{Reads, Sentence, Strength},
    text::Span,
};

/// So many of the words of two sentences are the same if one rewords the other: where
/// they stand side by side, where they do not, and where they have no word of security in
/// common. In hundredths.
const BESIDE: usize = 30;
const APART: usize = 50;
const UNLIKE: usize = 67;

/// A reworded sentence stands at most so many sentences from where it was.
const NEAR: usize = 32;

/// A longer sentence is a table or a listing, in bytes.
const LONGEST: u32 = 1_024;

/// The concepts that carry a strength; the last asks nothing.
const STRENGTHS: [(&str, Option<Strength>); 5] = [
    ("strength/prohibition", Some(Strength::Prohibition)),
    ("strength/requirement", Some(Strength::Requirement)),
    ("strength/recommendation", Some(Strength::Recommendation)),
    ("strength/permission", Some(Strength::Permission)),
    ("strength/none", None),
];

/// What the words of a rewording speak of, whatever words they are.
const SECURITY: &[&str] = &[
    "topic/security",
    "measure/words",
    "check/security",
    "credential/secret",
    "privacy/words",
    "crypto",
];

/// What became of the force of a sentence.
pub(super) struct Turned {
    /// The change that did it.
    pub change: usize,
    /// What the draft says now.
    pub now: Span,
}

/// The phrases of a sentence that carry its strength, in reading order: none inside
/// another.
fn forces(case: Case<'_>, sentence: &Sentence) -> Vec<(Span, Option<Strength>)> {
    let found = |(name, strength): (&str, Option<Strength>)| {
        let all = case.all_words_for(sentence, name).into_iter();
        all.map(move |it| (it, strength)).collect::<Vec<_>>()
    };
    let mut all: Vec<_> = STRENGTHS.into_iter().flat_map(found).collect();
    all.sort_unstable_by_key(|(it, strength)| (it.start(), Reverse(it.end()), *strength));
    let mut end = 0;
    all.retain(|(it, _)| {
        let outside = end <= it.start();
        end = end.max(it.end());
        outside
    });
    all
}

/// A sentence without the phrases that carry its strength.
fn plain(case: Case<'_>, sentence: &Sentence) -> String {
    let mut text = String::new();
    let mut from = sentence.span.start();
    for (force, _) in forces(case, sentence) {
        text.push_str(&case.doc[Span::new(from, force.start().max(from))]);
        from = force.end().max(from);
    }
    text.push_str(&case.doc[Span::new(from, sentence.span.end().max(from))]);
    text
}

/// The one of `candidates` that says the opposite of a sentence of the draft as it was:
/// the same words, but that what was required is prohibited, or the other way.
fn opposite(
    edits: &Edits<'_>,
    sentence: &Sentence,
    candidates: &[&Sentence],
) -> Option<Span> {
    let before: Vec<_> = forces(edits.old(), sentence).iter().map(|it| it.1).collect();
    let words = wording(&plain(edits.old(), sentence));
    let turned = |(old, new): (&Option<Strength>, &Option<Strength>)| {
        use Strength::{Prohibition, Recommendation, Requirement};
        match old {
            Some(Requirement) => *new == Some(Prohibition),
            Some(Prohibition) => matches!(new, Some(Requirement | Recommendation)),
            _ => false,
        }
    };
    // The same words are about as long: what is longer is not read through.
    let most = sentence.span.len().saturating_mul(2).saturating_add(LONGEST);
    let is = |it: &&&Sentence| {
        if most < it.span.len() {
            return false;
        }
        let now: Vec<_> = forces(edits.case, it).iter().map(|it| it.1).collect();
        it.reads == Reads::Normative
            && before.len() == now.len()
            && before.iter().zip(&now).any(turned)
            && wording(&plain(edits.case, it)) == words
    };
    candidates.iter().find(is).map(|it| it.span)
}

/// What turned the force of a sentence of which something is left.
pub(super) fn turned(edits: &Edits<'_>, sentence: &Sentence) -> Option<Turned> {
    let forces = forces(edits.old(), sentence);
    let change = forces.iter().find_map(|(it, _)| edits.touching(*it))?;
    let near: Vec<_> = edits.sentences_at(change).iter().collect();
    let now = opposite(edits, sentence, &near)?;
    Some(Turned { change, now })
}

/// What says the opposite of a sentence that is gone, in its place.
pub(super) fn contradicted(edits: &Edits<'_>, sentence: &Sentence) -> Option<Turned> {
    // Its other words are the same, so all but one of its long words are.
    const MOST: usize = 80;
    let (_, change) = *edits.gone_in(sentence.span).first()?;
    let words = stems(&edits.before.doc[sentence.span]);
    let near = edits.around(change, NEAR).iter();
    let most = sentence.span.len().saturating_mul(2);
    let near = near.filter(|it| it.span.len() <= most && edits.is_fresh(it.span));
    let near: Vec<_> = near
        .filter(|it| MOST <= alike(&words, &stems(&edits.case.doc[it.span])))
        .collect();
    let now = opposite(edits, sentence, &near)?;
    Some(Turned { change, now })
}

/// The deletion that took the force from a sentence of which something is left.
pub(super) fn disarmed(edits: &Edits<'_>, sentence: &Sentence) -> Option<usize> {
    let old = edits.old();
    let force: Vec<Span> = ["strength/requirement", "strength/prohibition"]
        .iter()
        .flat_map(|it| old.all_words_for(sentence, it))
        .collect();
    let deletion = |it: &Span| edits.gone_in(*it).first().map(|(_, change)| *change);
    let change = deletion(force.first()?)?;
    let all = force.iter().all(|it| deletion(it).is_some());
    let left = edits.sentences_at(change).iter().any(obliges);
    (all && !left && !reworded(edits, sentence)).then_some(change)
}

/// Whether a sentence that is gone is still said with its force, or a new requirement
/// says the like.
pub(super) fn reworded(edits: &Edits<'_>, sentence: &Sentence) -> bool {
    if edits.said(sentence.span).is_some_and(|it| it.0 == Reads::Normative) {
        return true;
    }
    let Some((_, change)) = edits.gone_in(sentence.span).first() else { return false };
    let (old, new) = (edits.old(), edits.case);
    // What the whole draft is about says nothing of one sentence.
    let common = stems(&new.doc[new.doc.title()]);
    let told = |case: Case<'_>, it: &Sentence| {
        if LONGEST < it.span.len() {
            return stems(&case.doc[it.span]);
        }
        let all = stems(&plain(case, it));
        let own: BTreeSet<_> = all.difference(&common).cloned().collect();
        if own.is_empty() { all } else { own }
    };
    let words = told(old, sentence);
    let kin = |it: &Sentence| {
        if LONGEST < it.span.len() {
            return true;
        }
        SECURITY
            .iter()
            .any(|concept| old.says(sentence, concept) && new.says(it, concept))
    };
    let beside = |it: &Sentence| {
        edits.fresh_beside(sentence.span).any(|fresh| fresh.overlaps(it.span))
    };
    let says = |it: &&Sentence| {
        if !obliges(it) || !edits.is_fresh(it.span) {
            return false;
        }
        let least = match (kin(it), beside(it)) {
            (true, true) => BESIDE,
            (true, false) => APART,
            (false, _) => UNLIKE,
        };
        least <= alike(&words, &told(new, it))
    };
    edits.around(*change, NEAR).iter().any(|it| says(&it))
}
