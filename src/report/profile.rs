//! What a draft is, in five lines: for the terminal, and for the mark that sums it up.

use super::{Draft, json::status, place};
use crate::{
    doc::{ClauseId, Document},
    facts::{Algorithm, Use},
    lexicon::{Lexicon, Status},
    rules::RuleSet,
    text::shortened,
};

/// So many algorithms fit on a few lines; the inventory lists all.
const ALGORITHMS: usize = 12;

/// The title of a clause is told as far as this.
const TITLE: usize = 60;

/// What it says of security, of threats and of personal data, what it specifies, and the
/// algorithms that it names.
pub(super) fn rows(draft: &Draft, rules: &RuleSet) -> [(&'static str, String); 5] {
    let (doc, profile) = (&draft.document, &draft.facts.profile);
    let traits: Vec<_> = profile.traits.iter().map(|it| &*it.name).collect();
    let traits =
        if traits.is_empty() { "none recognised".to_owned() } else { traits.join(", ") };
    let part = |state, clauses| part(doc, state, clauses);
    [
        ("security", part(profile.security.state.name(), &profile.security.clauses)),
        ("threats", part(profile.threats.state.name(), &profile.threats.clauses)),
        ("privacy", part(profile.privacy.state.name(), &profile.privacy.clauses)),
        ("specifies", traits),
        ("algorithms", algorithms(&profile.algorithms, rules.lexicon())),
    ]
}

/// The kind of document that it is, and why.
pub(super) fn kind(draft: &Draft) -> String {
    let profile = &draft.facts.profile;
    let kind = profile.kind.name();
    match &*profile.kind_because {
        "" => kind.to_owned(),
        why => format!("{kind}: {why}"),
    }
}

fn part(doc: &Document, state: &str, clauses: &[ClauseId]) -> String {
    let Some(clause) = clauses.first() else { return state.to_owned() };
    let number = place::number(doc, *clause).map(ToOwned::to_owned);
    let title = place::title(doc, *clause).map(|it| shortened(it, TITLE));
    let place: Vec<_> = [number, title].into_iter().flatten().collect();
    format!("{state}: {}", place.join(" "))
}

fn algorithms(all: &[Algorithm], lexicon: &Lexicon) -> String {
    let mut shown: Vec<_> =
        all.iter().take(ALGORITHMS).map(|it| algorithm(it, lexicon)).collect();
    if ALGORITHMS < all.len() {
        shown.push(format!("and {} more", all.len() - ALGORITHMS));
    }
    if shown.is_empty() { "none named".to_owned() } else { shown.join(", ") }
}

fn algorithm(algorithm: &Algorithm, lexicon: &Lexicon) -> String {
    let mut marks = Vec::new();
    let state = lexicon.catalogue().get(algorithm.entry).status;
    if state != Status::Acceptable {
        marks.push(status(state));
    }
    match algorithm.standing {
        Use::Normative if algorithm.declared_by.is_none() => marks.push("undeclared"),
        Use::Normative => (),
        Use::Prohibited | Use::Informative | Use::Definition => {
            marks.push(algorithm.standing.name());
        }
    }
    if marks.is_empty() {
        return algorithm.name.to_string();
    }
    format!("{} ({})", algorithm.name, marks.join(", "))
}
