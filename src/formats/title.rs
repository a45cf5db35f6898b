//! The draft's own number and title.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    flow::{Flow, Shape},
    heading::Head,
};
use crate::{doc::Role, lexicon::Language};

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)([A-Z]\.(?:[0-9]|[A-Za-z][\p{L}0-9]*)[\p{L}0-9.\-]*)")
        .expect("a tested pattern")
});

static ITU: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:ITU|UIT|МСЭ)[-\u{2010}\u{2011}]?[TТ]?[ \u{a0}]+(?:[A-Z]\.[A-Za-z0-9])",
    )
    .expect("a tested pattern")
});

/// The longest paragraph that may be a title.
const LONGEST: usize = 250;

/// Finds title and number, and takes headings that are titles out of `heads`.
pub(super) fn find(flow: &mut Flow, heads: &mut [Option<Head>], words: &Language) {
    let styled =
        flow.blocks.iter().any(|it| matches!(it.shape, Shape::Number | Shape::Title));
    if !styled {
        mark(flow, heads, words);
    }
    let said = |flow: &Flow, shape: Shape| {
        let of = |it: &&super::FlowBlock| it.shape == shape;
        let found =
            flow.blocks.iter().find(|it| of(it) && !flow.words(it).trim().is_empty());
        found.map(|it| flow.words(it).split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let line = said(flow, Shape::Number);
    let title = said(flow, Shape::Title);
    // A style may call the line with the number the title.
    let numbered = title.clone().filter(|it| ITU.is_match(it) && words.begins_draft(it));
    let line = line.or(numbered);
    flow.about.itu |= line.as_deref().is_some_and(|it| ITU.is_match(it));
    if flow.about.number.is_none() {
        flow.about.number = line.as_deref().and_then(number);
    }
    if flow.about.title.is_none() {
        let title = title.filter(|it| Some(it) != line.as_ref());
        flow.about.title = title.or(line.map(|it| named(&it).to_owned())).map(Into::into);
    }
}

/// The number that a line names: "Draft new Recommendation ITU-T X.609.7 (01/2018)".
fn number(line: &str) -> Option<Box<str>> {
    let begin = ITU.find(line).map_or(0, |it| it.start());
    let found = NUMBER.captures(&line[begin..])?;
    Some(found[1].trim_end_matches(['.', '-']).into())
}

/// What a line calls the draft behind its number: "… ITU-T Y.demo: Protocol for …".
fn named(line: &str) -> &str {
    let begin = ITU.find(line).map_or(0, |it| it.end());
    let rest = line[begin..].split_once([':', '–', '—']).map(|(_, it)| it.trim());
    rest.filter(|it| !it.is_empty()).unwrap_or(line)
}

/// Without a style that says so, what stands before the first clause names the draft.
fn mark(flow: &mut Flow, heads: &mut [Option<Head>], words: &Language) {
    let clause = |it: &Option<Head>| {
        it.as_ref().is_some_and(|it| it.number.is_some() || it.role != Role::Text)
    };
    let end = heads.iter().position(clause);
    let mut titled = false;
    for (at, head) in heads.iter_mut().enumerate().take(end.unwrap_or(1)) {
        let block = &flow.blocks[at];
        let text = flow.words(block).trim();
        if text.is_empty() || LONGEST < text.len() {
            continue;
        }
        let heading = head.is_some();
        let names = ITU.is_match(text) && words.begins_draft(text);
        let plain = flow.loose && block.shape == Shape::Paragraph && !text.ends_with('.');
        // A paragraph alone is no title: there is nothing that it could be the title of.
        let leads = at == 0 && 1 < flow.blocks.len();
        let shape = match (heading, names, titled) {
            (_, true, _) => Shape::Number,
            (true, false, _) => Shape::Title,
            (false, false, false) if plain && (end.is_some() || leads) => Shape::Title,
            _ => continue,
        };
        titled |= shape == Shape::Title;
        flow.blocks[at].shape = shape;
        *head = None;
    }
}
