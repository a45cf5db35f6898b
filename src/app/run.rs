//! All drafts of a run, side by side: read, checked, kept, and told in the order of
//! their paths. The order in which threads come by leaves no trace.

use std::{
    collections::{BTreeMap, BTreeSet},
    num::NonZero,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use anyhow::{Context as _, Result};
use rayon::prelude::*;

use super::{
    annotate::{self, Annotated},
    arrivals::{Arrivals, Claim, End, Found, Teller, ToldSoFar},
    cache::{Cache, Key},
    cached,
    progress::Progress,
    read,
    settings::{Offered, Settings},
    sources::{Missing, Source, missed},
    store::{Heads, Piece, Store},
    work::{self, Done, Pages, Work},
};
use crate::{
    finding::Finding,
    formats::Limits,
    report::{
        self, Copy, Draft, Kept, Totals, is_own,
        waiting::{Unused, Waiting},
    },
};

/// So many drafts, in the order of their paths, are begun before later ones: within
/// them the largest comes first, and what is told as a stream waits for no more.
const WINDOW: usize = 512;

/// What a run works with beside the drafts.
#[derive(Clone, Copy)]
pub(super) struct Tools<'a> {
    /// Allowances that stand outside of the drafts.
    pub settings: &'a Settings,
    pub cache: &'a Cache,
    pub progress: &'a Progress,
    /// Whether somebody asked to stop.
    pub stop: &'a AtomicBool,
    /// How drafts are given back, if they are.
    pub annotate: Option<&'a annotate::Job<'a>>,
    /// Whether others check other drafts of the same run.
    pub shared: bool,
}

/// What came of all drafts.
#[derive(Default)]
pub(super) struct Ran {
    pub heads: Heads,
    pub totals: Totals,
    pub copies: Vec<Copy>,
    pub missing: Vec<Missing>,
    /// What was given back, or why not, in the order of the drafts.
    pub annotated: Vec<Result<Annotated, String>>,
    /// Whether a rule could not finish somewhere.
    pub failed: bool,
    /// How many drafts were not begun because somebody asked to stop.
    pub left: usize,
    /// Allowances of which other shares of the run have to say whether they were used.
    pub waiting: Vec<Waiting>,
}

/// Reads and checks every draft.
pub(super) fn all(
    mut sources: Vec<Source>,
    work: Work<'_>,
    tools: Tools<'_>,
    tell: Option<Teller<'_>>,
    jobs: Option<NonZero<usize>>,
) -> Result<Ran> {
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    let pool = read::pool(sources.len(), jobs)?;
    let store = Store::default();
    let arrivals = Mutex::new(Arrivals::new(&sources, &store, work.pages, tell));
    let failed = AtomicBool::new(false);
    let run =
        Run { sources: &sources, work, tools, store: &store, arrivals, failed: &failed };
    let order = order(&sources);
    let first = read::quietly(|| {
        pool.install(|| {
            let done = order.into_iter().par_bridge().filter_map(|it| run.one(it));
            done.collect::<Vec<_>>()
        })
    });
    let arrivals = run.arrivals.into_inner().unwrap_or_else(PoisonError::into_inner);
    let (mut told, left) = arrivals.ended();
    if let Some(err) = told.error.take() {
        return Err(err).context("cannot write what was found");
    }
    let again = Again { sources: &sources, work, tools, store: &store, failed: &failed };
    let mut given: BTreeMap<usize, Result<Annotated, String>> = BTreeMap::new();
    let mut late = BTreeSet::new();
    for (index, it) in first {
        match it {
            Some(it) => drop(given.insert(index, it)),
            None => drop(late.insert(index)),
        }
    }
    let again = again.with_one_page(&mut told);
    let mut waiting = Vec::new();
    if left == 0 {
        let todo = Again::todo(&told, late);
        waiting.extend(again.used(&told));
        let second = read::quietly(|| {
            pool.install(|| todo.par_iter().map(|it| again.one(it)).collect::<Vec<_>>())
        });
        for (it, todo) in second.into_iter().zip(&todo) {
            let Second { kept, annotated, unused } = it?;
            waiting.extend(unused);
            if let (Some((piece, more)), Some(head)) = (kept, todo.head) {
                told.heads[head].1 = piece;
                told.totals.join(&more);
            }
            given.extend(annotated.map(|it| (todo.index, it)));
        }
    }
    let drafts = told.heads.iter().map(|(index, it)| (sources[*index].path.clone(), *it));
    let drafts = drafts.collect();
    told.missing.sort();
    Ok(Ran {
        heads: Heads { store, drafts },
        totals: told.totals,
        copies: told.copies,
        missing: told.missing,
        annotated: given.into_values().collect(),
        failed: failed.into_inner(),
        left,
        waiting,
    })
}

