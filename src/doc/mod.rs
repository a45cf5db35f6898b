//! The document as every rule sees it: one text, blocks in it, clauses over them.
//!
//! A `Document` does not say which file format it came from. Whatever a rule may know,
//! it knows from here; where a word stood in the file is kept apart, in [`SourceMap`],
//! for those who write reports.

mod builder;
mod clause;
mod lines;
mod margin;
mod origin;

use std::ops::{Index, Range};

use crate::text::Span;

pub use self::{
    builder::{Builder, Heading},
    clause::{Clause, ClauseId, Region, Role, Standing},
    margin::{Change, ChangeKind, Remark},
    origin::{Origin, Place, Source, SourceMap, Stretch},
};

/// A document, read once and never changed.
#[derive(Debug)]
pub struct Document {
    text: Box<str>,
    blocks: Vec<Block>,
    clauses: Vec<Clause>,
    map: SourceMap,
    about: About,
    remarks: Vec<Remark>,
    changes: Vec<Change>,
}

/// What a draft says about itself outside its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Its number, as `X.609.7`, where it has one.
    pub number: Option<Box<str>>,
    /// Its title, as one line.
    pub title: Option<Box<str>>,
    /// Its own number as a document of a meeting, as an attribute says it.
    pub document: Option<Box<str>>,
    /// The Questions it belongs to, as an attribute says them.
    pub question: Option<Box<str>>,
    /// Its words for its own kind, as a `doctype` or a template's name says them.
    pub declared_kind: Option<Box<str>>,
    /// Whether it is written for ITU-T, as its template or its attributes say.
    pub itu: bool,
    /// Whether its attributes, rather than a heading, hold keywords.
    pub keywords: bool,
    /// The language of its words, as a two-letter code.
    pub language: &'static str,
}

/// A paragraph, heading, list item, cell or the like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// What the block is.
    pub kind: BlockKind,
    /// The clause whose own text the block belongs to.
    pub clause: ClauseId,
    /// Its text.
    pub span: Span,
    /// Where in a table it stands.
    pub cell: Option<Cell>,
}

/// What kind of text a block holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// The draft's own number or title.
    Title,
    /// The title of a clause.
    Heading,
    /// Running text.
    Paragraph,
    /// One item of a list.
    Item,
    /// A cell of a table.
    Cell,
    /// A note: it informs and cannot oblige.
    Note,
    /// An example: it shows and cannot oblige.
    Example,
    /// A footnote or endnote.
    Footnote,
    /// Code or a formal listing, which no rule reads as prose.
    Code,
    /// A line of a table of contents.
    Contents,
}

/// A place in a table of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// Which table, counted from zero over the document.
    pub table: u32,
    /// Which row, counted from zero.
    pub row: u32,
    /// Which column, counted from zero.
    pub column: u32,
}

/// Names a block of one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockId(pub(crate) u32);

impl Document {
    /// Every block, in reading order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The blocks of one clause and of those below it.
    pub fn blocks_of(&self, clause: ClauseId) -> &[Block] {
        let Range { start, end } = self[clause].blocks;
        &self.blocks[start as usize..end as usize]
    }

    /// Every clause, parents before children; the first is the document itself.
    pub fn clauses(&self) -> impl Iterator<Item = (ClauseId, &Clause)> {
        (0..).map(ClauseId).zip(&self.clauses)
    }

    /// The whole canonical text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the draft says about itself.
    pub const fn about(&self) -> &About {
        &self.about
    }

    /// What was said about it in the file, in the order of the file.
    pub fn remarks(&self) -> &[Remark] {
        &self.remarks
    }

    /// Its tracked changes, in the order of the file; both views have the same ones.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The files or parts that origins speak of.
    pub fn sources(&self) -> &[Source] {
        self.map.all()
    }

    /// Where `span` begins in the file, for a person.
    pub fn place(&self, span: Span) -> Place {
        self.map.place(span)
    }

    /// The pieces of the file that `span` was copied from, in order.
    pub fn origins(&self, span: Span) -> impl Iterator<Item = (Span, Origin)> {
        self.map.origins(span)
    }

    /// The block that `span` begins in.
    pub fn block_at(&self, span: Span) -> BlockId {
        let next = self.blocks.partition_point(|it| it.span.start() <= span.start());
        let at = next.saturating_sub(1);
        BlockId(u32::try_from(at).expect("a document has fewer than 2^32 blocks"))
    }

    /// The clause that `span` begins in.
    pub fn clause_at(&self, span: Span) -> ClauseId {
        self.blocks
            .get(self.block_at(span).0 as usize)
            .map_or(ClauseId(0), |it| it.clause)
    }

    /// The clause and those that hold it, innermost first, without the document itself.
    pub fn path(&self, clause: ClauseId) -> impl Iterator<Item = ClauseId> {
        std::iter::successors(Some(clause), |it| self[*it].parent)
            .filter(|it| *it != ClauseId(0))
    }

    /// Where the draft states its title; the start of the text if it states none.
    pub fn title(&self) -> Span {
        let titles = || self.blocks.iter().filter(|it| it.kind == BlockKind::Title);
        let named =
            |it: &&Block| Some(self[it.span].trim()) == self.about.title.as_deref();
        let found = titles().rfind(named).or_else(|| titles().next_back());
        found.or(self.blocks.first()).map_or_else(Span::default, |it| it.span)
    }
}

impl Index<Span> for Document {
    type Output = str;
    fn index(&self, span: Span) -> &str {
        &self.text[span.range()]
    }
}

impl Index<ClauseId> for Document {
    type Output = Clause;
    fn index(&self, id: ClauseId) -> &Clause {
        &self.clauses[id.0 as usize]
    }
}

impl Index<BlockId> for Document {
    type Output = Block;
    fn index(&self, id: BlockId) -> &Block {
        &self.blocks[id.0 as usize]
    }
}
