use super::{super::sample, *};
use crate::{doc::BlockKind, report::Report};

#[track_caller]
fn written(report: &Report<'_>, style: Style) -> String {
    let mut out = Vec::new();
    (OUTPUT.write)(report, style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn one(draft: Draft, rules: &RuleSet) -> Report<'_> {
    Report { drafts: vec![draft], not_read: Vec::new(), ..sample::report(rules) }
}

#[test]
fn shows_drafts_findings_and_counts() {
    let rules = sample::rules();
    let found = written(&sample::report(&rules), Style::PLAIN);
    println!("{found}");
}

#[test]
fn fits_every_width() {
    let rules = sample::rules();
    for width in 40..120 {
        for unicode in [true, false] {
            let style = Style { width, unicode, ..Style::PLAIN };
            for line in written(&sample::report(&rules), style).lines() {
                assert!(paint::columns(line) <= width, "{width}: {line}");
            }
        }
    }
}

#[test]
fn cuts_a_long_paragraph() {
    let rules = sample::rules();
    let long =
        "The lock sends a message to the bridge and waits for its answer. ".repeat(40);
    let long = format!("{long}It shall use MD5 for that. {long}");
    let doc = sample::document(&[(BlockKind::Paragraph, None, &long)]);
    let broken = sample::finding(&rules, "XB01", sample::find(&doc, "MD5"), "broken");
    let report = one(sample::draft("a.md", doc, vec![broken]), &rules);
    println!("{}", written(&report, Style { width: 60, ..Style::PLAIN }));
}

#[test]
fn lets_no_escape_sequence_through() {
    let rules = sample::rules();
    let text =
        "The lock\u{1b}[31m shall \u{7}use MD5\u{1b}]0;title\u{7} and 锁 a\u{9b}b.";
    let doc = sample::document(&[(BlockKind::Heading, Some("7\u{1b}[1m"), text)]);
    let at = sample::find(&doc, text);
    let mut broken = sample::finding(&rules, "XB01", at, text);
    broken.because(sample::find(&doc, "MD5"), text).noting(text);
    broken.because(at, text);
    let mut draft = sample::draft("a\u{1b}[2J\n.md", doc, vec![broken]);
    draft.facts.profile.kind_because = text.into();
    let found = written(&one(draft, &rules), Style::PLAIN);
    let bad = |it: &char| it.is_control() && *it != '\n';
    assert_eq!(found.chars().find(bad), None, "{found}");
}
