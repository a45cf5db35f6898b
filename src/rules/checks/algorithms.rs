//! Algorithms one by one: declared or not, broken, deprecated, not yet a standard.

use std::{collections::BTreeMap, sync::LazyLock};

use regex::Regex;

use super::Case;
use crate::{
    facts::{Algorithm, Mention, Reads, Strength, Use},
    finding::Sink,
    lexicon::{Entry, EntryId, Family, Status},
    text::Span,
};

/// An entry of the catalogue as this draft uses it: its spellings taken together.
pub(super) struct Used<'a> {
    pub entry: &'a Entry,
    pub id: EntryId,
    /// Its names in this draft.
    pub name: String,
    pub algorithms: Vec<&'a Algorithm>,
    /// The first place that uses it.
    pub first: Mention,
}

/// What the draft uses normatively, in the order of first use.
pub(super) fn used(case: Case<'_>) -> Vec<Used<'_>> {
    let mut groups: BTreeMap<EntryId, Vec<&Algorithm>> = BTreeMap::new();
    for algorithm in &case.facts.profile.algorithms {
        if algorithm.standing == Use::Normative {
            groups.entry(algorithm.entry).or_default().push(algorithm);
        }
    }
    let catalogue = case.lexicon.catalogue();
    let mut found: Vec<Used<'_>> = groups
        .into_iter()
        .filter_map(|(id, algorithms)| {
            let entry = catalogue.get(id);
            let first = algorithms
                .iter()
                .map(|it| it.first(Use::Normative))
                .min_by_key(|it| it.at)?;
            let name = listed(&algorithms);
            Some(Used { entry, id, name, algorithms, first })
        })
        .collect();
    found.sort_by_key(|it| it.first.at);
    found
}

impl Used<'_> {
    /// The further places that use it.
    fn others(&self) -> Vec<Span> {
        let all = self.algorithms.iter().flat_map(|it| &it.mentions);
        let mut others: Vec<_> = all
            .filter(|it| it.standing == Use::Normative && it.at != self.first.at)
            .map(|it| it.at)
            .collect();
        others.sort_unstable();
        others
    }

    /// What messages say of it: its name, and the words that agree with it.
    pub(super) fn values(&self) -> [(&'static str, &str); 3] {
        let many = 1 < self.algorithms.len();
        let (is, it) = if many { ("are", "them") } else { ("is", "it") };
        [("algorithm", &self.name), ("is", is), ("it", it)]
    }
}

/// The names of what one entry stands for in this draft: "P-256, P-384 and P-521".
fn listed(algorithms: &[&Algorithm]) -> String {
    let names: Vec<&str> = algorithms.iter().map(|it| &*it.name).collect();
    match &names[..] {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [many @ .., last] => format!("{} and {last}", many.join(", ")),
    }
}

/// What a place does, as a verb.
fn verb(strength: Option<Strength>) -> &'static str {
    match strength {
        Some(Strength::Requirement) => "requires",
        Some(Strength::Recommendation) => "recommends",
        Some(Strength::Permission) => "allows",
        Some(Strength::Prohibition) | None => "uses",
    }
}

/// CR01: used, and no reference says which specification is meant.
pub(super) fn undeclared(case: Case<'_>, sink: &mut Sink<'_>) {
    let all = used(case);
    for it in &all {
        // What a note or an appendix cites says which specification is meant, too.
        let algorithms = &case.facts.profile.algorithms;
        let declared =
            algorithms.iter().any(|own| own.entry == it.id && own.declared_by.is_some());
        // A mode written with its cipher ("AES128-GCM") is one thing to the author.
        let part = it.entry.kind == Family::Mode
            && all.iter().any(|other| {
                other.entry.kind == Family::BlockCipher
                    && other.first.sentence == it.first.sentence
                    && it.first.at.start().abs_diff(other.first.at.end()) <= 1
            });
        // "AES CCM": the mode's specification says which cipher it is made for.
        let named_by_mode =
            it.entry.kind == Family::BlockCipher && always_with_mode(case, it);
        if declared || part || named_by_mode || by_citation(case, it) {
            continue;
        }
        let finding = sink.report(it.first.at, &it.values());
        finding.also = it.others();
        let specs: Vec<&str> = it.entry.specs.iter().map(|it| &**it).collect();
        finding.noting(format!("looked for {} in the references", specs.join(", ")));
        if it.algorithms.iter().map(|it| it.mentions.len()).sum::<usize>() > 1 {
            let count: usize = it.algorithms.iter().map(|it| it.mentions.len()).sum();
            finding.noting(format!("named {count} times in this draft"));
        }
    }
}

