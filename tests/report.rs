//! The folder of pages that `report` writes for a meeting: what is in it, what is left
//! alone, and what is never replaced.
#![expect(clippy::disallowed_methods, reason = "tests make and read files")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

use std::{fs, path::PathBuf, process::Output};

use serde_json::Value;

mod support {
    pub(crate) mod folder;
    pub(crate) mod zips;
    pub(crate) mod tree;
}
use support::{folder::Folder, tree::files, zips::zipped};

/// A draft with this text of its clause 6, as a meeting sees it.
fn draft(number: &str, question: &str, clause: &str) -> String {
    format!(
        "| | |\n|---|---|\n| **Question(s):** | {question} |\n\
         | **Title:** | Draft new Recommendation ITU-T {number} |\n\n\
         # Draft new Recommendation ITU-T {number}: Protocol for the locks of doors\n\n\
         # 1 Scope\n\nThis Recommendation specifies a protocol between a lock and a \
         bridge.\n\n# 6 Integrity\n\n{clause}\n"
    )
}

/// A meeting: three revisions of one draft, two drafts of one name, a copy, a deck.
fn meeting(name: &str) -> Folder {
    let first = "The image shall be protected with MD5.\n\nKeys shall be kept with RC4.";
    let second = "The image shall be protected with MD5.";
    let third = "The image shall be protected with SHA-256.";
    let other = draft("X.4002", "2/17", second);
    Folder::new(name)
        .with("SG17/TD12.md", draft("X.4001", "7/17", first))
        .with("SG17/TD12R1.md", draft("X.4001", "7/17", second))
        .with("SG17/TD12R2.md", draft("X.4001", "7/17", third))
        .with("SG17/a/TD13.md", &other)
        .with("SG17/b/TD13.md", draft("X.4003", "2/17", first))
        .with("SG17/mail/TD13 (1).md", &other)
        .with("SG17/slides.pptx", "PK no deck")
}

fn said(done: &Output) -> String {
    String::from_utf8([&*done.stdout, &*done.stderr].concat()).unwrap()
}

#[track_caller]
fn check(folder: &Folder, arguments: &str, code: i32, words: &[&str]) {
    let done = folder.run(arguments);
    let said = said(&done);
    assert_eq!(done.status.code(), Some(code), "{arguments}: {said}");
    // Long lines are cut at spaces.
    let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for it in words {
        assert!(flat.contains(it), "{arguments}: {it:?} is not in {said}");
    }
}

/// The files that a page leads to.
fn links(page: &str) -> Vec<&str> {
    let begins = page.split("href=\"").skip(1);
    let links = begins.map(|it| it.split(['"', '#']).next().unwrap());
    links.filter(|it| !it.is_empty() && !it.contains(':')).collect()
}

/// The pages of the drafts whose names begin like this.
fn pages(folder: &Folder, begin: &str) -> Vec<PathBuf> {
    let all = fs::read_dir(folder.0.join("pages/drafts")).unwrap();
    let all = all.map(|it| it.unwrap().path());
    all.filter(|it| it.file_name().unwrap().to_str().unwrap().starts_with(begin))
        .collect()
}

fn index(folder: &Folder) -> String {
    fs::read_to_string(folder.0.join("pages/index.html")).unwrap()
}

#[test]
fn a_meeting_is_a_page_that_leads_to_every_draft_and_back() {
    let folder = meeting("whole");
    check(&folder, "report SG17 -o pages", 1, &["begin with pages/index.html"]);
    let (index, pages) = (index(&folder), folder.0.join("pages"));
    for name in ["findings.csv", "report.json", "report.sarif"] {
        assert!(pages.join(name).is_file(), "{name} is not there");
    }
    for it in links(&index) {
        assert!(pages.join(it).is_file(), "{it} is not there");
    }
    let drafts = files(&pages.join("drafts"));
    assert_eq!(drafts.len(), 5, "a copy has no page of its own");
    for (file, page) in &drafts {
        let name = format!("drafts/{}", file.file_name().unwrap().to_str().unwrap());
        assert!(links(&index).contains(&&*name), "nothing leads to {name}");
        let page = std::str::from_utf8(page).unwrap();
        let back = page.split("href=\"../index.html#").nth(1).expect("leads back");
        let row = format!("id=\"{}\"", back.split('"').next().unwrap());
        assert!(index.contains(&row), "{name} leads to {row}, which is not there");
    }
    for words in ["X.4001", "X.4002", "X.4003", "TD13 (1).md", "slides.pptx"] {
        assert!(index.contains(words), "{words} is not on the page");
    }
    for question in ["7/17", "2/17"] {
        assert!(index.contains(question), "no Question {question}");
    }
}

