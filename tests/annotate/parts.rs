//! What the package says of its comments, in files of every sort.

use reclint::formats::{
    self,
    mark::{MarkError, Marking},
};

use crate::{
    COMMENTS, LEADS, MAIN, TYPES, annotate, annotated, draft, edited, input, marking, on,
    part, support, with,
};

const TWO: &[(&str, &str)] = &[("MD5", "aa01"), ("SSL 3.0", "aa02")];

/// Marks a file twice, looks at the part with the comments, and gives the file.
#[track_caller]
fn check(bytes: &[u8], comments: &str, expected: &[&str]) -> Vec<u8> {
    let once = annotate(bytes, TWO);
    assert_eq!((once.written, once.kept, once.removed), (2, 0, 0));
    assert_eq!(once.moved, []);
    let text = part(&once.bytes, comments);
    for it in expected {
        assert!(text.contains(it), "no {it} in {text}");
    }
    for (words, times) in [("as reclint reads it", 1), ("[aa01]", 1), ("[aa02]", 1)] {
        assert_eq!(text.matches(words).count(), times, "{words}");
    }
    let twice = annotate(&once.bytes, TWO);
    assert_eq!((twice.written, twice.removed), (2, 0));
    assert!(twice.bytes == once.bytes, "annotating twice is annotating once");
    once.bytes
}

#[test]
fn comments_stand_in_a_part_of_their_own() {
    let bytes = check(
        &draft(),
        COMMENTS,
        &["w:author=\"reclint\" w:date=\"2026-11-22T10:00:00Z\" w:initials=\"rl\""],
    );
    let text = part(&bytes, COMMENTS);
    let order = ["reads it", "aa01", "aa02"].map(|it| text.find(it).unwrap());
    assert!(order.is_sorted(), "the sum of the draft comes first");
    assert!(part(&bytes, TYPES).contains("PartName=\"/word/comments.xml\""));
    assert!(
        part(&bytes, LEADS).contains("relationships/comments\" Target=\"comments.xml\"")
    );
    let silent = annotated(&draft(), TWO, &Marking { date: None, ..marking() }).unwrap();
    assert!(!part(&silent.bytes, COMMENTS).contains("w:date"));
}

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";

/// A draft with this part of comments.
fn said(comments: &str) -> Vec<u8> {
    let bytes = draft();
    let lead = "<Relationship Id=\"rId1\" Type=\"x/comments\" Target=\"\\word\\Comments.xml\"/></Relationships>";
    let bytes = edited(&bytes, LEADS, "</Relationships>", lead);
    with(&bytes, &[(COMMENTS, comments)])
}

#[test]
fn comments_of_people_stay_as_they_are() {
    let theirs = "<x:comment x:id='3' x:author='A'><x:p/></x:comment>";
    let bytes = check(
        &said(&format!(
            "\u{feff}<x:comments xmlns:x='{WORD}'>\n {theirs}\n</x:comments>"
        )),
        COMMENTS,
        &[
            theirs,
            "<x:comment x:id=\"4\" x:author=\"reclint\"",
            "</x:comment></x:comments>",
        ],
    );
    assert!(part(&bytes, COMMENTS).starts_with("\u{feff}<x:"), "the mark of its letters");
    assert_eq!(part(&bytes, LEADS).matches("/comments\"").count(), 1);
}

#[test]
fn a_part_for_comments_may_be_empty_or_written_in_other_ways() {
    check(
        &said(&format!("<w:comments xmlns:w=\"{WORD}\"/>")),
        COMMENTS,
        &[&format!("<w:comments xmlns:w=\"{WORD}\"><w:comment w:id=\"1\"")],
    );
    check(
        &said(&format!("<comments xmlns=\"{WORD}\"></comments>")),
        COMMENTS,
        &[&format!("<w:comment xmlns:w=\"{WORD}\" w:id=\"1\"")],
    );
    check(
        &said(&format!("<comments xmlns=\"{STRICT}\" />")),
        COMMENTS,
        &[&format!("<comments xmlns=\"{STRICT}\" ><w:comment xmlns:w=\"{STRICT}\"")],
    );
}

#[test]
fn a_strict_file_stays_strict() {
    let (word, leads) = (part(&draft(), MAIN), part(&draft(), LEADS));
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let strict = "http://purl.oclc.org/ooxml/officeDocument/relationships";
    let bytes = with(
        &draft(),
        &[(MAIN, &word.replace(WORD, STRICT)), (LEADS, &leads.replace(office, strict))],
    );
    let bytes = check(&bytes, COMMENTS, &[&format!("<w:comments xmlns:w=\"{STRICT}\">")]);
    let leads = part(&bytes, LEADS);
    assert!(leads.contains(&format!("Type=\"{strict}/comments\"")), "{leads}");
}

#[test]
fn the_main_part_may_be_called_anything_and_lead_nowhere() {
    let types =
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    let root = "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"/Text\\one.xml\"/></Relationships>";
    let main = part(&draft(), MAIN);
    let taken = ("text/comments.xml", "<a/>");
    let parts = [(TYPES, types), ("_rels/.rels", root), ("text/one.xml", &main), taken];
    let bytes =
        support::package::zipped(parts.iter().map(|(name, it)| (*name, it.as_bytes())));
    let bytes = check(&bytes, "text/comments1.xml", &["reads it"]);
    let types = part(&bytes, TYPES);
    for it in ["Extension=\"rels\"", "PartName=\"/text/comments1.xml\""] {
        assert!(types.contains(it), "{types}");
    }
    let leads = part(&bytes, "text/_rels/one.xml.rels");
    assert!(
        leads.contains("Id=\"rId1\"") && leads.contains("\"comments1.xml\""),
        "{leads}"
    );
    assert_eq!(part(&bytes, "text/comments.xml"), "<a/>");
}

