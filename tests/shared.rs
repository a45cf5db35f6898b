//! Real and odd files, where they are at hand: they are other people's, so no copy of
//! them is here. Without them these tests say so and pass.
#![expect(clippy::disallowed_methods, reason = "it reads files and runs the program")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

use std::{
    collections::BTreeSet,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{LazyLock, mpsc},
    thread,
    time::{Duration, Instant},
};

use reclint::{
    check,
    facts::Facts,
    formats::{self, Input, Limits, View},
    rules::RuleSet,
};
use serde_json::Value;

/// The least that `eval/score.py` may say: what its line begins with, precision (or the
/// share of right answers), recall. They may be raised and not lowered.
const FLOORS: &[(&str, f64, f64)] = &[
    ("kind of document", 0.90, 0.0),
    ("SC01 ", 0.90, 0.90),
    ("TM01 ", 0.90, 0.0),
    ("algorithms found", 0.90, 0.85),
    ("CR01 ", 0.80, 0.80),
    ("CR03|CR04 ", 0.80, 0.80),
];

/// The longest that one file may take, in a build without optimisation on a machine that
/// has other things to do. A generous bound: these machines can be slow.
const LONGEST: Duration = Duration::from_mins(1);

/// The longest that all files may take together.
const LONGEST_RUN: Duration = Duration::from_mins(15);

/// A folder beside the project; none, said aloud, if it is not there.
fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(name);
    let found = fs::canonicalize(path).ok();
    if found.is_none() {
        // Past the test harness, which keeps what passing tests print to itself.
        let _ = writeln!(std::io::stderr(), "SKIPPED: ../shared is not here");
    }
    found
}

/// Every file below a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()) {
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// The JSON report of the program on these files, which `name` tells from other runs.
fn report(name: &str, files: &[PathBuf], view: &str) -> Value {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shared");
    fs::create_dir_all(&folder).unwrap();
    let list = folder.join(format!("{name}.list"));
    let to = folder.join(format!("{name}.json"));
    let lines: Vec<_> = files.iter().map(|it| it.display().to_string()).collect();
    fs::write(&list, lines.join("\n")).unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_reclint"))
        .args(["check", "--quiet", "--no-cache", "--view", view, "--files-from"])
        .arg(&list)
        .arg("--output")
        .arg(format!("json={}", to.display()))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let begin = Instant::now();
    while program.try_wait().unwrap().is_none() {
        if LONGEST_RUN < begin.elapsed() {
            program.kill().unwrap();
            panic!("{} {name} files take too long", files.len());
        }
        thread::sleep(Duration::from_millis(100));
    }
    serde_json::from_slice(&fs::read(&to).unwrap()).unwrap()
}

/// The report on every draft, made once.
static DRAFTS: LazyLock<Option<Value>> = LazyLock::new(|| {
    let drafts = shared("drafts")?;
    Some(report("drafts", &files(&drafts), "final"))
});

#[track_caller]
fn every_file_is_in(report: &Value, files: &[PathBuf]) {
    let read = report["documents"].as_array().unwrap();
    let not_read = report["not_read"].as_array().unwrap();
    let copies = report["copies"].as_array().unwrap();
    let path = |it: &Value| it["path"].as_str().unwrap().to_owned();
    let told: BTreeSet<_> = read.iter().chain(copies).chain(not_read).map(path).collect();
    for file in files {
        let name = file.display().to_string();
        assert!(told.contains(&name), "{name} is neither read nor named");
    }
    for it in not_read {
        let why = it["why"].as_str().unwrap();
        assert!(10 < why.len(), "{it}");
    }
    let text = report.to_string();
    if let Some(at) = text.find("internal error") {
        let begin = text.floor_char_boundary(at.saturating_sub(300));
        let end = text.floor_char_boundary(at + 300);
        panic!("{}", &text[begin..end]);
    }
}

#[test]
fn every_real_draft_is_read_or_named() {
    let (Some(drafts), Some(report)) = (shared("drafts"), &*DRAFTS) else { return };
    every_file_is_in(report, &files(&drafts));
}

#[test]
fn every_odd_file_is_read_or_named() {
    let Some(hostile) = shared("hostile") else { return };
    let files = files(&hostile);
    every_file_is_in(&report("odd", &files, "final"), &files);
}

