use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::Read as _,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use walkdir::{DirEntry, WalkDir};

use super::{
    Entry, Missing, Source, Sources,
    archive::{Archive, Budget, DEPTH},
    because,
    directory::{ENTRIES, Listed},
    globs::Globs,
    names::{self, Kind, shown},
    shelf::{Inner, Place, Shelf},
};
use crate::report::is_own;

/// Goes through folders and archives.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    pub found: &'a mut Sources,
    /// What the command line says, and what the settings say.
    pub globs: [Globs; 2],
    pub shelf: Arc<Shelf>,
    /// How many archives in archives there were so far.
    pub inner: usize,
}

/// An archive that is gone through.
struct Opened<'a> {
    archive: Arc<Archive>,
    /// Its path, as shown.
    path: &'a str,
    /// The file that it is, or lies in.
    file: &'a Path,
    /// How many archives it lies in, itself counted.
    depth: usize,
    /// How many bytes were unpacked to open it.
    unpacked: u64,
}

/// What a file of ours begins with, at most.
const BEGIN: u64 = 300;

/// What `reclint report` notes its files in, and the page to begin with.
const LEDGER: &str = ".reclint";
const INDEX: &str = "index.html";

const OWN_FOLDER: &str = "a folder of reports of reclint, not of drafts";

