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
    record::Status,
    told::{State, Told},
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

fn write(report: &Report<'_>, _: Style, to: &mut dyn Write) -> io::Result<()> {
    write!(to, "{MARK}{}\r\n", COLUMNS.join(","))?;
    for it in report.drafts.records() {
        let record = it?;
        for it in record.told() {
            row(&record, &it, report.rules, to)?;
        }
    }
    Ok(())
}

/// What a row says that depends on what became of the finding.
struct Fate<'r> {
    status: &'r str,
    confidence: &'r str,
    help: &'r str,
    basis: &'r [Box<str>],
    because: &'r str,
    by: Option<&'r str>,
}

impl<'r> Fate<'r> {
    fn of(state: State<'r>, rules: &'r RuleSet) -> Self {
        match state {
            State::Open(it) => Self {
                status: match it.status {
                    Status::New => "new",
                    Status::Known => "known",
                },
                confidence: it.confidence.name(),
                help: &it.help,
                basis: &it.basis,
                because: "",
                by: None,
            },
            // What a rule is sure of and asks for is not kept with an answer; the rules
            // know.
            State::Allowed(it) => {
                let rule = rules.find(&it.rule).map(|it| rules.get(it));
                Self {
                    status: "allowed",
                    confidence: rule.map_or("", |it| it.confidence.name()),
                    help: rule.map_or("", |it| &it.help),
                    basis: rule.map_or(&[], |it| &it.basis),
                    because: &it.because,
                    by: it.by.as_deref(),
                }
            }
        }
    }
}

fn row(
    record: &Record,
    row: &Told<'_>,
    rules: &RuleSet,
    to: &mut dyn Write,
) -> io::Result<()> {
    let (profile, origin) = (&record.profile, row.origin);
    let fate = Fate::of(row.state, rules);
    let group = row.rule.trim_end_matches(|it: char| it.is_ascii_digit());
    // The sign keeps `7.10` from being a number, as which it would end in 1.
    let clause = row.clause.number.as_ref().map(|it| format!("§ {it}"));
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
        row.severity.name().to_owned(),
        fate.confidence.to_owned(),
        fate.status.to_owned(),
        words(clause.as_deref()),
        words(row.clause.title.as_deref()),
        number(origin.line),
        number(origin.column),
        number(origin.paragraph),
        cell(row.message),
        cell(row.quote),
        words(row.algorithm),
        cell(fate.help),
        cell(&fate.basis.join("; ")),
        cell(fate.because),
        words(fate.by),
        cell(row.fingerprint),
        words(origin.file.as_deref()),
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
