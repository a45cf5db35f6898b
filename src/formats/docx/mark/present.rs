//! What a Word file holds before it is marked: its main part, its comments, and which of
//! those are ours.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    super::{
        File,
        package::{Letters, Package, Part},
        refused,
        relations::{Relation, relations},
        root,
        xml::Fault,
    },
    comments::{self, Comment},
    own, threads,
};
use crate::formats::{
    ReadError,
    mark::{Mark, MarkError},
};

/// A part that is going to change.
pub(super) struct Open {
    /// The name that the archive has for it.
    pub name: String,
    /// Its text.
    pub part: Part,
}

/// What a Word file holds before it is marked.
pub(super) struct Present {
    /// The part with the body.
    pub main: Open,
    /// Where that leads.
    pub leads: Vec<Relation>,
    /// Its footnotes and its endnotes.
    pub notes: [Option<String>; 2],
    /// The part with the comments, if there is one.
    pub comments: Option<Open>,
    /// The comments.
    pub said: Vec<Comment>,
    /// The parts that say more of comments: which answers which, and other numbers.
    pub threads: Vec<Open>,
    /// The identifiers of the styles of comments.
    pub styles: [Option<String>; 2],
}

/// What becomes of the comments of ours that are there.
#[derive(Debug, Default)]
pub(super) struct Fate {
    /// Which comments go.
    pub gone: BTreeSet<usize>,
    /// What those that stay are known by.
    pub kept: BTreeSet<Box<str>>,
    /// How many stay.
    pub count: usize,
}

impl Present {
    pub(super) fn read(file: &mut File<'_>, depth: usize) -> Result<Self, MarkError> {
        let name = file.main().map_err(unfit)?;
        let leads = relations(&mut file.package, &name, depth).map_err(unfit)?;
        let main = opened(&mut file.package, &name)?;
        let main =
            main.ok_or_else(|| MarkError::Unfit(format!("{name} is missing").into()))?;
        root(&name, &main.part.text, depth).map_err(unfit)?;
        let mut notes = [None, None];
        for (note, kind) in notes.iter_mut().zip(["footnotes", "endnotes"]) {
            let part =
                file.package.part(&file.named(&name, &leads, kind)).map_err(unfit)?;
            *note = part.map(|it| it.text);
        }
        let mut lead = |kind: &str| -> Result<Option<Open>, MarkError> {
            let target = leads.iter().find(|it| &*it.kind == kind);
            target.map_or(Ok(None), |it| opened(&mut file.package, &it.target))
        };
        let comments = lead("comments")?;
        let mut said = Vec::new();
        let mut more = Vec::new();
        if let Some(open) = &comments {
            let found = comments::read(&open.part.text, depth);
            said = found.map_err(|it| broken(&open.name, &it))?;
            // In this order: each leads to what the next one needs.
            for kind in ["commentsExtended", "commentsIds", "commentsExtensible"] {
                more.extend(lead(kind)?);
            }
        }
        let styles = match file.package.part(&file.named(&name, &leads, "styles")) {
            // A damaged one says nothing, as to the reader.
            Ok(Some(part)) => comments::styles(&part.text, depth).unwrap_or_default(),
            Ok(None) => [None, None],
            Err(err) => return Err(unfit(err)),
        };
        Ok(Self { main, leads, notes, comments, said, threads: more, styles })
    }

    /// Gives up the comments that say something else under our labels than these marks:
    /// somebody typed there. Another version of us, or other rules, may say it in other
    /// words; then nothing is known.
    pub(super) fn disown(&mut self, marks: &[Mark], summary: &[Box<str>]) {
        let by_us =
            |it: &Comment| it.ours && it.key.is_none() && own::signed(&it.said, summary);
        if !self.said.iter().any(by_us) {
            return;
        }
        let rules: BTreeMap<&str, &Mark> =
            marks.iter().map(|it| (&*it.code, it)).collect();
        let keys: BTreeMap<&str, &Mark> = marks.iter().map(|it| (&*it.key, it)).collect();
        for comment in &mut self.said {
            let Some(key) = comment.key.as_deref().filter(|_| comment.ours) else {
                continue;
            };
            let rule = own::code(&comment.said).and_then(|it| rules.get(it));
            let other = rule.is_some_and(|it| own::differs(&comment.said, &it.text));
            let more =
                keys.get(key).is_some_and(|it| own::continues(&comment.said, &it.text));
            comment.ours = !(other || more);
        }
    }

    /// What becomes of ours, given what there is to say and what was answered elsewhere.
    pub(super) fn fate(
        &self,
        marks: &[Mark],
        answered: &BTreeSet<Box<str>>,
        depth: usize,
    ) -> Result<Fate, MarkError> {
        let mut threads = BTreeMap::new();
        for open in &self.threads {
            let read = threads::read(&open.part.text, depth);
            threads.extend(read.map_err(|it| broken(&open.name, &it))?);
        }
        let said: BTreeSet<&str> = marks.iter().map(|it| &*it.key).collect();
        let holds = |key: &str| said.contains(key) || answered.contains(key);
        let mut fate = Fate::default();
        let weights = threads::weigh(&self.said, &threads);
        for (index, (comment, weight)) in self.said.iter().zip(weights).enumerate() {
            if weight.answers || comment.id.is_none() {
                continue;
            }
            // What people typed is never lost, even where it is in our own words.
            let stays = |it: &&str| !comment.ours || weight.answered && holds(it);
            match comment.key.as_deref().filter(stays) {
                Some(key) => {
                    fate.kept.insert(key.into());
                    fate.count += 1;
                }
                None if comment.ours => {
                    fate.gone.insert(index);
                }
                None => {}
            }
        }
        Ok(fate)
    }

