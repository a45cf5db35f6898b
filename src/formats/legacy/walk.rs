//! Drives the walk of the newer Word files through the letters of an old one, so that
//! both read the same draft as the same blocks.

use std::collections::BTreeMap;

use super::{
    super::{
        View,
        docx::{Block, Note, Place, Properties, Signed, Table, Unread, Walk, symbol},
    },
    grid,
    letters::Letters,
    look::{Look, Switch},
    pages::Pages,
    paragraphs::{self, Ending, Paragraph},
};
use crate::doc::ChangeKind;

/// What is read of a file before its stories.
#[derive(Debug)]
pub(super) struct Draft {
    /// Its letters.
    pub letters: Letters,
    /// How stretches of them look.
    pub looks: Pages,
    /// How its paragraphs look.
    pub paragraphs: Pages,
    /// The names of its fonts.
    pub fonts: Vec<String>,
}

/// What hangs on letters of the body.
#[derive(Debug, Default)]
pub(super) struct Hanging {
    /// The notes, by the letter that refers to each.
    pub notes: BTreeMap<usize, Note>,
    /// The shapes, by the letter that each hangs on.
    pub shapes: BTreeMap<usize, u32>,
    /// The text boxes, by the shape that each is.
    pub boxes: BTreeMap<u32, Vec<Block>>,
}

impl Draft {
    /// Reads the letters from `start` to before `end`.
    pub(super) fn read(
        &self,
        walk: &mut Walk<'_>,
        hanging: &mut Hanging,
        start: usize,
        end: usize,
    ) {
        let base = walk.stories.len();
        let all = paragraphs::paragraphs(&self.letters, &self.paragraphs, start, end);
        let columns = grid::columns(&all);
        for (paragraph, column) in all.iter().zip(columns) {
            enter(walk, base, paragraph.depth);
            if paragraph.ending == Ending::Row {
                self.end_row(walk, base, paragraph);
                continue;
            }
            open_cell(walk, base);
            self.paragraph(walk, hanging, paragraph);
            if paragraph.ending == Ending::Cell {
                if let Some(table) = walk.tables.last_mut() {
                    table.column = column;
                }
                walk.close_cell(false);
            }
        }
        enter(walk, base, 0);
    }

    /// The row that ends counts, if this view shows it.
    fn end_row(&self, walk: &mut Walk<'_>, base: usize, paragraph: &Paragraph) {
        walk.count += 1;
        if in_cell(walk, base) {
            walk.close_cell(false);
        }
        let shown = !gone(&self.look(paragraph.end).0, walk.book.view);
        if let Some(table) = walk.tables.last_mut().filter(|_| shown) {
            table.row += 1;
        }
    }

    fn paragraph(
        &self,
        walk: &mut Walk<'_>,
        hanging: &mut Hanging,
        paragraph: &Paragraph,
    ) {
        walk.open_paragraph();
        let ends = self.look(paragraph.end).0;
        let joins = paragraph.ending == Ending::Plain && gone(&ends, walk.book.view);
        let look = &paragraph.look;
        let Some(open) = walk.paragraphs.last_mut() else { return };
        open.properties = Properties {
            style: look.style.map(|it| it.to_string()),
            outline: look.outline,
            list: look.list.map(u32::from),
            level: look.level,
            section: paragraph.ending == Ending::Section,
        };
        open.joins_next = joins;
        open.open_run();
        if paragraph.ending == Ending::Plain {
            for kind in changes(&ends) {
                walk.end_changed(kind, Signed::default());
            }
        }
        let mut at = paragraph.start;
        while at < paragraph.end {
            let (look, end) = self.look(at);
            let end = end.clamp(at + 1, paragraph.end);
            self.stretch(walk, hanging, &look, (at, end));
            at = end;
        }
        walk.muted = 0;
        if let Some(open) = walk.paragraphs.last_mut() {
            open.close_run();
        }
        walk.close_paragraph();
    }

    /// How the letter `at` looks, and the first letter behind it that may look otherwise.
    fn look(&self, at: usize) -> (Look, usize) {
        let Some(place) = self.letters.place(at) else {
            return (Look::default(), usize::MAX);
        };
        let (mut look, end) = match self.looks.at(place.at) {
            Ok(run) => (run.look.clone(), run.end),
            Err(next) => (Look::default(), next),
        };
        look.change(place.look);
        let letters = end.saturating_sub(place.at) / place.width;
        (look, place.end.min(at.saturating_add(letters)))
    }

