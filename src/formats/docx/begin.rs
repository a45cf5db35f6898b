//! What the start of each element of a Word file means.

use super::{
    super::View,
    changes::{self, Begins},
    field::Fields,
    names::Kind,
    paragraph::Properties,
    remarks,
    story::{Note, Place, Table},
    symbol,
    tally::Unread,
    walk::Walk,
    xml::{Space, Tag},
};

/// What an open element is to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// Nothing but a box around others.
    Other,
    Paragraph,
    ParagraphProperties,
    /// The properties of a paragraph's end, which tracked changes mark.
    EndProperties,
    /// A paragraph's place in a list.
    ListProperties,
    /// The properties of a paragraph before a change.
    OldProperties,
    Run,
    RunProperties,
    Text {
        /// Blanks at its ends count.
        keeps: bool,
    },
    /// Text inside a drawing.
    Drawn,
    /// What a field computes.
    Instruction,
    SimpleField,
    Table,
    Row,
    RowProperties,
    Cell,
    CellProperties,
    TextBox,
    Note,
    /// A content control.
    Control,
    /// A content control that holds the table of contents.
    Contents,
    /// Alternatives for programs of different age.
    Alternatives {
        /// One of them has been read.
        taken: bool,
    },
    Object,
    /// A tracked change of what is inside.
    Changed,
    /// What is inside is not there in this view.
    Gone,
}

/// Acts on the start of an element; tells what it is and whether it hides what is inside.
pub(super) fn begin(walk: &mut Walk<'_>, tag: &Tag<'_>) -> (Element, bool) {
    match tag.space {
        Space::Word => word(walk, tag),
        Space::Math if tag.name == "t" => (Element::Text { keeps: true }, false),
        Space::Math => (Element::Other, false),
        Space::Alternatives => alternative(walk, tag),
        Space::Other => (other(walk, tag), false),
    }
}

fn word(walk: &mut Walk<'_>, tag: &Tag<'_>) -> (Element, bool) {
    let parent = walk.parent();
    // What properties were before a change; only those of a paragraph make its words
    // something else.
    if tag.name.ends_with("Change") {
        if tag.name == "pPrChange"
            && parent == Element::ParagraphProperties
            && walk.book.view == View::Original
            && let Some(paragraph) = walk.paragraphs.last_mut()
        {
            paragraph.properties = Properties::default();
            walk.gathering.changes.old(Begins::Yes);
            return (Element::OldProperties, false);
        }
        return (Element::Gone, true);
    }
    match parent {
        Element::ParagraphProperties | Element::ListProperties => {
            return (of_paragraph(walk, tag), false);
        }
        Element::EndProperties => changes::of_end(walk, tag),
        Element::RunProperties => of_run(walk, tag),
        Element::RowProperties => of_row(walk, tag),
        Element::CellProperties => of_cell(walk, tag),
        Element::Run => return run_content(walk, tag),
        Element::Gone => {}
        _ => return content(walk, tag),
    }
    (Element::Other, false)
}

fn of_paragraph(walk: &mut Walk<'_>, tag: &Tag<'_>) -> Element {
    let original = walk.book.view == View::Original;
    let Some(paragraph) = walk.paragraphs.last_mut() else { return Element::Other };
    let properties = &mut paragraph.properties;
    match tag.name {
        // Word allows 253 letters.
        "pStyle" => {
            properties.style = tag.value().filter(|it| it.len() <= 1_024).map(Into::into);
        }
        "outlineLvl" => properties.outline = tag.number(),
        "ilvl" => properties.level = tag.number(),
        "numId" => properties.list = Some(tag.number().unwrap_or(0)),
        // A place in a list that is an insertion itself.
        "ins" if original => (properties.list, properties.level) = (None, None),
        // The first letter stands in a paragraph of its own to be set large.
        "framePr" if tag.attribute("dropCap").is_some_and(|it| it != "none") => {
            paragraph.joins_next = true;
        }
        "sectPr" => properties.section = true,
        "numPr" => return Element::ListProperties,
        "rPr" => return Element::EndProperties,
        _ => {}
    }
    Element::Other
}

