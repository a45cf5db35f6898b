//! What is kept of a draft once it is checked: a record that needs no text.

use super::{
    Draft, place,
    record::{
        self, Algorithm, Clause, Context, Evidence, Finding, Origin, Part, Profile,
        Record, Skipped, Status, Trait,
    },
};
use crate::{
    allow,
    doc::{ClauseId, Document, Place},
    facts, finding,
    lexicon::{Lexicon, Quantum, Status as State},
    rules::RuleSet,
    text::Span,
};

/// So many characters of a paragraph are kept before and after the words of a finding,
/// and as many of those words: more than any terminal shows of them.
const AROUND: usize = 800;

impl Record {
    /// What is kept of a draft.
    pub fn of(draft: &Draft, rules: &RuleSet) -> Self {
        let findings = draft.findings.iter();
        let skipped = draft.skipped.iter();
        Self {
            path: draft.path.clone(),
            format: draft.format.into(),
            bytes: draft.bytes,
            digest: draft.digest.clone(),
            profile: profile(draft, rules.lexicon()),
            findings: findings.map(|it| kept(it, &draft.document, rules)).collect(),
            allowed: draft.allowed.iter().map(|it| allowed(it, draft, rules)).collect(),
            skipped: skipped
                .map(|it| Skipped { what: it.what.clone(), why: it.why.clone() })
                .collect(),
        }
    }
}

fn profile(draft: &Draft, lexicon: &Lexicon) -> Profile {
    let (doc, profile) = (&draft.document, &draft.facts.profile);
    let about = doc.about();
    let traits = profile.traits.iter().map(|it| Trait {
        name: it.name.clone(),
        because: doc[it.because].into(),
        clause: name(doc, it.because),
    });
    let part = |state: &str, clauses: &[ClauseId]| Part {
        state: state.into(),
        clause: clauses.first().and_then(|it| place::name(doc, *it)).map(Into::into),
        title: clauses.first().and_then(|it| place::title(doc, *it)).map(Into::into),
    };
    let algorithms = profile.algorithms.iter();
    Profile {
        kind: profile.kind.name().into(),
        kind_because: profile.kind_because.as_ref().into(),
        language: about.language.into(),
        title: about.title.clone(),
        number: about.number.clone(),
        question: profile.question.clone(),
        document: profile.document.clone(),
        words: profile.words,
        traits: traits.collect(),
        security: part(profile.security.state.name(), &profile.security.clauses),
        threats: part(profile.threats.state.name(), &profile.threats.clauses),
        privacy: part(profile.privacy.state.name(), &profile.privacy.clauses),
        algorithms: algorithms.map(|it| algorithm(it, doc, lexicon)).collect(),
    }
}

fn name(doc: &Document, at: Span) -> Option<Box<str>> {
    place::name(doc, doc.clause_at(at)).map(Into::into)
}

fn algorithm(it: &facts::Algorithm, doc: &Document, lexicon: &Lexicon) -> Algorithm {
    let entry = lexicon.catalogue().get(it.entry);
    Algorithm {
        name: it.name.clone(),
        as_written: it.as_written.clone(),
        aliases: it.aliases.clone(),
        standing: it.standing.name().into(),
        declared: it.declared_by.is_some(),
        declared_by: it.declared_by.clone(),
        status: status(entry.status).into(),
        quantum: quantum(entry.quantum).into(),
        bits: it.bits,
        mode: it.mode.clone(),
        clause: name(doc, it.first(it.standing).at),
        count: it.mentions.len(),
    }
}

/// What is kept of one finding.
pub fn kept(finding: &finding::Finding, doc: &Document, rules: &RuleSet) -> Finding {
    let rule = rules.get(finding.rule);
    let (context, shown) = context(doc, finding.at);
    Finding {
        rule: rule.code.clone(),
        name: rule.name.clone(),
        severity: rule.severity,
        confidence: rule.confidence,
        message: finding.message.clone(),
        help: rule.help.clone(),
        basis: rule.basis.clone(),
        clause: clause(doc, finding.at),
        quote: doc[finding.at].into(),
        algorithm: finding.algorithm.clone(),
        origin: origin(doc, finding.at),
        evidence: evidence(finding, doc, Some(shown)),
        context,
        fingerprint: finding.fingerprint.clone(),
        status: Status::New,
    }
}

