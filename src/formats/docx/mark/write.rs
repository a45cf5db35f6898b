//! What changes beside the main part: the comments, what is said of them, and what leads
//! to them.

use std::collections::BTreeSet;

use super::{
    super::{
        package::{Letters, Package, Part},
        relations::list,
    },
    body::Edited,
    comments::{Hand, SPACES, plain},
    copy::Plan,
    element::{Change, Element, Tree, changed},
    present::{Fate, Open, Present, broken, opened},
    threads, types,
};
use crate::formats::mark::{ABOUT, Mark, MarkError, Marking};
use crate::text::shortened;

/// What is to be written, and where it was placed.
pub(super) struct Work<'a> {
    /// What was there before.
    pub present: &'a Present,
    /// What becomes of our comments in it.
    pub fate: &'a Fate,
    /// The marks to write.
    pub fresh: &'a [(usize, &'a Mark)],
    /// The sum of the draft, then those marks, in the main part.
    pub edited: &'a Edited,
    /// The parts of the signature, which go.
    pub signature: &'a BTreeSet<String>,
    /// How to write them.
    pub marking: &'a Marking<'a>,
    /// How deep elements may nest.
    pub depth: usize,
}

impl Work<'_> {
    /// Plans the part with the comments, and all that leads to it.
    pub(super) fn comments(
        &self,
        package: &mut Package<'_>,
        summary: &[Box<str>],
        plan: &mut Plan,
    ) -> Result<(), MarkError> {
        let placed = self.edited.ids.iter().any(Option::is_some);
        let name = match &self.present.comments {
            Some(open) => {
                let text = self.renewed(open, summary)?;
                replace(plan, open, text)?;
                Some(open.name.clone())
            }
            None if placed => {
                let (name, led) = self.name(package);
                let text = self.made(summary)?;
                plan.added.push((name.clone(), text.into_bytes()));
                if !led {
                    self.lead(package, &name, plan)?;
                }
                Some(name)
            }
            None => None,
        };
        if name.is_none() && self.signature.is_empty() {
            return Ok(());
        }
        let Some(open) = opened(package, types::TYPES)? else {
            let text = "this file does not say of which type its parts are; open it in Word, save it and run again";
            return Err(MarkError::Unfit(text.into()));
        };
        let fault = |it| broken(&open.name, &it);
        let mut text = open.part.text.clone();
        if !self.signature.is_empty() {
            text =
                types::without_types(&text, self.signature, self.depth).map_err(fault)?;
        }
        if let Some(name) = name {
            text = types::with_comments(&text, &name, self.depth).map_err(fault)?;
        }
        replace(plan, &open, text)
    }

    /// The comments of a part without those that go, and with ours.
    fn renewed(&self, open: &Open, summary: &[Box<str>]) -> Result<String, MarkError> {
        let source = &*open.part.text;
        let tree = Tree::of(source, self.depth).map_err(|it| broken(&open.name, &it))?;
        let Some(tree) = tree else {
            let text = format!("{} is empty; let Word repair the file", open.name);
            return Err(MarkError::Unfit(text.into()));
        };
        let bound = tree.root.prefix_of(&SPACES);
        let strict = tree.root.attributes.iter().any(|it| it.value == SPACES[1]);
        let declared = bound.is_none().then_some(SPACES[usize::from(strict)]);
        let hand = self.hand(bound.unwrap_or("w"), declared);
        let (mut first, mut rest) = self.written(hand, summary);
        if !in_utf8(source) {
            (first, rest) = (plain(&first), plain(&rest));
        }
        let gone = self.fate.gone.iter().map(|it| &self.present.said[*it]);
        let mut changes: Vec<Change> =
            gone.map(|it| (it.at.clone(), String::new())).collect();
        if !(first.is_empty() && rest.is_empty()) {
            changes.extend(tree.filled(source, &first, &rest));
        }
        Ok(changed(source, changes))
    }

    /// A new part with our comments.
    fn made(&self, summary: &[Box<str>]) -> Result<String, MarkError> {
        let space = SPACES[usize::from(self.strict()?)];
        let (first, rest) = self.written(self.hand("w", None), summary);
        Ok(format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n\
             <w:comments xmlns:w=\"{space}\">{first}{rest}</w:comments>"
        ))
    }

    fn hand<'h>(&'h self, prefix: &'h str, declared: Option<&'h str>) -> Hand<'h> {
        let [text, sign] = self.present.styles.each_ref().map(Option::as_deref);
        Hand { prefix, declared, date: self.marking.date, text, sign }
    }

    /// The comment that sums the draft up, and all others.
    fn written(&self, hand: Hand<'_>, summary: &[Box<str>]) -> (String, String) {
        let mut ids = self.edited.ids.iter().zip(&self.edited.why);
        let first = ids.next().and_then(|(id, _)| *id);
        let first = first.map(|it| hand.write(it, summary)).unwrap_or_default();
        let rest = ids.zip(self.fresh).filter_map(|((id, why), (_, mark))| {
            let mut paragraphs: Vec<&str> = mark.text.iter().map(|it| &**it).collect();
            let about = why.as_ref().map(|it| about(&mark.quote, it));
            if let Some(about) = &about {
                paragraphs.insert(paragraphs.len().saturating_sub(1), about);
            }
            id.map(|it| hand.write(it, &paragraphs))
        });
        (first, rest.collect())
    }

    /// Whether the draft is one of the Strict sort.
    fn strict(&self) -> Result<bool, MarkError> {
        let Open { name, part } = &self.present.main;
        let root = Element::first(&part.text, self.depth);
        let root = root.map_err(|it| broken(name, &it))?;
        let mut says = root.iter().flat_map(|it| &it.attributes);
        Ok(says.any(|it| it.value == SPACES[1]))
    }

    /// The name of a new part for the comments, and whether the main part leads there
    /// already.
    fn name(&self, package: &Package<'_>) -> (String, bool) {
        let lead = self.present.leads.iter().find(|it| &*it.kind == "comments");
        if let Some(lead) = lead.filter(|it| !it.target.is_empty()) {
            return (lead.target.to_string(), true);
        }
        let folder = self.present.main.name.rsplit_once('/');
        let folder = folder.map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let numbers = [String::new()].into_iter().chain((1..).map(|it| it.to_string()));
        let mut names = numbers.map(|it| format!("{folder}comments{it}.xml"));
        let free = names.find(|it| !package.has(it));
        (free.unwrap_or_default(), false)
    }

    /// Plans that the main part leads to its comments.
    fn lead(
        &self,
        package: &mut Package<'_>,
        comments: &str,
        plan: &mut Plan,
    ) -> Result<(), MarkError> {
        let (name, strict) = (list(&self.present.main.name), self.strict()?);
        let target = comments.rsplit('/').next().unwrap_or_default();
        let with = |text: &str| {
            let with = types::with_relation(text, target, strict, self.depth);
            with.map_err(|it| broken(&name, &it))
        };
        if let Some(open) = opened(package, &name)? {
            let text = with(&open.part.text)?;
            return replace(plan, &open, text);
        }
        let text = with(types::EMPTY)?;
        plan.added.push((name, text.into_bytes()));
        Ok(())
    }

    /// Plans the parts that say more of comments without those that go.
    pub(super) fn threads(&self, plan: &mut Plan) -> Result<(), MarkError> {
        let gone = self.present.paragraphs(self.fate);
        let mut numbers = BTreeSet::new();
        for open in &self.present.threads {
            let text = &open.part.text;
            let changes = threads::without(text, self.depth, &gone, &mut numbers);
            let changes = changes.map_err(|it| broken(&open.name, &it))?;
            replace(plan, open, changed(text, changes))?;
        }
        Ok(())
    }
}

