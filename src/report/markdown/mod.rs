//! Markdown, to be put into an issue or an e-mail: a table of the drafts, then the
//! findings of each.
//!
//! GitHub refuses a comment of more than 65,536 characters, so the report stays below.
//! If there is too much to say, notes and answers are left out first, then warnings,
//! and at last drafts; what is left out is counted, never passed over. Two readings of
//! all drafts do, and no more than the largest rows of the table are held.

mod finding;
mod markup;
mod table;
#[cfg(test)]
mod tests;

use std::{
    collections::BTreeSet,
    io::{self, Write},
};

use self::{
    markup::words,
    table::{Row, Table},
};
use super::{
    Output, Record, Report, Style,
    human::summary,
    record::Status,
    view,
    words::{counted, found},
};
use crate::finding::Severity;

pub(super) const OUTPUT: Output = Output { name: "markdown", write };

/// So many characters of findings are written; with the table, both lists and the head
/// they stay below what GitHub takes.
const FINDINGS: usize = 36_000;

/// So many characters has the list of files that were not read, or of copies.
const LIST: usize = 6_000;

/// So many lines has such a list.
const LINES: usize = 40;

/// How many characters may still be written.
struct Room(usize);

/// What is told of a draft below the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    All,
    Warnings,
    Errors,
}

/// What is left out, from all to the gravest.
const LEVELS: [Told; 3] = [Told::All, Told::Warnings, Told::Errors];

fn write(report: &Report<'_>, _: Style, to: &mut dyn Write) -> io::Result<()> {
    let (version, rules) = (env!("CARGO_PKG_VERSION"), report.rules.digest());
    // The beginning by which a run knows a report of ours and does not check it.
    writeln!(to, "<!-- reclint-report/markdown -->\n")?;
    writeln!(to, "reclint {version}, rules `{rules}`, {} view\n", view(report.view))?;
    writeln!(to, "**{}**", summary(report))?;
    let mut table = Table::default();
    let mut lengths = [0; LEVELS.len()];
    for it in report.drafts.all() {
        let record = it?.record;
        table.add(Row::of(&record));
        for (length, told) in lengths.iter_mut().zip(LEVELS) {
            *length += Section::of(&record, told, &mut Room(usize::MAX)).length();
        }
    }
    table.write(to)?;
    let fits = LEVELS.into_iter().zip(lengths).find(|(_, length)| *length <= FINDINGS);
    sections(report, fits.map_or(Told::Errors, |(told, _)| told), to)?;
    let copies = report.copies.iter();
    let copies = copies
        .map(|it| format!("{}: the same file as {}", words(&it.path), words(&it.of)));
    list("Copies", copies, to)?;
    let not_read = report.not_read.iter();
    let not_read = not_read.map(|it| format!("{}: {}", words(&it.path), words(&it.why)));
    list("Not read", not_read, to)
}

/// Writes the findings of one draft after the other, and what is left out at the end.
fn sections(report: &Report<'_>, told: Told, to: &mut dyn Write) -> io::Result<()> {
    let (mut room, mut left, mut drafts) = (Room(FINDINGS), Left::default(), 0);
    for it in report.drafts.all() {
        let section = Section::of(&it?.record, told, &mut room);
        to.write_all(section.text.as_bytes())?;
        drafts += usize::from(section.left.found != [0; 3]);
        left.add(&section.left);
    }
    let Left { found: counts, allowed, parts } = left;
    let mut out = Vec::new();
    if counts != [0; 3] {
        out.push(format!("{} in {}", found(counts), counted(drafts, "draft")));
    }
    if 0 < allowed {
        out.push(counted(allowed, "allowed finding"));
    }
    if 0 < parts {
        out.push(format!("{} not checked", counted(parts, "part")));
    }
    if out.is_empty() {
        return Ok(());
    }
    let out = out.join("; ");
    writeln!(
        to,
        "\nLeft out, for a comment may be no longer: {out}. The JSON report has all."
    )
}

