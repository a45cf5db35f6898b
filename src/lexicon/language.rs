use std::{collections::BTreeMap, sync::OnceLock};

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

use super::{Concept, ConceptSet, LexiconError, error, titles::Titles};
use crate::text::{Span, in_word};

/// The words of one language.
#[derive(Debug)]
pub struct Language {
    code: Box<str>,
    titles: Titles,
    // Invariant: sorted.
    names: Vec<Box<str>>,
    automaton: AhoCorasick,
    // What the pattern of the same index is, beside its letters.
    phrases: Vec<Phrase>,
    patterns: BTreeMap<Box<str>, Pattern>,
}

/// A pattern, compiled when it is first asked for: most drafts need few of them.
#[derive(Debug)]
struct Pattern {
    source: Box<str>,
    compiled: OnceLock<Option<Regex>>,
}

/// One phrase: its letters are the automaton's.
#[derive(Debug)]
struct Phrase {
    speaks_of: Box<[Concept]>,
    // The word may go on: `authenticat*`.
    open: bool,
    // The letters as written count: `=AI`.
    exact: Option<Box<str>>,
}

impl Language {
    pub(super) fn new(code: &str, files: &[(&str, &str)]) -> Result<Self, LexiconError> {
        let mut titles = None;
        let mut patterns = BTreeMap::new();
        let mut concepts: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, text) in files {
            let path = format!("{code}/{name}");
            if *name == "patterns.toml" {
                patterns = read_patterns(&path, text)?;
                continue;
            }
            if *name == "titles.toml" {
                titles = Some(toml::from_str(text).map_err(|it| error(&path, &it))?);
                continue;
            }
            let table: toml::Table =
                toml::from_str(text).map_err(|it| error(&path, &it))?;
            flatten("", &table, &mut concepts).map_err(|it| error(&path, &it))?;
        }
        if ConceptSet::LIMIT < concepts.len() {
            return Err(LexiconError::TooMany(concepts.len()));
        }
        let mut phrases: BTreeMap<String, Vec<Concept>> = BTreeMap::new();
        for (index, list) in concepts.values().enumerate() {
            let id = Concept(u16::try_from(index).expect("checked against the limit"));
            for phrase in list {
                phrases.entry(phrase.clone()).or_default().push(id);
            }
        }
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(phrases.keys().map(|it| letters(it)))?;
        let phrases = phrases
            .into_iter()
            .map(|(phrase, speaks_of)| Phrase {
                speaks_of: speaks_of.into(),
                open: phrase.ends_with('*'),
                exact: phrase.starts_with('=').then(|| letters(&phrase).into()),
            })
            .collect();
        let names = concepts.into_keys().map(Into::into).collect();
        Ok(Self {
            code: code.into(),
            titles: titles.unwrap_or_default(),
            names,
            automaton,
            phrases,
            patterns,
        })
    }

    /// The pattern called `name`, if the language has it.
    pub fn pattern(&self, name: &str) -> Option<&Regex> {
        let pattern = self.patterns.get(name)?;
        pattern.compiled.get_or_init(|| Regex::new(&pattern.source).ok()).as_ref()
    }

    /// The names of all patterns, sorted.
    pub fn patterns(&self) -> impl Iterator<Item = &str> {
        self.patterns.keys().map(|it| &**it)
    }

    /// Its two-letter code.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The concept called `name`.
    pub fn concept(&self, name: &str) -> Option<Concept> {
        let index = self.names.binary_search_by(|it| (**it).cmp(name)).ok()?;
        Some(Concept(u16::try_from(index).expect("checked against the limit")))
    }

    /// The concepts called by these names; the first that there is not is the error.
    pub fn concepts<'a>(
        &self,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<ConceptSet, &'a str> {
        names.into_iter().map(|it| self.concept(it).ok_or(it)).collect()
    }

    /// The names of all concepts, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|it| &**it)
    }

    /// The name of a concept.
    pub fn name(&self, concept: Concept) -> &str {
        &self.names[usize::from(concept.0)]
    }

    /// Every whole phrase in `text`, overlapping ones too, with what it speaks of.
    pub fn mentions(&self, text: &str) -> Vec<(Concept, Span)> {
        let mut found = Vec::new();
        for hit in self.automaton.find_overlapping_iter(text) {
            let phrase = &self.phrases[hit.pattern().as_usize()];
            let goes_on = |it: Option<char>| it.is_some_and(in_word);
            let whole = !goes_on(text[..hit.start()].chars().next_back())
                && (phrase.open || !goes_on(text[hit.end()..].chars().next()));
            let exact = phrase.exact.as_deref().is_none_or(|it| it == &text[hit.range()]);
            if whole && exact {
                let span = Span::at(0, hit.range());
                found.extend(phrase.speaks_of.iter().map(|it| (*it, span)));
            }
        }
        found
            .sort_unstable_by_key(|(concept, span)| (span.start(), span.end(), *concept));
        found
    }

    /// The role in the skeleton that a clause with this title has.
    pub fn role(&self, title: &str) -> Option<&str> {
        let title = plain(title);
        let has = |list: &Vec<Box<str>>| list.iter().any(|it| **it == *title);
        self.titles.roles.iter().find(|(_, list)| has(list)).map(|(role, _)| &**role)
    }

    /// The role and the letter or numeral of a title such as "Annex B".
    ///
    /// Gives also what follows them: "Annex B – Formats" has the rest "– Formats".
    pub fn division<'t>(&self, title: &'t str) -> Option<(&str, &'t str, &'t str)> {
        let title = title.trim();
        self.titles.divisions.iter().find_map(|(role, words)| {
            let word = words.iter().find(|it| starts_with(title, it))?;
            let rest = title[word.len()..].trim_start();
            let end =
                rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
            let (mark, rest) = rest.split_at(end);
            let single = mark.len() == 1 && mark.chars().all(|c| c.is_ascii_uppercase());
            let roman = !mark.is_empty() && mark.chars().all(|c| "IVXLC".contains(c));
            let number = !mark.is_empty() && mark.chars().all(|c| c.is_ascii_digit());
            (single || roman || number).then_some((&**role, mark, rest))
        })
    }

    /// Whether a paragraph begins as a note does: "NOTE 1 –", "Note:".
    pub fn begins_note(&self, text: &str) -> bool {
        labelled(text, &self.titles.notes)
    }

    /// Whether a paragraph begins as an example does.
    pub fn begins_example(&self, text: &str) -> bool {
        labelled(text, &self.titles.examples)
    }

    /// Whether the title of an annex says that it only informs.
    pub fn informs(&self, title: &str) -> bool {
        let title = title.to_lowercase();
        self.titles.informative.iter().any(|it| title.contains(&**it))
    }

    /// Whether a line begins as the one with a draft's number does.
    pub fn begins_draft(&self, text: &str) -> bool {
        let text = text.trim_start().to_lowercase();
        self.titles.drafts.iter().any(|it| text.starts_with(&**it))
    }

    /// Whether a paragraph says that there is nothing to say: "None."
    pub fn is_none(&self, text: &str) -> bool {
        let text = plain(text);
        self.titles.nothing.iter().any(|it| **it == *text)
    }

    /// Whether a sentence says which part of the cited document it means: "clause 8 of
    /// [ITU-T X.1601]", "[ITU-T X.1601], clause 8".
    pub fn is_addressed(&self, sentence: &str, citation: &str) -> bool {
        let Some(at) = sentence.find(citation) else { return false };
        let numbered = |text: &str| {
            let words: Vec<String> = text
                .split_whitespace()
                .map(|it| it.trim_matches([',', '(']).to_lowercase())
                .collect();
            words.windows(2).any(|pair| {
                self.titles.locators.iter().any(|it| **it == *pair[0])
                    && pair[1]
                        .chars()
                        .next()
                        .is_some_and(|it| it.is_ascii_digit() || pair[1].len() < 4)
            })
        };
        let tail = |text: &str| {
            let cut = text.char_indices().rev().nth(40).map_or(0, |(it, _)| it);
            numbered(&text[cut..])
        };
        let end = at + citation.len();
        let head = sentence[end..]
            .char_indices()
            .nth(30)
            .map_or(sentence.len(), |(it, _)| end + it);
        tail(&sentence[..at]) || numbered(&sentence[end..head])
    }

    /// Whether what stands before a citation only sends the reader on: "(see".
    pub fn sends_aside(&self, before: &str) -> bool {
        let before = before.trim_end_matches([' ', ':', ',']).to_lowercase();
        self.titles.asides.iter().any(|it| {
            before
                .strip_suffix(&**it)
                .is_some_and(|it| it.is_empty() || it.ends_with([' ', '(']))
        })
    }

    /// Whether a column with this head gives a verdict on each row.
    pub fn heads_verdicts(&self, head: &str) -> bool {
        let head = plain(head);
        self.titles.verdict_heads.iter().any(|it| **it == *head)
    }

    /// What a cell of such a column says: wanted, not wanted, or (`Some(None)`) not to be
    /// used at all; nothing if it is no verdict.
    pub fn verdict(&self, cell: &str) -> Option<Option<bool>> {
        let cell = plain(cell);
        let has = |list: &[Box<str>]| list.iter().any(|it| **it == *cell);
        match &self.titles.verdicts {
            it if has(&it.yes) => Some(Some(true)),
            it if has(&it.no) => Some(Some(false)),
            it if has(&it.never) => Some(None),
            _ => None,
        }
    }

    /// Where a sentence can be cut between two thoughts, in bytes; the flag says that
    /// the cut stands whatever the two sides say.
    pub fn cuts(&self, sentence: &str) -> Vec<(usize, bool)> {
        let at = |mark: &str| {
            sentence.match_indices(mark).map(|(it, _)| it).collect::<Vec<_>>()
        };
        let marks = self.titles.cuts.iter().flat_map(|it| at(it)).map(|it| (it, false));
        let mut cuts: Vec<(usize, bool)> = marks.collect();
        cuts.extend(at("; ").into_iter().map(|it| (it, true)));
        let start = sentence.trim_start().to_lowercase();
        if self.titles.conditions.iter().any(|it| start.starts_with(&**it)) {
            cuts.extend(sentence.find(", ").map(|it| (it, true)));
        }
        cuts.sort_unstable();
        cuts
    }

    /// Whether a cell of a cover table says that the next one holds the title.
    pub fn is_title_label(&self, cell: &str) -> bool {
        let cell = plain(cell);
        self.titles.title_labels.iter().any(|it| **it == *cell)
    }

    /// Words that end in a full stop within a sentence, without it.
    pub fn abbreviations(&self) -> &[Box<str>] {
        &self.titles.abbreviations
    }
}

