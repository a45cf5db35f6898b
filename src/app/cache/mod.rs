//! What was found in drafts that were read before, so that an unchanged one is not read
//! again: one file that several runs use at once. Knows no draft and no report; a value
//! is bytes under a key, and one that is missing or damaged is simply not there.

mod frame;
mod patient;
mod place;
mod store;
mod tell;
#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError, RwLock},
    time::Duration,
};

pub use self::tell::{clear, show};
use self::{
    place::Place,
    store::{Fault, Reader, Writer},
};

/// The most room that entries take, in bytes; the file has some free pages besides.
const ROOM: u64 = 768 << 20;

/// How many days an entry is kept after it was written: from one meeting to the next.
const KEPT: u64 = 90;

/// What is written at once: so many bytes or entries, whichever comes first.
const BATCH: usize = 4 << 20;
const ENTRIES: usize = 512;

/// How long another run that is writing is waited for, the first time and later.
const PATIENCE: [Duration; 2] = [Duration::from_secs(5), Duration::from_millis(100)];

/// Names a value: a digest of all that it depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key([u8; 32]);

impl Key {
    /// Its bytes, as a part of another one.
    pub(super) const fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The key of what depends on these parts, in this order.
    pub(super) fn of(parts: &[&[u8]]) -> Self {
        let mut digest = blake3::Hasher::new();
        for part in parts {
            // With its length before it, no part runs into the next one.
            let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
            digest.update(&length.to_le_bytes());
            digest.update(part);
        }
        Self(*digest.finalize().as_bytes())
    }
}

/// Entries that are to be written together, sorted so that neighbours share pages.
type Batch = BTreeMap<Key, Vec<u8>>;

/// How much is kept.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    room: u64,
    // In days since 1970.
    today: u64,
}

/// The cache of one run; many threads use it at once.
///
/// The store below panics over some damaged files. Such a panic is caught here, and its
/// words are kept from the terminal by whoever calls (`read::quietly`).
pub(super) struct Cache {
    place: Option<Place>,
    bounds: Bounds,
    // Locks are taken in the order of these fields.
    pending: Mutex<Pending>,
    writer: Mutex<Option<Writer>>,
    reader: RwLock<Slot>,
    trouble: Mutex<Trouble>,
}

#[derive(Debug, Default)]
struct Pending {
    batch: Batch,
    bytes: usize,
}

enum Slot {
    Closed,
    Open(Reader),
    Off,
}

/// Nobody has opened the store yet, or nothing was there to open.
struct Closed;

