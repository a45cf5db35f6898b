use std::{fs, path::Path};

use anyhow::{Context as _, Result, bail};

use super::{
    Outcome, read, say,
    settings::Offered,
    sources::Source,
    work::{self, Done, Pages, Work},
    write,
};
use crate::{
    formats::{Limits, View},
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
    let chosen = &rules.rules().map(|(id, _)| id).collect();
    let (view, pages) = (View::Final, Pages::None);
    let work = Work { rules, chosen, view, today: None, changed: None, pages };
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
    let bytes = source.bytes(Limits::default().file).map_err(anyhow::Error::msg)?;
    let checked = || work::check(&source, &bytes, &Offered::default(), work);
    let done = read::quietly(|| read::guarded(checked)).map_err(anyhow::Error::msg)?;
    let Done { draft, failed, .. } = &done;
    if *failed {
        say(&format!("{}: a rule could not finish", draft.path));
    }
    Ok(score(draft, &labels, work.rules))
}
