//! A long run as somebody at a terminal meets it: how far it has come, what is told
//! already, and what Ctrl-C leaves behind.
#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "tests make and read files")]
#![expect(clippy::print_stdout, reason = "what is skipped is said")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

mod support {
    #[expect(dead_code, reason = "others need more of it")]
    pub(crate) mod folder;
    pub(crate) mod tree;
}
use support::{folder::Folder, tree::files};

/// What is asked for is there within this, also on a machine that has much to do.
const SOON: Duration = Duration::from_secs(10);

const LOUD: &str = "# Draft new Recommendation ITU-T X.4001: Protocol for locks\n\n\
                    # 1 Scope\n\nThis Recommendation specifies a protocol.\n\n\
                    # 6 Integrity\n\nThe image shall be protected with MD5.\n";

/// A draft that takes as long as it has lines.
fn long(number: usize, lines: usize) -> String {
    let line =
        format!("\nThe lock of door {number} shall send its state to a gateway.\n");
    format!("{LOUD}{}", line.repeat(lines))
}

/// A folder of drafts that take a while; the last by name are the largest.
fn slow(name: &str) -> Folder {
    (0..COUNT).fold(Folder::new(name), |folder, it| {
        folder.with(&format!("d/TD{it:03}.md"), long(it, 700 + 8 * it))
    })
}

const COUNT: usize = 80;

fn interrupt(run: &Child) {
    let killed = Command::new("kill").args(["-INT", &run.id().to_string()]).status();
    assert!(killed.unwrap().success());
}

/// Waits for a run that was asked to stop: its exit code and what it said.
#[track_caller]
fn ended(mut run: Child) -> (Option<i32>, String) {
    let begin = Instant::now();
    while run.try_wait().unwrap().is_none() {
        if SOON < begin.elapsed() {
            run.kill().unwrap();
            panic!("it has not ended after {SOON:?}");
        }
        thread::sleep(Duration::from_millis(10));
    }
    let mut said = String::new();
    run.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    (run.wait().unwrap().code(), said)
}

/// How many drafts were done when it stopped.
#[track_caller]
fn done(said: &str) -> usize {
    let count = said.strip_prefix("reclint: stopped after ");
    let count = count.and_then(|it| it.split_once(&format!(" of {COUNT} drafts; ")));
    let (count, rest) = count.expect(said);
    assert!(rest.starts_with("no report was written"), "{said}");
    let count = count.parse().unwrap();
    assert!(0 < count && count < COUNT, "{said}");
    count
}

/// In how many drafts something was found that is kept for later.
fn cached(folder: &Folder) -> usize {
    let shown = folder.run("cache show").stdout;
    let shown = String::from_utf8(shown).unwrap();
    let count = shown.split("found in ").nth(1).and_then(|it| it.split(' ').next());
    count.and_then(|it| it.parse().ok()).expect(&shown)
}

#[test]
fn a_run_that_is_stopped_says_how_far_it_came_and_leaves_what_was_there() {
    let folder = slow("report").with("old/TD1.md", LOUD);
    assert_eq!(folder.run("report old -o pages --no-cache").status.code(), Some(1));
    let before = files(&folder.0);
    let mut run = folder.command("report d -o pages --output csv=all.csv");
    let run = run.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    thread::sleep(Duration::from_secs(1));
    interrupt(&run);
    let (code, said) = ended(run);
    assert_eq!(code, Some(2), "{said}");
    let done = done(&said);
    assert!(before == files(&folder.0), "something was written or left behind");
    assert!(done <= cached(&folder), "{done} drafts were done, and fewer are kept");
    // The next run goes on from there and changes nothing of what comes out.
    let whole = folder.run("check d --format json --no-cache").stdout;
    assert!(folder.run("check d --format json").stdout == whole);
}

#[test]
fn what_was_told_before_it_stopped_is_whole_lines() {
    let folder = slow("lines");
    let mut run = folder.command("check d --format jsonl -j 2");
    let run = run.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut run = run.unwrap();
    let mut lines = BufReader::new(run.stdout.take().unwrap());
    thread::sleep(Duration::from_secs(1));
    interrupt(&run);
    let mut told = String::new();
    lines.read_to_string(&mut told).unwrap();
    let (code, said) = ended(run);
    assert_eq!(code, Some(2), "{said}");
    done(&said);
    assert!(told.is_empty() || told.ends_with('\n'));
    for line in told.lines() {
        serde_json::from_str::<Value>(line).unwrap();
    }
}

