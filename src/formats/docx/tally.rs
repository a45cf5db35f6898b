//! Counts what a Word file holds and the reader does not read, and says it in words.

use std::collections::BTreeMap;

use super::super::Skipped;

/// What may stand in a Word file beside words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Unread {
    /// A picture, chart or diagram.
    Picture,
    /// An equation that is an object and not text.
    Equation,
    /// Any other object.
    Object,
    /// A document inside the document.
    Document,
    /// Text inside a drawing.
    Drawing,
    /// Words that are set as hidden.
    Hidden,
    /// Words in a field without an end.
    Field,
    /// A note that no text refers to.
    Note,
}

/// How often each was met.
#[derive(Debug, Default)]
pub(in super::super) struct Tally(BTreeMap<Unread, usize>);

impl Tally {
    /// Counts one more.
    pub(in super::super) fn add(&mut self, what: Unread) {
        *self.0.entry(what).or_default() += 1;
    }

    /// Says what was met.
    pub(super) fn skipped(&self) -> impl Iterator<Item = Skipped> {
        self.0.iter().map(|(what, count)| {
            let (one, many, why) = what.words();
            let what = format!("{count} {}", if *count == 1 { one } else { many });
            Skipped { what: what.into(), why: why.into() }
        })
    }
}

impl Unread {
    /// One of it, many of it, and why it was not read.
    const fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Picture => (
                "picture, chart or diagram",
                "pictures, charts or diagrams",
                "no text is read from pictures; say in words what the reader must know",
            ),
            Self::Equation => (
                "equation set as an object",
                "equations set as objects",
                "an object keeps no text; equations made with Word's own editor are read",
            ),
            Self::Object => (
                "embedded object",
                "embedded objects",
                "files inside the file are not opened; check them by themselves",
            ),
            Self::Document => (
                "document inserted as a whole",
                "documents inserted as a whole",
                "files inside the file are not opened; save the draft with Word, which takes them in",
            ),
            Self::Drawing => (
                "text inside a drawing",
                "texts inside drawings",
                "only text boxes are read; put what matters into the text",
            ),
            Self::Hidden => (
                "run of hidden text",
                "runs of hidden text",
                "it is set as hidden and nobody sees it in print; show it or delete it",
            ),
            Self::Field => (
                "piece of text in a field that does not end",
                "pieces of text in fields that do not end",
                "the field is damaged; update the fields in Word and save the file again",
            ),
            Self::Note => (
                "note that no text refers to",
                "notes that no text refers to",
                "Word does not show it either; delete it or refer to it",
            ),
        }
    }
}
