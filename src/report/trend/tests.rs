use super::{Column, Trend, csv, human, json};
use crate::report::{Style, reading::tests::written, sample};

fn trend() -> Trend {
    let rules = sample::rules();
    let first = written("jsonl", &sample::report(&rules));
    let second = written("json", &sample::answered(&rules));
    let read = |label: &str, bytes: &str| {
        Column::read(label.to_owned(), bytes.as_bytes()).unwrap()
    };
    Trend::of(vec![read("April", &first), read("=December", &second)], &rules)
}

fn told(write: impl Fn(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn counts_stand_side_by_side() {
    let found = told(|to| human(&trend(), Style::PLAIN, to));
    let rows: Vec<_> =
        found.lines().map(|it| it.split_whitespace().collect::<Vec<_>>()).collect();
    assert_eq!(rows[0], ["April", "=December", "change"]);
    assert_eq!(rows[1], ["drafts", "2", "1", "-1"]);
    assert_eq!(rows[2], ["findings", "3", "1", "-2"]);
    assert!(rows.contains(&vec!["XB", "sample", "1", "0", "-1"]), "{found}");
    assert!(rows.contains(&vec!["answered", "0", "2", "+2"]), "{found}");
}

#[test]
fn a_narrow_terminal_gets_lines() {
    let style = Style { width: 40, ..Style::PLAIN };
    let found = told(|to| human(&trend(), style, to));
    assert!(found.lines().all(|it| it.chars().count() <= 40), "{found}");
}

#[test]
fn programs_and_spreadsheets_get_the_same_counts() {
    let found: serde_json::Value =
        serde_json::from_str(&told(|to| json(&trend(), to))).unwrap();
    assert_eq!(found["reports"][0]["groups"][1]["group"], "XB");
    assert_eq!(found["reports"][0]["groups"][1]["error"], 1);
    let found = told(|to| csv(&trend(), to));
    assert!(found.contains("\r\n\"April\",2,\"XB\",\"sample\",1,0,0\r\n"), "{found}");
    assert!(found.contains("\"'=December\""), "a label is no formula: {found}");
}

#[test]
fn reports_of_other_rules_are_compared_with_a_note() {
    let mut columns = trend().columns;
    columns[1].head.rules_digest = "other".into();
    let found = Trend::of(columns, &sample::rules());
    assert_eq!(found.remarks.len(), 1);
    assert!(found.remarks[0].contains("=December: other"), "{:?}", found.remarks);
}