/// What went wrong so far.
#[derive(Debug, Default)]
struct Trouble {
    /// The file is damaged, and has to be begun anew before anything is written.
    damaged: bool,
    renewed: bool,
    /// How many values were not kept, and why the last of them.
    lost: usize,
    why: Option<Fault>,
    /// Nothing more is written in this run.
    off: bool,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Cache {
    /// A cache that holds nothing and keeps nothing.
    pub(super) fn off() -> Self {
        Self::at(None, Bounds { room: 0, today: 0 })
    }

    /// The cache in a file, or at the usual place; it is opened when it is needed.
    pub(super) fn open(file: Option<&Path>) -> Self {
        let named = |file: &Path| Place { file: file.to_owned(), named: true };
        let place = file.map(named).or_else(Place::found);
        let seconds = jiff::Timestamp::now().as_second().max(0).unsigned_abs();
        Self::at(place, Bounds { room: ROOM, today: seconds / (24 * 60 * 60) })
    }

    fn at(place: Option<Place>, bounds: Bounds) -> Self {
        Self {
            place,
            bounds,
            pending: Mutex::default(),
            writer: Mutex::default(),
            reader: RwLock::new(Slot::Closed),
            trouble: Mutex::default(),
        }
    }

    /// The value that some run has put under this key.
    pub(super) fn get(&self, key: Key) -> Option<Vec<u8>> {
        let place = self.place.as_ref()?;
        let found = self.look(key).or_else(|Closed| {
            self.open_reader(place);
            self.look(key)
        });
        frame::unframed(key, &found.ok()??)
    }

    /// What is stored under a key.
    fn look(&self, key: Key) -> Result<Option<Vec<u8>>, Closed> {
        let slot = self.reader.read().unwrap_or_else(PoisonError::into_inner);
        let found = match &*slot {
            Slot::Open(reader) => reader.value(key),
            Slot::Off => return Ok(None),
            Slot::Closed => return Err(Closed),
        };
        drop(slot);
        found.or_else(|fault| {
            self.stop_reading(fault);
            Ok(None)
        })
    }

    fn open_reader(&self, place: &Place) {
        let opened = match Reader::open(place) {
            Err(Fault::Unclean) => {
                // Whoever may write can mend what an interrupted run has left.
                let mut writer = locked(&self.writer);
                let mended = match &*writer {
                    Some(_) => Ok(()),
                    None => Writer::open(place).map(|it| *writer = Some(it)),
                };
                drop(writer);
                mended.and_then(|()| Reader::open(place))
            }
            opened => opened,
        };
        match opened {
            Ok(None) => {}
            Ok(Some(reader)) => {
                let mut slot =
                    self.reader.write().unwrap_or_else(PoisonError::into_inner);
                if matches!(*slot, Slot::Closed) {
                    *slot = Slot::Open(reader);
                }
            }
            Err(fault) => self.stop_reading(fault),
        }
    }

    fn stop_reading(&self, fault: Fault) {
        let mut slot = self.reader.write().unwrap_or_else(PoisonError::into_inner);
        *slot = Slot::Off;
        drop(slot);
        let mut trouble = locked(&self.trouble);
        let renewable = self.place.as_ref().is_some_and(|it| !it.named);
        match fault {
            Fault::Damaged => trouble.damaged = true,
            Fault::Foreign if renewable => trouble.damaged = true,
            fault => trouble.why = Some(fault),
        }
    }

    /// Keeps a value for later runs; it may be written now or when the cache is closed.
    pub(super) fn put(&self, key: Key, value: &[u8]) {
        let Some(place) = &self.place else { return };
        let Some(framed) = frame::framed(key, value) else { return };
        let mut pending = locked(&self.pending);
        pending.bytes += framed.len();
        pending.batch.insert(key, framed);
        if pending.bytes < BATCH && pending.batch.len() < ENTRIES {
            return;
        }
        let Pending { batch, .. } = std::mem::take(&mut *pending);
        // While a batch is being written another one grows, and no third: whoever brings
        // more waits here.
        let writer = locked(&self.writer);
        drop(pending);
        self.write(place, writer, &batch);
    }

    fn write(
        &self,
        place: &Place,
        mut writer: MutexGuard<'_, Option<Writer>>,
        batch: &Batch,
    ) {
        let (off, patience) = {
            let trouble = locked(&self.trouble);
            (trouble.off, PATIENCE[usize::from(0 < trouble.lost)])
        };
        if off {
            locked(&self.trouble).lost += batch.len();
            return;
        }
        let mut attempt = || {
            if std::mem::take(&mut locked(&self.trouble).damaged) {
                *writer = None;
                place.remove()?;
                locked(&self.trouble).renewed = true;
                // The next look finds the new file.
                let mut slot =
                    self.reader.write().unwrap_or_else(PoisonError::into_inner);
                *slot = Slot::Closed;
            }
            let open = match writer.take() {
                Some(open) => open,
                None => Writer::open(place)?,
            };
            // A store that has failed is not used again: it is kept only if it has not.
            open.write(batch, self.bounds, patience).inspect(|()| *writer = Some(open))
        };
        let mut done = attempt();
        let renewable = |fault: &Fault| match fault {
            Fault::Damaged => true,
            Fault::Foreign => !place.named,
            _ => false,
        };
        if done.as_ref().is_err_and(renewable) {
            locked(&self.trouble).damaged = true;
            done = attempt();
        }
        if let Err(fault) = done {
            let mut trouble = locked(&self.trouble);
            trouble.lost += batch.len();
            // Another run will have done soon; nothing else mends itself.
            trouble.off = fault != Fault::Busy;
            trouble.why = Some(fault);
        }
    }

    /// Writes what was put and not yet written, and says calmly what was not kept.
    pub(super) fn close(self) -> Option<String> {
        let place = self.place.as_ref()?;
        let batch = std::mem::take(&mut *locked(&self.pending)).batch;
        if !batch.is_empty() {
            self.write(place, locked(&self.writer), &batch);
        }
        let trouble = std::mem::take(&mut *locked(&self.trouble));
        tell::trouble(place, &trouble)
    }
}
