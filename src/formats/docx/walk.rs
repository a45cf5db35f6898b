//! Walks through one part of a Word file and gathers its blocks in one view.
//!
//! One pass, no recursion. What an element's start does stands in [`super::begin`]; here
//! is what its end does and where its text goes.

use super::{
    super::View,
    begin::{self, Element},
    block::Block,
    changes::{Begins, Changes},
    counters::Counters,
    field::Fields,
    names::Kind,
    numbering::Numbering,
    paragraph::{self, Paragraph},
    remarks::Anchors,
    story::{Notes, Place, Story, Table},
    styles::Styles,
    tally::{Tally, Unread},
    xml::{Event, Fault, Xml},
};

/// What every part of one file shares.
pub(in super::super) struct Book {
    /// Its styles.
    pub styles: Styles,
    /// Its lists.
    pub numbering: Numbering,
    /// The view that is read.
    pub view: View,
    /// How deep elements may nest.
    pub depth: usize,
}

/// What the walks through the parts of one file gather together.
#[derive(Debug, Default)]
pub(in super::super) struct Gathering {
    /// The notes: filled by their own parts, emptied by the body.
    pub notes: Notes,
    /// What is not read.
    pub tally: Tally,
    /// How many tables have begun.
    pub tables: u32,
    /// The tracked changes.
    pub changes: Changes,
    /// Where the comments stand.
    pub anchors: Anchors,
}

/// A walk under way.
pub(in super::super) struct Walk<'a> {
    /// The file.
    pub book: &'a Book,
    /// Which of the flow's sources this part is.
    pub part: u16,
    /// What all walks gather.
    pub gathering: &'a mut Gathering,
    /// How many open elements hide what is inside.
    pub muted: u32,
    /// How many open elements are a table of contents.
    pub contents: u32,
    /// The open paragraphs; those of text boxes stand behind those they hang on.
    pub paragraphs: Vec<Paragraph>,
    /// How many paragraphs have begun.
    pub count: u32,
    /// The open tables.
    pub tables: Vec<Table>,
    /// The open stories.
    pub stories: Vec<Story>,
    /// The fields of the body, and of each open text box.
    pub fields: Vec<Fields>,
    /// The open elements.
    pub(super) open: Vec<Open>,
    counters: Counters,
    // Blanks at the end of a piece of text, which count only if more follows.
    held: String,
    // Text of this element has been met.
    begun: bool,
}

/// An element that has begun.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    /// What it is to the reader.
    pub element: Element,
    /// It hides what is inside.
    pub muted: bool,
}

/// Reads the part that is source `part` of the flow.
pub(super) fn walk(
    source: &str,
    part: u16,
    book: &Book,
    gathering: &mut Gathering,
) -> Result<Vec<Block>, Fault> {
    let mut walk = Walk::new(part, book, gathering);
    let mut xml = Xml::new(source, book.depth);
    loop {
        match xml.pull()? {
            Event::Start(tag) => {
                let (element, muted) = begin::begin(&mut walk, &tag);
                walk.muted += u32::from(muted);
                walk.open.push(Open { element, muted });
            }
            Event::End => walk.end(),
            Event::Text(text) => walk.text(&text),
            Event::Character(letter) => walk.text(letter.encode_utf8(&mut [0; 4])),
            Event::Eof => return Ok(walk.finish()),
        }
    }
}

impl<'a> Walk<'a> {
    /// A walk that begins in the part that is source `part` of the flow.
    pub(in super::super) fn new(
        part: u16,
        book: &'a Book,
        gathering: &'a mut Gathering,
    ) -> Self {
        gathering.changes.enter();
        Self {
            book,
            part,
            gathering,
            muted: 0,
            contents: 0,
            paragraphs: Vec::new(),
            count: 0,
            tables: Vec::new(),
            stories: vec![Story::new(Place::Body)],
            fields: vec![Fields::default()],
            open: Vec::new(),
            counters: Counters::default(),
            held: String::new(),
            begun: false,
        }
    }

    /// What the innermost open element is.
    pub(super) fn parent(&self) -> Element {
        self.open.last().map_or(Element::Other, |it| it.element)
    }

