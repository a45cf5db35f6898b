//! What a document says, on drafts of a few lines: a draft in Markdown in, facts out.

use reclint::{
    facts::{Facts, Kind, Security, Threats, Use},
    formats::{self, Input, Limits, View},
    rules::RuleSet,
};

fn facts(draft: &str) -> Facts {
    let rules = RuleSet::built_in();
    let input = Input {
        name: "draft.md",
        bytes: draft.as_bytes(),
        view: View::Final,
        include: &|_| Err("alone".into()),
        limits: Limits::default(),
    };
    let reading = formats::read(input, rules.lexicon()).expect("Markdown is always read");
    Facts::of(&reading.document, rules.lexicon())
}

/// The algorithms of a draft: name, use, bits, and what declares each.
#[track_caller]
fn algorithms(draft: &str, expected: &[(&str, Use, Option<u32>, Option<&str>)]) {
    let facts = facts(draft);
    let found: Vec<_> = facts
        .profile
        .algorithms
        .iter()
        .map(|it| (&*it.name, it.standing, it.bits, it.declared_by.as_deref()))
        .collect();
    assert_eq!(found, expected, "{draft}");
}

#[test]
fn a_prohibition_is_no_use() {
    algorithms(
        "# 6 Integrity\n\nThe use of MD5 is prohibited. A peer shall use SHA-256.",
        &[
            ("MD5", Use::Prohibited, None, None),
            ("SHA-256", Use::Normative, Some(256), None),
        ],
    );
    algorithms(
        "# 6 Integrity\n\nNeither MD5 nor SHA-1 may be negotiated.",
        &[("MD5", Use::Prohibited, None, None), ("SHA-1", Use::Prohibited, None, None)],
    );
    algorithms(
        "# 6 Integrity\n\nThe following shall not be used:\n\n- MD5\n- RC4",
        &[("MD5", Use::Prohibited, None, None), ("RC4", Use::Prohibited, None, None)],
    );
}

#[test]
fn one_sentence_can_forbid_one_and_require_another() {
    algorithms(
        "# 6 Integrity\n\nSHA-1 shall not be used, but SHA-384 shall be supported.",
        &[
            ("SHA-1", Use::Prohibited, None, None),
            ("SHA-384", Use::Normative, Some(384), None),
        ],
    );
}

#[test]
fn notes_examples_and_appendices_only_inform() {
    algorithms(
        "# 6 Integrity\n\nNOTE 1 – Older equipment uses MD5.\n\n# Appendix I Past\n\nRC4 was used.",
        &[("MD5", Use::Informative, None, None), ("RC4", Use::Informative, None, None)],
    );
    algorithms(
        "# 6 Links\n\nThe link is protected, for example with WEP encryption.",
        &[("WEP", Use::Informative, None, None)],
    );
}

#[test]
fn a_column_of_verdicts_decides_its_rows() {
    algorithms(
        "# 6 Hashes\n\n| Hash | Recommended |\n|---|---|\n| SHA-256 | Y |\n| SHA-1 | N |\n| MD5 | D |",
        &[
            ("SHA-256", Use::Normative, Some(256), None),
            ("SHA-1", Use::Informative, None, None),
            ("MD5", Use::Prohibited, None, None),
        ],
    );
}

#[test]
fn an_abbreviation_means_what_the_draft_says() {
    algorithms(
        "# 4 Abbreviations and acronyms\n\nDSA Directory System Agent\n\n# 6 Signing\n\nThe DSA shall sign each entry with a digital signature.",
        &[],
    );
    algorithms(
        "# 6 Signing\n\nEach entry shall carry a DSA signature.",
        &[("DSA", Use::Normative, None, None)],
    );
}

