use sha2::{Digest as _, Sha256};

use super::{
    Meeting, draft_file,
    frame::{OWN_POLICY, SCRIPT, STYLE},
    index, page_name,
};
use crate::{
    finding::Severity,
    formats::View,
    report::{
        Copy, Kept, NotRead, Page, Record, Report, Totals,
        baseline::{Absent, Compared, Fixed},
        draft_page,
        html::{
            self,
            tests::{base64, sound},
        },
        record::{self, Status, Trait},
        revisions::{Change, Revision, Series},
        sample,
    },
    rules::RuleSet,
};

/// The page without what it was built with, once its tags are known to be sound.
fn written(report: &Report<'_>, meeting: &Meeting) -> String {
    let mut out = Vec::new();
    index(report, meeting, &mut out).unwrap();
    let mut page = String::from_utf8(out).unwrap();
    for own in [html::STYLE, STYLE, SCRIPT] {
        page = page.replacen(own, "", 1);
    }
    sound(&page);
    page
}

fn report(rules: &RuleSet, records: Vec<Record>) -> Report<'_> {
    let mut report = Report::of(rules, View::Final, &[], Vec::new());
    let mut totals = Totals::default();
    for it in &records {
        totals.add(it, rules);
    }
    report.totals = totals;
    let kept = records.into_iter().map(|record| Kept { record, page: None });
    report.drafts = Box::new(kept.collect::<Vec<_>>());
    report
}

fn lock(rules: &RuleSet, path: &str) -> Record {
    Record { path: path.into(), ..Record::of(&sample::lock(rules), rules) }
}

fn revision(path: &str, change: Option<(usize, usize)>) -> Revision {
    let change = change.map(|(closed, opened)| Change { closed, opened });
    Revision { path: path.into(), change }
}

