//! The options that the verbs share, and the job that they make.

use std::{num::NonZero, path::PathBuf};

use clap::{ArgAction, Args, ValueEnum};

use super::values;
use crate::{
    app::{self, Filter, Job, Merge},
    check::Changes,
    finding::{Confidence, Severity},
    formats::View,
    report::{Output, Shard},
};

#[derive(Debug, Args)]
pub(super) struct Draft {
    /// Drafts, folders or .zip archives of drafts, or - for a draft on the standard input
    #[arg(value_name = "PATH", required_unless_present = "files_from")]
    paths: Vec<PathBuf>,
    /// What the draft on the standard input is called; its ending tells its format
    #[arg(long, value_name = "NAME", default_value = "-")]
    stdin_name: String,
    /// Read more paths from a file, one a line; - is the standard input
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,
    /// In folders and archives, take only files that fit: **/*.docx, drafts/; repeatable
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,
    /// In folders and archives, leave files and folders that fit: **/old; repeatable
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "What is written")]
pub(super) struct Written {
    /// The form of the report: human, html, markdown, csv, json, jsonl, sarif, junit or
    /// github
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = values::output)]
    format: &'static Output,
    /// Write a report into a file too; may be given several times
    #[arg(long = "output", value_name = "FORMAT=FILE", value_parser = values::output_to)]
    outputs: Vec<(&'static Output, PathBuf)>,
    /// When to use colours
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    color: Color,
    /// Print only the line that sums up
    #[arg(short, long)]
    quiet: bool,
    /// Show no progress
    #[arg(long)]
    no_progress: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Which findings")]
pub(super) struct Wanted {
    /// Only these rules or groups: CR03, algorithm-broken, CR
    #[arg(long, value_name = "RULE", value_delimiter = ',', action = ArgAction::Append)]
    select: Vec<String>,
    /// All but these rules or groups
    #[arg(long, value_name = "RULE", value_delimiter = ',', action = ArgAction::Append)]
    ignore: Vec<String>,
    /// Only findings at least this grave
    #[arg(long, value_enum, value_name = "SEVERITY", default_value = "note")]
    min_severity: Grave,
    /// Only rules at least this sure: high, medium or low
    #[arg(long, value_enum, value_name = "CONFIDENCE", default_value = "low")]
    min_confidence: Sure,
    /// Exit with code 1 if there is a finding of this severity or a graver one
    #[arg(long, value_enum, value_name = "SEVERITY", default_value = "error")]
    fail_on: FailOn,
    /// Only findings whose words or clauses tracked changes touch
    #[arg(long)]
    changed: bool,
    /// With --changed: only the changes of this author
    #[arg(long, value_name = "NAME", requires = "changed")]
    author: Option<String>,
    /// With --changed: only changes since this day, YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = values::date, requires = "changed")]
    since: Option<String>,
    /// Compare with an earlier report (json or jsonl): what is new, known and fixed
    #[arg(long, value_name = "REPORT")]
    baseline: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "How drafts are read")]
pub(super) struct Read {
    /// final: as if all changes were accepted; original: as if all were rejected
    #[arg(long, value_enum, default_value = "final")]
    view: Side,
    /// Use the rules in this folder instead of those built in
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    /// Read allowances from this file [default: reclint.toml in the current folder]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Judge as of this day, YYYY-MM-DD: which allowances have passed [default: today]
    #[arg(long, value_name = "DATE", value_parser = values::date)]
    as_of: Option<String>,
    /// How many drafts to read at a time [default: one for each processor]
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZero<usize>>,
    /// Read every draft anew, and keep nothing for the next run
    #[arg(long)]
    no_cache: bool,
    /// Take only the share K of N of the drafts: the same for the same paths everywhere
    #[arg(long, value_name = "K/N", value_parser = values::shard)]
    shard: Option<Shard>,
}

#[derive(Debug, Args)]
pub(super) struct Merging {
    /// Reports in the form json or jsonl; - is the standard input
    #[arg(value_name = "REPORT", required = true)]
    reports: Vec<PathBuf>,
    /// Join the shares that are there, even if some are missing
    #[arg(long)]
    partial: bool,
    /// Compare with an earlier report (json or jsonl): what is new, known and fixed
    #[arg(long, value_name = "REPORT")]
    baseline: Option<PathBuf>,
    /// The folder of rules that the reports were made with, if not those built in
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    /// Exit with code 1 if there is a finding of this severity or a graver one
    #[arg(long, value_enum, value_name = "SEVERITY", default_value = "error")]
    fail_on: FailOn,
    #[command(flatten)]
    written: Written,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Grave {
    Error,
    Warning,
    Note,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Sure {
    High,
    Medium,
    Low,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Side {
    Final,
    Original,
}

/// What these options ask for.
pub(super) fn job(draft: Draft, written: Written, wanted: Wanted, read: Read) -> Job {
    let Draft { paths, stdin_name, files_from, include, exclude } = draft;
    Job {
        paths,
        files_from,
        include,
        exclude,
        stdin_name,
        view: match read.view {
            Side::Final => View::Final,
            Side::Original => View::Original,
        },
        rules: read.rules,
        config: read.config,
        filter: Filter {
            select: trimmed(&wanted.select),
            ignore: trimmed(&wanted.ignore),
            severity: wanted.min_severity.into(),
            confidence: match wanted.min_confidence {
                Sure::High => Confidence::High,
                Sure::Medium => Confidence::Medium,
                Sure::Low => Confidence::Low,
            },
            changed: wanted.changed.then(|| Changes {
                author: wanted.author.map(Into::into),
                since: wanted.since.map(Into::into),
            }),
        },
        fail_on: wanted.fail_on.severity(),
        format: written.format,
        outputs: written.outputs,
        jobs: read.jobs,
        color: written.color.into(),
        quiet: written.quiet,
        as_of: read.as_of,
        annotate: None,
        meeting: None,
        shard: read.shard,
        cache: !read.no_cache,
        progress: !written.no_progress && !written.quiet,
        baseline: wanted.baseline,
    }
}

/// What the options of `merge` ask for.
pub(super) fn merge(it: Merging) -> Merge {
    let Merging { reports, partial, baseline, rules, fail_on, written } = it;
    Merge {
        reports,
        partial,
        baseline,
        rules,
        fail_on: fail_on.severity(),
        format: written.format,
        outputs: written.outputs,
        color: written.color.into(),
        quiet: written.quiet,
    }
}

/// `CR, SC` in quotes means the same as `CR,SC`.
fn trimmed(names: &[String]) -> Vec<String> {
    names.iter().map(|it| it.trim().to_owned()).collect()
}

impl FailOn {
    const fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Note => Some(Severity::Note),
            Self::Never => None,
        }
    }
}

impl From<Color> for app::Color {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Always => Self::Always,
            Color::Never => Self::Never,
        }
    }
}

impl From<Grave> for Severity {
    fn from(grave: Grave) -> Self {
        match grave {
            Grave::Error => Self::Error,
            Grave::Warning => Self::Warning,
            Grave::Note => Self::Note,
        }
    }
}
