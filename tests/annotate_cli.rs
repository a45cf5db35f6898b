//! Annotated drafts as people and scripts meet them: what is written where, and what is
//! refused.
#![expect(clippy::disallowed_methods, reason = "tests make and read files")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

use std::{fs, path::PathBuf};

mod support {
    pub(crate) mod folder;
    pub(crate) mod package;
    pub(crate) mod word;
}
use support::{folder::Folder, word};

/// A draft that has a finding of severity error: a protocol that requires MD5.
const LOUD: &str = "\
# Draft new Recommendation ITU-T Y.demo: Protocol for door locks

# 1 Scope

This Recommendation specifies a protocol between a lock and a bridge.

# 6 Integrity

The image shall be protected with MD5.
";

const WORD: &str = "\
{Rec_No} Draft new Recommendation ITU-T Y.demo

{Rec_title} Protocol for door locks

{heading 1} 1\\tScope

This Recommendation specifies a protocol between a lock and a bridge.

{heading 1} 6\\tIntegrity

The image shall be protected with MD5.
";

const DAY: &str = "--date 2026-01-31";

fn both(name: &str) -> Folder {
    Folder::new(name).with("loud.md", LOUD).with("loud.docx", word::docx(WORD))
}

/// Runs it, and returns what it printed and what it said beside.
#[track_caller]
fn run(folder: &Folder, arguments: &str, code: i32) -> (String, String) {
    let done = folder.run(arguments);
    let [out, err] = [done.stdout, done.stderr].map(|it| String::from_utf8(it).unwrap());
    assert_eq!(done.status.code(), Some(code), "{arguments}: {out}{err}");
    (out, err)
}

#[track_caller]
fn refused(folder: &Folder, arguments: &str, expected: &str) {
    let before = files(folder);
    let (_, err) = run(folder, arguments, 2);
    let err = err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(err.contains(expected), "{arguments}: {err}");
    assert!(files(folder) == before, "{arguments} changed a file");
}

/// Every file below the folder, with its bytes.
fn files(folder: &Folder) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    let mut open = vec![folder.0.clone()];
    while let Some(path) = open.pop() {
        for entry in fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(&folder.0).unwrap().to_owned();
                all.push((name, fs::read(path).unwrap()));
            }
        }
    }
    all.sort();
    all
}

fn file(folder: &Folder, name: &str) -> Vec<u8> {
    fs::read(folder.0.join(name)).unwrap()
}

#[test]
fn drafts_come_back_under_their_names_and_stay_as_they_are() {
    let folder = both("names").with("meeting/q2/deep.md", LOUD);
    let before = files(&folder);
    let (out, _) =
        run(&folder, &format!("annotate loud.md loud.docx meeting -o out {DAY}"), 1);
    for name in ["out/loud.md: ", "out/loud.docx: ", "out/q2/deep.md: "] {
        assert!(out.contains(name), "{out}");
    }
    assert!(out.contains("3 drafts: "), "{out}");
    let after = files(&folder);
    assert!(before.iter().all(|it| after.contains(it)));
    // And what was written, for the next run.
    assert_eq!(after.len(), before.len() + 4);
    let text = String::from_utf8(file(&folder, "out/loud.md")).unwrap();
    assert!(text.contains("reclint CR03 error: "), "{text}");
}

#[test]
fn the_same_date_gives_the_same_bytes() {
    let folder = both("dates");
    run(&folder, &format!("annotate loud.docx -o a {DAY}"), 1);
    run(&folder, &format!("annotate loud.docx -o b --jobs 1 {DAY}T00:00:00Z"), 1);
    let mut command = folder.command("annotate loud.docx -o c");
    // The last day of January 2026, in seconds since 1970.
    command.env("SOURCE_DATE_EPOCH", "1769817600").output().unwrap();
    let [a, b, c] = ["a", "b", "c"].map(|it| file(&folder, &format!("{it}/loud.docx")));
    assert!(a == b && b == c);
    let mut command = folder.command("annotate loud.docx -o d");
    let done = command.env("SOURCE_DATE_EPOCH", "yesterday").output().unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert!(!folder.0.join("d").exists());
}

