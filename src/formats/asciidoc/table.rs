//! Tables: every cell with its row and column, also where cells span several.

use std::{collections::BTreeSet, sync::LazyLock};

use asciidoc_parser::{
    HasSpan,
    blocks::{Block, ColumnStyle, IsBlock, TableBlock, TableCell, TableCellContent},
};
use regex::Regex;

use super::{
    super::{ReadError, Shape},
    blocks::Writer,
    inline,
};
use crate::doc::Cell;

static FACTOR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"([0-9]+)\*[^|!\n]{0,8}[|!]").expect("a tested pattern"));

/// Refuses a draft in which small tables stand for huge ones ("900*|x").
pub(super) fn weigh(text: &str, most: usize) -> Result<(), ReadError> {
    let factors = FACTOR.captures_iter(text).map(|it| it[1].parse().unwrap_or(usize::MAX));
    let sum = factors.fold(0_usize, |sum, it| sum.saturating_add(it.min(1_000)));
    if most < sum {
        let why = "cells of its tables are repeated more than any draft needs; \
                   write the cells out";
        return Err(ReadError::TooLarge(why.into()));
    }
    Ok(())
}

impl Writer<'_> {
    pub(super) fn table<'s>(&mut self, block: &'s Block<'s>, table: &'s TableBlock<'s>) {
        if let Some(title) = block.title_source() {
            self.caption(block, title);
        }
        let number = self.tables;
        self.tables += 1;
        let outer = self.cell;
        let rows = table.header_row().into_iter().chain(table.body_rows());
        // The places that cells of rows above reach down to.
        let mut taken = BTreeSet::new();
        for (row, cells) in (0..).zip(rows.chain(table.footer_row())) {
            let mut column = 0;
            for cell in cells.cells() {
                while taken.contains(&(row, column)) {
                    column += 1;
                }
                self.cell = Some(Cell { table: number, row, column });
                self.content(cell);
                let (wide, high) = (span(cell.colspan()), span(cell.rowspan()));
                for below in 1..high {
                    taken.extend((column..column + wide).map(|it| (row + below, it)));
                }
                column += wide;
            }
            taken.retain(|(it, _)| row < *it);
        }
        self.cell = outer;
    }

    fn content<'s>(&mut self, cell: &'s TableCell<'s>) {
        let span = cell.span();
        match cell.content() {
            TableCellContent::AsciiDoc(it) if it.blocks().iter().all(|it| self.is_own(it)) => {
                self.children(it.blocks().iter());
            }
            _ if cell.style() == ColumnStyle::Literal => {
                let start = span.byte_offset();
                let range = start..start + span.data().len();
                let words = inline::verbatim(self.case.script, range);
                self.write(Shape::Code, words);
            }
            _ => {
                // The fields of comma-separated tables may stand in quotes.
                let text = span.data();
                let quoted = 1 < text.len() && text.starts_with('"') && text.ends_with('"');
                let quote = usize::from(quoted);
                let start = span.byte_offset() + quote;
                let range = start..span.byte_offset() + text.len() - quote;
                let words = inline::words(self.case, range);
                self.write(Shape::Cell, words);
            }
        }
    }

    /// Whether a block was parsed from the draft itself, and not from a copy.
    fn is_own(&self, block: &Block<'_>) -> bool {
        let at = block.span().byte_offset();
        let text = self.case.script.text.get(at..).unwrap_or_default();
        text.starts_with(block.span().data())
    }
}

/// How many rows or columns a cell takes; more than any table has are one.
fn span(count: usize) -> u32 {
    u32::try_from(count).ok().filter(|it| (1..=1_000).contains(it)).unwrap_or(1)
}
