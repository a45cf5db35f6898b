//! The same draft as a Word file, Markdown, AsciiDoc and plain text.

use std::fs;

use proptest::prelude::*;
use reclint::{
    formats::View,
    report::{Draft, OUTPUTS, Report, Style},
    text::{Folded, fold},
};
use serde_json::Value;

use super::{RULES, support};

/// A draft of a fixture, in one markup.
fn draft(folder: &str, markup: &str) -> Draft {
    let path = format!("tests/fixtures/{folder}/draft.{markup}");
    let bytes = match markup {
        "docx" => support::word::docx(&source(folder)),
        _ => fs::read(&path).unwrap(),
    };
    support::read::draft(&path, &bytes, &RULES)
}

/// What the Word file of a fixture is built from.
fn source(folder: &str) -> String {
    fs::read_to_string(format!("tests/fixtures/{folder}/source.md")).unwrap()
}

/// The JSON report on a draft, without what differs by nature: which file it is, how
/// many words its labels and numbers make, and where in it the findings are.
fn told(draft: Draft) -> Value {
    let drafts = vec![draft];
    let report = Report::of(&RULES, View::Final, &drafts, Vec::new());
    let output = OUTPUTS.iter().find(|it| it.name == "json").unwrap();
    let mut text = Vec::new();
    (output.write)(&report, Style::PLAIN, &mut text).unwrap();
    let mut report: Value = serde_json::from_slice(&text).unwrap();
    let mut told = report["documents"][0].take();
    remove(&mut told, &["path", "format", "bytes", "digest"]);
    // An attribute of AsciiDoc says "recommendation", and a title elsewhere.
    remove(&mut told["profile"], &["words", "kind_because"]);
    for finding in told["findings"].as_array_mut().unwrap() {
        remove(finding, &["origin"]);
        for evidence in finding["evidence"].as_array_mut().unwrap() {
            remove(evidence, &["origin"]);
        }
    }
    told
}

fn remove(value: &mut Value, names: &[&str]) {
    let object = value.as_object_mut().unwrap();
    object.retain(|it, _| !names.contains(&it.as_str()));
}

/// Whether two reports are the same; if not, the first lines that differ.
#[track_caller]
fn same(one: &Value, other: &Value, markup: &str) {
    let lines = |it: &Value| serde_json::to_string_pretty(it).unwrap();
    let (one, other) = (lines(one), lines(other));
    let pairs = one.lines().zip(other.lines()).enumerate();
    if let Some((at, _)) = pairs.clone().find(|(_, (a, b))| a != b) {
        let begin = at.saturating_sub(20);
        let part =
            |it: &str| it.lines().skip(begin).take(40).collect::<Vec<_>>().join("\n");
        panic!("as Word:\n{}\n\nas {markup}:\n{}", part(&one), part(&other));
    }
    assert_eq!(one.len(), other.len(), "{markup}");
}

#[track_caller]
fn check(folder: &str) -> Value {
    let word = told(draft(folder, "docx"));
    same(&word, &told(draft(folder, "md")), "Markdown");
    same(&word, &told(draft(folder, "adoc")), "AsciiDoc");
    // Plain text has no tables: an export leaves a line of each cell, and what a row
    // says of an algorithm is lost. So the Word file is held against it without tables.
    let source = lines_for_tables(&source(folder));
    let lines = support::read::draft("draft.docx", &support::word::docx(&source), &RULES);
    same(&told(lines), &told(draft(folder, "txt")), "plain text");
    word
}

fn lines_for_tables(source: &str) -> String {
    let mut blocks = Vec::new();
    for block in source.split("\n\n") {
        if !block.starts_with('|') {
            blocks.push(block.to_owned());
            continue;
        }
        let rows = block.lines().filter(|it| !it.starts_with("|-"));
        let cells = rows.flat_map(|it| it.trim_matches('|').split('|'));
        blocks.extend(cells.map(|it| it.trim().to_owned()));
    }
    blocks.join("\n\n")
}

#[test]
fn a_loud_draft_has_the_same_findings_in_every_markup() {
    let told = check("loud");
    let findings = told["findings"].as_array().unwrap();
    let rules: Vec<_> = findings.iter().filter_map(|it| it["rule"].as_str()).collect();
    // Equal silence would prove nothing.
    for rule in ["SC01", "TM01", "CR01", "CR03", "CR10", "AU04"] {
        assert!(rules.contains(&rule), "{rule} is not in {rules:?}");
    }
    let algorithms = told["profile"]["algorithms"].as_array().unwrap();
    assert!(5 <= algorithms.len(), "{algorithms:#?}");
}

#[test]
fn a_quiet_draft_is_quiet_in_every_markup() {
    let told = check("quiet");
    let findings = told["findings"].as_array().unwrap();
    let loud = findings.iter().filter(|it| it["severity"] != "note");
    assert_eq!(loud.count(), 0, "{findings:#?}");
}

/// Numbers are typed in one fixture and counted in the other; Markdown and plain text
/// cannot count, and AsciiDoc does nothing else.
#[test]
fn clauses_have_the_same_numbers_in_every_markup() {
    for folder in ["loud", "quiet"] {
        let numbers = |markup: &str| {
            let draft = draft(folder, markup);
            let clauses = draft.document.clauses().skip(1);
            let named = clauses.map(|(_, it)| {
                (it.number.clone(), draft.document[it.title].to_owned(), it.standing)
            });
            // In AsciiDoc keywords are an attribute, and each defined term is a clause.
            let kept = named.filter(|(number, title, _)| {
                title != "Keywords"
                    && number.as_deref().is_none_or(|it| !it.starts_with("3.2."))
            });
            kept.collect::<Vec<_>>()
        };
        let word = numbers("docx");
        for markup in ["md", "adoc", "txt"] {
            assert_eq!(numbers(markup), word, "{folder} as {markup}");
        }
    }
}

/// Signs that some markup must write in another way.
fn words() -> impl Strategy<Value = String> {
    let word = "[a-zé&<>\"'–]{1,6}";
    prop::collection::vec(word, 1..12).prop_map(|it| it.join(" "))
}

/// The words in the file of a format; `signs` writes them as that format has to.
fn file(format: &str, words: &str) -> Vec<u8> {
    let signs = support::package::escaped(words);
    match format {
        "docx" => support::word::docx(&format!("{{Normal}} Text: {words}.")),
        "html" => {
            format!("<!DOCTYPE html><html><body><p>Text: {signs}.</p></body></html>")
                .into_bytes()
        }
        "txt" => format!("Text: {words}.\n").into_bytes(),
        "adoc" => format!("= Title\n\nText: {signs}.\n").into_bytes(),
        _ => format!("# Title\n\nText: {signs}.\n").into_bytes(),
    }
}

fn folded(text: &str) -> String {
    text.chars()
        .filter_map(|it| match fold(it) {
            Folded::Same => Some(it),
            Folded::As(other) => Some(other),
            Folded::Gone => None,
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ampersands_and_quotes_survive_every_markup(words in words()) {
        let expected = format!("Text: {}.", folded(&words));
        for format in ["docx", "html", "txt", "adoc", "md"] {
            let bytes = file(format, &words);
            let draft = support::read::draft(&format!("draft.{format}"), &bytes, &RULES);
            let text = draft.document.text();
            prop_assert!(text.contains(&expected), "{format}: {text:?} lacks {expected:?}");
        }
    }
}
