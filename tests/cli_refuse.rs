//! What the program refuses, what it leaves out, and how it says so.
#![expect(clippy::disallowed_methods, reason = "tests make and read files")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

use std::{fs, path::Path, process::Output};

use serde_json::Value;

mod support {
    pub(crate) mod folder;
}
use support::folder::Folder;

/// A draft that nobody can find fault with.
const CALM: &str = "\
# Report of the meeting of Question 2/15 (Geneva, 8-19 July 2024)

# 1 Opening of the meeting

The rapporteur opened the meeting.
";

fn paths(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|it| it["path"].as_str().unwrap()).collect()
}

/// Runs it, and returns what it said.
#[track_caller]
fn check(folder: &Folder, arguments: &str, code: i32, expected: &str) -> Output {
    let done = folder.run(arguments);
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(said.contains(expected), "{arguments}: {said}");
    assert_eq!(done.status.code(), Some(code), "{arguments}: {said}");
    done
}

#[test]
fn a_part_is_named_and_no_draft_vanishes() {
    let folder = Folder::new("parts")
        .with(
            "a/whole.adoc",
            "= Whole\n\n== One\n\ninclude::part.adoc[]\n\n----\ninclude::b.md[]\n----\n",
        )
        .with("a/part.adoc", "A part.\n")
        .with("a/b.md", CALM)
        .with("c/one.adoc", "= One\n\ninclude::two.adoc[]\n")
        .with("c/two.adoc", "= Two\n\ninclude::one.adoc[]\n");
    let report = folder.json("a");
    assert_eq!(paths(&report["documents"]), ["a/b.md", "a/whole.adoc"]);
    assert_eq!(paths(&report["not_read"]), ["a/part.adoc"]);
    let why = report["not_read"][0]["why"].as_str().unwrap();
    assert_eq!(why, "read as a part of a/whole.adoc, which includes it");
    check(&folder, "check a --fail-on never", 0, "");
    assert_eq!(paths(&folder.json("c")["documents"]), ["c/one.adoc", "c/two.adoc"]);
    let given = folder.json("a a/part.adoc");
    assert_eq!(paths(&given["documents"]).len(), 3, "{given}");
}

#[test]
fn a_report_never_takes_the_place_of_a_draft() {
    let folder = Folder::new("over").with("d/calm.md", CALM);
    check(&folder, "check d --output json=./d/../d/calm.md", 2, "is a draft to check");
    assert_eq!(fs::read_to_string(folder.0.join("d/calm.md")).unwrap(), CALM);
    let twice = "check d --output json=a.json --output sarif=./a.json";
    check(&folder, twice, 2, "two reports would be written");
    assert!(!folder.0.join("a.json").exists());
}

#[test]
fn one_report_that_cannot_be_written_costs_no_other() {
    let folder = Folder::new("others").with("calm.md", CALM);
    let outputs = "check calm.md --output json=none/a.json --output jsonl=b.jsonl";
    let done = check(&folder, outputs, 2, "cannot write none/a.json");
    assert!(String::from_utf8_lossy(&done.stdout).contains("1 draft: "));
    assert!(folder.0.join("b.jsonl").exists());
}

#[test]
fn many_threads_are_not_started() {
    let folder = Folder::new("threads").with("calm.md", CALM);
    check(&folder, "check calm.md --jobs 1000000", 0, "");
}

#[test]
fn attributes_that_double_do_not_fill_the_memory() {
    use std::fmt::Write as _;
    let mut text = "= Lock\n:a0: word word\n".to_owned();
    for it in 1..40 {
        let before = it - 1;
        writeln!(text, ":a{it}: {{a{before}}} {{a{before}}}").unwrap();
    }
    text.push_str("\n== Scope\n\nThe {a39} of {a1}.\n");
    let report = Folder::new("bomb").with("bomb.adoc", text).json("bomb.adoc");
    let skipped = report["documents"][0]["skipped"].as_array().unwrap();
    assert_eq!(skipped.len(), 1, "{skipped:?}");
    assert!(skipped[0]["why"].as_str().unwrap().contains("64 KiB"), "{skipped:?}");
}

#[test]
fn drafts_of_every_format_are_missed() {
    for name in ["a.txt", "a.text", "a.htm", "a.html", "a.asc", "a.doc", "a.mht"] {
        let folder = Folder::new("missed").with("calm.md", CALM).with(name, "");
        check(&folder, "check . -q", 2, "empty: it has no bytes");
    }
    let folder = Folder::new("given").with("b/a.none", "").with("b/calm.md", CALM);
    check(&folder, "check b", 0, "");
    check(&folder, "check b b/a.none", 2, "");
    check(&folder, "check -q none.md b", 2, "none.md: there is no such file");
}

#[test]
fn no_rule_at_all_is_no_clean_draft() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/lexicon");
    let list = |name: &str| fs::read(own.join(name)).unwrap();
    let folder = Folder::new("ruleless")
        .with("calm.md", CALM)
        .with("rules/lexicon/algorithms.toml", list("algorithms.toml"))
        .with("rules/lexicon/en/titles.toml", list("en/titles.toml"))
        .with("rules/lexicon/en/sample.toml", "nothing = [\"no draft says this\"]\n");
    check(&folder, "check calm.md --rules rules", 2, "no page of a rule");
    check(&folder, "check calm.md --select CR03 --ignore CR", 2, "no rule is left");
    let done = folder.command("check calm.md --select").arg("CR, SC").output().unwrap();
    assert_eq!(done.status.code(), Some(0));
}

#[test]
fn what_is_no_draft_does_not_fail_the_run() {
    let folder = Folder::new("sarif").with("calm.md", CALM).with("a.png", "x");
    let invocation = |arguments: &str| {
        let done = check(&folder, arguments, 0, "");
        let log: Value = serde_json::from_slice(&done.stdout).unwrap();
        log["runs"][0]["invocations"][0].clone()
    };
    let told = invocation("check . --format sarif");
    assert_eq!(told["executionSuccessful"], true);
    assert_eq!(told["toolExecutionNotifications"][0]["level"], "note");
}

#[test]
fn a_draft_in_a_language_without_word_lists_is_not_judged() {
    let text = "# Protocole pour les serrures des portes\n\n# 1 Domaine\n\nLa présente \
                recommandation décrit un protocole entre une serrure et un pont, ainsi \
                que les messages que ces deux appareils échangent quand une personne \
                ouvre la porte de sa maison avec son téléphone.\n";
    let folder = Folder::new("french").with("fr.md", text.repeat(4));
    let done = check(&folder, "check fr.md", 0, "");
    let told = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(told.contains("there are no word lists for French (fr) yet"), "{told}");
    assert!(told.trim_end().ends_with("1 draft not judged"), "{told}");
    let skipped = &folder.json("fr.md")["documents"][0]["skipped"][0];
    assert!(skipped["why"].as_str().unwrap().contains("French (fr)"), "{skipped}");
}