    /// Hides what is inside the innermost open `element`.
    pub(super) fn mute(&mut self, element: Element) {
        // It is the parent of the properties that say so.
        let found = self.open.iter_mut().rev().take(2).find(|it| it.element == element);
        if let Some(open) = found.filter(|it| !it.muted) {
            open.muted = true;
            self.muted += 1;
        }
    }

    /// Counts something that is not read, if this view shows it.
    pub(in super::super) fn unread(&mut self, what: Unread) {
        if self.muted == 0 {
            self.gathering.tally.add(what);
        }
    }

    /// The fields of the innermost story.
    pub(in super::super) fn fields(&mut self) -> &mut Fields {
        if self.fields.is_empty() {
            self.fields.push(Fields::default());
        }
        let last = self.fields.len() - 1;
        &mut self.fields[last]
    }

    /// Puts a new story inside the open ones.
    pub(in super::super) fn open_story(&mut self, place: Place) {
        self.stories.push(Story::new(place));
    }

    /// Begins a paragraph.
    pub(in super::super) fn open_paragraph(&mut self) {
        let gone = 0 < self.muted;
        self.gathering.changes.line();
        self.paragraphs.push(Paragraph::new(self.count, gone));
        self.count += 1;
    }

    /// Adds text to the open paragraph, if this view shows it.
    pub(in super::super) fn emit(&mut self, text: &str) {
        let contents = 0 < self.contents || self.fields().in_contents();
        let instructing = self.fields().instructing();
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        let origin = paragraph.place(self.part, text);
        if !instructing && !paragraph.hides_itself() {
            self.gathering.changes.say(text, self.muted);
        }
        if 0 < self.muted || paragraph.gone {
            return;
        }
        if instructing {
            self.fields().lose();
            return;
        }
        let style = paragraph.style(&self.book.styles);
        if paragraph.hides(&style) {
            if !text.trim().is_empty() && paragraph.count_hidden() {
                self.gathering.tally.add(Unread::Hidden);
            }
            return;
        }
        paragraph.contents |= contents;
        paragraph.words.push(text, origin);
    }

    fn text(&mut self, text: &str) {
        match self.parent() {
            Element::Text { keeps: true } => self.emit(text),
            Element::Text { keeps: false } => self.trimmed(text),
            Element::Instruction => self.fields().instruct(text),
            Element::Drawn if !text.trim().is_empty() => self.unread(Unread::Drawing),
            _ => {}
        }
    }

    /// Word drops blanks at the ends of text that does not say that it keeps them.
    fn trimmed(&mut self, text: &str) {
        let blank = |it: char| it.is_ascii_whitespace();
        let text = if self.begun { text } else { text.trim_start_matches(blank) };
        let kept = text.trim_end_matches(blank);
        if !kept.is_empty() {
            let held = std::mem::take(&mut self.held);
            self.emit(&held);
            self.emit(kept);
            self.begun = true;
        }
        self.held.push_str(&text[kept.len()..]);
    }

