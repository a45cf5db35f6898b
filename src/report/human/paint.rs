use std::{
    borrow::Cow,
    io::{self, Write},
};

use textwrap::WordSplitter;

use crate::report::Style;

/// How words of the report itself look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Bold,
    Dim,
}

/// `words` as they look on this terminal.
pub(super) fn paint(style: Style, ink: Ink, words: &str) -> String {
    let code = match ink {
        Ink::Bold => 1,
        Ink::Dim => 2,
    };
    if style.color { format!("\x1b[{code}m{words}\x1b[0m") } else { words.to_owned() }
}

/// The words of a draft or a path, so that a terminal only shows them.
///
/// A draft may hold escape sequences, by accident or by malice; none may reach the
/// terminal, and no mark may turn the direction of the line.
pub fn calm(words: &str) -> Cow<'_, str> {
    if words.chars().all(|it| calm_char(it) == it) {
        Cow::Borrowed(words)
    } else {
        Cow::Owned(words.chars().map(calm_char).collect())
    }
}

pub(super) fn calm_char(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
            ' '
        }
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            char::REPLACEMENT_CHARACTER
        }
        _ if c.is_control() => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

/// Words of any origin, calm and wrapped, after `first` and below it after `rest`.
pub fn filled(style: Style, first: &str, rest: &str, words: &str) -> String {
    // "180-2" and names of rules are not cut at their hyphens.
    let options = textwrap::Options::new(style.width)
        .initial_indent(first)
        .subsequent_indent(rest)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::fill(&calm(words), options)
}

/// Writes words of any origin as [`filled`] gives them.
pub(super) fn line(
    to: &mut dyn Write,
    style: Style,
    first: &str,
    rest: &str,
    words: &str,
) -> io::Result<()> {
    writeln!(to, "{}", filled(style, first, rest, words))
}

/// How many columns `words` take.
pub(in crate::report) fn columns(words: &str) -> usize {
    textwrap::core::display_width(words)
}

/// The beginning of `words` that fits into `width` columns.
pub(in crate::report) fn cut(style: Style, words: &str, width: usize) -> String {
    if columns(words) <= width {
        return words.to_owned();
    }
    let mark = ellipsis(style);
    let mut kept = String::new();
    for c in words.chars() {
        kept.push(c);
        if width < columns(&kept) + columns(mark) {
            kept.pop();
            break;
        }
    }
    format!("{}{mark}", kept.trim_end())
}

pub(super) const fn ellipsis(style: Style) -> &'static str {
    if style.unicode { "…" } else { "..." }
}
