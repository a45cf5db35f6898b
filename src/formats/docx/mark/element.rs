//! The elements of a small part, where they stand in it, and changes to its text that
//! leave every other byte as it is.

use std::ops::Range;

use super::super::xml::{Event, Fault, Xml};

/// The outermost element of a part and those right below it.
#[derive(Debug)]
pub(super) struct Tree<'x> {
    /// The outermost element.
    pub root: Element<'x>,
    /// Those right below it, in their order.
    pub children: Vec<Element<'x>>,
    /// Where the outermost element ends: its end tag, nothing if it has none.
    pub end: Range<usize>,
}

/// An element and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Element<'x> {
    /// Its name with what stands before it: `w:comment`.
    pub name: &'x str,
    /// Its start tag.
    pub tag: Range<usize>,
    /// All of it.
    pub whole: Range<usize>,
    /// What its start tag says.
    pub attributes: Vec<Attribute<'x>>,
}

/// Something that a start tag says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attribute<'x> {
    /// Its name as it is written: `w15:paraId`.
    pub name: &'x str,
    /// Its value as it is written.
    pub value: &'x str,
    /// Where it stands, with the blanks before it.
    pub at: Range<usize>,
}

/// A change to a text: what stands in a place gives way to other words.
pub(super) type Change = (Range<usize>, String);

impl<'x> Tree<'x> {
    /// The elements of `source`; none if it holds no element at all.
    pub(super) fn of(source: &'x str, depth: usize) -> Result<Option<Self>, Fault> {
        let mut xml = Xml::new(source, depth);
        let mut tree: Option<Self> = None;
        loop {
            match xml.pull()? {
                Event::Start(_) => {
                    let (tag, level) = (xml.range(), xml.depth());
                    match &mut tree {
                        None => {
                            let root = Element::of(source, tag);
                            let end = root.tag.end..root.tag.end;
                            tree = Some(Self { root, children: Vec::new(), end });
                        }
                        Some(tree) if level == 2 => {
                            tree.children.push(Element::of(source, tag));
                        }
                        Some(_) => {}
                    }
                }
                Event::End => match (&mut tree, xml.depth()) {
                    (Some(tree), 0) => {
                        tree.end = xml.range();
                        tree.root.whole.end = xml.range().end;
                    }
                    (Some(tree), 1) => {
                        if let Some(last) = tree.children.last_mut() {
                            last.whole.end = xml.range().end;
                        }
                    }
                    _ => {}
                },
                Event::Eof => return Ok(tree),
                Event::Text(_) | Event::Character(_) => {}
            }
        }
    }

    /// What stands before the name of the outermost element: `w:` or nothing.
    pub(super) fn prefix(&self) -> &'x str {
        let colon = self.root.name.find(':').map_or(0, |it| it + 1);
        &self.root.name[..colon]
    }

    /// The changes that put `first` before and `last` behind all that the outermost
    /// element holds.
    pub(super) fn filled(&self, source: &str, first: &str, last: &str) -> Vec<Change> {
        if !self.end.is_empty() {
            let (start, end) = (self.root.tag.end, self.end.start);
            return vec![(start..start, first.into()), (end..end, last.into())];
        }
        // `<w:comments/>` is opened.
        let slash = source[self.root.tag.clone()].rfind('/').unwrap_or_default();
        let slash = self.root.tag.start + slash;
        let text = format!(">{first}{last}</{}>", self.root.name);
        vec![(slash..self.root.tag.end, text)]
    }
}

impl<'x> Element<'x> {
    /// The outermost element, by its start tag only.
    pub(super) fn first(source: &'x str, depth: usize) -> Result<Option<Self>, Fault> {
        let mut xml = Xml::new(source, depth);
        loop {
            match xml.pull()? {
                Event::Start(_) => return Ok(Some(Self::of(source, xml.range()))),
                Event::Eof => return Ok(None),
                Event::End | Event::Text(_) | Event::Character(_) => {}
            }
        }
    }

    fn of(source: &'x str, tag: Range<usize>) -> Self {
        let text = source[tag.clone()].trim_start_matches('<');
        let end = text.find(|it: char| it.is_ascii_whitespace() || "/>".contains(it));
        let name = &text[..end.unwrap_or(text.len())];
        let attributes = attributes(source, tag.start + 1 + name.len()..tag.end);
        Self { name, whole: tag.clone(), tag, attributes }
    }

