//! Word files are read as a person reads them, in both views of tracked changes.

mod changes;
mod deletions;
mod pandoc;
mod refused;
mod remarks;
#[path = "../support/mod.rs"]
mod support;

use std::fmt::Write as _;

use reclint::{
    doc::Document,
    formats::{self, Input, Limits, ReadError, Reading, View},
    lexicon::Lexicon,
};
use support::{
    package::{package, zipped},
    word::docx,
};

const TITLES: &str = include_str!("../../rules/lexicon/en/titles.toml");
const ALGORITHMS: &str = include_str!("../../rules/lexicon/algorithms.toml");

fn read(bytes: &[u8], view: View, limits: Limits) -> Result<Reading, ReadError> {
    let lexicon =
        Lexicon::new([("algorithms.toml", ALGORITHMS), ("en/titles.toml", TITLES)])
            .expect("the word lists are well-formed");
    let include = |_: &str| Err("nothing is included".into());
    formats::read(
        Input { name: "draft.docx", bytes, view, include: &include, limits },
        &lexicon,
    )
}

/// One line a block: what it is, its number or cell, its words.
fn outline(doc: &Document) -> String {
    let mut text = String::new();
    for block in doc.blocks() {
        let _ = write!(text, "{:?}", block.kind);
        if let Some(cell) = block.cell {
            let _ = write!(text, " {}:{}:{}", cell.table, cell.row, cell.column);
        }
        if format!("{:?}", block.kind) == "Heading"
            && let Some(number) = &doc[block.clause].number
        {
            let _ = write!(text, " {number}");
        }
        let _ = writeln!(text, ": {}", &doc[block.span]);
    }
    text
}

#[track_caller]
fn check_view(bytes: &[u8], view: View, expected: &[&str]) -> Reading {
    let reading = read(bytes, view, Limits::default()).expect("it is a Word file");
    assert_eq!(outline(&reading.document).lines().collect::<Vec<_>>(), expected);
    reading
}

#[track_caller]
fn check(bytes: &[u8], expected: &[&str]) -> Reading {
    check_view(bytes, View::Final, expected)
}

#[test]
fn the_same_source_gives_the_same_bytes() {
    assert_eq!(docx("{heading 1 auto} Scope"), docx("{heading 1 auto} Scope"));
}

#[test]
fn numbers_are_typed_or_counted() {
    let file = docx(
        "{heading 1 auto} Scope\n\n{heading 2 auto} More\n\n{heading 2 auto} Yet more\n\n\
         {heading 1} 2\\tReferences\n\n{heading 1} 2\\tReferences again\n\n\
         {Annex_No & title} Annex A  Threats\n\n{Appendix_No & title} Bibliography",
    );
    let reading = check(
        &file,
        &[
            "Heading 1: Scope",
            "Heading 1.1: More",
            "Heading 1.2: Yet more",
            "Heading 2: References",
            "Heading 2: References again",
            "Heading Annex A: Threats",
            "Heading: Bibliography",
        ],
    );
    let roles: Vec<_> =
        reading.document.clauses().map(|(_, it)| format!("{:?}", it.role)).collect();
    assert_eq!(roles[6..], ["Annex", "Bibliography"]);
}

#[test]
fn an_annex_may_be_named_in_two_paragraphs() {
    let file =
        docx("{heading 1} 1\\tScope\n\n{Annex_No} Annex B\n\n{Annex_title} Formats");
    check(&file, &["Heading 1: Scope", "Heading Annex B: Formats"]);
}

#[test]
fn headings_of_amendments_are_numbered() {
    let file = docx(
        "{heading 1} 1)\\tScope\n\n{heading 2} 1.1)\\tClause 3\n\n{Heading_b} 1)\\tCase",
    );
    check(&file, &["Heading 1: Scope", "Heading 1.1: Clause 3", "Heading: 1)\tCase"]);
}

