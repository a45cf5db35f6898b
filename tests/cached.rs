//! A law: with the cache, without it, and whatever an earlier run has left in it, every
//! output holds the same bytes.
#![expect(clippy::disallowed_methods, reason = "tests make and read files")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

use std::{fs, path::Path, thread};

mod support {
    #[expect(dead_code, reason = "others need more of it")]
    pub(crate) mod folder;
}
use support::folder::Folder;

const FORMATS: [&str; 8] =
    ["json", "jsonl", "sarif", "human", "csv", "html", "markdown", "junit"];

/// A draft whose finding is answered until a day.
const ANSWERED: &str = "# Draft new Recommendation ITU-T X.4001: Protocol for locks\n\n\
                        # 6 Integrity\n\n<!-- reclint: allow CR03 until 2027-01-01 \
                        because old locks know nothing else -->\n\n\
                        The image shall be protected with MD5.\n";

/// Labelled drafts of every format, a copy, an answer, and a draft that includes another.
fn drafts(name: &str) -> Folder {
    let mut folder = Folder::new(name);
    let mut corpus: Vec<_> =
        fs::read_dir("corpus").unwrap().map(|it| it.unwrap().path()).collect();
    corpus.sort();
    // A third of them is enough to have every format among them.
    for from in corpus.iter().step_by(3) {
        let files = fs::read_dir(from).into_iter().flatten().map(|it| it.unwrap());
        for file in files.map(|it| it.path()) {
            let ending = file.extension().unwrap_or_default().to_str().unwrap();
            if file.file_stem().is_some_and(|it| it == "draft") {
                let name = from.file_name().unwrap().to_str().unwrap();
                folder = folder.with(&format!("d/{name}.{ending}"), read(&file));
            }
        }
    }
    folder
        .with("d/copy.md", ANSWERED)
        .with("d/answered.md", ANSWERED)
        .with("d/whole.adoc", "= Draft new Recommendation X.1\n\ninclude::part.txt[]\n")
        .with("d/part.txt", "The image shall be protected with MD5.\n")
}

fn read(file: &Path) -> Vec<u8> {
    fs::read(file).unwrap()
}

/// What a run writes to the standard output, and its exit code.
#[track_caller]
fn told(folder: &Folder, arguments: &str) -> (Vec<u8>, Option<i32>) {
    let done = folder.run(arguments);
    assert_eq!(String::from_utf8_lossy(&done.stderr), "", "{arguments}");
    assert!(!done.stdout.is_empty(), "{arguments}");
    (done.stdout, done.status.code())
}

/// Whatever is in the cache, this gives what it gives without it; tells what.
#[track_caller]
fn check(folder: &Folder, arguments: &str) -> Vec<u8> {
    let without = told(folder, &format!("{arguments} --no-cache"));
    for round in ["first", "second"] {
        assert!(told(folder, arguments) == without, "{round} {arguments}");
    }
    without.0
}

#[test]
fn every_format_is_the_same_with_and_without() {
    let folder = drafts("formats");
    for format in FORMATS {
        check(&folder, &format!("check d --format {format}"));
    }
    let one = "check d/copy.md --format";
    for format in FORMATS {
        check(&folder, &format!("{one} {format}"));
    }
}

#[test]
fn a_second_run_checks_no_draft() {
    let folder = drafts("second");
    let first = told(&folder, "check d --format json");
    let cache = read(&folder.cache());
    assert!(told(&folder, "check d --format json") == first);
    // What is checked is kept, and what is kept changes the file.
    assert!(read(&folder.cache()) == cache, "a draft was checked again");
    let folder = folder.with("d/copy.md", format!("{ANSWERED}\nA lock.\n"));
    assert!(told(&folder, "check d --format json") != first);
    assert!(read(&folder.cache()) != cache, "what was checked is not kept");
}

#[test]
fn whatever_changes_is_seen() {
    let folder = drafts("changes");
    let run = "check d --format json --as-of 2026-11-22";
    let mut all = vec![check(&folder, run)];
    let mut differs = |bytes: Vec<u8>, what: &str| {
        assert!(!all.contains(&bytes), "{what} makes no difference here");
        all.push(bytes);
    };
    differs(check(&folder, "check d --format json --as-of 2027-02-01"), "another day");
    differs(check(&folder, &format!("{run} --select CR")), "a selection");
    differs(check(&folder, &format!("{run} --ignore CR03")), "what is left out");
    differs(check(&folder, &format!("{run} --view original")), "the other view");
    differs(check(&folder, &format!("{run} --changed")), "only what changed");
    differs(check(&folder, &format!("{run} --min-severity error")), "a severity");
    let folder = folder.with("d/part.txt", "The image shall be protected with RC4.\n");
    differs(check(&folder, run), "another text in an included file");
    fs::remove_file(folder.0.join("d/part.txt")).unwrap();
    differs(check(&folder, run), "no included file");
    let folder = folder.with("d/copy.md", ANSWERED.replace("MD5", "RC4"));
    differs(check(&folder, run), "another text");
    let answer = "[[allow]]\nrule = \"SC01\"\nbecause = \"it is in part 2\"\n";
    let folder = folder.with("reclint.toml", answer);
    differs(check(&folder, run), "an answer in reclint.toml");
    let folder = folder.with("reclint.toml", answer.replace("SC01", "CR99"));
    assert_eq!(folder.run(run).status.code(), Some(2), "no rule is called so");
    let until = answer.replace("because", "until = 2027-01-01\nbecause");
    let folder = folder.with("reclint.toml", until);
    differs(check(&folder, "check d --format json --as-of 2027-01-02"), "a passed day");
    // The same bytes under another ending are another draft.
    let text = read(&folder.0.join("d/answered.md"));
    let folder = folder.with("d/answered.txt", text);
    differs(check(&folder, run), "another ending");
}

#[test]
fn pages_of_a_meeting_are_the_same_with_and_without() {
    let folder = drafts("pages");
    for arguments in ["report d -o a --no-cache", "report d -o b", "report d -o c"] {
        let name = arguments.split_whitespace().nth(3).unwrap();
        let words = format!("begin with {name}/index.html");
        let (said, code) = told(&folder, arguments);
        assert_eq!(code, Some(1));
        assert!(String::from_utf8(said).unwrap().contains(&words));
    }
    let pages = |name: &str| {
        let drafts = fs::read_dir(folder.0.join(name).join("drafts")).unwrap();
        let mut files: Vec<_> = drafts.map(|it| it.unwrap().path()).collect();
        files.sort();
        assert!(12 < files.len());
        let beside = ["index.html", "report.json", "report.sarif", "findings.csv"];
        files.extend(beside.map(|it| folder.0.join(name).join(it)));
        files.iter().map(|it| read(it)).collect::<Vec<_>>()
    };
    assert!(pages("a") == pages("b") && pages("b") == pages("c"));
}

#[test]
fn runs_at_once_over_one_folder_and_one_cache_do_not_hurt_each_other() {
    let folder = drafts("at-once");
    let whole = told(&folder, "check d --format json --no-cache");
    for _ in 0..3 {
        thread::scope(|scope| {
            let run = || scope.spawn(|| told(&folder, "check d --format json"));
            let runs: Vec<_> = (0..4).map(|_| run()).collect();
            for it in runs {
                assert!(it.join().unwrap() == whole);
            }
        });
        fs::remove_file(folder.cache()).unwrap();
    }
}
