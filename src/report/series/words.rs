//! What titles, numbers and file names say of the work item that they name.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;

/// Words that titles have for what is done with a draft, not for what it is about.
const HABIT: &str = "\
    draft new revised recommendation recommendations itu-t itu rec output input text \
    proposed updated update baseline initial latest consolidated final clean the a an \
    of on for in to and with from by at its consent determination approval agreement \
    tap aap meeting question document td title source contact abstract editors editor \
    rapporteur version report supplement technical revision rev work item";

/// Words of a subject that are on too many covers to name one.
const COMMON: &str = "\
    information general study group international telecommunication telecommunications \
    union standardization sector template skeleton";

/// How many words of its own a title needs to name a draft alone.
const OWN: usize = 3;

/// How lines of a cover begin that are no titles, and are sometimes taken for them.
const LABELS: &[&str] = &[
    "source:",
    "contact:",
    "abstract:",
    "purpose:",
    "document for",
    "agenda item",
    "work item",
    "study period",
    "study group",
    "series ",
    "keywords:",
    "question(s)",
];

/// A line with one of these says where and when a meeting was held.
const MONTHS: &str = "\
    january february march april june july august september october november \
    december";

static PART: LazyLock<Regex> = LazyLock::new(|| {
    let said = concat!(
        r"(?i)(?:^|[^\p{L}])(?:",
        r"(?P<word>amendment|corrigendum|erratum|errata|supplement|annex|appendix|part|",
        r"volume|attachment|addendum)s?[. ]*(?P<which>[0-9]+|[A-Z][0-9]*\b|[IVX]+\b)?|",
        r"(?P<short>amd|amend|corr?|err|supp?|ann|app|imp|pt|vol|att|add)",
        r"[. ]*(?P<number>[A-Z]?[0-9]+))",
    );
    Regex::new(said).expect("a tested pattern")
});

/// Whether a title is one, and no other line of a cover.
pub(super) fn is_title(title: &str) -> bool {
    let title = title.trim().to_lowercase();
    let mut words = title.split(|it: char| !it.is_alphabetic());
    !LABELS.iter().any(|it| title.starts_with(it))
        && !words.any(|it| MONTHS.split(' ').any(|month| month == it))
}

/// Whether the words of a title are enough to name a draft without its number.
pub(super) fn is_strong(words: &[String]) -> bool {
    let own = words.iter().filter(|it| !COMMON.split(' ').any(|common| common == **it));
    OWN <= own.collect::<BTreeSet<_>>().len()
}

/// The words of a title that say what it is about.
pub(super) fn words(title: &str) -> Vec<String> {
    let title = PART.replace_all(title, " ").to_lowercase();
    let title = title.replace(['‐', '‑', '–', '—'], "-");
    let inner = |it: char| it.is_alphanumeric() || it == '.' || it == '-';
    let words = title.split(|it: char| !inner(it));
    let words = words.map(|it| it.trim_matches(['.', '-'])).filter(|it| !it.is_empty());
    words
        .filter(|it| !HABIT.split(' ').any(|habit| habit == *it))
        .map(str::to_owned)
        .collect()
}

/// A number as it is compared: `ITU-T X.609` is `x.609`, `draft-lock-03` is `draft-lock`.
pub(super) fn number(said: &str) -> String {
    static STAGE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"-(?:[0-9]{2}|latest)$").expect("a tested pattern"));
    let said = said.to_lowercase().replace(['‐', '‑', '–'], "-");
    let said = said.trim().trim_start_matches("itu-t").trim();
    let said = said.split(" (").next().unwrap_or_default();
    if said.starts_with("draft-") {
        STAGE.replace(said, "").into_owned()
    } else {
        said.into()
    }
}

/// What makes a text a work item beside the one it belongs to: "amd1", "annf1", "part2".
pub(super) fn parts(text: &str) -> impl Iterator<Item = String> {
    let text = text.replace(['_', '-'], " ");
    let found = PART.captures_iter(&text).map(|it| {
        let word = it.name("word").or(it.name("short")).map_or("", |it| it.as_str());
        let which = it.name("which").or(it.name("number")).map_or("", |it| it.as_str());
        // "Amendment 1" and "Amd.1" are one thing.
        let word = word.to_lowercase();
        let word = match word.as_str() {
            "amendment" | "amend" => "amd",
            "corrigendum" | "corr" => "cor",
            "erratum" | "errata" => "err",
            "supplement" | "supp" => "sup",
            other => other.get(..3).unwrap_or(other),
        };
        format!("{word}{}", which.trim_start_matches('0').to_lowercase())
    });
    found.collect::<Vec<_>>().into_iter()
}

/// The language that a published name ends with, if it is not English: "!!MSW-F".
pub(super) fn language(name: &str) -> Option<String> {
    static LANGUAGE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:MSW|PDF|HTM|ZIP)[-_ ]?([ACFRS])$").expect("a tested pattern")
    });
    LANGUAGE.captures(name).map(|it| format!("in {}", &it[1]))
}

/// Whether two titles share most of their words and all of their numbers.
pub(super) fn is_alike(one: &[String], other: &[String]) -> bool {
    let numbers = |it: &[String]| -> BTreeSet<String> {
        it.iter().filter(|it| is_number(it)).cloned().collect()
    };
    let words = |it: &[String]| -> BTreeSet<String> {
        it.iter().map(|it| it.trim_end_matches('s').to_owned()).collect()
    };
    if numbers(one) != numbers(other) {
        return false;
    }
    let (one, other) = (words(one), words(other));
    let shared = one.intersection(&other).count();
    // Three in four of the shorter, and half of the longer.
    one.len().min(other.len()) * 3 <= shared * 4
        && one.len().max(other.len()) <= shared * 2
}

/// Whether a word tells parts of a text apart: "2", "p.863", "ii".
fn is_number(word: &str) -> bool {
    word.contains(|it: char| it.is_ascii_digit())
        || matches!(
            word,
            "i" | "ii" | "iii" | "iv" | "v" | "vi" | "vii" | "viii" | "ix" | "x"
        )
}
