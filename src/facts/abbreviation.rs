//! Abbreviations, and what this draft means by them.

use std::{collections::BTreeMap, sync::LazyLock};

use regex::Regex;

use crate::doc::{BlockKind, Document, Role};

/// Abbreviation → everything that the draft expands it to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Abbreviations(BTreeMap<Box<str>, Vec<Box<str>>>);

/// "Encapsulating Security Payload (ESP)"
static SPELLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"((?:[A-Za-z](?-u:[\w\-])*[ /]){1,7}[A-Za-z](?-u:[\w\-])*) \(([A-Z][A-Z0-9\-]{1,9})s?\)$",
    )
    .expect("a tested pattern")
});

/// "ESP (Encapsulating Security Payload)"
static EXPLAINED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)([A-Z][A-Z0-9\-]{1,9}) \(([A-Za-z](?-u:[\w\-])*(?:[ /][A-Za-z](?-u:[\w\-])*){1,7})\)$")
        .expect("a tested pattern")
});

impl Abbreviations {
    /// What `doc` expands, in its list and in running text.
    pub(super) fn of(doc: &Document) -> Self {
        let mut found = Self::default();
        let mut row: Option<((u32, u32), Box<str>)> = None;
        for block in doc.blocks() {
            let text = &doc[block.span];
            let listed =
                doc.path(block.clause).any(|it| doc[it].role == Role::Abbreviations);
            if block.kind == BlockKind::Code {
                continue;
            }
            if listed && block.kind != BlockKind::Heading {
                match (block.cell, &row) {
                    (Some(cell), Some((at, name))) if *at == (cell.table, cell.row) => {
                        found.add(&name.clone(), text);
                    }
                    (Some(cell), _) => {
                        row = Some(((cell.table, cell.row), text.trim().into()));
                    }
                    (None, _) => found.line(text),
                }
            }
            for (at, _) in text.match_indices('(') {
                found.bracket(text, at);
            }
        }
        found
    }

    /// Everything that the draft expands `name` to; nothing where it does not.
    pub fn expansions(&self, name: &str) -> &[Box<str>] {
        self.0.get(name).map_or(&[], |it| it)
    }

    /// Every abbreviation with its expansions, sorted.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Box<str>])> {
        self.0.iter().map(|(name, list)| (&**name, &**list))
    }

    /// What the bracket that opens at `at` expands, or is expanded by.
    fn bracket(&mut self, text: &str, at: usize) {
        let Some(end) = text[at..].find(')').filter(|it| *it <= LONGEST) else { return };
        let around = &text[floor(text, at.saturating_sub(LONGEST))..=at + end];
        let capital = text[at + 1..].starts_with(|it: char| it.is_ascii_uppercase());
        if capital
            && let Some(it) = SPELLED.captures_iter(around).last()
            && initials(&it[1], &it[2])
        {
            self.add(&it[2], &it[1]);
        }
        let word = text[..at].trim_end_matches(' ');
        if word.ends_with(|it: char| it.is_ascii_uppercase() || it.is_ascii_digit())
            && let Some(it) = EXPLAINED.captures_iter(around).last()
            && initials(&it[2], &it[1])
        {
            self.add(&it[1], &it[2]);
        }
    }

    /// "DSA⇥Directory System Agent", "DSA: …", "DSA – …", "DSA Directory System Agent".
    fn line(&mut self, text: &str) {
        let text = text.trim();
        let end = text.find([' ', '\t', ':']).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        let rest = rest.trim_matches(|c: char| c.is_whitespace() || ":–—-=".contains(c));
        if name.chars().any(char::is_uppercase) && !rest.is_empty() {
            self.add(name, rest);
        }
    }

    fn add(&mut self, name: &str, expansion: &str) {
        let list = self.0.entry(name.trim().into()).or_default();
        let expansion: Box<str> = expansion.trim().into();
        if !list.contains(&expansion) {
            list.push(expansion);
        }
    }
}

/// The longest expansion that is looked at, in bytes.
const LONGEST: usize = 120;

/// The nearest border of a character at or before `at`.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Whether the words can stand for the letters: each letter begins a word or follows in
/// one. "the data are kept (ESP)" expands nothing.
fn initials(words: &str, letters: &str) -> bool {
    let first = letters.chars().next().map(|it| it.to_ascii_lowercase());
    let starts: Vec<char> = words
        .split([' ', '/', '-'])
        .filter_map(|it| it.chars().next())
        .map(|it| it.to_ascii_lowercase())
        .collect();
    let hits = letters
        .chars()
        .filter(|it| {
            it.is_ascii_alphabetic() && starts.contains(&it.to_ascii_lowercase())
        })
        .count();
    starts.iter().any(|it| Some(*it) == first) && letters.len() <= hits * 2
}
