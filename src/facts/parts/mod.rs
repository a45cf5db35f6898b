//! The parts of a draft that the resolution asks for: security, threats, privacy.

mod privacy;
mod security;
mod threats;

use super::{Facts, sentence::Sentence};
use crate::{
    doc::{BlockKind, ClauseId, Document, Region, Role, Standing},
    lexicon::{Concept, Language},
};

pub(super) use self::{privacy::privacy, security::security, threats::threats};

/// The clauses whose titles speak of `concept`, outermost first in reading order.
///
/// Appendices inform only; they count where `standing` says so.
pub(super) fn titled(
    doc: &Document,
    words: &Language,
    concepts: &[&str],
    standing: Standing,
) -> Vec<ClauseId> {
    let wanted: Vec<Concept> =
        concepts.iter().filter_map(|it| words.concept(it)).collect();
    let mut found: Vec<ClauseId> = Vec::new();
    for (id, clause) in doc.clauses() {
        let skeleton = matches!(
            clause.role,
            Role::References
                | Role::Definitions
                | Role::Abbreviations
                | Role::Conventions
                | Role::Bibliography
                | Role::Cover
                | Role::Contents
                | Role::Summary
                | Role::Keywords
                | Role::Credits
        );
        let text = clause.region == Region::Body && id != ClauseId::DOCUMENT;
        let below = doc.path(id).skip(1).any(|it| found.contains(&it));
        if skeleton || !text || clause.standing != standing || below {
            continue;
        }
        if words.mentions(&doc[clause.title]).iter().any(|(it, _)| wanted.contains(it)) {
            found.push(id);
        }
    }
    found
}

/// The sentences of a clause and of those below it, without titles.
pub(super) fn sentences_of<'f>(
    doc: &Document,
    sentences: &'f [Sentence],
    clause: ClauseId,
) -> impl Iterator<Item = &'f Sentence> {
    let blocks = doc[clause].blocks.clone();
    let start = sentences.partition_point(|it| it.block.0 < blocks.start);
    let end = sentences.partition_point(|it| it.block.0 < blocks.end);
    sentences[start..end].iter().filter(|it| doc[it.block].kind != BlockKind::Heading)
}

/// The kinds of attack that sentences name, each once.
fn attacks(facts: &Facts, words: &Language, own: &[&Sentence]) -> Vec<Concept> {
    let mut found: Vec<Concept> = own
        .iter()
        .flat_map(|it| facts.mentions_of(it))
        .map(|(it, _)| *it)
        .filter(|it| words.name(*it).starts_with("attack/"))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether a sentence only sends the reader to another document.
fn points_away(facts: &Facts, words: &Language, sentence: &Sentence) -> bool {
    let sends =
        words.concept("delegates").is_some_and(|it| sentence.concepts.contains(it));
    sends && facts.citations_of(sentence).next().is_some()
}
