use std::{
    fs::File,
    io::{self, ErrorKind},
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

use redb::{
    Builder, ConcurrencyMode, Database, Error, ReadOnlyDatabase, ReadableDatabase as _,
    ReadableTable, ReadableTableMetadata as _, TableDefinition, TableError,
    TableHandle as _, TransactionError, UntypedTableHandle, WriteTransaction,
};

use super::{
    Batch, Bounds, KEPT, Key,
    frame::is_sound,
    patient::{Patient, until},
    place::{Kind, Place},
};
use crate::app::sources::because;

/// Tables of every version of the cache begin so.
const FAMILY: &str = "reclint-cache/";

const ENTRIES: TableDefinition<&[u8; 32], &[u8]> =
    TableDefinition::new("reclint-cache/1 entries");

/// The order in which entries were written: whose it is, the day, the room it takes.
const ORDER: TableDefinition<u64, (&[u8; 32], u64, u64)> =
    TableDefinition::new("reclint-cache/1 order");

/// The room that all entries take.
const SIZE: TableDefinition<(), u64> = TableDefinition::new("reclint-cache/1 size");

/// How much of the file is held in memory, by a reader and by a writer.
const MEMORY: usize = 16 << 20;

/// Why a cache cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Another run holds it for too long.
    Busy,
    /// Its bytes are not what was written.
    Damaged,
    /// A run was ended while it wrote; who may write can mend it.
    Unclean,
    /// It belongs to another program.
    Foreign,
    /// There is not enough room on the disk.
    Full,
    /// Anything else that the system says.
    Refused(String),
}

impl From<io::Error> for Fault {
    fn from(err: io::Error) -> Self {
        match err.kind() {
            ErrorKind::InvalidData | ErrorKind::UnexpectedEof => Self::Damaged,
            ErrorKind::TimedOut | ErrorKind::WouldBlock => Self::Busy,
            ErrorKind::StorageFull
            | ErrorKind::QuotaExceeded
            | ErrorKind::FileTooLarge
            | ErrorKind::WriteZero => Self::Full,
            ErrorKind::PermissionDenied => {
                Self::Refused("it may not be written".to_owned())
            }
            _ => Self::Refused(because(&err)),
        }
    }
}

impl From<Error> for Fault {
    fn from(err: Error) -> Self {
        match err {
            Error::Io(err) => err.into(),
            Error::DatabaseAlreadyOpen | Error::LockProtocolMismatch => Self::Busy,
            Error::RepairAborted => Self::Unclean,
            Error::PreviousIo => Self::Refused("an earlier write failed".to_owned()),
            Error::Unsupported => {
                Self::Refused("this file system has no locks for it".to_owned())
            }
            // Whatever else the store complains of, a sound file of ours has it not.
            _ => Self::Damaged,
        }
    }
}

/// Does something with the store, which may panic over a damaged file.
fn guarded<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Fault::Damaged))
}

/// Several runs read, and one at a time writes, without waiting for readers.
fn builder() -> Builder {
    let mut builder = Builder::new();
    builder.set_concurrency_mode(ConcurrencyMode::MultiWriter).set_cache_size(MEMORY);
    builder
}

/// The store as one who looks things up has it; follows what others write.
pub(super) struct Reader(Option<ReadOnlyDatabase>);

impl Drop for Reader {
    fn drop(&mut self) {
        let store = self.0.take();
        let _ = guarded(|| {
            drop(store);
            Ok(())
        });
    }
}

impl Reader {
    /// The store at `place`; none if nothing was written yet.
    pub(super) fn open(place: &Place) -> Result<Option<Self>, Fault> {
        match place.kind()? {
            Kind::Nothing => return Ok(None),
            Kind::Foreign => return Err(Fault::Foreign),
            Kind::Damaged => return Err(Fault::Damaged),
            Kind::Store => {}
        }
        let file = match File::open(&place.file) {
            Err(err) if err.kind() == ErrorKind::NotFound => return Ok(None),
            opened => opened?,
        };
        guarded(|| {
            let backend = Patient::new(file).map_err(Error::from)?;
            let store = builder().open_read_only_with_backend(backend);
            let store = store.map_err(Error::from)?;
            let tables = || -> Result<Vec<_>, Error> {
                Ok(store.begin_read()?.list_tables()?.collect())
            };
            foreign(&tables()?)?;
            Ok(Some(Self(Some(store))))
        })
    }

    /// What was written for a key, as it was written.
    pub(super) fn value(&self, key: Key) -> Result<Option<Vec<u8>>, Fault> {
        let Some(store) = &self.0 else { return Ok(None) };
        guarded(|| {
            let read = || -> Result<_, Error> {
                let entries = match store.begin_read()?.open_table(ENTRIES) {
                    Err(TableError::TableDoesNotExist(_)) => return Ok(None),
                    opened => opened?,
                };
                let found = ReadableTable::get(&entries, &key.0)?;
                Ok(found.map(|it| it.value().to_vec()))
            };
            read().map_err(Fault::from)
        })
    }

