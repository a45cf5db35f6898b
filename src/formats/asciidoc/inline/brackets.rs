//! Which square brackets of a paragraph belong together.

/// The brackets of a paragraph, found in one pass.
#[derive(Debug, Default)]
pub(super) struct Brackets {
    // Invariant: sorted by the first field.
    pairs: Vec<(usize, usize)>,
    // Invariant: sorted.
    closing: Vec<usize>,
}

impl Brackets {
    pub(super) fn of(text: &str) -> Self {
        let mut found = Self::default();
        let mut open = Vec::new();
        let mut before = 0;
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                _ if before == b'\\' => {}
                b'[' => open.push(at),
                b']' => {
                    found.closing.push(at);
                    found.pairs.extend(open.pop().map(|it| (it, at)));
                }
                _ => {}
            }
            before = byte;
        }
        found.pairs.sort_unstable();
        found
    }

    /// The bracket that closes the one at `open`; the next one if they do not match.
    pub(super) fn close(&self, open: usize) -> Option<usize> {
        let pair = self.pairs.binary_search_by_key(&open, |(it, _)| *it);
        pair.map(|it| self.pairs[it].1).ok().or_else(|| self.next(open))
    }

    /// The next closing bracket.
    pub(super) fn next(&self, at: usize) -> Option<usize> {
        self.closing.get(self.closing.partition_point(|it| *it < at)).copied()
    }
}
