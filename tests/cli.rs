//! The program as people and scripts meet it: what it reads, writes and returns.
#![expect(clippy::disallowed_methods, reason = "tests make and read files")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

use std::{
    fs,
    io::{Read as _, Write as _},
    process::{Command, Output, Stdio},
};

use serde_json::Value;

mod support {
    pub(crate) mod folder;
}
use support::folder::Folder;

/// A draft that has a finding of severity error: a protocol that requires MD5.
const LOUD: &str = "\
# Draft new Recommendation ITU-T Y.demo: Protocol for door locks

# 1 Scope

This Recommendation specifies a protocol between a lock and a bridge.

# 6 Integrity

The image shall be protected with MD5.
";

/// A draft that nobody can find fault with.
const CALM: &str = "\
# Report of the meeting of Question 2/15 (Geneva, 8-19 July 2024)

# 1 Opening of the meeting

The rapporteur opened the meeting.
";

/// A folder with a loud draft and a calm one.
fn both(name: &str) -> Folder {
    Folder::new(name).with("loud.md", LOUD).with("calm.md", CALM)
}

fn read(folder: &Folder, name: &str) -> String {
    fs::read_to_string(folder.0.join(name)).unwrap()
}

#[track_caller]
fn code(done: &Output) -> i32 {
    done.status.code().unwrap()
}

fn words(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// The values of one field of a list.
fn fields<'v>(list: &'v Value, name: &str) -> Vec<&'v str> {
    list.as_array().unwrap().iter().map(|it| it[name].as_str().unwrap()).collect()
}

#[track_caller]
fn check(folder: &Folder, arguments: &str, expected: i32) {
    let done = folder.run(arguments);
    assert_eq!(code(&done), expected, "{arguments}: {}", words(&done.stderr));
}

#[track_caller]
fn check_says(folder: &Folder, arguments: &str, expected: &str) {
    let done = folder.run(arguments);
    let said = words(&done.stderr);
    assert!(said.contains(expected), "{arguments}: {said}");
    assert_eq!(code(&done), 2, "{arguments}");
}

#[test]
fn the_exit_code_tells_what_was_found() {
    let folder = both("codes").with("broken.docx", "PK\u{3}\u{4} no archive");
    check(&folder, "check calm.md", 0);
    check(&folder, "check loud.md", 1);
    check(&folder, "check calm.md loud.md", 1);
    check(&folder, "check loud.md --fail-on never", 0);
    check(&folder, "check loud.md --ignore CR,SC --fail-on error", 0);
    check(&folder, "check loud.md --ignore CR03 --ignore CR01,SC01", 0);
    check(&folder, "check loud.md --select ST --fail-on warning", 1);
    check(&folder, "check calm.md there-is-none.md", 2);
    check(&folder, "check broken.docx calm.md", 2);
    check(&folder, "check .", 2);
    check(&folder, "check", 2);
    check(&folder, "--help", 0);
    check(&folder, "--version", 0);
    check(&folder, "chekc", 2);
}

#[test]
fn the_format_never_changes_the_exit_code() {
    let folder = both("formats");
    for format in
        ["human", "json", "jsonl", "sarif", "markdown", "csv", "junit", "github"]
    {
        check(&folder, &format!("check loud.md --format {format}"), 1);
        check(&folder, &format!("check calm.md --format {format}"), 0);
        check(&folder, &format!("check none.md loud.md --format {format}"), 2);
    }
}

#[test]
fn what_cannot_be_read_is_named_and_the_others_are_checked() {
    let folder = both("unread")
        .with("empty.md", "")
        .with("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\xff");
    let report = folder.json("loud.md none.md empty.md a.png");
    assert_eq!(fields(&report["documents"], "path"), ["loud.md"]);
    assert_eq!(fields(&report["not_read"], "path"), ["a.png", "empty.md", "none.md"]);
    let done = folder.run("check --format json none.md");
    assert!(words(&done.stderr).contains("none.md: there is no such file"));
    let report: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!((&report["summary"]["documents"], code(&done)), (&0.into(), 2));
}

#[test]
fn a_folder_is_walked_and_every_file_in_it_is_accounted_for() {
    let folder = both("walk")
        .with("b/second.md", CALM.replace("nine", "ten") + "It closed at noon.\n")
        .with("b/picture.png", "x")
        .with("b/drafts.rar", "Rar!")
        .with("b/LICENSE", "words")
        .with(".git/config.md", CALM)
        .with("~$loud.docx", "x")
        .with("__MACOSX/loud.md", CALM);
    let report = folder.json(".");
    let read = ["./b/second.md", "./calm.md", "./loud.md"];
    assert_eq!(fields(&report["documents"], "path"), read);
    let left = ["./b/LICENSE", "./b/drafts.rar", "./b/picture.png"];
    assert_eq!(fields(&report["not_read"], "path"), left);
    // What is no draft in a folder is nobody's fault.
    check(&folder, "check b", 0);
    // Named itself, it is.
    check(&folder, "check b b/drafts.rar", 2);
    check_says(&Folder::new("nothing").with("a.png", "x"), "check .", "nothing to check");
}

