//! What a document says: sentences and their force, references and citations, terms,
//! abbreviations, algorithms, traits, and the profile of the whole. Knows no rule and no
//! place in a file.

mod abbreviation;
mod algorithm;
mod cover;
mod kind;
mod parts;
mod profile;
mod reference;
mod sentence;
mod term;
mod traits;

use std::ops::Range;

use crate::{
    doc::{ClauseId, Document, Role},
    lexicon::{Concept, Language, Lexicon},
    text::Span,
};

pub use self::{
    abbreviation::Abbreviations,
    algorithm::{Algorithm, Mention, Use},
    profile::{Kind, Part, Privacy, Profile, Security, Threats, Trait},
    reference::{Citation, Reference, documents},
    sentence::{Reads, Sentence, Strength},
    term::Term,
};

/// So many requirements, and one in so many words, make a specification.
const MANY: usize = 3;
const SPARSE: usize = 400;

/// Everything the rules may know about what a document says.
#[derive(Debug, Default)]
pub struct Facts {
    /// Every sentence, in reading order.
    pub sentences: Vec<Sentence>,
    /// What the draft lists in clause 2 and the bibliography.
    pub references: Vec<Reference>,
    /// What it cites, in reading order.
    pub citations: Vec<Citation>,
    /// What it defines.
    pub terms: Vec<Term>,
    /// What it abbreviates.
    pub abbreviations: Abbreviations,
    /// The document as a whole.
    pub profile: Profile,
    // Invariant: sorted by start.
    mentions: Vec<(Concept, Span)>,
}

impl Facts {
    /// What `doc` says, as far as there are word lists for its language.
    pub fn of(doc: &Document, lexicon: &Lexicon) -> Self {
        let mut facts = Self::default();
        let count = doc.text().split_whitespace().count();
        facts.profile.words = u32::try_from(count).unwrap_or(u32::MAX);
        let cover::Cover { question, document } = cover::read(doc, lexicon.cover());
        (facts.profile.question, facts.profile.document) = (question, document);
        let Some(words) = lexicon.language(doc.about().language) else {
            facts.profile.kind_because =
                "there are no word lists for its language, so nothing says otherwise"
                    .into();
            return facts;
        };
        (facts.sentences, facts.mentions) = sentence::gather(doc, words);
        facts.references = reference::listed(doc);
        facts.citations = reference::cited(doc, &facts.sentences, &facts.references);
        facts.terms = term::gather(doc);
        facts.abbreviations = Abbreviations::of(doc);
        facts.profile(doc, lexicon, words, count);
        facts
    }

    fn profile(
        &mut self,
        doc: &Document,
        lexicon: &Lexicon,
        words: &Language,
        count: usize,
    ) {
        let verdict = kind::verdict(doc, words);
        let mut profile = Profile {
            kind: verdict.kind,
            kind_because: verdict.because.into(),
            amends: verdict.amends,
            inert: verdict.inert,
            words: self.profile.words,
            question: self.profile.question.take(),
            document: self.profile.document.take(),
            traits: traits::gather(doc, &self.sentences, &self.mentions, words),
            ..Profile::default()
        };
        if verdict.rests_on == kind::Ground::Skeleton {
            self.profile = profile;
            return;
        }
        // A category can call a text informational that is full of requirements.
        let asks = |it: &&Sentence| {
            it.reads == Reads::Normative && it.strength == Some(Strength::Requirement)
        };
        let asked = self.sentences.iter().filter(asks).count();
        let category = verdict.rests_on == kind::Ground::Category;
        if category && MANY <= asked && count <= asked * SPARSE {
            profile.kind = Kind::Recommendation;
            profile.kind_because =
                format!("its category says “info”, but {asked} of its sentences require")
                    .into();
        }
        profile.security = parts::security(doc, self, words);
        self.profile = profile;
        self.profile.threats = parts::threats(doc, self, words);
        self.profile.privacy = parts::privacy(doc, self, words);
        let security = &self.profile.security;
        let informs = self.profile.kind == Kind::Supplement;
        // "Security considerations" weigh; "Security requirements" and tables specify.
        let concepts =
            ["security/considerations", "threat/title"].map(|it| words.concept(it));
        let considers = |it: ClauseId| {
            let title = words.mentions(&doc[doc[it].title]);
            title.iter().any(|(it, _)| concepts.contains(&Some(*it)))
        };
        let considerations: Vec<ClauseId> =
            security.clauses.iter().copied().filter(|it| considers(*it)).collect();
        let weighing = |it: &Sentence| {
            informs
                || doc[it.clause].role == Role::Scope
                || (doc[it.block].cell.is_none()
                    && doc.path(it.clause).any(|it| considerations.contains(&it)))
        };
        let ground = algorithm::Ground {
            doc,
            sentences: &self.sentences,
            mentions: &self.mentions,
            references: &self.references,
            citations: &self.citations,
            abbreviations: &self.abbreviations,
            catalogue: lexicon.catalogue(),
            words,
        };
        self.profile.algorithms = algorithm::gather(ground, &weighing);
        // A report or a proposal quotes what others specify.
        if !matches!(self.profile.kind, Kind::Recommendation | Kind::Supplement) {
            self.profile.algorithms.iter_mut().for_each(Algorithm::quoted);
        }
    }

    /// The concepts that a sentence mentions, with the words that do.
    pub fn mentions_of(&self, sentence: &Sentence) -> &[(Concept, Span)] {
        let Range { start, end } = sentence.mentions;
        &self.mentions[start as usize..end as usize]
    }

    /// What a sentence cites.
    pub fn citations_of(&self, sentence: &Sentence) -> impl Iterator<Item = &Citation> {
        let from =
            self.citations.partition_point(|it| it.span.start() < sentence.span.start());
        let end = sentence.span.end();
        self.citations[from..].iter().take_while(move |it| it.span.start() < end)
    }

    /// The sentences of a clause and of those below it, without titles.
    pub fn sentences_of<'f>(
        &'f self,
        doc: &Document,
        clause: ClauseId,
    ) -> impl Iterator<Item = &'f Sentence> {
        parts::sentences_of(doc, &self.sentences, clause)
    }

    /// The clauses with a title that speaks of one of `concepts`, in the normative text
    /// or in the appendices.
    pub fn titled(
        &self,
        doc: &Document,
        words: &Language,
        concepts: &[&str],
        standing: crate::doc::Standing,
    ) -> Vec<ClauseId> {
        parts::titled(doc, words, concepts, standing)
    }
}
