//! The comments of a draft that are remarks, and the blocks they are about.

use super::{
    super::{
        Flow,
        remark::{self, Places, Reach, hull},
    },
    script::{Script, count},
};
use crate::doc::Stretch;

/// Adds the remarks in the comments of `script` to `flow`, each about the block below.
///
/// Lines are gone through from the last to the first, each once: what stands below a
/// comment is what was met last.
pub(super) fn add(flow: &mut Flow, script: &Script) {
    let Some((first, _, _)) = script.comments.first() else { return };
    let places = Places::of(flow);
    let mut lines = script.lines().rev().take_while(|(at, _, _)| first <= at).peekable();
    let mut below = Below { flow, places, block: None, stretch: None };
    let mut found = Vec::new();
    for (at, from, text) in script.comments.iter().rev() {
        while let Some((_, from, line)) = lines.next_if(|(it, _, _)| at <= it) {
            below.meet(from, line);
        }
        let nothing = Stretch { from: *from, to: *from };
        let stretch = below.stretch.unwrap_or(nothing);
        found.extend(remark::of(text).into_iter().rev().map(|it| (stretch, it)));
    }
    flow.remarks.extend(found.into_iter().rev());
}

/// What stands below a place of the draft.
struct Below<'f> {
    flow: &'f Flow,
    places: Places,
    block: Option<usize>,
    stretch: Option<Stretch>,
}

impl Below<'_> {
    /// Goes up to the line before.
    fn meet(&mut self, from: crate::doc::Origin, line: &str) {
        let end = from.advanced(count(line.len()));
        if let Some(block) = self.places.first(from, end) {
            let own = self.places.stretch(self.flow, block, Reach::Row);
            // A line with a title belongs to what it is the title of.
            let title =
                line.strip_prefix('.').is_some_and(|it| !it.starts_with([' ', '.']));
            let rest = self.stretch.filter(|_| title);
            self.stretch = own.map(|own| rest.map_or(own, |it| hull(own, it)));
            self.block = Some(block);
        } else if is_table(line) {
            let table = self.block.and_then(|it| {
                self.flow.blocks.get(it)?.cell?;
                self.places.stretch(self.flow, it, Reach::Table)
            });
            self.stretch = table.or(self.stretch);
        }
    }
}

/// Whether a line opens or closes a table.
fn is_table(line: &str) -> bool {
    let rest = line.trim_end().strip_prefix(['|', '!', ',', ':']);
    rest.is_some_and(|it| 3 <= it.len() && it.bytes().all(|it| it == b'='))
}
