//! A copy of a draft for the parser, byte for byte as long, in which signs that Markdown
//! would take for its own, or that belong to kramdown, are covered.

use std::{collections::BTreeSet, ops::Range, sync::LazyLock};

use regex::Regex;

/// Covers a letter that nobody is to read.
pub(super) const DROPPED: u8 = 1;
/// Covers the first letter of a citation such as `{{RFC8446}}`.
pub(super) const CITED: u8 = 2;
/// Covers the other letters of a citation.
pub(super) const CITED_ON: u8 = 3;
/// Covers a letter that is to be read as it stands.
const PLAIN: u8 = 4;

/// A draft as the parser sees it, and what was learnt on the way.
#[derive(Debug, Default)]
pub(super) struct Masked {
    /// The covered copy.
    pub text: String,
    /// Where a paragraph begins although no blank line stands before it.
    pub begins: BTreeSet<usize>,
    /// The names by which clauses and figures are called.
    pub anchors: BTreeSet<String>,
    /// The lines of the headings that have no number.
    pub unnumbered: BTreeSet<usize>,
}

/// Covers in `source` what Markdown must not see; the front matter ends at `start`.
pub(super) fn markdown(source: &str, start: usize) -> Masked {
    let mut bytes = source.as_bytes().to_vec();
    cover(&mut bytes, 0..start, b' ');
    let mut masked = Masked::default();
    headings(source, start, &mut bytes, &mut masked);
    attributes(source, start, &mut bytes, &mut masked);
    definitions(source, start, &mut bytes, &mut masked);
    let closed: BTreeSet<&str> = CLOSED
        .captures_iter(source)
        .filter_map(|it| it.get(1))
        .map(|it| it.as_str())
        .collect();
    for found in TAG.find_iter(&source[start..]) {
        if !is_tag(found.as_str(), &closed) {
            bytes[start + found.start()] = PLAIN;
        }
    }
    masked.text = String::from_utf8(bytes).expect("whole letters are covered");
    masked
}

/// Covers what only kramdown-rfc knows, after [`markdown`].
pub(super) fn kramdown(source: &str, start: usize, masked: &mut Masked) {
    let mut bytes = std::mem::take(&mut masked.text).into_bytes();
    for found in COMMENT.find_iter(&source[start..]) {
        cover(&mut bytes, start + found.start()..start + found.end(), b' ');
    }
    for found in ABBREVIATION.find_iter(&source[start..]) {
        cover(&mut bytes, start + found.start()..start + found.end(), b' ');
    }
    for found in CITATION.find_iter(&source[start..]) {
        let range = start + found.start()..start + found.end();
        if matches!(bytes[range.start], b'{' | b'[') {
            bytes[range.clone()].fill(CITED_ON);
            bytes[range.start] = CITED;
        }
    }
    masked.text = String::from_utf8(bytes).expect("whole letters are covered");
}

/// Covers the letters at `range`, but not the ends of lines.
pub(super) fn cover(bytes: &mut [u8], range: Range<usize>, with: u8) {
    for byte in &mut bytes[range] {
        if !matches!(*byte, b'\n' | b'\r') {
            *byte = with;
        }
    }
}

static HEADING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*(\{[#.:][^}\n]*\})?[ \t]*\r?$")
        .expect("a tested pattern")
});

static ATTRIBUTES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?m)^[ \t>]*\{(?:[:#.]|numbered)(?:[^}"']|"[^"]*"|'[^']*')*\}[ \t]*\r?$"#,
    )
    .expect("a tested pattern")
});

static INLINE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\{:[ #.a-z][^{}\n]*\}").expect("a tested pattern"));

static ANCHOR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"#([A-Za-z][\w.:-]*)").expect("a tested pattern"));

static UNNUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"numbered\s*=\s*["']?(?:false|no)|:\s*unnumbered|\.unnumbered|\{-\}"#)
        .expect("a tested pattern")
});

static DEFINITION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^( {0,3})\[[^\]\^\n][^\]\n]*\](:)[ \t]+(\S.*)$")
        .expect("a tested pattern")
});

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^<?(?:[a-z][a-z0-9+.-]*://|mailto:|urn:|#|\.{0,2}/|\S+\.[a-z]{2,4}(?:#\S*)?\s*$)")
        .expect("a tested pattern")
});

static TAG: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"</?[A-Za-z][^<>\n]*>").expect("a tested pattern"));

static CLOSED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"</([A-Za-z0-9]+)").expect("a tested pattern"));

static COMMENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?s)\{::comment\}.*?\{:/(?:comment)?\}|\{::[^}]*\}|\{:/[a-z]*\}")
        .expect("a tested pattern")
});

static ABBREVIATION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)^\*\[[^\]\n]+\]:.*$").expect("a tested pattern"));

static CITATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\{\{[^{}]+\}\}|\{\{\{[^{}]+\}\}\}|\[-?@[^\]\n]+\]")
        .expect("a tested pattern")
});

