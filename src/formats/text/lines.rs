//! The lines of a text file, without what printing added to them.

use std::sync::LazyLock;

use regex::Regex;

/// A line of the file, without its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    /// Where it begins.
    pub at: usize,
    /// Its letters.
    pub text: &'t str,
}

impl Line<'_> {
    /// Whether nothing is on it.
    pub(super) fn blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// How many bytes stand before its first word.
    pub(super) fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start().len()
    }

    /// How many letters it has.
    pub(super) fn width(&self) -> usize {
        self.text.chars().count()
    }
}

/// The lines of `text`; a page begins a line too.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut at = start;
    text[start..]
        .split(['\n', '\u{c}'])
        .map(|it| {
            let line = Line { at, text: it.strip_suffix('\r').unwrap_or(it) };
            at += it.len() + 1;
            line
        })
        .collect()
}

static FOOTER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\[Page [0-9ivx]+\]\s*$").expect("a tested pattern"));

static HEADER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\S.*\s{2,}.*\s[0-9]{4}\s*$").expect("a tested pattern")
});

/// The lines without the headers and footers of printed pages, and without the gap that
/// they leave in a sentence.
pub(super) fn pages<'t>(lines: &[Line<'t>]) -> Vec<Line<'t>> {
    let mut kept: Vec<Line<'t>> = Vec::with_capacity(lines.len());
    let mut at = 0;
    while at < lines.len() {
        if !FOOTER.is_match(lines[at].text) {
            kept.push(lines[at]);
            at += 1;
            continue;
        }
        let skip = |at: usize| lines[at..].iter().take_while(|it| it.blank()).count();
        let gap = lines[at];
        at += 1;
        at += skip(at);
        if lines.get(at).is_some_and(|it| HEADER.is_match(it.text)) {
            at += 1;
            at += skip(at);
        }
        while kept.last().is_some_and(Line::blank) {
            kept.pop();
        }
        let goes_on = kept.last().zip(lines.get(at)).is_some_and(|(old, new)| {
            let open = !old.text.trim_end().ends_with(['.', ':', ';', '!', '?']);
            open && 0 < new.indent() && old.indent() == new.indent()
        });
        if !goes_on {
            kept.push(Line { at: gap.at, text: "" });
        }
    }
    kept
}

static LEADERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\S.*(?:(?:\. ?){4,}|\.{4,}|…{2,}|\t)\s*(?:[0-9]{1,3}|[ivxl]{1,6})\s*$")
        .expect("a tested pattern")
});

/// Which lines are of a table of contents: three in a row that end in a page.
pub(super) fn contents(lines: &[Line<'_>]) -> Vec<bool> {
    let mut found = vec![false; lines.len()];
    let mut run: Vec<usize> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if LEADERS.is_match(line.text) {
            run.push(at);
        } else if !line.blank() {
            close(&mut found, &mut run);
        }
    }
    close(&mut found, &mut run);
    found
}

fn close(found: &mut [bool], run: &mut Vec<usize>) {
    if 3 <= run.len() {
        for at in &*run {
            found[*at] = true;
        }
    }
    run.clear();
}