    /// The numbers of comments that go, but for those that one that stays has as well.
    pub(super) fn numbers(&self, fate: &Fate) -> BTreeSet<u32> {
        self.only(fate, |it| it.id.into_iter().collect())
    }

    /// What the paragraphs of comments that go are known by.
    pub(super) fn paragraphs(&self, fate: &Fate) -> BTreeSet<Box<str>> {
        self.only(fate, |it| it.paragraphs.clone())
    }

    fn only<T: Ord>(&self, fate: &Fate, of: impl Fn(&Comment) -> Vec<T>) -> BTreeSet<T> {
        let (mut goes, mut stays) = (BTreeSet::new(), BTreeSet::new());
        for (index, comment) in self.said.iter().enumerate() {
            let into = if fate.gone.contains(&index) { &mut goes } else { &mut stays };
            into.extend(of(comment));
        }
        goes.retain(|it| !stays.contains(it));
        goes
    }

    /// A number above all that comments, changes and bookmarks have, `gone` aside.
    pub(super) fn free(
        &self,
        package: &mut Package<'_>,
        gone: &BTreeSet<u32>,
    ) -> Result<u32, MarkError> {
        let comments = self.comments.iter().map(|it| &*it.part.text);
        let notes = self.notes.iter().flatten().map(|it| &**it);
        let own = [&*self.main.part.text].into_iter().chain(comments).chain(notes);
        let mut highest = own.filter_map(|it| highest(it, gone)).max();
        let edges =
            self.leads.iter().filter(|it| matches!(&*it.kind, "header" | "footer"));
        let edges: BTreeSet<&str> = edges.map(|it| &*it.target).collect();
        for name in edges {
            if let Some(part) = package.part(name).map_err(unfit)? {
                highest = highest.max(highest_in(&part.text));
            }
        }
        Ok(highest.map_or(0, |it| it + 1))
    }
}

/// Numbers from here on are left alone: Word wants them below 2^31.
const HIGHEST: u32 = 2_000_000_000;

fn highest_in(text: &str) -> Option<u32> {
    highest(text, &BTreeSet::new())
}

/// The highest number that an element of `text` has; the comments of ours that go have
/// none any more.
fn highest(text: &str, gone: &BTreeSet<u32>) -> Option<u32> {
    let mut highest = None;
    for tag in text.split('<') {
        let comment = || {
            let name =
                tag.split(|it: char| it.is_whitespace() || "/>".contains(it)).next();
            let name = name.unwrap_or_default();
            name.rsplit(':').next().is_some_and(|it| it.starts_with("comment"))
        };
        for (at, _) in tag.match_indices(":id=") {
            let value = tag[at + 4..].trim_start_matches(['"', '\'']);
            let end = value.find(|it: char| !it.is_ascii_digit());
            let number: Option<u32> = value[..end.unwrap_or(value.len())].parse().ok();
            let number = number.filter(|it| *it < HIGHEST);
            if number.is_some_and(|it| !gone.contains(&it) || !comment()) {
                highest = highest.max(number);
            }
        }
    }
    highest
}

/// A part that can be changed without loss, if it is there.
pub(super) fn opened(
    package: &mut Package<'_>,
    name: &str,
) -> Result<Option<Open>, MarkError> {
    let Some(name) = package.spelling(name) else { return Ok(None) };
    let Some(part) = package.part(&name).map_err(unfit)? else { return Ok(None) };
    if part.repaired || part.letters == Letters::Wide {
        return Err(MarkError::Unfit(
            format!("{name} is not written in UTF-8; open the file in Word, save it and run again").into(),
        ));
    }
    Ok(Some(Open { name, part }))
}

/// A file that cannot be read cannot be written into.
#[expect(clippy::needless_pass_by_value, reason = "`map_err` hands it over")]
pub(super) fn unfit(err: ReadError) -> MarkError {
    MarkError::Unfit(err.to_string().into())
}

/// Nor can a part that is no XML.
pub(super) fn broken(name: &str, fault: &Fault) -> MarkError {
    unfit(refused(name, fault))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_on_from_every_number_but_those_that_go() {
        let gone = BTreeSet::from([9, 12]);
        let text = "<w:ins w:id=\"7\"/><w:commentReference w:id='9'/>";
        assert_eq!(highest(text, &gone), Some(7));
        assert_eq!(highest("<w:del w:id=\"12\" r:id=\"rId40\"/>", &gone), Some(12));
        assert_eq!(highest("<w:p>w:id=\"x\" w:id=\"-4\"</w:p>", &gone), None);
        assert_eq!(highest("<w:del w:id=\"4000000000\"/>", &gone), None);
    }
}
