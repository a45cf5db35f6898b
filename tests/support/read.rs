//! From the bytes of a draft to what the rules say of it, as `app` does it.

use reclint::{
    check::{self, Asked},
    formats::{Input, Limits, View},
    report::Draft,
    rules::RuleSet,
};

/// The day on which all drafts of the tests are read.
const TODAY: &str = "2026-11-22";

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
    let asked = Asked { today: Some(TODAY), ..Asked::only(rules) };
    let checked = check::draft(input, asked);
    let checked = checked.unwrap_or_else(|it| panic!("{path}: {it}"));
    assert!(checked.failed.is_empty(), "{path}: {:?} could not finish", checked.failed);
    Draft::of(path, bytes, checked)
}
