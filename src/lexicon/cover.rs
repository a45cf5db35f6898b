//! What `cover.toml` holds: the words on the cover of a document of a meeting.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The words on the cover of a document of a meeting, in every language at once: a cover
/// is often in another one than the text below it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cover {
    questions: Vec<Box<str>>,
    groups: Vec<Box<str>>,
    all: Vec<Box<str>>,
    joiners: Vec<Box<str>>,
    titled: Vec<Box<str>>,
    told: Vec<Box<str>>,
    numbers: Vec<Box<str>>,
    meetings: Vec<Box<str>>,
    // Letters → how a cover spells them out, in lower case.
    documents: BTreeMap<Box<str>, Vec<Box<str>>>,
}

/// What a label on a cover says that the words after it are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// The Questions that the document belongs to.
    Question,
    /// The study group.
    Group,
    /// The document's own number.
    Number,
}

impl Cover {
    /// What `text` is the label of, if it is one: "Question(s):".
    pub fn label(&self, text: &str) -> Option<Label> {
        let text = plain(text);
        let has = |list: &[Box<str>]| list.iter().any(|it| **it == *text);
        match text {
            _ if has(&self.questions) => Some(Label::Question),
            _ if has(&self.groups) => Some(Label::Group),
            _ if has(&self.numbers) => Some(Label::Number),
            _ => None,
        }
    }

    /// What follows the word for a Question that `text` begins with.
    pub fn after_question<'t>(&self, text: &'t str) -> Option<&'t str> {
        after(text, &self.questions)
    }

    /// What follows the word for "all" that `text` begins with.
    pub fn after_all<'t>(&self, text: &'t str) -> Option<&'t str> {
        after(text, &self.all)
    }

    /// What follows the word between two Questions that `text` begins with.
    pub fn after_joiner<'t>(&self, text: &'t str) -> Option<&'t str> {
        after(text, &self.joiners)
    }

    /// What follows the beginning of a title of a Question's own paper: "Report of".
    pub fn after_title<'t>(&self, text: &'t str) -> Option<&'t str> {
        after(text, &self.titled)
    }

    /// What follows the words by which an abstract says whose paper it is.
    pub fn after_telling<'t>(&self, text: &'t str) -> Option<&'t str> {
        let starts = text.char_indices().map(|(it, _)| it);
        let mut starts =
            starts.filter(|it| *it == 0 || text[..*it].ends_with([' ', '(']));
        starts.find_map(|it| after(&text[it..], &self.told))
    }

    /// Whether a line speaks of a meeting.
    pub fn is_of_meeting(&self, line: &str) -> bool {
        let line = line.to_lowercase();
        self.meetings.iter().any(|it| line.contains(&**it))
    }

    /// The letters of the kind of document that `text` begins with, spelt out or not, and
    /// what follows them.
    pub fn document<'c, 't>(&'c self, text: &'t str) -> Option<(&'c str, &'t str)> {
        self.documents.iter().find_map(|(letters, words)| {
            let rest = text.strip_prefix(&**letters);
            let rest = rest.filter(|it| !it.starts_with(char::is_alphabetic));
            rest.or_else(|| after(text, words)).map(|it| (&**letters, it))
        })
    }
}

/// What follows the longest of `words` that `text` begins with.
fn after<'t>(text: &'t str, words: &[Box<str>]) -> Option<&'t str> {
    let rest = |word: &str| {
        let mut rest = text.chars();
        for letter in word.chars() {
            rest.next().filter(|it| it.to_lowercase().eq(letter.to_lowercase()))?;
        }
        // A word ends where its letters do: "all" does not begin "allocation".
        let rest = rest.as_str();
        let open = rest.starts_with(char::is_alphabetic) && !word.ends_with(is_han);
        (!open).then_some(rest)
    };
    words.iter().filter_map(|it| rest(it)).min_by_key(|it| it.len())
}

/// Chinese writes no blanks between words.
fn is_han(letter: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&letter)
}

/// A label as the lists spell it: lower case, single blanks, no mark at its end.
fn plain(label: &str) -> String {
    let words: Vec<_> = label.split_whitespace().collect();
    let label = words.join(" ").to_lowercase().replace('\u{2019}', "'");
    label.trim_end_matches([':', '：', '.', '*', ' ']).to_owned()
}
