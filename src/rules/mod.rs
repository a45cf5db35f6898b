//! Rules: each is one page in `rules/`, and some have a check in Rust behind it.

mod checks;
mod condition;
mod nearest;
mod page;

use crate::{
    doc::Document,
    facts::{Facts, Kind},
    finding::{Confidence, Finding, Messages, RuleId, Severity, Sink},
    lexicon::{Language, Lexicon, LexiconError},
};

use self::condition::Condition;
pub use self::{nearest::nearest, page::Example};

/// The pages and word lists that the program was built with: (path, text).
pub static BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// Its code, stable for ever: `CR03`.
    pub code: Box<str>,
    /// The fault, in kebab case: `algorithm-broken`.
    pub name: Box<str>,
    /// One line for lists: the title of its page.
    pub title: Box<str>,
    /// How bad it is to break it.
    pub severity: Severity,
    /// How often it is right.
    pub confidence: Confidence,
    /// What it rests on: the clause of the resolution first, then its sources.
    pub basis: Vec<Box<str>>,
    /// The version that brought it.
    pub since: Box<str>,
    /// Why it matters, as one paragraph: the first of its page.
    pub why: Box<str>,
    /// What to write instead, as one paragraph.
    pub help: Box<str>,
    /// Its page below the header.
    pub prose: Box<str>,
    /// The path of its page below `rules/`.
    pub page: Box<str>,
    /// The drafts on its page that it has to flag or to leave alone.
    pub examples: Vec<Example>,
    /// The kinds of documents that it runs on.
    pub kinds: Vec<Kind>,
    /// Whether it demands what a whole text owes and an amendment does not repeat.
    pub whole: bool,
    messages: Messages,
    check: Check,
}

#[derive(Debug)]
enum Check {
    Declared(Box<Condition>),
    Native(Native),
}

/// A rule in Rust: a function, for it has no state to hide.
type Native = fn(Case<'_>, &mut Sink<'_>);

/// All rules of a run and the lexicon they share.
#[derive(Debug)]
pub struct RuleSet {
    lexicon: Lexicon,
    // Invariant: sorted by code.
    rules: Vec<Rule>,
    digest: Box<str>,
}

/// What a rule may look at.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The document.
    pub doc: &'a Document,
    /// What it says.
    pub facts: &'a Facts,
    /// What it was before its tracked changes, if it has any.
    pub before: Option<Before<'a>>,
    /// The words it says it with.
    pub words: &'a Language,
    /// Every word list.
    pub lexicon: &'a Lexicon,
}

/// A draft as it was before its tracked changes.
#[derive(Clone, Copy, Debug)]
pub struct Before<'a> {
    /// The document.
    pub doc: &'a Document,
    /// What it said.
    pub facts: &'a Facts,
}

/// Why a page or a word list could not be used.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// A page is not what it should be.
    #[error("{page}: {reason}")]
    Page {
        /// The page's path below `rules/`.
        page: Box<str>,
        /// What is wrong.
        reason: Box<str>,
    },
    /// The word lists are not what they should be.
    #[error("lexicon/{0}")]
    Lexicon(#[from] LexiconError),
}

impl RuleSet {
    /// The rules in `files`, given as (path below `rules/`, text).
    pub fn new<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, RuleError> {
        let (mut lists, mut pages) = (Vec::new(), Vec::new());
        let mut hasher = blake3::Hasher::new();
        for (path, text) in files {
            for part in [path, text] {
                hasher.update(part.as_bytes()).update(&[0]);
            }
            if let Some(path) = path.strip_prefix("lexicon/") {
                lists.push((path, text));
            } else if path
                .rsplit_once('.')
                .is_some_and(|(name, it)| it == "md" && !name.ends_with("README"))
            {
                pages.push((path, text));
            }
        }
        let lexicon = Lexicon::new(lists)?;
        let mut rules = pages
            .into_iter()
            .map(|(path, text)| page::rule(path, text, &lexicon))
            .collect::<Result<Vec<_>, _>>()?;
        rules.sort_by(|a, b| a.code.cmp(&b.code));
        if let Some(pair) = rules.windows(2).find(|it| it[0].code == it[1].code) {
            return Err(error(
                &pair[1].page,
                &format!("{} has a page already", pair[1].code),
            ));
        }
        let digest = hasher.finalize().to_hex().as_str()[..16].into();
        Ok(Self { lexicon, rules, digest })
    }

    /// The rules that the program was built with.
    pub fn built_in() -> Self {
        Self::new(BUILT_IN.iter().copied()).expect("every page is tested")
    }

    /// The words that the rules look for.
    pub const fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// A digest of every page and word list.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Whether any rule is for documents of the kind with this name.
    pub fn applies_to(&self, kind: &str) -> bool {
        self.rules.iter().any(|it| it.kinds.iter().any(|it| it.name() == kind))
    }

    /// Every rule with the name it goes by in findings, sorted by code.
    pub fn rules(&self) -> impl Iterator<Item = (RuleId, &Rule)> {
        (0..).map(RuleId).zip(&self.rules)
    }

    /// The rule that a finding names.
    pub fn get(&self, id: RuleId) -> &Rule {
        &self.rules[usize::from(id.0)]
    }

    /// The rule with this code or name, in any case.
    pub fn find(&self, name: &str) -> Option<RuleId> {
        let same = |it: &Rule| {
            it.code.eq_ignore_ascii_case(name) || it.name.eq_ignore_ascii_case(name)
        };
        self.rules().find(|(_, it)| same(it)).map(|(id, _)| id)
    }
}

impl Rule {
    /// Its group: the letters of its code.
    pub fn group(&self) -> &str {
        self.code.trim_end_matches(|it: char| it.is_ascii_digit())
    }

    /// Takes the findings of this rule, which goes by `id`.
    pub const fn sink(&self, id: RuleId) -> Sink<'_> {
        Sink::new(id, &self.messages)
    }

    /// Everything this rule finds in `case`.
    pub fn findings(&self, id: RuleId, case: Case<'_>) -> Vec<Finding> {
        let profile = &case.facts.profile;
        if !self.kinds.contains(&profile.kind) || (self.whole && profile.amends) {
            return Vec::new();
        }
        let mut sink = self.sink(id);
        match &self.check {
            Check::Declared(condition) => condition.run(case, &mut sink),
            Check::Native(check) => check(case, &mut sink),
        }
        sink.into_findings()
    }
}

fn error(page: &str, reason: &dyn std::fmt::Display) -> RuleError {
    RuleError::Page { page: page.into(), reason: reason.to_string().into() }
}
