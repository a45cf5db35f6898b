//! Pulls elements and text out of one part, with their namespaces resolved.
//!
//! The only file that knows the XML crate: a faster scanner can take its place behind
//! [`Xml::pull`].

mod attribute;

use std::{borrow::Cow, collections::HashMap, ops::Range, str::FromStr};

use quick_xml::{
    Reader,
    events::{BytesRef, Event as Raw, attributes::Attributes},
};

/// One step through a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Event<'x> {
    /// An element begins; an empty one ends with the next event.
    Start(Tag<'x>),
    /// The innermost open element ends.
    End,
    /// Letters as the file has them.
    Text(Cow<'x, str>),
    /// One character that the file writes as `&amp;` or `&#8211;`.
    Character(char),
    /// The part is over.
    Eof,
}

/// The namespaces that mean something to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// The words of a Word document, also in its Strict form.
    Word,
    /// Equations.
    Math,
    /// Alternatives for older programs.
    Alternatives,
    /// Everything else.
    Other,
}

/// The start of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag<'x> {
    /// Its namespace.
    pub space: Space,
    /// Its name without prefix.
    pub name: &'x str,
    attributes: &'x str,
}

/// Why a part cannot be read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is not well-formed XML.
    Broken {
        /// The byte where that shows.
        at: u64,
        /// What is wrong there.
        why: Box<str>,
    },
    /// It has a document type, which no Word file needs and attacks use.
    Doctype,
    /// Its elements nest deeper than this.
    Deep(usize),
}

/// A part on its way through the reader.
pub(super) struct Xml<'x> {
    source: &'x str,
    reader: Reader<&'x [u8]>,
    names: Names<'x>,
    depth: usize,
    limit: usize,
    // Where the event that was just pulled begins.
    begun: usize,
    // The element that just began is already over: `<w:tab/>`.
    empty: bool,
}

impl<'x> Xml<'x> {
    /// Begins to read `source`, in which elements may nest `limit` deep.
    pub(super) fn new(source: &'x str, limit: usize) -> Self {
        let (reader, names) = (Reader::from_str(source), Names::default());
        Self { source, reader, names, depth: 0, limit, begun: 0, empty: false }
    }

    /// The bytes of the event that was just pulled; the end of an empty element has none.
    pub(super) fn range(&self) -> Range<usize> {
        self.begun..self.here()
    }

    fn here(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    /// How many elements are open.
    pub(super) const fn depth(&self) -> usize {
        self.depth
    }

    /// The next event.
    pub(super) fn pull(&mut self) -> Result<Event<'x>, Fault> {
        if self.empty {
            self.empty = false;
            self.begun = self.here();
            return Ok(self.close());
        }
        loop {
            self.begun = self.here();
            let raw =
                self.reader.read_event().map_err(|it| self.broken(&it.to_string()))?;
            return match raw {
                Raw::Start(tag) => {
                    self.open(tag.name().as_ref().len(), tag.attributes_raw().len(), 1)
                }
                Raw::Empty(tag) => {
                    self.empty = true;
                    self.open(tag.name().as_ref().len(), tag.attributes_raw().len(), 2)
                }
                Raw::End(_) => Ok(self.close()),
                Raw::Text(text) => Ok(Event::Text(text.into_inner())),
                Raw::CData(text) => Ok(Event::Text(text.into_inner())),
                Raw::GeneralRef(name) => self.character(&name),
                Raw::DocType(_) => Err(Fault::Doctype),
                Raw::Eof if 0 < self.depth => {
                    Err(self.broken("it ends inside an element"))
                }
                Raw::Eof => Ok(Event::Eof),
                Raw::Comment(_) | Raw::Decl(_) | Raw::PI(_) => continue,
            };
        }
    }

    /// The start tag that ends where the reader stands, before `close` bytes of `/>`.
    fn open(
        &mut self,
        name: usize,
        attributes: usize,
        close: usize,
    ) -> Result<Event<'x>, Fault> {
        if self.limit <= self.depth {
            return Err(Fault::Deep(self.limit));
        }
        self.depth += 1;
        let end = self.here();
        let whole = end
            .checked_sub(close + attributes + name)
            .and_then(|start| self.source.get(start..end - close));
        let Some((name, attributes)) = whole.and_then(|it| it.split_at_checked(name))
        else {
            return Err(self.broken("a tag is cut"));
        };
        self.names.enter(self.depth, attributes);
        let (prefix, name) = name.split_once(':').unwrap_or(("", name));
        let space = self.names.space(prefix);
        Ok(Event::Start(Tag { space, name, attributes }))
    }

    fn close(&mut self) -> Event<'x> {
        self.names.leave(self.depth);
        self.depth = self.depth.saturating_sub(1);
        Event::End
    }

    fn character(&self, name: &BytesRef<'_>) -> Result<Event<'x>, Fault> {
        let numbered =
            name.resolve_char_ref().map_err(|it| self.broken(&it.to_string()))?;
        let named = || match name.as_ref() {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => None,
        };
        numbered.or_else(named).map(Event::Character).ok_or_else(|| {
            let name: &str = name.as_ref();
            self.broken(&format!("&{name}; stands for nothing"))
        })
    }

    fn broken(&self, why: &str) -> Fault {
        Fault::Broken { at: self.reader.buffer_position(), why: why.into() }
    }
}

impl<'x> Tag<'x> {
    /// Whether it is Word's element `name`.
    pub(super) fn is(&self, name: &str) -> bool {
        self.space == Space::Word && self.name == name
    }

