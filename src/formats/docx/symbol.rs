//! Signs that Word takes from the Symbol font, as letters everybody has.

/// The letter that `code` of `font` looks like, as far as that is known.
pub(in super::super) fn symbol(font: &str, code: u32) -> Option<char> {
    let letter = char::from_u32(code)?;
    // Fonts of signs are addressed through the private area from U+F000.
    let place =
        u8::try_from(if (0xf000..0xf100).contains(&code) { code - 0xf000 } else { code });
    let Ok(place) = place else { return Some(letter) };
    let known = match font {
        "Symbol" => greek(place).or_else(|| other(place)),
        "Wingdings" => match place {
            0xe0 | 0xe8 => Some('→'),
            0xdf | 0xe7 => Some('←'),
            0xfc => Some('✓'),
            0xfe => Some('☑'),
            0xa8 | 0x6f => Some('☐'),
            0xa7 | 0x9f | 0x6c => Some('•'),
            _ => None,
        },
        _ => None,
    };
    Some(known.unwrap_or(letter))
}

fn greek(place: u8) -> Option<char> {
    const UPPER: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    const LOWER: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";
    match place {
        b'A'..=b'Z' => UPPER.chars().nth(usize::from(place - b'A')),
        b'a'..=b'z' => LOWER.chars().nth(usize::from(place - b'a')),
        _ => None,
    }
}

fn other(place: u8) -> Option<char> {
    Some(match place {
        0x22 => '∀',
        0x24 => '∃',
        0x27 => '∋',
        0x2d => '−',
        0xa2 => '′',
        0xa3 => '≤',
        0xa5 => '∞',
        0xab => '↔',
        0xac => '←',
        0xad => '↑',
        0xae => '→',
        0xaf => '↓',
        0xb0 => '°',
        0xb1 => '±',
        0xb2 => '″',
        0xb3 => '≥',
        0xb4 => '×',
        0xb6 => '∂',
        0xb7 => '•',
        0xb8 => '÷',
        0xb9 => '≠',
        0xba => '≡',
        0xbb => '≈',
        0xbc => '…',
        0xc4 => '⊗',
        0xc5 => '⊕',
        0xc6 => '∅',
        0xc7 => '∩',
        0xc8 => '∪',
        0xcc => '⊂',
        0xcd => '⊆',
        0xce => '∈',
        0xcf => '∉',
        0xd0 => '∠',
        0xd1 => '∇',
        0xd2 => '®',
        0xd3 => '©',
        0xd4 => '™',
        0xd5 => '∏',
        0xd6 => '√',
        0xd7 => '⋅',
        0xd8 => '¬',
        0xd9 => '∧',
        0xda => '∨',
        0xdb => '⇔',
        0xdc => '⇐',
        0xde => '⇒',
        0xe5 => '∑',
        0xf2 => '∫',
        0x20..=0x7e => char::from(place),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(font: &str, code: u32, expected: char) {
        assert_eq!(symbol(font, code), Some(expected), "{font} {code:x}");
    }

    #[test]
    fn signs_become_letters() {
        check("Symbol", 0xf0b3, '≥');
        check("Symbol", 0x61, 'α');
        check("Symbol", 0xf02b, '+');
        check("Wingdings", 0xf0e0, '→');
        check("Arial", 0x2192, '→');
    }
}
