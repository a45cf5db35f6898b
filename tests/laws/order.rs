//! Neither the number of threads nor the order of rules leaves a trace.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use proptest::prelude::*;
use reclint::{
    report::Draft,
    rules::{BUILT_IN, RuleSet},
};

use super::{RULES, corpus, support};

const FORMATS: [&str; 8] =
    ["json", "jsonl", "sarif", "human", "markdown", "csv", "junit", "github"];

/// Every output on the whole corpus, made by so many threads.
fn outputs(jobs: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("laws").join(jobs);
    fs::create_dir_all(&folder).unwrap();
    let file = |it: &str| folder.join(it);
    let mut command = Command::new(env!("CARGO_BIN_EXE_reclint"));
    command.args(["check", "corpus", "--quiet", "--fail-on", "never", "--no-cache"]);
    command.args(["--jobs", jobs]);
    for format in FORMATS {
        command.arg("--output").arg(format!("{format}={}", file(format).display()));
    }
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status().unwrap();
    assert!(status.success(), "{status}");
    let files: Vec<PathBuf> = FORMATS.iter().map(|it| file(it)).collect();
    files.iter().map(|it| fs::read(it).unwrap()).collect()
}

#[test]
fn one_thread_and_eight_give_the_same_bytes() {
    let (one, eight) = (outputs("1"), outputs("8"));
    for (format, (one, eight)) in FORMATS.iter().zip(one.iter().zip(&eight)) {
        assert!(one == eight, "{format} differs between 1 and 8 threads");
        assert!(!one.is_empty(), "{format} is empty");
    }
}

/// What is found in a few drafts that many rules speak of.
fn found(rules: &RuleSet) -> Vec<String> {
    let fixtures = ["loud", "quiet"].map(|it| format!("tests/fixtures/{it}/draft.adoc"));
    let drafts = fixtures.into_iter().map(PathBuf::from);
    let loud = corpus().into_iter().filter(|it| it.ends_with("draft.md")).take(4);
    drafts
        .chain(loud)
        .map(|path| {
            let bytes = fs::read(&path).unwrap();
            let draft: Draft =
                support::read::draft(path.to_str().unwrap(), &bytes, rules);
            format!("{:?}\n{:?}", draft.findings, draft.facts)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_pages_changes_nothing(
        files in Just(BUILT_IN.to_vec()).prop_shuffle(),
    ) {
        let shuffled = RuleSet::new(files).unwrap();
        let codes = |it: &RuleSet| it.rules().map(|(_, it)| it.code.clone()).collect::<Vec<_>>();
        prop_assert_eq!(codes(&RULES), codes(&shuffled));
        for (a, b) in found(&RULES).iter().zip(&found(&shuffled)) {
            prop_assert!(a == b, "{a}\n\n{b}");
        }
    }
}
