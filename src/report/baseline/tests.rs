use super::{Baseline, Fixed, Scope};
use crate::report::{
    Copy, Record,
    reading::tests::{of, record, written},
    record::{Allowed, Status},
    sample,
};

/// A draft with one finding for each fingerprint.
fn draft(path: &str, number: &str, title: &str, prints: &[&str]) -> Record {
    let mut draft = record(path, &[]);
    let like = draft.findings[0].clone();
    draft.digest = format!("{path}{number}{title}{prints:?}").into();
    draft.profile.number = (!number.is_empty()).then(|| number.into());
    draft.profile.title = Some(title.into());
    let finding = |it: &&str| {
        let mut finding = like.clone();
        finding.fingerprint = (*it).into();
        finding.rule = if it.starts_with('q') { "XB02" } else { "XB01" }.into();
        finding
    };
    draft.findings = prints.iter().map(finding).collect();
    draft.allowed.clear();
    draft
}

fn earlier(records: Vec<Record>) -> String {
    written("jsonl", &of(&sample::rules(), records, Vec::new(), Vec::new()))
}

fn scope(rules: &[&str]) -> Scope {
    Scope { rules: rules.iter().map(|it| (*it).into()).collect(), whole: true }
}

/// What is new in each draft, what is fixed, and which drafts were not looked at.
#[track_caller]
fn check(
    before: Vec<Record>,
    now: Vec<Record>,
    rules: &[&str],
    [new, fixed, absent]: [&[&str]; 3],
) {
    let text = earlier(before);
    let baseline = Baseline::read(text.as_bytes()).unwrap();
    let mut found = Vec::new();
    // The order leaves no trace.
    for mut record in now.into_iter().rev() {
        baseline.mark(&mut record);
        let new = record.findings.iter().filter(|it| it.status == Status::New);
        found.extend(new.map(|it| it.fingerprint.clone()));
    }
    let gone = baseline.gone(&scope(rules), &[]);
    let (away, gone) = gone.told(text.as_bytes()).unwrap();
    let gone: Vec<_> = gone.iter().map(|it: &Fixed| &*it.fingerprint).collect();
    let away: Vec<_> = away.iter().map(|it| &*it.path).collect();
    assert_eq!(found.iter().map(|it| &**it).collect::<Vec<_>>(), new, "new");
    assert_eq!(gone, fixed, "fixed");
    assert_eq!(away, absent, "absent");
}

const ALL: &[&str] = &["XB01", "XB02"];
const LOCKS: &str = "Protocol for door locks";

#[test]
fn a_draft_is_known_by_path_number_or_title() {
    let before = || vec![draft("april/TD1.docx", "X.1", LOCKS, &["a", "b"])];
    let expected: [&[&str]; 3] = [&["c"], &["b"], &[]];
    let prints = &["a", "c"];
    check(before(), vec![draft("april/TD1.docx", "X.1", LOCKS, prints)], ALL, expected);
    check(before(), vec![draft("dec/TD9.docx", "X.1", "Other", prints)], ALL, expected);
    let retyped = "PROTOCOL for  door-locks";
    check(before(), vec![draft("dec/TD9.docx", "", retyped, prints)], ALL, expected);
    check(before(), vec![draft("./april/TD1.docx", "", "New", prints)], ALL, expected);
}

#[test]
fn a_file_name_that_is_used_again_is_another_draft() {
    let before = vec![draft("TD1.docx", "X.1", LOCKS, &["a"])];
    let now = vec![draft("TD1.docx", "X.2", "Protocol for windows", &["a"])];
    check(before, now, ALL, [&["a"], &[], &["TD1.docx"]]);
    // Two drafts that changed their names.
    let (x, y) = ("Protocol for windows", LOCKS);
    let before = vec![draft("1.md", "", x, &["a"]), draft("2.md", "", y, &["b"])];
    let now = vec![draft("1.md", "", y, &["b"]), draft("2.md", "", x, &["a"])];
    check(before, now, ALL, [&[], &[], &[]]);
    // X.60.97 is not X.609.7.
    let before = vec![draft("1.md", "X.60.97", "a", &["a"])];
    check(
        before,
        vec![draft("2.md", "X.609.7", "a", &["a"])],
        ALL,
        [&["a"], &[], &["1.md"]],
    );
}

