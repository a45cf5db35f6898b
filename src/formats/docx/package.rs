//! The box that a Word file is: finds its parts and unpacks them, within limits.

use std::{
    collections::HashMap,
    io::{Cursor, Read},
};

use zip::{ZipArchive, result::ZipError};

use super::super::{Limits, ReadError};

/// A part may unpack to this many bytes whatever its ratio.
const ALLOWANCE: u64 = 4_096;

/// An opened Word file.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    // Name in lower case, with slashes → place in the archive.
    names: HashMap<String, usize>,
    limits: Limits,
    // Bytes unpacked so far.
    unpacked: u64,
}

/// The text of a part.
pub(super) struct Part {
    /// Its letters.
    pub text: String,
    /// Some of its bytes were no letters, and a sign stands in their place.
    pub repaired: bool,
    /// How they are written.
    pub letters: Letters,
}

/// How the letters of a part are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Letters {
    /// In UTF-8.
    Plain,
    /// In UTF-8, after a mark that says so.
    Marked,
    /// In UTF-16.
    Wide,
}

/// Where everything stands in the file.
pub(super) struct Layout {
    /// Its entries, in the order of the directory.
    pub entries: Vec<Entry>,
    /// Where the directory begins.
    pub directory: usize,
    /// How many bytes stand before the archive that its own offsets do not count.
    pub before: usize,
    /// What is said of the whole.
    pub comment: Vec<u8>,
}

/// Where one entry stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its name, with slashes.
    pub name: Box<str>,
    /// Where it begins, with a header of its own.
    pub header: usize,
    /// Where the directory speaks of it.
    pub record: usize,
    /// The sum that its bytes must have.
    pub crc: u32,
}

impl<'b> Package<'b> {
    /// Opens a file and refuses what two programs would read differently.
    pub(super) fn open(bytes: &'b [u8], limits: Limits) -> Result<Self, ReadError> {
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if limits.file < size {
            return Err(large(format!(
                "this file has {size} bytes; the limit is {}",
                limits.file
            )));
        }
        let mut archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|it| unopened(bytes, &it))?;
        if limits.entries < archive.len() {
            return Err(large(format!(
                "this Word file holds {} entries; the limit is {}",
                archive.len(),
                limits.entries
            )));
        }
        if archive.has_duplicate_names() {
            return Err(ambiguous("it holds two parts of the same name"));
        }
        match archive.has_overlapping_entries() {
            Ok(false) => {}
            Ok(true) => return Err(ambiguous("parts of it lie on top of each other")),
            Err(err) => return Err(unopened(bytes, &err)),
        }
        let names = names(&archive)?;
        Ok(Self { archive, names, limits, unpacked: 0 })
    }

    /// Whether there is a part called `name`.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&plain(name))
    }

    /// The name that the archive has for a part.
    pub(super) fn spelling(&self, name: &str) -> Option<String> {
        let index = *self.names.get(&plain(name))?;
        let name = self.archive.name_for_index(index)?.ok()?;
        Some(name.replace('\\', "/"))
    }

    /// The names of all entries that have one.
    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        let names = self.archive.file_names().filter_map(Result::ok);
        names.map(|it| it.replace('\\', "/"))
    }

    /// Where everything stands in the file.
    pub(super) fn layout(&mut self) -> Result<Layout, ReadError> {
        let place = |it: u64| usize::try_from(it).unwrap_or(usize::MAX);
        let mut entries = Vec::with_capacity(self.archive.len());
        for index in 0..self.archive.len() {
            let lost = |it: &ZipError| unread(&format!("entry {}", index + 1), it);
            let entry = self.archive.by_index_raw(index).map_err(|it| lost(&it))?;
            let name = match entry.name() {
                Ok(name) => name.replace('\\', "/"),
                Err(_) => String::from_utf8_lossy(entry.name_raw()).into_owned(),
            };
            entries.push(Entry {
                name: name.into(),
                header: place(entry.header_start()),
                record: place(entry.central_header_start()),
                crc: entry.crc32(),
            });
        }
        Ok(Layout {
            entries,
            directory: place(self.archive.central_directory_start()),
            before: place(self.archive.offset()),
            comment: self.archive.comment().to_vec(),
        })
    }

    /// Unpacks the part called `name`, if there is one.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Part>, ReadError> {
        let Some(index) = self.names.get(&plain(name)).copied() else { return Ok(None) };
        let allowed =
            self.limits.part.min(self.limits.total.saturating_sub(self.unpacked));
        let mut entry = self.archive.by_index(index).map_err(|it| unread(name, &it))?;
        let (size, packed) = (entry.size(), entry.compressed_size());
        if allowed < size {
            return Err(large(format!(
                "{name} unpacks to {size} bytes; {allowed} are allowed"
            )));
        }
        if packed.saturating_mul(self.limits.ratio).saturating_add(ALLOWANCE) < size {
            return Err(large(format!(
                "{name} unpacks from {packed} to {size} bytes, which no draft does"
            )));
        }
        let mut bytes = Vec::new();
        let mut within = (&mut entry).take(allowed.saturating_add(1));
        let read = within.read_to_end(&mut bytes);
        read.map_err(|it| damaged(format!("{name} is damaged: {it}; {ADVICE}")))?;
        let count = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if allowed < count {
            return Err(large(format!("{name} unpacks to more than {allowed} bytes")));
        }
        self.unpacked = self.unpacked.saturating_add(count);
        Ok(Some(decoded(bytes)))
    }
}

