//! What a comment may stand around: runs, which can be cut, and what cannot be cut.

use std::ops::Range;

use super::kind::Kind;

/// A run of a paragraph, or the outermost element there that holds no comment inside.
#[derive(Debug)]
pub(super) struct Frame {
    /// Its bytes.
    pub whole: Range<usize>,
    /// The end of the tag that it begins with.
    pub tag: usize,
    /// The properties of a run; empty without.
    pub properties: Range<usize>,
    /// What a run holds; empty for all else.
    pub children: Range<usize>,
}

/// Something in a run that takes room.
#[derive(Debug)]
pub(super) struct Child {
    /// Its bytes.
    pub whole: Range<usize>,
    /// Its letters, if it is text.
    pub letters: Option<Letters>,
}

/// The letters of a text.
#[derive(Debug)]
pub(super) struct Letters {
    /// The end of the tag before them.
    pub tag: usize,
    /// The bytes between that do count: without blanks that Word drops.
    pub counted: Range<usize>,
    /// All blanks count.
    pub keeps: bool,
    /// It holds nothing but letters, so that it can be cut.
    pub plain: bool,
}

/// A place in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Site {
    /// The frame.
    pub frame: usize,
    /// Which of its children; without, it is the frame as a whole.
    pub child: Option<usize>,
}

/// Where an element stands that begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deep {
    /// In no frame.
    Outside,
    /// It is a child of a run.
    Child,
    /// It may be a property of a run.
    Property,
    /// Deeper in a frame.
    Deeper,
}

/// The frames of a part, in the order of the file; only those that are used stay.
#[derive(Debug, Default)]
pub(super) struct Frames {
    pub all: Vec<Frame>,
    pub children: Vec<Child>,
    open: Option<Inside>,
}

/// The frame that is open.
#[derive(Debug)]
struct Inside {
    // How many elements were open before it.
    depth: usize,
    run: bool,
    used: bool,
    hidden: bool,
    // What the child that is open is.
    child: Holds,
}

/// What a child of a run holds.
#[derive(Debug)]
enum Holds {
    /// Nothing that takes room.
    Nothing,
    Letters(Letters),
    /// A sign, a picture, or whatever else.
    Thing,
}

impl Frames {
    /// Where an element stands before which `depth` elements are open.
    pub(super) fn within(&self, depth: usize) -> Deep {
        match &self.open {
            None => Deep::Outside,
            Some(it) if it.run && depth == it.depth + 1 => Deep::Child,
            Some(it) if it.run && depth == it.depth + 2 => Deep::Property,
            Some(_) => Deep::Deeper,
        }
    }

    /// Begins a run.
    pub(super) fn begin_run(&mut self, tag: Range<usize>, depth: usize) {
        self.begin(tag, depth);
        if let Some(it) = &mut self.open {
            it.run = true;
        }
    }

    /// Begins an element that cannot be cut.
    pub(super) fn begin(&mut self, tag: Range<usize>, depth: usize) {
        let first = self.children.len();
        self.all.push(Frame {
            tag: tag.end,
            whole: tag,
            properties: 0..0,
            children: first..first,
        });
        self.open = Some(Inside {
            depth,
            run: false,
            used: false,
            hidden: false,
            child: Holds::Nothing,
        });
    }

    /// Begins a child of the open run.
    pub(super) fn child(&mut self, kind: Kind, tag: &Range<usize>, light: bool) {
        let Some(inside) = &mut self.open else { return };
        inside.child = match kind {
            Kind::Text { keeps } => {
                let (tag, plain) = (tag.end, true);
                Holds::Letters(Letters { tag, counted: tag..tag, keeps, plain })
            }
            _ if light => Holds::Nothing,
            _ => Holds::Thing,
        };
        if kind == Kind::RunProperties
            && let Some(frame) = self.all.last_mut()
            && frame.properties.is_empty()
        {
            frame.properties = tag.clone();
        }
    }

    /// Whether the open frame is a run.
    pub(super) fn is_run(&self) -> bool {
        self.open.as_ref().is_some_and(|it| it.run)
    }

    /// Notes that the open run hides or shows its text.
    pub(super) fn hide(&mut self, hidden: bool) {
        if let Some(it) = &mut self.open {
            it.hidden = hidden;
        }
    }

    /// Whether the open run hides its text.
    pub(super) fn hides(&self) -> bool {
        self.open.as_ref().is_some_and(|it| it.hidden)
    }

    /// The place of what begins or stands behind `depth` open elements, which is used.
    pub(super) fn place(&mut self, depth: usize) -> Option<Site> {
        let inside = self.open.as_mut()?;
        inside.used = true;
        let direct = inside.run && depth == inside.depth + 2;
        let child = direct.then_some(self.children.len());
        Some(Site { frame: self.all.len() - 1, child })
    }

    /// Notes that these bytes behind `depth` open elements count.
    pub(super) fn count(&mut self, depth: usize, at: &Range<usize>) {
        let Some(inside) = self.open.as_mut() else { return };
        if let Holds::Letters(letters) = &mut inside.child
            && depth == inside.depth + 2
        {
            let first =
                if letters.counted.is_empty() { at.start } else { letters.counted.start };
            letters.counted = first..at.end;
        }
    }

    /// Notes that the open text holds more than letters.
    pub(super) fn mix(&mut self) {
        if let Some(Inside { child: Holds::Letters(letters), .. }) = &mut self.open {
            letters.plain = false;
        }
    }

    /// Ends the element `whole` before which `depth` elements were open.
    pub(super) fn end(&mut self, depth: usize, kind: Kind, whole: Range<usize>) {
        let Some(inside) = &mut self.open else { return };
        let Some(frame) = self.all.last_mut() else { return };
        if depth == inside.depth {
            frame.whole.end = whole.end;
            frame.children.end = self.children.len();
            if !inside.used {
                self.children.truncate(frame.children.start);
                self.all.pop();
            }
            self.open = None;
        } else if inside.run && depth == inside.depth + 1 {
            if kind == Kind::RunProperties {
                if frame.properties.start == whole.start {
                    frame.properties.end = whole.end;
                }
                return;
            }
            match std::mem::replace(&mut inside.child, Holds::Nothing) {
                Holds::Letters(it) if !it.counted.is_empty() => {
                    self.children.push(Child { whole, letters: Some(it) });
                }
                Holds::Thing => self.children.push(Child { whole, letters: None }),
                Holds::Letters(_) | Holds::Nothing => {}
            }
        }
    }
}
