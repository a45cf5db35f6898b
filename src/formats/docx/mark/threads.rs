//! The parts that say which comment answers which, and which are resolved.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    super::xml::Fault,
    comments::Comment,
    element::{Change, Element, Tree},
};

/// What is said of the paragraph that a comment ends with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Thread {
    /// The paragraph of the comment that this one answers.
    pub parent: Option<Box<str>>,
    /// Whether somebody marked it as resolved.
    pub done: bool,
}

/// What the part `commentsExtended` says, by the paragraph that it says it of.
pub(super) fn read(
    source: &str,
    depth: usize,
) -> Result<BTreeMap<Box<str>, Thread>, Fault> {
    let mut found = BTreeMap::new();
    let tree = Tree::of(source, depth)?;
    for entry in tree.iter().flat_map(|it| &it.children) {
        if entry.local() != "commentEx" {
            continue;
        }
        let parent = known(entry, "paraIdParent");
        let done = matches!(entry.value("done"), "1" | "true" | "on");
        found.insert(known(entry, "paraId").unwrap_or_default(), Thread { parent, done });
    }
    Ok(found)
}

fn known(entry: &Element<'_>, name: &str) -> Option<Box<str>> {
    let value = entry.value(name).trim();
    (!value.is_empty()).then(|| value.to_ascii_uppercase().into())
}

/// For each comment: whether it answers another one, and whether anybody answered it or
/// marked it as resolved.
pub(super) fn weigh(
    comments: &[Comment],
    threads: &BTreeMap<Box<str>, Thread>,
) -> Vec<Weight> {
    let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, comment) in comments.iter().enumerate() {
        owners.extend(comment.paragraphs.iter().map(|it| (&**it, index)));
    }
    let mut weights = vec![Weight::default(); comments.len()];
    for (paragraph, thread) in threads {
        let Some(&own) = owners.get(&**paragraph) else { continue };
        weights[own].answered |= thread.done;
        let parent = thread.parent.as_ref().and_then(|it| owners.get(&**it));
        if let Some(&parent) = parent.filter(|it| **it != own) {
            weights[own].answers = true;
            weights[parent].answered = true;
        }
    }
    weights
}

/// What is known of a comment from those around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Weight {
    /// It answers another one.
    pub answers: bool,
    /// Another one answers it, or somebody marked it as resolved.
    pub answered: bool,
}

/// The changes that take the entries of these paragraphs out of a part, and whatever
/// answers them out of their threads.
///
/// `commentsIds` gives each paragraph another number, by which alone
/// `commentsExtensible` knows it: `numbers` goes from the one to the other.
pub(super) fn without(
    source: &str,
    depth: usize,
    gone: &BTreeSet<Box<str>>,
    numbers: &mut BTreeSet<Box<str>>,
) -> Result<Vec<Change>, Fault> {
    let mut changes = Vec::new();
    let Some(tree) = Tree::of(source, depth)? else { return Ok(changes) };
    for entry in &tree.children {
        let parent = entry.attribute("paraIdParent");
        let number = known(entry, "durableId");
        let goes = match known(entry, "paraId") {
            Some(own) => gone.contains(&own),
            None => number.as_ref().is_some_and(|it| numbers.contains(it)),
        };
        if goes {
            numbers.extend(number);
            changes.push((entry.whole.clone(), String::new()));
        } else if let Some(parent) = parent
            && gone.contains(&*parent.value.trim().to_ascii_uppercase())
        {
            changes.push((parent.at.clone(), String::new()));
        }
    }
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::{super::element::changed, *};

    const SOURCE: &str = "<w15:commentsEx><w15:commentEx w15:paraId=\"0a\" w15:done=\"0\"/>\
        <w15:commentEx w15:paraId=\"0B\" w15:paraIdParent=\"0A\" w15:done=\"1\"/></w15:commentsEx>";

    fn comment(paragraph: &str) -> Comment {
        Comment {
            id: None,
            ours: true,
            at: 0..0,
            paragraphs: vec![paragraph.into()],
            key: None,
            said: Vec::new(),
        }
    }

    #[test]
    fn knows_who_answers_whom() {
        let threads = read(SOURCE, 8).unwrap();
        let weights = weigh(&[comment("0A"), comment("0B"), comment("0C")], &threads);
        let told: Vec<_> = weights.iter().map(|it| (it.answers, it.answered)).collect();
        assert_eq!(told, [(false, true), (true, true), (false, false)]);
    }

    #[test]
    fn leaves_an_answer_without_what_it_answered() {
        let gone = BTreeSet::from(["0A".into()]);
        let changes = without(SOURCE, 8, &gone, &mut BTreeSet::new()).unwrap();
        let expected = "<w15:commentsEx><w15:commentEx w15:paraId=\"0B\" w15:done=\"1\"/></w15:commentsEx>";
        assert_eq!(changed(SOURCE, changes), expected);
    }

    #[test]
    fn follows_a_paragraph_to_its_other_number() {
        let (gone, mut numbers) = (BTreeSet::from(["0A".into()]), BTreeSet::new());
        let ids = "<a><b paraId=\"0A\" durableId=\"7F\"/><b paraId=\"0B\" durableId=\"70\"/></a>";
        let changes = without(ids, 8, &gone, &mut numbers).unwrap();
        let more = "<a><c durableId=\"7f\"/><c durableId=\"70\"/></a>";
        let again = without(more, 8, &gone, &mut numbers).unwrap();
        assert_eq!(
            (changes.len(), changed(more, again).as_str()),
            (1, "<a><c durableId=\"70\"/></a>")
        );
    }
}
