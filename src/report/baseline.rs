//! An earlier report, and what has changed since: which findings it has, and which of
//! its own are gone. Knows no file.
//!
//! Nothing is held of it but what its findings are known by; what is gone is looked up
//! by reading it once more.

mod identity;
#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, BTreeSet},
    io::BufRead,
    sync::atomic::{AtomicBool, Ordering},
};

use serde::Serialize;

use self::identity::Index;
use super::{
    Copy,
    reading::{Head, Item, ReportError, read},
    record::{Clause, Finding, Record, Status},
};
use crate::finding::Severity;

/// An earlier report.
#[derive(Debug)]
pub struct Baseline {
    /// What it says of itself.
    pub head: Head,
    // Invariant: in the order of the report.
    drafts: Vec<Earlier>,
    index: Index,
}

/// A draft as an earlier report has it.
#[derive(Debug)]
struct Earlier {
    path: Box<str>,
    /// What it is known by if it has another path now.
    group: u64,
    /// Whether a draft of this run is the same.
    seen: AtomicBool,
    // Invariant: in the order of the report.
    findings: Vec<Print>,
}

/// What one finding of it is known by.
#[derive(Debug)]
struct Print {
    key: Key,
    rule: Box<str>,
    /// Whether it is still there, open or answered.
    still: AtomicBool,
}

/// The fingerprint of a finding, and which of the equal ones it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    base: u64,
    nth: u32,
}

/// What this run can say of what is gone.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The codes of the rules whose findings were asked for.
    pub rules: BTreeSet<Box<str>>,
    /// Whether all of each draft was looked at, not only what changes touch.
    pub whole: bool,
}

/// What is gone, and what cannot be told; by places in the earlier report.
#[derive(Debug, Default)]
pub struct Gone {
    fixed: BTreeSet<(usize, usize)>,
    absent: Vec<Absent>,
}

/// What a comparison with an earlier report has to say beside the findings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// The name of the file of the earlier report.
    #[serde(rename = "report")]
    pub name: Box<str>,
    /// What makes the comparison less than exact.
    pub remarks: Vec<Box<str>>,
    /// Drafts of it that this run did not check, sorted by path.
    #[serde(rename = "not_in_this_run")]
    pub absent: Vec<Absent>,
    /// Findings of it that are gone, sorted by path, then as they stood there.
    #[serde(skip)]
    pub fixed: Vec<Fixed>,
}

/// A draft of an earlier report that this run did not check.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Absent {
    /// Its path there.
    pub path: Box<str>,
    /// How many findings it had.
    pub findings: usize,
}

/// A finding of an earlier report that is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fixed {
    /// The path of its draft there.
    pub path: Box<str>,
    /// The code of the rule.
    pub rule: Box<str>,
    /// Its name.
    pub name: Box<str>,
    /// How much it mattered.
    pub severity: Severity,
    /// What was wrong, in one line.
    pub message: Box<str>,
    /// The clause that it stood in.
    pub clause: Clause,
    /// The words that it was about.
    pub quote: Box<str>,
    /// What it was known by.
    pub fingerprint: Box<str>,
}

impl Key {
    fn of(fingerprint: &str) -> Self {
        let counted = fingerprint.rsplit_once('-');
        let counted = counted.and_then(|(base, nth)| Some((base, nth.parse().ok()?)));
        let (base, nth) = counted.unwrap_or((fingerprint, 1));
        Self { base: identity::hash(base), nth }
    }
}

impl Baseline {
    /// Reads an earlier report.
    pub fn read(from: impl BufRead) -> Result<Self, ReportError> {
        let (mut drafts, mut index, mut copies) = (Vec::new(), Index::default(), vec![]);
        let head = read(from, &mut |item| {
            match item {
                Item::Document(record) => {
                    index.add(drafts.len(), &record);
                    drafts.push(Earlier::of(&record));
                }
                Item::Copy(copy) => copies.push(copy),
                Item::NotRead(_) => (),
            }
            Ok(())
        })?;
        for Copy { path, of } in copies {
            index.alias(&path, &of);
        }
        Ok(Self { head, drafts, index })
    }

    /// Says of each finding of a draft whether the earlier report has it.
    ///
    /// May be called for many drafts at once: what it notes does not depend on the order.
    pub fn mark(&self, record: &mut Record) {
        let same = self.index.same(record);
        let mut left: BTreeMap<Key, Vec<&Print>> = BTreeMap::new();
        for draft in same.iter().map(|it| &self.drafts[*it]) {
            draft.seen.store(true, Ordering::Relaxed);
            draft.findings.iter().for_each(|it| left.entry(it.key).or_default().push(it));
        }
        for it in &mut record.findings {
            it.status = Status::New;
        }
        // Equal findings are told apart by a counter. Those with the same number are the
        // same; what is left over is matched by how many there are, for when the first
        // of two is gone the second becomes the first.
        for exact in [true, false] {
            for it in &mut record.findings {
                if it.status == Status::New && take(&mut left, &it.fingerprint, exact) {
                    it.status = Status::Known;
                }
            }
            // An answered finding is no longer open, and not gone either.
            for it in &record.allowed {
                take(&mut left, &it.fingerprint, exact);
            }
        }
    }

