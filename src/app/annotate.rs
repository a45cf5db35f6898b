use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};

use super::{
    clock,
    ledger::{Found, Ledger},
    read,
    sources::{Missing, Source, because},
    write,
};
use crate::{
    formats::{
        self, Input, Limits, View,
        mark::{AUTHOR, Marked, Marking},
    },
    report::{self, Draft, Report, Style, filled},
    rules::RuleSet,
};

/// How drafts are given back with the findings in them.
#[derive(Clone, Debug)]
pub struct Annotate {
    /// Where they go.
    pub target: Target,
    /// The date of the comments, as `2026-11-22T10:00:00Z`; now without.
    pub date: Option<String>,
    /// Whether a signed file may lose its signature.
    pub break_signature: bool,
    /// Whether the result is read again before it is kept.
    pub self_check: bool,
    /// Whether an annotated draft that somebody changed may be replaced.
    pub force: bool,
}

/// Where annotated drafts go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Into this folder, under their own names.
    Folder(PathBuf),
    /// Over the drafts, of which a copy is kept beside them.
    InPlace,
}

/// A draft that was given back.
#[derive(Debug)]
pub(super) struct Annotated {
    to: PathBuf,
    marked: Marked,
    kept_as: Option<PathBuf>,
}

/// Leaves out what an earlier run wrote into the folder that drafts go to, and what lies
/// in archives.
pub(super) fn leave_out(how: &Annotate, drafts: &mut Vec<Source>) -> Vec<Missing> {
    let all = std::mem::take(drafts);
    let (packed, all): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|it| it.entry.is_some());
    *drafts = all;
    let why =
        "in an archive, into which nothing is written; unpack it to have it annotated";
    let mut left: Vec<_> =
        packed.iter().map(|it| Missing::new(&it.path, why, true)).collect();
    let Target::Folder(folder) = &how.target else { return left };
    let Ok(folder) = fs::canonicalize(folder) else { return left };
    let inside = |it: &Source| {
        let file = it.file.as_deref().filter(|_| !it.given);
        file.is_some_and(|it| write::place(it).starts_with(&folder))
    };
    let (written, kept): (Vec<_>, Vec<_>) =
        std::mem::take(drafts).into_iter().partition(inside);
    *drafts = kept;
    let why = "in the folder that annotated drafts go to; name it itself to have it read";
    left.extend(written.iter().map(|it| Missing::new(&it.path, why, false)));
    left
}

/// Refuses what cannot be given back, before any work is done.
pub(super) fn refuse(how: &Annotate, drafts: &[Source]) -> Result<()> {
    if drafts.iter().any(|it| it.file.is_none()) {
        bail!("annotate gives files back: name a file instead of the standard input");
    }
    let Target::Folder(folder) = &how.target else { return Ok(()) };
    if fs::metadata(folder).is_ok_and(|it| !it.is_dir()) {
        bail!("--out-dir: {} is a file; name a folder", folder.display());
    }
    let ending = folder.extension().map(|it| it.to_string_lossy().to_lowercase());
    if ["docx", "docm", "md", "adoc"].iter().any(|it| Some(*it) == ending.as_deref()) {
        bail!(
            "--out-dir: {} looks like a file; name a folder, the draft keeps its name in it",
            folder.display()
        );
    }
    let files: BTreeSet<_> =
        drafts.iter().filter_map(|it| it.file.as_deref()).map(write::place).collect();
    let mut seen = BTreeMap::new();
    for it in drafts {
        let path = &it.path;
        let Some(name) = name(it) else { continue };
        let target = folder.join(name);
        if files.contains(&write::place(&target)) {
            bail!(
                "{} would be replaced by an annotated draft; choose another folder, or use --in-place",
                target.display()
            );
        }
        if let Some(other) = seen.insert(target.clone(), path.clone()) {
            bail!(
                "{other} and {path} would both become {}; annotate them into folders of their own",
                target.display()
            );
        }
    }
    Ok(())
}

