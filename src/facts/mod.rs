//! What a document says: sentences and their force, references and citations, terms,
//! abbreviations, algorithms, traits, and the profile of the whole. Knows no rule and no
//! place in a file.

mod algorithm;
mod profile;
mod sentence;

use std::ops::Range;

use crate::{
    doc::Document,
    lexicon::{Concept, Lexicon},
    text::Span,
};

pub use self::{
    algorithm::{Algorithm, Mention, Use},
    profile::{Kind, Part, Privacy, Profile, Security, Threats, Trait},
    sentence::{Reads, Sentence, Strength},
};

/// Everything the rules may know about what a document says.
#[derive(Debug, Default)]
pub struct Facts {
    /// Every sentence, in reading order.
    pub sentences: Vec<Sentence>,
    /// The document as a whole.
    pub profile: Profile,
    // Invariant: sorted by start.
    mentions: Vec<(Concept, Span)>,
}

impl Facts {
    /// What `doc` says.
    pub fn of(_doc: &Document, _lexicon: &Lexicon) -> Self {
        Self::default()
    }

    /// The concepts that a sentence mentions, with the words that do.
    pub fn mentions_of(&self, sentence: &Sentence) -> &[(Concept, Span)] {
        let Range { start, end } = sentence.mentions;
        &self.mentions[start as usize..end as usize]
    }
}
