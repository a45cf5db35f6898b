//! A Word file with some parts replaced, added or left out, and every other entry copied
//! byte for byte.
//!
//! The crate that reads archives can copy an entry too, but writes its header anew: extra
//! fields move, and what a program that could not seek wrote behind the bytes is lost.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Write as _},
    ops::Range,
};

use zip::{DateTime, ZipArchive, ZipWriter, result::ZipError, write::SimpleFileOptions};

use super::super::package::{Entry, Layout};

/// What is to be written otherwise than it was.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Parts with other bytes, by the names that the archive has for them.
    pub replaced: BTreeMap<String, Vec<u8>>,
    /// New parts, in this order behind all others.
    pub added: Vec<(String, Vec<u8>)>,
    /// Parts that go.
    pub gone: BTreeSet<String>,
}

/// Writes the file; none if its directory does not lie as it has to.
pub(super) fn copy(bytes: &[u8], layout: &Layout, plan: &Plan) -> Option<Vec<u8>> {
    let new = plan.replaced.iter().chain(plan.added.iter().map(|(name, it)| (name, it)));
    let packed = pack(new).ok()?;
    let mut order: Vec<&Entry> = layout.entries.iter().collect();
    order.sort_by_key(|it| it.header);
    let first = order.first().map_or(layout.directory, |it| it.header);
    let mut out = Vec::with_capacity(bytes.len() + 65_536);
    out.extend_from_slice(bytes.get(..first)?);
    // Where each entry stands now, by where the directory spoke of it.
    let mut moved = BTreeMap::new();
    for (entry, range) in regions(&order, layout.directory) {
        if plan.gone.contains(&*entry.name) {
            continue;
        }
        moved.insert(entry.record, out.len());
        match packed.get(&*entry.name) {
            None => out.extend_from_slice(bytes.get(range)?),
            Some(new) => {
                let record = bytes.get(entry.record..)?.get(..FIXED)?;
                let name = name_of(bytes, entry.header + 26, entry.header + 30)?;
                new.header(&mut out, record.get(8..16)?, name)?;
            }
        }
    }
    let mut added = Vec::new();
    for (name, _) in &plan.added {
        added.push((name, out.len()));
        packed.get(name)?.header(&mut out, &fresh(name), name.as_bytes())?;
    }
    let start = out.len();
    for entry in &layout.entries {
        let Some(at) = moved.get(&entry.record) else { continue };
        let at = at.checked_sub(layout.before)?;
        match packed.get(&*entry.name) {
            None => record(&mut out, bytes, entry, at)?,
            Some(new) => new.record(&mut out, bytes, entry, at)?,
        }
    }
    for (name, at) in &added {
        packed.get(*name)?.directory(&mut out, name, at.checked_sub(layout.before)?)?;
    }
    let count = u16::try_from(moved.len() + added.len()).ok()?.to_le_bytes();
    let size = u32::try_from(out.len() - start).ok()?.to_le_bytes();
    let start = u32::try_from(start.checked_sub(layout.before)?).ok()?.to_le_bytes();
    let comment = u16::try_from(layout.comment.len()).ok()?.to_le_bytes();
    let end: [&[u8]; 8] = [
        b"PK\x05\x06\0\0\0\0",
        &count,
        &count,
        &size,
        &start,
        &comment,
        &layout.comment,
        &[],
    ];
    out.extend(end.concat());
    Some(out)
}

/// Whether every entry that was to stay stands in the new file as in the old one.
pub(super) fn kept(old: (&[u8], &Layout), new: (&[u8], &Layout), plan: &Plan) -> bool {
    let (Some(old), Some(new)) = (stretches(old), stretches(new)) else { return false };
    let same = |(name, old): (&&str, &_)| {
        if plan.gone.contains(*name) || plan.replaced.contains_key(*name) {
            new.contains_key(name) != plan.gone.contains(*name)
        } else {
            new.get(name) == Some(old)
        }
    };
    let count = old.len() + plan.added.len() - plan.gone.len();
    old.iter().all(same) && new.len() == count
}

/// What stands for each entry: its sum, and all bytes up to the next.
fn stretches<'f>(
    (bytes, layout): (&'f [u8], &'f Layout),
) -> Option<BTreeMap<&'f str, (u32, &'f [u8])>> {
    let mut order: Vec<&Entry> = layout.entries.iter().collect();
    order.sort_by_key(|it| it.header);
    let all = regions(&order, layout.directory);
    all.map(|(it, range)| Some((&*it.name, (it.crc, bytes.get(range)?)))).collect()
}

