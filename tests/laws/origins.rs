//! Every word leads back to the place in the file that it was copied from.

use std::{
    collections::BTreeMap,
    fs,
    io::{Cursor, Read as _},
};

use quick_xml::{Reader, events::Event};
use reclint::{
    doc::{Document, Origin},
    text::{Folded, fold},
};

use super::{RULES, corpus, support};

/// What is left of `source` and of `words` behind the words that both, folded, begin
/// with.
fn apart<'a>(source: &'a str, words: &'a str) -> (&'a str, &'a str) {
    let mut left = words.chars();
    let mut letters = source.char_indices();
    while !left.as_str().is_empty() {
        let Some((at, c)) = letters.next() else { break };
        let there = match fold(c) {
            Folded::Same => c,
            Folded::As(other) => other,
            Folded::Gone => continue,
        };
        let rest = left.as_str();
        if left.next() != Some(there) {
            return (&source[at..], rest);
        }
    }
    (letters.as_str(), left.as_str())
}

/// Whether the words at a place of the file are shown as other words: an entity, a
/// reference as what it leads to, a label in brackets, a term before what it means.
fn stands(source: &str, words: &str) -> bool {
    let marks = ["&", "<<", "xref:"];
    let reference = marks.iter().any(|it| source.starts_with(it));
    let label = words == "[";
    let term = words == "\t" && (source.starts_with("]]") || source.starts_with("::"));
    reference || label || term
}

/// The pieces of every block with the words there, and how many there are.
#[track_caller]
fn check(path: &str, doc: &Document, there: &dyn Fn(Origin) -> Option<String>) {
    let mut strange = Vec::new();
    for block in doc.blocks().iter().filter(|it| !it.span.is_empty()) {
        for (span, origin) in doc.origins(block.span) {
            let words = &doc[span];
            let source = there(origin).unwrap_or_default();
            // AsciiDoc counts tables itself and shows no word of that.
            let caption = words.starts_with("Table ") && words.ends_with(" – ");
            let (source, words) = apart(&source, words);
            if !caption && !words.is_empty() && !stands(source, words) {
                let source: String = source.chars().take(40).collect();
                strange.push(format!("{words:?} is said to stand at {source:?}"));
            }
        }
    }
    assert!(strange.is_empty(), "{path}:\n{}", strange.join("\n"));
}

#[test]
fn words_of_text_files_stand_where_their_origins_say() {
    for path in corpus().iter().filter(|it| !it.ends_with("source.md")) {
        let text = fs::read_to_string(path).unwrap();
        let name = path.to_str().unwrap();
        let draft = support::read::draft(name, text.as_bytes(), &RULES);
        check(name, &draft.document, &|origin| match origin {
            Origin::Byte { file: 0, at } => text.get(at as usize..).map(str::to_owned),
            _ => None,
        });
    }
}

#[test]
fn words_of_word_files_stand_in_the_runs_that_their_origins_name() {
    for path in corpus().iter().filter(|it| it.ends_with("source.md")) {
        let bytes = support::word::docx(&fs::read_to_string(path).unwrap());
        let name = path.to_str().unwrap();
        let draft = support::read::draft("draft.docx", &bytes, &RULES);
        let parts =
            ["word/document.xml", "word/footnotes.xml"].map(|it| runs(&bytes, it));
        check(name, &draft.document, &|origin| match origin {
            Origin::Run { part, paragraph, run, offset } => {
                let runs = parts.get(usize::from(part))?;
                let text = runs.get(&(paragraph, run))?;
                text.get(offset as usize..).map(str::to_owned)
            }
            Origin::Byte { .. } => None,
        });
    }
}

/// The text of every run of a part, by paragraph and run, read without our own reader.
fn runs(bytes: &[u8], part: &str) -> BTreeMap<(u32, u32), String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    archive.by_name(part).unwrap().read_to_string(&mut xml).unwrap();
    let mut reader = Reader::from_str(&xml);
    let mut found: BTreeMap<_, String> = BTreeMap::new();
    let (mut paragraphs, mut runs) = (0_u32, 0_u32);
    let mut inside = false;
    loop {
        let event = reader.read_event().unwrap();
        let mut add = |words: &str| {
            found.entry((paragraphs - 1, runs - 1)).or_default().push_str(words);
        };
        match event {
            Event::Eof => return found,
            Event::Start(it) => match it.name().as_ref() {
                "w:p" => (paragraphs, runs) = (paragraphs + 1, 0),
                "w:r" => runs += 1,
                "w:t" | "w:delText" => inside = true,
                _ => {}
            },
            Event::End(it) if matches!(it.name().as_ref(), "w:t" | "w:delText") => {
                inside = false;
            }
            Event::Empty(it) => match it.name().as_ref() {
                "w:p" => (paragraphs, runs) = (paragraphs + 1, 0),
                "w:tab" => add("\t"),
                "w:noBreakHyphen" => add("-"),
                _ => {}
            },
            Event::Text(it) if inside => add(&it),
            Event::GeneralRef(it) if inside => add(match &*it {
                "amp" => "&",
                "lt" => "<",
                "gt" => ">",
                _ => "\"",
            }),
            _ => {}
        }
    }
}
