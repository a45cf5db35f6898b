//! The command line: what users type, turned into what [`app`] does. Knows no draft.

use std::{num::NonZero, path::PathBuf, process::ExitCode};

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

use crate::{
    app::{self, Filter, Job, Listing, Outcome},
    finding::{Confidence, Severity},
    formats::View,
    report::{OUTPUTS, Output},
};

/// Read draft ITU-T Recommendations and tell where security was not considered.
///
/// A draft may be a Word file, Markdown, AsciiDoc, a web page or plain text. Nothing is
/// sent anywhere and no draft is changed.
#[derive(Debug, Parser)]
#[command(name = "reclint", disable_version_flag = true, max_term_width = 100)]
#[command(arg_required_else_help = true, after_help = EXAMPLES)]
struct Arguments {
    /// Print the version of the program and of its rules
    #[arg(short = 'V', long)]
    version: bool,

    #[command(subcommand)]
    verb: Option<Verb>,
}

const EXAMPLES: &str = "Examples:
  reclint check TD123.docx          read one draft and show what was found
  reclint check meeting/            read every draft in a folder
  reclint explain CR03              why a rule is there, and what to write instead

The exit code is 0 when nothing was found at or above --fail-on, 1 when something was,
and 2 when the job could not be done: a draft that could not be opened, a bad option.";

#[derive(Debug, Subcommand)]
enum Verb {
    /// Check drafts and show what was found
    #[command(after_help = "Example: reclint check TD123.docx --min-severity warning")]
    Check(Box<Check>),
    /// Print the page of a rule: why it is there and what to write instead
    #[command(after_help = "Example: reclint explain CR03")]
    Explain {
        /// The code of the rule, or its name
        rule: String,
        #[command(flatten)]
        pages: Pages,
    },
    /// List the rules
    #[command(after_help = "Example: reclint rules --format json")]
    Rules {
        /// How to write the list
        #[arg(long, value_enum, default_value_t)]
        format: ListFormat,
        #[command(flatten)]
        pages: Pages,
    },
    /// Compare findings with labelled drafts (for those who write rules)
    #[command(after_help = "Example: reclint measure corpus/")]
    Measure {
        /// A folder of folders, each with a draft and its labels.toml
        corpus: PathBuf,
        /// Use the rules in this folder instead of those built in
        #[arg(long, value_name = "DIR")]
        rules: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
struct Pages {
    /// Use the rules in this folder instead of those built in
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    /// When to use colours
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    color: Color,
}

#[derive(Debug, Args)]
struct Check {
    /// Drafts, folders of drafts, or - for a draft on the standard input
    #[arg(value_name = "PATH", required_unless_present = "files_from")]
    paths: Vec<PathBuf>,
    /// What the draft on the standard input is called; its ending tells its format
    #[arg(long, value_name = "NAME", default_value = "-")]
    stdin_name: String,
    /// Read more paths from a file, one a line; - is the standard input
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,
    #[command(flatten)]
    written: Written,
    #[command(flatten)]
    wanted: Wanted,
    #[command(flatten)]
    read: Read,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "What is written")]
struct Written {
    /// The form of the report: human, json, jsonl, sarif or html
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = output)]
    format: &'static Output,
    /// Write a report into a file too; may be given several times
    #[arg(long = "output", value_name = "FORMAT=FILE", value_parser = output_to)]
    outputs: Vec<(&'static Output, PathBuf)>,
    /// When to use colours
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    color: Color,
    /// Print only the line that sums up
    #[arg(short, long)]
    quiet: bool,
    /// Show no progress; this version never does
    #[arg(long)]
    no_progress: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Which findings")]
struct Wanted {
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
    /// Mark findings that an earlier report holds as known (not in this version)
    #[arg(long, value_name = "REPORT.json")]
    baseline: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "How drafts are read")]
