use std::{cell::RefCell, collections::BTreeSet};

use super::{settings::Offered, sources::Source};
use crate::{
    check::{self, Asked, Changes},
    doc::Document,
    finding::RuleId,
    formats::{Input, Limits, Skipped, View},
    report::{self, Draft, Kept, Page, Record, draft_page},
    rules::RuleSet,
};

/// What is done with every draft.
#[derive(Clone, Copy, Debug)]
pub(super) struct Work<'a> {
    pub rules: &'a RuleSet,
    /// The rules whose findings are wanted.
    pub chosen: &'a BTreeSet<RuleId>,
    pub view: View,
    /// The day by which allowances have passed.
    pub today: Option<&'a str>,
    /// Only findings that these tracked changes touch.
    pub changed: Option<&'a Changes>,
    pub pages: Pages,
}

/// Which page of each draft is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pages {
    None,
    /// One that stands alone.
    Alone,
    /// One among others in the same file.
    Among,
}

/// What came of one draft.
pub(super) struct Done {
    pub draft: Draft,
    /// Which of the allowances that it was offered were used.
    pub used: Vec<usize>,
    /// The files that it asked for, and their digests where it got them.
    pub includes: Vec<Include>,
    /// Whether a rule could not finish.
    pub failed: bool,
}

/// A file that a draft asked for, and its digest if it got it.
pub(super) type Include = (Box<str>, Option<Box<str>>);

/// Reads a draft and runs every rule over it.
pub(super) fn check(
    source: &Source,
    bytes: &[u8],
    offered: &Offered,
    work: Work<'_>,
) -> Result<Done, String> {
    let includes = RefCell::new(Vec::new());
    let include = |name: &str| {
        let found = source.include(name);
        let digest = found.as_ref().ok().map(|it| report::digest(it.1.as_bytes()));
        includes.borrow_mut().push((name.into(), digest));
        found.map(|it| it.1)
    };
    let (name, limits) = (&*source.path, Limits::default());
    let input = Input { name, bytes, view: work.view, include: &include, limits };
    let allowances = &offered.allowances;
    let asked = Asked { rules: work.rules, allowances, today: work.today };
    let mut checked = check::draft(input, asked).map_err(|it| it.to_string())?;
    if let Some(changes) = work.changed {
        let touched = changes.of(&checked.document);
        touched.keep(&mut checked.findings, &checked.document);
        if !changes.any(&checked.document) {
            checked.skipped.push(Skipped {
                what: "what the tracked changes touch".into(),
                why: untouched(&checked.document).into(),
            });
        }
    }
    let language = checked.document.about().language;
    if work.rules.lexicon().language(language).is_none() {
        checked.skipped.push(unjudged(language));
    }
    let failed = !checked.failed.is_empty();
    checked.skipped.extend(checked.failed.iter().map(|it| Skipped {
        what: format!("rule {it}").into(),
        why: "internal error; please report it, the other rules' findings stand".into(),
    }));
    let used = std::mem::take(&mut checked.used);
    let mut draft = Draft::of(&source.path, bytes, checked);
    draft.keep(work.chosen);
    Ok(Done { draft, used, includes: includes.into_inner(), failed })
}

/// Why there is nothing to look for in a draft.
fn untouched(document: &Document) -> String {
    let authors: BTreeSet<_> =
        document.changes().iter().filter_map(|it| it.author.as_deref()).collect();
    let authors: Vec<_> = authors.into_iter().take(12).collect();
    if document.changes().is_empty() {
        return "the draft has no tracked changes; run without --changed to check all of it"
            .to_owned();
    }
    format!(
        "none of its tracked changes is by that author since that day; they are by {}",
        authors.join(", ")
    )
}

fn unjudged(language: &str) -> Skipped {
    Skipped { what: "the whole text".into(), why: report::unjudged(language).into() }
}

impl Work<'_> {
    /// What is kept of a draft.
    pub(super) fn kept(&self, draft: &Draft) -> Kept {
        let page = match self.pages {
            Pages::None => None,
            Pages::Alone => Some(Page::ALONE),
            Pages::Among => Some(Page::among(&draft.path)),
        };
        Kept {
            record: Record::of(draft, self.rules),
            page: page.map(|it| draft_page(draft, self.rules, &it)),
        }
    }
}
