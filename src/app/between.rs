use std::{
    collections::BTreeSet,
    fs::File,
    io::{self, BufRead, BufReader, Seek as _},
    path::Path,
};

use anyhow::{Context as _, Result, anyhow};

use super::{Filter, sources::because};
use crate::{
    finding::RuleId,
    formats::View,
    report::{
        Compared, Copy, Drafts, Kept, Record, Report, Totals,
        baseline::{Baseline, Scope, remarks},
        reading::{Each, Head, read},
        view,
    },
    rules::RuleSet,
};

/// An earlier report that drafts are compared with while they are checked.
#[derive(Debug)]
pub(super) struct Earlier {
    name: Box<str>,
    baseline: Baseline,
    file: File,
}

/// What this run asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run<'a> {
    pub rules: &'a RuleSet,
    pub view: View,
    pub chosen: &'a BTreeSet<RuleId>,
    pub filter: &'a Filter,
}

impl Earlier {
    /// Reads an earlier report.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let name = name(path);
        let mut file = open(path).with_context(|| "--baseline".to_owned())?;
        let baseline = Baseline::read(BufReader::new(&mut file))
            .map_err(|err| anyhow!("--baseline: {}: {err}", path.display()))?;
        Ok(Self { name, baseline, file })
    }

    /// Says of each finding of a draft whether the earlier report has it; from any thread.
    pub(super) fn mark(&self, record: &mut Record) {
        self.baseline.mark(record);
    }

    /// What there is to say once all drafts were marked.
    pub(super) fn compared(&self, run: Run<'_>, copies: &[Copy]) -> Result<Compared> {
        let codes = run.chosen.iter().map(|it| run.rules.get(*it).code.clone());
        let scope = Scope { rules: codes.collect(), whole: run.filter.changed.is_none() };
        let gone = self.baseline.gone(&scope, copies);
        let name = &self.name;
        let mut file = &self.file;
        file.rewind().with_context(|| format!("--baseline: {name}"))?;
        let (absent, fixed) = gone
            .told(BufReader::new(file))
            .map_err(|err| anyhow!("--baseline: {name}: {err}"))?;
        let head = &self.baseline.head;
        let remarks = remarks(head, run.rules.digest(), view(run.view), &scope);
        Ok(Compared { name: name.clone(), remarks, absent, fixed })
    }

    /// Compares all drafts of a report.
    pub(super) fn compare<'r>(
        &'r self,
        mut report: Report<'r>,
        run: Run<'_>,
    ) -> Result<Report<'r>> {
        let drafts = std::mem::replace(&mut report.drafts, Box::new(Vec::new()));
        report.drafts = Box::new(Marked { drafts, earlier: self });
        let mut totals = Totals::default();
        for it in report.drafts.records() {
            totals.add(&it?, report.rules);
        }
        report.totals = totals;
        report.baseline = Some(self.compared(run, &report.copies)?);
        Ok(report)
    }
}

/// Drafts that are marked as they are read: that is the same each time, and nothing
/// more has to be kept of them.
struct Marked<'r> {
    drafts: Box<dyn Drafts + 'r>,
    earlier: &'r Earlier,
}

impl Drafts for Marked<'_> {
    fn all(&self) -> Box<dyn Iterator<Item = io::Result<Kept>> + '_> {
        Box::new(self.drafts.all().map(|it| {
            let mut kept = it?;
            self.earlier.mark(&mut kept.record);
            Ok(kept)
        }))
    }

    fn records(&self) -> Box<dyn Iterator<Item = io::Result<Record>> + '_> {
        Box::new(self.drafts.records().map(|it| {
            let mut record = it?;
            self.earlier.mark(&mut record);
            Ok(record)
        }))
    }
}

/// What a report is called: the name of its file.
pub(super) fn name(path: &Path) -> Box<str> {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into()
}

/// Opens a report that is read more than once: a pipe is kept in a file without a name.
fn open(path: &Path) -> Result<File> {
    let told =
        |err: io::Error| anyhow!("cannot read {}: {}", path.display(), because(&err));
    let mut file = File::open(path).map_err(told)?;
    let about = file.metadata().map_err(told)?;
    if about.is_dir() {
        return Err(anyhow!("{} is a folder, not a report", path.display()));
    }
    if about.is_file() {
        return Ok(file);
    }
    let mut kept = tempfile::tempfile().context("cannot keep what comes from a pipe")?;
    io::copy(&mut file, &mut kept).map_err(told)?;
    kept.rewind().map_err(told)?;
    Ok(kept)
}

/// Reads a report once, from its first byte to its last.
pub(super) fn once(path: &Path, each: &mut Each<'_>) -> Result<Head> {
    let told =
        |err: io::Error| anyhow!("cannot read {}: {}", path.display(), because(&err));
    let from: Box<dyn BufRead> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        let file = File::open(path).map_err(told)?;
        if file.metadata().map_err(told)?.is_dir() {
            return Err(anyhow!("{} is a folder, not a report", path.display()));
        }
        Box::new(BufReader::with_capacity(1 << 16, file))
    };
    read(from, each).map_err(|err| anyhow!("{}: {err}", path.display()))
}
