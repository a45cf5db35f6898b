//! Drafts of which a report has several revisions, and what each did to the findings of
//! the one before it.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use serde::{Deserialize, Serialize};

use super::{
    Copy, Drafts, Record,
    series::{Member, is_dated, newest, series},
};

/// The revisions of one work item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// Whether the names of the files say which is the newest; if not, paths decide.
    pub dated: bool,
    // Invariant: the newest first.
    /// Its revisions.
    pub revisions: Vec<Revision>,
}

/// One revision of a work item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// The path of the draft.
    pub path: Box<str>,
    /// What became of the findings of the revision before it, if there is one.
    pub change: Option<Change>,
}

/// What a revision did to the findings of the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// How many findings are gone.
    pub closed: usize,
    /// How many findings were not there before.
    pub opened: usize,
}

/// What tells one work item from another, of one draft.
struct Own {
    path: Box<str>,
    /// Its path, or that of a copy of it whose name says that it is newer.
    name: Box<str>,
    number: Option<Box<str>>,
    title: Option<Box<str>>,
    kind: Box<str>,
}

/// The work items of which there are several revisions among these drafts. A draft is as
/// new as the newest name that it or a copy of it goes by.
pub fn revisions(drafts: &dyn Drafts, copies: &[Copy]) -> io::Result<Vec<Series>> {
    let mut all: Vec<Own> =
        drafts.records().map(|it| Ok(Own::of(it?))).collect::<io::Result<_>>()?;
    let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for it in copies {
        names.entry(&it.of).or_default().push(&it.path);
    }
    for it in &mut all {
        let Some(copies) = names.get(&*it.path) else { continue };
        let paths: Vec<_> =
            [&*it.path].into_iter().chain(copies.iter().copied()).collect();
        it.name = newest(&paths).unwrap_or(&it.path).into();
    }
    let members: Vec<_> = all.iter().map(Own::member).collect();
    let series = series(&members);
    if series.is_empty() {
        return Ok(Vec::new());
    }
    let several: BTreeSet<&str> =
        series.iter().flatten().map(|it| &*all[*it].path).collect();
    let mut prints: BTreeMap<Box<str>, BTreeSet<Box<str>>> = BTreeMap::new();
    for it in drafts.records() {
        let Record { path, findings, .. } = it?;
        if several.contains(&*path) {
            prints.insert(path, findings.into_iter().map(|it| it.fingerprint).collect());
        }
    }
    let revised = |series: Vec<usize>| {
        let dated = is_dated(&members, &series);
        let paths: Vec<&str> = series.iter().map(|it| &*all[*it].path).collect();
        let revisions = paths.iter().enumerate().map(|(at, path)| Revision {
            path: (*path).into(),
            change: paths.get(at + 1).and_then(|before| {
                let (now, before) = (prints.get(*path)?, prints.get(*before)?);
                let closed = before.difference(now).count();
                Some(Change { closed, opened: now.difference(before).count() })
            }),
        });
        Series { dated, revisions: revisions.collect() }
    };
    Ok(series.into_iter().map(revised).collect())
}

impl Own {
    fn of(record: Record) -> Self {
        let profile = record.profile;
        let (number, title, kind) = (profile.number, profile.title, profile.kind);
        Self { name: record.path.clone(), path: record.path, number, title, kind }
    }

    fn member(&self) -> Member<'_> {
        Member {
            path: &self.name,
            number: self.number.as_deref(),
            title: self.title.as_deref(),
            kind: &self.kind,
        }
    }
}

impl Series {
    /// The newest revision.
    pub fn newest(&self) -> Option<&Revision> {
        self.revisions.first()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        formats::View,
        report::{Draft, Report, sample},
    };

    #[test]
    fn a_revision_is_held_against_the_one_before_it() {
        let rules = sample::rules();
        let mut newest = sample::lock(&rules);
        newest.path = "TDs/lock-r2.md".into();
        newest.findings.remove(0);
        let before = Draft { path: "TDs/lock-r1.md".into(), ..sample::lock(&rules) };
        let drafts = [before, newest];
        let report = Report::of(&rules, View::Final, &drafts, Vec::new());
        let found = revisions(&*report.drafts, &[]).unwrap();
        let expected = Series {
            dated: true,
            revisions: vec![
                Revision {
                    path: "TDs/lock-r2.md".into(),
                    change: Some(Change { closed: 1, opened: 0 }),
                },
                Revision { path: "TDs/lock-r1.md".into(), change: None },
            ],
        };
        assert_eq!(found, [expected]);
        assert_eq!(found[0].newest().map(|it| &*it.path), Some("TDs/lock-r2.md"));
        // A name of a copy tells the age of both.
        let copy = Copy { path: "TDs/lock-r3.md".into(), of: "TDs/lock-r1.md".into() };
        let found = revisions(&*report.drafts, &[copy]).unwrap();
        assert_eq!(found[0].newest().map(|it| &*it.path), Some("TDs/lock-r1.md"));
    }
}
