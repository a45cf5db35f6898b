//! What came of drafts, told in the order of their paths whatever the order in which
//! they are done.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use super::{
    cache::Key,
    sources::{Missing, Source, missed},
    store::{Piece, Store},
    work::Pages,
};
use crate::report::{Copy, Record, Totals};

/// What came of one draft.
#[derive(Debug)]
pub(super) enum End {
    /// What came of the first of all equal drafts, and the allowances that it was offered.
    As(Key, Vec<usize>),
    /// It was not read.
    Missing(Missing),
}

/// What came of the first of all equal drafts.
#[derive(Debug)]
pub(super) enum Claim {
    /// Somebody is at it.
    Open,
    Found(Found),
    /// It cannot be read, and why.
    Missing(Box<str>),
}

/// What was found in a draft.
#[derive(Debug)]
pub(super) struct Found {
    /// Where what is kept of it is.
    pub piece: Piece,
    /// The same for all drafts of which the same is said.
    pub identity: [u8; 32],
    pub totals: Totals,
    /// Which of the allowances that it was offered were used.
    pub used: Vec<usize>,
    /// Which draft it is.
    pub by: usize,
}

/// Something that can be told.
#[derive(Debug)]
pub(super) enum Tell<'a> {
    Draft(&'a Record),
    Copy(&'a Copy),
}

/// Hears of drafts in the order of their paths.
pub(super) type Teller<'a> = Box<dyn FnMut(Tell<'_>) -> io::Result<()> + Send + 'a>;

/// What came of drafts so far.
pub(super) struct Arrivals<'a, 't> {
    sources: &'a [Source],
    store: &'a Store,
    pages: Pages,
    tell: Option<Teller<'t>>,
    ends: Vec<Option<End>>,
    claims: BTreeMap<Key, Claim>,
    // Invariant: all before it are told.
    next: usize,
    known: BTreeMap<[u8; 32], usize>,
    pub told: ToldSoFar,
}

/// What was told so far.
#[derive(Debug, Default)]
pub(super) struct ToldSoFar {
    /// The drafts, by their places among the sources.
    pub heads: Vec<(usize, Piece)>,
    pub totals: Totals,
    pub copies: Vec<Copy>,
    pub missing: Vec<Missing>,
    /// Allowances that somebody used.
    pub used: BTreeSet<usize>,
    /// The first draft that each allowance was offered to, by its place in `heads`.
    pub offers: BTreeMap<usize, usize>,
    /// Drafts whose page was made for an equal one elsewhere, by their places in `heads`.
    pub stale: BTreeSet<usize>,
    /// What kept somebody from hearing of a draft.
    pub error: Option<io::Error>,
}

impl<'a, 't> Arrivals<'a, 't> {
    pub(super) fn new(
        sources: &'a [Source],
        store: &'a Store,
        pages: Pages,
        tell: Option<Teller<'t>>,
    ) -> Self {
        Self {
            sources,
            store,
            pages,
            tell,
            ends: sources.iter().map(|_| None).collect(),
            claims: BTreeMap::new(),
            next: 0,
            known: BTreeMap::new(),
            told: ToldSoFar::default(),
        }
    }

    /// Whether nobody is at a draft that goes by this claim; from now on somebody is.
    pub(super) fn claim(&mut self, key: Key) -> bool {
        let free = !self.claims.contains_key(&key);
        if free {
            self.claims.insert(key, Claim::Open);
        }
        free
    }

    /// Takes what came of a claim.
    pub(super) fn settle(&mut self, key: Key, claim: Claim) {
        self.claims.insert(key, claim);
    }

    /// Takes what came of a draft, and tells what can be told.
    pub(super) fn arrive(&mut self, index: usize, end: End) {
        self.ends[index] = Some(end);
        while let Some(end) = self.ends.get_mut(self.next) {
            match end.take() {
                None => break,
                Some(End::Missing(it)) => self.told.missing.push(it),
                Some(End::As(key, offered)) => {
                    if let Some(Claim::Open) = self.claims.get(&key) {
                        *end = Some(End::As(key, offered));
                        break;
                    }
                    self.tell(self.next, key, &offered);
                }
            }
            self.next += 1;
        }
    }

    fn tell(&mut self, index: usize, key: Key, offered: &[usize]) {
        let source = &self.sources[index];
        let found = match self.claims.get_mut(&key) {
            Some(Claim::Found(found)) => found,
            Some(Claim::Missing(why)) => {
                let wanted = source.given || missed(&source.path);
                let it = Missing::new(&source.path, why.clone(), wanted);
                self.told.missing.push(it);
                return;
            }
            Some(Claim::Open) | None => return,
        };
        let used = found.used.iter().filter_map(|it| offered.get(*it));
        self.told.used.extend(used);
        let (piece, by) = (found.piece, found.by);
        let head = if let Some(&head) = self.known.get(&found.identity) {
            let of = self.sources[self.told.heads[head].0].path.clone();
            let copy = Copy { path: source.path.clone(), of };
            let told = self.tell.as_mut().map(|tell| tell(Tell::Copy(&copy)));
            self.told.copies.push(copy);
            self.told.note(told);
            head
        } else {
            let head = self.told.heads.len();
            self.known.insert(found.identity, head);
            self.told.totals.join(&std::mem::take(&mut found.totals));
            self.told.heads.push((index, piece));
            if self.pages != Pages::None && by != index {
                self.told.stale.insert(head);
            }
            let told = self.tell.as_mut().map(|tell| {
                let record = self.store.record(piece, &source.path)?;
                tell(Tell::Draft(&record))
            });
            self.told.note(told);
            head
        };
        for it in offered {
            self.told.offers.entry(*it).or_insert(head);
        }
    }

    /// What was told, and how many drafts never arrived.
    pub(super) fn ended(self) -> (ToldSoFar, usize) {
        // Drafts that wait for those before them to be told have arrived, too.
        let left = self.ends[self.next..].iter().filter(|it| it.is_none()).count();
        (self.told, left)
    }
}

impl ToldSoFar {
    fn note(&mut self, told: Option<io::Result<()>>) {
        if let Some(Err(err)) = told {
            self.error.get_or_insert(err);
        }
    }
}
