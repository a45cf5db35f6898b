//! Every labelled draft, held against its labels; scores may only rise.
//!
//! `UPDATE=1 cargo test --test corpus` accepts new scores and builds the Word drafts.
#![expect(clippy::disallowed_methods, reason = "it reads the corpus")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use reclint::{
    finding::{Confidence, Severity},
    measure::{self, Labels, Scored, Set, Share, Tally},
    report::Draft,
    rules::RuleSet,
};
use serde::Deserialize;

mod support {
    pub(crate) mod package;
    pub(crate) mod read;
    pub(crate) mod word;
}

const SCORE: &str = "corpus/score.toml";

static RULES: LazyLock<RuleSet> = LazyLock::new(RuleSet::built_in);

static SCORED: LazyLock<Vec<Scored>> = LazyLock::new(|| {
    let one = |it: &Folder| measure::score(&it.draft(), &it.labels, &RULES);
    folders().iter().map(one).collect()
});

/// One labelled draft.
struct Folder {
    path: PathBuf,
    labels: Labels,
    /// The one file whose name begins with `draft.`.
    draft: PathBuf,
    /// What a person writes: the draft itself, or what a Word draft is built from.
    source: PathBuf,
}

impl Folder {
    fn draft(&self) -> Draft {
        let bytes = if self.draft == self.source {
            fs::read(&self.draft).unwrap()
        } else {
            support::word::docx(&self.text())
        };
        let path = self.draft.to_str().unwrap().replace('\\', "/");
        support::read::draft(&path, &bytes, &RULES)
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.source).unwrap()
    }
}

fn folders() -> Vec<Folder> {
    let entries = fs::read_dir("corpus").unwrap().map(|it| it.unwrap().path());
    let mut paths: Vec<_> = entries.filter(|it| it.is_dir()).collect();
    paths.sort();
    paths.into_iter().map(folder).collect()
}

fn folder(path: PathBuf) -> Folder {
    let labels = fs::read_to_string(path.join("labels.toml"))
        .unwrap_or_else(|it| panic!("{}: labels.toml: {it}", path.display()));
    let labels =
        Labels::parse(&labels).unwrap_or_else(|it| panic!("{}: {it}", path.display()));
    let source = path.join("source.md");
    let named =
        |it: &Path| it.file_name().unwrap().to_str().unwrap().starts_with("draft.");
    let files = fs::read_dir(&path).unwrap().map(|it| it.unwrap().path());
    let drafts: Vec<_> = files.filter(|it| named(it)).collect();
    let (draft, source) = match &drafts[..] {
        _ if source.exists() => (path.join("draft.docx"), source),
        [draft] => (draft.clone(), draft.clone()),
        _ => panic!("{}: needs exactly one draft", path.display()),
    };
    assert!(drafts.iter().all(|it| *it == draft), "{}: two drafts", path.display());
    Folder { path, labels, draft, source }
}

fn updating() -> bool {
    env::var("UPDATE").is_ok_and(|it| it == "1")
}

