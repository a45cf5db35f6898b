//! What paragraphs stand in: the body, cells, text boxes, notes.

use std::collections::BTreeMap;

use super::{
    block::{Block, Words},
    names::Kind,
    paragraph::Paragraph,
};
use crate::{doc::Cell, formats::Shape};

/// Something that holds paragraphs.
#[derive(Debug)]
pub(in super::super) struct Story {
    /// What it is.
    pub place: Place,
    /// A paragraph whose end is gone, so that it goes on in the next one.
    pub waiting: Option<Paragraph>,
    blocks: Vec<Block>,
}

/// What a story is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Place {
    /// The body of the draft, or a text box.
    Body,
    /// A note.
    Note(Note),
    /// A cell of a table.
    Cell,
}

/// Names a footnote or an endnote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Note {
    /// A note at the foot of the page.
    Foot(i64),
    /// A note at the end of the text.
    End(i64),
}

/// The notes that text may still refer to.
#[derive(Debug, Default)]
pub(in super::super) struct Notes(BTreeMap<Note, Vec<Block>>);

/// A table that has begun.
#[derive(Debug, Default)]
pub(in super::super) struct Table {
    /// Its place among all tables that have begun.
    pub index: u32,
    /// The row that is open.
    pub row: u32,
    /// The column that is open.
    pub column: u32,
    /// How many columns the open cell takes.
    pub span: u32,
    // The cells that are finished, with what stands in each.
    cells: Vec<(Cell, Vec<Block>)>,
}

impl Table {
    /// An empty table.
    pub(in super::super) fn new(index: u32) -> Self {
        Self { index, ..Self::default() }
    }

    /// Puts a finished story into the open cell and moves on.
    pub(super) fn add(&mut self, story: Story) {
        let cell = Cell { table: self.index, row: self.row, column: self.column };
        self.column = self.column.saturating_add(self.span.max(1));
        self.cells.push((cell, story.into_blocks()));
    }

    /// Its cells, one block each.
    ///
    /// Published Recommendations put Summary and Keywords into frames that are tables
    /// of one column; what a heading stands in is no table.
    pub(super) fn into_blocks(self) -> Vec<Block> {
        let speaks = |it: &Block| it.kind.is_heading() || it.kind.is_title();
        let single = self.cells.windows(2).all(|it| it[0].0.row < it[1].0.row);
        if single && self.cells.iter().any(|(_, it)| it.iter().any(speaks)) {
            self.cells.into_iter().flat_map(|(_, blocks)| blocks).collect()
        } else {
            self.cells.into_iter().flat_map(|(cell, it)| gathered(cell, it)).collect()
        }
    }
}

/// What stands in a cell: one block with its words, and then what hangs on them.
fn gathered(cell: Cell, blocks: Vec<Block>) -> Vec<Block> {
    let (hanging, own): (Vec<_>, Vec<_>) = blocks.into_iter().partition(|it| it.hangs);
    let mut words = Words::default();
    for block in own {
        words.append_line(block.words);
    }
    let (kind, shape) = (Kind::Plain, Shape::Cell);
    let block =
        Block { kind, shape, number: None, cell: Some(cell), hangs: false, words };
    let told = (!block.words.is_blank()).then_some(block);
    told.into_iter().chain(hanging).collect()
}

impl Story {
    /// An empty story.
    pub(super) fn new(place: Place) -> Self {
        Self { place, waiting: None, blocks: Vec::new() }
    }

    /// Adds a finished paragraph and what hangs on it.
    pub(super) fn add(&mut self, mut block: Block, after: Vec<Block>) {
        if let Place::Note(_) = self.place {
            block.shape = Shape::Footnote;
            block.number = None;
        }
        self.blocks.push(block);
        self.hang(after);
    }

    /// Adds what hangs on the paragraph before it, or is a table of its own.
    pub(super) fn hang(&mut self, blocks: Vec<Block>) {
        self.blocks.extend(blocks.into_iter().map(|it| Block { hangs: true, ..it }));
    }

    /// Its blocks.
    pub(in super::super) fn into_blocks(self) -> Vec<Block> {
        self.blocks
    }
}

impl Notes {
    /// Keeps a note.
    pub(super) fn keep(&mut self, note: Note, blocks: Vec<Block>) {
        self.0.insert(note, blocks);
    }

    /// Gives a note to the text that refers to it first.
    pub(in super::super) fn take(&mut self, note: Note) -> Vec<Block> {
        self.0.remove(&note).unwrap_or_default()
    }

    /// How many notes with words nobody has referred to.
    pub(in super::super) fn left(&self) -> usize {
        let speaks = |it: &&Vec<Block>| it.iter().any(|it| !it.words.is_blank());
        self.0.values().filter(speaks).count()
    }
}
