use std::{
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    sync::{Mutex, MutexGuard, PoisonError},
};

use tempfile::SpooledTempFile;

use crate::report::{Drafts, Kept, Record};

/// What is kept of drafts stays in memory up to this; the rest goes to a file without a
/// name, which nobody else can open and which is gone when the run ends.
const MEMORY: usize = 8 << 20;

/// What is kept of the drafts of a run while the others are read.
#[derive(Debug)]
pub(super) struct Store {
    file: Mutex<SpooledTempFile>,
}

/// Where in the store something is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    at: u64,
    record: u32,
    page: Option<u32>,
}

/// What is kept of drafts, sorted by path.
#[derive(Debug, Default)]
pub(super) struct Heads {
    pub store: Store,
    /// The path of each draft, and where what is kept of it is.
    pub drafts: Vec<(Box<str>, Piece)>,
}

impl Default for Store {
    fn default() -> Self {
        Self { file: Mutex::new(SpooledTempFile::new(MEMORY)) }
    }
}

impl Store {
    /// Keeps what is said of a draft, and its page.
    pub(super) fn put(&self, record: &[u8], page: Option<&str>) -> io::Result<Piece> {
        let length = |it: usize| u32::try_from(it).map_err(io::Error::other);
        let piece = |at| -> io::Result<Piece> {
            let page = page.map(|it| length(it.len())).transpose()?;
            Ok(Piece { at, record: length(record.len())?, page })
        };
        let mut file = self.file();
        let at = file.seek(SeekFrom::End(0))?;
        file.write_all(record)?;
        file.write_all(page.unwrap_or_default().as_bytes())?;
        piece(at)
    }

    /// What was said of the draft at `path`, and its page.
    pub(super) fn get(&self, piece: Piece, path: &str) -> io::Result<Kept> {
        let mut kept = self.read(piece, true)?;
        kept.record.path = path.into();
        Ok(kept)
    }

    /// What was said of a draft, without its page.
    pub(super) fn record(&self, piece: Piece, path: &str) -> io::Result<Record> {
        let mut kept = self.read(piece, false)?;
        kept.record.path = path.into();
        Ok(kept.record)
    }

    fn read(&self, piece: Piece, page: bool) -> io::Result<Kept> {
        let Piece { at, record, page: paged } = piece;
        let paged = paged.filter(|_| page);
        let length = u64::from(record) + u64::from(paged.unwrap_or_default());
        let mut bytes = Vec::new();
        {
            let mut file = self.file();
            file.seek(SeekFrom::Start(at))?;
            io::Read::take(&mut *file, length).read_to_end(&mut bytes)?;
        }
        let text = bytes.split_off(bytes.len().min(usize::try_from(record).unwrap_or(0)));
        let page = paged.map(|_| String::from_utf8(text).map_err(io::Error::other));
        Ok(Kept {
            record: serde_json::from_slice(&bytes)?,
            page: page.transpose()?.map(String::into_boxed_str),
        })
    }

    fn file(&self) -> MutexGuard<'_, SpooledTempFile> {
        // A thread that panicked while it wrote left at most a piece that nobody knows.
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drafts for Heads {
    fn all(&self) -> Box<dyn Iterator<Item = io::Result<Kept>> + '_> {
        Box::new(self.drafts.iter().map(|(path, piece)| self.store.get(*piece, path)))
    }

    fn records(&self) -> Box<dyn Iterator<Item = io::Result<Record>> + '_> {
        let drafts = self.drafts.iter();
        Box::new(drafts.map(|(path, piece)| self.store.record(*piece, path)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::record;

    fn record(words: u32) -> Record {
        let part = || record::Part { state: "none".into(), clause: None, title: None };
        Record {
            path: "".into(),
            format: "markdown".into(),
            bytes: 1,
            digest: "blake3:0".into(),
            profile: record::Profile {
                kind: "recommendation".into(),
                kind_because: "".into(),
                language: "en".into(),
                title: Some("Locks – é".into()),
                number: None,
                question: Some("7/17".into()),
                document: None,
                words,
                traits: Vec::new(),
                security: part(),
                threats: part(),
                privacy: part(),
                algorithms: Vec::new(),
            },
            findings: Vec::new(),
            allowed: Vec::new(),
            skipped: Vec::new(),
        }
    }

    #[test]
    fn gives_back_what_it_was_given_also_once_it_is_large() {
        let store = Store::default();
        let page = "é<p>".repeat(MEMORY / 20);
        let pieces: Vec<_> = (0..9)
            .map(|it| {
                let bytes = serde_json::to_vec(&record(it)).unwrap();
                store.put(&bytes, (it % 2 == 0).then_some(&page)).unwrap()
            })
            .collect();
        for (words, piece) in (0..9).zip(pieces).rev() {
            let found = store.get(piece, "a.md").unwrap();
            assert_eq!(found.record, Record { path: "a.md".into(), ..record(words) });
            assert_eq!(found.page.as_deref(), (words % 2 == 0).then_some(&*page));
            assert_eq!(store.record(piece, "a.md").unwrap(), found.record);
        }
    }
}
