//! Chooses where in the bytes of the main part a comment begins and ends.

use std::ops::Range;

use super::{
    super::super::story::Note,
    fields::Field,
    frame::{Child, Site},
    letters::{Lead, Piece, Spot},
    notes::Notes,
    scan::{Flaw, Found},
};
use crate::{doc::Origin, formats::mark::Place};

/// Where a comment begins and ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Anchor {
    /// Its beginning.
    pub from: Cut,
    /// Its end, behind its beginning.
    pub to: Cut,
    /// Where its words are, if it does not stand on them.
    pub why: Option<&'static str>,
}

/// A place between two bytes of the part, and what has to be cut for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// Before or behind a frame.
    Edge(usize),
    /// In a run, before this child.
    Before(usize, Site),
    /// In the letters of this child.
    Inside(usize, Site),
}

impl Cut {
    /// The byte.
    pub(super) const fn at(self) -> usize {
        match self {
            Self::Edge(at) | Self::Before(at, _) | Self::Inside(at, _) => at,
        }
    }
}

/// A run that says more than this before its words is not cut; real ones say less than a
/// tenth of it.
const COPIED: usize = 1 << 15;

const BOX: &str = "a text box";
const FOOTNOTE: &str = "a footnote";
const ENDNOTE: &str = "an endnote";
const NOWHERE: &str = "a place where Word shows no comments";

/// Where a comment goes that belongs at `place`; nowhere, if the draft has no words.
pub(super) fn anchor(
    found: &Found<'_>,
    notes: &[Notes; 2],
    place: Place,
) -> Option<Anchor> {
    let Place::Words { first, last } = place else {
        return near(found, 0, None);
    };
    let Origin::Run { part, paragraph, .. } = first else {
        return near(found, 0, Some(NOWHERE));
    };
    match part {
        0 => words(found, first, last)
            .unwrap_or_else(|flaw| near(found, paragraph, Some(said(flaw)))),
        1 => note(found, notes[0].at(paragraph).map(Note::Foot), FOOTNOTE),
        _ => note(found, notes[1].at(paragraph).map(Note::End), ENDNOTE),
    }
}

const fn said(flaw: Option<Flaw>) -> &'static str {
    match flaw {
        Some(Flaw::Contents) => "a table of contents",
        Some(Flaw::Instruction) => "the code of a field",
        Some(Flaw::Hidden) => "hidden text",
        Some(Flaw::Control) => "a content control",
        Some(Flaw::Older) | None => NOWHERE,
    }
}

/// On the words themselves; fails with what is wrong with their place.
fn words(
    found: &Found<'_>,
    first: Origin,
    last: Origin,
) -> Result<Option<Anchor>, Option<Flaw>> {
    let (first, from) = forward(found, first).ok_or(None)?;
    let (last, to) = backward(found, last).ok_or(None)?;
    if let Some(flaw) = first.flaw.or(last.flaw) {
        return Err(Some(flaw));
    }
    let why = (first.boxed || last.boxed).then_some(BOX);
    let spot = |it: &Piece, at| Spot { site: it.site, at, field: it.field };
    Ok(Some(between(found, spot(first, from), spot(last, to), why)))
}

/// The letter that stands at `origin`, or the next one of its paragraph.
fn forward<'f>(found: &'f Found<'_>, origin: Origin) -> Option<(&'f Piece, usize)> {
    if let Some((piece, passed)) = exact(found, origin) {
        let at = piece.source.start + passed;
        return Some((piece, found.source.floor_char_boundary(at)));
    }
    let next = found.pieces.partition_point(|it| it.origin <= origin);
    let piece = found.pieces.get(next).filter(|it| same(it.origin, origin))?;
    Some((piece, piece.source.start))
}

/// The end of the letter that stands at `origin`, or of the one before it.
fn backward<'f>(found: &'f Found<'_>, origin: Origin) -> Option<(&'f Piece, usize)> {
    if let Some((piece, passed)) = exact(found, origin).filter(|(it, _)| it.plain) {
        let at = piece.source.start + passed + 1;
        return Some((piece, found.source.ceil_char_boundary(at)));
    }
    let next = found.pieces.partition_point(|it| it.origin <= origin);
    let before = found.pieces.get(next.checked_sub(1)?);
    let (piece, _) = exact(found, origin)
        .or_else(|| Some((before.filter(|it| same(it.origin, origin))?, 0)))?;
    Some((piece, piece.source.end))
}

/// The piece with the letter at `origin`, and how many of its bytes stand before it.
fn exact<'f>(found: &'f Found<'_>, origin: Origin) -> Option<(&'f Piece, usize)> {
    // Words in a run come before words that only hang on it.
    [&found.pieces, &found.stray].into_iter().find_map(|pieces| {
        let next = pieces.partition_point(|it| it.origin <= origin);
        let piece = pieces.get(next.checked_sub(1)?)?;
        let passed = passed(piece.origin, origin).filter(|it| *it < piece.length)?;
        Some((piece, if piece.plain { usize::try_from(passed).ok()? } else { 0 }))
    })
}

