//! AsciiDoc as Metanorma's ITU flavour and others write it.
//!
//! The crate `asciidoc-parser` finds the blocks. Their words are read from the draft's
//! own bytes here, not from what the crate renders: it renders HTML, knows nothing of
//! Metanorma's macros, and every word must lead back to its byte.

mod attributes;
mod blocks;
mod condition;
mod include;
mod inline;
mod mark;
mod number;
mod plan;
mod remarks;
mod script;
mod table;
mod weave;

use asciidoc_parser::{
    Parser, blocks::FindBlocks, parser::ModificationContext, warnings::WarningType,
};

use self::{blocks::Writer, plan::Plan, script::Script};
use super::{Flow, Format, Input, ReadError, Shape, Skipped, ends_in};
use crate::doc::About;

pub(super) const FORMAT: Format =
    Format { name: "asciidoc", claims, read, mark: Some(mark::mark) };

/// Tables whose cells are repeated more often than this are an attack.
const REPEATED: usize = 100_000;

fn claims(input: Input<'_>) -> bool {
    let named = ends_in(input.name, &["adoc", "asciidoc", "asc", "ad"]);
    let head = &input.bytes[..input.bytes.len().min(4_096)];
    if named {
        // A signature is "asc" too, and nothing in AsciiDoc holds a zero.
        return !head.starts_with(b"-----BEGIN PGP") && !head.contains(&0);
    }
    let head = String::from_utf8_lossy(head);
    let mut lines = head.trim_start_matches('\u{feff}').lines();
    let title = lines.find(|it| !it.trim().is_empty() && !it.starts_with("//"));
    let titled = title.is_some_and(|it| it.starts_with("= "));
    titled
        && lines
            .take_while(|it| !it.trim().is_empty())
            .any(|it| attributes::entry(it).is_some())
}

fn read(input: Input<'_>) -> Result<Flow, ReadError> {
    let limit = input.limits.file.min(u64::from(u32::MAX / 2));
    if limit < input.bytes.len() as u64 {
        let why = "the file is larger than any draft; check that it is one";
        return Err(ReadError::TooLarge(why.into()));
    }
    let text = String::from_utf8_lossy(input.bytes).into_owned();
    let lossy = text.len() != input.bytes.len() || text.contains('\u{fffd}');
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut script = weave::weave(input, &text, start);
    if lossy {
        let what = "letters that are not UTF-8";
        let why = "they are read as \u{fffd}; save the file as UTF-8";
        script.skip(what.to_owned(), why.to_owned());
    }
    table::weigh(&script.text, REPEATED)?;
    let mut flow = flow(&script, input);
    flow.skipped.splice(0..0, script.skipped);
    flow.sources = script.sources;
    if script.attributes.cut() {
        let what = "some references to attributes";
        let why = "a value may have 64 KiB, all that are put in 1 MiB; they stay as \
                   written";
        flow.skipped.push(Skipped { what: what.into(), why: why.into() });
    }
    Ok(flow)
}

fn flow(script: &Script, input: Input<'_>) -> Flow {
    // The anchors that it makes of titles cost it the square of their number.
    let never = ModificationContext::ApiOnly;
    let mut parser =
        Parser::default().with_intrinsic_attribute_bool("sectids", false, never);
    let document = parser.parse(&script.text);
    let plan = Plan::of(script, document.child_blocks());
    let mut writer = Writer::new(script, &plan, input.view);
    writer.flow.about = about(script);
    header(script, &document, &mut writer);
    for block in document.child_blocks() {
        writer.block(block);
    }
    let mut flow = writer.finish();
    remarks::add(&mut flow, script);
    for warning in document.warnings() {
        if let WarningType::MaxBlockNestingExceeded(depth) = warning.warning {
            let line = script.place(script.origin(warning.source.byte_offset()));
            let what = format!("blocks that nest more than {depth} deep in {line}");
            let why = "so deep nothing is read; close the blocks around them";
            flow.skipped.push(Skipped { what: what.into(), why: why.into() });
        }
    }
    flow
}

/// Writes the title and what else stands in the header's lines.
fn header(
    script: &Script,
    document: &asciidoc_parser::Document<'_>,
    writer: &mut Writer<'_>,
) {
    let header = document.header();
    if let Some(title) = header.title_source() {
        writer.span(Shape::Title, title);
    }
    let mut lines: Vec<_> =
        header.author_line().map(asciidoc_parser::HasSpan::span).into_iter().collect();
    lines.extend(header.revision_line().map(asciidoc_parser::HasSpan::span));
    for line in lines {
        writer.span(Shape::Paragraph, line);
    }
    // Metanorma's own attribute for the title stands above the line of the title.
    for name in ["title-en", "title"] {
        if let Some((title, origin)) = script.attributes.said(name, usize::MAX)
            && !title.is_empty()
        {
            writer.flow.begin(Shape::Title);
            writer.flow.text(title, origin);
            return;
        }
    }
}

/// What the attributes say of the draft.
fn about(script: &Script) -> About {
    let said = |name: &str| script.attributes.value(name, usize::MAX).map(str::trim);
    let full = |name: &str| said(name).filter(|it| !it.is_empty());
    About {
        number: full("docnumber")
            .and_then(|it| number(it, full("series")))
            .map(Into::into),
        title: None,
        document: full("docnumber").map(Into::into),
        question: full("question").map(Into::into),
        declared_kind: full("doctype").map(Into::into),
        itu: full("mn-document-class").is_some_and(|it| it.eq_ignore_ascii_case("itu")),
        keywords: full("keywords").is_some(),
        language: "",
    }
}

/// "Y.3507", "W.3000 (fictitious)", or a bare "3507" of a series "Y: Global …".
fn number(said: &str, series: Option<&str>) -> Option<String> {
    let first = said.split_whitespace().next()?;
    let letter = |it: &str| it.len() == 1 && it.chars().all(|it| it.is_ascii_uppercase());
    match first.split_once('.') {
        Some((series, rest)) if letter(series) && !rest.is_empty() => {
            Some(first.to_owned())
        }
        _ if said.chars().any(char::is_alphabetic) => Some(said.to_owned()),
        _ => {
            let series = series?.split(':').next()?.trim();
            letter(series).then(|| format!("{series}.{first}"))
        }
    }
}

#[cfg(test)]
mod tests;