const ADVICE: &str = "get the file again from where it came from, or let Word repair it";

/// Every name, in the form in which they are compared.
fn names(
    archive: &ZipArchive<Cursor<&[u8]>>,
) -> Result<HashMap<String, usize>, ReadError> {
    let mut names = HashMap::with_capacity(archive.len());
    for (index, name) in archive.file_names().enumerate() {
        // A name that cannot be decoded cannot be asked for either.
        let Ok(name) = name else { continue };
        if names.insert(plain(&name), index).is_some() {
            return Err(ambiguous(
                "two of its parts have names that differ only in case",
            ));
        }
    }
    Ok(names)
}

fn plain(name: &str) -> String {
    name.trim_start_matches(['/', '\\']).replace('\\', "/").to_lowercase()
}

fn unopened(bytes: &[u8], err: &ZipError) -> ReadError {
    // The directory of an archive stands at its end, behind this mark, before at most
    // 65 535 bytes of comment.
    let tail = &bytes[bytes.len().saturating_sub(65_557)..];
    if !tail.windows(4).any(|it| it == b"PK\x05\x06") {
        return damaged(format!("this archive is cut off: its end is missing; {AGAIN}"));
    }
    match err {
        ZipError::UnsupportedArchive(why) => {
            damaged(format!("this archive cannot be opened: {why}; {ADVICE}"))
        }
        _ => damaged(format!("the directory of this archive is damaged; {ADVICE}")),
    }
}

const AGAIN: &str = "get the file again from where it came from";

fn unread(name: &str, err: &ZipError) -> ReadError {
    match err {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
            ReadError::Protected(
                format!(
                    "{name} is locked with a password; remove it in Word and run again"
                )
                .into(),
            )
        }
        _ => damaged(format!("{name} cannot be unpacked: {}; {ADVICE}", said(err))),
    }
}

fn said(err: &ZipError) -> String {
    let text = err.to_string();
    text.strip_prefix("invalid Zip archive: ").unwrap_or(&text).to_lowercase()
}

fn ambiguous(why: &str) -> ReadError {
    damaged(format!(
        "this Word file can be read in two ways: {why}; save it again with Word, and ask where it came from"
    ))
}

fn damaged(text: String) -> ReadError {
    ReadError::Damaged(text.into())
}

fn large(text: String) -> ReadError {
    ReadError::TooLarge(text.into())
}

/// The letters of a part: UTF-8, or UTF-16 as its first bytes say.
fn decoded(bytes: Vec<u8>) -> Part {
    let wide = |bytes: &[u8], word: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|it| word([it[0], it[1]]));
        let mut repaired = !bytes.len().is_multiple_of(2);
        let text = char::decode_utf16(units)
            .map(|it| {
                it.unwrap_or_else(|_| {
                    repaired = true;
                    char::REPLACEMENT_CHARACTER
                })
            })
            .collect();
        Part { text, repaired, letters: Letters::Wide }
    };
    match &bytes[..] {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [b'<', 0, ..] => wide(&bytes, u16::from_le_bytes),
        [0, b'<', ..] => wide(&bytes, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => narrow(rest.to_vec(), Letters::Marked),
        _ => narrow(bytes, Letters::Plain),
    }
}

fn narrow(bytes: Vec<u8>, letters: Letters) -> Part {
    match String::from_utf8(bytes) {
        Ok(text) => Part { text, repaired: false, letters },
        Err(err) => {
            let text = String::from_utf8_lossy(err.as_bytes()).into_owned();
            Part { text, repaired: true, letters }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: &str) {
        assert_eq!(decoded(bytes.to_vec()).text, expected);
    }

    #[test]
    fn decodes_what_a_part_may_be_written_in() {
        check("<a/>".as_bytes(), "<a/>");
        check(b"\xef\xbb\xbf<a/>", "<a/>");
        check(b"\xff\xfe<\0a\0/\0>\0", "<a/>");
        check(b"\xfe\xff\0<\0a\0/\0>", "<a/>");
        check(b"<\0a\0/\0>\0", "<a/>");
        check(b"<a>\xe9</a>", "<a>\u{fffd}</a>");
    }
}
