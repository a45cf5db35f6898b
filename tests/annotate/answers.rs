//! What people answered to our comments stays; what they did not makes room.

use std::collections::BTreeSet;

use reclint::formats::{
    self,
    mark::{Mark, Marking, Way, closing},
};

use crate::{
    COMMENTS, LEADS, MAIN, TYPES, annotate, annotated, draft, edited, input, marking, on,
    part, with,
};

const EXTENDED: &str = "word/commentsExtended.xml";
const IDS: &str = "word/commentsIds.xml";
const MORE: &str = "word/commentsExtensible.xml";
const OURS: [&str; 2] = ["00000011", "00000012"];
const REPLY: &str = "<w:comment w:id=\"90\" w:author=\"Ann\" w:date=\"2026-11-23T09:00:00Z\" w:initials=\"A\">\
    <w:p w14:paraId=\"0000000A\"><w:r><w:annotationRef/></w:r><w:r><w:t>reclint: allow CR03 because it is old</w:t></w:r></w:p></w:comment>";

/// What the two comments of ours were when Word saved the draft: with the numbers of
/// their last paragraphs, and with `entries` on who answers whom.
fn saved(entries: &str, reply: &str) -> Vec<u8> {
    let marked = annotate(&draft(), &[("MD5", "aa01"), ("SSL 3.0", "aa02")]).bytes;
    let mut comments = part(&marked, COMMENTS);
    let last = "<w:p><w:r><w:t xml:space=\"preserve\">To answer, reply";
    for known in OURS {
        comments = comments.replacen(
            last,
            &last.replacen("<w:p>", &format!("<w:p w14:paraId=\"{known}\">"), 1),
            1,
        );
    }
    let comments = comments.replace("</w:comments>", &format!("{reply}</w:comments>"));
    let anchor = "<w:commentRangeStart w:id=\"90\"/><w:commentRangeEnd w:id=\"90\"/><w:r><w:commentReference w:id=\"90\"/></w:r></w:p>";
    let main = part(&marked, MAIN);
    let main = if reply.is_empty() { main } else { main.replacen("</w:p>", anchor, 1) };
    let leads = part(&marked, LEADS);
    let lead = |name: &str, year: &str| {
        format!(
            "<Relationship Id=\"{name}\" Type=\"http://schemas.microsoft.com/office/{year}/relationships/{name}\" Target=\"{name}.xml\"/>"
        )
    };
    let more = [
        ("commentsExtended", "2011"),
        ("commentsIds", "2016/09"),
        ("commentsExtensible", "2018/08"),
    ];
    let more: String = more.iter().map(|(name, year)| lead(name, year)).collect();
    let leads = leads.replace("</Relationships>", &format!("{more}</Relationships>"));
    let each = |element: &str| -> String {
        let all = ["00000011 7F000011", "00000012 7F000012", "0000000A 7F00000A"];
        all.iter().map(|it| {
            let (one, two) = it.split_once(' ').unwrap();
            match element {
                "id" => format!("<w16cid:commentId w16cid:paraId=\"{one}\" w16cid:durableId=\"{two}\"/>"),
                _ => format!("<w16cex:commentExtensible w16cex:durableId=\"{two}\" w16cex:dateUtc=\"d\"/>"),
            }
        }).collect()
    };
    with(
        &marked,
        &[
            (COMMENTS, &comments),
            (MAIN, &main),
            (LEADS, &leads),
            (EXTENDED, &format!("<w15:commentsEx>{entries}</w15:commentsEx>")),
            (IDS, &format!("<w16cid:commentsIds>{}</w16cid:commentsIds>", each("id"))),
            (
                MORE,
                &format!(
                    "<w16cex:commentsExtensible>{}</w16cex:commentsExtensible>",
                    each("more")
                ),
            ),
        ],
    )
}

fn entry(known: &str, more: &str) -> String {
    format!("<w15:commentEx w15:paraId=\"{known}\"{more}/>")
}

