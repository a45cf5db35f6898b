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
        Compared, Copy, Record,
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
    pub(super) fn compared(mut self, run: Run<'_>, copies: &[Copy]) -> Result<Compared> {
        let codes = run.chosen.iter().map(|it| run.rules.get(*it).code.clone());
        let scope = Scope { rules: codes.collect(), whole: run.filter.changed.is_none() };
        let gone = self.baseline.gone(&scope, copies);
        let again = |it: &mut File| {
            it.rewind()?;
            Ok::<_, io::Error>(BufReader::new(it.try_clone()?))
        };
        let name = &self.name;
        let from =
            again(&mut self.file).with_context(|| format!("--baseline: {name}"))?;
        let (absent, fixed) =
            gone.told(from).map_err(|err| anyhow!("--baseline: {name}: {err}"))?;
        let head = &self.baseline.head;
        let remarks = remarks(head, run.rules.digest(), view(run.view), &scope);
        Ok(Compared { name: self.name, remarks, absent, fixed })
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
