//! What must stand with an algorithm: size, mode, padding, version; and how small is
//! too small.

use super::{
    Case,
    algorithms::{Used, used},
};
use crate::{
    facts::{Algorithm, Reads, Strength, Use},
    finding::Sink,
    lexicon::{self, Family, Status},
    text::Span,
};

/// Ciphers with more than one key size; others need no size stated.
const SIZED: &[&str] =
    &["AES", "Camellia", "ARIA", "RSA", "Diffie-Hellman", "ECDSA", "ECDH"];

/// CR05: no key size, parameter set or curve anywhere.
pub(super) fn no_size(case: Case<'_>, sink: &mut Sink<'_>) {
    for it in used(case) {
        let sized = SIZED.iter().any(|name| it.entry.name.starts_with(name));
        let own = |other: &&Algorithm| related(case, &it, other);
        let stated =
            case.facts.profile.algorithms.iter().filter(own).any(|it| {
                it.bits.is_some() || it.name.chars().any(|c| c.is_ascii_digit())
            });
        if sized
            && it.entry.status != Status::Disallowed
            && !stated
            && !has_curve(case, &it)
        {
            sink.report(it.first.at, &it.values());
        }
    }
}

/// Whether `other` is the same algorithm under another entry: RSA and RSASSA-PSS, AES
/// and the modes written with its name.
fn related(case: Case<'_>, used: &Used<'_>, other: &Algorithm) -> bool {
    let base = used.entry.name.split([' ', '-']).next().unwrap_or_default();
    let entry = case.lexicon.catalogue().get(other.entry);
    other.entry == used.id
        || entry.name.starts_with(base)
        || other.name.starts_with(base)
        || (base == "AES" && other.name.starts_with('A') && entry.kind == Family::Mode)
}

fn has_curve(case: Case<'_>, used: &Used<'_>) -> bool {
    let elliptic = used.entry.name.starts_with("EC");
    let curve = |it: &Algorithm| {
        let entry = case.lexicon.catalogue().get(it.entry);
        entry.kind == Family::KeyAgreement && entry.subkind.is_some()
    };
    let finite = used.entry.name.starts_with("Diffie");
    (elliptic || finite) && case.facts.profile.algorithms.iter().any(curve)
}

/// CR06: no mode for a block cipher, no padding or scheme for RSA.
pub(super) fn no_mode(case: Case<'_>, sink: &mut Sink<'_>) {
    let family = |it: &Algorithm| case.lexicon.catalogue().get(it.entry).kind;
    let algorithms = &case.facts.profile.algorithms;
    for it in used(case) {
        if it.entry.status == Status::Disallowed {
            continue;
        }
        if it.entry.kind == Family::BlockCipher {
            let base =
                it.name.split([' ', '-']).next().unwrap_or_default().to_uppercase();
            let own = it.algorithms.iter().any(|it| it.mode.is_some());
            let written = |mode: &&Algorithm| {
                let mut spelled =
                    mode.aliases.iter().chain([&mode.as_written, &mode.name]);
                spelled.any(|it| it.to_uppercase().contains(&base))
            };
            let modes = algorithms
                .iter()
                .filter(|it| matches!(family(it), Family::Mode | Family::Mac));
            if !own && !modes.clone().any(|it| written(&it)) && !near(case, &it, modes) {
                sink.report(it.first.at, &it.values());
            }
        } else if &*it.entry.name == "RSA" {
            let scheme = |it: &Algorithm| {
                let name = &case.lexicon.catalogue().get(it.entry).name;
                name.starts_with("RSA") && **name != *"RSA"
            };
            if !algorithms.iter().any(scheme) {
                sink.report_as("padding", it.first.at, &it.values());
            }
        }
    }
}

/// Whether a mode is named in a clause that uses the cipher.
fn near<'a>(
    case: Case<'_>,
    used: &Used<'_>,
    mut modes: impl Iterator<Item = &'a Algorithm>,
) -> bool {
    let clause = |it: u32| case.facts.sentences[it as usize].clause;
    let own: Vec<_> = used
        .algorithms
        .iter()
        .flat_map(|it| &it.mentions)
        .map(|it| clause(it.sentence))
        .collect();
    modes.any(|it| it.mentions.iter().any(|it| own.contains(&clause(it.sentence))))
}

/// Protocols whose versions differ in what they protect, with the documents that fix one.
const VERSIONED: &[(&str, &[&str])] = &[
    ("TLS", &["rfc8446", "rfc9846", "rfc5246", "rfc9325", "rfc7525"]),
    ("DTLS", &["rfc6347", "rfc9147", "rfc9325", "rfc7525"]),
    ("SSL", &["rfc6101"]),
    ("SSH", &["rfc4251", "rfc4252", "rfc4253", "rfc4254", "rfc9142"]),
    ("SNMP", &["rfc3411", "rfc3414", "rfc3410", "rfc5590", "rfc3412"]),
];

