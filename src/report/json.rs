//! The JSON report, `reclint-report/1`: frozen types of its own, so that the inside of
//! the program may change and what others read from it does not.

use std::io::{self, Write};

use serde::Serialize;

use super::{Draft, Output, Report, Style, place, view};
use crate::{
    doc::{ClauseId, Place},
    facts,
    finding::{Evidence, Severity},
    formats,
    lexicon::{Lexicon, Quantum, Status},
    rules::RuleSet,
    text::Span,
};

pub(super) const OUTPUT: Output = Output { name: "json", write };

pub(super) const SCHEMA: &str = "reclint-report/1";

#[derive(Serialize)]
struct Root<'a> {
    schema: &'static str,
    tool: Tool<'a>,
    view: &'static str,
    documents: Vec<Document<'a>>,
    not_read: Vec<NotRead<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
pub(super) struct Tool<'a> {
    name: &'static str,
    version: &'static str,
    rules_digest: &'a str,
}

#[derive(Serialize)]
pub(super) struct Document<'a> {
    path: &'a str,
    format: &'static str,
    bytes: u64,
    digest: &'a str,
    profile: Profile<'a>,
    findings: Vec<Finding<'a>>,
    allowed: Vec<Allowed<'a>>,
    skipped: Vec<Skipped<'a>>,
}

#[derive(Serialize)]
struct Profile<'a> {
    kind: &'static str,
    kind_because: &'a str,
    language: &'static str,
    title: Option<&'a str>,
    number: Option<&'a str>,
    words: u32,
    traits: Vec<Trait<'a>>,
    security: Part<'a>,
    threats: Part<'a>,
    privacy: Part<'a>,
    algorithms: Vec<Algorithm<'a>>,
}

#[derive(Serialize)]
struct Trait<'a> {
    name: &'a str,
    because: &'a str,
    clause: Option<&'a str>,
}

#[derive(Serialize)]
struct Part<'a> {
    state: &'static str,
    clause: Option<&'a str>,
}

#[derive(Serialize)]
struct Algorithm<'a> {
    name: &'a str,
    as_written: &'a str,
    aliases: &'a [Box<str>],
    standing: &'static str,
    declared: bool,
    declared_by: Option<&'a str>,
    status: &'static str,
    quantum: &'static str,
    bits: Option<u32>,
    mode: Option<&'a str>,
    clause: Option<&'a str>,
    count: usize,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    name: &'a str,
    severity: &'static str,
    confidence: &'static str,
    message: &'a str,
    help: &'a str,
    basis: &'a [Box<str>],
    clause: Clause<'a>,
    quote: &'a str,
    algorithm: Option<&'a str>,
    origin: Origin,
    evidence: Vec<Shown<'a>>,
    fingerprint: &'a str,
    status: &'static str,
}

#[derive(Serialize)]
struct Clause<'a> {
    number: Option<&'a str>,
    title: Option<&'a str>,
}

#[derive(Serialize)]
struct Origin {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<Box<str>>,
    line: Option<u32>,
    column: Option<u32>,
    part: Option<Box<str>>,
    paragraph: Option<u32>,
}

#[derive(Serialize)]
struct Shown<'a> {
    shows: &'a str,
    quote: Option<&'a str>,
    clause: Option<&'a str>,
}

/// A finding that was answered.
#[derive(Serialize)]
struct Allowed<'a> {
    rule: &'a str,
    because: &'a str,
    fingerprint: &'a str,
    name: &'a str,
    severity: &'static str,
    by: Option<&'a str>,
    date: Option<&'a str>,
    until: Option<&'a str>,
    #[serde(rename = "where")]
    place: &'a str,
    message: &'a str,
    clause: Clause<'a>,
    quote: &'a str,
}

#[derive(Serialize)]
struct Skipped<'a> {
    what: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
pub(super) struct NotRead<'a> {
    path: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
pub(super) struct Summary {
    documents: usize,
    error: usize,
    warning: usize,
    note: usize,
    allowed: usize,
    not_read: usize,
}

fn write(report: &Report<'_>, _: Style, to: &mut dyn Write) -> io::Result<()> {
    let documents = report.drafts.iter().map(|it| Document::of(it, report.rules));
    let root = Root {
        schema: SCHEMA,
        tool: Tool::of(report.rules),
        view: view(report.view),
        documents: documents.collect(),
        not_read: report.not_read.iter().map(NotRead::of).collect(),
        summary: Summary::of(report),
    };
    serde_json::to_writer_pretty(&mut *to, &root)?;
    to.write_all(b"\n")
}

impl<'a> Tool<'a> {
    pub(super) fn of(rules: &'a RuleSet) -> Self {
        let version = env!("CARGO_PKG_VERSION");
        Self { name: "reclint", version, rules_digest: rules.digest() }
    }
}

impl<'a> Document<'a> {
    pub(super) fn of(draft: &'a Draft, rules: &'a RuleSet) -> Self {
        let findings = draft.findings.iter();
        Self {
            path: &draft.path,
            format: draft.format,
            bytes: draft.bytes,
            digest: &draft.digest,
            profile: Profile::of(draft, rules.lexicon()),
            findings: findings.map(|it| finding(it, draft, rules)).collect(),
            allowed: draft.allowed.iter().map(|it| allowed(it, draft, rules)).collect(),
            skipped: draft.skipped.iter().map(skipped).collect(),
        }
    }
}

