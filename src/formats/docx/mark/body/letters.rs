//! What counts as letters, and where the bytes of each stand. The reader's walk decides
//! it; here is the same, with the place in the file.

use std::ops::Range;

use super::{
    super::super::{story::Note, symbol, xml::Tag},
    frame::Site,
    kind::Kind,
    scan::{Flaw, Scan},
};
use crate::doc::Origin;

/// Letters of one event of the part.
#[derive(Debug)]
pub(super) struct Piece {
    /// Where the reader says that they stand.
    pub origin: Origin,
    /// How many bytes the reader has of them.
    pub length: u32,
    /// Their bytes in the part.
    pub source: Range<usize>,
    /// Those are the letters themselves, so that one may be cut from the next.
    pub plain: bool,
    /// What they stand in.
    pub site: Site,
    /// The field that they are the result of.
    pub field: Option<usize>,
    /// Why no comment may stand on them.
    pub flaw: Option<Flaw>,
    /// They stand in a text box.
    pub boxed: bool,
}

/// The first words of a paragraph of the body: more than a few letters, up to a blank,
/// so that they are the same however they are cut into runs.
#[derive(Debug)]
pub(super) struct Lead {
    /// Which paragraph.
    pub paragraph: u32,
    /// Where they begin.
    pub from: Spot,
    /// Where they end.
    pub to: Spot,
    // Bytes so far; none more are wanted without.
    covered: Option<usize>,
}

/// A place beside a letter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    /// What the letter stands in.
    pub site: Site,
    /// The byte of the part.
    pub at: usize,
    /// The field that the letter is the result of.
    pub field: Option<usize>,
}

/// First words have at least so many bytes, if the paragraph has.
const ENOUGH: usize = 12;

/// Blanks that wait for more letters.
pub(super) struct Held {
    source: Range<usize>,
    text: String,
    plain: bool,
}

impl Scan<'_, '_> {
    /// Text, or one letter that the file writes as an entity.
    pub(super) fn text(&mut self, text: &str, at: Range<usize>) {
        let source = self.search.source.get(at.clone()).unwrap_or_default();
        let plain = source == text;
        match self.parent() {
            Kind::Text { keeps } => {
                if source.starts_with("<![CDATA[") {
                    self.found.frames.mix();
                }
                if keeps {
                    self.emit(text, at, plain);
                } else {
                    self.trimmed(text, &at, plain);
                }
            }
            Kind::Instruction => {
                if let Some(it) = self.fields() {
                    it.instruct(text);
                }
            }
            _ => {}
        }
    }

    /// Word drops blanks at the ends of text that does not say that it keeps them.
    fn trimmed(&mut self, text: &str, at: &Range<usize>, plain: bool) {
        let blank = |it: char| it.is_ascii_whitespace();
        let rest = if self.begun { text } else { text.trim_start_matches(blank) };
        let kept = rest.trim_end_matches(blank);
        let before = text.len() - rest.len();
        // Where `text[from..to]` stands.
        let part = |from: usize, to: usize| {
            if plain { at.start + from..at.start + to } else { at.clone() }
        };
        if !kept.is_empty() {
            for Held { source, text, plain } in std::mem::take(&mut self.held) {
                self.emit(&text, source, plain);
            }
            self.emit(kept, part(before, before + kept.len()), plain);
            self.begun = true;
        }
        let text = rest.get(kept.len()..).unwrap_or_default().to_owned();
        if !text.is_empty() {
            let source = part(before + kept.len(), before + rest.len());
            self.held.push(Held { source, text, plain });
        }
    }

