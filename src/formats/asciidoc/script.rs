//! A draft as one text, and the way from each of its bytes to the file it came from.

use super::{
    super::{Skipped, remark},
    attributes::Attributes,
};
use crate::doc::{Origin, Source};

/// A draft whose includes and conditions are resolved.
#[derive(Debug, Default)]
pub(super) struct Script {
    /// The text; no line of it is a directive.
    pub text: String,
    /// The attributes that its lines set.
    pub attributes: Attributes,
    /// The files it came from; the draft itself is the first.
    pub sources: Vec<Source>,
    /// What was not read.
    pub skipped: Vec<Skipped>,
    /// The remarks in its comments: where the text goes on after each, where it began,
    /// and its lines.
    pub comments: Vec<(usize, Origin, String)>,
    /// Where the next line of a comment would go on with the last one.
    commented: Option<usize>,
    // Invariant: sorted by the first field.
    lines: Vec<(usize, Origin)>,
}

impl Script {
    /// Adds a line whose first byte came from `from`.
    pub(super) fn push(&mut self, from: Origin, line: &str) {
        self.lines.push((self.text.len(), from));
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// Adds the beginning of a line; the next text goes on in it.
    pub(super) fn begin(&mut self, from: Origin, part: &str) {
        self.lines.push((self.text.len(), from));
        self.text.push_str(part);
    }

    /// Takes a line of a comment, whose signs are taken off.
    pub(super) fn comment(&mut self, from: Origin, line: &str) {
        let here = self.text.len();
        if remark::begins(line) {
            self.comments.push((here, from, line.to_owned()));
            self.commented = Some(here);
        } else if self.is_commented()
            && let Some((_, _, text)) = self.comments.last_mut()
        {
            text.push('\n');
            text.push_str(line);
        }
    }

    /// Whether the next line of a comment would go on with the last one.
    pub(super) fn is_commented(&self) -> bool {
        self.commented == Some(self.text.len())
    }

    /// Lets a comment go on after a line of it that was pushed.
    pub(super) fn goes_on(&mut self) {
        self.commented = Some(self.text.len());
    }

    /// The lines: where each begins, where it came from, and its text.
    pub(super) fn lines(&self) -> impl DoubleEndedIterator<Item = (usize, Origin, &str)> {
        (0..self.lines.len()).filter_map(|it| {
            let (start, from) = *self.lines.get(it)?;
            let end = self.lines.get(it + 1).map_or(self.text.len(), |(at, _)| *at);
            Some((start, from, self.text.get(start..end)?))
        })
    }

    /// Notes what was not read.
    pub(super) fn skip(&mut self, what: String, why: String) {
        self.skipped.push(Skipped { what: what.into(), why: why.into() });
    }

    /// Where a byte of the text came from.
    pub(super) fn origin(&self, at: usize) -> Origin {
        let next = self.lines.partition_point(|(start, _)| *start <= at);
        let Some((start, from)) = next.checked_sub(1).map(|it| self.lines[it]) else {
            return Origin::Byte { file: 0, at: 0 };
        };
        from.advanced(count(at - start))
    }

    /// The line and the file of a place, in words: "line 12 of sections/01-scope.adoc".
    pub(super) fn place(&self, origin: Origin) -> String {
        let Origin::Byte { file, at } = origin else { return String::new() };
        let Some(source) = self.sources.get(usize::from(file)) else {
            return String::new();
        };
        let text = source.text.as_deref().unwrap_or_default().as_bytes();
        let before = &text[..text.len().min(at as usize)];
        let line = before.split(|it| *it == b'\n').count();
        match &source.name {
            Some(name) => format!("line {line} of {name}"),
            None => format!("line {line}"),
        }
    }
}

/// A place in a file, as origins count it.
pub(super) fn count(it: usize) -> u32 {
    u32::try_from(it).expect("a draft is smaller than 4 GiB")
}