/// What is told of one draft, and how much is not.
#[derive(Default)]
struct Section {
    text: String,
    left: Left,
}

/// How much is not told.
#[derive(Default)]
struct Left {
    found: [usize; 3],
    allowed: usize,
    parts: usize,
}

impl Section {
    fn of(record: &Record, told: Told, room: &mut Room) -> Self {
        let mut section = Self::default();
        let begin = format!("\n### {}\n\n{}", words(&record.path), head(record));
        let mut helped = BTreeSet::new();
        for it in &record.findings {
            let mut item = finding::item(it);
            // What to write instead is the same for every finding of a rule.
            if !helped.contains(&it.rule) {
                item += &finding::advice(it);
            }
            if told.tells(it.severity) && section.takes(&begin, &item, room) {
                helped.insert(&it.rule);
            } else {
                let at =
                    Severity::ALL.iter().position(|severity| *severity == it.severity);
                section.left.found[at.expect("the list of severities holds each")] += 1;
            }
        }
        for it in &record.allowed {
            let item = finding::allowed(it);
            let told = told == Told::All && section.takes(&begin, &item, room);
            section.left.allowed += usize::from(!told);
        }
        for it in &record.skipped {
            let item =
                format!("- not checked: {}: {}\n", words(&it.what), words(&it.why));
            let told = told == Told::All && section.takes(&begin, &item, room);
            section.left.parts += usize::from(!told);
        }
        section
    }

    /// Whether there is room for an item; if so, it is in.
    fn takes(&mut self, begin: &str, item: &str, room: &mut Room) -> bool {
        let text =
            if self.text.is_empty() { format!("{begin}{item}") } else { item.into() };
        let fits = room.takes(&text);
        if fits {
            self.text += &text;
        }
        fits
    }

    fn length(&self) -> usize {
        self.text.chars().count()
    }
}

impl Left {
    fn add(&mut self, other: &Self) {
        for (count, more) in self.found.iter_mut().zip(other.found) {
            *count += more;
        }
        self.allowed += other.allowed;
        self.parts += other.parts;
    }
}

impl Room {
    /// Whether there is room for a text; if so, it is taken.
    fn takes(&mut self, text: &str) -> bool {
        // What is written after it ends the line.
        let length = text.chars().count() + 1;
        let fits = length <= self.0;
        if fits {
            self.0 -= length;
        }
        fits
    }
}

impl Told {
    const fn tells(self, severity: Severity) -> bool {
        match severity {
            Severity::Error => true,
            Severity::Warning => !matches!(self, Self::Errors),
            Severity::Note => matches!(self, Self::All),
        }
    }
}

/// What a draft is called, and how much was found in it.
fn head(record: &Record) -> String {
    let profile = &record.profile;
    let name = [profile.number.as_deref(), profile.title.as_deref()];
    let name: Vec<_> = name.into_iter().flatten().map(words).collect();
    let known = record.findings.iter().filter(|it| it.status == Status::Known).count();
    let known = if known == 0 { String::new() } else { format!(" ({known} known)") };
    let counts = format!("{}{known}", found(record.counts()));
    let name = if name.is_empty() { name } else { vec![format!("{}: ", name.join(" "))] };
    format!("{}{counts}\n\n", name.concat())
}

fn list(
    title: &str,
    lines: impl ExactSizeIterator<Item = String>,
    to: &mut dyn Write,
) -> io::Result<()> {
    let all = lines.len();
    if all == 0 {
        return Ok(());
    }
    writeln!(to, "\n### {title}\n")?;
    let (mut room, mut shown) = (Room(LIST), 0);
    for it in lines.take(LINES).take_while(|it| room.takes(it)) {
        writeln!(to, "- {it}")?;
        shown += 1;
    }
    match all - shown {
        0 => Ok(()),
        more => writeln!(to, "- and {more} more; the JSON report has all"),
    }
}
