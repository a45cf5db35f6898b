//! From the bytes of a draft to what the rules say of it, as `app` does it.

use reclint::{
    check::{self, Asked},
    formats::{Input, Limits, View},
    report::Draft,
    rules::RuleSet,
};

/// Reads and checks a draft that is known to be readable.
#[track_caller]
pub(crate) fn draft(path: &str, bytes: &[u8], rules: &RuleSet) -> Draft {
    let input = Input {
        name: path,
        bytes,
        view: View::Final,
        include: &|it| Err(format!("{it}: a test draft stands alone").into()),
        limits: Limits::default(),
    };
    let checked = check::draft(input, Asked::only(rules));
    let checked = checked.unwrap_or_else(|it| panic!("{path}: {it}"));
    assert!(checked.failed.is_empty(), "{path}: {:?} could not finish", checked.failed);
    Draft::of(path, bytes, checked)
}
