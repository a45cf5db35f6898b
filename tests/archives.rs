//! Archives are gone through like folders, and no archive does any harm.
#![expect(clippy::disallowed_methods, reason = "a test makes files and runs the program")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

use serde_json::Value;

mod support {
    pub(crate) mod folder;
    pub(crate) mod patch;
    pub(crate) mod zips;
}
use support::{
    folder::Folder,
    patch::{FLAGS, HEADER, METHOD, SIZE, link, patched, renamed, stored, wide},
    zips::zipped,
};

const LOUD: &[u8] =
    b"# A protocol\n\n# 7 Keys\n\nThe device shall use MD5 to hash the key.\n";
const CALM: &[u8] = b"# A note\n\n# 1 Scope\n\nThis is about names.\n";

fn fields<'v>(all: &'v Value, name: &str) -> Vec<&'v str> {
    all.as_array().unwrap().iter().map(|it| it[name].as_str().unwrap()).collect()
}

fn read(report: &Value) -> Vec<&str> {
    let mut all = fields(&report["documents"], "path");
    all.extend(fields(&report["copies"], "path"));
    all.sort_unstable();
    all
}

fn missing(report: &Value) -> Vec<&str> {
    fields(&report["not_read"], "path")
}

/// The reason for which a path was not read.
#[track_caller]
fn why<'v>(report: &'v Value, path: &str) -> &'v str {
    let all = report["not_read"].as_array().unwrap();
    let found = all.iter().find(|it| it["path"] == path);
    found.unwrap_or_else(|| panic!("{path} in {all:?}"))["why"].as_str().unwrap()
}

/// One archive is not read, or this of it, for this reason, and drafts are missed.
#[track_caller]
fn refused(name: &str, bytes: &[u8], path: &str, expected: &str) {
    let folder = Folder::new(name).with("a.zip", bytes).with("calm.md", CALM);
    let done = folder.run("check --format json .");
    let report: Value = serde_json::from_slice(&done.stdout).unwrap();
    let why = why(&report, path);
    assert!(why.starts_with(expected), "{why}");
    assert!(read(&report).contains(&"./calm.md"), "the others are checked");
    assert_eq!(done.status.code(), Some(2), "{why}");
}

#[test]
fn an_archive_is_gone_through_like_a_folder() {
    let inner = zipped(&[("TD2.md", LOUD), ("deep/TD3.md", CALM)]);
    let archive = zipped(&[
        ("TD1.md", LOUD),
        ("sub\\TD4.md", CALM),
        ("inner.zip", &inner),
        ("slides.pptx", b"PK"),
        ("__MACOSX/TD1.md", LOUD),
        ("sub/~$TD4.docx", b"x"),
        ("old.rar", b"Rar!"),
    ]);
    let folder = Folder::new("walk").with("meeting/all.zip", archive);
    let report = folder.json("meeting");
    let all = ["TD1.md", "inner.zip/TD2.md", "inner.zip/deep/TD3.md", "sub/TD4.md"];
    let all = all.map(|it| format!("meeting/all.zip/{it}"));
    assert_eq!(read(&report), all);
    let left = ["meeting/all.zip/old.rar", "meeting/all.zip/slides.pptx"];
    assert_eq!(missing(&report), left);
    assert_eq!(
        why(&report, left[0]),
        "an archive of a kind that is not read; unpack it first"
    );
    assert_eq!(folder.run("check meeting --fail-on never").status.code(), Some(0));
    // By its name, it is the same, and so it is twice.
    let report = folder.json("meeting/all.zip meeting/../meeting");
    assert_eq!(read(&report), all);
    // By its bytes, if it is named and its name says nothing.
    std::fs::rename(folder.0.join("meeting/all.zip"), folder.0.join("all")).unwrap();
    assert_eq!(read(&folder.json("all")).len(), 4);
    assert_eq!(read(&folder.json(".")).len(), 0);
}