/// Our first comment was answered and our second was not.
fn answered() -> Vec<u8> {
    let entries = entry(OURS[0], " w15:done=\"0\"")
        + &entry(OURS[1], " w15:done=\"0\"")
        + &entry("0000000A", " w15:paraIdParent=\"00000011\" w15:done=\"0\"");
    saved(&entries, REPLY)
}

/// The comment of ours with this key, as the file has it.
#[track_caller]
fn comment(bytes: &[u8], key: &str) -> String {
    let comments = part(bytes, COMMENTS);
    let end = comments.find(&format!("[{key}]")).unwrap();
    let start = comments[..end].rfind("<w:comment ").unwrap();
    let end = end + comments[end..].find("</w:comment>").unwrap();
    comments[start..end].to_owned()
}

fn ids(main: &str) -> Vec<&str> {
    let all = main.match_indices("<w:commentReference w:id=\"");
    all.map(|(at, it)| main[at + it.len()..].split('"').next().unwrap()).collect()
}

#[test]
fn an_answered_comment_stays_with_its_answer() {
    let before = answered();
    let marked = annotate(&before, &[("MD5", "aa01"), ("SSL 3.0", "aa02")]);
    assert_eq!((marked.written, marked.kept, marked.removed), (1, 1, 0));
    let comments = part(&marked.bytes, COMMENTS);
    assert!(comments.contains(REPLY), "{comments}");
    assert_eq!(comment(&before, "aa01"), comment(&marked.bytes, "aa01"));
    assert_eq!(comments.matches("[aa01]").count(), 1);
    assert_eq!(comments.matches("[aa02]").count(), 1);
    // What Word said of the one that went is gone as well, and nothing else.
    for name in [EXTENDED, IDS, MORE] {
        let text = part(&marked.bytes, name);
        assert!(!text.contains("000012"), "{name}: {text}");
        assert!(text.contains("00000A") && text.contains("000011"), "{name}: {text}");
    }
    let main = part(&marked.bytes, MAIN);
    let mut numbers = ids(&main);
    assert_eq!(numbers.len(), 4);
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), 4, "each has a number of its own");
    let again = annotate(&marked.bytes, &[("MD5", "aa01"), ("SSL 3.0", "aa02")]);
    assert!(again.bytes == marked.bytes, "annotating twice is annotating once");
}

#[test]
fn an_allowed_finding_keeps_its_comment() {
    let answered_keys = BTreeSet::from(["aa01".into()]);
    let marking = Marking { answered: &answered_keys, ..marking() };
    let marked = annotated(&answered(), &[("SSL 3.0", "aa02")], &marking).unwrap();
    assert_eq!((marked.written, marked.kept, marked.removed), (1, 1, 0));
    assert!(part(&marked.bytes, COMMENTS).contains("[aa01]"));
}

#[test]
fn a_comment_that_holds_no_more_leaves_its_answer() {
    let marked = annotate(&answered(), &[("SSL 3.0", "aa02")]);
    assert_eq!((marked.written, marked.kept, marked.removed), (1, 0, 1));
    let comments = part(&marked.bytes, COMMENTS);
    assert!(comments.contains(REPLY) && !comments.contains("[aa01]"), "{comments}");
    let expected = "<w15:commentsEx><w15:commentEx w15:paraId=\"0000000A\" w15:done=\"0\"/></w15:commentsEx>";
    assert_eq!(part(&marked.bytes, EXTENDED), expected);
    assert!(ids(&part(&marked.bytes, MAIN)).contains(&"90"));
}

#[test]
fn a_resolved_comment_stays_without_an_answer() {
    let entries = entry(OURS[0], " w15:done=\"1\"") + &entry(OURS[1], "");
    let marked = annotate(&saved(&entries, ""), &[("MD5", "aa01")]);
    assert_eq!((marked.written, marked.kept, marked.removed), (0, 1, 1));
    assert_eq!(part(&marked.bytes, COMMENTS).matches("[aa01]").count(), 1);
    let none = annotate(&marked.bytes, &[]);
    assert_eq!((none.written, none.kept, none.removed), (0, 0, 1));
}

