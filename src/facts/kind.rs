//! What kind of document a draft is, and why it is taken for that.

use super::profile::Kind;
use crate::{
    doc::{BlockKind, Document, Region, Role},
    lexicon::Language,
    text::Span,
};

/// What a document's kind rests on.
#[derive(Debug)]
pub(super) struct Verdict {
    pub kind: Kind,
    pub because: String,
    pub amends: bool,
    /// What the kind rests on.
    pub rests_on: Ground,
    /// Whether its title says that it specifies nothing an adversary has a handle on.
    pub inert: bool,
}

/// What a kind rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ground {
    /// The draft's own words.
    Words,
    /// A category of its series, whatever its text.
    Category,
    /// That nobody filled it in: it says nothing of its own.
    Skeleton,
}

/// How many blocks an opening has: a cover table and what stands around it.
const OPENING: usize = 60;

pub(super) fn verdict(doc: &Document, words: &Language) -> Verdict {
    let titles = titles(doc, words);
    let says = |concept: &str| said(&titles, words, concept);
    let amends = says("kind/amends").is_some();
    // A "registration protocol for noise sensors" is a protocol all the same.
    let inert = says("kind/inert").is_some() && says("trait/protocol/title").is_none();
    let verdict = |kind, because: String| Verdict {
        kind,
        because,
        amends,
        rests_on: Ground::Words,
        inert,
    };
    if let Some((kind, word)) = declared(doc) {
        // "doctype: recommendation" is what every template says until somebody changes it.
        let usual = matches!(kind, Kind::Recommendation | Kind::Supplement);
        let other = [("terminology", Kind::Terminology), ("procedure", Kind::Procedure)];
        for (name, named) in other.into_iter().filter(|_| usual) {
            if let Some(words) = says(&format!("kind/{name}/title")) {
                return verdict(named, format!("its title says “{words}”"));
            }
        }
        let because = format!("its front matter calls it “{word}”");
        let info = word == "info";
        let rests_on = if info { Ground::Category } else { Ground::Words };
        return Verdict { rests_on, ..verdict(kind, because) };
    }
    let series = doc.about().number.as_deref().filter(|it| it.starts_with("A."));
    if let Some(number) = series.filter(|_| doc.about().itu) {
        let because =
            format!("{number} belongs to the A series, the organization's own work");
        return verdict(Kind::Procedure, because);
    }
    if let Some(because) = template(doc, words) {
        let rests_on = Ground::Skeleton;
        return Verdict { rests_on, ..verdict(Kind::Procedure, because) };
    }
    let drafted = place(&titles, words, "kind/recommendation");
    let opening = opening(doc);
    for (kind, name) in [
        (Kind::Meeting, "meeting"),
        (Kind::Contribution, "contribution"),
        (Kind::Procedure, "procedure"),
        (Kind::Terminology, "terminology"),
        (Kind::Supplement, "supplement"),
    ] {
        let late = matches!(kind, Kind::Terminology | Kind::Supplement);
        // "A.1 justification for a draft new Recommendation" is no draft; "Draft new
        // Recommendation: procedures for …" is one.
        let first =
            |it: &Span| late || drafted.is_none_or(|other| it.start() < other.start());
        let title = place(&titles, words, &format!("kind/{name}/title")).filter(first);
        if let Some(span) = title {
            let word = &titles[span.range()];
            return verdict(kind, format!("its title says “{word}”"));
        }
        let weak = said(&titles, words, &format!("kind/{name}/weak"));
        if let Some(word) =
            weak.filter(|_| drafted.is_none() && doc.about().number.is_none())
        {
            return verdict(kind, format!("its title says “{word}”"));
        }
        let opens = said(&opening, words, &format!("kind/{name}/opening"));
        if let Some(word) = opens.filter(|_| drafted.is_none()) {
            return verdict(kind, format!("its first page says “{word}”"));
        }
    }
    let drafted = drafted.map(|it| &titles[it.range()]);
    if let Some(share) = terms(doc) {
        let because = format!("{share} % of its text are definitions and abbreviations");
        return verdict(Kind::Terminology, because);
    }
    let because = drafted.map_or_else(
        || "nothing in it says that it is anything else".to_owned(),
        |word| format!("its title says “{word}”"),
    );
    verdict(Kind::Recommendation, because)
}

