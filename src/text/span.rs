use std::ops::Range;

/// A stretch of a document's text, in bytes: eight bytes, ordered by place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    // Invariant: start <= end.
    start: u32,
    end: u32,
}

impl Span {
    /// The stretch from `start` up to `end`; an end before the start is the start.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// The stretch that `range` of a slice beginning at `base` stands for.
    pub fn at(base: u32, range: Range<usize>) -> Self {
        let place = |it: usize| {
            base + u32::try_from(it).expect("a document is smaller than 4 GiB")
        };
        Self::new(place(range.start), place(range.end))
    }

    /// Its first byte.
    pub const fn start(self) -> u32 {
        self.start
    }

    /// The byte after its last.
    pub const fn end(self) -> u32 {
        self.end
    }

    /// How many bytes it has.
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether it holds nothing.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The same as a range of indices.
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether all of `other` lies in it.
    pub const fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether some byte of `other` lies in it.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The shortest stretch that holds both.
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }
}
