//! The privacy part, and how far it goes.

use super::titled;
use crate::{
    doc::{BlockKind, ClauseId, Document, Standing},
    facts::{
        Facts,
        profile::{Part, Privacy},
        sentence::{Reads, Sentence},
    },
    lexicon::Language,
};

/// The privacy part.
pub(in crate::facts) fn privacy(
    doc: &Document,
    facts: &Facts,
    words: &Language,
) -> Part<Privacy> {
    let concept = words.concept("privacy/words");
    let says = |it: &&Sentence| {
        concept.is_some_and(|concept| it.concepts.contains(concept))
            && it.reads != Reads::Apparatus
    };
    let titled: Vec<ClauseId> =
        titled(doc, words, &["privacy/title"], Standing::Normative);
    if let Some(clause) = titled.first() {
        return Part { state: Privacy::Section, clauses: vec![*clause] };
    }
    let own = |it: &&Sentence| says(it) && doc[it.block].kind != BlockKind::Heading;
    let headed = |it: &&Sentence| {
        let text = doc[it.span].trim_start_matches(|c: char| !c.is_alphabetic());
        let end = text.char_indices().nth(40).map_or(text.len(), |(it, _)| it);
        let first = words.mentions(&text[..end]).into_iter();
        own(it)
            && first.into_iter().any(|(it, span)| Some(it) == concept && span.start() < 4)
            && it.reads == Reads::Normative
    };
    if let Some(sentence) = facts.sentences.iter().find(headed) {
        return Part { state: Privacy::Section, clauses: vec![sentence.clause] };
    }
    let found = facts.sentences.iter().find(own);
    let state = if found.is_some() { Privacy::Mentioned } else { Privacy::None };
    Part { state, clauses: found.map(|it| it.clause).into_iter().collect() }
}
