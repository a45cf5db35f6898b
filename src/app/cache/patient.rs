use std::{
    fs::File,
    io,
    ops::Bound,
    thread,
    time::{Duration, Instant},
};

use redb::{BackendError, StorageBackend, backends::FileBackend};

/// How long a lock of another run is waited for; each is held for some milliseconds.
const PATIENCE: Duration = Duration::from_secs(3);

/// The file of the cache, whose locks are waited for, but not for ever: another run may
/// have been suspended while it held one.
#[derive(Debug)]
pub(super) struct Patient(FileBackend);

impl Patient {
    pub(super) fn new(file: File) -> Result<Self, redb::DatabaseError> {
        FileBackend::new(file).map(Self)
    }
}

/// Tries until it is so, ever more seldom; false if the time has passed.
pub(super) fn until<E>(
    patience: Duration,
    mut done: impl FnMut() -> Result<bool, E>,
) -> Result<bool, E> {
    let begin = Instant::now();
    let mut pause = Duration::from_micros(50);
    loop {
        if done()? {
            return Ok(true);
        }
        if patience <= begin.elapsed() {
            return Ok(false);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

fn waited(
    attempt: impl FnMut() -> Result<bool, BackendError>,
) -> Result<(), BackendError> {
    if until(PATIENCE, attempt)? {
        return Ok(());
    }
    Err(io::Error::new(io::ErrorKind::TimedOut, "another run holds it").into())
}

impl StorageBackend for Patient {
    fn len(&self) -> io::Result<u64> {
        self.0.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.0.read(offset, out)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.0.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.0.write(offset, data)
    }

    fn close(&self) -> io::Result<()> {
        self.0.close()
    }

    fn try_lock_range(
        &self,
        start: Bound<u64>,
        end: Bound<u64>,
    ) -> Result<bool, BackendError> {
        self.0.try_lock_range(start, end)
    }

    fn try_lock_shared_range(
        &self,
        start: Bound<u64>,
        end: Bound<u64>,
    ) -> Result<bool, BackendError> {
        self.0.try_lock_shared_range(start, end)
    }

    fn lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        waited(|| self.0.try_lock_range(start, end))
    }

    fn lock_shared_range(
        &self,
        start: Bound<u64>,
        end: Bound<u64>,
    ) -> Result<(), BackendError> {
        waited(|| self.0.try_lock_shared_range(start, end))
    }

    fn unlock_range(
        &self,
        start: Bound<u64>,
        end: Bound<u64>,
    ) -> Result<(), BackendError> {
        self.0.unlock_range(start, end)
    }

    fn query_lock_range(
        &self,
        start: Bound<u64>,
        end: Bound<u64>,
    ) -> Result<bool, BackendError> {
        self.0.query_lock_range(start, end)
    }
}