    fn end(&mut self) {
        let Some(Open { element, muted }) = self.open.pop() else { return };
        self.end_changes();
        match element {
            Element::Paragraph => self.close_paragraph(),
            Element::Run => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.close_run();
                }
            }
            Element::Text { .. } => {
                self.held.clear();
                self.begun = false;
            }
            Element::OldProperties => self.gathering.changes.old(Begins::No),
            Element::SimpleField => self.fields().mark("end"),
            Element::Contents => self.contents -= 1,
            Element::Table => self.close_table(),
            Element::Row => {
                if let Some(table) = self.tables.last_mut().filter(|_| !muted) {
                    table.row += 1;
                }
            }
            Element::Cell => self.close_cell(muted),
            Element::TextBox => self.close_box(),
            Element::Note => self.close_note(),
            _ => {}
        }
        self.muted -= u32::from(muted);
    }

    /// Ends the innermost paragraph.
    pub(in super::super) fn close_paragraph(&mut self) {
        let Some(mut paragraph) = self.paragraphs.pop().filter(|it| !it.gone) else {
            return;
        };
        let Some(story) = self.stories.last_mut() else { return };
        if let Some(before) = story.waiting.take() {
            paragraph.follow(before);
        }
        if paragraph.joins_next {
            story.waiting = Some(paragraph);
        } else {
            self.add(paragraph);
        }
    }

    /// Makes a block of a finished paragraph.
    fn add(&mut self, mut paragraph: Paragraph) {
        let style = paragraph.style(&self.book.styles);
        let outline = paragraph.properties.outline.filter(|it| *it < 9);
        let kind = match (style.kind, outline) {
            (Kind::Plain, Some(level)) => Kind::Heading(level + 1),
            (kind, _) => kind,
        };
        let (listed, label) = self.label(&paragraph, style.list, style.level);
        if kind.is_heading() && kind != Kind::ContentsTitle && !paragraph.words.is_blank()
        {
            self.fields().leave_contents();
        }
        let words = std::mem::take(&mut paragraph.words);
        let shape = paragraph::shape(kind, listed, paragraph.contents);
        let number = label.filter(|_| kind.is_heading()).and_then(|it| number(&it));
        let block = Block { kind, shape, number, cell: None, hangs: false, words };
        if let Some(story) = self.stories.last_mut() {
            story.add(block, paragraph.after);
        }
    }

    /// Whether a list numbers the paragraph, and the label that it gives.
    fn label(
        &mut self,
        paragraph: &Paragraph,
        styled: Option<u32>,
        level: Option<u8>,
    ) -> (bool, Option<String>) {
        let book = self.book;
        let properties = &paragraph.properties;
        // Word gives no number to a paragraph that is only the end of a section.
        if properties.section && paragraph.words.is_blank() {
            return (false, None);
        }
        let Some(list) = properties.list.or(styled).filter(|it| 0 < *it) else {
            return (false, None);
        };
        let of_style = || {
            let style = properties.style.as_deref()?;
            book.numbering.level_of_style(list, style, &book.styles)
        };
        let own =
            if properties.list.is_some() { Some(0) } else { level.or_else(of_style) };
        let level = properties.level.or(own).unwrap_or(0);
        (true, self.counters.count(&book.numbering, &book.styles, list, level))
    }

    /// Ends the innermost story, which is a cell.
    pub(in super::super) fn close_cell(&mut self, muted: bool) {
        let Some(story) = self.close_story() else { return };
        if muted {
            return;
        }
        match self.tables.last_mut() {
            Some(table) => table.add(story),
            None => self.give(story.into_blocks()),
        }
    }

    /// Ends the innermost table.
    pub(in super::super) fn close_table(&mut self) {
        if let Some(table) = self.tables.pop() {
            self.give(table.into_blocks());
        }
    }

    fn close_box(&mut self) {
        self.fields.pop();
        let Some(story) = self.close_story() else { return };
        match self.paragraphs.last_mut() {
            Some(paragraph) => paragraph.after.extend(story.into_blocks()),
            None => self.give(story.into_blocks()),
        }
    }

    /// Ends the innermost story, which is a note.
    pub(in super::super) fn close_note(&mut self) {
        let Some(story) = self.close_story() else { return };
        if let Place::Note(note) = story.place {
            self.gathering.notes.keep(note, story.into_blocks());
        }
    }

    /// Ends the innermost story but the last.
    fn close_story(&mut self) -> Option<Story> {
        if let Some(waiting) = self.stories.last_mut()?.waiting.take() {
            self.add(waiting);
        }
        if self.stories.len() <= 1 { None } else { self.stories.pop() }
    }

    fn give(&mut self, blocks: Vec<Block>) {
        if let Some(story) = self.stories.last_mut() {
            story.hang(blocks);
        }
    }

    /// Ends the part; its blocks are what no cell, note or text box took.
    pub(in super::super) fn finish(mut self) -> Vec<Block> {
        for _ in 0..self.fields().lost() {
            self.gathering.tally.add(Unread::Field);
        }
        if let Some(waiting) = self.stories.last_mut().and_then(|it| it.waiting.take()) {
            self.add(waiting);
        }
        self.stories.pop().map_or_else(Vec::new, Story::into_blocks)
    }
}

/// The number that a label shows: "6.1" of "6.1.", "Annex A" of "Annex A –".
fn number(label: &str) -> Option<Box<str>> {
    let bare = label.trim().trim_end_matches(|it: char| !it.is_alphanumeric());
    let bare = bare.trim_start_matches(|it: char| !it.is_alphanumeric());
    (!bare.is_empty())
        .then(|| bare.split_whitespace().collect::<Vec<_>>().join(" ").into())
}
