//! The directory of an archive: what is in it, and why some of that is not read. What it
//! claims is held against where its entries lie; nothing is unpacked here.

use std::{
    collections::BTreeSet,
    io::{self, Read as _, Seek as _, SeekFrom},
};

use zip::{CompressionMethod, ZipArchive, read::ZipFileEntry, result::ZipError};

use super::{
    GONE, because, names,
    shelf::{Reader, Told},
};
use crate::formats::Limits;

/// The most entries of an archive, those of the archives in it counted. The archive of a
/// whole study period has a few thousand.
pub(super) const ENTRIES: usize = 20_000;

/// Unpacked bytes for one packed byte. Of 615 real and odd drafts, packed at level 9, the
/// most is 9 (a Word 97 file), and the median of Word files is 1.2; deflate reaches 1,032
/// on blanks alone, so a bomb has some 1,000 and a draft some 10.
pub(super) const RATIO: u64 = 100;

/// An entry may unpack to this many bytes whatever its ratio: a small file that is mostly
/// one picture of white costs nobody anything.
const ALLOWANCE: u64 = 16 << 20;

/// The most that is read to list an archive. The directory of 20,000 entries with long
/// names has some 5 MiB.
pub(super) const DIRECTORY: u64 = 32 << 20;

/// An entry of an archive, as the directory lists it.
#[derive(Debug)]
pub(super) struct Listed {
    /// Its path below the archive, with slashes.
    pub name: Box<str>,
    pub index: usize,
    /// How many bytes it claims to have.
    pub size: u64,
    /// Why it is not read, whatever it is.
    pub fault: Option<String>,
}

/// Refuses, before anything is set aside for it, an archive without an end, and one that
/// claims more entries than are listed.
pub(super) fn may_be_listed(reader: &mut Reader) -> Result<(), String> {
    let size = reader.size().map_err(|it| said(&it))?;
    if size == 0 {
        return Err("empty: it has no bytes".to_owned());
    }
    // The directory of an archive stands at its end, behind a mark, before at most 65 535
    // bytes of comment; what a large one adds stands right before that mark.
    let from = size.saturating_sub(65_557 + 76);
    let mut tail = Vec::new();
    let read = reader
        .seek(SeekFrom::Start(from))
        .and_then(|_| reader.take(65_557 + 76).read_to_end(&mut tail));
    read.map_err(|it| said(&it))?;
    let marks = |mark: [u8; 4]| {
        let all = tail.windows(4).enumerate();
        all.filter(move |(_, it)| **it == mark).map(|(at, _)| at)
    };
    let number = |from: usize, bytes: usize| {
        let bytes = tail.get(from..from + bytes)?;
        Some(bytes.iter().rev().fold(0_u64, |sum, it| sum << 8 | u64::from(*it)))
    };
    let small: Vec<_> =
        marks(*b"PK\x05\x06").filter_map(|it| number(it + 10, 2)).collect();
    let large: Vec<_> =
        marks(*b"PK\x06\x06").filter_map(|it| number(it + 32, 8)).collect();
    if small.is_empty() {
        return Err(format!("this archive is cut off: its end is missing; {AGAIN}"));
    }
    let known = |it: &&u64| **it != 0xffff || large.is_empty();
    let most = small.iter().filter(known).chain(&large).max().copied().unwrap_or(0);
    if usize::try_from(most).is_ok_and(|it| it <= ENTRIES) {
        return Ok(());
    }
    Err(crowded(most))
}

/// Why an archive with so many entries is not read.
fn crowded(entries: u64) -> String {
    format!(
        "this archive says that it holds {entries} entries, and {ENTRIES} are the most that are read of one; unpack it and name the folder"
    )
}