fn headings(source: &str, start: usize, bytes: &mut [u8], masked: &mut Masked) {
    for found in HEADING.captures_iter(&source[start..]) {
        let title = found.get(1).map_or("", |it| it.as_str());
        masked.anchors.insert(slug(title));
        let Some(own) = found.get(2) else { continue };
        cover(bytes, start + own.start()..start + own.end(), DROPPED);
        masked.anchors.extend(anchors(own.as_str()));
        if UNNUMBERED.is_match(own.as_str()) {
            masked.unnumbered.insert(start + found.get(0).map_or(0, |it| it.start()));
        }
    }
}

fn attributes(source: &str, start: usize, bytes: &mut [u8], masked: &mut Masked) {
    for found in ATTRIBUTES.find_iter(&source[start..]) {
        let begin = start + found.start();
        cover(bytes, begin..start + found.end(), b' ');
        masked.anchors.extend(anchors(found.as_str()));
        if UNNUMBERED.is_match(found.as_str()) {
            let above = source[..begin].trim_end();
            let above = above.rfind('\n').map_or(0, |it| it + 1);
            let below = source.len() - source[start + found.end()..].trim_start().len();
            let heading =
                |it: &usize| source[*it..].trim_start_matches(' ').starts_with('#');
            masked.unnumbered.extend([above, below].iter().find(|it| heading(it)));
        }
    }
    for found in INLINE.find_iter(&source[start..]) {
        let range = start + found.start()..start + found.end();
        if bytes[range.start] == b'{' {
            cover(bytes, range, DROPPED);
            masked.anchors.extend(anchors(found.as_str()));
        }
    }
}

fn anchors(attributes: &str) -> impl Iterator<Item = String> {
    ANCHOR.captures_iter(attributes).map(|it| it[1].to_owned())
}

/// The name that kramdown gives to a heading without one.
fn slug(title: &str) -> String {
    let letters = title.trim_start_matches(|it: char| !it.is_ascii_alphabetic());
    let kept = letters
        .chars()
        .filter(|it| it.is_ascii_alphanumeric() || matches!(it, ' ' | '-'));
    kept.map(|it| if it == ' ' { '-' } else { it.to_ascii_lowercase() }).collect()
}

/// Covers the colon in `[ITU-T X.805]: Recommendation …`, which Markdown would take for
/// the address of a link and drop.
fn definitions(source: &str, start: usize, bytes: &mut [u8], masked: &mut Masked) {
    for found in DEFINITION.captures_iter(&source[start..]) {
        let [Some(indent), Some(colon), Some(target)] = [1, 2, 3].map(|it| found.get(it))
        else {
            continue;
        };
        if !ADDRESS.is_match(target.as_str()) {
            bytes[start + colon.start()] = PLAIN;
            masked.begins.insert(start + indent.end());
        }
    }
}

/// Whether `raw`, in angle brackets, is a tag rather than a place for authors to fill
/// in, such as `<Mandatory material>`.
fn is_tag(raw: &str, closed: &BTreeSet<&str>) -> bool {
    let inner = raw.trim_start_matches(['<', '/']).trim_end_matches(['>', '/']);
    // The address of a page or of a person.
    if inner.contains("://") || inner.starts_with("mailto:") || inner.contains('@') {
        return true;
    }
    let name =
        inner.split(|it: char| !it.is_ascii_alphanumeric()).next().unwrap_or_default();
    let attributes = inner[name.len()..].trim();
    if !attributes.is_empty() {
        return attributes.contains('=');
    }
    let known = NAMES.binary_search(&&*name.to_ascii_lowercase()).is_ok();
    // `<Title>` stands in templates; as a tag it would be closed somewhere.
    let title = name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase);
    known && (raw.starts_with("</") || !title || closed.contains(name))
}

const NAMES: &[&str] = &[
    "a",
    "abbr",
    "address",
    "artwork",
    "aside",
    "b",
    "bcp14",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "contact",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "ins",
    "kbd",
    "li",
    "link",
    "main",
    "mark",
    "meta",
    "name",
    "nav",
    "nobr",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "script",
    "section",
    "small",
    "sourcecode",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "t",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
    "xref",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expected: bool) {
        assert_eq!(is_tag(raw, &BTreeSet::new()), expected, "{raw}");
    }

    #[test]
    fn tells_tags_from_places_to_fill_in() {
        for raw in
            ["<br>", "<br/>", "</td>", "<td colspan=2>", "<https://a.example>", "<TABLE>"]
        {
            check(raw, true);
        }
        for raw in
            ["<Mandatory material>", "<to be added>", "<Title>", "<TBD>", "<table of x>"]
        {
            check(raw, false);
        }
    }

    #[test]
    fn knows_the_names_of_tags() {
        assert!(NAMES.is_sorted());
    }

    #[test]
    fn names_headings_as_kramdown_does() {
        assert_eq!(slug("2 IANA Considerations (new)"), "iana-considerations-new");
    }
}
