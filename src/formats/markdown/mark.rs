//! Comments of ours in Markdown, `<!-- reclint … -->`, on the line above what they are
//! about, as deep in lists and quotations as that stands.

mod chain;

use std::{collections::BTreeSet, ops::Range};

use pulldown_cmark::{Event, Tag, TagEnd};

use self::chain::Chain;
use super::{
    super::{
        Input,
        mark::{
            Mark, MarkError, Marked, Marking, say,
            sheet::line,
            write::{self, Ours, Spot, Syntax},
        },
    },
    include::Files,
    mask::{self, Masked},
    parts::Parts,
    walk,
};

const SYNTAX: Syntax = Syntax { read: super::read, ours, spots, frame, calm, comment };

/// Writes `marks` as comments.
pub(super) fn mark(
    input: Input<'_>,
    marks: &[Mark],
    marking: &Marking<'_>,
) -> Result<Marked, MarkError> {
    write::write(SYNTAX, input, marks, marking)
}

/// A draft with its includes, as its reader sees it.
struct Draft {
    files: Files,
    masked: Masked,
    /// Where the front matter ends.
    start: usize,
}

impl Draft {
    fn of(input: Input<'_>) -> Self {
        let text = String::from_utf8_lossy(input.bytes).into_owned();
        let files = Files::expand(input, text);
        let (_, start) = super::front(&files.text);
        let mut masked = mask::markdown(&files.text, start);
        if let Some(parts) = Parts::find(&files.text, start) {
            mask::kramdown(&files.text, start, &mut masked);
            parts.cover(&mut masked);
        }
        Self { files, masked, start }
    }

    /// The file and the byte that a byte of the text came from.
    fn origin(&self, at: usize) -> Option<(u16, usize)> {
        let stretches = self.files.stretches();
        let next = stretches.partition_point(|it| it.0 <= at);
        let (begin, file, start) = stretches.get(next.checked_sub(1)?)?;
        Some((*file, at - begin + start))
    }
}

/// The lines of the comments of ours: those that Markdown takes for comments.
fn ours(input: Input<'_>) -> Vec<Ours> {
    let draft = Draft::of(input);
    let text = &*draft.files.text;
    let events = walk::events(&draft.masked);
    let starts = events.iter().filter_map(|(event, range)| match event {
        Event::Start(Tag::HtmlBlock) => Some(range.start),
        _ => None,
    });
    starts.filter_map(|at| own(&draft, text, at)).collect()
}

fn own(draft: &Draft, text: &str, at: usize) -> Option<Ours> {
    let Comment { prefix, words, range } = Comment::read(text, at)?;
    let trimmed = |it: &str| it.trim_matches([' ', '\t', '>', '\r']).to_owned();
    let lines: Vec<String> = words.lines().map(trimmed).collect();
    let key = lines.iter().rev().find_map(|it| say::key(it))?;
    // The lines must stand together in one file.
    let (file, from) = draft.origin(range.start)?;
    let last = draft.origin(range.end.checked_sub(1)?)?;
    let whole = last == (file, from + range.len() - 1) && say::begins(words);
    let (key, prefix) = (key.into(), prefix.to_owned());
    let range = from..from + range.len();
    whole.then_some(Ours { file, range, prefix, key, lines })
}

/// A comment alone on its lines.
struct Comment<'t> {
    /// What stands before it.
    prefix: &'t str,
    words: &'t str,
    /// Its lines.
    range: Range<usize>,
}

impl<'t> Comment<'t> {
    /// The comment that begins at `at`.
    fn read(text: &'t str, at: usize) -> Option<Self> {
        let start = line(text, at);
        let rest = text.get(start..)?;
        let inner = rest.trim_start_matches([' ', '\t', '>']);
        let prefix = &rest[..rest.len() - inner.len()];
        let (words, after) = inner.strip_prefix("<!-- ")?.split_once("-->")?;
        let (left, ended) = match after.split_once('\n') {
            Some((left, _)) => (left, 1),
            None => (after, 0),
        };
        let end = text.len() - after.len() + left.len() + ended;
        left.trim().is_empty().then_some(Self { prefix, words, range: start..end })
    }
}

/// A block that a comment can stand above.
struct Leaf {
    range: Range<usize>,
    /// The beginnings of lines, and what comments there begin with; the nearest first.
    spots: Vec<chain::Spot>,
}

