//! Writes Word files out of a small markup, so that tests and the corpus can say what a
//! draft holds and still read real files. The same source gives the same bytes.
//!
//! Blocks are separated by blank lines. A block may begin with the name of its style:
//!
//! - `{heading 1} 6\tOverview`: a typed number (`\t` is a tab), `{heading 1 auto} Overview`:
//!   an automatic one;
//! - `| a | b |` on each line: a table; its second line `|---|---|` is left out. A cell may
//!   begin with `{wide 2}` (over two columns), `{tall}` (the first of cells merged
//!   downwards) or `{down}` (a further one); `{table: a ; b // c ; d}` in a cell is a table
//!   inside it. `{++| a | b |++}` and `{--| a | b |--}` are rows inserted and deleted;
//! - `[^1]: text`: a footnote, which `[^1]` refers to.
//!
//! In text, `**bold**` makes runs of its own, `~` is a no-break space and `-~` a no-break
//! hyphen. `{++new++}` is a tracked insertion and `{--old--}` a deletion; a block that is
//! nothing else also has its end inserted or deleted, as Word does it, and `{++¶++}` or
//! `{--¶--}` at the end of a block does so by itself.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use zip::{DateTime, ZipWriter, write::SimpleFileOptions};

/// The Word file that `source` describes.
pub(crate) fn docx(source: &str) -> Vec<u8> {
    let mut writer = Writer::default();
    let source = source.replace("\r\n", "\n");
    for block in source.split("\n\n").map(str::trim).filter(|it| !it.is_empty()) {
        writer.block(block);
    }
    let notes = format!(
        "<w:footnotes {NAMESPACES}><w:footnote w:type=\"separator\" w:id=\"0\"><w:p><w:r>\
         <w:separator/></w:r></w:p></w:footnote>{}</w:footnotes>",
        writer.notes
    );
    package(&writer.body, &[("footnotes", &notes)])
}

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
            let _ = write!(
                leads,
                "<Relationship Id=\"{name}\" Type=\"{OFFICE}/relationships/{name}\" Target=\"{name}.xml\"/>"
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
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" \
    xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
    xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" \
    xmlns:v=\"urn:schemas-microsoft-com:vml\"";

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
fn identifier(style: &str) -> String {
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

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// A tracked change.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Inserted,
    Deleted,
}

impl Change {
    const ALL: [(Self, &str, &str); 2] =
        [(Self::Inserted, "{++", "++}"), (Self::Deleted, "{--", "--}")];

    const fn element(self) -> &'static str {
        match self {
            Self::Inserted => "ins",
            Self::Deleted => "del",
        }
    }

    /// What `text` holds, if all of it is one change.
    fn whole(text: &str) -> Option<(Self, &str)> {
        Self::ALL.into_iter().find_map(|(change, open, close)| {
            let inside = text.strip_prefix(open)?.strip_suffix(close)?;
            (!inside.contains(close)).then_some((change, inside))
        })
    }
}

#[derive(Default)]
struct Writer {
    body: String,
    notes: String,
    // Tracked changes so far; each has a number of its own.
    changes: u32,
}

impl Writer {
    fn block(&mut self, block: &str) {
        if let Some((number, text)) =
            block.strip_prefix("[^").and_then(|it| it.split_once("]:"))
        {
            let paragraph = self.paragraph("", text.trim());
            let _ = write!(
                self.notes,
                "<w:footnote w:id=\"{number}\">{paragraph}</w:footnote>"
            );
            return;
        }
        let row = |it: &str| {
            it.starts_with('|') || it.starts_with("{++|") || it.starts_with("{--|")
        };
        let xml = if row(block) {
            self.table(block)
        } else {
            let text = block.lines().map(str::trim).collect::<Vec<_>>().join(" ");
            let styled = text.strip_prefix('{').and_then(|it| it.split_once('}'));
            match styled.filter(|_| Change::ALL.iter().all(|it| !text.starts_with(it.1)))
            {
                Some((style, rest)) => self.paragraph(style.trim(), rest.trim()),
                None => self.paragraph("", &text),
            }
        };
        self.body.push_str(&xml);
    }

    fn change(&mut self, change: Change, inside: &str) -> String {
        self.changes += 1;
        let (name, id) = (change.element(), self.changes);
        let head = format!(
            "w:{name} w:id=\"{id}\" w:author=\"Editor\" w:date=\"2026-01-01T00:00:00Z\""
        );
        if inside.is_empty() {
            format!("<{head}/>")
        } else {
            format!("<{head}>{inside}</w:{name}>")
        }
    }

    fn paragraph(&mut self, style: &str, text: &str) -> String {
        let (style, auto) =
            style.strip_suffix(" auto").map_or((style, false), |it| (it, true));
        let ends = [(Change::Inserted, "{++¶++}"), (Change::Deleted, "{--¶--}")];
        let end =
            ends.into_iter().find_map(|(it, mark)| Some((it, text.strip_suffix(mark)?)));
        let (end, text) = match end {
            Some((change, rest)) => (Some(change), rest.trim_end()),
            None => (Change::whole(text).map(|it| it.0), text),
        };
        let mut properties = String::new();
        if !style.is_empty() {
            let _ = write!(properties, "<w:pStyle w:val=\"{}\"/>", identifier(style));
        }
        if auto {
            let level = style.bytes().last().map_or(0, |it| it.saturating_sub(b'1'));
            let _ = write!(
                properties,
                "<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr>"
            );
        }
        if let Some(change) = end {
            let mark = self.change(change, "");
            let _ = write!(properties, "<w:rPr>{mark}</w:rPr>");
        }
        let runs = self.runs(text);
        let gap = if properties.is_empty() {
            String::new()
        } else {
            format!("<w:pPr>{properties}</w:pPr>")
        };
        format!("<w:p>{gap}{runs}</w:p>")
    }

