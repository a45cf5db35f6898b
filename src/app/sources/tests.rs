use std::{
    collections::BTreeSet,
    io::{Cursor, Write as _},
    process,
};

use proptest::prelude::*;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;
use crate::formats::Limits;

const LIMIT: u64 = 512 << 20;

/// A folder for one test, gone with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir();
        let path = path.join(format!("reclint-{}-{name}", process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    /// What is found of a path below it.
    fn find(&self, path: &str, exclude: &[&str]) -> Sources {
        let mut found = Sources::default();
        let exclude = exclude.iter().map(|it| ("--exclude", *it));
        let globs = Globs::new(&self.0, [].into_iter(), exclude).unwrap();
        let globs = [globs, Globs::default()];
        let mut walk = Walk { found: &mut found, globs, shelf: Arc::default(), inner: 0 };
        walk.named(&self.0.join(path));
        found.merge();
        found.left_alone.sort();
        found
    }

    fn below(&self, path: &str) -> String {
        let path = path.strip_prefix(&*self.0.to_string_lossy()).unwrap();
        path.trim_start_matches('/').to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn sample() -> Vec<u8> {
    let inner = zipped(&[("deep/c.md", b"Words."), ("d.txt", b"More words.")]);
    zipped(&[("a.md", b"Some words."), ("in.zip", &inner), ("b.png", b"x")])
}

const REPORT: &[u8] = b"<!DOCTYPE html>\n<!-- reclint-report/index -->\n<html>";

#[test]
fn every_file_is_a_draft_or_missing_or_left_alone() {
    let archive = zipped(&[
        ("TD1.md", b"Words."),
        (".hidden/TD1.md", b"Words."),
        ("__MACOSX/TD1.md", b"Words."),
        ("x/~$TD1.docx", b"x"),
        ("pages/.reclint", b""),
        ("pages/index.html", REPORT),
        ("pages/TD1.html", REPORT),
        ("x/report.json", b"{ \"schema\": \"reclint-report/1\""),
        ("old/TD2.md", b"Words."),
    ]);
    let folder = Folder::new("ends")
        .with("TD1.md", "Words.")
        .with("TD2.pptx", "x")
        .with("Thumbs.db", "x")
        .with("old/TD3.md", "x")
        .with(".git/x", "x")
        .with("found.txt", "reclint 0.1.0, rules 00ff, final view\n")
        .with("pages/.reclint", "")
        .with("pages/index.html", REPORT)
        .with("pages/TD1.html", REPORT)
        .with("annotated/.reclint", "")
        .with("annotated/TD1.md", "Words.")
        .with("z.zip", archive);
    let found = folder.find("", &["**/old"]);
    let below = |it: &str| folder.below(it);
    let drafts: BTreeSet<_> = found.drafts.iter().map(|it| below(&it.path)).collect();
    let expected = ["TD1.md", "annotated/TD1.md", "z.zip/TD1.md"];
    assert_eq!(drafts, expected.map(str::to_owned).into());
    let missing: Vec<_> = found.missing.iter().map(|it| below(&it.file.path)).collect();
    assert_eq!(missing, ["TD2.pptx"]);
    let left: Vec<_> = found.left_alone.iter().map(|it| below(it)).collect();
    let expected = [
        ".git",
        "Thumbs.db",
        "annotated/.reclint",
        "found.txt",
        "old",
        "pages",
        "z.zip/.hidden",
        "z.zip/__MACOSX",
        "z.zip/old",
        "z.zip/pages",
        "z.zip/x/report.json",
        "z.zip/x/~$TD1.docx",
    ];
    assert_eq!(left, expected);
    let named = folder.find("pages", &[]);
    assert_eq!(
        &*named.missing[0].file.why,
        "a folder of reports of reclint, not of drafts"
    );
    assert!(named.missing[0].file.wanted);
}

#[test]
fn what_changes_while_it_is_read_is_told() {
    let folder = Folder::new("vanish").with("a.md", "Words.").with("z.zip", sample());
    let found = folder.find("", &[]);
    assert_eq!(found.drafts.len(), 4);
    fs::remove_file(folder.0.join("a.md")).unwrap();
    let mut cut = sample();
    cut.truncate(100);
    fs::write(folder.0.join("z.zip"), &cut).unwrap();
    for draft in &found.drafts {
        // An archive in an archive lies unpacked, as it was listed.
        let expected = match &draft.entry {
            Some(it) if it.name.starts_with(['c', 'd']) => None,
            Some(_) => Some("the archive changed while it was read; run again"),
            None => Some(GONE),
        };
        let why = draft.bytes(LIMIT).err();
        assert_eq!(why.as_deref(), expected, "{}", draft.path);
    }
    fs::remove_file(folder.0.join("z.zip")).unwrap();
    let packed = found.drafts.iter().find(|it| it.entry.is_some()).unwrap();
    assert_eq!(packed.bytes(LIMIT).unwrap_err(), GONE);
}

#[test]
fn a_draft_of_an_archive_is_no_larger_than_any_draft() {
    let folder = Folder::new("limit").with("z.zip", sample());
    for draft in folder.find("z.zip", &[]).drafts {
        assert!(draft.bytes(3).is_err() && draft.bytes(Limits::default().file).is_ok());
        assert!(draft.file.is_none() && draft.on_disk().unwrap().ends_with("z.zip"));
    }
}

#[cfg(unix)]
#[test]
fn odd_things_in_a_folder_are_told_apart() {
    use std::{
        ffi::OsStr,
        os::unix::{ffi::OsStrExt as _, fs::symlink},
    };

    let folder = Folder::new("odd").with("a.md", "Words.");
    symlink("..", folder.0.join("up")).unwrap();
    symlink("loop.md", folder.0.join("loop.md")).unwrap();
    symlink("a.md", folder.0.join("b.md")).unwrap();
    for name in [b"n\xff.md", b"n\xfe.md"] {
        fs::write(folder.0.join(OsStr::from_bytes(name)), "Words.").unwrap();
    }
    let found = folder.find("", &[]);
    let drafts: Vec<_> = found.drafts.iter().map(|it| folder.below(&it.path)).collect();
    assert_eq!(drafts, ["a.md", "n\\xfe.md", "n\\xff.md"]);
    assert!(found.drafts.iter().all(|it| it.bytes(LIMIT).is_ok()));
    let missing: Vec<_> =
        found.missing.iter().map(|it| folder.below(&it.file.path)).collect();
    assert_eq!(missing, ["b.md", "loop.md", "up"]);
    assert!(found.missing.iter().all(|it| it.file.why.starts_with("a link: ")));
    let named = folder.find("loop.md", &[]);
    assert!(named.drafts.is_empty() && named.missing[0].file.wanted);
    let why = &named.missing[0].file.why;
    assert!(why.starts_with("too many levels of") && !why.contains("os error"), "{why}");
}

/// Whatever was done to an archive: no panic, no wrong bytes, and an end for each file.
#[track_caller]
fn survives(folder: &Folder, bytes: &[u8]) {
    let path = folder.0.join("z.zip");
    fs::write(&path, bytes).unwrap();
    let found = folder.find("z.zip", &[]);
    let whys = found.missing.iter().map(|it| it.file.why.to_string());
    let mut whys: Vec<_> = whys.collect();
    for draft in &found.drafts {
        match draft.bytes(LIMIT) {
            Ok(bytes) => assert!(bytes.ends_with(b"ords."), "{bytes:?}"),
            Err(why) => whys.push(why),
        }
    }
    assert!(!found.drafts.is_empty() || !whys.is_empty(), "nothing is told");
    assert!(whys.iter().all(|it| !it.contains("internal error")), "{whys:?}");
}

#[test]
fn an_archive_cut_anywhere_is_told() {
    let folder = Folder::new("cut");
    let bytes = sample();
    for end in 0..bytes.len() {
        survives(&folder, &bytes[..end]);
    }
}

proptest! {
    #[test]
    fn an_archive_with_any_bytes_changed_is_told(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)
    ) {
        let folder = Folder::new("flip");
        let mut bytes = sample();
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        survives(&folder, &bytes);
    }
}