    /// What stands in a run and is no text, but may stand for some.
    pub(super) fn sign(&mut self, tag: &Tag<'_>, at: Range<usize>) {
        match tag.name {
            _ if !tag.is(tag.name) => {}
            "tab" | "ptab" => self.emit("\t", at, false),
            "br" | "cr" => self.emit("\n", at, false),
            "noBreakHyphen" => self.emit("-", at, false),
            "sym" => {
                let font = tag.attribute("font").unwrap_or_default();
                let code = tag.attribute("char").unwrap_or_default();
                let code = u32::from_str_radix(code.trim(), 16).ok();
                if let Some(letter) = code.and_then(|it| symbol::symbol(&font, it)) {
                    self.emit(letter.encode_utf8(&mut [0; 4]), at, false);
                }
            }
            "fldChar" => {
                self.mark(&tag.attribute("fldCharType").unwrap_or_default());
            }
            "footnoteReference" | "endnoteReference" => self.refer(tag),
            _ => {}
        }
    }

    fn refer(&mut self, tag: &Tag<'_>) {
        let Some(id) = tag.attribute("id").and_then(|it| it.trim().parse().ok()) else {
            return;
        };
        let foot = tag.name == "footnoteReference";
        let note = if foot { Note::Foot(id) } else { Note::End(id) };
        if self.flaw().is_none()
            && !self.found.notes.contains_key(&note)
            && let Some(site) = self.found.frames.place(self.open.len())
        {
            self.found.notes.insert(note, Site { child: None, ..site });
        }
    }

    /// Letters that the reader counts.
    fn emit(&mut self, text: &str, source: Range<usize>, plain: bool) {
        let (boxed, in_body, flaw) = (self.in_box(), self.in_body(), self.flaw());
        let depth = self.open.len();
        let Some(counted) = self.paragraphs.last_mut() else { return };
        let (stray, paragraph) = (counted.runs == 0, counted.paragraph.index);
        let origin = counted.paragraph.place(0, text);
        let frames = &mut self.found.frames;
        frames.count(depth, &source);
        if self.search.paragraphs.contains(&paragraph)
            && let Some(site) = frames.place(depth)
        {
            let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
            let source = source.clone();
            let field = self.marks.within();
            let piece = Piece { origin, length, source, plain, site, field, flaw, boxed };
            let all = if stray { &mut self.found.stray } else { &mut self.found.pieces };
            all.push(piece);
        }
        if flaw.is_some() {
            return;
        }
        if in_body && frames.is_run() && !stray {
            self.lead(paragraph, text, &source, plain);
        } else if self.found.spare.is_none()
            && !text.trim().is_empty()
            && let Some(site) = frames.place(depth)
        {
            self.found.spare = Some(Site { child: None, ..site });
        }
    }

    /// Adds letters to the first words of a paragraph.
    fn lead(&mut self, paragraph: u32, text: &str, source: &Range<usize>, plain: bool) {
        let depth = self.open.len();
        let field = self.marks.within();
        let found = &mut self.found;
        // Where `text[..at]` ends.
        let place = |at: usize| if plain { source.start + at } else { source.end };
        let begun = found.leads.last().is_some_and(|it| it.paragraph == paragraph);
        let skipped = if begun { 0 } else { text.len() - text.trim_start().len() };
        let text = text.get(skipped..).unwrap_or_default();
        if text.is_empty() {
            return;
        }
        if !begun {
            let Some(site) = found.frames.place(depth) else { return };
            let at = if plain { place(skipped) } else { source.start };
            let from = Spot { site, at, field };
            found.leads.push(Lead { paragraph, from, to: from, covered: Some(0) });
        }
        let Some(lead) = found.leads.last_mut() else { return };
        let Some(covered) = lead.covered else { return };
        let wanted = ENOUGH.saturating_sub(covered);
        let blanks = text.char_indices().filter(|(_, it)| it.is_whitespace());
        let end = blanks.map(|(at, _)| at).find(|at| wanted <= *at);
        let words = text.get(..end.unwrap_or(text.len())).unwrap_or_default().trim_end();
        if !words.is_empty()
            && let Some(site) = found.frames.place(depth)
        {
            lead.to = Spot { site, at: place(skipped + words.len()), field };
        }
        lead.covered = end.is_none().then_some(covered + text.len());
    }
}
