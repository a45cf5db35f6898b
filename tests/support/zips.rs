//! Archives as programs write them.

use std::io::{Cursor, Write as _};

use zip::{DateTime, ZipWriter, write::SimpleFileOptions};

/// An archive with these entries, packed.
pub(crate) fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    written(entries, SimpleFileOptions::default())
}

/// An archive with these entries, written in this way.
pub(crate) fn written(entries: &[(&str, &[u8])], options: SimpleFileOptions) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = options.last_modified_time(DateTime::default());
    for (name, bytes) in entries {
        archive.start_file(*name, options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}