/// Each entry with all bytes up to the next.
fn regions<'e>(
    order: &[&'e Entry],
    directory: usize,
) -> impl Iterator<Item = (&'e Entry, Range<usize>)> {
    let ends = order.iter().skip(1).map(|it| it.header).chain([directory]);
    let all: Vec<_> =
        order.iter().zip(ends).map(|(it, end)| (*it, it.header..end)).collect();
    all.into_iter()
}

/// Bytes of a record of the directory before its name.
const FIXED: usize = 46;

/// Flags, method and time of a part that is new: deflated, on the first day that an
/// archive knows, as Word itself writes it.
fn fresh(name: &str) -> [u8; 8] {
    [0, if name.is_ascii() { 0 } else { 8 }, 8, 0, 0, 0, 0x21, 0]
}

/// A part, packed.
struct Packed {
    bytes: Vec<u8>,
    crc: u32,
    size: u32,
}

fn pack<'p>(
    parts: impl Iterator<Item = (&'p String, &'p Vec<u8>)>,
) -> Result<BTreeMap<String, Packed>, ZipError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let mut names = Vec::new();
    for (name, bytes) in parts {
        archive.start_file(names.len().to_string(), options)?;
        archive.write_all(bytes)?;
        names.push(name.clone());
    }
    let bytes = archive.finish()?.into_inner();
    let mut archive = ZipArchive::new(Cursor::new(&bytes))?;
    let mut packed = BTreeMap::new();
    for (index, name) in names.into_iter().enumerate() {
        let entry = archive.by_index_raw(index)?;
        let place = |it: u64| usize::try_from(it).unwrap_or(usize::MAX);
        let start = place(entry.data_start().unwrap_or(u64::MAX));
        let end = start.saturating_add(place(entry.compressed_size()));
        let size = u32::try_from(entry.size()).unwrap_or(u32::MAX);
        let crc = entry.crc32();
        let bytes = bytes.get(start..end).unwrap_or_default().to_vec();
        packed.insert(name, Packed { bytes, crc, size });
    }
    Ok(packed)
}

impl Packed {
    /// The sum and both sizes, as headers have them.
    fn sums(&self) -> Option<[u8; 12]> {
        let packed = u32::try_from(self.bytes.len()).ok()?;
        let sums = [self.crc, packed, self.size].map(u32::to_le_bytes).concat();
        sums.try_into().ok()
    }

    /// Writes the entry itself; `before` holds the flags, the method and the time that
    /// it had.
    fn header(&self, out: &mut Vec<u8>, before: &[u8], name: &[u8]) -> Option<()> {
        out.extend_from_slice(b"PK\x03\x04\x14\0");
        out.extend(common(before)?);
        out.extend_from_slice(&self.sums()?);
        out.extend_from_slice(&u16::try_from(name.len()).ok()?.to_le_bytes());
        out.extend_from_slice(&[0, 0]);
        out.extend_from_slice(name);
        out.extend_from_slice(&self.bytes);
        Some(())
    }

    /// Writes the record of an entry that was there.
    fn record(
        &self,
        out: &mut Vec<u8>,
        bytes: &[u8],
        entry: &Entry,
        at: usize,
    ) -> Option<()> {
        let fixed = bytes.get(entry.record..)?.get(..FIXED)?;
        let name = name_of(bytes, entry.record + 28, entry.record + FIXED)?;
        out.extend_from_slice(fixed.get(..6)?);
        out.extend_from_slice(&[0x14, 0]);
        out.extend(common(fixed.get(8..16)?)?);
        out.extend_from_slice(&self.sums()?);
        out.extend_from_slice(&u16::try_from(name.len()).ok()?.to_le_bytes());
        // No extra fields, no comment, the first disk.
        out.extend_from_slice(&[0; 6]);
        out.extend_from_slice(fixed.get(36..42)?);
        out.extend_from_slice(&u32::try_from(at).ok()?.to_le_bytes());
        out.extend_from_slice(name);
        Some(())
    }

