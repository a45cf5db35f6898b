//! Answers to findings, and findings by tracked changes, as people and scripts meet them.
#![expect(clippy::disallowed_methods, reason = "tests make and read files")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

use serde_json::Value;

mod support {
    pub(crate) mod folder;
    pub(crate) mod package;
    pub(crate) mod word;
}
use support::{folder::Folder, word};

const LOUD: &str = "\
# Draft new Recommendation ITU-T Y.demo: Protocol for door locks

# 1 Scope

This Recommendation specifies a protocol between a lock and a bridge.

# 6 Integrity

The image shall be protected with MD5.
";

const ALLOW: &str = "\
[[allow]]
rule = \"CR03\"
path = \"drafts/*.md\"
clause = \"6\"
because = \"old locks are read, never written\"
until = 2027-03-31
";

/// The codes of what was found in the one draft, and of what was allowed.
#[track_caller]
fn found(report: &Value) -> (Vec<&str>, Vec<&str>) {
    let document = &report["documents"][0];
    let codes = |name: &str| {
        let all = document[name].as_array().unwrap().iter();
        all.map(|it| it["rule"].as_str().unwrap()).collect()
    };
    (codes("findings"), codes("allowed"))
}

#[track_caller]
fn says(folder: &Folder, arguments: &str, code: i32, expected: &str) {
    let done = folder.run(arguments);
    let said = String::from_utf8([done.stdout, done.stderr].concat()).unwrap();
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains(expected), "{arguments}: {said}");
    assert_eq!(done.status.code(), Some(code), "{arguments}: {said}");
}

#[test]
fn a_file_of_allowances_answers_findings_and_says_so() {
    let folder =
        Folder::new("file").with("reclint.toml", ALLOW).with("drafts/a.md", LOUD);
    let report = folder.json("drafts --select CR03 --as-of 2026-11-22");
    assert_eq!(found(&report), (vec![], vec!["CR03"]));
    let allowed = &report["documents"][0]["allowed"][0];
    assert_eq!(allowed["because"], "old locks are read, never written");
    assert_eq!(allowed["where"], "reclint.toml, line 1");
    assert_eq!(allowed["until"], "2027-03-31");
    assert_eq!(report["summary"]["allowed"], 1);
    says(&folder, "check drafts --select CR03 --as-of 2026-11-22", 0, "1 allowed");
    // The exit code counts what nobody answered.
    says(&folder, "check drafts --as-of 2026-11-22", 1, "SC01");
}

#[test]
fn an_allowance_that_is_over_or_answers_nothing_is_a_finding() {
    let folder = Folder::new("over")
        .with("reclint.toml", ALLOW)
        .with("drafts/a.md", LOUD)
        .with("drafts/b.md", LOUD.replace("MD5", "SHA-256"));
    let report = folder.json("drafts/a.md --select CR03,AL --as-of 2027-04-01");
    assert_eq!(found(&report), (vec!["AL02", "CR03"], vec![]));
    let report = folder.json("drafts/b.md --select CR03,AL --as-of 2026-11-22");
    assert_eq!(found(&report), (vec!["AL01"], vec![]));
    // It was of use somewhere in the run.
    let report = folder.json("drafts --select AL --as-of 2026-11-22");
    assert_eq!(found(&report), (vec![], vec![]));
    // It is for no draft of this run.
    let other = folder.with("c.md", LOUD);
    let report = other.json("c.md --select CR03,AL --as-of 2026-11-22");
    assert_eq!(found(&report), (vec!["CR03"], vec![]));
}

#[test]
fn a_file_of_allowances_with_a_slip_in_it_is_refused() {
    let folder = Folder::new("slips")
        .with("a.md", LOUD)
        .with("rule.toml", ALLOW.replace("CR03", "CR3"))
        .with("key.toml", ALLOW.replace("because", "reason"))
        .with("none.toml", ALLOW.replace("old locks are read, never written", " "))
        .with("glob.toml", ALLOW.replace("*.md", "[a"))
        .with("group.toml", ALLOW.replace("CR03", "CR"));
    let check = |name: &str, expected| {
        says(&folder, &format!("check a.md --config {name}"), 2, expected);
    };
    check(
        "rule.toml",
        "rule.toml, line 1: no rule is called `CR3`; did you mean `CR03`?",
    );
    check("key.toml", "line 5: unknown field `reason`");
    check("none.toml", "`because` says nothing");
    check("glob.toml", "path");
    check("group.toml", "`CR` is a group of rules");
    check("missing.toml", "cannot read missing.toml");
    check("./", "is a folder, not a file");
}

