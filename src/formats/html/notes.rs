//! Footnotes of a page, which stand at its end and belong where they are referred to.

use std::sync::LazyLock;

use regex::Regex;

use super::Flow;

/// A block that refers to a footnote, or is one.
#[derive(Debug)]
pub(super) struct Note {
    /// The block, as its place in the flow.
    pub block: usize,
    /// The name of the footnote.
    pub name: Box<str>,
    /// Whether it refers to the footnote.
    pub refers: bool,
}

/// The names that Word and Metanorma give to footnotes and to the way back from them.
pub(super) static NOTE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^#?_?(?:ftn|edn|fn:?)(?:ref)?[0-9]+$").expect("a tested pattern")
});

/// Puts footnotes right after the blocks that refer to them.
pub(super) fn gather(flow: &mut Flow, notes: Vec<Note>) {
    if notes.is_empty() {
        return;
    }
    let (refers, own): (Vec<_>, Vec<_>) = notes.into_iter().partition(|it| it.refers);
    let mut order: Vec<(usize, usize)> =
        (0..flow.blocks.len()).map(|it| (it, it)).collect();
    for note in &own {
        if let Some(from) = refers.iter().find(|it| it.name == note.name) {
            order[note.block].0 = from.block;
        }
    }
    order.sort_unstable();
    let mut blocks: Vec<_> =
        std::mem::take(&mut flow.blocks).into_iter().map(Some).collect();
    flow.blocks = order.iter().filter_map(|(_, it)| blocks[*it].take()).collect();
}
