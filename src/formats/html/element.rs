//! What elements and their classes say of the text in them. Knows no bytes.

use super::Shape;

/// A tag as the tokens of a page give it.
#[derive(Debug, Default)]
pub(super) struct Tag {
    /// Its name, in lower case.
    pub name: String,
    /// The class, in lower case.
    pub class: String,
    /// The style, without blanks.
    pub style: String,
    /// Where its link leads.
    pub href: String,
    /// What links call it.
    pub id: String,
    /// How many columns the cell fills.
    pub columns: u32,
    /// Where its alternative text stands.
    pub alt: std::ops::Range<usize>,
}

/// Elements that make a block of their own.
pub(super) fn is_block(name: &str) -> bool {
    const BLOCKS: &[&str] = &[
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ];
    BLOCKS.binary_search(&name).is_ok()
}

/// Elements whose text is not the draft's.
pub(super) fn is_dropped(tag: &Tag) -> bool {
    let hidden = tag.style.contains("display:none") || tag.style.contains("mso-hide:all");
    hidden
        || matches!(
            &*tag.name,
            "head" | "noscript" | "script" | "style" | "template" | "xml"
        )
}

/// Elements that never hold anything.
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// The elements that an opening `name` ends when they were left open, and those that
/// keep it from looking further out.
pub(super) fn ends(name: &str) -> (&'static [&'static str], &'static [&'static str]) {
    const HEADS: &[&str] = &["p", "h1", "h2", "h3", "h4", "h5", "h6"];
    match name {
        "li" => (&["li"], &["ul", "ol", "dir", "menu", "table"]),
        "dd" | "dt" => (&["dd", "dt"], &["dl", "table"]),
        "td" | "th" => (&["td", "th"], &["table", "tr"]),
        "tr" => (&["tr"], &["table"]),
        "tbody" | "tfoot" | "thead" => (&["tbody", "tfoot", "thead"], &["table"]),
        _ if is_block(name) => (HEADS, &["div", "td", "th", "li", "section", "table"]),
        _ => (&[], &[]),
    }
}

/// What an element says its text is; none where it leaves that to those around it.
pub(super) fn shape(tag: &Tag) -> Option<Shape> {
    if let Some(found) = tag.class.split_whitespace().find_map(class) {
        return Some(found);
    }
    let heading = |level: &str| level.parse().ok().map(Shape::Heading);
    match &*tag.name {
        "li" | "dd" => Some(Shape::Item),
        "pre" | "listing" | "xmp" => Some(Shape::Code),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => heading(&tag.name[1..]),
        "td" | "th" => Some(Shape::Cell),
        _ => None,
    }
}

/// The styles of Word's and Metanorma's templates for Recommendations.
fn class(class: &str) -> Option<Shape> {
    Some(match class {
        "recno" | "rec_no" | "zzstdtitle1" => Shape::Number,
        "rectitle" | "rec_title" | "zzstdtitle2" | "msotitle" => Shape::Title,
        "headingb" | "heading_b" | "h1preface" | "zzcontents" | "introtitle"
        | "forewordtitle" | "abstracttitle" => Shape::UNNUMBERED,
        "note" => Shape::Note,
        "example" => Shape::Example,
        "msofootnotetext" | "footnotetext" | "msoendnotetext" => Shape::Footnote,
        "sourcecode" | "formal" => Shape::Code,
        "toc" => Shape::Contents,
        _ if class.starts_with("msotoc") => Shape::Contents,
        _ if class.starts_with("msolist") || class.starts_with("enumlev") => Shape::Item,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_block_element() {
        for name in ["address", "div", "h6", "p", "section", "td", "title", "ul"] {
            assert!(is_block(name), "{name}");
        }
        assert!(!is_block("span"));
    }
}
