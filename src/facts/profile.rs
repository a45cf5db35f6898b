//! The document as a whole: its kind, its traits, the states of its parts.

use serde::Deserialize;

use super::algorithm::Algorithm;
use crate::{
    doc::{ClauseId, Document},
    text::Span,
};

/// What a document is as a whole.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// What kind of document it is.
    pub kind: Kind,
    /// Why it is taken for that kind, in words.
    pub kind_because: Box<str>,
    /// The Questions that its cover says it belongs to: `7/17`, `2/15, 6/15`, `All/17`.
    pub question: Option<Box<str>>,
    /// Its own number at the meeting, as its cover says it: `SG17-TD1234R2`.
    pub document: Option<Box<str>>,
    /// Whether it changes another text: an amendment or a corrigendum.
    pub amends: bool,
    /// Whether its title says that it specifies nothing an adversary has a handle on:
    /// fibre geometry, test methods, statistics.
    pub inert: bool,
    /// How many words it has.
    pub words: u32,
    /// What it specifies, each with the words that earned it; sorted by name.
    pub traits: Vec<Trait>,
    /// Its security part.
    pub security: Part<Security>,
    /// Its threat part.
    pub threats: Part<Threats>,
    /// Its privacy part.
    pub privacy: Part<Privacy>,
    /// Algorithms and secure protocols that it names, in the order of first mention.
    pub algorithms: Vec<Algorithm>,
}

/// What kind of document a draft is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A specification.
    #[default]
    Recommendation,
    /// An informative text: a supplement, a technical report, use cases.
    Supplement,
    /// Working methods, resolutions, templates, guides for authors.
    Procedure,
    /// An agenda, a report, a work programme.
    Meeting,
    /// A proposal, a change request, a liaison statement.
    Contribution,
    /// A vocabulary.
    Terminology,
}

impl Kind {
    /// Its name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Recommendation => "recommendation",
            Self::Supplement => "supplement",
            Self::Procedure => "procedure",
            Self::Meeting => "meeting",
            Self::Contribution => "contribution",
            Self::Terminology => "terminology",
        }
    }
}

/// A kind of thing that the draft specifies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trait {
    /// Its name: `protocol`, `personal-data`, …
    pub name: Box<str>,
    /// The words that earned it.
    pub because: Span,
    /// Whether the draft's title speaks of it.
    pub titled: bool,
}

/// A part of the draft that the resolution asks for, and how far it goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part<S> {
    /// How far it goes.
    pub state: S,
    /// The clauses that make it up, best first.
    pub clauses: Vec<ClauseId>,
}

impl<S> Part<S> {
    /// Whether `clause` is one of the part's or below one.
    pub fn covers(&self, doc: &Document, clause: ClauseId) -> bool {
        doc.path(clause).any(|it| self.clauses.contains(&it))
    }
}

/// How far the security part goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Security {
    /// There is none.
    #[default]
    None,
    /// A heading is there, and nothing of use below it.
    Vacuous,
    /// It only points at other documents.
    Delegated,
    /// It says something.
    Substantive,
}

/// How far threats are considered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Threats {
    /// Not at all.
    #[default]
    None,
    /// Attacks are named in passing.
    Mentioned,
    /// Several are described.
    Enumerated,
    /// And so is the adversary, the assets, or what answers each.
    Model,
}

/// How far privacy is considered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Privacy {
    /// Not at all.
    #[default]
    None,
    /// The word is said.
    Mentioned,
    /// A clause or a paragraph of its own treats it.
    Section,
}

impl Security {
    /// Its name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Vacuous => "vacuous",
            Self::Delegated => "delegated",
            Self::Substantive => "substantive",
        }
    }
}

impl Threats {
    /// Its name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Mentioned => "mentioned",
            Self::Enumerated => "enumerated",
            Self::Model => "model",
        }
    }
}

impl Privacy {
    /// Its name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Mentioned => "mentioned",
            Self::Section => "section",
        }
    }
}
