//! What the page of a meeting holds of each draft: a row, small enough that thousands of
//! them are nothing.

use std::{
    cmp::{Ordering, Reverse},
    collections::{BTreeMap, BTreeSet},
    io,
};

use super::name;
use crate::{
    finding::Severity,
    report::{
        Report, judged,
        record::{self, Finding, Record, Status},
        revisions::Change,
        unjudged,
    },
    text::shortened,
};

/// A title is told as far as this.
const TITLE: usize = 200;

/// So many algorithms of a draft are told; its page lists all.
const ALGORITHMS: usize = 40;

/// One draft.
#[derive(Debug)]
pub(super) struct Row {
    /// What tells it from others.
    pub key: String,
    pub path: Box<str>,
    /// Its title, or else its path.
    pub name: String,
    /// Whether that is its title.
    pub titled: bool,
    pub language: Box<str>,
    pub number: Option<Box<str>>,
    /// Its own number at the meeting.
    pub document: Option<Box<str>>,
    /// The Questions that it belongs to.
    pub questions: Vec<Box<str>>,
    pub kind: Box<str>,
    /// Why it was not judged, if it was not.
    pub unjudged: Option<String>,
    /// Whether that is because no rule is for its kind.
    pub apart: bool,
    /// What it says of security, threats and personal data.
    pub parts: [Box<str>; 3],
    // Invariant: those that matter most first.
    pub algorithms: Vec<Named>,
    pub found: [usize; 3],
    pub new: usize,
    pub allowed: usize,
    /// How many of its parts were not read.
    pub skipped: usize,
    /// What was found by the code of its rule.
    pub rules: BTreeMap<Box<str>, Hits>,
    /// Files of the same bytes.
    pub copies: Vec<Box<str>>,
    /// What became of the findings of the revision before it, and what that is called.
    pub change: Option<(Change, Box<str>)>,
    // Invariant: newest first; none of these has older ones.
    /// The revisions before it.
    pub older: Vec<Row>,
    /// Whether the names of these say which is the newest.
    pub dated: bool,
}

/// An algorithm as a row tells it.
#[derive(Debug)]
pub(super) struct Named {
    pub name: String,
    /// How grave it is that it is there: as something that the draft requires, from 6
    /// for what is disallowed; as something that it mentions, from 3; else 0.
    pub rank: u8,
    /// Its status, and how the draft uses it where it does not require it.
    pub state: String,
    /// How that looks.
    pub class: &'static str,
}

/// What one rule found, in a draft or in all.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hits {
    pub severity: Severity,
    pub found: usize,
    pub new: usize,
    pub drafts: usize,
}

/// All drafts, the gravest first.
#[derive(Debug)]
pub(super) struct Rows {
    pub all: Vec<Row>,
    /// What was found in them by the code of its rule.
    pub rules: BTreeMap<Box<str>, Hits>,
    /// How many findings they have by severity.
    pub found: [usize; 3],
    /// How many of those are new.
    pub new: usize,
    /// How many were answered.
    pub allowed: usize,
    /// How many earlier revisions are folded, and how many findings those have.
    pub older: (usize, [usize; 3]),
    /// How many drafts were not read in full.
    pub partly: usize,
}

impl Rows {
    pub(super) fn of(report: &Report<'_>) -> io::Result<Self> {
        let mut all = BTreeMap::new();
        for it in report.drafts.records() {
            let row = Row::of(&it?, report);
            all.insert(row.path.clone(), row);
        }
        for it in &report.copies {
            if let Some(row) = all.get_mut(&it.of) {
                row.copies.push(it.path.clone());
            }
        }
        fold(&mut all, report);
        let mut all: Vec<_> = all.into_values().collect();
        all.sort_by(Row::order);
        let mut rows = Self {
            all,
            rules: BTreeMap::new(),
            found: [0; 3],
            new: 0,
            allowed: 0,
            older: (0, [0; 3]),
            partly: 0,
        };
        rows.sum();
        Ok(rows)
    }

