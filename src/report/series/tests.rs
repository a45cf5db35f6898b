//! Series of drafts with invented names, and the law that their order leaves no trace.

use super::{Member, is_dated, series};

const LOCK: &str = "Security requirements for connected door locks";

fn member<'a>(
    path: &'a str,
    number: Option<&'a str>,
    title: Option<&'a str>,
    kind: &'a str,
) -> Member<'a> {
    Member { path, number, title, kind }
}

fn draft<'a>(path: &'a str, number: &'a str, title: &'a str) -> Member<'a> {
    let said = |it: &'a str| (!it.is_empty()).then_some(it);
    member(path, said(number), said(title), "recommendation")
}

/// The paths of each series.
fn paths<'a>(members: &[Member<'a>]) -> Vec<Vec<&'a str>> {
    let found = series(members);
    found.iter().map(|it| it.iter().map(|it| members[*it].path).collect()).collect()
}

/// One work item with these names, the newest first.
#[track_caller]
fn ordered(names: &[&str]) {
    let mut members: Vec<_> = names.iter().map(|it| draft(it, "X.lock", LOCK)).collect();
    assert_eq!(paths(&members), [names], "as given");
    members.reverse();
    assert_eq!(paths(&members), [names], "the other way round");
    let found = series(&members);
    assert!(is_dated(&members, &found[0]), "{names:?}");
}

