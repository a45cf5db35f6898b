use serde_json::Value;

use super::{LINE_HASH, write};
use crate::{
    allow::Allowed,
    check,
    doc::{
        About, BlockKind, Builder, Heading, Origin, Region as Part, Role, Source,
        Standing,
    },
    facts::Facts,
    finding::{Evidence, Finding, Severity},
    formats::{Skipped, View},
    report::{Compared, Draft, NotRead, Report, Style, baseline::Fixed, record::Clause},
    rules::{BUILT_IN, RuleSet},
    text::Span,
};

const TEXT: &str = "# Lock\n\n## 7.2 Signing\n\nThe lock – signed with MD5.\n";

/// Two rules of our own, so that what holds here does not hang on what the real ones say.
fn rules() -> RuleSet {
    let page = |code: &str, severity: &str| {
        format!(
            "+++\ncode = \"{code}\"\nname = \"fault\"\nseverity = \"{severity}\"\n\
             confidence = \"high\"\nbasis = [\"Res. 50\"]\nsince = \"0.1.0\"\n\
             [messages]\ndefault = \"x\"\n[condition.when]\nany = [\"tests/hash\"]\n\
             +++\n# A fault\n\nIt matters.\n\n## Instead\n\nWrite *this*.\n"
        )
    };
    let (zz01, zz02) = (page("ZZ01", "error"), page("ZZ02", "warning"));
    let lists = BUILT_IN.iter().filter(|(path, _)| path.starts_with("lexicon/")).copied();
    RuleSet::new(lists.chain([
        ("lexicon/en/tests.toml", "[tests]\nhash = [\"md5\"]"),
        ("zz/ZZ01-fault.md", &zz01),
        ("zz/ZZ02-fault.md", &zz02),
    ]))
    .unwrap()
}

/// A draft of which the words `MD5` are found, read from lines or from a Word file.
fn draft(path: &str, rules: &RuleSet, word: bool) -> Draft {
    let origin = |words: &str| {
        let at = u32::try_from(TEXT.find(words).unwrap()).unwrap();
        if word {
            Origin::Run { part: 0, paragraph: at, run: 0, offset: 0 }
        } else {
            Origin::Byte { file: 0, at }
        }
    };
    let mut builder = Builder::new(Part::Cover);
    builder.begin(BlockKind::Title, None);
    builder.text("Lock", origin("Lock"));
    builder.clause(Heading {
        level: 1,
        number: Some("7.2".into()),
        role: Role::Text,
        region: Part::Body,
        standing: Standing::Normative,
    });
    builder.text("Signing", origin("Signing"));
    builder.begin(BlockKind::Paragraph, None);
    builder.text("The lock – signed with MD5.", origin("The lock"));
    let source = if word {
        Source { name: Some("word/document.xml".into()), text: None }
    } else {
        Source { name: None, text: Some(TEXT.into()) }
    };
    let document = builder.finish(About::default(), vec![source]);
    let at = document.text().find("MD5").map(|it| Span::at(0, it..it + 3)).unwrap();
    let finding = |at, code, evidence| Finding {
        at,
        rule: rules.find(code).unwrap(),
        message: format!("{code} says so").into(),
        algorithm: None,
        evidence,
        also: Vec::new(),
        apart: false,
        fingerprint: Box::default(),
    };
    let seen = Evidence { shows: "named here".into(), at: Some(at) };
    let looked = Evidence { shows: "looked in 7.2".into(), at: None };
    let mut findings = vec![
        finding(document.title(), "ZZ01", vec![looked]),
        finding(at, "ZZ02", vec![seen]),
        finding(at, "ZZ02", Vec::new()),
    ];
    findings.sort();
    let facts = Facts::default();
    check::mark(&mut findings, &document, &facts, rules);
    Draft {
        path: path.into(),
        format: if word { "docx" } else { "markdown" },
        bytes: 60,
        digest: "blake3:0123".into(),
        document,
        facts,
        findings,
        allowed: Vec::new(),
        known: check::Known::default(),
        skipped: vec![Skipped { what: "a picture".into(), why: "no text".into() }],
    }
}

/// The log of a run that was compared with an earlier report.
fn compared(draft: Draft, rules: &RuleSet) -> Value {
    let mut report = Report::of(rules, View::Final, &[draft], Vec::new());
    let fixed = Fixed {
        path: "an older.docx".into(),
        rule: "ZZ01".into(),
        name: "fault".into(),
        severity: Severity::Error,
        message: "it was broken".into(),
        clause: Clause { number: Some("7.2".into()), title: None },
        quote: "MD5".into(),
        fingerprint: "00ff".into(),
    };
    report.baseline = Some(Compared { fixed: vec![fixed], ..Compared::default() });
    let mut out = Vec::new();
    write(&report, Style::PLAIN, &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

#[test]
fn tells_what_is_new_and_what_is_gone() {
    let rules = rules();
    let log = compared(draft("a.md", &rules, false), &rules);
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results[0]["baselineState"], "absent");
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "an%20older.docx");
    assert_eq!(place["region"]["snippet"]["text"], "MD5");
    assert!(results[1..].iter().all(|it| it["baselineState"] == "new"));
}

#[expect(clippy::needless_pass_by_value, reason = "reads better where it is called")]
fn written(drafts: Vec<Draft>, rules: &RuleSet) -> Value {
    let not_read =
        vec![NotRead { path: "a b.docx".into(), why: "protected".into(), wanted: true }];
    let report = Report::of(rules, View::Final, &drafts, not_read);
    let mut out = Vec::new();
    write(&report, Style::PLAIN, &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

fn result<'v>(log: &'v Value, rule: &str) -> &'v Value {
    let results = log["runs"][0]["results"].as_array().unwrap();
    results.iter().find(|it| it["ruleId"] == rule).unwrap()
}

