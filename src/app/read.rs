use std::{
    any::Any,
    cell::RefCell,
    fs::{self, File},
    io::{self, Read as _},
    num::NonZero,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Component, Path, PathBuf},
};

use anyhow::{Context as _, Result};

use super::sources::because;
use crate::report::is_own;

/// The largest file that a draft may include; real ones have a few hundred kilobytes.
const INCLUDE: u64 = 32 << 20;

/// The most threads: each takes memory, and no machine gains by more.
const JOBS: usize = 256;

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

pub(super) fn bytes(file: Option<&Path>, limit: u64) -> Result<Vec<u8>, String> {
    let read = |from: &mut dyn io::Read| {
        let mut bytes = Vec::new();
        from.take(limit + 1).read_to_end(&mut bytes).map(|_| bytes)
    };
    let bytes = match file {
        Some(file) => File::open(file).and_then(|mut it| read(&mut it)),
        None => read(&mut io::stdin().lock()),
    };
    within(bytes.map_err(|it| because(&it))?, limit)
}

/// Refuses what no draft is: too large, or empty.
pub(super) fn within(bytes: Vec<u8>, limit: u64) -> Result<Vec<u8>, String> {
    if limit < bytes.len() as u64 {
        return Err(format!("larger than {} MiB, and no draft is", limit >> 20));
    }
    if bytes.is_empty() {
        return Err("empty: it has no bytes".to_owned());
    }
    Ok(bytes)
}

/// Whether this file is a report that an earlier run wrote.
pub(super) fn is_report(file: &Path) -> bool {
    let mut begin = Vec::new();
    let open = File::open(file);
    open.is_ok_and(|it| it.take(300).read_to_end(&mut begin).is_ok()) && is_own(&begin)
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
