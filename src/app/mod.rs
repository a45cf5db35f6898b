//! The only door to files, environment, clock and terminal. Walks folders, reads drafts
//! side by side, and writes reports; what is checked and shown is decided below.
#![expect(clippy::disallowed_methods, reason = "this floor touches the world")]

mod annotate;
mod between;
mod choice;
mod clock;
mod corpus;
mod ledger;
mod list;
mod merge;
mod page;
mod read;
mod rules;
mod settings;
mod sources;
mod spool;
mod terminal;
mod trend;
mod write;

use std::{
    collections::BTreeSet,
    num::NonZero,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Result, bail};

use crate::{
    check::Changes,
    finding::{Confidence, Severity},
    formats::View,
    report::{Output, Record, Report},
};

pub use self::{
    annotate::{Annotate, Target},
    list::Listing,
    merge::{Merge, merge},
    terminal::{Color, say},
    trend::{Trend, TrendFormat, trend},
};
use self::{
    read::{Checked, Work},
    sources::{Missing, Source, Sources},
};

/// What to check, and how.
#[derive(Clone, Debug)]
pub struct Job {
    /// Drafts, folders, or `-` for the standard input.
    pub paths: Vec<PathBuf>,
    /// A file that holds more paths, one a line; `-` is the standard input.
    pub files_from: Option<PathBuf>,
    /// What the draft on the standard input is called.
    pub stdin_name: String,
    /// Which side of tracked changes to read.
    pub view: View,
    /// A folder of rules instead of those built in.
    pub rules: Option<PathBuf>,
    /// A file of allowances.
    pub config: Option<PathBuf>,
    /// Which findings to show.
    pub filter: Filter,
    /// Whether and how to give the drafts back with the findings in them.
    pub annotate: Option<Annotate>,
    /// From which severity on the exit code tells of a finding.
    pub fail_on: Option<Severity>,
    /// What to write to the standard output.
    pub format: &'static Output,
    /// What else to write, and where.
    pub outputs: Vec<(&'static Output, PathBuf)>,
    /// How many drafts to read at a time.
    pub jobs: Option<NonZero<usize>>,
    /// When to use colours.
    pub color: Color,
    /// Whether only the summary is wanted.
    pub quiet: bool,
    /// The day by which to judge, as `2026-11-22`; today without.
    pub as_of: Option<String>,
    /// An earlier report to compare with.
    pub baseline: Option<PathBuf>,
}

/// Which findings to show.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Rules and groups to run; all if there is none.
    pub select: Vec<String>,
    /// Rules and groups to leave out.
    pub ignore: Vec<String>,
    /// The least severity.
    pub severity: Severity,
    /// The least confidence.
    pub confidence: Confidence,
    /// Only what these tracked changes touch.
    pub changed: Option<Changes>,
}

/// What the exit code says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Nothing at or above the threshold.
    Clean,
    /// Something is.
    Found,
    /// The job, or a part of it, could not be done.
    Undone,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Clean => 0,
            Outcome::Found => 1,
            Outcome::Undone => 2,
        })
    }
}

/// Checks drafts and writes what was found.
pub fn check(job: &Job) -> Result<Outcome> {
    let rules = rules::load(job.rules.as_deref())?;
    let chosen = choice::chosen(&rules, &job.filter)?;
    let earlier = job.baseline.as_deref().map(between::Earlier::open).transpose()?;
    let Sources { mut drafts, mut missing } = sources::find(job)?;
    refuse_outputs(job, &drafts)?;
    if let Some(how) = &job.annotate {
        missing.extend(annotate::leave_out(how, &mut drafts));
        annotate::refuse(how, &drafts)?;
    }
    let settings = settings::Settings::load(job.config.as_deref(), &rules)?;
    let today = clock::today(job.as_of.as_deref())?;
    let work = Work {
        rules: &rules,
        view: job.view,
        today: Some(&today),
        settings: &settings,
        changed: job.filter.changed.as_ref(),
    };
    let places = annotate::places(&drafts);
    let checked = read::all(drafts, work, job.jobs)?;
    let Checked { mut drafts, missing: unread, heard, failed } = checked;
    settings.report_unused(&mut drafts, &heard, &rules, Some(&today));
    for draft in &mut drafts {
        draft.keep(&chosen);
    }
    missing.extend(unread);
    missing.sort();
    let mut undone =
        failed || drafts.is_empty() || missing.iter().any(|it| it.file.wanted);
    if job.quiet || job.annotate.is_some() || job.format.name != "human" {
        for it in missing.iter().filter(|it| it.file.wanted) {
            say(&format!("{}: {}", it.file.path, it.file.why));
        }
    }
    if drafts.is_empty() {
        say("nothing to check: no draft was read");
    }
    let not_read = missing.into_iter().map(|it: Missing| it.file).collect();
    let mark = |it: &mut Record| earlier.iter().for_each(|earlier| earlier.mark(it));
    let mut report = Report::marked(&rules, job.view, &drafts, not_read, &mark);
    if let Some(earlier) = earlier {
        let (rules, view, filter) = (&rules, job.view, &job.filter);
        let run = between::Run { rules, view, chosen: &chosen, filter };
        report.baseline = Some(earlier.compared(run, &report.copies)?);
    }
    for &(output, ref file) in &job.outputs {
        // What was found is not lost because one file of several cannot be written.
        if let Err(err) = write::to_file(*output, &report, file) {
            say(&format!("cannot write {}: {err}", file.display()));
            undone = true;
        }
    }
    let style = terminal::style(job.color, job.quiet);
    if let Some(how) = &job.annotate {
        let done = annotate::all(&drafts, &rules, job.view, &places, how, job.jobs)?;
        undone |= done.iter().any(Result::is_err);
        for err in done.iter().filter_map(|it| it.as_ref().err()) {
            say(err);
        }
        if job.format.name == "human" {
            write::to_stdout(|to| annotate::told(&done, &report, style, to))?;
            return Ok(outcome(undone, &report, job.fail_on));
        }
    }
    write::to_stdout(|to| (job.format.write)(&report, style, to))?;
    Ok(outcome(undone, &report, job.fail_on))
}

