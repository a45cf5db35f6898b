//! Algorithms and secure protocols: what is named, where, with what parameters, and by
//! which reference it is declared.

use crate::{lexicon::EntryId, text::Span};

use super::Strength;

/// One algorithm, mode or protocol that the draft names, over all its mentions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Algorithm {
    /// Its entry in the catalogue.
    pub entry: EntryId,
    /// Its name in reports, with what the draft says of size, mode or version.
    pub name: Box<str>,
    /// The spelling of its first mention.
    pub as_written: Box<str>,
    /// Every other spelling, sorted.
    pub aliases: Vec<Box<str>>,
    /// The strongest use that it is put to.
    pub standing: Use,
    /// What declares it, if anything does.
    pub declared_by: Option<Box<str>>,
    /// Key, modulus, order or output size in bits.
    pub bits: Option<u32>,
    /// Mode of operation, padding, curve or version.
    pub mode: Option<Box<str>>,
    /// Its mentions, in reading order.
    pub mentions: Vec<Mention>,
}

/// One place where an algorithm is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The words.
    pub at: Span,
    /// The sentence, by its index.
    pub sentence: u32,
    /// What the place does with it.
    pub standing: Use,
    /// What is asked there.
    pub strength: Option<Strength>,
}

/// What a draft does with an algorithm; the strongest wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Use {
    /// It only says what the name means.
    Definition,
    /// It gives an example, background or a comparison.
    Informative,
    /// It forbids it.
    Prohibited,
    /// It requires, recommends, allows or plainly uses it.
    Normative,
}

impl Use {
    /// Its name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Definition => "definition",
            Self::Informative => "informative",
            Self::Prohibited => "prohibited",
            Self::Normative => "normative",
        }
    }
}

impl Algorithm {
    /// The first mention that is put to `standing`; the first of all if there is none.
    pub fn first(&self, standing: Use) -> Mention {
        let found = self.mentions.iter().find(|it| it.standing == standing);
        *found.or(self.mentions.first()).expect("an algorithm is made of mentions")
    }
}
