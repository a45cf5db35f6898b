use proptest::prelude::*;

use super::{super::sample, OUTPUT, data, message, property, say};
use crate::{
    doc::BlockKind,
    formats::View,
    report::{NotRead, Report, Style, record::Status},
};

#[track_caller]
fn written(report: &Report<'_>) -> String {
    let mut out = Vec::new();
    (OUTPUT.write)(report, Style::PLAIN, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The commands in what was written, by the rules of GitHub's runner: a line that begins
/// with two colons, and a name, up to the next two.
fn commands(text: &str) -> Vec<(&str, &str)> {
    let lines = text.lines().filter_map(|it| it.trim().strip_prefix("::"));
    lines.map(|it| it.split_once("::").unwrap()).collect()
}

#[test]
fn says_the_gravest_first() {
    let rules = sample::rules();
    insta::assert_snapshot!(written(&sample::report(&rules)));
}

#[test]
fn what_is_known_and_what_nobody_asked_for_comes_last() {
    let rules = sample::rules();
    let mut report = sample::report(&rules);
    report.not_read[0].wanted = false;
    let mut kept: Vec<_> = report.drafts.all().map(Result::unwrap).collect();
    kept[1].record.findings[0].status = Status::Known;
    report.totals.known = [1, 0, 0];
    report.drafts = Box::new(kept);
    let text = written(&report);
    let found: Vec<_> = commands(&text)
        .into_iter()
        .map(|(it, _)| {
            (it.split_once(' ').unwrap().0, it.rsplit_once("title=").unwrap().1)
        })
        .collect();
    let expected = [
        ("error", "XB01 algorithm-broken"),
        ("notice", "XC01 phrase-vague"),
        ("notice", "XA01 security-clause-missing (known)"),
        ("notice", "not read"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_word_file_has_no_lines() {
    let rules = sample::rules();
    let report = sample::report(&rules);
    let mut record = report.drafts.all().nth(1).unwrap().unwrap().record;
    let finding = &mut record.findings[1];
    finding.origin = crate::report::record::Origin {
        part: Some("word/document.xml".into()),
        paragraph: Some(12),
        ..Default::default()
    };
    let mut out = Vec::new();
    super::finding(&record, &record.findings[1], &mut out).unwrap();
    let found = String::from_utf8(out).unwrap();
    let begin =
        "::error file=drafts/lock.md,title=XB01 algorithm-broken::MD5 is broken, and";
    assert!(found.starts_with(begin), "{found}");
    assert!(message(&record.findings[1]).contains("clause 7.2 Message format: “shall"));
}

#[test]
fn escapes_by_the_rules_of_github() {
    assert_eq!(property("a:b,c%d\ne"), "a%3Ab%2Cc%25d e");
    assert_eq!(data("100%: a,b\r\nc\u{1b}[0m"), "100%25: a,b%0Ac\u{fffd}[0m");
    assert_eq!(data("a\rb\u{2028}c"), "a b c");
}

#[test]
fn no_draft_gives_commands() {
    let rules = sample::rules();
    let text = "MD5\n::error::no\r\n::stop-commands::x\n##[error]no";
    let doc = sample::document(&[(BlockKind::Heading, Some("7\n::warning::x"), text)]);
    let at = sample::find(&doc, "MD5");
    let broken = sample::finding(&rules, "XB01", at, text);
    let draft = sample::draft("a\n::error::,line=1.md", doc, vec![broken]);
    let not_read =
        NotRead { path: "b\n::error::b".into(), why: text.into(), wanted: false };
    let report = Report::of(&rules, View::Final, &[draft], vec![not_read]);
    let text = written(&report);
    assert_eq!(text.lines().count(), 3, "{text}");
    let found: Vec<_> = commands(&text).into_iter().map(|(it, _)| it).collect();
    let expected = [
        "error file=a %3A%3Aerror%3A%3A%2Cline=1.md,line=1,endLine=1,col=1,endColumn=4,title=XB01 algorithm-broken",
        "notice file=b %3A%3Aerror%3A%3Ab,title=not read",
    ];
    assert_eq!(found, expected);
}

proptest! {
    #[test]
    fn a_command_is_one_line_whatever_the_words(
        words in r"([:,%#\[\]\r\n a\x{85}\x{2028}]|\PC){0,40}",
        file in r"([:,%\r\n a]|\PC){0,20}",
    ) {
        let mut out = Vec::new();
        say("error", &[("file", Some(file))], &words, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        prop_assert_eq!(text.matches(['\n', '\r']).count(), 1);
        let found = commands(&text);
        prop_assert_eq!(found.len(), 1);
        let (place, _) = found[0];
        prop_assert!(place.starts_with("error file="));
        prop_assert!(!place.contains(','));
    }
}
