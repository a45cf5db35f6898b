//! The words of a draft, with what was found in them and what was changed. One pass over
//! the text: each place where something begins or ends is met once.

use std::collections::BTreeSet;

use super::{entry::Sheet, markup::Html};
use crate::{
    doc::{Change, Document},
    finding::Severity,
    text::{Span, shortened},
};

/// So many findings on the same words are described; more would be a list read aloud.
const DESCRIBED: usize = 4;

/// Goes through the words of a draft from the first to the last.
#[derive(Debug)]
pub(super) struct Pen<'p> {
    sheet: &'p Sheet<'p>,
    // Invariant: sorted.
    events: Vec<Event>,
    next: usize,
    /// The entries whose words are being written, the gravest first.
    marked: BTreeSet<(u8, usize)>,
    /// The changes that they are part of.
    changed: BTreeSet<usize>,
}

/// Something that begins or ends in the text; at one place, what ends goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Event {
    at: u32,
    what: What,
    /// Which entry or change.
    index: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    MarkEnds,
    ChangeEnds,
    /// A change whose words are not in the text.
    Elsewhere,
    /// A finding between two words.
    Between,
    ChangeBegins,
    MarkBegins,
}

impl<'p> Pen<'p> {
    pub(super) fn new(sheet: &'p Sheet<'p>) -> Self {
        let mut events = Vec::new();
        let mut add = |span: Span, index, [begins, ends, empty]: [What; 3]| {
            let span = whole(sheet.doc, span);
            if span.is_empty() {
                events.push(Event { at: span.start(), what: empty, index });
            } else {
                events.push(Event { at: span.start(), what: begins, index });
                events.push(Event { at: span.end(), what: ends, index });
            }
        };
        let entries = sheet.entries.iter().enumerate();
        for (index, it) in entries.filter(|(_, it)| !it.whole) {
            let kinds = [What::MarkBegins, What::MarkEnds, What::Between];
            add(it.finding.at, index, kinds);
        }
        for (index, it) in sheet.doc.changes().iter().enumerate() {
            let kinds = [What::ChangeBegins, What::ChangeEnds, What::Elsewhere];
            add(it.at, index, kinds);
        }
        events.sort_unstable();
        let (marked, changed) = (BTreeSet::new(), BTreeSet::new());
        Self { sheet, events, next: 0, marked, changed }
    }

    /// Whether something stands in `span`.
    pub(super) fn stands_in(&self, span: Span) -> bool {
        let next = self.events.get(self.next);
        next.is_some_and(|it| it.at <= span.end())
    }

    /// Writes the words at `span`, which must come after those before; `shown` are the
    /// same words as a reader should see them, of the same length.
    pub(super) fn write(&mut self, span: Span, shown: &str, html: &mut Html) {
        let mut at = span.start();
        while let Some(event) = self.events.get(self.next).copied() {
            let begins = matches!(event.what, What::ChangeBegins | What::MarkBegins);
            // What begins behind the last word belongs to the next block.
            if span.end() < event.at || (begins && span.end() == event.at) {
                break;
            }
            let upto = event.at.max(at);
            self.segment(span, at, upto, shown, html);
            at = upto;
            self.next += 1;
            self.meet(event, html);
        }
        self.segment(span, at, span.end(), shown, html);
    }

    /// Writes what stands behind the last word.
    pub(super) fn finish(&mut self, html: &mut Html) {
        while let Some(event) = self.events.get(self.next).copied() {
            self.next += 1;
            self.meet(event, html);
        }
    }

