//! The algorithms of a draft taken together: listed, replaceable, ready for quanta.

use super::{
    Case,
    algorithms::{Used, used},
};
use crate::{
    doc::{ClauseId, Standing},
    facts::{Reads, Sentence, Use},
    finding::Sink,
    lexicon::{Family, Quantum},
};

/// So many algorithms, over so many clauses, are more than a reader keeps in mind.
const MANY: usize = 5;
const SCATTERED: usize = 3;

/// CR02: many algorithms, and no place that lists them.
pub(super) fn no_inventory(case: Case<'_>, sink: &mut Sink<'_>) {
    let all = used(case);
    let mut clauses: Vec<ClauseId> = all
        .iter()
        .flat_map(|it| &it.algorithms)
        .flat_map(|it| &it.mentions)
        .filter(|it| it.standing == Use::Normative)
        .map(|it| case.facts.sentences[it.sentence as usize].clause)
        .collect();
    clauses.sort_unstable();
    clauses.dedup();
    let titled = case.facts.titled(
        case.doc,
        case.words,
        &["inventory/title"],
        Standing::Normative,
    );
    if all.len() < MANY
        || clauses.len() < SCATTERED
        || !titled.is_empty()
        || tabled(case, &all)
    {
        return;
    }
    let labels: Vec<String> = clauses.iter().map(|it| case.label(*it)).collect();
    let values = [("count", &*all.len().to_string()), ("clauses", &labels.join(", "))];
    let finding = sink.report(case.doc.title(), &values);
    let names: Vec<&str> = all.iter().map(|it| &*it.name).collect();
    finding.noting(format!("the algorithms: {}", names.join(", ")));
}

/// Whether one table names at least three of them.
fn tabled(case: Case<'_>, all: &[Used<'_>]) -> bool {
    let mut pairs: Vec<(u32, usize)> = Vec::new();
    for (index, used) in all.iter().enumerate() {
        for mention in used.algorithms.iter().flat_map(|it| &it.mentions) {
            let block = case.facts.sentences[mention.sentence as usize].block;
            pairs.extend(case.doc[block].cell.map(|it| (it.table, index)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs.chunk_by(|a, b| a.0 == b.0).any(|it| 3 <= it.len())
}

/// CR08: a protocol that carries what an algorithm made, for ever that one.
pub(super) fn no_agility(case: Case<'_>, sink: &mut Sink<'_>) {
    if case.duty().is_none() {
        return;
    }
    let answers =
        |it: &Sentence| it.reads != Reads::Apparatus && case.says(it, "agility/words");
    if case.facts.sentences.iter().any(answers) {
        return;
    }
    let carried = used(case).into_iter().find_map(|it| {
        let made =
            matches!(it.entry.kind, Family::Hash | Family::Mac | Family::Signature);
        let places = it.algorithms.iter().flat_map(|it| &it.mentions);
        let place = places.filter(|it| it.standing == Use::Normative).find(|it| {
            let sentence = &case.facts.sentences[it.sentence as usize];
            case.doc[sentence.block].cell.is_some()
                || case.facts.sentences_of(case.doc, sentence.clause).any(|it| {
                    it.block == sentence.block && case.says(it, "agility/carries")
                })
        })?;
        made.then_some((it.name, *place))
    });
    let Some((name, place)) = carried else { return };
    let finding = sink.report(case.doc.title(), &[("algorithm", &*name)]);
    let sentence = &case.facts.sentences[place.sentence as usize];
    finding.because(sentence.span, "this is carried in a message");
    finding.noting(format!(
        "{}; no word on identifiers, negotiation or replacement of algorithms",
        case.searched()
    ));
}

/// QR01: what a quantum computer breaks, and no word on that.
pub(super) fn no_quantum(case: Case<'_>, sink: &mut Sink<'_>) {
    let all = used(case);
    let exposed: Vec<&Used<'_>> =
        all.iter().filter(|it| it.entry.quantum == Quantum::Vulnerable).collect();
    let speaks =
        |it: &Sentence| it.reads != Reads::Apparatus && case.says(it, "quantum/words");
    let Some(first) = exposed.first() else { return };
    if case.facts.sentences.iter().any(speaks) {
        return;
    }
    let names: Vec<&str> = exposed.iter().map(|it| &*it.name).collect();
    let finding = sink.report(case.doc.title(), &[("algorithm", names[0])]);
    let sentence = &case.facts.sentences[first.first.sentence as usize];
    finding.because(sentence.span, "this relies on it");
    if 1 < names.len() {
        finding.noting(format!("so do the uses of {}", names[1..].join(", ")));
    }
    finding.noting(format!(
        "{}; no word on quantum computers or migration",
        case.searched()
    ));
}
