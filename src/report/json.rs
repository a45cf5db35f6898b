//! The JSON report: the records of all drafts, and what is to be said of the run. They
//! are written one after the other, so that a report of any length takes no memory.

use std::io::{self, Write};

use serde::{
    Serialize, Serializer,
    ser::{Error as _, SerializeSeq as _},
};

use super::{
    Compared, Copy, Drafts, Output, Report, Shard, Style, baseline::Fixed,
    record::SCHEMA, revisions::Series, view, waiting::Waiting,
};
use crate::{finding::Severity, rules::RuleSet};

pub(super) const OUTPUT: Output = Output { name: "json", write };

#[derive(Serialize)]
struct Root<'a> {
    schema: &'static str,
    tool: Tool<'a>,
    view: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    shard: Option<Shard>,
    #[serde(serialize_with = "records")]
    documents: &'a dyn Drafts,
    copies: &'a [Copy],
    revisions: &'a [Series],
    not_read: Vec<NotRead<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    waiting: &'a [Waiting],
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<&'a Compared>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixed: Option<&'a [Fixed]>,
    summary: Summary,
}

/// Which program and which rules a report is of.
#[derive(Serialize)]
pub(super) struct Tool<'a> {
    name: &'static str,
    version: &'static str,
    rules_digest: &'a str,
}

#[derive(Serialize)]
pub(super) struct NotRead<'a> {
    path: &'a str,
    why: &'a str,
    wanted: bool,
}

#[derive(Serialize)]
pub(super) struct Summary {
    documents: usize,
    error: usize,
    warning: usize,
    note: usize,
    allowed: usize,
    not_read: usize,
    copies: usize,
    left_alone: usize,
    // Without a baseline nothing is known to be known.
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixed: Option<usize>,
}

fn write(report: &Report<'_>, _: Style, to: &mut dyn Write) -> io::Result<()> {
    let root = Root {
        schema: SCHEMA,
        tool: Tool::of(report.rules),
        view: view(report.view),
        shard: report.shard,
        documents: &*report.drafts,
        copies: &report.copies,
        revisions: &report.revisions,
        not_read: report.not_read.iter().map(NotRead::of).collect(),
        waiting: &report.waiting,
        baseline: report.baseline.as_ref(),
        fixed: report.baseline.as_ref().map(|it| &*it.fixed),
        summary: Summary::of(report),
    };
    serde_json::to_writer_pretty(&mut *to, &root)?;
    to.write_all(b"\n")
}

fn records<S: Serializer>(drafts: &&dyn Drafts, to: S) -> Result<S::Ok, S::Error> {
    let mut list = to.serialize_seq(None)?;
    for it in drafts.all() {
        list.serialize_element(&it.map_err(S::Error::custom)?.record)?;
    }
    list.end()
}

impl<'a> Tool<'a> {
    pub(super) fn of(rules: &'a RuleSet) -> Self {
        let version = env!("CARGO_PKG_VERSION");
        Self { name: "reclint", version, rules_digest: rules.digest() }
    }
}

impl<'a> NotRead<'a> {
    pub(super) fn of(it: &'a super::NotRead) -> Self {
        Self { path: &it.path, why: &it.why, wanted: it.wanted }
    }
}

impl Summary {
    pub(super) fn of(report: &Report<'_>) -> Self {
        let baseline = report.baseline.as_ref();
        Self {
            documents: report.totals.drafts,
            error: report.count(Severity::Error),
            warning: report.count(Severity::Warning),
            note: report.count(Severity::Note),
            allowed: report.totals.allowed,
            not_read: report.not_read.len(),
            copies: report.copies.len(),
            left_alone: report.left_alone,
            known: baseline.map(|_| report.totals.known.iter().sum()),
            fixed: baseline.map(|it| it.fixed.len()),
        }
    }
}
