//! The styles of a Word file, each with what it inherits worked out.

use std::collections::HashMap;

use super::{
    names::Kind,
    xml::{Event, Fault, Tag, Xml},
};

/// Longer chains of styles are loops.
const CHAIN: usize = 64;

/// Every style, by its identifier.
#[derive(Debug, Default)]
pub(in super::super) struct Styles {
    known: HashMap<String, Style>,
    usual: Option<String>,
}

/// What a style says of its paragraphs or runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Style {
    /// What its paragraphs are.
    pub(super) kind: Kind,
    /// The list that numbers them.
    pub list: Option<u32>,
    /// Their level in it, if the style says so.
    pub level: Option<u8>,
    /// Whether it hides its text.
    pub hidden: bool,
}

/// A style as the file states it, before inheritance.
#[derive(Debug, Default)]
pub(in super::super) struct Stated {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// The identifier of the style that it is made from.
    pub based: Option<String>,
    /// Its level in the outline, from 0.
    pub outline: Option<u8>,
    /// The list that numbers its paragraphs.
    pub list: Option<u32>,
    /// Their level in it.
    pub level: Option<u8>,
    /// Whether it hides its text.
    pub hidden: Option<bool>,
}

impl Styles {
    /// Reads the part with the styles.
    pub(super) fn read(source: &str, depth: usize) -> Result<Self, Fault> {
        let mut xml = Xml::new(source, depth);
        let mut stated: HashMap<String, Stated> = HashMap::new();
        let mut usual = None;
        let mut open: Option<(usize, Stated)> = None;
        loop {
            match xml.pull()? {
                Event::Start(tag) if tag.is("style") => {
                    let id = tag.attribute("styleId").unwrap_or_default().into_owned();
                    let default = tag
                        .attribute("default")
                        .is_some_and(|it| it == "1" || it == "true");
                    if default
                        && tag.attribute("type").is_some_and(|it| it == "paragraph")
                    {
                        usual = Some(id.clone());
                    }
                    open = Some((xml.depth(), Stated { id, ..Stated::default() }));
                }
                // The looks of a table's corners, and what styles were before a change.
                Event::Start(tag)
                    if tag.is("tblStylePr") || tag.name.ends_with("Change") =>
                {
                    skip(&mut xml)?;
                }
                Event::Start(tag) => {
                    if let Some((_, style)) = &mut open {
                        style.note(&tag);
                    }
                }
                Event::End => {
                    if let Some((_, style)) = open.take_if(|(it, _)| xml.depth() < *it) {
                        stated.insert(style.id.clone(), style);
                    }
                }
                Event::Eof => break,
                Event::Text(_) | Event::Character(_) => {}
            }
        }
        Ok(Self::of(&stated, usual))
    }

    /// The styles that a file states; `usual` is that of paragraphs without one.
    pub(in super::super) fn of(
        stated: &HashMap<String, Stated>,
        usual: Option<String>,
    ) -> Self {
        let known = stated.keys().map(|id| (id.clone(), resolved(id, stated))).collect();
        Self { known, usual }
    }

    /// The style called `id`, or the one that paragraphs without a style have.
    ///
    /// A file without styles still names them, and names speak.
    pub(in super::super) fn paragraph(&self, id: Option<&str>) -> Style {
        let found = id.and_then(|it| self.known.get(it));
        match (found, id) {
            (Some(style), _) => *style,
            (None, Some(id)) if self.known.is_empty() => {
                Style { kind: Kind::of(id).unwrap_or(Kind::Plain), ..Style::NONE }
            }
            (None, _) => {
                let usual = self.usual.as_ref().and_then(|it| self.known.get(it));
                usual.copied().unwrap_or(Style::NONE)
            }
        }
    }

    /// Whether the character style `id` hides its text.
    pub(in super::super) fn hides(&self, id: &str) -> bool {
        self.known.get(id).is_some_and(|it| it.hidden)
    }

    /// The style called `id`, if there is one.
    pub(super) fn get(&self, id: &str) -> Option<&Style> {
        self.known.get(id)
    }
}