#[test]
fn a_draft_in_a_folder_that_cannot_be_opened_is_missed() {
    let folder =
        Folder::new("missed").with("calm.md", CALM).with("b/TD1.docx", "PK\u{3}\u{4}");
    check(&folder, "check calm.md", 0);
    check(&folder, "check .", 2);
}

#[test]
fn each_draft_is_read_once_and_in_the_order_of_paths() {
    let folder = both("once")
        .with("a/z.md", format!("{CALM}\nZ.\n"))
        .with("list", "loud.md\n\n./a\n");
    let report = folder.json("loud.md . calm.md loud.md");
    let read = fields(&report["documents"], "path");
    assert_eq!(read, ["./a/z.md", "./calm.md", "loud.md"]);
    let report = folder.json("--files-from list");
    assert_eq!(fields(&report["documents"], "path"), ["./a/z.md", "loud.md"]);
}

#[test]
fn reports_of_ours_are_no_drafts() {
    let folder = both("ours");
    check(&folder, "check loud.md --output human=report.txt --output json=a.md", 1);
    let report = folder.json(".");
    assert_eq!(fields(&report["documents"], "path"), ["./calm.md", "./loud.md"]);
    assert_eq!(fields(&report["not_read"], "path"), [""; 0]);
    check(&folder, "check . --fail-on never", 0);
    // Named itself, one is refused with the reason.
    check_says(&folder, "check a.md --quiet", "a.md: a report of reclint, not a draft");
}

#[test]
fn threads_leave_no_trace() {
    let mut folder = Folder::new("threads");
    for number in 0..40 {
        let text =
            format!("{LOUD}\n{}", "It shall use SHA-1 too.\n\n".repeat(number % 7));
        folder = folder.with(&format!("{number}.md"), text);
    }
    for format in
        ["human", "json", "jsonl", "sarif", "markdown", "csv", "junit", "github"]
    {
        let one = folder.run(&format!("check . --format {format} --jobs 1")).stdout;
        let eight = folder.run(&format!("check . --format {format} --jobs 8")).stdout;
        assert!(!one.is_empty() && one == eight, "{format}");
    }
}

