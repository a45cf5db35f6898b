use std::{
    collections::BTreeMap,
    io::{Read as _, Seek as _},
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use zip::ZipArchive;

use super::{
    super::read::guarded,
    directory::{
        self, DIRECTORY, ENTRIES, Listed, RATIO, damaged, said, unopened, unread,
    },
    names,
    shelf::{Place, Reader},
};

/// How deep archives may lie in archives, the outermost counted. Two are common, for a
/// meeting that puts the archive of each document into one.
pub(super) const DEPTH: usize = 4;

/// The most that all drafts of an archive may unpack to.
const TOTAL: u64 = 8 << 30;

/// An archive as a whole may unpack to this many bytes whatever its ratio.
const ALLOWANCE_IN_ALL: u64 = 64 << 20;

/// The largest file that a draft may include, as `read::included` has it.
const INCLUDE: u64 = 32 << 20;

/// What an archive may still hold, with all archives in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    pub entries: usize,
    bytes: u64,
}

impl Budget {
    /// The budget of an archive that is a file of this size.
    pub(super) fn of(size: u64) -> Self {
        let bytes = size.saturating_mul(RATIO).saturating_add(ALLOWANCE_IN_ALL);
        Self { entries: ENTRIES, bytes: bytes.min(TOTAL) }
    }

    /// Takes the bytes of an entry, if it fits.
    ///
    /// This is what its header claims, and what comes out is never more: `unpack` holds
    /// it to the claim. So the answer does not depend on what is read first.
    pub(super) fn take(&mut self, size: u64) -> Result<(), String> {
        let left = self.bytes.checked_sub(size).ok_or(
            "with it, the archive would unpack to more than a meeting's drafts do; unpack it yourself if you know where it came from",
        )?;
        self.bytes = left;
        Ok(())
    }
}

/// An archive whose directory was read.
#[derive(Debug)]
pub(in crate::app) struct Archive {
    zip: ZipArchive<Reader>,
    /// Where it lies; in an archive, below the path of that.
    place: PathBuf,
    // Path below it → index, of what can be read.
    good: BTreeMap<Box<str>, usize>,
}

impl Archive {
    /// Reads the directory of the archive at `place`, which lies at `path`, and lists
    /// what is in it, sorted by name.
    pub(super) fn open(
        place: Place,
        path: PathBuf,
    ) -> Result<(Self, Vec<Listed>), String> {
        guarded(|| {
            let mut reader = Reader::new(Arc::new(place), DIRECTORY);
            directory::may_be_listed(&mut reader)?;
            reader.rewind().map_err(|it| said(&it))?;
            let zip = ZipArchive::new(reader).map_err(|it| unopened(&it))?;
            // The clone may read as much as it has to.
            let mut zip = zip.clone();
            let listed = directory::list(&mut zip)?;
            let good = listed.iter().filter(|it| it.fault.is_none());
            let good = good.map(|it| (it.name.clone(), it.index)).collect();
            // What is kept holds no file open.
            Ok((Self { zip: zip.clone(), place: path, good }, listed))
        })
    }

    /// Unpacks an entry: exactly the bytes that its header claims, or an error.
    pub(super) fn unpack(&self, index: usize) -> Result<Vec<u8>, String> {
        let claimed = self.zip.by_index_data(index).map_err(|it| unread(&it))?.size();
        let bytes = self.begin(index, claimed.saturating_add(1))?;
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if size != claimed {
            return Err(damaged("it has another size than the archive says"));
        }
        Ok(bytes)
    }

    /// At most the first `most` bytes of an entry.
    pub(super) fn begin(&self, index: usize, most: u64) -> Result<Vec<u8>, String> {
        guarded(|| {
            let mut zip = self.zip.clone();
            let entry = zip.by_index(index).map_err(|it| unread(&it))?;
            // Nothing is set aside for what a header claims.
            let mut bytes = Vec::new();
            let read = entry.take(most).read_to_end(&mut bytes);
            read.map_err(|it| said(&it))?;
            Ok(bytes)
        })
    }

    /// Whether there is an entry of this path that can be read.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.good.get(name).copied()
    }

    /// Whether this is no archive to its author, but a Word file.
    pub(super) fn is_word(&self) -> bool {
        let parts = self.good.range(Box::from("word/")..);
        self.find("[Content_Types].xml").is_some()
            && parts.take(1).any(|(it, _)| it.starts_with("word/"))
    }

    /// Where an entry lies, as if the archive were a folder.
    pub(super) fn below(&self, name: &str) -> PathBuf {
        self.place.join(name)
    }

    /// Reads what the entry called `from` includes: another entry of this archive, in its
    /// own folder or below it, as if the archive had been unpacked.
    pub(super) fn include(
        &self,
        from: &str,
        name: &str,
    ) -> Result<(PathBuf, String), Box<str>> {
        let path = Path::new(name);
        let plain =
            |it: Component<'_>| matches!(it, Component::Normal(_) | Component::CurDir);
        if name.is_empty() || name.contains("://") || !path.components().all(plain) {
            return Err("only files in the draft's own folder are included".into());
        }
        let folder = from.rsplit_once('/').map_or("", |(it, _)| it);
        let (wanted, _) = names::inner(&format!("./{folder}/{name}"));
        let index = self.find(&wanted).ok_or("there is no such file or folder")?;
        let bytes = self.begin(index, INCLUDE + 1)?;
        if INCLUDE < u64::try_from(bytes.len()).unwrap_or(u64::MAX) {
            return Err(format!("larger than {} MiB", INCLUDE >> 20).into());
        }
        let text =
            String::from_utf8(bytes).map_err(|_| "not UTF-8 text: save it as UTF-8")?;
        Ok((self.below(&wanted), text))
    }
}
