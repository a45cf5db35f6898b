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

/// One finding as an item of a list: what is wrong, where, the words.
pub(super) fn item(it: &Finding) -> String {
    let known = if it.status == Status::Known { " (known)" } else { "" };
    let (severity, rule, name) = (it.severity.name(), words(&it.rule), words(&it.name));
    let (place, message) = (place(&it.clause, &it.origin), words(&it.message));
    let quote = quote(&it.quote);
    format!("- **{severity}**{known} {rule} {name}{place}: {message}\n{quote}")
}

/// What to do about the findings of a rule, and what it rests on.
pub(super) fn advice(it: &Finding) -> String {
    let instead = format!("\n  Instead: {}\n", words(&it.help));
    if it.basis.is_empty() {
        return instead;
    }
    format!("{instead}\n  Basis: {}\n", words(&it.basis.join("; ")))
}

/// A finding that was answered, with the answer.
pub(super) fn allowed(it: &Allowed) -> String {
    let (rule, name) = (words(&it.rule), words(&it.name));
    let (place, message) = (place(&it.clause, &it.origin), words(&it.message));
    let by = it.by.as_deref().map(|it| format!("by {}", words(it)));
    let until = it.until.as_deref().map(|it| format!("until {}", words(it)));
    let who: Vec<_> = by.into_iter().chain(until).collect();
    let who =
        if who.is_empty() { String::new() } else { format!(" ({})", who.join(", ")) };
    let (quote, because) = (quote(&it.quote), words(&it.because));
    format!(
        "- **allowed** {rule} {name}{place}: {message}\n{quote}\n  Because: {because}{who}\n"
    )
}

fn place(clause: &Clause, origin: &Origin) -> String {
    let place = shared::clause(clause).or_else(|| shared::position(origin));
    place.map(|it| format!(", {}", words(&it))).unwrap_or_default()
}

fn quote(quote: &str) -> String {
    let quote = shortened(quote, QUOTE);
    if quote.is_empty() { quote } else { format!("  > “{}”\n", words(&quote)) }
}
