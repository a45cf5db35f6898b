//! Reports read again: JSON, pretty or not, and JSON lines, told apart by what they
//! hold. One draft is held at a time, so that a report of any length takes no memory.
//! Knows no file.

mod lines;
mod root;
#[cfg(test)]
pub(super) mod tests;

use std::{
    fmt,
    io::{self, BufRead},
};

use serde::{Deserialize, Serialize, de::DeserializeSeed as _};

use self::{lines::Lines, root::Root};
use super::{Copy, NotRead, Record, record::SCHEMA, waiting::Waiting};
use crate::finding::Severity;

/// One thing that a report holds many of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A draft that was read and checked.
    Document(Box<Record>),
    /// A file with the same bytes as one.
    Copy(Copy),
    /// A file that was not read.
    NotRead(NotRead),
}

/// What a report says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The version of the program that made it.
    pub version: Box<str>,
    /// What its rules are known by.
    pub rules_digest: Box<str>,
    /// Which side of tracked changes was read.
    pub view: Box<str>,
    /// Which share of the drafts it is on, if not on all.
    pub shard: Option<Shard>,
    /// What other shares have to say of allowances.
    pub waiting: Vec<Waiting>,
    /// Whether its findings were compared with an earlier report.
    pub compared: bool,
    /// How many files nobody wrote.
    pub left_alone: usize,
}

/// A share of the drafts of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Shard {
    /// Which one, counted from 1.
    pub index: u32,
    /// Of how many.
    pub of: u32,
}

/// Why a report cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// It is not what it should be.
    #[error("{}{why}", AtLine(*line))]
    Bad {
        /// The line, counted from 1, where there is one.
        line: Option<usize>,
        /// What is wrong, and what to do about it.
        why: String,
    },
    /// Its bytes cannot be read.
    #[error("{0}")]
    Io(io::Error),
    /// Who was given an item did not take it.
    #[error("{0}")]
    Refused(io::Error),
}

struct AtLine(Option<usize>);

impl fmt::Display for AtLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |it| write!(f, "line {it}: "))
    }
}

/// Takes what a report holds, one after the other.
pub type Each<'e> = dyn FnMut(Item) -> io::Result<()> + 'e;

/// Reads a report from its first byte to its last.
///
/// What is taken before an error was read in good faith: who keeps it has to forget it.
pub fn read(from: impl BufRead, each: &mut Each<'_>) -> Result<Head, ReportError> {
    let mut from = Lines::new(from);
    let mut counted = Counts::default();
    begin(&mut from)?;
    let first = object(&mut from, &mut counted, each)?;
    let (summary, line) = match first {
        Root::Whole(summary) | Root::Summary(summary) => (summary, from.line()),
        Root::Line => rest(&mut from, &mut counted, each)?,
    };
    if from.more().map_err(ReportError::Io)? {
        let why = "something follows the end of this report: are these two reports in \
                   one file?";
        return Err(bad(from.line(), why));
    }
    counted.hold_against(&summary.counts, line)?;
    Ok(summary.head)
}

/// Reads lines up to the one that sums up.
fn rest<R: BufRead>(
    from: &mut Lines<R>,
    counted: &mut Counts,
    each: &mut Each<'_>,
) -> Result<(Summary, usize), ReportError> {
    while from.more().map_err(ReportError::Io)? {
        let line = from.line();
        match object(from, counted, each)? {
            Root::Line => (),
            Root::Summary(summary) => return Ok((summary, line)),
            Root::Whole(_) => return Err(bad(line, "a whole report among lines of one")),
        }
    }
    Err(bad(
        None,
        "this report is cut off: its last line, which sums it up, is missing; run the \
         check that wrote it again",
    ))
}

fn bad(line: impl Into<Option<usize>>, why: impl Into<String>) -> ReportError {
    ReportError::Bad { line: line.into(), why: why.into() }
}