fn outcome(undone: bool, report: &Report<'_>, fail_on: Option<Severity>) -> Outcome {
    let grave = |it: Severity| fail_on.is_some_and(|least| least <= it);
    let found = Severity::ALL.into_iter().any(|it| grave(it) && 0 < report.fresh(it));
    match (undone, found) {
        (true, _) => Outcome::Undone,
        (false, true) => Outcome::Found,
        (false, false) => Outcome::Clean,
    }
}

/// A report never takes the place of a draft, nor of another report.
fn refuse_outputs(job: &Job, drafts: &[Source]) -> Result<()> {
    if job.outputs.is_empty() {
        return Ok(());
    }
    let drafts: BTreeSet<_> =
        drafts.iter().filter_map(|it| it.file.as_deref()).map(write::place).collect();
    let mut seen = BTreeSet::new();
    for (_, file) in &job.outputs {
        let place = write::place(file);
        // An earlier report is no draft, even if it lies where drafts are looked for.
        if drafts.contains(&place) && !read::is_report(&place) {
            bail!("--output: {} is a draft to check, and would be lost", file.display());
        }
        // Two reports may go to one device or pipe, one after the other.
        let device = std::fs::metadata(&place).is_ok_and(|it| !it.is_file());
        if !seen.insert(place) && !device {
            bail!("--output: two reports would be written to {}", file.display());
        }
    }
    Ok(())
}

/// Writes a file of allowances to begin with.
pub fn init() -> Result<Outcome> {
    let name = settings::begin()?;
    let words = format!(
        "{name} is written: what is in it is in comments, and tells how to answer findings"
    );
    write::to_stdout(|to| writeln!(to, "{words}"))?;
    Ok(Outcome::Clean)
}

/// Prints the page of one rule.
pub fn explain(name: &str, rules: Option<&Path>, color: Color) -> Result<Outcome> {
    let rules = rules::load(rules)?;
    let Some(id) = rules.find(name) else {
        bail!("no rule is called `{name}`{}", choice::suggestion(&rules, name));
    };
    let style = terminal::style(color, false);
    write::to_stdout(|to| page::write(rules.get(id), style, to))?;
    Ok(Outcome::Clean)
}

/// Prints the list of rules.
pub fn rules(listing: Listing, rules: Option<&Path>, color: Color) -> Result<Outcome> {
    let rules = rules::load(rules)?;
    let style = terminal::style(color, false);
    write::to_stdout(|to| list::write(&rules, listing, style, to))?;
    Ok(Outcome::Clean)
}

/// Holds the findings in labelled drafts against their labels.
pub fn measure(corpus: &Path, rules: Option<&Path>) -> Result<Outcome> {
    let rules = rules::load(rules)?;
    corpus::measure(corpus, &rules)
}

/// Prints which program and which rules these are.
pub fn version() -> Result<Outcome> {
    let (digest, count) = rules::built_in();
    let version = env!("CARGO_PKG_VERSION");
    let words = format!("reclint {version} (rules {digest}, {count} rules)");
    write::to_stdout(|to| writeln!(to, "{words}"))?;
    Ok(Outcome::Clean)
}
