use std::{
    any::Any,
    cell::RefCell,
    collections::BTreeSet,
    fs::{self, File},
    io::{self, Read as _},
    num::NonZero,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Component, Path, PathBuf},
};

use anyhow::{Context as _, Result};
use rayon::prelude::*;

use super::{
    settings::{Heard, Settings},
    sources::{Missing, Source, because, missed},
};
use crate::{
    check::{self, Asked, Changes},
    doc::Document,
    formats::{Input, Limits, Skipped, View},
    report::{Draft, is_own},
    rules::RuleSet,
};

/// What is done with every draft.
#[derive(Clone, Copy, Debug)]
pub(super) struct Work<'a> {
    pub rules: &'a RuleSet,
    pub view: View,
    /// The day by which allowances have passed.
    pub today: Option<&'a str>,
    /// Allowances that stand outside of the drafts.
    pub settings: &'a Settings,
    /// Only findings that these tracked changes touch.
    pub changed: Option<&'a Changes>,
}

/// What came of all drafts, sorted by path.
#[derive(Debug, Default)]
pub(super) struct Checked {
    pub drafts: Vec<Draft>,
    pub missing: Vec<Missing>,
    /// What each draft made of the allowances outside of it, in the order of the drafts.
    pub heard: Vec<Heard>,
    /// Whether a rule could not finish somewhere.
    pub failed: bool,
}

/// What came of one draft.
struct Done {
    draft: Draft,
    file: Option<PathBuf>,
    given: bool,
    /// The files that were read as parts of it.
    parts: Vec<PathBuf>,
    heard: Heard,
    failed: bool,
}

/// The largest file that a draft may include; real ones have a few hundred kilobytes.
const INCLUDE: u64 = 32 << 20;

/// The most threads: each takes memory, and no machine gains by more.
const JOBS: usize = 256;

/// Reads and checks every draft, side by side; the order and the number of threads
/// leave no trace.
pub(super) fn all(
    mut sources: Vec<Source>,
    work: Work<'_>,
    jobs: Option<NonZero<usize>>,
) -> Result<Checked> {
    // Largest first: a large one that begins last would keep everybody waiting.
    sources.sort_by(|a, b| b.bytes.cmp(&a.bytes).then_with(|| a.path.cmp(&b.path)));
    let pool = pool(sources.len(), jobs)?;
    let done = quietly(|| {
        pool.install(|| {
            sources.into_iter().par_bridge().map(|it| one(&it, work)).collect()
        })
    });
    Ok(sorted(done))
}

/// Does work in which a panic is caught and told in our own words.
pub(super) fn quietly<T>(work: impl FnOnce() -> T) -> T {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(note_panic));
    let done = work();
    std::panic::set_hook(hook);
    done
}

/// The threads that so many drafts are read in.
pub(super) fn pool(
    drafts: usize,
    jobs: Option<NonZero<usize>>,
) -> Result<rayon::ThreadPool> {
    let most = drafts.clamp(1, JOBS);
    rayon::ThreadPoolBuilder::new()
        .num_threads(jobs.map_or(0, |it| it.get().min(most)))
        .stack_size(16 << 20)
        .build()
        .context("cannot start threads")
}

fn sorted(all: Vec<Result<Done, Missing>>) -> Checked {
    let mut checked = Checked::default();
    let mut done = Vec::new();
    for it in all {
        match it {
            Ok(it) => done.push(it),
            Err(it) => checked.missing.push(it),
        }
    }
    let parts = parts(&done);
    let mut parts = parts.into_iter();
    done.retain(|it| match parts.next().flatten() {
        Some(whole) => {
            let why = format!("read as a part of {whole}, which includes it");
            checked.missing.push(Missing::new(&it.draft.path, why, false));
            false
        }
        None => true,
    });
    checked.failed = done.iter().any(|it| it.failed);
    done.sort_by(|a, b| a.draft.path.cmp(&b.draft.path));
    for it in done {
        checked.drafts.push(it.draft);
        checked.heard.push(it.heard);
    }
    checked.missing.sort();
    checked
}

