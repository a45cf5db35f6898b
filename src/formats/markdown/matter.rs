//! The lines of `key: value` in front of a draft. Reads as much YAML as authors use
//! there, and says where it could not.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::Skipped;

/// One `key: value` or one item of a list, with what its own lines hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    /// How far it is set in; what is set in further belongs to it.
    pub indent: usize,
    /// Its key's place; empty for an item of a list.
    pub key: Range<usize>,
    /// The places of its value, one a line.
    pub value: Vec<Range<usize>>,
}

/// What came of reading one line.
enum Line {
    /// All of it was read.
    Read,
    /// Its value goes on in lines that are set in further than this.
    Folds(usize),
    /// It is none that is understood.
    Unread,
}

/// The nodes of a front matter, in order.
#[derive(Debug, Default)]
pub(super) struct Matter {
    /// The nodes, those below a node after it.
    pub nodes: Vec<Node>,
    /// The lines that could not be read.
    pub skipped: Vec<Skipped>,
}

static PAIR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^(?:"([^"]*)"|'([^']*)'|([^\s:#"'\[{&*!|>%@`][^:]*?|=|-))\s*:(?:[ \t]+(.*))?$"#)
        .expect("a tested pattern")
});

impl Matter {
    /// Reads the lines of `text` that stand in `range`.
    pub(super) fn read(text: &str, range: Range<usize>) -> Self {
        let mut matter = Self::default();
        let mut at = range.start;
        // The node whose value goes on as long as lines are set in further than it is.
        let mut folded = None;
        let first = text[..range.start].matches('\n').count() + 1;
        for (number, line) in text[range].split_inclusive('\n').enumerate() {
            let begin = at;
            at += line.len();
            let line = line.trim_end();
            let indent = line.len() - line.trim_start().len();
            if let Some(limit) = folded {
                if limit < indent || line.is_empty() {
                    matter.goes_on(begin + indent..begin + line.len());
                    continue;
                }
                folded = None;
            }
            if !line.trim_start().is_empty() && !line.trim_start().starts_with('#') {
                match matter.line(text, begin, line) {
                    Line::Read => folded = None,
                    Line::Folds(limit) => folded = Some(limit),
                    Line::Unread => matter.skip(first + number),
                }
            }
        }
        matter
    }

    fn goes_on(&mut self, range: Range<usize>) {
        if let Some(node) = self.nodes.last_mut()
            && !range.is_empty()
        {
            node.value.push(range);
        }
    }

    /// Reads one line, if it can.
    fn line(&mut self, text: &str, begin: usize, line: &str) -> Line {
        let mut indent = line.len() - line.trim_start().len();
        let outer = indent;
        let mut item = false;
        while let Some(rest) = line[indent..].strip_prefix('-')
            && (rest.is_empty() || rest.starts_with([' ', '\t']))
        {
            item = true;
            indent += 1 + rest.len() - rest.trim_start().len();
        }
        let rest = &line[indent..];
        if rest.is_empty() {
            return Line::Read;
        }
        let at = begin + indent;
        let Some(found) = PAIR.captures(rest) else {
            if item {
                let value = vec![scalar(text, at..begin + line.len())];
                self.nodes.push(Node { indent, key: at..at, value });
                return Line::Folds(outer);
            }
            // A plain value goes on over lines that are set in further.
            match self.nodes.last() {
                Some(last) if last.indent < indent => {
                    self.goes_on(scalar(text, at..begin + line.len()));
                }
                _ => return Line::Unread,
            }
            return Line::Read;
        };
        let key = (1..=3).find_map(|it| found.get(it));
        let key = key.map_or(at..at, |it| at + it.start()..at + it.end());
        let value = found.get(4).map(|it| at + it.start()..at + it.end());
        let value = value.filter(|it| !text[it.clone()].trim().is_empty());
        let folds =
            value.as_ref().is_some_and(|it| text[it.clone()].starts_with(['|', '>']));
        let open = value.as_ref().is_some_and(|it| open(&text[it.clone()]));
        let value = value.filter(|_| !folds).map(|it| scalar(text, it));
        let value = value.into_iter().filter(|it| !it.is_empty()).collect();
        self.nodes.push(Node { indent, key, value });
        if folds || open { Line::Folds(indent) } else { Line::Read }
    }