#[test]
fn whoever_asks_twice_need_not_wait() {
    // A draft on the standard input takes as long as we like.
    let folder = Folder::new("twice").with("a.md", LOUD);
    let mut run = folder.command("check a.md - --stdin-name z.md --format jsonl -j 2");
    run.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut run = run.spawn().unwrap();
    let mut first = String::new();
    let mut lines = BufReader::new(run.stdout.take().unwrap());
    lines.read_line(&mut first).unwrap();
    interrupt(&run);
    thread::sleep(Duration::from_millis(300));
    assert!(run.try_wait().unwrap().is_none(), "a draft that was begun is not ended");
    interrupt(&run);
    let (code, _) = ended(run);
    assert_eq!(code, Some(130));
}

#[test]
fn drafts_are_told_before_the_last_one_is_read() {
    let mut folder = Folder::new("stream");
    for it in 0..5 {
        folder = folder.with(&format!("TD{it}.md"), long(it, 9 - it));
    }
    for jobs in ["1", "2", "5"] {
        let mut run = folder
            .command("check . - --stdin-name z.md --format jsonl --no-cache --jobs");
        run.arg(jobs).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut run = run.spawn().unwrap();
        let mut lines = BufReader::new(run.stdout.take().unwrap()).lines();
        let mut paths = Vec::new();
        while paths.last().is_none_or(|it| it != "./TD4.md" && it != "TD4.md") {
            let line: Value =
                serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
            paths.extend(path(&line));
        }
        assert!(run.try_wait().unwrap().is_none(), "the last draft is not there yet");
        run.stdin.take().unwrap().write_all(LOUD.as_bytes()).unwrap();
        for line in lines {
            paths.extend(path(&serde_json::from_str(&line.unwrap()).unwrap()));
        }
        paths.dedup();
        let mut sorted = paths.clone();
        sorted.sort();
        assert_eq!((paths.len(), &paths), (6, &sorted));
        assert_eq!(run.wait().unwrap().code(), Some(1));
    }
}

/// The draft that a line is about.
fn path(line: &Value) -> Option<String> {
    let path = line["path"].as_str().or_else(|| line["document"]["path"].as_str());
    path.map(str::to_owned)
}

/// What a person sees who runs this at a terminal, the report being elsewhere.
fn seen(folder: &Folder, arguments: &str) -> Option<String> {
    let program = env!("CARGO_BIN_EXE_reclint");
    let mut run = Command::new("script");
    run.args(["-qec", &format!("{} {program} {arguments} > told", before(arguments))]);
    run.arg("/dev/null").current_dir(&folder.0).stdin(Stdio::null());
    run.env("RECLINT_CACHE", folder.cache()).env("TERM", "xterm").env("COLUMNS", "100");
    let Ok(done) = run.output() else {
        println!("SKIPPED: there is no `script` to make a terminal with");
        return None;
    };
    Some(String::from_utf8_lossy(&done.stdout).into_owned())
}

/// A draft on the standard input comes late.
fn before(arguments: &str) -> &'static str {
    if arguments.contains("--stdin-name") { "(sleep 1; cat d/TD000.md) |" } else { "" }
}

#[test]
fn a_terminal_shows_how_far_it_came_and_one_line_stays() {
    let folder = slow("terminal");
    let Some(said) = seen(&folder, "check d") else { return };
    assert!(said.contains(&format!(" of {COUNT} drafts ")), "{said:?}");
    assert!(
        said.contains(" left ") && said.contains(" a second ") && said.contains("TD0")
    );
    let stays = |said: &str| {
        let last = said.rsplit(['\r', '\n', '\u{1b}']).find(|it| it.contains("draft"));
        last.unwrap().trim_start_matches("[2K").to_owned()
    };
    let line = stays(&said);
    let begin = format!("reclint: {COUNT} drafts in ");
    assert!(line.starts_with(&begin) && line.ends_with(" s"), "{line:?}");
    // Those that nobody has changed are not checked again, nor is a copy of one.
    fs::write(folder.0.join("d/TD001.md"), LOUD).unwrap();
    let said = seen(&folder, "check d - --stdin-name z.md").unwrap();
    let line = stays(&said);
    assert!(line.ends_with(" s; 1 of them checked anew"), "{line:?}");
    let said = seen(&folder, "check d - --no-progress --stdin-name z.md").unwrap();
    assert_eq!(said, "");
}

#[test]
fn nothing_of_that_is_told_to_programs() {
    let folder = slow("piped");
    let done = folder.run("check d");
    assert_eq!(String::from_utf8(done.stderr).unwrap(), "");
}