    /// Its name without what stands before it.
    pub(super) fn local(&self) -> &'x str {
        local(self.name)
    }

    /// The attribute called `name`, whatever stands before that.
    pub(super) fn attribute(&self, name: &str) -> Option<&Attribute<'x>> {
        self.attributes.iter().find(|it| local(it.name) == name)
    }

    /// What that attribute says, as it is written; nothing if it is not there.
    pub(super) fn value(&self, name: &str) -> &'x str {
        self.attribute(name).map_or("", |it| it.value)
    }

    /// What may stand before a name to mean one of these namespaces; never nothing, for
    /// attributes have to have something.
    pub(super) fn prefix_of(&self, spaces: &[&str]) -> Option<&'x str> {
        let named = self.attributes.iter().filter(|it| spaces.contains(&it.value));
        named.filter_map(|it| it.name.strip_prefix("xmlns:")).find(|it| !it.is_empty())
    }
}

fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, it)| it)
}

/// The attributes in a start tag from behind its name on.
fn attributes(source: &str, tag: Range<usize>) -> Vec<Attribute<'_>> {
    let mut found = Vec::new();
    let mut at = tag.start;
    while let Some(rest) = source.get(at..tag.end) {
        let gap = rest.len() - rest.trim_start().len();
        let Some((name, after)) = rest[gap..].split_once('=') else { break };
        let quoted = after.trim_start();
        let Some(quote) = quoted.chars().next().filter(|it| "\"'".contains(*it)) else {
            break;
        };
        let Some((value, _)) = quoted[1..].split_once(quote) else { break };
        let length = rest.len() - quoted.len() + value.len() + 2;
        let name = name.trim_end();
        found.push(Attribute { name, value, at: at..at + length });
        at += length;
    }
    found
}

/// The text after these changes; one that reaches into another is left out.
pub(super) fn changed(source: &str, mut changes: Vec<Change>) -> String {
    changes.sort_by_key(|(at, _)| (at.start, at.end));
    let added: usize = changes.iter().map(|(_, it)| it.len()).sum();
    let mut text = String::with_capacity(source.len() + added);
    let mut done = 0;
    for (at, words) in changes {
        let Some(kept) = source.get(done..at.start) else { continue };
        text += kept;
        text += &words;
        done = at.end;
    }
    text += source.get(done..).unwrap_or_default();
    text
}

/// Text as XML writes it, without the characters that no XML may hold.
pub(super) fn escaped(text: &str) -> String {
    let mut all = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '&' => all += "&amp;",
            '<' => all += "&lt;",
            '>' => all += "&gt;",
            '"' => all += "&quot;",
            '\t' | '\n' | '\r' => all.push(' '),
            '\0'..' ' | '\u{fffe}' | '\u{ffff}' => {}
            _ => all.push(letter),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_elements_and_what_they_say() {
        let source = "<?xml version='1.0'?>\n<a:r xmlns:a = 'u'><a:x k=\"1\"  b:k='2'>\
                      <a:y/></a:x ><a:z/></a:r>";
        let tree = Tree::of(source, 8).unwrap().unwrap();
        assert_eq!((tree.root.name, tree.prefix()), ("a:r", "a:"));
        assert_eq!(tree.root.prefix_of(&["u"]), Some("a"));
        let whole = tree.children.iter().map(|it| &source[it.whole.clone()]);
        let whole: Vec<_> = whole.collect();
        assert_eq!(whole, ["<a:x k=\"1\"  b:k='2'><a:y/></a:x >", "<a:z/>"]);
        let second = &tree.children[0].attributes[1];
        assert_eq!((&source[second.at.clone()], second.value), ("  b:k='2'", "2"));
        assert_eq!(&source[tree.end.clone()], "</a:r>");
        let filled = changed(source, tree.filled(source, "<1/>", "<2/>"));
        assert!(filled.ends_with(
            "xmlns:a = 'u'><1/><a:x k=\"1\"  b:k='2'><a:y/></a:x ><a:z/><2/></a:r>"
        ));
    }

    #[test]
    fn opens_a_root_that_closes_itself() {
        for source in ["<a:r xmlns:a='u/'/>", "<a:r xmlns:a='u/' />"] {
            let tree = Tree::of(source, 8).unwrap().unwrap();
            let filled = changed(source, tree.filled(source, "<1/>", "<2/>"));
            assert!(filled.ends_with("><1/><2/></a:r>"), "{filled}");
        }
    }

    #[test]
    fn writes_no_character_that_xml_forbids() {
        assert_eq!(escaped("a<b>\u{1}&\"\u{fffe}c\nd"), "a&lt;b&gt;&amp;&quot;c d");
    }
}
