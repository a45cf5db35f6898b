use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use super::archive::Archive;

/// Why reading stopped, in our own words, through those who know only errors of files.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Told(String);

/// How many bytes of unpacked archives are kept for the next draft out of them. Real
/// archives in archives have a few megabytes; one that is larger is kept alone.
const KEPT: usize = 128 << 20;

/// Archives that lay in archives, unpacked: the ones used last.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    // Number of an archive → its bytes; the one used last stands last.
    kept: Mutex<Vec<(usize, Arc<Vec<u8>>)>>,
}

impl Shelf {
    fn get(&self, number: usize) -> Option<Arc<Vec<u8>>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(it, _)| *it == number)?;
        let found = kept.remove(at);
        let bytes = Arc::clone(&found.1);
        kept.push(found);
        Some(bytes)
    }

    fn put(&self, number: usize, bytes: &Arc<Vec<u8>>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(it, _)| *it != number);
        kept.push((number, Arc::clone(bytes)));
        let mut size: usize = kept.iter().map(|(_, it)| it.len()).sum();
        while KEPT < size && 1 < kept.len() {
            size -= kept.remove(0).1.len();
        }
    }
}

/// Where the bytes of an archive are.
#[derive(Debug)]
pub(super) enum Place {
    /// In a file, which had this size and this time when it was listed.
    File { path: PathBuf, size: u64, time: Option<SystemTime> },
    /// In another archive.
    Inner(Inner),
}

/// An archive in an archive.
#[derive(Debug)]
pub(super) struct Inner {
    pub archive: Arc<Archive>,
    pub index: usize,
    /// What the shelf knows it by.
    pub number: usize,
    pub shelf: Arc<Shelf>,
    /// Held while it is unpacked, so that many readers unpack it once. Whoever holds it
    /// takes only those of the archives around it, so nobody waits in a circle.
    pub unpacking: Mutex<()>,
}

impl Place {
    /// The place of an archive that is a file.
    pub(super) fn file(path: PathBuf) -> io::Result<Self> {
        let about = std::fs::metadata(&path)?;
        Ok(Self::File { path, size: about.len(), time: about.modified().ok() })
    }

    fn hold(&self) -> io::Result<Held> {
        let inner = match self {
            Self::File { path, size, time } => {
                let file = File::open(path)?;
                let about = file.metadata()?;
                if about.len() != *size || about.modified().ok() != *time {
                    // What was listed is no longer what is there.
                    let why = "the archive changed while it was read; run again";
                    return Err(io::Error::other(Told(why.to_owned())));
                }
                return Ok(Held::File(file, *size));
            }
            Self::Inner(it) => it,
        };
        let held = inner.unpacking.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = if let Some(bytes) = inner.shelf.get(inner.number) {
            bytes
        } else {
            let bytes = inner.archive.unpack(inner.index);
            let bytes = bytes.map_err(|it| io::Error::other(Told(it)))?;
            let bytes = Arc::new(bytes);
            inner.shelf.put(inner.number, &bytes);
            bytes
        };
        drop(held);
        Ok(Held::Memory(bytes))
    }
}

#[derive(Debug)]
enum Held {
    File(File, u64),
    Memory(Arc<Vec<u8>>),
}

/// Reads an archive. It holds the file, or the bytes, only from its first read on, and a
/// clone holds nothing: thousands of archives may be listed at a time.
#[derive(Debug)]
pub(super) struct Reader {
    place: Arc<Place>,
    held: Option<Held>,
    at: u64,
    /// How many bytes it may still read.
    left: u64,
}

impl Reader {
    /// A reader that refuses to read more than `left` bytes; its clones read all.
    pub(super) fn new(place: Arc<Place>, left: u64) -> Self {
        Self { place, held: None, at: 0, left }
    }

    fn held(&mut self) -> io::Result<&Held> {
        let held = match self.held.take() {
            Some(held) => held,
            None => self.place.hold()?,
        };
        Ok(self.held.insert(held))
    }

    /// How many bytes there are.
    pub(super) fn size(&mut self) -> io::Result<u64> {
        Ok(match self.held()? {
            Held::File(_, size) => *size,
            Held::Memory(bytes) => long(bytes.len()),
        })
    }
}

fn long(size: usize) -> u64 {
    u64::try_from(size).unwrap_or(u64::MAX)
}

impl Clone for Reader {
    fn clone(&self) -> Self {
        Self { place: Arc::clone(&self.place), held: None, at: 0, left: u64::MAX }
    }
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let at = self.at;
        let count = match self.held()? {
            Held::File(file, _) => {
                // Each reader has a handle of its own, so its place is nobody else's.
                let mut file = file;
                file.seek(SeekFrom::Start(at))?;
                file.read(buffer)?
            }
            Held::Memory(bytes) => {
                let at = usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
                (&bytes[at..]).read(buffer)?
            }
        };
        let bytes = long(count);
        let Some(left) = self.left.checked_sub(bytes) else {
            let why = "its directory is larger than that of any archive; unpack it and name the folder";
            return Err(io::Error::other(Told(why.to_owned())));
        };
        self.left = left;
        self.at = self.at.saturating_add(bytes);
        Ok(count)
    }
}

impl Seek for Reader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.size()?.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shelf_keeps_what_was_used_last_and_never_nothing() {
        let shelf = Shelf::default();
        let of = |size: usize| Arc::new(vec![0; size]);
        let (half, whole) = (of(KEPT / 2), of(KEPT + 1));
        shelf.put(1, &half);
        shelf.put(2, &half);
        assert!(shelf.get(1).is_some());
        shelf.put(3, &half);
        assert!(shelf.get(2).is_none() && shelf.get(1).is_some());
        shelf.put(4, &whole);
        assert!(shelf.get(1).is_none() && shelf.get(3).is_none());
        assert!(shelf.get(4).is_some_and(|it| it.len() == whole.len()));
    }
}
