use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{self, Write as _},
    path::{Component, Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use super::write;
use crate::report;

/// Where a folder of annotated drafts keeps what was written into it.
const NAME: &str = ".reclint";

/// What was written into a folder, so that nothing is replaced that somebody has worked
/// on since. A file that any program has saved again has another digest.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    folder: Option<PathBuf>,
    before: Written,
    // What this run writes, and whether it has been written.
    now: Mutex<BTreeMap<PathBuf, (Box<str>, bool)>>,
}

/// File below the folder → digests of what was written, or was about to be when a run
/// ended too early: any of them is ours.
type Written = BTreeMap<String, BTreeSet<String>>;

/// What is known of a file that is about to be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// It is not there, or as it was written.
    Free,
    /// It was written, and changed since.
    Changed,
    /// It was not written by us.
    Foreign,
}

/// What the bytes of a file are known by.
fn digest_of(file: &Path) -> io::Result<Box<str>> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(file)?)?;
    Ok(report::hashed(hasher.finalize()))
}

fn written(folder: &Path) -> Written {
    let text = fs::read_to_string(folder.join(NAME)).unwrap_or_default();
    let mut all = Written::new();
    for (digest, name) in text.lines().filter_map(|it| it.split_once("  ")) {
        all.entry(name.to_owned()).or_default().insert(digest.to_owned());
    }
    all
}

/// What is known of a file with this digest.
fn known(written: &Written, name: &str, digest: &str) -> Found {
    match written.get(name) {
        Some(digests) if digests.contains(digest) => Found::Free,
        Some(_) => Found::Changed,
        None => Found::Foreign,
    }
}

impl Ledger {
    /// The ledger of a folder; empty if there is none.
    pub(super) fn load(folder: &Path) -> Self {
        let before = written(folder);
        Self { folder: Some(folder.to_owned()), before, now: Mutex::default() }
    }

    /// Notes what files are about to hold, before any of them is replaced: however the
    /// run ends, the next one knows them for ours.
    pub(super) fn announce<'f>(
        &self,
        files: impl Iterator<Item = (&'f Path, &'f str)>,
    ) -> io::Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let named = files.filter_map(|(file, digest)| Some((digest, self.name(file)?)));
        let lines = named.map(|(digest, name)| format!("{digest}  {name}\n"));
        let lines = lines.collect::<Vec<_>>().concat();
        if lines.is_empty() {
            return Ok(());
        }
        let mut to = File::options().create(true).append(true).open(folder.join(NAME))?;
        // A line that a full disk has cut ends here.
        to.write_all(format!("\n{lines}").as_bytes())
    }

    /// Whether a file may be replaced by `bytes`.
    pub(super) fn find(&self, file: &Path, bytes: &[u8]) -> Found {
        let Ok(there) = fs::read(file) else {
            let missing = fs::symlink_metadata(file).is_err();
            return if missing { Found::Free } else { Found::Foreign };
        };
        if there == bytes {
            return Found::Free;
        }
        let digest = report::digest(&there);
        self.name(file).map_or(Found::Foreign, |it| known(&self.before, &it, &digest))
    }

    /// Whether a file may be replaced by whatever comes.
    pub(super) fn state(&self, file: &Path) -> Found {
        let Ok(there) = digest_of(file) else {
            let missing = fs::symlink_metadata(file).is_err();
            return if missing { Found::Free } else { Found::Foreign };
        };
        let (Some(folder), Some(name)) = (&self.folder, self.name(file)) else {
            return Found::Foreign;
        };
        match known(&self.before, &name, &there) {
            Found::Free => Found::Free,
            // Another run may be at work in the same folder.
            _ => known(&written(folder), &name, &there),
        }
    }

    /// Whether a file holds these bytes, which have this digest, already, and nobody has changed it.
    pub(super) fn has(&self, file: &Path, bytes: &[u8], digest: &str) -> bool {
        let before = self.name(file).and_then(|it| self.before.get(&it));
        let length = u64::try_from(bytes.len()).ok();
        let as_long = fs::metadata(file).ok().map(|it| it.len()) == length;
        as_long
            && before.is_some_and(|it| it.contains(digest))
            && fs::read(file).is_ok_and(|it| it == bytes)
    }

    /// Notes that a file was written, with what is in it now.
    pub(super) fn note(&self, file: &Path) -> io::Result<()> {
        let digest = digest_of(file)?;
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.insert(file.to_owned(), (digest, true));
        Ok(())
    }

    /// Removes what earlier runs wrote and this one did not, unless somebody has changed
    /// it, and forgets it.
    pub(super) fn remove_stale(&mut self) -> io::Result<()> {
        let Some(folder) = self.folder.clone() else { return Ok(()) };
        let now = self.now.get_mut().unwrap_or_else(PoisonError::into_inner);
        let written: BTreeSet<PathBuf> = now.keys().cloned().collect();
        let mut kept = Written::new();
        for (name, digests) in std::mem::take(&mut self.before) {
            let file = folder.join(&name);
            if written.contains(&file) {
                kept.insert(name, digests);
                continue;
            }
            // A name that leads elsewhere was not written by us.
            let plain = |it: Component<'_>| matches!(it, Component::Normal(_));
            let inside = Path::new(&name).components().all(plain);
            if inside && digest_of(&file).is_ok_and(|it| digests.contains(&*it)) {
                fs::remove_file(&file)?;
            }
        }
        self.before = kept;
        Ok(())
    }

    /// Claims a file for the bytes with this digest; tells whether this run writes something else into
    /// it already.
    pub(super) fn taken(&self, file: &Path, digest: &str) -> bool {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let other = now.get(file).is_some_and(|(it, _)| **it != *digest);
        if !other {
            now.entry(file.to_owned()).or_insert((digest.into(), false));
        }
        other
    }

    /// Notes that a file was written.
    pub(super) fn wrote(&self, file: &Path) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, written)) = now.get_mut(file) {
            *written = true;
        }
    }

    /// Keeps what was written, for the next run.
    pub(super) fn save(&self) -> io::Result<()> {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let any = now.values().any(|(_, written)| *written);
        let Some(folder) = self.folder.as_deref().filter(|_| any) else {
            return Ok(());
        };
        let mut all = self.before.clone();
        for (file, (digest, _)) in now.iter().filter(|(_, it)| it.1) {
            if let Some(name) = self.name(file) {
                all.insert(name, BTreeSet::from([digest.to_string()]));
            }
        }
        let lines = all.iter().flat_map(|(name, digests)| {
            digests.iter().map(move |it| format!("{it}  {name}\n"))
        });
        write::bytes(lines.collect::<String>().as_bytes(), &folder.join(NAME), None)
    }

    fn name(&self, file: &Path) -> Option<String> {
        let below = file.strip_prefix(self.folder.as_deref()?).ok()?;
        Some(below.to_string_lossy().replace('\\', "/"))
    }
}
