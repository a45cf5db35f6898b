//! SARIF 2.1.0, for code scanning services and viewers.

mod log;
#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{self, Write},
};

use self::log::{
    Artifact, ArtifactLocation, ArtifactProperties, Configuration, Descriptor, Driver,
    Invocation, Kind, Location, Log, LogicalLocation, Marked, Notification, Outcome,
    OutcomeProperties, PhysicalLocation, Reference, Region, RuleProperties, Run,
    RunProperties, Suppression, SuppressionProperties, Text, Tool,
};
use super::{Draft, Output, Report, Style, view};
use crate::{
    allow::Allowed,
    doc::{ClauseId, Document, Place},
    finding::Finding,
    rules::{Rule, RuleSet},
    text::Span,
};

pub(super) const OUTPUT: Output = Output { name: "sarif", write };

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What our fingerprints are called: a way of computing them is never changed, it gets
/// a new name.
const FINGERPRINT: &str = "reclint/v1";

/// What code scanning services compare alerts by.
const LINE_HASH: &str = "primaryLocationLineHash";

const NOT_READ: Reference = Reference { id: "draft-not-read", index: 0 };
const SKIPPED: Reference = Reference { id: "part-skipped", index: 1 };

fn write(report: &Report<'_>, _: Style, to: &mut dyn Write) -> io::Result<()> {
    let log = Log { schema: SCHEMA, version: "2.1.0", runs: [run(report)] };
    serde_json::to_writer_pretty(&mut *to, &log)?;
    to.write_all(b"\n")
}

fn run<'a>(report: &'a Report<'_>) -> Run<'a> {
    let version = env!("CARGO_PKG_VERSION");
    let driver = Driver {
        name: env!("CARGO_PKG_NAME"),
        version,
        semantic_version: version,
        short_description: env!("CARGO_PKG_DESCRIPTION").into(),
        // Every rule, not only those with results: a service closes the alerts of a
        // rule that ran and found nothing, and keeps those of a rule it cannot see.
        rules: report.rules.rules().map(|(_, it)| descriptor(it)).collect(),
        notifications: vec![
            Kind { id: NOT_READ.id, short_description: "A draft was not read.".into() },
            Kind {
                id: SKIPPED.id,
                short_description: "A part of a draft was not read.".into(),
            },
        ],
    };
    let drafts = || report.drafts.iter().enumerate();
    let results = drafts().flat_map(|(at, it)| outcomes(it, at, report.rules));
    Run {
        tool: Tool { driver },
        language: "en",
        column_kind: "unicodeCodePoints",
        invocations: [invocation(report)],
        artifacts: drafts().map(|(at, it)| artifact(it, at)).collect(),
        results: results.collect(),
        properties: RunProperties {
            rules_digest: report.rules.digest(),
            view: view(report.view),
        },
    }
}

fn descriptor(rule: &Rule) -> Descriptor<'_> {
    Descriptor {
        id: &rule.code,
        name: &rule.name,
        short_description: (&*rule.title).into(),
        full_description: format!("{}. {}", rule.title, rule.help).into(),
        help: Marked { text: &rule.help, markdown: &rule.prose },
        default_configuration: Configuration { level: rule.severity.name() },
        properties: RuleProperties {
            confidence: rule.confidence.name(),
            precision: rule.confidence.name(),
            basis: &rule.basis,
            since: &rule.since,
            tags: ["security", "itu-t", rule.group()],
        },
    }
}

fn invocation(report: &Report<'_>) -> Invocation {
    let not_read = report.not_read.iter().map(|it| Notification {
        descriptor: NOT_READ,
        level: if it.wanted { "error" } else { "note" },
        message: format!("{} was not read: {}", it.path, it.why).into(),
        locations: [whole(&it.path, None)],
    });
    let drafts = report.drafts.iter().enumerate();
    let skipped = drafts.flat_map(|(at, draft)| {
        draft.skipped.iter().map(move |it| Notification {
            descriptor: SKIPPED,
            level: "warning",
            message: format!("{}: {} was not read: {}", draft.path, it.what, it.why)
                .into(),
            locations: [whole(&draft.path, Some(at))],
        })
    });
    Invocation {
        execution_successful: !report.not_read.iter().any(|it| it.wanted),
        tool_execution_notifications: not_read.chain(skipped).collect(),
    }
}