fn declared(doc: &Document) -> Option<(Kind, &str)> {
    let word = doc.about().declared_kind.as_deref()?;
    let kind = match word.to_lowercase().as_str() {
        "recommendation"
        | "recommendation-amendment"
        | "recommendation-corrigendum"
        | "recommendation-supplement"
        | "recommendation-annex"
        | "std"
        | "exp" => Kind::Recommendation,
        "supplement" | "technical-report" | "technical-paper" | "focus-group"
        | "implementers-guide" | "info" | "historic" | "use-case" => Kind::Supplement,
        "resolution" | "bcp" | "procedure" | "template" => Kind::Procedure,
        "contribution" | "liaison" | "liaison statement" => Kind::Contribution,
        "report" | "agenda" | "meeting" => Kind::Meeting,
        _ => return None,
    };
    Some((kind, word))
}

/// The spans that name the draft.
fn titles(doc: &Document, words: &Language) -> String {
    let mut text = String::new();
    for block in doc.blocks().iter().filter(|it| it.kind == BlockKind::Title) {
        text.push_str(&doc[block.span]);
        text.push('\n');
    }
    text.push_str(doc.about().title.as_deref().unwrap_or_default());
    text.push('\n');
    // The row "Title:" of a cover table names the draft too.
    let cells = || doc.blocks().iter().take(OPENING).filter(|it| it.cell.is_some());
    for (label, value) in cells().zip(cells().skip(1)) {
        if words.is_title_label(&doc[label.span]) {
            text.push_str(&doc[value.span]);
            text.push('\n');
        }
    }
    text
}

fn opening(doc: &Document) -> String {
    let blocks = doc.blocks().iter().take(OPENING);
    let short = |it: &Span| it.len() < 300;
    let spans = blocks.filter(|it| it.kind != BlockKind::Contents).map(|it| it.span);
    spans.filter(short).map(|it| &doc[it]).collect::<Vec<_>>().join("\n")
}

fn said(text: &str, words: &Language, concept: &str) -> Option<String> {
    place(text, words, concept).map(|it| text[it.range()].to_owned())
}

fn place(text: &str, words: &Language, concept: &str) -> Option<Span> {
    let wanted = words.concept(concept)?;
    words.mentions(text).into_iter().find(|(it, _)| *it == wanted).map(|(_, span)| span)
}

/// An empty skeleton: its blocks are what an author has still to write.
fn template(doc: &Document, words: &Language) -> Option<String> {
    // A text that defines a grammar writes <names> all over.
    if doc.text().contains("::=") {
        return None;
    }
    let prose = |it: &&crate::doc::Block| {
        matches!(
            it.kind,
            BlockKind::Paragraph
                | BlockKind::Item
                | BlockKind::Title
                | BlockKind::Heading
        )
    };
    let open = |text: &str| {
        let text = text.trim();
        let inner = text.split_once('<').and_then(|(_, it)| it.split_once('>'));
        inner.is_some_and(|(it, _)| {
            3 < it.len() && !it.contains("http") && !it.starts_with('/')
        })
    };
    let all = doc.blocks().iter().filter(prose).count();
    let slots =
        doc.blocks().iter().filter(prose).filter(|it| open(&doc[it.span])).count();
    let many = 8 <= slots && all <= slots * 6;
    let concept = words.concept("kind/procedure/opening");
    let told = || {
        let text: Vec<_> = doc.blocks().iter().map(|it| &doc[it.span]).collect();
        let text = text.join("\n");
        let hits = words.mentions(&text);
        hits.iter().filter(|(it, _)| Some(*it) == concept).count()
    };
    (many || (4 <= slots && 3 <= told()))
        .then(|| format!("{slots} of its paragraphs are places still to be filled in"))
}

/// The share of text in definitions and abbreviations, where it is most of the draft.
fn terms(doc: &Document) -> Option<u32> {
    let body = |it: &&crate::doc::Block| doc[it.clause].region == Region::Body;
    let length = |it: &crate::doc::Block| u64::from(it.span.len());
    let all: u64 = doc.blocks().iter().filter(body).map(length).sum();
    let defines = |it: &&crate::doc::Block| {
        let role = |id: crate::doc::ClauseId| {
            matches!(doc[id].role, Role::Definitions | Role::Abbreviations)
        };
        doc.path(it.clause).any(role)
    };
    let own: u64 = doc.blocks().iter().filter(body).filter(defines).map(length).sum();
    let share = u32::try_from(own * 100 / all.max(1)).unwrap_or(0);
    (4_000 < all && 70 <= share).then_some(share)
}
