//! Writes marks into a Word file, as comments: the part with the comments, what leads
//! to it, and the anchors in the main part. Everything else is copied as it is.
//!
//! Ours are the comments whose author is [`AUTHOR`](crate::formats::mark::AUTHOR) and that
//! read as we write them; those that nobody answered make room for new ones on every run.

mod body;
mod comments;
mod copy;
mod element;
mod own;
mod present;
mod signature;
mod threads;
mod types;
mod write;

use std::collections::BTreeSet;

use self::{
    body::{Edited, Main, Wanted},
    copy::Plan,
    present::{Present, broken, opened, unfit},
    write::{Work, replace},
};
use super::{File, Input, package::Package, relations::list};
use crate::formats::mark::{Mark, MarkError, Marked, Marking, Moved};

/// Writes marks into a Word file.
pub(super) fn mark(
    input: Input<'_>,
    marks: &[Mark],
    marking: &Marking<'_>,
) -> Result<Marked, MarkError> {
    let (limits, depth) = (input.limits, input.limits.depth);
    let package = Package::open(input.bytes, limits).map_err(unfit)?;
    let mut file = File { package, limits, skipped: Vec::new() };
    let mut present = Present::read(&mut file, depth)?;
    present.disown(marks, &(marking.summary)(&[]));
    let package = &mut file.package;
    let signature = signature::parts(package, &present.main.name, depth);
    let signature = signature.map_err(unfit)?;
    if !signature.is_empty() && !marking.break_signature {
        return Err(MarkError::Signed(SIGNED.into()));
    }

    let holds = marking.open.union(marking.answered).cloned().collect();
    let fate = present.fate(marks, &holds, depth)?;
    let gone = present.numbers(&fate);
    let fresh = marks.iter().enumerate();
    let fresh: Vec<_> = fresh.filter(|(_, it)| !fate.kept.contains(&it.key)).collect();
    let places = [marking.title].into_iter().chain(fresh.iter().map(|(_, it)| it.at));
    let wanted: Vec<_> = places.map(|at| Wanted { at }).collect();
    let main = Main {
        text: &present.main.part.text,
        notes: present.notes.each_ref().map(Option::as_deref),
        depth,
        gone: &gone,
        kept: fate.count,
        style: present.styles[1].as_deref(),
        next: present.free(package, &gone)?,
    };
    let edited = body::edit(&main, &wanted);
    let edited = edited.map_err(|it| broken(&present.main.name, &it))?;

    let written = edited.ids.iter().skip(1).flatten().count();
    let moved = moved(&edited, &fresh);
    let removed = {
        let now: BTreeSet<&str> = fresh.iter().map(|(_, it)| &*it.key).collect();
        let gone = fate.gone.iter().filter_map(|it| present.said[*it].key.as_deref());
        gone.filter(|it| !now.contains(it)).count()
    };
    let work = Work {
        present: &present,
        fate: &fate,
        fresh: &fresh,
        edited: &edited,
        signature: &signature,
        marking,
        depth,
    };
    let mut plan = Plan::default();
    unsign(&work, package, &mut plan)?;
    work.comments(package, &(marking.summary)(&moved), &mut plan)?;
    work.threads(&mut plan)?;
    replace(&mut plan, &present.main, edited.text.clone())?;
    let bytes = finish(input, package, &plan)?;
    Ok(Marked { bytes, parts: Vec::new(), written, kept: fate.count, removed, moved })
}

const SIGNED: &str = "this file is signed, and comments would break the signature; ask for a copy without one, or run with --break-signature";

/// The marks that do not stand on their words. What was placed are the sum of the draft
/// and the marks of `fresh`.
fn moved(edited: &Edited, fresh: &[(usize, &Mark)]) -> Vec<Moved> {
    let placed = edited.ids.iter().zip(&edited.why).skip(1).zip(fresh);
    let moved = placed.filter_map(|((id, why), (mark, _))| {
        let left_out = id.is_none();
        let why = why.clone().or_else(|| left_out.then(|| "".into()))?;
        Some(Moved { mark: *mark, why, left_out })
    });
    moved.collect()
}

/// Plans to take the signature away.
fn unsign(
    work: &Work<'_>,
    package: &mut Package<'_>,
    plan: &mut Plan,
) -> Result<(), MarkError> {
    if work.signature.is_empty() {
        return Ok(());
    }
    let names = work.signature.iter().filter_map(|it| package.spelling(it));
    plan.gone = names.collect();
    if let Some(open) = opened(package, &list(""))? {
        let text = types::without_relations(&open.part.text, work.signature, work.depth);
        let text = text.map_err(|it| broken(&open.name, &it))?;
        replace(plan, &open, text)?;
    }
    Ok(())
}

/// Writes the file and reads it again: every entry that was to stay has to stand there
/// as before, and what was written has to be read again.
fn finish(
    input: Input<'_>,
    package: &mut Package<'_>,
    plan: &Plan,
) -> Result<Vec<u8>, MarkError> {
    let before = package.layout().map_err(unfit)?;
    let bytes = copy::copy(input.bytes, &before, plan).ok_or_else(|| {
        let text = "the directory of this file is damaged; open it in Word, save it and run again";
        MarkError::Unfit(text.into())
    })?;
    let differs = |what: String| {
        MarkError::Differs(
            format!("{what}, so nothing was written; please report this, with the file if you may").into(),
        )
    };
    let mut again = Package::open(&bytes, input.limits).map_err(|it| {
        differs(format!("the file with comments could not be read: {it}"))
    })?;
    let after = again.layout().map_err(unfit)?;
    if !copy::kept((input.bytes, &before), (&bytes, &after), plan) {
        return Err(differs("a part that has no comments would have changed".into()));
    }
    let written =
        plan.replaced.iter().chain(plan.added.iter().map(|(name, it)| (name, it)));
    for (name, written) in written {
        let part = again.part(name).map_err(unfit)?;
        let written = written.strip_prefix(b"\xef\xbb\xbf").unwrap_or(written);
        if part.is_none_or(|it| it.text.as_bytes() != written) {
            return Err(differs(format!("{name} would not be read as it was written")));
        }
    }
    Ok(bytes)
}
