//! The part with the comments: which are there, which of them are ours, and new ones.

use std::{fmt::Write as _, ops::Range};

use super::{
    super::xml::{Event, Fault, Tag, Xml},
    element::escaped,
    own::{Words, words},
};
use crate::formats::mark::AUTHOR;

/// The namespaces of Word's elements: the usual one, and that of Strict files.
pub(super) const SPACES: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];

/// A comment that is there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Comment {
    /// Its number.
    pub id: Option<u32>,
    /// Whether we wrote it, and nobody typed into it.
    pub ours: bool,
    /// Where it stands in the part.
    pub at: Range<usize>,
    /// What its paragraphs are known by, in capitals.
    pub paragraphs: Vec<Box<str>>,
    /// What its finding is known by; also where it was ours, and somebody typed into it.
    pub key: Option<Box<str>>,
    /// The paragraphs of one of ours.
    pub said: Vec<String>,
}

/// The comments of a part, in its order.
pub(super) fn read(source: &str, depth: usize) -> Result<Vec<Comment>, Fault> {
    let mut xml = Xml::new(source, depth);
    let mut found: Vec<Comment> = Vec::new();
    let mut said: Vec<String> = Vec::new();
    // Whether a comment is open, and where the innermost text began.
    let (mut within, mut text) = (false, None);
    loop {
        match xml.pull()? {
            Event::Start(tag) if xml.depth() == 2 => {
                within = tag.is("comment");
                if within {
                    found.push(begun(&tag, xml.range()));
                    said.clear();
                }
            }
            Event::Start(tag) if within && tag.is("p") => {
                let known = tag.attribute("paraId");
                let known = known.map(|it| it.to_ascii_uppercase().into());
                if let Some(comment) = found.last_mut() {
                    comment.paragraphs.extend(known);
                }
                said.push(String::new());
            }
            Event::Start(tag) if within && (tag.is("br") || tag.is("cr")) => {
                said.push(String::new());
            }
            // A picture is none of our words.
            Event::Start(tag) if within && SHOWN.iter().any(|it| tag.is(it)) => {
                said.push('\u{fffc}'.into());
            }
            Event::Start(tag) if within && tag.is("t") => text = Some(xml.depth()),
            Event::Text(it) if text.is_some() => *last(&mut said) += &it,
            Event::Character(it) if text.is_some() => last(&mut said).push(it),
            Event::Start(_) | Event::Text(_) | Event::Character(_) => {}
            Event::End => {
                text = text.filter(|it| *it <= xml.depth());
                if within
                    && xml.depth() == 1
                    && let Some(comment) = found.last_mut()
                {
                    comment.at.end = xml.range().end;
                    if comment.ours {
                        (comment.ours, comment.key) = match words(&said) {
                            Words::Ours(key) => (true, key),
                            Words::Theirs(key) => (false, key),
                        };
                        if comment.ours {
                            comment.said = std::mem::take(&mut said);
                        }
                    }
                    within = false;
                }
            }
            Event::Eof => return Ok(found),
        }
    }
}

fn begun(tag: &Tag<'_>, at: Range<usize>) -> Comment {
    Comment {
        id: tag.attribute("id").and_then(|it| it.trim().parse().ok()),
        ours: tag.attribute("author").is_some_and(|it| it == AUTHOR),
        at,
        paragraphs: Vec::new(),
        key: None,
        said: Vec::new(),
    }
}

/// What people see in a comment besides words.
const SHOWN: [&str; 4] = ["drawing", "pict", "object", "sym"];

/// The paragraph that words belong to; those outside of any begin one.
fn last(said: &mut Vec<String>) -> &mut String {
    if said.is_empty() {
        said.push(String::new());
    }
    let end = said.len() - 1;
    &mut said[end]
}

/// How new comments are written into a part.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hand<'a> {
    /// What stands before the names of Word's elements there, without its colon.
    pub prefix: &'a str,
    /// The namespace that each comment has to declare, where the part does not.
    pub declared: Option<&'a str>,
    /// When, if that is said.
    pub date: Option<&'a str>,
    /// The identifier of the style of the paragraphs in a comment.
    pub text: Option<&'a str>,
    /// The identifier of the style of the sign that a comment begins with.
    pub sign: Option<&'a str>,
}

