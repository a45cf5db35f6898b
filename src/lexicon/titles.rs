//! What `titles.toml` of a language holds: words that shape a text, not its subject.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Titles of clauses, and words that sentences do not end after.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Titles {
    /// Role → titles, in lower case.
    #[serde(rename = "titles")]
    pub roles: BTreeMap<Box<str>, Vec<Box<str>>>,
    /// Role → the word before a letter or number: "annex" A, "appendix" II.
    pub divisions: BTreeMap<Box<str>, Vec<Box<str>>>,
    /// Words that end in a full stop within a sentence, without it.
    pub abbreviations: Vec<Box<str>>,
    /// Words that begin a note.
    pub notes: Vec<Box<str>>,
    /// Words that begin an example.
    pub examples: Vec<Box<str>>,
    /// Words in the title of an annex that take its force away.
    pub informative: Vec<Box<str>>,
    /// Words that begin the line with a draft's number.
    pub drafts: Vec<Box<str>>,
    /// Paragraphs that say that there is nothing to say.
    pub nothing: Vec<Box<str>>,
    /// Words before the number of a part of a document: "clause" 8.
    pub locators: Vec<Box<str>>,
    /// Words that send a reader on without resting anything on what is cited.
    pub asides: Vec<Box<str>>,
    /// Heads of columns that give a verdict on each row.
    pub verdict_heads: Vec<Box<str>>,
    /// Cells of such a column: yes, no, discouraged.
    pub verdicts: Verdicts,
    /// What stands between two thoughts of a sentence.
    pub cuts: Vec<Box<str>>,
    /// What begins the condition of a sentence.
    pub conditions: Vec<Box<str>>,
    /// Labels in a cover table of the cell that holds the draft's title.
    pub title_labels: Vec<Box<str>>,
}

/// What the cells of a column of verdicts can say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Verdicts {
    pub yes: Vec<Box<str>>,
    pub no: Vec<Box<str>>,
    pub never: Vec<Box<str>>,
}
