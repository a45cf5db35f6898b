//! Which blocks of a draft belong together on a page: items to a list, cells to a table,
//! lines to a listing.

use std::{collections::BTreeMap, ops::Range};

use super::markup::Html;
use crate::{
    doc::{Block, BlockKind, Document, Origin, Region, Remark},
    formats::mark::AUTHOR,
    text::Span,
};

/// What stands in the first row of a table is a title if it has fewer letters.
const SHORT: u32 = 80;

/// A browser joins no more columns than these.
const COLUMNS: u32 = 1_000;

/// The rows of a table.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub rows: Vec<Row>,
    /// How many columns there are.
    pub columns: u32,
}

/// A row of a table.
#[derive(Debug)]
pub(super) struct Row {
    number: u32,
    /// Whether it says what the columns are.
    pub heads: bool,
    pub cells: Vec<Filled>,
}

/// A cell with words in it.
#[derive(Debug)]
pub(super) struct Filled {
    /// Its column, counted from the first that has words.
    pub column: u32,
    pub blocks: Vec<usize>,
}

impl Table {
    /// The table of these blocks; what is not its own belongs to the cell before it.
    pub(super) fn of(doc: &Document, range: Range<usize>, number: u32) -> Self {
        let mut table = Self::default();
        let first =
            indexed(doc, range.clone()).map(|(_, it)| it).filter_map(|it| it.cell);
        let first = first.filter(|it| it.table == number).map(|it| it.column).min();
        for (at, block) in indexed(doc, range.clone()) {
            let own = block.cell.filter(|it| it.table == number);
            let Some(cell) = own else {
                let last = table.rows.last_mut().and_then(|it| it.cells.last_mut());
                if let Some(last) = last {
                    last.blocks.push(at);
                }
                continue;
            };
            let column = cell.column - first.unwrap_or_default();
            table.columns = table.columns.max(column.saturating_add(1));
            table.add(cell.row, column, at);
        }
        table.find_heads(doc, range);
        table
    }

    fn add(&mut self, number: u32, column: u32, at: usize) {
        if self.rows.last().is_none_or(|it| it.number != number) {
            self.rows.push(Row { number, heads: false, cells: Vec::new() });
        }
        let Some(row) = self.rows.last_mut() else { return };
        match row.cells.last_mut() {
            Some(last) if last.column == column => last.blocks.push(at),
            _ => row.cells.push(Filled { column, blocks: vec![at] }),
        }
    }

    /// The first row names the columns if it has several short cells and rows below it.
    fn find_heads(&mut self, doc: &Document, range: Range<usize>) {
        let cover =
            indexed(doc, range).any(|(_, it)| doc[it.clause].region == Region::Cover);
        let several = 1 < self.rows.len();
        let Some(row) = self.rows.first_mut().filter(|_| several && !cover) else {
            return;
        };
        let short = |it: &Filled| {
            let spans = it.blocks.iter().filter_map(|at| doc.blocks().get(*at));
            spans.map(|it| it.span.len()).sum::<u32>() < SHORT
        };
        row.heads = 1 < row.cells.len() && row.cells.iter().all(short);
    }
}

/// Which way the columns of a table go.
pub(super) fn direction(language: &str) -> &'static str {
    if language == "ar" { " dir=\"rtl\"" } else { " dir=\"ltr\"" }
}

/// Says that a cell takes several columns.
pub(super) fn joined(columns: u32, html: &mut Html) {
    if 1 < columns {
        html.attr("colspan", &columns.min(COLUMNS).to_string());
    }
}

/// The blocks in `range`, with their numbers.
pub(super) fn indexed(
    doc: &Document,
    range: Range<usize>,
) -> impl Iterator<Item = (usize, &Block)> {
    let blocks = doc.blocks().get(range.clone()).unwrap_or_default();
    range.zip(blocks)
}

/// The last block of each table.
pub(super) fn tables(blocks: &[Block]) -> BTreeMap<u32, usize> {
    let cells = blocks.iter().enumerate();
    cells.filter_map(|(at, it)| Some((it.cell?.table, at))).collect()
}

/// Where the table ends that begins at the block `at`. Tables and notes inside it belong
/// to it; a heading does not.
pub(super) fn table_end(blocks: &[Block], at: usize, last: Option<usize>) -> usize {
    let end = last.map_or(at + 1, |it| it + 1).clamp(at + 1, blocks.len());
    let inside = blocks.iter().take(end).skip(at + 1);
    let heading = inside.take_while(|it| it.kind != BlockKind::Heading).count();
    at + 1 + heading
}

/// Where the list or listing ends that begins at the block `at`; other blocks are alone.
pub(super) fn group_end(blocks: &[Block], at: usize) -> usize {
    let Some(block) = blocks.get(at) else { return at + 1 };
    let groups = matches!(block.kind, BlockKind::Item | BlockKind::Code);
    let same = |it: &&Block| groups && it.kind == block.kind && it.cell.is_none();
    at + 1 + blocks.iter().skip(at + 1).take_while(same).count()
}

/// Whether an item brings a label of its own: "a)", "1.", "(iv)", a dash.
pub(super) fn labelled(words: &str) -> bool {
    let first = words.split_whitespace().next().unwrap_or_default();
    let sign = |it: char| !it.is_alphanumeric();
    first.chars().count() <= 6
        && (first.ends_with([')', '.', ']'])
            || (!first.is_empty() && first.chars().all(sign)))
}

/// The words of a listing with the line breaks that its file has: in the text of a
/// document a blank stands for each.
pub(super) fn lines(doc: &Document, span: Span) -> String {
    let mut shown = String::with_capacity(doc[span].len());
    for (piece, origin) in doc.origins(span) {
        let file = file_from(doc, origin);
        let mut file = file.iter().copied();
        for c in doc[piece].chars() {
            // Within a piece, the text has as many bytes as the file.
            let there = file.nth(c.len_utf8() - 1);
            let breaks = c == ' ' && there == Some(b'\n');
            shown.push(if breaks { '\n' } else { c });
        }
    }
    if shown.len() == doc[span].len() { shown } else { doc[span].to_owned() }
}

/// The bytes of a text file from a place on.
fn file_from(doc: &Document, origin: Origin) -> &[u8] {
    let Origin::Byte { file, at } = origin else { return &[] };
    let source = doc.sources().get(usize::from(file));
    let text = source.and_then(|it| it.text.as_deref()).unwrap_or_default();
    text.as_bytes().get(at as usize..).unwrap_or_default()
}

/// What others than we said of the words, by the block that these begin in.
pub(super) fn remarks(doc: &Document) -> Vec<(usize, &Remark)> {
    let all = doc.remarks();
    let ours = |it: &Remark| it.author.as_deref() == Some(AUTHOR);
    let answers = |it: &Remark| it.answers.and_then(|it| all.get(it as usize));
    let others = all.iter().filter(|it| !ours(it) && !answers(it).is_some_and(ours));
    let block = |it: &Remark| doc.block_at(it.at).0 as usize;
    let mut found: Vec<_> = others.map(|it| (block(it), it)).collect();
    found.sort_by_key(|(it, _)| *it);
    found
}
