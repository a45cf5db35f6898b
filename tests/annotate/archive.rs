//! Entries that need not change are copied byte for byte.

use std::io::{Cursor, Write as _};

use reclint::formats::{self, mark::MarkError};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::{
    COMMENTS, LEADS, MAIN, TYPES, annotate, draft, input, marking, part, support,
};

/// Every entry in its order: its name, and its bytes from its header to the next entry.
fn entries(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let place = |it: u64| usize::try_from(it).unwrap();
    let mut starts = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).unwrap();
        starts.push((place(entry.header_start()), entry.name().unwrap().into_owned()));
    }
    starts.sort();
    let ends = starts.iter().skip(1).map(|(it, _)| *it);
    let ends: Vec<_> = ends.chain([place(archive.central_directory_start())]).collect();
    let all = starts.iter().zip(ends);
    all.map(|((start, name), end)| (name.clone(), bytes[*start..end].to_vec())).collect()
}

#[track_caller]
fn check(bytes: &[u8]) -> Vec<u8> {
    let marked = annotate(bytes, &[("MD5", "aa01"), ("SSL 3.0", "aa02")]).bytes;
    let (before, after) = (entries(bytes), entries(&marked));
    let mut changed = Vec::new();
    for ((old, was), (new, is)) in before.iter().zip(&after) {
        assert_eq!(old, new, "the order of entries");
        if was != is {
            changed.push(&**old);
        }
    }
    changed.sort_unstable();
    assert_eq!(changed, [TYPES, LEADS, MAIN]);
    let added: Vec<_> = after[before.len()..].iter().map(|(name, _)| &**name).collect();
    assert_eq!(added, [COMMENTS]);
    assert!(part(&marked, COMMENTS).contains("MD5 is broken"));
    marked
}

/// The same parts in an archive that is written in another way.
fn rewritten(stream: bool, options: SimpleFileOptions) -> Vec<u8> {
    let bytes = draft();
    let mut old = ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let names: Vec<_> = old.file_names().map(|it| it.unwrap().into_owned()).collect();
    let parts: Vec<_> = names.iter().map(|it| part(&bytes, it)).collect();
    let picture = [0, 1, 2, 3].repeat(9_000);
    let mut all: Vec<(&str, &[u8])> = vec![("word/media/image1.png", &picture)];
    all.extend(names.iter().zip(&parts).map(|(name, it)| (&**name, it.as_bytes())));
    assert_eq!(old.by_index(0).unwrap().name().unwrap(), TYPES);
    if stream {
        let mut archive = ZipWriter::new_stream(Vec::new());
        for (name, bytes) in all {
            archive.start_file(name, options).unwrap();
            archive.write_all(bytes).unwrap();
        }
        return archive.finish().unwrap().into_inner();
    }
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.set_comment("sent by mail").unwrap();
    for (name, bytes) in all {
        archive.start_file(name, options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn entries_that_need_not_change_keep_every_byte() {
    let usual = SimpleFileOptions::default();
    check(&draft());
    check(&rewritten(false, usual.compression_method(CompressionMethod::Stored)));
    check(&rewritten(false, usual.large_file(true)));
    // A program that cannot go back writes sizes behind the bytes.
    check(&rewritten(true, usual));
    let marked = check(&rewritten(false, usual.compression_level(Some(1))));
    assert_eq!(ZipArchive::new(Cursor::new(&marked)).unwrap().comment(), b"sent by mail");
}

#[test]
fn an_archive_behind_other_bytes_stays_there() {
    let mut bytes = b"PK\x03\x04 is how an archive begins".to_vec();
    bytes.extend(draft());
    let marked = check(&bytes);
    assert!(marked.starts_with(b"PK\x03\x04 is how an archive begins"));
}

#[test]
fn a_file_that_was_marked_stays_a_word_file_for_everybody() {
    let marked = check(&draft());
    let mut archive = ZipArchive::new(Cursor::new(&marked)).unwrap();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        std::io::copy(&mut entry, &mut std::io::sink()).unwrap();
    }
    assert!(!archive.has_overlapping_entries().unwrap());
    assert!(marked.ends_with(&[0, 0]), "no comment on the archive");
}

#[test]
fn what_cannot_be_read_cannot_be_written_into() {
    let marked = |bytes: &[u8]| formats::mark(input(bytes), &[], &marking());
    let bytes = draft();
    let cut = &bytes[..bytes.len() - 30];
    assert!(matches!(marked(cut), Err(MarkError::Unfit(it)) if it.contains("cut off")));
    let other = support::package::zipped([("a.txt", &b"a"[..])]);
    assert!(matches!(marked(&other), Err(MarkError::Unfit(_))));
    let text = part(&bytes, MAIN);
    let mut broken = text.into_bytes();
    let at = broken.windows(3).position(|it| it == b"MD5").unwrap();
    broken[at] = 0xe9;
    let broken = support::package::zipped([(MAIN, &*broken)]);
    assert!(matches!(marked(&broken), Err(MarkError::Unfit(it)) if it.contains("UTF-8")));
}
