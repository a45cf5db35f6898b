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
//! - `[^1]: text`: a footnote, which `[^1]` refers to;
//! - `[#1]: text`: a comment; `[#2 Ann, answers 1, done]: text // more` has an author, answers
//!   another, is resolved and has two paragraphs.
//!
//! In text, `**bold**` makes runs of its own, `~` is a no-break space and `-~` a no-break
//! hyphen. `{++new++}` is a tracked insertion and `{--old--}` a deletion; a block that is
//! nothing else also has its end inserted or deleted, as Word does it, and `{++¶++}` or
//! `{--¶--}` at the end of a block does so by itself. What comment 1 is about stands between
//! `{#1}` and `{/1}`; `{@1}` is only its sign.

use std::fmt::Write as _;

use super::package::{COMMENT_NAMESPACES, NAMESPACES, escaped, identifier, package};

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
    if writer.comments.is_empty() {
        return package(&writer.body, &[("footnotes", &notes)]);
    }
    let Writer { body, comments, threads, .. } = writer;
    let comments = format!("<w:comments {COMMENT_NAMESPACES}>{comments}</w:comments>");
    let threads =
        format!("<w15:commentsEx {COMMENT_NAMESPACES}>{threads}</w15:commentsEx>");
    let parts = [
        ("footnotes", &*notes),
        ("comments", &*comments),
        ("commentsExtended", &*threads),
    ];
    package(&body, &parts)
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
    comments: String,
    threads: String,
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
        if let Some((head, text)) =
            block.strip_prefix("[#").and_then(|it| it.split_once("]:"))
        {
            return self.comment(head, text);
        }
        let row = |it: &str| {
            it.starts_with('|') || it.starts_with("{++|") || it.starts_with("{--|")
        };
        let xml = if row(block) {
            self.table(block)
        } else {
            let text = block.lines().map(str::trim).collect::<Vec<_>>().join(" ");
            let styled = text.strip_prefix('{').and_then(|it| it.split_once('}'));
            let marked = Change::ALL.iter().any(|it| text.starts_with(it.1))
                || ["{#", "{@"].iter().any(|it| text.starts_with(it));
            match styled.filter(|_| !marked) {
                Some((style, rest)) => self.paragraph(style.trim(), rest.trim()),
                None => self.paragraph("", &text),
            }
        };
        self.body.push_str(&xml);
    }

    fn comment(&mut self, head: &str, text: &str) {
        let mut head = head.split(',').map(str::trim);
        let name = head.next().unwrap_or_default();
        let (id, author) = name.split_once(' ').unwrap_or((name, "Reader"));
        let paragraph = |id: &str, line: usize| format!("{id:0>4}{line:04}");
        let last = text.split("//").count();
        let _ = write!(
            self.comments,
            "<w:comment w:id=\"{id}\" w:author=\"{}\" w:date=\"2026-01-02T00:00:00Z\" w:initials=\"R\">",
            escaped(author)
        );
        for (at, line) in text.split("//").enumerate() {
            // The last paragraph is the one by which a comment is known.
            let name = paragraph(id, last - at);
            let _ = write!(
                self.comments,
                "<w:p w14:paraId=\"{name}\"><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>",
                escaped(line.trim())
            );
        }
        self.comments.push_str("</w:comment>");
        let _ =
            write!(self.threads, "<w15:commentEx w15:paraId=\"{}\"", paragraph(id, 1));
        for said in head {
            let _ = match said.strip_prefix("answers ") {
                Some(it) => write!(
                    self.threads,
                    " w15:paraIdParent=\"{}\"",
                    paragraph(it.trim(), 1)
                ),
                None => write!(self.threads, " w15:{said}=\"1\""),
            };
        }
        self.threads.push_str("/>");
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
            let comment = ["{#", "{/", "{@"].into_iter().find_map(|mark| {
                let (id, after) = rest.strip_prefix(mark)?.split_once('}')?;
                Some((mark, id, after))
            });
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
            } else if let Some((mark, id, after)) = comment {
                run.end(self, &mut all);
                all.push_str(&anchor(mark, id));
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
        let lines = lines.filter(|it| !(empty(it) || separator(it) && it.contains('-')));
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

/// Where a comment begins, ends or has its sign.
fn anchor(mark: &str, id: &str) -> String {
    let sign = format!("<w:r><w:commentReference w:id=\"{id}\"/></w:r>");
    match mark {
        "{#" => format!("<w:commentRangeStart w:id=\"{id}\"/>"),
        "{/" => format!("<w:commentRangeEnd w:id=\"{id}\"/>{sign}"),
        _ => sign,
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