    /// The attribute `name`, whatever its prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'x, str>> {
        let (_, value) = pairs(self.attributes).find(|(key, _)| local(key) == name)?;
        // Most values are plain, and looking is cheaper than decoding.
        let decoded =
            value.contains('&').then(|| quick_xml::escape::unescape(value).ok());
        Some(decoded.flatten().unwrap_or(Cow::Borrowed(value)))
    }

    /// The attribute that most of Word's properties have.
    pub(super) fn value(&self) -> Option<Cow<'x, str>> {
        self.attribute("val")
    }

    /// The same as a number.
    pub(super) fn number<T: FromStr>(&self) -> Option<T> {
        self.value()?.trim().parse().ok()
    }

    /// Whether a property that is on or off is on.
    pub(super) fn on(&self) -> bool {
        !matches!(self.value().as_deref(), Some("0" | "false" | "off" | "none"))
    }

    /// Whether blanks at the ends of its text count.
    pub(super) fn keeps_blanks(&self) -> bool {
        self.attribute("space").as_deref() == Some("preserve")
    }
}

fn pairs(attributes: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut found = Attributes::new(attributes, 0);
    found.with_checks(false);
    found.filter_map(Result::ok).filter_map(|it| match it.value {
        Cow::Borrowed(value) => Some((it.key.0, value)),
        Cow::Owned(_) => None,
    })
}

fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, it)| it)
}

/// What prefixes stand for at one place of a part.
#[derive(Default)]
struct Names<'x> {
    // Prefix → what it stands for, the innermost meaning last.
    bound: HashMap<&'x str, Vec<Space>>,
    // Depth and prefix of every binding that an open element made.
    undo: Vec<(usize, &'x str)>,
    last: Option<(&'x str, Space)>,
}

impl<'x> Names<'x> {
    fn enter(&mut self, depth: usize, attributes: &'x str) {
        if !attributes.contains("xmlns") {
            return;
        }
        for (key, name) in pairs(attributes) {
            let prefix = match key.strip_prefix("xmlns") {
                Some("") => "",
                Some(rest) if rest.starts_with(':') => &rest[1..],
                _ => continue,
            };
            self.bound.entry(prefix).or_default().push(Space::called(name));
            self.undo.push((depth, prefix));
            self.last = None;
        }
    }

    fn leave(&mut self, depth: usize) {
        while let Some((_, prefix)) = self.undo.pop_if(|(it, _)| *it == depth) {
            if let Some(meanings) = self.bound.get_mut(prefix) {
                meanings.pop();
            }
            self.last = None;
        }
    }

    fn space(&mut self, prefix: &'x str) -> Space {
        if let Some((last, space)) = self.last
            && last == prefix
        {
            return space;
        }
        let bound = self.bound.get(prefix).and_then(|it| it.last());
        let space = bound.copied().unwrap_or_else(|| Space::usual(prefix));
        self.last = Some((prefix, space));
        space
    }
}

impl Space {
    fn called(name: &str) -> Self {
        match name {
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Self::Word,
            "http://schemas.openxmlformats.org/officeDocument/2006/math"
            | "http://purl.oclc.org/ooxml/officeDocument/math" => Self::Math,
            "http://schemas.openxmlformats.org/markup-compatibility/2006" => {
                Self::Alternatives
            }
            _ => Self::Other,
        }
    }

    /// What a prefix stands for in a file that forgot to say.
    fn usual(prefix: &str) -> Self {
        match prefix {
            "w" => Self::Word,
            "m" => Self::Math,
            "mc" => Self::Alternatives,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, expected: &str) {
        let mut xml = Xml::new(source, 8);
        let mut found = String::new();
        loop {
            match xml.pull() {
                Ok(Event::Start(tag)) => {
                    let space = format!("{:?}", tag.space);
                    found.extend(["<", &space[..1], tag.name]);
                }
                Ok(Event::End) => found.push('>'),
                Ok(Event::Text(it)) => found += &it,
                Ok(Event::Character(it)) => found.extend(['[', it, ']']),
                Ok(Event::Eof) => break,
                Err(it) => {
                    found.extend(["!", &format!("{it:?}")]);
                    break;
                }
            }
        }
        assert_eq!(found, expected, "{source}");
    }

    const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    #[test]
    fn resolves_prefixes_wherever_they_are_declared() {
        check("<w:p><m:t/></w:p>", "<Wp<Mt>>");
        check(&format!("<p xmlns='{WORD}'><t/></p>"), "<Wp<Wt>>");
        check(&format!("<x:p xmlns:x='{WORD}'/>"), "<Wp>");
        check(
            &format!("<a xmlns:x='{WORD}'><x:p xmlns:x='y'/><x:p/></a>"),
            "<Oa<Op><Wp>>",
        );
        check(
            "<w:p xmlns:w='http://purl.oclc.org/ooxml/wordprocessingml/main'/>",
            "<Wp>",
        );
    }

    #[test]
    fn gives_entities_one_by_one() {
        check("<w:t>a&amp;b&#8211;c<![CDATA[<d>]]></w:t>", "<Wta[&]b[–]c<d>>");
    }

    #[test]
    fn refuses_what_no_word_file_needs() {
        check("<!DOCTYPE a><a/>", "!Doctype");
        check(&"<w:p>".repeat(9), &("<Wp".repeat(8) + "!Deep(8)"));
        assert!(matches!(Xml::new("<a>", 8).broken("x"), Fault::Broken { .. }));
    }

    #[test]
    fn reads_attributes_by_their_local_names() {
        let mut xml = Xml::new("<w:s w:val='A &amp; b' xml:space=\"preserve\"/>", 8);
        let Ok(Event::Start(tag)) = xml.pull() else { panic!("no tag") };
        assert_eq!(tag.value().as_deref(), Some("A & b"));
        assert!(tag.keeps_blanks());
    }
}