/// What a draft is called in the target folder.
fn name(source: &Source) -> Option<PathBuf> {
    let own = || source.file.as_ref()?.file_name().map(PathBuf::from);
    source.below.clone().or_else(own)
}

/// What all drafts of a run are annotated with.
pub(super) struct Job<'a> {
    rules: &'a RuleSet,
    view: View,
    how: &'a Annotate,
    date: String,
    ledger: Ledger,
}

impl<'a> Job<'a> {
    pub(super) fn new(how: &'a Annotate, rules: &'a RuleSet, view: View) -> Result<Self> {
        let date = clock::moment(how.date.as_deref())?;
        let ledger = match &how.target {
            Target::Folder(folder) => Ledger::load(folder),
            Target::InPlace => Ledger::default(),
        };
        Ok(Self { rules, view, how, date, ledger })
    }

    /// Notes what was written.
    pub(super) fn finish(&self) -> Result<()> {
        self.ledger.save().context("cannot note what was written")
    }
}

/// When the comments of ours were written that the draft has already.
fn ours(draft: &Draft) -> Option<&str> {
    let mut remarks = draft.document.remarks().iter();
    remarks.find(|it| it.author.as_deref() == Some(AUTHOR))?.date.as_deref()
}

/// Gives a draft back; else says why not.
pub(super) fn one(
    draft: &Draft,
    source: &Source,
    job: &Job<'_>,
) -> Result<Annotated, String> {
    let done = match (&source.file, name(source)) {
        (Some(file), Some(name)) => read::guarded(|| given(draft, file, &name, job)),
        _ => Err("it has no place to be written to".to_owned()),
    };
    done.map_err(|why| format!("{}: not annotated: {why}", draft.path))
}

fn given(
    draft: &Draft,
    own: &Path,
    called: &Path,
    job: &Job<'_>,
) -> Result<Annotated, String> {
    let how = job.how;
    let limits = Limits::default();
    let bytes = read::bytes(Some(own), limits.file)?;
    if *draft.digest != *report::digest(&bytes) {
        return Err("it changed while it was read; run again".to_owned());
    }
    let folder = read::folder(Some(own));
    let include = |name: &str| read::included(folder.as_deref(), name).map(|it| it.1);
    let (name, view) = (&*draft.path, job.view);
    let input = Input { name, bytes: &bytes, view, include: &include, limits };
    let marks = report::marks(draft, job.rules);
    let marking = Marking {
        date: Some(&job.date),
        open: &draft.known.open,
        answered: &draft.known.answered,
        break_signature: how.break_signature,
        title: marks.title,
        summary: &|moved| marks.summary(draft, job.rules, moved),
    };
    let mark = |marking| {
        let marked = formats::mark(input, &marks.findings, marking);
        marked.map_err(|it| it.to_string())
    };
    let mut marked = mark(&marking)?;
    // A run that finds nothing new leaves the file alone, with the dates that it has.
    if let Some(date) = ours(draft).filter(|_| how.date.is_none()) {
        let same = mark(&Marking { date: Some(date), ..marking })?;
        if same.bytes == bytes && same.parts.is_empty() {
            marked = same;
        }
    }
    if how.self_check {
        formats::verify(input, &marked).map_err(|it| it.to_string())?;
    }
    let to = match &how.target {
        Target::Folder(folder) => folder.join(called),
        // A link stays a link, and the draft that it leads to gets the comments.
        Target::InPlace => write::place(own),
    };
    let mut kept_as = None;
    let parts = marked.parts.iter().map(|(name, bytes)| (Some(&**name), bytes));
    let files: Vec<_> = (parts.chain([(None, &marked.bytes)]))
        .map(|(name, bytes)| {
            (name.map_or_else(|| to.clone(), |it| to.with_file_name(it)), bytes)
        })
        .collect();
    for (file, bytes) in &files {
        job.may_replace(file, bytes)?;
    }
    for (file, bytes) in files {
        let made = file.parent().map_or(Ok(()), fs::create_dir_all);
        made.map_err(|it| cannot(&file, &it))?;
        if how.target == Target::InPlace {
            let copy = backed_up(&file, bytes).map_err(|it| cannot(&file, &it))?;
            kept_as = copy.or(kept_as);
        }
        write::bytes(bytes, &file, Some(own)).map_err(|it| cannot(&file, &it))?;
        job.ledger.wrote(&file);
    }
    Ok(Annotated { to, marked, kept_as })
}