/// How many bytes of one run lie between two places.
fn passed(from: Origin, to: Origin) -> Option<u32> {
    let (
        Origin::Run { paragraph: p, run: r, offset: from, .. },
        Origin::Run { paragraph, run, offset, .. },
    ) = (from, to)
    else {
        return None;
    };
    ((p, r) == (paragraph, run)).then(|| offset.checked_sub(from))?
}

fn same(a: Origin, b: Origin) -> bool {
    let paragraph = |it: Origin| match it {
        Origin::Run { paragraph, .. } => Some(paragraph),
        Origin::Byte { .. } => None,
    };
    paragraph(a) == paragraph(b)
}

/// Around the reference to a note.
fn note(found: &Found<'_>, note: Option<Note>, why: &'static str) -> Option<Anchor> {
    let Some(site) = note.and_then(|it| found.notes.get(&it)) else {
        return near(found, 0, Some(why));
    };
    around(found, *site, Some(why))
}

/// On the first words of the paragraph, or else of the nearest one before it.
fn near(found: &Found<'_>, paragraph: u32, why: Option<&'static str>) -> Option<Anchor> {
    let next = found.leads.partition_point(|it| it.paragraph <= paragraph);
    let lead = found.leads.get(next.saturating_sub(1));
    match (lead, found.spare) {
        (Some(Lead { from, to, .. }), _) => Some(between(found, *from, *to, why)),
        (None, Some(site)) => around(found, site, why),
        (None, None) => None,
    }
}

/// Around a frame.
fn around(found: &Found<'_>, site: Site, why: Option<&'static str>) -> Option<Anchor> {
    let whole = &found.frames.all.get(site.frame)?.whole;
    Some(Anchor { from: Cut::Edge(whole.start), to: Cut::Edge(whole.end), why })
}

/// From one place to another.
fn between(found: &Found<'_>, from: Spot, to: Spot, why: Option<&'static str>) -> Anchor {
    let (start, end) = (starting(found, from), ending(found, to));
    if start.at() < end.at() {
        return Anchor { from: start, to: end, why };
    }
    // The file has them in another order; no comment may be empty.
    around(found, from.site, why).unwrap_or(Anchor { from: start, to: end, why })
}

/// The field that a comment has to stand around all of.
fn field<'f>(found: &'f Found<'_>, spot: Spot) -> Option<(&'f Field, Site)> {
    let field = found.fields.get(spot.field?)?;
    Some((field, field.to?))
}

fn starting(found: &Found<'_>, spot: Spot) -> Cut {
    let Spot { site, at, .. } = match field(found, spot) {
        Some((field, _)) => Spot { site: field.from, ..spot },
        None => spot,
    };
    let Some(frame) = found.frames.all.get(site.frame) else { return Cut::Edge(at) };
    let Some((index, child)) = child(found, site) else {
        return Cut::Edge(frame.whole.start);
    };
    if child.letters.as_ref().is_some_and(|it| it.counted.start < at) {
        return Cut::Inside(at, site);
    }
    if index == frame.children.start {
        Cut::Edge(frame.whole.start)
    } else {
        Cut::Before(child.whole.start, site)
    }
}

fn ending(found: &Found<'_>, spot: Spot) -> Cut {
    let Spot { site, at, .. } = match field(found, spot) {
        Some((_, site)) => Spot { site, ..spot },
        None => spot,
    };
    let Some(frame) = found.frames.all.get(site.frame) else { return Cut::Edge(at) };
    let Some((index, child)) = child(found, site) else {
        return Cut::Edge(frame.whole.end);
    };
    if child.letters.as_ref().is_some_and(|it| at < it.counted.end) {
        return Cut::Inside(at, site);
    }
    // What takes no room stays with what stands before it.
    let next = index + 1;
    match found.frames.children.get(next).filter(|_| next < frame.children.end) {
        Some(child) => Cut::Before(child.whole.start, Site { child: Some(next), ..site }),
        None => Cut::Edge(frame.whole.end),
    }
}

/// The child of a run that a site is in, if it can be told from the others.
fn child<'f>(found: &'f Found<'_>, site: Site) -> Option<(usize, &'f Child)> {
    let index = site.child?;
    let child = found.frames.children.get(index)?;
    let plain = child.letters.as_ref().is_none_or(|it| it.plain);
    // What is written again with each cut.
    let frame = found.frames.all.get(site.frame)?;
    let tags = [frame.whole.start..frame.tag, frame.properties.clone()];
    let text = child.letters.as_ref().map_or(0, |it| it.tag - child.whole.start);
    let copied = tags.iter().map(Range::len).sum::<usize>() + text;
    (plain && copied <= COPIED).then_some((index, child))
}