#[test]
fn every_label_is_sound() {
    let mut faults = String::new();
    for folder in folders() {
        let text = squeezed(&folder.text());
        let mut fault = |it: &str| {
            writeln!(faults, "{}: {it}", folder.path.display()).unwrap();
        };
        let labels = &folder.labels;
        let findings = labels.findings.iter().map(|it| (&it.rule, &it.quote));
        let traps = labels.traps.iter().map(|it| (&it.rule, &it.quote));
        for (rule, quote) in findings.chain(traps) {
            if RULES.find(rule).is_none() {
                fault(&format!("there is no rule {rule}"));
            }
            if !text.contains(&squeezed(quote)) {
                fault(&format!("{rule}: “{quote}” does not occur in the draft"));
            }
        }
        let expected = labels.findings.iter().map(|it| &it.rule).chain(&labels.absent);
        for code in expected {
            let Some(rule) = RULES.find(code) else {
                fault(&format!("there is no rule {code}"));
                continue;
            };
            let loud = Severity::Warning <= RULES.get(rule).severity;
            if labels.set == Set::Quiet && loud {
                fault(&format!("a quiet draft cannot expect {code}"));
            }
        }
        for lost in labels.misplaced(&folder.draft().document) {
            fault(&lost);
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
}

/// Long lines are broken at will in a text file.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_word_draft_is_what_its_source_says() {
    let mut stale = Vec::new();
    for folder in folders().iter().filter(|it| it.draft != it.source) {
        let built = support::word::docx(&folder.text());
        if fs::read(&folder.draft).is_ok_and(|it| it == built) {
            continue;
        }
        if updating() {
            fs::write(&folder.draft, built).unwrap();
        } else {
            stale.push(folder.draft.display().to_string());
        }
    }
    assert!(stale.is_empty(), "not what source.md says; {ACCEPT}\n{}", stale.join("\n"));
}

const ACCEPT: &str = "if it should be so, run UPDATE=1 cargo test --test corpus";

/// What `score.toml` holds.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Accepted {
    rules: BTreeMap<String, Counts>,
    algorithms: Counts,
    answers: BTreeMap<String, Answers>,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Counts {
    right: u32,
    false_alarms: u32,
    missed: u32,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answers {
    right: u32,
    of: u32,
}

#[test]
fn scores_only_rise() {
    let now = measure::sum(&SCORED);
    let text = written(&now);
    let before = fs::read_to_string(SCORE).unwrap_or_default();
    if before == text {
        return;
    }
    if updating() {
        fs::write(SCORE, text).unwrap();
        return;
    }
    let table = measure::table(&SCORED);
    assert!(!before.is_empty(), "there is no {SCORE}; {ACCEPT}\n\n{table}");
    let accepted: Accepted = toml::from_str(&before).unwrap();
    let Difference { worse, other } = Difference::of(&accepted, &now);
    assert!(
        worse.is_empty(),
        "worse than {SCORE}:\n{worse}\n{other}\nMend it; {ACCEPT}\n\n{table}"
    );
    panic!("no worse than {SCORE}, but not the same; {ACCEPT}\n{other}");
}

/// What became worse, and what else is no longer the same.
#[derive(Default)]
struct Difference {
    worse: String,
    other: String,
}

impl Difference {
    fn of(accepted: &Accepted, now: &Scored) -> Self {
        let mut found = Self::default();
        let codes = accepted.rules.keys().map(String::as_str);
        let codes: BTreeSet<_> = codes.chain(now.rules.keys().map(|it| &**it)).collect();
        for code in codes {
            let before = accepted.rules.get(code).copied().unwrap_or_default();
            let after = now.rules.get(code).copied().unwrap_or_default();
            found.tally(code, before.into(), after);
        }
        found.tally("algorithms", accepted.algorithms.into(), now.algorithms);
        for (question, after) in &now.answers {
            let before = accepted.answers.get(*question).copied().unwrap_or_default();
            found.answer(question, before, Answers { right: after.right, of: after.of });
        }
        found
    }

    fn tally(&mut self, name: &str, before: Tally, after: Tally) {
        if before == after {
            return;
        }
        // A rule without findings has no false alarms, one without labels no misses.
        let precision = |it: Tally| it.precision().unwrap_or(1.0);
        let recall = |it: Tally| it.recall().unwrap_or(1.0);
        let worse =
            precision(after) < precision(before) || recall(after) < recall(before);
        let shown = |it: Tally| {
            format!(
                "precision {:.2} and recall {:.2} (right {}, false alarms {}, missed {})",
                precision(it),
                recall(it),
                it.right,
                it.false_alarms,
                it.missed
            )
        };
        self.tell(name, worse, &shown(before), &shown(after));
    }

    fn answer(&mut self, question: &str, before: Answers, after: Answers) {
        if before != after {
            let worse = share(after.right, after.of) < share(before.right, before.of);
            let shown = |it: Answers| format!("{} of {}", it.right, it.of);
            self.tell(question, worse, &shown(before), &shown(after));
        }
    }

    fn tell(&mut self, name: &str, worse: bool, before: &str, after: &str) {
        let out = if worse { &mut self.worse } else { &mut self.other };
        writeln!(out, "   {name}: {before}\n   {:>1$} {after}", "now", name.len() + 1)
            .unwrap();
    }
}

fn share(right: u32, of: u32) -> f64 {
    f64::from(right) / f64::from(of.max(1))
}

impl From<Counts> for Tally {
    fn from(Counts { right, false_alarms, missed }: Counts) -> Self {
        Self { right, false_alarms, missed }
    }
}

fn written(all: &Scored) -> String {
    let mut out = String::from(
        "# What the rules are worth on the labelled drafts. Scores may only rise.\n\
         # Written by `UPDATE=1 cargo test --test corpus`; read the difference before \
         you commit it.\n\n[rules]\n",
    );
    for (code, tally) in &all.rules {
        writeln!(out, "{code} = {}", counts(*tally)).unwrap();
    }
    out.push_str("\n[algorithms]\n");
    let Tally { right, false_alarms, missed } = all.algorithms;
    writeln!(out, "right = {right}\nfalse_alarms = {false_alarms}\nmissed = {missed}")
        .unwrap();
    out.push_str("\n[answers]\n");
    for (question, Share { right, of }) in &all.answers {
        let part = share(*right, *of);
        writeln!(out, "{question} = {{ right = {right}, of = {of} }} # {part:.2}")
            .unwrap();
    }
    out
}

fn counts(tally: Tally) -> String {
    let Tally { right, false_alarms, missed } = tally;
    let shown = |it: Option<f64>| it.map_or("-".to_owned(), |it| format!("{it:.2}"));
    let (precision, recall) = (shown(tally.precision()), shown(tally.recall()));
    format!(
        "{{ right = {right}, false_alarms = {false_alarms}, missed = {missed} }} \
         # precision {precision}, recall {recall}"
    )
}

#[test]
fn every_rule_is_as_right_as_it_claims() {
    let all = measure::sum(&SCORED);
    let mut faults = String::new();
    for (_, rule) in RULES.rules() {
        let claimed = match rule.confidence {
            Confidence::High => 0.95,
            Confidence::Medium => 0.8,
            Confidence::Low => 0.5,
        };
        let precision = all.rules[&rule.code].precision();
        if let Some(precision) = precision.filter(|it| *it < claimed) {
            let (code, confidence) = (&rule.code, rule.confidence.name());
            writeln!(faults, "{code} claims {confidence} confidence ({claimed:.2}), but {precision:.2} of its findings are right").unwrap();
            for note in all.notes.iter().filter(|it| it.whose == *code) {
                writeln!(faults, "   {note}").unwrap();
            }
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
}

#[test]
fn no_message_keeps_a_placeholder() {
    for draft in folders().iter().map(Folder::draft) {
        for finding in &draft.findings {
            let message = &finding.message;
            assert!(!message.contains(['{', '}']), "{}: {message}", draft.path);
        }
    }
}
