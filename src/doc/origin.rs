use super::lines::Lines;
use crate::text::{self, Span};

/// Where a word stood in the file it was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A byte of a text file; `file` counts the draft itself as 0, then its includes.
    Byte {
        /// Which of the draft's [`Source`]s.
        file: u16,
        /// The byte in it.
        at: u32,
    },
    /// A character of one run of one paragraph of a word-processor file.
    Run {
        /// Which of the draft's [`Source`]s, a part of the package.
        part: u16,
        /// The paragraph, counted from zero over every `w:p` of the part.
        paragraph: u32,
        /// The run, counted from zero over every `w:r` of the paragraph.
        run: u32,
        /// The byte inside the text that the run's own elements stand for.
        offset: u32,
    },
}

impl Origin {
    /// How many bytes lie between two places of one file or one run.
    fn since(self, earlier: Self) -> Option<u32> {
        match (earlier, self) {
            (Self::Byte { file: a, at: from }, Self::Byte { file: b, at: to }) => {
                (a == b).then(|| to.checked_sub(from))?
            }
            (
                Self::Run { part: p, paragraph: q, run: r, offset: from },
                Self::Run { part, paragraph, run, offset: to },
            ) => ((p, q, r) == (part, paragraph, run)).then(|| to.checked_sub(from))?,
            _ => None,
        }
    }

    /// Whether two places are in the same file, or in the same paragraph of one.
    const fn near(self, other: Self) -> bool {
        match (self, other) {
            (Self::Byte { file: a, .. }, Self::Byte { file: b, .. }) => a == b,
            (
                Self::Run { part: a, paragraph: p, .. },
                Self::Run { part: b, paragraph: q, .. },
            ) => a == b && p == q,
            _ => false,
        }
    }

    /// The origin `by` bytes further on in the same piece.
    #[must_use]
    pub const fn advanced(self, by: u32) -> Self {
        match self {
            Self::Byte { file, at } => Self::Byte { file, at: at + by },
            Self::Run { part, paragraph, run, offset } => {
                Self::Run { part, paragraph, run, offset: offset + by }
            }
        }
    }
}

/// A stretch of the file, from the place of one byte up to another: what a remark is
/// about, or what a change spans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    /// Where it begins.
    pub from: Origin,
    /// Where it ends; what stands there is no longer part of it.
    pub to: Origin,
}

/// A file or a part of a package that a document was read from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Its name: an included file's path, or a part's name in the package. The draft
    /// itself, where it is a text file, has none.
    pub name: Option<Box<str>>,
    /// Its text, where lines mean something to its author.
    pub text: Option<Box<str>>,
}

/// Where a span begins, as a person would look for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The included file, where it is not the draft itself.
    pub file: Option<Box<str>>,
    /// The line, counted from 1.
    pub line: Option<u32>,
    /// The character of the line, counted from 1.
    pub column: Option<u32>,
    /// The part of the package.
    pub part: Option<Box<str>>,
    /// The paragraph of the part, counted from 1.
    pub paragraph: Option<u32>,
}

/// The way back from canonical text to the file.
///
/// Text is copied out of a file in pieces that keep their bytes; the map holds, for
/// each piece, where it begins in the text and where it began in the file.
#[derive(Debug, Default)]
pub struct SourceMap {
    // Invariant: sorted by the first field.
    pieces: Vec<(u32, Origin)>,
    sources: Vec<Source>,
    // Invariant: the lines of each source, in the order of the sources.
    lines: Vec<Lines>,
}

impl SourceMap {
    pub(super) fn push(&mut self, at: u32, origin: Origin) {
        // A piece that goes on where the last one ended needs no entry of its own.
        if let Some((last, from)) = self.pieces.last()
            && from.advanced(at - last) == origin
        {
            return;
        }
        self.pieces.push((at, origin));
    }

    pub(super) fn sources(&mut self, sources: Vec<Source>) {
        let lines = |it: &Source| it.text.as_deref().map(Lines::of).unwrap_or_default();
        self.lines = sources.iter().map(lines).collect();
        self.sources = sources;
    }

    pub(super) fn origins(&self, span: Span) -> impl Iterator<Item = (Span, Origin)> {
        let next = self.pieces.partition_point(|(at, _)| *at <= span.start());
        let first = next.saturating_sub(1);
        (first..self.pieces.len()).map_while(move |it| {
            let (at, origin) = self.pieces[it];
            if span.end() <= at && it != first {
                return None;
            }
            let end = self.pieces.get(it + 1).map_or(span.end(), |(at, _)| *at);
            let start = at.max(span.start());
            Some((Span::new(start, end.min(span.end())), origin.advanced(start - at)))
        })
    }

    pub(super) fn all(&self) -> &[Source] {
        &self.sources
    }

    /// The pieces of `text` in the order of the file.
    pub(super) fn by_file(&self, text: &str) -> Pieces {
        let end = text::len(text);
        let ends = self.pieces.iter().skip(1).map(|(at, _)| *at).chain([end]);
        // The line breaks behind a block come from no file.
        let own = |at: u32, end: u32| {
            let piece = &text[Span::new(at, end).range()];
            Span::at(at, 0..piece.trim_end_matches('\n').len())
        };
        let mut all: Vec<_> = (self.pieces.iter().zip(ends))
            .map(|((at, origin), end)| (*origin, own(*at, end)))
            .collect();
        all.sort_unstable();
        let hulls = all.chunks(CHUNK).map(hull).collect();
        Pieces { all, hulls }
    }

