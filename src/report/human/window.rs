use std::ops::Range;

use super::paint::{calm_char, columns, ellipsis};
use crate::{report::Style, text::Span};

/// So many lines of a paragraph are shown around the words of a finding.
const LINES: usize = 6;

/// What is shown of a paragraph: its text in lines, and which byte of the draft each
/// character came from.
#[derive(Debug)]
pub(super) struct Window {
    /// The text, its lines no longer than asked for.
    pub text: String,
    // Invariant: in the order of the text; a character of our own has no place in it.
    characters: Vec<Character>,
}

#[derive(Debug)]
struct Character {
    /// Its place in the draft.
    from: u32,
    /// Its place in the text shown.
    at: Range<usize>,
    /// The line it is shown on, and the column before it.
    line: usize,
    column: usize,
}

/// A part of the shown text that is to be underlined; it lies on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// The bytes of the shown text.
    pub at: Range<usize>,
    /// The line they are on.
    pub line: usize,
    /// The column of its middle.
    pub middle: usize,
}

impl Window {
    /// The part of `block` around `focus`, in lines of `width` columns.
    pub(super) fn new(
        text: &str,
        block: Span,
        focus: Span,
        width: usize,
        style: Style,
    ) -> Self {
        let words: Vec<(u32, char)> = text[block.range()]
            .char_indices()
            .map(|(at, c)| (Span::at(block.start(), at..at).start(), calm_char(c)))
            .collect();
        let shown = around(&words, focus, LINES * width);
        let mark = ellipsis(style);
        let mut pieces: Vec<(Option<u32>, char)> = Vec::new();
        let ours = |it: char| (None, it);
        if 0 < shown.start {
            pieces.extend(mark.chars().map(ours));
        }
        pieces.extend(words[shown.clone()].iter().map(|(at, c)| (Some(*at), *c)));
        if shown.end < words.len() {
            pieces.extend(mark.chars().map(ours));
        }
        laid_out(&pieces, width)
    }

    /// The shown parts of `span`, one a line.
    pub(super) fn marks(&self, span: Span) -> Vec<Mark> {
        let inside = |it: &&Character| span.start() <= it.from && it.from < span.end();
        let mut lines: Vec<(usize, Range<usize>, Range<usize>)> = Vec::new();
        for it in self.characters.iter().filter(inside) {
            let end = it.column + columns(&self.text[it.at.clone()]);
            match lines.last_mut() {
                Some((line, at, column)) if *line == it.line => {
                    at.end = it.at.end;
                    column.end = end;
                }
                _ => lines.push((it.line, it.at.clone(), it.column..end)),
            }
        }
        let mark = |(line, at, column): (_, _, Range<usize>)| Mark {
            at,
            line,
            middle: usize::midpoint(column.start, column.end),
        };
        lines.into_iter().map(mark).collect()
    }

    /// Whether all of `span` is shown.
    pub(super) fn shows(&self, span: Span) -> bool {
        let first = self.characters.first().map(|it| it.from);
        let last = self.characters.last();
        // The last character may be some bytes long; its border is the next one's start.
        let end = last.map(|it| Span::at(it.from, 0..it.at.len()).end());
        first.is_some_and(|it| it <= span.start())
            && end.is_some_and(|it| span.end() <= it)
    }
}

/// The characters to show, so that they take about `limit` columns with `focus` in
/// them and a little more of what comes after it than before.
fn around(words: &[(u32, char)], focus: Span, limit: usize) -> Range<usize> {
    if words.len() <= limit {
        return 0..words.len();
    }
    let index = |at: u32| words.partition_point(|(it, _)| *it < at);
    let start = index(focus.start()).min(words.len() - 1);
    // Words that fill the window themselves are cut: the quote in the JSON report and
    // the draft itself have them whole.
    let end = index(focus.end()).clamp(start + 1, start + limit);
    let free = limit - (end - start);
    let before = (free / 3).max(free.saturating_sub(words.len() - end)).min(start);
    let first = start - before;
    let last = (end + (free - before)).min(words.len());
    let blank = |it: usize| words[it].1 == ' ';
    let first = match (first..start).find(|it| 0 < first && blank(*it)) {
        Some(found) => found + 1,
        None => first,
    };
    let cut = last < words.len();
    let last = (end..last).rev().find(|it| cut && blank(*it)).unwrap_or(last);
    first..last
}

/// Breaks characters into lines at blanks, and inside a word where it is too long.
fn laid_out(pieces: &[(Option<u32>, char)], width: usize) -> Window {
    let mut breaks: Vec<usize> = Vec::new();
    let (mut begin, mut blank, mut taken) = (0, None, 0);
    let wide = |it: char| columns(it.encode_utf8(&mut [0; 4]));
    for (index, (_, c)) in pieces.iter().enumerate() {
        if *c == ' ' {
            blank = Some(index);
        }
        taken += wide(*c);
        if width < taken {
            // A break after a blank leaves the blank at the end of its line, unseen.
            let next = blank.map_or(index, |it| it + 1).max(begin + 1);
            breaks.push(next);
            begin = next;
            blank = None;
            taken = pieces[begin..=index].iter().map(|it| wide(it.1)).sum();
        }
    }
    let mut window = Window { text: String::new(), characters: Vec::new() };
    let (mut line, mut column) = (0, 0);
    for (index, (from, c)) in pieces.iter().enumerate() {
        if breaks.contains(&index) {
            window.text.push('\n');
            (line, column) = (line + 1, 0);
        }
        let ends = breaks.contains(&(index + 1)) || index + 1 == pieces.len();
        if *c == ' ' && ends {
            continue;
        }
        let at = window.text.len()..window.text.len() + c.len_utf8();
        window.text.push(*c);
        if let Some(from) = *from {
            window.characters.push(Character { from, at, line, column });
        }
        column += wide(*c);
    }
    window
}
