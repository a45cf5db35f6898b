//! Algorithms and secure protocols: what is named, where, with what parameters, and by
//! which reference it is declared.

mod find;
mod parameter;
mod standing;
mod table;

use std::collections::BTreeMap;

use self::{
    find::{Named, Search},
    standing::Judge,
};
use super::{
    abbreviation::Abbreviations,
    reference::{Citation, Reference, documents},
    sentence::{Sentence, Strength},
};
use crate::{
    doc::{ClauseId, Document},
    lexicon::{Catalogue, Concept, Entry, EntryId, Language},
    text::Span,
};

/// One algorithm, mode or protocol that the draft names, over all its mentions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Algorithm {
    /// Its entry in the catalogue.
    pub entry: EntryId,
    /// Its name in reports, with what the draft says of size, mode or version.
    pub name: Box<str>,
    /// The spelling of its first mention.
    pub as_written: Box<str>,
    /// Every other spelling, sorted.
    pub aliases: Vec<Box<str>>,
    /// The strongest use that it is put to.
    pub standing: Use,
    /// What declares it, if anything does.
    pub declared_by: Option<Box<str>>,
    /// Key, modulus, order or output size in bits.
    pub bits: Option<u32>,
    /// Mode of operation, padding, curve or version.
    pub mode: Option<Box<str>>,
    /// Its mentions, in reading order.
    pub mentions: Vec<Mention>,
}

/// One place where an algorithm is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The words.
    pub at: Span,
    /// The sentence, by its index.
    pub sentence: u32,
    /// What the place does with it.
    pub standing: Use,
    /// What is asked there.
    pub strength: Option<Strength>,
    /// The size that stands with it, in bits.
    pub bits: Option<u32>,
}

/// What a draft does with an algorithm; the strongest wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Use {
    /// It only says what the name means.
    Definition,
    /// It gives an example, background or a comparison.
    Informative,
    /// It forbids it.
    Prohibited,
    /// It requires, recommends, allows or plainly uses it.
    Normative,
}

impl Use {
    /// Its name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Definition => "definition",
            Self::Informative => "informative",
            Self::Prohibited => "prohibited",
            Self::Normative => "normative",
        }
    }
}

/// What gathering algorithms needs to know.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub doc: &'a Document,
    pub sentences: &'a [Sentence],
    pub mentions: &'a [(Concept, Span)],
    pub references: &'a [Reference],
    pub citations: &'a [Citation],
    pub abbreviations: &'a Abbreviations,
    pub catalogue: &'a Catalogue,
    pub words: &'a Language,
}

/// Every algorithm that the draft names, in the order of first mention.
pub(super) fn gather(
    ground: Ground<'_>,
    weighing: &dyn Fn(&Sentence) -> bool,
) -> Vec<Algorithm> {
    let Ground {
        doc,
        sentences,
        mentions,
        citations,
        abbreviations,
        catalogue,
        words,
        ..
    } = ground;
    let search = Search { doc, sentences, citations, abbreviations, catalogue, words };
    let judge = Judge::new(doc, sentences, mentions, words, weighing);
    let named = search.named();
    let mut groups: BTreeMap<(EntryId, String), Vec<(Named, Mention)>> = BTreeMap::new();
    for it in &named {
        let (standing, strength) = judge.standing(*it);
        let entry = catalogue.get(it.entry);
        let mut mention =
            Mention { at: it.at, sentence: it.sentence, standing, strength, bits: None };
        mention.bits = parameter::size(ground, entry, mention);
        groups
            .entry((it.entry, key(&name(entry, it.alias))))
            .or_default()
            .push((*it, mention));
    }
    let declared = Declared::of(ground);
    let mut found: Vec<Algorithm> = groups
        .into_values()
        .map(|group| {
            let entry = group[0].0.entry;
            let mentions: Vec<Mention> = group.iter().map(|(_, it)| *it).collect();
            let best = mentions.iter().map(|it| it.standing).max();
            let size = mentions.iter().filter_map(|it| it.bits).min();
            let mode = parameter::mode(ground, catalogue.get(entry), &mentions);
            Algorithm {
                entry,
                name: name(catalogue.get(entry), group[0].0.alias).into(),
                as_written: doc[mentions[0].at].into(),
                aliases: spellings(doc, &mentions),
                standing: best.unwrap_or(Use::Informative),
                declared_by: declared.by(ground, entry, &group),
                bits: size,
                mode,
                mentions,
            }
        })
        .collect();
    found.sort_by_key(|it| it.mentions[0].at);
    found
}

