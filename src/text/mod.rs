//! Text without a document: spans, folding, sentences.

mod fold;
mod sentence;
mod span;

pub use self::{
    fold::{Folded, fold},
    sentence::sentences,
    span::Span,
};

/// Whether a word could go on at `c`: the border of a phrase must not be one.
pub fn in_word(c: char) -> bool {
    c.is_alphanumeric()
}

/// The length of `text` as the documents count it.
pub fn len(text: &str) -> u32 {
    u32::try_from(text.len()).expect("a document is smaller than 4 GiB")
}

/// Words on one line, as far as `most` characters.
pub fn shortened(words: &str, most: usize) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}