fn of_run(walk: &mut Walk<'_>, tag: &Tag<'_>) {
    let Some(paragraph) = walk.paragraphs.last_mut() else { return };
    match tag.name {
        "vanish" => paragraph.hide(tag.on()),
        "rStyle" => {
            let hides = tag.value().is_some_and(|it| walk.book.styles.hides(&it));
            paragraph.hide_by_style(hides);
        }
        _ => {}
    }
}

fn of_row(walk: &mut Walk<'_>, tag: &Tag<'_>) {
    match tag.name {
        "gridBefore" => {
            if let Some(table) = walk.tables.last_mut() {
                table.column = tag.number().unwrap_or(0);
            }
        }
        _ => changes::of_part(walk, tag, Element::Row),
    }
}

fn of_cell(walk: &mut Walk<'_>, tag: &Tag<'_>) {
    match tag.name {
        "gridSpan" => {
            if let Some(table) = walk.tables.last_mut() {
                table.span = tag.number().unwrap_or(1);
            }
        }
        _ => changes::of_part(walk, tag, Element::Cell),
    }
}

/// What stands in a run.
fn run_content(walk: &mut Walk<'_>, tag: &Tag<'_>) -> (Element, bool) {
    match tag.name {
        "rPr" => return (Element::RunProperties, false),
        "tab" | "ptab" => walk.emit("\t"),
        "br" | "cr" => walk.emit("\n"),
        "noBreakHyphen" => walk.emit("-"),
        "sym" => {
            let font = tag.attribute("font").unwrap_or_default();
            let code = tag.attribute("char").unwrap_or_default();
            let code = u32::from_str_radix(code.trim(), 16).ok();
            if let Some(letter) = code.and_then(|it| symbol::symbol(&font, it)) {
                walk.emit(letter.encode_utf8(&mut [0; 4]));
            }
        }
        "footnoteReference" | "endnoteReference" => refer(walk, tag),
        "fldChar" => {
            let mark = tag.attribute("fldCharType").unwrap_or_default();
            walk.fields().mark(&mark);
        }
        "contentPart" => walk.unread(Unread::Picture),
        _ => return content(walk, tag),
    }
    (Element::Other, false)
}

fn refer(walk: &mut Walk<'_>, tag: &Tag<'_>) {
    let Some(id) = tag.attribute("id").and_then(|it| it.trim().parse().ok()) else {
        return;
    };
    let note =
        if tag.name == "footnoteReference" { Note::Foot(id) } else { Note::End(id) };
    // Also a note that this view does not show is one that text refers to.
    let blocks = walk.gathering.notes.take(note);
    let shown = walk.muted == 0;
    if let Some(paragraph) = walk.paragraphs.last_mut().filter(|it| shown && !it.gone) {
        paragraph.after.extend(blocks);
    }
}

/// What may stand anywhere.
fn content(walk: &mut Walk<'_>, tag: &Tag<'_>) -> (Element, bool) {
    let element = match tag.name {
        "p" => {
            walk.open_paragraph();
            Element::Paragraph
        }
        "pPr" if matches!(walk.parent(), Element::Paragraph | Element::OldProperties) => {
            Element::ParagraphProperties
        }
        "r" => {
            if let Some(paragraph) = walk.paragraphs.last_mut() {
                paragraph.open_run();
            }
            Element::Run
        }
        "t" | "delText" => Element::Text { keeps: tag.keeps_blanks() },
        "instrText" | "delInstrText" => Element::Instruction,
        "fldSimple" => {
            let instruction = tag.attribute("instr").unwrap_or_default();
            walk.fields().simple(&instruction);
            Element::SimpleField
        }
        "ins" | "del" | "moveTo" | "moveFrom" => {
            return (Element::Changed, changes::begin(walk, tag));
        }
        "commentRangeStart" | "commentRangeEnd" | "commentReference" => {
            remarks::anchor(walk, tag);
            Element::Other
        }
        // The reading aid above a word.
        "rt" => return (Element::Other, true),
        "sdt" => Element::Control,
        "docPartGallery" => {
            gallery(walk, tag);
            Element::Other
        }
        "altChunk" | "subDoc" => {
            walk.unread(Unread::Document);
            Element::Other
        }
        "object" => Element::Object,
        // The line between text and notes, and what stands beside it.
        "footnote" | "endnote"
            if tag.attribute("type").is_some_and(|it| it != "normal") =>
        {
            return (Element::Other, true);
        }
        _ => return (container(walk, tag), false),
    };
    (element, false)
}

