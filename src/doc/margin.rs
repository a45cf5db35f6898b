//! What stands beside the words of a draft: remarks about them, and their tracked changes.

use crate::text::Span;

/// Something that was said about some words of the draft: a comment of the format.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remark {
    /// The words that it is about; empty, at the place where it stands, if those are gone
    /// or there never were any. In a text format: the block below it.
    pub at: Span,
    /// What it says, its paragraphs on lines of their own.
    pub text: Box<str>,
    /// Who said it.
    pub author: Option<Box<str>>,
    /// When, as the file has it: `2026-11-22T10:00:00Z`.
    pub date: Option<Box<str>>,
    /// The remark that it answers, as a place in [`super::Document::remarks`].
    pub answers: Option<u32>,
    /// Whether somebody marked it as resolved.
    pub done: bool,
}

/// A tracked change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What was done.
    pub kind: ChangeKind,
    /// Where it stands in this view: its words if the view shows them, else the empty
    /// place where they were.
    pub at: Span,
    /// Its words, whether the view shows them or not; none if only the end of a
    /// paragraph changed.
    pub words: Box<str>,
    /// Who did it.
    pub author: Option<Box<str>>,
    /// When, as the file has it: `2026-11-22T10:00:00Z`.
    pub date: Option<Box<str>>,
}

/// What a tracked change did to some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// They are new.
    Inserted,
    /// They are to go.
    Deleted,
    /// They came here from elsewhere in the draft.
    MovedHere,
    /// They went elsewhere in the draft.
    MovedAway,
}

impl ChangeKind {
    /// Whether the words are there once all changes are accepted.
    pub const fn stays(self) -> bool {
        matches!(self, Self::Inserted | Self::MovedHere)
    }
}
