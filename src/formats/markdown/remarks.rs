//! The comments of a draft that are remarks, and the blocks they are about.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{
    super::{
        Skipped,
        remark::{self, Places, Reach, hull},
    },
    Flow, Shape,
    include::Files,
    origin,
    walk::Events,
};
use crate::doc::{Remark, Stretch};

/// A comment that holds a remark.
#[derive(Debug)]
pub(super) struct Comment {
    /// Where it stands.
    at: Range<usize>,
    /// The element whose text it interrupts; none if it stands between blocks.
    inside: Option<Range<usize>>,
    remark: Remark,
}

/// The remarks among the parser's events; what only looks like a comment, in a listing,
/// is none.
pub(super) fn find(events: &Events<'_>, source: &str) -> Vec<Comment> {
    let mut found = Vec::new();
    if !source.contains("<!--") {
        return found;
    }
    let mut open: Vec<Range<usize>> = Vec::new();
    for (event, range) in events {
        match event {
            Event::Start(Tag::HtmlBlock) => comments(source, range, None, &mut found),
            Event::InlineHtml(_) => comments(source, range, open.last(), &mut found),
            Event::Start(
                Tag::Paragraph | Tag::Heading { .. } | Tag::Item | Tag::TableCell,
            ) => open.push(range.clone()),
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell,
            ) => {
                open.pop();
            }
            _ => {}
        }
    }
    found
}

/// Says where a comment begins that nothing ends: it hides the rest of the draft.
pub(super) fn unclosed(events: &Events<'_>, source: &str) -> Option<Skipped> {
    let mut blocks = events.iter().rev().filter_map(|(event, range)| {
        matches!(event, Event::Start(Tag::HtmlBlock)).then_some(range)
    });
    let range = blocks.next()?;
    let text = source.get(range.clone())?;
    let start = text.rfind("<!--").filter(|it| !text[*it..].contains("-->"))?;
    let line = 1 + source[..range.start + start].matches('\n').count();
    Some(Skipped {
        what: format!("what follows line {line}").into(),
        why: "a comment begins there and nothing ends it; write --> where it ends".into(),
    })
}

fn comments(
    source: &str,
    range: &Range<usize>,
    inside: Option<&Range<usize>>,
    found: &mut Vec<Comment>,
) {
    let mut at = range.start;
    while let Some(text) = source.get(at..range.end)
        && let Some(start) = text.find("<!--").map(|it| at + it)
        && let Some(length) = source[start + 4..range.end].find("-->")
    {
        let inner = &source[start + 4..start + 4 + length];
        at = start + 4 + length + 3;
        for remark in remark::of(inner) {
            found.push(Comment { at: start..at, inside: inside.cloned(), remark });
        }
    }
}

/// Adds the remarks to `flow`, each with what it is about; the draft's own text begins
/// at `start`, behind its front matter.
pub(super) fn add(flow: &mut Flow, found: Vec<Comment>, files: &Files, start: usize) {
    if found.is_empty() {
        return;
    }
    let places = Places::of(flow);
    let end = origin(files.text.len());
    for Comment { at, inside, remark } in found {
        let stretch = if let Some(inside) = inside {
            let (from, to) = (origin(inside.start), origin(inside.end));
            let before = places.last(from, origin(at.start));
            let block = before.or_else(|| places.first(origin(at.end), to));
            block.and_then(|it| places.stretch(flow, it, Reach::Row))
        } else {
            let block = places.first(origin(at.end), end);
            let below = block.and_then(|it| places.stretch(flow, it, Reach::Table));
            titled(flow, &places, below, start, &at)
        };
        let nothing = Stretch { from: origin(at.start), to: origin(at.start) };
        let stretch = stretch.map_or(nothing, |it| files.within_one(it));
        flow.remarks.push((stretch, remark));
    }
}

/// A remark before the first words of a draft is about its title as well, above which
/// nothing can be written where it stands in the front matter.
fn titled(
    flow: &Flow,
    places: &Places,
    below: Option<Stretch>,
    start: usize,
    at: &Range<usize>,
) -> Option<Stretch> {
    let first =
        start < at.start && places.first(origin(start), origin(at.start)).is_none();
    let title = flow.blocks.first().filter(|it| first && it.shape == Shape::Title);
    let title = title.and_then(|_| places.stretch(flow, 0, Reach::Row));
    match (title, below) {
        (Some(title), Some(below)) => Some(hull(title, below)),
        (title, below) => title.or(below),
    }
}
