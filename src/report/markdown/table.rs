use std::{
    cmp::Reverse,
    io::{self, Write},
};

use super::{Room, markup::words};
use crate::{report::Record, text::shortened};

/// So many drafts are in the table.
const MOST: usize = 60;

/// So many characters has a title.
const TITLE: usize = 100;

/// So many characters has the table.
const ROOM: usize = 12_000;

/// The drafts in which most was found, and how many others there are.
#[derive(Default)]
pub(super) struct Table {
    rows: Vec<Row>,
    drafts: usize,
}

/// What the table tells of a draft. Ordered by what was found, the gravest first, then
/// by path.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    found: Reverse<[usize; 3]>,
    path: Box<str>,
    number: String,
    title: String,
}

impl Row {
    pub(super) fn of(record: &Record) -> Self {
        let cell = |it: &Option<Box<str>>| {
            words(&shortened(it.as_deref().unwrap_or_default(), TITLE))
        };
        Self {
            found: Reverse(record.counts()),
            path: record.path.clone(),
            number: cell(&record.profile.number),
            title: cell(&record.profile.title),
        }
    }
}

impl Row {
    fn line(&self) -> String {
        let Self { found: Reverse([errors, warnings, notes]), path, number, title } =
            self;
        let path = words(path);
        format!("| {path} | {number} | {title} | {errors} | {warnings} | {notes} |")
    }
}

impl Table {
    pub(super) fn add(&mut self, row: Row) {
        self.drafts += 1;
        self.rows.push(row);
        if 2 * MOST < self.rows.len() {
            self.keep();
        }
    }

    fn keep(&mut self) {
        self.rows.sort();
        self.rows.truncate(MOST);
    }

    pub(super) fn write(mut self, to: &mut dyn Write) -> io::Result<()> {
        if self.drafts == 0 {
            return Ok(());
        }
        self.keep();
        writeln!(to, "\n| draft | number | title | errors | warnings | notes |")?;
        writeln!(to, "| --- | --- | --- | ---: | ---: | ---: |")?;
        let mut room = Room(ROOM);
        let rows = self.rows.iter().map(Row::line).take_while(|it| room.takes(it));
        let mut shown = 0;
        for it in rows {
            writeln!(to, "{it}")?;
            shown += 1;
        }
        match self.drafts - shown {
            0 => Ok(()),
            more => writeln!(
                to,
                "\nThe table has the {shown} drafts in which the gravest was found, and not the other {more}."
            ),
        }
    }
}
