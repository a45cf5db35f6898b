//! The words of a paragraph: macros, references and marks taken out, and every word
//! kept with the bytes it came from. Knows nothing of blocks.

mod brackets;
mod macros;
mod marks;
mod refs;

use std::ops::Range;

use self::brackets::Brackets;
use super::{super::View, plan::Plan, script::Script};
use crate::doc::Origin;

/// What the words of a paragraph may depend on.
#[derive(Clone, Copy)]
pub(super) struct Case<'a> {
    /// The draft.
    pub script: &'a Script,
    /// What references print as.
    pub plan: &'a Plan,
    /// Which side of `add:[]` and `del:[]` to read.
    pub view: View,
}

/// The words of a paragraph and of each footnote in it.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// The words, in pieces that were copied from one place each.
    pub pieces: Vec<(String, Origin)>,
    /// The footnotes, in the order of their marks.
    pub notes: Vec<Words>,
}

impl Words {
    /// The words without their places.
    pub(super) fn text(&self) -> String {
        self.pieces.iter().map(|(it, _)| it.as_str()).collect()
    }
}

/// Reads the paragraph that stands in `range` of the draft.
pub(super) fn words(case: Case<'_>, range: Range<usize>) -> Words {
    read(case, range, 0)
}

/// Footnotes in footnotes deeper than this are copied as they stand.
const DEPTH: usize = 4;

fn read(case: Case<'_>, range: Range<usize>, depth: usize) -> Words {
    if DEPTH < depth {
        return verbatim(case.script, range);
    }
    let Some(text) = case.script.text.get(range.clone()) else { return Words::default() };
    let mut scan = Scan {
        case,
        base: range.start,
        text,
        kinds: vec![Kind::Plain; text.len()],
        inserts: Vec::new(),
        notes: Vec::new(),
        brackets: Brackets::of(text),
        missing: [false; 4],
    };
    scan.run();
    marks::drop_marks(&mut scan);
    scan.finish(depth)
}

/// Copies what stands in `range` of the draft, line by line, with nothing taken out.
pub(super) fn verbatim(script: &Script, range: Range<usize>) -> Words {
    let Some(text) = script.text.get(range.clone()) else { return Words::default() };
    let mut at = range.start;
    let mut pieces = Vec::new();
    for line in text.split_inclusive('\n') {
        pieces.push((line.to_owned(), script.origin(at)));
        at += line.len();
    }
    Words { pieces, notes: Vec::new() }
}

/// What becomes of a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// It is text, and may be a mark.
    Plain,
    /// It is text and no mark.
    Literal,
    /// It goes.
    Gone,
}

/// The state of reading one paragraph.
struct Scan<'a> {
    case: Case<'a>,
    base: usize,
    text: &'a str,
    /// What becomes of each byte of the text.
    kinds: Vec<Kind>,
    /// Words that stand for something else, and where; in order.
    inserts: Vec<(usize, String)>,
    /// Where the texts of footnotes stand.
    notes: Vec<Range<usize>>,
    brackets: Brackets,
    /// Which closing marks do not occur any more, so that nobody looks for them again.
    missing: [bool; 4],
}

