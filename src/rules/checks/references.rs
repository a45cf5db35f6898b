//! References: cited and listed, published, alive, and strong enough to rest on.

use super::Case;
use crate::{
    doc::{ClauseId, Region, Role, Standing},
    facts::{Kind, Reads, Reference, Sentence, Strength, documents},
    finding::Sink,
    lexicon::Withdrawn,
};

/// CR11: a document that was withdrawn or replaced.
pub(super) fn obsolete(case: Case<'_>, sink: &mut Sink<'_>) {
    let withdrawn: Vec<(&Withdrawn, Vec<String>)> = case
        .lexicon
        .catalogue()
        .withdrawn()
        .iter()
        .map(|it| (it, documents(&it.name)))
        .collect();
    for reference in &case.facts.references {
        // Elsewhere the informative list is also the place for history.
        if reference.standing == Standing::Informative && !follows_itu(case) {
            continue;
        }
        let text = &case.doc[reference.span];
        // What an entry names first is what it lists; "(replaces RFC 7525)" comes after.
        let tag = &case.doc[reference.tag_at];
        let named = documents(tag);
        let head: String = text.chars().take(80).collect();
        let named = if named.is_empty() { documents(&head) } else { named };
        for (withdrawn, numbers) in &withdrawn {
            let dated = withdrawn.unless.iter().any(|it| text.contains(&**it));
            if numbers.iter().any(|it| named.contains(it)) && !dated {
                let values =
                    [("reference", &*withdrawn.name), ("reason", &*withdrawn.reason)];
                let finding = sink.report(reference.tag_at, &values);
                if let Some(by) = &withdrawn.by {
                    finding.noting(format!("in its place: {by}"));
                }
            }
        }
    }
}

/// Whether a draft follows the ITU-T rules on references and structure.
pub(super) fn follows_itu(case: Case<'_>) -> bool {
    let scope = || case.doc.clauses().any(|(_, it)| it.role == Role::Scope);
    let listed = || case.doc.clauses().any(|(_, it)| it.role == Role::References);
    case.doc.about().itu || (scope() && listed())
}

/// RF01: listed and never cited, or cited and listed nowhere.
pub(super) fn uncited(case: Case<'_>, sink: &mut Sink<'_>) {
    let facts = case.facts;
    if facts.profile.amends
        || !follows_itu(case)
        || facts.profile.kind != Kind::Recommendation
    {
        return;
    }
    let counts = |sentence: &Sentence| {
        let clause = &case.doc[sentence.clause];
        clause.region == Region::Body && clause.standing == Standing::Normative
    };
    let cited = |index: u32| {
        facts.citations.iter().any(|it| {
            it.target == Some(index) && counts(&facts.sentences[it.sentence as usize])
        })
    };
    let open: Vec<(&Reference, &str)> = facts
        .references
        .iter()
        .zip(0_u32..)
        .filter(|(it, index)| it.standing == Standing::Normative && !cited(*index))
        .filter_map(|(it, _)| Some((it, it.tag.as_deref()?)))
        .collect();
    let named = if open.is_empty() { Vec::new() } else { named_in_text(case, counts) };
    for (reference, tag) in open {
        if !documents(tag).iter().any(|it| named.contains(it)) {
            let tag = format!("[{tag}]");
            sink.report_as("not-cited", reference.tag_at, &[("tag", &tag)]);
        }
    }
    if !case.doc.clauses().any(|(_, it)| it.role == Role::References) {
        return;
    }
    let mut told: Vec<&str> = Vec::new();
    for citation in facts.citations.iter().filter(|it| it.target.is_none()) {
        if told.contains(&&*citation.tag) || listed_otherwise(case, &citation.tag) {
            continue;
        }
        told.push(&citation.tag);
        let tag = format!("[{}]", citation.tag);
        sink.report_as("not-listed", citation.span, &[("tag", &tag)]);
    }
}

/// The documents that running text names without brackets: "Rec. ITU-T X.805".
fn named_in_text(case: Case<'_>, counts: impl Fn(&Sentence) -> bool) -> Vec<String> {
    let lists = |it: &Sentence| {
        let role = |id: ClauseId| {
            matches!(case.doc[id].role, Role::References | Role::Bibliography)
        };
        case.doc.path(it.clause).any(role)
    };
    let own = case.facts.sentences.iter().filter(|it| counts(it) && !lists(it));
    let mut named: Vec<String> =
        own.flat_map(|it| documents(&case.doc[it.span])).collect();
    named.sort_unstable();
    named.dedup();
    named
}

/// Whether the lists hold the document under another tag or none.
fn listed_otherwise(case: Case<'_>, tag: &str) -> bool {
    let numbers = documents(tag);
    !numbers.is_empty()
        && case.facts.references.iter().any(|it| {
            let named = documents(&case.doc[it.span]);
            numbers.iter().all(|it| named.contains(it))
        })
}

/// RF02: a security requirement that rests on an informative reference.
pub(super) fn by_bibliography(case: Case<'_>, sink: &mut Sink<'_>) {
    let facts = case.facts;
    if !follows_itu(case) || facts.profile.kind != Kind::Recommendation {
        return;
    }
    for sentence in &facts.sentences {
        let asked = sentence.reads == Reads::Normative
            && sentence.strength == Some(Strength::Requirement)
            && on_security(case, sentence);
        let cited: Vec<_> = facts.citations_of(sentence).collect();
        let informs = |tag: &str, target: Option<u32>| {
            let entry = target.map(|it| &facts.references[it as usize]);
            tag.starts_with("b-")
                || entry.is_some_and(|it| it.standing == Standing::Informative)
        };
        let only =
            !cited.is_empty() && cited.iter().all(|it| informs(&it.tag, it.target));
        if asked && only && !aside(case, sentence, cited[0].span) {
            let tag = format!("[{}]", cited[0].tag);
            sink.report(sentence.span, &[("tag", &tag)])
                .because(cited[0].span, "cited here");
        }
    }
}

/// Whether a sentence, or the title above it, speaks of security.
fn on_security(case: Case<'_>, sentence: &Sentence) -> bool {
    let concept = case.words.concept("topic/security");
    let speaks = |it: ClauseId| {
        let title = &case.doc[case.doc[it].title];
        case.words.mentions(title).iter().any(|(it, _)| Some(*it) == concept)
    };
    case.says(sentence, "topic/security") || case.doc.path(sentence.clause).any(speaks)
}

/// "(see [b-NIST SP 800-90A])" sends the curious on; nothing rests on it.
fn aside(case: Case<'_>, sentence: &Sentence, cited: crate::text::Span) -> bool {
    let before = crate::text::Span::new(sentence.span.start(), cited.start());
    case.words.sends_aside(&case.doc[before])
}

/// RF03: what nobody can look up.
pub(super) fn unpublished(case: Case<'_>, sink: &mut Sink<'_>) {
    if !follows_itu(case) {
        return;
    }
    let concept = case.words.concept("draft/documents");
    for reference in &case.facts.references {
        let text = &case.doc[reference.span];
        let hit =
            case.words.mentions(text).into_iter().find(|(it, _)| Some(*it) == concept);
        let Some((_, words)) = hit else { continue };
        let tag = reference
            .tag
            .as_ref()
            .map_or_else(|| "this entry".to_owned(), |it| format!("[{it}]"));
        let values = [("tag", &*tag), ("words", &text[words.range()])];
        sink.report(reference.tag_at, &values);
    }
}
