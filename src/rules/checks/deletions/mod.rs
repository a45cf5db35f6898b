//! What tracked deletions take away from the security of a draft: a clause, a
//! requirement, an algorithm, a key length. What was moved or reworded is not gone.

mod algorithms;
mod edits;

use std::collections::BTreeSet;

use self::edits::Edits;
use super::Case;
use crate::{
    doc::{Change, ClauseId, Region},
    facts::{Reads, Sentence, Strength},
    finding::Sink,
    text::Span,
};

/// So many of the words of two sentences are the same if one rewords the other: where
/// they stand side by side, and where they do not. In hundredths.
const BESIDE: usize = 30;
const APART: usize = 50;

/// A reworded sentence stands at most so many sentences from where it was.
const NEAR: usize = 32;

/// SC09: a tracked deletion removes something of the draft's security.
pub(super) fn security_deleted(case: Case<'_>, sink: &mut Sink<'_>) {
    let Some(edits) = Edits::of(case) else { return };
    // The clauses and sentences of the draft as it was that need no further word.
    let clauses = clauses(&edits, sink);
    let sentences = requirements(&edits, &clauses, sink);
    let told = |index: u32| {
        let sentence = &edits.before.facts.sentences[index as usize];
        sentences.contains(&index)
            || edits.before.doc.path(sentence.clause).any(|it| clauses.contains(&it))
    };
    algorithms::gone(&edits, &told, sink);
    algorithms::shortened(&edits, &told, sink);
}

/// Whether a sentence requires or prohibits.
fn obliges(sentence: &Sentence) -> bool {
    let strong = Some(Strength::Requirement) <= sentence.strength;
    strong && sentence.reads == Reads::Normative
}

/// Reports the clauses of the security part that are gone; gives them and those that
/// were written anew.
fn clauses(edits: &Edits<'_>, sink: &mut Sink<'_>) -> BTreeSet<ClauseId> {
    let before = edits.before;
    let security = &before.facts.profile.security;
    let mut found = BTreeSet::new();
    let anew = written_anew(edits);
    for (id, clause) in before.doc.clauses() {
        let below = || before.doc.path(id).any(|it| found.contains(&it));
        if clause.region != Region::Body || !security.covers(before.doc, id) || below() {
            continue;
        }
        let blocks = before.doc.blocks_of(id);
        let (Some(first), Some(last)) = (blocks.first(), blocks.last()) else { continue };
        let whole = Span::new(first.span.start(), last.span.end());
        let Some((_, index)) = edits.gone_in(clause.title).first() else { continue };
        let gone = edits.is_gone(clause.title) && edits.is_gone(whole);
        if !gone || retitled(edits, clause.title) || lives_on(edits, id) {
            continue;
        }
        found.insert(id);
        if anew {
            continue;
        }
        let Some(at) = edits.place(*index) else { continue };
        let number = clause.number.as_deref().unwrap_or_default();
        let title = shortened(&before.doc[clause.title]);
        let label = format!("{number} {title}");
        let by = by(edits.change(*index));
        let finding =
            sink.report_as("clause", at, &[("clause", label.trim()), ("by", &by)]);
        let required = before.facts.sentences_of(before.doc, id);
        match required.filter(|it| obliges(it)).count() {
            0 => {}
            1 => _ = finding.noting("one requirement goes with it"),
            many => _ = finding.noting(format!("{many} requirements go with it")),
        }
    }
    found
}

/// Whether a clause has another title now, or stands elsewhere under its own.
fn retitled(edits: &Edits<'_>, title: Span) -> bool {
    edits.fresh_beside(title).next().is_some() || edits.is_said(title)
}

/// Whether at least half of what a clause says is still said.
fn lives_on(edits: &Edits<'_>, id: ClauseId) -> bool {
    let before = edits.before;
    let all: Vec<_> = before.facts.sentences_of(before.doc, id).collect();
    let kept = all.iter().filter(|it| edits.is_said(it.span)).count();
    all.len() <= kept * 2 && !all.is_empty()
}

