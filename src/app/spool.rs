use std::{
    cell::RefCell,
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
};

use tempfile::SpooledTempFile;

use crate::report::{Drafts, Kept, Record};

/// So many bytes of records are held; more of them go to a file without a name.
const HELD: usize = 8 << 20;

/// Records that are kept beside the memory, to be read again in another order.
#[derive(Debug)]
pub(super) struct Spool {
    file: RefCell<SpooledTempFile>,
    /// Where each record is, in the order in which they came: its beginning and length.
    places: Vec<(u64, usize)>,
    end: u64,
}

/// Some of the records of a spool, in an order of their own.
#[derive(Debug)]
pub(super) struct Chosen {
    pub spool: Spool,
    /// Which records, by the order in which they came.
    pub order: Vec<usize>,
}

impl Spool {
    pub(super) fn new() -> Self {
        let file = RefCell::new(SpooledTempFile::new(HELD));
        Self { file, places: Vec::new(), end: 0 }
    }

    /// Adds a record.
    pub(super) fn put(&mut self, record: &Record) -> io::Result<()> {
        let json = serde_json::to_vec(record)?;
        self.file.get_mut().write_all(&json)?;
        self.places.push((self.end, json.len()));
        self.end += json.len() as u64;
        Ok(())
    }

    /// The record that came after so many others.
    fn get(&self, at: usize) -> io::Result<Record> {
        let place = self.places.get(at).copied();
        let (from, length) = place.ok_or_else(|| io::Error::other("no such record"))?;
        let mut json = vec![0; length];
        let mut file = self.file.borrow_mut();
        file.seek(SeekFrom::Start(from))?;
        file.read_exact(&mut json)?;
        Ok(serde_json::from_slice(&json)?)
    }
}

impl Drafts for Chosen {
    fn all(&self) -> Box<dyn Iterator<Item = io::Result<Kept>> + '_> {
        let kept = |at: &usize| Ok(Kept { record: self.spool.get(*at)?, page: None });
        Box::new(self.order.iter().map(kept))
    }
}
