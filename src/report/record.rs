//! What a report keeps of a draft: the frozen types of the JSON report,
//! `reclint-report/1`. They hold all that any output says of a draft but its text, so
//! that a report can be written, kept, joined and compared without the drafts.
//!
//! A field that is here stays; a new one has a default, so that earlier reports can
//! still be read.

use serde::{Deserialize, Serialize};

use crate::finding::{Confidence, Severity};

/// The name of this form.
pub const SCHEMA: &str = "reclint-report/1";

/// One draft that was read and checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Its path, as given or as found below a folder that was given.
    pub path: Box<str>,
    /// The format it was read as.
    pub format: Box<str>,
    /// How many bytes it has.
    pub bytes: u64,
    /// Its digest, as `blake3:` and hexadecimal digits.
    pub digest: Box<str>,
    /// What it is as a whole.
    pub profile: Profile,
    /// What was found, in the order of its text.
    pub findings: Vec<Finding>,
    /// What was found and answered, in the order of its text.
    pub allowed: Vec<Allowed>,
    /// What was not read of it, and rules that could not finish.
    pub skipped: Vec<Skipped>,
}

/// What a draft is as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The kind of document.
    pub kind: Box<str>,
    /// Why it was taken for that.
    pub kind_because: Box<str>,
    /// Its language, as `en`.
    pub language: Box<str>,
    /// Its title.
    pub title: Option<Box<str>>,
    /// Its number, as `X.609.7`.
    pub number: Option<Box<str>>,
    /// The Question that it is for, as its cover says it: `7/17`.
    #[serde(default)]
    pub question: Option<Box<str>>,
    /// What its cover says the document is called at its meeting: `TD 1234`.
    #[serde(default)]
    pub document: Option<Box<str>>,
    /// How many words it has.
    pub words: u32,
    /// What it specifies.
    pub traits: Vec<Trait>,
    /// What it says of security.
    pub security: Part,
    /// What it says of threats.
    pub threats: Part,
    /// What it says of personal data.
    pub privacy: Part,
    /// The algorithms that it names.
    pub algorithms: Vec<Algorithm>,
}

/// Something that a draft specifies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trait {
    /// What it is called.
    pub name: Box<str>,
    /// The words that show it.
    pub because: Box<str>,
    /// The clause that they stand in.
    pub clause: Option<Box<str>>,
}

/// What a draft says of one subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// How much it says.
    pub state: Box<str>,
    /// The number, or else the title, of the clause that says most.
    pub clause: Option<Box<str>>,
    /// The title of that clause.
    #[serde(default)]
    pub title: Option<Box<str>>,
}

/// An algorithm as a draft uses it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Algorithm {
    /// Its name in the catalogue.
    pub name: Box<str>,
    /// Its name in the draft.
    pub as_written: Box<str>,
    /// What else the draft calls it.
    pub aliases: Vec<Box<str>>,
    /// How it is used: normative, informative, prohibited or definition.
    pub standing: Box<str>,
    /// Whether the draft says which document specifies it.
    pub declared: bool,
    /// That document.
    pub declared_by: Option<Box<str>>,
    /// Whether it may still be used: acceptable, legacy, deprecated or disallowed.
    pub status: Box<str>,
    /// What a quantum computer does to it.
    pub quantum: Box<str>,
    /// The size of its keys in bits.
    pub bits: Option<u32>,
    /// Its mode.
    pub mode: Option<Box<str>>,
    /// Where it is first used so.
    pub clause: Option<Box<str>>,
    /// How often it is named.
    pub count: usize,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The code of the rule.
    pub rule: Box<str>,
    /// Its name.
    pub name: Box<str>,
    /// How much it matters.
    pub severity: Severity,
    /// How often the rule is right.
    pub confidence: Confidence,
    /// What is wrong, in one line.
    pub message: Box<str>,
    /// What to write instead.
    pub help: Box<str>,
    /// What the rule rests on.
    pub basis: Vec<Box<str>>,
    /// The clause that it stands in.
    pub clause: Clause,
    /// The words that it is about.
    pub quote: Box<str>,
    /// The algorithm that it is about.
    pub algorithm: Option<Box<str>>,
    /// Where those words stand in the file.
    pub origin: Origin,
    /// What supports it.
    pub evidence: Vec<Evidence>,
    /// The paragraph around those words.
    #[serde(default)]
    pub context: Context,
    /// What it is known by from one version of a draft to the next.
    pub fingerprint: Box<str>,
    /// Whether an earlier report has it.
    pub status: Status,
}

/// Whether an earlier report has a finding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It has not, or there is none.
    #[default]
    New,
    /// It has.
    Known,
}

/// What people call a clause.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clause {
    /// Its number, or that of the nearest clause around it.
    pub number: Option<Box<str>>,
    /// Its title.
    pub title: Option<Box<str>>,
}

/// A place in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The included file, where it is not the draft itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<Box<str>>,
    /// The line, counted from 1.
    pub line: Option<u32>,
    /// The character of the line, counted from 1.
    pub column: Option<u32>,
    /// The line of the last character, where there are lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_line: Option<u32>,
    /// The character after the last one, on that line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_column: Option<u32>,
    /// The part of the package.
    pub part: Option<Box<str>>,
    /// The paragraph of the part, counted from 1.
    pub paragraph: Option<u32>,
}

/// Something that supports a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// What it shows.
    pub shows: Box<str>,
    /// The words of the draft that show it.
    pub quote: Option<Box<str>>,
    /// The number, or else the title, of the clause that they stand in.
    pub clause: Option<Box<str>>,
    /// Where they stand in the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// Where they begin in the context of the finding, in characters, if they are there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<u32>,
}

/// The paragraph around the words of a finding, or as much of it as helps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// Its words.
    pub text: Box<str>,
    /// Where the words of the finding begin in it, in characters.
    pub at: u32,
}

/// A finding that was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowed {
    /// The code of the rule.
    pub rule: Box<str>,
    /// Why the finding may stand.
    pub because: Box<str>,
    /// What it is known by from one version of a draft to the next.
    pub fingerprint: Box<str>,
    /// The name of the rule.
    pub name: Box<str>,
    /// How much it matters.
    pub severity: Severity,
    /// Who allowed it.
    pub by: Option<Box<str>>,
    /// When.
    pub date: Option<Box<str>>,
    /// The last day on which that holds.
    pub until: Option<Box<str>>,
    /// Where the answer is written.
    #[serde(rename = "where")]
    pub place: Box<str>,
    /// What is wrong, in one line.
    pub message: Box<str>,
    /// The clause that it stands in.
    pub clause: Clause,
    /// The words that it is about.
    pub quote: Box<str>,
    /// The algorithm that it is about.
    #[serde(default)]
    pub algorithm: Option<Box<str>>,
    /// Where those words stand in the file.
    #[serde(default)]
    pub origin: Origin,
    /// What supports it.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
}

/// A part that was not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// What it is, and where.
    pub what: Box<str>,
    /// Why.
    pub why: Box<str>,
}

impl Record {
    /// How many findings have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|it| it.severity == severity).count()
    }

    /// How many findings there are by severity, the gravest first.
    pub fn counts(&self) -> [usize; 3] {
        Severity::ALL.map(|it| self.count(it))
    }

    /// What people call it: its title, or else its path.
    pub fn name(&self) -> &str {
        let title = self.profile.title.as_deref().filter(|it| !it.trim().is_empty());
        title.unwrap_or(&self.path)
    }
}

impl Clause {
    /// Its number, or else its title.
    pub fn name(&self) -> Option<&str> {
        self.number.as_deref().or(self.title.as_deref())
    }
}
