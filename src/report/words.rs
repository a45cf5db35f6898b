//! Words that several outputs share. Knows no output.

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
