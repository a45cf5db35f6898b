//! The parts of a draft that the resolution asks for: security, threats, privacy.

use super::{
    Facts,
    profile::{Part, Privacy, Security, Threats},
    sentence::{Reads, Sentence},
};
use crate::{
    doc::{BlockKind, ClauseId, Document, Region, Role, Standing},
    lexicon::{Concept, Language},
};

/// A clause that says little says it in fewer words than this.
const FEW: usize = 60;

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

/// The security part.
pub(super) fn security(
    doc: &Document,
    facts: &Facts,
    words: &Language,
) -> Part<Security> {
    let titles = ["security/title", "threat/title"];
    let mut clauses = titled(doc, words, &titles, Standing::Normative);
    // Outside ITU-T, what obliges may stand behind the body as well.
    if clauses.is_empty() && !doc.about().itu {
        clauses = titled(doc, words, &["security/considerations"], Standing::Informative);
    }
    let mut judged: Vec<(Security, bool, ClauseId)> = clauses
        .into_iter()
        .map(|it| {
            let named = words.concept("security/considerations");
            let title = words.mentions(&doc[doc[it].title]);
            let named = title.iter().any(|(it, _)| Some(*it) == named);
            (judge(doc, facts, words, it), named, it)
        })
        .collect();
    judged.sort_by_key(|(state, named, id)| (std::cmp::Reverse((*state, *named)), *id));
    let state = judged.first().map_or(Security::None, |(state, ..)| *state);
    Part { state, clauses: judged.into_iter().map(|(_, _, it)| it).collect() }
}

fn judge(doc: &Document, facts: &Facts, words: &Language, clause: ClauseId) -> Security {
    let own: Vec<&Sentence> = sentences_of(doc, &facts.sentences, clause).collect();
    let speaks = |name: &str| {
        let concept = words.concept(name);
        move |it: &&&Sentence| {
            concept.is_some_and(|concept| it.concepts.contains(concept))
        }
    };
    let has = |name: &str| own.iter().any(|it| speaks(name)(&it));
    let count = |span: crate::text::Span| doc[span].split_whitespace().count();
    let length: usize = own.iter().map(|it| count(it.span)).sum();
    if own.is_empty() || (length < FEW / 2 && has("placeholder")) {
        return Security::Vacuous;
    }
    let content = own.iter().filter(|it| is_content(facts, words, it)).count();
    if has("no-impact") && length < FEW * 2 && content < 3 {
        let reasons = own.iter().filter(speaks("reason")).count();
        let reasoned = 0 < reasons && 12 <= length;
        if cites(facts, &own) && !reasoned {
            return Security::Delegated;
        }
        let enough = reasoned && (2 <= own.len() || 20 <= length);
        return if enough { Security::Substantive } else { Security::Vacuous };
    }
    let points: usize = own
        .iter()
        .filter(|it| points_away(facts, words, it))
        .map(|it| count(it.span))
        .sum();
    let rest = length - points;
    if 0 < points && rest < FEW / 2 && length < FEW * 2 && content < 2 {
        return Security::Delegated;
    }
    let classes =
        ["threat/words", "measure/words", "threat/asset", "threat/residual", "purpose"];
    let concept = words.concept("threat/title");
    let title = words.mentions(&doc[doc[clause].title]);
    // Below "Security threats", a sentence is a threat without saying the word.
    let threats = title.iter().any(|(it, _)| Some(*it) == concept) && 3 <= own.len();
    let classes =
        classes.into_iter().filter(|it| has(it)).count() + usize::from(threats) * 2;
    let attacks = attacks(facts, words, &own).len();
    let general = own.iter().filter(speaks("measure/general")).count();
    let told = own
        .iter()
        .filter(|it| !speaks("measure/general")(it))
        .map(|it| count(it.span))
        .sum::<usize>();
    // Few words and nothing named, or only what everybody writes, is nothing of use.
    let enough = match classes + usize::from(0 < attacks) {
        0 => general == 0 && FEW / 2 <= length && !has("placeholder"),
        1 => general == 0 && FEW / 5 <= length && !has("placeholder"),
        _ => {
            25 <= told
                && (2 <= own.len() - general || 3 <= classes + attacks || has("purpose"))
                || (general == 0 && FEW / 5 <= told)
        }
    };
    if enough { Security::Substantive } else { Security::Vacuous }
}

/// Whether a sentence names a threat or a measure, and is not what everybody writes.
fn is_content(facts: &Facts, words: &Language, sentence: &Sentence) -> bool {
    let says =
        |name: &str| words.concept(name).is_some_and(|it| sentence.concepts.contains(it));
    let content = says("threat/words") || says("measure/words") || says("threat/asset");
    content && !says("measure/general") && !points_away(facts, words, sentence)
}

fn cites(facts: &Facts, own: &[&Sentence]) -> bool {
    own.iter().any(|it| facts.citations_of(it).next().is_some())
}

/// Whether a sentence only sends the reader to another document.
fn points_away(facts: &Facts, words: &Language, sentence: &Sentence) -> bool {
    let sends =
        words.concept("delegates").is_some_and(|it| sentence.concepts.contains(it));
    sends && facts.citations_of(sentence).next().is_some()
}

/// The kinds of attack that sentences name, each once.
pub(super) fn attacks(
    facts: &Facts,
    words: &Language,
    own: &[&Sentence],
) -> Vec<Concept> {
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

/// The threat part.
pub(super) fn threats(doc: &Document, facts: &Facts, words: &Language) -> Part<Threats> {
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
        (4.., true) if 3 <= adversary && 3 <= answered => Threats::Model,
        (3.., _) => Threats::Enumerated,
        _ if listed || (4 <= everywhere && 5 <= all.len()) => Threats::Enumerated,
        _ => return mentioned(facts, words, &all),
    };
    let clause = part.first().or(all.first()).map(|it| it.clause);
    let clause = own.first().copied().or(clause);
    Part { state, clauses: clause.into_iter().collect() }
}

/// Attacks named in passing, anywhere in the authors' text.
///
/// One sentence that sends the reader elsewhere for "threats" names none.
fn mentioned(facts: &Facts, words: &Language, told: &[&Sentence]) -> Part<Threats> {
    let found = told
        .iter()
        .find(|it| names_attack(facts, words, it) || !points_away(facts, words, it));
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
    3 <= items || 3 <= named.count()
}

/// The privacy part.
pub(super) fn privacy(doc: &Document, facts: &Facts, words: &Language) -> Part<Privacy> {
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
