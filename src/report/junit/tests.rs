use std::collections::BTreeMap;

use proptest::prelude::*;
use quick_xml::{Reader, events::Event};

use super::{super::sample, OUTPUT};
use crate::{
    allow::Allowed,
    doc::BlockKind,
    formats::View,
    report::{Copy, Draft, NotRead, Report, Style, record::Status},
    rules::RuleSet,
};

#[track_caller]
fn written(report: &Report<'_>) -> String {
    let mut out = Vec::new();
    (OUTPUT.write)(report, Style::PLAIN, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[track_caller]
fn stable(report: &Report<'_>) -> String {
    let found = written(report).replace(report.rules.digest(), "DIGEST");
    found.replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

/// An element as a reader of XML understands it.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    children: Vec<Element>,
    words: String,
}

/// Reads a whole file; whatever is not well-formed fails.
#[track_caller]
fn read(text: &str) -> Element {
    let forbidden = |it: char| matches!(it, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    assert!(!text.contains(forbidden), "XML 1.0 has no such characters");
    let mut reader = Reader::from_str(text);
    reader.config_mut().enable_all_checks(true);
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(it) => open.push(element(&it)),
            Event::Empty(it) => {
                let it = element(&it);
                open.last_mut().unwrap().children.push(it);
            }
            Event::End(_) => {
                let it = open.pop().unwrap();
                open.last_mut().unwrap().children.push(it);
            }
            Event::Text(it) => {
                open.last_mut().unwrap().words.push_str(it.as_ref());
            }
            Event::GeneralRef(it) => {
                let words = quick_xml::escape::unescape(&format!("&{};", it.as_ref()))
                    .unwrap()
                    .into_owned();
                open.last_mut().unwrap().words.push_str(&words);
            }
            _ => (),
        }
    }
    assert_eq!(open.len(), 1);
    open.remove(0).children.remove(0)
}

fn element(it: &quick_xml::events::BytesStart<'_>) -> Element {
    let attributes = it.attributes().map(|it| {
        let it = it.unwrap();
        let value = quick_xml::escape::unescape(it.value.as_ref()).unwrap().into_owned();
        (it.key.as_ref().to_owned(), value)
    });
    Element {
        name: it.name().as_ref().to_owned(),
        attributes: attributes.collect(),
        ..Element::default()
    }
}

type Names = &'static [&'static str];

/// What the schema of Jenkins' xUnit plugin asks of each element: its attributes, those
/// that it must have, and what may stand in it.
const SCHEMA: &[(&str, Names, Names, Names)] = &[
    ("testsuites", &["name", "time", "tests", "failures", "errors"], &[], &["testsuite"]),
    (
        "testsuite",
        &["name", "tests", "failures", "errors", "skipped", "time", "timestamp", "file"],
        &["name", "tests", "failures", "errors"],
        &["testsuite", "properties", "testcase", "system-out", "system-err"],
    ),
    (
        "testcase",
        &["name", "classname", "time", "group"],
        &["name"],
        &["skipped", "error", "failure", "system-out", "system-err"],
    ),
    ("failure", &["type", "message"], &[], &[]),
    ("error", &["type", "message"], &[], &[]),
    ("skipped", &["type", "message"], &[], &[]),
    ("system-out", &[], &[], &[]),
];

#[track_caller]
fn valid(it: &Element) {
    let (_, may, must, children) =
        SCHEMA.iter().find(|(name, ..)| *name == it.name).unwrap();
    for name in it.attributes.keys() {
        assert!(may.contains(&&**name), "{} has no {name}", it.name);
    }
    for name in *must {
        assert!(it.attributes.contains_key(*name), "{} lacks {name}", it.name);
    }
    for child in &it.children {
        assert!(children.contains(&&*child.name), "{} in {}", child.name, it.name);
        valid(child);
    }
    let mixed = children.is_empty();
    assert!(mixed || it.words.trim().is_empty(), "{} holds words", it.name);
    // What services add up by themselves has to agree with what we say.
    for (name, element) in
        [("failures", "failure"), ("errors", "error"), ("skipped", "skipped")]
    {
        if let Some(count) = it.attributes.get(name) {
            assert_eq!(*count, all(it, element).len().to_string(), "{name}");
        }
    }
    if let Some(count) = it.attributes.get("tests") {
        assert_eq!(*count, all(it, "testcase").len().to_string(), "tests");
    }
}

