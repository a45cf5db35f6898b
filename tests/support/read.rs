//! From the bytes of a draft to what the rules say of it, as `app` does it.

use reclint::{
    check,
    facts::Facts,
    formats::{self, Input, Limits, View},
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
    let lexicon = rules.lexicon();
    let reading =
        formats::read(input, lexicon).unwrap_or_else(|it| panic!("{path}: {it}"));
    let facts = Facts::of(&reading.document, lexicon);
    let outcome = check::check(&reading.document, &facts, rules);
    assert!(outcome.failed.is_empty(), "{path}: {:?} could not finish", outcome.failed);
    Draft {
        path: path.into(),
        format: reading.format,
        bytes: u64::try_from(bytes.len()).expect("a draft is smaller than 16 EiB"),
        digest: format!("blake3:{}", blake3::hash(bytes).to_hex()).into(),
        document: reading.document,
        facts,
        findings: outcome.findings,
        skipped: reading.skipped,
    }
}
