//! Allowances as they stand in a Word file: remarks on words, replies, resolved ones.

mod edits;

use super::*;
use crate::{
    doc::{
        About, BlockKind, Builder, Heading, Origin, Region, Remark, Role, Source,
        Standing, Stretch,
    },
    text::Span,
};

const OLD: &str = "The image shall be protected with MD5.";
const NEW: &str = "A digest shall be made with SHA-1 or with MD5.";

/// A draft of two clauses that hold [`OLD`] and [`NEW`], with these remarks: the words
/// that each is about, nothing for an empty place, and what was said.
fn document(remarks: &[(&str, Remark)]) -> Document {
    let blocks = [
        (BlockKind::Title, "ITU-T Y.4999"),
        (BlockKind::Title, "Protocol for door locks"),
        (BlockKind::Heading, "Integrity"),
        (BlockKind::Paragraph, OLD),
        (BlockKind::Heading, "Digests"),
        (BlockKind::Paragraph, NEW),
    ];
    let mut builder = Builder::new(Region::Body);
    let mut file = String::new();
    // Each line is a paragraph of one run.
    let origin = |file: &str, at: usize| {
        let line = file[..at].matches('\n').count();
        let start = file[..at].rfind('\n').map_or(0, |it| it + 1);
        let number = |it: usize| u32::try_from(it).unwrap();
        let (paragraph, offset) = (number(line), number(at - start));
        Origin::Run { part: 0, paragraph, run: 0, offset }
    };
    for (number, (kind, words)) in (5..).zip(blocks) {
        if kind == BlockKind::Heading {
            builder.clause(Heading {
                level: 1,
                number: Some(number.to_string().into()),
                role: Role::Text,
                region: Region::Body,
                standing: Standing::Normative,
            });
        } else {
            builder.begin(kind, None);
        }
        builder.text(words, origin(&file, file.len()));
        file.push_str(words);
        file.push('\n');
    }
    for (words, remark) in remarks {
        let at = file.find(words).unwrap();
        let (from, to) = (origin(&file, at), origin(&file, at + words.len()));
        builder.remark(Stretch { from, to }, remark.clone());
    }
    let about = About {
        title: Some("Protocol for door locks".into()),
        language: "en",
        ..About::default()
    };
    builder.finish(about, vec![Source { name: None, text: Some(file.into()) }])
}

fn remark(text: &str) -> Remark {
    let (author, date) = (Some("A. Editor".into()), Some("2026-11-02T09:30:00Z".into()));
    Remark { text: text.into(), author, date, ..Remark::default() }
}

fn reply(to: u32, text: &str) -> Remark {
    Remark { answers: Some(to), ..remark(text) }
}

/// A remark of ours about the finding with this key.
fn ours(key: &str) -> Remark {
    let text = format!("CR03 error: MD5 is broken\nTo answer, reply. [{key}]");
    Remark { text: text.into(), author: Some("reclint".into()), ..Remark::default() }
}

fn done(remark: Remark) -> Remark {
    Remark { done: true, ..remark }
}

/// A finding of CR03 on each name of an algorithm, and one of SC01 on the title, with
/// fingerprints that will do.
fn findings(doc: &Document, rules: &RuleSet) -> Vec<Finding> {
    let words = ["MD5", "SHA-1"];
    let found = words.iter().flat_map(|it| doc.text().match_indices(it));
    let places = found.map(|(at, it)| ("CR03", Span::at(0, at..at + it.len())));
    let mut findings: Vec<_> = places
        .chain([("SC01", doc.title())])
        .map(|(code, at)| Finding {
            at,
            rule: rules.find(code).unwrap(),
            message: code.into(),
            algorithm: None,
            evidence: Vec::new(),
            also: Vec::new(),
            apart: false,
            fingerprint: Box::default(),
        })
        .collect();
    findings.sort();
    for (number, it) in findings.iter_mut().enumerate() {
        it.fingerprint = format!("{number:016x}-2").into();
    }
    findings
}