/// Whether the security part has a clause that is new.
fn written_anew(edits: &Edits<'_>) -> bool {
    let case = edits.case;
    let security = &case.facts.profile.security;
    let new = |id: ClauseId| edits.is_fresh(case.doc[id].title);
    case.doc.clauses().any(|(id, _)| new(id) && security.covers(case.doc, id))
}

/// Reports the requirements of the security part that are gone; gives their sentences.
fn requirements(
    edits: &Edits<'_>,
    clauses: &BTreeSet<ClauseId>,
    sink: &mut Sink<'_>,
) -> BTreeSet<u32> {
    let before = edits.before;
    let mut found = BTreeSet::new();
    for (index, sentence) in (0..).zip(&before.facts.sentences) {
        let inside = || before.doc.path(sentence.clause).any(|it| clauses.contains(&it));
        let security = || {
            before.facts.profile.security.covers(before.doc, sentence.clause) && !inside()
        };
        if edits.gone_in(sentence.span).is_empty() || !obliges(sentence) || !security() {
            continue;
        }
        let lost = if edits.is_gone(sentence.span) {
            let gone = edits.gone_in(sentence.span).first();
            gone.filter(|_| !reworded(edits, sentence)).map(|it| ("requirement", it.1))
        } else {
            disarmed(edits, sentence).map(|it| ("weakened", it))
        };
        let Some((variant, change)) = lost else { continue };
        let Some(at) = edits.place(change) else { continue };
        found.insert(index);
        let words = shortened(&before.doc[sentence.span]);
        let by = by(edits.change(change));
        let finding = sink.report_as(variant, at, &[("words", &words), ("by", &by)]);
        if variant == "weakened" {
            finding.because(at, "what is left of it");
        }
    }
    found
}

/// The deletion that took the force from a sentence of which something is left.
fn disarmed(edits: &Edits<'_>, sentence: &Sentence) -> Option<usize> {
    let old = edits.old();
    let force: Vec<Span> = ["strength/requirement", "strength/prohibition"]
        .iter()
        .flat_map(|it| old.all_words_for(sentence, it))
        .collect();
    let deletion = |it: &Span| edits.gone_in(*it).first().map(|(_, change)| *change);
    let change = deletion(force.first()?)?;
    let all = force.iter().all(|it| deletion(it).is_some());
    let left = edits.sentences_at(change).iter().any(obliges);
    (all && !left && !reworded(edits, sentence)).then_some(change)
}

/// Whether a sentence that is gone is still said, or a new requirement says the like.
fn reworded(edits: &Edits<'_>, sentence: &Sentence) -> bool {
    if edits.is_said(sentence.span) {
        return true;
    }
    let Some((_, change)) = edits.gone_in(sentence.span).first() else { return false };
    let words = edits::stems(&edits.before.doc[sentence.span]);
    let doc = edits.case.doc;
    let alike = |it: &Sentence, least: usize| {
        obliges(it)
            && edits.is_fresh(it.span)
            && edits::alike(&words, &edits::stems(&doc[it.span])) >= least
    };
    let beside = |it: &Sentence| {
        edits.fresh_beside(sentence.span).any(|fresh| fresh.overlaps(it.span))
    };
    edits
        .around(*change, NEAR)
        .iter()
        .any(|it| alike(it, APART) || (alike(it, BESIDE) && beside(it)))
}

/// Who made a change and when, as the end of "deleted …".
fn by(change: &Change) -> String {
    let author = change.author.as_deref().unwrap_or("somebody");
    let date = change.date.as_deref().and_then(|it| it.get(..10));
    let author = shortened(author);
    date.map_or_else(|| format!("by {author}"), |it| format!("by {author} on {it}"))
}

/// The first words of `text`, on one line.
fn shortened(text: &str) -> String {
    const ENOUGH: usize = 120;
    let mut line = String::new();
    for word in text.split_whitespace() {
        if ENOUGH < line.len() + word.len() {
            let room = ENOUGH.saturating_sub(line.len());
            if line.is_empty() {
                line.extend(word.chars().take(room));
            }
            line.push('…');
            return line;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
