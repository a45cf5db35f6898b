//! Reads the comments of a Word file and the words that they stand on, in a way of its
//! own: it knows nothing of how the program reads or writes them.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read as _},
};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use regex::Regex;
use zip::ZipArchive;

/// Stands for a sign of a font that only Word can tell.
pub(crate) const SIGN: char = '\u{fffc}';

/// Stands before what no comment begins or ends in: an equation, a field or a control that is filled
/// anew.
pub(crate) const UNCUT: char = '\u{e000}';

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Comment {
    pub id: String,
    pub author: String,
    pub paragraphs: Vec<String>,
    /// The words that it stands on; none if nothing in the text refers to it.
    pub on: Option<String>,
}

impl Comment {
    /// What it begins with.
    pub(crate) fn text(&self) -> &str {
        self.paragraphs.first().map_or("", |it| it.trim())
    }

    /// What is in the brackets at its end.
    pub(crate) fn key(&self) -> Option<&str> {
        let last = self.paragraphs.last()?.trim_end().strip_suffix(']')?;
        last.rsplit_once('[').map(|it| it.1)
    }

    /// The paragraph that says where its words are, if it does not stand on them.
    pub(crate) fn elsewhere(&self) -> Option<&str> {
        let says = |it: &&String| it.starts_with("This is about the words");
        self.paragraphs.iter().find(says).map(String::as_str)
    }
}

/// The comments of a Word file, in the order in which it keeps them.
pub(crate) fn comments(bytes: &[u8]) -> Vec<Comment> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<_> = archive.file_names().map(|it| it.unwrap().into_owned()).collect();
    let mut part = |name: Option<&String>| {
        let mut bytes = Vec::new();
        if let Some(name) = name {
            archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
        }
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let spelled = |end: &str| {
        let mut all = names.iter().map(|it| (it.replace('\\', "/").to_lowercase(), it));
        all.find(|(it, _)| it.ends_with(end) && !it.contains("_rels")).map(|it| it.1)
    };
    let lead = part(names.iter().find(|it| it.replace('\\', "/") == "_rels/.rels"));
    let target = Regex::new(
        "officeDocument\"[^>]*Target=\"([^\"]*)\"|Target=\"([^\"]*)\"[^>]*/officeDocument\"",
    );
    let target =
        target.unwrap().captures(&lead).and_then(|it| it.get(1).or_else(|| it.get(2)));
    let target = target.map(|it| it.as_str().replace('\\', "/").to_lowercase());
    let target = target.as_deref().unwrap_or("word/document.xml").trim_start_matches('/');
    let (main, margin) = (part(spelled(target)), part(spelled("comments.xml")));
    let on = anchors(&main);
    let mut found = written(&margin);
    for it in &mut found {
        it.on = on.get(&it.id).cloned();
    }
    found
}

/// The name without its prefix, but for those of equations and of drawings.
fn leaf(name: &str) -> String {
    match name.split_once(':') {
        Some(("m" | "a", _)) | None => name.to_owned(),
        Some((_, leaf)) => leaf.to_owned(),
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let all = tag.attributes().map(|it| it.unwrap());
    let mut named = all.filter(|it| it.key.local_name().as_ref() == name);
    named.next().map(|it| it.value.into_owned())
}

/// One thing that stands in a part.
enum Piece {
    Open(String, BTreeMap<&'static str, String>),
    Close(String),
    Text(String),
}

/// Everything in a part in its order; an empty element opens and closes.
fn pieces(text: &str) -> Vec<Piece> {
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut found = Vec::new();
    let open = |tag: &BytesStart<'_>| {
        let known = ["id", "author", "space"];
        let all = known.into_iter().filter_map(|it| Some((it, attribute(tag, it)?)));
        Piece::Open(leaf(tag.name().as_ref()), all.collect())
    };
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => found.push(open(&tag)),
            Event::Empty(tag) => {
                found.push(open(&tag));
                found.push(Piece::Close(leaf(tag.name().as_ref())));
            }
            Event::End(tag) => {
                found.push(Piece::Close(leaf(tag.name().as_ref())));
            }
            Event::Text(it) => found.push(Piece::Text(it.to_string())),
            Event::CData(it) => found.push(Piece::Text(it.to_string())),
            Event::GeneralRef(it) => {
                let letter =
                    it.resolve_char_ref().unwrap().unwrap_or_else(|| match &*it {
                        "amp" => '&',
                        "lt" => '<',
                        "gt" => '>',
                        "quot" => '"',
                        "apos" => '\'',
                        other => panic!("&{other}; is no entity of XML"),
                    });
                found.push(Piece::Text(letter.to_string()));
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

/// The words of a part as Word shows them, and where ranges begin and end in them.
fn anchors(text: &str) -> BTreeMap<String, String> {
    // What is inside of these is not shown, or is shown elsewhere.
    const NOT: [&str; 9] = [
        "delText",
        "instrText",
        "rt",
        "Fallback",
        "moveFrom",
        "txbxContent",
        "rPr",
        "del",
        "pPr",
    ];
    let (mut shown, mut hidden, mut current) = (String::new(), 0, None);
    let (mut starts, mut found) = (BTreeMap::new(), BTreeMap::new());
    for piece in pieces(text) {
        match piece {
            Piece::Open(name, all) => {
                hidden += u32::from(NOT.contains(&&*name));
                let id = all.get("id").cloned().unwrap_or_default();
                match &*name {
                    "t" => current = Some((String::new(), all.contains_key("space"))),
                    // What stands in an equation counts as it is.
                    "m:t" => current = Some((UNCUT.to_string(), true)),
                    "fldChar" | "fldSimple" | "dataBinding" if hidden == 0 => {
                        shown.push(UNCUT);
                    }
                    "sym" if hidden == 0 => shown.push(SIGN),
                    "tab" | "br" | "cr" | "p" if hidden == 0 => shown.push(' '),
                    "noBreakHyphen" if hidden == 0 => shown.push('-'),
                    "commentRangeStart" => drop(starts.insert(id, shown.len())),
                    "commentRangeEnd" => {
                        let from = starts.get(&id).copied().unwrap_or(shown.len());
                        found.insert(id, shown[from..].to_owned());
                    }
                    "commentReference" => drop(found.entry(id).or_default()),
                    _ => {}
                }
            }
            Piece::Close(name) => {
                hidden -= u32::from(NOT.contains(&&*name));
                if matches!(&*name, "t" | "m:t")
                    && let Some((text, keeps)) = current.take()
                    && hidden == 0
                {
                    shown.push_str(if keeps { &text } else { text.trim_ascii() });
                }
            }
            Piece::Text(text) => {
                if let Some((so_far, _)) = &mut current {
                    so_far.push_str(&text);
                }
            }
        }
    }
    found
}

/// What a comments part says.
fn written(text: &str) -> Vec<Comment> {
    let mut found: Vec<Comment> = Vec::new();
    let mut inside = false;
    for piece in pieces(text) {
        let last = found.last_mut();
        match (piece, last) {
            (Piece::Open(name, mut all), _) if name == "comment" => found.push(Comment {
                id: all.remove("id").unwrap(),
                author: all.remove("author").unwrap(),
                paragraphs: Vec::new(),
                on: None,
            }),
            (Piece::Open(name, _), Some(it)) if name == "p" => {
                it.paragraphs.push(String::new());
            }
            (Piece::Open(name, _), _) if name == "t" => inside = true,
            (Piece::Close(name), _) if name == "t" => inside = false,
            (Piece::Text(text), Some(it)) if inside => {
                it.paragraphs.last_mut().unwrap().push_str(&text);
            }
            _ => {}
        }
    }
    found
}
