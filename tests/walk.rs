//! What is found in folders: which files are taken, and what is said of the others.
#![expect(clippy::disallowed_methods, reason = "a test makes files and runs the program")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

use serde_json::Value;

mod support {
    pub(crate) mod folder;
    pub(crate) mod zips;
}
use support::{folder::Folder, zips::zipped};

const CALM: &str = "# A note\n\n# 1 Scope\n\nThis is about names.\n";

fn fields<'v>(all: &'v Value, name: &str) -> Vec<&'v str> {
    all.as_array().unwrap().iter().map(|it| it[name].as_str().unwrap()).collect()
}

/// A meeting with drafts in folders and archives.
fn meeting(name: &str) -> Folder {
    let archive = zipped(&[("TD3.md", CALM.as_bytes()), ("old/TD3.md", CALM.as_bytes())]);
    Folder::new(name)
        .with("m/TD1.md", CALM)
        .with("m/TD2.txt", CALM)
        .with("m/old/TD1.md", CALM)
        .with("m/wp1/TD4.md", CALM)
        .with("m/wp1/all.zip", archive)
        .with("m/wp1/x[1]/TD5.md", CALM)
}

#[track_caller]
fn taken(folder: &Folder, arguments: &str, expected: &[&str], said: &str) {
    let done = folder.run(&format!("check --format json {arguments}"));
    let report: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(read_paths(&report), expected, "{arguments}");
    assert_eq!(report["not_read"].as_array().unwrap().len(), 0, "{arguments}");
    assert_eq!(String::from_utf8_lossy(&done.stderr), said, "{arguments}");
}

/// The paths of all that was checked, copies included.
fn read_paths(report: &Value) -> Vec<&str> {
    let mut all = fields(&report["documents"], "path");
    all.extend(fields(&report["copies"], "path"));
    all.sort_unstable();
    all
}

#[test]
fn patterns_say_which_files_of_a_folder_to_take() {
    let folder = meeting("patterns");
    let check = |options: &str, expected: &[&str]| {
        taken(&folder, &format!("m {options}"), expected, "");
    };
    let archive = ["m/wp1/all.zip/TD3.md", "m/wp1/all.zip/old/TD3.md"];
    let all =
        ["m/TD1.md", "m/TD2.txt", "m/old/TD1.md", "m/wp1/TD4.md", archive[0], archive[1]];
    check("", &[&all[..], &["m/wp1/x[1]/TD5.md"]].concat());
    check("--include **/*.txt", &["m/TD2.txt"]);
    check("--include m/*.md", &["m/TD1.md"]);
    check("--include m/wp1/all.zip", &archive);
    check("--include m/wp1/all.zip/old", &archive[1..]);
    check("--include m/wp1/x[1]", &["m/wp1/x[1]/TD5.md"]);
    check("--include m/*.txt --include ./m/old/", &["m/TD2.txt", "m/old/TD1.md"]);
    check("--exclude m/wp1", &all[..3]);
    check("--exclude **/old --exclude m/wp1/x*", &[all[0], all[1], all[3], all[4]]);
    check(
        "--exclude **/*.zip --exclude **/x* --exclude **/old",
        &[all[0], all[1], all[3]],
    );
    check("--include **/*.md --exclude m/wp1 --exclude **/old", &all[..1]);
    // What is named itself is asked for.
    taken(&folder, "m/TD1.md --exclude m", &["m/TD1.md"], "");
}

#[test]
fn a_pattern_that_asks_for_files_and_finds_none_is_told() {
    let folder = meeting("idle").with("calm.md", CALM);
    let said = "reclint: --include `*.odt`: nothing that was found lies there\n";
    taken(&folder, "m --include *.odt --include m/*.md", &["m/TD1.md"], said);
    let done = folder.run("check m --exclude **/*");
    let words = String::from_utf8_lossy(&done.stderr);
    assert!(words.contains("4 files or folders were left alone"), "{words}");
    assert_eq!(done.status.code(), Some(2));
    let done = folder.run("check m --include a[");
    let words = String::from_utf8_lossy(&done.stderr);
    assert!(words.starts_with("reclint: --include `a[`: unclosed"), "{words}");
    assert_eq!(done.status.code(), Some(2));
}