/// What the row of a draft says, without its tags.
fn row(page: &str, path: &str) -> String {
    let name = format!("<tr role=\"row\" id=\"d-{}\"", super::name::key(path));
    let begin = page.find(&name).unwrap_or_else(|| panic!("no row of {path}"));
    let row = &page[begin..begin + page[begin..].find("</tr>").unwrap()];
    let tag = regex::Regex::new("<[^>]*>").unwrap();
    let words = tag.replace_all(row, " ").into_owned();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn browsers_know_styles_and_script_by_their_digests() {
    let digest = |it: &str| format!("'sha256-{}'", base64(&Sha256::digest(it)));
    let styles = format!("style-src {} {};", digest(html::STYLE), digest(STYLE));
    let script = format!("script-src {};", digest(SCRIPT));
    for expected in [styles, script] {
        assert!(OWN_POLICY.contains(&expected), "frame.rs needs {expected}");
    }
    assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
    assert!(!STYLE.contains("</") && !SCRIPT.contains("</"));
}

#[test]
fn a_row_says_what_is_known_of_a_draft() {
    let rules = sample::rules();
    let mut record = lock(&rules, "TD 9.md");
    record.profile.question = Some("12/17, All/17".into());
    record.profile.document = Some("TD9R1".into());
    let mut report = report(&rules, vec![record]);
    let (path, of) = ("copy.md".into(), "TD 9.md".into());
    report.copies = vec![Copy { path, of }];
    let page = written(&report, &Meeting::default());
    assert_eq!(
        row(&page, "TD 9.md"),
        "Y.4999 TD9R1 Protocol for door locks TD 9.md The same bytes: copy.md Not all of it was \
         read: 1 part left out recommendation 12/17 , All/17 vacuous mentioned none MD5 disallowed \
         2 0 1"
    );
    assert!(page.contains("data-rules=\"XA01 XB01 XC01\""));
    assert!(page.contains("<option value=\"12/17\">12/17</option>"));
    let link = format!("<a href=\"{}\"", page_name("TD 9.md"));
    assert_eq!(page.matches(&link).count(), 2, "in the list and in the matrix");
}

#[test]
fn algorithms_stand_with_what_the_draft_requires_first() {
    let rules = sample::rules();
    let mut record = lock(&rules, "a.md");
    let one = record.profile.algorithms.remove(0);
    let named = [
        ("AES", "acceptable", "normative"),
        ("RC4", "disallowed", "prohibited"),
        ("MD4", "disallowed", "informative"),
        ("DES", "legacy", "normative"),
        ("SHA-1", "deprecated", "normative"),
        ("MD5", "disallowed", "informative"),
    ];
    let named = named.map(|(name, status, standing)| record::Algorithm {
        name: name.into(),
        status: status.into(),
        standing: standing.into(),
        ..one.clone()
    });
    record.profile.algorithms = named.into();
    let row = row(&written(&report(&rules, vec![record]), &Meeting::default()), "a.md");
    let expected = "none SHA-1 deprecated , DES legacy , MD4 disallowed, informative +3 more \
                    MD5 disallowed, informative , AES , RC4 prohibited 2 0 1";
    assert!(row.ends_with(expected), "{row}");
}

#[test]
fn earlier_revisions_are_folded_and_not_counted() {
    let rules = sample::rules();
    let paths = ["TD12.md", "TD12R1.md", "TD12R2.md"];
    let records = paths.iter().map(|it| lock(&rules, it)).collect();
    let revisions = vec![
        revision("TD12R3.md", Some((7, 7))),
        revision("TD12R2.md", Some((2, 1))),
        revision("TD12R1.md", Some((0, 3))),
        revision("TD12.md", None),
    ];
    let revisions = vec![Series { dated: true, revisions }];
    let folded = |records, revisions| Report { revisions, ..report(&rules, records) };
    let meeting = Meeting::default();
    let page = written(&folded(records, revisions.clone()), &meeting);
    assert_eq!(page.matches("<tr role=\"row\" id=").count(), 1);
    let row = row(&page, "TD12R2.md");
    let expected = "closes 2, opens 1 against TD12R1.md 2 earlier revisions TD12R1.md ◆ 2 \
                    errors ● 1 note closes 0, opens 3 against TD12.md TD12.md ◆ 2 errors";
    assert!(row.contains(expected), "{row}");
    assert!(page.contains("<b>2 earlier revisions</b>"));
    assert!(page.contains("is not counted here: 4 errors, 2 notes</li>"));
    let counted = "<span class=\"error\"><span aria-hidden=\"true\">◆</span> 2 errors";
    assert!(page.contains(counted), "the head counts the newest alone");
    let records = paths.iter().map(|it| lock(&rules, it)).collect();
    let mut revisions = revisions;
    revisions[0].dated = false;
    let page = written(&folded(records, revisions), &meeting);
    assert!(page.contains("2 other revisions; names do not say which is the newest"));
}

#[test]
fn what_was_not_judged_has_no_counts() {
    let rules = sample::rules();
    let mut record = lock(&rules, "a.md");
    record.findings.clear();
    let calm = record.clone();
    record.path = "b.md".into();
    record.profile.language = "zh".into();
    let page = written(&report(&rules, vec![calm, record]), &Meeting::default());
    assert!(row(&page, "a.md").ends_with("vacuous mentioned none MD5 disallowed 0 0 0"));
    let told = "no word lists for Chinese (zh) yet – – – MD5 disallowed – – –";
    assert!(row(&page, "b.md").ends_with(told), "{}", row(&page, "b.md"));
    assert!(page.contains("<b>1 draft</b> not judged"));
}

#[test]
fn an_earlier_report_tells_new_from_known_and_fixed() {
    let rules = sample::rules();
    let mut record = lock(&rules, "a.md");
    let gone = ["a.md", "gone.md"].map(|it| Fixed::of(it, record.findings[0].clone()));
    record.findings[0].status = Status::Known;
    let mut report = report(&rules, vec![record]);
    report.baseline = Some(Compared {
        name: "August".into(),
        remarks: vec!["made with other rules".into()],
        absent: vec![Absent { path: "away.md".into(), findings: 2 }],
        fixed: gone.into(),
    });
    let page = written(&report, &Meeting::default());
    assert!(page.contains("<li>made with other rules</li>"));
    assert!(page.contains("<bdi>away.md</bdi>: 2 findings then"));
    assert!(row(&page, "a.md").ends_with("2 0 1 2"), "{}", row(&page, "a.md"));
    assert!(page.contains("<b>2 new</b>, 1 known and 2 fixed against <bdi>August</bdi>"));
    assert!(page.contains("The draft is not in this report."));
    assert!(page.contains("name=\"new\""));
}

#[test]
fn files_that_were_not_read_stand_by_their_reason() {
    let rules = sample::rules();
    let mut report = report(&rules, Vec::new());
    let file = |path: &str, why: &str, wanted| NotRead {
        path: path.into(),
        why: why.into(),
        wanted,
    };
    report.not_read = vec![
        file("a.docx", "protected with a password", true),
        file("b.pptx", "a slide deck", false),
        file("c.docx", "protected with a password", true),
    ];
    let page = written(&report, &Meeting::default());
    assert!(page.contains("2 files: <bdi>protected with a password</bdi>"));
    assert!(page.contains("1 file: <bdi>a slide deck</bdi>"));
    assert!(page.contains("No draft was read.") && page.contains("Nothing was found."));
}

#[test]
fn hostile_words_inject_nothing() {
    let evil = "</style></script></title>\"'><script>alert(1)</script><img src=x \
                onerror=y> & \u{2066}\u{202e}--> <!-- \0 ]]>";
    let rules = sample::rules();
    let mut record = lock(&rules, evil);
    let profile = &mut record.profile;
    let own = [&mut profile.title, &mut profile.number];
    let cover = [&mut profile.question, &mut profile.document];
    for it in own.into_iter().chain(cover) {
        *it = Some(evil.into());
    }
    for it in [&mut profile.security, &mut profile.threats, &mut profile.privacy] {
        it.state = evil.into();
    }
    profile.traits =
        vec![Trait { name: evil.into(), because: evil.into(), clause: None }];
    for it in &mut profile.algorithms {
        [it.name, it.status] = [evil.into(), evil.into()];
    }
    for it in &mut record.findings {
        [it.rule, it.name, it.message] = [evil.into(), evil.into(), evil.into()];
    }
    let gone = record.findings.iter().map(|it| Fixed::of(evil, it.clone())).collect();
    let older = Record { path: format!("{evil}/older").into(), ..record.clone() };
    let second = revision(&older.path, None);
    let revisions = vec![revision(evil, Some((1, 1))), second];
    let meeting = Meeting { name: Some(evil.into()), date: Some(evil.into()) };
    let mut report = report(&rules, vec![record.clone(), older]);
    report.copies = vec![Copy { path: format!("{evil}2").into(), of: evil.into() }];
    report.not_read = vec![NotRead { path: evil.into(), why: evil.into(), wanted: true }];
    report.revisions = vec![Series { dated: true, revisions }];
    report.baseline = Some(Compared {
        name: evil.into(),
        remarks: vec![evil.into()],
        absent: vec![Absent { path: evil.into(), findings: 1 }],
        fixed: gone,
    });
    let mut page = written(&report, &meeting);
    let mut out = Vec::new();
    draft_file(&record, "", &rules, View::Final, &mut out).unwrap();
    page.push_str(&String::from_utf8(out).unwrap());
    for evil in ["<script>alert", "<img", "onerror=\"", "\u{2066}", "\u{202e}", "\0"] {
        assert!(!page.contains(evil), "{evil:?}");
    }
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
}

#[test]
fn the_page_of_a_draft_leads_back_to_its_row() {
    let rules = sample::rules();
    let draft = sample::lock(&rules);
    let record = Record::of(&draft, &rules);
    let page = draft_page(&draft, &rules, &Page::ALONE);
    let mut out = Vec::new();
    draft_file(&record, &page, &rules, View::Final, &mut out).unwrap();
    let file = String::from_utf8(out).unwrap().replacen(html::STYLE, "", 1);
    sound(&file);
    let index = written(&report(&rules, vec![record]), &Meeting::default());
    let link = regex::Regex::new("href=\"../index.html#([^\"]+)\"").unwrap();
    let back = &link.captures(&file).unwrap()[1];
    assert!(index.contains(&format!("id=\"{back}\"")));
    assert!(!file.contains("<script"));
}

#[test]
fn counts_agree_wherever_they_stand() {
    let rules = sample::rules();
    let records = vec![lock(&rules, "a.md"), lock(&rules, "b.md")];
    let all: usize = records.iter().map(|it| it.findings.len()).sum();
    let grave: usize = records.iter().map(|it| it.count(Severity::Error)).sum();
    let page = written(&report(&rules, records), &Meeting::default());
    let sum = |pattern: &str| -> usize {
        let pattern = regex::Regex::new(pattern).unwrap();
        let counts = pattern.captures_iter(&page);
        counts.map(|it| it[1].parse::<usize>().unwrap()).sum()
    };
    let list = r#"<td role="cell" class="(?:error|warning|note)(?: one)?">(\d+)"#;
    // The list and the matrix use the same words for their cells.
    assert_eq!(sum(list), 2 * all);
    let rules = r#"</span> (?:error|warning|note)</td><td role="cell">(\d+)"#;
    assert_eq!(sum(rules), all);
    assert_eq!(sum(r"◆</span> (\d+) errors"), grave);
}
