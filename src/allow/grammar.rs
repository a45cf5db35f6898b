//! How an allowance is written in a remark: `reclint: allow CR03, CR04 until 2027-03-31
//! because …`. Knows no rule.

/// An allowance as somebody wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// The codes or names of rules, each once.
    pub rules: Vec<Box<str>>,
    /// The last day on which it holds.
    pub until: Option<Box<str>>,
    /// Why, on one line.
    pub because: Box<str>,
}

/// What an allowance lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It speaks to us and says something else than "allow".
    Verb,
    /// It names no rule.
    NoRule,
    /// It gives no reason for the first rule that it names.
    NoReason(Box<str>),
    /// The day on which it ends is not one.
    Date(Box<str>),
    /// It names a day among the rules, and does not say that it ends then.
    Day(Box<str>),
}

/// Reads a remark; nothing if it is no allowance.
///
/// Word changes what people type: quotation marks, dashes and blanks of every kind are
/// taken for what was meant.
pub(super) fn parse(text: &str) -> Option<Result<Said, Fault>> {
    let line = one_line(text);
    let opens = |it: char| is_quote(it) || matches!(it, ' ' | '@' | '＠');
    let bare = line.trim_start_matches(opens);
    let quoted = line[..line.len() - bare.len()].contains(is_quote);
    let rest = after(bare, "reclint")?;
    let spoken = rest.trim_start().starts_with([':', '：', ',', '，']);
    let rest = rest.trim_start_matches(joins);
    let verbs = ["allow", "allows", "allowed"];
    let Some(rest) = verbs.iter().find_map(|it| after(rest, it)) else {
        return spoken.then_some(Err(Fault::Verb));
    };
    Some(said(rest, quoted))
}

/// Whether `text` is a day, as `2027-03-31`.
pub(super) fn is_date(text: &str) -> bool {
    let part = |from: usize, to: usize| {
        let digits = text.get(from..to)?;
        let plain = digits.bytes().all(|it| it.is_ascii_digit());
        if plain { digits.parse::<u32>().ok() } else { None }
    };
    let signs = text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
    let (true, 10, Some(year), Some(month), Some(day)) =
        (signs, text.len(), part(0, 4), part(5, 7), part(8, 10))
    else {
        return false;
    };
    let leap =
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=last).contains(&day)
}

/// What stands after `reclint: allow`.
fn said(text: &str, quoted: bool) -> Result<Said, Fault> {
    let because = word(text, "because");
    let head = because.map_or(text, |at| &text[..at]);
    let until = word(head, "until");
    let rules = rules(until.map_or(head, |at| &head[..at]));
    let Some(first) = rules.first() else { return Err(Fault::NoRule) };
    // "till 2027-03-31" is meant as an end, and would hold for ever.
    let digits = |it: &str| it.matches(|it: char| it.is_ascii_digit()).count();
    if let Some(day) = rules.iter().find(|it| 2 < digits(it)) {
        return Err(Fault::Day(day.clone()));
    }
    let reason = because.map_or("", |at| &text[at + "because".len()..]);
    // What we print as an example leaves the reason open: "because …".
    let open = |it: char| joins(it) || matches!(it, '…' | '.');
    let reason = reason.trim_start_matches(open).trim_end();
    let reason =
        if quoted { reason.trim_end_matches(is_quote).trim_end() } else { reason };
    if !reason.contains(char::is_alphanumeric) {
        return Err(Fault::NoReason(first.clone()));
    }
    let until = until.map(|at| {
        let date = head[at + "until".len()..].replace(is_dash, "-");
        let plain = |it: char| joins(it) || is_quote(it) || matches!(it, ',' | ';' | '.');
        date.trim_matches(plain).to_owned()
    });
    if let Some(date) = until.as_deref().filter(|it| !is_date(it)) {
        return Err(Fault::Date(date.into()));
    }
    Ok(Said { rules, until: until.map(Into::into), because: reason.into() })
}

/// The codes and names in a list, each once.
fn rules(list: &str) -> Vec<Box<str>> {
    let list = list.replace(is_dash, "-");
    let mut found: Vec<Box<str>> = Vec::new();
    let parts = list.split(|it: char| it == ' ' || ",;&/+，、".contains(it));
    let parts = parts.map(|it| it.trim_matches(|it: char| !it.is_alphanumeric()));
    let mut parts = parts.filter(|it| !it.is_empty()).peekable();
    while let Some(part) = parts.next() {
        let rest = parts.peek().filter(|it| is_number(it) && is_group(part)).copied();
        let name = match (rest, part.split_once('-')) {
            (Some(number), _) => {
                parts.next();
                Box::from(format!("{part}{number}"))
            }
            (None, Some((group, number))) if is_group(group) && is_number(number) => {
                Box::from(format!("{group}{number}"))
            }
            _ => Box::from(part),
        };
        let known = found.iter().any(|it| it.eq_ignore_ascii_case(&name));
        // Nobody lists more rules than there are; what is longer is no list.
        if !name.eq_ignore_ascii_case("and") && !known && found.len() < MOST {
            found.push(name);
        }
    }
    found
}

/// Whether `part` is the first half of a code, as people write it apart: "CR 03".
fn is_group(part: &str) -> bool {
    part.len() == 2 && part.bytes().all(|it| it.is_ascii_alphabetic())
}

fn is_number(part: &str) -> bool {
    part.len() == 2 && part.bytes().all(|it| it.is_ascii_digit())
}

/// The most rules that one allowance names.
const MOST: usize = 100;

