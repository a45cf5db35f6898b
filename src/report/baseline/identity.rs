use std::collections::BTreeMap;

use crate::report::Record;

/// Titles shorter than this, in letters, are too common to know a draft by.
const TITLE: usize = 12;

/// Finds the drafts of an earlier report that a draft of this run is the same as.
///
/// Files are renamed between meetings, and names are used again: `TD12.docx` of April
/// and `TD12.docx` of December seldom are one draft. So a path counts when number, title
/// or bytes agree, or when nothing better is found and nothing speaks against it.
#[derive(Debug, Default)]
pub(super) struct Index {
    paths: BTreeMap<Box<str>, usize>,
    digests: BTreeMap<Box<str>, Vec<usize>>,
    numbers: BTreeMap<u64, Vec<usize>>,
    titles: BTreeMap<u64, Vec<usize>>,
    about: Vec<About>,
}

/// What a draft is known by besides its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct About {
    number: Option<u64>,
    title: Option<u64>,
    kind: u64,
    digest: u64,
}

impl About {
    fn of(record: &Record) -> Self {
        let profile = &record.profile;
        let number = profile.number.as_deref().map(|it| it.trim().to_lowercase());
        let title = profile.title.as_deref().map(folded);
        Self {
            number: number.filter(|it| !it.is_empty()).map(|it| hash(&it)),
            title: title.filter(|it| TITLE <= it.chars().count()).map(|it| hash(&it)),
            kind: hash(&profile.kind),
            digest: hash(&record.digest),
        }
    }

    /// Whether two drafts cannot be one, for they have different numbers.
    fn contradicts(self, other: Self) -> bool {
        self.number.zip(other.number).is_some_and(|(a, b)| a != b)
    }

    fn agrees(self, other: Self) -> bool {
        let same = |a: Option<u64>, b: Option<u64>| a.is_some() && a == b;
        self.digest == other.digest
            || self.kind == other.kind
                && (same(self.number, other.number) || same(self.title, other.title))
                && !self.contradicts(other)
    }
}

impl Index {
    /// Adds a draft of the earlier report.
    pub(super) fn add(&mut self, at: usize, record: &Record) {
        let about = About::of(record);
        self.paths.insert(plain(&record.path).into(), at);
        self.digests.entry(record.digest.clone()).or_default().push(at);
        if let Some(number) = about.number.filter(|_| by_number(record)) {
            self.numbers.entry(number).or_default().push(at);
        }
        if let Some(title) = about.title.filter(|_| by_title(record)) {
            self.titles.entry(title).or_default().push(at);
        }
        self.about.push(about);
    }

    /// Notes that the file at `path` was a copy of the draft at `of`.
    pub(super) fn alias(&mut self, path: &str, of: &str) {
        if let Some(at) = self.paths.get(plain(of)).copied() {
            self.paths.entry(plain(path).into()).or_insert(at);
        }
    }

    /// The drafts of the earlier report that this one is the same as.
    pub(super) fn same(&self, record: &Record) -> Vec<usize> {
        let about = About::of(record);
        let at_path = self.paths.get(plain(&record.path)).copied();
        if let Some(at) = at_path.filter(|it| about.agrees(self.about[*it])) {
            return vec![at];
        }
        if let Some(found) = self.digests.get(&record.digest) {
            return found.clone();
        }
        let fits = |it: &&usize| {
            let other = self.about[**it];
            about.kind == other.kind && !about.contradicts(other)
        };
        let known = |found: Option<&Vec<usize>>| -> Vec<usize> {
            found.into_iter().flatten().filter(fits).copied().collect()
        };
        let number = about.number.filter(|_| by_number(record));
        let found = known(number.and_then(|it| self.numbers.get(&it)));
        if !found.is_empty() {
            return found;
        }
        let title = about.title.filter(|_| by_title(record));
        let found = known(title.and_then(|it| self.titles.get(&it)));
        if !found.is_empty() {
            return found;
        }
        at_path.filter(|it| !about.contradicts(self.about[*it])).into_iter().collect()
    }
}

/// What revisions of one draft have in common.
pub(super) fn group(record: &Record) -> u64 {
    let about = About::of(record);
    let number = about.number.filter(|_| by_number(record));
    let title = about.title.filter(|_| by_title(record));
    number.or(title).unwrap_or_else(|| hash(&record.path))
}

/// Whether there is one draft of a number: many contributions speak of the same draft,
/// and every meeting has an agenda.
fn by_number(record: &Record) -> bool {
    !matches!(&*record.profile.kind, "meeting" | "contribution")
}

/// Whether there is one draft of a title.
fn by_title(record: &Record) -> bool {
    &*record.profile.kind != "meeting"
}

/// A path without what says nothing.
fn plain(path: &str) -> &str {
    path.strip_prefix("./").unwrap_or(path)
}

/// Letters and digits only, in lower case: what is left of a title when it is typed
/// again.
fn folded(words: &str) -> String {
    let words = words.chars().filter(|it| it.is_alphanumeric());
    words.flat_map(char::to_lowercase).collect()
}

pub(super) fn hash(words: &str) -> u64 {
    let hash = blake3::hash(words.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    u64::from_le_bytes(first)
}