#[test]
fn a_draft_in_an_archive_has_the_findings_that_it_has_in_a_folder() {
    let whole = b"= A protocol\n\ninclude::parts/keys.adoc[]\n\ninclude::../x.adoc[]\n";
    let part = b"== Keys\n\nThe device shall use MD5 to hash the key.\n";
    let files: [(&str, &[u8]); 3] =
        [("d/whole.adoc", whole), ("d/parts/keys.adoc", part), ("x.adoc", CALM)];
    let mut plain = Folder::new("same").with("there.zip", zipped(&files));
    for (name, bytes) in files {
        plain = plain.with(&format!("there/{name}"), bytes);
    }
    let told = |arguments: &str| {
        let text = plain.run(&format!("check --format json {arguments}")).stdout;
        String::from_utf8(text).unwrap().replace("there.zip/", "there/")
    };
    assert_eq!(told("there"), told("there.zip"));
    assert!(told("there.zip").contains("MD5"));
    for jobs in [1, 8] {
        assert_eq!(told("there"), told(&format!("there.zip --jobs {jobs}")));
    }
}

#[test]
fn a_word_file_with_the_wrong_ending_is_a_draft() {
    let box_of =
        |part: &str| zipped(&[("[Content_Types].xml", b"<Types/>"), (part, b"<x/>")]);
    let folder = Folder::new("word")
        .with("a/TD1.zip", box_of("word/document.xml"))
        .with("b/in.zip", zipped(&[("TD1.zip", &box_of("word/document.xml"))]))
        .with("c/slides.zip", box_of("ppt/presentation.xml"));
    // It is no good one, which only its reader knows.
    assert_eq!(missing(&folder.json("a")), ["a/TD1.zip"]);
    assert_eq!(missing(&folder.json("a/TD1.zip")), ["a/TD1.zip"]);
    assert_eq!(missing(&folder.json("b")), ["b/in.zip/TD1.zip"]);
    assert_eq!(missing(&folder.json("c")).len(), 2);
}

#[test]
fn answers_hold_for_drafts_in_archives() {
    let allow = |path: &str| {
        format!("[[allow]]\nrule = \"CR03\"\npath = \"{path}\"\nbecause = \"old\"\n")
    };
    let archive = zipped(&[("sub/TD1.md", LOUD)]);
    let allowed = |path: &str| {
        let folder = Folder::new("answers").with("m/a.zip", &archive);
        let folder = folder.with("reclint.toml", allow(path));
        let done = folder.run("check m --format json");
        assert_eq!(String::from_utf8_lossy(&done.stderr), "", "{path}");
        let report: Value = serde_json::from_slice(&done.stdout).unwrap();
        report["summary"]["allowed"].as_u64().unwrap()
    };
    for path in ["m/a.zip/sub/TD1.md", "m/a.zip", "m", "m/*.zip/**", "**/TD1.md"] {
        assert_eq!(allowed(path), 1, "{path}");
    }
    assert_eq!(allowed("m/b*.zip/**"), 0);
}

#[test]
fn nothing_is_written_over_or_into_an_archive() {
    let archive = zipped(&[("TD1.md", LOUD)]);
    let folder = Folder::new("over").with("a.zip", &archive);
    let done = folder.run("check a.zip --output json=a.zip");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(said.contains("a.zip is a draft to check, and would be lost"), "{said}");
    let done = folder.run("annotate a.zip -o out");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(said.contains("a.zip/TD1.md: in an archive, into which nothing"), "{said}");
    assert_eq!(done.status.code(), Some(2));
    assert_eq!(std::fs::read(folder.0.join("a.zip")).unwrap(), archive);
}

