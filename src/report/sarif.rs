//! SARIF 2.1.0, for code scanning services and viewers.

mod absent;
mod log;
mod place;
#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{self, Write},
};

use serde::{
    Serializer,
    ser::{Error as _, SerializeSeq as _},
};

use self::{
    log::{
        Artifact, ArtifactLocation, ArtifactProperties, Configuration, Descriptor,
        Driver, Invocation, Kind, Location, Log, Marked, Notification, Outcome,
        OutcomeProperties, PhysicalLocation, Reference, RuleProperties, Run,
        RunProperties, Suppression, SuppressionProperties, Text, Tool,
    },
    place::{location, related, uri},
};
use super::{
    Output, Record, Report, Style,
    record::{Allowed, Status},
    told::{State, Told},
    view,
};
use crate::{allow, finding::Confidence, rules::Rule};

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
    Run {
        tool: Tool { driver },
        language: "en",
        column_kind: "unicodeCodePoints",
        invocations: [Invocation {
            execution_successful: !report.not_read.iter().any(|it| it.wanted),
            tool_execution_notifications: report,
        }],
        artifacts: report,
        results: report,
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

/// Writes what each draft gives to a list, one draft after the other.
fn listed<S: Serializer>(
    report: &Report<'_>,
    mut list: S::SerializeSeq,
    mut each: impl FnMut(&mut S::SerializeSeq, usize, &Record) -> Result<(), S::Error>,
) -> Result<S::Ok, S::Error> {
    for (at, record) in report.drafts.records().enumerate() {
        each(&mut list, at, &record.map_err(S::Error::custom)?)?;
    }
    list.end()
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
pub(super) fn notifications<S: Serializer>(
    report: &&Report<'_>,
    to: S,
) -> Result<S::Ok, S::Error> {
    let mut list = to.serialize_seq(None)?;
    for it in &report.not_read {
        list.serialize_element(&Notification {
            descriptor: NOT_READ,
            level: if it.wanted { "error" } else { "note" },
            message: format!("{} was not read: {}", it.path, it.why).into(),
            locations: [whole(&it.path, None)],
        })?;
    }
    listed::<S>(report, list, |list, at, record| {
        record.skipped.iter().try_for_each(|it| {
            let words = format!("{}: {} was not read: {}", record.path, it.what, it.why);
            list.serialize_element(&Notification {
                descriptor: SKIPPED,
                level: "warning",
                message: words.into(),
                locations: [whole(&record.path, Some(at))],
            })
        })
    })
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
pub(super) fn artifacts<S: Serializer>(
    report: &&Report<'_>,
    to: S,
) -> Result<S::Ok, S::Error> {
    listed::<S>(report, to.serialize_seq(None)?, |list, at, record| {
        list.serialize_element(&artifact(record, at))
    })
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
pub(super) fn results<S: Serializer>(
    report: &&Report<'_>,
    to: S,
) -> Result<S::Ok, S::Error> {
    let mut list = to.serialize_seq(None)?;
    for it in report.baseline.iter().flat_map(|it| &it.fixed) {
        list.serialize_element(&absent::outcome(it, report.rules))?;
    }
    listed::<S>(report, list, |list, at, record| {
        outcomes(record, at, report).try_for_each(|it| list.serialize_element(&it))
    })
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

fn artifact(record: &Record, index: usize) -> Artifact<'_> {
    Artifact {
        location: ArtifactLocation { uri: uri(&record.path), index: Some(index) },
        length: record.bytes,
        roles: ["analysisTarget"],
        hashes: record.digest.split_once(':').into_iter().collect(),
        properties: ArtifactProperties {
            format: &record.format,
            kind: &record.profile.kind,
            kind_because: &record.profile.kind_because,
        },
    }
}

fn outcomes<'a>(
    record: &'a Record,
    index: usize,
    report: &'a Report<'_>,
) -> impl Iterator<Item = Outcome<'a>> {
    // If any result of a run has a list of suppressions, all of them need one (SARIF
    // 2.1.0, 3.27.23).
    record.told().map(move |it| outcome(&it, record, index, report))
}

fn outcome<'a>(
    told: &Told<'a>,
    record: &'a Record,
    index: usize,
    report: &'a Report<'_>,
) -> Outcome<'a> {
    let rules = report.rules;
    let rule = rules.find(told.rule);
    let at = (&*record.path, Some(index));
    let shown = told.evidence.iter().filter(|it| it.quote.is_some());
    let related = (1..).zip(shown).map(|(id, it)| Location {
        id: Some(id),
        message: Some((&*it.shows).into()),
        ..related(record, index, it)
    });
    let confidence = rule.map_or(Confidence::Low, |it| rules.get(it).confidence);
    Outcome {
        rule_id: told.rule,
        rule_index: rule.map(|it| usize::from(it.0)),
        level: told.severity.name(),
        message: message(told),
        locations: [location(at, told.origin, told.quote, told.clause)],
        related_locations: related.collect(),
        partial_fingerprints: prints_of(told),
        suppressions: match told.state {
            State::Open(_) => Vec::new(),
            State::Allowed(it) => vec![suppression(it)],
        },
        baseline_state: report.baseline.as_ref().and_then(|_| baseline(told.state)),
        properties: OutcomeProperties {
            confidence: confidence.name(),
            algorithm: told.algorithm,
        },
    }
}

/// What a comparison says of a finding; one that was answered is out of it.
const fn baseline(state: State<'_>) -> Option<&'static str> {
    match state {
        State::Allowed(_) => None,
        State::Open(it) => Some(match it.status {
            Status::New => "new",
            Status::Known => "unchanged",
        }),
    }
}

fn suppression(allowed: &Allowed) -> Suppression<'_> {
    let Allowed { because, by, date, until, place, .. } = allowed;
    Suppression {
        kind: if allow::in_draft(place) { "inSource" } else { "external" },
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
fn message<'a>(told: &Told<'a>) -> Text<'a> {
    let mut words = told.message.to_owned();
    let mut notes = told.evidence.iter().filter(|it| it.quote.is_none());
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
fn prints_of(told: &Told<'_>) -> BTreeMap<&'static str, Box<str>> {
    let mut prints = BTreeMap::new();
    if told.origin.line.is_none() {
        prints.insert(LINE_HASH, format!("{}:1", told.fingerprint).into());
    }
    prints.insert(FINGERPRINT, told.fingerprint.into());
    prints
}