#[test]
fn the_standard_input_is_a_draft() {
    let folder = Folder::new("stdin");
    let run = |arguments: &str, bytes: &str| {
        let mut child = folder
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(bytes.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let done = run("check - --stdin-name TD7.md --format json", LOUD);
    let report: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(fields(&report["documents"], "path"), ["TD7.md"]);
    assert_eq!(code(&done), 1);
    assert_eq!(code(&run("check - --stdin-name TD7.md", "")), 2);
    assert_eq!(code(&run("check - --files-from -", "")), 2);
}

#[test]
fn reports_are_written_into_files_whole_or_not_at_all() {
    let folder = both("output").with("old.json", "old");
    let done =
        folder.run("check . --quiet --output json=old.json --output jsonl=b.jsonl");
    assert_eq!(words(&done.stdout).lines().count(), 1);
    let report: Value = serde_json::from_str(&read(&folder, "old.json")).unwrap();
    assert_eq!(report["schema"], "reclint-report/1");
    assert_eq!(read(&folder, "b.jsonl").lines().count(), 4);
    let names: Vec<_> = fs::read_dir(&folder.0).unwrap().collect();
    assert_eq!(names.len(), 4, "nothing else is left behind: {names:?}");
    check_says(&folder, "check . --output json=none/a.json", "cannot write none/a.json");
    check_says(&folder, "check . --output json", "FORMAT=FILE");
}

#[test]
fn colors_are_for_terminals() {
    let folder = both("colors");
    let colored =
        |command: &mut Command| command.output().unwrap().stdout.contains(&b'\x1b');
    assert!(!colored(&mut folder.command("check loud.md")));
    assert!(!colored(folder.command("check loud.md").env("NO_COLOR", "1")));
    assert!(!colored(&mut folder.command("check loud.md --color never")));
    assert!(colored(&mut folder.command("check loud.md --color always")));
    assert!(!colored(&mut folder.command("check . --format json --color always")));
    let ascii = folder.command("check loud.md").env("LC_ALL", "C").output().unwrap();
    assert!(!words(&ascii.stdout).contains('─'));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut folder = Folder::new("pipe");
    for number in 0..60 {
        folder = folder.with(&format!("{number}.md"), LOUD);
    }
    for arguments in ["check .", "check . --format json", "rules", "explain CR03"] {
        let mut child = folder
            .command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = child.stdout.take().unwrap();
        out.read_exact(&mut [0; 20]).unwrap();
        drop(out);
        let done = child.wait_with_output().unwrap();
        assert_eq!(words(&done.stderr), "", "{arguments}");
        let expected = i32::from(arguments.starts_with("check"));
        assert_eq!(code(&done), expected, "{arguments}");
    }
}

#[test]
fn a_slip_in_a_name_is_answered_with_the_name() {
    let folder = both("slips");
    check_says(&folder, "check . --select CR3", "did you mean `CR03`?");
    check_says(
        &folder,
        "check . --ignore algoritm-broken",
        "did you mean `algorithm-broken`?",
    );
    check_says(&folder, "check . --select CRX", "did you mean `CR`?");
    check_says(&folder, "check . --select unheard-of", "`reclint rules` lists them");
    check_says(&folder, "explain agorithm-broken", "did you mean `algorithm-broken`?");
    check_says(&folder, "check . --format jsn", "did you mean `json`?");
    check_says(&folder, "check . --fromat json", "--format");
    check_says(&folder, "check . --min-severity eror", "error");
}

#[test]
fn options_of_later_versions_are_not_passed_over_in_silence() {
    let folder = both("later").with("a.json", "{}");
    check_says(&folder, "check . --baseline a.json", "a.json: line 1: not a report");
    check_says(&folder, "check . --config b.toml", "cannot read b.toml");
    check(&folder, "check calm.md --as-of 2020-01-31 --no-cache --no-progress", 0);
    check_says(&folder, "check . --as-of yesterday", "2026-11-22");
}

#[test]
fn filters_leave_out_what_is_not_wanted() {
    let folder = both("filters");
    let found = |arguments: &str| {
        let report = folder.json(&format!("loud.md {arguments}"));
        let findings = report["documents"][0]["findings"].clone();
        findings.as_array().unwrap().clone()
    };
    let all = found("");
    let rule = |it: &Value| it["rule"].as_str().unwrap().to_owned();
    assert!(all.iter().any(|it| rule(it) == "CR03"));
    assert!(found("--select cr03").iter().all(|it| rule(it) == "CR03"));
    assert!(found("--select CR --ignore CR03").iter().all(|it| rule(it) != "CR03"));
    assert!(found("--min-severity error").iter().all(|it| it["severity"] == "error"));
    assert!(found("--min-confidence high").iter().all(|it| it["confidence"] == "high"));
}

#[test]
fn includes_stay_in_the_drafts_own_folder() {
    let draft = "= Lock\n\n== Scope\n\ninclude::part.adoc[]\n\ninclude::../secret.adoc[]\n\ninclude::link.adoc[]\n\ninclude::/etc/hostname[]\n";
    let folder = Folder::new("includes")
        .with("secret.adoc", "The secret word is heron.\n")
        .with("in/draft.adoc", draft)
        .with("in/part.adoc", "The part is read.\n");
    #[cfg(unix)]
    std::os::unix::fs::symlink("../secret.adoc", folder.0.join("in/link.adoc")).unwrap();
    let done = folder.run("check in --format json");
    let report: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert!(!words(&done.stdout).contains("heron"));
    // The part was read where it is included, and is no draft of its own.
    assert_eq!(fields(&report["documents"], "path"), ["in/draft.adoc"]);
}

#[test]
fn rules_are_listed_and_explained() {
    let folder = Folder::new("rules");
    let list: Value =
        serde_json::from_slice(&folder.run("rules --format json").stdout).unwrap();
    assert!(fields(&list, "code").contains(&"CR03"));
    let human = folder.run("rules").stdout;
    let listed = |it: &&str| words(&human).contains(*it);
    assert!(fields(&list, "name").iter().all(listed));
    let page = folder.run("explain cr03").stdout;
    assert_eq!(page, folder.run("explain Algorithm-Broken").stdout);
    for part in ["CR03  algorithm-broken", "Instead", "reported:", "not reported:"] {
        assert!(words(&page).contains(part), "{part}");
    }
    assert!(words(&page).lines().all(|it| it.chars().count() <= 100));
}

#[test]
fn a_folder_of_rules_replaces_those_built_in() {
    let folder = both("own-rules");
    let rules = concat!(env!("CARGO_MANIFEST_DIR"), "/rules");
    let digest = |report: Value| report["tool"]["rules_digest"].clone();
    let own = folder.json(&format!("loud.md --rules {rules}"));
    assert_eq!(digest(own), digest(folder.json("loud.md")));
    check_says(&folder, "check loud.md --rules none", "none");
    check_says(&folder, "check loud.md --rules .", "the rules in .");
}
