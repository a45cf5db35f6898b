//! From the tokens of a page to blocks.

use std::{convert::Infallible, ops::Range};

use html5gum::{
    Span, Tokenizer,
    emitters::callback::{CallbackEmitter, CallbackEvent},
};

use super::{
    Cell, Flow, Shape,
    element::{self, Tag},
    notes::{NOTE, Note, gather},
};

/// The letters of a page.
#[derive(Debug)]
pub(in super::super) struct Letters<'s> {
    /// What is parsed; as long as `source`, letter by letter.
    pub tokens: &'s str,
    /// What is read.
    pub source: &'s str,
    /// Where in both the page stands.
    pub part: Range<usize>,
}

/// Adds the blocks of a page to `flow`; `tables` counts the tables of the draft.
pub(in super::super) fn blocks(
    flow: &mut Flow,
    letters: Letters<'_>,
    depth: usize,
    tables: &mut u32,
) {
    let Letters { tokens, source, part } = letters;
    let Some(tokens) = tokens.get(part.clone()) else { return };
    let mut walk = Walk {
        flow,
        source,
        start: part.start,
        depth,
        tables,
        open: Vec::new(),
        table: Vec::new(),
        fresh: true,
        blank: true,
        field: false,
        bullet: false,
        tag: Tag::default(),
        attribute: Attribute::Other,
        notes: Vec::new(),
    };
    let mut emitter =
        CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| {
            walk.event(&event, span);
            None::<Infallible>
        });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(tokens, emitter).finish();
    let notes = walk.notes;
    gather(flow, notes);
}

/// A walk over the tokens of a page.
#[expect(clippy::struct_excessive_bools, reason = "each is asked by itself")]
pub(super) struct Walk<'f, 's> {
    pub(super) flow: &'f mut Flow,
    pub(super) source: &'s str,
    start: usize,
    depth: usize,
    tables: &'f mut u32,
    pub(super) open: Vec<Element>,
    table: Vec<Table>,
    /// Whether the next word begins a block.
    pub(super) fresh: bool,
    /// Whether the last letter was a blank.
    pub(super) blank: bool,
    /// Whether the code of a field is read, such as `TOC \o "1-2"`, and not its text.
    pub(super) field: bool,
    /// Whether a bullet stands in front of the next word.
    pub(super) bullet: bool,
    tag: Tag,
    attribute: Attribute,
    pub(super) notes: Vec<Note>,
}

/// An element that is open, with what those around it make of its text.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    pub(super) name: Box<str>,
    pub(super) shape: Option<Shape>,
    pub(super) cell: Option<Cell>,
    /// Whether its text is not the draft's.
    pub(super) dropped: bool,
    pub(super) note: Option<Box<str>>,
}

/// A table that is open.
#[derive(Debug)]
struct Table {
    number: u32,
    rows: u32,
    column: u32,
}

/// The attribute whose value comes next.
#[derive(Clone, Copy, Debug)]
enum Attribute {
    Class,
    Style,
    Href,
    Id,
    Columns,
    Alt,
    Other,
}

impl Walk<'_, '_> {
    fn event(&mut self, event: &CallbackEvent<'_>, span: Span<usize>) {
        let range = self.start + span.start..self.start + span.end;
        match event {
            CallbackEvent::OpenStartTag { name } => {
                let name = String::from_utf8_lossy(name).into_owned();
                self.tag = Tag { name, columns: 1, ..Tag::default() };
                self.attribute = Attribute::Other;
            }
            CallbackEvent::AttributeName { name } => {
                self.attribute = match *name {
                    b"class" => Attribute::Class,
                    b"style" => Attribute::Style,
                    b"href" => Attribute::Href,
                    b"id" | b"name" => Attribute::Id,
                    b"colspan" => Attribute::Columns,
                    b"alt" => Attribute::Alt,
                    _ => Attribute::Other,
                };
            }
            CallbackEvent::AttributeValue { value } => {
                self.value(&String::from_utf8_lossy(value), range);
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                let tag = std::mem::take(&mut self.tag);
                self.opens(&tag, range.start);
                if *self_closing && !element::is_void(&tag.name) {
                    self.closes(&tag.name);
                }
            }
            CallbackEvent::EndTag { name } => self.closes(&String::from_utf8_lossy(name)),
            CallbackEvent::String { .. } => self.letters(range),
            CallbackEvent::Comment { .. }
            | CallbackEvent::Doctype { .. }
            | CallbackEvent::Error(_) => {}
        }
    }

