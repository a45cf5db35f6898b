//! One finding a row, for spreadsheets: what was answered too, with the reason.
//!
//! It is what RFC 4180 says, in UTF-8 with a byte order mark, without which Excel takes
//! it for the letters of an older code. Every cell is one line. A cell of words that a
//! spreadsheet would take for a formula, a number or a day begins with an apostrophe:
//! a draft that is somebody else's shall neither compute anything on the reader's
//! computer nor lose the last digit of `7.10`. What is no finding, such as a file that
//! was not read, is in the other reports.

#[cfg(test)]
mod tests;

use std::io::{self, Write};

use super::{
    Output, Record, Report, Style, calm,
    record::{Allowed, Finding, Status},
};
use crate::rules::RuleSet;

pub(super) const OUTPUT: Output = Output { name: "csv", write };

/// What the columns are called. Others rely on them: new ones go to the end.
const COLUMNS: [&str; 25] = [
    "path",
    "number",
    "title",
    "question",
    "kind",
    "rule",
    "name",
    "group",
    "severity",
    "confidence",
    "status",
    "clause",
    "clause title",
    "line",
    "column",
    "paragraph",
    "message",
    "quote",
    "algorithm",
    "help",
    "basis",
    "because",
    "by",
    "fingerprint",
    "file",
];

/// By this a spreadsheet knows that the letters are UTF-8.
const MARK: &str = "\u{feff}";

/// A row, without what every row of a draft has.
#[derive(Default)]
struct Row<'r> {
    rule: &'r str,
    name: &'r str,
    severity: &'r str,
    confidence: &'r str,
    status: &'r str,
    clause: Option<&'r str>,
    title: Option<&'r str>,
    line: Option<u32>,
    column: Option<u32>,
    paragraph: Option<u32>,
    file: Option<&'r str>,
    message: &'r str,
    quote: &'r str,
    algorithm: Option<&'r str>,
    help: &'r str,
    basis: String,
    because: &'r str,
    by: Option<&'r str>,
    fingerprint: &'r str,
}

fn write(report: &Report<'_>, _: Style, to: &mut dyn Write) -> io::Result<()> {
    write!(to, "{MARK}{}\r\n", COLUMNS.join(","))?;
    for it in report.drafts.records() {
        let record = it?;
        for it in &record.findings {
            row(&record, &Row::found(it), to)?;
        }
        for it in &record.allowed {
            row(&record, &Row::allowed(it, report.rules), to)?;
        }
    }
    Ok(())
}

impl<'r> Row<'r> {
    fn found(it: &'r Finding) -> Self {
        Self {
            rule: &it.rule,
            name: &it.name,
            severity: it.severity.name(),
            confidence: it.confidence.name(),
            status: match it.status {
                Status::New => "new",
                Status::Known => "known",
            },
            clause: it.clause.number.as_deref(),
            title: it.clause.title.as_deref(),
            line: it.origin.line,
            column: it.origin.column,
            paragraph: it.origin.paragraph,
            file: it.origin.file.as_deref(),
            message: &it.message,
            quote: &it.quote,
            algorithm: it.algorithm.as_deref(),
            help: &it.help,
            basis: it.basis.join("; "),
            fingerprint: &it.fingerprint,
            ..Self::default()
        }
    }

    /// What a rule is sure of and asks for is not kept with an answer; the rules know.
    fn allowed(it: &'r Allowed, rules: &'r RuleSet) -> Self {
        let rule = rules.find(&it.rule).map(|it| rules.get(it));
        Self {
            rule: &it.rule,
            name: &it.name,
            severity: it.severity.name(),
            confidence: rule.map_or("", |it| it.confidence.name()),
            status: "allowed",
            clause: it.clause.number.as_deref(),
            title: it.clause.title.as_deref(),
            line: it.origin.line,
            column: it.origin.column,
            paragraph: it.origin.paragraph,
            file: it.origin.file.as_deref(),
            message: &it.message,
            quote: &it.quote,
            algorithm: it.algorithm.as_deref(),
            help: rule.map_or("", |it| &it.help),
            basis: rule.map(|it| it.basis.join("; ")).unwrap_or_default(),
            because: &it.because,
            by: it.by.as_deref(),
            fingerprint: &it.fingerprint,
        }
    }
}

fn row(record: &Record, row: &Row<'_>, to: &mut dyn Write) -> io::Result<()> {
    let profile = &record.profile;
    let group = row.rule.trim_end_matches(|it: char| it.is_ascii_digit());
    // The sign keeps `7.10` from being a number, as which it would end in 1.
    let clause = row.clause.map(|it| format!("§ {it}"));
    let number = |it: Option<u32>| it.map(|it| it.to_string()).unwrap_or_default();
    let words = |it: Option<&str>| cell(it.unwrap_or_default());
    let cells: [String; COLUMNS.len()] = [
        cell(&record.path),
        words(profile.number.as_deref()),
        words(profile.title.as_deref()),
        words(profile.question.as_deref()),
        cell(&profile.kind),
        cell(row.rule),
        cell(row.name),
        cell(group),
        row.severity.to_owned(),
        row.confidence.to_owned(),
        row.status.to_owned(),
        words(clause.as_deref()),
        words(row.title),
        number(row.line),
        number(row.column),
        number(row.paragraph),
        cell(row.message),
        cell(row.quote),
        words(row.algorithm),
        cell(row.help),
        cell(&row.basis),
        cell(row.because),
        words(row.by),
        cell(row.fingerprint),
        words(row.file),
    ];
    write!(to, "{}\r\n", cells.map(|it| quoted(&it)).join(","))
}

/// Words of any origin, so that a spreadsheet only shows them.
///
/// Where a semicolon parts lists, as in many countries, a spreadsheet may cut a row at
/// one inside a cell: what comes after it is the beginning of a cell as well.
fn cell(words: &str) -> String {
    let words = calm(words);
    let mut kept = String::with_capacity(words.len() + 1);
    for (count, piece) in words.split(';').enumerate() {
        if 0 < count {
            kept.push(';');
        }
        if computes(piece) || (count == 0 && counts(&words)) {
            kept.push('\'');
        }
        kept.push_str(piece);
    }
    kept
}

/// Whether a spreadsheet would take words for a formula, wherever it cuts them.
fn computes(words: &str) -> bool {
    let aside = |it: char| {
        it.is_whitespace()
            || matches!(
                it,
                '"' | '\'' | ',' | '|' | '\u{200b}'
                    ..='\u{200d}' | '\u{2060}' | '\u{feff}'
            )
    };
    let begin = words.trim_start_matches(aside);
    begin.starts_with([
        '=', '+', '-', '@', '＝', '＋', '－', '＠', '\u{2212}', '﹢', '﹣', '﹫',
    ])
}

/// Whether a spreadsheet would take words for a number, a day or a time, and show
/// others.
fn counts(words: &str) -> bool {
    let words = words.trim();
    words.contains(|it: char| it.is_ascii_digit())
        && words.chars().all(|it| {
            it.is_ascii_digit()
                || matches!(it, '.' | ',' | ':' | '/' | '-' | '%' | 'e' | 'E' | ' ' | '+')
        })
}

/// A cell as it is written: in quotation marks where it needs them.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', ';', '\'', ' ']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
