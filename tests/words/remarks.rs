//! Comments of Word files are remarks about the words between their marks.

use reclint::{
    doc::Document,
    formats::{Limits, Reading, View},
};

use crate::{
    read,
    support::{
        package::{COMMENT_NAMESPACES, package},
        word::docx,
    },
};

fn all(bytes: &[u8]) -> Reading {
    read(bytes, View::Final, Limits::default()).expect("a Word file")
}

/// One line a remark: who, which it answers, whether it is done; about what; its words.
fn lines(doc: &Document) -> Vec<String> {
    let line = |(at, it): (usize, &reclint::doc::Remark)| {
        let author = it.author.as_deref().unwrap_or("-");
        let answers = it.answers.map(|it| format!(" > {it}")).unwrap_or_default();
        let done = if it.done { " done" } else { "" };
        format!("{at} {author}{answers}{done} [{}] {}", &doc[it.at], it.text)
    };
    doc.remarks().iter().enumerate().map(line).collect()
}

#[track_caller]
fn check(bytes: &[u8], expected: &[&str]) {
    let reading = all(bytes);
    assert_eq!(lines(&reading.document), expected);
}

#[test]
fn a_remark_is_about_the_words_between_its_marks() {
    let file = docx(
        "The {#1}**server** shall{/1} answer.{@2}\n\n| a | {#3}b{/3} |\n\n\
         [#1 Ann]: First. // Second.\n\n[#2]: R&D\n\n[#3]: In a cell",
    );
    check(
        &file,
        &[
            "0 Ann [server shall] First.\nSecond.",
            "1 Reader [] R&D",
            "2 Reader [b] In a cell",
        ],
    );
    let doc = all(&file).document;
    assert_eq!(doc.text(), "The server shall answer.\na\nb");
    assert_eq!(doc.remarks()[0].date.as_deref(), Some("2026-01-02T00:00:00Z"));
    assert_eq!(doc.remarks()[1].at.start(), 24);
}

#[test]
fn answers_and_ends_are_known_by_the_last_paragraph() {
    let file = docx(
        "One {#1}two{/1}{@2} three.\n\n[#1 Ann, done]: A // question\n\n\
         [#2 Ben, answers 1]: An // answer\n\n[#3 Cy, answers 2]: Mine is nowhere\n\n[#4]: And mine",
    );
    check(
        &file,
        &[
            "0 Ann done [two] A\nquestion",
            "1 Ben > 0 [] An\nanswer",
            // It has no place of its own and takes that of what it answers.
            "2 Cy > 1 [] Mine is nowhere",
        ],
    );
}

#[test]
fn answers_in_a_circle_answer_nothing() {
    let file = docx(
        "{#1}One{/1} {#2}two{/2} {#3}three{/3}\n\n[#1 A, answers 2]: a\n\n\
         [#2 B, answers 1]: b\n\n[#3 C, answers 3]: c",
    );
    check(&file, &["0 A [One] a", "1 B [two] b", "2 C [three] c"]);
}

#[test]
fn a_remark_on_deleted_words_stands_where_they_were() {
    let file = docx("Keep {#1}{--this--}{/1} here.\n\n[#1]: Why?");
    let doc = all(&file).document;
    let remark = &doc.remarks()[0];
    assert!(remark.at.is_empty());
    assert_eq!(&doc.text()[..remark.at.start() as usize], "Keep ");
    let doc = read(&file, View::Original, Limits::default()).unwrap().document;
    assert_eq!(&doc[doc.remarks()[0].at], "this");
}

#[test]
fn a_remark_may_reach_over_paragraphs_and_stand_between_them() {
    let body = "<w:commentRangeStart w:id='7'/><w:p><w:r><w:t>One</w:t></w:r></w:p><w:p><w:r>\
        <w:t>Two</w:t></w:r></w:p><w:commentRangeEnd w:id='7'/><w:p><w:r><w:t>Three</w:t>\
        <w:commentReference w:id='7'/></w:r></w:p>";
    let comments = format!(
        "<w:comments {COMMENT_NAMESPACES}><w:comment w:id='7'><w:p><w:pPr><w:tabs><w:tab/></w:tabs>\
         </w:pPr><w:r><w:t> a </w:t><w:tab/><w:t xml:space='preserve'> b</w:t></w:r><w:del><w:r>\
         <w:delText>not</w:delText></w:r></w:del></w:p></w:comment><w:comment w:id='8'><w:p/>\
         </w:comment></w:comments>"
    );
    check(&package(body, &[("comments", &comments)]), &["0 - [One\nTwo] a\t b"]);
}

#[test]
fn damaged_comments_cost_the_draft_nothing() {
    let body = "<w:p><w:r><w:t>One</w:t><w:commentReference w:id='1'/></w:r></w:p>";
    for damaged in ["<w:comments><w:comment w:id='1'>", "<!DOCTYPE a><w:comments/>"] {
        let reading = all(&package(body, &[("comments", damaged)]));
        assert_eq!(reading.document.text(), "One");
        assert!(reading.document.remarks().is_empty());
        let [skipped] = &reading.skipped[..] else { panic!("{:?}", reading.skipped) };
        assert_eq!(&*skipped.what, "the part word/comments.xml");
    }
    let reading = all(&package(body, &[]));
    assert!(reading.document.remarks().is_empty() && reading.skipped.is_empty());
}
