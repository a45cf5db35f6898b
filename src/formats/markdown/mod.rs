//! Markdown, also the Markdown of Internet-Drafts (kramdown-rfc). Knows what Markdown
//! says; whether "6.1 Overview" is a heading is [`super::assemble`]'s to say.

mod cite;
mod include;
mod lists;
mod mark;
mod mask;
mod matter;
mod notes;
mod parts;
mod remarks;
mod walk;
mod words;

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use self::{matter::Matter, parts::Parts};
use super::{
    Flow, Format, Input, ReadError, Shape, Skipped, ends_in, html,
    text::{self, bullet, labelled, origin},
};
use crate::doc::{Cell, Role, Source};

pub(super) const FORMAT: Format =
    Format { name: "markdown", claims, read, mark: Some(mark::mark) };

static HEADING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)^#{1,6}[ \t]+\S").expect("a tested pattern"));

fn claims(input: Input<'_>) -> bool {
    let named = ends_in(input.name, &["md", "markdown", "mkd", "mdown"]);
    if input.bytes.iter().all(u8::is_ascii_whitespace)
        || ends_in(input.name, &["txt", "text"])
    {
        return false;
    }
    let headings = |text: &str| 1 < HEADING.find_iter(text).take(2).count();
    text::decode(input.bytes).is_some_and(|it| named || headings(&it.text))
}

fn read(input: Input<'_>) -> Result<Flow, ReadError> {
    let Some(decoded) = text::decode(input.bytes) else {
        return Err(ReadError::Unknown(text::unreadable(input).into()));
    };
    let mut flow = Flow::default();
    flow.skipped.extend(decoded.skipped);
    let files = include::Files::expand(input, decoded.text);
    flow.skipped.extend(files.missing());
    let source = &*files.text;
    let (front, start) = front(source);
    let mut matter = Matter::read(source, front);
    flow.skipped.append(&mut matter.skipped);
    let parts = Parts::find(source, start);
    let mut masked = mask::markdown(source, start);
    if let Some(parts) = &parts {
        mask::kramdown(source, start, &mut masked);
        parts.cover(&mut masked);
    }
    // In an Internet-Draft every heading is marked as one.
    flow.loose = parts.is_none();
    about(&mut flow, source, &matter);
    named(&mut flow, source, start);
    let lists = lists::Lists::read(source, &matter);
    let found =
        walk::blocks(&mut flow, source, &masked, parts, lists, input.limits.depth);
    again(&mut flow);
    remarks::add(&mut flow, found, &files, start);
    files.give(&mut flow);
    Ok(flow)
}

static DASHES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^(?:---[ \t]*|---[ \t]+[a-z]\w*[ \t]*|\.\.\.[ \t]*)\r?$")
        .expect("a tested pattern")
});

static PAIR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)\A\s*(?:#.*\n\s*)*[\w-]+:(?:\s|$)").expect("a tested pattern")
});

/// The front matter without its dashes, and where the draft begins after it.
fn front(source: &str) -> (Range<usize>, usize) {
    let start = if source.starts_with('\u{feff}') { 3 } else { 0 };
    if let Some(found) = PERCENTS.find(&source[start..]) {
        return (start..start, start + found.end());
    }
    let mut dashes = DASHES.find_iter(&source[start..]);
    let first =
        dashes.next().filter(|it| source[start..start + it.start()].trim().is_empty());
    let Some((first, second)) = first.zip(dashes.next()) else {
        return (start..start, start);
    };
    let range = start + first.end()..start + second.start();
    if !PAIR.is_match(&source[range.clone()]) {
        return (start..start, start);
    }
    // The line that begins the first part of an Internet-Draft belongs to that part.
    let part = second.as_str().trim_start_matches('-').trim();
    let end =
        if part.is_empty() || part == "..." { start + second.end() } else { range.end };
    (range, end)
}

/// Notes what the front matter says of the draft, and shows its title and abstract.
fn about(flow: &mut Flow, source: &str, matter: &Matter) {
    let said = |names: &[&str]| {
        let found = names.iter().find_map(|it| matter.top(source, &[it]));
        let value = found.map(|it| matter.value(source, it));
        value.filter(|it| !it.is_empty())
    };
    // "ITU-T X.805" is X.805.
    let bare = |it: String| it.split_whitespace().last().map(Into::into);
    flow.about.number = said(&["docnumber", "docname", "number"]).and_then(bare);
    flow.about.document = said(&["docnumber"]).map(Into::into);
    flow.about.question = said(&["question", "questions"]).map(Into::into);
    flow.about.declared_kind = said(&["doctype", "category", "status"]).map(Into::into);
    flow.about.keywords =
        matter.top(source, &["keywords", "keyword"]).is_some_and(|it| {
            !matter.below(it).is_empty() || !matter.nodes[it].value.is_empty()
        });
    let names = [said(&["title"]), said(&["docnumber"]), said(&["publisher", "flavor"])];
    flow.about.itu = names.iter().flatten().any(|it| it.to_uppercase().contains("ITU"));
    if let Some(title) = matter.top(source, &["title"]) {
        flow.about.title = said(&["title"]).map(Into::into);
        flow.begin(Shape::Title);
        values(flow, source, &matter.nodes[title].value);
    }
    if let Some(summary) = matter.top(source, &["abstract"]) {
        let node = &matter.nodes[summary];
        let key = node.key.clone();
        flow.begin(Shape::UNNUMBERED).role = Some(Role::Summary);
        flow.text("Abstract", origin(key.start));
        flow.begin(Shape::Paragraph);
        values(flow, source, &node.value);
    }
}

static PERCENTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?s)\A\s*%%%[ \t]*\r?\n.*?\n%%%[ \t]*(?:\r?\n|\z)")
        .expect("a tested pattern")
});

static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?mi)^\s*(title|docname|value|category|status|keyword)\s*=\s*(?:"([^"\n]*)"|\[)"#)
        .expect("a tested pattern")
});

/// Notes what the front matter of mmark, lines of `key = "value"` between percent signs,
/// says of the draft.
fn named(flow: &mut Flow, source: &str, end: usize) {
    if !PERCENTS.is_match(source) {
        return;
    }
    for found in NAMED.captures_iter(&source[..end]) {
        let value = found.get(2);
        let text = || value.map(|it| it.as_str().into());
        match &*found[1].to_ascii_lowercase() {
            "title" if flow.about.title.is_none() => {
                flow.about.title = text();
                flow.begin(Shape::Title);
                let place = value.map_or(0..0, |it| it.range());
                values(flow, source, &[place]);
            }
            "docname" | "value" => flow.about.number = text(),
            "keyword" => flow.about.keywords = true,
            "category" | "status" => flow.about.declared_kind = text(),
            _ => {}
        }
    }
}

/// Takes the first heading for the title where it says again what stands in front.
fn again(flow: &mut Flow) {
    let first = flow.blocks.iter().position(|it| matches!(it.shape, Shape::Heading(_)));
    let Some((at, title)) = first.zip(flow.about.title.as_deref()) else { return };
    if flow.words(&flow.blocks[at]).trim() == title {
        flow.blocks[at].shape = Shape::Title;
    }
}

/// Adds the lines of a value to the last block.
fn values(flow: &mut Flow, source: &str, lines: &[Range<usize>]) {
    for (at, line) in lines.iter().enumerate() {
        if 0 < at {
            flow.text(" ", origin(line.start - 1));
        }
        flow.text(&source[line.clone()], origin(line.start));
    }
}

#[cfg(test)]
mod tests;
