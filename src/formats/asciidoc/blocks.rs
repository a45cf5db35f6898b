//! From the parser's blocks to the blocks of a flow.

use asciidoc_parser::{
    HasSpan, Span,
    blocks::{
        AdmonitionBlock, AdmonitionVariant, Block, CompoundDelimitedBlock,
        CompoundDelimitedContext, FindBlocks, IsBlock, ListBlock, ListItem,
        ListItemMarker, QuoteBlock, SectionBlock, SimpleBlock, SimpleBlockStyle,
    },
};

use super::{
    super::{Flow, Shape, Skipped, View},
    inline::{self, Case, Words},
    plan::Plan,
    script::Script,
};
use crate::doc::{Cell, Role};

/// Writes blocks into a flow.
pub(super) struct Writer<'a> {
    pub flow: Flow,
    pub(super) case: Case<'a>,
    /// How many tables were met.
    pub(super) tables: u32,
    /// Where in a table the text goes.
    pub(super) cell: Option<Cell>,
    /// What the block around it makes of running text.
    around: Around,
    /// Where pictures stand.
    pictures: Vec<usize>,
    /// Where comments of reviewers stand.
    reviews: Vec<usize>,
}

/// What a block makes of the text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Around {
    /// Nothing.
    Text,
    /// A requirement: what stands in it obliges.
    Requirement,
    Note,
    Example,
    Code,
}

impl<'a> Writer<'a> {
    pub(super) fn new(script: &'a Script, plan: &'a Plan, view: View) -> Self {
        Self {
            flow: Flow::default(),
            case: Case { script, plan, view },
            tables: 0,
            cell: None,
            around: Around::Text,
            pictures: Vec::new(),
            reviews: Vec::new(),
        }
    }

    /// The flow, and in it what was not read.
    pub(super) fn finish(mut self) -> Flow {
        let script = self.case.script;
        let mut tell = |places: &[usize], one: &str, many: &str, why: &str| {
            let Some(first) = places.first() else { return };
            let line = script.place(script.origin(*first));
            let what = match places.len() {
                1 => format!("{one} in {line}"),
                count => format!("{count} {many}, the first in {line}"),
            };
            self.flow.skipped.push(Skipped { what: what.into(), why: why.into() });
        };
        let why =
            "words inside a picture are not read; say in the text what matters in it";
        tell(&self.pictures, "the picture", "pictures", why);
        let why = "they speak about the draft and are not part of it";
        tell(&self.reviews, "the reviewer's comment", "reviewers' comments", why);
        self.flow
    }

