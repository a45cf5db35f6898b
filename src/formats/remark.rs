//! Remarks in drafts of plain text: which comments speak to us or are ours, and what each
//! is about. Knows no markup.

use std::collections::BTreeMap;

use super::{Flow, mark::AUTHOR};
use crate::doc::{Origin, Remark, Stretch};

/// Whether a line of a comment begins a remark to us or of ours.
pub(super) fn begins(line: &str) -> bool {
    speaker(line).is_some()
}

/// The remarks in the text of a comment; most comments hold none.
///
/// An author may type the answer into our own comment: it is a remark of its own.
pub(super) fn of(comment: &str) -> Vec<Remark> {
    let mut found: Vec<(Option<&str>, String)> = Vec::new();
    for line in comment.lines().map(str::trim) {
        // Our own words on how to answer leave the reason open.
        let within = found.last().is_some_and(|(author, _)| author.is_some());
        let example =
            within && ["because …", "because ..."].iter().any(|it| line.contains(it));
        if let Some(speaker) = speaker(line).filter(|_| !example) {
            let ours = speaker == Speaker::Ours;
            let said = if ours { line[AUTHOR.len()..].trim_start() } else { line };
            found.push((ours.then_some(AUTHOR), said.to_owned()));
        } else if let Some((_, text)) = found.last_mut() {
            text.push('\n');
            text.push_str(line);
        }
    }
    let remark = |(author, text): (Option<&str>, String)| Remark {
        text: text.trim_end().into(),
        author: author.map(Into::into),
        ..Remark::default()
    };
    found.into_iter().map(remark).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Speaker {
    Ours,
    Author,
}

/// Who begins to speak on a line of a comment.
fn speaker(line: &str) -> Option<Speaker> {
    let quotes = |it: char| matches!(it, '"' | '\'' | '\u{2018}'..='\u{201f}');
    let line = line.trim_start();
    let bare = line.trim_start_matches(quotes);
    let named = bare.get(..AUTHOR.len())?.eq_ignore_ascii_case(AUTHOR);
    let rest = bare.get(AUTHOR.len()..).filter(|_| named)?;
    let next = rest.trim_start();
    let word = next.split(|it: char| !it.is_alphanumeric()).next().unwrap_or_default();
    if next.starts_with([':', '：']) || word.eq_ignore_ascii_case("allow") {
        return Some(Speaker::Author);
    }
    let code = word.len() == 4
        && word[..2].bytes().all(|it| it.is_ascii_uppercase())
        && word[2..].bytes().all(|it| it.is_ascii_digit());
    let ours = bare.len() == line.len() && next.len() < rest.len();
    (ours && (code || word == "summary")).then_some(Speaker::Ours)
}

/// Where in the file the blocks of a flow stand, and the rows and tables they are in.
#[derive(Debug)]
pub(super) struct Places {
    // Invariant: sorted.
    pieces: Vec<(Origin, usize)>,
    blocks: Vec<Option<Stretch>>,
    rows: BTreeMap<(u32, u32), Stretch>,
    tables: BTreeMap<u32, Stretch>,
}

/// How much a remark about a cell is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// The row of the cell.
    Row,
    /// Its whole table.
    Table,
}

impl Places {
    pub(super) fn of(flow: &Flow) -> Self {
        let (mut rows, mut tables) = (BTreeMap::new(), BTreeMap::new());
        let (mut pieces, mut blocks) = (Vec::new(), Vec::new());
        for (number, block) in flow.blocks.iter().enumerate() {
            let mut whole = None;
            // The end of a cell holds the line breaks before the next one.
            let words = flow.pieces(block, 0).filter(|(it, _)| !it.trim().is_empty());
            for (text, from) in words {
                pieces.push((from, number));
                let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
                let piece = Stretch { from, to: from.advanced(length) };
                whole = Some(whole.map_or(piece, |it| hull(it, piece)));
            }
            if let Some((cell, whole)) = block.cell.zip(whole) {
                let row = rows.entry((cell.table, cell.row)).or_insert(whole);
                *row = hull(*row, whole);
                let table = tables.entry(cell.table).or_insert(whole);
                *table = hull(*table, whole);
            }
            blocks.push(whole);
        }
        pieces.sort_unstable();
        Self { pieces, blocks, rows, tables }
    }

    /// The block of the first words that stand at `from` or after it, and before `to`.
    pub(super) fn first(&self, from: Origin, to: Origin) -> Option<usize> {
        let next = self.pieces.partition_point(|(it, _)| *it < from);
        self.pieces.get(next).filter(|(it, _)| *it < to).map(|(_, block)| *block)
    }

    /// The block of the last words that begin at `from` or after it, and before `to`.
    pub(super) fn last(&self, from: Origin, to: Origin) -> Option<usize> {
        let next = self.pieces.partition_point(|(it, _)| *it < to);
        let last = self.pieces.get(next.checked_sub(1)?)?;
        (from <= last.0).then_some(last.1)
    }

    /// The words of a block; of a cell, those of its row or table.
    pub(super) fn stretch(
        &self,
        flow: &Flow,
        block: usize,
        reach: Reach,
    ) -> Option<Stretch> {
        let cell = flow.blocks.get(block)?.cell;
        let wide = cell.and_then(|it| match reach {
            Reach::Row => self.rows.get(&(it.table, it.row)),
            Reach::Table => self.tables.get(&it.table),
        });
        wide.copied().or_else(|| self.blocks.get(block).copied().flatten())
    }
}

/// Both stretches and what is between them; the first alone if they are in two files.
pub(super) fn hull(a: Stretch, b: Stretch) -> Stretch {
    let file = |it: Origin| match it {
        Origin::Byte { file, .. } => file,
        Origin::Run { part, .. } => part,
    };
    if file(a.from) != file(b.from) {
        return a;
    }
    Stretch { from: a.from.min(b.from), to: a.to.max(b.to) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(comment: &str, expected: &[(Option<&str>, &str)]) {
        let found = of(comment);
        let found: Vec<_> =
            found.iter().map(|it| (it.author.as_deref(), &*it.text)).collect();
        assert_eq!(found, expected, "{comment}");
    }

    #[test]
    fn tells_who_speaks() {
        check(" a comment ", &[]);
        check("reclint is a program", &[]);
        check("reclinter: allow", &[]);
        check(
            " reclint: allow CR03 because x ",
            &[(None, "reclint: allow CR03 because x")],
        );
        check("“Reclint allow CR03”", &[(None, "“Reclint allow CR03”")]);
        let ours = Some("reclint");
        check(
            "reclint CR03 error: bad\n   why [k]",
            &[(ours, "CR03 error: bad\nwhy [k]")],
        );
        check("reclint summary: 2 errors", &[(ours, "summary: 2 errors")]);
    }

    #[test]
    fn finds_an_answer_in_our_own_comment() {
        check(
            "reclint CR03 error: bad\nTo answer, write\nreclint: allow CR03 because …\n\
             below. [k]\nreclint: allow CR03 because\nit is old",
            &[
                (
                    Some("reclint"),
                    "CR03 error: bad\nTo answer, write\nreclint: allow CR03 because …\n\
                     below. [k]",
                ),
                (None, "reclint: allow CR03 because\nit is old"),
            ],
        );
    }
}
