//! File formats: each turns bytes into a flow of blocks, and all flows become
//! documents in one place (`assemble`). Knows no rule.
//!
//! To add a format, write its module and add its row to [`ALL`].

mod assemble;
mod asciidoc;
mod docx;
mod flow;
mod heading;
mod html;
mod legacy;
pub mod mark;
mod markdown;
mod number;
mod remark;
mod text;
mod title;

use crate::{doc::Document, lexicon::Lexicon};

pub use self::flow::{Flow, FlowBlock, Shape};
use self::mark::{Mark, MarkError, Marked, Marking};

/// One file format.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// What people call it.
    pub name: &'static str,
    /// Whether these bytes are of this format; the name helps where bytes cannot tell.
    pub claims: fn(Input<'_>) -> bool,
    /// Reads a whole file.
    pub read: fn(Input<'_>) -> Result<Flow, ReadError>,
    /// Writes marks into a file that was read, where the format has a place for them.
    pub mark: Option<Marker>,
}

/// Writes marks into a file; nothing else of it changes.
pub type Marker = fn(Input<'_>, &[Mark], &Marking<'_>) -> Result<Marked, MarkError>;

/// Every format there is; the first that claims a file reads it.
pub static ALL: &[Format] = &[
    docx::FORMAT,
    legacy::FORMAT,
    html::FORMAT,
    asciidoc::FORMAT,
    markdown::FORMAT,
    text::FORMAT,
];

/// A file as it is given to a reader.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// Its name or path, for its ending only.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Which view of tracked changes to read.
    pub view: View,
    /// Reads a file named relative to the draft's own folder, for `include::`; refuses
    /// what lies outside it.
    pub include: &'a dyn Fn(&str) -> Result<String, Box<str>>,
    /// The sizes to refuse.
    pub limits: Limits,
}

/// Which side of tracked changes to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum View {
    /// As if every change were accepted.
    #[default]
    Final,
    /// As if every change were rejected.
    Original,
}

/// The sizes to refuse, because no draft has them and some attacks do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Entries in an archive.
    pub entries: usize,
    /// Bytes of one unpacked part. The largest real one seen has 26 MB.
    pub part: u64,
    /// Bytes of all parts read together.
    pub total: u64,
    /// Unpacked bytes for one packed byte; deflate itself cannot pass 1 032.
    pub ratio: u64,
    /// How deep elements may nest.
    pub depth: usize,
    /// Bytes of the file itself.
    pub file: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            entries: 10_000,
            part: 256 << 20,
            total: 1 << 30,
            ratio: 1_100,
            depth: 4_096,
            file: 512 << 20,
        }
    }
}

/// What came of reading a file.
#[derive(Debug)]
pub struct Reading {
    /// The name of the format it was read as.
    pub format: &'static str,
    /// The document, as far as it could be read.
    pub document: Document,
    /// What could not be read: unread text is unchecked text.
    pub skipped: Vec<Skipped>,
}

/// A part of a draft that was not read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// What it is and where, in words: "picture text in word/media/image1.wmf".
    pub what: Box<str>,
    /// Why it was not read, and what to do about it.
    pub why: Box<str>,
}

/// Why a file could not be read at all, and what its author can do.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// No format claims it.
    #[error("{0}")]
    Unknown(Box<str>),
    /// It is protected.
    #[error("{0}")]
    Protected(Box<str>),
    /// It cannot be opened as what it claims to be.
    #[error("{0}")]
    Damaged(Box<str>),
    /// It passes a limit.
    #[error("{0}")]
    TooLarge(Box<str>),
}

/// Reads a file, choosing the format by its content.
pub fn read(input: Input<'_>, lexicon: &Lexicon) -> Result<Reading, ReadError> {
    let format = ALL.iter().find(|it| (it.claims)(input));
    let Some(format) = format else {
        return Err(ReadError::Unknown(text::unreadable(input).into()));
    };
    let mut flow = (format.read)(input)?;
    let skipped = std::mem::take(&mut flow.skipped);
    let document = assemble::assemble(flow, lexicon);
    Ok(Reading { format: format.name, document, skipped })
}

/// Writes marks into a draft, in its own format.
pub fn mark(
    input: Input<'_>,
    marks: &[Mark],
    marking: &Marking<'_>,
) -> Result<Marked, MarkError> {
    let format = ALL.iter().find(|it| (it.claims)(input));
    match format.map(|it| (it.name, it.mark)) {
        Some((_, Some(mark))) => mark(input, marks, marking),
        Some((name, None)) => Err(MarkError::Unfit(
            format!(
                "no comment can be written into {name}: save it as .docx, or see it as a page with `check --format html`"
            )
            .into(),
        )),
        None => Err(MarkError::Unfit(text::unreadable(input).into())),
    }
}

/// Makes sure that a marked draft reads as the draft does, in both views.
pub fn verify(input: Input<'_>, marked: &Marked) -> Result<(), MarkError> {
    let Some(format) = ALL.iter().find(|it| (it.claims)(input)) else {
        return Err(MarkError::Unfit(text::unreadable(input).into()));
    };
    let include = |name: &str| {
        let part = marked.parts.iter().find(|(it, _)| **it == *name);
        match part.map(|(_, bytes)| String::from_utf8(bytes.clone())) {
            Some(text) => text.map_err(|it| it.to_string().into()),
            None => (input.include)(name),
        }
    };
    for view in [View::Final, View::Original] {
        let before = Input { view, ..input };
        let after = Input { view, bytes: &marked.bytes, include: &include, ..input };
        if !(format.claims)(after) {
            return Err(differs("it is no longer taken for the same kind of file"));
        }
        let read = |it| (format.read)(it).map_err(|err| differs(&err.to_string()));
        let (before, after) = (read(before)?, read(after)?);
        if let Some(words) = before.difference(&after) {
            return Err(differs(&format!("its text differs near “{words}”")));
        }
    }
    Ok(())
}

fn differs(why: &str) -> MarkError {
    MarkError::Differs(
        format!("the annotated file did not pass its own check: {why}; nothing was written, please report it").into(),
    )
}

/// Whether the file's name ends in one of `endings`, given in lower case.
fn ends_in(name: &str, endings: &[&str]) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, it)| it);
    endings.iter().any(|it| it.eq_ignore_ascii_case(ending))
}
