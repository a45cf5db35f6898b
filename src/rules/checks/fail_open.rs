//! RS03: a security check that fails, and an operation that goes on.

use super::Case;
use crate::{
    facts::{Reads, Sentence, Strength},
    finding::Sink,
    text::Span,
};

/// How far the check may stand from the word that it fails, in bytes.
const NEAR: u32 = 60;

/// RS03: when a check fails or cannot be made, the text lets the operation go on.
pub(super) fn fails_open(case: Case<'_>, sink: &mut Sink<'_>) {
    let Some(fails) = case.words.concept("check/fails") else { return };
    let own =
        |it: &&Sentence| it.reads == Reads::Normative && it.concepts.contains(fails);
    for sentence in case.facts.sentences.iter().filter(own) {
        let silent =
            ["check/stops", "threat/adversary"].iter().any(|it| case.says(sentence, it));
        if silent || sentence.strength == Some(Strength::Prohibition) {
            continue;
        }
        if let Some((failure, outcome)) = open(case, sentence) {
            let finding = sink.report(sentence.span, &[]);
            finding.because(failure, "this fails").because(outcome, "and this goes on");
        }
    }
}

/// The failure of a check and what goes on all the same.
fn open(case: Case<'_>, sentence: &Sentence) -> Option<(Span, Span)> {
    let all = |concept: &str| case.all_words_for(sentence, concept);
    let near = |a: Span, b: Span| {
        a.overlaps(b)
            || b.start().saturating_sub(a.end()) <= NEAR
                && a.start().saturating_sub(b.end()) <= NEAR
    };
    let checks = all("check/security");
    let conditions = all("check/condition");
    let outcomes = all("check/goes-on");
    all("check/fails").into_iter().find_map(|failure| {
        let checked = checks.iter().any(|it| near(*it, failure));
        // "If the certificate cannot be verified" is a case; "forged values pass" is not.
        let condition =
            conditions.iter().filter(|it| it.start() <= failure.start()).max()?;
        let outside =
            |it: &&Span| failure.end() <= it.start() || it.end() <= condition.start();
        let outcome = outcomes.iter().find(outside).filter(|_| checked)?;
        Some((failure, *outcome))
    })
}
