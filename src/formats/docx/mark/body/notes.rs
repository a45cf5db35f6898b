//! Which note each paragraph of a part with notes stands in.

use super::{
    super::super::xml::{Event, Space, Xml},
    kind::{self, Kind},
};

/// The notes of a part.
#[derive(Debug, Default)]
pub(super) struct Notes {
    // The first paragraph of each, and its number.
    // Invariant: sorted by the first field.
    all: Vec<(u32, i64)>,
}

impl Notes {
    /// The notes of the part `source`; those before its damage, if it has any.
    pub(super) fn of(source: &str, depth: usize) -> Self {
        let mut notes = Self::default();
        let mut xml = Xml::new(source, depth);
        let mut open = Vec::new();
        let mut paragraphs = 0_u32;
        loop {
            match xml.pull() {
                Ok(Event::Start(tag)) => {
                    let parent = open.last().copied().unwrap_or(Kind::Other);
                    let kind = kind::kind(&tag, parent);
                    paragraphs =
                        paragraphs.saturating_add((kind == Kind::Paragraph).into());
                    let note = matches!(tag.name, "footnote" | "endnote");
                    if note
                        && tag.space == Space::Word
                        && let Some(id) = tag.attribute("id")
                        && let Ok(id) = id.trim().parse()
                    {
                        notes.all.push((paragraphs, id));
                    }
                    open.push(kind);
                }
                Ok(Event::End) => {
                    open.pop();
                }
                Ok(Event::Text(_) | Event::Character(_)) => {}
                Ok(Event::Eof) | Err(_) => return notes,
            }
        }
    }

    /// The note with this paragraph.
    pub(super) fn at(&self, paragraph: u32) -> Option<i64> {
        let next = self.all.partition_point(|(first, _)| *first <= paragraph);
        self.all.get(next.checked_sub(1)?).map(|(_, id)| *id)
    }
}
