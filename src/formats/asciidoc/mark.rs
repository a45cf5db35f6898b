//! Comments of ours in AsciiDoc, lines that begin with `// reclint`, above what they are
//! about and above the lines of attributes that belong to it; in the file that holds it.

mod lines;

use std::collections::{BTreeMap, BTreeSet};

use self::lines::Lines;
use super::{
    super::{
        Input, ends_in,
        mark::{
            Mark, MarkError, Marked, Marking, say,
            sheet::line,
            write::{self, Ours, Spot, Syntax},
        },
    },
    include,
    script::Script,
    weave,
};
use crate::doc::Origin;

const SYNTAX: Syntax = Syntax { read: super::read, ours, spots, frame, calm, comment };

/// Writes `marks` as comments.
pub(super) fn mark(
    input: Input<'_>,
    marks: &[Mark],
    marking: &Marking<'_>,
) -> Result<Marked, MarkError> {
    write::write(SYNTAX, input, marks, marking)
}

fn woven(input: Input<'_>) -> Script {
    let text = String::from_utf8_lossy(input.bytes);
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    weave::weave(input, &text, start)
}

/// The lines of a draft with its includes, and where each came from.
fn rows(script: &Script) -> Vec<(u16, usize, &str)> {
    let mut at = 0;
    let row = |row: &'_ str| {
        let begin = at;
        at += row.len();
        begin
    };
    let starts: Vec<usize> = script.text.split_inclusive('\n').map(row).collect();
    let rows =
        script.text.lines().zip(starts).map(|(row, start)| match script.origin(start) {
            Origin::Byte { file, at } => (file, usize::try_from(at).unwrap_or(0), row),
            Origin::Run { .. } => (0, 0, row),
        });
    rows.collect()
}

/// The files in which a line may be added: those read as AsciiDoc, and not by the numbers
/// of their lines.
fn open(script: &Script) -> Vec<bool> {
    let texts = script.sources.iter().filter_map(|it| it.text.as_deref());
    let counted: BTreeSet<&str> = texts
        .flat_map(str::lines)
        .filter(|it| it.contains("include::"))
        .filter_map(|it| it.split_once("include::")?.1.split_once('['))
        .filter(|(_, list)| {
            matches!(include::options(list).selection, include::Selection::Lines(_))
                || list.contains('{')
        })
        .map(|(target, _)| leaf(target))
        .collect();
    let open = |name: &str| {
        ends_in(name, &["adoc", "asciidoc", "asc", "ad"]) && !counted.contains(leaf(name))
    };
    let names = script.sources.iter().map(|it| it.name.as_deref());
    names.map(|it| it.is_none_or(open)).collect()
}

fn leaf(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// The lines of the comments of ours: those that AsciiDoc leaves out.
fn ours(input: Input<'_>) -> Vec<Ours> {
    let script = woven(input);
    let shown = rows(&script);
    let texts: Vec<&str> = shown.iter().map(|(.., it)| *it).collect();
    let lines = Lines::of(&texts);
    let letters = shown.iter().enumerate().filter(|(at, _)| lines.block(*at).letters);
    let read: BTreeSet<(u16, usize)> =
        letters.map(|(_, (file, at, _))| (*file, *at)).collect();
    let mut found = Vec::new();
    for ((file, source), open) in (0..).zip(&script.sources).zip(open(&script)) {
        let text = source.text.as_deref().unwrap_or_default();
        let mut at = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let row = |row: &'_ str| {
            let begin = at;
            at += row.len();
            begin
        };
        let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
        let starts: Vec<usize> = bare.split_inclusive('\n').map(row).collect();
        let rows: Vec<(usize, &str)> =
            starts.into_iter().zip(bare.split_inclusive('\n')).collect();
        let mut next = 0;
        while let Some((start, row)) = rows.get(next) {
            next += 1;
            if open
                && said(row).is_some_and(say::begins)
                && !read.contains(&(file, *start))
            {
                let (count, key) = extent(&rows[next - 1..]);
                let Some(key) = key else { continue };
                let rows = &rows[next - 1..next - 1 + count];
                let end = rows.last().map_or(*start, |(at, it)| at + it.len());
                let lines = rows.iter().filter_map(|(_, it)| said(it));
                let lines = lines.map(|it| it.trim().to_owned()).collect();
                let (range, prefix) = (*start..end, String::new());
                found.push(Ours { file, range, prefix, key: key.into(), lines });
                next += count - 1;
            }
        }
    }
    found
}

