//! Plain text: as Word exports it, one paragraph a line, or wrapped as RFCs are. Knows
//! of headings only what columns say; the rest is [`super::assemble`]'s to find.

mod encoding;
mod layout;
mod lines;
mod refusal;

use super::{Flow, Format, Input, ReadError, Shape, Skipped, ends_in};
use crate::doc::{Origin, Source};

pub(super) use self::{
    encoding::{decode, windows},
    refusal::unreadable,
};

pub(super) const FORMAT: Format = Format { name: "text", claims, read, mark: None };

fn claims(input: Input<'_>) -> bool {
    let bytes = input.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(input.bytes);
    let blank = bytes.iter().all(u8::is_ascii_whitespace);
    let named = bytes.starts_with(b"{\\rtf") || bytes.starts_with(b"%PDF");
    let xml = bytes.starts_with(b"<?xml") && !ends_in(input.name, &["txt"]);
    !(blank || named || xml) && decode(bytes).is_some()
}

fn read(input: Input<'_>) -> Result<Flow, ReadError> {
    let Some(decoded) = decode(input.bytes) else {
        return Err(ReadError::Unknown(unreadable(input).into()));
    };
    let mut flow = Flow::default();
    flow.loose = true;
    flow.skipped.extend(decoded.skipped);
    layout::blocks(&mut flow, &decoded.text);
    flow.sources = vec![Source { name: None, text: Some(decoded.text.into()) }];
    Ok(flow)
}

/// The place of a byte of the draft itself.
pub(super) fn origin(at: usize) -> Origin {
    let at = u32::try_from(at).expect("a draft is smaller than 4 GiB");
    Origin::Byte { file: 0, at }
}

/// The sign that a typed list item begins with, as its length: a bullet and a blank,
/// which the text of the item does not hold.
pub(super) fn bullet(text: &str) -> Option<usize> {
    let sign = text.chars().next()?;
    let rest = &text[sign.len_utf8()..];
    let gap = rest.len() - rest.trim_start().len();
    let plain = matches!(
        sign,
        '•' | '–' | '—' | '‒' | '\u{2011}' | '-' | '*' | '▪' | '◦' | '·' | '\u{f0b7}'
    );
    // RFCs draw their bullet as a letter, with two blanks after it.
    let letter = sign == 'o' && (2 <= gap || rest.starts_with('\t'));
    (0 < gap && gap < rest.len() && (plain || letter)).then_some(sign.len_utf8() + gap)
}

/// Whether `text` begins with a label such as "a)", "ii)" or "(2)" and a blank.
pub(super) fn labelled(text: &str) -> bool {
    let inner = text.strip_prefix('(').unwrap_or(text);
    let Some(end) = inner.find(')') else { return false };
    let (label, after) = inner.split_at(end);
    let short = !label.is_empty() && label.len() <= 4;
    let one = label.len() <= 2 || label.chars().all(|it| "ivx".contains(it));
    let number = label.len() <= 2 && label.chars().all(|it| it.is_ascii_digit());
    let word = one && label.chars().all(|it| it.is_ascii_lowercase());
    short && (word || number) && after[1..].starts_with(char::is_whitespace)
}
