use std::io::{self, Write};

use serde::Serialize;

use super::{Column, Trend};
use crate::{
    finding::Severity,
    report::{
        Style,
        human::{calm, columns, cut, filled},
    },
};

/// The narrowest and the widest column of counts.
const NARROWEST: usize = 8;
const WIDEST: usize = 18;

/// The column of names, and that of the change.
const NAMES: usize = 24;
const CHANGE: usize = 8;

/// Writes the counts as a table, or line by line where that is too wide.
pub fn human(trend: &Trend, style: Style, to: &mut dyn Write) -> io::Result<()> {
    let count = trend.columns.len().max(1);
    let free = style.width.saturating_sub(NAMES + CHANGE) / count;
    if free < NARROWEST {
        lines(trend, style, to)?;
    } else {
        table(trend, free.min(WIDEST), style, to)?;
    }
    for it in &trend.remarks {
        writeln!(to)?;
        writeln!(to, "{}", filled(style, "note: ", "      ", it))?;
    }
    Ok(())
}

/// A name and what it is in each report.
struct Row {
    name: String,
    cells: Vec<String>,
    change: String,
    apart: bool,
}

fn rows(trend: &Trend) -> Vec<Row> {
    let row = |name: &str, apart: bool, of: &dyn Fn(&Column) -> usize| {
        let counts: Vec<_> = trend.columns.iter().map(of).collect();
        let cells = counts.iter().map(ToString::to_string).collect();
        Row { name: name.to_owned(), cells, change: change(&counts), apart }
    };
    let mut rows =
        vec![row("drafts", false, &|it| it.drafts), row("findings", false, &Column::sum)];
    for (at, severity) in Severity::ALL.into_iter().enumerate() {
        let name = format!("  {}s", severity.name());
        rows.push(row(&name, false, &|it| it.found[at]));
    }
    rows.push(Row {
        name: "findings a draft".to_owned(),
        cells: trend.columns.iter().map(per_draft).collect(),
        change: String::new(),
        apart: false,
    });
    rows.push(row("answered", false, &|it| it.allowed));
    for (at, group) in trend.groups.iter().enumerate() {
        let sum = |it: &Column| it.of(&group.code).iter().sum();
        rows.push(row(&group.title(), at == 0, &sum));
    }
    rows
}

/// How many findings there are for each draft, with one digit.
pub(in crate::report) fn per_draft(it: &Column) -> String {
    it.tenths().map_or_else(|| "-".to_owned(), |it| format!("{}.{}", it / 10, it % 10))
}

/// How the last count differs from the first.
pub(in crate::report) fn change(counts: &[usize]) -> String {
    let [first, .., last] = counts else { return String::new() };
    match (last.checked_sub(*first), first.checked_sub(*last)) {
        (Some(0), _) => "=".to_owned(),
        (Some(more), _) => format!("+{more}"),
        (None, less) => format!("-{}", less.unwrap_or_default()),
    }
}

fn table(
    trend: &Trend,
    width: usize,
    style: Style,
    to: &mut dyn Write,
) -> io::Result<()> {
    let right = |words: &str, width: usize| {
        let words = cut(style, &calm(words), width - 2);
        format!("{}{words}", " ".repeat(width - columns(&words)))
    };
    let line = |name: &str, cells: Vec<&str>, change: &str| {
        let name = cut(style, name, NAMES - 1);
        let mut line = format!("{name}{}", " ".repeat(NAMES - columns(&name)));
        line.extend(cells.iter().map(|it| right(it, width)));
        line.push_str(&right(change, CHANGE));
        line.trim_end().to_owned()
    };
    let labels = trend.columns.iter().map(|it| &*it.label).collect::<Vec<_>>();
    let head = if 1 < labels.len() { "change" } else { "" };
    writeln!(to, "{}", line("", labels, head))?;
    for it in rows(trend) {
        if it.apart {
            writeln!(to)?;
        }
        let cells = it.cells.iter().map(|it| &**it).collect();
        writeln!(to, "{}", line(&it.name, cells, &it.change))?;
    }
    Ok(())
}

fn lines(trend: &Trend, style: Style, to: &mut dyn Write) -> io::Result<()> {
    let labels: Vec<_> = trend.columns.iter().map(|it| &*it.label).collect();
    writeln!(to, "{}", filled(style, "reports: ", "         ", &labels.join(", ")))?;
    for it in rows(trend) {
        let first = format!("{}: ", it.name);
        let change = if it.change.is_empty() {
            String::new()
        } else {
            format!(" ({})", it.change)
        };
        let words = format!("{}{change}", it.cells.join(", "));
        writeln!(to, "{}", filled(style, &first, "    ", &words))?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Root<'a> {
    schema: &'static str,
    reports: Vec<Report<'a>>,
    remarks: &'a [String],
}

#[derive(Serialize)]
struct Report<'a> {
    label: &'a str,
    version: &'a str,
    rules_digest: &'a str,
    view: &'a str,
    drafts: usize,
    allowed: usize,
    findings: usize,
    #[serde(flatten)]
    found: Counts,
    groups: Vec<Group<'a>>,
}

#[derive(Serialize)]
struct Group<'a> {
    #[serde(rename = "group")]
    code: &'a str,
    name: Option<&'a str>,
    #[serde(flatten)]
    found: Counts,
}

#[derive(Serialize)]
struct Counts {
    error: usize,
    warning: usize,
    note: usize,
}

impl From<[usize; 3]> for Counts {
    fn from([error, warning, note]: [usize; 3]) -> Self {
        Self { error, warning, note }
    }
}

/// Writes the counts for programs.
pub fn json(trend: &Trend, to: &mut dyn Write) -> io::Result<()> {
    let report = |it| report(trend, it);
    let root = Root {
        schema: "reclint-trend/1",
        reports: trend.columns.iter().map(report).collect(),
        remarks: &trend.remarks,
    };
    serde_json::to_writer_pretty(&mut *to, &root)?;
    to.write_all(b"\n")
}

fn report<'a>(trend: &'a Trend, it: &'a Column) -> Report<'a> {
    let groups = trend.groups.iter().map(|group| Group {
        code: &group.code,
        name: group.name.as_deref(),
        found: it.of(&group.code).into(),
    });
    Report {
        label: &it.label,
        version: &it.head.version,
        rules_digest: &it.head.rules_digest,
        view: &it.head.view,
        drafts: it.drafts,
        allowed: it.allowed,
        findings: it.sum(),
        found: it.found.into(),
        groups: groups.collect(),
    }
}

/// Writes the counts for spreadsheets: a row for each report and group.
pub fn csv(trend: &Trend, to: &mut dyn Write) -> io::Result<()> {
    // Spreadsheets take text for UTF-8 only where it begins so.
    write!(to, "\u{feff}report,drafts,group,name,errors,warnings,notes\r\n")?;
    for column in &trend.columns {
        for group in &trend.groups {
            let [errors, warnings, notes] = column.of(&group.code);
            let name = group.name.as_deref().unwrap_or_default();
            write!(
                to,
                "{},{},{},{},{errors},{warnings},{notes}\r\n",
                cell(&column.label),
                column.drafts,
                cell(&group.code),
                cell(name)
            )?;
        }
    }
    Ok(())
}

/// A cell of words: quoted, and never taken for a formula.
fn cell(words: &str) -> String {
    let words = calm(words);
    let begin = words.trim_start().chars().next();
    let formula = begin.is_some_and(|it| "=+-@＝＋－＠".contains(it));
    let guard = if formula { "'" } else { "" };
    format!("\"{guard}{}\"", words.replace('"', "\"\""))
}
