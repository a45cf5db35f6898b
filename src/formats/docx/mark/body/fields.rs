//! The fields of the body: what Word and others make anew, so that a comment stands
//! around all of one that shows its result in one paragraph.

use super::{super::super::field::Fields, frame::Site, kind::Kind, scan::Scan};

/// A field that is made of marks between runs.
#[derive(Debug)]
pub(super) struct Field {
    /// Where its first mark stands.
    pub from: Site,
    /// Where its last mark stands, once it has been met in the same paragraph.
    pub to: Option<Site>,
    paragraph: u32,
}

/// The fields that are open.
#[derive(Debug, Default)]
pub(super) struct Marks {
    // Each with its place among all; none if no comment could stand around it.
    open: Vec<Option<usize>>,
    // The outermost that shows its result and is no link, as a place in `open`.
    outer: Option<usize>,
}

/// The result of such a field is text like any other.
const LINK: &str = "HYPERLINK";

impl Marks {
    /// The field that letters are the result of.
    pub(super) fn within(&self) -> Option<usize> {
        self.open.get(self.outer?).copied().flatten()
    }
}

impl Scan<'_, '_> {
    /// One of the three marks of a field.
    pub(super) fn mark(&mut self, mark: &str) {
        if !self.in_box() {
            self.mark_body(mark);
        }
        if let Some(it) = self.fields() {
            it.mark(mark);
        }
    }

    fn mark_body(&mut self, mark: &str) {
        let depth = self.open.len();
        let paragraph = self.paragraphs.last().map(|it| it.paragraph.index);
        match mark {
            "begin" => {
                let site =
                    paragraph.and_then(|it| Some((it, self.found.frames.place(depth)?)));
                let field = site.map(|(paragraph, from)| {
                    self.found.fields.push(Field { from, to: None, paragraph });
                    self.found.fields.len() - 1
                });
                self.marks.open.push(field);
            }
            "separate" => {
                let instruction = self.fields().map_or("", |it| Fields::instruction(it));
                let link = instruction.split_whitespace().next() == Some(LINK);
                if !link && self.marks.outer.is_none() {
                    self.marks.outer = self.marks.open.len().checked_sub(1);
                }
            }
            "end" => {
                let field = self.marks.open.pop().flatten();
                if self.marks.outer == Some(self.marks.open.len()) {
                    self.marks.outer = None;
                }
                if let Some(field) = field.and_then(|it| self.found.fields.get_mut(it))
                    && Some(field.paragraph) == paragraph
                {
                    field.to = self.found.frames.place(depth);
                }
            }
            _ => {}
        }
    }

    /// Begins a field that is one element.
    pub(super) fn simple(&mut self, instruction: &str) {
        if let Some(it) = self.fields() {
            it.mark("begin");
            it.instruct(instruction);
            it.mark("separate");
        }
    }

    /// Whether a paragraph that begins is the first one of a content control.
    // LibreOffice 7.4 loses the words that stand there before a comment.
    pub(super) fn begins_control(&mut self) -> bool {
        let Some(above) = self.open.len().checked_sub(2) else { return false };
        let Some(control) = self.open.get_mut(above) else { return false };
        control.kind == Kind::Control && !std::mem::replace(&mut control.met, true)
    }
}
