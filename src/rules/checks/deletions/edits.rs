//! The tracked changes of a draft, as places in what it was and in what it is.

use std::collections::{BTreeSet, HashMap};

use super::super::Case;
use crate::{
    doc::{Change, ChangeKind, Region},
    facts::{Reads, Sentence},
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
    // What was moved elsewhere, likewise.
    moved: Vec<(Span, usize)>,
    // What is new, in the draft as it is. Invariant: sorted, and none overlaps another.
    fresh: Vec<Span>,
    // Where new words are to stand in the draft as it was, the words, and the change.
    // Invariant: sorted.
    joints: Vec<(u32, Span, usize)>,
    // What the draft says, sentence by sentence, and where: where it can oblige, if it
    // says so there too.
    said: HashMap<String, (Reads, Span)>,
}

impl<'a> Edits<'a> {
    /// The edits of `case`, if it has some.
    pub(super) fn of(case: Case<'a>) -> Option<Self> {
        let before = case.before?;
        let (new, old) = (case.doc.changes(), before.doc.changes());
        if new.len() != old.len() || new.is_empty() {
            return None;
        }
        let of_kind = |kind: ChangeKind| {
            let all = (0..).zip(old).filter(move |(_, it)| it.kind == kind);
            apart(all.map(|(index, it)| (it.at, index)).collect())
        };
        let (gone, moved) =
            (of_kind(ChangeKind::Deleted), of_kind(ChangeKind::MovedAway));
        let stays = || (0..).zip(new).zip(old).filter(|((_, new), _)| new.kind.stays());
        let fresh = apart(stays().map(|((_, it), _)| (it.at, 0)).collect());
        let mut joints: Vec<_> =
            stays().map(|((index, new), old)| (old.at.start(), new.at, index)).collect();
        joints.sort_unstable();
        let mut said = HashMap::new();
        for it in &case.facts.sentences {
            let place =
                said.entry(wording(&case.doc[it.span])).or_insert((it.reads, it.span));
            if it.reads < place.0 {
                *place = (it.reads, it.span);
            }
        }
        let fresh = fresh.into_iter().map(|(it, _)| it).collect();
        Some(Self { case, before, gone, moved, fresh, joints, said })
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
        within(&self.gone, span)
    }

    /// The first change that deleted, moved or added words in a stretch of the draft as
    /// it was, or right behind it.
    pub(super) fn touching(&self, span: Span) -> Option<usize> {
        let gone = self.gone_in(span).first().map(|(_, change)| *change);
        // A blank may stand between the words and what was added to them.
        let behind = span.end() + 1;
        let next = self.joints.partition_point(|it| it.0 < span.start());
        let joint = self.joints.get(next).filter(|it| it.0 <= behind).map(|it| it.2);
        gone.or(joint).or_else(|| within(&self.moved, span).first().map(|it| it.1))
    }

    /// Whether a stretch of the draft as it was is gone, but for a letter in ten.
    pub(super) fn is_gone(&self, span: Span) -> bool {
        self.is_in(&self.gone, span)
    }

    /// The move that took a stretch of the draft as it was elsewhere.
    pub(super) fn moved(&self, span: Span) -> Option<usize> {
        let first = within(&self.moved, span).first()?;
        self.is_in(&self.moved, span).then_some(first.1)
    }

    fn is_in(&self, stretches: &[(Span, usize)], span: Span) -> bool {
        let letters = |it: Span| {
            self.before.doc[it].chars().filter(|it| it.is_alphanumeric()).count()
        };
        let own =
            |it: Span| Span::new(it.start().max(span.start()), it.end().min(span.end()));
        let covered: usize =
            within(stretches, span).iter().map(|(it, _)| letters(own(*it))).sum();
        let all = letters(span);
        0 < all && all * 9 <= covered * 10
    }

    /// Where the draft still says what a stretch of it said before, and how that is to
    /// be read.
    pub(super) fn said(&self, span: Span) -> Option<(Reads, Span)> {
        let words = wording(&self.before.doc[span]);
        self.said.get(&words).filter(|_| !words.is_empty()).copied()
    }

    /// Whether the draft still says what a stretch of it said before.
    pub(super) fn is_said(&self, span: Span) -> bool {
        self.said(span).is_some()
    }

    /// Whether some words of a stretch of the draft are new.
    pub(super) fn is_fresh(&self, span: Span) -> bool {
        let next = self.fresh.partition_point(|it| it.end() <= span.start());
        self.fresh.get(next).is_some_and(|it| it.overlaps(span))
    }

    /// The new words that stand in or beside a stretch of the draft as it was.
    pub(super) fn fresh_beside(&self, span: Span) -> impl Iterator<Item = Span> + '_ {
        let next = self.joints.partition_point(|it| it.0 < span.start());
        let near = self.joints[next..].iter().take_while(move |it| it.0 <= span.end());
        near.map(|it| it.1).filter(|it| !it.is_empty())
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

    /// The words of the draft that are nearest to a change: a sentence or a heading. The
    /// apparatus, such as the last reference, is another part of the text.
    pub(super) fn place(&self, index: usize) -> Option<Span> {
        let doc = self.case.doc;
        let at = doc.changes()[index].at;
        let all = &self.case.facts.sentences;
        let next = all.partition_point(|it| it.span.start() <= at.start());
        let speaks = |it: &&Sentence| !doc[it.span].trim().is_empty();
        let before = all[..next].iter().rev().find(speaks);
        let behind = all[next..].iter().find(speaks);
        let text = |it: &&Sentence| {
            it.reads != Reads::Apparatus && doc[it.clause].region == Region::Body
        };
        let near = before.filter(text).or_else(|| behind.filter(text));
        near.or(before).or(behind).map(|it| it.span)
    }
}

/// Those of some sorted stretches that reach into `span`.
fn within(stretches: &[(Span, usize)], span: Span) -> &[(Span, usize)] {
    let from = stretches.partition_point(|(it, _)| it.end() <= span.start());
    let to = stretches.partition_point(|(it, _)| it.start() < span.end());
    stretches.get(from..to).unwrap_or_default()
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
pub(super) fn wording(text: &str) -> String {
    let words = text.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The longer words of `text`, each without its end: what makes two sentences alike
/// whatever their grammar.
pub(super) fn stems(text: &str) -> BTreeSet<String> {
    // A sentence that goes on longer is a table or a listing.
    const ENOUGH: usize = 64;
    const LONGEST: usize = 1_024;
    let end = (0..=LONGEST.min(text.len())).rev().find(|it| text.is_char_boundary(*it));
    let text = &text[..end.unwrap_or_default()];
    let words = text.split(|it: char| !it.is_alphanumeric());
    let long = words.filter(|it| 3 < it.chars().count());
    long.take(ENOUGH)
        .map(|it| it.chars().flat_map(char::to_lowercase).take(5).collect())
        .collect()
}

/// How many hundredths of the fewer words are among the others too. A short word may have
/// an end there: "sign" and "signed".
pub(super) fn alike(one: &BTreeSet<String>, other: &BTreeSet<String>) -> usize {
    let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let root = |it: &String| it.chars().take(4).collect::<String>();
    let among = |it: &&String| {
        let longer = many.range::<String, _>(*it..).next();
        longer.is_some_and(|longer| longer.starts_with(&**it)) || many.contains(&root(it))
    };
    (few.iter().filter(among).count() * 100).checked_div(few.len()).unwrap_or(0)
}
