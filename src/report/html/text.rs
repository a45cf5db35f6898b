//! The text of a draft as it reads, block by block: headings, paragraphs, lists, tables.
//! What was found in a block stands behind it, in the margin where there is room.

use std::ops::Range;

use super::{
    card,
    entry::Sheet,
    markup::Html,
    page::level,
    shape::{
        Table, direction, group_end, indexed, joined, labelled, lines, remarks,
        table_end, tables,
    },
    words::Pen,
};
use crate::doc::{Block, BlockKind, Remark};

/// Writes the text of a draft.
#[derive(Debug)]
pub(super) struct Text<'t> {
    sheet: &'t Sheet<'t>,
    pen: Pen<'t>,
    /// The entries about words, by the block that they begin in; what was written is gone.
    entries: Vec<usize>,
    written: usize,
    /// What others said, by the block that it begins in.
    // Invariant: sorted by block.
    remarks: Vec<(usize, &'t Remark)>,
    told: usize,
    /// The level of the last heading: the next may be one deeper at most.
    level: u8,
}

impl<'t> Text<'t> {
    pub(super) fn new(sheet: &'t Sheet<'t>) -> Self {
        let entries = sheet.entries.iter().enumerate();
        let entries = entries.filter(|(_, it)| !it.whole).map(|(it, _)| it).collect();
        // The level of our own heading above the text.
        let level = sheet.page.level + 1;
        let (pen, remarks) = (Pen::new(sheet), remarks(sheet.doc));
        Self { sheet, pen, entries, written: 0, remarks, told: 0, level }
    }

    pub(super) fn write(mut self, html: &mut Html) {
        let language = self.sheet.doc.about().language;
        html.raw("<div class=\"words\"").attr("lang", language).raw(">\n");
        let blocks = self.sheet.doc.blocks();
        let last = tables(blocks);
        let mut at = 0;
        while let Some(block) = blocks.get(at) {
            let end = match block.cell {
                Some(cell) => table_end(blocks, at, last.get(&cell.table).copied()),
                None => group_end(blocks, at),
            };
            match (block.cell, block.kind) {
                (Some(cell), _) => self.table(at..end, cell.table, html),
                (None, BlockKind::Item) => self.list(at..end, html),
                (None, BlockKind::Code) => self.code(at..end, html),
                (None, BlockKind::Heading) => self.heading(at, block, html),
                (None, _) => self.paragraph(at, block, html),
            }
            at = end;
        }
        self.pen.finish(html);
        self.beside(usize::MAX, html);
        html.raw("</div>\n");
    }

    fn heading(&mut self, at: usize, block: &Block, html: &mut Html) {
        let sheet = self.sheet;
        let clause = &sheet.doc[block.clause];
        let deep = clause.level.max(1).saturating_add(sheet.page.level + 1);
        self.level = deep.min(self.level.saturating_add(1));
        let (open, close) = level(self.level);
        html.raw(open).attr("class", &self.class("heading", at + 1)).raw(" dir=\"auto\"");
        if clause.title == block.span {
            html.attr("id", &sheet.id("c-", &block.clause.0.to_string()));
        }
        html.raw("><span");
        self.place(at, html);
        html.raw("></span>");
        if let Some(number) = &clause.number {
            html.raw("<span class=\"no\">").words(number).raw("</span> ");
        }
        self.words(block, html);
        html.raw(close);
        self.beside(at + 1, html);
    }

    fn paragraph(&mut self, at: usize, block: &Block, html: &mut Html) {
        let empty = self.sheet.doc[block.span].trim().is_empty();
        if empty && !self.pen.stands_in(block.span) {
            html.raw("<span");
            self.place(at, html);
            html.raw("></span>\n");
            return;
        }
        let name = match block.kind {
            BlockKind::Title => "title",
            BlockKind::Note => "note",
            BlockKind::Example => "example",
            BlockKind::Footnote => "footnote",
            BlockKind::Contents => "contents",
            BlockKind::Heading
            | BlockKind::Paragraph
            | BlockKind::Item
            | BlockKind::Cell
            | BlockKind::Code => "paragraph",
        };
        html.raw("<p").attr("class", &self.class(name, at + 1));
        self.place(at, html);
        html.raw(" dir=\"auto\">");
        self.words(block, html);
        html.raw("</p>\n");
        self.beside(at + 1, html);
    }

