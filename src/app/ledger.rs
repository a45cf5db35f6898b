use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io,
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
    // File below the folder → digest of what was written.
    before: BTreeMap<String, String>,
    // What this run writes, and whether it has been written.
    now: Mutex<BTreeMap<PathBuf, (Box<str>, bool)>>,
}

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
    Ok(format!("blake3:{}", hasher.finalize().to_hex()).into())
}

impl Ledger {
    /// The ledger of a folder; empty if there is none.
    pub(super) fn load(folder: &Path) -> Self {
        let text = fs::read_to_string(folder.join(NAME)).unwrap_or_default();
        let lines = text.lines().filter_map(|it| it.split_once("  "));
        let before = lines.map(|(digest, name)| (name.to_owned(), digest.to_owned()));
        let folder = Some(folder.to_owned());
        Self { folder, before: before.collect(), now: Mutex::default() }
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
        match self.name(file).and_then(|it| self.before.get(&it)) {
            Some(digest) if **digest == *report::digest(&there) => Found::Free,
            Some(_) => Found::Changed,
            None => Found::Foreign,
        }
    }

    /// Whether a file may be replaced by whatever comes.
    pub(super) fn state(&self, file: &Path) -> Found {
        let Ok(there) = digest_of(file) else {
            let missing = fs::symlink_metadata(file).is_err();
            return if missing { Found::Free } else { Found::Foreign };
        };
        match self.name(file).and_then(|it| self.before.get(&it)) {
            Some(digest) if **digest == *there => Found::Free,
            Some(_) => Found::Changed,
            None => Found::Foreign,
        }
    }

    /// Whether a file holds these bytes already, and nobody has changed it.
    pub(super) fn has(&self, file: &Path, bytes: &[u8]) -> bool {
        let before = self.name(file).and_then(|it| self.before.get(&it));
        let length = u64::try_from(bytes.len()).ok();
        let as_long = fs::metadata(file).ok().map(|it| it.len()) == length;
        as_long
            && before.is_some_and(|it| **it == *report::digest(bytes))
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
        let mut kept = BTreeMap::new();
        for (name, digest) in std::mem::take(&mut self.before) {
            let file = folder.join(&name);
            if written.contains(&file) {
                kept.insert(name, digest);
                continue;
            }
            // A name that leads elsewhere was not written by us.
            let plain = |it: Component<'_>| matches!(it, Component::Normal(_));
            let inside = Path::new(&name).components().all(plain);
            if inside && digest_of(&file).is_ok_and(|it| *it == *digest) {
                fs::remove_file(&file)?;
            }
        }
        self.before = kept;
        Ok(())
    }

    /// Claims a file for these bytes; tells whether this run writes something else into
    /// it already.
    pub(super) fn taken(&self, file: &Path, bytes: &[u8]) -> bool {
        let digest = report::digest(bytes);
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let other = now.get(file).is_some_and(|(it, _)| *it != digest);
        if !other {
            now.entry(file.to_owned()).or_insert((digest, false));
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
                all.insert(name, digest.to_string());
            }
        }
        let lines = all.iter().map(|(name, digest)| format!("{digest}  {name}\n"));
        write::bytes(lines.collect::<String>().as_bytes(), &folder.join(NAME), None)
    }

    fn name(&self, file: &Path) -> Option<String> {
        let below = file.strip_prefix(self.folder.as_deref()?).ok()?;
        Some(below.to_string_lossy().replace('\\', "/"))
    }
}
