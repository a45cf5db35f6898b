//! Blocks on their way into the flow: text with the place of each piece.

use super::names::Kind;
use crate::{
    doc::{Cell, Origin},
    formats::{Flow, Shape},
};

/// A paragraph or a cell whose words are known.
#[derive(Clone, Debug)]
pub(in super::super) struct Block {
    /// What its style says it is.
    pub(super) kind: Kind,
    /// What it becomes in the flow.
    pub shape: Shape,
    /// The number that its list gives it.
    pub number: Option<Box<str>>,
    /// Where in a table it stands.
    pub cell: Option<Cell>,
    /// It hangs on a paragraph or is part of a table: no words of the story it is in.
    pub hangs: bool,
    /// Its words.
    pub(super) words: Words,
}

/// Text that remembers where it came from.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    text: String,
    // Where each piece begins in the text, and where it began in the file.
    // Invariant: sorted by the first field.
    pieces: Vec<(usize, Origin)>,
}

impl Words {
    /// Adds letters that stood at `origin`.
    pub(super) fn push(&mut self, text: &str, origin: Origin) {
        if !text.is_empty() {
            self.pieces.push((self.text.len(), origin));
            self.text.push_str(text);
        }
    }

    /// Adds what `other` says.
    pub(super) fn append(&mut self, other: Self) {
        let base = self.text.len();
        self.text.push_str(&other.text);
        self.pieces
            .extend(other.pieces.into_iter().map(|(at, origin)| (base + at, origin)));
    }

    /// Adds what `other` says on a line of its own.
    ///
    /// The line break stands for the end of a paragraph, where its last piece ends.
    pub(super) fn append_line(&mut self, other: Self) {
        if other.is_blank() {
            return;
        }
        if let Some((at, origin)) = self.pieces.last().filter(|_| !self.is_blank()) {
            let length = u32::try_from(self.text.len() - at).unwrap_or_default();
            let end = origin.advanced(length);
            self.push("\n", end);
        }
        self.append(other);
    }

    /// The letters.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether there is nothing to read.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Every piece, with its place, after the first `skip` bytes.
    fn pieces(&self, skip: usize) -> impl Iterator<Item = (&str, Origin)> {
        let ends = self.pieces.iter().skip(1).map(|(at, _)| *at).chain([self.text.len()]);
        self.pieces.iter().zip(ends).filter(move |(_, end)| skip < *end).map(
            move |((at, origin), end)| {
                let start = skip.max(*at);
                let passed = u32::try_from(start - at).unwrap_or_default();
                (&self.text[start..end], origin.advanced(passed))
            },
        )
    }
}

impl Block {
    /// Puts the block at the end of `flow`.
    pub(super) fn pour(&self, flow: &mut Flow) {
        let block = flow.begin(self.shape);
        block.number.clone_from(&self.number);
        block.cell = self.cell;
        block.role = match self.kind {
            Kind::Division(role)
            | Kind::DivisionNumber(role)
            | Kind::DivisionTitle(role) => Some(role),
            Kind::ContentsTitle => Some(crate::doc::Role::Contents),
            _ => None,
        };
        let skip = match self.shape {
            Shape::Item => bullet(self.words.text()),
            _ => 0,
        };
        for (text, origin) in self.words.pieces(skip) {
            flow.text(text, origin);
        }
    }
}

/// How many bytes a typed dash or bullet and the tab behind it take.
fn bullet(text: &str) -> usize {
    let start = text.trim_start();
    let mut letters = start.chars();
    let sign =
        letters.next().is_some_and(|it| "–—-−‒•·▪◦○●*\u{f0b7}\u{f02d}".contains(it));
    match letters.as_str().trim_start_matches([' ', '\u{a0}']).strip_prefix('\t') {
        Some(rest) if sign => text.len() - rest.len(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(&text[bullet(text)..], expected, "{text}");
    }

    #[test]
    fn typed_bullets_go_and_labels_stay() {
        check("–\tfirst", "first");
        check("-\tfirst", "first");
        check("a)\tfirst", "a)\tfirst");
        check("– first", "– first");
        check("-\u{a0}\tfirst", "first");
    }

    #[test]
    fn lines_that_are_joined_keep_their_places() {
        let at = |paragraph, offset| Origin::Run { part: 0, paragraph, run: 0, offset };
        let mut words = Words::default();
        words.push("ab", at(1, 0));
        let mut more = Words::default();
        more.push("cd", at(2, 0));
        words.append_line(more);
        words.append_line(Words::default());
        assert_eq!(words.text(), "ab\ncd");
        let pieces: Vec<_> = words.pieces(1).collect();
        assert_eq!(pieces, [("b", at(1, 1)), ("\n", at(1, 2)), ("cd", at(2, 0))]);
    }
}
