use super::markup::words;
use crate::{
    report::{
        record::{Allowed, Clause, Finding, Origin, Status},
        words as shared,
    },
    text::shortened,
};

/// The most that is quoted; the draft has the rest.
const QUOTE: usize = 400;

/// Writes one finding as an item of a list: what is wrong, where, the words.
pub(super) fn write(it: &Finding, to: &mut String) {
    let known = if it.status == Status::Known { " (known)" } else { "" };
    let (severity, rule, name) = (it.severity.name(), &it.rule, &it.name);
    let place = place(&it.clause, &it.origin);
    *to += &format!("- **{severity}**{known} {} {}", words(rule), words(name));
    *to += &format!("{place}: {}\n", words(&it.message));
    quote(&it.quote, to);
}

/// Writes what to do about the findings of a rule, and what it rests on.
pub(super) fn advise(it: &Finding, to: &mut String) {
    *to += &format!("\n  Instead: {}\n", words(&it.help));
    if !it.basis.is_empty() {
        *to += &format!("\n  Basis: {}\n", words(&it.basis.join("; ")));
    }
}

/// Writes a finding that was answered, with the answer.
pub(super) fn allowed(it: &Allowed, to: &mut String) {
    let place = place(&it.clause, &it.origin);
    *to += &format!("- **allowed** {} {}", words(&it.rule), words(&it.name));
    *to += &format!("{place}: {}\n", words(&it.message));
    quote(&it.quote, to);
    let by = it.by.as_deref().map(|it| format!("by {}", words(it)));
    let until = it.until.as_deref().map(|it| format!("until {}", words(it)));
    let who: Vec<_> = by.into_iter().chain(until).collect();
    let who =
        if who.is_empty() { String::new() } else { format!(" ({})", who.join(", ")) };
    *to += &format!("\n  Because: {}{who}\n", words(&it.because));
}

fn place(clause: &Clause, origin: &Origin) -> String {
    let place = shared::clause(clause).or_else(|| shared::position(origin));
    place.map(|it| format!(", {}", words(&it))).unwrap_or_default()
}

fn quote(quote: &str, to: &mut String) {
    let quote = shortened(quote, QUOTE);
    if !quote.is_empty() {
        *to += &format!("  > “{}”\n", words(&quote));
    }
}
