//! Footnotes: written anywhere, read after the paragraph that refers to them.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{
    Shape,
    walk::{Events, Walk},
};

/// The footnotes of a draft.
pub(super) struct Notes<'s> {
    /// The events of each, by its label.
    pub texts: BTreeMap<&'s str, Range<usize>>,
    /// The labels that somebody refers to.
    pub used: BTreeSet<&'s str>,
}

impl<'s> Notes<'s> {
    /// The footnotes in `events`.
    pub(super) fn find(events: &'s Events<'_>) -> Self {
        let mut notes = Self { texts: BTreeMap::new(), used: BTreeSet::new() };
        let mut open = Vec::new();
        for (at, (event, _)) in events.iter().enumerate() {
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => open.push((&**label, at)),
                Event::End(TagEnd::FootnoteDefinition) => {
                    if let Some((label, from)) = open.pop() {
                        notes.texts.entry(label).or_insert(from + 1..at);
                    }
                }
                Event::FootnoteReference(label) => {
                    notes.used.insert(label);
                }
                _ => {}
            }
        }
        notes
    }
}

impl Walk<'_, '_> {
    /// Adds the footnotes that the last block refers to, and those that they refer to.
    pub(super) fn footnotes(&mut self) {
        if self.noting {
            return;
        }
        self.noting = true;
        let mut next = 0;
        while let Some(label) = self.cited.get(next).copied() {
            next += 1;
            if let Some(events) = self.notes.texts.get(label)
                && self.done.insert(label)
            {
                self.around.push(Shape::Footnote);
                self.fresh = true;
                self.run(events.clone());
                self.fresh = true;
                self.around.pop();
            }
        }
        self.cited.clear();
        self.noting = false;
    }
}
