use std::io;

use proptest::prelude::*;

use super::{Head, Item, ReportError, Shard, read};
use crate::{
    finding::{Confidence, Severity},
    formats::View,
    report::{
        Copy, Kept, NotRead, OUTPUTS, Record, Report, Style, Totals,
        record::{Algorithm, Clause, Context, Finding, Skipped, Status},
        sample,
    },
    rules::RuleSet,
};

/// A report in one of its forms.
pub(in crate::report) fn written(form: &str, report: &Report<'_>) -> String {
    let output = OUTPUTS.iter().find(|it| it.name == form).unwrap();
    let mut out = Vec::new();
    (output.write)(report, Style::PLAIN, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A report on these records.
pub(in crate::report) fn of(
    rules: &RuleSet,
    mut records: Vec<Record>,
    copies: Vec<Copy>,
    not_read: Vec<NotRead>,
) -> Report<'_> {
    records.sort_by(|a, b| a.path.cmp(&b.path));
    let mut totals = Totals::default();
    for it in &records {
        totals.add(it, rules);
    }
    let kept = records.into_iter().map(|record| Kept { record, page: None });
    Report {
        rules,
        view: View::Final,
        drafts: Box::new(kept.collect::<Vec<_>>()),
        totals,
        copies,
        revisions: Vec::new(),
        not_read,
        left_alone: 3,
        shard: None,
        waiting: Vec::new(),
        baseline: None,
    }
}

/// What is read of a report.
fn items(text: &str) -> Result<(Head, Vec<Item>), ReportError> {
    let mut items = Vec::new();
    let head = read(text.as_bytes(), &mut |it| {
        items.push(it);
        Ok(())
    })?;
    Ok((head, items))
}

/// A record with these words in all places that take words.
pub(in crate::report) fn record(path: &str, words: &[String]) -> Record {
    let rules = sample::rules();
    let mut record = Record::of(&sample::lock(&rules), &rules);
    let word = |at: usize| -> Box<str> {
        words.get(at % words.len().max(1)).map_or("", String::as_str).into()
    };
    record.path = path.into();
    record.profile.title = Some(word(0));
    record.profile.number = (!words.is_empty()).then(|| word(1));
    record.profile.algorithms.push(Algorithm {
        name: word(2),
        as_written: word(3),
        aliases: vec![word(4)],
        standing: word(5),
        declared: true,
        declared_by: Some(word(6)),
        status: word(7),
        quantum: word(8),
        bits: Some(u32::MAX),
        mode: None,
        clause: Some(word(9)),
        count: words.len(),
    });
    record.findings.push(Finding {
        rule: word(1),
        name: word(2),
        severity: Severity::Warning,
        confidence: Confidence::Low,
        message: word(3),
        help: word(4),
        basis: words.iter().map(|it| it.as_str().into()).collect(),
        clause: Clause { number: None, title: Some(word(5)) },
        quote: word(6),
        algorithm: Some(word(7)),
        origin: record.findings[0].origin.clone(),
        evidence: record.findings[0].evidence.clone(),
        context: Context { text: word(8), at: 7 },
        fingerprint: word(9),
        status: Status::Known,
    });
    record.skipped.push(Skipped { what: word(0), why: word(1) });
    record
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_is_read_again(
        words in prop::collection::vec(any::<String>(), 0..10),
        others in prop::collection::vec(any::<String>(), 0..10),
        wanted in any::<bool>(),
        shard in prop::option::of((1_u32..9).prop_map(|it| Shard { index: it, of: 9 })),
    ) {
        let rules = sample::rules();
        let records = [record("a.md", &words), record("b.md", &others)];
        let copy = Copy { path: "a copy\u{202e}.md".into(), of: "a.md".into() };
        let path = words.concat();
        let not_read = NotRead { path: path.as_str().into(), why: "why".into(), wanted };
        let mut report = of(
            &rules, records.to_vec(), vec![copy.clone()], vec![not_read.clone()],
        );
        report.shard = shard;
        for form in ["json", "jsonl"] {
            let (head, mut found) = items(&written(form, &report)).unwrap();
            prop_assert_eq!(head.shard, shard);
            prop_assert_eq!(head.left_alone, 3);
            prop_assert_eq!(&*head.rules_digest, rules.digest());
            let mut expected: Vec<_> =
                records.iter().cloned().map(|it| Item::Document(Box::new(it))).collect();
            expected.push(Item::Copy(copy.clone()));
            expected.push(Item::NotRead(not_read.clone()));
            // Lines are sorted by path, a report has a list for each kind.
            let rank = |it: &Item| match it {
                Item::Document(_) => 0,
                Item::Copy(_) => 1,
                Item::NotRead(_) => 2,
            };
            found.sort_by_key(rank);
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_report_that_is_cut_anywhere_is_no_report(at in any::<prop::sample::Index>()) {
        let rules = sample::rules();
        for form in ["json", "jsonl"] {
            let whole = written(form, &sample::report(&rules));
            let whole = whole.trim_end();
            let cut = (0..whole.len()).filter(|it| whole.is_char_boundary(*it));
            let cut = *at.get(&cut.collect::<Vec<_>>());
            prop_assert!(items(&whole[..cut]).is_err(), "{} at {}", form, cut);
        }
    }
}

#[track_caller]
fn check_refused(text: &str, expected: &str) {
    let said = items(text).map(|_| ()).unwrap_err().to_string();
    assert!(said.contains(expected), "{said}");
}

#[test]
fn what_is_no_report_is_refused_in_clear_words() {
    let rules = sample::rules();
    let report = sample::report(&rules);
    let (json, lines) = (written("json", &report), written("jsonl", &report));
    check_refused("", "empty");
    check_refused(" \n", "empty");
    check_refused("PK\u{3}\u{4}", "not a report of reclint");
    check_refused("[]", "not a report of reclint");
    check_refused("{}", "not a report of reclint");
    check_refused("{\"version\": \"2.1.0\", \"runs\": []}", "not a report of reclint");
    check_refused(&written("human", &report), "a report for people");
    check_refused(&written("html", &report), "a report for people");
    check_refused(&json.replace("report/1", "report/2"), "a later reclint");
    check_refused(&lines.replace("report/1", "report/2"), "line 1: written by a later");
    check_refused(&(json.clone() + &json), "two reports");
    check_refused(&(lines.clone() + &lines), "two reports");
    let last = lines.lines().last().unwrap();
    check_refused(
        &lines.replace(last, ""),
        "its last line, which sums it up, is missing",
    );
    check_refused(&lines[..lines.len() - 9], "line 4: this report is cut off here");
    check_refused(&json.replace("\"final\"", "\"middle\""), "no view is called `middle`");
    check_refused(&json.replace("\"error\": 2", "\"error\": 5"), "says 5 findings");
    let line = lines.lines().next().unwrap();
    check_refused(&lines.replacen(line, &format!("{line}\n{line}"), 1), "holds 3");
    check_refused(
        &lines.replacen("\"digest\"", "\"gidest\"", 1),
        "line 1: missing field",
    );
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(*b"{\0").collect();
    let said = read(&*utf16, &mut |_| Ok(())).unwrap_err().to_string();
    assert!(said.contains("UTF-16"), "{said}");
}

#[test]
fn a_report_reads_the_same_whatever_lays_it_out() {
    let rules = sample::rules();
    let json = written("json", &sample::report(&rules));
    let expected = items(&json).unwrap();
    let mut value: serde_json::Value = serde_json::from_str(&json).unwrap();
    // Sorted by name, on one line, with the mark that some editors begin a file with.
    let compact = format!("\u{feff}{value}\r\n");
    assert_eq!(items(&compact).unwrap(), expected);
    let first = "{\"documents\": [], \"not_read\": [], \"summary\": {\"documents\": 0, \
                 \"not_read\": 0, \"error\": 0, \"warning\": 0, \"note\": 0}, \"view\": \
                 \"final\", \"tool\": {\"version\": \"0\", \"rules_digest\": \"0\"}, \
                 \"schema\": \"reclint-report/1\"}";
    assert!(items(first).unwrap().1.is_empty());
    // The form before copies and contexts were told.
    value.as_object_mut().unwrap().remove("copies");
    value["summary"].as_object_mut().unwrap().remove("copies");
    value["documents"][1]["findings"][0].as_object_mut().unwrap().remove("context");
    assert_eq!(items(&value.to_string()).unwrap().1.len(), expected.1.len());
}

#[test]
fn who_takes_no_more_is_told_so() {
    let rules = sample::rules();
    for form in ["json", "jsonl"] {
        let text = written(form, &sample::report(&rules));
        let found = read(text.as_bytes(), &mut |_| Err(io::Error::other("disk full")));
        assert!(
            matches!(found, Err(ReportError::Refused(it)) if it.to_string() == "disk full")
        );
    }
}
