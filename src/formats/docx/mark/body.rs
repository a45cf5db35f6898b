//! Writes comments into the main part of a Word file: where each begins and ends, and the
//! runs that are cut for it. Knows nothing of what a comment says, nor of other parts.

mod fields;
mod frame;
mod kind;
mod letters;
mod notes;
mod place;
mod prefix;
mod scan;
#[cfg(test)]
mod tests;
mod write;

use std::collections::BTreeSet;

use self::{
    notes::Notes,
    scan::{Search, scan},
    write::{Comments, write},
};
use super::super::xml::Fault;
use crate::{doc::Origin, formats::mark::Place};

/// A comment that is to stand in the main part.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    /// Where it belongs.
    pub at: Place,
}

/// The main part, and what has to be known of the others.
#[derive(Clone, Copy, Debug)]
pub(super) struct Main<'a> {
    /// Its text, without a byte order mark.
    pub text: &'a str,
    /// The texts of the footnotes and the endnotes: sources 1 and 2 of the flow.
    pub notes: [Option<&'a str>; 2],
    /// How deep elements may nest.
    pub depth: usize,
    /// The numbers of the comments of ours that are taken away.
    pub gone: &'a BTreeSet<u32>,
    /// How many comments stay.
    pub kept: usize,
    /// The character style of references to comments.
    pub style: Option<&'a str>,
    /// A number that nothing has, nor any above it.
    pub next: u32,
}

/// The main part with comments in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edited {
    /// Its text.
    pub text: String,
    /// The number of each comment that was wanted; none for those that are left out.
    pub ids: Vec<Option<u32>>,
    /// For each that does not stand on its words, where those are: "a footnote".
    pub why: Vec<Option<Box<str>>>,
}

/// Word opens no file with more ranges than this ([MS-OI29500] 2.1.315).
const RANGES: usize = 32_767;

/// More comments than this, nobody reads.
const OURS: usize = 500;

/// Writes comments into the main part, the first ones first if not all have room.
pub(super) fn edit(main: &Main<'_>, wanted: &[Wanted]) -> Result<Edited, Fault> {
    let paragraphs = wanted.iter().filter_map(|it| paragraphs(it.at)).flatten();
    let search = Search {
        source: main.text,
        depth: main.depth,
        gone: main.gone,
        paragraphs: &paragraphs.collect(),
    };
    let found = scan(&search)?;
    let notes = main
        .notes
        .map(|it| it.map_or_else(Notes::default, |text| Notes::of(text, main.depth)));
    let room = RANGES.saturating_sub(main.kept.max(found.ranges)).min(OURS);
    let mut anchors: Vec<_> = (wanted.iter().take(room))
        .map(|it| place::anchor(&found, &notes, it.at))
        .collect();
    anchors.resize(wanted.len(), None);
    let comments = Comments { found: &found, style: main.style };
    let (text, ids) = write(&comments, &anchors, main.next);
    let why = anchors.iter().map(|it| it.and_then(|it| it.why).map(Into::into));
    Ok(Edited { text, ids, why: why.collect() })
}

/// The paragraphs of the main part that a place begins and ends in.
fn paragraphs(place: Place) -> Option<[u32; 2]> {
    match place {
        Place::Words {
            first: Origin::Run { part: 0, paragraph: from, .. },
            last: Origin::Run { part: 0, paragraph: to, .. },
        } => Some([from, to]),
        Place::Words { .. } | Place::Draft => None,
    }
}