/// Elements that belong together stand no further apart; a search stays short, however
/// deep a hostile file nests.
const NEAR: usize = 12;

/// Tables and text boxes that stand deeper inside each other are read as plain text.
const NESTED: usize = 64;

/// What holds paragraphs.
fn container(walk: &mut Walk<'_>, tag: &Tag<'_>) -> Element {
    match tag.name {
        "tbl" | "tr" | "tc" | "txbxContent" if NESTED < walk.stories.len() => {
            Element::Other
        }
        "tbl" => {
            walk.tables.push(Table::new(walk.gathering.tables));
            walk.gathering.tables += 1;
            Element::Table
        }
        "tr" => {
            if let Some(table) = walk.tables.last_mut() {
                table.column = 0;
            }
            Element::Row
        }
        "trPr" => Element::RowProperties,
        "tc" => {
            if let Some(table) = walk.tables.last_mut() {
                table.span = 1;
            }
            walk.open_story(Place::Cell);
            Element::Cell
        }
        "tcPr" => Element::CellProperties,
        "txbxContent" => {
            walk.open_story(Place::Body);
            walk.fields.push(Fields::default());
            Element::TextBox
        }
        "footnote" | "endnote" => {
            let id =
                tag.attribute("id").and_then(|it| it.trim().parse().ok()).unwrap_or(-1);
            let note =
                if tag.name == "footnote" { Note::Foot(id) } else { Note::End(id) };
            walk.open_story(Place::Note(note));
            Element::Note
        }
        _ => Element::Other,
    }
}

/// A content control that says what it is taken from.
fn gallery(walk: &mut Walk<'_>, tag: &Tag<'_>) {
    let contents = tag.value().is_some_and(|it| {
        it == "Table of Contents" || Kind::of(&it) == Some(Kind::ContentsTitle)
    });
    let mut near = walk.open.iter_mut().rev().take(NEAR);
    let control = near.find(|it| it.element == Element::Control);
    if let Some(open) = control.filter(|_| contents) {
        open.element = Element::Contents;
        walk.contents += 1;
    }
}

/// One of several alternatives is read: the first, which is the newest.
fn alternative(walk: &mut Walk<'_>, tag: &Tag<'_>) -> (Element, bool) {
    let Element::Alternatives { taken } = walk.parent() else {
        return match tag.name {
            "AlternateContent" => (Element::Alternatives { taken: false }, false),
            _ => (Element::Other, false),
        };
    };
    if let Some(open) = walk.open.last_mut() {
        open.element = Element::Alternatives { taken: true };
    }
    (Element::Other, taken)
}

/// Pictures and objects, of which only the number is told.
fn other(walk: &mut Walk<'_>, tag: &Tag<'_>) -> Element {
    let mut near = walk.open.iter().rev().take(NEAR);
    let in_object = near.any(|it| it.element == Element::Object);
    match tag.name {
        // A preview of an object is counted as the object.
        "imagedata" | "pic" if !in_object => walk.unread(Unread::Picture),
        "chart" | "relIds" => walk.unread(Unread::Picture),
        "OLEObject" => {
            let program = tag.attribute("ProgID").unwrap_or_default();
            let equation =
                program.starts_with("Equation") || program.starts_with("MathType");
            walk.unread(if equation { Unread::Equation } else { Unread::Object });
        }
        "t" => return Element::Drawn,
        _ => {}
    }
    Element::Other
}
