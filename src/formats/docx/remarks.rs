//! Comments: where the text says that they stand, what their part says, and which of
//! them answer others. Their words are no words of the draft.

use std::collections::{BTreeMap, HashMap};

use super::{
    changes::Signed,
    walk::Walk,
    xml::{Event, Fault, Space, Tag, Xml},
};
use crate::doc::{Origin, Remark, Stretch};

/// More answers to answers are no thread that a person wrote.
const LONGEST: usize = 64;

/// Where the text says that comments stand, by their ids.
#[derive(Debug, Default)]
pub(in super::super) struct Anchors(BTreeMap<i64, Anchor>);

/// Where the text says that one comment stands.
#[derive(Clone, Copy, Debug, Default)]
struct Anchor {
    from: Option<Origin>,
    to: Option<Origin>,
    // Where its sign stands.
    sign: Option<Origin>,
}

/// A comment as its part has it.
#[derive(Clone, Debug, Default)]
pub(super) struct Comment {
    id: i64,
    // What its last paragraph is called.
    paragraph: Box<str>,
    remark: Remark,
}

/// What is said of a comment beside it, by what its last paragraph is called.
pub(super) type Threads = HashMap<Box<str>, Thread>;

/// What is said of one comment.
#[derive(Clone, Debug, Default)]
pub(super) struct Thread {
    // What the last paragraph of the comment that it answers is called.
    answers: Option<Box<str>>,
    done: bool,
}

/// Notes that a comment begins, ends or hangs on the text here.
pub(super) fn anchor(walk: &mut Walk<'_>, tag: &Tag<'_>) {
    let Some(id) = id(tag) else { return };
    let here = walk.here();
    let anchor = walk.gathering.anchors.0.entry(id).or_default();
    let place = match tag.name {
        "commentRangeStart" => &mut anchor.from,
        "commentRangeEnd" => &mut anchor.to,
        _ => &mut anchor.sign,
    };
    // An alternative for older programs says it again.
    place.get_or_insert(here);
}

fn id(tag: &Tag<'_>) -> Option<i64> {
    tag.attribute("id")?.trim().parse().ok()
}

impl Anchor {
    fn stretch(self) -> Option<Stretch> {
        let from = self.from.or(self.sign).or(self.to)?;
        let to = self.to.or(self.sign).unwrap_or(from);
        let forward = part(from) == part(to) && from <= to;
        Some(Stretch { from, to: if forward { to } else { from } })
    }
}

const fn part(of: Origin) -> u16 {
    match of {
        Origin::Run { part, .. } => part,
        Origin::Byte { file, .. } => file,
    }
}

/// The comments of their part, in its order.
pub(super) fn comments(source: &str, depth: usize) -> Result<Vec<Comment>, Fault> {
    let mut xml = Xml::new(source, depth);
    let mut found: Vec<Comment> = Vec::new();
    let mut open: Option<Opened> = None;
    loop {
        match xml.pull()? {
            Event::Start(tag) => match &mut open {
                Some(it) => it.begin(&tag, xml.depth()),
                None if tag.is("comment") => open = Opened::new(&tag, xml.depth()),
                None => {}
            },
            Event::Text(text) => {
                if let Some(it) = &mut open {
                    it.add(&text);
                }
            }
            Event::Character(letter) => {
                if let Some(it) = &mut open {
                    it.add(letter.encode_utf8(&mut [0; 4]));
                }
            }
            Event::End => {
                let over = open.as_mut().is_some_and(|it| it.end(xml.depth()));
                if over && let Some(it) = open.take() {
                    found.push(it.comment());
                }
            }
            Event::Eof => return Ok(found),
        }
    }
}

/// A comment that has begun.
struct Opened {
    comment: Comment,
    // How many elements are open inside it, itself among them.
    depth: usize,
    text: String,
    lines: usize,
    // A piece of text, and whether blanks at its ends count.
    piece: Option<(String, bool)>,
    // The depth of an element that hides what is inside.
    hidden: Option<usize>,
}

impl Opened {
    fn new(tag: &Tag<'_>, depth: usize) -> Option<Self> {
        let mut comment = Comment { id: id(tag)?, ..Comment::default() };
        let Signed { author, date } = Signed::of(tag);
        (comment.remark.author, comment.remark.date) = (author, date);
        let (text, lines) = (String::new(), 0);
        Some(Self { comment, depth, text, lines, piece: None, hidden: None })
    }

