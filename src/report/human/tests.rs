use super::{super::sample, *};
use crate::{
    allow::Allowed,
    doc::BlockKind,
    formats::View,
    report::{Draft, Report},
};

#[track_caller]
fn written(report: &Report<'_>, style: Style) -> String {
    let mut out = Vec::new();
    (OUTPUT.write)(report, style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// What is written, without what changes with each version and page.
#[track_caller]
fn stable(report: &Report<'_>, style: Style) -> String {
    let found = written(report, style).replace(report.rules.digest(), "DIGEST");
    found.replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

fn one(draft: Draft, rules: &RuleSet) -> Report<'_> {
    Report::of(rules, View::Final, &[draft], Vec::new())
}

/// A report of one finding on "MD5" in the middle of a long paragraph.
fn long(rules: &RuleSet, filler: &str, words: &str) -> Draft {
    let filler = filler.repeat(30);
    let text = format!("{filler}{words} {filler}");
    let doc = sample::document(&[(BlockKind::Paragraph, None, &text)]);
    let at = sample::find(&doc, words);
    let mut broken = sample::finding(rules, "XB01", at, "MD5 is broken");
    broken.because(sample::find(&doc, "MD5"), "this is broken");
    broken.because(sample::all(&doc, &filler[..30])[0], "elsewhere in the paragraph");
    sample::draft("drafts/a-long-name-of-a-draft.md", doc, vec![broken])
}

const FILLER: &str = "The lock sends a message to the bridge and waits for its answer. ";

#[test]
fn shows_drafts_findings_and_counts() {
    let rules = sample::rules();
    insta::assert_snapshot!(stable(&sample::report(&rules), Style::PLAIN));
}

#[test]
fn shows_them_in_ascii_on_a_narrow_terminal() {
    let rules = sample::rules();
    let style = Style { width: 40, unicode: false, ..Style::PLAIN };
    insta::assert_snapshot!(stable(&sample::report(&rules), style));
}

#[test]
fn shows_what_was_allowed_and_why() {
    let rules = sample::rules();
    insta::assert_snapshot!(stable(&sample::answered(&rules), Style::PLAIN));
}

#[test]
fn colors_change_no_word() {
    let rules = sample::rules();
    let report = sample::report(&rules);
    let colored = written(&report, Style { color: true, ..Style::PLAIN });
    let mut plain = String::new();
    for piece in colored.split("\x1b[").enumerate() {
        plain.push_str(match piece {
            (0, it) => it,
            (_, it) => it.split_once('m').unwrap().1,
        });
    }
    assert_eq!(plain, written(&report, Style::PLAIN));
    assert!(!colored.contains("\x1b]8"), "no links");
}

#[test]
fn quiet_leaves_the_last_line() {
    let rules = sample::rules();
    let found = written(&sample::report(&rules), Style { quiet: true, ..Style::PLAIN });
    assert_eq!(found, "2 drafts: 2 errors, 1 note; 0 allowed; 1 not read\n");
}

#[test]
fn cuts_a_long_paragraph_around_the_words() {
    let rules = sample::rules();
    let report = one(long(&rules, FILLER, "It shall use MD5 for that."), &rules);
    insta::assert_snapshot!(stable(&report, Style { width: 60, ..Style::PLAIN }));
}

#[test]
fn fits_every_width() {
    let rules = sample::rules();
    let texts = [
        (FILLER, "It shall use MD5 for that."),
        ("锁具向网桥发送消息并等待其应答。", "应使用MD5保护消息。"),
        ("word", "MD5"),
    ];
    let mut reports = vec![sample::report(&rules), sample::answered(&rules)];
    reports.extend(texts.map(|(filler, words)| one(long(&rules, filler, words), &rules)));
    let whole = FILLER.repeat(30) + "MD5";
    reports.push(one(long(&rules, FILLER, &whole), &rules));
    for report in &reports {
        for width in 40..=110 {
            for unicode in [true, false] {
                let style = Style { unicode, width, ..Style::PLAIN };
                for line in written(report, style).lines() {
                    assert!(paint::columns(line) <= width, "{width}: {line}");
                }
            }
        }
    }
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
    draft.allowed.push(Allowed {
        finding: draft.findings[0].clone(),
        because: text.into(),
        by: Some(text.into()),
        date: Some(text.into()),
        until: Some(text.into()),
        place: text.into(),
    });
    draft.facts.profile.kind_because = text.into();
    let found = written(&one(draft, &rules), Style::PLAIN);
    let bad = |it: &char| it.is_control() && *it != '\n';
    assert_eq!(found.chars().find(bad), None, "{found}");
}

#[test]
fn shows_what_is_new_known_and_fixed() {
    use crate::report::{
        Compared,
        baseline::{Absent, Fixed},
        record::{Clause, Status},
    };
    let rules = sample::rules();
    let drafts = [sample::lock(&rules)];
    let mut report = Report::of(&rules, View::Final, &drafts, Vec::new());
    let kept = report.drafts.all().map(|it| {
        let mut kept = it.unwrap();
        kept.record.findings[0].status = Status::Known;
        kept
    });
    let kept: Vec<_> = kept.collect();
    report.totals = Totals::default();
    report.totals.add(&kept[0].record, &rules);
    report.drafts = Box::new(kept);
    let fixed = |message: &str| Fixed {
        path: "drafts/bridge.md".into(),
        rule: "XB02".into(),
        name: "key-size-missing".into(),
        severity: crate::finding::Severity::Warning,
        message: message.into(),
        clause: Clause { number: Some("8".into()), title: None },
        quote: "AES\u{1b}[1m".into(),
        fingerprint: "0".into(),
    };
    report.baseline = Some(Compared {
        name: "april.json".into(),
        remarks: vec!["the earlier report was made with other rules".into()],
        absent: vec![Absent { path: "drafts/gone.md".into(), findings: 1 }],
        fixed: vec![fixed("the key size of AES is missing"), fixed("so is its mode")],
    });
    insta::assert_snapshot!(stable(&report, Style::PLAIN));
}
