use std::ops::Range;

use crate::text::Span;

/// Names a clause of one document; the first is the document itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClauseId(pub(crate) u32);

impl ClauseId {
    /// The document itself: what stands before the first heading.
    pub const DOCUMENT: Self = Self(0);
}

/// A part of the document under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// The number as its readers see it: `7.1.3`, `A.2`, `Annex A`. Two clauses may
    /// carry the same one.
    pub number: Option<Box<str>>,
    /// Its title's text, without the number.
    pub title: Span,
    /// How deep it stands: 0 for the document itself.
    pub level: u8,
    /// The clause that holds this one; the document itself has none.
    pub parent: Option<ClauseId>,
    /// Its own blocks and those of every clause below it.
    pub blocks: Range<u32>,
    /// What its place in the skeleton of a Recommendation makes it.
    pub role: Role,
    /// Which part of the draft it belongs to.
    pub region: Region,
    /// Whether it can oblige.
    pub standing: Standing,
}

/// What a clause is in the skeleton of a Recommendation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A clause of its own, with technical text.
    #[default]
    Text,
    /// Cover, series list, history, foreword, legal notices: added by the secretariat.
    Cover,
    /// The table of contents.
    Contents,
    /// The summary or abstract.
    Summary,
    /// The keywords.
    Keywords,
    /// The introduction before clause 1.
    Introduction,
    /// Clause 1.
    Scope,
    /// Clause 2: what the draft needs to be understood.
    References,
    /// Clause 3, or part of it.
    Definitions,
    /// Clause 4.
    Abbreviations,
    /// Clause 5.
    Conventions,
    /// An annex: an integral part.
    Annex,
    /// An appendix: not an integral part.
    Appendix,
    /// The bibliography: informative references.
    Bibliography,
    /// Acknowledgements, contributors, change logs.
    Credits,
}

impl Role {
    /// The role that a word list calls `name`.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "cover" => Self::Cover,
            "contents" => Self::Contents,
            "summary" => Self::Summary,
            "keywords" => Self::Keywords,
            "introduction" => Self::Introduction,
            "scope" => Self::Scope,
            "references" => Self::References,
            "definitions" => Self::Definitions,
            "abbreviations" => Self::Abbreviations,
            "conventions" => Self::Conventions,
            "annex" => Self::Annex,
            "appendix" => Self::Appendix,
            "bibliography" => Self::Bibliography,
            "credits" => Self::Credits,
            _ => return None,
        })
    }
}

/// A part of the draft, by who wrote it and for what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Region {
    /// Cover, foreword, contents, series list: not the authors' text.
    Cover,
    /// Summary, keywords, introduction: the authors' text before clause 1.
    Front,
    /// Clauses, annexes and appendices.
    #[default]
    Body,
    /// Bibliography and what follows it.
    Back,
}

/// Whether a text can oblige.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// The body and the annexes.
    #[default]
    Normative,
    /// Front matter, appendices, notes, examples, bibliography.
    Informative,
}