    /// How many entries there are.
    pub(super) fn count(&self) -> Result<u64, Fault> {
        let Some(store) = &self.0 else { return Ok(0) };
        guarded(|| {
            let read = || -> Result<_, Error> {
                match store.begin_read()?.open_table(ENTRIES) {
                    Err(TableError::TableDoesNotExist(_)) => Ok(0),
                    opened => Ok(opened?.len()?),
                }
            };
            read().map_err(Fault::from)
        })
    }
}

/// The store as one who writes has it.
pub(super) struct Writer(Option<Database>);

impl Drop for Writer {
    fn drop(&mut self) {
        let store = self.0.take();
        let _ = guarded(|| {
            drop(store);
            Ok(())
        });
    }
}

impl Writer {
    /// The store at `place`, begun if there is none, mended after a run that was ended.
    pub(super) fn open(place: &Place) -> Result<Self, Fault> {
        match place.kind()? {
            Kind::Foreign => return Err(Fault::Foreign),
            Kind::Damaged => return Err(Fault::Damaged),
            Kind::Nothing => {}
            // A look changes nothing of what may be somebody else's.
            Kind::Store => match Reader::open(place) {
                Ok(_) | Err(Fault::Unclean) => {}
                Err(fault) => return Err(fault),
            },
        }
        let file = place.file_to_write()?;
        guarded(|| {
            let backend = Patient::new(file).map_err(Error::from)?;
            // The store aborts the program where it writes into some damaged files, so all
            // of the file is held against its checksums first; a look needs no such care.
            let mut builder = builder();
            builder.set_check_integrity_on_open(true);
            let store = builder.create_with_backend(backend).map_err(Error::from)?;
            Ok(Self(Some(store)))
        })
    }

    /// Writes entries, all or none, and drops the oldest ones beyond the bounds.
    pub(super) fn write(
        &self,
        batch: &Batch,
        bounds: Bounds,
        patience: Duration,
    ) -> Result<(), Fault> {
        let Some(store) = &self.0 else { return Err(Fault::Damaged) };
        guarded(|| {
            let mut begun = None;
            let attempt = || match store.try_begin_write() {
                Err(TransactionError::WouldBlock) => Ok(false),
                Err(err) => Err(Fault::from(Error::from(err))),
                Ok(it) => {
                    begun = Some(it);
                    Ok(true)
                }
            };
            until(patience, attempt)?;
            let transaction = begun.ok_or(Fault::Busy)?;
            let tables = transaction.list_tables().map_err(Error::from)?;
            let tables: Vec<_> = tables.collect();
            foreign(&tables)?;
            // Another version of the program finds nothing of ours, nor we of its.
            for table in tables.into_iter().filter(|it| !is_ours(it)) {
                transaction.delete_table(table).map_err(Error::from)?;
            }
            insert(&transaction, batch, bounds)?;
            transaction.commit().map_err(|err| Fault::from(Error::from(err)))
        })
    }
}

fn is_ours(table: &UntypedTableHandle) -> bool {
    [ENTRIES.name(), ORDER.name(), SIZE.name()].contains(&table.name())
}

/// A store that holds something, and nothing of any version of ours, is somebody else's.
fn foreign(tables: &[UntypedTableHandle]) -> Result<(), Fault> {
    let known = tables.iter().any(|it| it.name().starts_with(FAMILY));
    if known || tables.is_empty() { Ok(()) } else { Err(Fault::Foreign) }
}

fn insert(
    transaction: &WriteTransaction,
    batch: &Batch,
    bounds: Bounds,
) -> Result<(), Error> {
    let mut entries = transaction.open_table(ENTRIES)?;
    let mut order = transaction.open_table(ORDER)?;
    let mut sizes = transaction.open_table(SIZE)?;
    let mut size = sizes.get(())?.map_or(0, |it| it.value());
    let mut next = order.last()?.map_or(0, |(it, _)| it.value().saturating_add(1));
    for (key, value) in batch {
        // Another run may have checked the same draft; what it wrote is as good.
        if entries.get(&key.0)?.is_some_and(|it| is_sound(*key, it.value())) {
            continue;
        }
        let room = room(value.len());
        entries.insert(&key.0, &**value)?;
        order.insert(next, (&key.0, bounds.today, room))?;
        next = next.saturating_add(1);
        size = size.saturating_add(room);
    }
    loop {
        let oldest = order.first()?.map(|(sequence, about)| {
            let (key, day, room) = about.value();
            (sequence.value(), *key, day, room)
        });
        let Some((sequence, key, day, room)) = oldest else {
            size = 0;
            break;
        };
        if size <= bounds.room && bounds.today <= day.saturating_add(KEPT) {
            break;
        }
        entries.remove(&key)?;
        order.remove(sequence)?;
        size = size.saturating_sub(room);
    }
    sizes.insert((), size)?;
    Ok(())
}

/// The room that a value takes in the file: small ones share pages, which are two thirds
/// full; a large one has the next power of two for itself.
fn room(bytes: usize) -> u64 {
    let bytes = bytes.saturating_add(256);
    let room = if bytes <= 2048 { bytes * 3 / 2 } else { bytes.next_power_of_two() };
    u64::try_from(room).unwrap_or(u64::MAX)
}
