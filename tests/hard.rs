//! What a run meets on a disk that is full, that changes under it, or that holds what is
//! no file: a clear line each, and nothing lost.
#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "tests make and read files")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

use std::{
    fs,
    os::unix::{fs::symlink, net::UnixListener},
    process::{Command, Output, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

mod support {
    pub(crate) mod folder;
    pub(crate) mod zips;
}
use support::{folder::Folder, zips::zipped};

const LOUD: &str = "# Draft new Recommendation ITU-T X.4001: Protocol for locks\n\n\
                    # 1 Scope\n\nThis Recommendation specifies a protocol.\n\n\
                    # 6 Integrity\n\nThe image shall be protected with MD5.\n";

/// Drafts enough for a report of some size.
fn drafts(name: &str, count: usize) -> Folder {
    (0..count).fold(Folder::new(name), |folder, it| {
        folder.with(&format!("d/TD{it:04}.md"), text(it))
    })
}

fn text(number: usize) -> String {
    LOUD.replace("X.4001", &format!("X.{number}"))
}

/// Runs on a disk on which no file may be larger than so many KiB.
fn full(folder: &Folder, kib: u32, arguments: &str) -> Output {
    let program = env!("CARGO_BIN_EXE_reclint");
    let words = format!("ulimit -f {kib}; trap '' XFSZ; exec {program} {arguments}");
    let mut run = Command::new("bash");
    run.args(["-c", &words]).current_dir(&folder.0).stdin(Stdio::null());
    run.env("RECLINT_CACHE", folder.cache()).output().unwrap()
}

fn said(done: &Output) -> String {
    String::from_utf8(done.stderr.clone()).unwrap()
}

/// What of the pages is there, with its bytes, and nothing that is half-written.
fn pages(folder: &Folder) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for below in ["pages", "pages/drafts"] {
        for it in fs::read_dir(folder.0.join(below)).unwrap().map(|it| it.unwrap()) {
            let name = format!("{below}/{}", it.file_name().to_str().unwrap());
            assert!(!name.contains(".tmp"), "{name} was left behind");
            if it.path().is_file() {
                all.push((name, fs::read(it.path()).unwrap()));
            }
        }
    }
    all.sort();
    all
}

#[test]
fn a_full_disk_for_the_cache_is_told_and_changes_nothing_else() {
    let folder = drafts("cache", 60);
    let whole = folder.run("check d --format json --no-cache");
    let done = full(&folder, 8, "check d --format json");
    assert!(done.stdout == whole.stdout && done.status == whole.status);
    let said = said(&done);
    assert_eq!(said.lines().count(), 1, "{said}");
    for it in ["the cache ", " could not be used: ", "the report is not affected"] {
        assert!(said.contains(it), "{it:?} is not in {said}");
    }
    let again = folder.run("check d --format json");
    assert!(again.stdout == whole.stdout && again.stderr.is_empty());
}

#[test]
fn a_full_disk_for_a_report_is_told_and_leaves_the_earlier_one() {
    let folder = drafts("output", 60).with("report.json", "{}");
    let done = full(&folder, 8, "check d --no-cache -q --output json=report.json");
    assert_eq!(done.status.code(), Some(2));
    assert!(said(&done).contains("cannot write report.json: "), "{}", said(&done));
    assert_eq!(fs::read(folder.0.join("report.json")).unwrap(), b"{}");
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 2, "something was left behind");
    // A page of findings that nobody can read is no success either.
    let done = full(&folder, 8, "check d --no-cache --format json > told.json");
    assert_eq!(done.status.code(), Some(2), "{}", said(&done));
    assert_eq!(said(&done).lines().count(), 1, "{}", said(&done));
}

