//! Findings held against labels: precision and recall, by rule.
//!
//! A label is what a person says of a draft; a score is what came of comparing. Knows no
//! rule's inside and no file.

mod labels;
mod matching;
mod places;
mod table;
#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, fmt, sync::LazyLock};

use regex::Regex;

use self::matching::{Matching, Places};
pub use self::{
    labels::{Expected, Labels, Named, Set, Trap},
    table::table,
};
use crate::{
    facts::{Algorithm, Use},
    finding::Finding,
    report::Draft,
    rules::RuleSet,
};

/// What came of holding drafts against their labels.
#[derive(Clone, Debug, Default)]
pub struct Scored {
    /// For each rule, by its code.
    pub rules: BTreeMap<Box<str>, Tally>,
    /// The algorithms that were found.
    pub algorithms: Tally,
    /// For each question about the draft as a whole.
    pub answers: BTreeMap<&'static str, Share>,
    /// Everything that was not as labelled.
    pub notes: Vec<Note>,
}

/// How often something was found, and how often it should have been.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Labels that were met.
    pub right: u32,
    /// Findings that no label asks for.
    pub false_alarms: u32,
    /// Labels that were not met.
    pub missed: u32,
}

/// How often a question was answered right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Right answers.
    pub right: u32,
    /// All answers.
    pub of: u32,
}

/// Something that was not as labelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// In which way.
    pub fault: Fault,
    /// In which draft.
    pub draft: Box<str>,
    /// Whose: the code of a rule, or the question.
    pub whose: Box<str>,
    /// The clause and the words, or what was said and what is labelled.
    pub words: Box<str>,
}

/// A way of not being as labelled; the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// A rule fired on words that it was told to leave alone.
    Trapped,
    /// A finding that no label asks for.
    FalseAlarm,
    /// A label that no finding meets.
    Missed,
    /// A second finding where one was asked for; it counts neither way.
    Again,
    /// A wrong answer about the draft as a whole.
    Answer,
}

impl Tally {
    /// How many of the findings are right, where there are any.
    pub fn precision(self) -> Option<f64> {
        share(self.right, self.false_alarms)
    }

    /// How many of the labels are met, where there are any.
    pub fn recall(self) -> Option<f64> {
        share(self.right, self.missed)
    }
}

fn share(right: u32, wrong: u32) -> Option<f64> {
    (right + wrong != 0).then(|| f64::from(right) / f64::from(right + wrong))
}

/// Holds one checked draft against its labels.
pub fn score(draft: &Draft, labels: &Labels, rules: &RuleSet) -> Scored {
    let mut scored = Scored::default();
    for (_, rule) in rules.rules() {
        scored.rules.insert(rule.code.clone(), Tally::default());
    }
    let name = name(&draft.path);
    let mut judge = Judge { draft, labels, rules, name, scored };
    judge.findings();
    judge.answers();
    judge.algorithms();
    judge.scored.notes.sort_by(|a, b| (a.fault, &a.whose).cmp(&(b.fault, &b.whose)));
    judge.scored
}

/// The sum of several scores.
pub fn sum(scored: &[Scored]) -> Scored {
    let mut all = Scored::default();
    for one in scored {
        for (code, tally) in &one.rules {
            add(all.rules.entry(code.clone()).or_default(), *tally);
        }
        add(&mut all.algorithms, one.algorithms);
        for (question, share) in &one.answers {
            let total = all.answers.entry(question).or_default();
            total.right += share.right;
            total.of += share.of;
        }
        all.notes.extend_from_slice(&one.notes);
    }
    all
}

fn add(total: &mut Tally, one: Tally) {
    total.right += one.right;
    total.false_alarms += one.false_alarms;
    total.missed += one.missed;
}

/// The folder that a labelled draft stands in is its name.
fn name(path: &str) -> Box<str> {
    let mut parts = path.rsplit('/');
    let file = parts.next().unwrap_or_default();
    parts.next().unwrap_or(file).into()
}

struct Judge<'a> {
    draft: &'a Draft,
    labels: &'a Labels,
    rules: &'a RuleSet,
    name: Box<str>,
    scored: Scored,
}

