//! Where the words of a label stand in a document.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    doc::{ClauseId, Document},
    text::{Span, in_word},
};

/// A document's letters and digits alone, with the way back.
///
/// A label quotes the draft's source, with the marks of its format (`**`, `~`, a tab);
/// the document has them no longer. Letters and digits are the same in both.
#[derive(Debug)]
pub(super) struct Letters {
    text: String,
    // Invariant: for each byte of `text`, the byte of the document it was copied from.
    places: Vec<u32>,
}

impl Letters {
    pub(super) fn of(doc: &Document) -> Self {
        let mut found = Self { text: String::new(), places: Vec::new() };
        for (at, c) in doc.text().char_indices().filter(|(_, it)| in_word(*it)) {
            found.text.push(c);
            let end = at + c.len_utf8();
            found.places.extend((at..end).map(|it| Span::at(0, it..it).start()));
        }
        found
    }

    /// Where `quote` stands: in the clause called `clause`, or else anywhere.
    /// Where `quote` stands: in the clause called `clause`, or else anywhere.
    pub(super) fn find(
        &self,
        doc: &Document,
        quote: &str,
        clause: Option<&str>,
    ) -> Vec<Span> {
        let within = clause.map_or_else(Vec::new, |it| self.within(doc, quote, it));
        if within.is_empty() { self.all(&letters(quote)) } else { within }
    }

    /// Where `quote` stands in the clauses with this number or title.
    pub(super) fn within(&self, doc: &Document, quote: &str, clause: &str) -> Vec<Span> {
        let clauses: Vec<_> = clauses(doc, clause).collect();
        let inside = |it: &Span| clauses.iter().any(|clause| clause.covers(*it));
        self.all(&letters(quote)).into_iter().filter(inside).collect()
    }

    fn all(&self, quote: &str) -> Vec<Span> {
        let hits = self.text.match_indices(quote);
        hits.filter_map(|(at, hit)| {
            let (first, last) =
                (self.places.get(at)?, self.places.get(at + hit.len() - 1)?);
            Some(Span::new(*first, *last + 1))
        })
        .collect()
    }
}

/// What is left of a quote without the marks of its format.
pub(super) fn letters(quote: &str) -> String {
    static MARKS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\{--.*?--\}|\[\^[^\]]*\]|\\t").expect("a tested pattern")
    });
    MARKS.replace_all(quote, "").chars().filter(|it| in_word(*it)).collect()
}

/// The text of every clause with this number or title.
fn clauses(doc: &Document, name: &str) -> impl Iterator<Item = Span> {
    let words = |it: &str| it.split_whitespace().collect::<Vec<_>>().join(" ");
    let named = move |id: ClauseId| {
        let clause = &doc[id];
        clause.number.as_deref().is_some_and(|it| words(it) == words(name))
            || letters(&doc[clause.title]) == letters(name)
    };
    let found = doc.clauses().map(|(id, _)| id).filter(move |it| named(*it));
    found.filter_map(|id| {
        let blocks = doc.blocks_of(id);
        Some(blocks.first()?.span.joined(blocks.last()?.span))
    })
}
