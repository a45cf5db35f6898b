//! Tables that give a verdict on each row: a column "Recommended" with Y, N or D.

use std::collections::BTreeMap;

use super::Use;
use crate::{
    doc::{Block, BlockKind, Cell, Document},
    facts::sentence::{Strength, Strengths},
    lexicon::Language,
};

/// What the rows of the draft's tables are marked with, by table and row.
#[derive(Debug, Default)]
pub(super) struct Verdicts(BTreeMap<(u32, u32), Use>);

impl Verdicts {
    /// Reads every table that has a column for verdicts.
    pub(super) fn of(doc: &Document, words: &Language) -> Self {
        let strengths = Strengths::of(words);
        let mut found = Self::default();
        // The columns of the table being read whose heads ask for a verdict.
        let mut columns: Vec<u32> = Vec::new();
        let mut table = None;
        for (block, cell) in doc.blocks().iter().filter_map(|it| Some((it, it.cell?))) {
            if block.kind != BlockKind::Cell {
                continue;
            }
            if table != Some(cell.table) {
                table = Some(cell.table);
                columns.clear();
            }
            if cell.row == 0 {
                if asks(doc, block, words, strengths) {
                    columns.push(cell.column);
                }
            } else if columns.contains(&cell.column)
                && let Some(verdict) = words.verdict(&doc[block.span])
            {
                found.note(cell, verdict);
            }
        }
        found
    }

    /// What the row of `cell` is marked with.
    pub(super) fn at(&self, cell: Option<Cell>) -> Option<Use> {
        let cell = cell?;
        self.0.get(&(cell.table, cell.row)).copied()
    }

    fn note(&mut self, cell: Cell, verdict: Option<bool>) {
        let verdict = match verdict {
            Some(true) => Use::Normative,
            Some(false) => Use::Informative,
            None => Use::Prohibited,
        };
        self.0.insert((cell.table, cell.row), verdict);
    }
}

/// Whether the head of a column asks for a verdict: "Recommended", "Mandatory".
fn asks(doc: &Document, block: &Block, words: &Language, strengths: Strengths) -> bool {
    let text = &doc[block.span];
    let said = strengths.among(&words.mentions(text));
    let short = text.split_whitespace().count() <= 3;
    let strong = said.iter().any(|(_, it)| *it != Strength::Permission);
    short && (strong || words.heads_verdicts(text))
}
