//! Sentences: how each is to be read, what it asks, what it speaks of.

use std::ops::Range;

use serde::Deserialize;

use crate::{
    doc::{Block, BlockId, BlockKind, ClauseId, Document, Region, Role, Standing},
    lexicon::{Concept, ConceptSet, Language},
    text::{self, Span},
};

/// One sentence, title, cell or line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its words.
    pub span: Span,
    /// The block it stands in.
    pub block: BlockId,
    /// The clause it stands in.
    pub clause: ClauseId,
    /// As what it is to be read.
    pub reads: Reads,
    /// What it asks of an implementer, or what the line that leads to it asks.
    pub strength: Option<Strength>,
    /// What it speaks of.
    pub concepts: ConceptSet,
    pub(super) mentions: Range<u32>,
}

/// As what a sentence is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reads {
    /// Text that can oblige: the body and the annexes.
    Normative,
    /// Text that informs: front matter, appendices, notes, examples, titles.
    Informative,
    /// Text about text: references, definitions, abbreviations, cover, contents, code.
    Apparatus,
}

/// What a sentence asks of an implementer; the strongest wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    /// may, can optionally
    Permission,
    /// should, is recommended
    Recommendation,
    /// shall, must, is required to
    Requirement,
    /// shall not, must not, is prohibited from
    Prohibition,
}

/// Longer than any phrase that carries a strength, in bytes.
const LONGEST: u32 = 64;

/// The concepts that carry a strength, in one language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Strengths {
    carry: [(Option<Concept>, Option<Strength>); 5],
}

impl Strengths {
    pub(super) fn of(words: &Language) -> Self {
        let carry = [
            ("strength/prohibition", Some(Strength::Prohibition)),
            ("strength/requirement", Some(Strength::Requirement)),
            ("strength/recommendation", Some(Strength::Recommendation)),
            ("strength/permission", Some(Strength::Permission)),
            // "is not required" asks nothing, and hides "is required" from sight.
            ("strength/none", None),
        ]
        .map(|(name, strength)| (words.concept(name), strength));
        Self { carry }
    }

    /// The words among `mentions` that carry a strength, without those inside longer
    /// ones: "shall" in "shall not" says nothing.
    pub(super) fn among(&self, mentions: &[(Concept, Span)]) -> Vec<(Span, Strength)> {
        let carried = |concept: Concept| {
            self.carry.iter().find(|(it, _)| *it == Some(concept)).map(|(_, it)| *it)
        };
        let all: Vec<(Span, Option<Strength>)> = mentions
            .iter()
            .filter_map(|(concept, span)| Some((*span, carried(*concept)?)))
            .collect();
        // Sorted by start, and no phrase is longer: only neighbours can hide a phrase.
        let hidden = |at: usize| {
            let span = all[at].0;
            let near = |it: Span| it.start().abs_diff(span.start()) <= LONGEST;
            let before = all[..at].iter().rev().take_while(|(it, _)| near(*it));
            let after = all[at + 1..].iter().take_while(|(it, _)| near(*it));
            before.chain(after).any(|(it, _)| it.covers(span) && span.len() < it.len())
        };
        (0..all.len())
            .filter(|at| !hidden(*at))
            .filter_map(|at| Some((all[at].0, all[at].1?)))
            .collect()
    }
}

/// Every sentence of `doc`, and everything they mention, sorted by place.
pub(super) fn gather(
    doc: &Document,
    words: &Language,
) -> (Vec<Sentence>, Vec<(Concept, Span)>) {
    let mentions = words.mentions(doc.text());
    let strengths = Strengths::of(words);
    let mut sentences = Vec::new();
    let shows = words.concept("shows");
    let mut lead = Lead::default();
    for (block, id) in doc.blocks().iter().zip((0..).map(BlockId)) {
        let reads = reads(doc, block);
        let spans = match block.kind {
            BlockKind::Code
            | BlockKind::Contents
            | BlockKind::Heading
            | BlockKind::Title => {
                vec![block.span]
            }
            _ => {
                let text = &doc[block.span];
                text::sentences(text, block.span.start(), words.abbreviations())
            }
        };
        for span in spans {
            let range = within(&mentions, span);
            let own = &mentions[range.start as usize..range.end as usize];
            let strength = strengths.among(own).into_iter().map(|(_, it)| it).max();
            sentences.push(Sentence {
                span,
                block: id,
                clause: block.clause,
                reads: lead.read(block, reads),
                strength: strength.or_else(|| lead.inherited(block)),
                concepts: own.iter().map(|(it, _)| *it).collect(),
                mentions: range,
            });
            let shows = shows.is_some_and(|it| own.iter().any(|(own, _)| *own == it));
            lead.note(doc, block, span, strength, shows);
        }
    }
    (sentences, mentions)
}

