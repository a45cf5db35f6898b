//! Outputs: one file each, over the same report. Know no rule's inside.

mod html;
mod human;
mod json;
mod jsonl;
mod marks;
pub mod place;
mod profile;
mod sarif;
#[cfg(test)]
mod sample;
pub mod series;
#[cfg(test)]
mod tests;
mod words;

use std::{collections::BTreeSet, io};

use crate::{
    allow::Allowed,
    check::{Checked, Known},
    doc::Document,
    facts::Facts,
    finding::{Finding, RuleId, Severity},
    formats::{Skipped, View},
    rules::RuleSet,
};

pub use self::{
    human::{calm, filled, summary},
    marks::{Marks, marks},
};

/// One way to write a report.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    /// What `--format` and `--output` call it.
    pub name: &'static str,
    /// Writes a report; machine formats pay no heed to the style.
    pub write: fn(&Report<'_>, Style, &mut dyn io::Write) -> io::Result<()>,
}

/// Every output there is.
pub static OUTPUTS: &[Output] =
    &[human::OUTPUT, json::OUTPUT, jsonl::OUTPUT, sarif::OUTPUT, html::OUTPUT];

/// How to write for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether colours may be used.
    pub color: bool,
    /// Whether lines may be drawn with more than ASCII.
    pub unicode: bool,
    /// Whether only the last line is wanted.
    pub quiet: bool,
    /// How many columns there are.
    pub width: usize,
}

/// Everything that one run has to say.
#[derive(Debug)]
pub struct Report<'r> {
    /// The rules that ran.
    pub rules: &'r RuleSet,
    /// Which side of tracked changes was read.
    pub view: View,
    /// The drafts that were read, sorted by path.
    pub drafts: Vec<Draft>,
    /// The files that were not, sorted by path.
    pub not_read: Vec<NotRead>,
}

/// One draft that was read and checked.
#[derive(Debug)]
pub struct Draft {
    /// Its path, as given or as found below a folder that was given.
    pub path: Box<str>,
    /// The format it was read as.
    pub format: &'static str,
    /// How many bytes it has.
    pub bytes: u64,
    /// Its digest, as `blake3:` and hexadecimal digits.
    pub digest: Box<str>,
    /// Its words.
    pub document: Document,
    /// What they say.
    pub facts: Facts,
    /// What the rules say of it, sorted, after every filter.
    pub findings: Vec<Finding>,
    /// What they said and somebody allowed, sorted.
    pub allowed: Vec<Allowed>,
    /// What its findings are known by, also those that no filter let through.
    pub known: Known,
    /// Parts of it that were not read, and rules that could not finish.
    pub skipped: Vec<Skipped>,
}

/// A file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotRead {
    /// Its path.
    pub path: Box<str>,
    /// Why, and what to do about it.
    pub why: Box<str>,
    /// Whether it is a draft that should have been read.
    pub wanted: bool,
}

impl Style {
    /// For files and tests: no colours, a width that suits paper.
    pub const PLAIN: Self =
        Self { color: false, unicode: true, quiet: false, width: 100 };
}

impl Report<'_> {
    /// How many findings have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.drafts.iter().map(|it| it.count(severity, self.rules)).sum()
    }

    /// How many findings were answered.
    pub fn allowed(&self) -> usize {
        self.drafts.iter().map(|it| it.allowed.len()).sum()
    }
}

impl Draft {
    /// The draft at `path` with these bytes, as it was checked.
    pub fn of(path: &str, bytes: &[u8], checked: Checked) -> Self {
        let Checked {
            format, document, facts, findings, allowed, known, skipped, ..
        } = checked;
        Self {
            path: path.into(),
            format,
            bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            digest: digest(bytes),
            document,
            facts,
            findings,
            allowed,
            known,
            skipped,
        }
    }

    /// Keeps only what these rules have to say.
    pub fn keep(&mut self, rules: &BTreeSet<RuleId>) {
        self.findings.retain(|it| rules.contains(&it.rule));
        self.allowed.retain(|it| rules.contains(&it.finding.rule));
    }

    /// Whether there are word lists for its language, so that it could be judged.
    pub fn judged(&self, rules: &RuleSet) -> bool {
        rules.lexicon().language(self.document.about().language).is_some()
    }

    /// How many of its findings have this severity.
    pub fn count(&self, severity: Severity, rules: &RuleSet) -> usize {
        let same = |it: &&Finding| rules.get(it.rule).severity == severity;
        self.findings.iter().filter(same).count()
    }
}

/// What the bytes of a draft are known by.
pub fn digest(bytes: &[u8]) -> Box<str> {
    format!("blake3:{}", blake3::hash(bytes).to_hex()).into()
}

/// Says of a draft in a language without word lists that it was not judged.
pub fn unjudged(language: &str) -> String {
    let name = match language {
        "ar" => "Arabic",
        "zh" => "Chinese",
        "de" => "German",
        "en" => "English",
        "fr" => "French",
        "hi" => "Hindi",
        "it" => "Italian",
        "ja" => "Japanese",
        "ko" => "Korean",
        "nl" => "Dutch",
        "pt" => "Portuguese",
        "ru" => "Russian",
        "es" => "Spanish",
        "sv" => "Swedish",
        "tr" => "Turkish",
        "vi" => "Vietnamese",
        _ => "its language",
    };
    format!("not judged: there are no word lists for {name} ({language}) yet")
}

/// What reports call a view of tracked changes.
const fn view(view: View) -> &'static str {
    match view {
        View::Final => "final",
        View::Original => "original",
    }
}
