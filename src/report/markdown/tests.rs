use super::{
    super::{
        Copy, Kept, NotRead, Report, Style,
        record::{Record, Status},
        sample,
    },
    OUTPUT,
};

/// What GitHub takes of a comment, in characters.
const GITHUB: usize = 65_536;

#[track_caller]
fn written(report: &Report<'_>) -> String {
    let mut out = Vec::new();
    (OUTPUT.write)(report, Style::PLAIN, &mut out).unwrap();
    let found = String::from_utf8(out).unwrap();
    let found = found.replace(report.rules.digest(), "DIGEST");
    found.replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

#[test]
fn shows_drafts_and_their_findings() {
    let rules = sample::rules();
    insta::assert_snapshot!(written(&sample::report(&rules)));
}

#[test]
fn shows_what_is_known_and_what_was_answered() {
    let rules = sample::rules();
    let mut report = sample::answered(&rules);
    let mut kept: Vec<_> = report.drafts.all().map(Result::unwrap).collect();
    kept[0].record.findings[0].status = Status::Known;
    report.drafts = Box::new(kept);
    report.copies = vec![Copy { path: "b|c.md".into(), of: "drafts/lock.md".into() }];
    insta::assert_snapshot!(written(&report));
}

/// A report of so many drafts with three findings each.
fn many(rules: &crate::rules::RuleSet, count: usize) -> Report<'_> {
    let mut report = sample::report(rules);
    let one = report.drafts.all().nth(1).unwrap().unwrap().record;
    let drafts = (0..count).map(|it| {
        let mut record = Record { path: format!("TD{it:04}.docx").into(), ..one.clone() };
        if it % 2 == 1 {
            record.findings.retain(|it| &*it.rule == "XC01");
        }
        Kept { record, page: None }
    });
    let drafts: Vec<_> = drafts.collect();
    report.totals = super::super::Totals::default();
    for it in &drafts {
        report.totals.add(&it.record, rules);
    }
    report.drafts = Box::new(drafts);
    let not_read = |it: usize| NotRead {
        path: format!("agenda-{it}.pdf").into(),
        why: "a PDF: check the file that it was made from".into(),
        wanted: false,
    };
    report.not_read = (0..count).map(not_read).collect();
    report
}

#[test]
fn a_long_report_is_one_comment_and_counts_what_it_leaves_out() {
    let rules = sample::rules();
    let found = written(&many(&rules, 3_000));
    assert!(found.chars().count() < GITHUB, "{}", found.chars().count());
    let rows: Vec<_> = found.lines().filter(|it| it.starts_with("| TD")).collect();
    assert_eq!(rows.len(), 60);
    assert!(rows.iter().all(|it| it.ends_with("| 2 | 0 | 1 |")), "the gravest first");
    let told = found.lines().filter(|it| it.starts_with("- **error**")).count();
    assert!(100 < told, "{told}");
    assert!(!found.contains("- **note**"));
    let left = found.lines().find(|it| it.starts_with("Left out")).unwrap();
    let (errors, notes) = (3_000 - told, 3_000);
    let expected = format!("no longer: {errors} errors, {notes} notes in 3000 drafts;");
    assert!(left.contains(&expected), "{left}");
    assert!(found.contains("and not the other 2940."));
    assert!(found.contains("- and 2960 more; the JSON report has all"));
}

#[test]
fn a_report_that_fits_leaves_nothing_out() {
    let rules = sample::rules();
    let found = written(&many(&rules, 20));
    assert!(!found.contains("Left out") && !found.contains("more;"), "{found}");
    assert_eq!(found.matches("- **note**").count(), 20);
}

#[test]
fn notes_are_left_out_before_errors() {
    let rules = sample::rules();
    let found = written(&many(&rules, 70));
    assert_eq!(found.matches("- **error**").count(), 70);
    assert_eq!(found.matches("- **note**").count(), 0);
    let left = found.lines().find(|it| it.starts_with("Left out")).unwrap();
    assert!(left.contains("70 notes in 70 drafts; 70 parts not checked."), "{left}");
}

#[test]
fn no_draft_makes_a_report_too_long() {
    let rules = sample::rules();
    let mut report = many(&rules, 300);
    let long: Box<str> = "*a|".repeat(3_000).into();
    let mut kept: Vec<_> = report.drafts.all().map(Result::unwrap).collect();
    for it in &mut kept {
        let record = &mut it.record;
        record.profile.title = Some(long.clone());
        record.findings[0].quote = long.clone();
        record.findings[0].help = long.clone();
    }
    kept[7].record.path = long.clone();
    report.drafts = Box::new(kept);
    report.not_read[0].path = long;
    let found = written(&report);
    assert!(found.chars().count() < GITHUB, "{}", found.chars().count());
    assert!(1_000 < found.chars().count());
}