    fn runs(&mut self, text: &str) -> String {
        let mut all = String::new();
        let mut run = Run::default();
        let mut rest = text;
        while let Some(letter) = rest.chars().next() {
            let opened = Change::ALL.into_iter().find(|it| rest.starts_with(it.1));
            let closed = Change::ALL.into_iter().find(|it| rest.starts_with(it.2));
            let note = rest.strip_prefix("[^").and_then(|it| it.split_once(']'));
            rest = if let Some((change, mark, _)) = opened {
                run.end(self, &mut all);
                run.change = Some(change);
                &rest[mark.len()..]
            } else if let Some((.., mark)) = closed.filter(|it| run.change == Some(it.0))
            {
                run.end(self, &mut all);
                run.change = None;
                &rest[mark.len()..]
            } else if let Some(after) = rest.strip_prefix("**") {
                run.end(self, &mut all);
                run.bold = !run.bold;
                after
            } else if let Some((number, after)) = note {
                run.end(self, &mut all);
                let _ = write!(run.inside, "<w:footnoteReference w:id=\"{number}\"/>");
                run.end(self, &mut all);
                after
            } else if let Some(after) = rest.strip_prefix("\\t") {
                run.element("tab");
                after
            } else if let Some(after) = rest.strip_prefix("-~") {
                run.element("noBreakHyphen");
                after
            } else {
                run.text.push(if letter == '~' { '\u{a0}' } else { letter });
                &rest[letter.len_utf8()..]
            };
        }
        run.end(self, &mut all);
        all
    }

    fn table(&mut self, block: &str) -> String {
        let mut rows = String::new();
        let separator =
            |it: &&str| !it.is_empty() && it.chars().all(|c| "|-: ".contains(c));
        let empty = |it: &str| it.chars().all(|c| "| ".contains(c));
        let lines = block.lines().map(str::trim);
        let lines = lines.filter(|it| !(separator(it) && it.contains('-')) && !empty(it));
        for (at, line) in lines.enumerate() {
            let (change, line) = match Change::whole(line) {
                Some((change, line)) => (Some(change), line),
                None => (None, line),
            };
            let line = line.trim().trim_start_matches('|').trim_end_matches('|');
            let style = if at == 0 { "Table_head" } else { "Table_text" };
            let cells: String =
                line.split('|').map(|it| self.cell(style, it.trim())).collect();
            let properties =
                change.map(|it| format!("<w:trPr>{}</w:trPr>", self.change(it, "")));
            let _ =
                write!(rows, "<w:tr>{}{cells}</w:tr>", properties.unwrap_or_default());
        }
        format!("<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>")
    }

    fn cell(&mut self, style: &str, text: &str) -> String {
        let marked = text.strip_prefix('{').and_then(|it| it.split_once('}'));
        let (properties, text) = match marked {
            Some(("tall", rest)) => {
                ("<w:vMerge w:val=\"restart\"/>".to_owned(), rest.trim())
            }
            Some(("down", rest)) => ("<w:vMerge/>".to_owned(), rest.trim()),
            Some((mark, rest)) if mark.starts_with("wide ") => {
                (format!("<w:gridSpan w:val=\"{}\"/>", &mark[5..]), rest.trim())
            }
            _ => (String::new(), text),
        };
        let inner = text.find("{table:").and_then(|at| {
            let (inside, after) = text[at + 7..].split_once('}')?;
            Some((&text[..at], inside, after))
        });
        let Some((before, inside, after)) = inner else {
            let paragraph = self.paragraph(style, text);
            return format!("<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph}</w:tc>");
        };
        let rows = inside.split("//").map(|it| format!("|{}|", it.replace(';', "|")));
        let nested = self.table(&rows.collect::<Vec<_>>().join("\n"));
        let before = if before.trim().is_empty() {
            String::new()
        } else {
            self.paragraph(style, before.trim())
        };
        let after = self.paragraph(style, after.trim());
        format!("<w:tc><w:tcPr>{properties}</w:tcPr>{before}{nested}{after}</w:tc>")
    }
}

/// A run that is being written.
#[derive(Default)]
struct Run {
    text: String,
    inside: String,
    bold: bool,
    change: Option<Change>,
}

impl Run {
    fn element(&mut self, name: &str) {
        self.flush();
        let _ = write!(self.inside, "<w:{name}/>");
    }

    fn flush(&mut self) {
        let name = if self.change == Some(Change::Deleted) { "delText" } else { "t" };
        if !self.text.is_empty() {
            let text = escaped(&std::mem::take(&mut self.text));
            let _ =
                write!(self.inside, "<w:{name} xml:space=\"preserve\">{text}</w:{name}>");
        }
    }

    fn end(&mut self, writer: &mut Writer, all: &mut String) {
        self.flush();
        if self.inside.is_empty() {
            return;
        }
        let properties = if self.bold { "<w:rPr><w:b/></w:rPr>" } else { "" };
        let run = format!("<w:r>{properties}{}</w:r>", std::mem::take(&mut self.inside));
        all.push_str(&match self.change {
            Some(change) => writer.change(change, &run),
            None => run,
        });
    }
}
