//! The report for people: by draft what it is, what was found in reading order, what
//! was not read; at the end one line that sums it up. Knows no terminal: a [`Style`]
//! says what it can do.

mod allowed;
mod between;
mod finding;
mod paint;
mod profile;
#[cfg(test)]
mod tests;
mod unread;
mod window;

use std::{
    collections::BTreeSet,
    io::{self, Write},
};

use super::{
    Compared, Output, Record, Report, Style, Totals, judged,
    record::{Finding, Status},
    view,
    words::{counted, found},
};
use crate::rules::RuleSet;

use self::paint::{Ink, line, paint};
pub use self::paint::{calm, filled};
pub(super) use self::paint::{columns, cut};

pub(super) const OUTPUT: Output = Output { name: "human", write };

/// Below so many columns a table is harder to read than lines.
const NARROW: usize = 60;

fn write(report: &Report<'_>, style: Style, to: &mut dyn Write) -> io::Result<()> {
    if !style.quiet {
        let (version, rules) = (env!("CARGO_PKG_VERSION"), report.rules.digest());
        let view = view(report.view);
        // The beginning by which a run knows a report of ours and does not check it.
        let first = format!("reclint {version}, rules {rules}, {view} view");
        line(to, style, "", "", &first)?;
        if let Some(it) = &report.baseline {
            between::remarks(it, style, to)?;
        }
        for it in report.drafts.all() {
            draft(&it?.record, report.rules, style, to)?;
        }
        if let Some(it) = &report.baseline {
            between::gone(it, style, to)?;
        }
        revised(report, style, to)?;
        copies(report, style, to)?;
        not_read(report, style, to)?;
        if 1 < report.totals.drafts {
            overview(report, style, to)?;
        }
        writeln!(to)?;
    }
    line(to, style, "", "", &summary(report))
}

fn draft(
    record: &Record,
    rules: &RuleSet,
    style: Style,
    to: &mut dyn Write,
) -> io::Result<()> {
    writeln!(to)?;
    profile::write(record, rules, style, to)?;
    let mut told = BTreeSet::new();
    let known = |it: &&Finding| it.status == Status::Known;
    for it in record.findings.iter().filter(|it| !known(it)) {
        writeln!(to)?;
        finding::write(it, &record.path, style, to)?;
        // What to write instead is the same for every finding of a rule.
        if told.insert(&it.rule) {
            finding::advise(it, style, to)?;
        }
    }
    if record.findings.is_empty() && judged(&record.profile.language, rules) {
        writeln!(to)?;
        line(to, style, "  ", "  ", "no findings")?;
    }
    // Who compares has seen these before: the new ones come first.
    if record.findings.iter().any(|it| known(&it)) {
        writeln!(to)?;
    }
    for it in record.findings.iter().filter(known) {
        between::known(it, style, to)?;
    }
    if !record.allowed.is_empty() {
        writeln!(to)?;
    }
    for it in &record.allowed {
        allowed::write(it, style, to)?;
    }
    if !record.skipped.is_empty() {
        writeln!(to)?;
    }
    for it in &record.skipped {
        let words = format!("{}: {}", it.what, it.why);
        line(to, style, "  not checked: ", "    ", &words)?;
    }
    Ok(())
}

/// Work items of which there are several revisions, the newest first.
fn revised(report: &Report<'_>, style: Style, to: &mut dyn Write) -> io::Result<()> {
    if report.revisions.is_empty() {
        return Ok(());
    }
    writeln!(to, "\n{}", paint(style, Ink::Bold, "Revisions"))?;
    for series in &report.revisions {
        let newest =
            if series.dated { "newest" } else { "names do not say which is newest" };
        let pairs = series.revisions.iter().zip(series.revisions.iter().skip(1));
        let Some(first) = series.newest() else { continue };
        line(to, style, "  ", "    ", &format!("{}: {newest}", first.path))?;
        for (it, before) in pairs {
            let change = it.change.map_or_else(String::new, |it| {
                format!("closes {}, opens {} against ", it.closed, it.opened)
            });
            line(to, style, "    ", "      ", &format!("{change}{}", before.path))?;
        }
    }
    Ok(())
}

