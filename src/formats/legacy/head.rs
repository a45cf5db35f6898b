//! The head of an old Word file: how long its stories are and where its tables stand.

use super::bytes::{length, part, place, short};

/// What the head (`Fib`, [MS-DOC] 2.5.1) says.
#[derive(Debug)]
pub(super) struct Head<'b> {
    /// How many letters each story has, in the order of [`Story`].
    lengths: [usize; 8],
    // Where the tables stand in the stream of tables, as pairs of place and length.
    places: &'b [u8],
}

/// The stories of a file: their texts follow one another in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Story {
    Body = 0,
    Footnotes = 1,
    Endnotes = 5,
    TextBoxes = 6,
}

/// The tables that are read, by their places among the pairs ([MS-DOC] 2.5.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Table {
    Styles = 1,
    FootnoteMarks = 2,
    FootnoteTexts = 3,
    LetterPages = 12,
    ParagraphPages = 13,
    Fonts = 15,
    Pieces = 33,
    Shapes = 40,
    EndnoteMarks = 46,
    EndnoteTexts = 47,
    TextBoxes = 56,
    ListPatterns = 73,
    Lists = 74,
}

impl<'b> Head<'b> {
    /// Reads the head at the beginning of the main stream.
    pub(super) fn read(main: &'b [u8]) -> Option<Self> {
        // Three lists follow the first 32 bytes, each behind the number of its items.
        let longs = 0x22 + 2 * length(main, 0x20)?;
        let lengths = longs + 2;
        let count = length(main, longs)?;
        let pairs = lengths + 4 * count;
        let places = part(main, pairs + 2, 8 * length(main, pairs)?)?;
        let of = |it: usize| place(main, lengths + 4 * (3 + it));
        let all = [of(0)?, of(1)?, of(2)?, of(3)?, of(4)?, of(5)?, of(6)?, of(7)?];
        Some(Self { lengths: all, places })
    }

    /// The first letter of a story and the one behind its last.
    pub(super) fn story(&self, story: Story) -> (usize, usize) {
        let story = story as usize;
        let sum =
            |it: &[usize]| it.iter().fold(0, |sum: usize, it| sum.saturating_add(*it));
        (sum(&self.lengths[..story]), sum(&self.lengths[..=story]))
    }

    /// How many letters all stories have.
    pub(super) fn letters(&self) -> usize {
        self.lengths.iter().fold(0, |sum, it| sum.saturating_add(*it))
    }

    /// The bytes of one of the `tables`; none if it reaches behind their end.
    pub(super) fn table<'t>(&self, tables: &'t [u8], table: Table) -> Option<&'t [u8]> {
        let pair = part(self.places, 8 * (table as usize), 8)?;
        part(tables, place(pair, 0)?, place(pair, 4)?)
    }

    /// The same with all that follows it: some lists go on behind their own end.
    pub(super) fn table_on<'t>(
        &self,
        tables: &'t [u8],
        table: Table,
    ) -> Option<&'t [u8]> {
        let pair = part(self.places, 8 * (table as usize), 8)?;
        if place(pair, 4)? == 0 {
            return None;
        }
        tables.get(place(pair, 0)?..)
    }
}

/// The stream that holds the tables ([MS-DOC] 2.5.2, `fWhichTblStm`).
pub(super) fn tables(main: &[u8]) -> &'static str {
    const SECOND: u16 = 0x0200;
    if short(main, 0x0a).is_some_and(|it| it & SECOND != 0) { "1Table" } else { "0Table" }
}