#[test]
fn bombs_are_refused_and_cost_nothing() {
    let blanks = vec![b' '; 64 << 20];
    let flat = zipped(&[("TD1.md", &blanks)]);
    refused("flat", &flat, "./a.zip/TD1.md", "it would unpack from 6");
    let nested = zipped(&[("b.zip", &zipped(&[("c.md", &blanks)])), ("d.md", CALM)]);
    refused("nested", &nested, "./a.zip/b.zip/c.md", "it would unpack from 6");
    // Blanks that are packed and packed again are one draft of many copies.
    let level = |name: &str, of: &[u8]| {
        let names: Vec<_> = (0..12).map(|it| format!("{name}{it}.zip")).collect();
        let all: Vec<_> = names.iter().map(|it| (&**it, of)).collect();
        zipped(&all)
    };
    let first = level("a", &zipped(&[("c.md", &blanks[..12 << 20])]));
    let report = Folder::new("wide").with("a.zip", level("b", &first)).json("a.zip");
    let why = why(&report, "a.zip/b9.zip/a9.zip/c.md");
    assert!(why.starts_with("with it, the archive would unpack to more"), "{why}");
}

#[test]
fn archives_in_archives_have_an_end() {
    let mut bytes = zipped(&[("TD0.md", CALM)]);
    for depth in 1..6 {
        let name = format!("TD{depth}.md");
        bytes = zipped(&[("in.zip", &bytes), (&name, CALM)]);
    }
    let report = Folder::new("deep").with("a.zip", bytes).json("a.zip");
    let path = "a.zip/in.zip/in.zip/in.zip/in.zip";
    assert_eq!(missing(&report), [path]);
    assert!(why(&report, path).starts_with("an archive in an archive in an archive"));
    assert_eq!(read(&report).len(), 4);
}

#[test]
fn entries_that_share_their_bytes_are_not_read() {
    let archive =
        zipped(&[("a.md", LOUD), ("b.md", CALM), ("c.md", CALM), ("d.md", CALM)]);
    // All but the last are the first: one kernel, as many drafts as one likes.
    let kernel = [0; 4];
    let archive = patched(&archive, 1, HEADER, &kernel);
    let archive = patched(&archive, 2, HEADER, &kernel);
    for name in ["a", "b", "c"] {
        let path = format!("./a.zip/{name}.md");
        refused(&format!("kernel-{name}"), &archive, &path, "it lies on top of another");
    }
    let folder = Folder::new("kernel").with("a.zip", &archive);
    assert_eq!(read(&folder.json("a.zip")), ["a.zip/d.md"]);
}

#[test]
fn a_directory_that_lies_is_not_believed() {
    let good = zipped(&[("TD1.md", LOUD), ("TD2.md", CALM)]);
    let path = "./a.zip/TD1.md";
    refused(
        "4-gib",
        &patched(&good, 0, SIZE, &[0xfe, 0xff, 0xff, 0xff]),
        path,
        "it would unpack to more than 512 MiB",
    );
    let more = "damaged: what was packed does not come out again";
    refused("more", &patched(&good, 0, SIZE, &[9, 0, 0, 0]), path, more);
    let fewer = "damaged: it has another size than the archive says";
    refused("fewer", &patched(&good, 0, SIZE, &[0, 1, 0, 0]), path, fewer);
    let nowhere = "damaged: ";
    refused("nowhere", &patched(&good, 0, HEADER, &[7, 0, 0, 0]), path, nowhere);
    refused(
        "beyond",
        &patched(&good, 0, 20, &[0, 0, 1, 0]),
        path,
        "damaged: it reaches out",
    );
    let packed = stored(&[("TD1.md", LOUD), ("TD2.md", CALM)]);
    let changed = renamed(&packed, b"MD5", b"MD6");
    refused("changed", &changed, path, "damaged: what was packed");
}

#[test]
fn names_that_lead_elsewhere_are_shown_and_not_read() {
    let names = ["../TD.md", "x/../../TD.md", "/etc/TD.md", "C:\\TD.md", "\\\\s\\TD.md"];
    let all: Vec<_> =
        names.iter().map(|it| (*it, LOUD)).chain([("ok.md", CALM)]).collect();
    let folder = Folder::new("names").with("a.zip", zipped(&all));
    let report = folder.json("a.zip");
    assert_eq!(read(&report), ["a.zip/ok.md"]);
    let shown = ["//s/TD.md", "/etc/TD.md", "../TD.md", "C:/TD.md", "x/../../TD.md"];
    for name in shown {
        let why = why(&report, &format!("a.zip/{name}"));
        assert!(why.starts_with("its name in the archive "), "{why}");
    }
    assert_eq!(missing(&report).len(), shown.len());
    refused(
        "link",
        &link("TD.md", "/etc/hostname"),
        "./a.zip/TD.md",
        "a link in an archive",
    );
}

