//! Answers that outlive edits, copies and other programs, and what is told of the rest.

use super::*;

const SAID: &str = "reclint: allow CR03 because it is old";
const LOST: &str = "0123456789abcdef";

/// What comes of these remarks, where the findings on MD5 have these fingerprints.
fn answered(remarks: &[(&str, Remark)], prints: [&str; 2]) -> (Document, Answered) {
    let rules = RuleSet::built_in();
    let doc = document(remarks);
    let mut found = findings(&doc, &rules);
    let equal = found.iter_mut().filter(|it| &doc[it.at] == "MD5");
    equal.zip(prints).for_each(|(it, print)| it.fingerprint = print.into());
    let answered = apply(found, &doc, &rules, &[], Some("2026-11-22"));
    (doc, answered)
}

/// The messages about the allowances in these remarks.
fn told(remarks: &[(&str, Remark)]) -> Vec<String> {
    let (_, answered) = answered(remarks, ["a", "b"]);
    answered.about.iter().map(|it| it.message.to_string()).collect()
}

fn by(who: &str, remark: Remark) -> Remark {
    Remark { author: Some(who.into()), ..remark }
}

#[test]
fn a_reason_follows_words_that_were_changed() {
    let lost = done(ours(LOST));
    let thread = [("protected with", lost.clone()), ("", reply(0, "By design."))];
    check(&thread, &["MD5: By design."], &[]);
    // One answer is for one finding, and two are for two.
    let thread = [("with SHA-1", lost.clone()), ("", reply(0, "By design."))];
    check(&thread, &["SHA-1: By design."], &[]);
    let thread = [
        ("A digest", lost.clone()),
        ("", reply(0, "First.")),
        ("A digest", lost.clone()),
        ("", reply(2, "Second.")),
    ];
    check(&thread, &["SHA-1: First.", "MD5: Second."], &[]);
    // Not in another block, not where nothing is left, not without words.
    check(&[("Integrity", lost.clone()), ("", reply(0, "By design."))], &[], &[]);
    check(&[("", lost.clone()), ("", reply(0, "By design."))], &[], &[]);
    check(&[("MD5", lost.clone())], &[], &[]);
    // A finding that another comment is about has its own answer.
    let thread = [
        ("MD5", lost.clone()),
        ("MD5", reply(0, "By design.")),
        ("MD5", ours(&key("MD5"))),
    ];
    check(&thread, &[], &[]);
    // It is about the rule that it names.
    let other = Remark { text: lost.text.replace("CR03", "RS03").into(), ..lost };
    check(&[("MD5", other), ("MD5", reply(0, "By design."))], &[], &[]);
}

