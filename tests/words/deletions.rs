//! What SC09 says of the tracked deletions of a Word file, and where it says so.

use reclint::{
    check::{self, Asked},
    formats::{Input, Limits, View},
    rules::RuleSet,
};

use crate::support::word::docx;

const HEAD: &str = "{Rec_title} Protocol for charging records\n\n{heading 1} 1\\tScope\n\n\
    This Recommendation specifies a protocol by which a client sends records to a server.\n\n\
    {heading 1} 2\\tReferences\n\n[ISO/IEC 18033-3] ISO/IEC 18033-3:2010, Information technology – \
    Security techniques – Encryption algorithms – Part 3: Block ciphers.\n\n";

/// The findings of SC09, each as its words and its message.
#[track_caller]
fn check(body: &str, expected: &[(&str, &str)]) {
    let rules = RuleSet::built_in();
    let bytes = docx(&format!("{HEAD}{body}"));
    let input = Input {
        name: "draft.docx",
        bytes: &bytes,
        view: View::Final,
        include: &|_| Err("nothing is included".into()),
        limits: Limits::default(),
    };
    let checked = check::draft(input, Asked::only(&rules)).expect("a Word file");
    assert!(checked.failed.is_empty(), "{:?}", checked.failed);
    let own = checked.findings.iter().filter(|it| &*rules.get(it.rule).code == "SC09");
    let found: Vec<_> = own.map(|it| (&checked.document[it.at], &*it.message)).collect();
    assert_eq!(found, expected);
}

const BY: &str = "by Editor on 2026-01-01";

#[test]
fn a_deletion_is_told_at_the_words_that_are_nearest() {
    check(
        "{heading 1} 8\\tSecurity considerations\n\nAn attacker could forge a record.\n\n\
         {--The client shall sign each record.--}\n\n{heading 1} 9\\tFormats\n\nNone.",
        &[(
            "An attacker could forge a record.",
            &format!(
                "a requirement of the security part was deleted {BY}: “The client shall sign each record.”"
            ),
        )],
    );
    check(
        "{heading 1} 8\\tSecurity considerations\n\n{--The client shall sign each record.--}\n\n\
         An attacker could forge a record.",
        &[(
            "Security considerations",
            &format!(
                "a requirement of the security part was deleted {BY}: “The client shall sign each record.”"
            ),
        )],
    );
}

#[test]
fn a_clause_is_told_once_with_all_that_it_held() {
    let clause = "{heading 1} {--8\\tSecurity considerations--}{--¶--}\n\n\
        {--An attacker could forge a record.--}\n\n{--The client shall sign each record.--}\n\n\
        {--The client shall encrypt each record using AES-256 [ISO/IEC 18033-3].--}";
    check(
        &format!("{{heading 1}} 6\\tRecords\n\nA record has a number.\n\n{clause}"),
        &[(
            "A record has a number.",
            &format!(
                "the clause “8 Security considerations” of the security part was deleted {BY}"
            ),
        )],
    );
}

#[test]
fn the_force_of_a_sentence_may_go_alone() {
    check(
        "{heading 1} 8\\tSecurity considerations\n\nAn attacker could forge a record.\n\
         The client {--shall--}{++should++} sign each record.",
        &[(
            "The client should sign each record.",
            &format!(
                "a requirement of the security part lost its force by a deletion {BY}: “The client shall sign each record.”"
            ),
        )],
    );
}

#[test]
fn algorithms_and_lengths_are_told_where_they_stood() {
    check(
        "{heading 1} 6\\tRecords\n\nThe client shall encrypt each record{-- using AES-256 [ISO/IEC 18033-3]--}.",
        &[(
            "The client shall encrypt each record.",
            &format!(
                "the declared algorithm AES-256 was deleted {BY}: “The client shall encrypt each record using AES-256 [ISO/IEC 18033-3].”"
            ),
        )],
    );
    check(
        "{heading 1} 6\\tRecords\n\nThe client shall encrypt each record using AES-{--256--}{++128++} \
         [ISO/IEC 18033-3].",
        &[(
            "The client shall encrypt each record using AES-128 [ISO/IEC 18033-3].",
            &format!(
                "the length of 256 bits for AES-256 was deleted {BY}: “The client shall encrypt each record using AES-256 [ISO/IEC 18033-3].”"
            ),
        )],
    );
    check(
        "{heading 1} 6\\tRecords\n\nThe client shall encrypt each record using \
         {--AES-256--}{++ChaCha20-Poly1305++} [ISO/IEC 18033-3].",
        &[],
    );
}
