//! The files of a draft while they are changed. Knows no format.

use std::{collections::BTreeMap, ops::Range};

use super::super::{Flow, Input};

/// The files of a draft.
pub(in super::super) struct Sheets<'a> {
    input: Input<'a>,
    /// The names and texts, the draft itself first.
    pub all: Vec<Sheet>,
    /// The sheet of each source of the draft; one file may be a source more than once.
    files: Vec<usize>,
    names: BTreeMap<String, usize>,
}

/// A file of a draft.
#[derive(Clone, Debug)]
pub(in super::super) struct Sheet {
    /// The name that the draft gives it; none for the draft itself.
    pub name: Option<Box<str>>,
    /// Its text.
    pub text: String,
}

/// A change of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Edit {
    /// Which file.
    pub sheet: usize,
    /// What goes.
    pub range: Range<usize>,
    /// What comes in its place.
    pub text: String,
}

impl<'a> Sheets<'a> {
    /// The files that `flow` was read from.
    pub(in super::super) fn of(input: Input<'a>, text: &str, flow: &Flow) -> Self {
        let mut sheets =
            Self { input, all: Vec::new(), files: vec![0], names: BTreeMap::new() };
        sheets.all.push(Sheet { name: None, text: text.to_owned() });
        for source in flow.sources.iter().skip(1) {
            let name = source.name.as_deref().unwrap_or_default();
            let next = sheets.all.len();
            let at = *sheets.names.entry(plain(name)).or_insert(next);
            if at == next {
                let text = source.text.as_deref().unwrap_or_default().to_owned();
                sheets.all.push(Sheet { name: Some(name.into()), text });
            }
            sheets.files.push(at);
        }
        sheets
    }

    /// The texts of all of them.
    pub(in super::super) fn texts(&self) -> Vec<String> {
        self.all.iter().map(|it| it.text.clone()).collect()
    }

    /// The sheet of a source of the draft.
    pub(in super::super) fn sheet(&self, file: u16) -> Option<usize> {
        self.files.get(usize::from(file)).copied()
    }

    /// Lets `read` read the draft as if its files held `texts`.
    pub(in super::super) fn with<T>(
        &self,
        texts: &[String],
        read: impl FnOnce(Input<'_>) -> T,
    ) -> T {
        let include = |name: &str| match self.names.get(&plain(name)) {
            Some(at) => texts.get(*at).cloned().ok_or_else(|| name.into()),
            None => (self.input.include)(name),
        };
        let bytes = texts.first().map_or(&[][..], |it| it.as_bytes());
        read(Input { bytes, include: &include, ..self.input })
    }

    /// The texts after `edits`, which must not overlap. Of several at one place the
    /// first comes first.
    pub(in super::super) fn edited(texts: &[String], edits: &[Edit]) -> Vec<String> {
        let mut order: Vec<&Edit> = edits.iter().collect();
        order.sort_by_key(|it| (it.sheet, it.range.start));
        let mut order = order.into_iter().peekable();
        let mut edited = Vec::new();
        for (sheet, text) in texts.iter().enumerate() {
            let mut written = String::new();
            let mut at = 0;
            while let Some(edit) = order.next_if(|it| it.sheet == sheet) {
                written.push_str(text.get(at..edit.range.start).unwrap_or_default());
                written.push_str(&edit.text);
                at = edit.range.end.max(at);
            }
            written.push_str(text.get(at..).unwrap_or_default());
            edited.push(written);
        }
        edited
    }
}

/// Where bytes stand after some edits.
pub(in super::super) struct Shifts {
    // Invariant: sorted; the byte from which on, and how many bytes came and went before.
    steps: Vec<((usize, usize), usize, usize)>,
}

impl Shifts {
    /// What `edits` do to the places of bytes.
    pub(in super::super) fn of(edits: &[Edit]) -> Self {
        let mut order: Vec<&Edit> = edits.iter().collect();
        order.sort_by_key(|it| (it.sheet, it.range.start));
        let mut steps: Vec<((usize, usize), usize, usize)> = Vec::new();
        for edit in order {
            let before = steps.last().filter(|((it, _), ..)| *it == edit.sheet);
            let (came, went) = before.map_or((0, 0), |(_, came, went)| (*came, *went));
            let here = (edit.sheet, edit.range.end);
            steps.push((here, came + edit.text.len(), went + edit.range.len()));
        }
        Self { steps }
    }

    /// Where a byte of a sheet stands now.
    pub(in super::super) fn place(&self, sheet: usize, at: usize) -> usize {
        let next = self.steps.partition_point(|(it, ..)| *it <= (sheet, at));
        match next.checked_sub(1).and_then(|it| self.steps.get(it)) {
            Some(((it, _), came, went)) if *it == sheet => {
                (at + came).saturating_sub(*went)
            }
            _ => at,
        }
    }
}

/// Where the line begins that holds a byte; the mark of the file's encoding is no part.
pub(in super::super) fn line(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let before = &bytes[..at.min(bytes.len())];
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    before.iter().rposition(|it| *it == b'\n').map_or(0, |it| it + 1).max(start)
}

/// What ends the lines of a text.
pub(in super::super) fn ending(text: &str) -> &'static str {
    let first = text.find('\n').unwrap_or(0);
    if text[..first].ends_with('\r') { "\r\n" } else { "\n" }
}

/// A name without what does not change the file that it means.
fn plain(name: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in name.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|it| *it != "..") => {
                parts.pop();
            }
            it => parts.push(it),
        }
    }
    parts.join("/")
}
