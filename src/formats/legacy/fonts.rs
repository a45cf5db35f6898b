//! The names of the fonts of an old Word file.

use super::bytes::{length, name};

/// Reads the names (`SttbfFfn`, [MS-DOC] 2.9.286).
pub(super) fn fonts(bytes: &[u8]) -> Vec<String> {
    /// Where the name stands in what is said of a font.
    const NAME: usize = 39;
    let mut fonts = Vec::new();
    let mut at = 4;
    for _ in 0..length(bytes, 0).unwrap_or_default() {
        let Some(size) = bytes.get(at).copied().map(usize::from) else { break };
        let font = bytes.get(at + 1..at + 1 + size).unwrap_or_default();
        let own = name(font.get(NAME..).unwrap_or_default());
        fonts.push(own.split('\0').next().unwrap_or_default().to_owned());
        at += 1 + size;
    }
    fonts
}
