//! Comments are written into a Word file and nothing else of it changes; what people
//! answered stays.
#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

mod answers;
mod archive;
mod parts;

#[path = "../support"]
mod support {
    pub(crate) mod package;
    pub(crate) mod word;
}

use std::{
    collections::BTreeSet,
    io::{Cursor, Read as _},
    sync::LazyLock,
};

use reclint::{
    doc::Document,
    formats::{
        self, Input, Limits, View,
        mark::{
            INSTEAD, Mark, MarkError, Marked, Marking, Moved, Place, WHY, Way, closing,
        },
    },
    rules::RuleSet,
    text::Span,
};
use zip::ZipArchive;

static RULES: LazyLock<RuleSet> = LazyLock::new(RuleSet::built_in);

fn input(bytes: &[u8]) -> Input<'_> {
    Input {
        name: "draft.docx",
        bytes,
        view: View::Final,
        include: &|it| Err(format!("{it}: a test draft stands alone").into()),
        limits: Limits::default(),
    }
}

#[track_caller]
fn document(bytes: &[u8]) -> Document {
    formats::read(input(bytes), RULES.lexicon()).unwrap().document
}

/// Where `words` stand in the file.
#[track_caller]
fn place(doc: &Document, words: &str) -> Place {
    let start = doc.text().find(words).unwrap_or_else(|| panic!("no “{words}”"));
    let end = start + words.len();
    let last = end - words.chars().next_back().unwrap().len_utf8();
    let at = |from: usize, to: usize| {
        let span = Span::new(u32::try_from(from).unwrap(), u32::try_from(to).unwrap());
        doc.origins(span).next().unwrap().1
    };
    Place::Words { first: at(start, end), last: at(last, end) }
}

/// A mark on `words`, known by `key`.
#[track_caller]
fn on(bytes: &[u8], words: &str, key: &str) -> Mark {
    Mark {
        key: key.into(),
        code: "CR03".into(),
        at: place(&document(bytes), words),
        quote: words.into(),
        text: vec![
            format!("CR03 warning: {words} is broken.").into(),
            format!("{WHY}it was found out. (RFC 6151)").into(),
            format!("{INSTEAD}SHA-256").into(),
            closing("CR03", key, Way::Reply).into(),
        ],
    }
}

/// How the tests write: on a fixed day, with nothing answered elsewhere.
fn marking() -> Marking<'static> {
    static NOTHING: BTreeSet<Box<str>> = BTreeSet::new();
    Marking {
        open: &NOTHING,
        date: Some("2026-11-22T10:00:00Z"),
        answered: &NOTHING,
        break_signature: false,
        title: Place::Draft,
        summary: &sum,
    }
}

fn sum(moved: &[Moved]) -> Vec<Box<str>> {
    vec![
        "reclint summary: as reclint reads it.".into(),
        format!("{} moved", moved.len()).into(),
        "Written by reclint 0.1.0 with rules 4bbce58b16b90d79.".into(),
    ]
}

/// Writes a mark on each of these words, known by these keys.
#[track_caller]
fn annotate(bytes: &[u8], marks: &[(&str, &str)]) -> Marked {
    annotated(bytes, marks, &marking()).unwrap()
}

fn annotated(
    bytes: &[u8],
    marks: &[(&str, &str)],
    marking: &Marking<'_>,
) -> Result<Marked, MarkError> {
    let marks: Vec<_> = marks.iter().map(|(words, key)| on(bytes, words, key)).collect();
    formats::mark(input(bytes), &marks, marking)
}

/// The text of a part; nothing if it is not there.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    if let Ok(mut entry) = archive.by_name(name) {
        entry.read_to_string(&mut text).unwrap();
    }
    text
}

/// The same file with other parts, in the same order; new ones stand at its end.
fn with(bytes: &[u8], parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all: Vec<(String, Vec<u8>)> = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        all.push((entry.name().unwrap().into_owned(), bytes));
    }
    for (name, text) in parts {
        match all.iter_mut().find(|(it, _)| it == name) {
            Some((_, bytes)) => *bytes = text.as_bytes().to_vec(),
            None => all.push(((*name).to_owned(), text.as_bytes().to_vec())),
        }
    }
    support::package::zipped(all.iter().map(|(name, it)| (&**name, &**it)))
}

/// The same file, with something in one of its parts put in another way.
#[track_caller]
fn edited(bytes: &[u8], name: &str, from: &str, to: &str) -> Vec<u8> {
    let text = part(bytes, name);
    assert!(text.contains(from), "{name} has no {from}: {text}");
    with(bytes, &[(name, &text.replace(from, to))])
}

const DRAFT: &str = "{Rec_No} Draft Recommendation ITU-T X.1\n\n{Rec_title} Keys of things\n\n\
    {heading 1} 1\\tScope\n\nThe key is hashed with MD5 and stored.\n\n\
    {heading 1} 2\\tKeys\n\nThe key is sent with **SSL** 3.0 over the network.";

/// A draft of a few lines.
fn draft() -> Vec<u8> {
    support::word::docx(DRAFT)
}

const COMMENTS: &str = "word/comments.xml";
const MAIN: &str = "word/document.xml";
const TYPES: &str = "[Content_Types].xml";
const LEADS: &str = "word/_rels/document.xml.rels";