    fn segment(&self, span: Span, from: u32, to: u32, shown: &str, html: &mut Html) {
        let range = Span::new(from - span.start(), to - span.start()).range();
        let words = shown.get(range).unwrap_or_default();
        if words.is_empty() {
            return;
        }
        let change = self.changed.first().and_then(|it| self.change(*it));
        let close = change.map(|it| open_change(it, html));
        let entries = self.marked.iter().take(DESCRIBED);
        let entries = entries.filter_map(|(_, it)| self.sheet.entries.get(*it));
        let described = entries.map(|it| self.sheet.id("f-", &it.key) + "-m");
        let described = described.collect::<Vec<_>>().join(" ");
        match self.marked.first().and_then(|(_, it)| self.sheet.entries.get(*it)) {
            Some(gravest) => {
                html.raw("<mark").attr("class", gravest.class());
                html.attr("aria-describedby", &described).raw(">");
                html.words(words).raw("</mark>")
            }
            None => html.words(words),
        };
        html.raw(close.unwrap_or_default());
    }

    fn meet(&mut self, event: Event, html: &mut Html) {
        let index = event.index;
        match event.what {
            What::MarkBegins => {
                self.marked.insert((self.rank(index), index));
                self.spot(index, html);
            }
            What::MarkEnds => {
                self.marked.remove(&(self.rank(index), index));
                self.refer(index, html);
            }
            What::Between => {
                self.spot(index, html);
                self.refer(index, html);
            }
            What::ChangeBegins => {
                self.changed.insert(index);
            }
            What::ChangeEnds => {
                self.changed.remove(&index);
            }
            What::Elsewhere => {
                let Some(change) = self.change(index) else { return };
                let close = open_change(change, html);
                // The end of a paragraph was changed, and no word.
                let words = if change.words.is_empty() { "¶" } else { &change.words };
                html.words(words).raw(close);
            }
        }
    }

    /// Errors come first, and what was allowed stays in the background.
    fn rank(&self, index: usize) -> u8 {
        let entry = self.sheet.entries.get(index);
        match entry.map(|it| (it.allowed, it.rule.severity)) {
            Some((None, Severity::Error)) => 0,
            Some((None, Severity::Warning)) => 1,
            Some((None, Severity::Note)) => 2,
            Some((Some(_), _)) | None => 3,
        }
    }

    fn change(&self, index: usize) -> Option<&Change> {
        self.sheet.doc.changes().get(index)
    }

    /// The place that a card links to.
    fn spot(&self, index: usize, html: &mut Html) {
        let Some(entry) = self.sheet.entries.get(index) else { return };
        html.raw("<span class=\"spot\"").attr("id", &self.sheet.id("w-", &entry.key));
        html.raw("></span>");
    }

    /// The link to the card, behind the words.
    fn refer(&self, index: usize, html: &mut Html) {
        let Some(entry) = self.sheet.entries.get(index) else { return };
        let link = format!("#{}", self.sheet.id("f-", &entry.key));
        html.raw("<a").attr("class", &format!("ref {}", entry.class()));
        html.raw(" lang=\"en\" dir=\"ltr\"").attr("href", &link).raw(">");
        html.raw("<span class=\"unseen\">");
        if entry.allowed.is_some() {
            html.raw("allowed ");
        }
        html.raw(entry.rule.severity.name()).raw(" </span>");
        html.words(&entry.rule.code).raw("</a>");
    }
}

/// Opens the tag of a change and says how to close it.
fn open_change(change: &Change, html: &mut Html) -> &'static str {
    let (open, close, done) = match change.kind {
        kind if kind.stays() => ("<ins", "</ins>", "inserted"),
        _ => ("<del", "</del>", "deleted"),
    };
    let by = change.author.iter().map(|it| format!(" by {}", shortened(it, 80)));
    let on = change.date.iter().map(|it| format!(" on {}", shortened(it, 40)));
    let title: String = [done.to_owned()].into_iter().chain(by).chain(on).collect();
    html.raw(open).attr("title", &title).raw(">");
    close
}

/// The span, cut to whole characters of the text.
fn whole(doc: &Document, span: Span) -> Span {
    let text = doc.text();
    let [start, end] =
        [span.range().start, span.range().end].map(|it| text.floor_char_boundary(it));
    Span::at(0, start..end.max(start))
}
