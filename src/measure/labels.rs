//! What a person says of a labelled draft, as `labels.toml` holds it.

use serde::Deserialize;

use super::places::{self, Letters};
use crate::{
    doc::Document,
    facts::{Kind, Privacy, Security, Threats, Use},
};

/// Everything that is true of one draft, as far as reclint is asked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    /// What the draft is and what makes it interesting.
    pub about: Box<str>,
    /// What it is there to prove.
    pub set: Set,
    /// What kind of document it is.
    pub kind: Kind,
    /// Its language, as a two-letter code.
    pub language: Box<str>,
    /// Its number, where it has one.
    pub number: Option<Box<str>>,
    /// The state of its security part, by name.
    pub security: Box<str>,
    /// The state of its threat part, by name.
    pub threats: Box<str>,
    /// The state of its privacy part, by name.
    pub privacy: Box<str>,
    /// The rules that have to find that something is missing.
    #[serde(default)]
    pub absent: Vec<Box<str>>,
    /// Every other finding that there has to be.
    #[serde(default, rename = "finding")]
    pub findings: Vec<Expected>,
    /// Words that a careless rule would flag.
    #[serde(default, rename = "quiet")]
    pub traps: Vec<Trap>,
    /// Every algorithm that its text names outside references and definitions.
    #[serde(default, rename = "algorithm")]
    pub algorithms: Vec<Named>,
}

/// What a labelled draft is there to prove.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Set {
    /// That faults are found.
    Loud,
    /// That nothing is said where nothing is wrong: no error, no warning.
    Quiet,
}

/// A finding that there has to be.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// The code of its rule.
    pub rule: Box<str>,
    /// Words of the draft that it has to be about.
    pub quote: Box<str>,
    /// The number of the clause they stand in, or its title where it has none.
    pub clause: Option<Box<str>>,
    /// Why it is right.
    pub why: Box<str>,
}

/// Words that a rule must leave alone.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trap {
    /// The code of the rule.
    pub rule: Box<str>,
    /// The words.
    pub quote: Box<str>,
    /// The clause they stand in.
    pub clause: Option<Box<str>>,
    /// Why it must.
    pub why: Box<str>,
}

/// An algorithm that the draft names.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Its name.
    pub name: Box<str>,
    /// What the draft does with it, by name.
    pub standing: Box<str>,
    /// Whether something says which document specifies it.
    pub declared: bool,
}

impl Labels {
    /// Reads `labels.toml`; the error says what a person has to mend.
    pub fn parse(text: &str) -> Result<Self, String> {
        let labels: Self = toml::from_str(text).map_err(|it| it.to_string())?;
        use_one_of("security", &labels.security, &SECURITY.map(Security::name))?;
        use_one_of("threats", &labels.threats, &THREATS.map(Threats::name))?;
        use_one_of("privacy", &labels.privacy, &PRIVACY.map(Privacy::name))?;
        for named in &labels.algorithms {
            use_one_of("standing", &named.standing, &STANDING.map(Use::name))?;
        }
        let quotes = labels.findings.iter().map(|it| (&it.rule, &it.quote));
        for (rule, quote) in
            quotes.chain(labels.traps.iter().map(|it| (&it.rule, &it.quote)))
        {
            if places::letters(quote).is_empty() {
                return Err(format!("a label of {rule} quotes no words"));
            }
        }
        Ok(labels)
    }

    /// The findings whose words do not stand where they say, each with its clause.
    ///
    /// Traps are not asked: the words of one may be deleted by a tracked change.
    pub fn misplaced(&self, doc: &Document) -> Vec<String> {
        let letters = Letters::of(doc);
        let lost = self.findings.iter().filter_map(|it| {
            let found = match &it.clause {
                Some(clause) => letters.within(doc, &it.quote, clause),
                None => letters.find(doc, &it.quote, None),
            };
            let place = it.clause.as_deref().unwrap_or("the draft");
            found.is_empty().then(|| format!("“{}” is not in {place}", it.quote))
        });
        lost.collect()
    }
}

const SECURITY: [Security; 4] =
    [Security::None, Security::Vacuous, Security::Delegated, Security::Substantive];
const THREATS: [Threats; 4] =
    [Threats::None, Threats::Mentioned, Threats::Enumerated, Threats::Model];
const PRIVACY: [Privacy; 3] = [Privacy::None, Privacy::Mentioned, Privacy::Section];
const STANDING: [Use; 3] = [Use::Normative, Use::Informative, Use::Prohibited];

fn use_one_of(key: &str, said: &str, names: &[&str]) -> Result<(), String> {
    if names.contains(&said) {
        return Ok(());
    }
    Err(format!("{key} is one of {}, not `{said}`", names.join(", ")))
}