fn copies(report: &Report<'_>, style: Style, to: &mut dyn Write) -> io::Result<()> {
    if report.copies.is_empty() {
        return Ok(());
    }
    writeln!(to, "\n{}", paint(style, Ink::Bold, "Copies"))?;
    for it in &report.copies {
        let words = format!("{}: the same file as {}", it.path, it.of);
        line(to, style, "  ", "    ", &words)?;
    }
    Ok(())
}

fn not_read(report: &Report<'_>, style: Style, to: &mut dyn Write) -> io::Result<()> {
    if report.not_read.is_empty() && report.left_alone == 0 {
        return Ok(());
    }
    writeln!(to, "\n{}", paint(style, Ink::Bold, "Not read"))?;
    for it in unread::lines(&report.not_read) {
        line(to, style, "  ", "    ", &it)?;
    }
    match report.left_alone {
        0 => Ok(()),
        count => {
            let words = counted(count, "file");
            let words = format!(
                "{words} left alone: locks, hidden files, reports of reclint, and what \
                 was excluded"
            );
            line(to, style, "  ", "    ", &words)
        }
    }
}

/// Where the findings are, for those who look after many drafts.
fn overview(report: &Report<'_>, style: Style, to: &mut dyn Write) -> io::Result<()> {
    if report.totals.found == [0; 3] {
        return Ok(());
    }
    writeln!(to, "\n{}", paint(style, Ink::Bold, "Findings by draft"))?;
    let table = NARROW <= style.width;
    if table {
        writeln!(to, "  errors  warnings  notes")?;
    }
    for it in report.drafts.all() {
        let record = it?.record;
        let counts = record.counts();
        let [errors, warnings, notes] = counts;
        if counts == [0; 3] {
            continue;
        }
        if table {
            let first = format!("  {errors:>6}  {warnings:>8}  {notes:>5}  ");
            line(to, style, &first, &" ".repeat(first.len()), &record.path)?;
        } else {
            let words = format!("{}: {}", record.path, found(counts));
            line(to, style, "  ", "    ", &words)?;
        }
    }
    let rules = report.totals.rules.iter();
    let rules: Vec<_> = rules.map(|(code, count)| format!("{code} {count}")).collect();
    writeln!(to, "\n{}", paint(style, Ink::Bold, "Findings by rule"))?;
    line(to, style, "  ", "  ", &rules.join(", "))
}

/// One line that sums a report up.
pub fn summary(report: &Report<'_>) -> String {
    let Totals { drafts, unjudged, found: counts, allowed, .. } = report.totals;
    let (drafts, found) = (counted(drafts, "draft"), found(counts));
    let unread = report.not_read.len();
    let unjudged = match unjudged {
        0 => String::new(),
        count => format!("; {} not judged", counted(count, "draft")),
    };
    let copies = match report.copies.len() {
        0 => String::new(),
        1 => "; 1 copy".to_owned(),
        count => format!("; {count} copies"),
    };
    let compared = report.baseline.as_ref().map(|it| compared(it, report));
    let compared = compared.unwrap_or_default();
    format!(
        "{drafts}: {found}{compared}; {allowed} allowed; {unread} not read{unjudged}{copies}"
    )
}

/// How much of what was found is new, and how much is gone.
fn compared(it: &Compared, report: &Report<'_>) -> String {
    let sum: usize = report.totals.found.iter().sum();
    let known: usize = report.totals.known.iter().sum();
    let new = if sum == 0 { String::new() } else { format!("; {} new", sum - known) };
    let remark = if it.remarks.is_empty() { "" } else { " (see the note)" };
    format!("{new}; {} fixed since {}{remark}", it.fixed.len(), calm(&it.name))
}