/// What a comment on a line of its own says.
fn said(row: &str) -> Option<&str> {
    let said = row.trim_end().strip_prefix("//")?;
    (!said.starts_with('/')).then(|| said.strip_prefix(' ').unwrap_or(said))
}

/// How many lines a comment of ours takes, and its key.
fn extent<'t>(rows: &[(usize, &'t str)]) -> (usize, Option<&'t str>) {
    for (at, (_, row)) in rows.iter().enumerate() {
        let Some(said) = said(row) else { break };
        if 0 < at && say::begins(said) {
            break;
        }
        // Lines of ours are set in; others were typed by somebody.
        if (at == 0 || said.starts_with("  "))
            && let Some(key) = say::key(said)
        {
            return (at + 1, Some(key));
        }
    }
    (1, None)
}

fn spots(input: Input<'_>, places: &[Option<(u16, usize)>]) -> Vec<Vec<Spot>> {
    let script = woven(input);
    let rows = rows(&script);
    let texts: Vec<&str> = rows.iter().map(|(.., it)| *it).collect();
    let lines = Lines::of(&texts);
    let open = open(&script);
    let mut known: BTreeMap<(u16, usize), usize> = BTreeMap::new();
    for (at, (file, from, _)) in rows.iter().enumerate() {
        known.entry((*file, *from)).or_insert(at);
    }
    let found = |(file, at): (u16, usize)| {
        let (place, row) = known.range(..=(file, at)).next_back()?;
        (place.0 == file).then_some(*row)
    };
    // The beginning of the line of the file that a line of the draft came from.
    let spot = |row: usize, why: Option<&'static str>| {
        let (file, at, _) = *rows.get(row)?;
        let text = script.sources.get(usize::from(file))?.text.as_deref()?;
        let open = *open.get(usize::from(file))?;
        let (at, prefix) = (line(text, at), String::new());
        open.then_some(Spot { file, at, prefix, why })
    };
    let start = texts.first().map_or(0, |_| if script_marked(&script) { 3 } else { 0 });
    let top = Spot { file: 0, at: start, prefix: String::new(), why: None };
    let spots = |place: &Option<(u16, usize)>| {
        let Some(row) = place.and_then(found) else {
            let moved = place.map(|_| "a place where no comment can stand");
            return vec![Spot { why: moved, ..top.clone() }];
        };
        let block = lines.block(row);
        let mut spots: Vec<_> = spot(block.begin, block.why).into_iter().collect();
        if spots.is_empty() {
            // The nearest line above it that may be written to stands where it is included.
            let above = (0..block.begin).rev().take(REACH);
            let mut above = above.map(|it| lines.block(it).begin);
            spots.extend(above.find_map(|it| spot(it, Some("an included file"))));
        }
        let outer = block.outer.and_then(|it| spot(it, Some("a block in a block")));
        let why = Some("a place where no comment can stand");
        let heading = block.heading.and_then(|it| spot(it, why));
        spots.extend(outer);
        spots.extend(heading);
        spots.push(Spot { why, ..top.clone() });
        spots
    };
    places.iter().map(spots).collect()
}

/// How many lines up a place is looked for that may be written to.
const REACH: usize = 10_000;

/// Whether the draft begins with the mark of its encoding.
fn script_marked(script: &Script) -> bool {
    let text = script.sources.first().and_then(|it| it.text.as_deref());
    text.is_some_and(|it| it.starts_with('\u{feff}'))
}

/// Comments are no part of what AsciiDoc builds, so there is nothing more to hold.
fn frame(_: Input<'_>) -> Vec<String> {
    Vec::new()
}

/// Breaks up what would name a part of a file to include.
fn calm(words: &str) -> String {
    words.replace("::", ": :")
}

fn comment(lines: &[String], prefix: &str, ending: &str) -> String {
    let between = format!("{ending}{prefix}//   ");
    format!("{prefix}// {}{ending}", lines.join(&between))
}