/// CR10: a protocol without its version.
pub(super) fn no_version(case: Case<'_>, sink: &mut Sink<'_>) {
    let algorithms = &case.facts.profile.algorithms;
    let listed: Vec<String> = case
        .facts
        .references
        .iter()
        .flat_map(|it| crate::facts::documents(&case.doc[it.span]))
        .collect();
    for it in algorithms.iter().filter(|it| it.standing == Use::Normative) {
        let Some((name, fixing)) = VERSIONED.iter().find(|(name, _)| **name == *it.name)
        else {
            continue;
        };
        let versioned = |other: &Algorithm| {
            let rest = other.name.strip_prefix(name);
            rest.is_some_and(|it| it.chars().any(|c| c.is_ascii_digit()))
        };
        let fixed = listed.iter().any(|it| fixing.contains(&&**it));
        if !fixed && !algorithms.iter().any(versioned) {
            let finding =
                sink.report(it.first(Use::Normative).at, &[("algorithm", &it.name)]);
            finding.noting("no version and no reference that fixes one was found");
        }
    }
    let fixes = |it: &String| {
        let mut rows = VERSIONED.iter().filter(|(name, _)| *name == "SNMP");
        rows.any(|(_, list)| list.contains(&&**it))
    };
    if !listed.iter().any(fixes)
        && let Some((name, at)) = unversioned_management(case)
    {
        sink.report(at, &[("algorithm", name)]).algorithm = None;
    }
}

/// SNMP carries no algorithm of its own, but its versions differ as much.
fn unversioned_management(case: Case<'_>) -> Option<(&str, Span)> {
    let catalogue = case.lexicon.catalogue();
    let text = case.doc.text();
    if !text.contains("SNMP") && !text.contains("Network Management Protocol") {
        return None;
    }
    let hits = catalogue.hits(text);
    let mut own =
        hits.iter().filter(|it| catalogue.get(it.entry).name.starts_with("SNMP"));
    let bare = |it: &&lexicon::Hit| &*catalogue.get(it.entry).name == "SNMP";
    if own.clone().any(|it| !bare(&it)) {
        return None;
    }
    own.find_map(|hit| {
        let mut asked = case.facts.sentences.iter().filter(|it| {
            it.reads == Reads::Normative
                && it.strength.is_some_and(|it| it != Strength::Prohibition)
        });
        asked.any(|it| it.span.covers(hit.span)).then_some(("SNMP", hit.span))
    })
}

/// NIST SP 800-57 part 1: less than 112 bits of strength protects nothing any more.
const LEAST_KEY: u32 = 112;

/// CR14: numbers that are too small.
pub(super) fn weak(case: Case<'_>, sink: &mut Sink<'_>) {
    let mut told: Vec<Span> = Vec::new();
    let mut sentences = Vec::new();
    for algorithm in &case.facts.profile.algorithms {
        let entry = case.lexicon.catalogue().get(algorithm.entry);
        let least = least(entry.kind, entry.min_bits);
        let small = algorithm
            .mentions
            .iter()
            .filter(|it| it.standing == Use::Normative)
            .find_map(|it| {
                let bits = it.bits?;
                (bits < least).then_some((it, bits))
            });
        let Some((mention, bits)) = small else { continue };
        let (bits, least) = (bits.to_string(), least.to_string());
        sink.report(
            mention.at,
            &[("algorithm", &algorithm.name), ("bits", &bits), ("least", &least)],
        );
        told.push(mention.at);
        sentences.push(mention.sentence);
    }
    for (sentence, index) in case.facts.sentences.iter().zip(0_u32..) {
        let asks = sentence.reads == Reads::Normative
            && sentence.strength != Some(Strength::Prohibition)
            && !case.says(sentence, "cast-off/refused")
            && !sentences.contains(&index)
            && case.says(sentence, "crypto");
        let pattern = case.words.pattern("key-size").filter(|_| asks);
        let Some(key) = pattern.and_then(|it| it.captures(&case.doc[sentence.span]))
        else {
            continue;
        };
        let group = key.get(1).or(key.get(2)).expect("one side matched");
        let Ok(bits) = group.as_str().parse::<u32>() else { continue };
        let public = case.facts.profile.algorithms.iter().any(|it| {
            let kind = case.lexicon.catalogue().get(it.entry).kind;
            matches!(kind, Family::Signature | Family::KeyAgreement)
                && it.mentions.iter().any(|it| it.sentence == index)
        });
        if (16..LEAST_KEY).contains(&bits) && !public {
            let whole = key.get(0).expect("a match has a whole").range();
            let at = Span::at(sentence.span.start(), whole);
            let (bits, least) = (bits.to_string(), LEAST_KEY.to_string());
            let values = [("algorithm", "a key"), ("bits", &bits), ("least", &least)];
            sink.report(at, &values).algorithm = None;
        }
    }
}

/// The smallest size that protects: by family, whatever a broken entry says of itself.
fn least(kind: Family, own: u32) -> u32 {
    match kind {
        Family::BlockCipher | Family::StreamCipher => own.clamp(LEAST_KEY, 128),
        Family::Signature | Family::KeyAgreement => own,
        Family::Hash => own.min(224),
        Family::Mac => 64,
        _ => 0,
    }
}