#[test]
fn an_answer_to_nobody_holds_nothing() {
    let entries =
        entry(OURS[0], "") + &entry("0000000A", " w15:paraIdParent=\"00000011\"");
    // The answer itself was deleted, and only its entry is left.
    let marked = annotate(&saved(&entries, ""), &[("MD5", "aa01")]);
    assert_eq!((marked.written, marked.kept), (1, 0));
}

#[test]
fn what_people_said_to_each_other_is_none_of_ours() {
    let theirs = REPLY.replace("reclint: allow CR03 because it is old", "I agree [aa01]");
    let bytes = saved(&entry("0000000A", ""), &theirs);
    let bytes = edited(&bytes, COMMENTS, "w:author=\"Ann\"", "w:author=\"reclint team\"");
    let marked = annotate(&bytes, &[("MD5", "aa01")]);
    assert!(part(&marked.bytes, COMMENTS).contains("I agree [aa01]"));
    assert_eq!((marked.written, marked.kept, marked.removed), (1, 0, 1));
}

const KEY: &str = "0123456789abcdef";

/// What is typed into our comment stays, and its mark is not written beside it; nor does
/// it go when the finding is gone.
#[track_caller]
fn check_typed(from: &str, to: &str) {
    check_with(
        &[&[("MD5", KEY), ("SSL 3.0", "aa02")], &[("SSL 3.0", "aa02")], &[]],
        from,
        to,
    );
}

#[track_caller]
fn check_with(marks: &[&[(&str, &str)]], from: &str, to: &str) {
    let marked = annotate(&draft(), &[("MD5", KEY), ("SSL 3.0", "aa02")]).bytes;
    let text = part(&marked, COMMENTS);
    assert!(text.contains(from), "no {from} in {text}");
    let bytes = with(&marked, &[(COMMENTS, &text.replacen(from, to, 1))]);
    let typed = comment(&bytes, KEY);
    for &marks in marks {
        let again = annotate(&bytes, marks);
        let fresh = marks.iter().filter(|(_, key)| *key != KEY).count();
        let expected = (fresh, 1, 1 - fresh);
        assert_eq!((again.written, again.kept, again.removed), expected, "{to}");
        assert_eq!(comment(&again.bytes, KEY), typed);
        assert_eq!(part(&again.bytes, COMMENTS).matches(KEY).count(), 1);
        let twice = annotate(&again.bytes, marks);
        assert!(twice.bytes == again.bytes, "annotating twice is annotating once: {to}");
    }
}

#[test]
fn what_somebody_typed_into_our_comment_is_not_lost() {
    let paragraph = "<w:p><w:r><w:t>We disagree, see C-123.</w:t></w:r></w:p>";
    let asks = "<w:p><w:r><w:t xml:space=\"preserve\">To answer";
    let end = format!("[{KEY}]");
    // Behind the key, in its paragraph and below it.
    check_typed(&end, &format!("{end} reclint: allow CR03 because it is old"));
    let last = format!("{end}</w:t></w:r></w:p>");
    check_typed(&last, &format!("{last}{paragraph}"));
    // In place of the dots, and before the line that holds them.
    check_typed("CR03 because …", "CR03 because the field is small");
    check_typed(asks, &format!("{paragraph}{asks}"));
    check_typed("CR03 warning: MD5", "I doubt it. CR03 warning: MD5");
    // On a new line of a paragraph of ours.
    let line = "<w:r><w:br/><w:t>Or so.</w:t></w:r>";
    check_typed("SHA-256</w:t></w:r>", &format!("SHA-256</w:t></w:r>{line}"));
    // A picture.
    check_typed("SHA-256</w:t></w:r>", "SHA-256</w:t></w:r><w:r><w:drawing/></w:r>");
}

#[test]
fn what_somebody_typed_between_our_words_is_not_lost_while_their_rule_finds_something() {
    let marks: &[&[_]] = &[&[("MD5", KEY), ("SSL 3.0", "aa02")], &[("SSL 3.0", "aa02")]];
    check_with(marks, "(RFC 6151)", "(RFC 6151) It was in 1996.");
    check_with(marks, "SHA-256", "SHA-256, or none at all");
    check_with(&marks[..1], "is broken.", "is broken. Not here.");
}