    fn sum(&mut self) {
        for row in &self.all {
            for (code, hits) in &row.rules {
                self.rules
                    .entry(code.clone())
                    .and_modify(|it| it.add(hits))
                    .or_insert(*hits);
            }
            add(&mut self.found, row.found);
            self.new += row.new;
            self.allowed += row.allowed;
            self.partly += usize::from(0 < row.skipped);
            for older in &row.older {
                self.older.0 += 1;
                add(&mut self.older.1, older.found);
            }
        }
    }
}

/// Puts earlier revisions below the newest that is there.
fn fold(all: &mut BTreeMap<Box<str>, Row>, report: &Report<'_>) {
    for series in &report.revisions {
        let mut seen = BTreeSet::new();
        let there = |path: &str| all.contains_key(path);
        let revisions = series.revisions.iter().filter(|it| there(&it.path));
        let revisions: Vec<_> = revisions.filter(|it| seen.insert(&it.path)).collect();
        for (at, it) in revisions.iter().enumerate() {
            let before = revisions.get(at + 1).and_then(|it| all.get(&it.path));
            let before = before.map(|it| it.short().into());
            if let Some(row) = all.get_mut(&it.path) {
                row.change = it.change.zip(before);
            }
        }
        let mut revisions = revisions.into_iter();
        let Some(newest) = revisions.next() else { continue };
        let older: Vec<_> = revisions.filter_map(|it| all.remove(&it.path)).collect();
        if let Some(row) = all.get_mut(&newest.path) {
            row.dated &= series.dated;
            for mut it in older {
                let below = std::mem::take(&mut it.older);
                row.older.push(it);
                row.older.extend(below);
            }
        }
    }
}

fn add(sum: &mut [usize; 3], counts: [usize; 3]) {
    for (sum, count) in sum.iter_mut().zip(counts) {
        *sum += count;
    }
}

impl Row {
    fn of(record: &Record, report: &Report<'_>) -> Self {
        let profile = &record.profile;
        let fresh = |it: &&Finding| it.status == Status::New;
        let new = report.baseline.as_ref();
        let new = new.map_or(0, |_| record.findings.iter().filter(fresh).count());
        let questions = profile.question.as_deref().unwrap_or_default();
        let questions = questions.split(',').map(str::trim).filter(|it| !it.is_empty());
        Self {
            key: name::key(&record.path),
            path: record.path.clone(),
            name: shortened(record.name(), TITLE),
            titled: record.name() != &*record.path,
            language: profile.language.clone(),
            number: profile.number.clone(),
            document: profile.document.clone(),
            questions: questions.map(Into::into).collect(),
            kind: profile.kind.clone(),
            unjudged: reason(record, report),
            apart: judged(&profile.language, report.rules)
                && !report.rules.applies_to(&profile.kind),
            parts: [&profile.security, &profile.threats, &profile.privacy]
                .map(|it| it.state.clone()),
            algorithms: algorithms(profile),
            found: record.counts(),
            new,
            allowed: record.allowed.len(),
            skipped: record.skipped.len(),
            rules: hits(record),
            copies: Vec::new(),
            change: None,
            older: Vec::new(),
            dated: true,
        }
    }

    /// What a reader of the meeting calls it: its number there, or else its file.
    pub(super) fn short(&self) -> &str {
        self.document.as_deref().unwrap_or_else(|| name::file(&self.path))
    }

    /// Where its page lies.
    pub(super) fn page(&self) -> String {
        name::page_name(&self.path)
    }

    /// Whether it can be said that nothing is wrong with it.
    pub(super) fn judged(&self) -> bool {
        self.unjudged.is_none() || self.found != [0; 3]
    }

    /// The gravest first; then as people count: X.9 before X.10.
    fn order(&self, other: &Self) -> Ordering {
        let told = |it: &Self| (Reverse(it.found), !it.judged(), it.number.is_none());
        let number = |it: &Self| it.number.clone().unwrap_or_default();
        told(self)
            .cmp(&told(other))
            .then_with(|| natural(&number(self), &number(other)))
            .then_with(|| natural(&self.path, &other.path))
    }
}

