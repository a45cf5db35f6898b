//! What a block of Markdown stands in, and with that what a line above it begins with.

use std::{ops::Range, sync::LazyLock};

use pulldown_cmark::Tag;
use regex::Regex;

use super::super::super::mark::sheet::line;

/// A place above a block: the beginning of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub at: usize,
    /// What the line of a comment begins with.
    pub prefix: String,
    /// Where the words are, if it is not directly above their block.
    pub why: Option<&'static str>,
}

/// What a block stands in.
pub(super) struct Chain<'t> {
    text: &'t str,
    /// Where the front matter ends.
    start: usize,
    open: Vec<Container>,
    /// The last heading that stands in nothing.
    heading: Option<Spot>,
}

struct Container {
    kind: Kind,
    /// The line that it begins on.
    line: usize,
    /// What the lines of its content begin with.
    inner: String,
    /// Where a comment on its first line stands.
    own: Spot,
    /// Where comments above it as a whole stand.
    above: Spot,
    /// What comments in the item before begin with.
    before: Option<String>,
    /// Where comments on the entry of a list of definitions stand.
    entry: Option<Spot>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Quote,
    Alert,
    List,
    Item,
    Footnote,
    Definitions,
    Definition,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Quote | Self::Alert => "a quotation",
            Self::List | Self::Item => "a list",
            Self::Footnote => "a footnote",
            Self::Definitions | Self::Definition => "a list of definitions",
        }
    }
}

/// Whether an element holds blocks.
pub(super) fn holds(tag: &Tag<'_>) -> bool {
    kind(tag).is_some()
}

fn kind(tag: &Tag<'_>) -> Option<Kind> {
    Some(match tag {
        Tag::BlockQuote(None) => Kind::Quote,
        Tag::BlockQuote(Some(_)) => Kind::Alert,
        Tag::List(_) => Kind::List,
        Tag::Item => Kind::Item,
        Tag::FootnoteDefinition(_) => Kind::Footnote,
        Tag::DefinitionList => Kind::Definitions,
        Tag::DefinitionListDefinition => Kind::Definition,
        _ => return None,
    })
}

/// Whether an element is a block of words.
pub(super) fn is_block(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::Table(_)
            | Tag::DefinitionListTitle
            | Tag::MetadataBlock(_)
    )
}

