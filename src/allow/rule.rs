//! Which rule an allowance names. Knows nothing of what it is for.

use crate::{
    finding::RuleId,
    rules::{Rule, RuleSet},
};

/// The group of the rules about allowances, which nobody can allow.
pub(super) const GROUP: &str = "AL";

/// How like a name has to be to be what was meant.
const ALIKE: f64 = 0.84;

/// Why a name names no rule that can be allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// No rule is called so; the name that was probably meant.
    Unknown(Option<Box<str>>),
    /// It is a whole group of rules.
    Group,
    /// The rule is about allowances.
    Never,
}

/// The rule with this code or name.
pub(super) fn named(rules: &RuleSet, name: &str) -> Result<RuleId, Unfit> {
    let Some(id) = rules.find(name) else {
        let group = rules.rules().any(|(_, it)| it.group().eq_ignore_ascii_case(name));
        let unfit =
            if group { Unfit::Group } else { Unfit::Unknown(nearest(rules, name)) };
        return Err(unfit);
    };
    if rules.get(id).group() == GROUP { Err(Unfit::Never) } else { Ok(id) }
}

/// The code or name most like `wanted`, if one is like it at all.
fn nearest(rules: &RuleSet, wanted: &str) -> Option<Box<str>> {
    // What is longer than any name is like none, and costs time to compare.
    let wanted = Some(wanted.to_lowercase()).filter(|it| it.len() < 80)?;
    let able = |it: &&Rule| it.group() != GROUP;
    let rules = rules.rules().map(|(_, it)| it).filter(able);
    let mut best: Option<(&str, f64)> = None;
    for name in rules.flat_map(|it| [&*it.code, &*it.name]) {
        let score = likeness(&wanted, &name.to_lowercase());
        if ALIKE <= score && best.is_none_or(|(_, it)| it < score) {
            best = Some((name, score));
        }
    }
    best.map(|(name, _)| name.into())
}

fn likeness(wanted: &str, name: &str) -> f64 {
    // Codes are all alike to a measure made for words: one slip is what they bear, and
    // a letter O for a zero, or a zero left out, is none.
    if name.len() < 6 {
        let plain = |it: &str| it.replace(['0', 'o'], "");
        let near = strsim::osa_distance(wanted, name) <= 1;
        return if plain(wanted) == plain(name) { 1.0 } else { f64::from(near) * 0.9 };
    }
    if 3 < wanted.len() && name.contains(wanted) {
        return 0.99;
    }
    strsim::jaro_winkler(wanted, name)
}