impl Walk<'_> {
    /// A folder that was named.
    pub(super) fn folder(&mut self, folder: &Path) {
        if is_own_folder(folder) {
            self.found.missing.push(Missing::new(&shown(folder), OWN_FOLDER, true));
            return;
        }
        let real = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        let mut walk = WalkDir::new(folder).sort_by_file_name().into_iter();
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(err) => {
                    let path = shown(err.path().unwrap_or(folder));
                    let why = err.io_error().map_or_else(|| err.to_string(), because);
                    self.found.missing.push(Missing::new(&path, why, true));
                    continue;
                }
            };
            if entry.depth() == 0 {
                continue;
            }
            let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            let place = real.join(below);
            let is_folder = entry.file_type().is_dir();
            if self.leaves(&entry, &place) {
                self.found.left_alone.push(shown(entry.path()).into());
                if is_folder {
                    walk.skip_current_dir();
                }
            } else if !is_folder {
                self.file(&entry, below, &place);
            }
        }
    }

    /// Whether something in a folder is left alone.
    fn leaves(&mut self, entry: &DirEntry, place: &Path) -> bool {
        names::left_alone(&entry.file_name().to_string_lossy())
            || self.excludes(place)
            || entry.file_type().is_dir() && is_own_folder(entry.path())
    }

    /// The patterns that ask for files and found none.
    pub(super) fn idle(&self) -> impl Iterator<Item = &str> {
        self.globs.iter().flat_map(Globs::idle)
    }

    fn excludes(&mut self, place: &Path) -> bool {
        let [first, second] = &mut self.globs;
        // Both are asked, for each tells of its patterns whether they found something.
        first.excludes(place) | second.excludes(place)
    }

    fn includes(&mut self, place: &Path) -> bool {
        let [first, second] = &mut self.globs;
        first.includes(place) & second.includes(place)
    }

    /// A file in a folder.
    fn file(&mut self, entry: &DirEntry, below: &Path, place: &Path) {
        let path = shown(entry.path());
        let name = entry.file_name().to_string_lossy();
        let kind = names::kind(&name);
        let is_file = entry.file_type().is_file();
        if kind == Kind::Zip && is_file {
            self.archive(entry.path(), &path, place);
            return;
        }
        if !self.includes(place) {
            self.found.left_alone.push(path.into());
            return;
        }
        let why = match kind {
            _ if entry.path_is_symlink() => {
                "a link: name it itself to have it checked".to_owned()
            }
            _ if !is_file => "not a file".to_owned(),
            _ if names::may_be_ours(&name) && is_ours(entry.path()) => {
                self.found.left_alone.push(path.into());
                return;
            }
            Kind::Draft => {
                let bytes = entry.metadata().map_or(0, |it| it.len());
                let file = Some(entry.path().to_owned());
                let below = Some(below.to_owned());
                let path = path.into();
                let source =
                    Source { path, file, entry: None, below, given: false, bytes };
                self.found.drafts.push(source);
                return;
            }
            other => other.why(),
        };
        self.found.missing.push(Missing::new(&path, why, false));
    }

    /// An archive that is a file, named or found: gone through like a folder, unless it
    /// is a Word file with the wrong ending.
    pub(super) fn archive(&mut self, file: &Path, path: &str, real: &Path) {
        let size = fs::metadata(file).map_or(0, |it| it.len());
        let opened = Place::file(file.to_owned()).map_err(|it| because(&it));
        let opened = opened.and_then(|it| Archive::open(it, real.to_owned()));
        match opened {
            Ok((archive, _)) if archive.is_word() => {
                if !self.includes(real) {
                    self.found.left_alone.push(path.into());
                    return;
                }
                let below = file.file_name().map(PathBuf::from);
                self.found.drafts.push(Source {
                    path: path.into(),
                    file: Some(file.to_owned()),
                    entry: None,
                    below,
                    given: false,
                    bytes: size,
                });
            }
            Ok((archive, listed)) => {
                let archive = Arc::new(archive);
                let opened = Opened { archive, path, file, depth: 1, unpacked: 0 };
                self.entries(&opened, listed, &mut Budget::of(size));
            }
            Err(why) => self.found.missing.push(Missing::new(path, why, true)),
        }
    }

    fn entries(&mut self, opened: &Opened<'_>, listed: Vec<Listed>, budget: &mut Budget) {
        if listed.is_empty() {
            let why =
                "empty: this archive holds no file; get it again from where it came from";
            self.found.missing.push(Missing::new(opened.path, why, true));
            return;
        }
        let Some(left) = budget.entries.checked_sub(listed.len()) else {
            let most = ENTRIES;
            let why = format!(
                "with the archives around it, it holds more than {most} entries; unpack it and name the folder"
            );
            self.found.missing.push(Missing::new(opened.path, why, true));
            return;
        };
        budget.entries = left;
        let own = own_folders(opened, &listed);
        let mut left_alone = BTreeSet::new();
        for it in listed {
            match self.left_below(opened, &it.name, &own) {
                Some(below) => {
                    left_alone.insert(format!("{}/{below}", opened.path));
                }
                None => self.entry(opened, &it, budget),
            }
        }
        self.found.left_alone.extend(left_alone.into_iter().map(String::into));
    }

    /// The file, or the folder around it, that is left alone if this entry is.
    fn left_below<'n>(
        &mut self,
        opened: &Opened<'_>,
        name: &'n str,
        own: &BTreeSet<Box<str>>,
    ) -> Option<&'n str> {
        let mut begin = 0;
        for part in name.split('/') {
            let below = &name[..begin + part.len()];
            let hidden = names::left_alone(part) && part != "..";
            if hidden
                || own.contains(below)
                || self.excludes(&opened.archive.below(below))
            {
                return Some(below);
            }
            begin += part.len() + 1;
        }
        None
    }

    /// An entry of an archive.
    fn entry(&mut self, opened: &Opened<'_>, entry: &Listed, budget: &mut Budget) {
        let path = format!("{}/{}", opened.path, entry.name);
        let kind = names::kind(&entry.name);
        let place = opened.archive.below(&entry.name);
        if kind != Kind::Zip && !self.includes(&place) {
            self.found.left_alone.push(path.into());
            return;
        }
        let wanted = matches!(kind, Kind::Draft | Kind::Zip);
        if let Some(why) = entry.fault.as_ref().filter(|_| wanted) {
            self.found.missing.push(Missing::new(&path, &**why, true));
            return;
        }
        if entry.fault.is_none() && names::may_be_ours(&entry.name) {
            let begin = opened.archive.begin(entry.index, BEGIN);
            if begin.is_ok_and(|it| is_own(&it)) {
                self.found.left_alone.push(path.into());
                return;
            }
        }
        if !wanted {
            self.found.missing.push(Missing::new(&path, kind.why(), false));
        } else if let Err(why) = budget.take(entry.size) {
            self.found.missing.push(Missing::new(&path, why, true));
        } else if kind == Kind::Zip {
            self.inner(opened, entry, &path, budget);
        } else {
            self.draft(opened, entry, path);
        }
    }

    fn draft(&mut self, opened: &Opened<'_>, entry: &Listed, path: String) {
        let place = Entry {
            archive: Arc::clone(&opened.archive),
            index: entry.index,
            name: entry.name.clone(),
            outermost: opened.file.into(),
        };
        self.found.drafts.push(Source {
            path: path.into(),
            file: None,
            entry: Some(place),
            below: None,
            given: false,
            // What lies in one archive is read one after the other, so that an archive
            // in an archive is unpacked once.
            bytes: opened.unpacked.max(entry.size),
        });
    }

    /// An archive in an archive.
    fn inner(
        &mut self,
        outer: &Opened<'_>,
        entry: &Listed,
        path: &str,
        budget: &mut Budget,
    ) {
        let depth = outer.depth + 1;
        if DEPTH < depth {
            let why = "an archive in an archive in an archive in an archive, and no deeper one is read; unpack it";
            self.found.missing.push(Missing::new(path, why, true));
            return;
        }
        self.inner += 1;
        let place = Place::Inner(Inner {
            archive: Arc::clone(&outer.archive),
            index: entry.index,
            number: self.inner,
            shelf: Arc::clone(&self.shelf),
            unpacking: Mutex::new(()),
        });
        let real = outer.archive.below(&entry.name);
        match Archive::open(place, real.clone()) {
            Ok((archive, _)) if archive.is_word() => {
                if self.includes(&real) {
                    self.draft(outer, entry, path.to_owned());
                } else {
                    self.found.left_alone.push(path.into());
                }
            }
            Ok((archive, listed)) => {
                let archive = Arc::new(archive);
                let (file, unpacked) = (outer.file, entry.size);
                let opened = Opened { archive, path, file, depth, unpacked };
                self.entries(&opened, listed, budget);
            }
            Err(why) => self.found.missing.push(Missing::new(path, why, true)),
        }
    }
}