struct Read {
    /// final: as if all changes were accepted; original: as if all were rejected
    #[arg(long, value_enum, default_value = "final")]
    view: Changes,
    /// Use the rules in this folder instead of those built in
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    /// Read settings from this file (not in this version)
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Judge algorithms as of this day, YYYY-MM-DD (without effect in this version)
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<String>,
    /// How many drafts to read at a time [default: one for each processor]
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZero<usize>>,
    /// Read every draft anew; this version always does
    #[arg(long)]
    no_cache: bool,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum ListFormat {
    #[default]
    Human,
    Json,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Color {
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
enum Changes {
    Final,
    Original,
}

/// Every form that a report will have; those without an output yet are named so.
const FORMATS: [&str; 8] =
    ["human", "json", "jsonl", "sarif", "junit", "github", "csv", "html"];

/// Does what the command line asks for.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(err) => {
            // A reader of the help that has seen enough is no error.
            let _ = err.print();
            return if err.use_stderr() { Outcome::Undone } else { Outcome::Clean }
                .into();
        }
    };
    let done = match (arguments.version, arguments.verb) {
        (true, _) | (_, None) => app::version(),
        (_, Some(Verb::Check(it))) => app::check(&job(*it)),
        (_, Some(Verb::Explain { rule, pages })) => {
            app::explain(&rule, pages.rules.as_deref(), pages.color.into())
        }
        (_, Some(Verb::Rules { format, pages })) => {
            app::rules(format.into(), pages.rules.as_deref(), pages.color.into())
        }
        (_, Some(Verb::Measure { corpus, rules })) => {
            app::measure(&corpus, rules.as_deref())
        }
    };
    let outcome = done.unwrap_or_else(|err| {
        app::say(&format!("{err:#}"));
        Outcome::Undone
    });
    outcome.into()
}

fn job(check: Check) -> Job {
    let Check { paths, stdin_name, files_from, written, wanted, read } = check;
    let later = [("--baseline", wanted.baseline), ("--config", read.config)];
    Job {
        paths,
        files_from,
        stdin_name,
        view: match read.view {
            Changes::Final => View::Final,
            Changes::Original => View::Original,
        },
        rules: read.rules,
        filter: Filter {
            select: trimmed(&wanted.select),
            ignore: trimmed(&wanted.ignore),
            severity: wanted.min_severity.into(),
            confidence: match wanted.min_confidence {
                Sure::High => Confidence::High,
                Sure::Medium => Confidence::Medium,
                Sure::Low => Confidence::Low,
            },
        },
        fail_on: match wanted.fail_on {
            FailOn::Error => Some(Severity::Error),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Note => Some(Severity::Note),
            FailOn::Never => None,
        },
        format: written.format,
        outputs: written.outputs,
        jobs: read.jobs,
        color: written.color.into(),
        quiet: written.quiet,
        as_of: read.as_of,
        later: later.into_iter().filter_map(|(name, it)| Some((name, it?))).collect(),
    }
}

/// `CR, SC` in quotes means the same as `CR,SC`.
fn trimmed(names: &[String]) -> Vec<String> {
    names.iter().map(|it| it.trim().to_owned()).collect()
}

fn output(name: &str) -> Result<&'static Output, String> {
    if let Some(found) = OUTPUTS.iter().find(|it| it.name == name) {
        return Ok(found);
    }
    if FORMATS.contains(&name) {
        return Err("not available in this version".to_owned());
    }
    let known: Vec<_> = OUTPUTS.iter().map(|it| it.name).collect();
    let like = |it: &&&str| 0.7 < strsim::jaro_winkler(it, name);
    let meant = known.iter().find(like);
    let meant = meant.map(|it| format!("did you mean `{it}`? ")).unwrap_or_default();
    Err(format!("{meant}the formats are {}", known.join(", ")))
}

fn output_to(words: &str) -> Result<(&'static Output, PathBuf), String> {
    let Some((name, file)) = words.split_once('=') else {
        return Err("write it as FORMAT=FILE, for example json=report.json".to_owned());
    };
    if file.is_empty() {
        return Err(format!("which file? for example {name}=report.{name}"));
    }
    Ok((output(name)?, file.into()))
}

fn date(words: &str) -> Result<String, String> {
    let parts: Vec<_> = words.split('-').collect();
    let number = |it: &str, digits: usize| {
        (it.len() == digits && it.bytes().all(|it| it.is_ascii_digit()))
            .then(|| it.parse::<u32>().ok())
            .flatten()
    };
    let [year, month, day] = parts[..] else { return Err(DATE.to_owned()) };
    match (number(year, 4), number(month, 2), number(day, 2)) {
        (Some(_), Some(1..=12), Some(1..=31)) => Ok(words.to_owned()),
        _ => Err(DATE.to_owned()),
    }
}

const DATE: &str = "write it as year, month and day, for example 2026-11-22";

impl From<Color> for app::Color {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Always => Self::Always,
            Color::Never => Self::Never,
        }
    }
}

impl From<ListFormat> for Listing {
    fn from(format: ListFormat) -> Self {
        match format {
            ListFormat::Human => Self::Human,
            ListFormat::Json => Self::Json,
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

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_options_do_not_contradict_each_other() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn dates_are_days_of_a_calendar() {
        let found: Vec<_> = ["2026-11-22", "2026-13-01", "22.11.2026", "2026-1-1"]
            .map(|it| date(it).is_ok())
            .into();
        assert_eq!(found, [true, false, false, false]);
    }
}