#[test]
fn two_entries_of_one_name_are_not_read() {
    let archive = zipped(&[("TD1.md", LOUD), ("TD2.md", CALM), ("TD3.md", CALM)]);
    let bytes = renamed(&archive, b"TD2.md", b"TD1.md");
    refused(
        "twice",
        &bytes,
        "./a.zip/TD1.md",
        "the archive holds two files of this name",
    );
    let folder = Folder::new("twice-more").with("a.zip", &bytes);
    assert_eq!(read(&folder.json("a.zip")), ["a.zip/TD3.md"]);
    let slashes = zipped(&[("a/TD1.md", LOUD), ("a\\TD1.md", CALM)]);
    refused("slashes", &slashes, "./a.zip/a/TD1.md", "the archive holds two files");
}

#[test]
fn what_cannot_be_unpacked_says_what_to_do() {
    let good = zipped(&[("TD1.md", LOUD), ("TD2.md", CALM)]);
    let path = "./a.zip/TD1.md";
    let locked = patched(&good, 0, FLAGS, &[1, 0]);
    refused("locked", &locked, path, "encrypted: it needs a password");
    refused("method", &patched(&good, 0, METHOD, &[9, 0]), path, "packed in a way that");
    let folder = Folder::new("locked-more").with("a.zip", locked);
    assert_eq!(read(&folder.json("a.zip")), ["a.zip/TD2.md"]);
    refused("empty", b"", "./a.zip", "empty: it has no bytes");
    refused("nonsense", b"PK", "./a.zip", "this archive is cut off: its end is missing");
    refused("nothing", &zipped(&[]), "./a.zip", "empty: this archive holds no file");
    let inner = zipped(&[("deep/a.zip", &zipped(&[]))]);
    refused("nothing-deep", &inner, "./a.zip/deep/a.zip", "empty: this archive holds");
}

#[test]
fn large_archives_are_read_and_crowded_ones_are_not() {
    let folder = Folder::new("zip64").with("a.zip", wide(&[("TD1.md", LOUD)]));
    assert_eq!(read(&folder.json("a.zip")), ["a.zip/TD1.md"]);
    let names: Vec<_> = (0..65_535).map(|it| format!("{it}.md")).collect();
    let all: Vec<_> = names.iter().map(|it| (&**it, &b""[..])).collect();
    refused(
        "crowded",
        &zipped(&all),
        "./a.zip",
        "this archive says that it holds 65535 entries",
    );
    // In parts, they are as many.
    let some = stored(&all[..15_000]);
    let parts = zipped(&[("a.zip", &some), ("b.zip", &some)]);
    let report = Folder::new("parts").with("a.zip", parts).json("a.zip");
    let why = why(&report, "a.zip/b.zip");
    assert!(why.starts_with("with the archives around it, it holds more"), "{why}");
}

#[test]
fn names_are_shown_calmly() {
    let odd = "TD\u{1b}[31m\n\u{202e}1.md";
    let folder =
        Folder::new("odd").with("a.zip", zipped(&[(odd, LOUD), ("b\n.md", b"")]));
    let done = folder.run("check a.zip --color never");
    for text in [&done.stdout, &done.stderr] {
        let text = String::from_utf8_lossy(text);
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text}");
        assert!(!text.contains("b\n.md"), "{text}");
    }
    assert!(String::from_utf8_lossy(&done.stdout).contains("MD5"));
    // Code page 437, in which older programs write names.
    let old = renamed(&zipped(&[("TDx.md", CALM)]), b"TDx", b"TD\x81");
    let report = Folder::new("cp437").with("a.zip", old).json("a.zip");
    assert_eq!(read(&report), ["a.zip/TD\u{fc}.md"]);
}
