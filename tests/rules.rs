//! Every rule page is a test: its flagged drafts are flagged by its rule, its clean ones
//! are not.
#![expect(clippy::disallowed_methods, reason = "it reads the pages")]

use std::{fmt::Write as _, fs, path::Path};

use reclint::{
    report::Draft,
    rules::{BUILT_IN, Example, RuleSet},
};

mod support {
    pub(crate) mod package;
    pub(crate) mod read;
    pub(crate) mod word;
}

datatest_stable::harness! {
    { test = page, root = "rules", pattern = r"/[A-Z]{2}[0-9]{2}-[^/]*\.md$" },
}

/// Rules that no draft in Markdown can break: only a Word file has comments that somebody
/// can resolve. `src/allow/tests.rs` shows them at work.
const BEYOND_MARKDOWN: &[&str] = &["AL04"];

/// A page is tested with no other rule beside it, so that one that cannot be read does
/// not silence the rest. Only those about allowances need the rules that are allowed.
fn page(path: &Path) -> datatest_stable::Result<()> {
    let text = fs::read_to_string(path)?;
    let below = path.strip_prefix("rules").unwrap_or(path);
    let name = below.to_string_lossy().replace('\\', "/");
    let allowances = name.starts_with("allowances/");
    let others = BUILT_IN
        .iter()
        .copied()
        .filter(|(it, _)| it.starts_with("lexicon/") || (allowances && **it != *name));
    let rules = RuleSet::new(others.chain([(&*name, &*text)]))?;
    let Some((id, rule)) = rules.rules().find(|(_, it)| *it.page == *name) else {
        return Err("the page holds no rule".into());
    };

    let flagged = rule.examples.iter().filter(|it| it.flagged).count();
    let least = if BEYOND_MARKDOWN.contains(&&*rule.code) { 0 } else { 2 };
    let mut faults = String::new();
    if flagged < least || rule.examples.len() - flagged < 3 {
        faults
            .push_str("a page shows at least two flagged drafts and three clean ones\n");
    }
    for (number, example) in (1..).zip(&rule.examples) {
        let mut draft = read(example, &rules);
        draft.findings.retain(|it| it.rule == id);
        if draft.findings.is_empty() == example.flagged {
            faults.push_str(&shown(number, example, &draft, &rules));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(format!("{name}\n{faults}").into()) }
}

/// Reads an example as the file that it stands for.
fn read(example: &Example, rules: &RuleSet) -> Draft {
    if example.word {
        let file = support::word::docx(&example.draft);
        support::read::draft("example.docx", &file, rules)
    } else {
        support::read::draft("example.md", example.draft.as_bytes(), rules)
    }
}

/// The draft, what was found in it, and what the rule knew of it.
fn shown(number: usize, example: &Example, draft: &Draft, rules: &RuleSet) -> String {
    let fault = if example.flagged { "is not flagged" } else { "is flagged" };
    let mut out = format!("\n== draft {number} {fault}\n");
    for line in example.draft.lines() {
        let _ = writeln!(out, "   | {line}");
    }
    for it in &draft.findings {
        let clause = &draft.document[draft.document.clause_at(it.at)];
        let number = clause.number.as_deref().unwrap_or("-");
        let code = &rules.get(it.rule).code;
        let words = &draft.document[it.at];
        let _ = writeln!(out, "   found {code} in {number}: “{words}”: {}", it.message);
    }
    let profile = &draft.facts.profile;
    let traits: Vec<_> = profile.traits.iter().map(|it| &*it.name).collect();
    let algorithms = profile.algorithms.iter();
    let algorithms: Vec<_> =
        algorithms.map(|it| format!("{} ({})", it.name, it.standing.name())).collect();
    let _ = writeln!(
        out,
        "   read as {} ({}), security {}, threats {}, privacy {}, traits {traits:?}, \
         algorithms {algorithms:?}",
        profile.kind.name(),
        profile.kind_because,
        profile.security.state.name(),
        profile.threats.state.name(),
        profile.privacy.state.name(),
    );
    out
}
