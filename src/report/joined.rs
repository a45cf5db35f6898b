//! Reports of shares joined into the one that a single run gives. Decides what belongs
//! together and what contradicts; where records are kept is somebody else's. Knows no
//! file.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::{Copy, NotRead, Record, reading::Head, waiting::Waiting};

/// What is joined, but for the records themselves.
#[derive(Debug, Default)]
pub struct Joined {
    /// Every report, by the name of its file, in the order given.
    heads: Vec<(Box<str>, Head)>,
    drafts: Vec<Held>,
    copies: Vec<(Copy, usize)>,
    not_read: Vec<(NotRead, usize)>,
}

/// A record that is kept elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Held {
    path: Box<str>,
    /// What it says, but for its path.
    content: [u8; 32],
    /// The report that has it.
    report: usize,
    /// Which of all records it is, in the order in which they came.
    at: usize,
}

/// What a joined report holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Whole {
    /// The path of each draft, and which record tells of it, by the order in which they
    /// came; sorted by path.
    pub drafts: Vec<(Box<str>, usize)>,
    /// Files with the bytes of one of them, sorted by path.
    pub copies: Vec<Copy>,
    /// Files that were not read, sorted by path.
    pub not_read: Vec<NotRead>,
    /// How many files nobody wrote.
    pub left_alone: usize,
    /// What shares have to say of allowances.
    pub waiting: Vec<Waiting>,
}

impl Joined {
    /// Adds a report; what it holds is added before, with [`Joined::reports`] as number.
    ///
    /// Reports that were not made in the same way make no report together.
    pub fn head(&mut self, name: &str, head: Head) -> Result<(), String> {
        if let Some((first, other)) = self.heads.first() {
            let same = [
                ("version of reclint", &other.version, &head.version),
                ("rules", &other.rules_digest, &head.rules_digest),
                ("view of tracked changes", &other.view, &head.view),
            ];
            if let Some((what, a, b)) = same.into_iter().find(|(_, a, b)| a != b) {
                return Err(format!(
                    "{first} and {name} were made with a different {what}: {a} and {b}; \
                     run the check of both in the same way"
                ));
            }
        }
        if head.compared {
            return Err(format!(
                "{name} was compared with a baseline, and a share cannot know what was \
                 fixed in another: run the shares without --baseline, and give it to merge"
            ));
        }
        self.shares(name, &head)?;
        self.heads.push((name.into(), head));
        Ok(())
    }

    fn shares(&self, name: &str, head: &Head) -> Result<(), String> {
        for (other, it) in &self.heads {
            match (it.shard, head.shard) {
                (Some(a), Some(b)) if a.of != b.of => {
                    return Err(format!(
                        "{other} is share {} of {}, and {name} is share {} of {}: these \
                         are of different runs",
                        a.index, a.of, b.index, b.of
                    ));
                }
                (Some(a), Some(b)) if a == b => {
                    return Err(format!(
                        "{other} and {name} are both share {} of {}: one of them is too \
                         much",
                        a.index, a.of
                    ));
                }
                (None, None) | (Some(_), Some(_)) => (),
                (Some(_), None) | (None, Some(_)) => {
                    return Err(format!(
                        "one of {other} and {name} is a share of a run, the other a \
                         whole report"
                    ));
                }
            }
        }
        Ok(())
    }

    /// How many reports were added.
    pub fn reports(&self) -> usize {
        self.heads.len()
    }

    /// What the reports say of themselves, the first of them.
    pub fn first(&self) -> Option<&(Box<str>, Head)> {
        self.heads.first()
    }

    /// The shares that are missing, and of how many.
    pub fn missing(&self) -> (Vec<u32>, u32) {
        let shards = || self.heads.iter().filter_map(|(_, it)| it.shard);
        let of = shards().map(|it| it.of).max().unwrap_or_default();
        let have: BTreeSet<_> = shards().map(|it| it.index).collect();
        ((1..=of).filter(|it| !have.contains(it)).collect(), of)
    }

    /// Notes a record of the report to come; `json` is the record as it is kept, and its
    /// place is how many came before.
    pub fn draft(&mut self, record: &mut Record) -> Result<(), serde_json::Error> {
        let path = std::mem::take(&mut record.path);
        let content = *blake3::hash(&serde_json::to_vec(record)?).as_bytes();
        record.path.clone_from(&path);
        let (report, at) = (self.heads.len(), self.drafts.len());
        self.drafts.push(Held { path, content, report, at });
        Ok(())
    }

    /// Notes a copy in the report to come.
    pub fn copy(&mut self, copy: Copy) {
        self.copies.push((copy, self.heads.len()));
    }

    /// Notes a file that was not read in the report to come.
    pub fn not_read(&mut self, it: NotRead) {
        self.not_read.push((it, self.heads.len()));
    }

    /// What a single run over all of it would have given.
    pub fn whole(self) -> Result<Whole, String> {
        let Self { heads, mut drafts, copies, mut not_read } = self;
        let name = |report: usize| -> &str {
            heads.get(report).map_or("one of the reports", |(name, _)| name)
        };
        drafts.sort_by(|a, b| a.path.cmp(&b.path).then(a.at.cmp(&b.at)));
        if let Some([a, b]) = drafts
            .array_windows()
            .find(|[a, b]| a.path == b.path && a.content != b.content)
        {
            return Err(format!(
                "{}: {} and {} say different things of it; was it changed between two runs?",
                a.path,
                name(a.report),
                name(b.report)
            ));
        }
        drafts.dedup_by(|a, b| a.path == b.path);
        let find = |path: &str| drafts.binary_search_by(|it| (*it.path).cmp(path)).ok();
        if let Some((it, report)) =
            not_read.iter().find(|(it, _)| find(&it.path).is_some())
        {
            let other = find(&it.path).map_or(0, |at| drafts[at].report);
            return Err(format!(
                "{}: {} holds it, and {} says that it was not read",
                it.path,
                name(other),
                name(*report)
            ));
        }
        // Every path that was checked, with the record that tells of it.
        let mut paths: BTreeMap<Box<str>, usize> =
            (0..drafts.len()).map(|at| (drafts[at].path.clone(), at)).collect();
        for (Copy { path, of }, report) in copies {
            let Some(at) = find(&of) else {
                return Err(format!(
                    "{}: {path} is a copy of {of}, which it does not hold",
                    name(report)
                ));
            };
            let other = *paths.entry(path.clone()).or_insert(at);
            if drafts[other].content != drafts[at].content {
                return Err(format!(
                    "{path}: the reports say different things of it, one of them {}",
                    name(report)
                ));
            }
        }
        let left_alone = heads.iter().map(|(_, it)| it.left_alone).sum();
        let waiting = heads.iter().flat_map(|(_, it)| it.waiting.clone()).collect();
        not_read.sort();
        let mut not_read: Vec<_> = not_read.into_iter().map(|(it, _)| it).collect();
        not_read.dedup();
        let mut whole = Whole { not_read, left_alone, waiting, ..Whole::default() };
        // The first path of a content is the draft, and all others are its copies,
        // whichever was checked where.
        let mut firsts: BTreeMap<[u8; 32], usize> = BTreeMap::new();
        for (at, held) in drafts.iter().enumerate() {
            if *firsts.entry(held.content).or_insert(at) == at {
                whole.drafts.push((held.path.clone(), held.at));
            }
        }
        for (path, at) in paths {
            let first = &drafts[firsts[&drafts[at].content]];
            if path != first.path {
                whole.copies.push(Copy { path, of: first.path.clone() });
            }
        }
        Ok(whole)
    }
}
