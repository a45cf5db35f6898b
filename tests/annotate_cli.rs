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
    assert_eq!(files(folder), before, "{arguments}");
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
    assert_eq!(after.len(), before.len() + 3);
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
        "out/loud.md is there already and somebody has answered in it",
    );
    fs::write(folder.0.join("out/loud.md"), text.replace("MD5", "SHA-1")).unwrap();
    refused(&folder, &annotate, "its text is not that of the draft");
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
