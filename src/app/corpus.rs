use std::{fs, path::Path};

use anyhow::{Context as _, Result, bail};

use super::{
    Outcome,
    read::{self, Checked, Work},
    say,
    settings::Settings,
    sources::Source,
    write,
};
use crate::{
    formats::View,
    measure::{Labels, score, table},
    rules::RuleSet,
};

/// What the draft beside its labels may be called.
const DRAFTS: [&str; 4] = ["draft.docx", "draft.md", "draft.adoc", "draft.txt"];

/// Checks every labelled draft below `corpus` and prints how right the rules are.
pub(super) fn measure(corpus: &Path, rules: &RuleSet) -> Result<Outcome> {
    let open = || format!("cannot read {}", corpus.display());
    let mut folders = fs::read_dir(corpus)
        .and_then(|it| it.map(|it| it.map(|it| it.path())).collect::<Result<Vec<_>, _>>())
        .with_context(open)?;
    folders.retain(|it| it.join("labels.toml").is_file());
    folders.sort();
    if folders.is_empty() {
        bail!("no folder in {} holds a labels.toml", corpus.display());
    }
    let settings = &Settings::default();
    let view = View::Final;
    let work = Work { rules, view, today: None, settings, changed: None };
    let (mut scored, mut outcome) = (Vec::new(), Outcome::Clean);
    for folder in folders {
        match labelled(&folder, work) {
            Ok(it) => scored.push(it),
            Err(err) => {
                say(&format!("{}: {err:#}", folder.display()));
                outcome = Outcome::Undone;
            }
        }
    }
    write::to_stdout(|to| writeln!(to, "{}", table(&scored).trim_end()))?;
    Ok(outcome)
}

fn labelled(folder: &Path, work: Work<'_>) -> Result<crate::measure::Scored> {
    let labels = fs::read_to_string(folder.join("labels.toml")).context("labels.toml")?;
    let labels =
        Labels::parse(&labels).map_err(anyhow::Error::msg).context("labels.toml")?;
    let draft = DRAFTS.iter().map(|it| folder.join(it)).find(|it| it.is_file());
    let draft = draft.context("there is no draft beside the labels")?;
    let source = Source::given(&draft, 0);
    let Checked { drafts, missing, failed, .. } = read::all(vec![source], work, None)?;
    if let Some(it) = missing.first() {
        bail!("{}", it.file.why);
    }
    let draft = drafts.first().context("the draft was not read")?;
    if failed {
        say(&format!("{}: a rule could not finish", draft.path));
    }
    Ok(score(draft, &labels, work.rules))
}
