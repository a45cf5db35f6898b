//! The command line: what users type, turned into what [`app`] does. Knows no draft.

mod options;
mod values;

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand, ValueEnum};

use self::options::{Color, Draft, Merging, Read, Wanted, Written};
use crate::app::{self, Annotate, Job, Listing, Outcome, Target, Trend, TrendFormat};

/// Read draft ITU-T Recommendations and tell where security was not considered.
///
/// A draft may be a Word file, Markdown, AsciiDoc, a web page or plain text. Nothing is
/// sent anywhere, and no draft is changed unless `annotate --in-place` asks for it.
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
  reclint annotate TD123.docx -o reviewed/
                                    the same file with the findings as comments
  reclint explain CR03              why a rule is there, and what to write instead

The exit code is 0 when nothing was found at or above --fail-on, 1 when something was,
and 2 when the job could not be done: a draft that could not be opened, a bad option.";

const ANNOTATE: &str = "Examples:
  reclint annotate TD123.docx -o reviewed/
  reclint annotate meeting/ -o reviewed/ --min-severity warning

Answer in Word: reply \"reclint: allow CR03 because ...\" to a comment, or mark it as
resolved with your reason in a reply. The next run understands the answer.";

const REPORT: &str = "Example:
  reclint report SG17-2026-12/ -o pages/

Begin with pages/index.html. Beside it are findings.csv for a spreadsheet, and report.json,
which the next meeting can be compared with: --baseline report.json.";

const TREND: &str = "Example:
  reclint trend 2026-04=april.json 2026-12=december.json -o trend.html";

const MERGE: &str = "Example:
  reclint merge share-*.jsonl --output json=report.json

The reports must be of one run: the same version, rules and view of tracked changes.";

#[derive(Debug, Subcommand)]
enum Verb {
    /// Check drafts and show what was found
    #[command(after_help = "Example: reclint check TD123.docx --min-severity warning")]
    Check(Box<Check>),
    /// Give drafts back with the findings in them as comments
    #[command(after_help = ANNOTATE)]
    Annotate(Box<Annotating>),
    /// Write a folder of pages for a meeting: one to look at, and one for each draft
    #[command(after_help = REPORT)]
    Report(Box<Reporting>),
    /// Join the reports of shares into the one that a single run gives
    #[command(after_help = MERGE)]
    Merge(Box<Merging>),
    /// Put the counts of several reports side by side
    #[command(after_help = TREND)]
    Trend {
        /// Reports in the form json or jsonl, the earliest first; NAME=FILE names one
        #[arg(value_name = "REPORT", required = true)]
        reports: Vec<String>,
        /// Write a page with pictures into this file too
        #[arg(short, long = "output", value_name = "FILE.html")]
        output: Option<PathBuf>,
        /// How to write the counts
        #[arg(long, value_enum, default_value_t)]
        format: TrendForm,
    },
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
    /// Write a reclint.toml to begin with, where findings can be answered
    #[command(after_help = "Example: reclint init")]
    Init,
    /// Show or remove what earlier runs have kept, so that drafts are not read again
    #[command(after_help = CACHE)]
    Cache {
        #[command(subcommand)]
        what: Kept,
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

const CACHE: &str = "Example: reclint cache show

The cache is one file in your own cache folder; RECLINT_CACHE names another one.";

#[derive(Clone, Copy, Debug, Subcommand)]
enum Kept {
    /// Say where the cache is, how large it is, and what it holds
    Show,
    /// Remove it
    Clear,
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
    #[command(flatten)]
    draft: Draft,
    #[command(flatten)]
    written: Written,
    #[command(flatten)]
    wanted: Wanted,
    #[command(flatten)]
    read: Read,
}

#[derive(Debug, Args)]
struct Annotating {
    #[command(flatten)]
    draft: Draft,
    #[command(flatten)]
    marking: Marking,
    #[command(flatten)]
    written: Written,
    #[command(flatten)]
    wanted: Wanted,
    #[command(flatten)]
    read: Read,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "How drafts are annotated")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
struct Marking {
    /// The folder that annotated drafts are written into, under their own names
    #[arg(
        short,
        long,
        value_name = "DIR",
        required_unless_present = "in_place",
        conflicts_with = "in_place"
    )]
    out_dir: Option<PathBuf>,
    /// Annotate the drafts where they are; the file as it was is kept as NAME.bak
    #[arg(long)]
    in_place: bool,
    /// The date of the comments, YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ [default: now, or
    /// `SOURCE_DATE_EPOCH` where it is set]
    #[arg(long, value_name = "DATE", value_parser = values::time)]
    date: Option<String>,
    /// Write into a signed file too; its signature is removed
    #[arg(long)]
    break_signature: bool,
    /// Do not read the annotated draft again to make sure that its text is the same
    #[arg(long)]
    no_self_check: bool,
    /// Replace an annotated draft even if somebody has changed or answered it since
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Args)]
struct Reporting {
    #[command(flatten)]
    draft: Draft,
    #[command(flatten)]
    paging: Paging,
    #[command(flatten)]
    written: Written,
    #[command(flatten)]
    wanted: Wanted,
    #[command(flatten)]
    read: Read,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "The pages")]