impl Scan<'_> {
    fn run(&mut self) {
        self.comments();
        let mut at = 0;
        while at < self.text.len() {
            let next = match self.kinds[at] {
                Kind::Plain => self.step(at),
                Kind::Literal | Kind::Gone => at + 1,
            };
            at = next.max(at + 1);
        }
    }

    /// Takes out comment lines, lines that only join blocks, and the blanks before each
    /// line but the first.
    fn comments(&mut self) {
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            let comment = line.starts_with("//") && !line.starts_with("///");
            let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
            if comment || (0 < at && line.trim() == "+") {
                self.mark(at..at + line.len(), Kind::Gone);
            } else if 0 < at {
                self.mark(at..at + blanks, Kind::Gone);
            }
            at += line.len();
        }
    }

    /// Reads what begins at `at`; returns where to go on.
    fn step(&mut self, at: usize) -> usize {
        // The bytes inside a letter begin nothing.
        let rest = self.text.get(at..).unwrap_or_default();
        let Some(first) = rest.bytes().next() else { return at + 1 };
        let found = match first {
            b'\\' => self.escape(at),
            b'+' | b'$' | b'`' => self.pass(at),
            b'<' => self.reference(at),
            b'[' => self.anchor(at),
            b'(' => self.index(at),
            b'{' => self.attribute(at),
            b'&' => self.entity(at),
            b'\n' => self.break_mark(at),
            it if it.is_ascii_alphabetic() => self.word(at),
            _ => None,
        };
        found.unwrap_or(at + 1)
    }

    /// `\{name}`, `\<<ref>>`: shown without the backslash, and not what they look like.
    fn escape(&mut self, at: usize) -> Option<usize> {
        let rest = &self.text[at + 1..];
        let end = match rest.bytes().next()? {
            b'{' => 1 + super::attributes::name_end(&rest[1..]),
            b'|' | b'!' => 0,
            b'<' if rest.starts_with("<<") => 2,
            b'[' if rest.starts_with("[[") => 2,
            b'(' if rest.starts_with("((") => 2,
            b'h' if rest.starts_with("http://") || rest.starts_with("https://") => {
                rest.find(char::is_whitespace).unwrap_or(rest.len())
            }
            it if it.is_ascii_alphabetic() => macros::head(rest)?.end,
            // A backslash before a mark of format is weighed with the marks.
            _ => return None,
        };
        if rest.starts_with('{') && !rest[end..].starts_with('}') {
            return None;
        }
        self.mark(at..at + 1, Kind::Gone);
        self.mark(at + 1..at + 1 + end.max(1), Kind::Literal);
        Some(at + 1 + end.max(1))
    }

    /// `+literal+`, `++literal++`, `$$literal$$`, `` `+literal+` ``.
    fn pass(&mut self, at: usize) -> Option<usize> {
        let rest = &self.text[at..];
        for (slot, fence) in ["+++", "++", "$$"].iter().enumerate() {
            if rest.starts_with(fence) && !self.missing[slot] {
                let start = at + fence.len();
                let Some(length) = self.text[start..].find(fence) else {
                    self.missing[slot] = true;
                    continue;
                };
                return Some(self.literal(at, start..start + length, fence.len()));
            }
        }
        let (open, close) =
            if rest.starts_with("`+") { ("`+", "+`") } else { ("+", "+") };
        let before = self.text[..at].chars().next_back();
        let free = before.is_none_or(|it| !marks::in_word(it) && !";:\\".contains(it));
        if !rest.starts_with(open) || !free || self.missing[3] {
            return None;
        }
        let start = at + open.len();
        let inner = &self.text[start..];
        if inner.starts_with(char::is_whitespace) {
            return None;
        }
        let closes = |(place, _): &(usize, &str)| {
            let after = inner[place + close.len()..].chars().next();
            0 < *place
                && !inner[..*place].ends_with(char::is_whitespace)
                && after.is_none_or(|it| !marks::in_word(it))
        };
        let found = inner.match_indices(close).find(closes);
        self.missing[3] = found.is_none() && close == "+";
        let (length, _) = found?;
        Some(self.literal(at, start..start + length, close.len()))
    }

    /// Keeps `inner` as it stands and takes out what fences it.
    fn literal(&mut self, at: usize, inner: Range<usize>, close: usize) -> usize {
        let end = inner.end + close;
        self.mark(at..inner.start, Kind::Gone);
        self.mark(inner.end..end, Kind::Gone);
        self.mark(inner, Kind::Literal);
        end
    }

    /// ` +` at the end of a line.
    fn break_mark(&mut self, at: usize) -> Option<usize> {
        if self.text[..at].ends_with(" +") && self.kinds[at - 1] == Kind::Plain {
            self.mark(at - 2..at, Kind::Gone);
        }
        None
    }

    fn attribute(&mut self, at: usize) -> Option<usize> {
        let rest = &self.text[at..];
        if rest.starts_with("{{") {
            return self.concept(at);
        }
        let end = super::attributes::name_end(&rest[1..]) + 1;
        if end == 1 || !rest[end..].starts_with('}') {
            return None;
        }
        let script = self.case.script;
        let value = script.attributes.reference(&rest[1..end], self.base + at)?;
        if !script.attributes.spend(value.len()) {
            return None;
        }
        self.put(at..at + end + 1, value.to_owned());
        Some(at + end + 1)
    }

    /// `&nbsp;`, `&#8217;`.
    fn entity(&mut self, at: usize) -> Option<usize> {
        let rest = &self.text[at..];
        let end = rest.bytes().take(12).position(|it| it == b';')?;
        let shown = entity(&rest[1..end])?;
        self.put(at..at + end + 1, shown.to_string());
        Some(at + end + 1)
    }

    fn mark(&mut self, range: Range<usize>, kind: Kind) {
        let end = range.end.min(self.kinds.len());
        self.kinds[range.start.min(end)..end].fill(kind);
    }

    /// Lets `words` stand for what is in `range`.
    fn put(&mut self, range: Range<usize>, words: String) {
        self.inserts.push((range.start, words));
        self.mark(range, Kind::Gone);
    }

    fn finish(mut self, depth: usize) -> Words {
        self.inserts.sort_by_key(|(at, _)| *at);
        let mut words = Words::default();
        let mut inserts = std::mem::take(&mut self.inserts).into_iter().peekable();
        let mut at = 0;
        while at < self.text.len() || inserts.peek().is_some() {
            while let Some((place, text)) = inserts.next_if(|(it, _)| *it <= at) {
                words.pieces.push((text, self.origin(place)));
            }
            let stop = inserts.peek().map_or(self.text.len(), |(it, _)| *it);
            at = self.copy(at..stop, &mut words);
        }
        for note in &self.notes {
            let range = self.base + note.start..self.base + note.end;
            words.notes.push(read(self.case, range, depth + 1));
        }
        words
    }

    /// Copies what is kept of `range`, a piece for each run within a line.
    fn copy(&self, range: Range<usize>, words: &mut Words) -> usize {
        let mut start = range.start;
        for at in range.clone() {
            let gone = self.kinds[at] == Kind::Gone;
            let ends = gone || self.text.as_bytes()[at] == b'\n';
            if !ends {
                continue;
            }
            let end = if gone { at } else { at + 1 };
            self.piece(start..end, words);
            start = at + 1;
        }
        self.piece(start..range.end, words);
        range.end
    }

    fn piece(&self, range: Range<usize>, words: &mut Words) {
        // Marks are whole signs, so that a run never ends inside a letter.
        if let Some(text) = self.text.get(range.clone())
            && !text.is_empty()
        {
            words.pieces.push((text.to_owned(), self.origin(range.start)));
        }
    }

    fn origin(&self, at: usize) -> Origin {
        self.case.script.origin(self.base + at)
    }
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let code = match hex {
            Some(it) => u32::from_str_radix(it, 16),
            None => number.parse(),
        };
        return code.ok().and_then(char::from_u32).filter(|it| !it.is_control());
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "thinsp" => '\u{2009}',
        "ensp" => '\u{2002}',
        "emsp" => '\u{2003}',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "lsquo" => '\u{2018}',
        "rsquo" => '\u{2019}',
        "ldquo" => '\u{201c}',
        "rdquo" => '\u{201d}',
        "deg" => '°',
        "micro" => 'µ',
        "times" => '×',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        _ => return None,
    })
}
