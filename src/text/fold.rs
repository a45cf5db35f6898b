/// What becomes of a character when a draft's words are copied out of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folded {
    /// It stays as it is.
    Same,
    /// Another character stands for it.
    As(char),
    /// It goes: it carries no meaning for a reader of the words.
    Gone,
}

/// Folds what only looks different: no-break blanks and hyphens, soft hyphens.
///
/// Word files are full of them (7 835 no-break blanks in one Recommendation), and a
/// phrase must be found whatever its author's keyboard did.
pub fn fold(c: char) -> Folded {
    match c {
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
            Folded::As(' ')
        }
        '\u{2010}' | '\u{2011}' | '\u{2212}' => Folded::As('-'),
        '\u{2018}' | '\u{2019}' => Folded::As('\''),
        '\u{201c}' | '\u{201d}' => Folded::As('"'),
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{feff}'
        | '\r' => Folded::Gone,
        // Line and page breaks inside a paragraph do not end it.
        '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Folded::As(' '),
        _ => Folded::Same,
    }
}