fn whole(path: &str, index: Option<usize>) -> Location<'static> {
    let artifact_location = ArtifactLocation { uri: uri(path), index };
    Location {
        id: None,
        physical_location: PhysicalLocation { artifact_location, region: None },
        logical_locations: Vec::new(),
        message: None,
    }
}

fn artifact(draft: &Draft, index: usize) -> Artifact<'_> {
    let profile = &draft.facts.profile;
    Artifact {
        location: ArtifactLocation { uri: uri(&draft.path), index: Some(index) },
        length: draft.bytes,
        roles: ["analysisTarget"],
        hashes: draft.digest.split_once(':').into_iter().collect(),
        properties: ArtifactProperties {
            format: draft.format,
            kind: profile.kind.name(),
            kind_because: &profile.kind_because,
        },
    }
}

fn outcomes<'a>(
    draft: &'a Draft,
    index: usize,
    rules: &'a RuleSet,
) -> impl Iterator<Item = Outcome<'a>> {
    // If any result of a run has a list of suppressions, all of them need one (SARIF
    // 2.1.0, 3.27.23).
    let open = draft.findings.iter().map(|it| (it, None));
    let allowed = draft.allowed.iter().map(|it| (&it.finding, Some(it)));
    open.chain(allowed).map(move |(finding, allowed)| {
        let rule = rules.get(finding.rule);
        let shown = finding.evidence.iter().filter_map(|it| Some((it.at?, &*it.shows)));
        let related = (1..).zip(shown).map(|(id, (at, shows))| Location {
            id: Some(id),
            message: Some(shows.into()),
            ..location(draft, index, at)
        });
        Outcome {
            rule_id: &rule.code,
            rule_index: usize::from(finding.rule.0),
            level: rule.severity.name(),
            message: message(finding),
            locations: [location(draft, index, finding.at)],
            related_locations: related.collect(),
            partial_fingerprints: prints_of(draft, finding),
            suppressions: allowed.map(suppression).into_iter().collect(),
            properties: OutcomeProperties {
                confidence: rule.confidence.name(),
                algorithm: finding.algorithm.as_deref(),
            },
        }
    })
}

fn suppression(allowed: &Allowed) -> Suppression<'_> {
    let Allowed { because, by, date, until, place, .. } = allowed;
    Suppression {
        kind: if allowed.in_draft() { "inSource" } else { "external" },
        status: "accepted",
        justification: because,
        properties: SuppressionProperties {
            by: by.as_deref(),
            date: date.as_deref(),
            until: until.as_deref(),
            place,
        },
    }
}

/// The message, with the evidence that has no place of its own to show.
fn message(finding: &Finding) -> Text<'_> {
    let mut words = finding.message.to_string();
    let mut notes = finding.evidence.iter().filter(|it| it.at.is_none());
    if let Some(first) = notes.next() {
        write!(words, " ({}", first.shows).expect("a string takes every text");
        notes.for_each(|it| words.extend(["; ", &it.shows]));
        words.push(')');
    }
    words.push('.');
    words.into()
}

/// GitHub tells alerts apart by a hash of their line, which it computes itself from the
/// file. A Word file has no lines, and all its alerts would become one; there our own
/// fingerprint takes that place.
fn prints_of(draft: &Draft, finding: &Finding) -> BTreeMap<&'static str, Box<str>> {
    let mut prints = BTreeMap::new();
    let print = finding.fingerprint.clone();
    if draft.document.place(finding.at).line.is_none() {
        prints.insert(LINE_HASH, format!("{print}:1").into());
    }
    prints.insert(FINGERPRINT, print);
    prints
}

