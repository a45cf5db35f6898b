//! Fields: what Word computes, of which only the result is text.

/// The fields that are open at one place, the innermost last.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<Field>);

#[derive(Debug, Default)]
struct Field {
    instruction: String,
    // After the mark that separates instruction and result.
    shown: bool,
    // Pieces of text that stand where an instruction should.
    lost: usize,
}

/// What a field that made a table of contents begins with.
const CONTENTS: &str = "TOC";

/// Longer instructions are kept only so far.
const ENOUGH: usize = 64;

impl Fields {
    /// Acts on one of the three marks of a field.
    pub(super) fn mark(&mut self, mark: &str) {
        match mark {
            "begin" => self.0.push(Field::default()),
            "separate" => {
                if let Some(field) = self.0.last_mut() {
                    field.shown = true;
                }
            }
            "end" => {
                self.0.pop();
            }
            _ => {}
        }
    }

    /// Opens a field that is one element.
    pub(super) fn simple(&mut self, instruction: &str) {
        self.0.push(Field { instruction: instruction.into(), shown: true, lost: 0 });
    }

    /// Adds to the instruction of the innermost field.
    pub(super) fn instruct(&mut self, text: &str) {
        if let Some(field) = self.0.last_mut()
            && field.instruction.len() < ENOUGH
        {
            field.instruction.extend(text.chars().take(ENOUGH));
        }
    }

    /// Whether text here is part of an instruction.
    pub(super) fn instructing(&self) -> bool {
        self.0.iter().any(|it| !it.shown)
    }

    /// Notes that text stands where an instruction should.
    pub(super) fn lose(&mut self) {
        if let Some(field) = self.0.last_mut() {
            field.lost += 1;
        }
    }

    /// How much text stands in instructions that never ended.
    pub(super) fn lost(&self) -> usize {
        self.0.iter().map(|it| it.lost).sum()
    }

    /// Whether text here is part of a table of contents.
    pub(super) fn in_contents(&self) -> bool {
        self.0.iter().any(Field::is_contents)
    }

    /// Forgets tables of contents: a heading of the draft has come.
    pub(super) fn leave_contents(&mut self) {
        for field in self.0.iter_mut().filter(|it| it.is_contents()) {
            field.instruction.clear();
        }
    }
}

impl Field {
    fn is_contents(&self) -> bool {
        self.shown && self.instruction.split_whitespace().next() == Some(CONTENTS)
    }
}
