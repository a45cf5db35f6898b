use std::io::{self, Write};

use super::paint::{Ink, calm, columns, line, paint};
use crate::{
    report::{Record, Style, judged, profile, unjudged},
    rules::RuleSet,
};

/// Writes what a draft is: its path, its name, its kind, and what it says of security.
pub(super) fn write(
    record: &Record,
    rules: &RuleSet,
    style: Style,
    to: &mut dyn Write,
) -> io::Result<()> {
    let it = &record.profile;
    writeln!(to, "{}", paint(style, Ink::Bold, &ruled(style, &record.path)))?;
    let name: Vec<_> =
        [&it.number, &it.title].into_iter().filter_map(Option::as_deref).collect();
    if !name.is_empty() {
        line(to, style, "  ", "  ", &name.join("  "))?;
    }
    if !judged(&it.language, rules) {
        return line(to, style, "  ", "  ", &unjudged(&it.language));
    }
    line(to, style, "  ", "  ", &profile::kind(it))?;
    if !rules.applies_to(&it.kind) {
        return line(
            to,
            style,
            "  ",
            "  ",
            "no rule of this run applies to such a document",
        );
    }
    for (name, words) in profile::rows(it) {
        let first = paint(style, Ink::Dim, &format!("  {name:<10}  "));
        line(to, style, &first, &" ".repeat(14), &words)?;
    }
    Ok(())
}

/// The path on a line that goes on to the border, so that the eye finds each draft.
fn ruled(style: Style, path: &str) -> String {
    let bar = if style.unicode { '─' } else { '-' };
    let path = calm(path);
    let rest = style.width.saturating_sub(columns(&path) + 4);
    format!("{bar}{bar} {path} {}", bar.to_string().repeat(rest)).trim_end().to_owned()
}