    fn value(&mut self, value: &str, range: Range<usize>) {
        match self.attribute {
            Attribute::Class => self.tag.class = value.to_lowercase(),
            Attribute::Style => self.tag.style = value.split_whitespace().collect(),
            Attribute::Href => value.clone_into(&mut self.tag.href),
            Attribute::Id => value.clone_into(&mut self.tag.id),
            Attribute::Columns => self.tag.columns = value.trim().parse().unwrap_or(1),
            Attribute::Alt => self.tag.alt = range,
            Attribute::Other => {}
        }
    }

    fn opens(&mut self, tag: &Tag, at: usize) {
        let name = &*tag.name;
        match name {
            "br" => return self.ends_line(at),
            "img" => return self.letters(tag.alt.clone()),
            // A head that was left open ends here.
            "body" => self.open.clear(),
            _ => {}
        }
        if element::is_block(name) {
            self.fresh = true;
            self.bullet = false;
        }
        if tag.style.contains("mso-element:field-") {
            self.field = tag.style.contains("field-begin");
        }
        if element::is_void(name) {
            return;
        }
        self.leave(name);
        let around = self.open.last().cloned().unwrap_or_default();
        let mut element = Element { name: name.into(), ..around };
        element.dropped |= element::is_dropped(tag) || Self::is_mark(tag, element.shape);
        self.notes(tag, &mut element);
        match name {
            "table" => {
                self.table.push(Table { number: *self.tables, rows: 0, column: 0 });
                *self.tables += 1;
                element.shape = None;
            }
            "tr" => {
                if let Some(table) = self.table.last_mut() {
                    table.rows += 1;
                    table.column = 0;
                }
            }
            "td" | "th" => element.cell = self.cell(tag.columns).or(element.cell),
            _ => {}
        }
        element.shape = match (element::shape(tag), element.cell) {
            (Some(it @ (Shape::Contents | Shape::Code)), _) => Some(it),
            (_, Some(_)) => Some(Shape::Cell),
            (Some(Shape::Heading(_)), None) if around.shape == Some(Shape::Contents) => {
                around.shape
            }
            (found, None) => found.or(around.shape),
        };
        // What is nested deeper than any page is read as if it were not.
        if self.open.len() < self.depth {
            self.open.push(element);
        }
    }

    fn cell(&mut self, columns: u32) -> Option<Cell> {
        let table = self.table.last_mut()?;
        let (row, column) = (table.rows.saturating_sub(1), table.column);
        table.column = column.saturating_add(columns.clamp(1, 1_000));
        Some(Cell { table: table.number, row, column })
    }

    /// Whether a tag holds the bullet of an item or the sign of a footnote, which is not
    /// its text. The number of a heading is.
    fn is_mark(tag: &Tag, shape: Option<Shape>) -> bool {
        let heading = matches!(shape, Some(Shape::Heading(_)));
        let list = tag.style.contains("mso-list:Ignore");
        list && !heading || tag.name == "a" && NOTE.is_match(&tag.href)
    }

    fn notes(&mut self, tag: &Tag, element: &mut Element) {
        let block = self.flow.blocks.len();
        let own = |it: &str| it.trim_start_matches(['#', '_']).into();
        if tag.name == "a" && NOTE.is_match(&tag.href) && !tag.href.contains("ref") {
            let name = own(&tag.href);
            self.notes.push(Note { block: block.saturating_sub(1), name, refers: true });
        } else if tag.name != "a" && NOTE.is_match(&tag.id) && !tag.id.contains("ref") {
            element.note = Some(own(&tag.id));
            element.shape = Some(Shape::Footnote);
        }
    }

    /// Closes what an opening `name` ends by itself.
    fn leave(&mut self, name: &str) {
        let (ended, kept) = element::ends(name);
        let found = self
            .open
            .iter()
            .rposition(|it| ended.contains(&&*it.name) || kept.contains(&&*it.name));
        if let Some(at) = found
            && ended.contains(&&*self.open[at].name)
        {
            self.pop(at);
        }
    }

    fn closes(&mut self, name: &str) {
        self.fresh |= element::is_block(name);
        if let Some(at) = self.open.iter().rposition(|it| &*it.name == name) {
            // A stray end of a paragraph must not close the table around it.
            let walled = |it: &Element| matches!(&*it.name, "table" | "td" | "th");
            let table =
                matches!(name, "table" | "tr" | "td" | "th" | "body" | "html" | "tbody");
            if table || !self.open[at + 1..].iter().any(walled) {
                self.pop(at);
            }
        }
    }

    fn pop(&mut self, at: usize) {
        for element in self.open.drain(at..) {
            self.fresh |= element::is_block(&element.name);
            if &*element.name == "table" {
                self.table.pop();
            }
        }
    }
}