/// The draft, its last two findings allowed: one in a comment, one in the settings.
fn answered(mut draft: Draft) -> Draft {
    let places = ["a comment in the draft", "reclint.toml, line 3"];
    for (finding, place) in draft.findings.split_off(1).into_iter().zip(places) {
        draft.allowed.push(Allowed {
            finding,
            because: "it is old".into(),
            by: Some("A. Editor".into()),
            date: Some("2026-11-02T09:30:00Z".into()),
            until: None,
            place: place.into(),
        });
    }
    draft
}

#[test]
fn tells_what_was_allowed_as_suppressed() {
    let rules = rules();
    let log = written(vec![answered(draft("a.md", &rules, false))], &rules);
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 3);
    assert_eq!(results[0]["suppressions"], serde_json::json!([]));
    let suppression = &results[1]["suppressions"][0];
    assert_eq!(suppression["kind"], "inSource");
    assert_eq!(suppression["status"], "accepted");
    assert_eq!(suppression["justification"], "it is old");
    assert_eq!(suppression["properties"]["by"], "A. Editor");
    assert_eq!(results[2]["suppressions"][0]["kind"], "external");
}

#[test]
fn follows_the_official_schema() {
    let schema = include_str!("../../../tests/fixtures/sarif-schema-2.1.0.json");
    // The committee's pattern for languages has a bracket too many, which a strict
    // reader of patterns refuses; no other word of the schema is touched.
    let schema = schema.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    let schema = serde_json::from_str(&schema).unwrap();
    let schema =
        jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let rules = rules();
    let drafts = || {
        vec![draft("a/é [1] x.md", &rules, false), draft("/b: c/d.docx", &rules, true)]
    };
    let answered = || vec![answered(draft("a.md", &rules, false))];
    let logs = [drafts(), answered(), Vec::new()].map(|it| written(it, &rules));
    let compared = compared(draft("a.md", &rules, true), &rules);
    for log in logs.into_iter().chain([compared]) {
        let faults: Vec<_> = schema.iter_errors(&log).map(|it| it.to_string()).collect();
        assert_eq!(faults, Vec::<String>::new());
    }
    let mut broken = written(drafts(), &rules);
    broken["runs"][0]["results"][0]["level"] = "grave".into();
    assert!(!schema.is_valid(&broken), "the schema refuses what it should");
}

#[test]
fn points_at_the_words_in_a_file_of_lines() {
    let rules = rules();
    let log = written(vec![draft("a/é [1] x.md", &rules, false)], &rules);
    let location = &result(&log, "ZZ02")["locations"][0];
    let place = &location["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "a/%C3%A9%20%5B1%5D%20x.md");
    let region = &place["region"];
    assert_eq!(region["startLine"], 5);
    // Columns count characters, and the dash before the words has three bytes.
    assert_eq!(region["startColumn"], 24);
    assert_eq!(region["endColumn"], 27);
    assert_eq!(region["snippet"]["text"], "MD5");
    assert_eq!(location["logicalLocations"][0]["fullyQualifiedName"], "§ 7.2 Signing");
}

#[test]
fn points_at_the_paragraph_of_a_word_file_and_gives_viewers_a_line() {
    let rules = rules();
    let log = written(vec![draft("/b: c/d.docx", &rules, true)], &rules);
    let result = result(&log, "ZZ02");
    let location = &result["locations"][0];
    let place = &location["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "file:///b%3A%20c/d.docx");
    assert_eq!(place["region"]["startLine"], 1);
    assert_eq!(place["region"]["startColumn"], Value::Null);
    assert_eq!(place["region"]["snippet"]["text"], "MD5");
    let name = &location["logicalLocations"][0]["fullyQualifiedName"];
    assert_eq!(name, "§ 7.2 Signing; word/document.xml paragraph 25");
    assert!(result["partialFingerprints"][LINE_HASH].is_string());
}

#[test]
fn declares_every_rule_and_places_every_result() {
    let rules = rules();
    let log = written(vec![draft("d.md", &rules, false)], &rules);
    let run = &log["runs"][0];
    let declared = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(declared.len(), rules.rules().count());
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 3);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(declared[index]["id"], result["ruleId"]);
        assert!(result["locations"][0]["physicalLocation"]["region"].is_object());
    }
    let absence = result(&log, "ZZ01");
    assert_eq!(absence["message"]["text"], "ZZ01 says so (looked in 7.2).");
    let evidence = &results[2]["relatedLocations"][0];
    assert_eq!(evidence["message"]["text"], "named here");
}

#[test]
fn says_what_was_not_read() {
    let rules = rules();
    let log = written(vec![draft("d.md", &rules, false)], &rules);
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let told = invocation["toolExecutionNotifications"].as_array().unwrap();
    let texts: Vec<_> = told.iter().map(|it| it["message"]["text"].as_str()).collect();
    assert_eq!(
        texts,
        [
            Some("a b.docx was not read: protected"),
            Some("d.md: a picture was not read: no text"),
        ]
    );
}

#[test]
fn counts_equal_fingerprints_and_forgets_the_place() {
    let rules = rules();
    let (one, other) = (draft("a.md", &rules, false), draft("b.docx", &rules, true));
    let prints = |it: &Draft| -> Vec<Box<str>> {
        it.findings.iter().map(|it| it.fingerprint.clone()).collect()
    };
    assert_eq!(prints(&one), prints(&other));
    let prints = prints(&one);
    assert_eq!(*prints[2], *format!("{}-2", prints[1]));
    assert_ne!(prints[0], prints[1]);
}