/// The name in reports for an entry under one of its spellings.
fn name(entry: &Entry, alias: u16) -> String {
    let short = || entry.name.split(" (").next().unwrap_or(&entry.name).to_owned();
    let Some(spelling) = entry.spelling(alias).filter(|_| !entry.is_oid(alias)) else {
        return short();
    };
    let words: Vec<&str> = spelling.split([' ', '-']).collect();
    let long = 1 < words.len()
        && words.iter().filter(|it| spelled_out(it)).count() * 2 >= words.len();
    if !long {
        // Of spellings that differ in blanks and case only, the first is the usual one.
        let same = entry.aliases.iter().filter(|it| key(it) == key(spelling));
        let usual =
            same.max_by_key(|it| (it.contains(['-', ' ']), std::cmp::Reverse(it.len())));
        let own = (key(&short()) == key(spelling)).then(short);
        return own
            .or(usual.map(ToString::to_string))
            .unwrap_or_else(|| spelling.to_owned());
    }
    let initials: String = words.iter().filter_map(|it| it.chars().next()).collect();
    let initials = initials.to_uppercase();
    let abbreviation = entry.aliases.iter().find(|it| ***it == *initials);
    abbreviation.map_or_else(short, ToString::to_string)
}

fn spelled_out(word: &str) -> bool {
    2 < word.chars().filter(|it| it.is_lowercase()).count()
}

/// Spellings that differ in blanks, hyphens, case or the word "version" are one.
fn key(spelling: &str) -> String {
    let lower = spelling.to_lowercase().replace("version", "");
    let mut key = String::with_capacity(lower.len());
    let mut letters =
        lower.chars().filter(|it| it.is_alphanumeric() || *it == '.').peekable();
    while let Some(it) = letters.next() {
        let marks = it == 'v' && letters.peek().is_some_and(char::is_ascii_digit);
        if !marks || key.is_empty() {
            key.push(it);
        }
    }
    key
}

/// The other ways in which an algorithm is written, with the whole token around each:
/// `TLS_AES_128_GCM_SHA256` around `AES_128_GCM`.
fn spellings(doc: &Document, mentions: &[Mention]) -> Vec<Box<str>> {
    let first = &doc[mentions[0].at];
    let mut found: Vec<Box<str>> = Vec::new();
    for mention in mentions {
        found.push(doc[mention.at].into());
        found.push(doc[token(doc, mention.at)].into());
    }
    found.sort_unstable();
    found.dedup();
    found.retain(|it| **it != *first);
    found
}

fn token(doc: &Document, at: Span) -> Span {
    let inside = |it: char| it.is_ascii_alphanumeric() || "_-+/".contains(it);
    let text = doc.text();
    let before = text[..at.start() as usize].char_indices().rev();
    let start = before.take_while(|(_, it)| inside(*it)).last().map(|(it, _)| it);
    let rest = &text[at.end() as usize..];
    let more = rest.find(|it: char| !inside(it)).unwrap_or(rest.len());
    let start = start.unwrap_or(at.start() as usize);
    let token = Span::at(0, start..at.end() as usize + more);
    let inner = doc[token].trim_end_matches(['-', '/', '+', '_']);
    Span::at(token.start(), 0..inner.len())
}

/// What the lists of references specify.
struct Declared {
    /// Documents by number, with the tag that lists each.
    documents: Vec<(String, Box<str>)>,
    /// Entries whose names stand in the words of a reference, with its tag.
    entries: Vec<(EntryId, Box<str>)>,
    /// The documents that a clause names in its text, such as by their addresses in a
    /// note to a table.
    clauses: BTreeMap<ClauseId, Vec<String>>,
}

/// The documents that specify the suites of TLS.
const SUITES: &[&str] = &["rfc8446", "rfc9846", "rfc5246", "rfc5288", "rfc5289"];