#[test]
fn in_place_keeps_the_draft_as_it_was() {
    let folder = both("in_place");
    let original = file(&folder, "loud.docx");
    let (out, _) = run(&folder, &format!("annotate --in-place loud.docx {DAY}"), 1);
    assert!(out.contains("loud.docx.bak"), "{out}");
    assert_eq!(file(&folder, "loud.docx.bak"), original);
    let annotated = file(&folder, "loud.docx");
    assert_ne!(annotated, original);
    run(&folder, &format!("annotate --in-place loud.docx {DAY}"), 1);
    assert_eq!(file(&folder, "loud.docx"), annotated);
    run(&folder, "annotate --in-place loud.docx --date 2026-02-01", 1);
    assert_eq!(file(&folder, "loud.docx.bak"), original);
    assert_eq!(file(&folder, "loud.docx.bak2"), annotated);
}

#[test]
fn nothing_is_written_where_it_would_be_in_the_way() {
    let folder = both("way").with("file", "x").with("other/loud.md", LOUD);
    refused(&folder, "annotate loud.md -o .", "would be replaced by an annotated draft");
    refused(&folder, "annotate loud.md other -o out", "would both become out/loud.md");
    refused(&folder, "annotate loud.md -o file", "is a file; name a folder");
    refused(&folder, "annotate loud.docx -o out.docx", "looks like a file");
    refused(&folder, "annotate loud.md", "--out-dir");
    refused(&folder, "annotate loud.md -o out --in-place", "cannot be used with");
    refused(&folder, "annotate - -o out", "name a file instead of the standard input");
    refused(&folder, "annotate loud.md -o out --date soon", "2026-11-22");
    refused(&folder, "annotate loud.md -o file/out", "cannot write file/out/loud.md");
    refused(&folder, "annotate none.md -o out", "there is no such file");
}

#[test]
fn what_somebody_wrote_into_an_annotated_draft_is_not_lost() {
    let folder = both("answers");
    let annotate = format!("annotate loud.md loud.docx -o out {DAY}");
    run(&folder, &annotate, 1);
    run(&folder, &annotate, 1);
    let mut text = String::from_utf8(file(&folder, "out/loud.md")).unwrap();
    let words = "\nThe image shall";
    let answer = "\n<!-- reclint: allow CR03 because the lock cannot be changed. -->";
    text = text.replace(words, &format!("{answer}{words}"));
    fs::write(folder.0.join("out/loud.md"), &text).unwrap();
    refused(
        &folder,
        &annotate,
        "out/loud.md is there already and somebody has changed or answered it since",
    );
    fs::write(folder.0.join("out/loud.md"), text.replace("MD5", "SHA-1")).unwrap();
    refused(&folder, &annotate, "somebody has changed or answered it since");
    let foreign = both("foreign").with("out/loud.md", "# Notes of mine\n");
    refused(&foreign, "annotate loud.md -o out", "was not written by reclint");
    run(&folder, &format!("{annotate} --force"), 1);

    // The answered file itself can be annotated again, and the answer stays.
    fs::write(folder.0.join("out/loud.md"), &text).unwrap();
    run(&folder, &format!("annotate --in-place out/loud.md {DAY}"), 1);
    let again = String::from_utf8(file(&folder, "out/loud.md")).unwrap();
    assert!(again.contains(answer), "{again}");
    // Its question stays with it.
    assert_eq!(again.matches("reclint CR03").count(), 1, "{again}");
    assert!(again.contains("1 allowed"), "{again}");
    let report = folder.json("out/loud.md");
    let allowed = &report["documents"][0]["allowed"][0];
    assert_eq!(allowed["rule"], "CR03");
    assert_eq!(allowed["because"], "the lock cannot be changed.");
}

#[test]
fn a_format_without_comments_is_named_and_the_others_are_written() {
    let folder = both("formats").with("plain.txt", LOUD.replace("# ", ""));
    let (out, err) = run(&folder, &format!("annotate plain.txt loud.md -o out {DAY}"), 2);
    assert!(err.contains("plain.txt: not annotated: "), "{err}");
    assert!(err.contains("no comment can be written into text"), "{err}");
    assert!(out.contains("out/loud.md: "), "{out}");
    assert!(!folder.0.join("out/plain.txt").exists());
}

