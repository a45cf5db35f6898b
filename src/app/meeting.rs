//! A folder of pages for a meeting: one to look at, one for each draft, and what
//! programs read beside them. The page of the meeting is written last.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, BufWriter, Write as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use rayon::prelude::*;

use super::{
    Job,
    ledger::{Found, Ledger},
    read,
    sources::{Source, Sources},
    write,
};
use crate::{
    formats::View,
    report::{
        Kept, OUTPUTS, Report, Style, digest, filled, hashed,
        meeting::{Meeting, draft_file, index, page_name},
        summary,
    },
    rules::RuleSet,
};

/// The folder of pages for a meeting.
#[derive(Clone, Debug)]
pub struct Pages {
    /// Where they go.
    pub folder: PathBuf,
    /// What the meeting is called.
    pub name: Option<String>,
    /// Whether files that somebody has changed may be replaced.
    pub force: bool,
}

/// The page to begin with.
const INDEX: &str = "index.html";

/// What lies beside the pages, and the output that writes it.
const BESIDE: [(&str, &str); 3] =
    [("findings.csv", "csv"), ("report.json", "json"), ("report.sarif", "sarif")];

/// So many pages of drafts are held at a time.
const TOGETHER: usize = 64;

/// Refuses what cannot take the pages, before any work is done.
pub(super) fn refuse(pages: &Pages, paths: &[PathBuf]) -> Result<()> {
    let folder = &pages.folder;
    match fs::metadata(folder) {
        Ok(it) if !it.is_dir() => {
            bail!("--out-dir: {} is a file; name a folder", folder.display())
        }
        _ => {}
    }
    // What lies in the folder of pages is ours and is left alone: drafts would be, too.
    let (shown, place) = (folder.display(), write::place(folder));
    for path in paths.iter().filter(|it| it.is_dir()) {
        if write::place(path).starts_with(&place) {
            bail!(
                "--out-dir: {} lies in {shown}, where the pages would go; name another \
                 folder for them, for example {}",
                path.display(),
                folder.join("pages").display()
            );
        }
    }
    let ledger = Ledger::load(folder);
    let fixed = BESIDE.iter().map(|it| it.0).chain([INDEX]);
    for name in fixed {
        may_replace(&ledger, &folder.join(name), pages.force)?;
    }
    Ok(())
}

fn may_replace(ledger: &Ledger, file: &Path, force: bool) -> Result<()> {
    let why = match ledger.state(file) {
        _ if force => return Ok(()),
        Found::Free => return Ok(()),
        Found::Changed => "somebody has changed it since it was written",
        Found::Foreign => "it was not written by reclint",
    };
    bail!(
        "{} is there already, and {why}; choose another folder, or use --force",
        file.display()
    )
}

/// Writes all pages, and tells where the first is.
pub(super) fn write(
    report: &Report<'_>,
    pages: &Pages,
    job: &Job,
    today: &str,
) -> Result<PathBuf> {
    let meeting = &Meeting {
        name: pages.name.clone().or_else(|| name(&job.paths)).map(Into::into),
        date: Some(today.into()),
    };
    keep_earlier(report, pages)?;
    let folder = &pages.folder;
    let mut ledger = Ledger::load(folder);
    let drafts = folder.join("drafts");
    let made = if report.totals.drafts == 0 { folder } else { &drafts };
    fs::create_dir_all(made)
        .with_context(|| format!("cannot make {}", made.display()))?;
    let (rules, view) = (report.rules, report.view);
    let pool = read::pool(report.totals.drafts, job.jobs)?;
    let mut all = report.drafts.all();
    loop {
        let some = all.by_ref().take(TOGETHER).collect::<io::Result<Vec<_>>>();
        let some = some.context("cannot read again what was found")?;
        if some.is_empty() {
            break;
        }
        let made = pool.install(|| {
            let made = some.par_iter().map(|it| draft(it, rules, view, pages, &ledger));
            made.collect::<Result<Vec<_>>>()
        })?;
        let made: Vec<_> = made.into_iter().flatten().collect();
        let names = made.iter().map(|it| (&*it.file, &*it.digest));
        ledger.announce(names).with_context(|| cannot_in(folder))?;
        pool.install(|| {
            made.par_iter().try_for_each(|Made { file, bytes, .. }| {
                write::page(bytes, file).with_context(|| cannot(file))?;
                ledger.wrote(file);
                anyhow::Ok(())
            })
        })?;
    }
    for (name, output) in BESIDE {
        let output = OUTPUTS.iter().find(|it| it.name == output);
        let output = output.expect("the outputs beside the pages are outputs");
        let write = |to: &mut dyn io::Write| (output.write)(report, Style::PLAIN, to);
        beside(&folder.join(name), pages, &ledger, write)?;
    }
    let file = folder.join(INDEX);
    beside(&file, pages, &ledger, |to| index(report, meeting, to))?;
    ledger.remove_stale().context("cannot remove the page of a draft that is gone")?;
    ledger.save().context("cannot note what was written")?;
    Ok(file)
}

