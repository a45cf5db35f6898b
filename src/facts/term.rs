//! Terms: what clause 3 defines, here or by reference.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    doc::{BlockKind, Document, Role},
    text::Span,
};

/// One defined term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Its words.
    pub at: Span,
    /// The whole entry.
    pub span: Span,
}

/// "3.2.1⇥overlay network [b-ITU-T X.1162]: …"
static ENTRY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[0-9]+(?:\.[0-9]+)+\.?[ \t]+)?([^:\[\]\n]{2,80}?)[ \t]*(?:\[[^\]]*\][ \t]*)?:[ \t]")
        .expect("a tested pattern")
});

/// What `doc` defines, in reading order.
pub(super) fn gather(doc: &Document) -> Vec<Term> {
    let mut found = Vec::new();
    for block in doc.blocks() {
        let role = |it: crate::doc::ClauseId| doc[it].role == Role::Definitions;
        if !doc.path(block.clause).any(role) {
            continue;
        }
        let clause = &doc[block.clause];
        match block.kind {
            // Below the list of terms, a heading is a term.
            BlockKind::Heading if clause.role == Role::Text => {
                found.push(Term { at: block.span, span: block.span });
            }
            BlockKind::Paragraph | BlockKind::Item => {
                let text = &doc[block.span];
                if let Some(term) = ENTRY.captures(text).and_then(|it| it.get(1)) {
                    let at = Span::at(block.span.start(), term.range());
                    found.push(Term { at, span: block.span });
                }
            }
            _ => (),
        }
    }
    found
}
