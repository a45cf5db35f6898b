//! What the elements of a part are, as far as places are counted by them.
//!
//! The reader's walk decides which elements are paragraphs, runs and text (`begin`); here
//! stands the same, without what they mean, so that both count alike.

use super::super::super::xml::{Space, Tag};

/// What an open element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing but a box around others.
    Other,
    Paragraph,
    ParagraphProperties,
    ListProperties,
    Run,
    RunProperties,
    /// Properties inside of which nothing counts.
    Properties,
    Text {
        /// Blanks at its ends count.
        keeps: bool,
    },
    Instruction,
    SimpleField,
    /// A content control.
    Control,
    /// What a text box holds.
    Box,
    Alternatives {
        /// One of them has been met.
        taken: bool,
    },
}

/// What the element that begins with `tag` is, inside `parent`.
pub(super) fn kind(tag: &Tag<'_>, parent: Kind) -> Kind {
    match tag.space {
        Space::Word => word(tag, parent),
        Space::Math if tag.name == "t" => Kind::Text { keeps: true },
        Space::Alternatives
            if tag.name == "AlternateContent"
                && !matches!(parent, Kind::Alternatives { .. }) =>
        {
            Kind::Alternatives { taken: false }
        }
        Space::Math | Space::Alternatives | Space::Other => Kind::Other,
    }
}

fn word(tag: &Tag<'_>, parent: Kind) -> Kind {
    if tag.name.ends_with("Change") {
        return Kind::Properties;
    }
    match parent {
        Kind::ParagraphProperties | Kind::ListProperties => match tag.name {
            "numPr" => Kind::ListProperties,
            "rPr" => Kind::Properties,
            _ => Kind::Other,
        },
        Kind::Properties | Kind::RunProperties => Kind::Other,
        Kind::Run if tag.name == "rPr" => Kind::RunProperties,
        _ => content(tag, parent),
    }
}

fn content(tag: &Tag<'_>, parent: Kind) -> Kind {
    match tag.name {
        "p" => Kind::Paragraph,
        "pPr" if parent == Kind::Paragraph => Kind::ParagraphProperties,
        "r" => Kind::Run,
        "t" | "delText" => Kind::Text { keeps: tag.keeps_blanks() },
        "instrText" | "delInstrText" => Kind::Instruction,
        "fldSimple" => Kind::SimpleField,
        "sdt" => Kind::Control,
        "txbxContent" => Kind::Box,
        "trPr" | "tcPr" => Kind::Properties,
        _ => Kind::Other,
    }
}

/// Whether a comment inside this element of a paragraph is none: it can only stand around
/// all of it.
///
/// Word puts comments into what holds runs: insertions, links, controls. What was deleted
/// is no place for them, what a field shows is made anew without them, and of what we do
/// not know we do not know it.
pub(super) fn closed(tag: &Tag<'_>, kind: Kind) -> bool {
    match tag.space {
        Space::Word => {
            matches!(
                tag.name,
                "del" | "moveFrom" | "pict" | "object" | "drawing" | "ruby"
            ) || matches!(kind, Kind::Box | Kind::Text { .. } | Kind::SimpleField)
        }
        Space::Math | Space::Other | Space::Alternatives => true,
    }
}
