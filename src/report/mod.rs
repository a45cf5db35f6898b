//! Outputs: one file each, over the same report. Know no rule's inside.

pub mod baseline;
mod csv;
mod github;
mod html;
mod human;
pub mod joined;
mod json;
pub mod jsonl;
mod junit;
mod keep;
mod markdown;
mod marks;
mod own;
pub mod place;
mod profile;
pub mod reading;
pub mod record;
pub mod revisions;
mod sarif;
#[cfg(test)]
mod sample;
pub mod series;
#[cfg(test)]
mod tests;
mod told;
pub mod trend;
pub mod waiting;
mod words;

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use serde::{Deserialize, Serialize};

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
    baseline::Compared,
    html::{Page, draft_page, meeting, trend_page},
    human::{calm, filled, summary},
    keep::kept,
    marks::{Marks, marks},
    own::is_own,
    reading::Shard,
    record::Record,
    revisions::Series,
    waiting::Waiting,
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
pub static OUTPUTS: &[Output] = &[
    human::OUTPUT,
    json::OUTPUT,
    jsonl::OUTPUT,
    sarif::OUTPUT,
    html::OUTPUT,
    markdown::OUTPUT,
    csv::OUTPUT,
    junit::OUTPUT,
    github::OUTPUT,
];

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
pub struct Report<'r> {
    /// The rules that ran.
    pub rules: &'r RuleSet,
    /// Which side of tracked changes was read.
    pub view: View,
    /// What is kept of the drafts that were read, sorted by path.
    pub drafts: Box<dyn Drafts + 'r>,
    /// How much was found in them.
    pub totals: Totals,
    /// Files with the bytes of a draft that was read, sorted by path.
    pub copies: Vec<Copy>,
    /// Work items of which there are several revisions.
    pub revisions: Vec<Series>,
    /// The files that were not read, sorted by path.
    pub not_read: Vec<NotRead>,
    /// How many files nobody wrote: locks, hidden files, reports of ours.
    pub left_alone: usize,
    /// Which share of the drafts this is, if not all.
    pub shard: Option<Shard>,
    /// What other shares have to say of allowances, where this is one.
    pub waiting: Vec<Waiting>,
    /// What a comparison with an earlier report has to say beside the findings.
    pub baseline: Option<Compared>,
}

/// What is kept of drafts, wherever that is.
pub trait Drafts {
    /// One after the other, sorted by path.
    fn all(&self) -> Box<dyn Iterator<Item = io::Result<Kept>> + '_>;

    /// The same without their pages, which are most of what is kept.
    fn records(&self) -> Box<dyn Iterator<Item = io::Result<Record>> + '_> {
        Box::new(self.all().map(|it| it.map(|it| it.record)))
    }
}

/// What is kept of a draft once it is checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// All that is to be said of it.
    pub record: Record,
    /// Its text with the findings beside it, if a page was asked for.
    pub page: Option<Box<str>>,
}

/// A file with the same bytes as a draft.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Copy {
    /// Its path.
    pub path: Box<str>,
    /// The path of the draft.
    pub of: Box<str>,
}

/// How much was found in all drafts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// How many drafts were read.
    pub drafts: usize,
    /// How many of them could not be judged.
    pub unjudged: usize,
    /// How many findings there are by severity, the gravest first.
    pub found: [usize; 3],
    /// How many of them an earlier report has, by severity.
    pub known: [usize; 3],
    /// How many findings were answered.
    pub allowed: usize,
    /// How many findings there are by the code of their rule.
    pub rules: BTreeMap<Box<str>, usize>,
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

impl<'r> Report<'r> {
    /// The report on drafts that are all at hand.
    pub fn of(
        rules: &'r RuleSet,
        view: View,
        drafts: &[Draft],
        not_read: Vec<NotRead>,
    ) -> Self {
        let mut totals = Totals::default();
        let kept = drafts.iter().map(|it| {
            let page =
                if drafts.len() == 1 { Page::ALONE } else { Page::among(&it.path) };
            let page = Some(draft_page(it, rules, &page));
            let record = Record::of(it, rules);
            totals.add(&record, rules);
            Kept { record, page }
        });
        let drafts: Box<dyn Drafts> = Box::new(kept.collect::<Vec<_>>());
        Self {
            rules,
            view,
            drafts,
            totals,
            copies: Vec::new(),
            revisions: Vec::new(),
            not_read,
            left_alone: 0,
            shard: None,
            waiting: Vec::new(),
            baseline: None,
        }
    }

    /// How many findings have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        let all = Severity::ALL.into_iter().zip(self.totals.found);
        all.filter(|(it, _)| *it == severity).map(|(_, count)| count).sum()
    }

    /// How many findings of this severity no earlier report has.
    pub fn fresh(&self, severity: Severity) -> usize {
        let all = Severity::ALL.into_iter().zip(self.totals.known);
        let known = all.filter(|(it, _)| *it == severity).map(|(_, count)| count).sum();
        self.count(severity).saturating_sub(known)
    }
}

impl Totals {
    /// Counts one more draft.
    pub fn add(&mut self, record: &Record, rules: &RuleSet) {
        self.drafts += 1;
        self.unjudged += usize::from(!judged(&record.profile.language, rules));
        self.allowed += record.allowed.len();
        for it in &record.findings {
            self.find(it);
        }
    }

    /// Counts what others have counted.
    pub fn join(&mut self, other: &Self) {
        let Self { drafts, unjudged, found, known, allowed, rules } = other;
        self.drafts += drafts;
        self.unjudged += unjudged;
        self.allowed += allowed;
        for at in 0..self.found.len() {
            self.found[at] += found[at];
            self.known[at] += known[at];
        }
        for (rule, count) in rules {
            *self.rules.entry(rule.clone()).or_default() += count;
        }
    }

    /// Counts one more finding.
    pub fn find(&mut self, finding: &record::Finding) {
        let at = Severity::ALL.iter().position(|it| *it == finding.severity);
        let at = at.expect("the list of severities holds each");
        self.found[at] += 1;
        self.known[at] += usize::from(finding.status == record::Status::Known);
        *self.rules.entry(finding.rule.clone()).or_default() += 1;
    }
}

impl Drafts for Vec<Kept> {
    fn all(&self) -> Box<dyn Iterator<Item = io::Result<Kept>> + '_> {
        Box::new(self.iter().cloned().map(Ok))
    }
}

/// Whether there are word lists for a language, so that a draft in it can be judged.
pub fn judged(language: &str, rules: &RuleSet) -> bool {
    rules.lexicon().language(language).is_some()
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
        judged(self.document.about().language, rules)
    }

    /// How many of its findings have this severity.
    pub fn count(&self, severity: Severity, rules: &RuleSet) -> usize {
        let same = |it: &&Finding| rules.get(it.rule).severity == severity;
        self.findings.iter().filter(same).count()
    }
}

/// What the bytes of a draft are known by.
pub fn digest(bytes: &[u8]) -> Box<str> {
    hashed(blake3::hash(bytes))
}

/// How reports write a digest.
pub fn hashed(hash: blake3::Hash) -> Box<str> {
    format!("blake3:{}", hash.to_hex()).into()
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
pub const fn view(view: View) -> &'static str {
    match view {
        View::Final => "final",
        View::Original => "original",
    }
}

/// The view that reports call so.
pub fn view_named(name: &str) -> Option<View> {
    [View::Final, View::Original].into_iter().find(|it| view(*it) == name)
}
