//! The paragraphs of a story: where each ends and what its end means.

use super::{
    letters::Letters,
    look::{Ends, Look},
    pages::Pages,
};

/// A paragraph, or what the file keeps as one.
#[derive(Debug)]
pub(super) struct Paragraph {
    /// Its first letter.
    pub start: usize,
    /// The letter that ends it, or the end of the story.
    pub end: usize,
    /// What its end means.
    pub ending: Ending,
    /// How many tables it stands in.
    pub depth: usize,
    /// How it looks.
    pub look: Look,
}

/// What the end of a paragraph means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// Another paragraph follows.
    Plain,
    /// Another section follows.
    Section,
    /// It ends a cell.
    Cell,
    /// It is the end of a row and holds no text.
    Row,
}

/// Word nests tables less deep; what stands deeper counts as standing here.
const DEEPEST: u32 = 32;

/// The paragraphs from the letter `start` to before `end`.
pub(super) fn paragraphs(
    letters: &Letters,
    pages: &Pages,
    start: usize,
    end: usize,
) -> Vec<Paragraph> {
    let mut found: Vec<Paragraph> = Vec::new();
    let mut begin = start;
    for (at, unit) in (start..).zip(letters.units(start, end)) {
        if !matches!(*unit, MARK | CELL | PAGE) {
            continue;
        }
        let (look, ends) = looked_up(letters, pages, at);
        // A page may end inside a paragraph.
        if *unit == PAGE && !ends {
            continue;
        }
        let after = found.last().map(|it| it.ending);
        let known = look.is_some();
        let look = look.unwrap_or_default();
        let depth = depth(&look, *unit);
        let ending = match *unit {
            CELL if look.ends == Some(Ends::Row) => Ending::Row,
            // Nothing else tells the end of a row where the looks are damaged.
            CELL if !known && begin == at && after == Some(Ending::Cell) => Ending::Row,
            CELL => Ending::Cell,
            MARK if 1 < depth && look.ends == Some(Ends::InnerRow) => Ending::Row,
            MARK if 1 < depth && look.ends == Some(Ends::InnerCell) => Ending::Cell,
            PAGE => Ending::Section,
            _ => Ending::Plain,
        };
        found.push(Paragraph { start: begin, end: at, ending, depth, look });
        begin = at + 1;
    }
    let end = end.min(letters.len());
    if begin < end {
        let (look, ending) = (Look::default(), Ending::Plain);
        found.push(Paragraph { start: begin, end, ending, depth: 0, look });
    }
    found
}

const CELL: u16 = 0x07;
const PAGE: u16 = 0x0c;
const MARK: u16 = 0x0d;

/// The look of the paragraph with the letter `at`, and whether it ends there.
fn looked_up(letters: &Letters, pages: &Pages, at: usize) -> (Option<Look>, bool) {
    let Some(place) = letters.place(at) else { return (None, true) };
    let Ok(run) = pages.at(place.at) else { return (None, true) };
    let mut look = run.look.clone();
    look.change(place.look);
    (Some(look), run.end <= place.at + place.width)
}

fn depth(look: &Look, unit: u16) -> usize {
    let least = u32::from(look.in_table || unit == CELL);
    let depth = look.depth.unwrap_or(least).max(least).min(DEEPEST);
    usize::try_from(depth).unwrap_or_default()
}
