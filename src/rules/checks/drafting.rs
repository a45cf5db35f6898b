//! The structure that the other rules lean on: front matter, places, open ends.

use std::sync::LazyLock;

use regex::Regex;

use super::{Case, references::follows_itu};
use crate::{
    doc::{BlockKind, Region, Role},
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
    if !follows_itu(case) {
        return;
    }
    for sentence in &case.facts.sentences {
        let Some(place) = place(case, sentence) else { continue };
        if sentence.strength != Some(Strength::Requirement)
            && sentence.strength != Some(Strength::Prohibition)
        {
            continue;
        }
        let concepts = ["out-of-place/words"];
        let words = concepts.iter().find_map(|it| case.words_for(sentence, it));
        if let Some(words) = words {
            let values = [("place", place), ("word", &case.doc[words])];
            sink.report(sentence.span, &values).because(words, "this word obliges");
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
        if let Some(words) = mark(case, sentence) {
            let at = if sentence.span.len() <= 160 { sentence.span } else { words };
            sink.report(at, &[("words", &case.doc[words])]);
        }
    }
}

fn mark(case: Case<'_>, sentence: &Sentence) -> Option<Span> {
    let security = || case.facts.profile.security.covers(case.doc, sentence.clause);
    if let Some(words) = case.words_for(sentence, "draft/marks") {
        let study = case.words_for(sentence, "draft/study") == Some(words);
        let expanded = !case.facts.abbreviations.expansions(&case.doc[words]).is_empty();
        return (!expanded && (!study || security())).then_some(words);
    }
    let text = &case.doc[sentence.span];
    let slot = SLOT.captures(text)?;
    let open = case.words.mentions(&slot[1]).into_iter().any(|(it, _)| {
        matches!(case.words.name(it), "draft/slot" | "placeholder" | "draft/marks")
    });
    let whole = slot.get(0).expect("a match has a whole").range();
    open.then(|| Span::at(sentence.span.start(), whole))
}
