use std::collections::BTreeSet;

use anyhow::{Result, bail};

use super::Filter;
use crate::{
    finding::RuleId,
    rules::{Rule, RuleSet, nearest},
};

/// The rules whose findings are wanted.
pub(super) fn chosen(rules: &RuleSet, filter: &Filter) -> Result<BTreeSet<RuleId>> {
    for wanted in filter.select.iter().chain(&filter.ignore) {
        if !rules.rules().any(|(_, it)| is(it, wanted)) {
            let suggestion = suggestion(rules, wanted);
            bail!("no rule or group of rules is called `{wanted}`{suggestion}");
        }
    }
    let keeps = |it: &Rule| {
        (filter.select.is_empty() || filter.select.iter().any(|wanted| is(it, wanted)))
            && !filter.ignore.iter().any(|wanted| is(it, wanted))
            && filter.severity <= it.severity
            && filter.confidence <= it.confidence
    };
    let chosen: BTreeSet<_> =
        rules.rules().filter(|(_, it)| keeps(it)).map(|(id, _)| id).collect();
    if chosen.is_empty() {
        bail!(
            "no rule is left to run: --select, --ignore, --min-severity and \
             --min-confidence together leave none"
        );
    }
    Ok(chosen)
}

/// Whether `wanted` names the rule or its group.
fn is(rule: &Rule, wanted: &str) -> bool {
    [&rule.code, &rule.name, rule.group()]
        .iter()
        .any(|it| it.eq_ignore_ascii_case(wanted))
}

/// What may have been meant by a name that no rule has, as the end of a sentence.
pub(super) fn suggestion(rules: &RuleSet, wanted: &str) -> String {
    let names = rules.rules().flat_map(|(_, it)| [&*it.code, &*it.name, it.group()]);
    match nearest(wanted, names) {
        Some(found) => format!("; did you mean `{found}`?"),
        None => "; `reclint rules` lists them".to_owned(),
    }
}
