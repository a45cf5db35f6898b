//! Workflow commands of GitHub: what was found is shown beside the files of a change.
//!
//! GitHub keeps ten errors, ten warnings and ten notices of a step, so the gravest come
//! first, and what an earlier report has comes last, as a notice. A Word file has no
//! lines: its clause and its words are in the message. Nothing of a draft is written
//! outside of a command, and there it is escaped, so that no draft can give commands.

#[cfg(test)]
mod tests;

use std::io::{self, Write};

use super::{
    NotRead, Output, Record, Report, Style, calm,
    human::summary,
    record::{Finding, Status},
    words,
};
use crate::{finding::Severity, text::shortened};

pub(super) const OUTPUT: Output = Output { name: "github", write };

/// The most that is quoted: GitHub cuts messages at 4,096 characters.
const QUOTE: usize = 400;

/// The most of a message or of what to write instead, for the same reason.
const WORDS: usize = 1_000;

fn write(report: &Report<'_>, _: Style, to: &mut dyn Write) -> io::Result<()> {
    not_read(report, true, to)?;
    let (found, known) = (report.totals.found, report.totals.known);
    for (severity, (found, known)) in
        Severity::ALL.into_iter().zip(found.into_iter().zip(known))
    {
        // Drafts may be many, and there is nothing to look for.
        if known < found {
            let new = |it: &Finding| it.status == Status::New && it.severity == severity;
            findings(report, &new, to)?;
        }
    }
    if known != [0; 3] {
        findings(report, &|it| it.status == Status::Known, to)?;
    }
    not_read(report, false, to)?;
    writeln!(to, "{}", summary(report))
}

fn not_read(report: &Report<'_>, wanted: bool, to: &mut dyn Write) -> io::Result<()> {
    for NotRead { path, why, .. } in
        report.not_read.iter().filter(|it| it.wanted == wanted)
    {
        let command = if wanted { "error" } else { "notice" };
        let place =
            [("file", Some(path.to_string())), ("title", Some("not read".to_owned()))];
        say(command, &place, &format!("{path}: {why}"), to)?;
    }
    Ok(())
}

fn findings(
    report: &Report<'_>,
    wanted: &dyn Fn(&Finding) -> bool,
    to: &mut dyn Write,
) -> io::Result<()> {
    for it in report.drafts.all() {
        let record = it?.record;
        for it in record.findings.iter().filter(|it| wanted(it)) {
            finding(&record, it, to)?;
        }
    }
    Ok(())
}

fn finding(record: &Record, it: &Finding, to: &mut dyn Write) -> io::Result<()> {
    let (command, known) = match (it.status, it.severity) {
        (Status::New, Severity::Error) => ("error", ""),
        (Status::New, Severity::Warning) => ("warning", ""),
        (Status::New, Severity::Note) => ("notice", ""),
        (Status::Known, _) => ("notice", " (known)"),
    };
    let origin = &it.origin;
    let file = origin.file.as_deref().map(|it| words::beside(&record.path, it));
    let number = |it: Option<u32>| it.map(|it| it.to_string());
    // Columns are of one line: GitHub refuses those of words that go on below.
    let one = origin.end_line.is_none_or(|it| Some(it) == origin.line);
    let column = |it: Option<u32>| number(it.filter(|_| one && origin.line.is_some()));
    let place = [
        ("file", Some(file.unwrap_or_else(|| record.path.to_string()))),
        ("line", number(origin.line)),
        ("endLine", number(origin.end_line)),
        ("col", column(origin.column)),
        ("endColumn", column(origin.end_column)),
        ("title", Some(format!("{} {}{known}", it.rule, it.name))),
    ];
    say(command, &place, &message(it), to)
}

/// What is wrong, where, the words, and what to write instead: a line each.
fn message(it: &Finding) -> String {
    let mut lines = vec![shortened(&it.message, WORDS)];
    let clause = words::clause(&it.clause).or_else(|| words::position(&it.origin));
    let quote = shortened(&it.quote, QUOTE);
    let place = [clause, (!quote.is_empty()).then(|| format!("“{quote}”"))];
    let place: Vec<_> = place.into_iter().flatten().collect();
    if !place.is_empty() {
        lines.push(place.join(": "));
    }
    lines.push(format!("help: {}", shortened(&it.help, WORDS)));
    lines.join("\n")
}

/// Writes a command: its name, where it belongs, and its words.
fn say(
    command: &str,
    place: &[(&str, Option<String>)],
    words: &str,
    to: &mut dyn Write,
) -> io::Result<()> {
    let place = place.iter().filter_map(|(name, it)| Some((name, it.as_ref()?)));
    let place = place.map(|(name, it)| format!("{name}={}", property(it)));
    let place = place.collect::<Vec<_>>().join(",");
    writeln!(to, "::{command} {place}::{}", data(words))
}

/// The words of a command, with GitHub's escapes; what else a log cannot show is taken
/// out.
fn data(words: &str) -> String {
    let lines = words.lines().map(calm).collect::<Vec<_>>().join("\n");
    lines.replace('%', "%25").replace('\n', "%0A")
}

/// A property of a command, on one line, with GitHub's escapes.
fn property(words: &str) -> String {
    let line = calm(words).replace('%', "%25");
    line.replace(':', "%3A").replace(',', "%2C")
}
