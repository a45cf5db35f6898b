//! From the letters of the parser back to those of the file.

use std::ops::Range;

use super::{
    cite, lists,
    mask::{CITED, CITED_ON, DROPPED},
    origin,
    walk::Walk,
};

/// How far ahead a letter is looked for that the parser moved, past the signs of a quote.
const AHEAD: usize = 256;

/// Whether a tag breaks the line, as `<br>` does in a cell.
pub(super) fn breaks(tag: &str) -> bool {
    let name = tag.trim_start_matches('<').trim_end_matches(['>', '/', ' ']);
    name.eq_ignore_ascii_case("br")
}

impl Walk<'_, '_> {
    /// Begins a block if none is open.
    pub(super) fn begin(&mut self) {
        if self.fresh {
            self.opens(self.shape());
        }
    }

    /// Adds letters of the file as they stand.
    pub(super) fn plain(&mut self, range: Range<usize>) {
        self.begin();
        self.flow.text(&self.source[range.clone()], origin(range.start));
    }

    /// Adds the letters that the parser calls `text`.
    pub(super) fn text(&mut self, text: &str, range: Range<usize>) {
        let skip = self.skip.min(text.len());
        self.skip = 0;
        let same = self.masked.text.get(range.clone()) == Some(text);
        if same && self.code {
            self.plain(range);
        } else if same {
            self.copy(range.start + skip..range.end);
        } else if self.source[range.clone()].starts_with('&') {
            self.begin();
            self.flow.text(text, origin(range.start));
        } else {
            self.begin();
            self.align(text, range);
        }
    }

    /// Adds the letters at `range`, but for those that are covered.
    fn copy(&mut self, range: Range<usize>) {
        let masked = self.masked;
        let bytes = &masked.text.as_bytes()[range.clone()];
        let mut at = 0;
        while at < bytes.len() {
            let begin = range.start + at;
            let special = |it: &u8| matches!(*it, DROPPED | CITED);
            let count = match bytes[at] {
                DROPPED => bytes[at..].iter().take_while(|it| **it == DROPPED).count(),
                CITED => {
                    let on = |it: &&u8| **it == CITED_ON;
                    let count = 1 + bytes[at + 1..].iter().take_while(on).count();
                    self.cite(begin..begin + count);
                    count
                }
                _ => {
                    let count = bytes[at..].iter().take_while(|it| !special(it)).count();
                    self.plain(begin..begin + count);
                    count
                }
            };
            at += count;
        }
    }

    /// Adds a citation in brackets, as its readers will see it.
    fn cite(&mut self, range: Range<usize>) {
        let source = self.source;
        let Some(cite) = cite::read(source, range.clone()) else {
            let raw = &source[range.clone()];
            let start = range.start + raw.len() - raw.trim_start_matches('{').len();
            let end = range.end - (raw.len() - raw.trim_end_matches('}').len());
            return self.plain(start..end.max(start));
        };
        let label = &source[cite.label.clone()];
        let named = self.lists.cited(source, &cite);
        let own = self.masked.anchors.contains(label)
            || label.starts_with(|it: char| it.is_ascii_lowercase());
        let listed = cite.alias || cite.list.is_some() || self.lists.holds(label);
        let inner = own && !listed && !lists::known(label);
        self.plain(cite.before.clone());
        if !inner {
            self.flow.text("[", origin(cite.label.start - 1));
        }
        self.flow.text(named.as_deref().unwrap_or(label), origin(cite.label.start));
        if !inner {
            self.flow.text("]", origin(cite.label.end));
        }
        self.plain(cite.after);
    }

    /// Adds `text`, which the parser took from `range` with signs left out.
    pub(super) fn align(&mut self, text: &str, range: Range<usize>) {
        let source = self.source;
        let (mut from, mut place, mut next) = (0, range.start, range.start);
        for (at, c) in text.char_indices() {
            let mut end = range.end.min(next + AHEAD);
            while !source.is_char_boundary(end) {
                end -= 1;
            }
            let same = |it: char| it == c || c == ' ' && it.is_ascii_whitespace();
            let found = source.get(next..end).and_then(|it| it.find(same));
            let there = found.map_or(next, |it| next + it);
            if there != next || found.is_none() {
                self.flow.text(&text[from..at], origin(place));
                (from, place) = (at, there);
            }
            next = there + if found.is_some() { c.len_utf8() } else { 0 };
        }
        self.flow.text(&text[from..], origin(place));
    }
}
