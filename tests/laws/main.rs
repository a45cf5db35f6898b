//! What holds for every draft, whatever it says.
#![expect(clippy::disallowed_methods, reason = "it reads fixtures and runs the program")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

mod builder;
mod markup;
mod order;
mod origins;
mod total;

#[path = "../support"]
mod support {
    pub(crate) mod package;
    pub(crate) mod read;
    pub(crate) mod word;
}

use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use reclint::rules::RuleSet;

static RULES: LazyLock<RuleSet> = LazyLock::new(RuleSet::built_in);

/// The drafts of the corpus that a person wrote as text, and the sources of the others.
fn corpus() -> Vec<PathBuf> {
    let folders = fs::read_dir("corpus").unwrap().map(|it| it.unwrap().path());
    let files = folders.filter(|it| it.is_dir()).flat_map(|it| {
        let files = fs::read_dir(it).unwrap().map(|it| it.unwrap().path());
        files.collect::<Vec<_>>()
    });
    let draft = |it: &Path| {
        matches!(
            it.file_name().and_then(|it| it.to_str()),
            Some("source.md" | "draft.md" | "draft.adoc" | "draft.txt")
        )
    };
    let mut drafts: Vec<_> = files.filter(|it| draft(it)).collect();
    drafts.sort();
    drafts
}