/// Says which words a comment means that does not stand on them.
fn about(quote: &str, why: &str) -> String {
    const LONGEST: usize = 200;
    let quote = shortened(quote, LONGEST);
    if quote.is_empty() {
        return format!("{ABOUT}{why}.");
    }
    format!("{ABOUT}the words “{quote}” in {why}.")
}

/// Whether a part says that it is in UTF-8, as most do, or says nothing.
fn in_utf8(source: &str) -> bool {
    let head = source.strip_prefix("<?xml").and_then(|it| it.split_once("?>"));
    let said = head.and_then(|(head, _)| head.split_once("encoding"));
    said.is_none_or(|(_, said)| {
        let said = said.trim_start_matches([' ', '=', '"', '\'']).to_ascii_lowercase();
        said.starts_with("utf-8") || said.starts_with("utf8")
    })
}

/// Plans that a part has another text, if it has.
pub(super) fn replace(
    plan: &mut Plan,
    open: &Open,
    text: String,
) -> Result<(), MarkError> {
    let Part { text: before, letters, .. } = &open.part;
    if *before == text {
        return Ok(());
    }
    let mut bytes = Vec::with_capacity(text.len() + 3);
    if *letters == Letters::Marked {
        bytes.extend_from_slice(b"\xef\xbb\xbf");
    }
    bytes.extend(text.into_bytes());
    if plan.replaced.insert(open.name.clone(), bytes).is_some() {
        let text = format!(
            "{} is named as two different parts of this file; open it in Word, save it and run again",
            open.name
        );
        return Err(MarkError::Unfit(text.into()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_which_words_it_means() {
        let expected = "This is about the words “MD5” in a footnote.";
        assert_eq!(about(" MD5 ", "a footnote"), expected);
        assert_eq!(about("", "a footnote"), "This is about a footnote.");
        assert!(about(&"é".repeat(300), "a text box").contains("é…”"));
    }

    #[test]
    fn knows_what_a_part_is_written_in() {
        assert!(
            in_utf8("<a/>") && in_utf8("<?xml version='1.0' encoding=\"UTF-8\"?><a/>")
        );
        assert!(!in_utf8("<?xml version='1.0' encoding='us-ascii'?><a/>"));
    }
}