#[test]
fn every_meeting_has_an_agenda_of_its_own() {
    let agenda = |path: &str, print| {
        let mut draft = draft(path, "", "Agenda of the meeting", &[print]);
        draft.profile.kind = "meeting".into();
        draft
    };
    let (before, now) = (vec![agenda("a.md", "a")], vec![agenda("b.md", "b")]);
    check(before, now, ALL, [&["b"], &[], &["a.md"]]);
}

#[test]
fn equal_findings_are_counted() {
    let one = |prints: &[&str]| vec![draft("a.md", "X.1", LOCKS, prints)];
    check(one(&["a", "a-2", "a-3"]), one(&["a", "a-2"]), ALL, [&[], &["a-3"], &[]]);
    check(one(&["a"]), one(&["a", "a-2"]), ALL, [&["a-2"], &[], &[]]);
    check(one(&["a-2"]), one(&["a", "a-2"]), ALL, [&["a"], &[], &[]]);
    check(one(&["a-2"]), one(&["a"]), ALL, [&[], &[], &[]]);
}

#[test]
fn what_is_answered_is_not_fixed_and_what_was_is_new() {
    let answered = |open: &[&str], answered: &[&str]| {
        let mut whole = draft("a.md", "X.1", LOCKS, open);
        let rules = sample::rules();
        let like: Allowed = {
            let report = sample::answered(&rules);
            report.drafts.all().next().unwrap().unwrap().record.allowed[0].clone()
        };
        let allowed = answered
            .iter()
            .map(|it| Allowed { fingerprint: (*it).into(), ..like.clone() });
        whole.allowed = allowed.collect();
        vec![whole]
    };
    check(answered(&["a", "b"], &[]), answered(&["b"], &["a"]), ALL, [&[], &[], &[]]);
    check(answered(&[], &["a"]), answered(&["a"], &[]), ALL, [&["a"], &[], &[]]);
    let (before, now) = (answered(&["a", "a-2"], &[]), answered(&["a-2"], &["a"]));
    check(before, now, ALL, [&[], &[], &[]]);
}

#[test]
fn what_was_not_asked_for_is_not_fixed() {
    let one = |prints: &[&str]| vec![draft("a.md", "X.1", LOCKS, prints)];
    check(one(&["a", "q"]), one(&[]), &["XB02"], [&[], &["q"], &[]]);
    let text = earlier(one(&["a"]));
    let baseline = Baseline::read(text.as_bytes()).unwrap();
    baseline.mark(&mut one(&[])[0]);
    let scope = Scope { whole: false, ..scope(ALL) };
    assert!(baseline.gone(&scope, &[]).told(text.as_bytes()).unwrap().1.is_empty());
}

#[test]
fn a_finding_is_fixed_when_no_revision_has_it() {
    let of = |path: &str, prints: &[&str]| draft(path, "X.1", LOCKS, prints);
    let before = || vec![of("TD1.md", &["a", "b"])];
    let now = vec![of("TD1.md", &["a", "b"]), of("TD1R2.md", &["a"])];
    check(before(), now, ALL, [&[], &[], &[]]);
    let now = vec![of("TD1R1.md", &["b"]), of("TD1R2.md", &[])];
    check(before(), now, ALL, [&[], &["a"], &[]]);
    let before = vec![of("TD1.md", &["a", "b"]), of("TD1R1.md", &["a"])];
    check(before, vec![of("TD9.md", &[])], ALL, [&[], &["a", "b"], &[]]);
}

#[test]
fn a_finding_is_known_under_another_severity() {
    let mut now = draft("a.md", "X.1", LOCKS, &["a"]);
    now.findings[0].severity = crate::finding::Severity::Note;
    check(vec![draft("a.md", "X.1", LOCKS, &["a"])], vec![now], ALL, [&[], &[], &[]]);
}

#[test]
fn a_draft_that_is_a_copy_now_or_was_one_is_not_away() {
    let rules = sample::rules();
    let copy = Copy { path: "b.md".into(), of: "a.md".into() };
    let held = vec![draft("a.md", "", "x", &["a"])];
    let text = written("json", &of(&rules, held, vec![copy.clone()], Vec::new()));
    let baseline = Baseline::read(text.as_bytes()).unwrap();
    let mut now = draft("b.md", "", "y", &["a"]);
    baseline.mark(&mut now);
    assert_eq!(now.findings[0].status, Status::Known);
    let text = earlier(vec![draft("b.md", "", "x", &["a"])]);
    let baseline = Baseline::read(text.as_bytes()).unwrap();
    let (absent, _) = baseline.gone(&scope(ALL), &[copy]).told(text.as_bytes()).unwrap();
    assert_eq!(absent, []);
}
