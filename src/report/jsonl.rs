//! One JSON object a line, for programs that read reports of many drafts as a stream.
//!
//! A line for each draft (`"type": "document"`, else as in the JSON report), then one
//! for each file that was not read (`"type": "not_read"`), then the last one with the
//! tool, the view and the counts (`"type": "summary"`). Without the last line the
//! report is not complete. Every line names the schema, so each can be read alone.

use std::io::{self, Write};

use serde::Serialize;

use super::{
    Output, Report, Style,
    json::{Document, NotRead, SCHEMA, Summary, Tool},
    view,
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
    Document(Box<Document<'a>>),
    NotRead(NotRead<'a>),
    Summary {
        tool: Tool<'a>,
        view: &'static str,
        #[serde(flatten)]
        counts: Summary,
    },
}

fn write(report: &Report<'_>, _: Style, to: &mut dyn Write) -> io::Result<()> {
    let documents = report
        .drafts
        .iter()
        .map(|it| Content::Document(Box::new(Document::of(it, report.rules))));
    let not_read = report.not_read.iter().map(|it| Content::NotRead(NotRead::of(it)));
    let summary = Content::Summary {
        tool: Tool::of(report.rules),
        view: view(report.view),
        counts: Summary::of(report),
    };
    for content in documents.chain(not_read).chain([summary]) {
        serde_json::to_writer(&mut *to, &Line { schema: SCHEMA, content })?;
        to.write_all(b"\n")?;
    }
    Ok(())
}
