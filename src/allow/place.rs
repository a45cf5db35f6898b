//! Which findings stand at a place, and in which clauses. Knows no allowance.

use std::collections::BTreeMap;

use crate::{
    doc::{BlockKind, ClauseId, Document, Origin},
    finding::{Finding, RuleId},
    text::{self, Folded, Span},
};

/// The findings of each rule by their places.
#[derive(Debug, Default)]
pub(super) struct Index {
    // Invariant: sorted by start; the second field is the greatest end so far.
    rows: BTreeMap<RuleId, Vec<(Span, u32, usize)>>,
    all: Vec<(Span, u32, usize)>,
}

impl Index {
    pub(super) fn of(findings: &[Finding]) -> Self {
        let mut rows: BTreeMap<RuleId, Vec<(Span, u32, usize)>> = BTreeMap::new();
        for (at, it) in findings.iter().enumerate() {
            rows.entry(it.rule).or_default().push((it.at, it.at.end(), at));
        }
        let mut all: Vec<_> = rows.values().flatten().copied().collect();
        for rows in rows.values_mut().chain([&mut all]) {
            rows.sort_unstable();
            let mut reach = 0;
            for (_, end, _) in rows {
                reach = reach.max(*end);
                *end = reach;
            }
        }
        Self { rows, all }
    }

    /// The first finding of any rule that shares words with `at`.
    pub(super) fn first(&self, at: Span) -> Option<usize> {
        let next = self.all.partition_point(|(_, reach, _)| *reach <= at.start());
        let (span, _, found) = self.all.get(next)?;
        (span.start() < at.end()).then_some(*found)
    }

    /// The findings of a rule.
    pub(super) fn all(&self, rule: RuleId) -> impl Iterator<Item = usize> {
        self.rows.get(&rule).into_iter().flatten().map(|(_, _, it)| *it)
    }

    /// Those that share words with `at`, or touch it where either has none.
    pub(super) fn touching(&self, rule: RuleId, at: Span) -> impl Iterator<Item = usize> {
        let rows = self.rows.get(&rule).map_or(&[][..], |it| &it[..]);
        let next = rows.partition_point(|(it, _, _)| it.start() <= at.end());
        let near = rows.iter().take(next).rev();
        let near = near.take_while(move |(_, reach, _)| at.start() <= *reach);
        near.filter(move |(it, _, _)| touches(*it, at)).map(|(_, _, it)| *it)
    }
}

fn touches(a: Span, b: Span) -> bool {
    if a.is_empty() || b.is_empty() {
        return a.start() <= b.end() && b.start() <= a.end();
    }
    a.overlaps(b)
}

/// The block that `at` begins in.
pub(super) fn block(doc: &Document, at: Span) -> Span {
    if doc.blocks().is_empty() { at } else { doc[doc.block_at(at)].span }
}

/// Whether `at` begins in a line that names the draft.
pub(super) fn names_draft(doc: &Document, at: Span) -> bool {
    !doc.blocks().is_empty() && doc[doc.block_at(at)].kind == BlockKind::Title
}

/// Whether the words at `at` are in more than one block, and we did not choose them.
///
/// Where a text format holds a remark, its reader says what that is about.
pub(super) fn is_wide(doc: &Document, at: Span) -> bool {
    let words = doc[at].trim_end();
    let blank = words.len() - words.trim_start().len();
    let word = Span::at(at.start(), blank..words.len());
    if word.is_empty() || doc.blocks().is_empty() {
        return false;
    }
    let last = word.end() - 1;
    let one = doc.block_at(word) == doc.block_at(Span::new(last, last));
    // A title may take several lines.
    let title = names_draft(doc, word) && names_draft(doc, Span::new(last, last));
    let chosen = matches!(doc.origins(at).next(), Some((_, Origin::Byte { .. })));
    !one && !title && !chosen
}

/// What to show for a remark about `at`: its words in the block that it begins in, or
/// all of that block.
pub(super) fn shown(doc: &Document, at: Span) -> Span {
    let block = block(doc, at);
    let (start, end) = (at.start().max(block.start()), at.end().min(block.end()));
    if start < end { Span::new(start, end) } else { block }
}

/// For each clause, whether it is the one called `name` or stands below it.
pub(super) fn clauses(doc: &Document, name: &str) -> Vec<bool> {
    let name = normal(name.trim_start_matches(['§', ' ']));
    let mut inside: Vec<bool> = Vec::new();
    for (_, clause) in doc.clauses() {
        let outer = clause.parent.and_then(|ClauseId(it)| inside.get(it as usize));
        let (number, title) = (clause.number.as_deref(), normal(&doc[clause.title]));
        let number = number.map(normal);
        let whole = number.as_ref().map(|it| format!("{it} {title}"));
        let own = title == name || number.as_ref() == Some(&name);
        inside.push(outer == Some(&true) || own || whole.as_ref() == Some(&name));
    }
    inside
}

/// Words as they are compared: on one line, folded, in small letters.
pub(super) fn normal(words: &str) -> String {
    let words = words.chars().filter_map(|it| match text::fold(it) {
        Folded::Same => Some(it),
        Folded::As(other) => Some(other),
        Folded::Gone => None,
    });
    let words: String = words.collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
