//! Which lines of AsciiDoc make a block, and where the lines begin that belong to it: as
//! much of the syntax as it takes not to write into a block, a list or a header.

use std::sync::LazyLock;

use regex::Regex;

use super::super::attributes;

/// The block that a line stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Block {
    /// The line above which a comment on it stands.
    pub begin: usize,
    /// What keeps the comment away from the line.
    pub why: Option<&'static str>,
    /// Whether its letters are shown as they stand, also those of a comment.
    pub letters: bool,
    /// The line above which a comment on the block around it stands.
    pub outer: Option<usize>,
    /// The nearest heading.
    pub heading: Option<usize>,
}

/// The blocks of a draft, line by line.
pub(super) struct Lines {
    blocks: Vec<Block>,
}

/// What a line is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Blank,
    /// Attributes, an anchor or a title: they belong to what follows.
    Above,
    /// `+`, which ties a block to the item before.
    Tie,
    Text,
    /// The beginning or the end of a block between two lines.
    Fence,
}

/// A block between two equal lines.
struct Open<'t> {
    fence: &'t str,
    begin: usize,
    /// Whether what is around it is a list.
    listed: bool,
}

/// What a fence holds.
#[derive(Clone, Copy)]
enum Holds {
    Blocks,
    /// Letters, in which a comment would be text.
    Letters(Option<&'static str>),
}

static MARKER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^\s*(?:[*.]{1,6}|-|[0-9]+\.|[A-Za-z]\.|[IVXLCDMivxlcdm]+\)|<(?:[0-9]+|\.)>)\s+\S|^\s*\S.*?(?::{2,4}|;;)(?:\s|$)",
    )
    .expect("a tested pattern")
});

