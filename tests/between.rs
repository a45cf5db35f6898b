//! Reports that are read again, as people and scripts meet them: what is new since a
//! meeting, shares of a run joined, counts side by side.
#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]
#![expect(clippy::disallowed_methods, reason = "tests make and read files")]

use std::{fs, process::Output};

use serde_json::Value;

mod support {
    pub(crate) mod folder;
}
use support::folder::Folder;

/// A draft that has findings of severity error: a protocol that requires MD5.
const LOUD: &str = "\
# Draft new Recommendation ITU-T Y.4001: Protocol for door locks

# 1 Scope

This Recommendation specifies a protocol between a lock and a bridge.

# 6 Integrity

The image shall be protected with MD5.
";

fn said(done: &Output) -> String {
    String::from_utf8([&*done.stdout, &*done.stderr].concat()).unwrap()
}

#[track_caller]
fn check(folder: &Folder, arguments: &str, code: i32, expected: &str) {
    let done = folder.run(arguments);
    let said = said(&done);
    assert_eq!(done.status.code(), Some(code), "{arguments}: {said}");
    assert!(said.contains(expected), "{arguments}: {said}");
}

fn write(folder: &Folder, name: &str, text: &str) {
    fs::write(folder.0.join(name), text).unwrap();
}

/// A folder with the report of a meeting, in both forms.
fn met(name: &str) -> Folder {
    let folder = Folder::new(name).with("TD1.md", LOUD);
    check(
        &folder,
        "check TD1.md --output json=april.json --output jsonl=april.jsonl",
        1,
        "",
    );
    folder
}

#[test]
fn only_what_is_new_since_a_report_counts() {
    let folder = met("baseline");
    for report in ["april.json", "april.jsonl"] {
        let check = |expected, words| {
            check(&folder, &format!("check TD1.md --baseline {report}"), expected, words);
        };
        write(&folder, "TD1.md", LOUD);
        check(0, "0 new; 0 fixed since");
        write(&folder, "TD1.md", &format!("{LOUD}\nThe key shall be sent with RC4.\n"));
        check(1, "0 fixed since");
        write(&folder, "TD1.md", &LOUD.replace("MD5", "SHA-256 [FIPS 180-4]"));
        check(0, &format!("Fixed since {report}"));
    }
}

#[test]
fn a_draft_with_another_name_at_the_next_meeting_is_known() {
    let folder = met("renamed").with("december/TD99.md", LOUD);
    let report = folder.json("december --baseline april.json");
    let findings = report["documents"][0]["findings"].as_array().unwrap();
    assert!(!findings.is_empty() && findings.iter().all(|it| it["status"] == "known"));
    assert_eq!(report["summary"]["known"], findings.len());
    assert_eq!(report["fixed"], Value::Array(Vec::new()));
    assert_eq!(report["baseline"]["report"], "april.json");
    let folder =
        folder.with("december/TD99.md", "# Report of the meeting of Question 2\n");
    let report = folder.json("december --baseline april.json");
    assert_eq!(report["summary"]["fixed"], 0);
    assert_eq!(report["baseline"]["not_in_this_run"][0]["path"], "TD1.md");
}

#[test]
fn what_is_fixed_is_told_to_programs() {
    let folder = met("fixed").with("TD1.md", LOUD.replace("MD5", "SHA-256 [FIPS 180-4]"));
    let report = folder.json("TD1.md --baseline april.json");
    let fixed = report["fixed"].as_array().unwrap();
    assert!(fixed.iter().any(|it| it["rule"] == "CR03" && it["quote"] == "MD5"));
    assert_eq!(report["summary"]["fixed"], fixed.len());
    let done = folder.run("check TD1.md --baseline april.json --format sarif");
    let sarif: Value = serde_json::from_slice(&done.stdout).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let absent = results.iter().filter(|it| it["baselineState"] == "absent").count();
    assert_eq!(absent, fixed.len());
    assert!(results.iter().all(|it| it["baselineState"].is_string()));
    // A narrower run fixes nothing that it did not look for.
    let narrow = folder.json("TD1.md --baseline april.json --select ST");
    assert_eq!(narrow["summary"]["fixed"], 0);
}

#[test]
fn a_baseline_may_be_written_over_by_the_report_on_it() {
    let folder = met("over").with("TD1.md", LOUD.replace("MD5", "SHA-256 [FIPS 180-4]"));
    check(
        &folder,
        "check TD1.md --baseline april.json --output json=april.json",
        0,
        "fixed",
    );
    check(&folder, "check TD1.md --baseline april.json", 0, "0 new; 0 fixed");
}

#[test]
fn a_baseline_that_is_none_is_refused() {
    let folder = met("refused").with("cut.json", "{\"schema\": \"reclint-report/1\",");
    let folder = folder.with("page.html", "<!DOCTYPE html>\n<html>");
    check(&folder, "check TD1.md --baseline none.json", 2, "cannot read none.json");
    check(
        &folder,
        "check TD1.md --baseline cut.json",
        2,
        "cut.json: line 1: this report is cut",
    );
    check(
        &folder,
        "check TD1.md --baseline TD1.md",
        2,
        "TD1.md: not a report of reclint",
    );
    check(&folder, "check TD1.md --baseline page.html", 2, "a report for people");
    check(&folder, "check TD1.md --baseline .", 2, "is a folder, not a report");
}

