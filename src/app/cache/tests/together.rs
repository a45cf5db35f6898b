//! Several runs at once, and runs that are ended by force or have no room. The test
//! program runs itself again for each.

use std::{
    env, fs,
    io::{self, Write as _},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use super::*;

/// Tells this program that it is such a run, and what to do: a verb and two numbers.
const ASKED: &str = "RECLINT_CACHE_TEST";

fn run(program: Command, file: &Path, asked: &str) -> Command {
    let mut program = program;
    program.args(["--exact", "app::cache::tests::together::one_of_several"]);
    program.arg("--nocapture").env(ASKED, asked).env("RECLINT_CACHE_FILE", file);
    program.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    program
}

fn start(file: &Path, asked: &str) -> Child {
    run(Command::new(env::current_exe().unwrap()), file, asked).spawn().unwrap()
}

/// What a run has said, between the words of the test program.
fn said(run: Child) -> String {
    let done = run.wait_with_output().unwrap();
    let words = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(done.status.success(), "{words}");
    let line = words.lines().find_map(|it| it.split_once("said: "));
    line.map_or(words.clone(), |(_, it)| it.to_owned())
}

/// Not a test of its own: what the others start.
#[test]
fn one_of_several() {
    let Ok(asked) = env::var(ASKED) else { return };
    let file = PathBuf::from(env::var("RECLINT_CACHE_FILE").unwrap());
    let mut words = asked.split(' ');
    let verb = words.next().unwrap();
    let numbers: Vec<u64> = words.map(|it| it.parse().unwrap()).collect();
    let cache = Cache::open(Some(&file));
    let begin = Instant::now();
    let mut found = 0;
    for number in numbers[0]..numbers[1] {
        // A run that keeps writing is ended in the middle of it.
        let number = if verb == "endless" { number % 5000 } else { number };
        if hits(&cache, number..number + 1) == 1 && verb != "endless" {
            found += 1;
        } else {
            cache.put(key(number), &value(number));
        }
    }
    let told = cache.close();
    let took = begin.elapsed();
    writeln!(io::stdout(), "said: {found} found, {told:?}").unwrap();
    writeln!(io::stderr(), "{asked}: {took:?}").unwrap();
}

#[test]
fn eight_runs_at_once_lose_nothing() {
    let folder = Folder::new("eight");
    let file = folder.file();
    // Half of what each looks for another one writes at the same time.
    let asked = |it: u64| format!("fill {} {}", it * 300, it * 300 + 600);
    let runs: Vec<_> = (0..8).map(|it| start(&file, &asked(it))).collect();
    for run in runs {
        let said = said(run);
        assert!(said.ends_with("None"), "{said}");
    }
    assert_eq!(said(start(&file, "fill 0 2700")), "2700 found, None");
}

#[test]
fn a_run_that_is_killed_costs_only_what_it_had_not_written() {
    let folder = Folder::new("killed");
    let file = folder.file();
    assert_eq!(fill(&file, 5000..5100), None);
    for round in 0..20 {
        let mut runs = [(); 2].map(|()| start(&file, "endless 0 10000000"));
        std::thread::sleep(Duration::from_millis(40 + round * 13));
        for run in &mut runs {
            run.kill().unwrap();
            run.wait().unwrap();
        }
        let cache = Cache::open(Some(&file));
        assert_eq!(hits(&cache, 5000..5100), 100, "round {round}");
        hits(&cache, 0..5000);
        assert_eq!(cache.close(), None, "round {round}");
        let more = 6000 + round..6001 + round;
        assert_eq!(fill(&file, more.clone()), None, "round {round}");
        assert_eq!(hits(&Cache::open(Some(&file)), more), 1, "round {round}");
    }
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_said_and_costs_only_what_had_no_room() {
    let folder = Folder::new("full");
    let file = folder.file();
    let whole = env::current_exe().unwrap();
    for (blocks, found) in [(0, 0), (100, 0), (600, 0), (600, 100)] {
        fs::remove_file(&file).ok();
        fill(&file, 0..found);
        let mut shell = Command::new("bash");
        // A file that may not grow: for the store that is a full disk.
        let limited = format!("ulimit -f {blocks}; trap '' XFSZ; exec \"$0\" \"$@\"");
        shell.arg("-c").arg(limited).arg(&whole);
        let told = said(run(shell, &file, "fill 0 4000").spawn().unwrap());
        let full = "the disk is full; what was found in";
        assert!(told.contains(full), "{blocks} blocks: {told}");
        // With room again all is well, and what was written before is there.
        let cache = Cache::open(Some(&file));
        assert_eq!(hits(&cache, 0..found), usize::try_from(found).unwrap());
        assert_eq!(cache.close(), None);
        assert_eq!(fill(&file, 0..5), None);
        assert_eq!(hits(&Cache::open(Some(&file)), 0..5), 5);
    }
}

#[cfg(unix)]
#[test]
fn a_run_that_is_suspended_does_not_hold_up_others() {
    let folder = Folder::new("suspended");
    let file = folder.file();
    fill(&file, 5000..5001);
    let mut other = start(&file, "endless 0 10000000");
    std::thread::sleep(Duration::from_millis(300));
    let signal = |it: &str| {
        let done = Command::new("kill").args([it, &other.id().to_string()]).status();
        assert!(done.unwrap().success());
    };
    signal("-STOP");
    let begin = Instant::now();
    let cache = Cache::open(Some(&file));
    hits(&cache, 5000..5001);
    cache.put(key(1), &value(1));
    // Whether it was stopped while it wrote is luck; either way this comes to an end.
    let told = cache.close();
    assert!(told.is_none_or(|it| it.contains("another run was using it")));
    assert!(begin.elapsed() < Duration::from_mins(1));
    signal("-CONT");
    other.kill().unwrap();
    other.wait().unwrap();
}