/// The key of the first finding on these words.
fn key(words: &str) -> String {
    let rules = RuleSet::built_in();
    let doc = document(&[]);
    let found = findings(&doc, &rules);
    found.iter().find(|it| &doc[it.at] == words).unwrap().fingerprint.to_string()
}

/// What is allowed, as words and reason, and what is said of allowances, as code and
/// words; `outside` are allowances from elsewhere.
fn heard(
    remarks: &[(&str, Remark)],
    outside: &[Allowance],
) -> (Vec<String>, Vec<String>) {
    let rules = RuleSet::built_in();
    let doc = document(remarks);
    let found = findings(&doc, &rules);
    let before = found.len();
    let answered = apply(found, &doc, &rules, outside, Some("2026-11-22"));
    assert_eq!(answered.findings.len() + answered.allowed.len(), before);
    let allowed = answered.allowed.iter();
    let allowed =
        allowed.map(|it| format!("{}: {}", &doc[it.finding.at], it.because)).collect();
    let mut about: Vec<_> = answered
        .about
        .iter()
        .map(|it| format!("{} {}", rules.get(it.rule).code, &doc[it.at]))
        .collect();
    about.sort();
    (allowed, about)
}

#[track_caller]
fn check(remarks: &[(&str, Remark)], allowed: &[&str], about: &[&str]) {
    let (found, said) = heard(remarks, &[]);
    assert_eq!((found, said), (owned(allowed), owned(about)), "{remarks:#?}");
}

fn owned(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|it| (*it).to_owned()).collect()
}

#[test]
fn a_comment_on_the_words_answers_their_findings() {
    let said = "reclint: allow CR03 because it is old";
    check(&[("MD5", remark(said))], &["MD5: it is old"], &[]);
    check(&[(OLD, remark(said))], &["MD5: it is old"], &[]);
    check(&[(NEW, remark(said))], &["SHA-1: it is old", "MD5: it is old"], &[]);
    check(&[("protected with", remark(said))], &[], &["AL01 protected with"]);
    check(&[("Integrity", remark(said))], &[], &["AL01 Integrity"]);
    let other = "reclint: allow CR04 because it is old";
    check(&[("MD5", remark(other))], &[], &["AL01 MD5"]);
}

#[test]
fn several_rules_are_answered_one_by_one() {
    let said = "reclint: allow CR03, CR04 and CR99 because it is old";
    check(&[("MD5", remark(said))], &["MD5: it is old"], &["AL01 MD5", "AL03 MD5"]);
}

#[test]
fn what_a_draft_lacks_is_answered_on_any_line_of_its_title() {
    let said = "reclint: allow security-clause-missing because it is a frame";
    let expected = ["Protocol for door locks: it is a frame"];
    check(&[("door locks", remark(said))], &expected, &[]);
    check(&[("Y.4999", remark(said))], &expected, &[]);
}

#[test]
fn a_reply_answers_what_our_comment_is_about() {
    let said = "reclint: allow CR03 because it is old";
    // A reply whose own anchor was lost, and one far down a thread.
    check(&[("MD5", ours(&key("MD5"))), ("", reply(0, said))], &["MD5: it is old"], &[]);
    let thread = [
        ("Integrity", ours(&key("SHA-1"))),
        ("Integrity", reply(0, "Really?")),
        ("Integrity", reply(1, said)),
    ];
    check(&thread, &["SHA-1: it is old"], &[]);
}

#[test]
fn a_reply_follows_words_that_were_changed() {
    let said = "reclint: allow CR03 because it is old";
    let lost = ours("0123456789abcdef");
    let thread = [("be made", lost.clone()), ("be made", reply(0, said))];
    check(&thread, &["SHA-1: it is old", "MD5: it is old"], &[]);
    let thread = [("Digests", lost), ("Digests", reply(0, said))];
    check(&thread, &[], &["AL01 Digests"]);
}

#[test]
fn we_never_allow_anything_ourselves() {
    let said = Remark {
        author: Some("reclint".into()),
        ..remark("reclint: allow CR03 because it is old")
    };
    check(&[("MD5", said)], &[], &[]);
}

