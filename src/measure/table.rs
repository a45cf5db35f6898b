//! Scores for people.

use std::fmt::Write as _;

use super::{Scored, Tally, sum};

/// The sum of `scored` as a table, and below it everything that was not as labelled.
pub fn table(scored: &[Scored]) -> String {
    let all = sum(scored);
    let mut out = format!(
        "{:<10} {:>6} {:>13} {:>7} {:>10} {:>7}\n",
        "rule", "right", "false alarms", "missed", "precision", "recall"
    );
    let mut rules = Tally::default();
    for (code, tally) in &all.rules {
        line(&mut out, code, *tally);
        super::add(&mut rules, *tally);
    }
    line(&mut out, "all rules", rules);
    line(&mut out, "algorithms", all.algorithms);

    let _ = write!(out, "\n{:<10} {:>6} {:>4} {:>6}\n", "answer", "right", "of", "share");
    for (question, share) in &all.answers {
        let of = ratio(super::share(share.right, share.of - share.right));
        let _ =
            writeln!(out, "{question:<10} {:>6} {:>4} {of:>6}", share.right, share.of);
    }
    if !all.notes.is_empty() {
        out.push('\n');
    }
    for note in &all.notes {
        let _ = writeln!(out, "{note}");
    }
    out
}

fn line(out: &mut String, name: &str, tally: Tally) {
    let Tally { right, false_alarms, missed } = tally;
    let (precision, recall) = (ratio(tally.precision()), ratio(tally.recall()));
    let _ = writeln!(
        out,
        "{name:<10} {right:>6} {false_alarms:>13} {missed:>7} {precision:>10} {recall:>7}"
    );
}

fn ratio(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |it| format!("{it:.2}"))
}
