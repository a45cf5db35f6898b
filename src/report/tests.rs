use super::{Report, Style, json, jsonl, sample};
use crate::doc::BlockKind;

#[track_caller]
fn written(output: super::Output, report: &Report<'_>) -> String {
    let mut out = Vec::new();
    (output.write)(report, Style::PLAIN, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn json_says_what_the_contract_names() {
    let rules = sample::rules();
    let found = written(json::OUTPUT, &sample::report(&rules));
    let found = found.replace(rules.digest(), "DIGEST");
    insta::assert_snapshot!(found.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
}

#[test]
fn json_tells_who_allowed_what_and_why() {
    let rules = sample::rules();
    let report = sample::answered(&rules);
    let found: serde_json::Value =
        serde_json::from_str(&written(json::OUTPUT, &report)).unwrap();
    assert_eq!(found["summary"]["allowed"], 2);
    let mut allowed = found["documents"][0]["allowed"].clone();
    for it in allowed.as_array_mut().unwrap() {
        assert_eq!(it["fingerprint"].take().as_str().map(str::len), Some(16));
    }
    let expected = serde_json::json!([{
        "rule": "XB01",
        "because": "equipment made before 2010 knows nothing else",
        "fingerprint": null,
        "name": "algorithm-broken",
        "severity": "error",
        "by": "A. Editor",
        "date": "2026-11-02T09:30:00Z",
        "until": "2027-03-31",
        "where": "a comment in the draft",
        "message": "MD5 is broken, and this text requires it",
        "clause": { "number": "7.2", "title": "Message format" },
        "quote": "shall be protected with MD5",
        "algorithm": "MD5",
        "origin": {
            "line": 3, "column": 20, "end_line": 3, "end_column": 47, "part": null, "paragraph": null
        },
        "evidence": [{
            "shows": "broken since 2004",
            "quote": "MD5",
            "clause": "7.2",
            "origin": {
                "line": 3, "column": 44, "end_line": 3, "end_column": 47, "part": null, "paragraph": null
            },
        }],
    }, {
        "rule": "XC01",
        "because": "the summary says more",
        "fingerprint": null,
        "name": "phrase-vague",
        "severity": "note",
        "by": null,
        "date": null,
        "until": null,
        "where": "reclint.toml, line 12",
        "message": "this says nothing",
        "clause": { "number": null, "title": "Security considerations" },
        "quote": "important",
        "algorithm": null,
        "origin": {
            "line": 5, "column": 13, "end_line": 5, "end_column": 22, "part": null, "paragraph": null
        },
        "evidence": [],
    }]);
    assert_eq!(allowed, expected);
    let lines = written(jsonl::OUTPUT, &report);
    let last = lines.lines().last().unwrap();
    let last: serde_json::Value = serde_json::from_str(last).unwrap();
    assert_eq!(last["allowed"], 2);
}

#[test]
fn each_line_of_jsonl_is_an_object_and_the_last_sums_up() {
    let rules = sample::rules();
    let found = written(jsonl::OUTPUT, &sample::report(&rules));
    let lines: Vec<serde_json::Value> =
        found.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    let types: Vec<_> = lines.iter().map(|it| it["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["document", "document", "not_read", "summary"]);
    assert!(lines.iter().all(|it| it["schema"] == "reclint-report/1"));
    assert_eq!((&lines[3]["error"], &lines[3]["not_read"]), (&2.into(), &1.into()));
}

#[test]
fn jsonl_has_the_documents_of_json() {
    let rules = sample::rules();
    let report = sample::report(&rules);
    let whole: serde_json::Value =
        serde_json::from_str(&written(json::OUTPUT, &report)).unwrap();
    let lines = written(jsonl::OUTPUT, &report);
    for (line, document) in lines.lines().zip(whole["documents"].as_array().unwrap()) {
        let mut line: serde_json::Value = serde_json::from_str(line).unwrap();
        let line = line.as_object_mut().unwrap();
        line.remove("type");
        line.remove("schema");
        assert_eq!(line, document.as_object().unwrap());
    }
}

/// The fingerprints of the findings on "MD5" in a draft of these blocks.
#[track_caller]
fn prints(blocks: &[(BlockKind, Option<&str>, &str)]) -> Vec<Box<str>> {
    let rules = sample::rules();
    let doc = sample::document(blocks);
    let found = sample::all(&doc, "MD5");
    let findings =
        found.into_iter().map(|at| sample::finding(&rules, "XB01", at, "x")).collect();
    let draft = sample::draft("a.md", doc, findings);
    draft.findings.into_iter().map(|it| it.fingerprint).collect()
}

#[test]
fn a_fingerprint_outlives_what_is_added_around_it() {
    use BlockKind::{Heading, Paragraph};
    let before = prints(&[
        (Heading, Some("7"), "Integrity"),
        (Paragraph, None, "The lock shall use MD5."),
    ]);
    let after = prints(&[
        (Heading, Some("7"), "Overview"),
        (Paragraph, None, "New text."),
        (Heading, Some("8"), "INTEGRITY"),
        (Paragraph, None, "The lock  shall use\tMD5."),
    ]);
    assert_eq!(before, after);
    let elsewhere = prints(&[
        (Heading, Some("7"), "Confidentiality"),
        (Paragraph, None, "The lock shall use MD5."),
    ]);
    assert_ne!(before, elsewhere);
}

#[test]
fn equal_fingerprints_are_counted() {
    let text = (BlockKind::Paragraph, None, "MD5 or MD5.");
    let found = prints(&[text, text]);
    let first = &found[0];
    let expected = ["", "-2", "-3", "-4"].map(|it| format!("{first}{it}").into());
    assert_eq!((first.len(), &found[..]), (16, &expected[..]));
}