    fn begin(&mut self, tag: &Tag<'_>, depth: usize) {
        if self.hidden.is_some() {
            return;
        }
        match (tag.space, tag.name) {
            (Space::Word, "p") => {
                if 0 < self.lines {
                    self.text.push('\n');
                }
                self.lines += 1;
                let name = tag.attribute("paraId").unwrap_or_default();
                self.comment.paragraph = key(&name);
            }
            (Space::Word | Space::Math, "t") => {
                self.piece = Some((String::new(), tag.keeps_blanks()));
            }
            // "tab" in the properties of a paragraph is a place to stop at.
            (Space::Word, "pPr" | "rPr" | "del" | "moveFrom" | "rt")
            | (Space::Alternatives, "Fallback") => self.hidden = Some(depth),
            (Space::Word, "tab" | "ptab") => self.text.push('\t'),
            (Space::Word, "br" | "cr") => self.text.push('\n'),
            (Space::Word, "noBreakHyphen") => self.text.push('-'),
            _ => {}
        }
    }

    fn add(&mut self, text: &str) {
        if let Some((piece, _)) = &mut self.piece {
            piece.push_str(text);
        }
    }

    /// Ends an element, after which `depth` are open; tells whether it was the comment.
    fn end(&mut self, depth: usize) -> bool {
        if let Some((piece, keeps)) = self.piece.take() {
            let blank = |it: char| it.is_ascii_whitespace();
            self.text.push_str(if keeps { &piece } else { piece.trim_matches(blank) });
        }
        self.hidden = self.hidden.filter(|it| *it <= depth);
        depth < self.depth
    }

    fn comment(mut self) -> Comment {
        self.comment.remark.text = self.text.trim().into();
        self.comment
    }
}

/// What is said of the comments beside them.
pub(super) fn threads(source: &str, depth: usize) -> Result<Threads, Fault> {
    let mut xml = Xml::new(source, depth);
    let mut found = Threads::new();
    loop {
        match xml.pull()? {
            Event::Start(tag) if tag.name == "commentEx" => {
                let Some(name) = tag.attribute("paraId") else { continue };
                let answers = tag.attribute("paraIdParent").map(|it| key(&it));
                let done =
                    matches!(tag.attribute("done").as_deref(), Some("1" | "true" | "on"));
                found.entry(key(&name)).or_insert(Thread { answers, done });
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// Names of paragraphs are hexadecimal numbers, in any case.
fn key(name: &str) -> Box<str> {
    name.trim().to_ascii_uppercase().into()
}

/// The remarks that these comments are; one that stands nowhere is left out.
pub(super) fn remarks(
    comments: Vec<Comment>,
    anchors: &Anchors,
    threads: &Threads,
) -> Vec<(Stretch, Remark)> {
    let mut named: HashMap<&str, usize> = HashMap::new();
    for (at, it) in comments.iter().enumerate() {
        if !it.paragraph.is_empty() {
            named.entry(&it.paragraph).or_insert(at);
        }
    }
    let thread = |at: usize| threads.get(&comments[at].paragraph);
    let answered = |at: usize| {
        let named = named.get(thread(at)?.answers.as_deref()?).copied();
        named.filter(|it| *it != at)
    };
    let own = |at: usize| anchors.0.get(&comments[at].id)?.stretch();
    // Those that it answers, the nearest first; none where that has no end.
    let above = |at: usize| -> Vec<usize> {
        let all = std::iter::successors(answered(at), |it| answered(*it));
        let all: Vec<usize> = all.take(LONGEST + 1).collect();
        if LONGEST < all.len() { Vec::new() } else { all }
    };
    let placed: Vec<(Option<Stretch>, Option<usize>, bool)> = (0..comments.len())
        .map(|at| {
            let above = above(at);
            let stretch = own(at).or_else(|| above.iter().find_map(|it| own(*it)));
            (stretch, above.first().copied(), thread(at).is_some_and(|it| it.done))
        })
        .collect();
    let mut kept: u32 = 0;
    let numbers: Vec<Option<u32>> = placed
        .iter()
        .map(|(stretch, ..)| {
            stretch.map(|_| {
                kept += 1;
                kept - 1
            })
        })
        .collect();
    let all = comments.into_iter().zip(placed);
    all.filter_map(|(comment, (stretch, answers, done))| {
        let answers = answers.and_then(|it| numbers.get(it).copied().flatten());
        Some((stretch?, Remark { answers, done, ..comment.remark }))
    })
    .collect()
}
