use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;

use super::{LexiconError, error};
use crate::text::{Span, in_word};

/// Every algorithm and secure protocol that drafts are known to name.
#[derive(Debug)]
pub struct Catalogue {
    entries: Vec<Entry>,
    automaton: AhoCorasick,
    // The entry and the alias that the pattern of the same index is.
    patterns: Vec<(EntryId, u16)>,
    withdrawn: Vec<Withdrawn>,
}

/// A document that no new draft should lean on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawn {
    /// Its number.
    pub name: Box<str>,
    /// What became of it.
    pub reason: Box<str>,
    /// What to reference instead.
    #[serde(default)]
    pub by: Option<Box<str>>,
    /// Words in an entry that show another edition, which still stands.
    #[serde(default)]
    pub unless: Vec<Box<str>>,
}

/// Names an entry of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(u16);

/// One algorithm, mode or protocol.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub struct Entry {
    /// The name that reports show.
    pub name: Box<str>,
    /// What it is.
    pub kind: Family,
    /// A refinement of what it is.
    #[serde(default)]
    pub subkind: Option<Box<str>>,
    /// Spellings to look for; one of capital letters only counts in capitals only.
    pub aliases: Vec<Box<str>>,
    /// Spellings that say nothing alone: they need a word of cryptography in the
    /// sentence, or to be spelled out as this algorithm.
    #[serde(default)]
    pub ambiguous: Vec<Box<str>>,
    /// Spellings whose case counts: other words of English are spelled alike.
    #[serde(default)]
    pub exact: Vec<Box<str>>,
    /// Expansions or neighbours that make it something else.
    #[serde(default)]
    pub not_if: Vec<Box<str>>,
    /// Documents of which one has to be referenced.
    pub specs: Vec<Box<str>>,
    /// Whether it is an algorithm that has to be declared; false for containers and
    /// services that only carry them, such as a certificate format.
    #[serde(default = "counts")]
    pub counts: bool,
    /// What a new draft may do with it.
    pub status: Status,
    /// Set where no published standard can be referenced.
    #[serde(default)]
    pub maturity: Option<Box<str>>,
    /// What a quantum computer does to it.
    pub quantum: Quantum,
    /// The smallest acceptable key, modulus, order or output, in bits; 0 for none.
    #[serde(default)]
    pub min_bits: u32,
    /// Object identifiers that name it.
    #[serde(default)]
    pub oids: Vec<Box<str>>,
    /// What to know about it.
    #[serde(default)]
    pub note: Option<Box<str>>,
    /// What the facts of the entry were read in.
    #[serde(default)]
    pub source: Option<Box<str>>,
    /// How sure the facts are.
    #[serde(default)]
    pub confidence: Option<Box<str>>,
}

fn counts() -> bool {
    true
}

/// What kind of thing an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the words are the field's own")]
pub enum Family {
    BlockCipher,
    StreamCipher,
    Hash,
    Mac,
    Signature,
    Kem,
    KeyAgreement,
    Kdf,
    Mode,
    Protocol,
    Rng,
}

/// What a new draft may do with an algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It may be chosen.
    Acceptable,
    /// Only to work with what is installed, or under a stated condition.
    Legacy,
    /// A responsible body discourages it or is retiring it.
    Deprecated,
    /// Broken or withdrawn.
    Disallowed,
}

/// What a large quantum computer does to an algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quantum {
    /// Shor's algorithm breaks it.
    Vulnerable,
    /// Grover's algorithm matters at the usual size.
    Weakened,
    /// No attack is known.
    Safe,
    /// The question does not arise.
    NotApplicable,
}

/// One spelling found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The entry it may name.
    pub entry: EntryId,
    /// Which of the entry's aliases it is.
    pub alias: u16,
    /// Where it stands.
    pub span: Span,
}

#[derive(Deserialize)]
struct File {
    algorithm: Vec<Entry>,
    #[serde(default)]
    withdrawn: Vec<Withdrawn>,
}

