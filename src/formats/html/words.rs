//! From the letters of a page to words: blanks folded, references read.

use std::{ops::Range, sync::LazyLock};

use html5gum::{Token, Tokenizer};
use regex::Regex;

use super::{
    Role, Shape,
    notes::Note,
    page::{Element, Walk},
    text::{bullet, origin},
};

impl Walk<'_, '_> {
    /// Takes the end of a line in a paragraph.
    pub(super) fn ends_line(&mut self, at: usize) {
        let dropped = self.open.last().is_some_and(|it| it.dropped);
        if !(self.fresh || dropped) {
            let end = at.min(self.source.len());
            let at = self.source[..end].rfind('<').unwrap_or(at);
            self.flow.text("\n", origin(at));
            self.blank = true;
        }
    }

    /// Adds the words of a part of the source, its blanks folded as a browser does.
    pub(super) fn letters(&mut self, range: Range<usize>) {
        let around = self.open.last().cloned().unwrap_or_default();
        let Some(raw) = self.source.get(range.clone()) else { return };
        if &*around.name == "title" {
            let title = decoded(&raw.split_whitespace().collect::<Vec<_>>().join(" "));
            self.flow.about.title = (!title.is_empty()).then(|| title.into());
        }
        if around.dropped || self.field {
            return;
        }
        let mut at = range.start;
        for found in REFERENCE.find_iter(raw) {
            self.plain(at..range.start + found.start(), &around);
            let text = decoded(found.as_str());
            let place = range.start + found.start();
            at = range.start + found.end();
            let after = &raw[found.end()..];
            let apart = after.is_empty() || after.starts_with(char::is_whitespace);
            if self.fresh && apart && self.bullet(&text, &around) == text.len() {
                continue;
            }
            if self.begin(&text, &around) {
                self.flow.text(&text, origin(place));
                self.blank = false;
            }
        }
        self.plain(at..range.end, &around);
    }

    /// Begins the block that `text` opens; tells whether there is one to add it to.
    fn begin(&mut self, text: &str, around: &Element) -> bool {
        if !self.fresh {
            return true;
        }
        let code = around.shape == Some(Shape::Code);
        if text.trim().is_empty() && !code {
            return false;
        }
        let plain = if self.bullet { Shape::Item } else { Shape::Paragraph };
        let shape = around.shape.unwrap_or(plain);
        let block = self.flow.begin(shape);
        block.cell = around.cell;
        if shape == Shape::Contents {
            block.role = Some(Role::Contents);
        }
        if let Some(name) = &around.note {
            let block = self.flow.blocks.len() - 1;
            self.notes.push(Note { block, name: name.clone(), refers: false });
        }
        self.fresh = false;
        self.blank = true;
        true
    }

    fn plain(&mut self, range: Range<usize>, around: &Element) {
        let raw = &self.source[range.clone()];
        let skip = if self.fresh { self.bullet(raw, around) } else { 0 };
        if raw.len() <= skip || !self.begin(&raw[skip..], around) {
            return;
        }
        if around.shape == Some(Shape::Code) {
            return self.flow.text(raw, origin(range.start));
        }
        let mut from = skip;
        for (at, c) in raw.char_indices().skip_while(|(at, _)| *at < skip) {
            if !c.is_ascii_whitespace() {
                self.blank = false;
                continue;
            }
            if c == ' ' && !self.blank {
                self.blank = true;
                continue;
            }
            self.flow.text(&raw[from..at], origin(range.start + from));
            if !self.blank {
                self.flow.text(" ", origin(range.start + at));
            }
            self.blank = true;
            from = at + 1;
        }
        self.flow.text(&raw[from..], origin(range.start + from));
    }
}

impl Walk<'_, '_> {
    /// The length of the bullet that a new block begins with, which makes it an item.
    fn bullet(&mut self, raw: &str, around: &Element) -> usize {
        if !matches!(around.shape, None | Some(Shape::Item)) {
            return 0;
        }
        let text = raw.trim();
        let start = raw.len() - raw.trim_start().len();
        // Word sets the sign and the tab after it in elements of their own.
        let alone = matches!(text, "–" | "—" | "-" | "•" | "·");
        let skip = if alone { Some(raw.len()) } else { bullet(raw.trim_start()) };
        self.bullet |= skip.is_some();
        skip.map_or(0, |it| if alone { it } else { start + it })
    }
}

static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"&(?:#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);?")
        .expect("a tested pattern")
});

/// The letters that a piece of a page stands for.
fn decoded(raw: &str) -> String {
    let mut text = String::new();
    for token in Tokenizer::new(raw) {
        let Ok(token) = token;
        if let Token::String(it) = token {
            text.push_str(&String::from_utf8_lossy(&it));
        }
    }
    text
}
