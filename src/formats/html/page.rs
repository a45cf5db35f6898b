//! From the tokens of a page to blocks.

use std::{convert::Infallible, ops::Range, sync::LazyLock};

use html5gum::{
    Span, Token, Tokenizer,
    emitters::callback::{CallbackEmitter, CallbackEvent},
};
use regex::Regex;

use super::{
    Cell, Flow, Role, Shape,
    element::{self, Tag},
    notes::{NOTE, Note, gather},
    text::{bullet, origin},
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
struct Walk<'f, 's> {
    flow: &'f mut Flow,
    source: &'s str,
    start: usize,
    depth: usize,
    tables: &'f mut u32,
    open: Vec<Element>,
    table: Vec<Table>,
    /// Whether the next word begins a block.
    fresh: bool,
    /// Whether the last letter was a blank.
    blank: bool,
    /// Whether the code of a field is read, such as `TOC \o "1-2"`, and not its text.
    field: bool,
    /// Whether a bullet stands in front of the next word.
    bullet: bool,
    tag: Tag,
    attribute: Attribute,
    notes: Vec<Note>,
}

/// An element that is open, with what those around it make of its text.
#[derive(Clone, Debug, Default)]
struct Element {
    name: Box<str>,
    shape: Option<Shape>,
    cell: Option<Cell>,
    /// Whether its text is not the draft's.
    dropped: bool,
    note: Option<Box<str>>,
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

    fn ends_line(&mut self, at: usize) {
        let dropped = self.open.last().is_some_and(|it| it.dropped);
        if !(self.fresh || dropped) {
            let end = at.min(self.source.len());
            let at = self.source[..end].rfind('<').unwrap_or(at);
            self.flow.text("\n", origin(at));
            self.blank = true;
        }
    }

    /// Adds the words of a part of the source, its blanks folded as a browser does.
    fn letters(&mut self, range: Range<usize>) {
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