impl Catalogue {
    pub(super) fn new(path: &str, text: &str) -> Result<Self, LexiconError> {
        let File { algorithm: entries, withdrawn } =
            toml::from_str(text).map_err(|it| error(path, &it))?;
        let mut patterns = Vec::new();
        let mut spellings = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            let many = |_| error(path, &"too many algorithms");
            let id = EntryId(u16::try_from(index).map_err(many)?);
            let all = entry.aliases.iter().chain(&entry.oids).zip(0_u16..);
            for (alias, number) in all {
                patterns.push((id, number));
                spellings.push(&**alias);
            }
            if let Some(stray) =
                entry.ambiguous.iter().find(|it| !entry.aliases.contains(it))
            {
                let name = &entry.name;
                return Err(error(path, &format!("{name}: `{stray}` is no alias")));
            }
        }
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(spellings)?;
        Ok(Self { entries, automaton, patterns, withdrawn })
    }

    /// Every entry, in the order of the file.
    pub fn entries(&self) -> impl Iterator<Item = (EntryId, &Entry)> {
        (0..).map(EntryId).zip(&self.entries)
    }

    /// Documents that were withdrawn or replaced.
    pub fn withdrawn(&self) -> &[Withdrawn] {
        &self.withdrawn
    }

    /// The entry that `id` names.
    pub fn get(&self, id: EntryId) -> &Entry {
        &self.entries[usize::from(id.0)]
    }

    /// The entry called `name`.
    pub fn find(&self, name: &str) -> Option<EntryId> {
        self.entries().find(|(_, it)| &*it.name == name).map(|(id, _)| id)
    }

    /// Every whole spelling in `text`, the longest where several begin or overlap.
    pub fn hits(&self, text: &str) -> Vec<Hit> {
        let mut found: Vec<Hit> = self
            .automaton
            .find_overlapping_iter(text)
            .filter_map(|hit| {
                let (entry, alias) = self.patterns[hit.pattern().as_usize()];
                let written = &text[hit.range()];
                let entry_of = self.get(entry);
                let exact = |it: &str| entry_of.exact.iter().any(|own| **own == *it);
                let fits = entry_of
                    .spelling(alias)
                    .is_some_and(|it| fits(it, written) && (!exact(it) || it == written));
                let whole = fits && whole(text, hit.range());
                whole.then(|| Hit { entry, alias, span: Span::at(0, hit.range()) })
            })
            .collect();
        found.sort_by_key(|it| (it.span.start(), u32::MAX - it.span.end()));
        let mut end = 0;
        found.retain(|it| {
            let free = end <= it.span.start();
            if free {
                end = it.span.end();
            }
            free
        });
        found
    }
}

impl Entry {
    /// The spelling that a [`Hit`] counts as `alias`: object identifiers come last.
    pub fn spelling(&self, alias: u16) -> Option<&str> {
        let index = usize::from(alias);
        let oid = || self.oids.get(index - self.aliases.len());
        self.aliases.get(index).or_else(oid).map(|it| &**it)
    }

    /// Whether the spelling counted as `alias` is an object identifier.
    pub fn is_oid(&self, alias: u16) -> bool {
        self.aliases.len() <= usize::from(alias)
    }

    /// Whether the spelling counted as `alias` says nothing alone.
    pub fn is_ambiguous(&self, alias: u16) -> bool {
        self.spelling(alias)
            .is_some_and(|it| self.ambiguous.iter().any(|own| **own == *it))
    }

    /// Whether no published standard describes it.
    pub fn is_candidate(&self) -> bool {
        self.maturity.as_deref() == Some("candidate")
    }
}

/// An alias of capitals only counts in capitals only; one with a digit or a small
/// letter in it is known enough to count in any case.
fn fits(alias: &str, written: &str) -> bool {
    let capitals = alias.chars().all(|it| !it.is_alphabetic() || it.is_uppercase());
    let digits = alias.chars().any(|it| it.is_ascii_digit());
    !capitals || digits || alias == written
}

fn whole(text: &str, range: std::ops::Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let mut after = text[range.end..].chars();
    let next = after.next();
    // `P-256` is no part of `OP-256` or `1.P-256`; `1.3.101` is no part of `1.3.101.110`.
    let digit = text[..range.end].ends_with(|c: char| c.is_ascii_digit());
    let number =
        digit && next == Some('.') && after.next().is_some_and(|c| c.is_ascii_digit());
    !before.is_some_and(in_word) && !next.is_some_and(in_word) && !number
}