#[test]
fn the_settings_say_it_from_their_own_folder() {
    let text = "[files]\ninclude = [\"**/*.md\"]\nexclude = [\"old\", \"wp1/all.zip\"]\n";
    let folder = meeting("settings").with("m/reclint.toml", text);
    let own = ["m/TD1.md", "m/wp1/TD4.md", "m/wp1/x[1]/TD5.md"];
    taken(&folder, "m --config m/reclint.toml", &own, "");
    taken(&folder, "m --config m/reclint.toml --include m/wp1/*.md", &own[1..2], "");
    let folder = folder.with("m/reclint.toml", "[files]\ninclude = [\"*.odt\"]\n");
    let done = folder.run("check m --config m/reclint.toml");
    let words = String::from_utf8_lossy(&done.stderr);
    let said = "reclint.toml, line 2: include `*.odt`: nothing that was found lies there";
    assert!(words.contains(said), "{words}");
}

#[test]
fn many_files_of_one_fault_are_each_told_and_make_no_noise() {
    let mut folder = Folder::new("many").with("m/TD.md", CALM);
    for number in 0..10_000 {
        folder = folder.with(&format!("m/empty/{number}.md"), "");
    }
    let report = folder.json("m");
    assert_eq!(report["not_read"].as_array().unwrap().len(), 10_000);
    let done = folder.run("check m");
    let words = String::from_utf8_lossy(&done.stdout);
    let told = "m/empty/: 10000 files, 0.md to 9999.md: empty: it has no bytes";
    assert!(words.replace("\n    ", " ").contains(told), "{words}");
    assert!(words.lines().count() < 20, "{words}");
    assert_eq!(done.status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_read_is_told_and_the_others_are_checked() {
    use std::{fs, os::unix::fs::PermissionsExt as _};

    let folder = Folder::new("locked").with("m/TD1.md", CALM).with("m/no/TD2.md", CALM);
    let locked = folder.0.join("m/no");
    let may = |mode| fs::set_permissions(&locked, fs::Permissions::from_mode(mode));
    may(0).unwrap();
    let open = fs::read_dir(&locked).is_ok();
    let done = folder.run("check m --format json");
    may(0o755).unwrap();
    let report: Value = serde_json::from_slice(&done.stdout).unwrap();
    // Nothing is locked to the administrator.
    let expected = if open { [0, 0] } else { [1, 2] };
    let missing = report["not_read"].as_array().unwrap().len();
    assert_eq!(
        [missing, usize::try_from(done.status.code().unwrap()).unwrap()],
        expected
    );
    assert!(read_paths(&report).contains(&"m/TD1.md"));
}

#[test]
fn drafts_beside_pages_of_ours_are_read() {
    let folder = Folder::new("pages").with("m/a/TD1.md", CALM);
    assert_eq!(folder.run("report m/a/TD1.md -o m/pages").status.code(), Some(0));
    let left = |folder: &Folder| folder.json("m")["summary"]["left_alone"].clone();
    assert_eq!(left(&folder), 1, "a folder of pages is one thing");
    let page = std::fs::read(folder.0.join("m/pages/index.html")).unwrap();
    let zip = zipped(&[
        ("d/.reclint", b""),
        ("d/index.html", &page),
        ("d/TD2.md", b"# Another note\n"),
        ("d/drafts/TD3.md", b"# A third note\n"),
        ("e/.reclint", b""),
        ("e/index.html", &page),
    ]);
    let folder = folder
        .with("m/pages/drafts/TD4.md", "# A fourth note\n")
        .with("m/pages/TD5.md", "# A fifth note\n")
        .with("m/all.zip", zip);
    let expected = [
        "m/a/TD1.md",
        "m/all.zip/d/TD2.md",
        "m/all.zip/d/drafts/TD3.md",
        "m/pages/TD5.md",
        "m/pages/drafts/TD4.md",
    ];
    taken(&folder, "m", &expected, "");
    taken(&folder, "m/pages", &expected[3..], "");
}

#[test]
fn a_misspelt_folder_costs_no_earlier_pages() {
    let folder = Folder::new("misspelt").with("m/TD1.md", CALM);
    folder.run("report m -o pages");
    let read = |name: &str| std::fs::read(folder.0.join("pages").join(name)).unwrap();
    let before = (read("index.html"), read("report.json"));
    let done = folder.run("report n -o pages");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(said.contains("(n: there is no such file or folder)"), "{said}");
    assert!(said.contains("the pages in pages stay as they were"), "{said}");
    assert_eq!(done.status.code(), Some(2));
    assert!(before == (read("index.html"), read("report.json")));
}