/// The order in which drafts are begun: those of a window by size, the largest first,
/// for a large one that begins last would keep everybody waiting.
fn order(sources: &[Source]) -> Vec<usize> {
    let mut order: Vec<_> = (0..sources.len()).collect();
    for window in order.chunks_mut(WINDOW) {
        window.sort_by_key(|it| std::cmp::Reverse(sources[*it].bytes));
    }
    order
}

/// The first time that drafts are read.
struct Run<'a, 't> {
    sources: &'a [Source],
    work: Work<'a>,
    tools: Tools<'a>,
    store: &'a Store,
    arrivals: Mutex<Arrivals<'a, 't>>,
    failed: &'a AtomicBool,
}

/// A draft that was given back, or none if that has to wait until all are read.
type Given = (usize, Option<Result<Annotated, String>>);

impl<'a, 't> Run<'a, 't> {
    /// Does all that is to be done with one draft.
    fn one(&self, index: usize) -> Option<Given> {
        if self.tools.stop.load(Ordering::Relaxed) {
            return None;
        }
        let source = &self.sources[index];
        self.tools.progress.begin(&source.path);
        let (mut claimed, mut given) = (None, None);
        let end = read::guarded(|| self.end(index, source, &mut claimed, &mut given));
        let end = end.unwrap_or_else(|why| {
            if let Some(key) = claimed {
                self.arrivals().settle(key, Claim::Missing(why.clone().into()));
            }
            let wanted = source.given || missed(&source.path);
            End::Missing(Missing::new(&source.path, why, wanted))
        });
        self.arrivals().arrive(index, end);
        self.tools.progress.end();
        given
    }

    fn end(
        &self,
        index: usize,
        source: &Source,
        claimed: &mut Option<Key>,
        given: &mut Option<Given>,
    ) -> Result<End, String> {
        let bytes = source.bytes(Limits::default().file)?;
        if is_own(&bytes) {
            let why = "a report of reclint, not a draft";
            return Ok(End::Missing(Missing::new(&source.path, why, source.given)));
        }
        let offered = self.tools.settings.of(source.place().as_deref());
        let mut claim = cached::claim(source, &bytes, &offered, self.work);
        if self.tools.annotate.is_some() {
            // Each copy is given back.
            claim = Key::of(&[claim.bytes(), source.path.as_bytes()]);
        }
        if self.arrivals().claim(claim) {
            *claimed = Some(claim);
            let found = self.found(index, source, &bytes, claim, &offered, given)?;
            self.arrivals().settle(claim, Claim::Found(found));
        }
        Ok(End::As(claim, offered.places))
    }

    fn found(
        &self,
        index: usize,
        source: &Source,
        bytes: &[u8],
        claim: Key,
        offered: &Offered,
        given: &mut Option<Given>,
    ) -> Result<Found, String> {
        let Tools { cache, annotate, progress, .. } = self.tools;
        let key = cached::key(claim, source, self.work.pages);
        let known = match annotate {
            Some(_) => None,
            None => cached::find(cache, key, source, self.work),
        };
        let (kept, used) = if let Some(it) = known {
            progress.known();
            it
        } else {
            progress.anew();
            let done = work::check(source, bytes, offered, self.work)?;
            self.failed.fetch_or(done.failed, Ordering::Relaxed);
            let kept = self.work.kept(&done.draft);
            if let Some(job) = annotate {
                // An allowance that nobody uses is reported in one of these drafts, once
                // all are read.
                let open = done.used.len() < offered.places.len();
                let now = || annotate::one(&done.draft, source, job);
                *given = Some((index, (!open).then(now)));
            } else {
                cached::keep(cache, key, &kept, &done, offered, self.work);
            }
            (kept, done.used)
        };
        let mut totals = Totals::default();
        totals.add(&kept.record, self.work.rules);
        let (piece, mut identity) = put(self.store, kept)?;
        if annotate.is_some() {
            identity = *blake3::hash(source.path.as_bytes()).as_bytes();
        }
        Ok(Found { piece, identity, totals, used, by: index })
    }

    fn arrivals(&self) -> MutexGuard<'_, Arrivals<'a, 't>> {
        self.arrivals.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keeps what is said of a draft, whatever it is called.
fn put(store: &Store, kept: Kept) -> Result<(Piece, [u8; 32]), String> {
    let Kept { mut record, page } = kept;
    record.path = "".into();
    let cannot = |err: std::io::Error| format!("cannot keep what was found: {err}");
    let bytes = serde_json::to_vec(&record).map_err(|it| cannot(it.into()))?;
    let piece = store.put(&bytes, page.as_deref()).map_err(cannot)?;
    Ok((piece, *blake3::hash(&bytes).as_bytes()))
}

/// What has to be done once all drafts were read.
struct Again<'a> {
    sources: &'a [Source],
    work: Work<'a>,
    tools: Tools<'a>,
    store: &'a Store,
    failed: &'a AtomicBool,
}

