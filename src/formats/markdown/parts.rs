//! The parts of an Internet-Draft, `--- abstract`, `--- middle`, `--- back`, and the
//! numbers that kramdown-rfc gives to the headings in them.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::{
    Flow, Role, Shape,
    mask::{Masked, cover},
    origin,
};

/// What a heading is in the part it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Abstract,
    Middle,
    Back,
    Note,
}

/// The parts of a draft and the numbers of their headings.
#[derive(Debug)]
pub(super) struct Parts {
    /// Where each begins, and the name on its line.
    lines: Vec<(Part, Range<usize>)>,
    next: usize,
    counts: Vec<u32>,
    /// The level of a heading without a number, below which no heading has one.
    without: Option<u8>,
}

static LINE: LazyLock<Regex> = LazyLock::new(|| {
    // The second and third way are those of mmark, another Markdown for Internet-Drafts.
    Regex::new(
        r"(?m)^(?:---[ \t]+(abstract|middle|back|fluff|note_?\w*)|\{(mainmatter|backmatter)\}|\.#[ \t]+(\S.*?))[ \t]*\r?$",
    )
    .expect("a tested pattern")
});

impl Parts {
    /// The parts of the draft whose text begins at `start`; none if it has no parts.
    pub(super) fn find(source: &str, start: usize) -> Option<Self> {
        let lines: Vec<_> = LINE
            .captures_iter(&source[start..])
            .filter_map(|it| (1..=3).find_map(|group| it.get(group)))
            .map(|it| {
                let part = match it.as_str() {
                    "abstract" | "Abstract" => Part::Abstract,
                    "middle" | "mainmatter" => Part::Middle,
                    "back" | "backmatter" => Part::Back,
                    _ => Part::Note,
                };
                (part, start + it.start()..start + it.end())
            })
            .collect();
        let found = lines.iter().any(|(part, _)| *part != Part::Note);
        found.then_some(Self { lines, next: 0, counts: Vec::new(), without: None })
    }

    /// Covers the lines that begin parts: Markdown would take them for rules.
    pub(super) fn cover(&self, masked: &mut Masked) {
        let mut bytes = std::mem::take(&mut masked.text).into_bytes();
        for (_, name) in &self.lines {
            let before = bytes[..name.start].iter().rposition(|it| *it == b'\n');
            let begin = before.map_or(0, |it| it + 1);
            let count = bytes[name.end..].iter().take_while(|it| **it != b'\n').count();
            cover(&mut bytes, begin..name.end + count, b' ');
        }
        masked.text = String::from_utf8(bytes).expect("whole letters are covered");
    }

    /// Goes on to the parts that have begun before `at`, with the headings that kramdown
    /// gives them.
    pub(super) fn reach(&mut self, flow: &mut Flow, source: &str, at: usize) {
        while let Some((part, name)) = self.lines.get(self.next)
            && name.start < at
        {
            self.next += 1;
            self.without = None;
            self.counts.clear();
            let title = match part {
                Part::Abstract => "Abstract",
                Part::Note => &source[name.clone()],
                Part::Middle | Part::Back => continue,
            };
            let role = if *part == Part::Abstract { Role::Summary } else { Role::Cover };
            flow.begin(Shape::Heading(1)).role = Some(role);
            flow.text(&title.replace('_', " "), origin(name.start));
        }
    }

    /// Gives the last block, a heading of `level`, its number.
    pub(super) fn number(
        &mut self,
        flow: &mut Flow,
        level: u8,
        title: &str,
        plain: bool,
    ) {
        let part = self.next.checked_sub(1).and_then(|it| self.lines.get(it));
        let Some((part @ (Part::Middle | Part::Back), _)) = part else { return };
        let credits = *part == Part::Back && credits(title);
        if self.without.is_some_and(|it| it < level) {
            return;
        }
        self.without = (plain || credits).then_some(level);
        if self.without.is_some() {
            return;
        }
        let depth = usize::from(level).min(self.counts.len() + 1);
        self.counts.resize(depth, 0);
        self.counts[depth - 1] += 1;
        let mut rest = String::new();
        for count in &self.counts[1..] {
            rest.push('.');
            rest.push_str(&count.to_string());
        }
        let Some(block) = flow.blocks.last_mut() else { return };
        block.number = Some(
            match part {
                Part::Back => {
                    let letter = letter(self.counts[0]);
                    block.role = (depth == 1).then_some(Role::Appendix);
                    if depth == 1 { format!("Appendix {letter}") } else { letter + &rest }
                }
                _ => format!("{}{rest}", self.counts[0]),
            }
            .into(),
        );
    }
}

/// Whether a heading at the end thanks or lists people, and so has no number.
fn credits(title: &str) -> bool {
    let title = title.trim().to_lowercase();
    ["acknowledg", "contributors", "authors"].iter().any(|it| title.starts_with(it))
}

/// The letters that count appendices: A to Z, then AA.
fn letter(count: u32) -> String {
    let mut rest = count;
    let mut letters = String::new();
    while 0 < rest {
        rest -= 1;
        letters.insert(
            0,
            char::from_digit(rest % 26 + 10, 36).unwrap_or('a').to_ascii_uppercase(),
        );
        rest /= 26;
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_appendices_in_letters() {
        let found: Vec<_> = [1, 2, 26, 27].into_iter().map(letter).collect();
        assert_eq!(found, ["A", "B", "Z", "AA"]);
    }
}
