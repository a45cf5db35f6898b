//! The letters of an old Word file, put together from their pieces.

use super::{
    bytes::{Places, length, long, part, short},
    look::Look,
};
use crate::formats::text::windows;

/// Every letter of every story, in order.
#[derive(Debug, Default)]
pub(super) struct Letters {
    units: Vec<u16>,
    // Invariant: sorted, and each begins where the one before it ends.
    pieces: Vec<Piece>,
}

/// Letters that stand together in the main stream.
#[derive(Clone, Debug)]
struct Piece {
    start: usize,
    end: usize,
    // The byte of its first letter, and how many bytes each letter takes.
    at: usize,
    width: usize,
    // What was changed in it when the file was saved in a hurry.
    look: Look,
}

/// Where a letter stands in the main stream.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'l> {
    /// Its first byte.
    pub at: usize,
    /// How many bytes it takes.
    pub width: usize,
    /// The letter behind the last one of its piece.
    pub end: usize,
    /// What its piece changes in its look.
    pub look: &'l Look,
}

impl Letters {
    /// Reads the pieces (`Clx`, [MS-DOC] 2.9.38); none if they make no text.
    pub(super) fn read(main: &[u8], pieces: &[u8]) -> Option<Self> {
        const LOOK: u8 = 1;
        const PIECES: u8 = 2;
        let mut looks = Vec::new();
        let mut at = 0;
        while *pieces.get(at)? == LOOK {
            let length = length(pieces, at + 1)?;
            looks.push(Look::of(part(pieces, at + 3, length)?));
            at += 3 + length;
        }
        if *pieces.get(at)? != PIECES {
            return None;
        }
        let list = part(pieces, at + 5, super::bytes::place(pieces, at + 1)?)?;
        let mut letters = Self::default();
        for (start, end, item) in Places::of(list, 8).iter() {
            letters.add(main, end.checked_sub(start)?, item, &looks)?;
        }
        Some(letters)
    }

    fn add(
        &mut self,
        main: &[u8],
        count: usize,
        item: &[u8],
        looks: &[Look],
    ) -> Option<()> {
        // No text is longer than the file, whatever its pieces say.
        const NARROW: u32 = 0x4000_0000;
        let start = self.units.len();
        if main.len() < start.checked_add(count)? {
            return None;
        }
        let place = long(item, 2)?;
        let narrow = place & NARROW != 0;
        let at = usize::try_from(place & (NARROW - 1)).ok()?;
        let (at, width) = if narrow { (at / 2, 1) } else { (at, 2) };
        let bytes = part(main, at, count.checked_mul(width)?)?;
        if narrow {
            let unit = |it: &u8| u16::try_from(u32::from(windows(*it))).unwrap_or(0xfffd);
            self.units.extend(bytes.iter().map(unit));
        } else {
            let units = bytes.as_chunks::<2>().0.iter();
            self.units.extend(units.map(|it| u16::from_le_bytes(*it)));
        }
        let look = changed(short(item, 6)?, looks);
        self.pieces.push(Piece { start, end: self.units.len(), at, width, look });
        Some(())
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.units.len()
    }

    /// Those from `start` to before `end`, as far as there are.
    pub(super) fn units(&self, start: usize, end: usize) -> &[u16] {
        let end = end.min(self.units.len());
        self.units.get(start..end).unwrap_or_default()
    }

    /// Where the letter `at` stands.
    pub(super) fn place(&self, at: usize) -> Option<Place<'_>> {
        let next = self.pieces.partition_point(|it| it.end <= at);
        let Piece { start, end, at: first, width, look } = self.pieces.get(next)?;
        let at = first + (at - start) * width;
        Some(Place { at, width: *width, end: *end, look })
    }
}

/// What the properties of a piece change (`Prm`, [MS-DOC] 2.9.214).
fn changed(property: u16, looks: &[Look]) -> Look {
    const FAR: u16 = 1;
    if property & FAR != 0 {
        let found = looks.get(usize::from(property >> 1));
        return found.cloned().unwrap_or_default();
    }
    let [low, value] = property.to_le_bytes();
    // Of the properties that need no list, only these say whether a letter is there.
    let code: u16 = match low >> 1 {
        0x41 => 0x0800,
        0x42 => 0x0801,
        0x5c => 0x083c,
        _ => return Look::default(),
    };
    let [first, second] = code.to_le_bytes();
    Look::of(&[first, second, value])
}
