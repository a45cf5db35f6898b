//! Which part of a Word file leads to which.

use super::{
    super::ReadError,
    package::Package,
    xml::{Event, Xml},
};

/// Where a part leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Relation {
    /// The last word of its type: "styles", "officeDocument".
    pub kind: Box<str>,
    /// The part, from the root of the package.
    pub target: Box<str>,
}

/// The relations of the part called `of`; of the package itself, if that is empty.
///
/// A damaged list counts as an empty one: the reader then looks at the usual places.
pub(super) fn relations(
    package: &mut Package<'_>,
    of: &str,
    depth: usize,
) -> Result<Vec<Relation>, ReadError> {
    let folder = of.rsplit_once('/').map_or("", |(folder, _)| folder);
    let Some(part) = package.part(&list(of))? else { return Ok(Vec::new()) };
    let mut xml = Xml::new(&part.text, depth);
    let mut found = Vec::new();
    while let Ok(event) = xml.pull() {
        let tag = match event {
            Event::Start(tag) if tag.name == "Relationship" => tag,
            Event::Eof => break,
            _ => continue,
        };
        let outside = tag.attribute("TargetMode").is_some_and(|it| it == "External");
        let (Some(kind), Some(target)) = (tag.attribute("Type"), tag.attribute("Target"))
        else {
            continue;
        };
        if !outside {
            let kind = kind.rsplit('/').next().unwrap_or_default().into();
            found.push(Relation { kind, target: target_of(folder, &target).into() });
        }
    }
    Ok(found)
}

/// The part that lists the relations of the part called `of`.
pub(super) fn list(of: &str) -> String {
    let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
    let gap = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{gap}_rels/{file}.rels")
}

/// The part that `target` means to a part in `folder`.
pub(super) fn target_of(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let absolute = target.starts_with('/');
    let mut steps: Vec<&str> = Vec::new();
    if !absolute {
        steps.extend(folder.split('/').filter(|it| !it.is_empty()));
    }
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            _ => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(folder: &str, target: &str, expected: &str) {
        assert_eq!(target_of(folder, target), expected);
    }

    #[test]
    fn finds_targets_however_they_are_written() {
        check("", "word/document.xml", "word/document.xml");
        check("word", "styles.xml", "word/styles.xml");
        check("word", "/word/styles.xml", "word/styles.xml");
        check("word", "..\\custom\\a.xml", "custom/a.xml");
        check("word", "../../../a.xml", "a.xml");
    }
}
