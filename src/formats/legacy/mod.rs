//! Files of Word 97 to 2003 (.doc), in Microsoft's older container; what else such a
//! container holds is told apart and refused with advice.
//!
//! A file is a [`head`] that leads to its tables; [`letters`] puts its text together;
//! [`pages`] say how stretches of it look; [`walk`] hands it, story by story, to the
//! walk of the newer Word files. Headers and footers repeat on every page and comments
//! are about the draft, so neither is read. "[MS-DOC]" is Microsoft's description of the
//! format.
//!
//! Origins count every paragraph mark, cell mark and row mark of a story; all letters of
//! a paragraph are one run, as [`super::docx`] counts them.

mod bytes;
mod fonts;
mod grid;
mod head;
mod letters;
mod lists;
mod look;
mod pages;
mod paragraphs;
mod refusal;
mod styles;
#[cfg(test)]
mod tests;
mod walk;

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use cfb::CompoundFile;

use self::{
    bytes::{Places, long, short},
    head::{Head, Story, Table},
    letters::Letters,
    pages::Pages,
    walk::{Draft, Hanging},
};
use super::{
    Flow, Format, Input, Limits, ReadError, Skipped,
    docx::{Block, Book, Gathering, Note, Place, Unread, Walk, compose},
};
use crate::doc::Source;

pub(super) const FORMAT: Format = Format { name: "doc", claims, read, mark: None };

/// What every such file begins with.
const MARK: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// The stream that holds the text.
const MAIN: &str = "WordDocument";

/// A container that is open.
type File<'b> = CompoundFile<Cursor<&'b [u8]>>;

fn claims(input: Input<'_>) -> bool {
    input.bytes.starts_with(&MARK)
}

fn read(input: Input<'_>) -> Result<Flow, ReadError> {
    let length = u64::try_from(input.bytes.len()).unwrap_or(u64::MAX);
    if input.limits.file < length {
        return Err(refusal::large());
    }
    let Ok(mut file) = CompoundFile::open(Cursor::new(input.bytes)) else {
        return Err(refusal::closed(input.bytes));
    };
    if !file.is_stream(MAIN) || file.is_stream(refusal::ENCRYPTED) {
        return Err(refusal::foreign(&file));
    }
    let main = stream(&mut file, MAIN, input.limits)?;
    refusal::check(&main)?;
    let tables = stream(&mut file, head::tables(&main), input.limits)?;
    // Only pictures and large properties stand there; many files have none.
    let data = stream(&mut file, "Data", input.limits).unwrap_or_default();
    let head = Head::read(&main).ok_or_else(refusal::damaged)?;
    let pieces = head.table(&tables, Table::Pieces);
    let letters = pieces.and_then(|it| Letters::read(&main, it));
    let letters = letters.ok_or_else(refusal::damaged)?;
    Ok(Opened { head, main: &main, tables: &tables, data: &data }.flow(letters, input))
}

/// The bytes of a stream.
fn stream(file: &mut File<'_>, name: &str, limits: Limits) -> Result<Vec<u8>, ReadError> {
    let stream = file.open_stream(name).map_err(|_| refusal::damaged())?;
    if limits.part < stream.len() {
        return Err(refusal::large());
    }
    let mut bytes = Vec::new();
    let read = stream.take(limits.part).read_to_end(&mut bytes);
    read.map_err(|_| refusal::damaged())?;
    Ok(bytes)
}

/// A file whose text can be read.
struct Opened<'b> {
    head: Head<'b>,
    main: &'b [u8],
    tables: &'b [u8],
    data: &'b [u8],
}

/// The parts that origins speak of, in order.
const PARTS: [&str; 4] = [
    MAIN,
    "WordDocument, footnotes",
    "WordDocument, endnotes",
    "WordDocument, text boxes",
];

