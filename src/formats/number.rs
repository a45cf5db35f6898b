//! Clause numbers as authors type them: "6.1⇥Overview", "6.⇥Overview", "A.3 Formats".

/// A number in front of a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Typed<'t> {
    /// The number, without a dot at its end.
    pub number: &'t str,
    /// How deep the number says the clause stands: one for "6", two for "6.1".
    pub depth: u8,
    /// How many bytes stand before the title.
    pub skip: usize,
}

/// The number in front of `text`, if a clause number is there.
pub(super) fn typed(text: &str) -> Option<Typed<'_>> {
    let start = text.len() - text.trim_start().len();
    let rest = &text[start..];
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.'))?;
    let (word, after) = rest.split_at(end);
    let number = word.trim_end_matches('.');
    let depth = depth(number)?;
    let title = after.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '\u{a0}' | '–' | '—' | '-' | ':')
    });
    let gap = after.len() - title.len();
    let apart = after.starts_with(|c: char| c.is_whitespace() || c == '\u{a0}');
    (apart && title.chars().next().is_some_and(|it| !it.is_ascii_digit()))
        .then_some(Typed { number, depth, skip: start + end + gap })
}

/// The number in front of a heading of an amendment: "2.1)⇥Clause 3".
///
/// Only styles tell such headings from the items of a list.
pub(super) fn bracketed(text: &str) -> Option<Typed<'_>> {
    let start = text.len() - text.trim_start().len();
    let (number, after) = text[start..].split_once(')')?;
    let depth = depth(number)?;
    let title = after.trim_start();
    let gap = after.len() - title.len();
    let skip = start + number.len() + 1 + gap;
    (0 < gap && !title.is_empty()).then_some(Typed { number, depth, skip })
}

/// How deep a number stands; none if it is no clause number.
pub(super) fn depth(number: &str) -> Option<u8> {
    let mut parts = number.split('.');
    let first = parts.next()?;
    let digits = |it: &str| {
        !it.is_empty() && it.len() <= 3 && it.chars().all(|c| c.is_ascii_digit())
    };
    // "6.1a": a clause that an amendment put between two others.
    let lettered = |it: &str| {
        digits(it)
            || it.strip_suffix(|c: char| c.is_ascii_lowercase()).is_some_and(digits)
    };
    let annex = first.len() == 1 && first.chars().all(|c| c.is_ascii_uppercase());
    let roman = !first.is_empty() && first.chars().all(|c| "IVX".contains(c));
    let rest: Vec<&str> = parts.collect();
    if rest.iter().any(|it| !lettered(it)) || !(lettered(first) || annex || roman) {
        return None;
    }
    // A letter alone is no number: "A method", "I see".
    if rest.is_empty() && !lettered(first) {
        return None;
    }
    u8::try_from(rest.len() + 1).ok().filter(|it| *it <= 8)
}

/// Whether `next` may follow `last` in a draft: the same depth and one more, one deeper
/// and the first, or a way up and one more.
///
/// Authors skip and repeat numbers, so small steps are allowed; "5 Gbit/s" in running
/// text is not one.
pub(super) fn follows(last: Option<&str>, next: &str) -> bool {
    let Some(last) = last else {
        return matches!(next.split('.').next(), Some("0" | "1" | "A" | "I"));
    };
    let (old, new) = (parts(last), parts(next));
    let common = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    match (old.get(common), new.get(common)) {
        // A way down: 6 → 6.1, also 6 → 6.2 where the first is lost.
        (None, Some(first)) => new.len() == common + 1 && *first <= 2,
        (Some(a), Some(b)) => {
            let step = b.checked_sub(*a);
            let tail = &new[common + 1..];
            step.is_some_and(|it| it <= 2)
                && tail.iter().all(|it| *it <= 1)
                && tail.len() <= 1
        }
        // The same number again, or a number that its own clause follows.
        (_, None) => false,
    }
}

/// The parts of a number as figures; a letter counts as its place in the alphabet.
fn parts(number: &str) -> Vec<u32> {
    // "I.1" follows on "Appendix I".
    let number = number.rsplit(' ').next().unwrap_or(number);
    number
        .split('.')
        .map(|part| {
            let digits: String = part.chars().filter(char::is_ascii_digit).collect();
            digits.parse().unwrap_or_else(|_| {
                part.bytes().next().map_or(0, |it| u32::from(it).saturating_sub(64))
                    + 1_000
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, u8, &str)>) {
        let found = typed(text).map(|it| (it.number, it.depth, &text[it.skip..]));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn reads_the_numbers_that_authors_type() {
        check("6.1\tOverview", Some(("6.1", 2, "Overview")));
        check("6.\tOverview", Some(("6", 1, "Overview")));
        check("6.1a – Changed", Some(("6.1a", 2, "Changed")));
        check("A.3 Formats", Some(("A.3", 2, "Formats")));
        check("II.2\tCases", Some(("II.2", 2, "Cases")));
        check("10  Security considerations", Some(("10", 1, "Security considerations")));
    }

    #[test]
    fn reads_the_numbers_of_amendments() {
        let found = bracketed("2.1)\tClause 3").map(|it| (it.number, it.depth, it.skip));
        assert_eq!(found, Some(("2.1", 2, 5)));
        assert_eq!(bracketed("a)\tfirst"), None);
        assert_eq!(bracketed("Clause 3 (old) and new"), None);
    }

    #[test]
    fn leaves_words_and_quantities_alone() {
        check("A method for this", None);
        check("2018 was a good year", None);
        check("6.1", None);
        check("3GPP access", None);
        check("1.5.6.7.8.9.10.11.12 Deep", None);
    }

    #[test]
    fn knows_which_number_may_come_next() {
        for (last, next) in [("6", "6.1"), ("6.1", "6.2"), ("6.2.3", "7"), ("9", "A.1")] {
            let expected = next != "A.1";
            assert_eq!(follows(Some(last), next), expected, "{last} then {next}");
        }
        for (last, next) in [("Annex B", "B.1"), ("Appendix I", "I.1"), ("I.1", "I.2")] {
            assert!(follows(Some(last), next), "{last} then {next}");
        }
        assert!(!follows(Some("Annex B"), "C.1.2"));
        assert!(!follows(Some("6"), "40"));
        assert!(!follows(Some("6.2"), "6.2"));
        assert!(follows(None, "1"));
    }
}
