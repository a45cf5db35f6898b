//! The draft and the package around an oddity.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

/// A Word file that is odd in one thing.
pub(crate) struct Odd {
    /// What is odd, as the name of a file.
    pub name: &'static str,
    /// Its ending.
    pub ending: &'static str,
    /// Words that are at fault because of their place in the oddity.
    pub words: &'static str,
    /// Where a comment on them has to stand if it cannot stand on them.
    pub host: Option<&'static str>,
    /// A comment can only stand on the whole run with the words.
    pub whole: bool,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Odd {
    /// A file with "MD5" in the oddity, where a comment can stand.
    pub(super) fn new(name: &'static str, parts: &Parts) -> Self {
        let bytes = parts.zipped();
        Self { name, ending: "docx", words: "MD5", host: None, whole: false, bytes }
    }

    /// A draft with this XML between its paragraphs.
    pub(super) fn of(name: &'static str, body: &str) -> Self {
        Self::new(name, &Parts::of(body))
    }

    /// The same, but a comment on the words has to stand elsewhere.
    pub(super) fn hosted(self, host: &'static str) -> Self {
        Self { host: Some(host), ..self }
    }

    /// The same, but a comment on the words has to stand on their whole run.
    pub(super) fn whole(self) -> Self {
        Self { whole: true, ..self }
    }

    /// The same, with these words at fault.
    pub(super) fn about(self, words: &'static str) -> Self {
        Self { words, ..self }
    }
}

/// The parts of a package.
pub(super) struct Parts {
    /// The name of the main part.
    pub main: &'static str,
    /// What leads to it; its name with a blank in front would be wrong in Word as well.
    pub lead: String,
    /// Its kind of content.
    pub kind: &'static str,
    /// Its text.
    pub document: String,
    /// The others.
    pub others: Vec<Part>,
    /// The relationships of the main part are not there at all.
    pub alone: bool,
}

/// A part beside the main one.
#[derive(Clone)]
pub(super) struct Part {
    /// Its name.
    pub name: String,
    /// Its kind of content; none for one that has a default or is no part.
    pub kind: String,
    /// The kind of the relationship from the main part to it, if one leads there.
    pub lead: Option<String>,
    /// What it holds.
    pub bytes: Vec<u8>,
}

pub(super) const OFFICE: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
pub(super) const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
/// The namespaces that the parts use.
pub(super) const SPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" \
    xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
    xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
    xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
    xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" \
    xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" \
    xmlns:w15=\"http://schemas.microsoft.com/office/word/2012/wordml\" \
    xmlns:w16cid=\"http://schemas.microsoft.com/office/word/2016/wordml/cid\" \
    xmlns:v=\"urn:schemas-microsoft-com:vml\" mc:Ignorable=\"w14 w15 w16cid\"";

impl Parts {
    /// A draft with this XML between its paragraphs.
    pub(super) fn of(body: &str) -> Self {
        let document = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
             <w:document {SPACES}><w:body>{}{body}{}</w:body></w:document>",
            before(),
            after()
        );
        Self {
            main: "word/document.xml",
            lead: "word/document.xml".to_owned(),
            kind: "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            document,
            others: vec![Part::word("styles", &styles("annotation reference"))],
            alone: false,
        }
    }

    /// With one more part.
    pub(super) fn with(mut self, part: Part) -> Self {
        self.others.retain(|it| it.name != part.name);
        self.others.push(part);
        self
    }

    /// Its bytes: the parts in the order in which Word writes them.
    pub(super) fn zipped(&self) -> Vec<u8> {
        let entries = self.entries();
        zipped(entries.iter().map(|(name, bytes)| (&**name, &**bytes)))
    }

    /// Its parts: names and bytes.
    pub(super) fn entries(&self) -> Vec<(String, Vec<u8>)> {
        let mut types = format!(
            "<Override PartName=\"/{}\" ContentType=\"{}\"/>",
            self.main, self.kind
        );
        let mut leads = String::new();
        for (at, part) in self.others.iter().enumerate() {
            if !part.kind.is_empty() {
                let Part { name, kind, .. } = part;
                let _ = write!(
                    types,
                    "<Override PartName=\"/{name}\" ContentType=\"{kind}\"/>"
                );
            }
            if let Some(lead) = &part.lead {
                let _ = write!(
                    leads,
                    "<Relationship Id=\"rId{at}\" Type=\"{lead}\" Target=\"/{}\"/>",
                    part.name
                );
            }
        }
        let types = format!(
            "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"bin\" ContentType=\"application/vnd.ms-office.vbaProject\"/>{types}</Types>"
        );
        let root = relations(&format!(
            "<Relationship Id=\"main\" Type=\"{OFFICE}/officeDocument\" Target=\"{}\"/>",
            self.lead
        ));
        let (folder, leaf) = self.main.rsplit_once('/').unwrap_or(("", self.main));
        let mut all = vec![
            ("[Content_Types].xml".to_owned(), types.into_bytes()),
            ("_rels/.rels".to_owned(), root.into_bytes()),
            (self.main.to_owned(), self.document.clone().into_bytes()),
        ];
        if !self.alone {
            let name = format!("{folder}/_rels/{leaf}.rels");
            all.push((name, relations(&leads).into_bytes()));
        }
        all.extend(self.others.iter().map(|it| (it.name.clone(), it.bytes.clone())));
        all
    }
}

