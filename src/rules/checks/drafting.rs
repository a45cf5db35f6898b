//! The structure that the other rules lean on: front matter, places, open ends.

use std::sync::LazyLock;

use regex::Regex;

use super::{Case, references::follows_itu};
use crate::{
    doc::{BlockKind, ClauseId, Region, Role},
    facts::{Kind, Reads, Sentence, Strength},
    finding::Sink,
    text::Span,
};

/// ST02: no Summary, no Keywords.
pub(super) fn no_summary(case: Case<'_>, sink: &mut Sink<'_>) {
    let has = |role: Role| case.doc.clauses().any(|(_, it)| it.role == role);
    let whole = has(Role::Scope) && case.doc.about().itu;
    if !whole || case.facts.profile.kind != Kind::Recommendation {
        return;
    }
    let summary = has(Role::Summary);
    let keywords = has(Role::Keywords) || case.doc.about().keywords || run_in(case);
    let variant = match (summary, keywords) {
        (true, true) => return,
        (false, true) => "summary",
        (true, false) => "keywords",
        (false, false) => "both",
    };
    sink.report_as(variant, case.doc.title(), &[]);
}

/// "Keywords: access, metering" on a line of its own.
fn run_in(case: Case<'_>) -> bool {
    let blocks = case.doc.blocks().iter();
    let mut starts = blocks
        .filter(|it| case.doc[it.clause].region != Region::Body || it.clause.0 == 0);
    starts.any(|it| {
        let text = &case.doc[it.span];
        let label = text.split(':').next().unwrap_or_default();
        label.len() < text.len() && case.words.role(label) == Some("keywords")
    })
}

/// ST03: "shall" where it has no force.
pub(super) fn out_of_place(case: Case<'_>, sink: &mut Sink<'_>) {
    let profile = &case.facts.profile;
    if !follows_itu(case) || profile.kind != Kind::Recommendation || profile.amends {
        return;
    }
    // One finding for each kind of place: a text that does it once does it often.
    let mut told: Vec<(&str, Vec<&Sentence>)> = Vec::new();
    for sentence in &case.facts.sentences {
        let asks = matches!(
            sentence.strength,
            Some(Strength::Requirement | Strength::Prohibition)
        );
        let Some(place) = place(case, sentence).filter(|_| asks) else { continue };
        if case.words_for(sentence, "out-of-place/words").is_some() {
            match told.iter_mut().find(|(it, _)| *it == place) {
                Some((_, list)) => list.push(sentence),
                None => told.push((place, vec![sentence])),
            }
        }
    }
    for (place, list) in told {
        let Some(words) = case.words_for(list[0], "out-of-place/words") else { continue };
        let values = [("place", place), ("word", &case.doc[words])];
        let finding = sink.report(list[0].span, &values);
        if let [_, rest @ ..] = &list[..]
            && !rest.is_empty()
        {
            let mut clauses: Vec<String> =
                rest.iter().map(|it| case.label(it.clause)).collect();
            clauses.dedup();
            finding.noting(format!(
                "{} more {place}: {}",
                rest.len(),
                clauses.join(", ")
            ));
        }
    }
}

/// The place without force that a sentence stands in, in words.
fn place(case: Case<'_>, sentence: &Sentence) -> Option<&'static str> {
    let block = &case.doc[sentence.block];
    let clause = &case.doc[sentence.clause];
    if clause.region == Region::Cover {
        return None;
    }
    let apparatus = sentence.reads == Reads::Apparatus;
    match (block.kind, clause.role) {
        (
            BlockKind::Heading | BlockKind::Title | BlockKind::Contents | BlockKind::Code,
            _,
        ) => None,
        (BlockKind::Note, _) if !apparatus => Some("in a note"),
        (BlockKind::Footnote, _) if !apparatus => Some("in a footnote"),
        (_, Role::Summary) => Some("in the Summary"),
        (_, Role::Introduction) if clause.region == Region::Front => {
            Some("in the Introduction")
        }
        (_, Role::Scope) => Some("in the Scope"),
        _ => None,
    }
}

/// "<threats to be added>", "<title>": a place that was never filled.
static SLOT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"<([A-Za-z][A-Za-z ,.'/()\-]{3,80})>").expect("a tested pattern")
});

