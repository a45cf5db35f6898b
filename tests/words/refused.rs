//! What is no Word file, or one that is damaged or an attack, is refused with a reason.

use std::fmt::Write as _;

use reclint::formats::{Limits, View};

use crate::{check, read, support::package::zipped};

#[track_caller]
fn check_refused(bytes: &[u8], limits: Limits, expected: &str) {
    let err = read(bytes, View::Final, limits).expect_err("it is refused");
    assert!(err.to_string().contains(expected), "{err}");
}

#[test]
fn attacks_are_refused() {
    let usual = Limits::default();
    let main = |text: &str| zipped([("word/document.xml", text.as_bytes())]);
    let deep = format!("<w:document>{}", "<w:sdt>".repeat(1_000_000));
    check_refused(&main(&deep), usual, "nest more than 4096 deep");
    check_refused(&main("<!DOCTYPE a><w:document/>"), usual, "document type");
    check_refused(
        &main(&" ".repeat(9_000_000)),
        Limits { ratio: 100, ..usual },
        "which no draft does",
    );
    check_refused(
        &main("<w:document/>"),
        Limits { part: 5, ..usual },
        "unpacks to 13 bytes",
    );
    check_refused(
        &main("<w:document/>"),
        Limits { entries: 0, ..usual },
        "the limit is 0",
    );
    check_refused(&main("<w:document>"), usual, "damaged at byte 12");
    let cases =
        zipped([("word/document.xml", &b""[..]), ("Word/Document.xml", &b""[..])]);
    check_refused(&cases, usual, "names that differ only in case");
    let whole = main("<w:document/>");
    check_refused(&whole[..whole.len() - 30], usual, "cut off");
    check_refused(b"PK", usual, "cut off");
    let many: String = (0..1_000_000).fold(String::new(), |mut all, it| {
        let _ = write!(all, " a{it}=''");
        all
    });
    check(
        &main(&format!(
            "<w:document><w:p{many}><w:r><w:t>x</w:t></w:r></w:p></w:document>"
        )),
        &["Paragraph: x"],
    );
}

#[test]
fn a_changed_byte_is_noticed() {
    let mut file = zipped([("word/document.xml", &b"<w:document/>"[..])]);
    let at = file
        .windows(4)
        .position(|it| it == b"docu")
        .map(|it| it + 25)
        .expect("it is there");
    file[at] ^= 0x55;
    assert!(read(&file, View::Final, Limits::default()).is_err());
}

#[test]
fn other_files_are_named() {
    let usual = Limits::default();
    check_refused(
        &zipped([("xl/workbook.xml", &b"<workbook/>"[..])]),
        usual,
        "an Excel workbook",
    );
    check_refused(&zipped([("a.txt", &b"a"[..])]), usual, "no Word document");
    check_refused(
        &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0],
        usual,
        "older Office file",
    );
}
