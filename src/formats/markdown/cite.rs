//! Citations of kramdown-rfc: `{{RFC8446}}`, `{{Section 4 of !RFC9146}}`, `{{-alias}}`.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

/// A citation, its places counted in the text it was found in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cite {
    /// What stands before the name: "Section 4 of ".
    pub before: Range<usize>,
    /// The name.
    pub label: Range<usize>,
    /// What stands after the name: ", Section 4".
    pub after: Range<usize>,
    /// What it says of the list that the source belongs in.
    pub list: Option<List>,
    /// The source itself, where it has another name.
    pub source: Option<Range<usize>>,
    /// Whether the name is another name of a source in the lists.
    pub alias: bool,
}

/// A list of references.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    /// What is needed to understand the draft.
    Normative,
    /// What is not.
    Informative,
}

static TARGET: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?s)(?P<before>.*?\s+of\s+|[^<]*<|)(?P<sign>[!?<&-]*)(?P<label>[^\s,=]+)(?:=(?P<source>[^\s,]+))?(?P<after>,.*|\s+\(.*|)$",
    )
    .expect("a tested pattern")
});

/// Reads the citation at `range` of `text`, braces included; none for a name of a person
/// in three braces, or what is no citation.
pub(super) fn read(text: &str, range: Range<usize>) -> Option<Cite> {
    let raw = text.get(range.clone())?;
    let braces = raw.strip_prefix("{{").and_then(|it| it.strip_suffix("}}"));
    // `[@!RFC2119]`, as mmark has it.
    let other = raw.trim_start_matches(['[', '-']).strip_prefix('@');
    let (inner, start) = match (braces, other.and_then(|it| it.strip_suffix(']'))) {
        (Some(inner), _) => (inner, range.start + 2),
        (None, Some(inner)) => (inner, range.end - 1 - inner.len()),
        (None, None) => return None,
    };
    let found = TARGET.captures(inner).filter(|_| !inner.starts_with('{'))?;
    let place = |it: regex::Match<'_>| start + it.start()..start + it.end();
    let label = place(found.name("label")?);
    let sign = found.name("sign").map_or("", |it| it.as_str());
    let list = match sign {
        _ if sign.contains('!') => Some(List::Normative),
        _ if sign.contains('?') => Some(List::Informative),
        _ => None,
    };
    let before = found.name("before").map_or(start..start, place);
    let before = if text[before.clone()].ends_with('<') { start..start } else { before };
    let after = found.name("after").map_or(label.end..label.end, place);
    let source = found.name("source").map(place);
    Some(Cite { before, label, after, list, source, alias: sign.contains('-') })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expected: Option<(&str, &str, &str, Option<List>)>) {
        let found = read(raw, 0..raw.len());
        let found = found.as_ref().map(|it| {
            (
                &raw[it.before.clone()],
                &raw[it.label.clone()],
                &raw[it.after.clone()],
                it.list,
            )
        });
        assert_eq!(found, expected, "{raw}");
    }

    #[test]
    fn reads_the_ways_to_cite() {
        use List::{Informative, Normative};
        check("{{RFC8446}}", Some(("", "RFC8446", "", None)));
        check("{{!RFC2119}}", Some(("", "RFC2119", "", Some(Normative))));
        check("{{?KDF=RFC5869}}", Some(("", "KDF", "", Some(Informative))));
        check("{{-alias}}", Some(("", "alias", "", None)));
        check("{{RFC8446, Section 4}}", Some(("", "RFC8446", ", Section 4", None)));
        let before = "Section 6 of ";
        check(
            "{{Section 6 of !RFC9146}}",
            Some((before, "RFC9146", "", Some(Normative))),
        );
        check("[@!RFC2119]", Some(("", "RFC2119", "", Some(Normative))));
        check("[@RFC9000, section 2]", Some(("", "RFC9000", ", section 2", None)));
        check("{{{Zoë Zed}}}", None);
    }
}