    pub(super) fn block<'s>(&mut self, block: &'s Block<'s>) {
        if !matches!(block, Block::Section(_) | Block::Table(_)) {
            self.title(block);
        }
        match block {
            Block::Simple(simple) => self.simple(simple),
            Block::Section(section) => self.section(section),
            Block::List(list) => self.list(list),
            Block::ListItem(item) => self.item(item),
            Block::RawDelimited(raw) if raw.raw_context().as_ref() == "comment" => {}
            Block::RawDelimited(raw) => self.code(raw.content().original()),
            Block::CompoundDelimited(block) => self.compound(block),
            Block::Admonition(admonition) => self.admonition(admonition),
            Block::Quote(quote) => self.quote(quote),
            Block::Table(table) => self.table(block, table),
            Block::Preamble(preamble) => self.children(preamble.child_blocks()),
            Block::Media(media) => self.pictures.push(media.span().byte_offset()),
            Block::Break(_) | Block::Toc(_) | Block::DocumentAttribute(_) => {}
            other => self.children(other.child_blocks()),
        }
    }

    pub(super) fn children<'s>(&mut self, blocks: impl Iterator<Item = &'s Block<'s>>) {
        for block in blocks {
            self.block(block);
        }
    }

    /// Writes the words of a span as one block.
    pub(super) fn span(&mut self, shape: Shape, span: Span<'_>) {
        let start = span.byte_offset();
        let words = inline::words(self.case, start..start + span.data().len());
        self.write(shape, words);
    }

    /// Writes words as one block, then their footnotes.
    pub(super) fn write(&mut self, shape: Shape, words: Words) {
        let shape = self.shape(shape);
        self.flow.begin(shape).cell = self.cell;
        self.add(&words);
        self.notes(words);
    }

    fn add(&mut self, words: &Words) {
        for (text, origin) in &words.pieces {
            self.flow.text(text, *origin);
        }
    }

    fn notes(&mut self, words: Words) {
        for note in words.notes {
            self.flow.begin(Shape::Footnote).cell = self.cell;
            self.add(&note);
            self.notes(note);
        }
    }

    /// What a block is inside what is around it.
    fn shape(&self, shape: Shape) -> Shape {
        let running = matches!(shape, Shape::Paragraph | Shape::Item);
        match self.around {
            Around::Note if running => Shape::Note,
            Around::Example if running => Shape::Example,
            Around::Code if running => Shape::Code,
            _ if running && self.cell.is_some() => Shape::Cell,
            _ => shape,
        }
    }

    /// Writes what is in a block that makes `around` of it.
    fn within(&mut self, around: Around, write: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.around, around);
        write(self);
        self.around = outer;
    }

    /// Writes the title that stands above a block.
    fn title<'s>(&mut self, block: &'s Block<'s>) {
        let Some(title) = block.title_source() else { return };
        let style = block.declared_style().unwrap_or_default();
        let role = match (style, title.data().trim().to_lowercase().as_str()) {
            ("abstract", _) => Some(Role::Summary),
            (_, "foreword" | "preface") => Some(Role::Cover),
            _ => None,
        };
        let Some(role) = role else { return self.caption(block, title) };
        self.span(Shape::UNNUMBERED, title);
        if let Some(block) =
            self.flow.blocks.iter_mut().rfind(|it| it.shape == Shape::UNNUMBERED)
        {
            block.role = Some(role);
        }
    }

    /// Writes a title with the name and number that a reader sees before it.
    pub(super) fn caption<'s>(&mut self, block: &'s Block<'s>, title: Span<'_>) {
        let start = title.byte_offset();
        let mut words = inline::words(self.case, start..start + title.data().len());
        if let Some(name) = self.case.plan.caption(block.span().byte_offset()) {
            let origin = self.case.script.origin(start);
            words.pieces.insert(0, (format!("{name} – "), origin));
        }
        self.write(Shape::Paragraph, words);
    }

    fn section<'s>(&mut self, section: &'s SectionBlock<'s>) {
        let title = section.section_title_source();
        let start = title.byte_offset();
        let head = self.case.plan.head(start);
        let words = inline::words(self.case, start..start + title.data().len());
        let level = u8::try_from(section.level().clamp(1, 8)).unwrap_or(8);
        let block = self.flow.begin(Shape::Heading(level));
        if let Some(head) = head {
            block.role = head.role;
            block.standing = head.standing;
            block.number = head.number.as_deref().map(Into::into);
        }
        if words.text().trim().is_empty() {
            // A clause without a title is known by its number.
            let number = head.and_then(|it| it.number.clone()).unwrap_or_default();
            self.flow.text(&number, self.case.script.origin(start));
        }
        self.add(&words);
        self.notes(words);
        self.children(section.child_blocks());
    }

    fn simple<'s>(&mut self, simple: &'s SimpleBlock<'s>) {
        let span = simple.content().original();
        let formal = [
            "stem",
            "asciimath",
            "latexmath",
            "pseudocode",
            "listing",
            "literal",
            "source",
        ];
        let style = simple.declared_style().unwrap_or_default();
        let bare = span.data().trim() == "+";
        match simple.style() {
            _ if bare => {}
            SimpleBlockStyle::Paragraph if !formal.contains(&style) => {
                self.span(Shape::Paragraph, span);
            }
            _ => self.code(span),
        }
    }

    /// Copies a listing as it stands.
    fn code(&mut self, span: Span<'_>) {
        let start = span.byte_offset();
        let words = inline::verbatim(self.case.script, start..start + span.data().len());
        self.write(Shape::Code, words);
    }

    fn list<'s>(&mut self, list: &'s ListBlock<'s>) {
        self.children(list.child_blocks());
    }

    fn item<'s>(&mut self, item: &'s ListItem<'s>) {
        let marker = item.list_item_marker();
        let mut blocks = item.child_blocks().peekable();
        let first = blocks.next_if(|it| {
            matches!(it, Block::Simple(_))
                && it.title_source().is_none()
                && !item.has_empty_principal_text()
        });
        let text = match first {
            Some(Block::Simple(simple)) => Some(simple.content().original()),
            _ => None,
        };
        if let ListItemMarker::DefinedTerm { term, marker, .. } = marker {
            self.definition(term.original(), marker, text);
        } else if let Some(text) = text {
            // The entries of references and bibliographies are no points of a list.
            let entry = text.data().trim_start().starts_with("[[[");
            self.span(if entry { Shape::Paragraph } else { Shape::Item }, text);
        }
        self.children(blocks);
    }

    /// A term and what it stands for: "SDK⇥software development kit".
    fn definition(&mut self, term: Span<'_>, marker: Span<'_>, text: Option<Span<'_>>) {
        let range = |it: Span<'_>| it.byte_offset()..it.byte_offset() + it.data().len();
        let mut words = inline::words(self.case, range(term));
        if let Some(text) = text {
            let origin = self.case.script.origin(marker.byte_offset());
            words.pieces.push(("\t".to_owned(), origin));
            let more = inline::words(self.case, range(text));
            words.pieces.extend(more.pieces);
            words.notes.extend(more.notes);
        }
        self.write(Shape::Paragraph, words);
    }

    fn compound<'s>(&mut self, block: &'s CompoundDelimitedBlock<'s>) {
        let style = block.declared_style().unwrap_or_default();
        let reviewer =
            block.attrlist().is_some_and(|it| it.named_attribute("reviewer").is_some());
        if reviewer {
            return self.reviews.push(block.span().byte_offset());
        }
        let obliges = matches!(style, "requirement" | "recommendation" | "permission");
        let example = block.context_kind() == CompoundDelimitedContext::Example;
        let around = match style {
            _ if obliges => Around::Requirement,
            "pseudocode" => Around::Code,
            "abstract" => Around::Text,
            _ if example && self.around == Around::Text => Around::Example,
            _ => self.around,
        };
        if obliges {
            self.label(block);
        }
        self.within(around, |it| it.children(block.child_blocks()));
    }

    /// Writes the label of a requirement, which stands among its attributes.
    fn label<'s>(&mut self, block: &'s CompoundDelimitedBlock<'s>) {
        let span = block.span();
        for name in ["identifier", "label"] {
            let list = block.attrlist();
            let value = list
                .and_then(|it| it.named_attribute(name))
                .map(asciidoc_parser::attributes::ElementAttribute::value);
            let Some(value) = value.filter(|it| !it.is_empty()) else { continue };
            let Some(at) = span.data().find(value) else { continue };
            let start = span.byte_offset() + at;
            let words = inline::verbatim(self.case.script, start..start + value.len());
            return self.write(Shape::Paragraph, words);
        }
    }

    fn admonition<'s>(&mut self, block: &'s AdmonitionBlock<'s>) {
        let note = block.variant() == AdmonitionVariant::Note;
        let around = if note { Around::Note } else { self.around };
        self.within(around, |it| {
            if let Some(content) = block.content() {
                it.admitted(block.span(), content.original(), note);
            }
            it.children(block.child_blocks());
        });
    }

    /// Writes the text of an admonition; only a note does without its word.
    fn admitted(&mut self, whole: Span<'_>, text: Span<'_>, note: bool) {
        let before = whole.data().get(..text.byte_offset() - whole.byte_offset());
        let line = before.and_then(|it| it.rsplit('\n').next()).unwrap_or_default();
        let word = if note { 0 } else { line.len() };
        let end = text.byte_offset() + text.data().len();
        let words = inline::words(self.case, text.byte_offset() - word..end);
        self.write(Shape::Paragraph, words);
    }

    fn quote<'s>(&mut self, quote: &'s QuoteBlock<'s>) {
        let own = |it: &Block<'_>| {
            let at = it.span().byte_offset();
            let whole = quote.span().byte_offset()
                ..quote.span().byte_offset() + quote.span().data().len();
            whole.contains(&at)
                && self.case.script.text[at..].starts_with(it.span().data())
        };
        if let Some(content) = quote.content() {
            self.span(Shape::Paragraph, content.original());
        } else if quote.child_blocks().all(own) {
            self.children(quote.child_blocks());
        } else {
            // Markdown's "> " quotes are parsed from a copy, which has no places.
            let start = quote.span().byte_offset();
            let mut words =
                inline::words(self.case, start..start + quote.span().data().len());
            for (text, origin) in &mut words.pieces {
                let bare = text.trim_start_matches(['>', ' ']);
                let skip = super::script::count(text.len() - bare.len());
                (*text, *origin) = (bare.to_owned(), origin.advanced(skip));
            }
            self.write(Shape::Paragraph, words);
        }
        self.cited(quote);
    }

    /// Writes who said a quotation, which stands among its attributes.
    fn cited<'s>(&mut self, quote: &'s QuoteBlock<'s>) {
        let Some(list) = quote.attrlist() else { return };
        let source = list.span();
        for place in [2, 3] {
            let name = if place == 2 { "attribution" } else { "citetitle" };
            let value = list
                .named_or_positional_attribute(name, place)
                .map(asciidoc_parser::attributes::ElementAttribute::value);
            let Some(value) = value.filter(|it| !it.is_empty()) else { continue };
            let Some(at) = source.data().find(value) else { continue };
            let start = source.byte_offset() + at;
            let words = inline::words(self.case, start..start + value.len());
            self.write(Shape::Paragraph, words);
        }
    }
}
