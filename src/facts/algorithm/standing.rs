//! What a place does with the algorithm that it names.

use super::{Use, find::Named, table::Verdicts};
use crate::{
    doc::{BlockKind, Document, Role},
    facts::sentence::{Reads, Sentence, Strength, Strengths},
    lexicon::{Concept, Language},
    text::Span,
};

/// The concepts that decide, and the sentences they are looked up in.
pub(super) struct Judge<'a> {
    doc: &'a Document,
    sentences: &'a [Sentence],
    mentions: &'a [(Concept, Span)],
    strengths: Strengths,
    refused: Option<Concept>,
    replaced: Option<Concept>,
    example: Option<Concept>,
    put_to_use: Option<Concept>,
    verdicts: Verdicts,
    /// Text that weighs or tells rather than specifies.
    weighing: &'a dyn Fn(&Sentence) -> bool,
}

/// How far before a name "instead of" may stand, in bytes.
const BESIDE: u32 = 48;

impl<'a> Judge<'a> {
    pub(super) fn new(
        doc: &'a Document,
        sentences: &'a [Sentence],
        mentions: &'a [(Concept, Span)],
        words: &Language,
        weighing: &'a dyn Fn(&Sentence) -> bool,
    ) -> Self {
        Self {
            doc,
            sentences,
            mentions,
            strengths: Strengths::of(words),
            refused: words.concept("cast-off/refused"),
            replaced: words.concept("cast-off/replaced"),
            example: words.concept("example"),
            put_to_use: words.concept("put-to-use"),
            verdicts: Verdicts::of(doc, words),
            weighing,
        }
    }

    /// What the place of `named` does with it, and what it asks.
    pub(super) fn standing(&self, named: Named) -> (Use, Option<Strength>) {
        let sentence = &self.sentences[named.sentence as usize];
        let block = &self.doc[sentence.block];
        if sentence.reads == Reads::Apparatus {
            let defines = |role| {
                matches!(
                    role,
                    Role::Definitions | Role::Abbreviations | Role::Conventions
                )
            };
            let mut path = self.doc.path(sentence.clause);
            let listed = path.any(|it| defines(self.doc[it].role));
            let means = listed && block.kind != BlockKind::Code;
            return (if means { Use::Definition } else { Use::Informative }, None);
        }
        if block.kind == BlockKind::Heading {
            return (Use::Informative, None);
        }
        if let Some(verdict) = self.verdicts.at(block.cell)
            && sentence.reads == Reads::Normative
        {
            return (verdict, None);
        }
        let segment = self.segment(sentence.span, named.at);
        let said = self.said(segment);
        let strength = self.nearest(&said, named.at);
        if strength == Some(Strength::Prohibition) || self.refused(&said) {
            return (Use::Prohibited, strength);
        }
        let row = || self.row(sentence);
        if strength.is_none()
            && row().any(|it| it.strength == Some(Strength::Prohibition))
        {
            return (Use::Prohibited, None);
        }
        let strength = strength.or(sentence.strength);
        if strength == Some(Strength::Prohibition) && self.inherited(sentence) {
            return (Use::Prohibited, strength);
        }
        if sentence.reads == Reads::Informative || self.replaced(&said, named.at) {
            return (Use::Informative, strength);
        }
        let shown = self.shown(&said, named.at);
        let asked = strength.is_some_and(|it| Strength::Permission < it);
        if shown && !asked {
            return (Use::Informative, strength);
        }
        (self.plain(sentence, block.kind, strength), strength)
    }

    /// Text that asks nothing: a specification uses what it names, a consideration
    /// weighs it.
    fn plain(
        &self,
        sentence: &Sentence,
        kind: BlockKind,
        strength: Option<Strength>,
    ) -> Use {
        let uses = || self.put_to_use.is_some_and(|it| sentence.concepts.contains(it));
        let listed = matches!(kind, BlockKind::Cell | BlockKind::Item);
        match strength {
            Some(Strength::Requirement | Strength::Recommendation) => Use::Normative,
            _ if (self.weighing)(sentence) => Use::Informative,
            Some(_) => Use::Normative,
            None if listed || uses() => Use::Normative,
            None => Use::Informative,
        }
    }

    /// A sentence asks what the line before its list asks.
    fn inherited(&self, sentence: &Sentence) -> bool {
        self.strengths.among(&self.said(sentence.span)).is_empty()
    }

    /// The part of a sentence that speaks of the name: "A shall not be used, but B may".
    fn segment(&self, sentence: Span, at: Span) -> Span {
        let text = &self.doc[sentence];
        let place = (at.start() - sentence.start()) as usize;
        let mut cuts: Vec<usize> = Vec::new();
        for mark in
            ["; ", ", but ", " but ", ", while ", " whereas ", ", and ", ", which ", ": "]
        {
            cuts.extend(text.match_indices(mark).map(|(it, _)| it));
        }
        cuts.sort_unstable();
        let mut segment = sentence;
        for cut in cuts {
            // A cut that leaves no force on one side cuts a list, not a thought.
            let (left, right) =
                (Span::at(segment.start(), 0..0), Span::at(sentence.start(), cut..cut));
            let left = left.joined(right);
            let right = Span::new(right.start(), segment.end());
            if !self.forceful(left) || !self.forceful(right) {
                continue;
            }
            if place < cut {
                segment = left;
                break;
            }
            segment = right;
        }
        segment
    }

    fn forceful(&self, span: Span) -> bool {
        let said = self.said(span);
        let refused = said.iter().any(|(it, _)| Some(*it) == self.refused);
        refused || !self.strengths.among(&said).is_empty()
    }

    fn said(&self, span: Span) -> Vec<(Concept, Span)> {
        let start = self.mentions.partition_point(|(_, it)| it.start() < span.start());
        let rest =
            self.mentions[start..].iter().take_while(|(_, it)| it.start() < span.end());
        rest.filter(|(_, it)| it.end() <= span.end()).copied().collect()
    }

    fn nearest(&self, said: &[(Concept, Span)], at: Span) -> Option<Strength> {
        let gap = |it: Span| {
            if it.end() <= at.start() {
                at.start() - it.end()
            } else {
                it.start().saturating_sub(at.end())
            }
        };
        let found = self.strengths.among(said);
        found.into_iter().min_by_key(|(span, _)| gap(*span)).map(|(_, it)| it)
    }

    /// "rejects", "deprecated" and the like; "shall be rejected" demands the refusal.
    fn refused(&self, said: &[(Concept, Span)]) -> bool {
        said.iter().any(|(it, _)| Some(*it) == self.refused)
    }

    fn replaced(&self, said: &[(Concept, Span)], at: Span) -> bool {
        let close =
            |span: Span| span.end() <= at.start() && at.start() - span.end() <= BESIDE;
        said.iter().any(|(it, span)| Some(*it) == self.replaced && close(*span))
    }

    fn shown(&self, said: &[(Concept, Span)], at: Span) -> bool {
        let before = |span: Span| span.end() <= at.start();
        said.iter().any(|(it, span)| Some(*it) == self.example && before(*span))
    }

    /// The other cells of a sentence's table row.
    fn row(&self, sentence: &'a Sentence) -> impl Iterator<Item = &'a Sentence> {
        let cell = self.doc[sentence.block].cell;
        let at = self.sentences.partition_point(|it| it.span < sentence.span);
        let around = at.saturating_sub(12)..(at + 13).min(self.sentences.len());
        self.sentences[around].iter().filter(move |it| {
            let other = self.doc[it.block].cell;
            cell.is_some_and(|cell| {
                other.is_some_and(|it| (it.table, it.row) == (cell.table, cell.row))
            })
        })
    }
}
