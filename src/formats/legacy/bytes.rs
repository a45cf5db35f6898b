//! Numbers and lists in the bytes of an old Word file; every read is checked.

/// The two bytes at `at` as a number.
pub(super) fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|it| u16::from_le_bytes(*it))
}

/// The four bytes at `at` as a number.
pub(super) fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|it| u32::from_le_bytes(*it))
}

/// The four bytes at `at` as a place or a length.
pub(super) fn place(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(long(bytes, at)?).ok()
}

/// The two bytes at `at` as a length.
pub(super) fn length(bytes: &[u8], at: usize) -> Option<usize> {
    short(bytes, at).map(usize::from)
}

/// `length` bytes from `at`.
pub(super) fn part(bytes: &[u8], at: usize, length: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(length)?)
}

/// The letters of a name that is kept in UTF-16.
pub(super) fn name(bytes: &[u8]) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|it| u16::from_le_bytes(*it));
    char::decode_utf16(units)
        .map(|it| it.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// Places, and an item of the same size for each but the last ([MS-DOC] 2.2.2).
#[derive(Clone, Copy, Debug)]
pub(super) struct Places<'b> {
    starts: &'b [u8],
    items: &'b [u8],
    size: usize,
}

impl<'b> Places<'b> {
    /// The list in `bytes`, whose items are `size` bytes long.
    pub(super) fn of(bytes: &'b [u8], size: usize) -> Self {
        let count = bytes.len().saturating_sub(4) / (4 + size);
        let (starts, items) = bytes.split_at_checked(4 * (count + 1)).unwrap_or_default();
        Self { starts, items, size }
    }

    /// Every item, with its place and the next one.
    pub(super) fn iter(self) -> impl Iterator<Item = (usize, usize, &'b [u8])> {
        (0..(self.starts.len() / 4).saturating_sub(1)).map_while(move |it| {
            let item = part(self.items, it * self.size, self.size)?;
            Some((place(self.starts, 4 * it)?, place(self.starts, 4 * it + 4)?, item))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_end_where_their_bytes_end() {
        let bytes = [1, 0, 0, 0, 5, 0, 0, 0, 9, 0, 0, 0, 7, 7, 8, 8];
        let found: Vec<_> = Places::of(&bytes, 2).iter().collect();
        assert_eq!(found, [(1, 5, &[7, 7][..]), (5, 9, &[8, 8][..])]);
        for length in 0..8 {
            assert_eq!(Places::of(&bytes[..length], 2).iter().count(), 0, "{length}");
        }
        assert_eq!(long(&bytes, 14), None);
        assert_eq!(part(&bytes, usize::MAX, 2), None);
    }
}