#[test]
fn the_original_view_reads_or_names_every_file() {
    let (Some(drafts), Some(hostile)) = (shared("drafts"), shared("hostile")) else {
        return;
    };
    let files = [files(&drafts), files(&hostile)].concat();
    every_file_is_in(&report("original", &files, "original"), &files);
}

#[test]
fn no_file_takes_long() {
    let (Some(drafts), Some(hostile)) = (shared("drafts"), shared("hostile")) else {
        return;
    };
    let files = [files(&drafts), files(&hostile)].concat();
    let (send, receive) = mpsc::channel();
    let read = files.clone();
    // Not joined: what hangs cannot be waited for.
    thread::spawn(move || {
        let rules = RuleSet::built_in();
        let all = read.iter().flat_map(|it| [(it, View::Final), (it, View::Original)]);
        for (path, view) in all {
            one(path, view, &rules);
            if send.send(()).is_err() {
                return;
            }
        }
    });
    for path in files.iter().flat_map(|it| [it, it]) {
        let done = receive.recv_timeout(LONGEST);
        assert!(done.is_ok(), "{}: {done:?}", path.display());
    }
}

fn one(path: &Path, view: View, rules: &RuleSet) {
    let bytes = fs::read(path).unwrap();
    let folder = path.parent().unwrap();
    let include = |it: &str| {
        fs::read_to_string(folder.join(it)).map_err(|it| it.to_string().into())
    };
    let name = path.to_str().unwrap();
    let limits = Limits::default();
    let input = Input { name, bytes: &bytes, view, include: &include, limits };
    if let Ok(reading) = formats::read(input, rules.lexicon()) {
        let facts = Facts::of(&reading.document, rules.lexicon());
        check::check(&reading.document, &facts, rules);
    }
}

#[test]
fn the_official_template_has_no_security_finding() {
    let Some(report) = &*DRAFTS else { return };
    let template = "itu/references/authoring/ITUT-Recs-Skelet.docx";
    let drafts = report["documents"].as_array().unwrap();
    let named = |it: &&Value| it["path"].as_str().unwrap().ends_with(template);
    let draft = drafts.iter().find(named).unwrap();
    for it in draft["findings"].as_array().unwrap() {
        let rule = it["rule"].as_str().unwrap();
        // References and structure are no matter of security.
        assert!(["RF", "ET", "ST"].contains(&&rule[..2]), "{it:#}");
    }
}

#[test]
fn what_reviewers_saw_is_found() {
    let (Some(drafts), Some(eval), Some(_)) =
        (shared("drafts"), shared("eval"), &*DRAFTS)
    else {
        return;
    };
    let report = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shared/drafts.json");
    let score = Command::new("python3")
        .args([eval.join("score.py"), eval.join("labels.json"), drafts, report])
        .arg("--details")
        .output();
    let Ok(score) = score else {
        let _ = writeln!(std::io::stderr(), "SKIPPED: python3 is not here");
        return;
    };
    let text = String::from_utf8(score.stdout).unwrap();
    assert!(score.status.success(), "{text}{}", String::from_utf8_lossy(&score.stderr));
    for (name, precision, recall) in FLOORS {
        let line = text.lines().find(|it| it.starts_with(name));
        let line = line.unwrap_or_else(|| panic!("no line begins with {name}:\n{text}"));
        let found = figures(line);
        let least = [*precision, *recall];
        let enough = found.iter().zip(least).all(|(it, least)| least <= *it);
        assert!(enough && !found.is_empty(), "{line}: the least is {least:?}\n{text}");
    }
}

/// The figures of a line: "… precision  0.97  recall  1.00 (…" or "… 26/27 = 0.96".
fn figures(line: &str) -> Vec<f64> {
    let line = line.split('(').next().unwrap_or_default();
    let words = line.split_whitespace().filter(|it| it.contains('.'));
    words.filter_map(|it| it.parse().ok()).collect()
}

#[test]
fn figures_are_read_from_lines() {
    let line = "CR01 algorithm-undeclared  precision  0.90  recall  1.00  (right 9)";
    assert_eq!(figures(line), [0.9, 1.0]);
    assert_eq!(figures("kind of document   26/27 = 0.96"), [0.96]);
}
