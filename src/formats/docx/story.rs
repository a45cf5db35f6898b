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
pub(super) struct Story {
    /// What it is.
    pub place: Place,
    /// A paragraph whose end is gone, so that it goes on in the next one.
    pub waiting: Option<Paragraph>,
    // In a cell, what follows it: nested tables, notes.
    blocks: Vec<Block>,
    // In a cell, all its words.
    words: Words,
}

/// What a story is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The body of the draft, or a text box.
    Body,
    /// A note.
    Note(Note),
    /// A cell of a table.
    Cell,
}

/// Names a footnote or an endnote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Note {
    /// A note at the foot of the page.
    Foot(i64),
    /// A note at the end of the text.
    End(i64),
}

/// The notes that text may still refer to.
#[derive(Debug, Default)]
pub(super) struct Notes(BTreeMap<Note, Vec<Block>>);

/// A table that has begun.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Table {
    /// Its place among all tables, once a paragraph of it has been met.
    pub index: Option<u32>,
    /// The row that is open.
    pub row: u32,
    /// The column that is open.
    pub column: u32,
    /// How many columns the open cell takes.
    pub span: u32,
}

impl Story {
    /// An empty story.
    pub(super) fn new(place: Place) -> Self {
        Self { place, waiting: None, blocks: Vec::new(), words: Words::default() }
    }

    /// Adds a finished paragraph and what hangs on it.
    pub(super) fn add(&mut self, mut block: Block, after: Vec<Block>) {
        match self.place {
            Place::Cell => self.words.append_line(block.words),
            Place::Note(_) => {
                block.shape = Shape::Footnote;
                block.number = None;
                self.blocks.push(block);
            }
            Place::Body => self.blocks.push(block),
        }
        self.blocks.extend(after);
    }

    /// Adds whole blocks.
    pub(super) fn extend(&mut self, blocks: Vec<Block>) {
        self.blocks.extend(blocks);
    }

    /// Its blocks.
    pub(super) fn into_blocks(self) -> Vec<Block> {
        self.blocks
    }

    /// Its blocks as those of one cell.
    pub(super) fn into_cell(self, cell: Cell) -> Vec<Block> {
        let Self { mut blocks, words, .. } = self;
        if !words.is_blank() {
            let (kind, shape) = (Kind::Plain, Shape::Cell);
            blocks.insert(0, Block { kind, shape, number: None, cell: Some(cell), words });
        }
        blocks
    }
}

impl Notes {
    /// Keeps a note.
    pub(super) fn keep(&mut self, note: Note, blocks: Vec<Block>) {
        self.0.insert(note, blocks);
    }

    /// Gives a note to the text that refers to it first.
    pub(super) fn take(&mut self, note: Note) -> Vec<Block> {
        self.0.remove(&note).unwrap_or_default()
    }

    /// How many notes with words nobody has referred to.
    pub(super) fn left(&self) -> usize {
        let speaks = |it: &&Vec<Block>| it.iter().any(|it| !it.words.is_blank());
        self.0.values().filter(speaks).count()
    }
}
