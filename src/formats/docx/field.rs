//! Fields: what Word computes, of which only the result is text.

/// The fields that are open at one place.
#[derive(Debug, Default)]
pub(in super::super) struct Fields {
    // The innermost last.
    open: Vec<Field>,
    // How many of them stand before their results.
    instructing: usize,
    // How many of them are tables of contents.
    contents: usize,
}

#[derive(Debug, Default)]
struct Field {
    instruction: String,
    // After the mark that separates instruction and result.
    shown: bool,
    // Its result is a table of contents.
    contents: bool,
    // Pieces of text that stand where an instruction should.
    lost: usize,
}

/// What a field that made a table of contents begins with.
const CONTENTS: &str = "TOC";

/// Longer instructions are kept only so far.
const ENOUGH: usize = 64;

impl Fields {
    /// Acts on one of the three marks of a field.
    pub(in super::super) fn mark(&mut self, mark: &str) {
        match mark {
            "begin" => {
                self.open.push(Field::default());
                self.instructing += 1;
            }
            "separate" => self.show(),
            "end" => {
                if let Some(field) = self.open.pop() {
                    self.instructing -= usize::from(!field.shown);
                    self.contents -= usize::from(field.contents);
                }
            }
            _ => {}
        }
    }

    /// Opens a field that is one element.
    pub(super) fn simple(&mut self, instruction: &str) {
        self.mark("begin");
        self.instruct(instruction);
        self.show();
    }

    fn show(&mut self) {
        if let Some(field) = self.open.last_mut().filter(|it| !it.shown) {
            field.shown = true;
            field.contents =
                field.instruction.split_whitespace().next() == Some(CONTENTS);
            self.instructing -= 1;
            self.contents += usize::from(field.contents);
        }
    }

    /// Adds to the instruction of the innermost field.
    pub(in super::super) fn instruct(&mut self, text: &str) {
        if let Some(field) = self.open.last_mut()
            && field.instruction.len() < ENOUGH
        {
            field.instruction.extend(text.chars().take(ENOUGH));
        }
    }

    /// Whether text here is part of an instruction.
    pub(in super::super) const fn instructing(&self) -> bool {
        0 < self.instructing
    }

    /// What the innermost field computes, as far as it is known.
    pub(in super::super) fn instruction(&self) -> &str {
        self.open.last().map_or("", |it| &it.instruction)
    }

    /// Notes that text stands where an instruction should.
    pub(in super::super) fn lose(&mut self) {
        if let Some(field) = self.open.last_mut() {
            field.lost += 1;
        }
    }

    /// How much text stands in instructions that never ended.
    pub(super) fn lost(&self) -> usize {
        self.open.iter().map(|it| it.lost).sum()
    }

    /// Whether text here is part of a table of contents.
    pub(super) const fn in_contents(&self) -> bool {
        0 < self.contents
    }

    /// Forgets tables of contents: a heading of the draft has come.
    pub(super) fn leave_contents(&mut self) {
        if 0 < self.contents {
            self.contents = 0;
            self.open.iter_mut().for_each(|it| it.contents = false);
        }
    }
}
