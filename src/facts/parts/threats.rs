//! The threat part, and how far it goes.

use super::{attacks, sentences_of, titled};
use crate::{
    doc::{BlockKind, ClauseId, Document, Standing},
    facts::{
        Facts,
        profile::{Part, Security, Threats},
        sentence::{Reads, Sentence},
    },
    lexicon::Language,
};

/// So many sentences on attacks are more than a mention.
const MANY: usize = 7;

/// The threat part.
pub(in crate::facts) fn threats(
    doc: &Document,
    facts: &Facts,
    words: &Language,
) -> Part<Threats> {
    let says = |it: &Sentence, name: &str| {
        words.concept(name).is_some_and(|concept| it.concepts.contains(concept))
    };
    let named = titled(doc, words, &["threat/title"], Standing::Normative);
    let informed = titled(doc, words, &["threat/title"], Standing::Informative);
    let mut clauses: Vec<ClauseId> = named;
    clauses.extend(informed);
    let own = clauses.clone();
    clauses.extend(facts.profile.security.clauses.iter().filter(|it| !own.contains(it)));
    let told = |it: &&Sentence| {
        says(it, "threat/words")
            || says(it, "threat/adversary")
            || names_attack(facts, words, it)
    };
    let part: Vec<&Sentence> = clauses
        .iter()
        .flat_map(|it| sentences_of(doc, &facts.sentences, *it))
        .filter(told)
        .collect();
    let all: Vec<&Sentence> = facts
        .sentences
        .iter()
        .filter(|it| {
            it.reads != Reads::Apparatus && doc[it.block].kind != BlockKind::Heading
        })
        // "Interception" is a matter of lightning rods too: outside the part, the
        // sentence has to speak of threats.
        .filter(|it| says(it, "threat/words"))
        .collect();
    let kinds = attacks(facts, words, &part).len();
    let everywhere = attacks(facts, words, &all).len();
    let adversary = part.iter().filter(|it| says(it, "threat/adversary")).count();
    let answered = part.iter().filter(|it| says(it, "measure/words")).count();
    let listed = own.iter().any(|it| identified(doc, facts, *it));
    let state = match (kinds, own.is_empty()) {
        (3.., false) if 2 <= adversary || 3 <= answered => Threats::Model,
        // Seven sentences and more weigh attacks against what is done about them.
        (2.., true) if MANY <= part.len() => Threats::Model,
        (3.., _) => Threats::Enumerated,
        _ if listed || (4 <= everywhere && MANY < all.len()) => Threats::Enumerated,
        _ => {
            let part = mentioned(facts, words, &all);
            return if part.state == Threats::None {
                hinted(doc, facts, words)
            } else {
                part
            };
        }
    };
    let clause = part.first().or(all.first()).map(|it| it.clause);
    let clause = own.first().copied().or(clause);
    Part { state, clauses: clause.into_iter().collect() }
}

/// A security clause that says something of use says against what, in its own words.
fn hinted(doc: &Document, facts: &Facts, words: &Language) -> Part<Threats> {
    let security = &facts.profile.security;
    // "Security requirements" can be written without a thought of threats.
    let concept = words.concept("security/considerations");
    let first = security.clauses.first().map(|it| &doc[doc[*it].title]);
    let considers = first.is_some_and(|title| {
        words.mentions(title).iter().any(|(it, _)| Some(*it) == concept)
    });
    match security.state {
        Security::Substantive if considers => {
            let clauses = security.clauses.iter().copied().take(1).collect();
            Part { state: Threats::Mentioned, clauses }
        }
        _ => Part::default(),
    }
}

/// Attacks named in passing, anywhere in the authors' text.
///
/// One sentence that sends the reader elsewhere for "threats" names none.
fn mentioned(facts: &Facts, words: &Language, told: &[&Sentence]) -> Part<Threats> {
    let found = told.iter().find(|it| {
        names_attack(facts, words, it) || facts.citations_of(it).next().is_none()
    });
    let state = if found.is_some() { Threats::Mentioned } else { Threats::None };
    Part { state, clauses: found.map(|it| it.clause).into_iter().collect() }
}

fn names_attack(facts: &Facts, words: &Language, sentence: &Sentence) -> bool {
    facts
        .mentions_of(sentence)
        .iter()
        .any(|(it, _)| words.name(*it).starts_with("attack/"))
}

/// Whether a clause lists at least three threats by identifier or as items.
fn identified(doc: &Document, facts: &Facts, clause: ClauseId) -> bool {
    let own: Vec<&Sentence> = sentences_of(doc, &facts.sentences, clause).collect();
    let items = own.iter().filter(|it| doc[it.block].kind == BlockKind::Item).count();
    let named = own.iter().filter(|it| {
        let word: String = doc[it.span]
            .chars()
            .take_while(|it| it.is_ascii_alphanumeric() || *it == '-')
            .collect();
        let digits =
            word.trim_start_matches(|it: char| it.is_ascii_uppercase() || it == '-');
        !digits.is_empty()
            && digits.len() < word.len()
            && digits.chars().all(|it| it.is_ascii_digit())
    });
    // Below a title that promises threats, a paragraph of them is a list too.
    3 <= items || 3 <= named.count() || 4 <= own.len()
}