    fn skip(&mut self, line: usize) {
        let what = format!("line {line}, in front of the draft").into();
        let why =
            "it is no `key: value`; write it as one, or as text below the dashes".into();
        self.skipped.push(Skipped { what, why });
    }

    /// The node at the top whose key is one of `names`.
    pub(super) fn top(&self, text: &str, names: &[&str]) -> Option<usize> {
        self.nodes.iter().position(|it| {
            let key = &text[it.key.clone()];
            it.indent == 0 && names.iter().any(|name| name.eq_ignore_ascii_case(key))
        })
    }

    /// The nodes that belong to the node `at`, the deepest included.
    pub(super) fn below(&self, at: usize) -> Range<usize> {
        let Some(node) = self.nodes.get(at) else { return at..at };
        let rest = &self.nodes[at + 1..];
        let count = rest.iter().take_while(|it| node.indent < it.indent).count();
        at + 1..at + 1 + count
    }

    /// The nodes right below the node `at`.
    pub(super) fn children(&self, at: usize) -> impl Iterator<Item = usize> {
        let below = self.below(at);
        let indent = self.nodes.get(below.start).map_or(0, |it| it.indent);
        below.filter(move |it| self.nodes[*it].indent <= indent)
    }

    /// The value of the node `at` on one line.
    pub(super) fn value(&self, text: &str, at: usize) -> String {
        let lines = self.nodes[at].value.iter().map(|it| &text[it.clone()]);
        let words = lines.flat_map(str::split_whitespace);
        words.collect::<Vec<_>>().join(" ")
    }
}

/// Whether a value begins with a quotation mark that its line does not close.
fn open(value: &str) -> bool {
    let mark = value.chars().next().filter(|it| matches!(it, '"' | '\''));
    mark.is_some_and(|it| !value[1..].contains(it))
}

/// The part of a value that is text: no quotation marks, no comment.
fn scalar(text: &str, range: Range<usize>) -> Range<usize> {
    let raw = &text[range.clone()];
    if let Some(mark) = raw.chars().next().filter(|it| matches!(it, '"' | '\'')) {
        let end = raw[1..].rfind(mark).map_or(raw.len(), |it| it + 1);
        return range.start + 1..range.start + end;
    }
    let end = raw.find(" #").unwrap_or(raw.len());
    let raw = raw[..end].trim_end();
    let end = if raw.starts_with('#') { 0 } else { raw.len() };
    // The last line of a value that began with a quotation mark above.
    range.start..range.start + raw[..end].trim_end_matches(['"', '\'']).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
title: \"Locks: a draft\"
keyword:
- doors # not words
- locks
abstract: >
  One line
  and another.

status: draft
normative:
  RFC8446:
  KDF: RFC5869
  LOCK:
    title: Of locks
      and keys
    author:
      -
        ins: A. Smith
]] what
";

    #[test]
    fn reads_what_authors_write() {
        let matter = Matter::read(TEXT, 0..TEXT.len());
        let found =
            |name: &str| matter.top(TEXT, &[name]).map(|it| matter.value(TEXT, it));
        assert_eq!(found("Title").as_deref(), Some("Locks: a draft"));
        assert_eq!(found("abstract").as_deref(), Some("One line and another."));
        assert_eq!(found("status").as_deref(), Some("draft"));
        let keywords = matter.top(TEXT, &["keyword"]).unwrap();
        let items: Vec<_> =
            matter.children(keywords).map(|it| matter.value(TEXT, it)).collect();
        assert_eq!(items, ["doors", "locks"]);
        assert_eq!(matter.skipped.len(), 1);
        assert_eq!(&*matter.skipped[0].what, "line 19, in front of the draft");
    }

    #[test]
    fn keeps_what_is_below_a_key() {
        let matter = Matter::read(TEXT, 0..TEXT.len());
        let at = matter.top(TEXT, &["normative"]).unwrap();
        let keys: Vec<_> =
            matter.children(at).map(|it| &TEXT[matter.nodes[it].key.clone()]).collect();
        assert_eq!(keys, ["RFC8446", "KDF", "LOCK"]);
        let lock = matter.children(at).last().unwrap();
        let title = matter.children(lock).next().unwrap();
        assert_eq!(matter.value(TEXT, title), "Of locks and keys");
    }
}
