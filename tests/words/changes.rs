//! Each view of tracked changes shows one side of them.

use reclint::formats::View;

use crate::{
    check, check_view,
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
