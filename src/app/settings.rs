use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use globset::{GlobBuilder, GlobMatcher};

use super::{say, sources::Globs, write};
use crate::{
    allow::{self, Allowance, settings},
    check,
    finding::Finding,
    report::Draft,
    rules::RuleSet,
};

/// What the file is called where nobody names another.
const USUAL: &str = "reclint.toml";

/// What such a file looks like, with everything in comments.
const EXAMPLE: &str = include_str!("reclint.toml");

/// The largest file of allowances; real ones have a few hundred lines.
const LARGEST: u64 = 4 << 20;

/// The allowances that stand outside of the drafts.
#[derive(Debug, Default)]
pub(super) struct Settings {
    file: PathBuf,
    /// Which files to take of folders and archives.
    pub files: Globs,
    allowances: Vec<Allowance>,
    // Which drafts each is for; every draft without.
    paths: Vec<Option<GlobMatcher>>,
}

/// The folder that holds a file, links resolved.
fn folder_of(file: &Path) -> PathBuf {
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| Path::new("."));
    fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned())
}

/// Whether a path that is no pattern leads nowhere.
fn is_lost(path: &str, settings: &Path) -> bool {
    let folder = settings.parent().unwrap_or_else(|| Path::new(""));
    let there = folder.join(path);
    // What lies in an archive cannot be seen from here.
    let packed = there.ancestors().skip(1).any(Path::is_file);
    !path.contains(['*', '?', '[', '{']) && !there.exists() && !packed
}

/// A path as a pattern: that of a folder means all that is in it, and one that names a
/// file means that file, whatever signs its name holds.
fn pattern(path: &str, settings: &Path) -> String {
    let path = path.replace('\\', "/");
    let path = path.trim_start_matches("./");
    let folder = settings.parent().unwrap_or_else(|| Path::new(""));
    let there = folder.join(path);
    let path = there.strip_prefix(folder).map_or(path.into(), |it| it.to_string_lossy());
    if there.is_dir() {
        format!("{}/**", globset::escape(path.trim_end_matches('/')))
    } else if there.is_file() && ends_in_zip(&there) {
        format!("{}/**", globset::escape(&path))
    } else if there.is_file() {
        globset::escape(&path)
    } else {
        path.into_owned()
    }
}

fn ends_in_zip(file: &Path) -> bool {
    file.extension().is_some_and(|it| it.eq_ignore_ascii_case("zip"))
}

/// The allowances that one draft is offered, and where each stands among all.
#[derive(Debug, Default)]
pub(super) struct Offered {
    pub allowances: Vec<Allowance>,
    pub places: Vec<usize>,
}

/// Writes a file of allowances to begin with; one that is there stays.
pub(super) fn begin() -> Result<&'static str> {
    if fs::symlink_metadata(USUAL).is_ok() {
        bail!("{USUAL} is here already, and stays as it is");
    }
    write::bytes(EXAMPLE.as_bytes(), Path::new(USUAL), None)
        .with_context(|| format!("cannot write {USUAL}"))?;
    Ok(USUAL)
}

impl Settings {
    /// Reads the file that was named, or the usual one if it is there.
    pub(super) fn load(named: Option<&Path>, rules: &RuleSet) -> Result<Self> {
        let file = named.unwrap_or_else(|| Path::new(USUAL));
        let cannot = || format!("cannot read {}", file.display());
        match fs::metadata(file) {
            Err(err) if named.is_none() && err.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(err) => return Err(err).with_context(cannot),
            Ok(it) if it.is_dir() => bail!("{} is a folder, not a file", file.display()),
            Ok(it) if LARGEST < it.len() => {
                bail!("{} is larger than any file of allowances", file.display())
            }
            Ok(_) => {}
        }
        let text = fs::read_to_string(file).with_context(cannot)?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let said =
            settings::parse(&text, &name).with_context(|| file.display().to_string())?;
        let mut all = Self { file: write::place(file), ..Self::default() };
        all.files = Globs::new(
            all.file.parent().unwrap_or_else(|| Path::new("")),
            said.include.iter().map(|it| (&*it.place, &*it.path)),
            said.exclude.iter().map(|it| (&*it.place, &*it.path)),
        )?;
        for entry in said.allowances {
            let place = &entry.allowance.place;
            if let Err(why) = entry.allowance.rule(rules) {
                bail!("{place}: {why}");
            }
            if let Some(path) = entry.path.as_deref().filter(|it| is_lost(it, &all.file))
            {
                say(&format!(
                    "{place}: there is no file at `{path}`, so this allowance is for no draft"
                ));
            }
            let glob = entry.path.as_deref().map(|it| {
                let it = &pattern(it, &all.file);
                // A star stays within one folder, as people expect of paths.
                let glob = GlobBuilder::new(it).literal_separator(true).build();
                glob.map(|it| it.compile_matcher())
                    .with_context(|| format!("{place}: path"))
            });
            all.paths.push(glob.transpose()?);
            all.allowances.push(entry.allowance);
        }
        Ok(all)
    }

    /// The allowances for the draft in `file`.
    pub(super) fn of(&self, file: Option<&Path>) -> Offered {
        if self.allowances.is_empty() {
            return Offered::default();
        }
        let folder = self.file.parent().unwrap_or_else(|| Path::new(""));
        // By the name that was given, and by what a link leads to.
        let given = file.map(|it| folder_of(it).join(it.file_name().unwrap_or_default()));
        let real = file.map(write::place);
        let below = |it: &Option<PathBuf>| {
            let below = it.as_deref()?.strip_prefix(folder).ok()?;
            Some(below.to_owned())
        };
        let names = [below(&given), below(&real)];
        let fits = |it: &usize| match &self.paths[*it] {
            None => true,
            Some(glob) => names.iter().flatten().any(|it| glob.is_match(it)),
        };
        let places: Vec<usize> = (0..self.allowances.len()).filter(fits).collect();
        let allowances = places.iter().map(|it| self.allowances[*it].clone()).collect();
        Offered { allowances, places }
    }

    /// What is to be said, in a draft that it was for, of an allowance that nobody uses.
    pub(super) fn unused(
        &self,
        allowance: usize,
        draft: &Draft,
        rules: &RuleSet,
        today: Option<&str>,
    ) -> Vec<Finding> {
        let (doc, facts) = (&draft.document, &draft.facts);
        let allowance = self.allowances.get(allowance);
        let found = allowance.and_then(|it| allow::unmatched(it, doc, rules, today));
        let mut found: Vec<_> = found.into_iter().collect();
        check::mark(&mut found, doc, facts, rules);
        found
    }

    /// Whether there is any.
    pub(super) const fn is_empty(&self) -> bool {
        self.allowances.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_says_what_can_be_written() {
        let lines = EXAMPLE.lines().skip_while(|it| *it != "# [[allow]]");
        let text: Vec<_> = lines.filter_map(|it| it.strip_prefix("# ")).collect();
        let said = settings::parse(&text.join("\n"), USUAL).unwrap();
        let entries = said.allowances;
        assert_eq!(entries.len(), 1);
        assert_eq!(&*entries[0].allowance.rule, "CR03");
        assert!(entries[0].path.is_some() && entries[0].allowance.until.is_some());
        assert_eq!((said.include.len(), said.exclude.len()), (1, 2));
        let nothing = settings::Settings::default();
        assert_eq!(settings::parse(EXAMPLE, USUAL), Ok(nothing));
    }
}