#[track_caller]
fn apart(members: &[Member<'_>]) {
    assert_eq!(paths(members), Vec::<Vec<&str>>::new());
}

#[track_caller]
fn together(members: &[Member<'_>]) {
    assert_eq!(series(members).iter().map(Vec::len).collect::<Vec<_>>(), [members.len()]);
}

#[test]
fn names_tell_the_newest() {
    ordered(&["SG17-TD1234R2.docx", "SG17-TD1234R1.docx", "SG17-TD1234.docx"]);
    ordered(&["SG17-TD1234R10.docx", "SG17-TD1234R9.docx"]);
    ordered(&[
        "TD 1234 Rev.2 (PLEN).docx",
        "TD 1234 Rev.1 (PLEN).docx",
        "TD 1234 (PLEN).docx",
    ]);
    ordered(&["X.lock-r3.docx", "X.lock-r2.docx", "X.lock.docx"]);
    ordered(&["X.lock_rev2.docx", "X.lock_rev1.docx"]);
    ordered(&["X.lock (R2).docx", "X.lock (R1).docx"]);
    ordered(&["X.lock_v1.10.docx", "X.lock_v1.9.docx", "X.lock_v0.3.docx"]);
    ordered(&["lock-wd11.docx", "lock-wd10.docx", "lock-wd09.docx"]);
    ordered(&["2026-09-12-X.lock.docx", "2026-09-02-X.lock.docx", "X.lock.docx"]);
    ordered(&["X.lock_20260912.docx", "X.lock_20260403.docx"]);
    ordered(&["X.lock_2Oct2026.docx", "X.lock_12Sep2026.docx", "X.lock_30Aug2026.docx"]);
    ordered(&["X.lock 2 October 2026.docx", "X.lock_12Sep2026.docx"]);
    ordered(&[
        "T25-SG17-251203-TD-PLEN-0095!R2!MSW-E.docx",
        "T25-SG17-251203-TD-PLEN-0095!R1!MSW-E.docx",
        "T25-SG17-250408-TD-PLEN-0140!R5!MSW-E.docx",
    ]);
    ordered(&["lock-r2/draft.md", "lock-r1/draft.md"]);
}

#[test]
fn a_revision_counts_within_its_own_document() {
    // The output of a meeting has a higher number than the text it began with.
    ordered(&["SG17-TD1300.docx", "SG17-TD1234R3.docx", "SG17-TD1234R2.docx"]);
    ordered(&["X.lock_20260912_r1.docx", "X.lock_20260910_r3.docx"]);
}

#[test]
fn a_clean_text_stands_above_its_changes() {
    let both = [
        draft("TD12R1-clean.docx", "X.lock", LOCK),
        draft("TD12R1-track.docx", "X.lock", LOCK),
        draft("TD12.docx", "X.lock", LOCK),
    ];
    assert_eq!(paths(&both), [["TD12R1-clean.docx", "TD12R1-track.docx", "TD12.docx"]]);
    assert!(!is_dated(&both, &[0, 1]), "one revision, written twice");
    let silent =
        [draft("b/lock.docx", "X.lock", LOCK), draft("a/lock.docx", "X.lock", LOCK)];
    assert_eq!(paths(&silent), [["a/lock.docx", "b/lock.docx"]]);
    assert!(!is_dated(&silent, &series(&silent)[0]));
}

#[test]
fn titles_are_compared_by_what_they_are_about() {
    for title in [
        "Draft new Recommendation ITU-T: Security requirements for connected door locks",
        "security  requirements for connected door-locks (for Consent)",
        "“Security requirements for connected door locks” – revised text",
        "Security requirements for connected door locks (Output)",
        "Output: Security requirements for connected door locks",
    ] {
        // A hyphen within a word is the word's own.
        let title = title.replace("door-locks", "door locks");
        together(&[draft("TD1.docx", "", LOCK), draft("TD2.docx", "", &title)]);
    }
    together(&[draft("TD1.docx", "X.lock", LOCK), draft("TD2.docx", "", LOCK)]);
    let renamed = "Security guidelines for connected door locks";
    together(&[draft("TD1.docx", "X.lock", LOCK), draft("TD2.docx", "X.lock", renamed)]);
    together(&[draft("TD1.docx", "X.lock", LOCK), draft("TD2.docx", "ITU-T X.LOCK", "")]);
    let stages = ["draft-lock-door-03", "draft-lock-door-latest"];
    together(&[draft("a.md", stages[0], LOCK), draft("b.md", stages[1], LOCK)]);
    let editions = ["H.222.0 (V1)", "H.222.0 (V2)"];
    together(&[draft("a.docx", editions[0], LOCK), draft("b.docx", editions[1], LOCK)]);
}

#[test]
fn a_part_an_amendment_and_a_language_are_work_items_of_their_own() {
    let base = draft("X.609.docx", "X.609", LOCK);
    for name in [
        "X.609Amd1.docx",
        "X.609 Cor.1.docx",
        "T-REC-X.609-201801-I!Cor1!MSW-E.docx",
        "X.609__Cor__2__.docx",
        "X.609_AnnF1.docx",
        "X.609-Sup3.docx",
        "T-REC-X.609-201801-I!!MSW-F.docx",
    ] {
        apart(&[base, draft(name, "X.609", LOCK)]);
    }
    let amended = format!("{LOCK} – Amendment 1");
    apart(&[base, draft("TD1.docx", "X.609", &amended)]);
    let again = format!("{LOCK} – Amendment 2");
    apart(&[draft("TD1.docx", "X.609", &amended), draft("TD2.docx", "X.609", &again)]);
    let short = format!("{LOCK}, Amd.1");
    together(&[draft("TD1.docx", "X.609", &amended), draft("TD2.docx", "X.609", &short)]);
    apart(&[draft("a.docx", "X.609.1", LOCK), draft("b.docx", "X.609.2", LOCK)]);
    let (one, two) = (format!("{LOCK} – Part 1"), format!("{LOCK} – Part 2"));
    apart(&[draft("a.docx", "X.609", &one), draft("b.docx", "X.609", &two)]);
    let (one, two) = (format!("{LOCK} 1.2"), format!("{LOCK} 1.3"));
    apart(&[draft("a.docx", "X.609", &one), draft("b.docx", "X.609", &two)]);
}

#[test]
fn what_could_be_anybodys_is_nobodys() {
    for title in [
        "Output of Q7/17 meeting",
        "Draft Recommendation",
        "Document",
        "Version 3.0.2",
        "Source: Some Company, Another Company",
        "Geneva, Switzerland, 2-10 December 2026",
        "SERIES X: Data networks, open system communications and security",
        "Telecommunication standardization sector",
        "",
    ] {
        apart(&[draft("TD1.docx", "", title), draft("TD2.docx", "", title)]);
    }
    let manual = "Library of tools for lock makers, user's manual";
    apart(&[draft("a.docx", "G.191", LOCK), draft("b.docx", "G.191", manual)]);
    // It may belong to either.
    apart(&[
        draft("a.docx", "X.609.1", LOCK),
        draft("b.docx", "X.609.2", LOCK),
        draft("c.docx", "", LOCK),
    ]);
}

#[test]
fn papers_of_a_meeting_are_never_folded() {
    for kind in ["meeting", "contribution", "procedure"] {
        let title = Some("Agenda for the meeting on connected door locks");
        apart(&[
            member("TD1.docx", None, title, kind),
            member("TD2.docx", None, title, kind),
        ]);
    }
    let lock = |path, kind| member(path, Some("X.lock"), Some(LOCK), kind);
    apart(&[lock("TD1.docx", "meeting"), lock("TD2.docx", "meeting")]);
    apart(&[lock("TD1.docx", "recommendation"), lock("TD2.docx", "supplement")]);
    together(&[lock("TD1.docx", "procedure"), lock("TD2.docx", "procedure")]);
}

#[test]
fn thousands_of_one_number_are_no_trouble() {
    let said: Vec<_> = (0..6_000)
        .map(|it| {
            (format!("TD{it}.docx"), format!("Locks of colour number{it} in doors"))
        })
        .collect();
    let members: Vec<_> =
        said.iter().map(|(path, title)| draft(path, "X.lock", title)).collect();
    assert!(series(&members).is_empty());
}

mod laws {
    use proptest::prelude::*;

    use super::{LOCK, Member, series};

    const TITLES: [&str; 5] = [
        LOCK,
        "Security guidelines for connected door locks",
        "Draft",
        "Door lock tests",
        "",
    ];
    const NAMES: [&str; 6] = ["TD1", "TD2R1", "X.lock-r3", "2026-09-12", "lockAmd1", "a"];
    const KINDS: [&str; 3] = ["recommendation", "supplement", "meeting"];

    proptest! {
        #[test]
        fn any_order_gives_the_same_series_and_each_index_once(
            rows in prop::collection::vec((0..6usize, 0..4usize, 0..5usize, 0..3usize), 0..24),
            seed in any::<u64>(),
        ) {
            let rows: Vec<_> = rows.into_iter().enumerate().map(|(at, (name, number, title, kind))| {
                (format!("{at}/{}.docx", NAMES[name]), number, title, kind)
            }).collect();
            let members: Vec<Member<'_>> = rows.iter().map(|(path, number, title, kind)| Member {
                path,
                number: [None, Some("X.lock"), Some("X.609.1"), Some("X.609.2")][*number],
                title: Some(TITLES[*title]).filter(|it| !it.is_empty()),
                kind: KINDS[*kind],
            }).collect();
            let mut shuffled = members.clone();
            let mut state = seed;
            for at in (1..shuffled.len()).rev() {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let other = usize::try_from(state >> 33).unwrap() % (at + 1);
                shuffled.swap(at, other);
            }
            let named = |members: &[Member<'_>]| -> Vec<Vec<String>> {
                let found = series(members);
                let path = |at: &usize| members[*at].path.to_owned();
                found.iter().map(|it| it.iter().map(path).collect()).collect()
            };
            prop_assert_eq!(named(&members), named(&shuffled));
            let mut all: Vec<usize> = series(&members).concat();
            prop_assert!(series(&members).iter().all(|it| 1 < it.len()));
            let count = all.len();
            all.sort_unstable();
            all.dedup();
            prop_assert_eq!(count, all.len());
        }
    }
}
