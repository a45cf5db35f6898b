//! Puts the parts of a Word file into its box, with the styles of the ITU-T skeleton.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use zip::{DateTime, ZipWriter, write::SimpleFileOptions};

/// A Word file with this XML as its body, and with these further parts.
pub(crate) fn package(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let document = format!(
        "<w:document {NAMESPACES}><w:body>{body}<w:sectPr><w:pgSz w:w=\"11907\" \
         w:h=\"16834\"/></w:sectPr></w:body></w:document>"
    );
    let mut own =
        vec![("document", document), ("styles", styles()), ("numbering", numbering())];
    own.retain(|(name, _)| parts.iter().all(|(it, _)| it != name));
    own.extend(parts.iter().map(|(name, text)| (*name, (*text).to_owned())));
    let (mut types, mut leads) = (String::new(), String::new());
    for (name, _) in &own {
        let kind = if *name == "document" { "document.main" } else { name };
        let _ = write!(
            types,
            "<Override PartName=\"/word/{name}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml\"/>"
        );
        if *name != "document" {
            let office = if *name == "commentsExtended" { NEWER } else { OFFICE };
            let _ = write!(
                leads,
                "<Relationship Id=\"{name}\" Type=\"{office}/relationships/{name}\" Target=\"{name}.xml\"/>"
            );
        }
    }
    let mut all = vec![
        (
            "[Content_Types].xml".to_owned(),
            format!(
                "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>{types}</Types>"
            ),
        ),
        (
            "_rels/.rels".to_owned(),
            relations(&format!(
                "<Relationship Id=\"main\" Type=\"{OFFICE}/relationships/officeDocument\" Target=\"word/document.xml\"/>"
            )),
        ),
        ("word/_rels/document.xml.rels".to_owned(), relations(&leads)),
    ];
    all.extend(own.into_iter().map(|(name, text)| (format!("word/{name}.xml"), text)));
    zipped(all.iter().map(|(name, text)| (&**name, text.as_bytes())))
}

/// An archive with these entries.
pub(crate) fn zipped<'a>(
    entries: impl IntoIterator<Item = (&'a str, &'a [u8])>,
) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    for (name, bytes) in entries {
        archive.start_file(name, options).expect("names are short");
        archive.write_all(bytes).expect("memory takes all");
    }
    archive.finish().expect("memory takes all").into_inner()
}

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006";
const NEWER: &str = "http://schemas.microsoft.com/office/2011";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
/// The namespaces that the parts use.
pub(crate) const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" \
    xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
    xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" \
    xmlns:v=\"urn:schemas-microsoft-com:vml\"";

/// The namespaces that the parts about comments use.
pub(crate) const COMMENT_NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
    xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" \
    xmlns:w15=\"http://schemas.microsoft.com/office/word/2012/wordml\" mc:Ignorable=\"w14 w15\"";

fn relations(inside: &str) -> String {
    format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{inside}</Relationships>")
}

/// The styles of the ITU-T skeleton: name, the level of the outline, from 0.
const STYLES: [(&str, Option<u8>); 31] = [
    ("Normal", None),
    ("heading 1", Some(0)),
    ("heading 2", Some(1)),
    ("heading 3", Some(2)),
    ("heading 4", Some(3)),
    ("Heading_b", None),
    ("Heading_i", None),
    ("Rec_No", None),
    ("Rec_title", None),
    ("Res_No", None),
    ("Res_title", None),
    ("Title", None),
    ("Subtitle", None),
    ("Annex_No", None),
    ("Annex_title", None),
    ("Annex_No & title", None),
    ("Appendix_No & title", None),
    ("Annex_NoTitle", None),
    ("Appendix_NoTitle", None),
    ("Normal_after_title", None),
    ("Ref_text", None),
    ("enumlev1", None),
    ("enumlev2", None),
    ("Note", None),
    ("Table_No & title", None),
    ("Table_head", None),
    ("Table_text", None),
    ("Figure_No & title", None),
    ("toc 0", None),
    ("toc 1", None),
    ("toc 2", None),
];

/// The identifier of a style: its letters.
pub(crate) fn identifier(style: &str) -> String {
    style.chars().filter(char::is_ascii_alphanumeric).collect()
}

fn styles() -> String {
    let mut inside = String::new();
    for (name, outline) in STYLES {
        let id = identifier(name);
        let name = escaped(name);
        let base = match &*id {
            "Normal" => "",
            _ => "<w:basedOn w:val=\"Normal\"/>",
        };
        let default = if id == "Normal" { " w:default=\"1\"" } else { "" };
        let level =
            outline.map(|it| format!("<w:pPr><w:outlineLvl w:val=\"{it}\"/></w:pPr>"));
        let _ = write!(
            inside,
            "<w:style w:type=\"paragraph\"{default} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>\
             {base}{}</w:style>",
            level.unwrap_or_default()
        );
    }
    format!("<w:styles {NAMESPACES}>{inside}</w:styles>")
}

/// One list, which numbers clauses: 1, 1.1, 1.1.1.
fn numbering() -> String {
    let mut levels = String::new();
    let mut text = String::new();
    for level in 0..4 {
        let _ = write!(text, "{}%{}", if level == 0 { "" } else { "." }, level + 1);
        let _ = write!(
            levels,
            "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/>\
             <w:lvlText w:val=\"{text}\"/></w:lvl>"
        );
    }
    format!(
        "<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId=\"0\">{levels}</w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
    )
}

/// Text as XML writes it.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
