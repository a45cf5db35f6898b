//! From the events of the parser to blocks.

use std::{collections::BTreeSet, ops::Range};

use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::{
    Cell, Flow, Shape, bullet,
    html::{self, Letters},
    labelled,
    lists::Lists,
    mask::Masked,
    notes::Notes,
    origin,
    parts::Parts,
    remarks::{self, Comment},
    words,
};

/// The longest item that may be a heading.
const LONGEST: usize = 100;

/// The events of a draft, with their places.
pub(super) type Events<'s> = Vec<(Event<'s>, Range<usize>)>;

/// Adds the blocks of a draft to `flow`; gives the remarks in it.
pub(super) fn blocks(
    flow: &mut Flow,
    source: &str,
    masked: &Masked,
    parts: Option<Parts>,
    lists: Lists,
    depth: usize,
) -> Vec<Comment> {
    let events = events(masked);
    let notes = Notes::find(&events);
    let mut walk = Walk {
        flow,
        source,
        masked,
        events: &events,
        notes: &notes,
        parts,
        lists,
        depth,
        around: Vec::new(),
        fresh: true,
        skip: 0,
        tables: 0,
        place: Cell { table: 0, row: 0, column: 0 },
        links: Vec::new(),
        cited: Vec::new(),
        noting: false,
        code: false,
        done: BTreeSet::new(),
    };
    walk.all();
    flow.skipped.extend(remarks::unclosed(&events, source));
    remarks::find(&events, source)
}

/// The events of a draft.
pub(super) fn events(masked: &Masked) -> Events<'_> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM;
    Parser::new_ext(&masked.text, options).into_offset_iter().collect()
}

/// A walk over the events of a draft.
pub(super) struct Walk<'w, 's> {
    pub(super) flow: &'w mut Flow,
    pub(super) source: &'w str,
    pub(super) masked: &'w Masked,
    events: &'w Events<'s>,
    pub(super) notes: &'w Notes<'w>,
    parts: Option<Parts>,
    pub(super) lists: Lists,
    depth: usize,
    /// What the open containers make of text, innermost last.
    pub(super) around: Vec<Shape>,
    /// Whether the next word begins a block.
    pub(super) fresh: bool,
    /// How many bytes of the next text are a bullet.
    pub(super) skip: usize,
    tables: u32,
    place: Cell,
    /// For each open link, whether its brackets are text: `[RFC 8446]`.
    links: Vec<bool>,
    /// The footnotes that the open block refers to.
    pub(super) cited: Vec<&'w str>,
    /// Whether footnotes are being added.
    pub(super) noting: bool,
    /// Whether the open block is code, in which every letter stands for itself.
    pub(super) code: bool,
    pub(super) done: BTreeSet<&'w str>,
}

