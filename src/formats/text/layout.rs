//! From lines to blocks: which lines are one paragraph, and which are no prose.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::{
    Flow, Shape, bullet, labelled,
    lines::{Line, contents, lines, pages},
    origin,
};
use crate::formats::number;

/// The longest line of a text that is wrapped; RFCs have 72.
const WRAPPED: usize = 90;

/// Adds the blocks of `text` to `flow`.
pub(super) fn blocks(flow: &mut Flow, text: &str) {
    let lines = pages(&lines(text));
    let contents = contents(&lines);
    let wrapped = wrapped(&lines);
    let indented = wrapped && indented(&lines);
    let mut at = 0;
    let mut titled = !indented;
    while at < lines.len() {
        let end = chunk(&lines, at, wrapped);
        let part = &lines[at..end];
        if contents[at] {
            flow.begin(Shape::Contents);
            words(flow, &lines[at]);
            at += 1;
        } else if part.is_empty() {
            at += 1;
        } else {
            if !indented || !heading(flow, part, &mut titled) {
                paragraphs(flow, part, wrapped);
            }
            at = end;
        }
    }
}

/// Whether sentences are cut into lines: no line is long, and where a line follows on
/// another, its first word would not have fitted there.
fn wrapped(lines: &[Line<'_>]) -> bool {
    let filled: Vec<_> = lines.iter().filter(|it| !it.blank()).collect();
    let long = filled.iter().filter(|it| WRAPPED < it.width()).count();
    let widths = filled.iter().map(|it| it.width());
    let width = widths.filter(|it| *it <= WRAPPED).max().unwrap_or(0);
    let prose = |it: &Line<'_>| !it.blank() && !drawn(it);
    let pairs = lines.windows(2).filter(|it| prose(&it[0]) && prose(&it[1]));
    let (mut all, mut full) = (0, 0);
    for pair in pairs {
        all += 1;
        let word = pair[1].text.split_whitespace().next().unwrap_or_default();
        full +=
            usize::from(width < pair[0].width() + 1 + word.chars().count() + width / 8);
    }
    long.saturating_mul(20) <= filled.len() && 40 < width && 2 < all && all < full * 3
}

/// Whether running text is set in from the margin, so that headings stand out.
fn indented(lines: &[Line<'_>]) -> bool {
    let filled = lines.iter().filter(|it| !it.blank());
    let (inner, all) = filled.fold((0, 0), |(inner, all), it| {
        (inner + usize::from(2 <= it.indent()), all + 1)
    });
    all < inner * 3 / 2
}

/// Where the lines end that stand together from `at`.
fn chunk(lines: &[Line<'_>], at: usize, wrapped: bool) -> usize {
    let most = if wrapped { lines.len() } else { 1 };
    at + lines[at..].iter().take(most).take_while(|it| !it.blank()).count()
}

/// Adds `part` if its place on the page makes it a heading, or the title of an RFC.
fn heading(flow: &mut Flow, part: &[Line<'_>], titled: &mut bool) -> bool {
    let [first, rest @ ..] = part else { return false };
    let text = first.text.trim();
    if 8 < first.indent() && !*titled && part.len() <= 3 {
        *titled = true;
        flow.begin(Shape::Title);
    } else if 0 < first.indent() || text.contains("   ") || 2 < part.len() {
        return false;
    } else if let Some(typed) = number::typed(text) {
        flow.begin(Shape::Heading(typed.depth));
    } else if rest.is_empty() && !text.ends_with(['.', ':', ';', ',']) {
        flow.begin(Shape::UNNUMBERED);
    } else {
        return false;
    }
    *titled = true;
    joined(flow, part);
    true
}

fn paragraphs(flow: &mut Flow, part: &[Line<'_>], wrapped: bool) {
    if wrapped && drawing(part) {
        flow.begin(Shape::Code);
        for (at, line) in part.iter().enumerate() {
            if 0 < at {
                flow.text("\n", origin(line.at - 1));
            }
            flow.text(line.text.trim_end(), origin(line.at));
        }
        return;
    }
    for range in parts(part) {
        let lines = &part[range];
        let Some(first) = lines.first() else { continue };
        let text = first.text.trim_start();
        let skip = bullet(text);
        let item = skip.is_some() || labelled(text);
        flow.begin(if item { Shape::Item } else { Shape::Paragraph });
        let indent = first.indent() + skip.unwrap_or(0);
        let begin = Line { at: first.at + indent, text: &first.text[indent..] };
        words(flow, &begin);
        for line in &lines[1..] {
            follow(flow, line);
        }
    }
}

/// The runs of `part` that are one paragraph or one item each.
fn parts(part: &[Line<'_>]) -> Vec<Range<usize>> {
    let width = part.iter().map(Line::width).max().unwrap_or(0);
    let mut begins = vec![0];
    for (at, pair) in part.windows(2).enumerate() {
        let next = pair[1].text.trim_start();
        let begin = bullet(next).is_some() || labelled(next) || next.starts_with('[');
        let short = pair[0].width() < width / 2 && !next.starts_with(char::is_lowercase);
        if begin && pair[0].width() + next.find(' ').unwrap_or(0) < width || short {
            begins.push(at + 1);
        }
    }
    begins.push(part.len());
    begins.windows(2).map(|it| it[0]..it[1]).collect()
}

/// Whether lines are drawn rather than written: boxes, arrows, columns.
fn drawing(part: &[Line<'_>]) -> bool {
    let count = part.iter().filter(|it| drawn(it)).count();
    1 < part.len() && part.len() <= count * 2
}

fn drawn(line: &Line<'_>) -> bool {
    let text = line.text.trim();
    let gaps = text.matches("   ").count();
    let signs = ["+-", "-+", "--", "|", "->", "<-", "==", "};", "{"];
    2 <= gaps || signs.iter().any(|it| text.contains(it))
}

fn joined(flow: &mut Flow, part: &[Line<'_>]) {
    for (at, line) in part.iter().enumerate() {
        if at == 0 { words(flow, line) } else { follow(flow, line) }
    }
}

/// Adds a line that goes on where the last one ended.
fn follow(flow: &mut Flow, line: &Line<'_>) {
    flow.text(" ", origin(line.at - 1));
    words(flow, line);
}

static BOOKMARK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\[bookmark: [^\]]*\]").expect("a tested pattern"));

/// Adds the words of a line, without the marks that an export from Word leaves.
fn words(flow: &mut Flow, line: &Line<'_>) {
    let start = line.indent();
    let text = line.text.trim_end();
    let mut at = start;
    for found in BOOKMARK.find_iter(text) {
        flow.text(&text[at..found.start()], origin(line.at + at));
        at = found.end();
    }
    flow.text(text.get(at..).unwrap_or_default(), origin(line.at + at));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(Shape, &str)]) {
        let mut flow = Flow::default();
        blocks(&mut flow, text);
        let found: Vec<_> =
            flow.blocks.iter().map(|it| (it.shape, flow.words(it))).collect();
        assert_eq!(found, expected);
        for block in &flow.blocks {
            for (piece, from) in flow.pieces(block, 0) {
                let crate::doc::Origin::Byte { at, .. } = from else { continue };
                let at = at as usize;
                let there = text.get(at..at + piece.len());
                assert!(there == Some(piece) || piece.trim().is_empty(), "{piece}");
            }
        }
    }

    const WRAPPED: &str = "\
1 Scope

This paragraph was cut into lines of some seventy letters by the editor
that wrote it, and all of them are one paragraph for those who read it
and for this program.

-  the first item of a list that is long enough to need another line in
   the file
-  the second item

b) a label stays
";

    #[test]
    fn joins_wrapped_lines() {
        check(
            WRAPPED,
            &[
                (Shape::Paragraph, "1 Scope"),
                (
                    Shape::Paragraph,
                    "This paragraph was cut into lines of some seventy letters by the editor \
                     that wrote it, and all of them are one paragraph for those who read it \
                     and for this program.",
                ),
                (
                    Shape::Item,
                    "the first item of a list that is long enough to need another line in \
                     the file",
                ),
                (Shape::Item, "the second item"),
                (Shape::Item, "b) a label stays"),
            ],
        );
    }

    #[test]
    fn takes_each_line_of_an_export_as_a_paragraph() {
        check(
            "1\tScope\r\n[bookmark: _Toc1]This one.\r\n–\tOne\r\na)\tTwo\r\n",
            &[
                (Shape::Paragraph, "1\tScope"),
                (Shape::Paragraph, "This one."),
                (Shape::Item, "One"),
                (Shape::Item, "a)\tTwo"),
            ],
        );
    }

    #[test]
    fn sees_a_table_of_contents() {
        check(
            "1\tScope\t1\n2 References ..... 2\n3 Terms . . . . . 2\n1\tScope\n",
            &[
                (Shape::Contents, "1\tScope\t1"),
                (Shape::Contents, "2 References ..... 2"),
                (Shape::Contents, "3 Terms . . . . . 2"),
                (Shape::Paragraph, "1\tScope"),
            ],
        );
    }

    #[test]
    fn reads_over_the_pages_of_an_rfc() {
        let text = "
                        A Title in the Middle

Abstract

   This memo has a sentence that the end of a page cuts in two parts at a
   place where nobody would have cut it, and the reader of such a memo is

Author                       Standards Track                    [Page 1]
\u{c}
RFC 9999                     A Title in the Middle              May 2030

   used to it, which is what makes the many lines of this invented example
   long enough.

1.  Introduction

   +----+      +----+
   | A  | ---> | B  |
   +----+      +----+
";
        check(
            text,
            &[
                (Shape::Title, "A Title in the Middle"),
                (Shape::UNNUMBERED, "Abstract"),
                (
                    Shape::Paragraph,
                    "This memo has a sentence that the end of a page cuts in two parts at a \
                     place where nobody would have cut it, and the reader of such a memo is \
                     used to it, which is what makes the many lines of this invented example \
                     long enough.",
                ),
                (Shape::Heading(1), "1.  Introduction"),
                (
                    Shape::Code,
                    "   +----+      +----+\n   | A  | ---> | B  |\n   +----+      +----+",
                ),
            ],
        );
    }
}