/// For each draft, the draft that it is a part of, if it is one.
///
/// Only what ends like AsciiDoc and was not named itself is a part. A draft that
/// includes its includer is none, and a part's whole is checked, so nothing that is
/// read twice is left out twice.
fn parts(done: &[Done]) -> Vec<Option<Box<str>>> {
    let files: Vec<_> = done
        .iter()
        .map(|it| it.file.as_ref().and_then(|it| fs::canonicalize(it).ok()))
        .collect();
    let holds = |whole: usize, part: usize| {
        files[part].as_ref().is_some_and(|it| done[whole].parts.contains(it))
    };
    let may = |it: usize| {
        let path = &done[it].draft.path;
        let ending = path.rsplit_once('.').map_or("", |(_, it)| it).to_lowercase();
        !done[it].given && ["adoc", "asciidoc", "asc", "ad"].contains(&&*ending)
    };
    // Few drafts include anything, and a folder may hold thousands.
    let wholes: Vec<_> =
        (0..done.len()).filter(|it| !done[*it].parts.is_empty()).collect();
    let includers = |part: usize| {
        let other = move |it: &usize| *it != part;
        let wholes = wholes.iter().copied().filter(other);
        wholes.filter(move |it| holds(*it, part) && !holds(part, *it))
    };
    let whole = |it: usize| !may(it) || includers(it).next().is_none();
    let part = |it: usize| {
        let wholes = includers(it).filter(|other| may(it) && whole(*other));
        wholes.map(|it| done[it].draft.path.clone()).min()
    };
    (0..done.len()).map(part).collect()
}

fn one(source: &Source, work: Work<'_>) -> Result<Done, Missing> {
    let undone = source.given || missed(&source.path);
    let missing = |why: String| Missing::new(&source.path, why, undone);
    let limits = Limits::default();
    let bytes = bytes(source.file.as_deref(), limits.file).map_err(missing)?;
    if ours(&bytes) {
        let why = "a report of reclint, not a draft";
        return Err(Missing::new(&source.path, why, source.given));
    }
    guarded(|| checked(source, &bytes, limits, work)).map_err(missing)
}

pub(super) fn bytes(file: Option<&Path>, limit: u64) -> Result<Vec<u8>, String> {
    let read = |from: &mut dyn io::Read| {
        let mut bytes = Vec::new();
        from.take(limit + 1).read_to_end(&mut bytes).map(|_| bytes)
    };
    let bytes = match file {
        Some(file) => File::open(file).and_then(|mut it| read(&mut it)),
        None => read(&mut io::stdin().lock()),
    };
    let bytes = bytes.map_err(|it| because(&it))?;
    if limit < bytes.len() as u64 {
        return Err(format!("larger than {} MiB, and no draft is", limit >> 20));
    }
    if bytes.is_empty() {
        return Err("empty: it has no bytes".to_owned());
    }
    Ok(bytes)
}

/// Whether a report of ours lies where drafts are looked for.
fn ours(bytes: &[u8]) -> bool {
    is_own(bytes)
}

/// Whether this file is a report that an earlier run wrote.
pub(super) fn is_report(file: &Path) -> bool {
    let mut begin = Vec::new();
    let open = File::open(file);
    open.is_ok_and(|it| it.take(300).read_to_end(&mut begin).is_ok()) && ours(&begin)
}

fn checked(
    source: &Source,
    bytes: &[u8],
    limits: Limits,
    work: Work<'_>,
) -> Result<Done, String> {
    let folder = folder(source.file.as_deref());
    let parts = RefCell::new(Vec::new());
    let include = |name: &str| {
        let (file, text) = included(folder.as_deref(), name)?;
        parts.borrow_mut().push(file);
        Ok(text)
    };
    let (name, view) = (&*source.path, work.view);
    let input = Input { name, bytes, view, include: &include, limits };
    let offered = work.settings.of(source.file.as_deref());
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
    let heard = offered.heard(&checked.used);
    let draft = Draft::of(&source.path, bytes, checked);
    let (file, given, parts) = (source.file.clone(), source.given, parts.into_inner());
    Ok(Done { draft, file, given, parts, heard, failed })
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
    Skipped {
        what: "the whole text".into(),
        why: crate::report::unjudged(language).into(),
    }
}