impl Opened<'_> {
    fn flow(&self, letters: Letters, input: Input<'_>) -> Flow {
        let fonts = fonts::fonts(self.table(Table::Fonts));
        let looks = Pages::letters(self.main, self.table(Table::LetterPages));
        let list = self.table(Table::ParagraphPages);
        let paragraphs = Pages::paragraphs(self.main, list, self.data);
        let styles = styles::styles(self.table(Table::Styles)).unwrap_or_default();
        let patterns = self.head.table_on(self.tables, Table::ListPatterns);
        let numbering =
            lists::lists(self.table(Table::Lists), patterns.unwrap_or_default());
        let book =
            Book { styles, numbering, view: input.view, depth: input.limits.depth };
        let draft = Draft { letters, looks, paragraphs, fonts };
        let mut gathering = Gathering::default();
        let blocks = self.stories(&draft, &book, &mut gathering);
        for _ in 0..gathering.notes.left() {
            gathering.tally.add(Unread::Note);
        }
        let source = |it: &&str| Source { name: Some((*it).into()), text: None };
        let sources = PARTS.iter().map(source).collect();
        compose(blocks, sources, self.skipped(&draft), gathering)
    }

    /// A table; nothing, if it is missing.
    fn table(&self, table: Table) -> &[u8] {
        self.head.table(self.tables, table).unwrap_or_default()
    }

    /// Reads every story; what belongs to a paragraph of the body stands behind it.
    fn stories(
        &self,
        draft: &Draft,
        book: &Book,
        gathering: &mut Gathering,
    ) -> Vec<Block> {
        let mut hanging = Hanging::default();
        self.notes(draft, book, gathering, &mut hanging);
        hanging.boxes = self.boxes(draft, book, gathering);
        // What is said of a shape takes 26 bytes, its identifier first.
        let shapes = Places::of(self.table(Table::Shapes), 26).iter();
        hanging.shapes =
            shapes.filter_map(|(at, _, it)| Some((at, long(it, 0)?))).collect();
        let mut walk = Walk::new(0, book, gathering);
        let (start, end) = self.head.story(Story::Body);
        draft.read(&mut walk, &mut hanging, start, end);
        let mut blocks = walk.finish();
        // Boxes in groups hang on no letter of their own.
        blocks.extend(hanging.boxes.into_values().flatten());
        blocks
    }

    /// Reads the notes into `gathering`, and what refers to them into `hanging`.
    fn notes(
        &self,
        draft: &Draft,
        book: &Book,
        gathering: &mut Gathering,
        hanging: &mut Hanging,
    ) {
        type Name = fn(i64) -> Note;
        let kinds: [(u16, Story, Table, Table, Name); 2] = [
            (1, Story::Footnotes, Table::FootnoteMarks, Table::FootnoteTexts, Note::Foot),
            (2, Story::Endnotes, Table::EndnoteMarks, Table::EndnoteTexts, Note::End),
        ];
        for (part, story, marks, texts, note) in kinds {
            let (base, end) = self.head.story(story);
            let mut walk = Walk::new(part, book, gathering);
            let texts = Places::of(self.table(texts), 0).iter();
            let marks = Places::of(self.table(marks), 2).iter();
            let mut last = base;
            for (id, ((from, to, _), (mark, ..))) in (0..).zip(texts.zip(marks)) {
                walk.open_story(Place::Note(note(id)));
                // Nothing is read twice, whatever a damaged list says.
                let from = base.saturating_add(from).max(last);
                let to = base.saturating_add(to).min(end);
                last = last.max(to);
                draft.read(&mut walk, &mut Hanging::default(), from, to);
                walk.close_note();
                hanging.notes.insert(mark, note(id));
            }
            walk.finish();
        }
    }

    /// Reads the text boxes, each under the shape that it is.
    fn boxes(
        &self,
        draft: &Draft,
        book: &Book,
        gathering: &mut Gathering,
    ) -> BTreeMap<u32, Vec<Block>> {
        let (base, end) = self.head.story(Story::TextBoxes);
        let mut boxes: BTreeMap<u32, Vec<Block>> = BTreeMap::new();
        let (mut count, mut last) = (0, base);
        // What is said of a box takes 22 bytes ([MS-DOC] 2.9.102).
        for (from, to, item) in Places::of(self.table(Table::TextBoxes), 22).iter() {
            let (Some(unused), Some(shape)) = (short(item, 8), long(item, 14)) else {
                continue;
            };
            let mut walk = Walk::new(3, book, gathering);
            walk.count = count;
            let from = base.saturating_add(from).max(last);
            let to = base.saturating_add(to).min(end);
            last = last.max(to);
            draft.read(&mut walk, &mut Hanging::default(), from, to);
            count = walk.count;
            let blocks = walk.finish();
            if unused == 0 {
                boxes.entry(shape).or_default().extend(blocks);
            }
        }
        boxes
    }

    /// What is not read as exactly as in newer files.
    fn skipped(&self, draft: &Draft) -> Vec<Skipped> {
        let mut skipped = Vec::new();
        let mut tell = |what: &str, why: &str| {
            skipped.push(Skipped { what: what.into(), why: why.into() });
        };
        tell(
            "tracked changes of tables and of formatting",
            "this is a Word 97-2003 file: its words, notes, tables and tracked insertions and deletions are read, but not these; save it as .docx for an exact reading",
        );
        if draft.letters.len() < self.head.letters() {
            tell(
                "the end of the text",
                "the file is cut off; get it again from where it came from",
            );
        }
        if 0 < draft.looks.damaged + draft.paragraphs.damaged {
            tell(
                "the look of some paragraphs",
                "the file is damaged, so that headings and cells may be taken for plain text; let Word repair it",
            );
        }
        skipped
    }
}
