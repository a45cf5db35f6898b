//! Tracked changes: what each did, who made it, and the words that it is about.
//!
//! Both views list the same changes in the same order, so nothing here may depend on
//! the view but what it mutes.

use super::{super::View, begin::Element, walk::Walk, xml::Tag};
use crate::{
    doc::{Change, ChangeKind, Origin, Stretch},
    text::{self, Folded, Span},
};

/// The words of one change are kept up to so many bytes.
const ENOUGH: usize = 4_000;

/// Changes inside so many others are not listed: Word nests two or three, and each
/// keeps words of its own.
const NESTED: usize = 8;

/// The changes of a file as they are gathered.
#[derive(Debug, Default)]
pub(in super::super) struct Changes {
    /// Those that have begun, in the order of the parts that were walked.
    found: Vec<(Stretch, Change)>,
    // The innermost last.
    open: Vec<Open>,
    // How many of the open ones hide their words in this view.
    muting: u32,
    // How many elements are open that tell what a paragraph was, in this view only.
    old: u32,
    // The words since the outermost open change began.
    words: String,
}

/// A change that has begun.
#[derive(Clone, Copy, Debug)]
struct Open {
    // Its place among those found, if it is listed.
    index: Option<usize>,
    // How many elements were open around the one that ends with it.
    depth: usize,
    // It is a row or a cell, and ends where the next paragraph begins.
    part: bool,
    mutes: bool,
    // Where its words begin.
    start: usize,
}

/// Who made a change, and when.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Signed {
    pub(super) author: Option<Box<str>>,
    pub(super) date: Option<Box<str>>,
}

impl Signed {
    pub(super) fn of(tag: &Tag<'_>) -> Self {
        let said = |name| -> Option<Box<str>> {
            let value = tag.attribute(name)?;
            let value = value.trim();
            (!value.is_empty()).then(|| value.into())
        };
        let date = said("date").filter(|it| is_day(it));
        Self { author: said("author"), date }
    }
}

/// Whether a date begins with a day; `LibreOffice` writes `0-00-00T00:00:00Z` for none.
fn is_day(date: &str) -> bool {
    let mut parts = date.get(..10).unwrap_or_default().split('-');
    let mut next = |digits| {
        let part = parts.next().filter(|it| it.len() == digits);
        part.and_then(|it| it.parse::<u16>().ok()).is_some_and(|it| 0 < it)
    };
    next(4) && next(2) && next(2)
}

/// What an element of this name did.
fn kind(name: &str) -> Option<ChangeKind> {
    match name {
        "ins" | "cellIns" => Some(ChangeKind::Inserted),
        "del" | "cellDel" => Some(ChangeKind::Deleted),
        "moveTo" => Some(ChangeKind::MovedHere),
        "moveFrom" => Some(ChangeKind::MovedAway),
        _ => None,
    }
}

/// Whether `view` does not show what was changed in this way.
fn gone(kind: ChangeKind, view: View) -> bool {
    kind.stays() != (view == View::Final)
}

/// Begins a change of the words in an element; tells whether this view hides them.
pub(super) fn begin(walk: &mut Walk<'_>, tag: &Tag<'_>) -> bool {
    let Some(kind) = kind(tag.name) else { return false };
    let gone = gone(kind, walk.book.view);
    let (at, depth) = (walk.here(), walk.open.len());
    let open = Open { index: None, depth, part: false, mutes: gone, start: 0 };
    walk.gathering.changes.begin(open, kind, Signed::of(tag), at, walk.muted);
    gone
}

/// Notes a change of the innermost open `element`, a row or a cell, whose properties
/// say so.
pub(super) fn of_part(walk: &mut Walk<'_>, tag: &Tag<'_>, element: Element) {
    let Some(kind) = kind(tag.name) else { return };
    let around = walk.muted;
    if gone(kind, walk.book.view) {
        walk.mute(element);
    }
    let Some(depth) = walk.open.len().checked_sub(2) else { return };
    if walk.open[depth].element == element {
        let mutes = around < walk.muted;
        let open = Open { index: None, depth, part: true, mutes, start: 0 };
        let at = walk.next();
        walk.gathering.changes.begin(open, kind, Signed::of(tag), at, around);
    }
}

/// Notes a change of the end of the open paragraph, whose properties say so.
pub(super) fn of_end(walk: &mut Walk<'_>, tag: &Tag<'_>) {
    let Some(kind) = kind(tag.name) else { return };
    let gone = gone(kind, walk.book.view);
    if let Some(paragraph) = walk.paragraphs.last_mut() {
        paragraph.joins_next |= gone;
    }
    walk.end_changed(kind, Signed::of(tag));
}