fn cannot(file: &Path, err: &io::Error) -> String {
    let why = match err.kind() {
        io::ErrorKind::PermissionDenied => "you are not permitted to".to_owned(),
        _ => because(err),
    };
    format!("cannot write {}: {why}", file.display())
}

impl Job<'_> {
    /// Refuses to replace an annotated draft that somebody has worked on.
    fn may_replace(&self, file: &Path, bytes: &[u8]) -> Result<(), String> {
        if self.ledger.taken(file, &report::digest(bytes)) {
            return Err(format!(
                "{} is part of two drafts and would get other comments from each; annotate them into folders of their own",
                file.display()
            ));
        }
        if self.how.force || self.how.target == Target::InPlace {
            return Ok(());
        }
        let why = match self.ledger.find(file, bytes) {
            Found::Free => return Ok(()),
            Found::Changed => "somebody has changed or answered it since",
            Found::Foreign => "was not written by reclint",
        };
        Err(format!(
            "{} is there already and {why}; annotate that file itself to keep what is in it, choose another folder, or use --force",
            file.display()
        ))
    }
}

/// Keeps a copy of a file that is about to be replaced, unless it stays as it is.
fn backed_up(file: &Path, bytes: &[u8]) -> io::Result<Option<PathBuf>> {
    let old = fs::read(file)?;
    if old == bytes {
        return Ok(None);
    }
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let names = std::iter::once(format!("{name}.bak"))
        .chain((2..).map(|it| format!("{name}.bak{it}")));
    for name in names {
        let copy = file.with_file_name(name);
        // An earlier copy is never lost; one that is the same already serves.
        match fs::read(&copy) {
            Ok(it) if it == old => return Ok(Some(copy)),
            Ok(_) => {}
            Err(err) if err.kind() == io::ErrorKind::NotFound => {
                write::bytes(&old, &copy, Some(file))?;
                return Ok(Some(copy));
            }
            Err(err) => return Err(err),
        }
    }
    Ok(None)
}

/// Tells people what was written where.
pub(super) fn told(
    done: &[Result<Annotated, String>],
    report: &Report<'_>,
    style: Style,
    to: &mut dyn Write,
) -> io::Result<()> {
    if !style.quiet {
        for it in done.iter().filter_map(|it| it.as_ref().ok()) {
            writeln!(to, "{}", filled(style, "", "  ", &it.line()))?;
        }
    }
    writeln!(to, "{}", filled(style, "", "", &report::summary(report)))
}

impl Annotated {
    fn line(&self) -> String {
        let Marked { written, kept, removed, moved, parts, .. } = &self.marked;
        let comments = match written {
            0 => "no comment but the one that sums up".to_owned(),
            1 => "1 comment".to_owned(),
            count => format!("{count} comments"),
        };
        let mut line = vec![format!("{}: {comments}", self.to.display())];
        let left_out = moved.iter().filter(|it| it.left_out).count();
        for (count, words) in [
            (moved.len() - left_out, "not on their own words, which they quote"),
            (left_out, "left out, counted in the first comment"),
            (*kept, "kept with their answers"),
            (*removed, "of an earlier run taken away"),
            (parts.len(), "included files as well"),
        ] {
            if 0 < count {
                line.push(format!("{count} {words}"));
            }
        }
        if let Some(copy) = &self.kept_as {
            line.push(format!("the draft as it was is {}", copy.display()));
        }
        line.join("; ")
    }
}