/// ST06: marks of drafting left in the text.
pub(super) fn unresolved(case: Case<'_>, sink: &mut Sink<'_>) {
    // A text that defines a grammar writes <names> all over.
    let grammar = case.doc.text().contains("::=")
        || MANY_SLOTS < SLOT.find_iter(case.doc.text()).count();
    let mut told: Vec<(ClauseId, &str)> = Vec::new();
    for sentence in &case.facts.sentences {
        let block = &case.doc[sentence.block];
        let clause = &case.doc[sentence.clause];
        let lists =
            matches!(clause.role, Role::Abbreviations | Role::Credits | Role::Keywords);
        let skipped = matches!(
            block.kind,
            BlockKind::Code | BlockKind::Contents | BlockKind::Title
        );
        if clause.region == Region::Cover || lists || skipped {
            continue;
        }
        if let Some(words) = mark(case, sentence, grammar) {
            // One finding for the same mark in one clause.
            let key = (sentence.clause, &case.doc[words]);
            if told.contains(&key) || registers(case, sentence.clause) {
                continue;
            }
            told.push(key);
            let at = if sentence.span.len() <= 160 { sentence.span } else { words };
            sink.report(at, &[("words", &case.doc[words])]);
        }
    }
}

/// More places to fill than this are a way of writing.
const MANY_SLOTS: usize = 40;

/// Whether a clause asks a registry for values that nobody knows yet.
fn registers(case: Case<'_>, clause: ClauseId) -> bool {
    let concept = case.words.concept("draft/registry");
    let speaks = |it: ClauseId| {
        let title = &case.doc[case.doc[it].title];
        case.words.mentions(title).iter().any(|(it, _)| Some(*it) == concept)
    };
    !case.doc.about().itu && case.doc.path(clause).any(speaks)
}

fn mark(case: Case<'_>, sentence: &Sentence, grammar: bool) -> Option<Span> {
    let security = || case.facts.profile.security.covers(case.doc, sentence.clause);
    // A note to the printer goes when the text is printed.
    if case.says(sentence, "draft/aside") {
        return None;
    }
    if let Some(words) = case.words_for(sentence, "draft/marks") {
        let study = case.words_for(sentence, "draft/study") == Some(words);
        let expanded = !case.facts.abbreviations.expansions(&case.doc[words]).is_empty();
        return (!expanded && (!study || security())).then_some(words);
    }
    let text = &case.doc[sentence.span];
    if let Some(words) = case.words_for(sentence, "draft/open") {
        let prose = case.doc[sentence.block].cell.is_none();
        let alone = prose && text.split_whitespace().count() <= ALONE;
        // "to be completed by the operator" speaks to who fills in a form.
        let rest = &case.doc.text()[words.end() as usize..sentence.span.end() as usize];
        let form = rest.trim_start().to_lowercase().starts_with("by ");
        let mark = alone || bracketed(text, &case.doc[words]);
        return (mark && !form).then_some(words);
    }
    let slot = SLOT.captures(text).filter(|_| !grammar)?;
    let open = case.words.mentions(&slot[1]).into_iter().any(|(it, _)| {
        matches!(case.words.name(it), "draft/slot" | "draft/open" | "draft/marks")
    });
    let whole = slot.get(0).expect("a match has a whole").range();
    open.then(|| Span::at(sentence.span.start(), whole))
}

/// A line of so few words that says "to be added" says nothing else.
const ALONE: usize = 7;

/// Whether words stand in brackets: "[to be added]", "<text to be provided>".
fn bracketed(text: &str, words: &str) -> bool {
    let Some(at) = text.find(words) else { return false };
    let open = text[..at].rfind(['[', '<']);
    let shut = text[..at].rfind([']', '>']);
    open.is_some() && shut <= open && text[at..].contains([']', '>'])
}