fn starts_with(title: &str, word: &str) -> bool {
    title.get(..word.len()).is_some_and(|it| it.to_lowercase() == *word)
        && title[word.len()..].starts_with(char::is_whitespace)
}

/// A label at the start of a paragraph: the word, perhaps a number, and a mark.
fn labelled(text: &str, words: &[Box<str>]) -> bool {
    let text = text.trim_start();
    words.iter().any(|word| {
        let begins = text.get(..word.len()).is_some_and(|it| it.to_lowercase() == **word);
        let rest = begins.then(|| text[word.len()..].trim_start());
        let rest = rest
            .map(|it| it.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start());
        rest.is_some_and(|it| it.starts_with([':', '–', '—', '-', '.']))
    })
}

/// A title as the lists spell it: lower case, single blanks, no mark at its end.
fn plain(title: &str) -> String {
    let words: Vec<_> = title.split_whitespace().collect();
    words.join(" ").trim_end_matches([':', '.', '*']).to_lowercase()
}

/// Patterns by name; whether each compiles is the business of a test.
fn read_patterns(
    path: &str,
    text: &str,
) -> Result<BTreeMap<Box<str>, Pattern>, LexiconError> {
    let sources: BTreeMap<Box<str>, Box<str>> =
        toml::from_str(text).map_err(|it| error(path, &it))?;
    let pattern = |source| Pattern { source, compiled: OnceLock::new() };
    Ok(sources.into_iter().map(|(name, source)| (name, pattern(source))).collect())
}

fn letters(phrase: &str) -> &str {
    phrase.trim_start_matches('=').trim_end_matches('*')
}

/// Nested tables are names with a slash: `[protocol] strong = […]` is `protocol/strong`.
fn flatten(
    prefix: &str,
    table: &toml::Table,
    found: &mut BTreeMap<String, Vec<String>>,
) -> Result<(), String> {
    for (key, value) in table {
        let name =
            if prefix.is_empty() { key.clone() } else { format!("{prefix}/{key}") };
        match value {
            toml::Value::Table(inner) => flatten(&name, inner, found)?,
            toml::Value::Array(list) => {
                for phrase in list {
                    let phrase = phrase.as_str().map(str::trim).unwrap_or_default();
                    if letters(phrase).is_empty() {
                        return Err(format!(
                            "`{name}` holds something that is no phrase"
                        ));
                    }
                    found.entry(name.clone()).or_default().push(phrase.to_owned());
                }
            }
            _ => {
                return Err(format!("`{name}` is neither a table nor a list of phrases"));
            }
        }
    }
    Ok(())
}
