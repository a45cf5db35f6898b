//! References: `<<anchor,text>>`, `xref:anchor[text]`, `{{concept}}`, and the labels of
//! the entries they lead to.

use super::{Kind, Scan};
use crate::formats::asciidoc::plan::{Target, label};

/// The places in another document that a reference may name.
const PLACES: [&str; 12] = [
    "clause",
    "section",
    "annex",
    "appendix",
    "chapter",
    "table",
    "figure",
    "page",
    "paragraph",
    "part",
    "example",
    "note",
];

impl Scan<'_> {
    /// `<<anchor>>`, `<<anchor,text>>`.
    pub(super) fn reference(&mut self, at: usize) -> Option<usize> {
        if !self.text[at..].starts_with("<<") {
            return None;
        }
        let close = self.within(at + 2, ">>")?;
        let inner = &self.text[at + 2..close];
        if inner.trim().is_empty() || inner.contains("<<") {
            return None;
        }
        let comma = inner.find(',');
        let name = inner[..comma.unwrap_or(inner.len())].trim();
        let text = comma.map_or(close..close, |it| at + 2 + it + 1..close);
        Some(self.refer(at, name, text, close + 2))
    }

    /// `xref:anchor[text]`.
    pub(super) fn xref(
        &mut self,
        at: usize,
        target: &str,
        open: usize,
        close: usize,
    ) -> usize {
        self.refer(at, target, open + 1..close, close + 1)
    }

    /// Puts what a reader sees of a reference; returns where to go on.
    fn refer(
        &mut self,
        at: usize,
        name: &str,
        text: std::ops::Range<usize>,
        end: usize,
    ) -> usize {
        let said = self.text[text.clone()].trim();
        let name = name.trim_start_matches('#');
        match self.case.plan.target(name) {
            Some(Target::Entry(label)) => {
                let label = format!("[{label}]");
                let (places, own) = places(said);
                // The author's own words, then what they stand for.
                let words = match (places.is_empty(), own.is_empty()) {
                    (true, true) => label,
                    (false, _) => format!("{label}, {}", places.join(", ")),
                    (true, false) => format!("{own} {label}"),
                };
                self.put(at..end, words);
                end
            }
            Some(Target::Printed(printed)) if own(said).is_empty() => {
                let printed = printed.clone();
                self.put(at..end, printed);
                end
            }
            _ if !own(said).is_empty() => {
                let start = text.end - self.text[text.clone()].trim_start().len();
                let start = start + (said.len() - own(said).len());
                self.mark(at..start, Kind::Gone);
                self.mark(text.end..end, Kind::Gone);
                start
            }
            _ => {
                self.mark(at..end, Kind::Literal);
                end
            }
        }
    }

    /// `{{concept}}`, `{{concept,words}}`, `{{<<ref>>,concept,words}}`.
    pub(super) fn concept(&mut self, at: usize) -> Option<usize> {
        let close = self.within(at + 2, "}}")?;
        let inner = &self.text[at + 2..close];
        if inner.contains(['{', '}', '\n']) {
            return None;
        }
        let last = inner.rfind(',').map_or(0, |it| it + 1);
        self.mark(at..at + 2 + last, Kind::Gone);
        self.mark(close..close + 2, Kind::Gone);
        Some(at + 2 + last)
    }

    /// `[[[anchor,label]]]`: a reader sees the label in brackets.
    pub(super) fn entry(&mut self, at: usize) -> Option<usize> {
        let close = self.within(at + 3, "]]]")?;
        let inner = &self.text[at + 3..close];
        let shown = label(inner);
        let end = close + 3;
        let rest = &self.text[end..];
        let gap = rest.len() - rest.trim_start_matches([',', ' ', '\t', '\n']).len();
        let shown = at + 3 + shown.start..at + 3 + shown.end;
        // "(b-X)X]]], Title": what stands after the label is printed before the title.
        let other = shown.end + 1..close;
        let named = self.text[shown.end..].starts_with(')')
            && self.text[..shown.start].ends_with('(');
        let kept =
            named && rest.starts_with(',') && !self.text[other.clone()].trim().is_empty();
        let end = if kept { end } else { end + gap };
        self.mark(at..end, Kind::Gone);
        self.mark(shown.clone(), Kind::Literal);
        if kept {
            self.mark(other, Kind::Literal);
        }
        self.inserts.push((shown.start, "[".to_owned()));
        self.inserts.push((shown.end, "]\t".to_owned()));
        Some(end)
    }
}

/// The places that a reference names, as a reader would write them, and its own words.
fn places(text: &str) -> (Vec<String>, &str) {
    let mut places = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (part, after) = rest.split_once(',').unwrap_or((rest, ""));
        let bare = part.trim().trim_start_matches("locality:").trim_matches('"');
        let word = bare.split(['=', ' ']).next().unwrap_or_default();
        let known = PLACES.contains(&word.to_lowercase().as_str());
        if known && word.len() < bare.len() {
            places.push(bare.replacen('=', " ", 1).replace('"', ""));
        } else if !option(part) && bare != "whole" {
            return (places, rest.trim());
        }
        rest = after;
    }
    (places, "")
}

/// The author's own words in a reference: not what only steers how it looks.
fn own(text: &str) -> &str {
    let mut rest = text;
    while let Some((part, after)) = rest.split_once(',') {
        if !option(part) {
            return rest;
        }
        rest = after.trim_start();
    }
    if option(rest) { "" } else { rest }
}

/// "style=short%", "droploc%": for programs.
fn option(part: &str) -> bool {
    let part = part.trim();
    part.is_empty() || part.ends_with('%') || part.starts_with("style=")
}
