//! Finds out where in the bytes of the main part its words stand, and where a comment
//! may begin and end. Counts words as the reader does; knows no mark.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::{
    super::super::{
        field::Fields,
        paragraph::Paragraph,
        story::Note,
        xml::{Event, Fault, Space, Tag, Xml},
    },
    fields::{Field, Marks},
    frame::{Deep, Frames, Site},
    kind::{self, Kind},
    letters::{Held, Lead, Piece},
    prefix::Prefix,
};

/// What a scan looks for.
pub(super) struct Search<'a> {
    /// The part.
    pub source: &'a str,
    /// How deep elements may nest.
    pub depth: usize,
    /// The comments that are taken away.
    pub gone: &'a BTreeSet<u32>,
    /// The paragraphs whose words are asked for.
    pub paragraphs: &'a BTreeSet<u32>,
}

/// What was found.
#[derive(Default)]
pub(super) struct Found<'a> {
    /// The part.
    pub source: &'a str,
    /// How our elements are to be called.
    pub prefix: Prefix,
    /// What comments may stand around.
    pub frames: Frames,
    /// The words of the paragraphs that are asked for, in the order of the file.
    pub pieces: Vec<Piece>,
    /// The same for words in no run, whose places may be those of other words too.
    pub stray: Vec<Piece>,
    /// The first words of each paragraph of the body that has words.
    pub leads: Vec<Lead>,
    /// Something with words, for a draft that has none in its body.
    pub spare: Option<Site>,
    /// The fields of the body.
    pub fields: Vec<Field>,
    /// Where each note is referred to first.
    pub notes: BTreeMap<Note, Site>,
    /// What the comments that are taken away leave behind.
    pub removals: Vec<Range<usize>>,
    /// How many comments stay.
    pub ranges: usize,
}

/// Where words stand that no comment may stand on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// A table of contents, which Word makes anew.
    Contents,
    /// What a field is made from.
    Instruction,
    /// The run hides its text.
    Hidden,
    /// What is there for older programs.
    Older,
    /// The first paragraph of a content control.
    Control,
}

/// Scans the main part.
pub(super) fn scan<'a>(search: &Search<'a>) -> Result<Found<'a>, Fault> {
    let found = pass(search, Contents::Apart)?;
    match found {
        Some(it) if !it.leads.is_empty() => Ok(it),
        // A table of contents that does not end, or ends after all else, is none.
        Some(_) | None => Ok(pass(search, Contents::Alike)?.unwrap_or_default()),
    }
}

/// What tables of contents are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Contents {
    /// No place for comments.
    Apart,
    /// Text as any other.
    Alike,
}

/// What was found; nothing if a table of contents should be set apart and never ends.
fn pass<'a>(search: &Search<'a>, contents: Contents) -> Result<Option<Found<'a>>, Fault> {
    let mut scan = Scan::new(search, contents);
    let mut xml = Xml::new(search.source, search.depth);
    loop {
        let event = xml.pull()?;
        let at = xml.range();
        match event {
            Event::Start(tag) => scan.begin(&tag, at),
            Event::End => scan.end(at),
            Event::Text(text) => scan.text(&text, at),
            Event::Character(letter) => {
                scan.text(letter.encode_utf8(&mut [0; 4]), at);
            }
            Event::Eof => {
                let endless = scan.fields.first().is_some_and(Fields::in_contents);
                let unended = endless && contents == Contents::Apart;
                return Ok((!unended).then(|| scan.finish()));
            }
        }
    }
}

/// A scan under way.
pub(super) struct Scan<'s, 'a> {
    pub search: &'s Search<'a>,
    contents: Contents,
    pub found: Found<'a>,
    pub open: Vec<Open>,
    /// The open paragraphs, the innermost last.
    pub paragraphs: Vec<Counted>,
    count: u32,
    /// The fields of the body, and of each open text box.
    fields: Vec<Fields>,
    /// The marks of those of the body.
    pub marks: Marks,
    // How many open elements are there for older programs.
    older: usize,
    runs: Vec<Stripped>,
    /// Blanks that count only if more follows, in a text that has begun.
    pub held: Vec<Held>,
    pub begun: bool,
}

