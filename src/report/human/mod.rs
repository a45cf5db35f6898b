//! The report for people: by draft what it is, what was found in reading order, what
//! was not read; at the end one line that sums it up. Knows no terminal: a [`Style`]
//! says what it can do.

mod allowed;
mod finding;
mod paint;
mod profile;
#[cfg(test)]
mod tests;
mod window;

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
};

use super::{
    Draft, Output, Report, Style, view,
    words::{counted, found},
};
use crate::{finding::Severity, rules::RuleSet};

use self::paint::{Ink, line, paint};
pub use self::paint::{calm, filled};

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
        for it in &report.drafts {
            draft(it, report.rules, style, to)?;
        }
        not_read(report, style, to)?;
        if 1 < report.drafts.len() {
            overview(report, style, to)?;
        }
        writeln!(to)?;
    }
    line(to, style, "", "", &summary(report))
}

fn draft(
    draft: &Draft,
    rules: &RuleSet,
    style: Style,
    to: &mut dyn Write,
) -> io::Result<()> {
    writeln!(to)?;
    profile::write(draft, rules, style, to)?;
    let mut told = BTreeSet::new();
    for it in &draft.findings {
        writeln!(to)?;
        finding::write(it, draft, rules, style, to)?;
        // What to write instead is the same for every finding of a rule.
        if told.insert(it.rule) {
            finding::advise(rules.get(it.rule), style, to)?;
        }
    }
    if draft.findings.is_empty() && draft.judged(rules) {
        writeln!(to)?;
        line(to, style, "  ", "  ", "no findings")?;
    }
    if !draft.allowed.is_empty() {
        writeln!(to)?;
    }
    for it in &draft.allowed {
        allowed::write(it, draft, rules, style, to)?;
    }
    if !draft.skipped.is_empty() {
        writeln!(to)?;
    }
    for it in &draft.skipped {
        let words = format!("{}: {}", it.what, it.why);
        line(to, style, "  not checked: ", "    ", &words)?;
    }
    Ok(())
}

fn not_read(report: &Report<'_>, style: Style, to: &mut dyn Write) -> io::Result<()> {
    if report.not_read.is_empty() {
        return Ok(());
    }
    writeln!(to, "\n{}", paint(style, Ink::Bold, "Not read"))?;
    for it in &report.not_read {
        line(to, style, "  ", "    ", &format!("{}: {}", it.path, it.why))?;
    }
    Ok(())
}

/// Where the findings are, for those who look after many drafts.
fn overview(report: &Report<'_>, style: Style, to: &mut dyn Write) -> io::Result<()> {
    let drafts: Vec<_> =
        report.drafts.iter().filter(|it| !it.findings.is_empty()).collect();
    if drafts.is_empty() {
        return Ok(());
    }
    writeln!(to, "\n{}", paint(style, Ink::Bold, "Findings by draft"))?;
    let table = NARROW <= style.width;
    if table {
        writeln!(to, "  errors  warnings  notes")?;
    }
    for it in drafts {
        let counts = Severity::ALL.map(|severity| it.count(severity, report.rules));
        let [errors, warnings, notes] = counts;
        if table {
            let first = format!("  {errors:>6}  {warnings:>8}  {notes:>5}  ");
            line(to, style, &first, &" ".repeat(first.len()), &it.path)?;
        } else {
            line(to, style, "  ", "    ", &format!("{}: {}", it.path, found(counts)))?;
        }
    }
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    for it in report.drafts.iter().flat_map(|it| &it.findings) {
        *rules.entry(&report.rules.get(it.rule).code).or_default() += 1;
    }
    let rules: Vec<_> =
        rules.iter().map(|(code, count)| format!("{code} {count}")).collect();
    writeln!(to, "\n{}", paint(style, Ink::Bold, "Findings by rule"))?;
    line(to, style, "  ", "  ", &rules.join(", "))
}

/// One line that sums a report up.
pub fn summary(report: &Report<'_>) -> String {
    let found = found(Severity::ALL.map(|it| report.count(it)));
    let drafts = counted(report.drafts.len(), "draft");
    let unread = report.not_read.len();
    let unjudged = report.drafts.iter().filter(|it| !it.judged(report.rules)).count();
    let unjudged = match unjudged {
        0 => String::new(),
        count => format!("; {} not judged", counted(count, "draft")),
    };
    let allowed = report.allowed();
    format!("{drafts}: {found}; {allowed} allowed; {unread} not read{unjudged}")
}