/// The text as one line, without letters that nobody sees.
fn one_line(text: &str) -> String {
    let unseen = |it: &char| {
        matches!(
            it,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}'
        )
    };
    let seen: String = text.chars().filter(|it| !unseen(it)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The rest of `text` after `word`, which has to be a whole one.
fn after<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let begin = text.get(..word.len())?;
    let rest = &text[word.len()..];
    let whole = !rest.starts_with(char::is_alphanumeric);
    (begin.eq_ignore_ascii_case(word) && whole).then_some(rest)
}

/// Where `wanted` first stands in `text` as a word of its own.
fn word(text: &str, wanted: &str) -> Option<usize> {
    let small = text.to_ascii_lowercase();
    let mut places = small.match_indices(wanted).map(|(at, _)| at);
    places.find(|at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + wanted.len()..].chars().next();
        let apart = |it: Option<char>| !it.is_some_and(char::is_alphanumeric);
        apart(before) && apart(after)
    })
}

const fn joins(it: char) -> bool {
    matches!(it, ' ' | ':' | '：' | ',' | '，') || is_dash(it)
}

const fn is_dash(it: char) -> bool {
    matches!(it, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

const fn is_quote(it: char) -> bool {
    matches!(it, '"' | '\'' | '`' | '«' | '»' | '\u{2018}'..='\u{201f}' | '‹' | '›')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, rules: &[&str], until: Option<&str>, because: &str) {
        let rules = rules.iter().map(|it| (*it).into()).collect();
        let until = until.map(Into::into);
        let expected = Said { rules, until, because: because.into() };
        assert_eq!(parse(text), Some(Ok(expected)), "{text}");
    }

    #[test]
    fn reads_what_people_write() {
        check("reclint: allow CR03 because old", &["CR03"], None, "old");
        check("Reclint: Allow cr03 BECAUSE it is Old", &["cr03"], None, "it is Old");
        check("reclint allow CR03 because old", &["CR03"], None, "old");
        let two = &["CR03", "key-size-missing"];
        check("reclint: allow CR03, key-size-missing because x", two, None, "x");
        check("reclint: allow CR03 and key-size-missing: because x", two, None, "x");
        check("reclint: allow CR03 & CR03 because x", &["CR03"], None, "x");
        let until = Some("2027-03-31");
        check("reclint: allow CR03 until 2027-03-31 because x", &["CR03"], until, "x");
        check("reclint: allow CR03, until 2027-03-31, because x", &["CR03"], until, "x");
        check("reclint: allow CR03 because x until y", &["CR03"], None, "x until y");
    }

    #[test]
    fn forgives_what_word_makes_of_it() {
        let text =
            "\u{201c}reclint\u{a0}: allow\u{a0}CR03 – because\u{2026} it is\nold\u{201d}";
        check(text, &["CR03"], None, "it is old");
        let text =
            "reclint: allow “algorithm\u{2011}broken” until 2027–03–31 — because: x";
        check(text, &["algorithm-broken"], Some("2027-03-31"), "x");
        check("reclint: allow\u{200b} CR\u{ad}03\n\nbecause x", &["CR03"], None, "x");
        check("reclint：allow CR03，because x", &["CR03"], None, "x");
        check("« reclint : allow CR03 because ça va »", &["CR03"], None, "ça va");
        check("@reclint allows CR03 because x", &["CR03"], None, "x");
        check("reclint, allowed CR03 because x", &["CR03"], None, "x");
        let three = &["CR03", "cr04", "QR01"];
        check("reclint: allow CR 03, cr\u{2011}04 QR01 because x", three, None, "x");
    }

    #[test]
    fn says_what_is_missing() {
        let fault = |text: &str| parse(text).and_then(Result::err);
        let no_reason = |it: &str| Some(Fault::NoReason(it.into()));
        assert_eq!(fault("reclint: allow"), Some(Fault::NoRule));
        assert_eq!(fault("reclint: allow because x"), Some(Fault::NoRule));
        assert_eq!(fault("reclint: allow CR03"), no_reason("CR03"));
        assert_eq!(fault("reclint: allow CR03 because …"), no_reason("CR03"));
        assert_eq!(fault("reclint: allowed CR 04, CR03"), no_reason("CR04"));
        assert_eq!(fault("reclint: alow CR03 because x"), Some(Fault::Verb));
        for text in [
            "reclint: is this right?",
            "reclint, please allow CR03 because x",
            "« Reclint : ignore CR03 »",
            "reclint: allowance for CR03",
            "@reclint:",
        ] {
            assert_eq!(fault(text), Some(Fault::Verb), "{text}");
        }
        let date = |it: &str| Some(Fault::Date(it.into()));
        let text = "reclint: allow CR03 until next July because x";
        assert_eq!(fault(text), date("next July"));
        let text = "reclint: allow CR03 until 2027-02-30 because x";
        assert_eq!(fault(text), date("2027-02-30"));
        assert_eq!(fault("reclint: allow CR03 until because x"), date(""));
    }

    #[test]
    fn leaves_other_remarks_alone() {
        for text in [
            "",
            "allow CR03 because x",
            "reclint",
            "reclint is right here",
            "reclinter: allow CR03 because x",
            "please write reclint: allow CR03 because x",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn knows_the_calendar() {
        for day in ["2028-02-29", "2000-02-29", "2027-12-31", "0001-01-01"] {
            assert!(is_date(day), "{day}");
        }
        for day in [
            "2027-02-29",
            "1900-02-29",
            "2027-13-01",
            "2027-1-1",
            "2027-04-31",
            "+027-01-01",
        ] {
            assert!(!is_date(day), "{day}");
        }
    }
}