#[test]
fn a_resolved_comment_with_a_reply_is_answered_by_it() {
    let key = key("MD5");
    let thread = [("MD5", done(ours(&key))), ("MD5", reply(0, "Old locks\nneed it."))];
    check(&thread, &["MD5: Old locks need it."], &[]);
    // The reply itself was resolved, as LibreOffice does.
    let thread = [("MD5", ours(&key)), ("MD5", done(reply(0, "Old locks need it.")))];
    check(&thread, &["MD5: Old locks need it."], &[]);
    let thread = [("MD5", ours(&key)), ("MD5", reply(0, "Old locks need it."))];
    check(&thread, &[], &[]);
    let earlier =
        Remark { date: Some("2026-11-01T00:00:00Z".into()), ..reply(0, "Why?") };
    let thread = [
        ("MD5", done(ours(&key))),
        ("MD5", reply(0, "Old locks need it.")),
        ("MD5", earlier),
    ];
    check(&thread, &["MD5: Why? / Old locks need it."], &[]);
}

#[test]
fn a_resolved_comment_without_words_is_reported() {
    let resolved = done(ours(&key("MD5")));
    check(&[("MD5", resolved.clone())], &[], &["AL04 MD5"]);
    check(&[("MD5", resolved.clone()), ("MD5", reply(0, " … "))], &[], &["AL04 MD5"]);
    let said = "reclint: allow CR03 because it is old";
    check(&[("MD5", resolved), ("MD5", remark(said))], &["MD5: it is old"], &[]);
    check(&[("MD5", done(ours("0123456789abcdef")))], &[], &[]);
    check(&[("MD5", done(remark("Please check.")))], &[], &[]);
}

#[test]
fn an_allowance_that_failed_is_no_reason() {
    let resolved = done(ours(&key("MD5")));
    let past = "reclint: allow CR03 until 2026-11-21 because it is old";
    check(&[("MD5", resolved.clone()), ("MD5", reply(0, past))], &[], &["AL02 MD5"]);
    let bare = "reclint: allow CR03";
    check(&[("MD5", resolved), ("MD5", reply(0, bare))], &[], &["AL03 MD5"]);
}

#[test]
fn the_last_day_still_counts() {
    let until =
        |day: &str| remark(&format!("reclint: allow CR03 until {day} because it is old"));
    check(&[("MD5", until("2026-11-22"))], &["MD5: it is old"], &[]);
    check(&[("MD5", until("2026-11-21"))], &[], &["AL02 MD5"]);
}

#[test]
fn allowances_themselves_cannot_be_allowed() {
    let said = "reclint: allow AL01, CR because it is old";
    check(&[("MD5", remark(said))], &[], &["AL03 MD5"]);
}

#[test]
fn threads_without_end_are_heard() {
    let circle = [
        ("MD5", reply(1, "x")),
        ("MD5", reply(0, "reclint: allow CR03 because it is old")),
        ("MD5", reply(2, "x")),
        ("MD5", reply(99, "x")),
    ];
    check(&circle, &["MD5: it is old"], &[]);
    let mut long = vec![("MD5", ours(&key("SHA-1")))];
    long.extend((0..20_000).map(|it| ("MD5", reply(it, "x"))));
    long.push(("MD5", done(reply(20_000, "It is old."))));
    check(&long, &["SHA-1: x / It is old."], &[]);
}

/// An allowance of CR03 from the settings.
fn outside(clause: Option<&str>, quote: Option<&str>) -> Allowance {
    Allowance {
        rule: "CR03".into(),
        because: "it is old".into(),
        until: None,
        clause: clause.map(Into::into),
        quote: quote.map(Into::into),
        place: "reclint.toml, line 1".into(),
    }
}

#[track_caller]
fn check_outside(allowance: &Allowance, expected: &[&str]) {
    let (found, said) = heard(&[], std::slice::from_ref(allowance));
    let found: Vec<_> =
        found.iter().filter_map(|it| it.strip_suffix(": it is old")).collect();
    assert_eq!((&found[..], said.len()), (expected, 0), "{allowance:?}");
}