static ATTRIBUTES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[ \t>]*\{(?::[^:/\n]|[#.]|numbered)[^\n]*\}[ \t\r]*$")
        .expect("a tested pattern")
});

impl<'t> Chain<'t> {
    pub(super) fn new(text: &'t str, start: usize) -> Self {
        Self { text, start, open: Vec::new(), heading: None }
    }

    pub(super) fn enter(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        let Some(kind) = kind(tag) else { return };
        let begin = self.words(range.start);
        let first = line(self.text, begin);
        let lead = blank(&self.text[first..begin]);
        let outer = self.place(begin);
        let mut own = outer.clone();
        let outer_inner = self.open.last().map_or("", |it| &it.inner);
        let inner = match kind {
            Kind::Quote | Kind::Alert => format!("{lead}> "),
            Kind::Footnote => format!("{outer_inner}    "),
            Kind::List | Kind::Definitions => outer_inner.to_owned(),
            Kind::Item | Kind::Definition => lead + &marker(&self.text[begin..]),
        };
        match (kind, self.open.last_mut()) {
            // The comment on an item is the last line of the item before it.
            (Kind::Item, Some(list)) => {
                own = match list.before.replace(inner.clone()) {
                    Some(prefix) => Spot { at: first, prefix, why: None },
                    None => list.own.clone(),
                };
            }
            (Kind::Definition, Some(list)) => {
                list.before = Some(inner.clone());
                own = list.entry.clone().unwrap_or_else(|| list.own.clone());
            }
            _ => {}
        }
        self.open.push(Container {
            kind,
            line: first,
            inner,
            own,
            above: outer,
            before: None,
            entry: None,
        });
    }

    pub(super) fn leave(&mut self) {
        let left = self.open.pop().map(|it| it.kind);
        if let (Some(Kind::Definition), Some(list)) = (left, self.open.last_mut()) {
            // The next title begins an entry of its own.
            list.entry = None;
        }
    }

    /// Where comments on a block may stand, the nearest place first.
    pub(super) fn spots(
        &mut self,
        tag: Option<&Tag<'_>>,
        range: &Range<usize>,
    ) -> Vec<Spot> {
        let begin = self.words(range.start);
        let mut own = self.place(begin);
        if matches!(tag, Some(Tag::DefinitionListTitle))
            && let Some(list) = self.open.last_mut()
        {
            // The comment on a later entry is the last line of the one before it. After a
            // blank line it would set what is there apart as paragraphs.
            let before = list.before.take();
            let above = self.text[..own.at].trim_end();
            let next = above.len() + self.text[above.len()..].find('\n').unwrap_or(0) + 1;
            let entry = list.entry.get_or_insert_with(|| match before {
                Some(prefix) => Spot { at: next.min(own.at), prefix, why: None },
                None => own,
            });
            own = entry.clone();
        }
        match tag {
            Some(Tag::Table(_)) => own.why = Some("a table"),
            Some(Tag::HtmlBlock) => own.why = Some("a passage in HTML"),
            _ => {}
        }
        let mut spots = vec![own];
        if let Some(outermost) = self.open.first() {
            spots.push(Spot {
                why: Some(outermost.kind.name()),
                ..outermost.above.clone()
            });
        }
        if self.open.is_empty() && matches!(tag, Some(Tag::Heading { .. })) {
            self.heading = spots.first().cloned();
        } else if let Some(heading) = &self.heading {
            let why = Some("a place where no comment can stand");
            spots.push(Spot { why, ..heading.clone() });
        }
        spots
    }

    /// Where comments on what begins at `at` stand.
    fn place(&self, at: usize) -> Spot {
        let first = line(self.text, at);
        match self.open.last() {
            // Nothing comes between a mark of a list or a note and its first words.
            Some(it) if it.line == first && it.kind != Kind::Quote => it.own.clone(),
            Some(it) if it.kind == Kind::Alert => it.own.clone(),
            it => {
                let at = self.above(first);
                match it {
                    // The attributes above it are those of the quotation.
                    Some(it) if it.line == first && at < first => it.own.clone(),
                    it => {
                        let prefix = it.map_or("", |it| &it.inner).to_owned();
                        Spot { at, prefix, why: None }
                    }
                }
            }
        }
    }

    /// The line `first`, or that of the attributes that belong to it.
    fn above(&self, first: usize) -> usize {
        let before = |at: usize| {
            (self.start < at)
                .then(|| line(self.text, at - 1))
                .filter(|it| self.start <= *it)
        };
        let mut at = first;
        while let Some(above) = before(at)
            && ATTRIBUTES.is_match(self.text[above..at].trim_end_matches('\n'))
        {
            at = above;
        }
        // Attributes directly below a block belong to that.
        let free = before(at).is_none_or(|it| self.text[it..at].trim().is_empty());
        if free { at } else { first }
    }

    /// The first letter at or after `at` that is no blank.
    fn words(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        at + (rest.len() - rest.trim_start_matches([' ', '\t']).len())
    }
}

/// The same width in blanks; the marks of quotations stay.
fn blank(text: &str) -> String {
    let sign = |it: char| if matches!(it, '>' | '\t') { it } else { ' ' };
    text.chars().map(sign).collect()
}

/// As wide as the mark at the start of an item with the blanks after it.
fn marker(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let sign = blank(text.get(..=digits).unwrap_or(" "));
    let rest = text.get(digits + 1..).unwrap_or_default();
    let inner = rest.trim_start_matches([' ', '\t']);
    let gap = &rest[..rest.len() - inner.len()];
    let empty = inner.is_empty() || inner.starts_with(['\n', '\r']);
    let code = 4 < gap.len() && !gap.contains('\t');
    sign + if empty || code || gap.is_empty() { " " } else { gap }
}
