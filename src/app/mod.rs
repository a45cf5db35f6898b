//! The only door to files, environment, clock and terminal. Walks folders, reads drafts
//! side by side, and writes reports; what is checked and shown is decided below.
#![expect(clippy::disallowed_methods, reason = "this floor touches the world")]

mod annotate;
mod arrivals;
mod between;
mod cache;
mod cached;
mod checking;
mod choice;
mod clock;
mod corpus;
mod ledger;
mod list;
mod meeting;
mod merge;
mod page;
mod parts;
mod progress;
mod read;
mod rules;
mod run;
mod settings;
mod shard;
mod sources;
mod stop;
mod store;
mod terminal;
mod trend;
mod work;
mod write;

use std::{
    num::NonZero,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Result, bail};

use crate::{
    check::Changes,
    finding::{Confidence, Severity},
    formats::View,
    report::{Output, Shard},
};

pub use self::{
    annotate::{Annotate, Target},
    cache::{clear as clear_cache, show as show_cache},
    checking::check,
    list::Listing,
    meeting::Pages,
    merge::{Merge, merge},
    terminal::{Color, say},
    trend::{Trend, TrendFormat, trend},
};

/// What to check, and how.
#[derive(Clone, Debug)]
pub struct Job {
    /// Drafts, folders, or `-` for the standard input.
    pub paths: Vec<PathBuf>,
    /// A file that holds more paths, one a line; `-` is the standard input.
    pub files_from: Option<PathBuf>,
    /// Patterns of what to take of the files in folders and archives; all without.
    pub include: Vec<String>,
    /// Patterns of what to leave of them.
    pub exclude: Vec<String>,
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
    /// Where the pages of a meeting go, if they are wanted.
    pub meeting: Option<Pages>,
    /// From which severity on the exit code tells of a finding.
    pub fail_on: Option<Severity>,
    /// What to write to the standard output.
    pub format: &'static Output,
    /// What else to write, and where.
    pub outputs: Vec<(&'static Output, PathBuf)>,
    /// How many drafts to read at a time.
    pub jobs: Option<NonZero<usize>>,
    /// The share of the drafts to take.
    pub shard: Option<Shard>,
    /// Whether to look for what earlier runs kept, and to keep what is found.
    pub cache: bool,
    /// Whether to show how far the run has come.
    pub progress: bool,
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