/// Refuses to put pages on nothing in the place of those of an earlier run: a folder that
/// was misspelt costs nobody the report that the next meeting is compared with.
fn keep_earlier(report: &Report<'_>, pages: &Pages) -> Result<()> {
    let folder = &pages.folder;
    if 0 < report.totals.drafts || !folder.join(INDEX).exists() {
        return Ok(());
    }
    let wanted = report.not_read.iter().find(|it| it.wanted);
    let why = wanted.map(|it| format!(" ({}: {})", it.path, it.why)).unwrap_or_default();
    bail!("no draft was read{why}: the pages in {} stay as they were", folder.display())
}

/// A meeting is called as its folder is, if nobody says otherwise.
fn name(paths: &[PathBuf]) -> Option<String> {
    let [path] = paths else { return None };
    let name = fs::canonicalize(path).ok()?.file_name()?.to_string_lossy().into_owned();
    Some(name)
}

/// Leaves alone what lies in the folder that the pages go to, unless it was named.
pub(super) fn leave_out(pages: &Pages, paths: &[PathBuf], sources: &mut Sources) {
    let Ok(folder) = fs::canonicalize(&pages.folder) else { return };
    // What comes out of an archive that was named was not named itself.
    let named: BTreeSet<_> = paths.iter().map(|it| write::place(it)).collect();
    let inside = |it: &Source| {
        let file = it.on_disk().filter(|_| !it.given).map(write::place);
        file.is_some_and(|it| it.starts_with(&folder) && !named.contains(&it))
    };
    let all = std::mem::take(&mut sources.drafts);
    let (left, kept): (Vec<_>, Vec<_>) = all.into_iter().partition(inside);
    sources.drafts = kept;
    sources.left_alone.extend(left.into_iter().map(|it| it.path));
    sources.left_alone.sort();
}

/// Tells people where to begin to read.
pub(super) fn told(
    report: &Report<'_>,
    file: &Path,
    style: Style,
    to: &mut dyn io::Write,
) -> io::Result<()> {
    if !style.quiet {
        let words = format!("the pages are written: begin with {}", file.display());
        writeln!(to, "{}", filled(style, "", "  ", &words))?;
    }
    writeln!(to, "{}", filled(style, "", "", &summary(report)))
}

/// A page that is to be written.
struct Made {
    file: PathBuf,
    digest: Box<str>,
    bytes: Vec<u8>,
}

/// Makes the page of a draft, unless it is there already.
fn draft(
    it: &Kept,
    rules: &RuleSet,
    view: View,
    pages: &Pages,
    ledger: &Ledger,
) -> Result<Option<Made>> {
    let file = pages.folder.join(page_name(&it.record.path));
    let mut bytes = Vec::new();
    let page = it.page.as_deref().unwrap_or_default();
    draft_file(&it.record, page, rules, view, &mut bytes)
        .with_context(|| cannot(&file))?;
    let digest = digest(&bytes);
    ledger.taken(&file, &digest);
    if ledger.has(&file, &bytes, &digest) {
        ledger.wrote(&file);
        return Ok(None);
    }
    may_replace(ledger, &file, pages.force)?;
    Ok(Some(Made { file, digest, bytes }))
}

/// Writes what stands beside the pages of drafts.
fn beside(
    file: &Path,
    pages: &Pages,
    ledger: &Ledger,
    write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> Result<()> {
    // Somebody may have written into it while drafts were read.
    may_replace(ledger, file, pages.force)?;
    let write = |to: &mut dyn io::Write| {
        let mut to = BufWriter::new(Noted { to, hasher: blake3::Hasher::new() });
        write(&mut to)?;
        to.flush()?;
        let digest = hashed(to.get_ref().hasher.finalize());
        ledger.announce([(file, &*digest)].into_iter())
    };
    write::whole(file, write).with_context(|| cannot(file))?;
    ledger.note(file).with_context(|| cannot(file))
}

/// Writes on, and knows the digest of what was written.
struct Noted<'t> {
    to: &'t mut dyn io::Write,
    hasher: blake3::Hasher,
}

impl io::Write for Noted<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.to.write(bytes)?;
        self.hasher.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

fn cannot_in(folder: &Path) -> String {
    format!("cannot write {}", folder.join("").display())
}

fn cannot(file: &Path) -> String {
    format!("cannot write {}", file.display())
}