/// An element that has begun.
pub(super) struct Open {
    pub kind: Kind,
    start: usize,
    older: bool,
    /// A paragraph inside has begun.
    pub met: bool,
    // It belongs to a comment that is taken away.
    gone: bool,
}

/// A paragraph that has begun.
pub(super) struct Counted {
    pub paragraph: Paragraph,
    /// How many of its runs are open.
    pub runs: usize,
    // It is the first one of a content control.
    controlled: bool,
}

/// A run of which references may be taken away.
struct Stripped {
    start: usize,
    // How many removals there were before it.
    before: usize,
    // It holds more than what is taken away.
    stays: bool,
}

impl<'s, 'a> Scan<'s, 'a> {
    fn new(search: &'s Search<'a>, contents: Contents) -> Self {
        Self {
            search,
            contents,
            found: Found { source: search.source, ..Found::default() },
            open: Vec::new(),
            paragraphs: Vec::new(),
            count: 0,
            fields: vec![Fields::default()],
            marks: Marks::default(),
            older: 0,
            runs: Vec::new(),
            held: Vec::new(),
            begun: false,
        }
    }

    /// What the innermost open element is.
    pub(super) fn parent(&self) -> Kind {
        self.open.last().map_or(Kind::Other, |it| it.kind)
    }

    /// The fields of the innermost story.
    pub(super) fn fields(&mut self) -> Option<&mut Fields> {
        self.fields.last_mut()
    }

    /// Whether the innermost open element stands in the body itself.
    pub(super) fn in_body(&self) -> bool {
        self.fields.len() == 1 && self.paragraphs.len() == 1
    }

    /// Whether it stands in a text box.
    pub(super) fn in_box(&self) -> bool {
        1 < self.fields.len()
    }

    /// What is wrong with the place for a comment.
    pub(super) fn flaw(&self) -> Option<Flaw> {
        // The fields of the body; text boxes stand in its runs.
        let fields = self.fields.first()?;
        if 0 < self.older {
            Some(Flaw::Older)
        } else if fields.instructing() {
            Some(Flaw::Instruction)
        } else if self.contents == Contents::Apart && fields.in_contents() {
            Some(Flaw::Contents)
        } else if self.contents == Contents::Apart
            && self.paragraphs.first().is_some_and(|it| it.controlled)
        {
            Some(Flaw::Control)
        } else {
            self.found.frames.hides().then_some(Flaw::Hidden)
        }
    }

    fn begin(&mut self, tag: &Tag<'_>, at: Range<usize>) {
        if self.open.is_empty() {
            self.found.prefix = Prefix::of(tag, &self.search.source[at.clone()]);
        }
        let parent = self.parent();
        let kind = kind::kind(tag, parent);
        let older = self.alternative(tag, kind);
        self.older += usize::from(older);
        let gone = self.strip(tag, kind, &at);
        self.frame(tag, kind, &at, gone);
        let controlled = kind == Kind::Paragraph && self.begins_control();
        self.open.push(Open { kind, start: at.start, older, met: false, gone });
        match kind {
            Kind::Paragraph => {
                let paragraph = Paragraph::new(self.count, false);
                self.paragraphs.push(Counted { paragraph, runs: 0, controlled });
                self.count = self.count.saturating_add(1);
            }
            Kind::Run => {
                self.runs.push(Stripped {
                    start: at.start,
                    before: self.found.removals.len(),
                    stays: false,
                });
                if let Some(it) = self.paragraphs.last_mut() {
                    it.paragraph.open_run();
                    it.runs += 1;
                }
            }
            Kind::SimpleField => {
                self.simple(&tag.attribute("instr").unwrap_or_default());
            }
            Kind::Box => self.fields.push(Fields::default()),
            _ if parent == Kind::Run => self.sign(tag, at),
            _ => {}
        }
    }

