use std::ops::Range;

use super::Skipped;
use crate::doc::{About, Cell, Change, Origin, Remark, Role, Source, Standing, Stretch};

/// The blocks of a draft in reading order, before anybody knows its clauses.
///
/// What a reader makes: it says what the format says (this is a heading of the second
/// level, this a cell), and leaves to `assemble` what all formats share.
#[derive(Debug, Default)]
pub struct Flow {
    /// The blocks, in reading order.
    pub blocks: Vec<FlowBlock>,
    /// What the draft says about itself outside its text.
    pub about: About,
    /// The files or parts that origins speak of.
    pub sources: Vec<Source>,
    /// What was not read.
    pub skipped: Vec<Skipped>,
    /// The format's comments, and what each is about.
    pub remarks: Vec<(Stretch, Remark)>,
    /// The tracked changes, and where each stands; both views have the same ones.
    pub changes: Vec<(Stretch, Change)>,
    /// Whether headings may hide in plain paragraphs ("6.1 Overview" on a line).
    pub loose: bool,
    text: String,
    pieces: Vec<Piece>,
}

/// One block of a flow.
#[derive(Clone, Debug)]
pub struct FlowBlock {
    /// What the format says it is.
    pub shape: Shape,
    /// What the format says it is in the skeleton (a style, an attribute).
    pub role: Option<Role>,
    /// What the format says of its standing.
    pub standing: Option<Standing>,
    /// The number that the format gives it and that its text does not hold.
    pub number: Option<Box<str>>,
    /// Where in a table it stands.
    pub cell: Option<Cell>,
    pieces: Range<u32>,
}

/// What a format can say about a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// The draft's number, as on the line "Recommendation ITU-T X.609.7".
    Number,
    /// The draft's title.
    Title,
    /// A heading, from level 1; one that is only set in bold has [`Shape::UNNUMBERED`].
    Heading(u8),
    /// Running text.
    Paragraph,
    /// One item of a list.
    Item,
    /// A cell of a table.
    Cell,
    /// A note.
    Note,
    /// An example.
    Example,
    /// A footnote or endnote.
    Footnote,
    /// Code or a formal listing.
    Code,
    /// A line of a table of contents.
    Contents,
}

impl Shape {
    /// A heading whose level the format does not say, such as "Summary" in bold.
    pub const UNNUMBERED: Self = Self::Heading(9);
}

/// Letters that were copied from one place of the file.
#[derive(Clone, Copy, Debug)]
struct Piece {
    start: u32,
    end: u32,
    from: Origin,
}

impl Flow {
    /// Begins a block. What the format knows besides its shape is set on the result.
    pub fn begin(&mut self, shape: Shape) -> &mut FlowBlock {
        let here = count(self.pieces.len());
        self.blocks.push(FlowBlock {
            shape,
            role: None,
            standing: None,
            number: None,
            cell: None,
            pieces: here..here,
        });
        self.blocks.last_mut().expect("a block was just begun")
    }

    /// Adds text to the last block, with the place of its first byte; further bytes
    /// follow on in the file.
    pub fn text(&mut self, text: &str, from: Origin) {
        let Some(block) = self.blocks.last_mut() else { return };
        if text.is_empty() {
            return;
        }
        let start = count(self.text.len());
        self.text.push_str(text);
        self.pieces.push(Piece { start, end: count(self.text.len()), from });
        block.pieces.end = count(self.pieces.len());
    }

    /// Moves every origin, for a reader that put several files together to read them.
    pub(super) fn relocate(&mut self, to: impl Fn(Origin) -> Origin) {
        for piece in &mut self.pieces {
            piece.from = to(piece.from);
        }
        let remarks = self.remarks.iter_mut().map(|(it, _)| it);
        for it in remarks.chain(self.changes.iter_mut().map(|(it, _)| it)) {
            // The end is that of the last byte: the next one may be in another file.
            let end = match it.to {
                Origin::Byte { file, at } if it.from < it.to => {
                    to(Origin::Byte { file, at: at.saturating_sub(1) }).advanced(1)
                }
                other => to(other),
            };
            *it = Stretch { from: to(it.from), to: end };
        }
    }

    /// The words of a block, as the file has them.
    pub fn words(&self, block: &FlowBlock) -> &str {
        let pieces = &self.pieces[block.pieces.start as usize..block.pieces.end as usize];
        match (pieces.first(), pieces.last()) {
            (Some(first), Some(last)) => {
                &self.text[first.start as usize..last.end as usize]
            }
            _ => "",
        }
    }

    /// The first words that two flows do not share, if there are any.
    pub(super) fn difference(&self, other: &Self) -> Option<String> {
        let shown = |it: &Self, block: &FlowBlock| -> String {
            it.words(block).chars().take(SHOWN).collect()
        };
        for (a, b) in self.blocks.iter().zip(&other.blocks) {
            let same = a.shape == b.shape
                && (a.role, a.standing, a.cell) == (b.role, b.standing, b.cell)
                && a.number == b.number
                && self.words(a) == other.words(b);
            if !same {
                return Some(shown(self, a));
            }
        }
        let shared = self.blocks.len().min(other.blocks.len());
        let more = self.blocks.get(shared).map(|it| shown(self, it));
        more.or_else(|| other.blocks.get(shared).map(|it| shown(other, it)))
    }

    /// The pieces of a block after its first `skip` bytes.
    pub(super) fn pieces(
        &self,
        block: &FlowBlock,
        skip: usize,
    ) -> impl Iterator<Item = (&str, Origin)> {
        let pieces = &self.pieces[block.pieces.start as usize..block.pieces.end as usize];
        let begin = pieces.first().map_or(0, |it| it.start) + count(skip);
        pieces.iter().filter(move |it| begin < it.end).map(move |it| {
            let start = it.start.max(begin);
            let text = &self.text[start as usize..it.end as usize];
            (text, it.from.advanced(start - it.start))
        })
    }
}

/// So many letters name a place.
const SHOWN: usize = 60;

fn count(it: usize) -> u32 {
    u32::try_from(it).expect("a draft is smaller than 4 GiB")
}