#[test]
fn the_newest_revision_is_on_top_and_says_what_it_closes() {
    let folder = meeting("revisions");
    check(&folder, "report SG17 -o pages", 1, &[]);
    let report = fs::read(folder.0.join("pages/report.json")).unwrap();
    let report: Value = serde_json::from_slice(&report).unwrap();
    let series = report["revisions"].as_array().unwrap();
    assert_eq!(series.len(), 1, "{series:?}");
    let paths = series[0]["revisions"].as_array().unwrap();
    let paths: Vec<_> = paths.iter().map(|it| it["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["SG17/TD12R2.md", "SG17/TD12R1.md", "SG17/TD12.md"]);
    let change = &series[0]["revisions"][0]["change"];
    assert_eq!(change["closed"], 2, "{change}");
    let index = index(&folder);
    let top = index.find("SG17/TD12R2.md</bdi>").unwrap();
    let words = "closes 2, opens 1 against <bdi>TD12R1.md</bdi>";
    let (change, earlier) = (index[top..].find(words), index[top..].find(">TD12R1.md<"));
    assert!(change.is_some_and(|it| it < 200), "nothing says what it closes");
    assert!(change < earlier, "the newest is not on top");
}

#[test]
fn a_second_run_changes_nothing_and_pages_of_drafts_that_went_go() {
    let folder = meeting("again");
    check(&folder, "report SG17 -o pages --as-of 2026-11-22", 1, &[]);
    let first = files(&folder.0.join("pages"));
    check(&folder, "report SG17 -o pages --as-of 2026-11-22", 1, &[]);
    assert!(first == files(&folder.0.join("pages")), "a second run changes bytes");
    check(&folder, "report SG17 -o pages --as-of 2026-11-22 --no-cache --force", 1, &[]);
    assert!(first == files(&folder.0.join("pages")), "without the cache bytes differ");
    fs::remove_file(folder.0.join("SG17/b/TD13.md")).unwrap();
    assert_eq!(pages(&folder, "td13").len(), 2);
    check(&folder, "report SG17 -o pages", 1, &[]);
    assert_eq!(pages(&folder, "td13").len(), 1, "the page of a draft that went is there");
    assert!(!index(&folder).contains("X.4003"));
    // A page that somebody wrote into stays, even if its draft went.
    let page = pages(&folder, "td13").remove(0);
    fs::write(&page, "what I noted").unwrap();
    fs::remove_dir_all(folder.0.join("SG17/a")).unwrap();
    fs::remove_dir_all(folder.0.join("SG17/mail")).unwrap();
    check(&folder, "report SG17 -o pages", 1, &[]);
    assert_eq!(fs::read(&page).unwrap(), b"what I noted");
}

#[test]
fn what_somebody_changed_is_not_replaced_unless_asked() {
    let folder = meeting("changed");
    check(&folder, "report SG17 -o pages", 1, &[]);
    let page = pages(&folder, "td12r2").remove(0);
    let name = page.file_name().unwrap().to_str().unwrap();
    for (file, name) in
        [(&page, name), (&folder.0.join("pages/index.html"), "index.html")]
    {
        let noted = format!("{} noted", fs::read_to_string(file).unwrap());
        fs::write(file, &noted).unwrap();
        let words = [name, "somebody has changed it", "another folder, or use --force"];
        check(&folder, "report SG17 -o pages", 2, &words);
        assert_eq!(fs::read_to_string(file).unwrap(), noted);
        check(&folder, "report SG17 -o pages --force", 1, &[]);
        assert!(fs::read_to_string(file).unwrap() != noted, "--force replaces nothing");
    }
}

#[test]
fn a_folder_of_others_is_refused_before_any_work() {
    for name in ["index.html", "report.json", "report.sarif", "findings.csv"] {
        let folder = meeting(&format!("foreign-{name}"))
            .with(&format!("pages/{name}"), "my own homepage");
        let words = [name, "it was not written by reclint", "use --force"];
        check(&folder, "report SG17 -o pages", 2, &words);
        assert_eq!(files(&folder.0.join("pages")).len(), 1, "something was written");
        assert!(!folder.cache().exists(), "drafts were read first");
    }
    let folder = meeting("file").with("pages", "a file");
    check(&folder, "report SG17 -o pages", 2, &["pages is a file; name a folder"]);
    check(&folder, "report SG17 -o pages/deep", 2, &["pages/deep"]);
    assert_eq!(fs::read(folder.0.join("pages")).unwrap(), b"a file");
}

#[test]
fn pages_below_the_folder_of_the_meeting_are_not_read_as_drafts() {
    let folder = meeting("below");
    check(&folder, "report SG17 -o SG17/pages", 1, &["5 drafts: "]);
    let first = files(&folder.0.join("SG17/pages"));
    check(&folder, "report SG17 -o SG17/pages", 1, &["5 drafts: "]);
    assert_eq!(
        files(&folder.0.join("SG17/pages")).keys().collect::<Vec<_>>(),
        first.keys().collect::<Vec<_>>()
    );
    let report = folder.json("SG17");
    let paths = report["documents"].to_string();
    assert!(!paths.contains("pages"), "a page is read as a draft: {paths}");
    let report = fs::read(folder.0.join("SG17/pages/report.json")).unwrap();
    let report: Value = serde_json::from_slice(&report).unwrap();
    assert!(
        0 < report["summary"]["left_alone"].as_u64().unwrap(),
        "the pages are not counted"
    );
}

#[test]
fn pages_do_not_go_among_the_drafts() {
    let folder = meeting("among");
    let before = files(&folder.0);
    let words = ["SG17 lies in SG17, where the pages would go", "for example SG17/pages"];
    check(&folder, "report SG17 -o SG17", 2, &words);
    let words = ["SG17/a lies in SG17,", "name another folder for them"];
    check(&folder, "report SG17/a -o SG17", 2, &words);
    check(&folder, "report SG17 -o . --force", 2, &["SG17 lies in ., where"]);
    assert!(before == files(&folder.0), "something was written");
    // A file that was named itself may lie beside the pages.
    let text = draft("X.1", "1/17", "The image shall be protected with MD5.");
    let folder = folder.with("m.zip", zipped(&[("TD1.md", text.as_bytes())]));
    check(&folder, "report m.zip SG17/TD12.md -o .", 1, &["2 drafts: "]);
    check(&folder, "report m.zip SG17/TD12.md -o SG17", 1, &["2 drafts: "]);
}

#[test]
fn names_of_every_kind_are_shown_and_lead_nowhere_else() {
    let text = draft("X.1", "1/17", "The image shall be protected with MD5.");
    let names = [
        "d/a b.md",
        "d/a-b.md",
        "d/a_b.md",
        "d/A B.md",
        "d/文稿.md",
        "d/\"><b>evil.md",
        "d/it's & co.md",
        "d/#1?x=y.md",
        "d/100%.md",
        "d/line\nbreak.md",
        "d/ü\u{202e}x.md",
    ];
    let mut folder = Folder::new("names");
    for (at, name) in names.iter().enumerate() {
        folder = folder.with(name, text.replace("X.1", &format!("X.{at}")));
    }
    check(&folder, "report d/../d -o pages", 1, &["11 drafts: "]);
    let index = index(&folder);
    let all = links(&index);
    for it in &all {
        assert!(folder.0.join("pages").join(it).is_file(), "{it} is not there");
    }
    assert_eq!(files(&folder.0.join("pages/drafts")).len(), names.len());
    assert!(!index.contains("<b>evil"), "a name has become markup");
    assert!(!index.contains('\u{202e}'), "a name turns the line around");
    let csv = fs::read_to_string(folder.0.join("pages/findings.csv")).unwrap();
    assert!(csv.contains("文稿.md"));
    assert_eq!(files(&folder.0).len(), names.len() + 11 + 5, "something lies elsewhere");
}