    /// Writes the record of a new entry.
    fn directory(&self, out: &mut Vec<u8>, name: &str, at: usize) -> Option<()> {
        out.extend_from_slice(b"PK\x01\x02\x14\0\x14\0");
        out.extend(common(&fresh(name))?);
        out.extend_from_slice(&self.sums()?);
        out.extend_from_slice(&u16::try_from(name.len()).ok()?.to_le_bytes());
        out.extend_from_slice(&[0; 12]);
        out.extend_from_slice(&u32::try_from(at).ok()?.to_le_bytes());
        out.extend_from_slice(name.as_bytes());
        Some(())
    }
}

/// Flags, method and time of a part that is deflated now: only what its flags say of its
/// name stays.
fn common(before: &[u8]) -> Option<[u8; 8]> {
    let [_, names, _, _, time @ ..] = before else { return None };
    let [a, b, c, d] = *time else { return None };
    Some([0, names & 8, 8, 0, a, b, c, d])
}

/// The name whose length stands at `length`.
fn name_of(bytes: &[u8], length: usize, start: usize) -> Option<&[u8]> {
    let length = usize::from(word(bytes, length)?);
    bytes.get(start..)?.get(..length)
}

fn word(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..)?.get(..2)?;
    Some(u16::from_le_bytes(bytes.try_into().ok()?))
}

/// Copies the record of an entry that stays, and says where it stands now.
fn record(out: &mut Vec<u8>, bytes: &[u8], entry: &Entry, at: usize) -> Option<()> {
    let from = entry.record;
    let lengths = [28, 30, 32].map(|it| word(bytes, from + it).map(usize::from));
    let [Some(name), Some(extra), Some(comment)] = lengths else { return None };
    let old = bytes.get(from..)?.get(..FIXED + name + extra + comment)?;
    let start = out.len();
    out.extend_from_slice(old);
    let place = out.get_mut(start + 42..start + FIXED)?;
    if place != [0xff; 4] {
        place.copy_from_slice(&u32::try_from(at).ok()?.to_le_bytes());
        return Some(());
    }
    // The place has 64 bits and stands among the extra fields, behind those sizes that
    // have as many.
    let wide = [20, 24].iter().filter(|it| old.get(**it..**it + 4) == Some(&[0xff; 4]));
    let wide = wide.count();
    let mut field = FIXED + name;
    while field + 4 <= FIXED + name + extra {
        let length = usize::from(word(old, field + 2)?);
        if word(old, field)? == 1 && 8 * wide + 8 <= length {
            let place = start + field + 4 + 8 * wide;
            let place = out.get_mut(place..place + 8)?;
            place.copy_from_slice(&u64::try_from(at).ok()?.to_le_bytes());
            return Some(());
        }
        field += 4 + length;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A record of the directory for a part called `a`, with this place and extra field.
    fn wide(packed: u32, place: u32, extra: &[u8]) -> Vec<u8> {
        let mut bytes = b"PK\x01\x02".to_vec();
        bytes.resize(20, 0);
        bytes.extend(packed.to_le_bytes());
        bytes.resize(28, 0);
        bytes.extend([1, 0, u8::try_from(extra.len()).unwrap(), 0]);
        bytes.resize(42, 0);
        bytes.extend(place.to_le_bytes());
        bytes.push(b'a');
        bytes.extend(extra);
        bytes
    }

    fn moved(bytes: &[u8]) -> Option<Vec<u8>> {
        let entry = Entry { name: "a".into(), header: 0, record: 0, crc: 0 };
        let mut out = Vec::new();
        record(&mut out, bytes, &entry, 9).map(|()| out)
    }

    #[test]
    fn says_where_an_entry_stands_now() {
        assert_eq!(moved(&wide(5, 77, &[])), Some(wide(5, 9, &[])));
        let extra = |at: u8| {
            let mut extra =
                vec![9, 0, 1, 0, 0xee, 1, 0, 16, 0, 5, 0, 0, 0, 0, 0, 0, 0, at];
            extra.resize(25, 0);
            extra
        };
        let (old, new) = (extra(77), extra(9));
        assert_eq!(
            moved(&wide(u32::MAX, u32::MAX, &old)),
            Some(wide(u32::MAX, u32::MAX, &new)),
        );
        // Such a field that is not there, or cut off.
        assert_eq!(moved(&wide(5, u32::MAX, &[])), None);
        assert_eq!(moved(&wide(u32::MAX, u32::MAX, &old[..20])), None);
        assert_eq!(moved(&wide(5, 77, &[])[..40]), None);
    }
}
