//! Outputs: one file each, over the same report. Know no rule's inside.

use crate::{
    doc::Document,
    facts::Facts,
    finding::Finding,
    formats::{Skipped, View},
    rules::RuleSet,
};

/// Everything that one run has to say.
#[derive(Debug)]
pub struct Report<'r> {
    /// The rules that ran.
    pub rules: &'r RuleSet,
    /// Which side of tracked changes was read.
    pub view: View,
    /// The drafts that were read, sorted by path.
    pub drafts: Vec<Draft>,
    /// The files that were not, sorted by path.
    pub not_read: Vec<NotRead>,
}

/// One draft that was read and checked.
#[derive(Debug)]
pub struct Draft {
    /// Its path, as given or as found below a folder that was given.
    pub path: Box<str>,
    /// The format it was read as.
    pub format: &'static str,
    /// How many bytes it has.
    pub bytes: u64,
    /// Its digest, as `blake3:` and hexadecimal digits.
    pub digest: Box<str>,
    /// Its words.
    pub document: Document,
    /// What they say.
    pub facts: Facts,
    /// What the rules say of it, sorted, after every filter.
    pub findings: Vec<Finding>,
    /// Parts of it that were not read, and rules that could not finish.
    pub skipped: Vec<Skipped>,
}

/// A file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotRead {
    /// Its path.
    pub path: Box<str>,
    /// Why, and what to do about it.
    pub why: Box<str>,
}
