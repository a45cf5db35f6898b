//! A run over drafts from what was asked to the exit code.

use std::{
    collections::BTreeSet,
    io::{self, BufWriter, Write as _},
};

use anyhow::{Context as _, Result, bail};

use super::{
    Job, Outcome,
    annotate::{self, Annotated},
    arrivals::{Tell, Teller},
    between,
    cache::Cache,
    choice, clock, meeting, parts,
    progress::Progress,
    read, rules,
    run::{self, Ran, Tools},
    say,
    settings::{self, Settings},
    shard,
    sources::{self, Missing, Source, Sources},
    stop, terminal,
    work::{Pages, Work},
    write,
};
use crate::{
    finding::Severity,
    report::{NotRead, Report, jsonl, revisions::revisions},
    rules::RuleSet,
};

/// Checks drafts and writes what was found.
pub fn check(job: &Job) -> Result<Outcome> {
    if let Some(pages) = &job.meeting {
        meeting::refuse(pages, &job.paths)?;
    }
    let rules = rules::load(job.rules.as_deref())?;
    let chosen = choice::chosen(&rules, &job.filter)?;
    if job.shard.is_some() && job.baseline.is_some() {
        bail!(
            "--baseline: one share cannot know what was fixed in another; give it to \
             `reclint merge` with the reports of all shares"
        );
    }
    let earlier = job.baseline.as_deref().map(between::Earlier::open).transpose()?;
    let mut settings = settings::Settings::load(job.config.as_deref(), &rules)?;
    let sources = found(job, &rules, &mut settings)?;
    let today = clock::today(job.as_of.as_deref())?;
    let work = Work {
        rules: &rules,
        chosen: &chosen,
        view: job.view,
        today: Some(&today),
        changed: job.filter.changed.as_ref(),
        pages: pages(job, sources.drafts.len()),
    };
    let streams = job.format.name == "jsonl"
        && job.meeting.is_none()
        && settings.is_empty()
        && earlier.is_none();
    let left_alone = sources.left_alone.len();
    let ran = ran(job, sources, work, &settings, streams)?;
    let mut undone = ran.undone();
    tell_missing(job, &ran, left_alone);
    let (mut report, annotated) = ran.report(job, &rules, left_alone)?;
    if let Some(earlier) = &earlier {
        let (rules, view, filter) = (&rules, job.view, &job.filter);
        let run = between::Run { rules, view, chosen: &chosen, filter };
        report = earlier.compare(report, run)?;
    }
    for &(output, ref file) in &job.outputs {
        // What was found is not lost because one file of several cannot be written.
        if let Err(err) = write::to_file(*output, &report, file) {
            say(&format!("cannot write {}: {err}", file.display()));
            undone = true;
        }
    }
    let style = terminal::style(job.color, job.quiet);
    let pages = job.meeting.as_ref();
    let index = pages.map(|it| meeting::write(&report, it, job, &today)).transpose()?;
    write::to_stdout(|to| match (job.format.name, &index) {
        ("human", Some(index)) => meeting::told(&report, index, style, to),
        ("human", None) if job.annotate.is_some() => {
            annotate::told(&annotated, &report, style, to)
        }
        ("jsonl", _) if streams => jsonl::rest(&report, to),
        _ => (job.format.write)(&report, style, to),
    })?;
    Ok(outcome(undone, &report, job.fail_on))
}

/// What there is to read, and what of it this job leaves to others.
fn found(job: &Job, rules: &RuleSet, settings: &mut Settings) -> Result<Sources> {
    let files = std::mem::take(&mut settings.files);
    let mut sources = sources::find(job, files)?;
    refuse_outputs(job, &sources.drafts)?;
    if let Some(pages) = &job.meeting {
        meeting::leave_out(pages, &job.paths, &mut sources);
    }
    sources.missing.extend(parts::take_out(&mut sources.drafts, rules, job.view));
    if let Some(shard) = job.shard {
        shard::take(shard, &mut sources);
    }
    if let Some(how) = &job.annotate {
        sources.missing.extend(annotate::leave_out(how, &mut sources.drafts));
        annotate::refuse(how, &sources.drafts)?;
    }
    Ok(sources)
}

