//! The page of a meeting: every draft of a report in one table, what was found by rule
//! and by group, what was not read; and the frame of each draft's own page beside it.
//! Without its script it reads the same, but for filters and sorting. Knows no file: the
//! caller writes what comes out of here.

mod frame;
mod head;
mod matrix;
mod name;
mod rest;
mod row;
mod rules;
mod table;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use self::row::Rows;
pub use self::{frame::draft_file, name::page_name};
use super::markup::Html;
use crate::report::Report;

/// What a meeting's page says beside what a report holds.
#[derive(Clone, Debug, Default)]
pub struct Meeting {
    /// What the meeting is called.
    pub name: Option<Box<str>>,
    /// The day that the page tells, if it tells one.
    pub date: Option<Box<str>>,
}

/// Writes a page as it comes, so that no more than a piece of it is held.
struct Pages<'t> {
    html: Html,
    to: &'t mut dyn Write,
}

/// So many bytes are a piece.
const PIECE: usize = 1 << 16;

/// So many rows stand together: a browser lays out only those groups that are in sight.
const TOGETHER: usize = 50;

impl Pages<'_> {
    /// Begins the next group of rows, if it is time for one before this row.
    fn group(&mut self, place: usize) -> io::Result<()> {
        if place.is_multiple_of(TOGETHER) {
            let end = if place == 0 { "" } else { "</tbody>\n" };
            self.html.raw(end).raw("<tbody role=\"rowgroup\">\n");
        }
        self.turn()
    }

    /// Sends off what was written, once it is enough.
    fn turn(&mut self) -> io::Result<()> {
        if PIECE <= self.html.as_str().len() { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.write_all(self.html.as_str().as_bytes())?;
        self.html = Html::default();
        Ok(())
    }
}

/// Writes the page of a meeting. The page of each draft lies beside it, at the
/// [`page_name`] of its path.
pub fn index(
    report: &Report<'_>,
    meeting: &Meeting,
    to: &mut dyn Write,
) -> io::Result<()> {
    let rows = Rows::of(report)?;
    let mut pages = Pages { html: Html::default(), to };
    frame::begin(&head::title(report, meeting), &mut pages.html);
    head::write(report, meeting, &rows, &mut pages.html);
    table::write(report, &rows, &mut pages)?;
    rules::write(report, &rows, &mut pages.html);
    matrix::write(report, &rows, &mut pages)?;
    rest::write(report, &rows, &mut pages)?;
    frame::end(report, meeting, &mut pages.html);
    pages.flush()
}