impl Walk<'_> {
    /// Where text that comes now would stand.
    pub(super) fn here(&self) -> Origin {
        self.paragraphs.last().map_or_else(|| self.next(), |it| it.here(self.part))
    }

    /// Where the next paragraph begins.
    fn next(&self) -> Origin {
        Origin::Run { part: self.part, paragraph: self.count, run: 0, offset: 0 }
    }

    /// Notes that the end of the open paragraph was changed.
    pub(in super::super) fn end_changed(&mut self, kind: ChangeKind, signed: Signed) {
        let Some(paragraph) = self.paragraphs.last() else { return };
        // Behind all of its runs, of which nobody knows the number yet.
        let at = Origin::Run {
            part: self.part,
            paragraph: paragraph.index,
            run: u32::MAX,
            offset: 0,
        };
        let changes = &mut self.gathering.changes;
        if changes.lists(self.muted) {
            changes.list(kind, signed, at);
        }
    }

    /// Begins a change of words that are told apart by no element.
    pub(in super::super) fn begin_change(&mut self, kind: ChangeKind) {
        let gone = gone(kind, self.book.view);
        let (at, depth) = (self.here(), self.open.len());
        let open = Open { index: None, depth, part: false, mutes: gone, start: 0 };
        let around = self.muted;
        self.gathering.changes.begin(open, kind, Signed::default(), at, around);
    }

    /// Ends the changes that end with the element that was closed last.
    pub(in super::super) fn end_changes(&mut self) {
        while let Some(open) =
            self.gathering.changes.open.pop_if(|it| self.open.len() <= it.depth)
        {
            let to = if open.part { self.next() } else { self.here() };
            self.gathering.changes.end(open, to);
        }
    }
}

impl Changes {
    /// Begins a part: what the last one left open is over.
    pub(super) fn enter(&mut self) {
        self.open.clear();
        (self.muting, self.old) = (0, 0);
    }

    /// Begins or ends what only one view reads: the properties before a change.
    pub(super) fn old(&mut self, begins: Begins) {
        match begins {
            Begins::Yes => self.old += 1,
            Begins::No => self.old = self.old.saturating_sub(1),
        }
    }

    /// Notes words that the file has here, where `muted` open elements hide them.
    pub(super) fn say(&mut self, text: &str, muted: u32) {
        if !self.open.is_empty() && muted == self.muting && self.old == 0 {
            self.words.push_str(text);
        }
    }

    /// Notes that a paragraph begins.
    pub(super) fn line(&mut self) {
        if !self.open.is_empty() && !self.words.is_empty() {
            self.words.push('\n');
        }
    }

    /// The changes, in the order of the file.
    pub(in super::super) fn into_found(mut self) -> Vec<(Stretch, Change)> {
        let part = |it: Origin| match it {
            Origin::Run { part, .. } => part,
            Origin::Byte { file, .. } => file,
        };
        self.found.sort_by_key(|(it, _)| part(it.from));
        self.found
    }

    /// Whether a change that begins where `muted` open elements hide things is listed.
    const fn lists(&self, muted: u32) -> bool {
        muted == self.muting && self.old == 0 && self.open.len() < NESTED
    }

    fn begin(
        &mut self,
        open: Open,
        kind: ChangeKind,
        signed: Signed,
        at: Origin,
        muted: u32,
    ) {
        if self.open.is_empty() {
            self.words.clear();
        }
        let index = self.lists(muted).then(|| self.list(kind, signed, at));
        self.muting += u32::from(open.mutes);
        self.open.push(Open { index, start: self.words.len(), ..open });
    }

    fn list(&mut self, kind: ChangeKind, signed: Signed, at: Origin) -> usize {
        let Signed { author, date } = signed;
        let words = Box::default();
        let change = Change { kind, at: Span::default(), words, author, date };
        self.found.push((Stretch { from: at, to: at }, change));
        self.found.len() - 1
    }

    fn end(&mut self, open: Open, to: Origin) {
        self.muting = self.muting.saturating_sub(u32::from(open.mutes));
        let found = open.index.and_then(|it| self.found.get_mut(it));
        if let Some((stretch, change)) = found {
            stretch.to = to.max(stretch.from);
            change.words = folded(self.words.get(open.start..).unwrap_or_default());
        }
    }
}

/// Whether something begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Begins {
    Yes,
    No,
}

/// The first of `words`, in the letters that documents have.
fn folded(words: &str) -> Box<str> {
    let mut kept = String::new();
    for letter in words.chars() {
        let letter = match text::fold(letter) {
            Folded::Same => letter,
            Folded::As(other) => other,
            Folded::Gone => continue,
        };
        if ENOUGH < kept.len() + letter.len_utf8() {
            break;
        }
        kept.push(letter);
    }
    kept.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_without_a_day_is_none() {
        for date in ["0-00-00T00:00:00Z", "0000-00-00", "today", "", "2026-11"] {
            assert!(!is_day(date), "{date}");
        }
        assert!(is_day("2026-11-22T10:00:00Z") && is_day("2026-11-22"));
    }
}
