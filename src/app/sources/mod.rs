//! What there is to read: files that were named, and those found in folders and archives.
//! Every file there ends in exactly one of three: a draft, missing with the reason, or
//! left alone.

mod archive;
mod directory;
mod globs;
mod names;
mod shelf;
mod walk;

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry as Slot},
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, Result, bail};

use self::{archive::Archive, names::Kind, walk::Walk};
pub(super) use self::{
    globs::Globs,
    names::{missed, shown},
};
use super::{Job, read, say};
use crate::report::NotRead;

/// What there is to read.
#[derive(Debug, Default)]
pub(super) struct Sources {
    pub drafts: Vec<Source>,
    pub missing: Vec<Missing>,
    /// What programs leave in folders, what we wrote, and what nobody asked for: paths of
    /// files, and of folders with all in them, sorted.
    pub left_alone: Vec<Box<str>>,
}

/// A file that may be a draft.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// Its path as given, or as found below a folder or an archive that was given.
    pub path: Box<str>,
    /// Where its bytes are; the standard input and what lies in an archive have no place
    /// of their own.
    pub file: Option<PathBuf>,
    /// Where its bytes are, if it lies in an archive.
    pub entry: Option<Entry>,
    /// Its path below the folder that it was found in.
    pub below: Option<PathBuf>,
    /// Whether it was named itself, and not found in a folder.
    pub given: bool,
    /// How many bytes it has, as far as is known before it is read; for what lies in an
    /// archive in an archive, how many have to be unpacked to come by it.
    pub bytes: u64,
}

/// A draft in an archive; cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    archive: Arc<Archive>,
    index: usize,
    /// Its path below the archive.
    name: Box<str>,
    /// The file that the archive is, or lies in.
    outermost: Arc<Path>,
}

impl Source {
    /// A file that was named itself.
    pub(super) fn given(file: &Path, bytes: u64) -> Self {
        Self {
            path: shown(file).into(),
            file: Some(file.to_owned()),
            entry: None,
            below: None,
            given: true,
            bytes,
        }
    }

    fn stdin(name: &str) -> Self {
        let path = name.into();
        Self { path, file: None, entry: None, below: None, given: true, bytes: 0 }
    }

    /// Reads it, or says why not.
    pub(super) fn bytes(&self, limit: u64) -> Result<Vec<u8>, String> {
        let Some(entry) = &self.entry else {
            // What was there when its folder was listed needs another word.
            let gone = |it: &PathBuf| !self.given && !it.exists();
            let gone = self.file.as_ref().is_some_and(gone);
            return match read::bytes(self.file.as_deref(), limit) {
                Err(_) if gone => Err(GONE.to_owned()),
                read => read,
            };
        };
        let bytes = entry.archive.unpack(entry.index)?;
        read::within(bytes, limit)
    }

    /// Where it lies, an archive being like a folder; the standard input lies nowhere.
    pub(super) fn place(&self) -> Option<PathBuf> {
        let entry = self.entry.as_ref().map(|it| it.archive.below(&it.name));
        entry.or_else(|| self.file.clone())
    }

    /// Where it lies, links resolved: the same for the same draft, however it was found.
    pub(super) fn identity(&self) -> Option<PathBuf> {
        match &self.entry {
            Some(it) => Some(it.archive.below(&it.name)),
            None => self.file.as_ref().map(|it| same(it)),
        }
    }

    /// The file on the disk that its bytes come from.
    pub(super) fn on_disk(&self) -> Option<&Path> {
        let outermost = self.entry.as_ref().map(|it| &*it.outermost);
        outermost.or(self.file.as_deref())
    }

    /// Reads a file that it includes: where that lies, links resolved, and its text.
    pub(super) fn include(&self, name: &str) -> Result<(PathBuf, String), Box<str>> {
        match &self.entry {
            Some(it) => it.archive.include(&it.name, name),
            None => read::included(read::folder(self.file.as_deref()).as_deref(), name),
        }
    }
}

const GONE: &str = "it is gone: it was there when its folder was listed";

fn same(file: &Path) -> PathBuf {
    fs::canonicalize(file).unwrap_or_else(|_| file.to_owned())
}

/// A file that was not read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Missing {
    pub file: NotRead,
}

impl Missing {
    pub(super) fn new(path: &str, why: impl Into<Box<str>>, wanted: bool) -> Self {
        Self { file: NotRead { path: path.into(), why: why.into(), wanted } }
    }
}

