//! What holds of every document that a builder can make.

use proptest::prelude::*;
use reclint::{
    doc::{
        About, BlockKind, Builder, Document, Heading, Origin, Region, Role, Source,
        Standing,
    },
    text::Span,
};

/// One call of a reader.
#[derive(Clone, Debug)]
enum Call {
    Clause(u8),
    Begin(BlockKind),
    Text(String, u32),
}

fn call() -> impl Strategy<Value = Call> {
    let kinds =
        [BlockKind::Title, BlockKind::Paragraph, BlockKind::Cell, BlockKind::Note];
    // Letters of every width, and signs that are folded or vanish.
    let text = "[a-z –é\u{1f512}\u{a0}\u{ad}\u{2011}\n\r]{0,12}";
    prop_oneof![
        (0_u8..=9).prop_map(Call::Clause),
        prop::sample::select(kinds.to_vec()).prop_map(Call::Begin),
        (text, 0_u32..200).prop_map(|(text, at)| Call::Text(text, at)),
    ]
}

fn built(calls: &[Call]) -> Document {
    let mut builder = Builder::new(Region::Cover);
    for call in calls {
        match call {
            Call::Clause(level) => builder.clause(Heading {
                level: *level,
                number: None,
                role: Role::Text,
                region: Region::Body,
                standing: Standing::Normative,
            }),
            Call::Begin(kind) => builder.begin(*kind, None),
            Call::Text(text, at) => builder.text(text, Origin::Byte { file: 0, at: *at }),
        }
    }
    let source = Source { name: None, text: Some("–é\n".repeat(9).into()) };
    builder.finish(About::default(), vec![source])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spans_lie_in_the_text_and_end_between_letters(
        calls in prop::collection::vec(call(), 0..40),
    ) {
        let doc = built(&calls);
        let sound = |it: Span| doc.text().get(it.range()).is_some();
        let mut end = 0;
        for block in doc.blocks() {
            prop_assert!(sound(block.span), "{block:?}");
            prop_assert!(end <= block.span.start(), "{block:?} begins before {end}");
            end = block.span.end();
            let mut next = block.span.start();
            for (piece, _) in doc.origins(block.span).filter(|_| !block.span.is_empty()) {
                prop_assert!(sound(piece) && piece.start() == next, "{piece:?} at {next}");
                next = piece.end();
            }
            prop_assert!(block.span.is_empty() || next == end, "no origin from {next} on");
        }
        for (id, clause) in doc.clauses() {
            prop_assert!(sound(clause.title), "{clause:?}");
            let blocks = doc.blocks();
            for (at, block) in (0..).zip(blocks) {
                let below = doc.path(block.clause).any(|it| it == id);
                prop_assert!(!below || clause.blocks.contains(&at), "{block:?}, {clause:?}");
            }
            prop_assert!(clause.parent.is_none_or(|it| it < id));
        }
        for (at, _) in doc.text().char_indices() {
            let at = u32::try_from(at).unwrap();
            let _ = doc.place(Span::new(at, at));
        }
        prop_assert!(sound(doc.title()));
    }
}
