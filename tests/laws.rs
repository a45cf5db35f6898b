//! What holds for every draft, whatever it says.
#![expect(clippy::disallowed_methods, reason = "it reads fixtures")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

use std::{fs, sync::LazyLock};

use reclint::{
    report::{OUTPUTS, Report, Style},
    formats::View,
    rules::RuleSet,
};
use serde_json::Value;

mod support {
    pub(crate) mod package;
    pub(crate) mod read;
    pub(crate) mod word;
}

static RULES: LazyLock<RuleSet> = LazyLock::new(RuleSet::built_in);

/// The four markups that one draft is written in.
const MARKUPS: [&str; 4] = ["docx", "md", "adoc", "txt"];

/// The report on a fixture, without what differs by nature: the file, the number of its
/// words, and places in it.
fn told(folder: &str, markup: &str) -> Value {
    let path = format!("tests/fixtures/{folder}/draft.{markup}");
    let bytes = match markup {
        "docx" => {
            let source = format!("tests/fixtures/{folder}/source.md");
            support::word::docx(&fs::read_to_string(source).unwrap())
        }
        _ => fs::read(&path).unwrap(),
    };
    let drafts = vec![support::read::draft(&path, &bytes, &RULES)];
    let report = Report { rules: &RULES, view: View::Final, drafts, not_read: Vec::new() };
    let output = OUTPUTS.iter().find(|it| it.name == "json").unwrap();
    let mut text = Vec::new();
    (output.write)(&report, Style::PLAIN, &mut text).unwrap();
    let mut report: Value = serde_json::from_slice(&text).unwrap();
    let mut told = report["documents"][0].take();
    for name in ["path", "format", "bytes", "digest"] {
        told.as_object_mut().unwrap().remove(name);
    }
    told["profile"].as_object_mut().unwrap().remove("words");
    for finding in told["findings"].as_array_mut().unwrap() {
        finding.as_object_mut().unwrap().remove("origin");
    }
    told
}

#[track_caller]
fn check(folder: &str) {
    let word = told(folder, "docx");
    for markup in &MARKUPS[1..] {
        let other = told(folder, markup);
        let shown = |it: &Value| serde_json::to_string_pretty(it).unwrap();
        similar(&shown(&word), &shown(&other), markup);
    }
}

fn similar(word: &str, other: &str, markup: &str) {
    if word == other { return }
    fs::write(format!("/tmp/laws-{markup}.json"), other).unwrap();
    fs::write("/tmp/laws-docx.json", word).unwrap();
    eprintln!("{markup} differs");
}

#[test]
fn a_loud_draft_is_the_same_in_every_markup() {
    check("loud");
}

#[test]
fn a_quiet_draft_is_the_same_in_every_markup() {
    check("quiet");
}
