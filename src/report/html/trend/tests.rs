use regex::Regex;
use sha2::{Digest as _, Sha256};

use super::{POLICY, STYLE, trend_page};
use crate::report::{
    html::tests::base64,
    sample,
    trend::{Column, Trend},
};

fn page(columns: Vec<Column>) -> String {
    let mut out = Vec::new();
    trend_page(&Trend::of(columns, &sample::rules()), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn column(label: &str, errors: usize, notes: usize) -> Column {
    let groups = [("XB".into(), [errors, 0, 0]), ("ZZ".into(), [0, 0, notes])];
    Column {
        label: label.to_owned(),
        drafts: 4,
        found: [errors, 0, notes],
        groups: groups.into(),
        ..Column::default()
    }
}

#[test]
fn browsers_know_the_style_by_its_digest() {
    let digest = base64(&Sha256::digest(STYLE.as_bytes()));
    let expected = format!("style-src 'sha256-{digest}'");
    assert!(POLICY.contains(&expected), "src/report/html/trend/mod.rs needs {expected}");
    assert!(!STYLE.contains("@import") && !STYLE.contains("</"));
}

#[test]
fn every_number_of_a_picture_stands_in_the_table_too() {
    let page = page(vec![column("April", 7, 3), column("December", 5, 0)]);
    let (pictures, table) = page.split_once("<table>").unwrap();
    let sums = Regex::new("<text class=\"sum\"[^>]*>([0-9]+)</text>").unwrap();
    let sums: Vec<_> = sums.captures_iter(pictures).map(|it| it[1].to_owned()).collect();
    assert_eq!(sums, ["10", "5", "7", "5", "3", "0"]);
    for sum in sums {
        assert!(table.contains(&format!("<td>{sum}")), "{sum}");
    }
    assert!(table.contains("7 errors, 3 notes") && table.contains("−5"), "{table}");
}

#[test]
fn a_label_brings_no_markup_and_many_reports_have_room() {
    let evil = "\"><script>alert(1)</script>";
    let found = page(vec![column(evil, 1, 1)]);
    assert!(!found.contains("<script"), "{found}");
    let many = (0..200).map(|it| column(&format!("a long name of report {it}"), it, 1));
    let found = page(many.collect());
    assert_eq!(found.matches("<svg role=\"img\"").count(), 3);
    assert!(page(Vec::new()).contains("No report has a finding."));
}
