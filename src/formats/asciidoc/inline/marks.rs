//! Marks of format: `*strong*`, `_emphasis_`, `` `code` ``, `#mark#`, `^above^`,
//! `~below~`. Their rules are those of Asciidoctor; here they only go.

use super::{Kind, Scan};

/// Takes out every mark of format that is one, and keeps what only looks like it.
pub(super) fn drop_marks(scan: &mut Scan<'_>) {
    curved(scan);
    for mark in [b'*', b'`', b'_', b'#'] {
        if scan.text.as_bytes().contains(&mark) {
            doubled(scan, mark);
            single(scan, mark);
        }
    }
    for mark in [b'^', b'~'] {
        if scan.text.as_bytes().contains(&mark) {
            tight(scan, mark);
        }
    }
}

/// Whether a word could go on at `c`, as Asciidoctor sees it.
pub(super) fn in_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// `` "`words`" ``: the quotation marks stay, the grave accents go.
fn curved(scan: &mut Scan<'_>) {
    for quote in ['"', '\''] {
        let (open, close) = (format!("{quote}`"), format!("`{quote}"));
        let ends: Vec<usize> = scan.text.match_indices(&close).map(|(at, _)| at).collect();
        let starts: Vec<usize> = scan.text.match_indices(&open).map(|(at, _)| at).collect();
        let mut done = 0;
        for start in starts {
            let end = ends.get(ends.partition_point(|it| *it <= start + 2)).copied();
            let Some(end) = end else { break };
            if start < done || !is_plain(scan, start + 1) || !is_plain(scan, end) {
                continue;
            }
            gone(scan, start + 1, 1);
            gone(scan, end, 1);
            done = end + 2;
        }
    }
}

/// `**strong**`: anywhere, also inside a word.
fn doubled(scan: &mut Scan<'_>, mark: u8) {
    let pair = |scan: &Scan<'_>, at: usize| is(scan, at, mark) && is(scan, at + 1, mark);
    let ends: Vec<usize> = (0..scan.text.len()).filter(|it| pair(scan, *it)).collect();
    let mut done = 0;
    for start in ends.clone() {
        if start < done || escaped(scan, start, 2) {
            continue;
        }
        let end = ends.get(ends.partition_point(|it| *it <= start + 2)).copied();
        let Some(end) = end else { break };
        attributes(scan, start, |_| true);
        gone(scan, start, 2);
        gone(scan, end, 2);
        done = end + 2;
    }
}

/// `*strong*`: only around whole words.
fn single(scan: &mut Scan<'_>, mark: u8) {
    let quotes = if mark == b'`' { "\"'`" } else { "" };
    let closes = |scan: &Scan<'_>, at: usize| {
        let after = next(scan, at + 1);
        is(scan, at, mark)
            && last(scan, at).is_some_and(|it| !it.is_whitespace())
            && after.is_none_or(|it| !in_word(it) && !quotes.contains(it))
    };
    let marks: Vec<usize> = (0..scan.text.len()).filter(|it| is(scan, *it, mark)).collect();
    let ends: Vec<usize> = marks.iter().copied().filter(|it| closes(scan, *it)).collect();
    let mut done = 0;
    for start in marks {
        let opens = next(scan, start + 1).is_some_and(|it| !it.is_whitespace());
        if start < done || !opens {
            continue;
        }
        let end = ends.get(ends.partition_point(|it| *it <= start + 1)).copied();
        let Some(end) = end else { break };
        if escaped(scan, start, 1) {
            done = start + 1;
            continue;
        }
        let free = |before: Option<char>| {
            before.is_none_or(|it| !in_word(it) && !";:}".contains(it) && !quotes.contains(it))
        };
        if !attributes(scan, start, free) && !free(last(scan, start)) {
            continue;
        }
        gone(scan, start, 1);
        gone(scan, end, 1);
        done = end + 1;
    }
}

/// `^above^`, `~below~`: around what holds no blank.
fn tight(scan: &mut Scan<'_>, mark: u8) {
    let mut open: Option<usize> = None;
    for at in 0..scan.text.len() {
        let byte = scan.text.as_bytes()[at];
        if byte.is_ascii_whitespace() {
            open = None;
        }
        if !is(scan, at, mark) {
            continue;
        }
        match open {
            Some(start) if start + 1 < at => {
                if !escaped(scan, start, 1) {
                    gone(scan, start, 1);
                    gone(scan, at, 1);
                }
                open = None;
            }
            _ => open = Some(at),
        }
    }
}

/// Takes out the `[.role]` before a mark if `free` allows what stands before it.
fn attributes(scan: &mut Scan<'_>, mark: usize, free: impl Fn(Option<char>) -> bool) -> bool {
    let Some(close) = mark.checked_sub(1).filter(|it| is(scan, *it, b']')) else { return false };
    let line = scan.text[..close].rfind(['[', ']', '\n']);
    let Some(open) = line.filter(|it| is(scan, *it, b'[') && it + 1 < close) else { return false };
    if !free(last(scan, open)) {
        return false;
    }
    gone(scan, open, close + 1 - open);
    true
}

/// Whether a backslash stands before a mark; it goes, and the mark stays.
fn escaped(scan: &mut Scan<'_>, mark: usize, length: usize) -> bool {
    let Some(before) = mark.checked_sub(1).filter(|it| is(scan, *it, b'\\')) else { return false };
    gone(scan, before, 1);
    scan.mark(mark..mark + length, Kind::Literal);
    true
}

fn is(scan: &Scan<'_>, at: usize, byte: u8) -> bool {
    scan.text.as_bytes().get(at) == Some(&byte) && is_plain(scan, at)
}

fn is_plain(scan: &Scan<'_>, at: usize) -> bool {
    scan.kinds.get(at) == Some(&Kind::Plain)
}

fn gone(scan: &mut Scan<'_>, at: usize, length: usize) {
    scan.mark(at..at + length, Kind::Gone);
}

/// The letter before `at`; a mark that has gone is none, but no blank either.
fn last(scan: &Scan<'_>, at: usize) -> Option<char> {
    let c = scan.text[..at].chars().next_back()?;
    let taken = scan.kinds[at - c.len_utf8()] == Kind::Gone && in_word(c);
    Some(if taken { '>' } else { c })
}

fn next(scan: &Scan<'_>, at: usize) -> Option<char> {
    let c = scan.text.get(at..)?.chars().next()?;
    let taken = scan.kinds[at] == Kind::Gone && in_word(c);
    Some(if taken { '<' } else { c })
}
