use std::collections::BTreeMap;

use crate::{doc::Document, facts::Facts, finding::Finding, rules::RuleSet, text::Span};

/// Gives each finding what it is known by from one version of the draft to the next.
///
/// It is made of the rule, the titles of the clauses around and the words of the
/// sentence, never of a place: a finding keeps it when text is added before it or when
/// clauses are numbered anew. Equal ones are told apart by a counter.
pub fn mark(findings: &mut [Finding], doc: &Document, facts: &Facts, rules: &RuleSet) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for finding in findings {
        let code = &rules.get(finding.rule).code;
        let print = fingerprint(code, finding, doc, facts);
        let count = seen.entry(print.clone()).or_default();
        *count += 1;
        let print = if *count == 1 { print } else { format!("{print}-{count}") };
        finding.fingerprint = print.into();
    }
}

fn fingerprint(code: &str, finding: &Finding, doc: &Document, facts: &Facts) -> String {
    let mut hasher = blake3::Hasher::new();
    // A byte that no normalised words hold keeps the parts apart.
    let mut add = |part: &str| {
        hasher.update(normalised(part).as_bytes()).update(&[0]);
    };
    add(code);
    let mut path: Vec<_> = doc.path(doc.clause_at(finding.at)).collect();
    path.reverse();
    for clause in path {
        add(&doc[doc[clause].title]);
    }
    add(&doc[sentence(finding.at, doc, facts)]);
    hasher.finalize().to_hex().as_str()[..16].to_owned()
}

/// The sentence that `at` begins in; its block where no sentence was made of it.
fn sentence(at: Span, doc: &Document, facts: &Facts) -> Span {
    let next = facts.sentences.partition_point(|it| it.span.start() <= at.start());
    let last = next.checked_sub(1).map(|it| facts.sentences[it].span);
    let holds = |it: &Span| at.start() < it.end() || it.covers(at);
    last.filter(holds).unwrap_or_else(|| {
        if doc.blocks().is_empty() { at } else { doc[doc.block_at(at)].span }
    })
}

fn normalised(words: &str) -> String {
    let words: Vec<_> = words.split_whitespace().collect();
    words.join(" ").to_lowercase()
}
