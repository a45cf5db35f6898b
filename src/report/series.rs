//! Which drafts are revisions of one work item, and which of them is the newest. Knows
//! paths, numbers and titles, and no draft's words.

mod age;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use words::{is_alike, is_strong, is_title, language, number, parts, words};

/// A draft as its meeting knows it.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    /// Its path.
    pub path: &'a str,
    /// Its number: `X.609.7`, `X.sec-lock`.
    pub number: Option<&'a str>,
    /// Its title, as one line.
    pub title: Option<&'a str>,
    /// What kind of document it is, as reports call it.
    pub kind: &'a str,
}

/// For each series of two or more: indexes into `members`, the newest first.
///
/// Two drafts are revisions of one work item if they are of one kind and have one number,
/// and titles that share most of their words; or if one has no number, and they have one
/// title. A wrong fold hides a draft from its meeting, and a missed one shows a row too
/// many, so whatever speaks against it keeps two drafts apart:
///
/// - a different number, even under one title: parts of a Recommendation share the first
///   line of theirs;
/// - an amendment, corrigendum, supplement, annex or part of its own, which title or file
///   name says; another number in the title; another language in the file name;
/// - a title that could be anybody's ("Output of Q7/17"), where there is no number.
///
/// Meeting papers, contributions and liaison statements are never folded: two agendas with
/// one title are two agendas. Texts on working methods are, if number and title agree.
/// Editions of one Recommendation ("(V1)", "(V2)") are one work item.
///
/// The newest is told by file names, first a date, then a version ("v1.2"), then the
/// number of the temporary document where all have one, then a revision ("Rev.2", "R2",
/// "-r3"): R2 of one document is not older or newer than R1 of another. The clean text of
/// a revision stands above the one that shows changes. Where names say nothing, paths
/// decide, and [`is_dated`] tells that they did.
pub fn series(members: &[Member<'_>]) -> Vec<Vec<usize>> {
    let works: Vec<Option<Work>> = members.iter().map(Work::of).collect();
    let mut groups: BTreeMap<Key<'_>, Vec<usize>> = BTreeMap::new();
    let alike = Alike::of(&works);
    for (at, work) in works.iter().enumerate() {
        if let Some(key) = work.as_ref().and_then(|it| alike.key(it)) {
            groups.entry(key).or_default().push(at);
        }
    }
    let mut found: Vec<Vec<usize>> =
        groups.into_values().filter(|it| 1 < it.len()).collect();
    for group in &mut found {
        age::sort(members, group);
    }
    found.sort_by_key(|it| it.first().map(|it| (members[*it].path, *it)));
    found
}

/// Which of the names of one draft says that it is the newest.
pub fn newest<'a>(paths: &[&'a str]) -> Option<&'a str> {
    let member = |path: &'a str| Member { path, number: None, title: None, kind: "" };
    let members: Vec<_> = paths.iter().map(|it| member(it)).collect();
    let mut order: Vec<_> = (0..members.len()).collect();
    age::sort(&members, &mut order);
    order.first().map(|it| members[*it].path)
}

/// Whether the names of a series say that its first is newer than its second.
pub fn is_dated(members: &[Member<'_>], series: &[usize]) -> bool {
    age::is_dated(members, series)
}

/// How many titles of one number are compared; more are no one's revisions.
const TITLES: usize = 32;

/// What tells one work item from another.
#[derive(Debug)]
struct Work {
    kind: Kind,
    // An amendment, a part, a language: sorted.
    apart: Vec<String>,
    number: Option<String>,
    // Its own words, in their order; none if they could be anybody's.
    title: Option<Vec<String>>,
}

/// Kinds that can be drafts of a Recommendation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Recommendation,
    Supplement,
    Terminology,
    Procedure,
}

/// What the members of one series have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'w> {
    Numbered(Shelf<'w>, &'w str, &'w [String]),
    Titled(Shelf<'w>, &'w [String]),
}

/// Where work items of one kind stand, apart from amendments and languages.
type Shelf<'w> = (Kind, &'w [String]);