/// The folder that a draft may include files from: its own.
pub(super) fn folder(file: Option<&Path>) -> Option<PathBuf> {
    let parent = file?.parent()?;
    let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
    fs::canonicalize(parent).ok()
}

/// Reads a file that a draft includes.
///
/// A draft comes from somebody else: what it names must lie in its own folder, links
/// resolved, or an innocent report would quote the reader's other files.
pub(super) fn included(
    folder: Option<&Path>,
    name: &str,
) -> Result<(PathBuf, String), Box<str>> {
    let Some(folder) = folder else {
        return Err(
            "a draft from the standard input has no folder to include from".into()
        );
    };
    let path = Path::new(name);
    let plain =
        |it: Component<'_>| matches!(it, Component::Normal(_) | Component::CurDir);
    if name.is_empty() || name.contains("://") || !path.components().all(plain) {
        return Err("only files in the draft's own folder are included".into());
    }
    let file = fs::canonicalize(folder.join(path)).map_err(|it| because(&it))?;
    if !file.starts_with(folder) {
        return Err("it leads out of the draft's own folder".into());
    }
    let about = fs::metadata(&file).map_err(|it| because(&it))?;
    if !about.is_file() {
        return Err("not a file".into());
    }
    let mut text = Vec::new();
    let open = File::open(&file).map_err(|it| because(&it))?;
    open.take(INCLUDE + 1).read_to_end(&mut text).map_err(|it| because(&it))?;
    if INCLUDE < text.len() as u64 {
        return Err(format!("larger than {} MiB", INCLUDE >> 20).into());
    }
    let text = String::from_utf8(text).map_err(|_| "not UTF-8 text: save it as UTF-8")?;
    Ok((file, text))
}

thread_local! {
    // Where the last panic of this thread was: the hook knows, and `guarded` tells it.
    static PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

fn note_panic(info: &std::panic::PanicHookInfo<'_>) {
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    PANIC.with_borrow_mut(|it| *it = place);
}

/// Does the work on one draft; a panic costs this draft and no other.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|it| Err(internal(&*it)))
}

fn internal(panic: &(dyn Any + Send)) -> String {
    let words = panic.downcast_ref::<&str>().map(ToString::to_string);
    let words = words.or_else(|| panic.downcast_ref::<String>().cloned());
    let place = PANIC.with_borrow_mut(std::mem::take);
    let words = words.unwrap_or_default();
    format!(
        "internal error ({words}, {place}); please report it, the other drafts are not affected"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_costs_one_draft_and_asks_to_be_reported() {
        let why = guarded::<()>(|| panic!("a law was broken")).unwrap_err();
        assert!(why.starts_with("internal error (a law was broken"), "{why}");
        assert!(why.contains("please report it"));
        assert_eq!(guarded(|| Ok(1)), Ok(1));
    }

    #[test]
    fn includes_that_lead_elsewhere_are_refused() {
        let folder = fs::canonicalize(env!("CARGO_MANIFEST_DIR")).unwrap().join("src");
        let refused = |name: &str| included(Some(&folder), name).is_err();
        for name in [
            "../Cargo.toml",
            "app/../../Cargo.toml",
            "/etc/hostname",
            "https://example.org/a.adoc",
            "",
            "app",
            "none.adoc",
        ] {
            assert!(refused(name), "{name}");
        }
        assert!(!refused("lib.rs") && !refused("./app/mod.rs"));
        assert!(included(None, "lib.rs").is_err());
    }
}
