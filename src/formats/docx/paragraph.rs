//! A paragraph while it is read: its properties, its runs, its words so far.

use super::{
    block::{Block, Words},
    names::Kind,
    styles::{Style, Styles},
};
use crate::{doc::Origin, formats::Shape};

/// A paragraph that has begun.
#[derive(Debug, Default)]
pub(in super::super) struct Paragraph {
    /// Its place among all paragraphs of the part.
    pub index: u32,
    /// It stands in a part of the file that this view does not show.
    pub gone: bool,
    /// What its properties say.
    pub properties: Properties,
    /// Its end is not there in this view: the next paragraph goes on in the same line.
    pub joins_next: bool,
    /// Some of its words are a line of a table of contents.
    pub contents: bool,
    /// Its words so far.
    pub(super) words: Words,
    /// Text boxes and notes that hang on it.
    pub after: Vec<Block>,
    // How many runs have begun.
    runs: u32,
    // The runs that are open, the innermost last.
    open: Vec<Run>,
    // Where a piece that is in no run hangs: behind this run, after so many bytes.
    behind: (u32, u32),
}

/// The properties of a paragraph that say what it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Properties {
    /// Its style.
    pub style: Option<String>,
    /// Its level in the outline, from 0.
    pub outline: Option<u8>,
    /// The list that numbers it; 0 for none whatever the style says.
    pub list: Option<u32>,
    /// Its level in the list.
    pub level: Option<u8>,
    /// It ends a section of pages.
    pub section: bool,
}

/// A run that has begun.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    index: u32,
    // Bytes of text that its own elements stand for, so far.
    offset: u32,
    hidden: Option<bool>,
    hidden_by_style: bool,
    counted: bool,
}

impl Paragraph {
    /// A paragraph at `index`.
    pub(super) fn new(index: u32, gone: bool) -> Self {
        Self { index, gone, ..Self::default() }
    }

    /// Begins a run.
    pub(in super::super) fn open_run(&mut self) {
        self.open.push(Run { index: self.runs, ..Run::default() });
        self.runs += 1;
    }

    /// Ends the innermost run.
    pub(in super::super) fn close_run(&mut self) {
        if let Some(run) = self.open.pop() {
            self.behind = (run.index, run.offset);
        }
    }

    /// Notes that the innermost run hides or shows its text.
    pub(in super::super) fn hide(&mut self, hidden: bool) {
        if let Some(run) = self.open.last_mut() {
            run.hidden = Some(hidden);
        }
    }

    /// Notes that the style of the innermost run hides text.
    pub(super) fn hide_by_style(&mut self, hidden: bool) {
        if let Some(run) = self.open.last_mut() {
            run.hidden_by_style = hidden;
        }
    }

    /// Whether text of the innermost run is hidden.
    ///
    /// Hiding is a switch: a paragraph style and a character style that both hide undo
    /// each other; what the run says itself counts before both (ISO/IEC 29500-1, 17.7.3).
    pub(super) fn hides(&self, style: &Style) -> bool {
        self.open
            .last()
            .is_some_and(|run| run.hidden.unwrap_or(run.hidden_by_style != style.hidden))
    }

    /// Whether the innermost run says by itself that its text is hidden.
    pub(super) fn hides_itself(&self) -> bool {
        self.open.last().is_some_and(|run| run.hidden.unwrap_or(run.hidden_by_style))
    }

    /// Whether hidden text of the innermost run is met for the first time.
    pub(super) fn count_hidden(&mut self) -> bool {
        self.open.last_mut().is_some_and(|it| !std::mem::replace(&mut it.counted, true))
    }

    /// Where text that comes now stands; the next text stands behind it.
    ///
    /// Equations and text outside of runs hang on the end of the run before them.
    pub(super) fn place(&mut self, part: u16, text: &str) -> Origin {
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let (run, offset) = match self.open.last_mut() {
            Some(run) => (run.index, &mut run.offset),
            None => (self.behind.0, &mut self.behind.1),
        };
        let at = *offset;
        *offset = at.saturating_add(length);
        Origin::Run { part, paragraph: self.index, run, offset: at }
    }

    /// Where text that comes now would stand.
    pub(super) fn here(&self, part: u16) -> Origin {
        let open = self.open.last().map(|run| (run.index, run.offset));
        let (run, offset) = open.unwrap_or(self.behind);
        Origin::Run { part, paragraph: self.index, run, offset }
    }

    /// Puts the words of `before`, whose end is gone, in front.
    pub(super) fn follow(&mut self, before: Self) {
        let Self { mut words, mut after, contents, .. } = before;
        words.append(std::mem::take(&mut self.words));
        after.append(&mut self.after);
        (self.words, self.after) = (words, after);
        self.contents |= contents;
    }

    /// What its style says.
    pub(in super::super) fn style(&self, styles: &Styles) -> Style {
        styles.paragraph(self.properties.style.as_deref())
    }
}

/// What a paragraph of this kind becomes in the flow.
pub(super) const fn shape(kind: Kind, listed: bool, contents: bool) -> Shape {
    match kind {
        Kind::Number => Shape::Number,
        Kind::Title | Kind::Subtitle => Shape::Title,
        // The ninth level says that there is none.
        Kind::Heading(level) => Shape::Heading(if level < 9 { level } else { 8 }),
        Kind::Unnumbered | Kind::ContentsTitle => Shape::UNNUMBERED,
        Kind::Division(_) | Kind::DivisionNumber(_) | Kind::DivisionTitle(_) => {
            Shape::Heading(1)
        }
        Kind::Contents => Shape::Contents,
        _ if contents => Shape::Contents,
        Kind::Item => Shape::Item,
        Kind::Note => Shape::Note,
        Kind::Example => Shape::Example,
        Kind::Code => Shape::Code,
        Kind::Plain if listed => Shape::Item,
        Kind::Plain | Kind::Caption => Shape::Paragraph,
    }
}
