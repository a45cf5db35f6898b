//! Word files: .docx, and what else Word saves in the same way (.docm, .dotx).
//!
//! A file is a [`package`] of parts; [`relations`] lead from one to the next; [`xml`]
//! pulls elements out of each; [`walk`] gathers the blocks of one view of the tracked
//! changes. Headers and footers repeat on every page, so they are not read; comments are
//! about the draft, so they become remarks.
//!
//! Origins count every `w:p` of a part, every `w:r` of its innermost paragraph, and the
//! bytes of the text that the run's own elements stand for, also where the view does not
//! show them: a tab, a break and a no-break hyphen are one byte, a soft hyphen none.
//! Equations and stray text hang on the end of the run before them.

mod begin;
mod block;
mod changes;
mod counters;
mod field;
mod mark;
mod names;
mod numbering;
mod package;
mod paragraph;
mod relations;
mod remarks;
mod story;
mod styles;
mod symbol;
mod tally;
mod walk;
mod xml;

use std::collections::BTreeMap;

pub(super) use self::{
    block::Block,
    changes::Signed,
    numbering::{Level, Numbering},
    paragraph::Properties,
    story::{Note, Place, Table},
    styles::{Stated, Styles},
    symbol::symbol,
    tally::Unread,
    walk::{Book, Gathering, Walk},
};
use self::{
    names::Kind,
    package::Package,
    relations::{Relation, relations},
    remarks::Threads,
    walk::walk,
    xml::{Event, Fault, Space, Xml},
};
use super::{Flow, Format, Input, Limits, ReadError, Shape, Skipped, ends_in};
use crate::doc::Source;

pub(super) const FORMAT: Format =
    Format { name: "docx", claims, read, mark: Some(mark::mark) };

/// The main part, where nothing says that it is elsewhere.
const USUAL: &str = "word/document.xml";

/// Every archive: what is none of Word's gets an error that says so, and so does what is
/// left of a Word file that was cut off in the mark that archives begin with.
fn claims(input: Input<'_>) -> bool {
    let named = ends_in(input.name, &["docx", "docm", "dotx", "dotm"]);
    let begins = |mark: &[u8]| input.bytes.starts_with(mark);
    begins(b"PK\x03\x04") || begins(b"PK\x05\x06") || named && begins(b"PK")
}

fn read(input: Input<'_>) -> Result<Flow, ReadError> {
    let mut file = File {
        package: Package::open(input.bytes, input.limits)?,
        limits: input.limits,
        skipped: Vec::new(),
    };
    let main = file.main()?;
    let leads = relations(&mut file.package, &main, input.limits.depth)?;
    let styles = file.aside(&main, &leads, "styles", Styles::read)?.unwrap_or_default();
    let numbering =
        file.aside(&main, &leads, "numbering", Numbering::read)?.unwrap_or_default();
    let book = Book { styles, numbering, view: input.view, depth: input.limits.depth };
    let mut gathering = Gathering::default();
    let mut sources = vec![Source { name: Some((&*main).into()), text: None }];
    for (part, kind) in [(1, "footnotes"), (2, "endnotes")] {
        let name = file.named(&main, &leads, kind);
        sources.push(Source { name: Some((&*name).into()), text: None });
        let mut gather = |text: &str, _| walk(text, part, &book, &mut gathering);
        file.aside(&main, &leads, kind, &mut gather)?;
    }
    let text = file.text(&main)?.unwrap_or_default();
    root(&main, &text, input.limits.depth)?;
    let blocks = walk(&text, 0, &book, &mut gathering);
    let blocks = blocks.map_err(|it| refused(&main, &it))?;
    for _ in 0..gathering.notes.left() {
        gathering.tally.add(Unread::Note);
    }
    let comments = file.margin(&main, &leads, "comments", remarks::comments);
    let threads = if comments.is_empty() {
        Threads::default()
    } else {
        file.margin(&main, &leads, "commentsExtended", remarks::threads)
    };
    let remarks = remarks::remarks(comments, &gathering.anchors, &threads);
    let mut flow = compose(blocks, sources, file.skipped, gathering);
    flow.remarks = remarks;
    Ok(flow)
}

/// A file that is being read.
struct File<'b> {
    package: Package<'b>,
    limits: Limits,
    skipped: Vec<Skipped>,
}

