//! What a package says of its parts: of which type each is, and which leads to which.

use std::{collections::BTreeSet, fmt::Write as _};

use super::{
    super::{relations::target_of, xml::Fault},
    element::{Change, Tree, changed, escaped},
};

/// Where the package says of which type its parts are.
pub(super) const TYPES: &str = "[Content_Types].xml";

const COMMENTS: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
const LIST: &str = "application/vnd.openxmlformats-package.relationships+xml";

/// A new list of relations, with nothing in it.
pub(super) const EMPTY: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n\
    <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>";

/// The types of a package that has the part `comments`; the same text if it says so
/// already.
pub(super) fn with_comments(
    source: &str,
    comments: &str,
    depth: usize,
) -> Result<String, Fault> {
    let Some(tree) = Tree::of(source, depth)? else { return Ok(source.to_owned()) };
    let says = |kind: &str, by: &str, value: &str| {
        let mut all = tree.children.iter().filter(|it| it.local() == kind);
        all.any(|it| it.value(by).eq_ignore_ascii_case(value))
    };
    let (part, prefix) = (format!("/{}", escaped(comments)), tree.prefix());
    let mut more = String::new();
    if !says("Default", "Extension", "rels") {
        let _ =
            write!(more, "<{prefix}Default Extension=\"rels\" ContentType=\"{LIST}\"/>");
    }
    if !says("Override", "PartName", &part) {
        let _ = write!(
            more,
            "<{prefix}Override PartName=\"{part}\" ContentType=\"{COMMENTS}\"/>"
        );
    }
    if more.is_empty() {
        return Ok(source.to_owned());
    }
    Ok(changed(source, tree.filled(source, "", &more)))
}

/// The types of a package without these parts, given in lower case.
pub(super) fn without_types(
    source: &str,
    gone: &BTreeSet<String>,
    depth: usize,
) -> Result<String, Fault> {
    without(source, depth, |child| {
        let part = child.value("PartName").trim_start_matches('/').to_lowercase();
        let signature = child.value("Extension").eq_ignore_ascii_case("sigs");
        signature || gone.contains(&part)
    })
}

/// The relations `source` of the main part with one more, to its comments.
pub(super) fn with_relation(
    source: &str,
    target: &str,
    strict: bool,
    depth: usize,
) -> Result<String, Fault> {
    let Some(tree) = Tree::of(source, depth)? else { return Ok(source.to_owned()) };
    let taken: BTreeSet<_> =
        tree.children.iter().map(|it| it.value("Id").to_ascii_lowercase()).collect();
    let free = (1..).map(|it| format!("rId{it}"));
    let id = free.into_iter().find(|it| !taken.contains(&it.to_ascii_lowercase()));
    let (id, prefix) = (id.unwrap_or_default(), tree.prefix());
    let space = if strict {
        "http://purl.oclc.org/ooxml/officeDocument"
    } else {
        "http://schemas.openxmlformats.org/officeDocument/2006"
    };
    let more = format!(
        "<{prefix}Relationship Id=\"{id}\" Type=\"{space}/relationships/comments\" Target=\"{}\"/>",
        escaped(target)
    );
    Ok(changed(source, tree.filled(source, "", &more)))
}

/// The relations `source` of the package, without those to these parts, given in lower
/// case.
pub(super) fn without_relations(
    source: &str,
    gone: &BTreeSet<String>,
    depth: usize,
) -> Result<String, Fault> {
    without(source, depth, |child| {
        let inside = !child.value("TargetMode").eq_ignore_ascii_case("External");
        let target = target_of("", child.value("Target")).to_lowercase();
        inside && gone.contains(&target)
    })
}

fn without(
    source: &str,
    depth: usize,
    goes: impl Fn(&super::element::Element<'_>) -> bool,
) -> Result<String, Fault> {
    let Some(tree) = Tree::of(source, depth)? else { return Ok(source.to_owned()) };
    let gone = tree.children.iter().filter(|it| goes(it));
    let changes: Vec<Change> = gone.map(|it| (it.whole.clone(), String::new())).collect();
    Ok(changed(source, changes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_a_new_part_once() {
        let source = "<x:Types xmlns:x='t'><x:Default Extension='RELS' ContentType='r'/></x:Types>";
        let once = with_comments(source, "word/comments.xml", 8).unwrap();
        let expected = format!(
            "<x:Override PartName=\"/word/comments.xml\" ContentType=\"{COMMENTS}\"/></x:Types>"
        );
        assert!(once.ends_with(&expected), "{once}");
        assert_eq!(with_comments(&once, "Word/Comments.xml", 8).unwrap(), once);
    }

    #[test]
    fn takes_the_first_free_name_for_a_relation() {
        let source = "<Relationships><Relationship Id='rId1'/><Relationship Id='RID2'/></Relationships>";
        let found = with_relation(source, "comments.xml", true, 8).unwrap();
        let expected = "<Relationship Id=\"rId3\" Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/comments\" Target=\"comments.xml\"/></Relationships>";
        assert!(found.ends_with(expected), "{found}");
        assert!(with_relation(EMPTY, "c.xml", false, 8).unwrap().contains("rId1"));
    }

    #[test]
    fn forgets_a_part_that_goes() {
        let gone = BTreeSet::from(["_xmlsignatures/origin.sigs".to_owned()]);
        let source = "<R><Relationship Id='a' Target='_xmlsignatures\\origin.sigs'/><Relationship Id='b' Target='c'/></R>";
        let found = without_relations(source, &gone, 8).unwrap();
        assert_eq!(found, "<R><Relationship Id='b' Target='c'/></R>");
    }
}
