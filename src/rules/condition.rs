//! Conditions: set algebra over sentences, as a page declares it. No loop, no count.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Case;
use crate::{
    doc::ClauseId,
    facts::{Reads, Sentence, Strength},
    finding::Sink,
    lexicon::{ConceptSet, Language, Lexicon},
};

/// A condition as a page spells it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Spelled {
    when: SpelledWhen,
    missing: Option<SpelledMissing>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SpelledWhen {
    #[serde(default)]
    all: Vec<Box<str>>,
    #[serde(default)]
    any: Vec<Box<str>>,
    #[serde(default)]
    none: Vec<Box<str>>,
    #[serde(default)]
    strength: Vec<Strength>,
    #[serde(default)]
    traits: Vec<Box<str>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SpelledMissing {
    within: Within,
    #[serde(default)]
    cited: bool,
    any: Vec<Box<str>>,
}

/// Where an answer may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Within {
    Sentence,
    Clause,
    Security,
    Document,
}

/// A condition, ready to be held against the sentences of any language.
#[derive(Debug)]
pub(super) struct Condition {
    // Invariant: one for each language of the lexicon, in its order.
    languages: Vec<InLanguage>,
    strength: Vec<Strength>,
    traits: Vec<Box<str>>,
    within: Option<Within>,
    // Whether what the sentence itself cites answers it.
    cited: bool,
}

#[derive(Debug)]
struct InLanguage {
    code: Box<str>,
    all: ConceptSet,
    any: ConceptSet,
    none: ConceptSet,
    missing: ConceptSet,
}

impl Condition {
    pub(super) fn new(spelled: Spelled, lexicon: &Lexicon) -> Result<Self, String> {
        let Spelled { when, missing } = spelled;
        if when.all.is_empty() && when.any.is_empty() {
            return Err("a condition needs `all` or `any`".to_owned());
        }
        let cited = missing.as_ref().is_some_and(|it| it.cited);
        let (within, answers) =
            missing.map_or((None, Vec::new()), |it| (Some(it.within), it.any));
        let languages = lexicon
            .languages()
            .iter()
            .map(|it| InLanguage::new(it, &when, &answers))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            languages,
            strength: when.strength,
            traits: when.traits,
            within,
            cited,
        })
    }

    pub(super) fn run(&self, case: Case<'_>, sink: &mut Sink<'_>) {
        let code = case.words.code();
        let Some(sets) = self.languages.iter().find(|it| &*it.code == code) else {
            return;
        };
        let profile = &case.facts.profile;
        let applies = self.traits.is_empty()
            || self
                .traits
                .iter()
                .any(|it| profile.traits.iter().any(|own| own.name == *it));
        if !applies {
            return;
        }
        let said = Said::of(case);
        for sentence in &case.facts.sentences {
            if !self.matches(sets, sentence) || self.answered(sets, sentence, case, &said)
            {
                continue;
            }
            let wants = |it| sets.all.contains(it) || sets.any.contains(it);
            let words =
                case.facts.mentions_of(sentence).iter().find(|(it, _)| wants(*it));
            let words = words.map_or("", |(_, span)| &case.doc[*span]);
            sink.report(sentence.span, &[("words", words)]);
        }
    }

    fn matches(&self, sets: &InLanguage, sentence: &Sentence) -> bool {
        let said = &sentence.concepts;
        sentence.reads == Reads::Normative
            && said.includes(&sets.all)
            && (sets.any.is_empty() || said.meets(&sets.any))
            && !said.meets(&sets.none)
            && (self.strength.is_empty()
                || sentence.strength.is_some_and(|it| self.strength.contains(&it)))
    }

    fn answered(
        &self,
        sets: &InLanguage,
        sentence: &Sentence,
        case: Case<'_>,
        said: &Said,
    ) -> bool {
        let Some(within) = self.within else { return false };
        if self.cited && case.facts.citations_of(sentence).next().is_some() {
            return true;
        }
        let answers = |it: &ConceptSet| it.meets(&sets.missing);
        match within {
            Within::Sentence => answers(&sentence.concepts),
            Within::Clause => said.clauses.get(&sentence.clause).is_some_and(answers),
            Within::Security => {
                let part = &case.facts.profile.security;
                let mut all = said.clauses.iter();
                all.any(|(it, concepts)| part.covers(case.doc, *it) && answers(concepts))
            }
            Within::Document => said.clauses.values().any(answers),
        }
    }
}

/// What each clause speaks of, taken together, without the text about text.
struct Said {
    clauses: BTreeMap<ClauseId, ConceptSet>,
}

impl Said {
    fn of(case: Case<'_>) -> Self {
        let mut clauses: BTreeMap<ClauseId, ConceptSet> = BTreeMap::new();
        for it in case.facts.sentences.iter().filter(|it| it.reads != Reads::Apparatus) {
            *clauses.entry(it.clause).or_default() |= it.concepts;
        }
        Self { clauses }
    }
}

impl InLanguage {
    fn new(
        words: &Language,
        when: &SpelledWhen,
        answers: &[Box<str>],
    ) -> Result<Self, String> {
        let set = |list: &[Box<str>]| {
            words
                .concepts(list.iter().map(|it| &**it))
                .map_err(|it| format!("no concept is called `{it}` ({})", words.code()))
        };
        Ok(Self {
            code: words.code().into(),
            all: set(&when.all)?,
            any: set(&when.any)?,
            none: set(&when.none)?,
            missing: set(answers)?,
        })
    }
}
