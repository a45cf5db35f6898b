//! The lists of an old Word file, told as the newer files tell them.

use super::{
    super::docx::{Level, Numbering},
    bytes::{length, long, name, part, place, short},
};

/// Reads the lists that paragraphs name and the patterns that those use, which stand at
/// `at` in the stream of tables and go on behind their own end.
///
/// They are `PlfLfo` and `PlfLst`, [MS-DOC] 2.9.195 and 2.9.196.
pub(super) fn lists(lists: &[u8], patterns: &[u8]) -> Numbering {
    let mut numbering = Numbering::default();
    let _ = read_patterns(&mut numbering, patterns);
    let _ = read_lists(&mut numbering, lists);
    numbering
}

fn read_patterns(numbering: &mut Numbering, bytes: &[u8]) -> Option<()> {
    const PATTERN: usize = 28;
    let count = length(bytes, 0)?;
    let mut at = 2 + count * PATTERN;
    for head in part(bytes, 2, count * PATTERN)?.chunks_exact(PATTERN) {
        let pattern = long(head, 0)?;
        let simple = head[26] & 1 != 0;
        for level in 0..if simple { 1 } else { 9 } {
            let (mut look, size) = read_level(bytes, at)?;
            let style = short(head, 8 + 2 * usize::from(level))?;
            look.style = (style != 0x0fff).then(|| style.to_string().into());
            numbering.pattern(pattern, level, look);
            at += size;
        }
    }
    Some(())
}

/// Reads one level (`LVL`, [MS-DOC] 2.9.150); tells how many bytes it takes.
fn read_level(bytes: &[u8], at: usize) -> Option<(Level, usize)> {
    const HEAD: usize = 28;
    let head = part(bytes, at, HEAD)?;
    let properties = usize::from(head[24]) + usize::from(head[25]);
    let text = HEAD + properties;
    let letters = length(bytes, at.checked_add(text)?)?;
    let units = part(bytes, at + text + 2, 2 * letters)?;
    let figures = head[5] & 0x04 != 0;
    let free = head[5] & 0x08 != 0;
    let level = Level {
        start: long(head, 0)?,
        format: format(head[4]).into(),
        text: label(&name(units)).into(),
        restart: free.then_some(head[26]),
        figures,
        style: None,
    };
    Some((level, text + 2 + 2 * letters))
}

/// The name of a way to count ([MS-OSHARED] 2.2.1.3).
const fn format(code: u8) -> &'static str {
    match code {
        1 => "upperRoman",
        2 => "lowerRoman",
        3 => "upperLetter",
        4 => "lowerLetter",
        22 => "decimalZero",
        23 => "bullet",
        255 => "none",
        _ => "decimal",
    }
}

/// A label as newer files write it: where the old ones hold the number of a level as a
/// letter, they write `%1` for the first.
fn label(text: &str) -> String {
    let mut label = String::new();
    for letter in text.chars().take(64) {
        match u8::try_from(letter) {
            Ok(level @ 0..=8) => label.extend(['%', char::from(b'1' + level)]),
            _ => label.push(letter),
        }
    }
    label
}

fn read_lists(numbering: &mut Numbering, bytes: &[u8]) -> Option<()> {
    const LIST: usize = 16;
    let count = place(bytes, 0)?;
    let heads = part(bytes, 4, count.checked_mul(LIST)?)?;
    let mut at = 4 + count * LIST;
    for (list, head) in (1..).zip(heads.chunks_exact(LIST)) {
        numbering.list_of(list, long(head, 0)?);
        // Levels that the list changes stand behind all lists, four bytes apart.
        at += 4;
        for _ in 0..head[12] {
            let level = long(bytes, at + 4)?;
            let index = u8::try_from(level & 0x0f).ok()?;
            let (starts, formats) = (level & 0x10 != 0, level & 0x20 != 0);
            if starts && !formats {
                numbering.start(list, index, long(bytes, at)?);
            }
            at += 8;
            if formats {
                let (look, size) = read_level(bytes, at)?;
                if starts {
                    numbering.start(list, index, look.start);
                }
                numbering.level_of(list, index, look);
                at += size;
            }
        }
    }
    Some(())
}