/// Where `at` is, for those who open the draft and for those who read the clause.
fn location(draft: &Draft, index: usize, at: Span) -> Location<'_> {
    let doc = &draft.document;
    let place = doc.place(at);
    let artifact_location = match &place.file {
        Some(file) => {
            ArtifactLocation { uri: uri(&beside(&draft.path, file)), index: None }
        }
        None => ArtifactLocation { uri: uri(&draft.path), index: Some(index) },
    };
    let region = Some(region(doc, at, &place));
    Location {
        id: None,
        physical_location: PhysicalLocation { artifact_location, region },
        logical_locations: vec![logical(doc, doc.clause_at(at), &place)],
        message: None,
    }
}

/// The schema asks for no region, but GitHub refuses a whole file of results for one
/// that has none, and other readers fail on it. A Word file has no lines; it gets line 1
/// and, in the snippet, the words themselves, while the logical location says where they
/// stand. A `contextRegion` with a snippet alone would be schema-valid, but the standard
/// (3.29.5) allows it only as a proper superset of a region; an offset into our
/// canonical text (`charOffset`) would point into a file that nobody has.
fn region<'a>(doc: &'a Document, at: Span, place: &Place) -> Region<'a> {
    let snippet = doc[at].into();
    let Some(start_line) = place.line else {
        let (start_column, end_line, end_column) = (None, None, None);
        return Region { start_line: 1, start_column, end_line, end_column, snippet };
    };
    let end = doc.place(last(doc, at));
    let same = end.file == place.file && place.line <= end.line;
    Region {
        start_line,
        start_column: place.column,
        end_line: end.line.filter(|it| same && *it != start_line),
        end_column: end.column.filter(|_| same && !at.is_empty()).map(|it| it + 1),
        snippet,
    }
}

/// The last character of `at`.
fn last(doc: &Document, at: Span) -> Span {
    let words = &doc[at];
    let start = words.char_indices().next_back().map_or(0, |(it, _)| it);
    Span::at(at.start(), start..words.len())
}

fn logical<'a>(doc: &'a Document, id: ClauseId, place: &Place) -> LogicalLocation<'a> {
    let clause = &doc[id];
    let title = &doc[clause.title];
    let number = clause.number.as_deref();
    let mut whole = match number {
        Some(number) if number.starts_with(|it: char| it.is_ascii_digit()) => {
            format!("§ {number} {title}")
        }
        Some(number) => format!("{number} {title}"),
        None if id == ClauseId::DOCUMENT => "before the first clause".to_owned(),
        None => title.to_owned(),
    };
    whole.truncate(whole.trim_end().len());
    if let (Some(part), Some(paragraph)) = (&place.part, place.paragraph) {
        write!(whole, "; {part} paragraph {paragraph}")
            .expect("a string takes every text");
    }
    let name = number.unwrap_or(if title.is_empty() { "front" } else { title });
    LogicalLocation { name, fully_qualified_name: whole, kind: "element" }
}

/// The path of a file that `draft` includes.
fn beside(draft: &str, file: &str) -> String {
    draft
        .rsplit_once('/')
        .map_or_else(|| file.to_owned(), |(dir, _)| format!("{dir}/{file}"))
}

/// The path as a URI: relative as it was given, or with the scheme if it is absolute.
fn uri(path: &str) -> String {
    let path = path.strip_prefix("./").unwrap_or(path);
    let mut uri = String::with_capacity(path.len());
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z'
            | b'A'..=b'Z'
            | b'0'..=b'9'
            | b'-'
            | b'.'
            | b'_'
            | b'~'
            | b'/' => {
                uri.push(char::from(byte));
            }
            // Windows paths may come with either slash.
            b'\\' if cfg!(windows) => uri.push('/'),
            _ => write!(uri, "%{byte:02X}").expect("a string takes every text"),
        }
    }
    uri
}
