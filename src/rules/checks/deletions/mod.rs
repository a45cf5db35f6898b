//! What tracked deletions take away from the security of a draft: a clause, a
//! requirement, an algorithm, a key length. What was moved or reworded is not gone.

mod algorithms;
mod edits;
mod force;

use std::collections::BTreeSet;

use self::{edits::Edits, force::Turned};
use super::Case;
use crate::{
    doc::{Change, ClauseId, Region},
    facts::{Reads, Sentence, Strength},
    finding::Sink,
    text::Span,
};

/// What stands in the place of something stands at most so many sentences from it.
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
        let touched = edits.touching(sentence.span).is_some();
        if !touched || !obliges(sentence) || !security() {
            continue;
        }
        let Some(Loss { variant, change, now }) = lost(edits, sentence) else { continue };
        let Some(at) = now.or_else(|| edits.place(change)) else { continue };
        found.insert(index);
        let words = shortened(&before.doc[sentence.span]);
        let by = by(edits.change(change));
        let finding = sink.report_as(variant, at, &[("words", &words), ("by", &by)]);
        match variant {
            "weakened" => _ = finding.because(at, "what is left of it"),
            "reversed" => _ = finding.because(at, "what it says now"),
            _ => {}
        }
    }
    found
}

/// What a draft lost of a requirement.
struct Loss {
    variant: &'static str,
    change: usize,
    // What the draft says instead.
    now: Option<Span>,
}

/// What became of a requirement that changes touch, if it lost something.
fn lost(edits: &Edits<'_>, sentence: &Sentence) -> Option<Loss> {
    let informs =
        edits.said(sentence.span).filter(|it| it.0 == Reads::Informative).map(|it| it.1);
    let reversed =
        |it: Turned| Loss { variant: "reversed", change: it.change, now: Some(it.now) };
    if let Some(change) = edits.moved(sentence.span) {
        return informs.map(|it| Loss { variant: "demoted", change, now: Some(it) });
    }
    if !edits.is_gone(sentence.span) {
        let turned = || force::turned(edits, sentence).map(reversed);
        let weakened = |change| Loss { variant: "weakened", change, now: None };
        return turned().or_else(|| force::disarmed(edits, sentence).map(weakened));
    }
    let (_, change) = *edits.gone_in(sentence.span).first()?;
    if edits.said(sentence.span).is_some_and(|it| it.0 == Reads::Normative) {
        return None;
    }
    let against = force::contradicted(edits, sentence).map(reversed);
    if against.is_some() || force::reworded(edits, sentence) {
        return against;
    }
    let demoted = informs.map(|it| Loss { variant: "demoted", change, now: Some(it) });
    demoted.or(Some(Loss { variant: "requirement", change, now: None }))
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