    /// Adds letters that look the same.
    fn stretch(
        &self,
        walk: &mut Walk<'_>,
        hanging: &mut Hanging,
        look: &Look,
        (start, end): (usize, usize),
    ) {
        walk.muted = 0;
        for kind in changes(look) {
            walk.begin_change(kind);
        }
        walk.muted = u32::from(gone(look, walk.book.view));
        hide(walk, look);
        let mut text = String::new();
        let mut at = start;
        for letter in char::decode_utf16(self.letters.units(start, end).iter().copied()) {
            let letter = letter.unwrap_or(char::REPLACEMENT_CHARACTER);
            if let Some(note) = hanging.notes.remove(&at) {
                refer(walk, note);
            }
            match letter {
                '\u{13}' | '\u{14}' | '\u{15}' => {
                    add(walk, &mut text);
                    walk.fields().mark(match letter {
                        '\u{13}' => "begin",
                        '\u{14}' => "separate",
                        _ => "end",
                    });
                }
                '\u{1}' if !look.data => picture(walk),
                '\u{8}' => shape(walk, hanging, at),
                '(' if look.symbol.is_some() => text.extend(self.sign(look)),
                '\t' => text.push('\t'),
                // The ends of a line, a page and a column.
                '\u{b}' | '\u{c}' | '\u{e}' => text.push('\n'),
                '\u{1e}' => text.push('-'),
                // A place where a word may be divided, and marks of Word's own.
                '\0'..'\u{20}' => {}
                _ => text.push(letter),
            }
            at += letter.len_utf16();
        }
        add(walk, &mut text);
        walk.end_changes();
    }

    /// The letter that a sign stands for.
    fn sign(&self, look: &Look) -> Option<char> {
        let (font, place) = look.symbol?;
        let font = self.fonts.get(usize::from(font)).map_or("", |it| it);
        symbol(font, u32::from(place))
    }
}

/// The tracked changes of what looks like this. Who made them is not read.
fn changes(look: &Look) -> impl Iterator<Item = ChangeKind> + use<> {
    let inserted = (look.inserted == Some(true)).then_some(ChangeKind::Inserted);
    let deleted = (look.deleted == Some(true)).then_some(ChangeKind::Deleted);
    inserted.into_iter().chain(deleted)
}

/// Whether `view` does not show what looks like this.
const fn gone(look: &Look, view: View) -> bool {
    let change = match view {
        View::Final => look.deleted,
        View::Original => look.inserted,
    };
    matches!(change, Some(true))
}

/// Notes whether the letters that come are hidden.
fn hide(walk: &mut Walk<'_>, look: &Look) {
    let styles = &walk.book.styles;
    let Some(paragraph) = walk.paragraphs.last_mut() else { return };
    let of_letters = look.letters.is_some_and(|it| styles.hides(&it.to_string()));
    let usual = of_letters != paragraph.style(styles).hidden;
    paragraph.hide(match look.hidden {
        Some(Switch::Is(hidden)) => hidden,
        Some(Switch::Opposite) => !usual,
        Some(Switch::Same) | None => usual,
    });
}

/// Adds `text` to the open paragraph, or to what a field computes.
fn add(walk: &mut Walk<'_>, text: &mut String) {
    if text.is_empty() {
        return;
    }
    let fields = walk.fields();
    if fields.instructing() {
        fields.instruct(text);
        // It counts only if the field never ends.
        fields.lose();
    } else {
        walk.emit(text);
    }
    text.clear();
}

fn refer(walk: &mut Walk<'_>, note: Note) {
    // Also a note that this view does not show is one that text refers to.
    let blocks = walk.gathering.notes.take(note);
    hang(walk, blocks);
}

fn hang(walk: &mut Walk<'_>, blocks: Vec<Block>) {
    let shown = walk.muted == 0;
    if let Some(paragraph) = walk.paragraphs.last_mut().filter(|_| shown) {
        paragraph.after.extend(blocks);
    }
}

fn picture(walk: &mut Walk<'_>) {
    let fields = walk.fields();
    if fields.instructing() {
        return;
    }
    let mut words = fields.instruction().split_whitespace();
    let what = match (words.next(), words.next()) {
        (Some("EMBED"), Some(it))
            if it.starts_with("Equation") || it.starts_with("MathType") =>
        {
            Unread::Equation
        }
        (Some("EMBED" | "LINK"), _) => Unread::Object,
        _ => Unread::Picture,
    };
    walk.unread(what);
}

fn shape(walk: &mut Walk<'_>, hanging: &mut Hanging, at: usize) {
    let shape = hanging.shapes.get(&at);
    match shape.and_then(|it| hanging.boxes.remove(it)) {
        Some(blocks) => hang(walk, blocks),
        None => walk.unread(Unread::Picture),
    }
}

/// Whether the innermost table has an open cell.
fn in_cell(walk: &Walk<'_>, base: usize) -> bool {
    base + walk.tables.len() <= walk.stories.len() && !walk.tables.is_empty()
}

fn open_cell(walk: &mut Walk<'_>, base: usize) {
    if !walk.tables.is_empty() && !in_cell(walk, base) {
        walk.open_story(Place::Cell);
    }
}

/// Ends and begins tables, so that the next paragraph stands in `depth` of them.
fn enter(walk: &mut Walk<'_>, base: usize, depth: usize) {
    while depth < walk.tables.len() {
        if in_cell(walk, base) {
            walk.close_cell(false);
        }
        walk.close_table();
    }
    while walk.tables.len() < depth {
        open_cell(walk, base);
        walk.tables.push(Table::new(walk.gathering.tables));
        walk.gathering.tables += 1;
    }
}
