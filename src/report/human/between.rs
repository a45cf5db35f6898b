use std::io::{self, Write};

use super::paint::{Ink, cut, filled, line, paint};
use crate::report::{
    Compared, Style,
    baseline::Fixed,
    record::{Clause, Finding},
    words::counted,
};

/// The most of the words of a finding that is quoted; the draft has the rest.
const QUOTE: usize = 60;

/// Writes what makes a comparison less than exact.
pub(super) fn remarks(it: &Compared, style: Style, to: &mut dyn Write) -> io::Result<()> {
    line(to, style, "", "", &format!("compared with {}", it.name))?;
    it.remarks.iter().try_for_each(|it| line(to, style, "  note: ", "        ", it))
}

/// Writes one finding that the earlier report has: in a line, for it was told before.
pub(super) fn known(it: &Finding, style: Style, to: &mut dyn Write) -> io::Result<()> {
    let words = told(&it.rule, &it.message, &it.clause, &it.quote, style);
    let words = format!("{}: {words}", it.severity.name());
    line(to, style, "  known    ", "           ", &words)
}

/// Writes what is gone since the earlier report, and what was not looked at.
pub(super) fn gone(it: &Compared, style: Style, to: &mut dyn Write) -> io::Result<()> {
    if !it.fixed.is_empty() {
        let head = format!("Fixed since {}", it.name);
        writeln!(to)?;
        writeln!(to, "{}", paint(style, Ink::Bold, &filled(style, "", "", &head)))?;
    }
    for of_draft in it.fixed.chunk_by(|a, b| a.path == b.path) {
        line(to, style, "  ", "    ", &of_draft[0].path)?;
        for Fixed { rule, severity, message, clause, quote, .. } in of_draft {
            let words = told(rule, message, clause, quote, style);
            let words = format!("{}: {words}", severity.name());
            line(to, style, "    fixed  ", "           ", &words)?;
        }
    }
    if !it.absent.is_empty() {
        let head = format!("In {}, but not in this run", it.name);
        writeln!(to)?;
        writeln!(to, "{}", paint(style, Ink::Bold, &filled(style, "", "", &head)))?;
    }
    for it in &it.absent {
        let words = format!("{}: {}", it.path, counted(it.findings, "finding"));
        line(to, style, "  ", "    ", &words)?;
    }
    Ok(())
}

fn told(rule: &str, message: &str, clause: &Clause, quote: &str, style: Style) -> String {
    let (open, close, dash) =
        if style.unicode { ('“', '”', '–') } else { ('"', '"', '-') };
    let clause = clause.name();
    let clause = clause.map(|it| format!(" in {}", cut(style, it, QUOTE)));
    let quote = cut(style, quote, QUOTE);
    format!("{rule}{}: {open}{quote}{close} {dash} {message}", clause.unwrap_or_default())
}
