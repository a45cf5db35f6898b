//! Macros inside a paragraph: `name:target[text]`, links, anchors, index terms.

use super::{Kind, Scan};
use crate::formats::View;

/// The beginning of a macro.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head<'t> {
    /// Its name.
    pub name: &'t str,
    /// What it is about.
    pub target: &'t str,
    /// Where its bracket stands.
    pub end: usize,
}

/// What a macro leaves for a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leaves {
    /// Its text.
    Text,
    /// Its text, or its target if it has no text.
    Link,
    /// Its text, as it stands.
    Literal,
    /// A footnote.
    Footnote,
    /// A reference into the draft.
    Reference,
    /// Nothing.
    Nothing,
    /// Its text, if the final view is read.
    Added,
    /// Its text, if the original view is read.
    Deleted,
}

fn leaves(name: &str) -> Option<Leaves> {
    Some(match name {
        "alt" | "preferred" | "admitted" | "deprecated" | "domain" | "subject"
        | "term" | "concept" | "span" | "kbd" | "btn" | "menu" | "ruby"
        | "indexterm2" | "smallcap" | "strike" | "underline" | "inherit" | "std-link"
        | "number" => Leaves::Text,
        "link" | "mailto" => Leaves::Link,
        "xref" => Leaves::Reference,
        "pass" | "stem" | "asciimath" | "latexmath" => Leaves::Literal,
        "footnote" | "footnoteref" => Leaves::Footnote,
        "indexterm" | "index" | "anchor" | "image" | "icon" | "footnoteblock"
        | "bookmark" | "autonumber" => Leaves::Nothing,
        "add" => Leaves::Added,
        "del" => Leaves::Deleted,
        _ => return None,
    })
}

/// No target of a macro is longer.
const LONGEST: usize = 2_000;

/// The macro that `text` begins with, if its name is known.
pub(super) fn head(text: &str) -> Option<Head<'_>> {
    let part = |it: &u8| it.is_ascii_lowercase() || it.is_ascii_digit() || *it == b'-';
    let colon = text.bytes().take(16).position(|it| !part(&it))?;
    let name = &text[..colon];
    let rest = text[colon..].strip_prefix(':')?;
    leaves(name)?;
    let stop = |it: u8| matches!(it, b'[' | b']' | b'\n') || it.is_ascii_whitespace();
    let end = rest.bytes().take(LONGEST).position(stop)?;
    let target = &rest[..end];
    (rest[end..].starts_with('[') && !target.starts_with(':')).then_some(Head {
        name,
        target,
        end: colon + 1 + end,
    })
}