#[test]
fn one_report_joined_is_the_same_report() {
    let folder =
        met("joined").with("calm.md", "# Report of the meeting of Question 2/15\n");
    let whole = "--output json=a.json --output jsonl=a.jsonl --output sarif=a.sarif";
    check(&folder, &format!("check TD1.md calm.md {whole}"), 1, "");
    for report in ["a.json", "a.jsonl"] {
        let again = "--output json=b.json --output jsonl=b.jsonl --output sarif=b.sarif";
        check(&folder, &format!("merge {report} {again}"), 1, "2 drafts");
        for form in ["json", "jsonl", "sarif"] {
            let read = |name: &str| fs::read_to_string(folder.0.join(name)).unwrap();
            assert_eq!(read(&format!("a.{form}")), read(&format!("b.{form}")));
        }
    }
    check(&folder, "merge a.json --baseline a.jsonl", 0, "0 new; 0 fixed since a.jsonl");
    check(&folder, "merge a.json --format html", 2, "run the check with --format html");
    check(&folder, "merge a.json --output json=a.json", 2, "would be lost");
    check(&folder, "merge a.json TD1.md", 2, "TD1.md: not a report of reclint");
    let other = fs::read_to_string(folder.0.join("a.json")).unwrap();
    let of = |index| {
        other.replacen(
            "\"view\"",
            &format!("\"shard\": {{\"index\": {index}, \"of\": 3}},\n\"view\""),
            1,
        )
    };
    let folder = folder.with("1.json", of(1)).with("3.json", of(3));
    check(&folder, "merge 1.json 3.json", 2, "of 3 shares, 2 is missing");
    check(&folder, "merge 1.json 1.json", 2, "are both share 1 of 3");
    check(
        &folder,
        "merge 1.json 3.json --partial",
        1,
        "share 2 of 3: its report was not",
    );
}

#[test]
fn counts_of_reports_stand_side_by_side() {
    let folder = met("trend").with("TD1.md", LOUD.replace("MD5", "SHA-256 [FIPS 180-4]"));
    check(&folder, "check TD1.md --output jsonl=later/report.jsonl", 2, "cannot write");
    check(&folder, "check TD1.md --output jsonl=december.jsonl", 1, "");
    check(&folder, "trend april.json Now=december.jsonl -o trend.html", 0, "Now");
    let page = fs::read_to_string(folder.0.join("trend.html")).unwrap();
    assert!(page.contains("<bdi>april</bdi>") && page.contains("<bdi>Now</bdi>"));
    check(&folder, "trend april.json -o april.json", 2, "would be lost");
    check(&folder, "trend none.json", 2, "cannot read none.json");
    check(&folder, "trend april.json --format csv", 0, "\"april\",1,\"CR\"");
    // Our own page is no draft.
    check(&folder, "check .", 1, "\n1 draft: ");
}

#[test]
fn shares_of_a_folder_join_into_the_report_of_one_run() {
    let mut folder = Folder::new("shares");
    for at in 0..24 {
        // Some are byte-equal copies of others, and may come into another share.
        let text = LOUD.replace("Y.4001", &format!("Y.4{:03}", at % 17));
        folder = folder.with(&format!("d/TD{at}.md"), text);
    }
    // One allowance is used by a single draft, one by none, and one is for few drafts.
    let allow = |rule: &str, path: &str| {
        format!(
            "[[allow]]\nrule = \"{rule}\"\npath = \"{path}\"\nbecause = \"it is old\"\n"
        )
    };
    let settings =
        [allow("CR03", "d/TD5.md"), allow("QR01", "d/**"), allow("RS03", "d/TD1?.md")];
    let folder = folder
        .with("d/~$TD1.docx", "lock")
        .with("d/bad.docx", "PK no archive")
        .with("reclint.toml", settings.concat());
    let forms = |name: &str| {
        ["json", "jsonl", "sarif"]
            .map(|it| format!("--output {it}={name}.{it}"))
            .join(" ")
    };
    let read = |name: &str| fs::read_to_string(folder.0.join(name)).unwrap();
    let whole = folder.run(&format!("check d --no-cache {}", forms("whole")));
    assert_eq!(read("whole.json").matches("\"rule\": \"AL01\"").count(), 2);
    for count in [1, 2, 7] {
        let mut shares = Vec::new();
        for index in 1..=count {
            let name = format!("share-{count}-{index}");
            folder.run(&format!(
                "check d --no-cache --shard {index}/{count} --output jsonl={name}.jsonl"
            ));
            shares.push(format!("{name}.jsonl"));
        }
        let merged =
            folder.run(&format!("merge {} {}", shares.join(" "), forms("joined")));
        assert_eq!(merged.status.code(), whole.status.code(), "{}", said(&merged));
        assert_eq!(merged.stdout, whole.stdout);
        for form in ["json", "jsonl", "sarif"] {
            let (a, b) =
                (read(&format!("whole.{form}")), read(&format!("joined.{form}")));
            assert_eq!(a, b, "{count} shares as {form}");
        }
    }
    check(&folder, "check d --shard 1/2 --baseline whole.json", 2, "reclint merge");
}