#[test]
fn the_foreword_is_no_part_of_the_summary() {
    let file = docx(
        "{Heading_b} Summary\n\nWords.\n\nFOREWORD\n\nThe Union.\n\n{heading 1} 1\\tScope",
    );
    let expected = ["Heading: Summary", "Paragraph: Words.", "Heading: FOREWORD"];
    let expected =
        [&expected[..], &["Paragraph: The Union.", "Heading 1: Scope"]].concat();
    check(&file, &expected);
}

#[test]
fn the_draft_is_named_by_its_styles() {
    let file = docx(
        "{Rec_No} Draft new Recommendation ITU-~T Y.4999\n\n{Rec_title} Locks\n\n{heading 1} 1\\tScope",
    );
    let reading = check(
        &file,
        &[
            "Title: Draft new Recommendation ITU-T Y.4999",
            "Title: Locks",
            "Heading 1: Scope",
        ],
    );
    assert_eq!(reading.document.about().number.as_deref(), Some("Y.4999"));
    assert_eq!(reading.document.about().title.as_deref(), Some("Locks"));
}

#[test]
fn notes_follow_what_refers_to_them() {
    let file =
        docx("One[^1] word.\n\n| cell[^2] |\n\nLast.\n\n[^1]: First.\n\n[^2]: Second.");
    check(
        &file,
        &[
            "Paragraph: One word.",
            "Footnote: First.",
            "Cell 0:0:0: cell",
            "Footnote: Second.",
            "Paragraph: Last.",
        ],
    );
}

#[test]
fn cells_have_places_also_where_they_are_merged_or_nested() {
    let file = docx(
        "| {wide 2} a | b |\n|---|---|---|\n| {tall} c | d | e |\n| {down} | f {table: g ; h // i ; j} | k |",
    );
    check(
        &file,
        &[
            "Cell 0:0:0: a",
            "Cell 0:0:2: b",
            "Cell 0:1:0: c",
            "Cell 0:1:1: d",
            "Cell 0:1:2: e",
            "Cell 0:2:1: f",
            "Cell 1:0:0: g",
            "Cell 1:0:1: h",
            "Cell 1:1:0: i",
            "Cell 1:1:1: j",
            "Cell 0:2:2: k",
        ],
    );
}

#[test]
fn a_cell_is_one_block_however_many_paragraphs_it_has() {
    let two = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r>\
        </w:p></w:tc></w:tr></w:tbl>";
    check(&package(two, &[]), &["Cell 0:0:0: a b"]);
}

#[test]
fn a_frame_around_a_heading_is_no_table() {
    let framed = "<w:tbl><w:tr><w:tc><w:p><w:pPr><w:pStyle w:val='Headingb'/></w:pPr><w:r>\
        <w:t>Summary</w:t></w:r></w:p><w:p><w:r><w:t>Words.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    check(&package(framed, &[]), &["Heading: Summary", "Paragraph: Words."]);
}

#[test]
fn text_boxes_are_read_once_behind_what_they_hang_on() {
    let text = |it: &str| {
        format!("<w:txbxContent><w:p><w:r><w:t>{it}</w:t></w:r></w:p></w:txbxContent>")
    };
    let body = format!(
        "<w:p><w:r><w:t>Before</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'>\
         <w:drawing><wps:txbx>{}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{}\
         </v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>, after</w:t></w:r></w:p>",
        text("Box"),
        text("Box")
    );
    // The first line of a draft without clauses is its title.
    let reading =
        check(&package(&body, &[]), &["Title: Before, after", "Paragraph: Box"]);
    // The paragraph of the box is the second of the part, that of the fallback the third.
    let place = reading.document.place(reading.document.blocks()[1].span);
    assert_eq!(
        (place.part.as_deref(), place.paragraph),
        (Some("word/document.xml"), Some(2))
    );
}

