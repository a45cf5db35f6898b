use csv::ReaderBuilder;
use proptest::prelude::*;

use super::{super::sample, COLUMNS, OUTPUT, cell, quoted};
use crate::{
    formats::View,
    report::{Report, Style, record::Status},
};

#[track_caller]
fn written(report: &Report<'_>) -> String {
    let mut out = Vec::new();
    (OUTPUT.write)(report, Style::PLAIN, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The rows as somebody else reads them, the names of the columns first.
#[track_caller]
fn read(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{feff}').unwrap();
    let mut reader = ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    // A row with more or fewer cells than the first is an error of this reader.
    let rows = reader.records().map(|it| it.unwrap());
    rows.map(|it| it.iter().map(ToOwned::to_owned).collect()).collect()
}

fn column(rows: &[Vec<String>], name: &str) -> Vec<String> {
    let at = COLUMNS.iter().position(|it| *it == name).unwrap();
    rows[1..].iter().map(|it| it[at].clone()).collect()
}

#[test]
fn has_a_row_for_each_finding() {
    let rules = sample::rules();
    let found = written(&sample::report(&rules));
    insta::assert_snapshot!(found.replace("\r\n", "⏎\n"));
    let rows = read(&found);
    assert_eq!(rows[0], COLUMNS);
    assert_eq!(column(&rows, "rule"), ["XA01", "XB01", "XC01"]);
    assert_eq!(column(&rows, "group"), ["XA", "XB", "XC"]);
    assert_eq!(column(&rows, "clause"), ["", "§ 7.2", ""]);
}

#[test]
fn says_what_was_answered_and_what_is_known() {
    let rules = sample::rules();
    let mut report = sample::answered(&rules);
    let mut kept: Vec<_> = report.drafts.all().map(Result::unwrap).collect();
    kept[0].record.findings[0].status = Status::Known;
    report.drafts = Box::new(kept);
    let rows = read(&written(&report));
    assert_eq!(column(&rows, "status"), ["known", "allowed", "allowed"]);
    assert_eq!(column(&rows, "confidence"), ["high"; 3]);
    let because =
        ["", "equipment made before 2010 knows nothing else", "the summary says more"];
    assert_eq!(column(&rows, "because"), because);
    assert_eq!(column(&rows, "by"), ["", "A. Editor", ""]);
    assert!(column(&rows, "help").iter().all(|it| it.starts_with("Write what X")));
}

#[test]
fn a_report_without_findings_has_the_names_of_the_columns() {
    let rules = sample::rules();
    let report = Report::of(&rules, View::Final, &[], Vec::new());
    assert_eq!(read(&written(&report)), [COLUMNS]);
}

#[test]
fn no_cell_is_a_formula_or_a_number() {
    let check = |words: &str, expected: &str| assert_eq!(cell(words), expected);
    check("=1+2", "'=1+2");
    check("+1 234", "'+1 234");
    check("-5 dBm", "'-5 dBm");
    check("@SUM(A1)", "'@SUM(A1)");
    check("\t=1", "' =1");
    check("\r\n=1", "'  =1");
    check("  =1", "'  =1");
    check("\"=1", "'\"=1");
    check("'=1", "''=1");
    check(",=1", "',=1");
    check("＝1", "'＝1");
    check("＠SUM", "'＠SUM");
    check("\u{feff}=1", "'\u{feff}=1");
    check("\u{202e}=1", "\u{fffd}=1");
    // Cut at the semicolon, the rest would be a cell of its own.
    check("a;=HYPERLINK(\"b\")", "a;'=HYPERLINK(\"b\")");
    check("a; \"=1", "a;' \"=1");
    check("7.10", "'7.10");
    check("1/2", "'1/2");
    check("12345678e1234567", "'12345678e1234567");
    check("3GPP", "3GPP");
    check("MD5 = broken", "MD5 = broken");
    check("a\nb\tc\u{1b}[0m", "a b c\u{fffd}[0m");
    check("", "");
}

proptest! {
    #[test]
    fn a_reader_gives_back_what_was_written(words in r#"([,;"'=+@\-＝\t\r\n a7.é中]|\PC){0,40}"#) {
        let cell = cell(&words);
        let row = format!("\u{feff}a,b\r\n{},x\r\n", quoted(&cell));
        let rows = read(&row);
        prop_assert_eq!(&rows[1], &[cell.clone(), "x".to_owned()]);
        prop_assert!(!cell.contains(['\n', '\r', '\t']));
    }

    #[test]
    fn no_piece_of_a_cell_begins_a_formula(words in r#"[,;"'=+@\-＝＠\t\r\n a]{0,12}"#) {
        let cell = cell(&words);
        for piece in cell.split(';') {
            // An apostrophe of the draft may stand before ours, never instead of it.
            let bare = piece.trim_start_matches([' ', '"', ',']);
            prop_assert!(!bare.starts_with(['=', '+', '-', '@', '＝', '＠']), "{cell:?}");
        }
    }
}