    pub(super) fn place(&self, span: Span) -> Place {
        let Some((_, origin)) = self.origins(span).next() else {
            return Place::default();
        };
        match origin {
            Origin::Byte { file, at } => {
                let file = usize::from(file);
                let (Some(source), Some(lines)) =
                    (self.sources.get(file), self.lines.get(file))
                else {
                    return Place::default();
                };
                let text = source.text.as_deref().unwrap_or_default();
                Place { file: source.name.clone(), ..lines.place(text, at) }
            }
            Origin::Run { part, paragraph, .. } => {
                let source = self.sources.get(usize::from(part));
                let part = source.and_then(|it| it.name.clone());
                Place { part, paragraph: Some(paragraph + 1), ..Place::default() }
            }
        }
    }
}

/// The pieces of a text in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    // Invariant: sorted.
    all: Vec<(Origin, Span)>,
    // The stretch of the text from the first word to the last of each so many pieces:
    // remarks may all be about the whole of a long draft.
    hulls: Vec<Option<Span>>,
}

const CHUNK: usize = 256;

/// From the first word of some pieces to their last.
fn hull(pieces: &[(Origin, Span)]) -> Option<Span> {
    let words = pieces.iter().map(|(_, it)| *it).filter(|it| !it.is_empty());
    words.reduce(Span::joined)
}

impl Pieces {
    fn hull(&self, from: usize, to: usize) -> Option<Span> {
        let (first, last) = (from.div_ceil(CHUNK), to / CHUNK);
        if last <= first {
            return hull(&self.all[from..to]);
        }
        let whole = self.hulls[first..last].iter().copied().flatten();
        let ends = [&self.all[from..first * CHUNK], &self.all[last * CHUNK..to]];
        whole.chain(ends.into_iter().filter_map(hull)).reduce(Span::joined)
    }

    /// The text that stands for a stretch of the file: from its first word to its last,
    /// or the empty place where its words would be.
    pub(super) fn covered(&self, stretch: Stretch) -> Span {
        let Stretch { from, to } = stretch;
        let next = self.all.partition_point(|(it, _)| *it < from);
        let end = self.all.partition_point(|(it, _)| *it < to).max(next);
        let before = next.checked_sub(1).map(|it| self.all[it]);
        let cut = |origin: Origin, span: Span| {
            let most = to.since(origin).map_or(span.end(), |it| span.start() + it);
            Span::new(span.start(), most.min(span.end()))
        };
        // The piece before may reach into the stretch, and the last one out of it.
        let reaching = before.and_then(|(origin, span)| {
            let start = span.start() + from.since(origin)?;
            (start < span.end()).then(|| cut(from, Span::new(start, span.end())))
        });
        let last = self.all[next..end].last().map(|(origin, span)| cut(*origin, *span));
        let inner = self.hull(next, end.saturating_sub(1).max(next));
        let words = [reaching, inner, last].into_iter().flatten();
        let words = words.filter(|it| !it.is_empty()).reduce(Span::joined);
        words.unwrap_or_else(|| self.gap(from, next))
    }

    /// The empty place of `from`, which stands before the piece at `next`.
    fn gap(&self, from: Origin, next: usize) -> Span {
        let point = |at: u32| Span::new(at, at);
        let before = next.checked_sub(1).map(|it| self.all[it]);
        match (before, self.all.get(next)) {
            (Some((origin, span)), _) if origin.near(from) => {
                let passed = from.since(origin).unwrap_or(u32::MAX);
                point(span.start().saturating_add(passed).min(span.end()))
            }
            (_, Some((origin, span))) if origin.near(from) => point(span.start()),
            (Some((_, span)), _) => point(span.end()),
            (None, Some((_, span))) => point(span.start()),
            (None, None) => Span::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_over_many_pieces_is_what_its_pieces_are() {
        let run = |run| Origin::Run { part: 0, paragraph: 0, run, offset: 0 };
        let mut map = SourceMap::default();
        for at in 0..2_000 {
            map.push(at * 2, run(at));
        }
        let pieces = map.by_file(&"ab".repeat(2_000));
        for (from, to) in [(0, 2_000), (3, 4), (5, 5), (255, 257), (256, 512), (1, 1_999)]
        {
            let stretch = Stretch { from: run(from), to: run(to) };
            assert_eq!(pieces.covered(stretch), Span::new(from * 2, to * 2), "{from}");
        }
        let inside = |run| Origin::Run { part: 0, paragraph: 0, run, offset: 1 };
        let stretch = Stretch { from: inside(7), to: inside(700) };
        assert_eq!(pieces.covered(stretch), Span::new(15, 1_401));
        let stretch = Stretch { from: inside(7), to: inside(7) };
        assert_eq!(pieces.covered(stretch), Span::new(15, 15));
    }
}