    fn list(&mut self, range: Range<usize>, html: &mut Html) {
        html.raw("<ul class=\"items\" role=\"list\">\n");
        for (at, block) in indexed(self.sheet.doc, range) {
            let name =
                if labelled(&self.sheet.doc[block.span]) { "item own" } else { "item" };
            html.raw("<li><p").attr("class", &self.class(name, at + 1));
            self.place(at, html);
            html.raw(" dir=\"auto\">");
            self.words(block, html);
            html.raw("</p>\n");
            self.beside(at + 1, html);
            html.raw("</li>\n");
        }
        html.raw("</ul>\n");
    }

    /// Lines of code that follow each other are one listing.
    fn code(&mut self, range: Range<usize>, html: &mut Html) {
        let end = range.end;
        html.raw("<pre tabindex=\"0\" dir=\"ltr\"")
            .attr("class", &self.class("code", end));
        html.raw(">");
        for (at, block) in indexed(self.sheet.doc, range) {
            html.raw("<span");
            self.place(at, html);
            html.raw("></span>");
            let shown = lines(self.sheet.doc, block.span);
            self.pen.write(block.span, &shown, html);
            html.raw("\n");
        }
        html.raw("</pre>\n");
        self.beside(end, html);
    }

    fn table(&mut self, range: Range<usize>, number: u32, html: &mut Html) {
        let (doc, end) = (self.sheet.doc, range.end);
        let table = Table::of(doc, range, number);
        html.raw("<div").attr("class", &self.class("table", end));
        let label =
            format!("Table {} of {}", u64::from(number) + 1, self.sheet.draft.path);
        html.raw(direction(doc.about().language));
        html.raw(" role=\"region\" tabindex=\"0\" lang=\"en\"")
            .attr("aria-label", &label);
        html.raw(">\n<table").attr("lang", doc.about().language).raw(">\n");
        for row in &table.rows {
            html.raw("<tr>");
            let alone = row.cells.len() == 1 && 1 < table.columns;
            let mut column = 0;
            for cell in &row.cells {
                if column < cell.column {
                    html.raw("<td");
                    joined(cell.column - column, html);
                    html.raw("></td>");
                }
                html.raw(if row.heads { "<th scope=\"col\"" } else { "<td" });
                if alone && cell.column == 0 {
                    joined(table.columns, html);
                }
                html.raw(">");
                self.cell(&cell.blocks, html);
                html.raw(if row.heads { "</th>" } else { "</td>" });
                column = cell.column.saturating_add(1);
            }
            html.raw("</tr>\n");
        }
        html.raw("</table></div>\n");
        self.beside(end, html);
    }

    fn cell(&mut self, blocks: &[usize], html: &mut Html) {
        for at in blocks {
            let Some(block) = self.sheet.doc.blocks().get(*at) else { continue };
            html.raw("<p");
            self.place(*at, html);
            html.raw(" dir=\"auto\">");
            self.words(block, html);
            html.raw("</p>");
        }
    }

    fn words(&mut self, block: &Block, html: &mut Html) {
        self.pen.write(block.span, &self.sheet.doc[block.span], html);
    }

    /// Names the place of a block, for links to it.
    fn place(&self, at: usize, html: &mut Html) {
        html.attr("id", &self.sheet.id("b-", &at.to_string()));
    }

    /// The class of what ends before the block `end`, and whether something stands beside.
    fn class(&self, name: &str, end: usize) -> String {
        let entry =
            self.entries.get(self.written).and_then(|it| self.sheet.entries.get(*it));
        let remark = self.remarks.get(self.told);
        let has = entry.is_some_and(|it| it.block < end)
            || remark.is_some_and(|(block, _)| *block < end);
        if has { format!("{name} has") } else { name.to_owned() }
    }

    /// Writes what stands beside the blocks before `end`.
    fn beside(&mut self, end: usize, html: &mut Html) {
        let begin = html.as_str().len();
        while let Some(index) = self.entries.get(self.written)
            && self.sheet.entries.get(*index).is_some_and(|it| it.block < end)
        {
            html.raw(if begin == html.as_str().len() {
                "<div class=\"beside\">\n"
            } else {
                ""
            });
            card::write(self.sheet, *index, html);
            self.written += 1;
        }
        while let Some((block, remark)) = self.remarks.get(self.told)
            && *block < end
        {
            html.raw(if begin == html.as_str().len() {
                "<div class=\"beside\">\n"
            } else {
                ""
            });
            card::remark(remark, self.sheet.doc.about().language, html);
            self.told += 1;
        }
        if begin < html.as_str().len() {
            html.raw("</div>\n");
        }
    }
}
