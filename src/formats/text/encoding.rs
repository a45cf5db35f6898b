//! From the bytes of a text file to its letters, whatever it was saved as.

use super::Skipped;

/// The letters of a text file.
#[derive(Debug)]
pub(in super::super) struct Decoded {
    /// The text; origins count its bytes, which are the file's own where it is UTF-8.
    pub text: String,
    /// What its author should know of the way it was read.
    pub skipped: Option<Skipped>,
}

/// Decodes `bytes`; none if they are no text.
pub(in super::super) fn decode(bytes: &[u8]) -> Option<Decoded> {
    if let Some(units) = wide(bytes) {
        let text: String = char::decode_utf16(units)
            .map(|it| it.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
        return (!binary(text.as_bytes()))
            .then(|| Decoded { text, skipped: Some(note("UTF-16")) });
    }
    if binary(bytes) {
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(Decoded { text: text.to_owned(), skipped: None }),
        Err(_) => Some(other(bytes)),
    }
}

/// Whether `bytes` hold what no text editor writes.
fn binary(bytes: &[u8]) -> bool {
    let odd = |it: &&u8| matches!(it, 0..=8 | 11 | 14..=26 | 28..=31 | 127);
    bytes.contains(&0)
        || bytes.len() < bytes.iter().filter(odd).count().saturating_mul(100)
}

/// The UTF-16 units of a file that begins with their mark, or that plainly is made of
/// them: every other byte of Latin text is zero.
fn wide(bytes: &[u8]) -> Option<Vec<u16>> {
    type Read = fn([u8; 2]) -> u16;
    let (rest, read): (&[u8], Read) = match bytes {
        [0xFF, 0xFE, rest @ ..] => (rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => (rest, u16::from_be_bytes),
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => {
            (bytes, u16::from_le_bytes)
        }
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => {
            (bytes, u16::from_be_bytes)
        }
        _ => return None,
    };
    Some(rest.as_chunks::<2>().0.iter().map(|it| read(*it)).collect())
}

/// Text that is not UTF-8: damaged in places, or of an old Windows program.
fn other(bytes: &[u8]) -> Decoded {
    let lossy = String::from_utf8_lossy(bytes);
    let wide = lossy.chars().filter(|it| !it.is_ascii()).count();
    let lost = lossy.chars().filter(|it| *it == char::REPLACEMENT_CHARACTER).count();
    if lost.saturating_mul(4) < wide {
        let what = format!("{lost} letters of the file").into();
        let why = "they are damaged; save the draft again as UTF-8 text".into();
        return Decoded {
            text: lossy.into_owned(),
            skipped: Some(Skipped { what, why }),
        };
    }
    let text = bytes.iter().map(|it| windows(*it)).collect();
    Decoded { text, skipped: Some(note("Windows-1252")) }
}

fn note(name: &str) -> Skipped {
    let why =
        format!("it was read as {name}; save the draft as UTF-8 if letters look wrong");
    Skipped { what: "the encoding of the file".into(), why: why.into() }
}

/// The letter that a byte is in Windows-1252, of which Latin-1 is a part.
pub(in super::super) fn windows(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}',
        'Ž', '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›',
        'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: Option<(&str, bool)>) {
        let found = decode(bytes);
        let found = found.as_ref().map(|it| (&*it.text, it.skipped.is_some()));
        assert_eq!(found, expected);
    }

    #[test]
    fn reads_what_editors_save() {
        check("1 Scope – all".as_bytes(), Some(("1 Scope – all", false)));
        check(b"caf\xe9 \x96 1 Scope", Some(("café – 1 Scope", true)));
        check(b"\xff\xfe1\0 \0S\0", Some(("1 S", true)));
        check(b"\xfe\xff\x001\0 \0S", Some(("1 S", true)));
        check(b"1\0 \0S\0c\0", Some(("1 Sc", true)));
    }

    #[test]
    fn keeps_utf_8_that_is_damaged_in_places() {
        let mut bytes = "第50号决议（2022年）网络安全".as_bytes().to_vec();
        bytes.truncate(bytes.len() - 1);
        check(&bytes, Some(("第50号决议（2022年）网络安\u{fffd}", true)));
    }

    #[test]
    fn claims_no_binary_file() {
        check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", None);
        check(b"MZ\x90\0\x03\0", None);
    }
}
