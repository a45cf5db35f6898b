//! Writing into a draft: what is to be said beside which words, and what came of it.
//! Each format that can has a writer in its row; those that are text share `write`.

pub(super) mod say;
mod settle;
pub(super) mod sheet;
pub(super) mod write;

use std::collections::BTreeSet;

use crate::doc::Origin;

/// Something to be said beside some words of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What it is known by from one version of the draft to the next.
    pub key: Box<str>,
    /// The code of the rule that says it.
    pub code: Box<str>,
    /// Its words in the file.
    pub at: Place,
    /// The same words, for a mark that has to stand elsewhere.
    pub quote: Box<str>,
    /// What is said, paragraph by paragraph. The first begins with the code.
    pub text: Vec<Box<str>>,
}

/// Where in the file a mark belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// On words, from the place of their first character to that of their last.
    Words {
        /// Where the first character stands.
        first: Origin,
        /// Where the last one stands.
        last: Origin,
    },
    /// About the draft as a whole: beside its first words.
    Draft,
}

/// How marks are written.
#[derive(Clone, Copy)]
pub struct Marking<'a> {
    /// When, as `2026-11-22T10:00:00Z`; nothing is said of it without.
    pub date: Option<&'a str>,
    /// The keys of all findings that nobody allowed, also of those without a mark in this
    /// run: a mark of ours with such a key stays where people talk about it.
    pub open: &'a BTreeSet<Box<str>>,
    /// The keys of findings that were allowed: a mark of ours with such a key stays, and
    /// so does its answer.
    pub answered: &'a BTreeSet<Box<str>>,
    /// Whether a signature may be broken.
    pub break_signature: bool,
    /// Where the mark that sums the draft up stands: on its title.
    pub title: Place,
    /// The paragraphs that sum the draft up, given which marks could not stand on their
    /// own words.
    pub summary: &'a dyn Fn(&[Moved]) -> Vec<Box<str>>,
}

/// Who writes our marks.
pub const AUTHOR: &str = "reclint";

/// What the paragraph begins with that says why a finding matters.
pub const WHY: &str = "Why it matters: ";

/// What the paragraph begins with that says what to write.
pub const INSTEAD: &str = "Write instead: ";

/// What the paragraph begins with that holds the evidence.
pub const SEEN: &str = "What was seen: ";

/// What the paragraph begins with that names the words of a mark which stands elsewhere.
pub const ABOUT: &str = "This is about ";

/// What the paragraphs between the first and the last of a mark begin with, in their order.
pub const LABELS: [&str; 4] = [WHY, INSTEAD, SEEN, ABOUT];

/// What the codes of rules about allowances begin with: those are not allowed, but mended.
const ALLOWANCES: &str = "AL";

/// How an author answers a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// In a reply to it.
    Reply,
    /// In a comment below it.
    Below,
}

/// The last paragraph of a mark: what its author can do, and its key.
pub fn closing(code: &str, key: &str, way: Way) -> String {
    if code.starts_with(ALLOWANCES) {
        return format!(
            "{MENDING} as said above; the next run then takes this comment away. [{key}]"
        );
    }
    match way {
        Way::Reply => format!(
            "{ASKING}, reply “reclint: allow {code} because …”, or mark this comment as resolved with your reason in a reply. [{key}]"
        ),
        Way::Below => format!(
            "{ASKING}, write a comment “reclint: allow {code} because …” below this one. [{key}]"
        ),
    }
}

/// How our line on answers begins.
const ASKING: &str = "To answer";

/// How it begins where there is an allowance already.
const MENDING: &str = "Mend the answer";

/// A mark that stands elsewhere than on its words, or nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Which of the marks.
    pub mark: usize,
    /// Where its words are, and why it does not stand on them: "a footnote".
    pub why: Box<str>,
    /// It stands nowhere: the file has too many already.
    pub left_out: bool,
}

/// A draft with marks in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// The file.
    pub bytes: Vec<u8>,
    /// Files that it includes and that have marks as well, by the names it gives them.
    pub parts: Vec<(Box<str>, Vec<u8>)>,
    /// How many marks were written.
    pub written: usize,
    /// How many marks of ours were there already and stay, with what was answered.
    pub kept: usize,
    /// How many marks of ours were taken away, because they hold no more.
    pub removed: usize,
    /// Marks that do not stand on their words.
    pub moved: Vec<Moved>,
}

/// Why a draft cannot be marked, and what its author can do.
#[derive(Debug, thiserror::Error)]
pub enum MarkError {
    /// It cannot be read, or changed without loss.
    #[error("{0}")]
    Unfit(Box<str>),
    /// It is signed, and a change would break the signature.
    #[error("{0}")]
    Signed(Box<str>),
    /// What was written reads differently from the draft.
    #[error("{0}")]
    Differs(Box<str>),
}
