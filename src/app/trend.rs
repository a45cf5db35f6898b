use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, BufReader},
    path::{Path, PathBuf},
};

use anyhow::{Result, anyhow, bail};

use super::{Color, Outcome, between, rules, sources::because, terminal, write};
use crate::report::{
    trend::{self, Column, Trend as Counts},
    trend_page,
};

/// Which reports to put side by side, and what to write.
#[derive(Clone, Debug)]
pub struct Trend {
    /// Files, or names and files as `NAME=FILE`, the earliest first.
    pub reports: Vec<String>,
    /// The page to write.
    pub page: Option<PathBuf>,
    /// What to write to the standard output.
    pub format: TrendFormat,
}

/// How to write counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TrendFormat {
    /// A table for people.
    #[default]
    Human,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
}

/// Puts the counts of several reports side by side.
pub fn trend(job: &Trend) -> Result<Outcome> {
    let rules = rules::load(None)?;
    let named = named(&job.reports);
    if let Some(page) = &job.page {
        let page = write::place(page);
        if named.iter().any(|(_, file)| write::place(file) == page) {
            bail!("-o: {} is a report, and would be lost", page.display());
        }
    }
    let mut columns = Vec::new();
    for (label, file) in named {
        columns.push(column(label, &file)?);
    }
    let counts = Counts::of(columns, &rules);
    if let Some(file) = &job.page {
        let mut page = Vec::new();
        trend_page(&counts, &mut page)?;
        write::bytes(&page, file, None).map_err(|err| {
            anyhow!("cannot write {}: {}", file.display(), because(&err))
        })?;
    }
    let style = terminal::style(Color::Never, false);
    write::to_stdout(|to| match job.format {
        TrendFormat::Human => trend::human(&counts, style, to),
        TrendFormat::Json => trend::json(&counts, to),
        TrendFormat::Csv => trend::csv(&counts, to),
    })?;
    Ok(Outcome::Clean)
}

fn column(label: String, file: &Path) -> Result<Column> {
    let told =
        |err: io::Error| anyhow!("cannot read {}: {}", file.display(), because(&err));
    let open = File::open(file).map_err(told)?;
    if open.metadata().map_err(told)?.is_dir() {
        bail!("{} is a folder, not a report", file.display());
    }
    let from = BufReader::with_capacity(1 << 16, open);
    Column::read(label, from).map_err(|err| anyhow!("{}: {err}", file.display()))
}

/// What each report is called, and where it is.
///
/// A file goes by its own name; where all are called alike, as `report.json` of each
/// meeting's folder, it goes by its folder.
fn named(reports: &[String]) -> Vec<(String, PathBuf)> {
    let split: Vec<(Option<&str>, PathBuf)> = reports
        .iter()
        .map(|it| match it.split_once('=') {
            Some((label, file)) if !label.is_empty() && fs::metadata(it).is_err() => {
                (Some(label), file.into())
            }
            _ => (None, it.into()),
        })
        .collect();
    let stem = |it: &Path| {
        let name = between::name(it);
        let bare = name.strip_suffix(".jsonl").or_else(|| name.strip_suffix(".json"));
        bare.unwrap_or(&name).to_owned()
    };
    let folder = |it: &Path| {
        let folder = it.parent().and_then(Path::file_name);
        folder.map_or_else(|| stem(it), |it| it.to_string_lossy().into_owned())
    };
    let bare = || split.iter().filter(|it| it.0.is_none()).map(|it| &*it.1);
    let stems: BTreeSet<_> = bare().map(stem).collect();
    let own = stems.len() == bare().count();
    let label = |it: &Path| if own { stem(it) } else { folder(it) };
    split
        .iter()
        .map(|(name, file)| {
            (name.map_or_else(|| label(file), str::to_owned), file.clone())
        })
        .collect()
}