struct Paging {
    /// The folder that the pages are written into
    #[arg(short, long, value_name = "DIR")]
    out_dir: PathBuf,
    /// What the meeting is called [default: as its folder]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Replace pages even if somebody has changed them since
    #[arg(long)]
    force: bool,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum ListFormat {
    #[default]
    Human,
    Json,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum TrendForm {
    #[default]
    Human,
    Json,
    Csv,
}

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
        (_, Some(Verb::Check(it))) => {
            let Check { draft, written, wanted, read } = *it;
            app::check(&options::job(draft, written, wanted, read))
        }
        (_, Some(Verb::Annotate(it))) => {
            let Annotating { draft, marking, written, wanted, read } = *it;
            let job = options::job(draft, written, wanted, read);
            app::check(&Job { annotate: Some(marking.into()), ..job })
        }
        (_, Some(Verb::Report(it))) => {
            let Reporting { draft, paging, written, wanted, read } = *it;
            let job = options::job(draft, written, wanted, read);
            app::check(&Job { meeting: Some(paging.into()), ..job })
        }
        (_, Some(Verb::Merge(it))) => app::merge(&options::merge(*it)),
        (_, Some(Verb::Trend { reports, output: page, format })) => {
            app::trend(&Trend { reports, page, format: format.into() })
        }
        (_, Some(Verb::Explain { rule, pages })) => {
            app::explain(&rule, pages.rules.as_deref(), pages.color.into())
        }
        (_, Some(Verb::Rules { format, pages })) => {
            app::rules(format.into(), pages.rules.as_deref(), pages.color.into())
        }
        (_, Some(Verb::Init)) => app::init(),
        (_, Some(Verb::Cache { what: Kept::Show })) => app::show_cache(),
        (_, Some(Verb::Cache { what: Kept::Clear })) => app::clear_cache(),
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

impl From<Marking> for Annotate {
    fn from(marking: Marking) -> Self {
        let Marking { out_dir, date, break_signature, no_self_check, force, .. } =
            marking;
        let target = out_dir.map_or(Target::InPlace, Target::Folder);
        Self { target, date, break_signature, self_check: !no_self_check, force }
    }
}

impl From<Paging> for app::Pages {
    fn from(paging: Paging) -> Self {
        let Paging { out_dir: folder, name, force } = paging;
        Self { folder, name, force }
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

impl From<TrendForm> for TrendFormat {
    fn from(form: TrendForm) -> Self {
        match form {
            TrendForm::Human => Self::Human,
            TrendForm::Json => Self::Json,
            TrendForm::Csv => Self::Csv,
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
}
