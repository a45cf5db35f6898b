//! The security part itself: does it say anything.

use super::Case;
use crate::{
    doc::{BlockKind, ClauseId, Standing},
    facts::{Reads, Security, Sentence, Strength},
    finding::Sink,
    text::Span,
};

/// The clause that the judgement rests on, with its sentences.
fn part(case: Case<'_>, state: Security) -> Option<(ClauseId, Vec<&Sentence>)> {
    let part = &case.facts.profile.security;
    let clause = *part.clauses.first().filter(|_| part.state == state)?;
    Some((clause, case.facts.sentences_of(case.doc, clause).collect()))
}

/// The first words of a part; its title where it has no others.
fn start(case: Case<'_>, clause: ClauseId, own: &[&Sentence]) -> Span {
    own.first().map_or(case.doc[clause].title, |it| it.span)
}

/// SC02: nothing to consider, and no reason why.
pub(super) fn unjustified(case: Case<'_>, sink: &mut Sink<'_>) {
    let Some((_, own)) = part(case, Security::Vacuous) else { return };
    if let Some((sentence, words)) = denial(case, &own) {
        sink.report(sentence.span, &[("words", &case.doc[words])]);
    }
}

/// The sentence that says that there is nothing to say.
fn denial<'a>(case: Case<'_>, own: &[&'a Sentence]) -> Option<(&'a Sentence, Span)> {
    own.iter().find_map(|it| {
        let words = case.words_for(it, "no-impact");
        let bare = case.doc[it.span].trim_end_matches(['.', ' ']).to_lowercase();
        let none = (case.words.is_none(&bare)).then_some(it.span);
        words.or(none).map(|words| (*it, words))
    })
}

/// SC03: a heading, and general words below it.
pub(super) fn vacuous(case: Case<'_>, sink: &mut Sink<'_>) {
    let Some((clause, own)) = part(case, Security::Vacuous) else { return };
    if denial(case, &own).is_none() {
        let at = start(case, clause, &own);
        let finding = sink.report(at, &[]);
        let words: usize =
            own.iter().map(|it| case.doc[it.span].split_whitespace().count()).sum();
        let unit = if words == 1 { "word" } else { "words" };
        finding.noting(format!("clause {} has {words} {unit}", case.label(clause)));
    }
}

/// SC04: only a pointer to another document.
pub(super) fn delegated(case: Case<'_>, sink: &mut Sink<'_>) {
    let Some((clause, own)) = part(case, Security::Delegated) else { return };
    let mut tags: Vec<&str> = own
        .iter()
        .flat_map(|it| case.facts.citations_of(it))
        .map(|it| &*it.tag)
        .collect();
    tags.dedup();
    // "Clause 8 of [ITU-T X.1601]" is an address.
    let addressed = own.iter().any(|it| {
        let citations: Vec<_> = case.facts.citations_of(it).collect();
        citations.iter().any(|cited| {
            case.words.is_addressed(&case.doc[it.span], &case.doc[cited.span])
        })
    });
    if addressed {
        return;
    }
    let cited = own.iter().find(|it| case.facts.citations_of(it).next().is_some());
    let at = cited.map_or_else(|| start(case, clause, &own), |it| it.span);
    let target = if tags.is_empty() {
        "another document".to_owned()
    } else {
        tags.iter().map(|it| format!("[{it}]")).collect::<Vec<_>>().join(", ")
    };
    sink.report(at, &[("target", &target)]);
}

/// SC07: security only where it cannot oblige.
pub(super) fn only_in_appendix(case: Case<'_>, sink: &mut Sink<'_>) {
    if case.facts.profile.security.state != Security::None || case.duty().is_none() {
        return;
    }
    let titles = ["security/title", "threat/title"];
    let informs = case.facts.titled(case.doc, case.words, &titles, Standing::Informative);
    let Some(clause) = informs.first() else { return };
    let at = case.doc[*clause].title;
    sink.report(at, &[("clause", &case.label(*clause))]);
}

/// DL02: integrity without what provides it, or with what only finds accidents.
pub(super) fn integrity(case: Case<'_>, sink: &mut Sink<'_>) {
    for sentence in &case.facts.sentences {
        let normative = sentence.reads == Reads::Normative
            && sentence.strength != Some(Strength::Prohibition)
            && case.doc[sentence.block].kind != BlockKind::Heading;
        if !normative || !case.says(sentence, "integrity/against") {
            continue;
        }
        let asked = matches!(
            sentence.strength,
            Some(Strength::Requirement | Strength::Recommendation)
        );
        let mechanism = case.says(sentence, "integrity/mechanism");
        if let Some(words) = case.words_for(sentence, "integrity/checksum") {
            // A checksum that finds errors of transmission is what it is for.
            if !mechanism
                && (asked || case.says(sentence, "integrity/tampering"))
                && !case.says(sentence, "integrity/errors")
                && !negated(case, sentence)
            {
                let values = [("algorithm", &case.doc[words])];
                sink.report_as("checksum", sentence.span, &values).algorithm = None;
            }
            continue;
        }
        let nearby = || {
            let own = case.facts.sentences.iter().filter(|it| {
                it.clause == sentence.clause && it.reads != Reads::Apparatus
            });
            own.into_iter().any(|it| case.says(it, "integrity/mechanism"))
        };
        let cited = case.facts.citations_of(sentence).next().is_some();
        if asked
            && case.says(sentence, "integrity/claim")
            && !mechanism
            && !cited
            && !nearby()
        {
            sink.report(sentence.span, &[]);
        }
    }
}

fn negated(case: Case<'_>, sentence: &Sentence) -> bool {
    case.says(sentence, "integrity/denied")
}