/// Reads and checks every draft, with the cache, a line of progress and an ear for
/// Ctrl-C.
fn ran(
    job: &Job,
    sources: Sources,
    work: Work<'_>,
    settings: &Settings,
    streams: bool,
) -> Result<Ran> {
    let Sources { drafts, missing, .. } = sources;
    let how = job.annotate.as_ref();
    let annotate =
        how.map(|it| annotate::Job::new(it, work.rules, job.view)).transpose()?;
    let cache = if job.cache { Cache::open(None) } else { Cache::off() };
    let count = drafts.len();
    let progress = Progress::new(count, job.progress);
    let tools = Tools {
        settings,
        cache: &cache,
        progress: &progress,
        stop: stop::heed(),
        annotate: annotate.as_ref(),
        shared: job.shard.is_some(),
    };
    let ran = run::all(drafts, work, tools, streams.then(teller), job.jobs);
    let told = progress.finish();
    // A damaged cache can make its store panic; the run is done all the same.
    let kept = read::quietly(|| read::guarded(|| Ok(cache.close()))).unwrap_or_else(Some);
    if let Some(job) = &annotate {
        job.finish()?;
    }
    let mut ran = ran?;
    for words in [told, kept].into_iter().flatten() {
        say(&words);
    }
    if 0 < ran.left {
        let done = count - ran.left;
        bail!("stopped after {done} of {count} drafts; no report was written");
    }
    ran.missing.extend(missing);
    ran.missing.sort();
    Ok(ran)
}

/// So many drafts that could not be read are told one by one; the report names all.
const TOLD: usize = 40;

/// Tells of drafts that somebody will miss.
pub(super) fn tell_wanted<'a>(files: impl Iterator<Item = &'a NotRead>) {
    let mut more = 0_usize;
    for (place, it) in files.filter(|it| it.wanted).enumerate() {
        if place < TOLD {
            say(&format!("{}: {}", it.path, it.why));
        } else {
            more += 1;
        }
    }
    if 0 < more {
        say(&format!("and {more} more could not be read: the report names them"));
    }
}

/// Tells of what was not done where the report itself is not for people.
fn tell_missing(job: &Job, ran: &Ran, left_alone: usize) {
    let elsewhere = job.annotate.is_some() || job.meeting.is_some();
    if job.quiet || elsewhere || job.format.name != "human" {
        tell_wanted(ran.missing.iter().map(|it| &it.file));
    }
    if ran.totals.drafts == 0 {
        say(&nothing(left_alone));
    }
    for err in ran.annotated.iter().filter_map(|it| it.as_ref().err()) {
        say(err);
    }
}

impl Ran {
    /// Whether something was not done.
    fn undone(&self) -> bool {
        self.failed
            || self.totals.drafts == 0
            || self.missing.iter().any(|it| it.file.wanted)
            || self.annotated.iter().any(Result::is_err)
    }

    /// The report on it, and the drafts that were given back.
    fn report<'r>(
        self,
        job: &Job,
        rules: &'r RuleSet,
        left_alone: usize,
    ) -> Result<(Report<'r>, Vec<Result<Annotated, String>>)> {
        let Self { heads, totals, copies, missing, annotated, waiting, .. } = self;
        let revisions =
            revisions(&heads, &copies).context("cannot read again what was found")?;
        let report = Report {
            rules,
            view: job.view,
            drafts: Box::new(heads),
            totals,
            copies,
            revisions,
            not_read: missing.into_iter().map(|it: Missing| it.file).collect(),
            left_alone,
            shard: job.shard,
            waiting,
            baseline: None,
        };
        Ok((report, annotated))
    }
}

/// Which pages the outputs of this job need.
fn pages(job: &Job, drafts: usize) -> Pages {
    if job.meeting.is_some() {
        return Pages::Alone;
    }
    let outputs = job.outputs.iter().map(|it| it.0);
    match outputs.chain([job.format]).any(|it| it.name == "html") {
        false => Pages::None,
        true if drafts == 1 => Pages::Alone,
        true => Pages::Among,
    }
}

/// Writes each draft to the standard output as soon as those before it are written.
fn teller<'a>() -> Teller<'a> {
    let mut to = BufWriter::new(io::stdout());
    let mut closed = false;
    Box::new(move |it| {
        if closed {
            return Ok(());
        }
        let done = match it {
            Tell::Draft(record) => jsonl::draft(record, &mut to),
            Tell::Copy(copy) => jsonl::copy(copy, &mut to),
        };
        match done.and_then(|()| to.flush()) {
            // A reader that has seen enough is no error.
            Err(err) if err.kind() == io::ErrorKind::BrokenPipe => {
                closed = true;
                Ok(())
            }
            done => done,
        }
    })
}

fn nothing(left_alone: usize) -> String {
    let words = "nothing to check: no draft was read";
    match left_alone {
        0 => words.to_owned(),
        1 => format!("{words}; 1 file or folder was left alone"),
        count => format!("{words}; {count} files or folders were left alone"),
    }
}

pub(super) fn outcome(
    undone: bool,
    report: &Report<'_>,
    fail_on: Option<Severity>,
) -> Outcome {
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
        drafts.iter().filter_map(Source::on_disk).map(write::place).collect();
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