impl<'a> Profile<'a> {
    fn of(draft: &'a Draft, lexicon: &Lexicon) -> Self {
        let (doc, profile) = (&draft.document, &draft.facts.profile);
        let about = doc.about();
        let named = |it: &[ClauseId]| it.first().and_then(|it| place::name(doc, *it));
        let traits = profile.traits.iter().map(|it| Trait {
            name: &it.name,
            because: &doc[it.because],
            clause: place::name(doc, doc.clause_at(it.because)),
        });
        let algorithms = profile.algorithms.iter();
        Self {
            kind: profile.kind.name(),
            kind_because: &profile.kind_because,
            language: about.language,
            title: about.title.as_deref(),
            number: about.number.as_deref(),
            words: profile.words,
            traits: traits.collect(),
            security: Part {
                state: profile.security.state.name(),
                clause: named(&profile.security.clauses),
            },
            threats: Part {
                state: profile.threats.state.name(),
                clause: named(&profile.threats.clauses),
            },
            privacy: Part {
                state: profile.privacy.state.name(),
                clause: named(&profile.privacy.clauses),
            },
            algorithms: algorithms.map(|it| algorithm(it, draft, lexicon)).collect(),
        }
    }
}

fn algorithm<'a>(
    algorithm: &'a facts::Algorithm,
    draft: &'a Draft,
    lexicon: &Lexicon,
) -> Algorithm<'a> {
    let (doc, entry) = (&draft.document, lexicon.catalogue().get(algorithm.entry));
    let first = algorithm.first(algorithm.standing).at;
    Algorithm {
        name: &algorithm.name,
        as_written: &algorithm.as_written,
        aliases: &algorithm.aliases,
        standing: algorithm.standing.name(),
        declared: algorithm.declared_by.is_some(),
        declared_by: algorithm.declared_by.as_deref(),
        status: status(entry.status),
        quantum: quantum(entry.quantum),
        bits: algorithm.bits,
        mode: algorithm.mode.as_deref(),
        clause: place::name(doc, doc.clause_at(first)),
        count: algorithm.mentions.len(),
    }
}

fn finding<'a>(
    finding: &'a crate::finding::Finding,
    draft: &'a Draft,
    rules: &'a RuleSet,
) -> Finding<'a> {
    let (doc, rule) = (&draft.document, rules.get(finding.rule));
    let shown = |it: &'a Evidence| Shown {
        shows: &it.shows,
        quote: it.at.map(|at| &doc[at]),
        clause: it.at.and_then(|at| place::name(doc, doc.clause_at(at))),
    };
    Finding {
        rule: &rule.code,
        name: &rule.name,
        severity: rule.severity.name(),
        confidence: rule.confidence.name(),
        message: &finding.message,
        help: &rule.help,
        basis: &rule.basis,
        clause: Clause::of(doc, finding.at),
        quote: &doc[finding.at],
        algorithm: finding.algorithm.as_deref(),
        origin: origin(doc.place(finding.at)),
        evidence: finding.evidence.iter().map(shown).collect(),
        fingerprint: &finding.fingerprint,
        status: "new",
    }
}

fn allowed<'a>(
    allowed: &'a crate::allow::Allowed,
    draft: &'a Draft,
    rules: &'a RuleSet,
) -> Allowed<'a> {
    let crate::allow::Allowed { finding, because, by, date, until, place } = allowed;
    let (doc, rule) = (&draft.document, rules.get(finding.rule));
    Allowed {
        rule: &rule.code,
        because,
        fingerprint: &finding.fingerprint,
        name: &rule.name,
        severity: rule.severity.name(),
        by: by.as_deref(),
        date: date.as_deref(),
        until: until.as_deref(),
        place,
        message: &finding.message,
        clause: Clause::of(doc, finding.at),
        quote: &doc[finding.at],
    }
}

impl<'a> Clause<'a> {
    /// What people call the clause that `at` stands in.
    fn of(doc: &'a crate::doc::Document, at: Span) -> Self {
        let clause = doc.clause_at(at);
        Self { number: place::number(doc, clause), title: place::title(doc, clause) }
    }
}

fn origin(place: Place) -> Origin {
    let Place { file, line, column, part, paragraph } = place;
    Origin { file, line, column, part, paragraph }
}

fn skipped(it: &formats::Skipped) -> Skipped<'_> {
    Skipped { what: &it.what, why: &it.why }
}

impl<'a> NotRead<'a> {
    pub(super) fn of(it: &'a super::NotRead) -> Self {
        Self { path: &it.path, why: &it.why }
    }
}

impl Summary {
    pub(super) fn of(report: &Report<'_>) -> Self {
        Self {
            documents: report.drafts.len(),
            error: report.count(Severity::Error),
            warning: report.count(Severity::Warning),
            note: report.count(Severity::Note),
            allowed: report.allowed(),
            not_read: report.not_read.len(),
        }
    }
}

/// The name of a status in reports.
pub(super) const fn status(status: Status) -> &'static str {
    match status {
        Status::Acceptable => "acceptable",
        Status::Legacy => "legacy",
        Status::Deprecated => "deprecated",
        Status::Disallowed => "disallowed",
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
