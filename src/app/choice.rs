use std::collections::BTreeSet;

use anyhow::{Result, bail};

use super::Filter;
use crate::{
    finding::RuleId,
    rules::{Rule, RuleSet},
};

/// How like a name has to be to be what was meant.
const ALIKE: f64 = 0.84;

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

/// The name most like `wanted`, if one is like it at all.
fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = wanted.to_lowercase();
    let score = |name: &str| {
        let name = name.to_lowercase();
        // Codes are all alike to a measure made for words: one slip is what they bear,
        // and a zero left out is none.
        if name.len() < 6 {
            let plain = |it: &str| it.replace('0', "");
            let same = plain(&wanted) == plain(&name);
            let near = strsim::osa_distance(&wanted, &name) <= 1;
            return if same { 1.0 } else { f64::from(near) * 0.9 };
        }
        if 3 < wanted.len() && name.contains(&wanted) {
            return 0.99;
        }
        strsim::jaro_winkler(&wanted, &name)
    };
    let mut best: Option<(&str, f64)> = None;
    for name in names {
        let score = score(name);
        if ALIKE <= score && best.is_none_or(|(_, it)| it < score) {
            best = Some((name, score));
        }
    }
    best.map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(wanted: &str, expected: Option<&str>) {
        let names =
            ["CR", "CR03", "algorithm-broken", "CR13", "algorithm-deprecated", "SC01"];
        assert_eq!(nearest(wanted, names.into_iter()), expected, "{wanted}");
    }

    #[test]
    fn finds_what_was_meant() {
        check("CR3", Some("CR03"));
        check("cr003", Some("CR03"));
        check("CRO3", Some("CR03"));
        check("algorithmbroken", Some("algorithm-broken"));
        check("deprecated", Some("algorithm-deprecated"));
        check("XY77", None);
        check("security", None);
    }
}
