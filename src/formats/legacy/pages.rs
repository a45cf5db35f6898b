//! The pages of an old Word file that say how its paragraphs and letters look.

use std::collections::HashMap;

use super::{
    bytes::{Places, length, part, place, short},
    look::Look,
};

/// How many bytes a page takes ([MS-DOC] 2.9.33 and 2.9.175).
const PAGE: usize = 512;

/// The looks of stretches of the main stream.
#[derive(Debug, Default)]
pub(super) struct Pages {
    // Invariant: sorted by the start.
    runs: Vec<Run>,
    /// How many pages are damaged.
    pub damaged: usize,
}

/// Bytes of the main stream that look the same.
#[derive(Debug)]
pub(super) struct Run {
    start: usize,
    /// The byte behind them.
    pub end: usize,
    /// Their look.
    pub look: Look,
}

impl Pages {
    /// Reads the pages that `list` names: those of letters.
    pub(super) fn letters(main: &[u8], list: &[u8]) -> Self {
        Self::read(
            main,
            list,
            |page, at| {
                let at = 2 * usize::from(*page.get(at)?);
                // Nothing is said of letters that look as their style says.
                let bytes = if at == 0 { &[] } else { counted(page, at)? };
                Some(Look::of(bytes))
            },
            1,
        )
    }

    /// Reads the pages that `list` names: those of paragraphs, whose larger
    /// properties stand in `data`.
    pub(super) fn paragraphs(main: &[u8], list: &[u8], data: &[u8]) -> Self {
        let mut far =
            Far { data, known: HashMap::new(), left: data.len().saturating_mul(2) };
        Self::read(
            main,
            list,
            |page, at| {
                let at = 2 * usize::from(*page.get(at)?);
                if at == 0 {
                    return Some(Look::default());
                }
                let words = usize::from(*page.get(at)?);
                let bytes = match words {
                    0 => part(page, at + 2, 2 * usize::from(*page.get(at + 1)?))?,
                    _ => part(page, at + 1, 2 * words - 1)?,
                };
                let mut look = Look { style: Some(short(bytes, 0)?), ..Look::default() };
                look.add(bytes.get(2..)?);
                if let Some(more) = look.more {
                    look.change(far.look(more)?);
                }
                Some(look)
            },
            13,
        )
    }

    /// Reads the pages that `list` names, whose runs say in `size` bytes where their
    /// looks stand.
    fn read(
        main: &[u8],
        list: &[u8],
        mut look: impl FnMut(&[u8], usize) -> Option<Look>,
        size: usize,
    ) -> Self {
        let mut pages = Self::default();
        // No page is read twice, however often a damaged list names it.
        let mut numbers: Vec<_> =
            Places::of(list, 4).iter().filter_map(|(.., it)| place(it, 0)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        for number in numbers {
            let page = number.checked_mul(PAGE).and_then(|it| part(main, it, PAGE));
            let told = page.and_then(|page| {
                let count = usize::from(*page.last()?);
                let list = part(page, 0, 4 * (count + 1) + size * count)?;
                for (run, (start, end, _)) in Places::of(list, size).iter().enumerate() {
                    let look = look(page, 4 * (count + 1) + size * run)?;
                    pages.runs.push(Run { start, end, look });
                }
                Some(())
            });
            pages.damaged += usize::from(told.is_none());
        }
        pages.runs.sort_by_key(|it| it.start);
        pages
    }

    /// What is said of the byte `at`; else where the next that something is said of is.
    pub(super) fn at(&self, at: usize) -> Result<&Run, usize> {
        let next = self.runs.partition_point(|it| it.start <= at);
        let found = next.checked_sub(1).map(|it| &self.runs[it]);
        found
            .filter(|it| at < it.end)
            .ok_or_else(|| self.runs.get(next).map_or(usize::MAX, |it| it.start))
    }
}

/// Properties that are too large for a page.
struct Far<'b> {
    data: &'b [u8],
    known: HashMap<usize, Look>,
    // How many bytes may still be read: a small page may name large lists many times.
    left: usize,
}

impl Far<'_> {
    /// What stands at `at` (`PrcData`, [MS-DOC] 2.9.210).
    fn look(&mut self, at: usize) -> Option<&Look> {
        let size = length(self.data, at)?;
        if !self.known.contains_key(&at) {
            self.left = self.left.checked_sub(size)?;
            self.known.insert(at, Look::of(part(self.data, at + 2, size)?));
        }
        self.known.get(&at)
    }
}

/// The bytes at `at` behind the byte that counts them.
fn counted(page: &[u8], at: usize) -> Option<&[u8]> {
    part(page, at + 1, usize::from(*page.get(at)?))
}