impl Work {
    fn of(member: &Member<'_>) -> Option<Self> {
        let kind = match member.kind {
            "recommendation" => Kind::Recommendation,
            "supplement" => Kind::Supplement,
            "terminology" => Kind::Terminology,
            "procedure" => Kind::Procedure,
            _ => return None,
        };
        let title = member.title.filter(|it| is_title(it)).unwrap_or_default();
        let name = age::name(member.path);
        let mut apart: Vec<String> = parts(title).chain(parts(&name)).collect();
        apart.extend(language(&name));
        apart.sort_unstable();
        apart.dedup();
        let words = words(title);
        let strong = is_strong(&words);
        let number = member.number.map(number).filter(|it| !it.is_empty());
        // "Guidelines" alone is nobody's; beside a number it is a title.
        let named = strong || (number.is_some() && !words.is_empty());
        let work = Self { kind, apart, number, title: named.then_some(words) };
        let whole = work.number.is_some() && work.title.is_some();
        (kind != Kind::Procedure || whole).then_some(work)
    }

    fn shelf(&self) -> Shelf<'_> {
        (self.kind, &self.apart)
    }
}

/// Titles of one number, each with the first of those that mean the same.
type Leaders<'w> = BTreeMap<&'w [String], &'w [String]>;

/// Which titles of one number mean one work item, and which numbers a title has.
struct Alike<'w> {
    leaders: BTreeMap<(Shelf<'w>, &'w str), Leaders<'w>>,
    numbers: BTreeMap<(Shelf<'w>, &'w [String]), BTreeSet<&'w str>>,
}

impl<'w> Alike<'w> {
    fn of(works: &'w [Option<Work>]) -> Self {
        let mut leaders: BTreeMap<_, Leaders<'_>> = BTreeMap::new();
        let mut numbers: BTreeMap<_, BTreeSet<&str>> = BTreeMap::new();
        for work in works.iter().flatten() {
            let Some(number) = work.number.as_deref() else { continue };
            let titles = leaders.entry((work.shelf(), number)).or_default();
            let Some(title) = work.title.as_deref() else { continue };
            titles.insert(title, title);
            numbers.entry((work.shelf(), title)).or_default().insert(number);
        }
        leaders.values_mut().for_each(lead);
        Self { leaders, numbers }
    }

    /// What `work` has in common with its revisions; nothing if none can be told.
    fn key(&self, work: &'w Work) -> Option<Key<'w>> {
        let place = work.shelf();
        let numbered = |number: &'w str, title: &[String]| {
            let leaders = self.leaders.get(&(place, number))?;
            Some(Key::Numbered(place, number, leaders.get(title)?))
        };
        match (work.number.as_deref(), work.title.as_deref()) {
            (Some(number), Some(title)) => numbered(number, title),
            (Some(number), None) => {
                let leaders = self.leaders.get(&(place, number))?;
                let all: BTreeSet<_> = leaders.values().collect();
                match all.len() {
                    0 => Some(Key::Numbered(place, number, &[])),
                    1 => all.first().map(|it| Key::Numbered(place, number, it)),
                    _ => None,
                }
            }
            (None, Some(title)) => match self.numbers.get(&(place, title)) {
                None => Some(Key::Titled(place, title)),
                Some(numbers) if numbers.len() == 1 => {
                    numbers.first().and_then(|it| numbered(it, title))
                }
                Some(_) => None,
            },
            (None, None) => None,
        }
    }
}

/// Lets the titles that share most of their words follow the first of them.
fn lead(titles: &mut Leaders<'_>) {
    if TITLES < titles.len() {
        return;
    }
    let all: Vec<&[String]> = titles.keys().copied().collect();
    let pairs = all
        .iter()
        .enumerate()
        .flat_map(|(at, one)| all[at + 1..].iter().map(move |other| (*one, *other)));
    let alike: Vec<_> = pairs.filter(|(one, other)| is_alike(one, other)).collect();
    // Each pass hands the first title one step further along a chain of likeness.
    let mut moved = true;
    while moved {
        moved = false;
        for (one, other) in &alike {
            let (before, beside) = (titles[one], titles[other]);
            if before != beside {
                let first = before.min(beside);
                titles.insert(one, first);
                titles.insert(other, first);
                moved = true;
            }
        }
    }
}

#[cfg(test)]
mod tests;
