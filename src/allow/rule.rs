//! Which rule an allowance names. Knows nothing of what it is for.

use crate::{
    finding::RuleId,
    rules::{RuleSet, nearest},
};

/// The group of the rules about allowances, which nobody can allow.
pub(super) const GROUP: &str = "AL";

/// Why a name names no rule that can be allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// No rule is called so.
    Unknown,
    /// It is a whole group of rules.
    Group,
    /// The rule is about allowances.
    Never,
}

/// The rule with this code or name.
pub(super) fn named(rules: &RuleSet, name: &str) -> Result<RuleId, Unfit> {
    let Some(id) = rules.find(name) else {
        let group = rules.rules().any(|(_, it)| it.group().eq_ignore_ascii_case(name));
        return Err(if group { Unfit::Group } else { Unfit::Unknown });
    };
    if rules.get(id).group() == GROUP { Err(Unfit::Never) } else { Ok(id) }
}

/// The code or name most like `wanted`, if one is like it at all.
pub(super) fn meant(rules: &RuleSet, wanted: &str) -> Option<Box<str>> {
    let able = rules.rules().map(|(_, it)| it).filter(|it| it.group() != GROUP);
    nearest(wanted, able.flat_map(|it| [&*it.code, &*it.name])).map(Into::into)
}
