//! Outputs: one file each, over the same report. Know no rule's inside.

mod sarif;

use std::collections::BTreeMap;

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

/// What each finding of a draft is known by, in their order: made of the rule, the
/// titles of the clauses around it and its words, never of a number or a position, so
/// that it stays the same while other text comes and goes. Equal ones are counted.
pub fn fingerprints(draft: &Draft, rules: &RuleSet) -> Vec<String> {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let prints = draft.findings.iter().map(|finding| {
        let print = fingerprint(&draft.document, finding, &rules.get(finding.rule).code);
        let count = seen.entry(print.clone()).or_default();
        *count += 1;
        if *count == 1 { print } else { format!("{print}-{count}") }
    });
    prints.collect()
}

fn fingerprint(doc: &Document, finding: &Finding, code: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut add = |words: &str| {
        for word in words.split(|it: char| !it.is_alphanumeric()) {
            if !word.is_empty() {
                hasher.update(word.to_lowercase().as_bytes()).update(b" ");
            }
        }
        hasher.update(&[0]);
    };
    add(code);
    for clause in doc.path(doc.clause_at(finding.at)) {
        add(&doc[doc[clause].title]);
    }
    add(&doc[finding.at]);
    add(finding.algorithm.as_deref().unwrap_or_default());
    hasher.finalize().to_hex().as_str()[..32].to_owned()
}
