use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
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
