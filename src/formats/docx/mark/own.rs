//! Knows a comment of ours by its words: one that reads as we write it, and one that
//! somebody typed into. Knows nothing of files.

use crate::formats::mark::{INSTEAD, LABELS, WHY, Way, closing};

/// Whose words a comment by our name has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Words {
    /// Ours alone: the sum of the draft, or what is said of the finding with this key.
    Ours(Option<Box<str>>),
    /// Somebody's; with a key, ours were there before.
    Theirs(Option<Box<str>>),
}

/// Whose words these paragraphs are. Blank ones say nothing.
pub(super) fn words(paragraphs: &[String]) -> Words {
    let said = paragraphs.iter().map(|it| it.trim());
    let said: Vec<&str> = said.filter(|it| !it.is_empty()).collect();
    if sums_up(&said) {
        return Words::Ours(None);
    }
    match of_finding(&said) {
        Some(key) => Words::Ours(Some(key.into())),
        None => Words::Theirs(paragraphs.iter().rev().find_map(|it| print(it))),
    }
}

fn sums_up(said: &[&str]) -> bool {
    let [first, .., last] = said else { return false };
    let end =
        last.strip_prefix("Written by reclint ").and_then(|it| it.strip_suffix('.'));
    let end = end.and_then(|it| it.split_once(" with rules "));
    let word = |it: &str| !it.is_empty() && !it.contains(char::is_whitespace);
    first.starts_with("reclint summary:")
        && end.is_some_and(|(version, rules)| word(version) && word(rules))
}

/// The key of what we say of a finding: a code with its severity, paragraphs that begin
/// with our labels, in their order, and how to answer.
fn of_finding<'s>(said: &[&'s str]) -> Option<&'s str> {
    let [first, between @ .., last] = said else { return None };
    let (code, rest) = first.split_at_checked(4)?;
    let (severity, _) = rest.strip_prefix(' ')?.split_once(':')?;
    let coded =
        matches!(code.as_bytes(), [b'A'..=b'Z', b'A'..=b'Z', b'0'..=b'9', b'0'..=b'9']);
    let grave =
        !severity.is_empty() && severity.bytes().all(|it| it.is_ascii_lowercase());
    let mut labels = LABELS.iter();
    let labelled = between.iter().all(|it| labels.any(|label| it.starts_with(label)));
    let (_, key) = last.strip_suffix(']')?.rsplit_once('[')?;
    let ends = plain(key) && *last == closing(code, key, Way::Reply);
    (coded && grave && labelled && ends).then_some(key)
}

/// The code that a comment of ours begins with.
pub(super) fn code(said: &[String]) -> Option<&str> {
    said.iter().map(|it| it.trim()).find(|it| !it.is_empty())?.get(..4)
}

/// Whether a sum of the draft was written by the same version of us and the same rules as
/// another one.
pub(super) fn signed(said: &[String], summary: &[Box<str>]) -> bool {
    let last = said.iter().rev().find(|it| !it.trim().is_empty());
    last.zip(summary.last()).is_some_and(|(it, last)| same(it, last))
}

/// Whether something else than in `text`, a mark of the same rule, is said of why it
/// matters or what to write instead: what a rule always says in the same words.
pub(super) fn differs(said: &[String], text: &[Box<str>]) -> bool {
    [WHY, INSTEAD].iter().any(|label| {
        let one = said.iter().find(|it| it.starts_with(label));
        let other = text.iter().find(|it| it.starts_with(label));
        one.zip(other).is_some_and(|(one, other)| !same(one, other))
    })
}

/// Whether a paragraph goes on behind the same words that one of `text` has. What goes on
/// without a blank is another word of ours: 7.1 where 7 was the last one.
pub(super) fn continues(said: &[String], text: &[Box<str>]) -> bool {
    let goes_on = |it: &str, ours: &str| {
        let rest = it.strip_prefix(ours).filter(|_| !ours.is_empty());
        rest.is_some_and(|it| {
            it.starts_with(char::is_whitespace) && !it.trim().is_empty()
        })
    };
    text.iter().any(|ours| said.iter().any(|it| goes_on(it, ours)))
}

fn same(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

/// The fingerprint that stands last in a paragraph, in brackets. Other words in brackets,
/// such as references, are none.
fn print(paragraph: &str) -> Option<Box<str>> {
    let long = |it: &&str| {
        let print = it.split('-').next().unwrap_or_default();
        plain(it) && print.len() == 16 && print.bytes().all(|it| it.is_ascii_hexdigit())
    };
    let mut all = paragraph.rsplit('[').filter_map(|it| it.split_once(']'));
    all.find(|(it, _)| long(it)).map(|(it, _)| it.into())
}

fn plain(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "0123456789abcdef-2";

    #[track_caller]
    fn check(said: &str, expected: &Words) {
        let paragraphs: Vec<_> = said.split('\n').map(ToOwned::to_owned).collect();
        assert_eq!(words(&paragraphs), *expected, "{said}");
    }

    fn finding() -> String {
        let end = closing("CR03", KEY, Way::Reply);
        format!(
            "CR03 error: MD5 is broken.\nWhy it matters: x. (RFC 1)\nWrite instead: y.\n{end}"
        )
    }

    #[test]
    fn knows_what_we_write() {
        let ours = Words::Ours(Some(KEY.into()));
        let all = finding();
        check(&all, &ours);
        check(&format!("\n{all} \n\n"), &ours);
        check(&all.replace("\nTo", "\nThis is about a footnote.\nTo"), &ours);
        let of_allowance = closing("AL02", KEY, Way::Reply);
        check(&format!("AL02 warning: it ended.\n{of_allowance}"), &ours);
        let sum = "reclint summary: no findings.\nPrivacy: none.\nWritten by reclint 0.1.0 with rules 4bbc.";
        check(sum, &Words::Ours(None));
    }

    #[test]
    fn knows_a_finding_whatever_was_typed() {
        let typed = Words::Theirs(Some(KEY.into()));
        let all = finding();
        for (from, to) in [
            ("because …", "because it is old"),
            ("\nTo answer", "\nWe disagree, see [1].\nTo answer"),
            ("\nTo answer", "\nWhy it matters: not at all.\nTo answer"),
            ("CR03 error: ", "No. CR03 error: "),
            ("CR03 error: ", "CR04 error: "),
            ("-2]", "-2] See [1]."),
            ("-2]", "-2]\nIt is old."),
        ] {
            assert!(all.contains(from));
            check(&all.replacen(from, to, 1), &typed);
        }
    }

    #[test]
    fn knows_what_goes_on_behind_our_words() {
        let check = |said: &str, expected: bool| {
            let text = ["What was seen: looked in 7.".into(), "".into()];
            assert_eq!(continues(&[said.to_owned()], &text), expected, "{said}");
        };
        check("What was seen: looked in 7. And in 8!", true);
        check("What was seen: looked in 7. ", false);
        check("What was seen: looked in 7.1 and 8.", false);
        check("What was seen: looked in 6.", false);
    }

    #[test]
    fn knows_what_is_none_of_ours() {
        for said in [
            "",
            "Is this right? See [1] and [X.800]",
            "CR03 error: MD5 is broken.",
            "reclint summary: is it right?",
            "reclint summary: no findings.\nWritten by reclint 0.1.0 with rules 4bbc. Thanks.",
            "reclint summary: no findings.\nWritten by reclint and me with rules.",
        ] {
            check(said, &Words::Theirs(None));
        }
    }
}