#[test]
fn a_full_disk_for_the_pages_is_told_and_the_next_run_goes_on() {
    let mut folder = drafts("pages", 40);
    assert_eq!(folder.run("report d -o pages").status.code(), Some(1));
    let before = pages(&folder);
    for it in 0..40 {
        folder = folder.with(&format!("d/TD{it:04}.md"), text(it).replace("MD5", "RC4"));
    }
    let page = |name: &str, all: &[(String, Vec<u8>)]| {
        all.iter().find(|it| it.0 == name).unwrap().1.clone()
    };
    // The pages of drafts have room, what lies beside them has not.
    let largest = before.iter().filter(|it| it.0.contains("drafts/"));
    let largest = largest.map(|it| it.1.len()).max().unwrap().div_ceil(1024) + 2;
    for kib in [1, 4, u32::try_from(largest).unwrap()] {
        let done = full(&folder, kib, "report d -o pages --no-cache");
        assert_eq!(done.status.code(), Some(2), "{kib}");
        assert!(said(&done).contains("cannot write pages/"), "{}", said(&done));
        let after = pages(&folder);
        for it in ["pages/index.html", "pages/report.json", "pages/report.sarif"] {
            assert!(page(it, &after) == page(it, &before), "{it} has changed");
        }
        assert_eq!(after.len(), before.len());
        let whole = |it: &(String, Vec<u8>)| it.1.trim_ascii_end().ends_with(b"</html>");
        assert!(after.iter().filter(|it| it.0.ends_with("html")).all(whole));
    }
    // What was replaced before the disk was full is nobody else's.
    let done = folder.run("report d -o pages");
    assert_eq!(done.status.code(), Some(1), "{}", said(&done));
    folder.run("report d -o fresh");
    let fresh = fs::read(folder.0.join("fresh/index.html")).unwrap();
    assert!(page("pages/index.html", &pages(&folder)) == fresh);
}

#[test]
fn pages_written_by_a_run_that_was_killed_are_replaced_by_the_next() {
    let mut folder = drafts("killed", 30);
    folder.run("report d -o pages");
    for round in 0..6 {
        for it in 0..30 {
            let text = text(it).replace("MD5", &format!("MD5 and RC4 ({round})"));
            folder = folder.with(&format!("d/TD{it:04}.md"), text);
        }
        let mut run = folder.command("report d -o pages");
        let mut run = run.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(60 + 40 * round));
        run.kill().unwrap();
        run.wait().unwrap();
        let done = folder.run("report d -o pages");
        assert_eq!(done.status.code(), Some(1), "{}", said(&done));
    }
}

#[test]
fn two_runs_at_once_into_one_folder_leave_whole_pages() {
    let folder = drafts("two", 40);
    folder.run("report d -o alone");
    for _ in 0..4 {
        thread::scope(|scope| {
            let run = || scope.spawn(|| folder.run("report d -o pages"));
            for it in [run(), run()] {
                let done = it.join().unwrap();
                assert_eq!(done.status.code(), Some(1), "{}", said(&done));
            }
        });
        let whole = fs::read(folder.0.join("alone/index.html")).unwrap();
        assert!(fs::read(folder.0.join("pages/index.html")).unwrap() == whole);
        assert_eq!(pages(&folder).len(), 40 + 5);
        fs::remove_dir_all(folder.0.join("pages")).unwrap();
    }
}

#[test]
fn files_that_change_while_they_are_read_cost_no_other() {
    let mut folder = drafts("changing", 30);
    let archive = zipped(&[("TD9000.md", LOUD.as_bytes())]);
    folder = folder.with("d/z.zip", &archive);
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let file = |it: usize| folder.0.join(format!("d/TD{it:04}.md"));
            for it in (0..10).cycle() {
                let _ = fs::remove_file(file(it));
                fs::write(file(10 + it), &text(it)[..it * 9]).unwrap();
                fs::write(folder.0.join("d/new.md"), text(it)).unwrap();
                fs::rename(folder.0.join("d/new.md"), file(it)).unwrap();
                fs::write(folder.0.join("d/z.zip"), &archive[..archive.len() - it])
                    .unwrap();
                if stop.load(Ordering::Relaxed) {
                    break;
                }
            }
        });
        for _ in 0..20 {
            let done = folder.run("check d --format json");
            let report: Value = serde_json::from_slice(&done.stdout).unwrap();
            let paths = report["documents"].as_array().unwrap().iter();
            let paths = paths.chain(report["copies"].as_array().unwrap());
            let paths = paths.chain(report["not_read"].as_array().unwrap());
            let count = (20..30)
                .filter(|it| {
                    paths.clone().any(|of| of["path"] == format!("d/TD{it:04}.md"))
                })
                .count();
            assert_eq!(count, 10, "drafts that nobody touched are lost");
            assert!(!said(&done).contains("panic"), "{}", said(&done));
        }
        stop.store(true, Ordering::Relaxed);
    });
}