/// Whether a cipher is used only where a declared mode is: the specification of the mode
/// says which cipher it is made for.
fn always_with_mode(case: Case<'_>, used: &Used<'_>) -> bool {
    let catalogue = case.lexicon.catalogue();
    let clause = |it: &Mention| case.facts.sentences[it.sentence as usize].clause;
    let algorithms = &case.facts.profile.algorithms;
    let modes: Vec<_> = algorithms
        .iter()
        .filter(|it| catalogue.get(it.entry).kind == Family::Mode)
        .filter(|it| it.declared_by.is_some())
        .flat_map(|it| &it.mentions)
        .map(clause)
        .collect();
    let own = used.algorithms.iter().flat_map(|it| &it.mentions);
    own.filter(|it| it.standing == Use::Normative).all(|it| modes.contains(&clause(it)))
}

/// Whether the sentence of some use cites a listed document after the name.
fn by_citation(case: Case<'_>, used: &Used<'_>) -> bool {
    used.algorithms.iter().flat_map(|it| &it.mentions).any(|mention| {
        let sentence = &case.facts.sentences[mention.sentence as usize];
        let mut cited = case.facts.citations_of(sentence);
        let behind =
            cited.any(|it| it.target.is_some() && mention.at.end() <= it.span.start());
        let alone = |other: &Algorithm| {
            let mut mentions = other.mentions.iter();
            other.entry == used.id || !mentions.any(|it| it.sentence == mention.sentence)
        };
        behind && case.facts.profile.algorithms.iter().all(alone)
    })
}

/// CR03: broken, and required, recommended, allowed or used.
pub(super) fn broken(case: Case<'_>, sink: &mut Sink<'_>) {
    for it in used(case) {
        if it.entry.status == Status::Disallowed && !weighed(case, &it) {
            let [name, is, them] = it.values();
            let values = [name, is, them, ("verb", verb(it.first.strength))];
            let finding = sink.report(it.first.at, &values);
            (finding.also, finding.apart) = (it.others(), true);
            if let Some(note) = &it.entry.note {
                finding.noting(format!("what is known of it: {note}"));
            }
        }
    }
}

/// A draft that forbids an algorithm in one place and tolerates it in another has
/// thought of it; one that forbids and requires it has not.
fn weighed(case: Case<'_>, used: &Used<'_>) -> bool {
    let mentions = || {
        let own = case.facts.profile.algorithms.iter().filter(|it| it.entry == used.id);
        own.flat_map(|it| &it.mentions)
    };
    let asked = mentions().any(|it| {
        it.standing == Use::Normative
            && it.strength.is_some_and(|it| Strength::Permission < it)
    });
    !asked && mentions().any(|it| it.standing == Use::Prohibited)
}

/// CR04: being retired, and used without an end or a limit.
pub(super) fn deprecated(case: Case<'_>, sink: &mut Sink<'_>) {
    for it in used(case) {
        let status = match it.entry.status {
            Status::Deprecated => "deprecated",
            // A mode or a version is a matter of its profile: other rules ask for that.
            Status::Legacy
                if !matches!(it.entry.kind, Family::Mode | Family::Protocol) =>
            {
                "legacy"
            }
            _ => continue,
        };
        if limited(case, it.first) {
            continue;
        }
        let verb = verb(it.first.strength);
        let [name, is, them] = it.values();
        let values = [name, is, them, ("verb", verb), ("status", status)];
        let finding = sink.report(it.first.at, &values);
        (finding.also, finding.apart) = (it.others(), true);
        if let Some(note) = &it.entry.note {
            finding.noting(format!("what is known of it: {note}"));
        }
    }
}

/// Whether the clause gives an end date, or says that it is for what is installed.
fn limited(case: Case<'_>, mention: Mention) -> bool {
    let clause = case.facts.sentences[mention.sentence as usize].clause;
    let own = case.facts.sentences.iter();
    own.filter(|it| it.clause == clause && it.reads != Reads::Apparatus).any(|it| {
        let dated =
            || case.says(it, "cast-off/until") && YEAR.is_match(&case.doc[it.span]);
        case.says(it, "cast-off/interworking") || dated()
    })
}

static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)20[2-9][0-9](?-u:\b)").expect("a tested pattern")
});

/// QR04: relied on before there is a standard.
pub(super) fn candidate(case: Case<'_>, sink: &mut Sink<'_>) {
    for it in used(case) {
        if it.entry.is_candidate() {
            let finding = sink.report(it.first.at, &it.values());
            if let Some(note) = &it.entry.note {
                finding.noting(format!("what is known of it: {note}"));
            }
        }
    }
}
