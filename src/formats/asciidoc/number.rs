//! The numbers and roles that Metanorma gives to headings, and plain AsciiDoc's.

use super::script::Script;
use crate::doc::{Role, Standing};

/// Who numbers the headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// Metanorma: clauses from 1, annexes by letter, appendices by Roman number.
    Metanorma,
    /// Asciidoctor: only where `sectnums` is set.
    Plain,
}

impl Manner {
    pub(super) fn of(script: &Script) -> Self {
        let class = script.attributes.value("mn-document-class", usize::MAX);
        if class.is_some() { Self::Metanorma } else { Self::Plain }
    }

    /// Whether tables and figures are named before their titles.
    pub(super) fn names_captions(self) -> bool {
        self == Self::Metanorma
    }
}

/// What the draft says of a heading.
#[derive(Clone, Debug)]
pub(super) struct Said<'s> {
    pub title: String,
    pub style: &'s str,
    pub roles: Vec<&'s str>,
    pub options: Vec<&'s str>,
    pub level: usize,
    pub discrete: bool,
    pub informative: bool,
    /// What its `heading` attribute says it is.
    pub heading: &'s str,
    /// The number that its `number` attribute gives it.
    pub number: Option<&'s str>,
    /// The letter of the one annex that the draft is.
    pub annex: Option<&'s str>,
    /// Whether `sectnums` is set.
    pub numbered: bool,
    /// How deep `sectnumlevels` numbers.
    pub depth: Option<usize>,
}

/// What is worked out of a heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// Its number: "7.1", "Annex A".
    pub number: Option<String>,
    /// Its role, where the format says it.
    pub role: Option<Role>,
    /// Its standing, where the format says it.
    pub standing: Option<Standing>,
    /// What a reference to it prints as; its title if it has no number.
    pub printed: Option<String>,
    /// How deep it stands: 0 for a part that holds clauses.
    pub level: usize,
    /// Whether the clauses below it are terms.
    terms: bool,
    /// What the numbers below it begin with.
    prefix: Option<String>,
    /// How many numbered headings stand directly below it so far.
    below: std::cell::Cell<u32>,
}

/// How many clauses, annexes and appendices were met.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counters {
    clauses: u32,
    annexes: u32,
    appendices: u32,
}

/// Titles that name front matter where no clause stands before them.
const FRONT: [&str; 9] = [
    "foreword",
    "introduction",
    "abstract",
    "summary",
    "executive summary",
    "keywords",
    "history",
    "acknowledgements",
    "acknowledgments",
];

impl Counters {
    /// Numbers the next heading, which stands below `above`.
    pub(super) fn head(
        &mut self,
        manner: Manner,
        said: &Said<'_>,
        above: Option<&Head>,
    ) -> Head {
        let level = said.level;
        if said.discrete {
            return Head { level, ..Head::default() };
        }
        match above.filter(|it| it.level != 0) {
            Some(above) => below(manner, said, above),
            None if level == 0 => Head { level, ..Head::default() },
            None => self.top(manner, said),
        }
    }

    fn top(&mut self, manner: Manner, said: &Said<'_>) -> Head {
        let title = said.title.to_lowercase();
        let level = said.level;
        let metanorma = manner == Manner::Metanorma;
        let (role, standing) = (special(said, &title), None);
        let unnumbered = Head { role, standing, level, ..Head::default() };
        if matches!(said.style, "appendix" | "annex") {
            return self.annex(manner, said);
        }
        if said.style == "bibliography" {
            let normative =
                title.contains("reference") && self.annexes + self.appendices == 0;
            let role = if title.contains("reference") {
                Role::References
            } else {
                Role::Bibliography
            };
            let head = Head { role: Some(role), ..unnumbered };
            return if normative { self.clause(manner, said, head) } else { head };
        }
        let preface = role.is_some()
            || said.style == "preface"
            || said.roles.contains(&"preface")
            || said.options.contains(&"unnumbered");
        let first = metanorma && self.clauses == 0 && FRONT.contains(&title.as_str());
        if preface || first {
            return unnumbered;
        }
        self.clause(manner, said, unnumbered)
    }

    fn clause(&mut self, manner: Manner, said: &Said<'_>, head: Head) -> Head {
        if manner == Manner::Plain && !said.numbered {
            return head;
        }
        let role = head.role.or_else(|| heading(said.heading));
        let head = Head { terms: terms(said, role), ..head };
        if let Some(number) = said.number {
            self.clauses = number.parse().unwrap_or(self.clauses);
            return numbered(Head { role, ..head }, number.to_owned());
        }
        self.clauses += 1;
        numbered(Head { role, ..head }, self.clauses.to_string())
    }

