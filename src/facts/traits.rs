//! Traits: what kind of thing the draft specifies, with the words that earned each.

use std::collections::BTreeMap;

use super::{
    profile::Trait,
    sentence::{Reads, Sentence},
};
use crate::{
    doc::{BlockKind, Document, Role},
    lexicon::{Concept, Language},
    text::Span,
};

/// How much the words in one place count.
#[derive(Clone, Copy, Debug, Default)]
struct Score {
    points: u32,
    strong: u32,
    title: bool,
    // Where the strongest words stand, and how strong they are.
    best: Option<((bool, u32), Span)>,
}

/// Points that earn a trait.
const ENOUGH: u32 = 8;

/// The traits of `doc`, sorted by name.
pub(super) fn gather(
    doc: &Document,
    sentences: &[Sentence],
    mentions: &[(Concept, Span)],
    words: &Language,
) -> Vec<Trait> {
    let signals = signals(words);
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    let mut seen: BTreeMap<(Concept, &str), u32> = BTreeMap::new();
    for sentence in sentences {
        let place = place(doc, sentence);
        if place == Place::Elsewhere {
            continue;
        }
        let range = sentence.mentions.start as usize..sentence.mentions.end as usize;
        for (concept, span) in &mentions[range] {
            let Some((name, level)) = signals.get(concept) else { continue };
            let points = level.points(place);
            // The same words over and over say it once or twice, not a hundred times.
            let times = seen.entry((*concept, &doc[*span])).or_default();
            *times += 1;
            if points == 0 || (3 < *times && place == Place::Body) {
                continue;
            }
            let score = scores.entry(name).or_default();
            score.points += points;
            score.strong += u32::from(*level != Level::Weak);
            score.title |= *level == Level::Title && place == Place::Title;
            // A sentence convinces more than the title, which the reader has seen.
            let telling = (place != Place::Title, points);
            if score.best.is_none_or(|(best, _)| best < telling) {
                score.best = Some((telling, sentence.span));
            }
        }
    }
    // A short text says less; a long one has to say more before it is about something.
    let words = doc.text().split_whitespace().count();
    let enough = u32::try_from(2 + words / 200).unwrap_or(ENOUGH).min(ENOUGH);
    let strong = if words < 200 { 1 } else { 2 };
    // Data about persons are personal data wherever they stand.
    let told = |name: &str, it: &Score| name == "personal-data" && 3 <= it.strong;
    let earned = |it: &Score| (it.title || strong <= it.strong) && enough <= it.points;
    scores
        .into_iter()
        .filter(|(name, it)| earned(it) || told(name, it))
        .filter_map(|(name, it)| {
            Some(Trait { name: name.into(), because: it.best?.1, titled: it.title })
        })
        .collect()
}

/// Where a sentence stands, for what it says about the draft's subject.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Title,
    Scope,
    Body,
    Elsewhere,
}

fn place(doc: &Document, sentence: &Sentence) -> Place {
    let block = &doc[sentence.block];
    let role = doc[sentence.clause].role;
    match (block.kind, role) {
        (BlockKind::Title, _) => Place::Title,
        (
            BlockKind::Note | BlockKind::Example | BlockKind::Footnote | BlockKind::Code,
            _,
        ) => Place::Elsewhere,
        (_, Role::Scope | Role::Summary) => Place::Scope,
        (BlockKind::Heading, _) if sentence.reads != Reads::Apparatus => Place::Body,
        _ if sentence.reads == Reads::Normative => Place::Body,
        _ => Place::Elsewhere,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Title,
    Strong,
    Weak,
}

impl Level {
    const fn points(self, place: Place) -> u32 {
        match (self, place) {
            (Self::Title, Place::Title) => 8,
            (Self::Strong, Place::Title) => 6,
            (Self::Strong, Place::Scope) => 3,
            (Self::Title, Place::Scope) | (Self::Strong, Place::Body) => 2,
            (Self::Weak, Place::Title | Place::Scope | Place::Body) => 1,
            (Self::Title, Place::Body) | (_, Place::Elsewhere) => 0,
        }
    }
}

/// Concept → the trait it speaks for, and how loudly.
fn signals(words: &Language) -> BTreeMap<Concept, (&str, Level)> {
    let mut found = BTreeMap::new();
    for name in words.names() {
        let Some((name, level)) =
            name.strip_prefix("trait/").and_then(|it| it.split_once('/'))
        else {
            continue;
        };
        let level = match level {
            "title" => Level::Title,
            "strong" => Level::Strong,
            _ => Level::Weak,
        };
        let full = match level {
            Level::Title => "title",
            Level::Strong => "strong",
            Level::Weak => "weak",
        };
        if let Some(concept) = words.concept(&format!("trait/{name}/{full}")) {
            found.insert(concept, (name, level));
        }
    }
    found
}