impl Scan<'_> {
    /// A word that may be the name of a macro or the beginning of an address.
    pub(super) fn word(&mut self, at: usize) -> Option<usize> {
        let inside =
            self.text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        if inside {
            return None;
        }
        if let Some(next) = self.address(at) {
            return Some(next);
        }
        let head = head(&self.text[at..])?;
        let open = at + head.end;
        let leaves = leaves(head.name)?;
        let close = match leaves {
            Leaves::Literal => self.brackets.next(open),
            _ => self.brackets.close(open),
        };
        let close = close?;
        match leaves {
            Leaves::Text => self.keep(at, open, close),
            Leaves::Literal => {
                self.mark(open + 1..close, Kind::Literal);
                self.keep(at, open, close);
                return Some(close + 1);
            }
            Leaves::Link => self.link(at..at + head.name.len() + 1, open, close),
            Leaves::Reference => return Some(self.xref(at, head.target, open, close)),
            Leaves::Footnote => {
                if open + 1 < close {
                    self.notes.push(open + 1..close);
                }
                self.mark(at..close + 1, Kind::Gone);
                return Some(close + 1);
            }
            Leaves::Added if self.case.view == View::Final => self.keep(at, open, close),
            Leaves::Deleted if self.case.view == View::Original => {
                self.keep(at, open, close);
            }
            Leaves::Added | Leaves::Deleted | Leaves::Nothing => {
                self.mark(at..close + 1, Kind::Gone);
                return Some(close + 1);
            }
        }
        Some(open + 1)
    }

    /// Keeps the text between the brackets only.
    fn keep(&mut self, at: usize, open: usize, close: usize) {
        self.mark(at..open + 1, Kind::Gone);
        self.mark(close..close + 1, Kind::Gone);
        // A bracket that was escaped loses its backslash.
        let escaped: Vec<usize> = self.text[open..close]
            .match_indices("\\]")
            .map(|(it, _)| open + it)
            .collect();
        for it in escaped {
            self.mark(it..it + 1, Kind::Gone);
        }
    }

    /// `https://example.org/x[text]`, `https://example.org`.
    fn address(&mut self, at: usize) -> Option<usize> {
        let rest = &self.text[at..];
        let known = ["https://", "http://", "ftp://", "irc://"];
        known.iter().find(|it| rest.starts_with(**it))?;
        let stop =
            |it: char| it.is_whitespace() || matches!(it, '[' | ']' | '<' | '>' | '"');
        let end = at + rest.find(stop).unwrap_or(rest.len());
        if self.text[end..].starts_with('[')
            && let Some(close) = self.brackets.close(end)
        {
            self.link(at..at, end, close);
            return Some(if end + 1 < close { end + 1 } else { close + 1 });
        }
        self.mark(at..end, Kind::Literal);
        Some(end)
    }

    /// Keeps the text of a link; its target, after `head`, if it has none.
    fn link(&mut self, head: std::ops::Range<usize>, open: usize, close: usize) {
        let text = &self.text[open + 1..close];
        // "text,window=_blank": what follows the text is for programs.
        let cut = text.find(',').filter(|it| text[*it..].contains('='));
        let shown = text[..cut.unwrap_or(text.len())].trim_end_matches('^');
        if shown.trim().is_empty() {
            self.mark(head.clone(), Kind::Gone);
            self.mark(head.end..open, Kind::Literal);
            self.mark(open..close + 1, Kind::Gone);
            return;
        }
        let quoted = shown.len() > 1 && shown.starts_with('"') && shown.ends_with('"');
        let quote = usize::from(quoted);
        let start = open + 1;
        self.mark(head.start..start + quote, Kind::Gone);
        self.mark(start + shown.len() - quote..close + 1, Kind::Gone);
    }

    /// `[[id]]` and the label of an entry of a bibliography.
    pub(super) fn anchor(&mut self, at: usize) -> Option<usize> {
        let rest = &self.text[at..];
        if rest.starts_with("[[[") {
            return self.entry(at);
        }
        if !rest.starts_with("[[") {
            return None;
        }
        let close = self.brackets.close(at + 1)?;
        let named = self.text[at + 2..close]
            .starts_with(|it: char| it.is_alphabetic() || "_:".contains(it));
        if !named || !self.text[close..].starts_with("]]") {
            return None;
        }
        self.mark(at..close + 2, Kind::Gone);
        Some(close + 2)
    }

    /// `((shown))` and `(((hidden, words)))` for an index.
    pub(super) fn index(&mut self, at: usize) -> Option<usize> {
        let rest = &self.text[at..];
        if !rest.starts_with("((") {
            return None;
        }
        let hidden = rest.starts_with("(((");
        let (open, close) = if hidden { (3, ")))") } else { (2, "))") };
        let end = self.within(at + open, close)?;
        if hidden {
            self.mark(at..end + 3, Kind::Gone);
            return Some(end + 3);
        }
        self.mark(at..at + 2, Kind::Gone);
        self.mark(end..end + 2, Kind::Gone);
        Some(at + 2)
    }

    /// Where `close` stands after `start`, if it is not far.
    pub(super) fn within(&self, start: usize, close: &str) -> Option<usize> {
        let mut stop = (start + LONGEST).min(self.text.len());
        while !self.text.is_char_boundary(stop) {
            stop += 1;
        }
        self.text.get(start..stop)?.find(close).map(|it| start + it)
    }
}