/// Lists the directory, sorted by name. What has no fault lies on its own, and its name is
/// its own.
pub(super) fn list(zip: &mut ZipArchive<Reader>) -> Result<Vec<Listed>, String> {
    let twice = twice(zip)?;
    let end = zip.central_directory_start();
    let (mut listed, mut ranges) = (Vec::with_capacity(zip.len()), Vec::new());
    for index in 0..zip.len() {
        let entry = zip.by_index_data(index).map_err(|it| unread(&it))?;
        let packed = entry.compressed_size();
        let Some(mut it) = told(index, &entry, &twice) else { continue };
        let lies = match zip.by_index_raw(index) {
            Ok(entry) => {
                let close = entry.data_start().and_then(|it| it.checked_add(packed));
                let close = close.filter(|it| *it <= end);
                close.map(|close| (entry.header_start(), close)).ok_or_else(|| {
                    damaged("it reaches out of the place that archives keep for it")
                })
            }
            Err(err) => Err(unread(&err)),
        };
        match lies {
            Ok((start, close)) => ranges.push((start, close, listed.len())),
            Err(why) => it.fault = it.fault.or(Some(why)),
        }
        listed.push(it);
    }
    for place in overlapping(ranges) {
        listed[place].fault.get_or_insert_with(|| OVERLAP.to_owned());
    }
    listed.sort_by(|a, b| a.name.cmp(&b.name).then(a.index.cmp(&b.index)));
    // Names that differ in the archive may be shown alike: `a/b` and `a\b`.
    for at in 1..listed.len() {
        if listed[at - 1].name == listed[at].name {
            for it in &mut listed[at - 1..=at] {
                it.fault.get_or_insert_with(|| TWICE.to_owned());
            }
        }
    }
    listed.dedup_by(|later, first| later.name == first.name);
    Ok(listed)
}

/// An entry as the directory tells of it; none for that of a folder, which says nothing:
/// folders are made of the files in them.
fn told(
    index: usize,
    entry: &ZipFileEntry<'_>,
    twice: &BTreeSet<Vec<u8>>,
) -> Option<Listed> {
    let raw = match entry.name() {
        Ok(it) => it.into_owned(),
        Err(_) => String::from_utf8_lossy(entry.name_raw()).into_owned(),
    };
    let (size, packed) = (entry.size(), entry.compressed_size());
    let (name, wrong) = names::inner(&raw);
    let folder = raw.ends_with(['/', '\\']);
    if wrong.is_none() && folder && size == 0 {
        return None;
    }
    let mode = entry.unix_mode().unwrap_or(0) & 0o170_000;
    let again = twice.contains(entry.name_raw()).then_some(TWICE);
    let locked = entry.encrypted().then_some(LOCKED);
    let method = (!is_read(entry.compression())).then_some(METHOD);
    let fault = wrong.or(again).or(locked).or(special(mode, folder)).or(method);
    let fault = fault.map(str::to_owned).or_else(|| too_large(size, packed));
    Some(Listed { name: name.into(), index, size, fault })
}

const TWICE: &str = "the archive holds two files of this name, and programs disagree which one counts; unpack it and name the right one";
const LOCKED: &str =
    "encrypted: it needs a password; unpack it with the password and name the file";
const METHOD: &str =
    "packed in a way that is not read; unpack the archive and name the file";
const OVERLAP: &str = "it lies on top of another entry, which no program writes; ask where this archive came from";

fn is_read(method: CompressionMethod) -> bool {
    matches!(method, CompressionMethod::Stored | CompressionMethod::Deflated)
}

/// Why an entry that is no plain file is not read.
fn special(mode: u32, folder: bool) -> Option<&'static str> {
    match mode {
        0o120_000 => Some("a link in an archive: it leads nowhere from there"),
        _ if folder => Some("a folder that has bytes of its own"),
        // Many programs write no kind at all.
        0 | 0o100_000 | 0o040_000 => None,
        _ => Some("not a file"),
    }
}

fn too_large(size: u64, packed: u64) -> Option<String> {
    let limit = Limits::default().file;
    if limit < size {
        return Some(format!(
            "it would unpack to more than {} MiB, and no draft does",
            limit >> 20
        ));
    }
    let most = packed.saturating_mul(RATIO).saturating_add(ALLOWANCE);
    (most < size).then(|| {
        format!("it would unpack from {packed} to {size} bytes, which no draft does; ask where this archive came from")
    })
}