fn all<'e>(it: &'e Element, name: &str) -> Vec<&'e Element> {
    let below = it.children.iter().flat_map(|child| all(child, name));
    let own = it.children.iter().filter(|it| it.name == name);
    own.chain(below).collect()
}

/// The name and the outcome of each case.
fn outcomes(root: &Element) -> Vec<(&str, &str)> {
    let cases = all(root, "testcase").into_iter();
    let outcome = |it: &'_ Element| {
        it.children.first().map_or("passed", |it| match &*it.name {
            "failure" => "failure",
            "error" => "error",
            "skipped" => "skipped",
            _ => "told",
        })
    };
    cases.map(|it| (&*it.attributes["name"], outcome(it))).collect()
}

#[test]
fn a_draft_is_a_suite_and_a_rule_a_case() {
    let rules = sample::rules();
    let report = sample::report(&rules);
    insta::assert_snapshot!(stable(&report));
    let root = read(&written(&report));
    valid(&root);
    let expected = [
        ("no findings", "passed"),
        ("XA01 security-clause-missing", "failure"),
        ("XB01 algorithm-broken", "failure"),
        // A note stops nobody.
        ("XC01 phrase-vague", "told"),
        ("read", "error"),
    ];
    assert_eq!(outcomes(&root), expected);
}

#[test]
fn what_is_known_or_answered_is_skipped() {
    let rules = sample::rules();
    let mut report = sample::answered(&rules);
    let mut kept: Vec<_> = report.drafts.all().map(Result::unwrap).collect();
    kept[0].record.findings[0].status = Status::Known;
    report.drafts = Box::new(kept);
    report.copies = vec![Copy { path: "b.md".into(), of: "drafts/lock.md".into() }];
    report.not_read =
        vec![NotRead { path: "c.png".into(), why: "a picture".into(), wanted: false }];
    insta::assert_snapshot!(stable(&report));
    let root = read(&written(&report));
    valid(&root);
    assert!(outcomes(&root).iter().all(|(_, it)| *it == "skipped"));
}

#[test]
fn a_rule_fails_by_what_is_new_and_tells_the_rest() {
    let rules = sample::rules();
    let words = "MD5 and MD5";
    let doc = sample::document(&[(BlockKind::Paragraph, None, words)]);
    let places = sample::all(&doc, "MD5");
    let findings =
        places.into_iter().map(|at| sample::finding(&rules, "XB01", at, "broken"));
    let draft = sample::draft("a.md", doc, findings.collect());
    let mut report = Report::of(&rules, View::Final, &[draft], Vec::new());
    let mut kept: Vec<_> = report.drafts.all().map(Result::unwrap).collect();
    kept[0].record.findings[0].status = Status::Known;
    report.drafts = Box::new(kept);
    let root = read(&written(&report));
    let failures = all(&root, "failure");
    assert_eq!(failures.len(), 1);
    assert_eq!(failures[0].attributes["message"], "broken");
    let lines: Vec<_> = failures[0].words.lines().collect();
    assert_eq!(lines[0], "broken (line 1, column 9): “MD5”");
    assert_eq!(lines[1], "known: broken (line 1, column 1): “MD5”");
}

/// A draft whose every word is these.
fn hostile(rules: &RuleSet, words: &str) -> Draft {
    let doc = sample::document(&[(BlockKind::Heading, Some(words), "Title MD5")]);
    let at = sample::find(&doc, "MD5");
    let findings = ["XA01", "XC01"].map(|it| sample::finding(rules, it, at, words));
    let mut draft = sample::draft(&format!("{words}.md"), doc, findings.into());
    draft.allowed = vec![Allowed {
        finding: draft.findings[0].clone(),
        because: words.into(),
        by: Some(words.into()),
        date: None,
        until: None,
        place: words.into(),
    }];
    draft
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn is_well_formed_whatever_the_words(
        words in r#"([<>&"'\]\-\x00-\x1f\x7f-\x9f\x{fffe}\x{ffff}\x{202e} a]|\PC){0,30}"#
    ) {
        let rules = sample::rules();
        let not_read = NotRead { path: words.clone().into(), why: words.clone().into(), wanted: true };
        let draft = hostile(&rules, &words);
        let report = Report::of(&rules, View::Final, &[draft], vec![not_read]);
        valid(&read(&written(&report)));
    }
}
