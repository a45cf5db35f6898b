//! Words that several outputs share. Knows no output.

use super::{
    human::calm,
    record::{Clause, Origin},
};
use crate::finding::Severity;

/// `1 error`, `2 errors`.
pub(super) fn counted(count: usize, name: &str) -> String {
    if count == 1 { format!("1 {name}") } else { format!("{count} {name}s") }
}

/// `2 errors, 1 note`, from counts by severity, the gravest first.
pub(super) fn found(counts: [usize; 3]) -> String {
    let names = Severity::ALL.map(Severity::name);
    let counts = counts.into_iter().zip(names).filter(|(count, _)| 0 < *count);
    let counts: Vec<_> = counts.map(|(count, name)| counted(count, name)).collect();
    if counts.is_empty() { "no findings".to_owned() } else { counts.join(", ") }
}

/// `clause 7.2 Message format`, on one line.
pub(super) fn clause(clause: &Clause) -> Option<String> {
    let words = [clause.number.as_deref(), clause.title.as_deref()];
    let words: Vec<_> = words.into_iter().flatten().map(calm).collect();
    (!words.is_empty()).then(|| format!("clause {}", words.join(" ")))
}

/// `line 3, column 20`, or what else tells where words stand in a file; on one line.
pub(super) fn position(origin: &Origin) -> Option<String> {
    let Origin { file, line, column, part, paragraph, .. } = origin;
    let file = file.as_deref().map(|it| calm(it).into_owned());
    // The part that holds the body is the one that everybody means.
    let part = part.as_deref().filter(|it| !it.ends_with("document.xml"));
    let part = part.map(|it| calm(it).into_owned());
    let number = |name: &str, it: &Option<u32>| it.map(|it| format!("{name} {it}"));
    let line = number("line", line);
    let column = number("column", column).filter(|_| line.is_some());
    let all = [file, line, column, part, number("paragraph", paragraph)];
    let all: Vec<_> = all.into_iter().flatten().collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// The path of a file that `draft` includes.
pub(super) fn beside(draft: &str, file: &str) -> String {
    draft
        .rsplit_once('/')
        .map_or_else(|| file.to_owned(), |(dir, _)| format!("{dir}/{file}"))
}
