//! Drafts in a folder that others include: they are read as parts of those, and not twice.

use std::{cell::RefCell, path::PathBuf};

use super::{
    read,
    sources::{Missing, Source},
};
use crate::{
    formats::{self, Input, Limits, View},
    rules::RuleSet,
};

/// A draft that may include others.
struct Whole {
    /// Its place among the sources.
    at: usize,
    file: Option<PathBuf>,
    /// The files that it includes.
    parts: Vec<PathBuf>,
}

/// Takes the parts of other drafts out of `sources`.
///
/// Only what ends like AsciiDoc and was not named itself is a part. A draft that
/// includes its includer is none, and a part's whole is checked, so nothing that is
/// read twice is left out twice.
pub(super) fn take_out(
    sources: &mut Vec<Source>,
    rules: &RuleSet,
    view: View,
) -> Vec<Missing> {
    if !sources.iter().any(may_be_part) {
        return Vec::new();
    }
    let may = |it: &(usize, &Source)| may_include(it.1);
    let wholes: Vec<_> = read::quietly(|| {
        let all = sources.iter().enumerate().filter(may);
        all.filter_map(|(at, it)| whole(at, it, rules, view)).collect()
    });
    if wholes.is_empty() {
        return Vec::new();
    }
    let files: Vec<_> =
        sources.iter().map(|it| it.identity().filter(|_| may_be_part(it))).collect();
    let holds = |whole: &Whole, part: usize| {
        files[part].as_ref().is_some_and(|it| whole.parts.contains(it))
    };
    let own = |part: usize| wholes.iter().find(|it| it.at == part);
    let mutual = |whole: &Whole, part: usize| {
        let back = own(part).zip(whole.file.as_ref());
        back.is_some_and(|(it, file)| it.parts.contains(file))
    };
    let includers = |part: usize| {
        wholes
            .iter()
            .filter(move |it| it.at != part && holds(it, part) && !mutual(it, part))
    };
    let stands = |it: &Whole| includers(it.at).next().is_none();
    let owners: Vec<_> = (0..sources.len())
        .map(|part| {
            let wholes = includers(part).filter(|it| stands(it));
            wholes.map(|it| sources[it.at].path.clone()).min()
        })
        .collect();
    let mut missing = Vec::new();
    let mut owners = owners.into_iter();
    sources.retain(|it| match owners.next().flatten() {
        Some(whole) => {
            let why = format!("read as a part of {whole}, which includes it");
            missing.push(Missing::new(&it.path, why, false));
            false
        }
        None => true,
    });
    missing
}

fn ending(source: &Source) -> String {
    source.path.rsplit_once('.').map_or("", |(_, it)| it).to_lowercase()
}

fn may_be_part(source: &Source) -> bool {
    !source.given && ["adoc", "asciidoc", "asc", "ad"].contains(&&*ending(source))
}

fn may_include(source: &Source) -> bool {
    let endings = ["adoc", "asciidoc", "asc", "ad", "md", "markdown"];
    // The standard input can be read only once.
    source.identity().is_some() && endings.contains(&&*ending(source))
}

/// The draft with the files that it includes, if it includes any.
fn whole(at: usize, source: &Source, rules: &RuleSet, view: View) -> Option<Whole> {
    let limits = Limits::default();
    let bytes = source.bytes(limits.file).ok()?;
    if !bytes.windows(7).any(|it| it == b"include") {
        return None;
    }
    let parts = RefCell::new(Vec::new());
    let include = |name: &str| {
        let (file, text) = source.include(name)?;
        parts.borrow_mut().push(file);
        Ok(text)
    };
    let input =
        Input { name: &source.path, bytes: &bytes, view, include: &include, limits };
    // A draft that cannot be read includes nothing; the run says why it cannot.
    read::guarded(|| {
        formats::read(input, rules.lexicon()).map(|_| ()).map_err(|it| it.to_string())
    })
    .ok()?;
    let parts = parts.into_inner();
    (!parts.is_empty()).then(|| Whole { at, file: source.identity(), parts })
}