#[test]
fn signs_become_letters_and_keep_their_places() {
    let body = "<w:p><w:r><w:t>R&amp;D &#8211; ITU</w:t><w:noBreakHyphen/><w:t>T</w:t><w:tab/>\
        <w:t xml:space='preserve"; // the rest below has quotes of both kinds
    let body = format!(
        "{body}'>soft</w:t><w:softHyphen/><w:t>ware</w:t><w:sym w:font='Symbol' w:char='F0B3'/></w:r></w:p>"
    );
    let reading = check(&package(&body, &[]), &["Paragraph: R&D – ITU-T\tsoftware≥"]);
    let doc = &reading.document;
    let origins: Vec<_> = doc.origins(doc.blocks()[0].span).map(|(_, it)| it).collect();
    // All of it is one run, so one origin leads to every letter.
    assert_eq!(
        origins,
        [reclint::doc::Origin::Run { part: 0, paragraph: 0, run: 0, offset: 0 }]
    );
}

#[test]
fn blanks_at_the_ends_count_only_where_the_file_says_so() {
    let body = "<w:p><w:r><w:t> a </w:t><w:t xml:space=\"preserve\"> b</w:t><w:t> c&amp;</w:t></w:r></w:p>";
    check(&package(body, &[]), &["Paragraph: a bc&"]);
}

#[test]
fn fields_show_their_results() {
    let body = "<w:p><w:r><w:t>See </w:t></w:r><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r>\
        <w:instrText>REF x</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r>\
        <w:t>7.2</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r><w:fldSimple w:instr='PAGE'>\
        <w:r><w:t>3</w:t></w:r></w:fldSimple></w:p>";
    check(&package(body, &[]), &["Paragraph: See7.23"]);
}

#[test]
fn contents_are_told_by_field_or_style() {
    let field = |it: &str| format!("<w:r><w:fldChar w:fldCharType='{it}'/></w:r>");
    let body = format!(
        "<w:p>{}<w:r><w:instrText> TOC \\o </w:instrText></w:r>{}<w:r><w:t>1 Scope 1</w:t></w:r></w:p>\
         <w:p>{}</w:p><w:p><w:r><w:t>Text</w:t></w:r></w:p>",
        field("begin"),
        field("separate"),
        field("end")
    );
    check(&package(&body, &[]), &["Contents: 1 Scope 1", "Paragraph: Text"]);
    check(&docx("{toc 1} 1\\tScope\\t1"), &["Contents: 1\tScope\t1"]);
}

#[test]
fn hidden_text_and_pictures_are_reported() {
    let body = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><w:t>open</w:t></w:r>\
        <w:r><w:pict><v:shape><v:imagedata/></v:shape></w:pict></w:r></w:p><w:altChunk/>";
    let reading = check(&package(body, &[]), &["Paragraph: open"]);
    let what: Vec<_> = reading.skipped.iter().map(|it| &*it.what).collect();
    assert_eq!(
        what,
        [
            "1 picture, chart or diagram",
            "1 document inserted as a whole",
            "1 run of hidden text"
        ]
    );
}

#[test]
fn lists_lose_bullets_and_keep_typed_labels() {
    let file =
        docx("{enumlev1} –\\tfirst\n\n{enumlev1} a)\\tsecond\n\n{Note} NOTE 1 – Third.");
    check(&file, &["Item: first", "Item: a)\tsecond", "Note: NOTE 1 – Third."]);
}

#[test]
fn what_is_missing_is_no_error() {
    let document = "<w:document><w:body><w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:r>\
        <w:t>1 Scope</w:t></w:r></w:p></w:body></w:document>";
    check(&zipped([("word/document.xml", document.as_bytes())]), &["Heading 1: Scope"]);
    check(&package("", &[]), &[]);
    let damaged = package("<w:p/>", &[("styles", "<w:styles>")]);
    assert_eq!(check(&damaged, &[]).skipped.len(), 1);
}

#[test]
fn strict_files_and_wide_letters_are_read() {
    let strict = "<x:document xmlns:x='http://purl.oclc.org/ooxml/wordprocessingml/main'><x:body>\
        <x:p><x:r><x:t>é</x:t></x:r></x:p></x:body></x:document>";
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(strict.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    check(&zipped([("word/document.xml", &wide[..])]), &["Paragraph: é"]);
}
