//! Which of two drafts is newer, as far as their file names say so.

use std::{borrow::Cow, sync::LazyLock};

use regex::Regex;

use super::Member;

/// What a file name says of a draft's age; what it does not say counts as the least.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Age {
    // Year, month, day; a month alone is its day 0.
    date: (u16, u8, u8),
    version: (u32, u32),
    // The number of the temporary document.
    document: u32,
    revision: u32,
    // A text that shows its changes is read after the clean one.
    clean: bool,
}

/// Sorts the indexes of a series, the newest first.
pub(super) fn sort(members: &[Member<'_>], series: &mut [usize]) {
    let ages = ages(members, series);
    let mut order: Vec<(Age, usize)> =
        ages.into_iter().zip(series.iter().copied()).collect();
    order.sort_by(|(age, at), (other, next)| {
        other.cmp(age).then_with(|| members[*at].path.cmp(members[*next].path))
    });
    for (place, (_, at)) in series.iter_mut().zip(order) {
        *place = at;
    }
}

/// Whether names say that the first of a series is newer than its second.
pub(super) fn is_dated(members: &[Member<'_>], series: &[usize]) -> bool {
    let mut ages = ages(members, series).into_iter();
    ages.next().zip(ages.next()).is_some_and(|(first, second)| {
        Age { clean: true, ..second } < Age { clean: true, ..first }
    })
}

/// What the names of a series say; numbers of documents count only where all have one.
fn ages(members: &[Member<'_>], series: &[usize]) -> Vec<Age> {
    let mut ages: Vec<Age> =
        series.iter().map(|it| age(&name(members[*it].path))).collect();
    if ages.iter().any(|it| it.document == 0) {
        for it in &mut ages {
            it.document = 0;
        }
    }
    ages
}

/// A file's name without its ending, and the folder's before it if the name has no number:
/// `X.lock-r2/draft.md` is told by its folder.
pub(super) fn name(path: &str) -> Cow<'_, str> {
    let mut parts = path.rsplit(['/', '\\']);
    let file = parts.next().unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(it, _)| it);
    match parts.next() {
        Some(folder) if !stem.contains(|it: char| it.is_ascii_digit()) => {
            Cow::Owned(format!("{folder} {stem}"))
        }
        _ => Cow::Borrowed(stem),
    }
}

static VERSION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:^|[^\p{L}])v(?:er(?:sion)?)?[. ]?([0-9]{1,4})(?:[.]([0-9]{1,4}))?",
    )
    .expect("a tested pattern")
});

static DOCUMENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^\p{L}])TD[- ]?(?:(?:PLEN|GEN|WP[0-9])[- ]?)?([0-9]{1,5})")
        .expect("a tested pattern")
});

static REVISION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:^|[^\p{L}])(?:rev(?:ision)?[. -]{0,2}|r)([0-9]{1,3})(?:$|[^0-9\p{L}])",
    )
    .expect("a tested pattern")
});

/// A number of one or two digits at the end: "wd09", "cs-02", "draft-lock-03".
static STAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:[- ](?:wd|cd|csd|cs|dis)?)([0-9]{1,2})$")
        .expect("a tested pattern")
});

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)(?:^|[^0-9])(?:",
        r"(?P<year>20[0-9]{2})(?:[-. ]?(?P<month>0[1-9]|1[0-2])(?:[-. ]?(?P<day>[0-2][0-9]|3[01]))?)|",
        r"(?P<first>[0-3]?[0-9])[-. ]?(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
        r"[a-z]{0,6}[-. ,]{0,2}(?P<last>20[0-9]{2})|",
        r"SG[0-9]{1,2}[- ](?P<short>[0-9]{2})(?P<then>0[1-9]|1[0-2])(?P<on>[0-3][0-9])",
        r")(?:$|[^0-9])",
    ))
    .expect("a tested pattern")
});

static CHANGES: LazyLock<Regex> = LazyLock::new(|| {
    let said = r"(?i)[-_. (!]*\b(?P<shown>track(?:ed|s)?(?:[- ]?changes?)?|redlined?|marked|markup|diff|changes|revmarks?|tc)\b\)?|[-_. (!]*\b(?:clean|final)\b\)?";
    Regex::new(said).expect("a tested pattern")
});

fn age(name: &str) -> Age {
    let name = name.replace('_', " ");
    let shown = CHANGES.captures_iter(&name).any(|it| it.name("shown").is_some());
    let name = CHANGES.replace_all(&name, "");
    let name = name.trim();
    let digits = |it: &str| it.parse::<u32>().unwrap_or(0);
    let version = VERSION.captures_iter(name).last().map_or((0, 0), |it| {
        (digits(&it[1]), it.get(2).map_or(0, |it| digits(it.as_str())))
    });
    let document = DOCUMENT.captures(name).map_or(0, |it| digits(&it[1]));
    let last = |pattern: &Regex| {
        // Marks beside each other share the blank between them.
        let mut from = 0;
        let mut found = None;
        while let Some(it) = pattern.captures_at(name, from) {
            found = Some(digits(&it[1]));
            from = it.get(1).map_or(name.len(), |it| it.end());
        }
        found
    };
    let date = date(name);
    // The day of "2026-09-12" is no stage.
    let stage =
        || STAGE.captures(name).filter(|_| date == (0, 0, 0)).map(|it| digits(&it[1]));
    let revision = last(&REVISION).or_else(stage).unwrap_or(0);
    Age { date, version, document, revision, clean: !shown }
}

/// The last date in a name.
fn date(name: &str) -> (u16, u8, u8) {
    const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";
    let Some(found) = DATE.captures_iter(name).last() else { return (0, 0, 0) };
    let said = |name: &str| found.name(name).map_or("", |it| it.as_str());
    let small = |it: &str| it.parse::<u8>().unwrap_or(0);
    let year = |it: &str| it.parse::<u16>().unwrap_or(0);
    if found.name("year").is_some() {
        return (year(said("year")), small(said("month")), small(said("day")));
    }
    if found.name("short").is_some() {
        return (2000 + year(said("short")), small(said("then")), small(said("on")));
    }
    let month = MONTHS.find(&said("name").to_lowercase()).map_or(0, |it| it / 3 + 1);
    (year(said("last")), u8::try_from(month).unwrap_or(0), small(said("first")))
}
