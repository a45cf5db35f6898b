use std::io::{self, Write};

use super::paint::{Ink, calm, columns, line, paint};
use crate::{
    report::{Draft, Style, profile, unjudged},
    rules::RuleSet,
};

/// Writes what a draft is: its path, its name, its kind, and what it says of security.
pub(super) fn write(
    draft: &Draft,
    rules: &RuleSet,
    style: Style,
    to: &mut dyn Write,
) -> io::Result<()> {
    let about = draft.document.about();
    writeln!(to, "{}", paint(style, Ink::Bold, &ruled(style, &draft.path)))?;
    let name: Vec<_> =
        [&about.number, &about.title].into_iter().filter_map(Option::as_deref).collect();
    if !name.is_empty() {
        line(to, style, "  ", "  ", &name.join("  "))?;
    }
    if !draft.judged(rules) {
        return line(to, style, "  ", "  ", &unjudged(about.language));
    }
    line(to, style, "  ", "  ", &profile::kind(draft))?;
    let kind = draft.facts.profile.kind;
    if rules.rules().any(|(_, it)| it.kinds.contains(&kind)) {
        return parts(draft, rules, style, to);
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
    rules: &RuleSet,
    style: Style,
    to: &mut dyn Write,
) -> io::Result<()> {
    for (name, words) in profile::rows(draft, rules) {
        let first = paint(style, Ink::Dim, &format!("  {name:<10}  "));
        line(to, style, &first, &" ".repeat(14), &words)?;
    }
    Ok(())
}