impl<'w> Walk<'w, '_> {
    fn all(&mut self) {
        self.run(0..self.events.len());
        let left: Vec<_> = self.notes.texts.keys().copied().collect();
        self.cited.extend(left);
        self.footnotes();
        if let Some(parts) = &mut self.parts {
            parts.reach(self.flow, self.source, self.source.len());
            self.lists.blocks(self.flow, self.source);
        }
    }

    /// Takes the events at `events`.
    pub(super) fn run(&mut self, events: Range<usize>) {
        let mut at = events.start;
        while at < events.end {
            let (event, range) = &self.events[at];
            at = match event {
                Event::Start(tag) => self.starts(tag, range.clone(), at),
                Event::End(tag) => {
                    self.ends(*tag, range);
                    at + 1
                }
                _ => {
                    self.inline(event, range.clone(), at);
                    at + 1
                }
            };
        }
    }

    /// Takes the start of an element at the event `at`; gives the event to go on with.
    fn starts(&mut self, tag: &'w Tag<'_>, range: Range<usize>, at: usize) -> usize {
        match tag {
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Image { .. } => return at + 1,
            Tag::Link { link_type, .. } => {
                self.link(*link_type, &range);
                return at + 1;
            }
            _ => self.fresh = true,
        }
        if let Some(parts) = &mut self.parts {
            parts.reach(self.flow, self.source, range.start);
        }
        match tag {
            Tag::Heading { level, .. } => self.heading(*level, &range),
            Tag::Paragraph => self.typed(range.start),
            Tag::CodeBlock(_) => {
                self.opens(Shape::Code);
                self.code = true;
            }
            Tag::HtmlBlock => {
                let (tokens, source) = (&*self.masked.text, self.source);
                let letters = Letters { tokens, source, part: range };
                let title = self.flow.about.title.take();
                html::blocks(self.flow, letters, self.depth, &mut self.tables);
                // A `<title>` in the middle of a draft is that of a reference.
                self.flow.about.title = title;
                return self.end(at);
            }
            Tag::List(Some(_)) => {
                if let Some(inner) = self.lone(at) {
                    self.opens(Shape::Paragraph);
                    self.plain(range.start..self.events[inner.start].1.start);
                    self.run(inner);
                    self.footnotes();
                    return self.end(at);
                }
            }
            Tag::Item => self.enter(Shape::Item),
            Tag::BlockQuote(Some(_)) => self.enter(Shape::Note),
            Tag::BlockQuote(None) => self.enter(Shape::Paragraph),
            Tag::Table(_) => {
                self.place = Cell { table: self.tables, row: 0, column: 0 };
                self.tables += 1;
            }
            Tag::TableCell => self.enter(Shape::Cell),
            Tag::FootnoteDefinition(label) => {
                let texts = self.notes.texts.get(&**label);
                let first = texts.is_some_and(|it| it.start == at + 1);
                if first && self.notes.used.contains(&**label) {
                    return self.end(at);
                }
                if first {
                    self.done.insert(label);
                }
                self.enter(Shape::Footnote);
            }
            _ => {}
        }
        at + 1
    }

    fn ends(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Image => return,
            TagEnd::Link => {
                if self.links.pop() == Some(true) {
                    let raw = &self.source[range.clone()];
                    let end = range.end - if raw.ends_with("][]") { 3 } else { 1 };
                    self.plain(end..end + 1);
                }
                return;
            }
            TagEnd::TableCell => self.place.column += 1,
            TagEnd::TableHead | TagEnd::TableRow => {
                self.place.row += 1;
                self.place.column = 0;
            }
            _ => {}
        }
        self.fresh = true;
        self.code = false;
        self.footnotes();
        if matches!(
            tag,
            TagEnd::Item
                | TagEnd::BlockQuote(_)
                | TagEnd::TableCell
                | TagEnd::FootnoteDefinition
        ) {
            self.around.pop();
        }
    }

    /// The event after the end of the element that starts at `at`.
    fn end(&self, at: usize) -> usize {
        let mut depth = 0_usize;
        for (next, (event, _)) in self.events.iter().enumerate().skip(at) {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth <= 1 => return next + 1,
                Event::End(_) => depth -= 1,
                _ => {}
            }
        }
        self.events.len()
    }

    /// Enters a container; what is in a footnote or a cell is so at any depth.
    fn enter(&mut self, shape: Shape) {
        let weight = |it: &Shape| match it {
            Shape::Footnote => 4,
            Shape::Cell => 3,
            Shape::Note => 2,
            Shape::Item => 1,
            _ => 0,
        };
        let outer = self.around.last().copied().unwrap_or(Shape::Paragraph);
        let heavier = if weight(&outer) < weight(&shape) { shape } else { outer };
        self.around.push(heavier);
    }

    pub(super) fn shape(&self) -> Shape {
        self.around.last().copied().unwrap_or(Shape::Paragraph)
    }

    pub(super) fn opens(&mut self, shape: Shape) {
        let block = self.flow.begin(shape);
        block.cell = (shape == Shape::Cell).then_some(self.place);
        self.fresh = false;
    }

    fn heading(&mut self, level: HeadingLevel, range: &Range<usize>) {
        let level = match level {
            HeadingLevel::H1 => 1,
            HeadingLevel::H2 => 2,
            HeadingLevel::H3 => 3,
            HeadingLevel::H4 => 4,
            HeadingLevel::H5 => 5,
            HeadingLevel::H6 => 6,
        };
        self.opens(Shape::Heading(level));
        if let Some(parts) = &mut self.parts {
            let title = self.source[range.clone()].trim_start_matches(['#', ' ']);
            let line = self.source[..range.start].rfind('\n').map_or(0, |it| it + 1);
            let plain = self.masked.unnumbered.contains(&line);
            parts.number(self.flow, level, title, plain);
        }
    }

    /// The events of the text of a list that holds one line, such as "1. Scope": more
    /// likely a heading than a list.
    fn lone(&self, at: usize) -> Option<Range<usize>> {
        let Some((Event::Start(Tag::Item), _)) = self.events.get(at + 1) else {
            return None;
        };
        let paragraph =
            matches!(self.events.get(at + 2)?.0, Event::Start(Tag::Paragraph));
        let start = at + 2 + usize::from(paragraph);
        let inline = |it: &Event<'_>| match it {
            Event::Start(tag) => {
                matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Link { .. })
            }
            Event::End(tag) => {
                matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link)
            }
            Event::Text(_) | Event::Code(_) | Event::FootnoteReference(_) => true,
            _ => false,
        };
        let count = self.events[start..].iter().take_while(|(it, _)| inline(it)).count();
        let end = start + count;
        let last = self.events.get(end + usize::from(paragraph) + 1)?;
        let text =
            &self.source[self.events.get(start)?.1.start..self.events[end - 1].1.end];
        let title = text.trim_matches('*').chars().next().is_some_and(char::is_uppercase);
        let sentence = text.ends_with(['.', ';', ',', ':']) || text.contains(". ");
        let alone = 0 < count && matches!(last.0, Event::End(TagEnd::List(_)));
        let fits = self.flow.loose && text.len() <= LONGEST && self.around.is_empty();
        (fits && alone && title && !sentence).then_some(start..end)
    }

    /// Begins an item where a typed bullet or label stands at `at`.
    fn typed(&mut self, at: usize) {
        if self.shape() != Shape::Paragraph {
            return;
        }
        let text = &self.source[at..];
        if let Some(skip) = bullet(text) {
            self.opens(Shape::Item);
            self.skip = skip;
        } else if labelled(text) {
            self.opens(Shape::Item);
        }
    }

    fn link(&mut self, kind: LinkType, range: &Range<usize>) {
        let short = matches!(
            kind,
            LinkType::Shortcut
                | LinkType::ShortcutUnknown
                | LinkType::Collapsed
                | LinkType::CollapsedUnknown
        );
        let short = short && self.source[range.start..].starts_with('[');
        self.links.push(short);
        if short {
            self.plain(range.start..range.start + 1);
        }
    }

    fn inline(&mut self, event: &'w Event<'_>, range: Range<usize>, at: usize) {
        match event {
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text(text, range);
            }
            Event::Code(text) => {
                let raw = &self.source[range.clone()];
                let ticks = raw.len() - raw.trim_start_matches('`').len();
                self.begin();
                self.align(
                    text,
                    range.start + ticks..range.end - ticks.min(range.len() / 2),
                );
            }
            Event::SoftBreak => self.breaks(range.start, at),
            Event::HardBreak if !self.fresh => self.flow.text("\n", origin(range.start)),
            Event::InlineHtml(raw) if !self.fresh && words::breaks(raw.as_ref()) => {
                self.flow.text("\n", origin(range.start));
            }
            Event::FootnoteReference(label) => self.cited.push(label),
            Event::Rule => self.fresh = true,
            _ => {}
        }
    }

    /// Takes the end of a line: a blank, or the end of a block that only its author sees.
    fn breaks(&mut self, end: usize, at: usize) {
        if self.fresh {
            return;
        }
        let next = self.events.get(at + 1).map_or(end, |it| it.1.start);
        if self.masked.begins.contains(&next) {
            self.fresh = true;
            return;
        }
        let text = &self.source[next..];
        let closed = self.source[..end].trim_end().ends_with([':', ';', '.', ',']);
        let item = bullet(text).is_some() || labelled(text);
        if closed && item && self.shape() == Shape::Paragraph {
            self.typed(next);
        } else {
            self.flow.text(" ", origin(end));
        }
    }
}
