//! The columns of tables whose rows are divided in different ways.

use super::paragraphs::{Ending, Paragraph};

/// Edges that are no further apart are meant to be one: half a millimetre, in twips.
const NEAR: i16 = 30;

/// The rows of a table that has begun.
#[derive(Default)]
struct Grid<'p> {
    rows: Vec<(Vec<usize>, &'p [i16])>,
    // The paragraphs that end the cells of the open row.
    cells: Vec<usize>,
}

/// For each paragraph that ends a cell, the column of the cell, counted from zero.
pub(super) fn columns(paragraphs: &[Paragraph]) -> Vec<u32> {
    let mut columns = vec![0; paragraphs.len()];
    let mut open: Vec<Grid<'_>> = Vec::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        while paragraph.depth < open.len() {
            if let Some(grid) = open.pop() {
                grid.settle(&mut columns);
            }
        }
        open.resize_with(paragraph.depth, Grid::default);
        let Some(grid) = open.last_mut() else { continue };
        match paragraph.ending {
            Ending::Cell => {
                columns[at] = count(grid.cells.len());
                grid.cells.push(at);
            }
            Ending::Row => {
                let edges = paragraph.look.edges.as_deref().unwrap_or_default();
                grid.rows.push((std::mem::take(&mut grid.cells), edges));
            }
            Ending::Plain | Ending::Section => {}
        }
    }
    for grid in open {
        grid.settle(&mut columns);
    }
    columns
}

impl Grid<'_> {
    /// Writes the column of each cell into `columns`.
    fn settle(mut self, columns: &mut [u32]) {
        // A row that does not say where its cells end is counted as it comes.
        self.rows.retain(|(cells, edges)| cells.len() + 1 == edges.len());
        let mut edges: Vec<i16> =
            self.rows.iter().flat_map(|(_, edges)| edges.iter().copied()).collect();
        edges.sort_unstable();
        edges.dedup_by(|next, kept| *next <= kept.saturating_add(NEAR));
        for (cells, starts) in &self.rows {
            for (cell, start) in cells.iter().zip(*starts) {
                let passed = edges.partition_point(|it| it <= start);
                columns[*cell] = count(passed.saturating_sub(1));
            }
        }
    }
}

fn count(it: usize) -> u32 {
    u32::try_from(it).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{super::look::Look, *};

    fn cells(edges: &[i16]) -> Vec<Paragraph> {
        let paragraph = |ending| Paragraph {
            start: 0,
            end: 0,
            ending,
            depth: 1,
            look: Look { edges: Some(edges.into()), ..Look::default() },
        };
        let cells = (1..edges.len()).map(|_| paragraph(Ending::Cell));
        cells.chain([paragraph(Ending::Row)]).collect()
    }

    #[test]
    fn a_wide_cell_takes_the_columns_below_it() {
        let mut table = cells(&[0, 300, 500]);
        table.extend(cells(&[0, 100, 310, 490]));
        assert_eq!(columns(&table), [0, 2, 0, 0, 1, 2, 0]);
    }
}