#[test]
fn threads_that_still_serve_are_named() {
    let lost = ours(LOST);
    let serving = |remarks: &[(&str, Remark)]| {
        let (_, answered) = answered(remarks, ["a", "b"]);
        answered.serving.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let reason = reply(0, "By design.");
    assert_eq!(serving(&[("MD5", done(lost.clone())), ("", reason.clone())]), [LOST]);
    assert_eq!(serving(&[("MD5", lost.clone()), ("", reply(0, SAID))]), [LOST]);
    assert_eq!(serving(&[("MD5", lost.clone()), ("", reason.clone())]), [""; 0]);
    assert_eq!(serving(&[("SHA-1", done(ours(&key("SHA-1")))), ("", reason)]), [""; 0]);
    assert_eq!(serving(&[("Integrity", lost), ("", reply(0, SAID))]), [""; 0]);
}

/// Which of two equal sentences is answered, by their places, and their fingerprints.
#[track_caller]
fn check_equal(remarks: &[(&str, Remark)], answers: &[bool], prints: [&str; 2]) {
    let (doc, answered) = answered(remarks, [LOST, "0123456789abcdef-2"]);
    let open = answered.findings.iter().map(|it| (it, false));
    let all = open.chain(answered.allowed.iter().map(|it| (&it.finding, true)));
    let mut equal: Vec<_> = all.filter(|(it, _)| &doc[it.at] == "MD5").collect();
    equal.sort();
    let found: Vec<_> = equal.iter().map(|(_, it)| *it).collect();
    assert_eq!(found, answers);
    let found: Vec<_> = equal.iter().map(|(it, _)| &*it.fingerprint).collect();
    assert_eq!(found, prints);
}

#[test]
fn an_answer_stays_with_the_words_it_stands_on() {
    let second = "0123456789abcdef-2";
    let first = ("MD5", ours(LOST));
    let other = ("SHA-1 or with MD5", ours(LOST));
    check_equal(&[first.clone(), ("", reply(0, SAID))], &[true, false], [LOST, second]);
    // A copy was put before it, and has no comment yet.
    check_equal(&[other.clone(), ("", reply(0, SAID))], &[false, true], [second, LOST]);
    let resolved = (other.0, done(other.1.clone()));
    let thread = [resolved, ("", reply(0, "By design."))];
    check_equal(&thread, &[false, true], [second, LOST]);
    // What stood before it is gone.
    let third = "0123456789abcdef-3";
    let thread = [("SHA-1 or with MD5", ours(third)), ("", reply(0, SAID))];
    check_equal(&thread, &[false, true], [LOST, third]);
    // Both changed places, or the comment was copied with its words.
    let thread = [("MD5", ours(second)), other.clone(), ("", reply(1, SAID))];
    check_equal(&thread, &[false, true], [second, LOST]);
    let thread = [first, other, ("", reply(0, SAID))];
    check_equal(&thread, &[true, false], [LOST, second]);
}

#[test]
fn a_reply_whose_thread_was_lost_stands_on_the_same_words() {
    let resolved = ("MD5", done(ours(&key("MD5"))));
    let said = ("MD5", remark("Old locks need it."));
    check(&[resolved.clone(), said.clone()], &["MD5: Old locks need it."], &[]);
    check(&[said.clone(), resolved.clone()], &[], &["AL04 MD5"]);
    // As LibreOffice writes it.
    let before = ("MD5", done(remark("Old locks need it.")));
    check(&[before.clone(), resolved.clone()], &["MD5: Old locks need it."], &[]);
    let sum = Remark { text: "reclint summary: 1 error.".into(), ..ours("") };
    let both = [
        ("MD5", sum),
        before,
        resolved.clone(),
        ("MD5", done(remark("The title is short."))),
        ("MD5", done(ours(&key("Protocol for door locks")))),
    ];
    let expected =
        ["Protocol for door locks: The title is short.", "MD5: Old locks need it."];
    check(&both, &expected, &[]);
    let aside = ("with MD5", remark("Old locks need it."));
    check(&[resolved.clone(), aside], &[], &["AL04 MD5"]);
    let thread = [resolved, ("MD5", reply(0, "By design.")), said.clone()];
    check(&thread, &["MD5: By design."], &[]);
    check(&[("MD5", ours(&key("MD5"))), said], &[], &[]);
}

#[test]
fn all_that_was_replied_is_the_reason() {
    let on = |day: &str, it: Remark| Remark { date: Some(day.into()), ..it };
    let thread = [
        ("MD5", done(ours(LOST))),
        ("MD5", on("2026-11-03T09:00:00Z", by("Chair", reply(0, "Thanks\nto all")))),
        ("MD5", on("2026-11-02T09:00:00Z", reply(0, "By design."))),
        ("MD5", on("2026-11-04T09:00:00Z", reply(0, "Welcome"))),
    ];
    let (_, answered) = answered(&thread, [LOST, "b"]);
    let [allowed] = &answered.allowed[..] else { panic!("{answered:#?}") };
    assert_eq!(&*allowed.because, "By design. / Thanks to all / Welcome");
    assert_eq!(allowed.by.as_deref(), Some("A. Editor, Chair"));
    assert_eq!(allowed.date.as_deref(), Some("2026-11-04T09:00:00Z"));
    // "Thanks" is no new date for an allowance that has passed.
    let past = "reclint: allow CR03 until 2026-11-21 because it is old";
    let thread = [
        ("MD5", done(ours(&key("MD5")))),
        ("MD5", reply(0, past)),
        ("MD5", reply(0, "Thanks")),
    ];
    check(&thread, &[], &["AL02 MD5"]);
}

#[test]
fn who_speaks_to_us_and_is_not_understood_is_told_what_to_write() {
    let told = |words: &str, text: &str| told(&[(words, remark(text))]).join("; ");
    assert_eq!(
        told("MD5", "reclint: please look away"),
        "this speaks to reclint and is no allowance; write: reclint: allow CR03 because …"
    );
    assert_eq!(
        told("door locks", "reclint: allow because I say so"),
        "this allowance names no rule; write: reclint: allow SC01 because …"
    );
    assert_eq!(
        told("MD5", "reclint: allow broken-hash, QR 01"),
        "this allowance gives no reason; write: reclint: allow CR03 because …, with the \
         reason"
    );
    assert_eq!(
        told("MD5", "reclint: allow qr 01"),
        "this allowance gives no reason; write: reclint: allow QR01 because …, with the \
         reason"
    );
    assert_eq!(told("MD5", "I think reclint: is right"), "");
    let ours = by("reclint", remark("reclint: done"));
    assert_eq!(super::edits::told(&[("MD5", ours)]), [""; 0]);
}

#[test]
fn an_allowance_of_more_than_one_paragraph_answers_nothing() {
    let wide = "MD5.\nDigests\nA digest";
    check(&[(wide, remark(SAID))], &[], &["AL03 MD5."]);
    check(&[("MD5.\n", remark(SAID))], &["MD5: it is old"], &[]);
    check(
        &[(wide, ours(&key("SHA-1"))), ("", reply(0, SAID))],
        &["SHA-1: it is old"],
        &[],
    );
    let title = remark("reclint: allow SC01 because it is a frame");
    let expected = ["Protocol for door locks: it is a frame"];
    check(&[("Y.4999\nProtocol", title)], &expected, &[]);
    let told = told(&[(wide, remark("reclint: allow CR03, CR99 because it is old"))]);
    assert_eq!(
        told,
        ["this allowance is about more than one paragraph; comment on the words \
          themselves"]
    );
}

#[test]
fn many_wrong_names_are_one_finding() {
    let said = remark("reclint: allow CRO3, CR, AL01, XX90, XX91 because it is old");
    assert_eq!(
        told(&[("MD5", said)]),
        ["this allowance names `CRO3` (did you mean `CR03`?), `CR`, `AL01` and 2 more; \
          none of them is a rule that can be allowed"]
    );
    let said = remark("reclint: allow CR01, CR02, CR04, CR05 because it is old");
    assert_eq!(
        told(&[("Integrity", said)]),
        ["no finding of CR01, CR02, CR04 and 1 more stands here for this allowance to \
          answer"]
    );
    let names: Vec<_> = (10..100).map(|it| format!("ZQ{it}x")).collect();
    let said = format!("reclint: allow {} because it is old", names.join(", "));
    let many: Vec<_> = (0..3_000).map(|_| ("MD5", remark(&said))).collect();
    assert_eq!(told(&many).len(), 3_000);
}

#[test]
fn a_passed_allowance_says_whether_the_finding_stands() {
    let past = remark("reclint: allow CR03 until 2026-11-21 because it was old");
    let again =
        "this allowance of CR03 ended on 2026-11-21, and the finding stands again";
    let over = "this allowance of CR03 ended on 2026-11-21";
    assert_eq!(told(&[("MD5", past.clone())]), [again]);
    assert_eq!(told(&[("MD5", past.clone()), ("MD5", remark(SAID))]), [over]);
    assert_eq!(told(&[("MD5", remark(SAID)), ("MD5", past.clone())]), [over]);
    assert_eq!(told(&[("Integrity", past)]), [over]);
}

#[test]
fn what_was_typed_into_our_comment_is_heard() {
    let said = "Reclint: allow CR03 because it is old";
    let ours = ours(&key("SHA-1"));
    let own = &*ours.text;
    let (head, foot) = own.split_once('\n').unwrap();
    for text in [
        format!("{said}\n{own}"),
        format!("{head}\n{said}\n{foot}"),
        format!("{own}\n{said}"),
        format!("{own} {said}"),
    ] {
        let typed = Remark { text: text.into(), ..ours.clone() };
        check(&[("Integrity", typed)], &["SHA-1: it is old"], &[]);
    }
    let typed = Remark { text: format!("{own}\n{said}").into(), ..ours.clone() };
    let (_, answered) = answered(&[("SHA-1", typed)], ["a", "b"]);
    assert_eq!(answered.allowed[0].by, None);
    assert_eq!(answered.allowed[0].date, None);
    let asks = format!("{head}\n“reclint: allow CR03 because …”\n{foot}");
    check(&[("SHA-1", Remark { text: asks.into(), ..ours })], &[], &[]);
}
