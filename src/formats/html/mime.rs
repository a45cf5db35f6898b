//! Web archives: a page and its pictures as parts of one letter. Knows no HTML.

use std::{borrow::Cow, ops::Range};

use super::text;
use crate::formats::Skipped;

/// How deep letters may lie in letters.
const NESTED: usize = 8;

/// A page as letters, with what its author should know.
#[derive(Debug)]
pub(super) struct Page {
    /// The file where the page stands in it as it is, or else the page alone.
    pub text: String,
    /// Where in the text the page is.
    pub part: Range<usize>,
    /// What its author should know of the way it was read.
    pub skipped: Option<Skipped>,
}

impl Page {
    /// The page that `bytes` are as they stand.
    pub(super) fn whole(bytes: &[u8]) -> Option<Self> {
        let decoded = text::decode(bytes)?;
        let part = 0..decoded.text.len();
        Some(Self { text: decoded.text, part, skipped: decoded.skipped })
    }
}

/// What the head of a part says of its body.
#[derive(Debug, Default)]
pub(super) struct Headers {
    kind: String,
    boundary: Option<String>,
    encoding: String,
    body: usize,
}

/// The head of the letter that `bytes` are, if they are one.
pub(super) fn headers(bytes: &[u8]) -> Option<Headers> {
    let start = bytes.len() - bytes.trim_ascii_start().len();
    let mark = bytes[start..].first_chunk::<13>()?;
    mark.eq_ignore_ascii_case(b"MIME-Version:").then(|| head(bytes, start))
}

/// The first page in the letter that `bytes` are.
pub(super) fn page(bytes: &[u8]) -> Option<Page> {
    let mut parts = vec![(headers(bytes)?, bytes.len(), 0)];
    while let Some((head, end, depth)) = parts.pop() {
        if let Some(boundary) = &head.boundary {
            if depth < NESTED {
                let inner = split(bytes, head.body..end, boundary);
                let parted =
                    |it: &Range<usize>| (self::head(bytes, it.start), it.end, depth + 1);
                parts.extend(inner.iter().rev().map(parted));
            }
        } else if matches!(&*head.kind, "text/html" | "application/xhtml+xml") {
            return open(bytes, &head, end);
        }
    }
    None
}

fn open(bytes: &[u8], head: &Headers, end: usize) -> Option<Page> {
    let body = bytes.get(head.body..end)?;
    let decoded: Cow<'_, [u8]> = match &*head.encoding {
        "quoted-printable" => quoted(body).into(),
        "base64" => base64(body).into(),
        _ => body.into(),
    };
    match decoded {
        // The page's own bytes: people find lines in the file they have.
        Cow::Borrowed(_) if std::str::from_utf8(bytes).is_ok() => {
            Page::whole(bytes).map(|it| Page { part: head.body..end, ..it })
        }
        decoded => Page::whole(&decoded),
    }
}

/// Reads headers from `start` to the first empty line.
fn head(bytes: &[u8], start: usize) -> Headers {
    let mut found = Headers { body: bytes.len(), ..Headers::default() };
    let mut at = start;
    let mut fields: Vec<String> = Vec::new();
    for line in bytes[start..].split_inclusive(|it| *it == b'\n') {
        at += line.len();
        let line = String::from_utf8_lossy(line);
        if line.trim().is_empty() {
            found.body = at;
            break;
        }
        match fields.last_mut() {
            Some(last) if line.starts_with([' ', '\t']) => last.push_str(line.trim_end()),
            _ => fields.push(line.trim_end().to_owned()),
        }
    }
    for field in &fields {
        let Some((name, value)) = field.split_once(':') else { continue };
        let value = value.trim();
        match &*name.to_ascii_lowercase() {
            "content-type" => {
                let kind = value.split(';').next().unwrap_or_default();
                found.kind = kind.trim().to_ascii_lowercase();
                found.boundary = parameter(value, "boundary=");
            }
            "content-transfer-encoding" => found.encoding = value.to_ascii_lowercase(),
            _ => {}
        }
    }
    found
}

fn parameter(value: &str, name: &str) -> Option<String> {
    let found = value.split(';').map(str::trim).find(|it| {
        it.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name))
    })?;
    Some(found[name.len()..].trim_matches('"').to_owned())
}

/// The parts between the lines that `boundary` makes.
fn split(bytes: &[u8], within: Range<usize>, boundary: &str) -> Vec<Range<usize>> {
    let mark = format!("--{boundary}");
    let mut found = Vec::new();
    let mut open = None;
    let mut at = within.start;
    for line in bytes[within].split_inclusive(|it| *it == b'\n') {
        if line.starts_with(mark.as_bytes()) {
            found.extend(open.take().map(|it| it..at));
            open = Some(at + line.len());
            if line[mark.len()..].starts_with(b"--") {
                return found;
            }
        }
        at += line.len();
    }
    found.extend(open.map(|it| it..at));
    found
}

fn quoted(body: &[u8]) -> Vec<u8> {
    let mut found = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let digit = |at: usize| char::from(*after.get(at)?).to_digit(16);
        match (*first, after) {
            (b'=', [b'\r', b'\n', after @ ..] | [b'\n', after @ ..]) => rest = after,
            (b'=', [_, _, after @ ..]) => {
                let byte = digit(0).zip(digit(1)).map(|(high, low)| high * 16 + low);
                match byte.and_then(|it| u8::try_from(it).ok()) {
                    Some(byte) => {
                        found.push(byte);
                        rest = after;
                    }
                    None => found.push(b'='),
                }
            }
            _ => found.push(*first),
        }
    }
    found
}

fn base64(body: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8; 64] =
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = body.iter().filter_map(|byte| DIGITS.iter().position(|it| it == byte));
    let mut found = Vec::with_capacity(body.len() / 4 * 3);
    let (mut held, mut bits) = (0_usize, 0);
    for digit in digits {
        held = (held << 6 | digit) & 0xFFFF;
        bits += 6;
        if 8 <= bits {
            bits -= 8;
            found.extend(u8::try_from(held >> bits & 0xFF));
        }
    }
    found
}
