//! What the name of a paragraph style says that its paragraphs are.
//!
//! Names come from the ITU-T skeleton and from published Recommendations (which do not
//! agree), from 3GPP and OASIS templates, and from Word itself.

use crate::doc::Role;

/// What a paragraph is, as far as its style says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Running text, or a style that says nothing.
    Plain,
    /// The line with the draft's number.
    Number,
    /// The draft's title.
    Title,
    /// A line below the title.
    Subtitle,
    /// A heading, from level 1.
    Heading(u8),
    /// A heading outside the levels, such as "Summary".
    Unnumbered,
    /// The heading of an annex or appendix.
    Division(Role),
    /// The first line of such a heading: "Annex A".
    DivisionNumber(Role),
    /// Its second line.
    DivisionTitle(Role),
    /// An item of a list.
    Item,
    /// A note.
    Note,
    /// An example.
    Example,
    /// Code or a formal listing.
    Code,
    /// A line of the table of contents.
    Contents,
    /// The heading of the table of contents.
    ContentsTitle,
    /// What stands above or in a table or figure, in no outline whatever it says.
    Caption,
}

impl Kind {
    /// What a style called `name` makes of a paragraph; none if the name says nothing.
    pub(super) fn of(name: &str) -> Option<Self> {
        // Word keeps other names behind a comma: "heading 1,h1".
        let name = name.split(',').next().unwrap_or_default().trim();
        localised(name).or_else(|| plain(&name.to_lowercase()))
    }

    /// Whether a style made from one of this kind is of this kind too.
    pub(super) const fn passes_on(self) -> bool {
        !self.is_title() && !matches!(self, Self::ContentsTitle)
    }

    /// Whether it names the draft.
    pub(super) const fn is_title(self) -> bool {
        matches!(self, Self::Number | Self::Title | Self::Subtitle)
    }

    /// Whether it is a heading of some sort.
    pub(super) const fn is_heading(self) -> bool {
        matches!(
            self,
            Self::Heading(_)
                | Self::Unnumbered
                | Self::Division(_)
                | Self::DivisionNumber(_)
                | Self::DivisionTitle(_)
                | Self::ContentsTitle
        )
    }
}

fn plain(name: &str) -> Option<Kind> {
    let bare: String =
        name.chars().filter(|it| it.is_alphanumeric() || *it == '#').collect();
    Some(match &*bare {
        "recno" | "resno" | "rec#" | "reciso#" | "recisono" | "recccitt#"
        | "recccittno" | "questionno" | "opinionno" => Kind::Number,
        "rectitle" | "restitle" | "questiontitle" | "opiniontitle" | "title" | "zt" => {
            Kind::Title
        }
        "subtitle" => Kind::Subtitle,
        "headingb" | "headingi" | "indexheading" => Kind::Unnumbered,
        "annexnotitle" | "annexheading" => Kind::Division(Role::Annex),
        "appendixnotitle" | "appendixheading" => Kind::Division(Role::Appendix),
        "annexno" | "annex#" => Kind::DivisionNumber(Role::Annex),
        "appendixno" | "appendix#" => Kind::DivisionNumber(Role::Appendix),
        "annextitle" => Kind::DivisionTitle(Role::Annex),
        "appendixtitle" => Kind::DivisionTitle(Role::Appendix),
        "tocheading" | "contentsheading" => Kind::ContentsTitle,
        "tableoffigures" | "index" => Kind::Contents,
        "list" | "listbullet" | "listnumber" | "enumlev" => Kind::Item,
        "note" | "no" | "editorsnote" => Kind::Note,
        "example" | "examples" => Kind::Example,
        "code" | "sourcecode" | "htmlpreformatted" | "preformattedtext" | "pl"
        | "asn1" | "xmlcode" | "sdlcode" | "macrotext" | "codeblock" => Kind::Code,
        _ if ["table", "figure", "caption"].iter().any(|it| bare.starts_with(it)) => {
            Kind::Caption
        }
        _ => return counted(&bare),
    })
}

/// Names that end in a level.
fn counted(bare: &str) -> Option<Kind> {
    let stem = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    let level: u8 = bare[stem.len()..].parse().ok()?;
    match stem {
        "annexheading" if level == 1 => Some(Kind::Division(Role::Annex)),
        "appendixheading" if level == 1 => Some(Kind::Division(Role::Appendix)),
        "heading" | "annexheading" | "appendixheading" if 0 < level => {
            Some(Kind::Heading(level))
        }
        "toc" | "index" => Some(Kind::Contents),
        "enumlev" | "list" | "listbullet" | "listnumber" | "b" => Some(Kind::Item),
        "note" => Some(Kind::Note),
        _ => None,
    }
}

/// Word's name for a heading in the languages of those who write drafts.
const HEADINGS: [&str; 16] = [
    "titre",
    "título",
    "überschrift",
    "titolo",
    "заголовок",
    "标题",
    "標題",
    "見出し",
    "제목",
    "عنوان",
    "kop",
    "rubrik",
    "overskrift",
    "nagłówek",
    "nadpis",
    "otsikko",
];

/// "Titre 1": with the blank, because "Titre1" is a style of ITU's own covers.
fn localised(name: &str) -> Option<Kind> {
    let (word, level) = name.rsplit_once(' ')?;
    let level: u8 = level.parse().ok().filter(|it| (1..=9).contains(it))?;
    HEADINGS.contains(&&*word.to_lowercase()).then_some(Kind::Heading(level))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: Option<Kind>) {
        assert_eq!(Kind::of(name), expected, "{name}");
    }

    #[test]
    fn knows_the_styles_of_the_skeleton_and_of_published_files() {
        check("Rec_No", Some(Kind::Number));
        check("Rec_title", Some(Kind::Title));
        check("Heading_b", Some(Kind::Unnumbered));
        check("Annex_No & title", Some(Kind::Division(Role::Annex)));
        check("Appendix_NoTitle", Some(Kind::Division(Role::Appendix)));
        check("Annex_No", Some(Kind::DivisionNumber(Role::Annex)));
        check("enumlev2", Some(Kind::Item));
        check("toc 0", Some(Kind::Contents));
        check("heading 3", Some(Kind::Heading(3)));
        check("heading 1,h1", Some(Kind::Heading(1)));
        check("Überschrift 2", Some(Kind::Heading(2)));
    }

    #[test]
    fn leaves_other_names_alone() {
        for name in ["Normal", "Annex_ref", "Titre1", "Normal_after_title"] {
            check(name, None);
        }
        check("Table_NoTitle", Some(Kind::Caption));
    }
}