/// Every file that the job names, itself or by its folder or archive, once. Of what is
/// found, `files` of the settings and the job say what to take.
pub(super) fn find(job: &Job, files: Globs) -> Result<Sources> {
    let stdin = Path::new("-");
    let mut found = Sources::default();
    let command = Globs::new(
        Path::new("."),
        job.include.iter().map(|it| ("--include", &**it)),
        job.exclude.iter().map(|it| ("--exclude", &**it)),
    )?;
    let paths = named(job)?;
    let mut walk = Walk {
        found: &mut found,
        globs: [command, files],
        shelf: Arc::default(),
        inner: 0,
    };
    // A panic of a reader of archives costs that archive and no other.
    read::quietly(|| {
        for path in &paths {
            if path == stdin {
                walk.found.drafts.push(Source::stdin(&job.stdin_name));
            } else {
                walk.named(path);
            }
        }
    });
    for it in walk.idle() {
        say(&format!("{it}: nothing that was found lies there"));
    }
    found.merge();
    found.missing.sort();
    found.missing.dedup();
    found.left_alone.sort();
    found.left_alone.dedup();
    Ok(found)
}

fn named(job: &Job) -> Result<Vec<PathBuf>> {
    let stdin = Path::new("-");
    let mut paths = job.paths.clone();
    let listed = job.files_from.as_deref();
    if listed == Some(stdin) && paths.iter().any(|it| it == stdin) {
        bail!("the standard input cannot be both a draft and the list of drafts");
    }
    if let Some(list) = listed {
        paths.extend(lines(list)?);
    }
    if paths.is_empty() {
        bail!("no draft was named: give a file, a folder, or - for the standard input");
    }
    Ok(paths)
}

fn lines(list: &Path) -> Result<Vec<PathBuf>> {
    let mut text = String::new();
    if list == Path::new("-") {
        io::stdin().read_to_string(&mut text).map(|_| ())
    } else {
        fs::read_to_string(list).map(|it| text = it)
    }
    .with_context(|| format!("--files-from: cannot read {}", list.display()))?;
    let lines = text.lines().map(str::trim).filter(|it| !it.is_empty());
    Ok(lines.map(PathBuf::from).collect())
}

impl Sources {
    /// Leaves each file once, as given if it was named itself somewhere.
    fn merge(&mut self) {
        let mut seen: BTreeMap<_, usize> = BTreeMap::new();
        let mut once: Vec<Source> = Vec::with_capacity(self.drafts.len());
        for it in std::mem::take(&mut self.drafts) {
            match seen.entry(it.identity()) {
                Slot::Occupied(at) => once[*at.get()].given |= it.given,
                Slot::Vacant(at) => {
                    at.insert(once.len());
                    once.push(it);
                }
            }
        }
        // What its folder was told to leave and somebody named is read all the same.
        let given: BTreeSet<_> = once.iter().map(|it| &it.path).collect();
        self.missing.retain(|it| !given.contains(&it.file.path));
        self.left_alone.retain(|it| !given.contains(it));
        self.drafts = once;
    }
}

impl Walk<'_> {
    fn named(&mut self, path: &Path) {
        let about = match fs::metadata(path) {
            Ok(it) if it.is_dir() => return self.folder(path),
            Ok(it) => it,
            Err(err) => {
                let missing = Missing::new(&shown(path), because(&err), true);
                self.found.missing.push(missing);
                return;
            }
        };
        let name = path.to_string_lossy();
        let kind = names::kind(&name);
        let is_archive = match kind {
            Kind::Zip => about.is_file(),
            Kind::Draft | Kind::Other(_) => false,
            // Its name says nothing, and its bytes may.
            Kind::Packed | Kind::Unknown(_) => about.is_file() && walk::is_archive(path),
        };
        if is_archive {
            self.archive(path, &shown(path), &given_place(path));
        } else if kind == Kind::Packed {
            let missing = Missing::new(&shown(path), names::PACKED, true);
            self.found.missing.push(missing);
        } else {
            self.found.drafts.push(Source::given(path, about.len()));
        }
    }
}

/// The place of a file by its own name, the links before it resolved.
fn given_place(file: &Path) -> PathBuf {
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = same(folder.unwrap_or_else(|| Path::new(".")));
    folder.join(file.file_name().unwrap_or_default())
}

/// Why the system refused, in the words of our other reasons.
pub(super) fn because(err: &io::Error) -> String {
    match err.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => {
            "you are not permitted to read it: ask its owner".to_owned()
        }
        // The system's own words, without its number and its capital.
        _ if err.raw_os_error().is_some() => {
            let words = err.to_string();
            let words = words.split(" (os error").next().unwrap_or_default();
            let mut letters = words.chars();
            let first = letters.next().into_iter().flat_map(char::to_lowercase);
            first.chain(letters).collect()
        }
        _ => err.to_string(),
    }
}

#[cfg(test)]
mod tests;