impl Style {
    const NONE: Self = Self { kind: Kind::Plain, list: None, level: None, hidden: false };
}

impl Stated {
    fn note(&mut self, tag: &Tag<'_>) {
        match tag.name {
            "name" => self.name = tag.value().map(Into::into),
            "basedOn" => self.based = tag.value().map(Into::into),
            "outlineLvl" => self.outline = tag.number(),
            "ilvl" => self.level = tag.number(),
            "numId" => self.list = tag.number(),
            "vanish" => self.hidden = Some(tag.on()),
            _ => {}
        }
    }

    fn kind(&self) -> Option<Kind> {
        let named = self.name.as_deref().map_or_else(|| Kind::of(&self.id), Kind::of);
        named.or(match self.outline {
            Some(level @ 0..=8) => Some(Kind::Heading(level + 1)),
            Some(_) => Some(Kind::Plain),
            None => None,
        })
    }
}

fn resolved(id: &str, stated: &HashMap<String, Stated>) -> Style {
    let mut kind = None;
    let (mut list, mut level, mut hidden) = (None, None, None);
    let mut next = stated.get(id);
    for step in 0..CHAIN {
        let Some(style) = next else { break };
        kind = kind.or_else(|| match style.kind() {
            Some(it) if step == 0 || it.passes_on() => Some(it),
            // What is made from a title heads something: "Notices" in OASIS drafts.
            Some(Kind::Title | Kind::Subtitle) => Some(Kind::Unnumbered),
            Some(_) => Some(Kind::Plain),
            None => None,
        });
        // A level without a list belongs to the list of the style below.
        level = level.or(if list.is_none() { style.level } else { None });
        list = list.or(style.list);
        hidden = hidden.or(style.hidden);
        next = style.based.as_ref().and_then(|it| stated.get(it));
    }
    let hidden = hidden.unwrap_or_default();
    Style { kind: kind.unwrap_or(Kind::Plain), list, level, hidden }
}

/// Passes over the element that just began.
pub(super) fn skip(xml: &mut Xml<'_>) -> Result<(), Fault> {
    let inside = xml.depth();
    while inside <= xml.depth() {
        if xml.pull()? == Event::Eof {
            break;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(styles: &str, id: &str, expected: Kind) {
        let source = format!("<w:styles>{styles}</w:styles>");
        let styles = Styles::read(&source, 99).expect("it is well-formed");
        assert_eq!(styles.paragraph(Some(id)).kind, expected, "{id}");
    }

    fn style(id: &str, inside: &str) -> String {
        format!("<w:style w:type='paragraph' w:styleId='{id}'>{inside}</w:style>")
    }

    #[test]
    fn headings_are_known_by_name_by_outline_and_by_descent() {
        let base = style("Kop", "<w:name w:val='heading 2'/>");
        check(&base, "Kop", Kind::Heading(2));
        let mine = style("Mine", "<w:name w:val='My own'/><w:basedOn w:val='Kop'/>");
        check(&(base.clone() + &mine), "Mine", Kind::Heading(2));
        let body = style(
            "Body",
            "<w:basedOn w:val='Kop'/><w:pPr><w:outlineLvl w:val='9'/></w:pPr>",
        );
        check(&(base + &body), "Body", Kind::Plain);
        let outline = style("Part", "<w:pPr><w:outlineLvl w:val='0'/></w:pPr>");
        check(&outline, "Part", Kind::Heading(1));
    }

    #[test]
    fn styles_that_go_round_in_a_circle_end() {
        let round =
            style("A", "<w:basedOn w:val='B'/>") + &style("B", "<w:basedOn w:val='A'/>");
        check(&round, "A", Kind::Plain);
    }

    #[test]
    fn names_speak_where_the_styles_are_missing() {
        let styles = Styles::default();
        assert_eq!(styles.paragraph(Some("Heading1")).kind, Kind::Heading(1));
        assert_eq!(styles.paragraph(None).kind, Kind::Plain);
    }
}
