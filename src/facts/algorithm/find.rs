//! Which words of a draft name an algorithm, and which only look like one.

use crate::{
    doc::{BlockKind, Document, Region, Role},
    facts::{
        abbreviation::Abbreviations,
        reference::Citation,
        sentence::{Reads, Sentence, row},
    },
    lexicon::{Catalogue, Concept, Entry, EntryId, Language},
    text::Span,
};

/// One place that names an algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub entry: EntryId,
    /// Which of the entry's spellings it is.
    pub alias: u16,
    pub at: Span,
    /// The sentence, by its index.
    pub sentence: u32,
}

/// What finding needs to know.
#[derive(Clone, Copy)]
pub(super) struct Search<'a> {
    pub doc: &'a Document,
    pub sentences: &'a [Sentence],
    pub citations: &'a [Citation],
    pub abbreviations: &'a Abbreviations,
    pub catalogue: &'a Catalogue,
    pub words: &'a Language,
}

impl Search<'_> {
    /// Every place that names an algorithm, in reading order.
    pub(super) fn named(&self) -> Vec<Named> {
        let crypto = self.words.concept("crypto");
        let mut found = Vec::new();
        let mut doubtful = Vec::new();
        for hit in self.catalogue.hits(self.doc.text()) {
            let Some(sentence) = self.sentence_at(hit.span) else { continue };
            if !self.counts(sentence, hit.span) || self.is_path(hit.span) {
                continue;
            }
            let entry = self.catalogue.get(hit.entry);
            if !entry.counts || self.is_something_else(entry, hit.span, sentence) {
                continue;
            }
            let (entry_id, alias) = (hit.entry, hit.alias);
            let named = Named { entry: entry_id, alias, at: hit.span, sentence };
            let named = self.versioned(named);
            if entry.is_ambiguous(alias)
                && !self.is_meant(entry, hit.span, sentence, crypto)
            {
                doubtful.push(named);
            } else {
                found.push(named);
                found.extend(self.further(named));
            }
        }
        // An abbreviation that this draft once uses in full sight is known from then on.
        let known: Vec<EntryId> = found.iter().map(|it| it.entry).collect();
        let plain = |it: &Named| !self.reads_apparatus(it.sentence);
        doubtful.retain(|it| known.contains(&it.entry) && plain(it));
        found.extend(doubtful);
        found.sort_by_key(|it| it.at);
        found
    }

    fn sentence_at(&self, span: Span) -> Option<u32> {
        let next = self.sentences.partition_point(|it| it.span.start() <= span.start());
        let index = next.checked_sub(1)?;
        let inside = self.sentences[index].span.covers(span);
        inside.then(|| u32::try_from(index).expect("fewer sentences than bytes"))
    }

    /// Whether a name in small letters is part of a file's name or a path.
    fn is_path(&self, at: Span) -> bool {
        let text = self.doc.text();
        if self.doc[at].chars().any(char::is_uppercase) {
            return false;
        }
        let word = |it: char| it.is_ascii_alphanumeric() || "-_./".contains(it);
        let before = text[..at.start() as usize].chars().rev().take_while(|it| word(*it));
        let after: String =
            text[at.end() as usize..].chars().take_while(|it| word(*it)).collect();
        let slash = before.clone().any(|it| it == '/') || after.contains('/');
        let dotted = before.clone().next() == Some('.');
        let ending =
            after.trim_end_matches('.').rsplit_once('.').map_or("", |(_, it)| it);
        let file = (2..=4).contains(&ending.len())
            && ending.starts_with(|it: char| it.is_ascii_lowercase());
        slash || dotted || file
    }

    fn reads_apparatus(&self, sentence: u32) -> bool {
        self.sentences[sentence as usize].reads == Reads::Apparatus
    }

    /// Whether words at this place speak: not in lists of references, not in tags.
    fn counts(&self, sentence: u32, at: Span) -> bool {
        let sentence = &self.sentences[sentence as usize];
        let block = &self.doc[sentence.block];
        let silent = |role| {
            matches!(
                role,
                Role::References
                    | Role::Bibliography
                    | Role::Contents
                    | Role::Cover
                    | Role::Credits
                    | Role::Keywords
            )
        };
        let next = self.citations.partition_point(|it| it.span.start() <= at.start());
        let before = self.citations[..next].iter().rev().take(4);
        let tagged = before.into_iter().any(|it| it.span.covers(at));
        self.doc[sentence.clause].region != Region::Cover
            && !matches!(block.kind, BlockKind::Contents | BlockKind::Title)
            && !self.doc.path(sentence.clause).any(|it| silent(self.doc[it].role))
            && !tagged
    }

    /// Whether the draft or the sentence says that the letters mean something else.
    fn is_something_else(&self, entry: &Entry, at: Span, sentence: u32) -> bool {
        let written = &self.doc[at];
        let expansions = self.abbreviations.expansions(written);
        let own = |it: &str| self.expands(entry, it);
        // Five letters and more are nobody else's by chance.
        let short =
            written.len() < 5 || entry.ambiguous.iter().any(|it| **it == *written);
        if !expansions.is_empty() && short {
            return !expansions.iter().any(|it| own(it));
        }
        let sentence = &self.sentences[sentence as usize];
        let around = self.doc[sentence.span].to_lowercase();
        entry.not_if.iter().any(|it| around.contains(&it.to_lowercase()))
    }

    /// Whether `expansion` is what `entry` stands for.
    fn expands(&self, entry: &Entry, expansion: &str) -> bool {
        let expansion = expansion.to_lowercase();
        let barred = entry.not_if.iter().any(|it| expansion.contains(&it.to_lowercase()));
        let named = entry.aliases.iter().any(|it| {
            let it = it.to_lowercase();
            it.contains(' ') && expansion.contains(&it)
        });
        let crypto = self.words.concept("crypto-name/words");
        let speaks =
            || self.words.mentions(&expansion).iter().any(|(it, _)| Some(*it) == crypto);
        let listed = || !self.catalogue.hits(&expansion).is_empty();
        named || (!barred && (speaks() || listed()))
    }

    /// Whether letters that say nothing alone are meant as this algorithm.
    fn is_meant(
        &self,
        entry: &Entry,
        at: Span,
        sentence: u32,
        crypto: Option<Concept>,
    ) -> bool {
        let expansions = self.abbreviations.expansions(&self.doc[at]);
        if expansions.iter().any(|it| self.expands(entry, it)) {
            return true;
        }
        let said = &self.sentences[sentence as usize];
        let speaks =
            |it: &Sentence| crypto.is_some_and(|crypto| it.concepts.contains(crypto));
        // The letters themselves can be a word of cryptography too; they do not count.
        speaks(said) || row(self.doc, self.sentences, sentence).any(speaks)
    }

    /// "TLS (version 1.2)" names TLS 1.2, not TLS.
    fn versioned(&self, named: Named) -> Named {
        let entry = self.catalogue.get(named.entry);
        let spelling = entry.spelling(named.alias).unwrap_or_default();
        if spelling.chars().any(|it| it.is_ascii_digit()) {
            return named;
        }
        let rest = &self.doc.text()[named.at.end() as usize..];
        let pattern = self.words.pattern("version");
        let Some(version) = pattern.and_then(|it| it.captures(rest)) else {
            return named;
        };
        let whole = version.get(0).expect("a match has a whole");
        let at = named.at.joined(Span::at(named.at.end(), whole.range()));
        self.version(spelling, &version[1]).map_or(named, |(entry, alias)| Named {
            entry,
            alias,
            at,
            ..named
        })
    }

    /// The versions that follow one: "TLS 1.2 and 1.3", "TLS 1.0/1.1".
    fn further(&self, named: Named) -> Vec<Named> {
        let spelling =
            self.catalogue.get(named.entry).spelling(named.alias).unwrap_or_default();
        let base = spelling
            .trim_end_matches(|it: char| it.is_ascii_digit() || ".v ".contains(it));
        let Some(pattern) = self.words.pattern("further-version") else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let mut end = named.at.end();
        while base != spelling
            && let Some(next) = pattern.captures(&self.doc.text()[end as usize..])
            && let Some((entry, alias)) = self.version(base, &next[1])
        {
            let digits = next.get(1).expect("the pattern has one group");
            let at = Span::at(end, digits.range());
            found.push(Named { entry, alias, at, sentence: named.sentence });
            end = at.end();
        }
        found
    }

    fn version(&self, base: &str, version: &str) -> Option<(EntryId, u16)> {
        let wanted = super::key(&format!("{base} {version}"));
        self.catalogue.entries().find_map(|(id, entry)| {
            let index = entry.aliases.iter().position(|it| super::key(it) == wanted)?;
            Some((id, u16::try_from(index).ok()?))
        })
    }
}
