//! Each view of tracked changes shows one side of them.

use reclint::{
    doc::{Change, Document},
    formats::{Limits, View},
};

use crate::{
    check, check_view, read,
    support::{package::package, word::docx},
};

#[test]
fn tracked_words_are_read_in_one_view_at_a_time() {
    let file = docx("The {--old--}{++new++} key is **bold** here.");
    check(&file, &["Paragraph: The new key is bold here."]);
    check_view(&file, View::Original, &["Paragraph: The old key is bold here."]);
}

#[test]
fn tracked_paragraphs_join_or_vanish() {
    // The first line of a draft without clauses is its title.
    let file = docx("One\n\n{--Two--}\n\n{++Three++}\n\nFour");
    check(&file, &["Title: One", "Paragraph: Three", "Paragraph: Four"]);
    check_view(
        &file,
        View::Original,
        &["Title: One", "Paragraph: Two", "Paragraph: Four"],
    );
    let split =
        docx("{heading 1} 1\\tScope{++¶++}\n\n{Normal} and more\n\n{heading 1} 2\\tEnd");
    check(&split, &["Heading 1: Scope", "Paragraph: and more", "Heading 2: End"]);
    check_view(
        &split,
        View::Original,
        &["Paragraph: 1\tScopeand more", "Heading 2: End"],
    );
}

#[test]
fn tracked_rows_come_and_go() {
    let file = docx("| a | b |\n|---|---|\n{++| c | d |++}\n{--| e | f |--}\n| g | h |");
    let (a, b) = ("Cell 0:0:0: a", "Cell 0:0:1: b");
    check(
        &file,
        &[a, b, "Cell 0:1:0: c", "Cell 0:1:1: d", "Cell 0:2:0: g", "Cell 0:2:1: h"],
    );
    let original =
        [a, b, "Cell 0:1:0: e", "Cell 0:1:1: f", "Cell 0:2:0: g", "Cell 0:2:1: h"];
    check_view(&file, View::Original, &original);
}

#[test]
fn moved_words_stand_in_one_place() {
    let moved = "<w:p><w:moveFrom w:id='1'><w:r><w:t>Here</w:t></w:r></w:moveFrom><w:r>\
        <w:t>.</w:t></w:r></w:p><w:p><w:moveTo w:id='2'><w:r><w:t>Here</w:t></w:r></w:moveTo>\
        <w:r><w:t>!</w:t></w:r></w:p>";
    check(&package(moved, &[]), &["Paragraph: .", "Paragraph: Here!"]);
    check_view(
        &package(moved, &[]),
        View::Original,
        &["Paragraph: Here.", "Paragraph: !"],
    );
}

#[test]
fn the_original_view_has_the_old_style() {
    let changed = "<w:p><w:pPr><w:pStyle w:val='heading1'/><w:pPrChange w:id='1'><w:pPr>\
        <w:pStyle w:val='Normal'/></w:pPr></w:pPrChange></w:pPr><w:r><w:t>1 Scope</w:t></w:r></w:p>";
    check(&package(changed, &[]), &["Heading 1: Scope"]);
    // The second clause makes sure that headings are not looked for in plain text.
    let two = format!(
        "{changed}<w:p><w:pPr><w:pStyle w:val='heading1'/></w:pPr><w:r><w:t>2 Text</w:t></w:r></w:p>"
    );
    check_view(
        &package(&two, &[]),
        View::Original,
        &["Paragraph: 1 Scope", "Heading 2: Text"],
    );
}

/// The changes of a file as one line each, which both views have to agree on; and what
/// the final view shows of them.
#[track_caller]
fn lists(bytes: &[u8], expected: &[&str], shown: &[&str]) {
    let doc = |view| read(bytes, view, Limits::default()).expect("a Word file").document;
    let (after, before) = (doc(View::Final), doc(View::Original));
    let line = |it: &Change| {
        let author = it.author.as_deref().unwrap_or("-");
        let date = it.date.as_deref().unwrap_or("-");
        format!("{:?} {author} {date}: {}", it.kind, it.words)
    };
    let lines = |it: &Document| it.changes().iter().map(line).collect::<Vec<_>>();
    assert_eq!(lines(&after), expected);
    assert_eq!(lines(&after), lines(&before), "both views have the same changes");
    let words: Vec<_> = after.changes().iter().map(|it| &after[it.at]).collect();
    assert_eq!(words, shown);
    for (new, old) in after.changes().iter().zip(before.changes()) {
        let (hidden, seen, doc) =
            if new.kind.stays() { (old.at, new, &after) } else { (new.at, old, &before) };
        assert!(hidden.is_empty(), "{new:?}");
        // Words of rows and joined paragraphs have line breaks between them.
        let plain = |it: &str| it.split_whitespace().collect::<String>();
        assert_eq!(plain(&doc[seen.at]), plain(&seen.words));
    }
}

