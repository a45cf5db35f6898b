//! The lists of a Word file: which levels number how.

use std::collections::HashMap;

use super::{
    styles::Styles,
    xml::{Event, Fault, Tag, Xml},
};

/// Labels that are longer show no more; Word stops far earlier.
const LONGEST: usize = 64;

/// Every list.
#[derive(Debug, Default)]
pub(in super::super) struct Numbering {
    lists: HashMap<u32, List>,
    patterns: HashMap<u32, Pattern>,
    // Style of a list → the pattern that it names.
    styled: HashMap<String, u32>,
}

/// A use of a pattern: a list that paragraphs belong to.
#[derive(Debug, Default)]
pub(super) struct List {
    /// The pattern it uses.
    pub pattern: u32,
    /// Levels that begin anew with this list.
    pub starts: HashMap<u8, u32>,
    levels: HashMap<u8, Level>,
}

/// How the levels of a list look.
#[derive(Debug, Default)]
struct Pattern {
    levels: HashMap<u8, Level>,
    // The style of a list that says it all instead.
    link: Option<String>,
}

/// How one level of a list looks.
#[derive(Clone, Debug)]
pub(in super::super) struct Level {
    /// Its first number.
    pub start: u32,
    /// The name of its format: "decimal".
    pub format: Box<str>,
    /// Its text, where `%1` stands for the number of the first level.
    pub text: Box<str>,
    /// Begins anew only after a level above this one; never, if zero.
    pub restart: Option<u8>,
    /// Shows the numbers of all levels as figures.
    pub figures: bool,
    /// The style whose paragraphs are of this level.
    pub style: Option<Box<str>>,
}

impl Default for Level {
    fn default() -> Self {
        let (format, text) = ("decimal".into(), "".into());
        Self { start: 1, format, text, restart: None, figures: false, style: None }
    }
}

impl Numbering {
    /// Reads the part with the lists.
    pub(super) fn read(source: &str, depth: usize) -> Result<Self, Fault> {
        let mut xml = Xml::new(source, depth);
        let mut numbering = Self::default();
        let mut open = Open::default();
        loop {
            match xml.pull()? {
                Event::Start(tag) => numbering.note(&mut open, &tag),
                // Lists, levels and their properties are the elements down to here.
                Event::End if xml.depth() <= 1 => open = Open::default(),
                Event::Eof => return Ok(numbering),
                Event::End | Event::Text(_) | Event::Character(_) => {}
            }
        }
    }

    fn note(&mut self, open: &mut Open, tag: &Tag<'_>) {
        let named = |it| tag.attribute(it).and_then(|it| it.trim().parse().ok());
        let index = |it| tag.attribute(it).and_then(|it| it.trim().parse::<u8>().ok());
        match tag.name {
            "abstractNum" => {
                *open = Open { pattern: named("abstractNumId"), ..Open::default() }
            }
            "num" => *open = Open { list: named("numId"), ..Open::default() },
            "lvl" => open.level = index("ilvl").filter(|it| *it < 9).or(open.level),
            "lvlOverride" => open.level = index("ilvl").filter(|it| *it < 9),
            "styleLink" => {
                if let (Some(pattern), Some(style)) = (open.pattern, tag.value()) {
                    self.styled.insert(style.into_owned(), pattern);
                }
            }
            "numStyleLink" => {
                if let Some(pattern) = open.pattern {
                    self.patterns.entry(pattern).or_default().link =
                        tag.value().map(Into::into);
                }
            }
            "abstractNumId" => {
                if let (Some(list), Some(pattern)) = (open.list, tag.number()) {
                    self.lists.entry(list).or_default().pattern = pattern;
                }
            }
            "startOverride" => {
                if let (Some(list), Some(level)) = (open.list, open.level) {
                    let start = tag.number().unwrap_or(1);
                    self.lists.entry(list).or_default().starts.insert(level, start);
                }
            }
            "start" | "numFmt" | "lvlText" | "lvlRestart" | "isLgl" | "pStyle" => {
                if let Some(level) = self.level(open) {
                    level.note(tag);
                }
            }
            _ => {}
        }
    }

    fn level(&mut self, open: &Open) -> Option<&mut Level> {
        let level = open.level?;
        let levels = match (open.list, open.pattern) {
            (Some(list), _) => &mut self.lists.entry(list).or_default().levels,
            (None, Some(pattern)) => {
                &mut self.patterns.entry(pattern).or_default().levels
            }
            (None, None) => return None,
        };
        Some(levels.entry(level).or_default())
    }

    /// Notes how a level of a pattern looks.
    pub(in super::super) fn pattern(&mut self, id: u32, level: u8, look: Level) {
        self.patterns.entry(id).or_default().levels.insert(level, look);
    }

    /// Notes the pattern that a list uses.
    pub(in super::super) fn list_of(&mut self, id: u32, pattern: u32) {
        self.lists.entry(id).or_default().pattern = pattern;
    }

    /// Notes that a level begins anew with a list.
    pub(in super::super) fn start(&mut self, id: u32, level: u8, start: u32) {
        self.lists.entry(id).or_default().starts.insert(level, start);
    }

    /// Notes that a level of a list looks other than its pattern says.
    pub(in super::super) fn level_of(&mut self, id: u32, level: u8, look: Level) {
        self.lists.entry(id).or_default().levels.insert(level, look);
    }

    /// The list called `id`, and the pattern that counts for it.
    pub(super) fn list(&self, id: u32, styles: &Styles) -> Option<(&List, u32)> {
        let list = self.lists.get(&id)?;
        let link = self.patterns.get(&list.pattern).and_then(|it| it.link.as_ref());
        let linked = link.and_then(|style| {
            let by_style = || {
                let list = self.lists.get(&styles.get(style)?.list?)?;
                Some(list.pattern)
            };
            self.styled.get(style).copied().or_else(by_style)
        });
        Some((list, linked.unwrap_or(list.pattern)))
    }

    /// How a level of `list`, which uses `pattern`, looks.
    pub(super) fn look<'l>(
        &'l self,
        list: &'l List,
        pattern: u32,
        level: u8,
    ) -> Option<&'l Level> {
        let common = || self.patterns.get(&pattern)?.levels.get(&level);
        list.levels.get(&level).or_else(common)
    }

    /// The level of list `id` whose paragraphs have this style.
    pub(super) fn level_of_style(
        &self,
        id: u32,
        style: &str,
        styles: &Styles,
    ) -> Option<u8> {
        let (list, pattern) = self.list(id, styles)?;
        let look = |it: &u8| self.look(list, pattern, *it);
        (0..9).find(|it| look(it).is_some_and(|it| it.style.as_deref() == Some(style)))
    }
}

impl Level {
    fn note(&mut self, tag: &Tag<'_>) {
        let text = || -> Box<str> { tag.value().unwrap_or_default().into() };
        match tag.name {
            "start" => self.start = tag.number().unwrap_or(1),
            "numFmt" => self.format = text(),
            "lvlText" => self.text = text().chars().take(LONGEST).collect(),
            "lvlRestart" => self.restart = tag.number(),
            "isLgl" => self.figures = tag.on(),
            "pStyle" => self.style = Some(text()),
            _ => {}
        }
    }
}

/// Where in the part the reader stands.
#[derive(Default)]
struct Open {
    pattern: Option<u32>,
    list: Option<u32>,
    level: Option<u8>,
}
