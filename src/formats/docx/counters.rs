//! Counts the paragraphs of lists as Word does, and writes their numbers.

use std::collections::{HashMap, HashSet};

use super::{
    numbering::{Level, Numbering},
    styles::Styles,
};

/// How far every list has got.
#[derive(Debug, Default)]
pub(super) struct Counters {
    // Pattern → the number of each of its levels.
    reached: HashMap<u32, [Option<u32>; 9]>,
    // Lists and levels that have begun anew, which they do once.
    begun: HashSet<(u32, u8)>,
}

impl Counters {
    /// Counts one paragraph at `level` of the list `id` and gives its label; none for a
    /// bullet or a list that there is not.
    pub(super) fn count(
        &mut self,
        numbering: &Numbering,
        styles: &Styles,
        id: u32,
        level: u8,
    ) -> Option<String> {
        let level = level.min(8);
        let (list, pattern) = numbering.list(id, styles)?;
        let look = |it: u8| numbering.look(list, pattern, it);
        let reached = self.reached.entry(pattern).or_default();
        let at = usize::from(level);
        let first = |it: u8| look(it).map_or(1, |it| it.start);
        // A list that says where it begins does so once, whatever its pattern has reached.
        let anew = list.starts.get(&level).filter(|_| self.begun.insert((id, level)));
        let next = || reached[at].map_or(first(level), |it| it.saturating_add(1));
        reached[at] = Some(anew.copied().unwrap_or_else(next));
        for (above, number) in (0..level).zip(reached.iter_mut()) {
            number.get_or_insert(first(above));
        }
        for below in level + 1..9 {
            let anew = match look(below).and_then(|it| it.restart) {
                None => true,
                Some(0) => false,
                Some(after) => level < after,
            };
            if anew {
                reached[usize::from(below)] = None;
            }
        }
        label(look(level)?, *reached, &look)
    }
}

fn label<'l>(
    own: &Level,
    reached: [Option<u32>; 9],
    look: &dyn Fn(u8) -> Option<&'l Level>,
) -> Option<String> {
    if &*own.format == "bullet" {
        return None;
    }
    let mut label = String::new();
    let mut letters = own.text.chars().peekable();
    while let Some(letter) = letters.next() {
        let level = letters.peek().and_then(|it| it.to_digit(10)).filter(|it| 0 < *it);
        let (true, Some(level)) = (letter == '%', level) else {
            label.push(letter);
            continue;
        };
        letters.next();
        let level = u8::try_from(level - 1).unwrap_or_default();
        let number = reached[usize::from(level)].unwrap_or(1);
        let format = look(level).map_or("decimal", |it| &*it.format);
        label += &figures(if own.figures { "decimal" } else { format }, number);
    }
    Some(label)
}

fn figures(format: &str, number: u32) -> String {
    match format {
        "upperLetter" => letters(number),
        "lowerLetter" => letters(number).to_lowercase(),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "decimalZero" => format!("{number:02}"),
        "none" | "bullet" => String::new(),
        // The figures of other scripts and words like "first" stand for this number.
        _ => number.to_string(),
    }
}

/// A to Z, then AA, BB as Word counts.
fn letters(number: u32) -> String {
    let Some(number) = number.checked_sub(1) else { return String::new() };
    let letter = char::from_u32(u32::from(b'A') + number % 26).unwrap_or('A');
    let times = usize::try_from(number / 26 + 1).unwrap_or(1).min(16);
    std::iter::repeat_n(letter, times).collect()
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = number.min(3_999);
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while value <= rest {
            text += sign;
            rest -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(levels: &[(&str, &str, &str)]) -> String {
        let level = |(at, (format, text, more)): (usize, &(&str, &str, &str))| {
            format!(
                "<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{format}'/>\
                 <w:lvlText w:val='{text}'/>{more}</w:lvl>"
            )
        };
        let inside: String = levels.iter().enumerate().map(level).collect();
        format!("<w:abstractNum w:abstractNumId='7'>{inside}</w:abstractNum>")
    }

    #[track_caller]
    fn check(numbering: &str, paragraphs: &[(u32, u8)], expected: &[&str]) {
        let source = format!("<w:numbering>{numbering}</w:numbering>");
        let numbering = Numbering::read(&source, 99).expect("it is well-formed");
        let (styles, mut counters) = (Styles::default(), Counters::default());
        let found: Vec<_> = paragraphs
            .iter()
            .map(|(list, level)| counters.count(&numbering, &styles, *list, *level))
            .map(|it| it.unwrap_or_else(|| "-".into()))
            .collect();
        assert_eq!(found, expected);
    }

    const ONE: &str = "<w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>";

    #[test]
    fn counts_clauses_and_begins_anew_below_each() {
        let clauses = levels(&[("decimal", "%1", ""), ("decimal", "%1.%2", "")]);
        let paragraphs = [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)];
        check(&(clauses + ONE), &paragraphs, &["1", "1.1", "1.2", "2", "2.1"]);
    }

    #[test]
    fn writes_letters_and_roman_numerals() {
        let annexes =
            levels(&[("upperLetter", "Annex %1", ""), ("upperRoman", "%1.%2", "")]);
        check(
            &(annexes + ONE),
            &[(1, 0), (1, 1), (1, 1), (1, 0)],
            &["Annex A", "A.I", "A.II", "Annex B"],
        );
        let legal =
            levels(&[("upperRoman", "%1", ""), ("decimal", "%1.%2", "<w:isLgl/>")]);
        check(&(legal + ONE), &[(1, 0), (1, 1)], &["I", "1.1"]);
        assert_eq!([letters(26), letters(27), letters(53)], ["Z", "AA", "AAA"]);
        assert_eq!([roman(4), roman(1999)], ["IV", "MCMXCIX"]);
    }

    #[test]
    fn a_list_may_begin_elsewhere_and_go_on_across_levels() {
        let steady = levels(&[
            ("decimal", "%1", ""),
            ("decimal", "%2", "<w:lvlRestart w:val='0'/>"),
        ]);
        check(
            &(steady.clone() + ONE),
            &[(1, 0), (1, 1), (1, 0), (1, 1)],
            &["1", "1", "2", "2"],
        );
        let two = "<w:num w:numId='2'><w:abstractNumId w:val='7'/><w:lvlOverride w:ilvl='0'>\
                   <w:startOverride w:val='5'/></w:lvlOverride></w:num>";
        check(&(steady + ONE + two), &[(1, 0), (2, 0), (2, 0)], &["1", "5", "6"]);
    }

    #[test]
    fn bullets_and_unknown_lists_have_no_number() {
        check(&(levels(&[("bullet", "•", "")]) + ONE), &[(1, 0), (3, 0)], &["-", "-"]);
    }
}