#[test]
fn versions_are_read_in_every_spelling() {
    algorithms(
        "# 6 Transport\n\nThe peers shall use TLS version 1.2 or 1.3.",
        &[
            ("TLS 1.2", Use::Normative, None, None),
            ("TLS 1.3", Use::Normative, None, None),
        ],
    );
    algorithms(
        "# 6 Transport\n\nThe peers shall use TLS (v1.3).",
        &[("TLS 1.3", Use::Normative, None, None)],
    );
}

#[test]
fn cipher_suites_are_taken_apart() {
    let facts = facts(
        "# 6 Suites\n\nThe suite TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 shall be supported.",
    );
    let names: Vec<_> = facts.profile.algorithms.iter().map(|it| &*it.name).collect();
    assert_eq!(names, ["TLS", "ECDHE", "ECDSA", "AES-128-GCM", "SHA-256"]);
}

#[test]
fn an_object_identifier_names_and_declares() {
    let facts =
        facts("# 6 Names\n\nThe field holds 1.2.840.113549.2.5 and shall be signed.");
    let [md5] = &facts.profile.algorithms[..] else { panic!("one algorithm") };
    assert_eq!(&*md5.name, "MD5");
    assert_eq!(md5.declared_by.as_deref(), Some("object identifier 1.2.840.113549.2.5"));
}

#[test]
fn a_reference_declares_by_number_by_title_or_beside_the_name() {
    algorithms(
        "# 2 References\n\n[NIST FIPS 180-4] NIST FIPS 180-4 (2015), *Secure Hash Standard*.\n\n# 6 Integrity\n\nA peer shall use SHA-256.",
        &[("SHA-256", Use::Normative, Some(256), Some("NIST FIPS 180-4"))],
    );
    algorithms(
        "# 2 References\n\n[Maker] The house standard on encryption, with AES-128 and its modes.\n\n# 6 Secrecy\n\nA peer shall use AES-128.",
        &[("AES-128", Use::Normative, Some(128), Some("Maker"))],
    );
}

#[test]
fn sizes_stand_before_behind_and_in_the_row() {
    for text in [
        "Keys shall be 2048-bit RSA keys.",
        "Messages shall be signed with RSA-2048.",
        "Messages shall be signed with RSA and a modulus of 2048 bits.",
        "| Use | Name | Size |\n|---|---|---|\n| signature | RSA | 2048 bits |",
    ] {
        let facts = facts(&format!("# 6 Signing\n\n{text}"));
        let bits: Vec<_> = facts.profile.algorithms.iter().map(|it| it.bits).collect();
        assert_eq!(bits, [Some(2048)], "{text}");
    }
}

#[track_caller]
fn kind(draft: &str, expected: Kind) {
    let facts = facts(draft);
    assert_eq!(facts.profile.kind, expected, "{}", facts.profile.kind_because);
}

#[test]
fn the_title_tells_the_kind() {
    kind(
        "# Draft new Recommendation ITU-T Y.demo\n\n# 1 Scope\n\nText.",
        Kind::Recommendation,
    );
    kind(
        "# Draft new Supplement to the Y-series\n\n# 1 Scope\n\nText.",
        Kind::Supplement,
    );
    kind("# Report of the meeting of Question 4\n\nOpened at nine.", Kind::Meeting);
    kind("# Liaison statement on lamps\n\nWe thank you.", Kind::Contribution);
    kind(
        "# A.1 justification for proposed draft new Recommendation ITU-T Y.demo\n\nScope.",
        Kind::Contribution,
    );
    kind("# Vocabulary of lamps\n\n# 1 Scope\n\nTerms.", Kind::Terminology);
}

#[track_caller]
fn security(clause: &str, expected: Security) {
    let facts = facts(&format!(
        "# Draft new Recommendation ITU-T Y.demo\n\n# 6 Messages\n\nThe client sends a request.\n\n# 7 Security considerations\n\n{clause}"
    ));
    assert_eq!(facts.profile.security.state, expected, "{clause}");
}

