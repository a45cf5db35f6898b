//! How far reading and checking Word files is from what the machine can do at all.
//!
//! The floor is to inflate every XML part of a file and to look at each of its bytes
//! once. Files are held in memory and one thread works, so neither the disk nor the
//! scheduler counts; the quickest of several rounds is told, as noise only adds.
#![expect(clippy::disallowed_methods, reason = "a bench reads files and the clock")]
#![expect(clippy::print_stdout, reason = "it prints")]

use std::{
    env,
    error::Error,
    fs,
    hint::black_box,
    io::{Cursor, Read as _},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use reclint::{
    check,
    facts::Facts,
    formats::{self, Input, Limits, View},
    rules::{Case, RuleSet},
};
use regex::bytes::Regex;

/// Real Recommendations, which are not ours to ship and lie beside the project.
const REAL: &str = "../shared/drafts/itu";
const SHIPPED: &str = "corpus";
const ROUNDS: u32 = 5;
/// A run within this many times the floor is what the design asks for.
const WANTED: f64 = 8.0;

struct Draft {
    name: String,
    bytes: Vec<u8>,
    /// Bytes of all its XML parts, unpacked.
    xml: usize,
}

/// Where the time of one draft goes; each part is timed alone.
#[derive(Default)]
struct Times {
    floor: Duration,
    read: Duration,
    flow: Duration,
    facts: Duration,
    phrases: Duration,
    catalogue: Duration,
    check: Duration,
    rules: Vec<Duration>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let drafts = drafts()?;
    let rules = RuleSet::built_in();
    // A byte that no XML part holds: one whole pass of memchr.
    let absent = Regex::new(r"(?-u:\x00)")?;
    let mut sum = Times { rules: vec![Duration::ZERO; 1_000], ..Times::default() };
    let mut worst: Vec<(f64, &str)> = Vec::new();
    for draft in &drafts {
        let best = times(draft, &rules, &absent)?;
        let whole = best.read + best.facts + best.check;
        worst.push((whole.as_secs_f64() / best.floor.as_secs_f64(), &draft.name));
        sum.add(&best);
    }
    tell(&drafts, &sum, &rules);
    worst.sort_by(|a, b| b.0.total_cmp(&a.0));
    let median = worst[worst.len() / 2].0;
    println!("\nby file: median {median:.1} times the floor; the slowest:");
    for (ratio, name) in worst.iter().take(5) {
        println!("{ratio:8.1} x  {name}");
    }
    Ok(())
}

/// The Word files to read: those that are named, the real ones, or those that we ship.
fn drafts() -> Result<Vec<Draft>, Box<dyn Error>> {
    // Cargo hands `--bench` to every bench.
    let named: Vec<PathBuf> =
        env::args().skip(1).filter(|it| !it.starts_with('-')).map(Into::into).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    if !named.is_empty() {
        for it in &named {
            walk(it, &mut paths)?;
        }
    } else if root.join(REAL).is_dir() {
        walk(&root.join(REAL), &mut paths)?;
    } else {
        println!("*** SKIPPED: {REAL} is not there, so no real draft is measured.");
        println!("*** The drafts of {SHIPPED} are small: their figures prove nothing.");
        walk(&root.join(SHIPPED), &mut paths)?;
    }
    paths.sort();
    let mut drafts = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = fs::read(&path)?;
        let xml = inflated(&bytes)?.iter().map(Vec::len).sum();
        drafts.push(Draft { name, bytes, xml });
    }
    if drafts.is_empty() {
        return Err("no Word file to measure".into());
    }
    Ok(drafts)
}

fn walk(path: &Path, found: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in walkdir::WalkDir::new(path) {
        let path = entry?.into_path();
        if path.extension().is_some_and(|it| it == "docx") {
            found.push(path);
        }
    }
    Ok(())
}

/// Every XML part of a Word file, unpacked.
fn inflated(bytes: &[u8]) -> Result<Vec<Vec<u8>>, Box<dyn Error>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))?;
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let name = entry.name()?.to_lowercase();
        let ending = name.rsplit_once('.').map(|(_, it)| it);
        if matches!(ending, Some("xml" | "rels")) {
            let mut part = Vec::with_capacity(usize::try_from(entry.size())?);
            entry.read_to_end(&mut part)?;
            parts.push(part);
        }
    }
    Ok(parts)
}

/// The quickest round of each part of the work.
fn times(
    draft: &Draft,
    rules: &RuleSet,
    absent: &Regex,
) -> Result<Times, Box<dyn Error>> {
    let mut best: Option<Times> = None;
    for _ in 0..ROUNDS {
        let round = round(draft, rules, absent)?;
        match &mut best {
            Some(best) => best.least(&round),
            None => best = Some(round),
        }
    }
    best.ok_or_else(|| "no round was run".into())
}

