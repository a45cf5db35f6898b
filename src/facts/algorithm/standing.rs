//! What a place does with the algorithm that it names.

use super::{Use, find::Named, table::Verdicts};
use crate::{
    doc::{BlockKind, Document, Role},
    facts::sentence::{Reads, Sentence, Strength, Strengths, row},
    lexicon::{Concept, Language},
    text::Span,
};

/// The concepts that decide, and the sentences they are looked up in.
pub(super) struct Judge<'a> {
    doc: &'a Document,
    sentences: &'a [Sentence],
    mentions: &'a [(Concept, Span)],
    strengths: Strengths,
    words: &'a Language,
    refused: Option<Concept>,
    // Right before the name, and behind it.
    neutral: [Option<Concept>; 2],
    missing: Option<Concept>,
    instead: Option<Concept>,
    reject: Option<Concept>,
    replaced: Option<Concept>,
    example: Option<Concept>,
    put_to_use: Option<Concept>,
    verdicts: Verdicts,
    /// Text that weighs or tells rather than specifies.
    weighing: &'a dyn Fn(&Sentence) -> bool,
}

/// What a refusal in a segment is aimed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    /// There is none.
    None,
    /// The algorithm.
    OfIt,
    /// Something else, often for lack of the algorithm.
    OfAnother,
}

/// How far before a name "whose" may stand, in bytes.
const TOUCHING: u32 = 12;

/// How far the force of a sentence reaches around a name, in bytes.
const REACH: u32 = 600;

/// How far before a name "instead of" may stand, in bytes.
const BESIDE: u32 = 48;

impl<'a> Judge<'a> {
    pub(super) fn new(
        doc: &'a Document,
        sentences: &'a [Sentence],
        mentions: &'a [(Concept, Span)],
        words: &'a Language,
        weighing: &'a dyn Fn(&Sentence) -> bool,
    ) -> Self {
        Self {
            doc,
            sentences,
            mentions,
            strengths: Strengths::of(words),
            words,
            refused: words.concept("cast-off/refused"),
            neutral: ["cast-off/neutral-before", "cast-off/neutral-behind"]
                .map(|it| words.concept(it)),
            missing: words.concept("cast-off/missing"),
            instead: words.concept("cast-off/instead"),
            reject: words.concept("cast-off/reject"),
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
        match self.refusal(&said, strength, named.at) {
            Refusal::None => (),
            Refusal::OfIt => return (Use::Prohibited, strength),
            Refusal::OfAnother => return (Use::Normative, Some(Strength::Requirement)),
        }
        let row = || row(self.doc, self.sentences, named.sentence);
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
        let window = self.window(sentence, at);
        let mut segment = window;
        for (cut, always) in self.words.cuts(&self.doc[window]) {
            let cut = Span::at(window.start(), cut..cut).start();
            let (left, right) =
                (Span::new(segment.start(), cut), Span::new(cut, segment.end()));
            // A cut that leaves no force on one side cuts a list, not a thought.
            let stands = always || (self.forceful(left) && self.forceful(right));
            if !stands {
                continue;
            }
            if at.start() < cut {
                return left;
            }
            segment = right;
        }
        segment
    }

    /// As much of a sentence around a name as its force can reach.
    fn window(&self, sentence: Span, at: Span) -> Span {
        let text = self.doc.text();
        let mut start = sentence.start().max(at.start().saturating_sub(REACH));
        while !text.is_char_boundary(start as usize) {
            start += 1;
        }
        let mut end = sentence.end().min(at.end() + REACH);
        while !text.is_char_boundary(end as usize) {
            end -= 1;
        }
        Span::new(start, end)
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

    /// Whether the segment refuses the algorithm, or refuses something for lack of it.
    fn refusal(
        &self,
        said: &[(Concept, Span)],
        strength: Option<Strength>,
        at: Span,
    ) -> Refusal {
        let all = |concept: Option<Concept>| {
            said.iter().filter(move |(it, _)| Some(*it) == concept).map(|(_, span)| *span)
        };
        let close =
            |span: Span| span.end() <= at.start() && at.start() - span.end() <= BESIDE;
        let prohibited = strength == Some(Strength::Prohibition);
        let refused = all(self.refused).next().is_some();
        let lacks = all(self.missing).any(close);
        if !prohibited && !refused {
            return if lacks { Refusal::OfIt } else { Refusal::None };
        }
        // "shall not reject", "shall not … without it": two denials ask for it.
        let twice =
            prohibited && all(self.reject).next().is_some() && !self.passive(said);
        let touches = |span: Span| close(span) && at.start() - span.end() <= TOUCHING;
        let behind = |span: Span| at.end() <= span.start();
        let other = lacks
            || twice
            || all(self.neutral[0]).any(touches)
            || all(self.neutral[1]).any(behind);
        match other || all(self.instead).any(close) {
            true if strength.is_some() => Refusal::OfAnother,
            true => Refusal::None,
            false => Refusal::OfIt,
        }
    }

    /// "shall not be rejected" and "shall be rejected" differ; only the first denies
    /// twice, and it stands right before the word.
    fn passive(&self, said: &[(Concept, Span)]) -> bool {
        let denials = self.strengths.among(said);
        let rejects = said.iter().filter(|(it, _)| Some(*it) == self.reject);
        !rejects.into_iter().any(|(_, reject)| {
            denials.iter().any(|(span, it)| {
                *it == Strength::Prohibition && reject.start().abs_diff(span.end()) <= 1
            })
        })
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
}
