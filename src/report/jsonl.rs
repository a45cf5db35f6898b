//! One JSON object a line, for programs that read reports of many drafts as a stream.
//!
//! A line for each draft (`"type": "document"`, else as in the JSON report) or copy of
//! one (`"type": "copy"`), then one for each work item of which there are several revisions
//! (`"type": "revisions"`), each file that was not read (`"type": "not_read"`) and each
//! finding of a baseline that is gone (`"type": "fixed"`), then the last one with the tool,
//! the view and the counts (`"type": "summary"`). Without the last line the report is not
//! complete. Every line names the schema, so each can be read alone.

use std::io::{self, Write};

use serde::Serialize;

use super::{
    Compared, Copy, Output, Record, Report, Shard, Style,
    baseline::Fixed,
    json::{NotRead, Summary, Tool},
    record::SCHEMA,
    revisions::Series,
    view,
    waiting::Waiting,
};

pub(super) const OUTPUT: Output = Output { name: "jsonl", write };

#[derive(Serialize)]
struct Line<'a> {
    schema: &'static str,
    #[serde(flatten)]
    content: Content<'a>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Content<'a> {
    Document(&'a Record),
    Copy(&'a Copy),
    NotRead(NotRead<'a>),
    Revisions(&'a Series),
    Fixed(&'a Fixed),
    Summary {
        tool: Tool<'a>,
        view: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        shard: Option<Shard>,
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        waiting: &'a [Waiting],
        #[serde(skip_serializing_if = "Option::is_none")]
        baseline: Option<&'a Compared>,
        #[serde(flatten)]
        counts: Summary,
    },
}

fn write(report: &Report<'_>, _: Style, to: &mut dyn Write) -> io::Result<()> {
    let mut copies = report.copies.iter().peekable();
    for it in report.drafts.all() {
        let record = it?.record;
        while let Some(copy) = copies.next_if(|it| it.path < record.path) {
            line(Content::Copy(copy), to)?;
        }
        line(Content::Document(&record), to)?;
    }
    for it in copies {
        line(Content::Copy(it), to)?;
    }
    rest(report, to)
}

/// Writes what is known of one draft as soon as it is.
pub fn draft(record: &Record, to: &mut dyn Write) -> io::Result<()> {
    line(Content::Document(record), to)
}

/// Writes that a file is a copy of a draft.
pub fn copy(copy: &Copy, to: &mut dyn Write) -> io::Result<()> {
    line(Content::Copy(copy), to)
}

/// Writes what is known once all drafts are.
pub fn rest(report: &Report<'_>, to: &mut dyn Write) -> io::Result<()> {
    for it in &report.revisions {
        line(Content::Revisions(it), to)?;
    }
    for it in &report.not_read {
        line(Content::NotRead(NotRead::of(it)), to)?;
    }
    for it in report.baseline.iter().flat_map(|it| &it.fixed) {
        line(Content::Fixed(it), to)?;
    }
    let summary = Content::Summary {
        tool: Tool::of(report.rules),
        view: view(report.view),
        shard: report.shard,
        waiting: &report.waiting,
        baseline: report.baseline.as_ref(),
        counts: Summary::of(report),
    };
    line(summary, to)
}

fn line(content: Content<'_>, to: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *to, &Line { schema: SCHEMA, content })?;
    to.write_all(b"\n")
}