/// How far behind a name a citation still stands beside it, in bytes.
const BESIDE: u32 = 40;

impl Declared {
    fn of(ground: Ground<'_>) -> Self {
        let (mut numbers, mut entries) = (Vec::new(), Vec::new());
        for reference in ground.references {
            let text = &ground.doc[reference.span];
            let tag: Box<str> = reference.tag.clone().unwrap_or_else(|| {
                let words: Vec<_> = text.split_whitespace().take(6).collect();
                words.join(" ").into()
            });
            numbers.extend(documents(text).into_iter().map(|it| (it, tag.clone())));
            let hits = ground.catalogue.hits(text).into_iter();
            entries.extend(hits.map(|it| (it.entry, tag.clone())));
        }
        let mut clauses: BTreeMap<ClauseId, Vec<String>> = BTreeMap::new();
        for sentence in ground.sentences {
            let named = documents(&ground.doc[sentence.span]);
            if !named.is_empty() {
                clauses.entry(sentence.clause).or_default().extend(named);
            }
        }
        Self { documents: numbers, entries, clauses }
    }

    fn by(
        &self,
        ground: Ground<'_>,
        id: EntryId,
        group: &[(Named, Mention)],
    ) -> Option<Box<str>> {
        let entry = ground.catalogue.get(id);
        let wanted: Vec<String> =
            entry.specs.iter().flat_map(|it| documents(it)).collect();
        let listed = || self.documents.iter().find(|(it, _)| wanted.contains(it));
        let named =
            || self.entries.iter().find(|(it, _)| *it == id).map(|(_, it)| it.clone());
        let oid = || {
            let it = group.iter().find(|(it, _)| entry.is_oid(it.alias))?;
            Some(format!("object identifier {}", &ground.doc[it.1.at]).into())
        };
        // The suites of TLS are specified with it.
        let suite = || {
            let in_suite =
                |it: Mention| ground.doc[token(ground.doc, it.at)].starts_with("TLS_");
            let tls = |it: &&(String, Box<str>)| SUITES.contains(&&*it.0);
            let inside = group.iter().any(|(_, it)| in_suite(*it));
            inside.then(|| self.documents.iter().find(tls).map(|(_, it)| it.clone()))?
        };
        let beside = || group.iter().find_map(|(_, it)| beside(ground, *it));
        let around = || {
            let clause = |it: &Mention| ground.sentences[it.sentence as usize].clause;
            let named = |it: &Mention| self.clauses.get(&clause(it));
            let mut all = group.iter().filter_map(|(_, it)| named(it)).flatten();
            all.find(|it| wanted.contains(it)).map(|it| (**it).into())
        };
        listed()
            .map(|(_, it)| it.clone())
            .or_else(named)
            .or_else(oid)
            .or_else(suite)
            .or_else(beside)
            .or_else(around)
    }
}

/// The document that is cited beside a name; whether it is listed is another question.
fn beside(ground: Ground<'_>, mention: Mention) -> Option<Box<str>> {
    let sentence = ground.sentences[mention.sentence as usize].span;
    let next = ground.citations.partition_point(|it| it.span.start() < mention.at.end());
    let cited = ground.citations.get(next)?;
    let close = cited.span.end() <= sentence.end()
        && cited.span.start() - mention.at.end() <= BESIDE;
    let between = || &ground.doc[Span::new(mention.at.end(), cited.span.start())];
    let same = close && !between().contains([';', '.', ',']);
    same.then(|| cited.tag.clone())
}

impl Algorithm {
    /// Takes every use back: the text only speaks of it.
    pub(super) fn quoted(&mut self) {
        for standing in self
            .mentions
            .iter_mut()
            .map(|it| &mut it.standing)
            .chain([&mut self.standing])
        {
            *standing = (*standing).min(Use::Informative);
        }
    }

    /// The first mention that is put to `standing`; the first of all if there is none.
    pub fn first(&self, standing: Use) -> Mention {
        let found = self.mentions.iter().find(|it| it.standing == standing);
        *found.or(self.mentions.first()).expect("an algorithm is made of mentions")
    }
}