/// A draft that is read once more.
struct Todo {
    index: usize,
    /// Its place among the drafts of the report, if it is no copy.
    head: Option<usize>,
    /// Allowances that nobody used, which are reported in this draft.
    unused: Vec<usize>,
    annotate: bool,
}

/// What came of that: what is kept of it and what more was found, and the draft given back.
struct Second {
    kept: Option<(Piece, Totals)>,
    annotated: Option<Result<Annotated, String>>,
    /// What is to be said of allowances once all shares of the run are joined.
    unused: Vec<Waiting>,
}

impl Again<'_> {
    /// A draft that turns out to be the only one has a page to itself.
    fn with_one_page(mut self, told: &mut ToldSoFar) -> Self {
        if self.work.pages == Pages::Among && told.heads.len() == 1 {
            self.work.pages = Pages::Alone;
            told.stale.insert(0);
        }
        self
    }

    /// The drafts to read once more.
    fn todo(told: &ToldSoFar, late: BTreeSet<usize>) -> Vec<Todo> {
        let mut todo: BTreeMap<usize, Todo> = BTreeMap::new();
        let new = |index, head| Todo { index, head, unused: Vec::new(), annotate: false };
        for &head in &told.stale {
            let index = told.heads[head].0;
            todo.insert(index, new(index, Some(head)));
        }
        for (&allowance, &head) in &told.offers {
            if !told.used.contains(&allowance) {
                let index = told.heads[head].0;
                let it = todo.entry(index).or_insert_with(|| new(index, Some(head)));
                it.unused.push(allowance);
            }
        }
        for index in late {
            todo.entry(index).or_insert_with(|| new(index, None)).annotate = true;
        }
        todo.into_values().collect()
    }

    fn one(&self, todo: &Todo) -> Result<Second> {
        let source = &self.sources[todo.index];
        let second = read::guarded(|| {
            let bytes = source.bytes(Limits::default().file)?;
            let offered = self.tools.settings.of(source.place().as_deref());
            let Done { mut draft, failed, .. } =
                work::check(source, &bytes, &offered, self.work)?;
            self.failed.fetch_or(failed, Ordering::Relaxed);
            let mut more = Totals::default();
            let mut unused = Vec::new();
            if self.tools.shared {
                unused = self.unused(&todo.unused, &draft);
            } else {
                more = self.report_unused(&todo.unused, &mut draft);
            }
            let kept = match todo.head {
                None => None,
                Some(_) => Some((put(self.store, self.work.kept(&draft))?.0, more)),
            };
            let job = self.tools.annotate.filter(|_| todo.annotate);
            let annotated = job.map(|it| annotate::one(&draft, source, it));
            Ok(Second { kept, annotated, unused })
        });
        second.map_err(|why| anyhow::anyhow!("{}: {why}; run again", source.path))
    }

    /// Says of allowances that they were used, for the other shares of the run.
    fn used(&self, told: &ToldSoFar) -> Vec<Waiting> {
        let used = told.used.iter().filter(|_| self.tools.shared);
        used.map(|it| Waiting { allowance: *it, unused: None }).collect()
    }

    /// What is to be said in this draft of each of these allowances, if no share of the
    /// run used it.
    fn unused(&self, unused: &[usize], draft: &Draft) -> Vec<Waiting> {
        let all = unused.iter().map(|it| {
            let found = self.on_unused(*it, draft).into_iter().map(|it| {
                let at = draft.findings.partition_point(|other| *other < it);
                (at, report::kept(&it, &draft.document, self.work.rules))
            });
            let (path, findings) = (draft.path.clone(), found.collect());
            Waiting { allowance: *it, unused: Some(Unused { path, findings }) }
        });
        all.collect()
    }

    /// Adds a finding for each of these allowances, and counts them.
    fn report_unused(&self, unused: &[usize], draft: &mut Draft) -> Totals {
        let mut more = Totals::default();
        for it in unused {
            let mut found = self.on_unused(*it, draft);
            for it in &found {
                more.find(&report::kept(it, &draft.document, self.work.rules));
            }
            draft.findings.append(&mut found);
        }
        draft.findings.sort();
        more
    }

    /// The findings on an allowance that nobody uses, as far as they are wanted.
    fn on_unused(&self, allowance: usize, draft: &Draft) -> Vec<Finding> {
        let Work { rules, chosen, today, .. } = self.work;
        let mut found = self.tools.settings.unused(allowance, draft, rules, today);
        found.retain(|it| chosen.contains(&it.rule));
        found
    }
}
