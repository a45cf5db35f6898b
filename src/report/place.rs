//! What people call the places of a draft. Knows no output.

use crate::doc::{ClauseId, Document};

/// The number that people look for a clause under: its own, or that of the nearest
/// clause around it.
pub fn number(doc: &Document, clause: ClauseId) -> Option<&str> {
    doc.path(clause).find_map(|it| doc[it].number.as_deref())
}

/// The title of a clause, where it has one.
pub fn title(doc: &Document, clause: ClauseId) -> Option<&str> {
    Some(doc[doc[clause].title].trim()).filter(|it| !it.is_empty())
}

/// What people call a clause: its number, or else its title.
pub fn name(doc: &Document, clause: ClauseId) -> Option<&str> {
    number(doc, clause).or_else(|| title(doc, clause))
}
