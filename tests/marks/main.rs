//! Findings written into Markdown and AsciiDoc as comments: nothing else changes, twice
//! is as once, and answers stay.
#![expect(clippy::disallowed_methods, reason = "it reads fixtures")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

mod answers;
mod laws;
mod places;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use reclint::{
    doc::Document,
    formats::{
        self, Input, Limits, View,
        mark::{Mark, MarkError, Marked, Marking, Moved, Place},
    },
    rules::RuleSet,
    text::Span,
};

static RULES: LazyLock<RuleSet> = LazyLock::new(RuleSet::built_in);

/// The files of a draft: its own name and text, then those that it includes.
#[derive(Clone, Debug)]
struct Files {
    name: String,
    bytes: Vec<u8>,
    parts: BTreeMap<String, String>,
}

impl Files {
    fn one(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), bytes: text.into(), parts: BTreeMap::new() }
    }

    fn with(mut self, name: &str, text: &str) -> Self {
        self.parts.insert(name.to_owned(), text.to_owned());
        self
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    fn give<T>(&self, use_it: impl FnOnce(Input<'_>) -> T) -> T {
        let include = |it: &str| self.parts.get(it).cloned().ok_or_else(|| it.into());
        use_it(Input {
            name: &self.name,
            bytes: &self.bytes,
            view: View::Final,
            include: &include,
            limits: Limits::default(),
        })
    }

    fn read(&self) -> Document {
        self.give(|it| formats::read(it, RULES.lexicon())).unwrap().document
    }

    /// The files after `marked`.
    fn after(&self, marked: &Marked) -> Self {
        let mut after = Self { bytes: marked.bytes.clone(), ..self.clone() };
        for (name, bytes) in &marked.parts {
            let text = String::from_utf8(bytes.clone()).unwrap();
            after.parts.insert(name.to_string(), text);
        }
        after
    }
}

/// The place of some words of a document.
fn place(doc: &Document, span: Span) -> Place {
    let ends = || doc.origins(span);
    match (ends().next(), ends().last()) {
        (Some((_, first)), Some((_, last))) => Place::Words { first, last },
        _ => Place::Draft,
    }
}

/// A mark on some words of a document.
fn on(doc: &Document, span: Span, key: usize) -> Mark {
    Mark {
        key: format!("{key:016x}").into(),
        code: "CR03".into(),
        at: place(doc, span),
        quote: doc[span].into(),
        text: vec!["CR03 error: broken.".into(), "To answer: say so.".into()],
    }
}

/// A mark on every block of a document.
fn on_all(doc: &Document) -> Vec<Mark> {
    let blocks = doc.blocks().iter().filter(|it| !it.span.is_empty());
    blocks.enumerate().map(|(key, it)| on(doc, it.span, key)).collect()
}

/// A mark on the first of these words.
#[track_caller]
fn on_words(doc: &Document, words: &str, key: usize) -> Mark {
    let at = doc.text().find(words).unwrap_or_else(|| panic!("no {words:?}"));
    let start = u32::try_from(at).unwrap();
    on(doc, Span::new(start, start + u32::try_from(words.len()).unwrap()), key)
}

/// Writes marks, and a summary of these paragraphs.
fn write(
    files: &Files,
    marks: &[Mark],
    answered: &[&str],
    summary: &[&str],
) -> Result<Marked, MarkError> {
    let answered: BTreeSet<Box<str>> = answered.iter().map(|it| (*it).into()).collect();
    let doc = files.read();
    let title =
        if doc.title().is_empty() { Place::Draft } else { place(&doc, doc.title()) };
    let summary = |_: &[Moved]| summary.iter().map(|it| (*it).into()).collect();
    let marking = Marking {
        date: None,
        open: &BTreeSet::new(),
        answered: &answered,
        break_signature: false,
        title,
        summary: &summary,
    };
    files.give(|it| formats::mark(it, marks, &marking))
}

/// What a reader sees of a draft.
fn told(doc: &Document) -> Vec<String> {
    let clauses = doc.clauses().map(|(_, it)| {
        format!("{:?} {} {:?} {:?}", it.number, &doc[it.title], it.level, it.role)
    });
    let blocks = doc.blocks().iter().map(|it| {
        format!("{:?} {:?} {:?} {}", it.kind, it.clause, it.cell, &doc[it.span])
    });
    clauses.chain(blocks).collect()
}

/// What must hold whatever is written into a draft: it reads the same, writing again
/// changes nothing, and without findings the original comes back.
#[track_caller]
fn holds(files: &Files) -> Marked {
    let doc = files.read();
    let summary = ["3 findings.", "It specifies a protocol."];
    let marked = write(files, &on_all(&doc), &[], &summary).unwrap();
    let after = files.after(&marked);
    let again = after.read();
    assert_eq!(told(&doc), told(&again), "{}:\n{}", files.name, after.text());
    let twice = write(&after, &on_all(&again), &[], &summary).unwrap();
    assert_eq!(
        after.text(),
        std::str::from_utf8(&twice.bytes).unwrap(),
        "{}",
        files.name
    );
    assert!(twice.parts.is_empty(), "{}: {:?}", files.name, twice.parts);
    let none = after.after(&write(&after, &[], &[], &[]).unwrap());
    assert_eq!(files.text(), none.text(), "{}", files.name);
    assert_eq!(files.parts, none.parts, "{}", files.name);
    marked
}
