use std::ops::Range;

use serde::Deserialize;

use crate::{
    doc::{BlockId, ClauseId},
    lexicon::ConceptSet,
    text::Span,
};

/// One sentence, title, cell or line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its words.
    pub span: Span,
    /// The block it stands in.
    pub block: BlockId,
    /// The clause it stands in.
    pub clause: ClauseId,
    /// As what it is to be read.
    pub reads: Reads,
    /// What it asks of an implementer.
    pub strength: Option<Strength>,
    /// What it speaks of.
    pub concepts: ConceptSet,
    pub(super) mentions: Range<u32>,
}

/// As what a sentence is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reads {
    /// Text that can oblige: the body and the annexes.
    Normative,
    /// Text that informs: front matter, appendices, notes, examples, titles.
    Informative,
    /// Text about text: references, definitions, abbreviations, cover, contents, code.
    Apparatus,
}

/// What a sentence asks of an implementer; the strongest wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    /// may, can optionally
    Permission,
    /// should, is recommended
    Recommendation,
    /// shall, must, is required to
    Requirement,
    /// shall not, must not, is prohibited from
    Prohibition,
}