impl Part {
    /// A part of Word's own, which the main part leads to.
    pub(super) fn word(kind: &str, text: &str) -> Self {
        Self {
            name: format!("word/{kind}.xml"),
            kind: format!("{WORD}{kind}+xml"),
            lead: Some(format!("{OFFICE}/{kind}")),
            bytes: text.as_bytes().to_vec(),
        }
    }
}

/// An archive with these entries: every third is stored and not packed, a folder stands
/// among them, and something is said of the whole.
pub(super) fn zipped<'a>(entries: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let date = DateTime::from_date_and_time(2025, 12, 24, 18, 30, 2);
    let plain = SimpleFileOptions::default().last_modified_time(date.expect("it is one"));
    for (at, (name, bytes)) in entries.enumerate() {
        let way = [CompressionMethod::Deflated, CompressionMethod::Stored]
            [usize::from(at % 3 == 2)];
        archive.start_file(name, plain.compression_method(way)).expect("names are short");
        archive.write_all(bytes).expect("memory takes all");
        if at == 3 {
            archive.add_directory("word/empty/", plain).expect("names are short");
        }
    }
    archive.set_comment("written by hand").expect("it is short");
    archive.finish().expect("memory takes all").into_inner()
}

pub(super) fn relations(inside: &str) -> String {
    format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{inside}</Relationships>")
}

/// A run with this text.
pub(super) fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// A paragraph with this XML inside.
pub(super) fn paragraph(inside: &str) -> String {
    format!("<w:p>{inside}</w:p>")
}

/// The sentence that is at fault, with this XML in the place of its last words.
pub(super) fn sentence(last: &str) -> String {
    paragraph(&format!("{}{last}{}", run("The image shall be protected with "), run(".")))
}

/// Who made a tracked change, and when.
pub(super) const BY: &str = "w:author=\"Editor\" w:date=\"2026-01-01T00:00:00Z\"";

fn styled(style: &str, text: &str) -> String {
    paragraph(&format!("<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}", run(text)))
}

fn before() -> String {
    [
        styled("RecNo", "Draft new Recommendation ITU-T Y.4999"),
        styled("Rectitle", "Update of the software of access equipment"),
        styled("Heading1", "1\u{a0}Scope"),
        paragraph(&run(
            "This Recommendation specifies how equipment takes new software.",
        )),
        styled("Heading1", "6\u{a0}Integrity"),
    ]
    .concat()
}

fn after() -> String {
    [
        paragraph(&run("An image that fails is not installed.")),
        styled("Heading1", "7\u{a0}Security considerations"),
        // A sentence as a whole is at fault, and a page ends in it.
        paragraph(
            "<w:r><w:t xml:space=\"preserve\">Security is for </w:t>\
             <w:lastRenderedPageBreak/><w:t>further study.</w:t></w:r>",
        ),
        "<w:sectPr><w:pgSz w:w=\"11907\" w:h=\"16834\"/></w:sectPr>".to_owned(),
    ]
    .concat()
}

/// Styles, of which one is for the marks of comments, under this name.
pub(super) fn styles(comments: &str) -> String {
    let mut inside = String::new();
    let all = [
        ("Normal", "Normal", None),
        ("Heading1", "heading 1", Some(0)),
        ("RecNo", "Rec_No", None),
        ("Rectitle", "Rec_title", None),
        ("TOC1", "toc 1", None),
        ("Kommentartext", "annotation text", None),
    ];
    for (id, name, level) in all {
        let default = if id == "Normal" { " w:default=\"1\"" } else { "" };
        let level =
            level.map(|it: u8| format!("<w:pPr><w:outlineLvl w:val=\"{it}\"/></w:pPr>"));
        let _ = write!(
            inside,
            "<w:style w:type=\"paragraph\"{default} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{}</w:style>",
            level.unwrap_or_default()
        );
    }
    format!(
        "<w:styles {SPACES}>{inside}<w:style w:type=\"character\" w:styleId=\"Kommentarzeichen\">\
         <w:name w:val=\"{comments}\"/><w:rPr><w:sz w:val=\"16\"/></w:rPr></w:style></w:styles>"
    )
}
