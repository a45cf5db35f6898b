use std::{fs, path::Path};

use anyhow::{Context as _, Result, bail};
use walkdir::WalkDir;

use crate::rules::{BUILT_IN, RuleSet};

/// The rules in `folder`, or those that the program was built with.
pub(super) fn load(folder: Option<&Path>) -> Result<RuleSet> {
    let Some(folder) = folder else {
        return RuleSet::new(BUILT_IN.iter().copied())
            .context("the rules that are built in");
    };
    let files = files(folder)?;
    if files.is_empty() {
        bail!("no rules in {}", folder.display());
    }
    let rules = RuleSet::new(files.iter().map(|(path, text)| (&**path, &**text)))
        .with_context(|| format!("the rules in {}", folder.display()))?;
    if rules.rules().next().is_none() {
        bail!(
            "no rules in {}: it has word lists, but no page of a rule",
            folder.display()
        );
    }
    Ok(rules)
}

/// The digest and the number of the rules that the program was built with, as
/// [`RuleSet`] has them: who asks for a version does not wait for word lists.
pub(super) fn built_in() -> (String, usize) {
    let mut hasher = blake3::Hasher::new();
    for part in BUILT_IN.iter().flat_map(|(path, text)| [path, text]) {
        hasher.update(part.as_bytes()).update(&[0]);
    }
    let page = |it: &Path| {
        it.extension().is_some_and(|it| it == "md") && !it.ends_with("README.md")
    };
    let count = BUILT_IN.iter().filter(|(path, _)| page(Path::new(path))).count();
    (hasher.finalize().to_hex()[..16].to_owned(), count)
}

/// Pages and word lists with their paths below `folder`, sorted as in the program.
fn files(folder: &Path) -> Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder) {
        let entry = entry.with_context(|| format!("cannot read {}", folder.display()))?;
        let path = entry.path();
        let name = path.strip_prefix(folder).unwrap_or(path);
        let ending = path.extension().and_then(|it| it.to_str());
        let ours =
            matches!(ending, Some("md" | "toml")) && name != Path::new("README.md");
        if entry.file_type().is_file() && ours {
            let text = fs::read_to_string(path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            files.push((name.to_owned(), text));
        }
    }
    files.sort();
    let slashes = |path: &Path| path.to_string_lossy().replace('\\', "/");
    Ok(files.into_iter().map(|(path, text)| (slashes(&path), text)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_names_the_rules_that_run() {
        let rules = RuleSet::built_in();
        let (digest, count) = built_in();
        assert_eq!((&*digest, count), (rules.digest(), rules.rules().count()));
    }
}