impl File<'_> {
    /// The name of the part with the body of the draft.
    fn main(&mut self) -> Result<String, ReadError> {
        let leads = relations(&mut self.package, "", self.limits.depth)?;
        let target = leads.iter().find(|it| &*it.kind == "officeDocument");
        let found = target.and_then(|it| self.package.spelling(&it.target));
        found
            .or_else(|| self.package.spelling(USUAL))
            .ok_or_else(|| foreign(&self.package))
    }

    /// The name of the part of this kind that `main` leads to.
    fn named(&self, main: &str, leads: &[Relation], kind: &str) -> String {
        let target = leads.iter().find(|it| &*it.kind == kind);
        let found = target.and_then(|it| self.package.spelling(&it.target));
        let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
        found.unwrap_or_else(|| format!("{folder}/{kind}.xml"))
    }

    /// What a part beside the main one says; nothing, if it is missing or damaged.
    fn aside<T>(
        &mut self,
        main: &str,
        leads: &[Relation],
        kind: &str,
        mut read: impl FnMut(&str, usize) -> Result<T, Fault>,
    ) -> Result<Option<T>, ReadError> {
        let name = self.named(main, leads, kind);
        let Some(text) = self.text(&name)? else { return Ok(None) };
        match read(&text, self.limits.depth) {
            Ok(it) => Ok(Some(it)),
            Err(Fault::Broken { at, why }) => {
                let what = format!("the part {name}").into();
                let why = format!(
                    "it is damaged at byte {at}: {why}; let Word repair the file"
                );
                self.skipped.push(Skipped { what, why: why.into() });
                Ok(None)
            }
            Err(fault) => Err(refused(&name, &fault)),
        }
    }

    /// The same of a part that is about the draft: what is wrong with it costs the draft
    /// nothing else.
    fn margin<T: Default>(
        &mut self,
        main: &str,
        leads: &[Relation],
        kind: &str,
        read: impl FnMut(&str, usize) -> Result<T, Fault>,
    ) -> T {
        match self.aside(main, leads, kind, read) {
            Ok(found) => found.unwrap_or_default(),
            Err(err) => {
                let what = format!("the part {}", self.named(main, leads, kind)).into();
                self.skipped.push(Skipped { what, why: err.to_string().into() });
                T::default()
            }
        }
    }

    /// The text of a part.
    fn text(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let Some(part) = self.package.part(name)? else { return Ok(None) };
        if part.repaired {
            let what = format!("some letters in {name}").into();
            let why = "they are not in the encoding that Word files have; save the file again with Word";
            self.skipped.push(Skipped { what, why: why.into() });
        }
        Ok(Some(part.text))
    }
}

/// Says what an archive without a Word document is.
fn foreign(package: &Package<'_>) -> ReadError {
    let known = [
        ("xl/workbook.xml", "an Excel workbook"),
        ("xl/workbook.bin", "an Excel workbook"),
        ("ppt/presentation.xml", "a PowerPoint presentation"),
        ("visio/document.xml", "a Visio drawing"),
        ("content.xml", "an OpenDocument file"),
    ];
    let found = known.iter().find(|(part, _)| package.has(part));
    let text = match found {
        Some((_, what)) => {
            format!("this is {what}, not a Word file; save its text as .docx")
        }
        None if package.has("[Content_Types].xml") => {
            "this Word file has no main part; open it in Word and save it again".into()
        }
        None => {
            "this archive holds no Word document; unpack it and name the drafts in it"
                .into()
        }
    };
    ReadError::Unknown(text.into())
}

/// Makes sure that the main part is a document of Word.
fn root(name: &str, text: &str, depth: usize) -> Result<(), ReadError> {
    let mut xml = Xml::new(text, depth);
    loop {
        let text = match xml.pull().map_err(|it| refused(name, &it))? {
            Event::Start(tag) if tag.space == Space::Word && tag.name == "document" => {
                return Ok(());
            }
            Event::Start(tag) => format!(
                "the main part of this file holds a “{}” and no Word document; save its text as .docx",
                tag.name
            ),
            Event::Eof => format!("{name} is empty; let Word repair the file"),
            Event::End | Event::Text(_) | Event::Character(_) => continue,
        };
        return Err(ReadError::Unknown(text.into()));
    }
}

fn refused(name: &str, fault: &Fault) -> ReadError {
    match fault {
        Fault::Broken { at, why } => ReadError::Damaged(
            format!("{name} is damaged at byte {at}: {why}; let Word repair the file").into(),
        ),
        Fault::Doctype => ReadError::Damaged(
            format!("{name} declares a document type, which no Word file needs and attacks use; ask where it came from").into(),
        ),
        Fault::Deep(limit) => ReadError::TooLarge(
            format!("elements in {name} nest more than {limit} deep, which no draft needs").into(),
        ),
    }
}

/// The flow that these blocks make.
pub(super) fn compose(
    blocks: Vec<Block>,
    sources: Vec<Source>,
    skipped: Vec<Skipped>,
    gathering: Gathering,
) -> Flow {
    let mut flow = Flow::default();
    flow.sources = sources;
    flow.skipped = skipped;
    flow.skipped.extend(gathering.tally.skipped());
    flow.changes = gathering.changes.into_found();
    // Some drafts use no style for headings at all.
    flow.loose = !blocks.iter().any(|it| matches!(it.shape, Shape::Heading(1..9)));
    let mut waiting: Option<Block> = None;
    let mut tables = BTreeMap::new();
    let titled =
        blocks.iter().any(|it| it.shape == Shape::Title && it.kind == Kind::Title);
    for mut block in blocks {
        if block.words.is_blank() {
            continue;
        }
        // A line such as "Working Draft 11" is the title only where nothing else is.
        if block.kind == Kind::Subtitle && block.shape == Shape::Title && titled {
            block.shape = Shape::Paragraph;
        }
        // Tables count in the order in which a reader meets them.
        if let Some(cell) = &mut block.cell {
            let next = u32::try_from(tables.len()).unwrap_or(u32::MAX);
            cell.table = *tables.entry(cell.table).or_insert(next);
        }
        // "Annex A" and its title are two paragraphs of one heading.
        if let Some(before) = waiting.take() {
            if let Kind::DivisionTitle(_) = block.kind {
                block.words = joined(before.words, block.words);
                block.number = before.number.or(block.number);
            } else {
                before.pour(&mut flow);
            }
        }
        match block.kind {
            Kind::DivisionNumber(_) if block.shape != Shape::Cell => {
                waiting = Some(block);
            }
            _ => block.pour(&mut flow),
        }
    }
    if let Some(block) = waiting {
        block.pour(&mut flow);
    }
    flow
}

fn joined(mut first: block::Words, second: block::Words) -> block::Words {
    first.append_line(second);
    first
}