#[test]
fn a_security_clause_has_to_say_something() {
    security("TBD", Security::Vacuous);
    security("None.", Security::Vacuous);
    security("Security is important and should be considered.", Security::Vacuous);
    security("Security aspects are addressed in [ITU-T X.1601].", Security::Delegated);
    security(
        "This Recommendation defines dimensions only, because no message is exchanged; it adds nothing that an attacker could use.",
        Security::Substantive,
    );
    security(
        "An attacker on the path can replay a request. The server shall refuse a request whose counter it has seen.",
        Security::Substantive,
    );
}

#[test]
fn threats_in_their_own_clause_need_no_keyword() {
    let facts = facts(
        "# Draft new Recommendation ITU-T Y.demo\n\n# 6 Messages\n\nThe client sends a request.\n\n# 7 Security threats\n\nT1: a party on the way alters a reading.\n\nT2: a false meter answers.\n\nT3: many requests drain the battery.",
    );
    assert_eq!(facts.profile.threats.state, Threats::Enumerated);
}

/// Whether some broken algorithm of a sentence is put to use.
fn uses_broken(sentence: &str) -> bool {
    let facts = facts(&format!(
        "# Draft new Recommendation ITU-T Y.demo: Protocol\n\n# 6 Integrity\n\n{sentence}"
    ));
    let broken = ["MD5", "SHA-1", "RC4", "DES", "TDEA", "TLS 1.0", "3DES"];
    facts
        .profile
        .algorithms
        .iter()
        .any(|it| it.standing == Use::Normative && broken.contains(&&*it.name))
}

#[test]
fn a_refusal_of_something_else_is_a_use() {
    for sentence in [
        "The receiver shall compute the MD5 digest and reject the message if it differs.",
        "The gateway shall reject messages whose MD5 digest is wrong.",
        "Messages without a valid MD5 digest shall be rejected.",
        "The gateway shall not install an image before its MD5 digest has been verified.",
        "The password shall not be transmitted, only its MD5 hash.",
        "The password must not be stored in clear text; its MD5 hash is stored.",
        "If TLS 1.2 is not supported, the gateway shall use TLS 1.0.",
        "Where AES is not supported, 3DES shall be used.",
        "A gateway that does not provide AES shall use DES to encrypt.",
        "The gateway shall use MD5 with obsolete terminals.",
        "The gateway shall use MD5 if SHA-256 is not supported.",
        "The MD5 digest shall not be omitted.",
        "The RC4 key shall not be sent in the clear.",
        "The gateway must support RC4 and must not send passwords.",
        "The gateway shall not use anything but MD5.",
        "The gateway shall not reject certificates signed with MD5.",
        "Messages shall not be sent without an MD5 digest.",
        "The gateway shall not only support SHA-256 but also MD5.",
    ] {
        assert!(uses_broken(sentence), "{sentence}");
    }
}

#[test]
fn a_refusal_in_common_words_is_no_use() {
    for sentence in [
        "MD5 may no longer be used.",
        "In no case shall 3DES be offered.",
        "Under no circumstances may RC4 be used.",
        "It is recommended not to use MD5.",
        "The gateway is required to not use MD5.",
        "The gateway shall stop using MD5.",
        "MD5 shall be replaced by SHA-256.",
        "The gateway shall use SHA-256 and not MD5.",
        "Any digest except MD5 shall be used.",
        "A digest stronger than SHA-1 shall be used.",
        "The gateway shall log any attempt to use RC4.",
        "The gateway shall operate without MD5.",
        "The file audio-md5-test.wav shall be used.",
        "The path /system/md5/enabled shall be false.",
        "MD5 shall not be used.",
        "A peer shall reject MD5.",
        "Certificates signed with MD5 shall be rejected.",
        "MD5 and SHA-1 shall not be used.",
        "SHA-1 shall not be used and DES is prohibited.",
    ] {
        assert!(!uses_broken(sentence), "{sentence}");
    }
}