#[test]
fn styles_of_comments_are_known_by_their_names() {
    let more = "<w:style w:type=\"paragraph\" w:styleId=\"Kt\"><w:name w:val=\"annotation text\"/></w:style>\
        <w:style w:type=\"character\" w:styleId=\"Kz\"><w:name w:val=\"annotation reference\"/></w:style></w:styles>";
    let bytes = edited(&draft(), "word/styles.xml", "</w:styles>", more);
    let expected = "<w:pPr><w:pStyle w:val=\"Kt\"/></w:pPr><w:r><w:rPr><w:rStyle w:val=\"Kz\"/></w:rPr><w:annotationRef/></w:r>";
    check(&bytes, COMMENTS, &[expected]);
}

#[test]
fn letters_are_written_as_they_were() {
    let text = part(&draft(), MAIN);
    let bytes =
        check(&with(&draft(), &[(MAIN, &format!("\u{feff}{text}"))]), COMMENTS, &[]);
    assert!(part(&bytes, MAIN).starts_with("\u{feff}<w:document"));
    let plain = "<?xml version='1.0' encoding='us-ascii'?><w:comments xmlns:w=";
    let bytes = said(&format!("{plain}\"{WORD}\"/>"));
    let mut mark = on(&bytes, "MD5", "aa01");
    mark.text.insert(1, "“MD5” → SHA-256".into());
    let bytes = formats::mark(input(&bytes), &[mark], &marking()).unwrap().bytes;
    assert!(part(&bytes, COMMENTS).contains("&#8220;MD5&#8221; &#8594; SHA-256"));
    let wide: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let bytes = support::package::zipped([(MAIN, &*wide)]);
    let refused = formats::mark(input(&bytes), &[], &marking());
    assert!(matches!(refused, Err(MarkError::Unfit(it)) if it.contains("UTF-8")));
}

#[test]
fn macros_stay_as_they_are() {
    let bytes = with(&draft(), &[("word/vbaProject.bin", "macros")]);
    let bytes =
        edited(&bytes, TYPES, "document.main+xml", "ms-word.document.macroEnabled");
    let bytes = check(&bytes, COMMENTS, &[]);
    assert_eq!(part(&bytes, "word/vbaProject.bin"), "macros");
    assert!(part(&bytes, TYPES).contains("macroEnabled"));
}

#[test]
fn a_signed_file_is_left_alone_unless_its_signature_may_go() {
    let lead = "<Relationship Id=\"s\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin\" Target=\"_xmlsignatures/origin.sigs\"/></Relationships>";
    let bytes = edited(&draft(), "_rels/.rels", "</Relationships>", lead);
    let kinds = "<Default Extension=\"sigs\" ContentType=\"s\"/><Override PartName=\"/_xmlsignatures/sig1.xml\" ContentType=\"t\"/></Types>";
    let bytes = edited(&bytes, TYPES, "</Types>", kinds);
    let own = "<Relationships><Relationship Id=\"a\" Type=\"x/signature\" Target=\"sig1.xml\"/></Relationships>";
    let bytes = with(
        &bytes,
        &[
            ("_xmlsignatures/origin.sigs", ""),
            ("_xmlsignatures/_rels/origin.sigs.rels", own),
            ("_xmlsignatures/sig1.xml", "<Signature/>"),
        ],
    );
    let refused = annotated(&bytes, TWO, &marking());
    assert!(matches!(refused, Err(MarkError::Signed(it)) if it.contains("signed")));
    let broken = Marking { break_signature: true, ..marking() };
    let bytes = annotated(&bytes, TWO, &broken).unwrap().bytes;
    let names = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    assert!(names.file_names().all(|it| !it.unwrap().contains("sig")));
    for name in [TYPES, "_rels/.rels"] {
        assert!(!part(&bytes, name).contains("sig"), "{name}");
    }
    assert!(part(&bytes, "_rels/.rels").contains("officeDocument"));
    // Without a signature it can be marked again.
    check(&bytes, COMMENTS, &[]);
}

#[test]
fn a_part_that_is_two_things_is_left_alone() {
    let lead = |kind: &str, target: &str| {
        let lead = format!(
            "<Relationship Id=\"{kind}\" Type=\"x/{kind}\" Target=\"{target}\"/></Relationships>"
        );
        edited(&draft(), LEADS, "</Relationships>", &lead)
    };
    let refused = annotated(&lead("comments", "document.xml"), TWO, &marking());
    let expected = |it: &str| it.contains("two different parts");
    assert!(matches!(refused, Err(MarkError::Unfit(it)) if expected(&it)));
    // A part that is not there is made where it is looked for.
    let bytes = check(&lead("comments", "more/said.xml"), "word/more/said.xml", &[]);
    assert_eq!(part(&bytes, LEADS).matches("x/comments").count(), 1);
    assert!(part(&bytes, TYPES).contains("PartName=\"/word/more/said.xml\""));
}
