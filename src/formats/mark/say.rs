//! The lines of a comment: what a mark says, wrapped, with its words quoted and its key
//! at the end. Knows no signs of any format.

use textwrap::{Options, WordSplitter};

use super::{ASKING, MENDING, Mark};
use crate::text::shortened;

/// How wide the lines of a comment are.
const WIDTH: usize = 96;

/// How many letters of the words in question are quoted.
const QUOTED: usize = 60;

/// The key of the comment that sums a draft up.
pub(in super::super) const SUMMARY: &str = "summary";

/// How an answer begins.
const ANSWER: &str = "reclint: allow";

/// How our own line begins that quotes the words in question.
const QUOTING: &str = "It is about “";

/// Keeps a word on the line of the one before; a blank again in the end.
const GLUE: char = '\u{a0}';

/// Whether a mark names its words, for it cannot stand on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Quote {
    /// It does.
    Shown,
    /// It speaks of the title or of the draft.
    Left,
}

/// The lines of a mark; `calm` breaks up what would mean something to the format.
pub(in super::super) fn mark(
    mark: &Mark,
    quote: Quote,
    calm: fn(&str) -> String,
) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let said = mark.text.first().map_or("", |it| it);
    let code = said.starts_with(&*mark.code);
    paragraphs.push(if code { said.to_owned() } else { format!("{} {said}", mark.code) });
    if quote == Quote::Shown && !mark.quote.trim().is_empty() {
        paragraphs.push(format!("{QUOTING}{}”.", shortened(&mark.quote, QUOTED)));
    }
    paragraphs.extend(mark.text.iter().skip(1).map(ToString::to_string));
    lines(&paragraphs, &mark.key, calm)
}

/// The lines of a summary.
pub(in super::super) fn summary(
    paragraphs: &[Box<str>],
    calm: fn(&str) -> String,
) -> Vec<String> {
    let mut paragraphs: Vec<_> = paragraphs.iter().map(ToString::to_string).collect();
    let Some(first) = paragraphs.first_mut() else { return Vec::new() };
    let bare = first.strip_prefix("reclint ").unwrap_or(first);
    *first = match bare.strip_prefix("summary:") {
        Some(rest) => format!("{SUMMARY}: {}", rest.trim_start()),
        None => format!("{SUMMARY}: {bare}"),
    };
    lines(&paragraphs, SUMMARY, calm)
}

fn lines(paragraphs: &[String], key: &str, calm: fn(&str) -> String) -> Vec<String> {
    let end = format!("[{key}]");
    let options =
        Options::new(WIDTH).break_words(false).word_splitter(WordSplitter::NoHyphenation);
    let mut lines: Vec<String> = Vec::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let last = at + 1 == paragraphs.len();
        let bare = paragraph.trim_end();
        let bare = if last { bare.strip_suffix(&end).unwrap_or(bare) } else { bare };
        let mut words = glued(&calm(bare));
        if at == 0 {
            words.insert_str(0, "reclint ");
        }
        if last {
            words = format!("{} {end}", words.trim_end());
        }
        let wrapped = textwrap::wrap(&words, &options);
        lines.extend(
            wrapped.iter().filter(|it| !it.is_empty()).map(|it| it.replace(GLUE, " ")),
        );
    }
    lines
}

/// The words of a paragraph with one blank between them. A line of ours must neither
/// begin as an answer does nor, but for the last, end as a comment of ours ends.
fn glued(paragraph: &str) -> String {
    let shown = |it: char| !it.is_control() || it.is_whitespace();
    let paragraph: String = paragraph.chars().filter(|it| shown(*it)).collect();
    let mut glued = String::new();
    let mut ends = false;
    for word in paragraph.split_whitespace() {
        match (glued.is_empty(), concerns(word) || ends) {
            (true, true) => glued.push_str("… "),
            (true, false) => {}
            (false, true) => glued.push(GLUE),
            (false, false) => glued.push(' '),
        }
        glued.push_str(word);
        ends = key(word).is_some();
    }
    if ends {
        glued.push('.');
    }
    glued.replacen("… ", "…\u{a0}", 1)
}

/// The key that a line of ours ends in.
pub(in super::super) fn key(line: &str) -> Option<&str> {
    let (_, key) = line.trim_end().strip_suffix(']')?.rsplit_once('[')?;
    let digits = |it: &str| it.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'));
    let known = key == SUMMARY || (8..=64).contains(&key.len()) && digits(key);
    known.then_some(key)
}

/// Whether the words of a comment begin as ours do: our name and a code, or a summary.
pub(in super::super) fn begins(words: &str) -> bool {
    let Some(rest) = words.strip_prefix("reclint ") else { return false };
    let word = rest.split([' ', ':', '\r', '\n']).next().unwrap_or_default();
    let digits = word.trim_start_matches(|it: char| it.is_ascii_uppercase());
    let code = !digits.is_empty()
        && digits.len() < word.len()
        && digits.bytes().all(|it| it.is_ascii_digit());
    word == SUMMARY || code
}

/// Whether the words of a comment are to us or from us.
pub(in super::super) fn concerns(words: &str) -> bool {
    words.get(..7).is_some_and(|it| it.eq_ignore_ascii_case("reclint"))
}

/// What an author typed into a comment of ours to answer it; `own` holds the lines that
/// we would write.
pub(in super::super) fn answers(
    lines: &[String],
    own: &dyn Fn(&str) -> bool,
) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut open = false;
    for line in lines {
        let begins =
            line.get(..ANSWER.len()).is_some_and(|it| it.eq_ignore_ascii_case(ANSWER));
        let quote = line.starts_with(QUOTING) && line.ends_with("”.");
        let asks = line.starts_with(ASKING) || line.starts_with(MENDING);
        let ours = line.is_empty() || quote || asks || own(line);
        let ends = key(line).is_some();
        let said = match key(line) {
            Some(key) => line.trim_end_matches(&format!("[{key}]")).trim_end(),
            None => line,
        };
        if begins {
            found.push(said.to_owned());
            open = true;
        } else if ours || ends {
            open = false;
        } else if open && let Some(last) = found.last_mut() {
            last.push(' ');
            last.push_str(said);
        }
        open &= !ends;
    }
    found
}
