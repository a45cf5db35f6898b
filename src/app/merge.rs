use std::{io, path::PathBuf};

use anyhow::{Context as _, Result, bail};

use super::{
    Color, Outcome, between,
    checking::{outcome, tell_wanted},
    choice, rules,
    store::{Heads, Store},
    terminal, write,
};
use crate::{
    app::{Filter, say},
    finding::{Confidence, Severity},
    report::{
        Copy, NotRead, Output, Report, Totals,
        joined::{Joined, Whole},
        reading::Item,
        revisions::revisions,
        view_named,
        waiting::{Waiting, settled},
    },
};

/// Which reports to join, and what to write.
#[derive(Clone, Debug)]
pub struct Merge {
    /// The reports.
    pub reports: Vec<PathBuf>,
    /// Whether shares may be missing.
    pub partial: bool,
    /// An earlier report to compare with.
    pub baseline: Option<PathBuf>,
    /// The folder of rules that they were made with, instead of those built in.
    pub rules: Option<PathBuf>,
    /// From which severity on the exit code tells of a finding.
    pub fail_on: Option<Severity>,
    /// What to write to the standard output.
    pub format: &'static Output,
    /// What else to write, and where.
    pub outputs: Vec<(&'static Output, PathBuf)>,
    /// When to use colours.
    pub color: Color,
    /// Whether only the summary is wanted.
    pub quiet: bool,
}

/// Joins the reports of shares into the one that a single run gives.
pub fn merge(job: &Merge) -> Result<Outcome> {
    let rules = rules::load(job.rules.as_deref())?;
    refuse(job)?;
    let earlier = job.baseline.as_deref().map(between::Earlier::open).transpose()?;
    let mut joined = Joined::default();
    let (store, mut pieces) = (Store::default(), Vec::new());
    for path in &job.reports {
        let name = path.display().to_string();
        let head = between::once(path, &mut |item| {
            match item {
                Item::Document(mut record) => {
                    joined.draft(&mut record)?;
                    record.path = "".into();
                    pieces.push(store.put(&serde_json::to_vec(&record)?, None)?);
                }
                Item::Copy(it) => joined.copy(it),
                Item::NotRead(it) => joined.not_read(it),
            }
            Ok(())
        })?;
        joined.head(&name, head).map_err(anyhow::Error::msg)?;
    }
    let missing = missing(job, &joined)?;
    let Some((name, head)) = joined.first().cloned() else { bail!("no report to join") };
    let version = env!("CARGO_PKG_VERSION");
    if *head.version != *version || *head.rules_digest != *rules.digest() {
        bail!(
            "{name} was made by reclint {} with rules {}, and this is {version} with rules \
             {}: join reports with the program and the rules that made them",
            head.version,
            head.rules_digest,
            rules.digest()
        );
    }
    let complete = missing.is_empty();
    let mut whole = joined.whole().map_err(anyhow::Error::msg)?;
    whole.not_read.extend(missing);
    whole.not_read.sort();
    let Some(view) = view_named(&head.view) else {
        bail!("{name}: no view is called `{}`", head.view)
    };
    let Whole { drafts, copies, not_read, left_alone, waiting } = whole;
    let drafts = drafts.into_iter().map(|(path, at)| (path, pieces[at])).collect();
    let mut heads = Heads { store, drafts };
    if complete {
        settle(waiting, &copies, &mut heads).context("cannot keep what was joined")?;
    }
    let revisions =
        revisions(&heads, &copies).context("cannot read again what was joined")?;
    let mut report = Report {
        rules: &rules,
        view,
        drafts: Box::new(heads),
        totals: Totals::default(),
        copies,
        revisions,
        not_read,
        left_alone,
        shard: None,
        waiting: Vec::new(),
        baseline: None,
    };
    let mut totals = Totals::default();
    for it in report.drafts.all() {
        totals.add(&it?.record, &rules);
    }
    report.totals = totals;
    if let Some(earlier) = &earlier {
        let filter = everything();
        let chosen = choice::chosen(&rules, &filter)?;
        let run = between::Run { rules: &rules, view, chosen: &chosen, filter: &filter };
        report = earlier.compare(report, run)?;
    }
    written(job, &report)
}

/// Reports the allowances that no share used, each in the first draft that it was for.
fn settle(waiting: Vec<Waiting>, copies: &[Copy], heads: &mut Heads) -> io::Result<()> {
    for (path, findings) in settled(waiting) {
        let copy = copies.iter().find(|it| it.path == path);
        let path = copy.map_or(path, |it| it.of.clone());
        let Heads { store, drafts } = heads;
        let Some((_, piece)) = drafts.iter_mut().find(|it| it.0 == path) else {
            continue;
        };
        let mut record = store.record(*piece, "")?;
        for (at, finding) in findings {
            record.findings.insert(at.min(record.findings.len()), finding);
        }
        *piece = store.put(&serde_json::to_vec(&record)?, None)?;
    }
    Ok(())
}

/// What cannot be done with reports alone, and what would be lost.
fn refuse(job: &Merge) -> Result<()> {
    let all = job.outputs.iter().map(|it| it.0.name).chain([job.format.name]);
    if all.into_iter().any(|it| it == "html") {
        bail!(
            "a page shows the text of the drafts, and a report does not hold it: run the \
             check with --format html"
        );
    }
    let reports: Vec<_> = job.reports.iter().map(|it| write::place(it)).collect();
    for (_, file) in &job.outputs {
        // A share that is written over cannot be joined once more.
        if reports.contains(&write::place(file)) {
            bail!("--output: {} is a report to join, and would be lost", file.display());
        }
    }
    Ok(())
}

/// What stands for the shares that are missing, where that is allowed.
fn missing(job: &Merge, joined: &Joined) -> Result<Vec<NotRead>> {
    let (missing, of) = joined.missing();
    if missing.is_empty() {
        return Ok(Vec::new());
    }
    if !job.partial {
        let list: Vec<_> = missing.iter().map(ToString::to_string).collect();
        bail!(
            "of {of} shares, {} {} missing: give all of them, or --partial to join what is \
             there",
            list.join(", "),
            if missing.len() == 1 { "is" } else { "are" },
        );
    }
    let none = |it| NotRead {
        path: format!("share {it} of {of}").into(),
        why: "its report was not joined: its drafts are not in this one".into(),
        wanted: false,
    };
    Ok(missing.into_iter().map(none).collect())
}

/// Reports do not say what their runs left out.
fn everything() -> Filter {
    Filter {
        select: Vec::new(),
        ignore: Vec::new(),
        severity: Severity::Note,
        confidence: Confidence::Low,
        changed: None,
    }
}

fn written(job: &Merge, report: &Report<'_>) -> Result<Outcome> {
    let mut undone = report.not_read.iter().any(|it| it.wanted);
    if job.quiet || job.format.name != "human" {
        tell_wanted(report.not_read.iter());
    }
    if report.totals.drafts == 0 {
        say("the reports hold no draft");
        undone = true;
    }
    for &(output, ref file) in &job.outputs {
        if let Err(err) = write::to_file(*output, report, file) {
            say(&format!("cannot write {}: {err}", file.display()));
            undone = true;
        }
    }
    let style = terminal::style(job.color, job.quiet);
    write::to_stdout(|to: &mut dyn io::Write| (job.format.write)(report, style, to))?;
    Ok(outcome(undone, report, job.fail_on))
}
