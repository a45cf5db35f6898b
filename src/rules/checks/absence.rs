//! What a draft owes because of what it specifies, and does not have.

use super::Case;
use crate::{
    doc::{BlockKind, Standing},
    facts::{Kind, Privacy, Reads, Security, Sentence, Strength},
    finding::Sink,
};

/// SC01: something that can be attacked, and no clause on security.
pub(super) fn no_security(case: Case<'_>, sink: &mut Sink<'_>) {
    let Some(duty) = case.duty() else { return };
    let titles = ["security/title", "threat/title"];
    let informs = case.facts.titled(case.doc, case.words, &titles, Standing::Informative);
    if case.facts.profile.security.state != Security::None || !informs.is_empty() {
        return;
    }
    // A reasoned statement needs no clause of its own.
    let stated = |it: &&Sentence| {
        it.reads != Reads::Apparatus
            && case.says(it, "no-impact")
            && case.says(it, "security/words")
            && case.says(it, "reason")
    };
    if case.facts.sentences.iter().any(|it| stated(&it)) {
        return;
    }
    let finding = sink.report(case.doc.title(), &[("trait", &spoken(&duty.name))]);
    finding.because(
        duty.because,
        format!("this makes it a matter of {}", spoken(&duty.name)),
    );
    finding.noting(format!("{}; no title speaks of security", case.searched()));
    nearest(case, finding, "topic/security");
}

/// The sentence that comes nearest to what is missing.
pub(super) fn nearest(
    case: Case<'_>,
    finding: &mut crate::finding::Finding,
    concept: &str,
) {
    let speaks = |it: &&Sentence| {
        it.reads == Reads::Normative
            && case.says(it, concept)
            && case.doc[it.block].kind != BlockKind::Heading
    };
    match case.facts.sentences.iter().find(speaks) {
        Some(it) => finding.because(it.span, "the nearest that was found"),
        None => finding.noting("nothing came near"),
    };
}

/// A trait as people say it.
pub(super) fn spoken(name: &str) -> String {
    match name {
        "iot" => "the Internet of things".to_owned(),
        "ai" => "artificial intelligence".to_owned(),
        "critical" => "a critical service".to_owned(),
        "identity" => "identity and credentials".to_owned(),
        "format" => "a format that is read from strangers".to_owned(),
        "cloud" => "cloud computing".to_owned(),
        "vehicle" => "vehicles".to_owned(),
        _ => name.replace('-', " "),
    }
}

/// PR01: personal data, and no word on privacy.
pub(super) fn no_privacy(case: Case<'_>, sink: &mut Sink<'_>) {
    let profile = &case.facts.profile;
    let Some(personal) = case.earned("personal-data") else { return };
    if profile.privacy.state != Privacy::None || profile.inert {
        return;
    }
    let sentence = case.facts.sentences.iter().find(|it| it.span == personal.because);
    let signals =
        ["strong", "title", "weak"].map(|it| format!("trait/personal-data/{it}"));
    let words =
        sentence.and_then(|it| signals.iter().find_map(|name| case.words_for(it, name)));
    let words = &case.doc[words.unwrap_or(personal.because)];
    let finding = sink.report(case.doc.title(), &[("words", words)]);
    finding.because(personal.because, "these are data about persons");
    finding
        .noting(format!("{}; no title or sentence speaks of privacy", case.searched()));
}

/// LC02: software that can be updated, and nothing that protects the update.
pub(super) fn no_update(case: Case<'_>, sink: &mut Sink<'_>) {
    let profile = &case.facts.profile;
    if profile.inert || profile.kind != Kind::Recommendation {
        return;
    }
    let of = |it: &&Sentence| it.reads != Reads::Apparatus;
    let mut all = case.facts.sentences.iter().filter(of);
    let protects = |it: &Sentence| {
        case.says(it, "update/words")
            && (case.says(it, "update/protected")
                || case.facts.citations_of(it).next().is_some())
    };
    if all.any(|it| protects(it) || protected_nearby(case, it)) {
        return;
    }
    let own = |it: &&Sentence| it.reads == Reads::Normative;
    let mut body = case.facts.sentences.iter().filter(own);
    let updates =
        body.find_map(|it| Some((case.words_for(it, "update/words")?, it.span)));
    // What is asked of software or firmware makes it part of the specification.
    let asked = case.facts.sentences.iter().filter(own).filter(|it| {
        matches!(it.strength, Some(Strength::Requirement | Strength::Recommendation))
    });
    let targets: Vec<_> = asked
        .filter_map(|it| Some((case.words_for(it, "update/target")?, it.span)))
        .collect();
    let things = ["iot", "vehicle"].iter().find_map(|it| case.earned(it));
    let thing = things.and_then(|it| {
        let sentence = case.facts.sentences.iter().find(|own| own.span == it.because)?;
        let names = ["title", "strong"].map(|level| format!("trait/{}/{level}", it.name));
        let words = names.iter().find_map(|name| case.words_for(sentence, name))?;
        Some((words, it.because))
    });
    let target = targets.first().copied().filter(|_| 2 <= targets.len());
    let trait_words = target.or(thing);
    let Some((words, sentence)) = updates.or(trait_words) else { return };
    let finding = sink.report(case.doc.title(), &[("words", &case.doc[words])]);
    finding.because(sentence, "this can need an update");
    finding.noting(format!(
        "{}; no sentence asks that an update be verified",
        case.searched()
    ));
}

/// Whether the clause that speaks of updates speaks of their protection.
fn protected_nearby(case: Case<'_>, sentence: &Sentence) -> bool {
    case.says(sentence, "update/words")
        && sentence.reads == Reads::Normative
        && case
            .facts
            .sentences
            .iter()
            .filter(|it| it.clause == sentence.clause && it.reads == Reads::Normative)
            .any(|it| case.says(it, "update/verifies"))
}
