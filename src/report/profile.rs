//! What a draft is, in five lines: for the terminal, and for the mark that sums it up.

use super::record::{Algorithm, Part, Profile};
use crate::text::shortened;

/// So many algorithms fit on a few lines; the inventory lists all.
const ALGORITHMS: usize = 12;

/// The title of a clause is told as far as this.
const TITLE: usize = 60;

/// What it says of security, of threats and of personal data, what it specifies, and the
/// algorithms that it names.
pub(super) fn rows(profile: &Profile) -> [(&'static str, String); 5] {
    let traits: Vec<_> = profile.traits.iter().map(|it| &*it.name).collect();
    let traits =
        if traits.is_empty() { "none recognised".to_owned() } else { traits.join(", ") };
    [
        ("security", part(&profile.security)),
        ("threats", part(&profile.threats)),
        ("privacy", part(&profile.privacy)),
        ("specifies", traits),
        ("algorithms", algorithms(&profile.algorithms)),
    ]
}

/// The kind of document that it is, and why.
pub(super) fn kind(profile: &Profile) -> String {
    match &*profile.kind_because {
        "" => profile.kind.to_string(),
        why => format!("{}: {why}", profile.kind),
    }
}

fn part(part: &Part) -> String {
    let Some(clause) = &part.clause else { return part.state.to_string() };
    let title = part.title.as_ref();
    // A clause without a number goes by its title.
    let number = Some(clause).filter(|it| title != Some(it)).map(ToString::to_string);
    let title = title.map(|it| shortened(it, TITLE));
    let place: Vec<_> = [number, title].into_iter().flatten().collect();
    format!("{}: {}", part.state, place.join(" "))
}

fn algorithms(all: &[Algorithm]) -> String {
    let mut shown: Vec<_> = all.iter().take(ALGORITHMS).map(algorithm).collect();
    if ALGORITHMS < all.len() {
        shown.push(format!("and {} more", all.len() - ALGORITHMS));
    }
    if shown.is_empty() { "none named".to_owned() } else { shown.join(", ") }
}

fn algorithm(algorithm: &Algorithm) -> String {
    let mut marks = Vec::new();
    if &*algorithm.status != "acceptable" {
        marks.push(&*algorithm.status);
    }
    match &*algorithm.standing {
        "normative" if !algorithm.declared => marks.push("undeclared"),
        "normative" => (),
        other => marks.push(other),
    }
    if marks.is_empty() {
        return algorithm.name.to_string();
    }
    format!("{} ({})", algorithm.name, marks.join(", "))
}