fn spots(input: Input<'_>, places: &[Option<(u16, usize)>]) -> Vec<Vec<Spot>> {
    let draft = Draft::of(input);
    let text = &*draft.files.text;
    let leaves = leaves(&draft);
    let mut stretches: Vec<_> = draft.files.stretches().to_vec();
    stretches.sort_by_key(|(_, file, start)| (*file, *start));
    let expanded = |(file, at): (u16, usize)| {
        let next = stretches.partition_point(|it| (it.1, it.2) <= (file, at));
        let (begin, found, start) = stretches.get(next.checked_sub(1)?)?;
        (*found == file).then(|| begin + (at - start))
    };
    let top = leaves.first().map(|it| it.spots.clone()).unwrap_or_default();
    let end = chain::Spot { at: text.len(), prefix: String::new(), why: Some("no text") };
    let spots = |place: &Option<(u16, usize)>| {
        let at = place.and_then(expanded);
        let next = at.map_or(0, |at| leaves.partition_point(|it| it.range.start <= at));
        let inside = next.checked_sub(1).and_then(|it| leaves.get(it));
        let inside = inside.filter(|it| at.is_some_and(|at| at < it.range.end));
        let mut spots = match (inside, at) {
            (Some(leaf), _) => leaf.spots.clone(),
            (None, None) => top.clone(),
            (None, Some(at)) => {
                let front = at < draft.start;
                let why =
                    if front { "the front matter" } else { "a line between blocks" };
                let leaf = leaves.get(next).or_else(|| leaves.last());
                let spots = leaf.map(|it| it.spots.clone()).unwrap_or_default();
                spots.into_iter().map(|it| chain::Spot { why: Some(why), ..it }).collect()
            }
        };
        spots.extend(top.iter().last().cloned().map(|it| chain::Spot {
            why: it.why.or(Some("a place where no comment can stand")),
            ..it
        }));
        if spots.is_empty() {
            spots.push(end.clone());
        }
        let mut seen = BTreeSet::new();
        spots.retain(|it| seen.insert((it.at, it.prefix.clone())));
        let spot = |it: chain::Spot| {
            let (file, at) = draft.origin(it.at)?;
            Some(Spot { file, at, prefix: it.prefix, why: it.why })
        };
        spots.into_iter().filter_map(spot).collect()
    };
    places.iter().map(spots).collect()
}

/// The blocks of a draft in the order of its text.
fn leaves(draft: &Draft) -> Vec<Leaf> {
    let mut chain = Chain::new(&draft.files.text, draft.start);
    let mut leaves: Vec<Leaf> = Vec::new();
    // How deep in a block the event is; what stands in a list item without a paragraph of
    // its own is a block as well.
    let mut depth = 0_usize;
    let mut open = false;
    for (event, range) in &walk::events(&draft.masked) {
        match event {
            Event::Start(_) if 0 < depth => depth += 1,
            Event::End(_) if 0 < depth => depth -= 1,
            Event::Start(tag) if chain::holds(tag) => {
                open = false;
                chain.enter(tag, range);
            }
            Event::End(tag) if is_container(*tag) => {
                open = false;
                chain.leave();
            }
            Event::Start(tag) => {
                let block = chain::is_block(tag);
                depth = 1;
                if block || !open {
                    let spots = chain.spots(Some(tag), range);
                    leaves.push(Leaf { range: range.clone(), spots });
                } else if let Some(leaf) = leaves.last_mut() {
                    leaf.range.end = range.end.max(leaf.range.end);
                }
                open = !block;
            }
            Event::End(_) => {}
            _ if 0 < depth => {}
            _ if open => {
                if let Some(leaf) = leaves.last_mut() {
                    leaf.range.end = range.end.max(leaf.range.end);
                }
            }
            _ => {
                let spots = chain.spots(None, range);
                leaves.push(Leaf { range: range.clone(), spots });
                open = !matches!(event, Event::Rule);
            }
        }
    }
    leaves.sort_by_key(|it| it.range.start);
    leaves
}

fn is_container(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListDefinition
    )
}

/// What is in what: a comment must not cut a list in two, or set its items apart.
fn frame(input: Input<'_>) -> Vec<String> {
    let draft = Draft::of(input);
    let mut frame = Vec::new();
    let mut skipped = false;
    for (event, range) in walk::events(&draft.masked) {
        match event {
            Event::Start(Tag::HtmlBlock) => {
                let comment = Comment::read(&draft.files.text, range.start);
                skipped = comment.is_some_and(|it| {
                    it.words.trim().is_empty() || say::concerns(it.words)
                });
                if !skipped {
                    // With its letters: a comment may have become a part of it.
                    let raw = draft.files.text.get(range).unwrap_or_default();
                    frame.push(format!("HTML {raw}"));
                }
            }
            Event::End(TagEnd::HtmlBlock) => skipped = false,
            _ if skipped => {}
            Event::Start(Tag::Item) => frame.push("item".to_owned()),
            Event::Start(tag) => frame.push(format!("{tag:?}")),
            Event::End(tag) => frame.push(format!("/{tag:?}")),
            _ => {}
        }
    }
    frame
}

/// Breaks up what would end a comment, or mean something to kramdown in it.
fn calm(words: &str) -> String {
    let mut calm = String::with_capacity(words.len());
    for c in words.chars() {
        let parted = match calm.chars().next_back() {
            Some('-') => c == '-',
            Some('{' | '<') => !c.is_whitespace(),
            _ => false,
        };
        if parted {
            calm.push(' ');
        }
        calm.push(c);
    }
    calm
}

fn comment(lines: &[String], prefix: &str, ending: &str) -> String {
    let between = format!("{ending}{prefix}     ");
    format!("{prefix}<!-- {} -->{ending}", lines.join(&between))
}