const TRACKED: &str = "\
{Rec_No} Draft new Recommendation ITU-T Y.demo

{Rec_title} Protocol for door locks

{heading 1} 1\\tScope

This Recommendation specifies a protocol between a lock and a bridge.

{heading 1} 6\\tIntegrity

The image shall be protected with {++MD5++}{--SHA-256--}.

{heading 1} 7\\tTransport

Lock and bridge shall use TLS 1.0.
";

#[test]
fn a_path_means_a_file_a_folder_or_a_pattern() {
    let allow = |path: &str| ALLOW.replace("drafts/*.md", path);
    for path in
        ["drafts/a [x].md", "./drafts/a [x].md", "drafts", "drafts/", "**/*.md", "**"]
    {
        let folder = Folder::new("paths")
            .with("drafts/a [x].md", LOUD)
            .with("reclint.toml", allow(path));
        let report = folder.json("drafts --select CR03 --as-of 2026-11-22");
        assert_eq!(found(&report).1, ["CR03"], "{path}");
    }
    let folder =
        Folder::new("lost").with("a.md", LOUD).with("reclint.toml", allow("b.md"));
    says(&folder, "check a.md", 1, "reclint.toml, line 1: there is no file at `b.md`");
}

/// An algorithm is reported once, where it is used first; here a change adds a use.
#[test]
fn a_changed_use_of_an_algorithm_is_shown_where_it_is() {
    let more =
        "\n\n{heading 1} 8\\tCommands\n\nCommands {++shall be signed with MD5++}.\n";
    let old = TRACKED.replace("{++MD5++}{--SHA-256--}", "MD5");
    let folder = Folder::new("uses").with("a.docx", word::docx(&format!("{old}{more}")));
    let report = folder.json("a.docx --select CR03 --changed");
    let findings = report["documents"][0]["findings"].as_array().unwrap();
    let clauses: Vec<_> =
        findings.iter().map(|it| it["clause"]["number"].as_str().unwrap()).collect();
    assert_eq!(clauses, ["8"]);
}

#[test]
fn a_file_of_allowances_is_begun_and_never_replaced() {
    let folder = Folder::new("init").with("a.md", LOUD);
    says(&folder, "init", 0, "reclint.toml is written");
    says(&folder, "check a.md --select CR03", 1, "0 allowed");
    says(&folder, "init", 2, "is here already");
}

#[test]
fn only_what_changes_touch_is_shown_if_that_is_asked_for() {
    let folder =
        Folder::new("changed").with("a.docx", word::docx(TRACKED)).with("b.md", LOUD);
    let codes = |arguments: &str| {
        let report = folder.json(&format!("a.docx --select CR03 {arguments}"));
        let findings = report["documents"][0]["findings"].clone();
        let quotes = findings.as_array().unwrap().iter();
        quotes.map(|it| it["algorithm"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(codes(""), ["MD5", "TLS 1.0"]);
    assert_eq!(codes("--changed"), ["MD5"]);
    assert_eq!(codes("--changed --author editor --since 2026-01-01"), ["MD5"]);
    assert_eq!(codes("--changed --since 2026-01-02"), Vec::<String>::new());
    assert_eq!(codes("--changed --author Nobody"), Vec::<String>::new());
    says(&folder, "check a.docx --changed --author Nobody", 0, "they are by Editor");
    assert_eq!(codes("--changed --view original"), Vec::<String>::new());
    says(&folder, "check b.md --changed", 0, "the draft has no tracked changes");
    says(&folder, "check b.md --author A", 2, "--changed");
}