    /// What is gone once every draft was marked.
    pub fn gone(&self, scope: &Scope, copies: &[Copy]) -> Gone {
        let asked = |it: &&Print| scope.rules.contains(&it.rule);
        let twins: BTreeSet<&str> = copies.iter().map(|it| &*it.path).collect();
        let mut gone = Gone::default();
        let mut told = BTreeSet::new();
        for (at, draft) in self.drafts.iter().enumerate() {
            if !draft.seen.load(Ordering::Relaxed) {
                if !twins.contains(&*draft.path) {
                    let (path, findings) = (draft.path.clone(), &draft.findings);
                    let findings = findings.iter().filter(asked).count();
                    gone.absent.push(Absent { path, findings });
                }
                continue;
            }
            let open = |it: &Print| it.still.load(Ordering::Relaxed);
            for (nth, it) in draft.findings.iter().enumerate() {
                let fixed = scope.whole && asked(&it) && !open(it);
                // Two revisions of one draft have the same finding only once.
                if fixed && told.insert((draft.group, it.key)) {
                    gone.fixed.insert((at, nth));
                }
            }
        }
        gone.absent.sort();
        gone
    }
}

impl Earlier {
    fn of(record: &Record) -> Self {
        let print = |it: &Finding| Print {
            key: Key::of(&it.fingerprint),
            rule: it.rule.clone(),
            still: AtomicBool::new(false),
        };
        Self {
            path: record.path.clone(),
            group: identity::group(record),
            seen: AtomicBool::new(false),
            findings: record.findings.iter().map(print).collect(),
        }
    }
}

/// Takes the finding with this fingerprint, or one that differs in its counter only.
fn take(left: &mut BTreeMap<Key, Vec<&Print>>, fingerprint: &str, exact: bool) -> bool {
    let key = Key::of(fingerprint);
    let like = Key { nth: 0, ..key }..=Key { nth: u32::MAX, ..key };
    let key = if exact { Some(key) } else { left.range(like).next().map(|it| *it.0) };
    let Some(taken) = key.and_then(|it| left.remove(&it)) else { return false };
    for it in &taken {
        it.still.store(true, Ordering::Relaxed);
    }
    true
}

impl Gone {
    /// Looks up what is gone, by reading the earlier report once more.
    pub fn told(
        self,
        from: impl BufRead,
    ) -> Result<(Vec<Absent>, Vec<Fixed>), ReportError> {
        let mut fixed = Vec::new();
        if !self.fixed.is_empty() {
            let mut at = 0;
            read(from, &mut |item| {
                let Item::Document(record) = item else { return Ok(()) };
                let findings = record.findings.into_iter().enumerate();
                let ours = findings.filter(|(nth, _)| self.fixed.contains(&(at, *nth)));
                fixed.extend(ours.map(|(_, it)| Fixed::of(&record.path, it)));
                at += 1;
                Ok(())
            })?;
        }
        fixed.sort_by(|a, b| a.path.cmp(&b.path));
        Ok((self.absent, fixed))
    }
}

impl Fixed {
    /// What is kept of a finding that is gone from the draft at `path`.
    pub fn of(path: &str, finding: Finding) -> Self {
        let Finding { rule, name, severity, message, clause, quote, fingerprint, .. } =
            finding;
        let path = path.into();
        Self { path, rule, name, severity, message, clause, quote, fingerprint }
    }
}

/// What makes a comparison with the report that says `head` of itself less than exact.
pub fn remarks(
    head: &Head,
    rules_digest: &str,
    view: &str,
    scope: &Scope,
) -> Vec<Box<str>> {
    let mut remarks: Vec<Box<str>> = Vec::new();
    if *head.rules_digest != *rules_digest {
        remarks.push(
            format!(
                "the earlier report was made with other rules (reclint {}, rules {}): a \
                 finding may be new or gone because a rule is",
                head.version, head.rules_digest
            )
            .into(),
        );
    }
    if *head.view != *view {
        remarks.push(
            format!(
                "the earlier report is of the {} view of tracked changes, this one of the \
                 {view} view",
                head.view
            )
            .into(),
        );
    }
    if let Some(shard) = head.shard {
        let (index, of) = (shard.index, shard.of);
        remarks.push(
            format!("the earlier report is on share {index} of {of} of its drafts")
                .into(),
        );
    }
    if !scope.whole {
        remarks.push(
            "only what tracked changes touch was looked at: nothing is said of what was \
             fixed"
                .into(),
        );
    }
    remarks
}