    /// Whether an alternative is one that nobody reads: all but the first.
    fn alternative(&mut self, tag: &Tag<'_>, kind: Kind) -> bool {
        let Some(Open { kind: Kind::Alternatives { taken }, .. }) = self.open.last_mut()
        else {
            return false;
        };
        let chosen = tag.space == Space::Alternatives;
        chosen && kind == Kind::Other && std::mem::replace(taken, true)
    }

    /// Notes what a comment that is taken away leaves behind.
    fn strip(&mut self, tag: &Tag<'_>, kind: Kind, at: &Range<usize>) -> bool {
        let in_run = self.parent() == Kind::Run;
        let range = tag.is("commentRangeStart") || tag.is("commentRangeEnd");
        let gone = (range || in_run && tag.is("commentReference"))
            && tag
                .attribute("id")
                .and_then(|it| it.trim().parse().ok())
                .is_some_and(|it| self.search.gone.contains(&it));
        if gone {
            self.found.removals.push(at.clone());
        } else {
            self.found.ranges += usize::from(tag.is("commentRangeStart"));
            if in_run
                && kind != Kind::RunProperties
                && let Some(run) = self.runs.last_mut()
            {
                run.stays = true;
            }
        }
        gone
    }

    /// Begins a frame, where a comment may stand around the element and not inside.
    fn frame(&mut self, tag: &Tag<'_>, kind: Kind, at: &Range<usize>, gone: bool) {
        let parent = self.parent();
        let depth = self.open.len();
        let frames = &mut self.found.frames;
        match frames.within(depth) {
            Deep::Outside if self.paragraphs.is_empty() => {}
            Deep::Outside if kind == Kind::Run => {
                frames.begin_run(at.clone(), depth);
            }
            Deep::Outside if kind::closed(tag, kind) => {
                frames.begin(at.clone(), depth);
            }
            // What is bound to data is written anew from it.
            Deep::Outside if tag.is("dataBinding") => {
                let before = depth.saturating_sub(2);
                let control = self.open.get(before).filter(|it| it.kind == Kind::Control);
                if let Some(Open { start, .. }) = control {
                    frames.begin(*start..at.end, before);
                }
            }
            Deep::Child => {
                let light = gone || tag.is("lastRenderedPageBreak");
                frames.child(kind, at, light);
            }
            Deep::Property if parent == Kind::RunProperties && tag.is("vanish") => {
                frames.hide(tag.on());
            }
            Deep::Outside | Deep::Property | Deep::Deeper => {
                if matches!(parent, Kind::Text { .. }) {
                    frames.mix();
                }
            }
        }
    }

    fn end(&mut self, at: Range<usize>) {
        let Some(Open { kind, start, older, gone, .. }) = self.open.pop() else { return };
        match kind {
            Kind::Paragraph => {
                self.paragraphs.pop();
            }
            Kind::Run => {
                if let Some(it) = self.paragraphs.last_mut() {
                    it.paragraph.close_run();
                    it.runs = it.runs.saturating_sub(1);
                }
                self.close_run(at.end);
            }
            Kind::Text { .. } => {
                self.held.clear();
                self.begun = false;
            }
            Kind::SimpleField => {
                if let Some(it) = self.fields() {
                    it.mark("end");
                }
            }
            Kind::Box => {
                self.fields.pop();
            }
            _ => {}
        }
        self.older -= usize::from(older);
        let whole = start..at.end;
        self.found.frames.end(self.open.len(), kind, whole);
        if gone && !at.is_empty() {
            self.found.removals.push(at);
        }
    }

    /// A run that held nothing but what is taken away goes as a whole.
    fn close_run(&mut self, end: usize) {
        let Some(run) = self.runs.pop() else { return };
        if !run.stays && run.before < self.found.removals.len() {
            self.found.removals.truncate(run.before);
            self.found.removals.push(run.start..end);
        }
    }

    fn finish(self) -> Found<'a> {
        let mut found = self.found;
        // Paragraphs of text boxes stand inside the ones that they hang on.
        found.pieces.sort_by_key(|it| it.origin);
        found.stray.sort_by_key(|it| it.origin);
        found
    }
}
