//! The checks written in Rust: one file for rules that ask the same question, one row
//! a rule.

mod absence;
mod algorithms;
mod deletions;
mod drafting;
mod fail_open;
mod inventory;
mod parameters;
mod references;
mod security;
mod threats;

use super::{Case, Native};
use crate::{
    doc::{ClauseId, Region},
    facts::{Kind, Sentence, Trait},
    text::Span,
};

/// The check behind the rule with this code.
pub(super) fn find(code: &str) -> Option<Native> {
    CHECKS.iter().find(|(it, _)| *it == code).map(|(_, check)| *check)
}

const CHECKS: &[(&str, Native)] = &[
    ("AL01", heard_later),
    ("AL02", heard_later),
    ("AL03", heard_later),
    ("AL04", heard_later),
    ("CR01", algorithms::undeclared),
    ("CR02", inventory::no_inventory),
    ("CR03", algorithms::broken),
    ("CR04", algorithms::deprecated),
    ("CR05", parameters::no_size),
    ("CR06", parameters::no_mode),
    ("CR08", inventory::no_agility),
    ("CR10", parameters::no_version),
    ("CR11", references::obsolete),
    ("CR14", parameters::weak),
    ("DL02", security::integrity),
    ("LC02", absence::no_update),
    ("PR01", absence::no_privacy),
    ("QR01", inventory::no_quantum),
    ("QR04", algorithms::candidate),
    ("RF01", references::uncited),
    ("RF02", references::by_bibliography),
    ("RF03", references::unpublished),
    ("RS03", fail_open::fails_open),
    ("SC01", absence::no_security),
    ("SC02", security::unjustified),
    ("SC03", security::vacuous),
    ("SC04", security::delegated),
    ("SC07", security::only_in_appendix),
    ("SC09", deletions::security_deleted),
    ("ST02", drafting::no_summary),
    ("ST03", drafting::out_of_place),
    ("ST06", drafting::unresolved),
    ("TM01", threats::none),
    ("TM06", threats::untraced),
];

/// What is wrong with allowances is known once all rules have run: `allow` says it.
const fn heard_later(_: Case<'_>, _: &mut super::Sink<'_>) {}

/// Traits that oblige a draft to consider security, the most telling first.
const DUTIES: &[&str] = &[
    "protocol",
    "interface",
    "identity",
    "personal-data",
    "critical",
    "vehicle",
    "iot",
    "cloud",
    "software",
    "ai",
    "metaverse",
    "format",
    "service",
];

impl<'a> Case<'a> {
    /// The trait that makes security the draft's business, if it has one.
    fn duty(&self) -> Option<&'a Trait> {
        let profile = &self.facts.profile;
        if profile.inert {
            return None;
        }
        // A report on a thing owes less than the specification of it: its title has to
        // say that it is about such a thing.
        let informs = profile.kind == Kind::Supplement;
        let mut earned = DUTIES.iter().filter_map(|name| self.earned(name));
        earned.find(|it| !informs || (it.titled && &*it.name != "service"))
    }

    /// The trait called `name`, if the draft has it.
    fn earned(&self, name: &str) -> Option<&'a Trait> {
        self.facts.profile.traits.iter().find(|it| &*it.name == name)
    }

    /// Whether a sentence speaks of a concept.
    fn says(&self, sentence: &Sentence, concept: &str) -> bool {
        self.words.concept(concept).is_some_and(|it| sentence.concepts.contains(it))
    }

    /// The words of a sentence that speak of a concept.
    fn words_for(&self, sentence: &Sentence, concept: &str) -> Option<Span> {
        let wanted = self.words.concept(concept)?;
        let mentions = self.facts.mentions_of(sentence);
        mentions.iter().find(|(it, _)| *it == wanted).map(|(_, span)| *span)
    }

    /// Every place in a sentence that speaks of a concept, in reading order.
    fn all_words_for(&self, sentence: &Sentence, concept: &str) -> Vec<Span> {
        let wanted = self.words.concept(concept);
        let mentions = self.facts.mentions_of(sentence).iter();
        mentions.filter(|(it, _)| Some(*it) == wanted).map(|(_, span)| *span).collect()
    }

    /// How people name a clause: its number, or else its title.
    fn label(&self, clause: ClauseId) -> String {
        let it = &self.doc[clause];
        it.number
            .as_deref()
            .map_or_else(|| format!("“{}”", &self.doc[it.title]), Into::into)
    }

    /// The top clauses that were searched, in words: "looked in 6, 7 and Annex A".
    fn searched(&self) -> String {
        let labels: Vec<String> = self
            .doc
            .clauses()
            .filter(|(_, it)| it.level == 1 && it.region == Region::Body)
            .map(|(id, _)| self.label(id))
            .collect();
        match &labels[..] {
            [] => "looked in the whole text".to_owned(),
            [one] => format!("looked in {one}"),
            [many @ .., last] => format!("looked in {} and {last}", many.join(", ")),
        }
    }
}
