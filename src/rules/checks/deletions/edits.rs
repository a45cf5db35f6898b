//! The tracked changes of a draft, as places in what it was and in what it is.

use std::collections::{BTreeSet, HashSet};

use super::super::Case;
use crate::{
    doc::{Change, ChangeKind},
    facts::Sentence,
    rules::Before,
    text::Span,
};

/// A draft, what it was, and what leads from one to the other.
pub(super) struct Edits<'a> {
    pub case: Case<'a>,
    pub before: Before<'a>,
    // What was deleted, in the draft as it was, with the change that did it.
    // Invariant: sorted, and none overlaps another.
    gone: Vec<(Span, usize)>,
    // What is new, in the draft as it is. Invariant: sorted, and none overlaps another.
    fresh: Vec<Span>,
    // Where new words are to stand in the draft as it was, and the words.
    // Invariant: sorted.
    joints: Vec<(u32, Span)>,
    // What the draft says, sentence by sentence.
    said: HashSet<String>,
}

impl<'a> Edits<'a> {
    /// The edits of `case`, if some of them delete words.
    pub(super) fn of(case: Case<'a>) -> Option<Self> {
        let before = case.before?;
        let (new, old) = (case.doc.changes(), before.doc.changes());
        if new.len() != old.len() {
            return None;
        }
        let gone = (0..).zip(old).filter(|(_, it)| it.kind == ChangeKind::Deleted);
        let gone = apart(gone.map(|(index, it)| (it.at, index)).collect());
        if gone.is_empty() {
            return None;
        }
        let stays = || new.iter().zip(old).filter(|(it, _)| it.kind.stays());
        let fresh = apart(stays().map(|(it, _)| (it.at, 0)).collect());
        let mut joints: Vec<_> =
            stays().map(|(new, old)| (old.at.start(), new.at)).collect();
        joints.sort_unstable();
        let sentences = case.facts.sentences.iter();
        let said = sentences.map(|it| wording(&case.doc[it.span])).collect();
        let fresh = fresh.into_iter().map(|(it, _)| it).collect();
        Some(Self { case, before, gone, fresh, joints, said })
    }

    /// The draft as it was, to look for words in.
    pub(super) const fn old(&self) -> Case<'a> {
        let Before { doc, facts } = self.before;
        Case { doc, facts, before: None, ..self.case }
    }

    /// A change, as the draft has it.
    pub(super) fn change(&self, index: usize) -> &'a Change {
        &self.before.doc.changes()[index]
    }

    /// What was deleted of a stretch of the draft as it was.
    pub(super) fn gone_in(&self, span: Span) -> &[(Span, usize)] {
        let from = self.gone.partition_point(|(it, _)| it.end() <= span.start());
        let to = self.gone.partition_point(|(it, _)| it.start() < span.end());
        self.gone.get(from..to).unwrap_or_default()
    }

    /// Whether a stretch of the draft as it was is gone, but for a letter in ten.
    pub(super) fn is_gone(&self, span: Span) -> bool {
        let letters = |it: Span| {
            self.before.doc[it].chars().filter(|it| it.is_alphanumeric()).count()
        };
        let within =
            |it: Span| Span::new(it.start().max(span.start()), it.end().min(span.end()));
        let gone: usize =
            self.gone_in(span).iter().map(|(it, _)| letters(within(*it))).sum();
        let all = letters(span);
        0 < all && all * 9 <= gone * 10
    }

    /// Whether the draft still says what a stretch of it said before.
    pub(super) fn is_said(&self, span: Span) -> bool {
        let words = wording(&self.before.doc[span]);
        !words.is_empty() && self.said.contains(&words)
    }

    /// Whether some words of a stretch of the draft are new.
    pub(super) fn is_fresh(&self, span: Span) -> bool {
        let next = self.fresh.partition_point(|it| it.end() <= span.start());
        self.fresh.get(next).is_some_and(|it| it.overlaps(span))
    }

    /// The new words that stand in or beside a stretch of the draft as it was.
    pub(super) fn fresh_beside(&self, span: Span) -> impl Iterator<Item = Span> + '_ {
        let next = self.joints.partition_point(|(at, _)| *at < span.start());
        let near = self.joints[next..].iter().take_while(move |it| it.0 <= span.end());
        near.map(|(_, it)| *it).filter(|it| !it.is_empty())
    }

    /// The sentences of the draft that a change stands in or beside.
    pub(super) fn sentences_at(&self, index: usize) -> &'a [Sentence] {
        let at = self.case.doc.changes()[index].at;
        let all = &self.case.facts.sentences;
        let from = all.partition_point(|it| it.span.end() < at.start());
        let to = all.partition_point(|it| it.span.start() <= at.end());
        all.get(from..to).unwrap_or_default()
    }

    /// The sentences of the draft that stand at most `reach` from a change.
    pub(super) fn around(&self, index: usize, reach: usize) -> &'a [Sentence] {
        let at = self.case.doc.changes()[index].at;
        let all = &self.case.facts.sentences;
        let here = all.partition_point(|it| it.span.end() < at.start());
        let end = (here + reach + 1).min(all.len());
        all.get(here.saturating_sub(reach)..end).unwrap_or_default()
    }

    /// The words of the draft that are nearest to a change: a sentence or a heading.
    pub(super) fn place(&self, index: usize) -> Option<Span> {
        let at = self.case.doc.changes()[index].at;
        let all = &self.case.facts.sentences;
        let next = all.partition_point(|it| it.span.start() <= at.start());
        let speaks = |it: &&Sentence| !self.case.doc[it.span].trim().is_empty();
        let before = all[..next].iter().rev().find(speaks);
        before.or_else(|| all[next..].iter().find(speaks)).map(|it| it.span)
    }
}

/// Cuts stretches so that none overlaps another; the first keeps its words.
fn apart(mut all: Vec<(Span, usize)>) -> Vec<(Span, usize)> {
    all.sort_unstable();
    let mut end = 0;
    let mut found = Vec::new();
    for (span, index) in all {
        let span = Span::new(span.start().max(end), span.end());
        if !span.is_empty() {
            end = span.end();
            found.push((span, index));
        }
    }
    found
}

/// The words of `text` alone: no blanks, no signs, no case.
fn wording(text: &str) -> String {
    let words = text.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The longer words of `text`, each without its end: what makes two sentences alike
/// whatever their grammar.
pub(super) fn stems(text: &str) -> BTreeSet<String> {
    // A sentence that goes on longer is a table or a listing.
    const ENOUGH: usize = 64;
    let words = text.split(|it: char| !it.is_alphanumeric());
    let long = words.filter(|it| 3 < it.chars().count());
    long.take(ENOUGH)
        .map(|it| it.chars().flat_map(char::to_lowercase).take(5).collect())
        .collect()
}

/// How many hundredths of the fewer words are among the others too.
pub(super) fn alike(one: &BTreeSet<String>, other: &BTreeSet<String>) -> usize {
    let least = one.len().min(other.len());
    (one.intersection(other).count() * 100).checked_div(least).unwrap_or(0)
}