impl Hits {
    fn add(&mut self, other: &Self) {
        self.severity = self.severity.max(other.severity);
        self.found += other.found;
        self.new += other.new;
        self.drafts += other.drafts;
    }
}

/// Why nothing was judged in a draft, if nothing was.
fn reason(record: &Record, report: &Report<'_>) -> Option<String> {
    let profile = &record.profile;
    if !judged(&profile.language, report.rules) {
        return Some(unjudged(&profile.language));
    }
    let applies = report.rules.applies_to(&profile.kind);
    (!applies).then(|| "no rule of this run applies".to_owned())
}

fn hits(record: &Record) -> BTreeMap<Box<str>, Hits> {
    let mut found = BTreeMap::<Box<str>, Hits>::new();
    for it in &record.findings {
        let new = usize::from(it.status == Status::New);
        let one = Hits { severity: it.severity, found: 1, new, drafts: 0 };
        let hits = found.entry(it.rule.clone());
        hits.and_modify(|hits| hits.add(&one)).or_insert(Hits { drafts: 1, ..one });
    }
    found
}

/// The algorithms that a draft names, each once, those that matter most first.
fn algorithms(profile: &record::Profile) -> Vec<Named> {
    let named = profile.algorithms.iter().map(|it| {
        let (grave, class) = match &*it.status {
            "disallowed" => (3, "disallowed"),
            "deprecated" => (2, "deprecated"),
            "legacy" => (1, "legacy"),
            _ => (0, "aside"),
        };
        let name = shortened(&it.name, 60);
        match &*it.standing {
            "prohibited" => {
                Named { name, rank: 0, state: "prohibited".to_owned(), class: "aside" }
            }
            "normative" => {
                let rank = if grave == 0 { 0 } else { grave + 3 };
                Named { name, rank, state: it.status.to_string(), class }
            }
            // What a draft tells of an algorithm is no use of it.
            _ if grave == 0 => {
                Named { name, rank: 0, state: it.status.to_string(), class }
            }
            other => {
                let state = format!("{}, {other}", it.status);
                Named { name, rank: grave, state, class: "aside" }
            }
        }
    });
    let mut named: Vec<_> = named.collect();
    // The order of the text stands among those of one rank.
    named.sort_by_key(|it| Reverse(it.rank));
    let mut seen = BTreeSet::new();
    named.retain(|it| seen.insert((it.name.clone(), it.state.clone())));
    named.truncate(ALGORITHMS);
    named
}

/// Compares words as people do who count: numbers in them by their value.
pub(super) fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (pieces(a), pieces(b));
    loop {
        match (left.next(), right.next()) {
            (Some(one), Some(two)) if one == two => (),
            (one, two) => return one.cmp(&two).then_with(|| a.cmp(b)),
        }
    }
}

/// The numbers and the words of a name: whether it is one, how long, and what.
fn pieces(words: &str) -> impl Iterator<Item = (bool, usize, String)> {
    let mut rest = words;
    std::iter::from_fn(move || {
        let digit = rest.chars().next()?.is_ascii_digit();
        let end = rest.find(|it: char| it.is_ascii_digit() != digit);
        let (piece, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after;
        let number = piece.trim_start_matches('0');
        Some(if digit {
            (false, number.len(), number.to_owned())
        } else {
            (true, 0, piece.to_lowercase())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_as_people_count() {
        let check = |sorted: &[&str]| {
            for pair in sorted.windows(2) {
                assert_eq!(natural(pair[0], pair[1]), Ordering::Less, "{pair:?}");
                assert_eq!(natural(pair[1], pair[0]), Ordering::Greater, "{pair:?}");
            }
        };
        check(&["X.9", "X.10", "X.10-a", "X.100", "Y.1"]);
        check(&["TD2", "TD12R1", "TD12R2", "TD12R10", "TD100"]);
        check(&["", "1", "1a", "a", "a1", "a9", "a9999999999999999999999999"]);
    }
}