/// The sentences of the table row that the sentence at `index` stands in, itself among
/// them; none outside tables.
pub(super) fn row<'s>(
    doc: &Document,
    sentences: &'s [Sentence],
    index: u32,
) -> impl Iterator<Item = &'s Sentence> {
    let key = |it: &Sentence| doc[it.block].cell.map(|it| (it.table, it.row));
    let at = index as usize;
    let own = key(&sentences[at]);
    let around = at.saturating_sub(ROW)..(at + ROW + 1).min(sentences.len());
    sentences[around].iter().filter(move |it| own.is_some() && key(it) == own)
}

/// How many sentences a row reaches to either side of one of its own.
const ROW: usize = 12;

/// The line that leads to a list: "The following shall not be used:".
#[derive(Debug, Default)]
struct Lead {
    clause: ClauseId,
    strength: Option<Strength>,
    // "Informative example showing …": what follows shows, and asks nothing.
    shows: bool,
}

impl Lead {
    fn read(&self, block: &Block, reads: Reads) -> Reads {
        let listed = matches!(block.kind, BlockKind::Item | BlockKind::Cell);
        let shown = listed && self.shows && block.clause == self.clause;
        if shown && reads == Reads::Normative { Reads::Informative } else { reads }
    }

    fn inherited(&self, block: &Block) -> Option<Strength> {
        let listed = matches!(block.kind, BlockKind::Item | BlockKind::Cell);
        self.strength.filter(|_| listed && block.clause == self.clause)
    }

    fn note(
        &mut self,
        doc: &Document,
        block: &Block,
        span: Span,
        strength: Option<Strength>,
        shows: bool,
    ) {
        if matches!(block.kind, BlockKind::Item | BlockKind::Cell | BlockKind::Footnote) {
            return;
        }
        let leads = doc[span].trim_end().ends_with(':');
        let strength = strength.filter(|_| leads);
        *self = Self { clause: block.clause, strength, shows };
    }
}

fn reads(doc: &Document, block: &Block) -> Reads {
    let clause = &doc[block.clause];
    let apparatus = |it: ClauseId| {
        matches!(
            doc[it].role,
            Role::References
                | Role::Bibliography
                | Role::Definitions
                | Role::Abbreviations
                | Role::Conventions
                | Role::Keywords
                | Role::Contents
                | Role::Cover
                | Role::Credits
        )
    };
    match block.kind {
        _ if clause.region == Region::Cover || doc.path(block.clause).any(apparatus) => {
            Reads::Apparatus
        }
        BlockKind::Title | BlockKind::Contents | BlockKind::Code => Reads::Apparatus,
        BlockKind::Heading
        | BlockKind::Note
        | BlockKind::Example
        | BlockKind::Footnote => Reads::Informative,
        _ if clause.region != Region::Body
            || clause.standing == Standing::Informative
            || doc.path(block.clause).any(|it| doc[it].role == Role::Introduction) =>
        {
            Reads::Informative
        }
        BlockKind::Paragraph | BlockKind::Item | BlockKind::Cell => Reads::Normative,
    }
}

fn within(mentions: &[(Concept, Span)], span: Span) -> Range<u32> {
    let start = mentions.partition_point(|(_, it)| it.start() < span.start());
    let rest = &mentions[start..];
    let end = start + rest.partition_point(|(_, it)| it.start() < span.end());
    let count = |it: usize| u32::try_from(it).expect("fewer mentions than bytes");
    count(start)..count(end)
}