const EDITOR: &str = "Editor 2026-01-01T00:00:00Z";

#[test]
fn both_views_list_the_same_changes() {
    lists(
        &docx("The {--old--}{++new++} key is {++**very**~bold++} here."),
        &[
            &format!("Deleted {EDITOR}: old"),
            &format!("Inserted {EDITOR}: new"),
            &format!("Inserted {EDITOR}: very"),
            &format!("Inserted {EDITOR}:  bold"),
        ],
        &["", "new", "very", " bold"],
    );
    lists(
        &docx("One\n\n{--Two--}\n\n{++Three++}\n\nFour{++¶++}\n\nFive"),
        &[
            &format!("Deleted {EDITOR}: "),
            &format!("Deleted {EDITOR}: Two"),
            &format!("Inserted {EDITOR}: "),
            &format!("Inserted {EDITOR}: Three"),
            &format!("Inserted {EDITOR}: "),
        ],
        &["", "", "", "Three", ""],
    );
}

#[test]
fn rows_and_cells_are_changes_of_all_their_words() {
    lists(
        &docx("| a | b |\n|---|---|\n{++| c | d |++}\n{--| e | f |--}\n| g | h |"),
        &[&format!("Inserted {EDITOR}: c d"), &format!("Deleted {EDITOR}: e f")],
        &["c\nd", ""],
    );
    let cell = |properties: &str, text: &str| {
        format!(
            "<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"
        )
    };
    let (new, old) = ("<w:cellIns w:author='A'/>", "<w:cellDel w:date='2026-01-02'/>");
    let row = format!(
        "<w:tbl><w:tr>{}{}{}</w:tr></w:tbl>",
        cell("", "a"),
        cell(new, "b"),
        cell(old, "c")
    );
    lists(
        &package(&row, &[]),
        &["Inserted A -: b", "Deleted - 2026-01-02: c"],
        &["b", ""],
    );
}

#[test]
fn changes_stand_in_links_fields_notes_and_each_other() {
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let mark = |it: &str| format!("<w:r><w:fldChar w:fldCharType='{it}'/></w:r>");
    let body = format!(
        "<w:p>{}<w:hyperlink><w:ins w:author='A'>{}</w:ins></w:hyperlink>\
         <w:del w:author='B'>{}<w:r><w:instrText>REF x</w:instrText></w:r>{}{}{}</w:del></w:p>\
         <w:p><w:sdt><w:sdtContent><w:del w:author='C'><w:ins w:author='D'>{}</w:ins></w:del>\
         </w:sdtContent></w:sdt><w:r><w:footnoteReference w:id='2'/></w:r></w:p>\
         <w:p><w:r><w:rPr><w:rPrChange><w:rPr><w:ins/></w:rPr></w:rPrChange></w:rPr><w:t>e</w:t>\
         </w:r></w:p>",
        run("a"),
        run("link"),
        mark("begin"),
        mark("separate"),
        run("7.2"),
        mark("end"),
        run("both"),
    );
    let notes = format!(
        "<w:footnotes {}><w:footnote w:id='2'><w:p>{}<w:moveTo w:author='N'>{}</w:moveTo></w:p>\
         </w:footnote></w:footnotes>",
        crate::support::package::NAMESPACES,
        run("note "),
        run("moved")
    );
    let file = package(&body, &[("footnotes", &notes)]);
    let doc = |view| read(&file, view, Limits::default()).expect("a Word file").document;
    let (after, before) = (doc(View::Final), doc(View::Original));
    let line = |it: &Change| {
        let author = it.author.as_deref().unwrap_or("-");
        format!("{:?} {author}: {}", it.kind, it.words)
    };
    let lines = |it: &Document| it.changes().iter().map(line).collect::<Vec<_>>();
    let expected =
        ["Inserted A: link", "Deleted B: 7.2", "Deleted C: both", "Inserted D: both"];
    assert_eq!(lines(&after)[..4], expected);
    assert_eq!(lines(&after)[4..], ["MovedHere N: moved"]);
    assert_eq!(lines(&after), lines(&before));
    assert_eq!(&after[after.changes()[4].at], "moved");
}

#[test]
fn a_change_keeps_so_many_words_and_no_more() {
    let long = "é".repeat(3_000);
    let file = docx(&format!("a {{++{long}++}}"));
    let doc = read(&file, View::Original, Limits::default()).unwrap().document;
    assert_eq!(&*doc.changes()[0].words, "é".repeat(2_000));
    let deep = format!(
        "<w:p>{}<w:r><w:t>x</w:t></w:r>{}</w:p>",
        "<w:ins>".repeat(1_000),
        "</w:ins>".repeat(1_000)
    );
    let doc = read(&package(&deep, &[]), View::Final, Limits::default()).unwrap();
    assert_eq!(doc.document.changes().len(), 8);
}