#[test]
fn what_another_version_wrote_makes_room() {
    let marks = [("MD5", KEY)];
    let bytes = annotate(&draft(), &marks).bytes;
    let bytes = edited(&bytes, COMMENTS, "SHA-256", "something newer");
    let bytes = edited(&bytes, COMMENTS, "reclint 0.1.0", "reclint 0.0.9");
    let again = annotate(&bytes, &marks);
    assert_eq!((again.written, again.kept, again.removed), (1, 0, 0));
    assert!(part(&again.bytes, COMMENTS).contains("SHA-256"));
}

#[test]
fn what_somebody_typed_over_our_comment_is_theirs() {
    let marks = [("MD5", KEY)];
    let marked = annotate(&draft(), &marks).bytes;
    let typed =
        "<w:p><w:r><w:t>reclint: allow CR03 because it is old [1]</w:t></w:r></w:p>";
    let text = part(&marked, COMMENTS);
    let ours = comment(&marked, KEY);
    let begin = ours.find("<w:p>").unwrap();
    let bytes = with(
        &marked,
        &[(COMMENTS, &text.replace(&ours, &format!("{}{typed}", &ours[..begin])))],
    );
    let again = annotate(&bytes, &marks);
    assert_eq!((again.written, again.kept, again.removed), (1, 0, 0));
    let comments = part(&again.bytes, COMMENTS);
    assert_eq!((comments.matches(typed).count(), comments.matches(KEY).count()), (1, 1));
    assert_eq!(ids(&part(&again.bytes, MAIN)).len(), 3);
    assert!(annotate(&again.bytes, &marks).bytes == again.bytes);
}

#[test]
fn a_person_may_have_our_name() {
    for said in
        ["Is this right?", "reclint summary: is it? See [1]", "CR03 error: no [1]"]
    {
        let theirs = REPLY
            .replace("reclint: allow CR03 because it is old", said)
            .replace("w:author=\"Ann\"", "w:author=\"reclint\"");
        let again = annotate(&saved(&entry("0000000A", ""), &theirs), &[("MD5", "aa01")]);
        assert_eq!((again.written, again.kept, again.removed), (1, 0, 1));
        assert!(part(&again.bytes, COMMENTS).contains(&theirs));
        assert!(ids(&part(&again.bytes, MAIN)).contains(&"90"));
    }
}

#[test]
fn the_comment_on_an_allowance_makes_room_like_any_other() {
    let mut mark = on(&draft(), "MD5", KEY);
    mark.code = "AL02".into();
    mark.text =
        vec!["AL02 warning: it ended.".into(), closing("AL02", KEY, Way::Reply).into()];
    assert!(mark.text[1].starts_with("Mend the answer as said above; "));
    let once = formats::mark(input(&draft()), &[mark], &marking()).unwrap().bytes;
    let again = annotate(&once, &[]);
    assert_eq!((again.kept, again.removed), (0, 1));
    assert!(!part(&again.bytes, COMMENTS).contains(KEY));
}

#[test]
fn whatever_the_parts_hold_nothing_panics() {
    let bytes = answered();
    let names = [COMMENTS, MAIN, LEADS, EXTENDED, IDS, MORE, TYPES, "_rels/.rels"];
    let letters =
        ["<", ">", "/", "\"", "'", "=", ":", "&", "é", "", "[", "<w:p>", "<!--"];
    // Numbers that are the same on every run.
    let mut seed = 1_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(seed >> 33).unwrap() % below
    };
    let mut written = 0;
    for _ in 0..300 {
        let name = names[next(names.len())];
        let mut text = part(&bytes, name);
        for _ in 0..=next(2) {
            let at = text.floor_char_boundary(next(text.len()));
            let end = text.ceil_char_boundary((at + next(3)).min(text.len()));
            text.replace_range(at..end, letters[next(letters.len())]);
        }
        let marks: Vec<Mark> = vec![on(&draft(), "MD5", "aa01")];
        let changed = with(&bytes, &[(name, &text)]);
        written +=
            usize::from(formats::mark(input(&changed), &marks, &marking()).is_ok());
    }
    assert!(100 < written, "{written}");
}