/// Looks at the first bytes: what is no report at all deserves better words than what a
/// parser has to say.
fn begin<R: BufRead>(from: &mut Lines<R>) -> Result<(), ReportError> {
    let begin = from.peek().map_err(ReportError::Io)?;
    if begin.starts_with(&[0xff, 0xfe]) || begin.starts_with(&[0xfe, 0xff]) {
        return Err(bad(
            None,
            "this is UTF-16 text, as some shells write with `>`: let reclint write the \
             file, with --output json=report.json",
        ));
    }
    if begin.starts_with(b"\xef\xbb\xbf") {
        from.consume(3);
    }
    if !from.more().map_err(ReportError::Io)? {
        return Err(bad(None, "this file is empty, not a report"));
    }
    let begin = from.peek().map_err(ReportError::Io)?;
    if begin.starts_with(b"{") {
        return Ok(());
    }
    let other = begin.starts_with(b"reclint ") || begin.starts_with(b"<!DOCTYPE html>");
    let why = if other {
        "a report for people; only JSON reports can be read again: write one with \
         --output json=report.json"
    } else {
        NO_REPORT
    };
    Err(bad(None, why))
}

const NO_REPORT: &str = "not a report of reclint (one is written with --output \
                         json=report.json)";

/// Reads one object of JSON: a whole report, or a line of one.
fn object<R: BufRead>(
    from: &mut Lines<R>,
    counted: &mut Counts,
    each: &mut Each<'_>,
) -> Result<Root, ReportError> {
    let before = from.line();
    let mut refused = None;
    let mut json = serde_json::Deserializer::from_reader(&mut *from);
    let seed = root::Reading { counted, each, refused: &mut refused };
    let done = seed.deserialize(&mut json);
    if let Some(err) = refused {
        return Err(ReportError::Refused(err));
    }
    done.map_err(|err| {
        if err.is_io() {
            return ReportError::Io(err.into());
        }
        let line = before - 1 + err.line().max(1);
        if err.is_eof() {
            let why = "this report is cut off here; run the check that wrote it again";
            return bad(line, why);
        }
        // The place that the parser names is a line of the object, not of the file.
        let why = err.to_string();
        let why = why.rsplit_once(" at line ").map_or(&*why, |(it, _)| it);
        bad(line, why)
    })
}

/// What a summary says, and what was counted.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    documents: usize,
    copies: usize,
    not_read: usize,
    found: [usize; 3],
}

/// The end of a report.
#[derive(Debug)]
struct Summary {
    head: Head,
    counts: Counts,
}

impl Counts {
    fn add(&mut self, item: &Item) {
        match item {
            Item::Document(record) => {
                self.documents += 1;
                let all = self.found.iter_mut().zip(record.counts());
                all.for_each(|(sum, it)| *sum += it);
            }
            Item::Copy(_) => self.copies += 1,
            Item::NotRead(_) => self.not_read += 1,
        }
    }

    /// A report that holds other things than it says was changed after it was written.
    fn hold_against(&self, said: &Self, line: usize) -> Result<(), ReportError> {
        let names = Severity::ALL.map(Severity::name);
        let found = names.into_iter().zip(said.found.into_iter().zip(self.found));
        let rest = [
            ("drafts", (said.documents, self.documents)),
            ("copies", (said.copies, self.copies)),
            ("files that were not read", (said.not_read, self.not_read)),
        ];
        for (name, (said, held)) in rest.into_iter().chain(found) {
            if said != held {
                let what = match name {
                    "error" | "warning" | "note" => {
                        format!("findings of severity {name}")
                    }
                    name => name.to_owned(),
                };
                return Err(bad(
                    line,
                    format!(
                        "the summary says {said} {what}, but the report holds {held}: it \
                         was changed after it was written"
                    ),
                ));
            }
        }
        Ok(())
    }
}

/// Whether this program can read a report of this form.
fn known(schema: &str) -> Result<(), String> {
    if schema == SCHEMA {
        return Ok(());
    }
    if schema.starts_with("reclint-report/") {
        return Err(format!(
            "written by a later reclint, as {schema}; this one reads {SCHEMA}"
        ));
    }
    Err(NO_REPORT.to_owned())
}