#[test]
fn a_second_run_takes_no_notice_of_what_the_first_one_wrote() {
    let folder = both("second");
    run(&folder, &format!("annotate . -o reviewed {DAY}"), 1);
    let before = files(&folder);
    let (out, _) = run(&folder, &format!("annotate . -o reviewed {DAY}"), 1);
    assert!(out.contains("2 drafts: ") && !out.contains("reviewed/reviewed"), "{out}");
    assert!(files(&folder) == before);
    // The draft goes on, and its annotated copy with it.
    fs::write(folder.0.join("loud.md"), LOUD.replace("MD5", "DES")).unwrap();
    run(&folder, &format!("annotate loud.md -o reviewed {DAY}"), 1);
    let text = String::from_utf8(file(&folder, "reviewed/loud.md")).unwrap();
    assert!(text.contains("DES is broken"), "{text}");
}

#[test]
fn a_file_in_which_nothing_is_new_keeps_its_dates() {
    let folder = both("dates_stay");
    run(&folder, "annotate --in-place loud.docx --date 2026-01-31", 1);
    let before = files(&folder);
    run(&folder, "annotate --in-place loud.docx", 1);
    assert!(files(&folder) == before);
}

#[test]
fn what_was_answered_stays_where_less_is_asked_for() {
    let folder = both("less");
    run(&folder, &format!("annotate --in-place loud.md {DAY}"), 1);
    let name = folder.0.join("loud.md");
    let text = fs::read_to_string(&name).unwrap();
    let answer = "\n<!-- reclint: allow CR03 because it is old. -->\nThe image shall";
    fs::write(&name, text.replace("\nThe image shall", answer)).unwrap();
    run(&folder, &format!("annotate --in-place loud.md --select ST {DAY}"), 0);
    let text = fs::read_to_string(&name).unwrap();
    assert!(text.contains("reclint CR03 error") && text.contains("it is old"), "{text}");
    assert!(!text.contains("reclint CR01"), "{text}");
}

#[cfg(unix)]
#[test]
fn links_stay_links_and_private_drafts_private() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = both("links");
    let own = folder.0.join("loud.docx");
    fs::set_permissions(&own, fs::Permissions::from_mode(0o600)).unwrap();
    symlink("loud.docx", folder.0.join("link.docx")).unwrap();
    let original = file(&folder, "loud.docx");
    run(&folder, &format!("annotate --in-place link.docx {DAY}"), 1);
    assert!(fs::symlink_metadata(folder.0.join("link.docx")).unwrap().is_symlink());
    assert_ne!(file(&folder, "loud.docx"), original);
    assert_eq!(file(&folder, "loud.docx.bak"), original);
    run(&folder, &format!("annotate loud.docx -o out {DAY}"), 1);
    for name in ["loud.docx", "loud.docx.bak", "out/loud.docx"] {
        let mode = fs::metadata(folder.0.join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[test]
fn drafts_that_share_a_part_are_written_or_refused_and_never_half() {
    let part = "== Integrity\n\nThe image shall be protected with MD5.\n";
    let head = "= Draft new Recommendation ITU-T Y.demo: Protocol for door locks\n\n";
    let whole = |more: &str| format!("{head}{more}include::part.adoc[]\n");
    let folder = Folder::new("parts")
        .with("part.adoc", part)
        .with("one.adoc", whole(""))
        .with("two.adoc", whole("== Scope\n\nA protocol.\n\n"));
    for _ in 0..5 {
        let _ = fs::remove_dir_all(folder.0.join("out"));
        let done = folder.run(&format!("annotate one.adoc two.adoc -o out {DAY}"));
        let err = String::from_utf8(done.stderr).unwrap();
        let lines: Vec<_> = err.lines().collect();
        let refused = |it: &&str| it.contains("is part of two drafts");
        assert!(lines.iter().all(refused) && lines.len() <= 1, "{err}");
    }
}
