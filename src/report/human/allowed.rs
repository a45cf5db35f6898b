use std::io::{self, Write};

use super::paint::{cut, line};
use crate::report::{Style, record::Allowed};

/// The most of the words of a finding that is quoted; the draft has the rest.
const QUOTE: usize = 60;

/// Writes one finding that was answered: what, where, why, and who said so.
pub(super) fn write(
    allowed: &Allowed,
    style: Style,
    to: &mut dyn Write,
) -> io::Result<()> {
    let Allowed { rule: code, because, by, date, until, place, .. } = allowed;
    let clause = allowed.clause.name();
    let clause = clause.map(|it| format!(" in {}", cut(style, it, QUOTE)));
    let quote = cut(style, &allowed.quote, QUOTE);
    // A date has a time behind it that nobody needs here.
    let day = date.as_deref().map(|it| it.get(..10).unwrap_or(it).to_owned());
    let who = by.as_deref().unwrap_or(place);
    let until = until.as_ref().map(|it| format!("until {it}"));
    let known = [Some(who.to_owned()), day, until].into_iter().flatten();
    let known = known.collect::<Vec<_>>().join(", ");
    let (open, close, dash) =
        if style.unicode { ('“', '”', '–') } else { ('"', '"', '-') };
    let clause = clause.unwrap_or_default();
    let words = format!(
        "{code}{clause}: {open}{quote}{close} {dash} because {because} ({known})"
    );
    line(to, style, "  allowed  ", "           ", &words)
}
