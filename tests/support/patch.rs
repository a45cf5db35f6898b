//! Archives as people with other intentions write them.

use std::io::Cursor;

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::zips::written;

/// An archive with these entries, as they are.
pub(crate) fn stored(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let options = SimpleFileOptions::default();
    written(entries, options.compression_method(CompressionMethod::Stored))
}

/// An archive with these entries and room for large numbers at each.
pub(crate) fn wide(entries: &[(&str, &[u8])]) -> Vec<u8> {
    written(entries, SimpleFileOptions::default().large_file(true))
}

/// An archive with one link.
pub(crate) fn link(name: &str, to: &str) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.add_symlink(name, to, SimpleFileOptions::default()).unwrap();
    archive.finish().unwrap().into_inner()
}

/// The bytes with one word in place of another of the same length, wherever it stands.
pub(crate) fn renamed(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut bytes = bytes.to_vec();
    let mut at = 0;
    while at + from.len() <= bytes.len() {
        if bytes[at..].starts_with(from) {
            bytes[at..at + from.len()].copy_from_slice(to);
        }
        at += 1;
    }
    bytes
}

/// Where the directory speaks of each entry.
pub(crate) fn records(bytes: &[u8]) -> Vec<usize> {
    let marks = bytes.windows(4).enumerate();
    marks.filter(|(_, it)| *it == b"PK\x01\x02").map(|(at, _)| at).collect()
}

/// Fields of a record: what stands where.
pub(crate) const FLAGS: usize = 8;
pub(crate) const METHOD: usize = 10;
pub(crate) const SIZE: usize = 24;
pub(crate) const HEADER: usize = 42;

/// The archive with this field of one record overwritten.
pub(crate) fn patched(
    bytes: &[u8],
    record: usize,
    field: usize,
    value: &[u8],
) -> Vec<u8> {
    let at = records(bytes)[record] + field;
    let mut bytes = bytes.to_vec();
    bytes[at..at + value.len()].copy_from_slice(value);
    bytes
}