impl Judge<'_> {
    fn findings(&mut self) {
        let places = Places::of(self.draft, self.labels, self.rules);
        let Matching { met, absent, open } = places.matched();
        for finding in open {
            let code = &*self.rules.get(finding.rule).code;
            let (fault, because) = match places.trap(finding) {
                Some(trap) => (Fault::Trapped, format!(": {}", trap.why)),
                None if places.known(finding) => (Fault::Again, String::new()),
                None => (Fault::FalseAlarm, String::new()),
            };
            if fault != Fault::Again {
                self.tally(code).false_alarms += 1;
            }
            let words = format!("{}{because}", self.shown(finding));
            self.note(fault, code, words);
        }
        for (label, met) in self.labels.findings.iter().zip(met) {
            self.label(&label.rule, met, || {
                let clause = label.clause.as_deref().unwrap_or("anywhere");
                format!("{clause}: “{}”", label.quote)
            });
        }
        for (code, met) in absent {
            self.label(code, met, || "what is missing in the draft".to_owned());
        }
    }

    fn label(&mut self, code: &str, met: bool, words: impl Fn() -> String) {
        if met {
            self.tally(code).right += 1;
        } else {
            self.tally(code).missed += 1;
            self.note(Fault::Missed, code, words());
        }
    }

    fn answers(&mut self) {
        let (labels, profile) = (self.labels, &self.draft.facts.profile);
        let about = self.draft.document.about();
        let number = |it: &Option<Box<str>>| it.as_deref().unwrap_or("none").to_owned();
        self.answer("kind", profile.kind.name(), labels.kind.name());
        self.answer("language", about.language, &labels.language);
        self.answer("number", &number(&about.number), &number(&labels.number));
        self.answer("security", profile.security.state.name(), &labels.security);
        self.answer("threats", profile.threats.state.name(), &labels.threats);
        self.answer("privacy", profile.privacy.state.name(), &labels.privacy);
    }

    fn algorithms(&mut self) {
        let labels = &self.labels.algorithms;
        let named = self.draft.facts.profile.algorithms.iter();
        let found: Vec<_> = named.filter(|it| it.standing != Use::Definition).collect();
        let meant: Vec<_> = found.iter().map(|it| meant(labels, it)).collect();
        for (algorithm, _) in found.iter().zip(&meant).filter(|(_, it)| it.is_empty()) {
            self.scored.algorithms.false_alarms += 1;
            let words = format!("{} ({})", algorithm.name, algorithm.as_written);
            self.note(Fault::FalseAlarm, "algorithm", words);
        }
        for (index, label) in labels.iter().enumerate() {
            let hits = || found.iter().zip(&meant).filter(|(_, it)| it.contains(&index));
            let Some((first, _)) = hits().next() else {
                self.scored.algorithms.missed += 1;
                self.note(Fault::Missed, "algorithm", label.name.to_string());
                continue;
            };
            self.scored.algorithms.right += 1;
            let same = |it: &Algorithm| it.standing.name() == &*label.standing;
            let best = hits().map(|(it, _)| *it).find(|it| same(it)).unwrap_or(first);
            let question = |it: &str, of: &str| format!("{of} {it}");
            let said = question(best.standing.name(), &label.name);
            self.answer("standing", &said, &question(&label.standing, &label.name));
            let word = |it: bool| if it { "declared" } else { "undeclared" };
            let said = question(word(best.declared_by.is_some()), &label.name);
            self.answer("declared", &said, &question(word(label.declared), &label.name));
        }
    }

    fn answer(&mut self, question: &'static str, said: &str, labelled: &str) {
        let share = self.scored.answers.entry(question).or_default();
        share.of += 1;
        if said == labelled {
            share.right += 1;
        } else {
            let words = format!("said {said}, labelled {labelled}");
            self.note(Fault::Answer, question, words);
        }
    }

    fn tally(&mut self, code: &str) -> &mut Tally {
        self.scored.rules.entry(code.into()).or_default()
    }

    fn note(&mut self, fault: Fault, whose: &str, words: String) {
        let draft = self.name.clone();
        self.scored.notes.push(Note {
            fault,
            draft,
            whose: whose.into(),
            words: words.into(),
        });
    }

    fn shown(&self, finding: &Finding) -> String {
        let doc = &self.draft.document;
        let clause = &doc[doc.clause_at(finding.at)];
        let clause = match clause.number.as_deref().unwrap_or(&doc[clause.title]) {
            "" => "title",
            name => name,
        };
        format!("{clause}: “{}” ({})", &doc[finding.at], finding.message)
    }
}

/// The labels that an algorithm is: those of equal name, or else of a name in a name.
fn meant(labels: &[Named], algorithm: &Algorithm) -> Vec<usize> {
    let names = [&algorithm.name, &algorithm.as_written];
    let names: Vec<_> =
        names.into_iter().chain(&algorithm.aliases).map(|it| squashed(it)).collect();
    let find = |same: &dyn Fn(&str, &str) -> bool| -> Vec<usize> {
        let is = |it: &Named| names.iter().any(|own| same(&squashed(&it.name), own));
        (0..labels.len()).filter(|it| is(&labels[*it])).collect()
    };
    let equal = find(&|a, b| a == b);
    if !equal.is_empty() {
        return equal;
    }
    find(&|a, b| 3 <= a.len().min(b.len()) && (a.contains(b) || b.contains(a)))
}

/// The letters and digits of a name: "TLS version 1.2" and "TLS 1.2" are the same.
fn squashed(name: &str) -> String {
    static FILLER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?-u:\b)version(?-u:\b)|(?-u:\b)v([0-9])|\(.*?\)")
            .expect("a tested pattern")
    });
    let name = name.to_lowercase();
    let name = FILLER.replace_all(&name, "$1");
    name.chars().filter(|it| it.is_alphanumeric()).collect()
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fault = match self.fault {
            Fault::Trapped => "trapped",
            Fault::FalseAlarm => "false alarm",
            Fault::Missed => "missed",
            Fault::Again => "again",
            Fault::Answer => "answer",
        };
        let Self { draft, whose, words, .. } = self;
        write!(f, "{fault:<12} {whose:<9} {draft}, {words}")
    }
}
