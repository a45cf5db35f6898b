use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use anyhow::{Context as _, Result};
use globset::{GlobBuilder, GlobMatcher};

/// Which of the files found in folders and archives to take, as one place says it: the
/// command line, or `[files]` of the settings.
#[derive(Debug, Default)]
pub(in crate::app) struct Globs {
    include: Vec<Glob>,
    exclude: Vec<Glob>,
}

/// A pattern of paths.
#[derive(Debug)]
struct Glob {
    // The pattern, after who says it.
    said: String,
    // What it names, and what lies in that.
    matchers: [GlobMatcher; 2],
    used: bool,
}

impl Globs {
    /// Patterns as seen from `folder`, each with who says it.
    pub(in crate::app) fn new<'a>(
        folder: &Path,
        include: impl Iterator<Item = (&'a str, &'a str)>,
        exclude: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self> {
        let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        let compiled = |(by, it): (&str, &str)| {
            let said = format!("{by} `{it}`");
            let matchers = matchers(it, &folder);
            let matchers = matchers.with_context(|| said.clone())?;
            Ok(Glob { said, matchers, used: false })
        };
        Ok(Self {
            include: include.map(compiled).collect::<Result<_>>()?,
            exclude: exclude.map(compiled).collect::<Result<_>>()?,
        })
    }

    /// Whether what lies at `place`, a file or a folder with all in it, is left out.
    pub(super) fn excludes(&mut self, place: &Path) -> bool {
        hit(&mut self.exclude, place)
    }

    /// Whether the file at `place` is asked for: all are where nothing is asked for.
    pub(super) fn includes(&mut self, place: &Path) -> bool {
        self.include.is_empty() || hit(&mut self.include, place)
    }

    /// The patterns that ask for files and found none.
    pub(super) fn idle(&self) -> impl Iterator<Item = &str> {
        self.include.iter().filter(|it| !it.used).map(|it| &*it.said)
    }
}

fn hit(globs: &mut [Glob], place: &Path) -> bool {
    let mut any = false;
    // All are asked, for each has to know whether it found something.
    for glob in globs {
        if glob.matchers.iter().any(|it| it.is_match(place)) {
            glob.used = true;
            any = true;
        }
    }
    any
}

/// A pattern as one of whole paths. What names a file or a folder means that one,
/// whatever signs its name holds; one that begins with `**/` is at home everywhere.
fn matchers(pattern: &str, folder: &Path) -> Result<[GlobMatcher; 2]> {
    let pattern = pattern.replace('\\', "/");
    let pattern = pattern.trim_end_matches('/');
    let (seen, rest) = from(folder, pattern);
    let there = seen.join(rest);
    let whole = if fs::symlink_metadata(&there).is_ok() {
        let there: PathBuf = there.components().collect();
        globset::escape(&there.to_string_lossy())
    } else if pattern.starts_with("**/") || Path::new(pattern).is_absolute() {
        pattern.to_owned()
    } else {
        let seen = globset::escape(&seen.to_string_lossy());
        format!("{}/{rest}", seen.trim_end_matches('/'))
    };
    let matcher = |it: &str| -> Result<GlobMatcher> {
        // A star stays within one folder, as people expect of paths.
        let glob = GlobBuilder::new(it).literal_separator(true).build();
        Ok(glob
            .map_err(|it| anyhow::Error::msg(it.kind().to_string()))?
            .compile_matcher())
    };
    Ok([matcher(&whole)?, matcher(&format!("{whole}/**"))?])
}

/// A pattern and the folder that it is seen from, without `./` and `../` before it.
fn from<'a>(folder: &Path, pattern: &'a str) -> (PathBuf, &'a str) {
    let (mut folder, mut rest) = (folder.to_owned(), pattern);
    loop {
        if let Some(it) = rest.strip_prefix("./") {
            rest = it;
        } else if let Some(it) = rest.strip_prefix("../") {
            rest = it;
            if folder
                .components()
                .next_back()
                .is_some_and(|it| matches!(it, Component::Normal(_)))
            {
                folder.pop();
            }
        } else {
            return (folder, rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, path: &str, expected: bool) {
        let base = Path::new("/there/is/none");
        let globs =
            Globs::new(base, [("--include", pattern)].into_iter(), [].into_iter());
        let place = from(base, path);
        let found = globs.unwrap().includes(&place.0.join(place.1));
        assert_eq!(found, expected, "{pattern} on {path}");
    }

    #[test]
    fn a_star_stays_within_a_folder_and_a_folder_means_all_in_it() {
        check("*.md", "a.md", true);
        check("*.md", "b/a.md", false);
        check("**/*.md", "b/c/a.md", true);
        check("**/*.md", "../other/a.md", true);
        check("./b", "b/c/a.md", true);
        check("b/", "b/c/a.md", true);
        check("b", "bc/a.md", false);
        check("../other/*", "../other/a.md", true);
        check("a.zip/b", "a.zip/b/c.docx", true);
        check("a.zip/*.docx", "a.zip/c.docx", true);
        check("TD[12]/x*", "TD1/x.md", true);
    }

    #[test]
    fn what_is_no_pattern_is_said() {
        let wrong = [("--exclude", "a[")].into_iter();
        let err = Globs::new(Path::new("."), [].into_iter(), wrong).unwrap_err();
        assert_eq!(
            format!("{err:#}"),
            "--exclude `a[`: unclosed character class; missing ']'"
        );
    }
}