fn round(
    draft: &Draft,
    rules: &RuleSet,
    absent: &Regex,
) -> Result<Times, Box<dyn Error>> {
    let mut times = Times::default();
    let start = Instant::now();
    for part in inflated(&draft.bytes)? {
        black_box(absent.is_match(&part));
    }
    times.floor = start.elapsed();

    let include = |_: &str| Err("a bench includes nothing".into());
    let input = Input {
        name: &draft.name,
        bytes: &draft.bytes,
        view: View::Final,
        include: &include,
        limits: Limits::default(),
    };
    let format = formats::ALL.iter().find(|it| (it.claims)(input));
    let format = format.ok_or("no format claims it")?;
    let start = Instant::now();
    black_box((format.read)(input)?);
    times.flow = start.elapsed();

    let lexicon = rules.lexicon();
    let start = Instant::now();
    let doc = formats::read(input, lexicon)?.document;
    times.read = start.elapsed();

    let start = Instant::now();
    let facts = Facts::of(&doc, lexicon);
    times.facts = start.elapsed();

    let start = Instant::now();
    black_box(check::check(&doc, &facts, rules));
    times.check = start.elapsed();

    let Some(words) = lexicon.language(doc.about().language) else { return Ok(times) };
    let start = Instant::now();
    black_box(words.mentions(doc.text()));
    times.phrases = start.elapsed();

    let start = Instant::now();
    black_box(lexicon.catalogue().hits(doc.text()));
    times.catalogue = start.elapsed();

    let case = Case { doc: &doc, facts: &facts, before: None, words, lexicon };
    for (id, rule) in rules.rules() {
        let start = Instant::now();
        black_box(rule.findings(id, case));
        times.rules.push(start.elapsed());
    }
    Ok(times)
}

impl Times {
    fn parts(&mut self) -> [&mut Duration; 7] {
        let Self { floor, read, flow, facts, phrases, catalogue, check, .. } = self;
        [floor, read, flow, facts, phrases, catalogue, check]
    }

    fn each(&mut self, other: &Self, join: fn(Duration, Duration) -> Duration) {
        let Self { floor, read, flow, facts, phrases, catalogue, check, .. } = other;
        let theirs = [floor, read, flow, facts, phrases, catalogue, check];
        for (own, other) in self.parts().into_iter().zip(theirs) {
            *own = join(*own, *other);
        }
        for (own, other) in self.rules.iter_mut().zip(&other.rules) {
            *own = join(*own, *other);
        }
    }

    fn add(&mut self, other: &Self) {
        self.each(other, |a, b| a + b);
    }

    fn least(&mut self, other: &Self) {
        self.each(other, Ord::min);
    }
}

fn tell(drafts: &[Draft], sum: &Times, rules: &RuleSet) {
    let xml: usize = drafts.iter().map(|it| it.xml).sum();
    // Exact enough for a figure with one decimal.
    let megabytes = f64::from(u32::try_from(xml / 1_000).unwrap_or(u32::MAX)) / 1_000.0;
    let whole = sum.read + sum.facts + sum.check;
    println!("{} Word files, {megabytes:.1} MB of XML, one thread\n", drafts.len());
    println!("{:34} {:>9} {:>8} {:>9}", "", "ms", "MB/s", "x floor");
    let row = |name: &str, time: Duration| {
        let seconds = time.as_secs_f64();
        let ratio = seconds / sum.floor.as_secs_f64();
        println!(
            "{name:34} {:9.1} {:8.0} {ratio:9.2}",
            seconds * 1e3,
            megabytes / seconds
        );
    };
    row("floor: inflate, one memchr pass", sum.floor);
    row("read, facts and check", whole);
    row("  inflate, XML, flow", sum.flow);
    row("  assemble", sum.read.saturating_sub(sum.flow));
    row("  facts", sum.facts);
    row("    of these: find phrases", sum.phrases);
    row("    of these: find algorithms", sum.catalogue);
    row("  rules", sum.check);
    let mut slow: Vec<_> = rules.rules().zip(&sum.rules).collect();
    slow.sort_by(|a, b| b.1.cmp(a.1));
    for ((_, rule), time) in slow.into_iter().take(5) {
        row(&format!("    of these: {}", rule.code), *time);
    }
    let ratio = whole.as_secs_f64() / sum.floor.as_secs_f64();
    let verdict = if ratio <= WANTED { "within" } else { "ABOVE" };
    println!("\n{ratio:.1} times the floor: {verdict} the {WANTED} that are wanted");
}