fn evidence(
    finding: &finding::Finding,
    doc: &Document,
    shown: Option<Span>,
) -> Vec<Evidence> {
    let all = finding.evidence.iter().map(|it| Evidence {
        shows: it.shows.clone(),
        quote: it.at.map(|at| doc[at].into()),
        clause: it.at.and_then(|at| name(doc, at)),
        origin: it.at.map(|at| origin(doc, at)),
        at: it.at.zip(shown).and_then(|(at, shown)| {
            let inside = shown.start() <= at.start() && at.end() <= shown.end();
            inside.then(|| letters(&doc[Span::new(shown.start(), at.start())]))
        }),
    });
    all.collect()
}

/// The paragraph around `at`, and which words of the document it is.
fn context(doc: &Document, at: Span) -> (Context, Span) {
    let block = if doc.blocks().is_empty() { at } else { doc[doc.block_at(at)].span };
    let before =
        &doc.text()[Span::new(block.start().min(at.start()), at.start()).range()];
    let after = &doc.text()[Span::new(at.start(), block.end().max(at.end())).range()];
    let from = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(it, _)| it);
    let most = AROUND + doc[at].chars().count().min(AROUND);
    let to = after.char_indices().nth(most).map_or(after.len(), |(it, _)| it);
    let shown = Span::new(
        Span::at(at.start(), 0..to).start() - length(&before[from..]),
        Span::at(at.start(), 0..to).end(),
    );
    // A tab and a blank are one thing to those who read it.
    let text = doc[shown].replace('\t', " ").into();
    (Context { text, at: letters(&before[from..]) }, shown)
}

fn length(words: &str) -> u32 {
    u32::try_from(words.len()).unwrap_or(u32::MAX)
}

fn letters(words: &str) -> u32 {
    u32::try_from(words.chars().count()).unwrap_or(u32::MAX)
}

fn allowed(it: &allow::Allowed, draft: &Draft, rules: &RuleSet) -> record::Allowed {
    let allow::Allowed { finding, because, by, date, until, place } = it;
    let (doc, rule) = (&draft.document, rules.get(finding.rule));
    record::Allowed {
        rule: rule.code.clone(),
        because: because.clone(),
        fingerprint: finding.fingerprint.clone(),
        name: rule.name.clone(),
        severity: rule.severity,
        by: by.clone(),
        date: date.clone(),
        until: until.clone(),
        place: place.clone(),
        message: finding.message.clone(),
        clause: clause(doc, finding.at),
        quote: doc[finding.at].into(),
        algorithm: finding.algorithm.clone(),
        origin: origin(doc, finding.at),
        evidence: evidence(finding, doc, None),
    }
}

/// What people call the clause that `at` stands in.
fn clause(doc: &Document, at: Span) -> Clause {
    let clause = doc.clause_at(at);
    Clause {
        number: place::number(doc, clause).map(Into::into),
        title: place::title(doc, clause).map(Into::into),
    }
}

fn origin(doc: &Document, at: Span) -> Origin {
    let Place { file, line, column, part, paragraph } = doc.place(at);
    let end = doc.place(last(doc, at));
    let same = line.is_some() && end.file == file && line <= end.line && !at.is_empty();
    Origin {
        file,
        line,
        column,
        end_line: end.line.filter(|_| same),
        end_column: end.column.filter(|_| same).map(|it| it + 1),
        part,
        paragraph,
    }
}

/// The last character of `at`.
fn last(doc: &Document, at: Span) -> Span {
    let words = &doc[at];
    let start = words.char_indices().next_back().map_or(0, |(it, _)| it);
    Span::at(at.start(), start..words.len())
}

/// The name of a status in reports.
pub(super) const fn status(status: State) -> &'static str {
    match status {
        State::Acceptable => "acceptable",
        State::Legacy => "legacy",
        State::Deprecated => "deprecated",
        State::Disallowed => "disallowed",
    }
}

const fn quantum(quantum: Quantum) -> &'static str {
    match quantum {
        Quantum::Vulnerable => "vulnerable",
        Quantum::Weakened => "weakened",
        Quantum::Safe => "safe",
        Quantum::NotApplicable => "not-applicable",
    }
}