static ABOVE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^(?:\[(?:[\w.#%,"'\\{].*)?\]|\[\[.*\]\]|\.[^\s.].*)$"#)
        .expect("a tested pattern")
});

static HEADING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:={1,6}|#{1,6})\s+\S").expect("a tested pattern"));

impl Lines {
    pub(super) fn of(lines: &[&str]) -> Self {
        let mut walk = Walk {
            blocks: Vec::with_capacity(lines.len()),
            kinds: Vec::with_capacity(lines.len()),
            open: Vec::new(),
            closed: None,
            listed: false,
            heading: None,
            style: "",
        };
        let header = header(lines);
        for (at, line) in lines.iter().enumerate() {
            let line = line.trim_end();
            if header.contains(&at) {
                let begin = header.start;
                let titled = line.starts_with("= ");
                let why = (!titled && at != begin).then_some("the header of the draft");
                walk.push(Kind::Text, Block { begin, why, ..Block::default() });
            } else {
                walk.line(at, line, lines);
            }
        }
        Self { blocks: walk.blocks }
    }

    /// The block that a line stands in.
    pub(super) fn block(&self, line: usize) -> Block {
        self.blocks.get(line).copied().unwrap_or_default()
    }
}

/// The lines of the header: those up to a blank one, if they give a title or attributes.
fn header(lines: &[&str]) -> std::ops::Range<usize> {
    let first = lines.iter().position(|it| !it.trim().is_empty()).unwrap_or(0);
    let begins = |it: &&str| it.starts_with("= ") || attributes::entry(it).is_some();
    if !lines.get(first).is_some_and(begins) {
        return 0..0;
    }
    let count = lines[first..].iter().take_while(|it| !it.trim().is_empty()).count();
    first..first + count
}

struct Walk<'t> {
    blocks: Vec<Block>,
    kinds: Vec<Kind>,
    /// The open blocks that hold blocks.
    open: Vec<Open<'t>>,
    /// The fence of the open block that holds letters, its first line, what it is.
    closed: Option<(&'t str, usize, Option<&'static str>)>,
    listed: bool,
    heading: Option<usize>,
    /// What the line of attributes above says the next block is.
    style: &'t str,
}

impl<'t> Walk<'t> {
    fn push(&mut self, kind: Kind, block: Block) {
        let outer = self.open.first().map(|it| it.begin);
        self.kinds.push(kind);
        self.blocks.push(Block { outer, heading: self.heading, ..block });
    }

    fn line(&mut self, at: usize, line: &'t str, lines: &[&'t str]) {
        let block = |begin| Block { begin, ..Block::default() };
        if let Some((fence, begin, why)) = self.closed {
            if fence == line {
                self.closed = None;
            }
            return self.push(Kind::Fence, Block { why, letters: true, ..block(begin) });
        }
        if line.starts_with("//") && !line.starts_with("///") {
            // A comment that the reader left in is no line of what it stands in.
            let same = self.blocks.last().copied().unwrap_or(block(at));
            return self.push(self.last(), Block { letters: false, ..same });
        }
        if line.is_empty() {
            let begin = if self.last() == Kind::Blank { self.begin() } else { at };
            return self.push(Kind::Blank, block(begin));
        }
        if let Some(place) = self.open.iter().rposition(|it| it.fence == line) {
            let begin = self.open[place].begin;
            self.listed = self.open[place].listed;
            self.open.truncate(place);
            return self.push(Kind::Fence, block(begin));
        }
        if let Some(holds) = fence(line)
            && !self.underlines(at, line, lines)
        {
            return self.fence(at, line, holds);
        }
        let style = std::mem::take(&mut self.style);
        if ABOVE.is_match(line) {
            let begin = self.start(at);
            self.style = if line.starts_with('[') && !style_of(line).is_empty() {
                style_of(line)
            } else {
                style
            };
            return self.push(Kind::Above, block(begin));
        }
        if line == "+" {
            return self.push(Kind::Tie, block(at));
        }
        self.text(at, line);
    }

    fn fence(&mut self, at: usize, line: &'t str, holds: Holds) {
        const LETTERS: &[&str] = &[
            "source",
            "listing",
            "literal",
            "stem",
            "latexmath",
            "asciimath",
            "verse",
            "pass",
            "comment",
            "pseudocode",
            "mathml",
        ];
        let begin = self.start(at);
        let style = std::mem::take(&mut self.style);
        // What follows the first of such fences is the language of the listing.
        let line = if line.starts_with("```") { "```" } else { line };
        match holds {
            Holds::Letters(why) => self.closed = Some((line, begin, why)),
            Holds::Blocks if LETTERS.contains(&style) => {
                self.closed = Some((line, begin, None));
            }
            Holds::Blocks => {
                self.push(Kind::Fence, Block { begin, ..Block::default() });
                self.open.push(Open { fence: line, begin, listed: self.listed });
                self.listed = false;
                return;
            }
        }
        let why = self.closed.and_then(|it| it.2);
        self.push(Kind::Fence, Block { begin, why, ..Block::default() });
    }

    fn text(&mut self, at: usize, line: &str) {
        let last = self.last();
        let marker = MARKER.is_match(line);
        let heading = HEADING.is_match(line);
        if last == Kind::Text && !heading && !(marker && self.listed) {
            let block = self.blocks.last().copied().unwrap_or_default();
            return self.push(Kind::Text, block);
        }
        let mut begin = self.start(at);
        let gap = begin.checked_sub(1);
        let blank = gap.filter(|it| self.kinds.get(*it) == Some(&Kind::Blank));
        if heading {
            self.listed = false;
            self.heading = Some(begin);
        } else if let Some(blank) = blank
            && marker
            && self.listed
        {
            // A comment between blank lines would end the list.
            begin = self.block(blank).begin;
        } else {
            let indented = line.starts_with([' ', '\t']);
            let tied = last == Kind::Tie || blank.is_none() && last != Kind::Blank;
            self.listed = marker || self.listed && (indented || tied);
        }
        self.push(Kind::Text, Block { begin, ..Block::default() });
    }

    fn block(&self, at: usize) -> Block {
        self.blocks.get(at).copied().unwrap_or_default()
    }

    fn last(&self) -> Kind {
        self.kinds.last().copied().unwrap_or(Kind::Blank)
    }

    /// Where the block of the line before begins.
    fn begin(&self) -> usize {
        self.blocks.last().map_or(0, |it| it.begin)
    }

    /// Where the lines begin that belong to a block that starts at `at`.
    fn start(&self, at: usize) -> usize {
        match self.last() {
            Kind::Above | Kind::Tie => self.begin(),
            Kind::Blank | Kind::Text | Kind::Fence => at,
        }
    }

    /// Whether a line underlines the one above it, which makes both a heading.
    fn underlines(&self, at: usize, line: &str, lines: &[&str]) -> bool {
        let Some(above) = at.checked_sub(1) else { return false };
        let one = self.last() == Kind::Text && self.block(above).begin == above;
        let title = lines.get(above).map_or(0, |it| it.trim_end().chars().count());
        let sign = line.starts_with(['=', '-', '~', '^', '+']);
        one && sign && title.abs_diff(line.chars().count()) <= 1
    }
}

/// The style that a line of attributes gives: `source` in `[source,json]`.
fn style_of(line: &str) -> &str {
    let inner = line.trim_matches(['[', ']']);
    inner.split([',', '%', '#', '.', '=']).next().unwrap_or_default().trim()
}

/// What a line opens that stands above and below a block.
fn fence(line: &str) -> Option<Holds> {
    let all = |it: &str| {
        let first = it.chars().next();
        it.chars().all(|it| Some(it) == first)
    };
    let table = line
        .strip_prefix(['|', ',', ':', '!'])
        .is_some_and(|it| 3 <= it.len() && it.bytes().all(|it| it == b'='));
    if table {
        return Some(Holds::Letters(Some("a table")));
    }
    if line.starts_with("```") {
        return Some(Holds::Letters(None));
    }
    if line == "--" {
        return Some(Holds::Blocks);
    }
    if line.len() < 4 || !all(line) {
        return None;
    }
    match line.bytes().next() {
        Some(b'-' | b'.' | b'+' | b'/') => Some(Holds::Letters(None)),
        Some(b'=' | b'*' | b'_') => Some(Holds::Blocks),
        _ => None,
    }
}
