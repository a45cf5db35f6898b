use std::io::{self, Write};

use super::paint::{Ink, calm, columns, cut, line, paint};
use crate::{
    doc::{ClauseId, Document},
    facts::{Algorithm, Use},
    lexicon::{Lexicon, Status},
    report::{Draft, Style, json::status, place, unjudged},
    rules::RuleSet,
};

/// So many algorithms fit on a few lines; the inventory lists all.
const ALGORITHMS: usize = 12;

/// Writes what a draft is: its path, its name, its kind, and what it says of security.
pub(super) fn write(
    draft: &Draft,
    rules: &RuleSet,
    style: Style,
    to: &mut dyn Write,
) -> io::Result<()> {
    let (profile, about) = (&draft.facts.profile, draft.document.about());
    writeln!(to, "{}", paint(style, Ink::Bold, &ruled(style, &draft.path)))?;
    let name: Vec<_> =
        [&about.number, &about.title].into_iter().filter_map(Option::as_deref).collect();
    if !name.is_empty() {
        line(to, style, "  ", "  ", &name.join("  "))?;
    }
    if !draft.judged(rules) {
        return line(to, style, "  ", "  ", &unjudged(about.language));
    }
    let kind = profile.kind.name();
    let because = match &*profile.kind_because {
        "" => kind.to_owned(),
        why => format!("{kind}: {why}"),
    };
    line(to, style, "  ", "  ", &because)?;
    if rules.rules().any(|(_, it)| it.kinds.contains(&profile.kind)) {
        return parts(draft, rules.lexicon(), style, to);
    }
    line(to, style, "  ", "  ", "no rule of this run applies to such a document")
}

/// The path on a line that goes on to the border, so that the eye finds each draft.
fn ruled(style: Style, path: &str) -> String {
    let bar = if style.unicode { '─' } else { '-' };
    let path = calm(path);
    let rest = style.width.saturating_sub(columns(&path) + 4);
    format!("{bar}{bar} {path} {}", bar.to_string().repeat(rest)).trim_end().to_owned()
}

fn parts(
    draft: &Draft,
    lexicon: &Lexicon,
    style: Style,
    to: &mut dyn Write,
) -> io::Result<()> {
    let (doc, profile) = (&draft.document, &draft.facts.profile);
    let traits: Vec<_> = profile.traits.iter().map(|it| &*it.name).collect();
    let traits =
        if traits.is_empty() { "none recognised".to_owned() } else { traits.join(", ") };
    let part = |state, clauses| part(doc, style, state, clauses);
    let rows = [
        ("security", part(profile.security.state.name(), &profile.security.clauses)),
        ("threats", part(profile.threats.state.name(), &profile.threats.clauses)),
        ("privacy", part(profile.privacy.state.name(), &profile.privacy.clauses)),
        ("specifies", traits),
        ("algorithms", algorithms(&profile.algorithms, lexicon)),
    ];
    for (name, words) in rows {
        let first = paint(style, Ink::Dim, &format!("  {name:<10}  "));
        line(to, style, &first, &" ".repeat(14), &words)?;
    }
    Ok(())
}

fn part(doc: &Document, style: Style, state: &str, clauses: &[ClauseId]) -> String {
    let Some(clause) = clauses.first() else { return state.to_owned() };
    let number = place::number(doc, *clause).map(ToOwned::to_owned);
    let title = place::title(doc, *clause).map(|it| cut(style, it, 60));
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