    fn annex(&mut self, manner: Manner, said: &Said<'_>) -> Head {
        let plain = manner == Manner::Plain;
        let appendix = plain || said.informative;
        let (role, standing, word, mark) = if appendix {
            self.appendices += 1;
            let mark =
                if plain { letter(self.appendices) } else { roman(self.appendices) };
            (Role::Appendix, Standing::Informative, "Appendix", mark)
        } else {
            self.annexes += 1;
            (Role::Annex, Standing::Normative, "Annex", letter(self.annexes))
        };
        let mark = said.annex.map_or(mark, str::to_owned);
        let number = format!("{word} {mark}");
        Head {
            printed: Some(number.clone()),
            number: Some(number),
            role: Some(role),
            // Asciidoctor's appendices do not say whether they oblige.
            standing: (!plain).then_some(standing),
            level: said.level,
            prefix: Some(mark),
            ..Head::default()
        }
    }
}

/// Titles of the clauses whose subclauses are terms.
const TERMS: [&str; 8] = [
    "definitions",
    "definition",
    "terms and definitions",
    "terms",
    "terminology",
    "definitions and terminology",
    "terms, definitions and abbreviations",
    "terms, definitions and abbreviated terms",
];

fn terms(said: &Said<'_>, role: Option<Role>) -> bool {
    let title = said.title.to_lowercase();
    let titled = TERMS.contains(&title.as_str()) || title.starts_with("terms defined");
    role == Some(Role::Definitions) || (role.is_none() && titled)
}

/// A heading below another one.
fn below(manner: Manner, said: &Said<'_>, above: &Head) -> Head {
    let level = said.level;
    // A term may be called "scope" or "summary", and is a definition all the same.
    let other = ["abbreviat", "acronym", "symbol", "convention"];
    let title = said.title.to_lowercase();
    let term = above.terms
        && !said.roles.contains(&"nonterm")
        && !other.iter().any(|it| title.contains(it) && said.level == 2);
    let role = heading(said.heading).or(term.then_some(Role::Definitions));
    let terms = role == Some(Role::Definitions) || terms(said, role);
    let head = Head { role, level, terms, ..Head::default() };
    let hidden = said.options.contains(&"unnumbered")
        || (manner == Manner::Plain
            && (!said.numbered || said.depth.unwrap_or(3) < level));
    let Some(prefix) = above.prefix.as_deref().filter(|_| !hidden) else { return head };
    above.below.set(above.below.get() + 1);
    let own = said.number.map_or_else(|| above.below.get().to_string(), str::to_owned);
    numbered(head, format!("{prefix}.{own}"))
}

fn numbered(head: Head, number: String) -> Head {
    let printed = Some(format!("clause {number}"));
    Head { printed, prefix: Some(number.clone()), number: Some(number), ..head }
}

/// The role that a style or a class gives to a heading of the front or back matter.
fn special(said: &Said<'_>, title: &str) -> Option<Role> {
    let role = |it: &str| {
        Some(match it {
            "abstract" | "executivesummary" | "summary" => Role::Summary,
            "foreword" | "colophon" | "history" => Role::Cover,
            "introduction" => Role::Introduction,
            "acknowledgements" | "acknowledgments" => Role::Credits,
            "index" | "toc" => Role::Contents,
            _ => return None,
        })
    };
    let named =
        std::iter::once(said.style).chain(said.roles.iter().copied()).find_map(role);
    // "Keywords" in an abstract's clothes are still keywords.
    named.filter(|_| title != "keywords")
}

/// The role that a `heading` attribute names.
fn heading(name: &str) -> Option<Role> {
    let name = name.to_lowercase();
    Some(match name.as_str() {
        "scope" => Role::Scope,
        "normative references" | "references" => Role::References,
        "terms and definitions" | "terms" | "definitions" => Role::Definitions,
        "symbols and abbreviated terms"
        | "symbols"
        | "abbreviated terms"
        | "abbreviation clause"
        | "abbreviations" => Role::Abbreviations,
        "conventions" => Role::Conventions,
        "bibliography" => Role::Bibliography,
        "introduction" => Role::Introduction,
        "foreword" => Role::Cover,
        "abstract" | "executivesummary" => Role::Summary,
        "acknowledgements" => Role::Credits,
        _ => return None,
    })
}

/// A, B … H, J: Metanorma leaves out the I, which looks like a one.
fn letter(count: u32) -> String {
    let mut letters = String::new();
    let mut left = count;
    let alphabet = "ABCDEFGHJKLMNOPQRSTUVWXYZ";
    while 0 < left {
        left -= 1;
        let at = usize::try_from(left % 25).unwrap_or_default();
        letters.insert_str(0, &alphabet[at..=at]);
        left /= 25;
    }
    letters
}

fn roman(count: u32) -> String {
    let signs = [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut left = count.min(400);
    let mut number = String::new();
    for (value, sign) in signs {
        while value <= left {
            number.push_str(sign);
            left -= value;
        }
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_in_letters_and_roman_numbers() {
        let letters: Vec<_> = [1, 2, 8, 9, 25, 26].map(letter).into();
        assert_eq!(letters, ["A", "B", "H", "J", "Z", "AA"]);
        let romans: Vec<_> = [1, 4, 9, 14, 40].map(roman).into();
        assert_eq!(romans, ["I", "IV", "IX", "XIV", "XXXX"]);
    }
}
