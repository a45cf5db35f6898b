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
                "the length of 256 bits for AES was deleted {BY}: “The client shall encrypt each record using AES-256 [ISO/IEC 18033-3].”"
            ),
        )],
    );
    check(
        "{heading 1} 6\\tRecords\n\nThe client shall encrypt each record using \
         {--AES-256--}{++ChaCha20-Poly1305++} [ISO/IEC 18033-3].",
        &[],
    );
}

#[test]
fn a_requirement_may_be_turned_into_its_opposite() {
    let turned = |words: &str| {
        format!(
            "a requirement of the security part was turned into its opposite {BY}: “{words}”"
        )
    };
    let head = "{heading 1} 8\\tSecurity considerations\n\nAn attacker {--may--}{++could++} forge a record.";
    let not = "The client shall not accept unsigned records.";
    check(
        &format!("{head}\n\nThe client shall {{--not --}}accept unsigned records."),
        &[("The client shall accept unsigned records.", &turned(not))],
    );
    check(
        &format!(
            "{head}\n\n{{--{not}--}}\n\n{{++The client shall accept unsigned records.++}}"
        ),
        &[("The client shall accept unsigned records.", &turned(not))],
    );
    check(
        &format!("{head}\n\nThe client shall {{++not ++}}sign each record."),
        &[(
            "The client shall not sign each record.",
            &turned("The client shall sign each record."),
        )],
    );
    check(
        &format!(
            "{head}\n\nThe client shall be polite and shall {{++never ++}}sign records."
        ),
        &[(
            "The client shall be polite and shall never sign records.",
            &turned("The client shall be polite and shall sign records."),
        )],
    );
    // The same is asked in other words.
    check(
        &format!(
            "{head}\n\nThe client shall {{--not accept--}}{{++reject++}} unsigned records."
        ),
        &[],
    );
    check(
        &format!(
            "{head}\n\nThe client shall {{--not --}}accept {{++no ++}}unsigned records."
        ),
        &[],
    );
    check(
        &format!(
            "{head}\n\nThe client shall {{--not --}}accept {{--unsigned--}}{{++signed++}} records."
        ),
        &[],
    );
    check(
        &format!(
            "{head}\n\nThe client {{--shall--}}{{++must++}} not accept unsigned records."
        ),
        &[],
    );
}

#[test]
fn a_rewording_keeps_what_the_sentence_was_about() {
    let head =
        "{heading 1} 8\\tSecurity considerations\n\nAn attacker could forge a record.";
    let old = "The client shall sign each record with a private key.";
    check(
        &format!(
            "{head}\n\n{{--{old}--}}\n\n{{++The client shall send each record within ten seconds.++}}"
        ),
        &[(
            "An attacker could forge a record.",
            &format!("a requirement of the security part was deleted {BY}: “{old}”"),
        )],
    );
    for new in [
        "Each record shall be signed by the client before it is sent.",
        "The private key of the client is required to be used for signing records.",
        "Records shall carry the signature of their client.",
        "The client must digitally sign its records.",
    ] {
        check(&format!("{head}\n\n{{--{old}--}}\n\n{{++{new}++}}"), &[]);
    }
    let old = "The server shall authenticate each client before it accepts a record.";
    for new in [
        "Clients shall be authenticated by the server.",
        "The server shall accept records of authenticated clients only.",
        "Mutual authentication of client and server is required.",
        "Before any record is accepted, the identity of its sender shall be verified by the server.",
    ] {
        check(&format!("{head}\n\n{{--{old}--}}\n\n{{++{new}++}}"), &[]);
    }
}

#[test]
fn moved_words_keep_their_force_or_are_told() {
    let part = "{heading 1} 8\\tSecurity considerations\n\nAn attacker could forge a record.\n\n\
        {--The client shall sign each record.--}\n\n";
    let moved = "{++The client shall sign each record.++}";
    check(
        &format!(
            "{part}{{heading 1}} Appendix I\\tExamples\n\n(This appendix does not form an integral part of \
             this Recommendation.)\n\n{moved}"
        ),
        &[(
            "The client shall sign each record.",
            &format!(
                "a requirement of the security part was left only where it informs {BY}: “The client shall sign each record.”"
            ),
        )],
    );
    check(
        &format!(
            "{part}{{heading 1}} Annex A\\tSigning\n\n(This annex forms an integral part of this \
             Recommendation.)\n\n{moved}"
        ),
        &[],
    );
}

#[test]
fn an_older_version_is_no_replacement() {
    let draft = |sentence: &str| {
        format!(
            "[IETF RFC 8446] IETF RFC 8446 (2018), The Transport Layer Security (TLS) Protocol Version \
             1.3.\n\n[IETF RFC 5246] IETF RFC 5246 (2008), The Transport Layer Security (TLS) Protocol \
             Version 1.2.\n\n{{heading 1}} 6\\tRecords\n\n{sentence}"
        )
    };
    check(
        &draft("The client shall use TLS {--1.3--}{++1.2++} [IETF RFC 8446]."),
        &[(
            "The client shall use TLS 1.2 [IETF RFC 8446].",
            &format!(
                "the declared algorithm TLS 1.3 was deleted {BY}: “The client shall use TLS 1.3 [IETF RFC 8446].”"
            ),
        )],
    );
    check(&draft("The client shall use TLS {--1.2--}{++1.3++} [IETF RFC 5246]."), &[]);
    check(
        &draft(
            "The client shall use {--TLS 1.2 [IETF RFC 5246] or --}TLS 1.3 [IETF RFC 8446].",
        ),
        &[],
    );
}

#[test]
fn a_deletion_behind_the_references_is_told_in_the_text() {
    check(
        "{heading 1} {--8\\tSecurity considerations--}{--¶--}\n\n{--The client shall sign each record.--}\n\n\
         {heading 1} 9\\tFormats\n\nNone.",
        &[(
            "Formats",
            &format!(
                "the clause “8 Security considerations” of the security part was deleted {BY}"
            ),
        )],
    );
}