#[test]
fn settings_answer_by_clause_and_by_quote() {
    check_outside(&outside(None, None), &["MD5", "SHA-1", "MD5"]);
    check_outside(&outside(Some("7"), None), &["MD5"]);
    check_outside(&outside(Some("§ 9"), None), &["SHA-1", "MD5"]);
    check_outside(&outside(Some("DIGESTS"), None), &["SHA-1", "MD5"]);
    check_outside(&outside(Some("9 Digests"), None), &["SHA-1", "MD5"]);
    check_outside(&outside(Some("10"), None), &[]);
    check_outside(&outside(None, Some("The  Image")), &["MD5"]);
    check_outside(&outside(None, Some("sha\u{2011}1")), &["SHA-1", "MD5"]);
    check_outside(&outside(Some("7"), Some("SHA-1")), &[]);
    let passed = Some("2026-11-21".into());
    check_outside(&Allowance { until: passed, ..outside(None, None) }, &[]);
}

#[test]
fn what_the_settings_allow_in_vain_is_a_finding() {
    let rules = RuleSet::built_in();
    let doc = document(&[]);
    let outside = [outside(Some("12"), None), outside(Some("7"), None)];
    let found = findings(&doc, &rules);
    let answered = apply(found, &doc, &rules, &outside, None);
    assert_eq!(answered.used, [1]);
    let said = |it: &Allowance| {
        let found = unmatched(it, &doc, &rules, Some("2026-11-22")).unwrap();
        format!("{} {}: {}", rules.get(found.rule).code, &doc[found.at], found.message)
    };
    assert_eq!(
        said(&outside[0]),
        "AL01 Protocol for door locks: no finding of CR03 in the drafts fits the \
         allowance in reclint.toml, line 1"
    );
    let passed = Allowance { until: Some("2026-11-21".into()), ..outside[0].clone() };
    assert_eq!(
        said(&passed),
        "AL02 Protocol for door locks: the allowance of CR03 in reclint.toml, line 1 \
         ended on 2026-11-21"
    );
}

#[test]
fn a_name_that_no_rule_has_is_told_with_the_nearest() {
    let rules = RuleSet::built_in();
    let told = |rule: &str| {
        let allowance = Allowance { rule: rule.into(), ..Allowance::default() };
        allowance.rule(&rules).unwrap_err().into_string()
    };
    assert_eq!(told("CRO3"), "no rule is called `CRO3`; did you mean `CR03`?");
    assert_eq!(
        told("algoritm-broken"),
        "no rule is called `algoritm-broken`; did you mean `algorithm-broken`?"
    );
    assert_eq!(told("gibberish"), "no rule is called `gibberish`");
    assert_eq!(told("cr"), "`cr` is a group of rules; name each rule that is meant");
    assert_eq!(told("AL01"), "AL01 is about allowances; mend the allowance");
}

#[test]
fn a_finding_about_an_allowance_says_who_and_when() {
    let rules = RuleSet::built_in();
    let doc = document(&[("MD5", remark("reclint: allow CRO3 because it is old"))]);
    let answered = apply(Vec::new(), &doc, &rules, &[], None);
    let found = &answered.about[0];
    assert_eq!(
        &*found.message,
        "this allowance names `CRO3`, and no rule is called so; did you mean `CR03`?"
    );
    assert_eq!(&*found.evidence[0].shows, "written by A. Editor on 2026-11-02");
}

#[test]
fn what_is_allowed_says_who_and_when() {
    let rules = RuleSet::built_in();
    let doc = document(&[("MD5", remark("reclint: allow CR03 because it is old"))]);
    let found = findings(&doc, &rules);
    let allowed = apply(found, &doc, &rules, &[], None).allowed.remove(0);
    assert_eq!(allowed.by.as_deref(), Some("A. Editor"));
    assert_eq!(allowed.date.as_deref(), Some("2026-11-02T09:30:00Z"));
    assert!(in_draft(&allowed.place));
}
