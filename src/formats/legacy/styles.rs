//! The styles of an old Word file, told as the newer files tell them.

use std::collections::HashMap;

use super::{
    super::docx::{Stated, Styles},
    bytes::{length, name, part, short},
    look::{Look, Switch},
};

/// No style: what a style that is made from none is made from.
const NONE: u16 = 0x0fff;

/// Reads the styles (`STSH`, [MS-DOC] 2.9.271).
pub(super) fn styles(bytes: &[u8]) -> Option<Styles> {
    let size = length(bytes, 0)?;
    let head = part(bytes, 2, size)?;
    let (count, base) = (short(head, 0)?, length(head, 2)?);
    let mut at = 2 + size;
    let mut stated = HashMap::new();
    for number in 0..count {
        let Some(size) = length(bytes, at) else { break };
        let Some(style) = part(bytes, at + 2, size) else { break };
        if let Some(it) = style_of(style, base) {
            stated.insert(number.to_string(), Stated { id: number.to_string(), ..it });
        }
        at += 2 + size + size % 2;
    }
    // What has no style has the first.
    Some(Styles::of(&stated, Some("0".into())))
}

/// Reads one style (`STD`, [MS-DOC] 2.9.260).
fn style_of(style: &[u8], base: usize) -> Option<Stated> {
    const PARAGRAPH: u16 = 1;
    const LETTERS: u16 = 2;
    let number = short(style, 0)? & 0x0fff;
    let kind = short(style, 2)?;
    let below = kind >> 4;
    let letters = length(style, base)?;
    let own = part(style, base + 2, 2 * letters)?;
    // The name ends in a zero; its properties follow, each list at an even place.
    let mut at = base + 2 + 2 * letters + 2;
    let mut look = Look::default();
    let mut properties = || {
        at += at % 2;
        let size = length(style, at)?;
        at += 2 + size;
        part(style, at - size, size)
    };
    match kind & 0x000f {
        PARAGRAPH => {
            look.add(properties().and_then(|it| it.get(2..)).unwrap_or_default());
            look.add(properties().unwrap_or_default());
        }
        LETTERS => look.add(properties().unwrap_or_default()),
        _ => return None,
    }
    // A style of Word's own has one number in every language.
    let name = match number {
        1..=9 => format!("heading {number}"),
        19..=27 => format!("toc {}", number - 18),
        _ => name(own),
    };
    Some(Stated {
        id: String::new(),
        name: Some(name),
        based: (below != NONE).then(|| below.to_string()),
        outline: look.outline,
        list: look.list.map(u32::from),
        level: look.level,
        hidden: match look.hidden {
            Some(Switch::Is(hidden)) => Some(hidden),
            Some(Switch::Same | Switch::Opposite) | None => None,
        },
    })
}