/// The names, as bytes, that the directory has more than once. The crate keeps one entry
/// of each, so they are read from the directory itself.
fn twice(zip: &ZipArchive<Reader>) -> Result<BTreeSet<Vec<u8>>, String> {
    if !zip.has_duplicate_names() {
        return Ok(BTreeSet::new());
    }
    let start = zip.central_directory_start();
    let mut reader = zip.clone().into_inner();
    reader.seek(SeekFrom::Start(start)).map_err(|it| said(&it))?;
    let mut reader = io::BufReader::new(reader.take(DIRECTORY));
    let (mut once, mut twice) = (BTreeSet::new(), BTreeSet::new());
    let mut head = [0; 46];
    while reader.read_exact(&mut head).is_ok() && head.starts_with(b"PK\x01\x02") {
        let long = |at: usize| usize::from(u16::from_le_bytes([head[at], head[at + 1]]));
        let mut name = vec![0; long(28) + long(30) + long(32)];
        if reader.read_exact(&mut name).is_err() {
            break;
        }
        name.truncate(long(28));
        if let Some(name) = once.replace(name.clone()) {
            twice.insert(name);
        }
    }
    Ok(twice)
}

/// The places of all ranges that share a byte with another.
fn overlapping(mut ranges: Vec<(u64, u64, usize)>) -> BTreeSet<usize> {
    ranges.sort_unstable();
    let mut found = BTreeSet::new();
    // The one so far that reaches furthest.
    let mut furthest: Option<(u64, usize)> = None;
    for (start, end, place) in ranges {
        if let Some((reach, other)) = furthest.filter(|(reach, _)| start < *reach) {
            found.extend([other, place]);
            if end <= reach {
                continue;
            }
        }
        furthest = Some((end, place));
    }
    found
}

const AGAIN: &str = "get the archive again from where it came from";

pub(super) fn damaged(why: &str) -> String {
    format!("damaged: {why}; {AGAIN}")
}

pub(super) fn unopened(err: &ZipError) -> String {
    match err {
        ZipError::Io(err) => said(err),
        ZipError::UnsupportedArchive(why) => {
            format!("this archive cannot be opened: {}", why.to_lowercase())
        }
        _ => damaged("the directory of this archive cannot be read"),
    }
}

pub(super) fn unread(err: &ZipError) -> String {
    match err {
        ZipError::Io(err) => said(err),
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => LOCKED.to_owned(),
        ZipError::UnsupportedArchive(_) => METHOD.to_owned(),
        _ => damaged("its beginning is not where the archive says"),
    }
}

/// Why reading stopped.
pub(super) fn said(err: &io::Error) -> String {
    if let Some(told) = err.get_ref().and_then(|it| it.downcast_ref::<Told>()) {
        return told.to_string();
    }
    match err.kind() {
        io::ErrorKind::NotFound => GONE.to_owned(),
        io::ErrorKind::PermissionDenied => because(err),
        io::ErrorKind::UnexpectedEof => damaged("the archive ends before it"),
        io::ErrorKind::InvalidData => damaged("what was packed does not come out again"),
        _ => damaged(&err.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_that_share_a_byte_are_found_and_neighbours_are_not() {
        let check = |ranges: &[(u64, u64)], expected: &[usize]| {
            let ranges = ranges.iter().enumerate().map(|(at, it)| (it.0, it.1, at));
            let found: Vec<_> = overlapping(ranges.collect()).into_iter().collect();
            assert_eq!(found, expected);
        };
        check(&[(0, 10), (10, 20), (20, 30)], &[]);
        check(&[(0, 10), (9, 20), (20, 30)], &[0, 1]);
        check(&[(0, 30), (5, 6), (7, 8), (30, 31)], &[0, 1, 2]);
        check(&[(20, 30), (0, 21)], &[0, 1]);
    }

    #[test]
    fn a_draft_is_never_packed_like_a_bomb() {
        assert_eq!(too_large(318_659, 35_406), None);
        assert_eq!(too_large(ALLOWANCE, 16_000), None);
        assert!(too_large(100 << 20, 100 << 10).is_some());
        assert!(too_large(513 << 20, 513 << 20).is_some());
    }
}