/// Whether a file begins like an archive, and is no Word file or the like in its box.
pub(super) fn is_archive(file: &Path) -> bool {
    let mut begin = [0; 4];
    let read = File::open(file).and_then(|mut it| it.read_exact(&mut begin));
    if read.is_err() || ![*b"PK\x03\x04", *b"PK\x05\x06"].contains(&begin) {
        return false;
    }
    let opened = Place::file(file.to_owned()).map_err(|it| because(&it));
    let opened = opened.and_then(|it| Archive::open(it, PathBuf::new()));
    // One that cannot be opened has its reason told as an archive.
    let boxes = ["[Content_Types].xml", "mimetype"];
    opened.is_ok_and(|(it, _)| boxes.iter().all(|name| it.find(name).is_none()))
}

fn is_ours(file: &Path) -> bool {
    let mut begin = Vec::new();
    let read = File::open(file).and_then(|it| it.take(BEGIN).read_to_end(&mut begin));
    read.is_ok() && is_own(&begin)
}

/// Whether `reclint report` wrote this folder, and nobody laid anything beside its pages:
/// a draft there is read all the same.
fn is_own_folder(folder: &Path) -> bool {
    let is_file =
        |name: &str| fs::symlink_metadata(folder.join(name)).is_ok_and(|it| it.is_file());
    let both = is_file(LEDGER) && is_file(INDEX) && is_ours(&folder.join(INDEX));
    both && WalkDir::new(folder).min_depth(1).into_iter().all(|it| {
        it.is_ok_and(|it| {
            let name = it.file_name().to_string_lossy();
            let is_page = || it.file_type().is_file() && is_ours(it.path());
            names::left_alone(&name)
                || it.depth() == 1 && name == "drafts" && it.file_type().is_dir()
                || is_page()
        })
    })
}

/// The folders in an archive that `reclint report` wrote, and nobody laid anything into.
fn own_folders(opened: &Opened<'_>, listed: &[Listed]) -> BTreeSet<Box<str>> {
    let own = |entry: usize| {
        opened.archive.begin(entry, BEGIN).is_ok_and(|begin| is_own(&begin))
    };
    let is_own_folder = |folder: &&str| {
        let below = format!("{folder}/");
        let page = opened.archive.find(&format!("{below}{INDEX}"));
        page.is_some_and(own)
            && listed.iter().all(|it| {
                let name = it.name.strip_prefix(&*below);
                name.is_none_or(|it| it.split('/').any(names::left_alone))
                    || it.fault.is_none() && own(it.index)
            })
    };
    let noted = listed.iter().filter_map(|it| it.name.strip_suffix("/.reclint"));
    noted.filter(is_own_folder).map(Box::from).collect()
}
