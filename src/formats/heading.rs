//! Which blocks are headings, and what each heading says of its clause.

use super::{
    flow::{Flow, FlowBlock, Shape},
    number,
};
use crate::{
    doc::{Role, Standing},
    lexicon::Language,
};

/// What is known of one heading.
#[derive(Clone, Debug)]
pub(super) struct Head {
    /// Its number, as a reader sees it.
    pub number: Option<Box<str>>,
    /// How deep its number says that it stands.
    pub depth: Option<u8>,
    /// How deep the format says that it stands.
    pub level: u8,
    /// How many bytes of its block stand before the title.
    pub skip: usize,
    /// Its role.
    pub role: Role,
    /// What the format says of its standing.
    pub standing: Option<Standing>,
}

/// The longest paragraph that may be a heading no style speaks of.
pub(super) const LONGEST: usize = 120;

/// The heading that `block` is, if it is one; `last` is the number before it.
pub(super) fn head(
    flow: &Flow,
    block: &FlowBlock,
    last: Option<&str>,
    words: &Language,
) -> Option<Head> {
    let text = flow.words(block);
    match block.shape {
        Shape::Heading(level) => Some(styled(block, text, level, words)),
        Shape::Paragraph | Shape::Item if flow.loose => hidden(text, last, words),
        _ => None,
    }
}

fn styled(block: &FlowBlock, text: &str, level: u8, words: &Language) -> Head {
    let standing = block.standing;
    if let Some(number) = &block.number {
        // Under "6.1" a title "Annex B, changes" speaks of another document's annex.
        let division = words.division(text).filter(|_| number::depth(number).is_none());
        let skip = division.map_or(0, |(_, _, rest)| title(text, rest));
        let by_mark = division.or_else(|| words.division(number));
        let named = role(text, words).or(by_mark.and_then(|(it, ..)| Role::named(it)));
        let role = block.role.or(named).unwrap_or_default();
        let depth = number::depth(number).or(match role {
            Role::Annex | Role::Appendix => Some(1),
            _ => None,
        });
        return Head { number: Some(number.clone()), depth, level, skip, role, standing };
    }
    let mut head = read(text, level, words);
    head.role = match (block.role, head.role) {
        (None | Some(Role::Text), said) => said,
        // Bibliographies are set in the style of an appendix, or of an annex.
        (Some(Role::Annex | Role::Appendix), said) if said != Role::Text => said,
        (Some(role), _) => role,
    };
    head.standing = standing;
    head
}

/// What the words of a heading say by themselves.
fn read(text: &str, level: u8, words: &Language) -> Head {
    let standing = None;
    if let Some((name, mark, rest)) = words.division(text) {
        let word = text.split_whitespace().next().unwrap_or_default();
        let number = Some(format!("{} {mark}", capital(word)).into());
        let role = Role::named(name).unwrap_or_default();
        let skip = title(text, rest);
        return Head { number, depth: Some(1), level, skip, role, standing };
    }
    let amended = || number::bracketed(text).filter(|_| level < Shape::UNNUMBERED_LEVEL);
    if let Some(typed) = number::typed(text).or_else(amended) {
        // What stands on the cover has no number: "8.2 Editors" is a clause.
        let role = role(&text[typed.skip..], words).filter(|it| *it != Role::Cover);
        let role = role.unwrap_or_default();
        let (number, depth) = (Some(typed.number.into()), Some(typed.depth));
        return Head { number, depth, level, skip: typed.skip, role, standing };
    }
    let role = role(text, words).unwrap_or_default();
    Head { number: None, depth: None, level, skip: 0, role, standing }
}

/// A heading that only its words give away.
fn hidden(text: &str, last: Option<&str>, words: &Language) -> Option<Head> {
    let text = text.trim_end();
    let sentence = text.ends_with(['.', ';', ',', ':']) || text.contains(". ");
    if LONGEST < text.len() || sentence {
        return None;
    }
    let head = read(text, Shape::UNNUMBERED_LEVEL, words);
    match (&head.number, head.role) {
        (Some(_), Role::Annex | Role::Appendix) => Some(head),
        (Some(number), role) => {
            let title = text[head.skip..].chars().next().is_some_and(char::is_uppercase);
            let fits = role != Role::Text || number::follows(last, number);
            (title && fits).then_some(head)
        }
        (None, Role::Text) => None,
        // Lists of terms and tables of keywords begin with such words too, but then
        // they do not stand alone.
        (None, _) => Some(head),
    }
}

/// The heading of a text that the secretariat adds, known by its words alone.
pub(super) fn cover(text: &str, words: &Language) -> Option<Head> {
    let head = read(text.trim(), Shape::UNNUMBERED_LEVEL, words);
    matches!(head.role, Role::Cover | Role::Contents).then_some(Head { skip: 0, ..head })
}

impl Shape {
    const UNNUMBERED_LEVEL: u8 = match Self::UNNUMBERED {
        Self::Heading(level) => level,
        _ => 9,
    };
}

fn role(title: &str, words: &Language) -> Option<Role> {
    words.role(title).and_then(Role::named)
}

/// Where the title begins that `rest` of `text` leads to.
fn title(text: &str, rest: &str) -> usize {
    let sign = |c: char| {
        c.is_whitespace() || matches!(c, '–' | '—' | '-' | ':' | '.' | '\u{a0}')
    };
    let bare = rest.trim_start_matches(sign);
    // "Annex A" alone is its own title.
    if bare.is_empty() { 0 } else { text.trim_end().len() - bare.len() }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first =
        letters.next().map(|it| it.to_uppercase().to_string()).unwrap_or_default();
    first + &letters.as_str().to_lowercase()
}