impl Hand<'_> {
    /// Writes a comment with these paragraphs.
    pub(super) fn write(self, id: u32, paragraphs: &[impl AsRef<str>]) -> String {
        let Self { prefix: w, declared, date, text, sign } = self;
        let mut all = format!("<{w}:comment");
        let mut say = |name: &str, value: &str| {
            let _ = write!(all, " {name}=\"{}\"", escaped(value));
        };
        if let Some(space) = declared {
            say(&format!("xmlns:{w}"), space);
        }
        say(&format!("{w}:id"), &id.to_string());
        say(&format!("{w}:author"), AUTHOR);
        if let Some(date) = date {
            say(&format!("{w}:date"), date);
        }
        say(&format!("{w}:initials"), "rl");
        all.push('>');
        let style = |outer: &str, inner: &str, style: Option<&str>| {
            let style = style.map(|it| {
                let it = escaped(it);
                format!("<{w}:{outer}><{w}:{inner} {w}:val=\"{it}\"/></{w}:{outer}>")
            });
            style.unwrap_or_default()
        };
        let looks = style("pPr", "pStyle", text);
        let mut sign = format!(
            "<{w}:r>{}<{w}:annotationRef/></{w}:r>",
            style("rPr", "rStyle", sign)
        );
        for paragraph in paragraphs {
            let words = escaped(paragraph.as_ref());
            let sign = std::mem::take(&mut sign);
            let _ = write!(
                all,
                "<{w}:p>{looks}{sign}<{w}:r><{w}:t xml:space=\"preserve\">{words}\
                 </{w}:t></{w}:r></{w}:p>"
            );
        }
        if !sign.is_empty() {
            // A comment has at least one paragraph.
            let _ = write!(all, "<{w}:p>{looks}{sign}</{w}:p>");
        }
        let _ = write!(all, "</{w}:comment>");
        all
    }
}

/// Letters that a part in another encoding than UTF-8 cannot hold, by their numbers.
pub(super) fn plain(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii() {
            all.push(letter);
        } else {
            let _ = write!(all, "&#{};", u32::from(letter));
        }
    }
    all
}

/// The identifiers of the styles of comments: of their paragraphs, and of their sign.
///
/// A Word in another language gives them other identifiers, never other names.
pub(super) fn styles(source: &str, depth: usize) -> Result<[Option<String>; 2], Fault> {
    const NAMES: [(&str, &str); 2] =
        [("paragraph", "annotation text"), ("character", "annotation reference")];
    let mut xml = Xml::new(source, depth);
    let mut found = [None, None];
    let (mut kind, mut id) = (String::new(), String::new());
    loop {
        match xml.pull()? {
            Event::Start(tag) if tag.is("style") => {
                kind = tag.attribute("type").unwrap_or_default().into_owned();
                id = tag.attribute("styleId").unwrap_or_default().into_owned();
            }
            Event::Start(tag) if tag.is("name") && !id.is_empty() => {
                let name = tag.value().unwrap_or_default();
                // Word keeps other names behind a comma.
                let name = name.split(',').next().unwrap_or_default().trim();
                for (found, (of, called)) in found.iter_mut().zip(NAMES) {
                    if kind == of && name.eq_ignore_ascii_case(called) {
                        found.get_or_insert_with(|| id.clone());
                    }
                }
            }
            Event::Start(_) | Event::End | Event::Text(_) | Event::Character(_) => {}
            Event::Eof => return Ok(found),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::mark::{Way, closing};

    const HAND: Hand<'_> =
        Hand { prefix: "w", declared: None, date: None, text: None, sign: None };

    #[test]
    fn reads_what_it_writes() {
        let end = closing("CR03", "0123abcd-2", Way::Reply);
        let one = HAND.write(7, &["CR03 error: a & b", &end]);
        let source = format!(
            "<w:comments><w:comment w:id=\"1\" w:author=\"A\"><w:p w14:paraId=\"0a\"><w:r>\
             <w:t>one [ff]</w:t></w:r></w:p></w:comment>{one}<w:x/></w:comments>"
        );
        let found = read(&source, 16).unwrap();
        let told = found.iter().map(|it| (it.id, it.ours, it.key.as_deref()));
        let told: Vec<_> = told.collect();
        let expected = [(Some(1), false, None), (Some(7), true, Some("0123abcd-2"))];
        assert_eq!(told, expected);
        assert_eq!(found[0].paragraphs, ["0A".into()]);
        assert_eq!(source[found[1].at.clone()], one);
    }

    #[test]
    fn begins_with_the_sign_that_word_knows_a_comment_by() {
        let hand = Hand { date: Some("D"), text: Some("T"), sign: Some("S"), ..HAND };
        let expected = "<w:comment w:id=\"1\" w:author=\"reclint\" w:date=\"D\" w:initials=\"rl\">\
            <w:p><w:pPr><w:pStyle w:val=\"T\"/></w:pPr><w:r><w:rPr><w:rStyle w:val=\"S\"/></w:rPr>\
            <w:annotationRef/></w:r><w:r><w:t xml:space=\"preserve\">a</w:t></w:r></w:p></w:comment>";
        assert_eq!(hand.write(1, &["a"]), expected);
    }

    #[test]
    fn finds_styles_by_their_names() {
        let source = "<w:styles><w:style w:type=\"paragraph\" w:styleId=\"Kommentartext\">\
            <w:name w:val=\"Annotation Text,ct\"/></w:style><w:style w:type=\"character\" \
            w:styleId=\"Kz\"><w:name w:val=\"annotation reference\"/></w:style></w:styles>";
        let expected = ["Kommentartext", "Kz"].map(|it| Some(it.to_owned()));
        assert_eq!(styles(source, 16).unwrap(), expected);
    }
}