#[test]
fn what_is_no_file_is_not_waited_for() {
    let folder = drafts("odd", 2);
    let at = |name: &str| folder.0.join("d").join(name);
    assert!(Command::new("mkfifo").arg(at("pipe.md")).status().unwrap().success());
    // A socket needs a short name.
    let socket = std::env::temp_dir().join(format!("reclint-{}", std::process::id()));
    let _listener = UnixListener::bind(&socket).unwrap();
    fs::rename(&socket, at("socket.md")).unwrap();
    symlink("/dev/zero", at("device.md")).unwrap();
    symlink("loop.md", at("loop.md")).unwrap();
    symlink("nowhere", at("gone.md")).unwrap();
    let begin = Instant::now();
    let report = folder.json("d");
    assert!(begin.elapsed() < Duration::from_secs(5));
    assert_eq!(report["documents"].as_array().unwrap().len(), 2);
    let missing = report["not_read"].as_array().unwrap();
    let left =
        usize::try_from(report["summary"]["left_alone"].as_u64().unwrap()).unwrap();
    assert_eq!(missing.len() + left, 5, "{missing:?}");
    for name in ["d/pipe.md", "d/socket.md"] {
        let it = missing.iter().find(|it| it["path"] == name).expect(name);
        assert!(it["why"].as_str().unwrap().contains("not a file"), "{it}");
    }
}

#[test]
fn ten_thousand_empty_files_are_nothing_much() {
    let folder = drafts("empty", 0).with("d/TD1.md", LOUD);
    for it in 0..10_000 {
        fs::write(folder.0.join(format!("d/E{it}.md")), "").unwrap();
    }
    let begin = Instant::now();
    let report = folder.json("d");
    let took = begin.elapsed();
    assert!(took < Duration::from_secs(15), "{took:?}");
    let count = |name: &str| report[name].as_array().unwrap().len();
    assert_eq!(count("documents") + count("copies") + count("not_read"), 10_001);
    fs::remove_dir_all(&folder.0).unwrap();
}

#[test]
fn shares_of_any_number_join_to_the_whole() {
    let mut folder = drafts("shares", 9);
    for it in 0..3 {
        let (a, b) = (text(it), text(100 + it));
        let archive = zipped(&[("a/TD1.md", a.as_bytes()), ("TD2.md", b.as_bytes())]);
        folder = folder.with(&format!("d/m{it}.zip"), archive);
    }
    let whole = folder.run("check d --output json=whole.json").stdout;
    for of in [1, 3, 40] {
        let names = (1..=of).map(|it| {
            let name = format!("{of}-{it}.jsonl");
            let done =
                folder.run(&format!("check d --shard {it}/{of} --output jsonl={name}"));
            let code = done.status.code();
            assert!(code == Some(1) || said(&done).contains("no draft"), "{it}/{of}");
            name
        });
        let names: Vec<_> = names.collect();
        let joined =
            folder.run(&format!("merge {} --output json=joined.json", names.join(" ")));
        assert_eq!(joined.status.code(), Some(1), "{}", said(&joined));
        assert!(joined.stdout == whole, "{of} shares");
        let [a, b] = ["whole.json", "joined.json"].map(|it| folder.0.join(it));
        assert!(fs::read(a).unwrap() == fs::read(b).unwrap(), "{of} shares");
    }
    for share in ["0/3", "4/3", "1/0", "-1/3", "1", "1/", "/", "a/b", "1/99999999999"] {
        let done = folder.run(&format!("check d --shard={share}"));
        assert_eq!(done.status.code(), Some(2), "{share}");
        assert!(said(&done).contains("--shard"), "{share}: {}", said(&done));
    }
}
