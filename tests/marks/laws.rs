//! What holds for every draft.

use std::{fs, path::Path};

use proptest::prelude::*;

use super::{Files, holds};

#[test]
fn every_draft_of_ours_can_be_marked() {
    let mut count = 0;
    for folder in ["corpus", "tests/fixtures"] {
        for entry in fs::read_dir(folder).unwrap() {
            for name in ["draft.md", "draft.adoc", "source.md"] {
                let path = entry.as_ref().unwrap().path().join(name);
                let Ok(text) = fs::read_to_string(Path::new(&path)) else { continue };
                let marked = holds(&Files::one(name, &text));
                assert!(0 < marked.written && marked.moved.iter().all(|it| !it.left_out));
                count += 1;
            }
        }
    }
    assert!(20 < count, "{count}");
}

/// Lines that mean something in Markdown.
fn markdown() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "",
        "",
        "",
        "words",
        "more words",
        "# Heading",
        "## Other",
        "- item",
        "- ",
        "* star",
        "  - inner",
        "    - deep",
        "1. one",
        "2) two",
        "   going on",
        "> quote",
        "> - in quote",
        ">",
        "> > deep",
        "| a | b |",
        "|---|---|",
        "| c | d |",
        "```",
        "~~~",
        "    code",
        "\tcode",
        "Term",
        ": definition",
        "[^1]: note",
        "see[^1]",
        "<div>",
        "</div>",
        "<!-- note -->",
        "<!--",
        "-->",
        "{: #id}",
        "{:aside}",
        "====",
        "----",
        "---",
        "[a]: b",
        "***",
        "- [ ] task",
        "> [!NOTE]",
        "{::comment}",
        "{:/}",
        "--- middle",
        "<br>",
        "*[a]: b",
        "<!-- reclint: allow CR03 because x -->",
        "<!-- reclint CR03 error: x [0000000000000001] -->",
    ]);
    lines(line)
}

/// Lines that mean something in AsciiDoc.
fn asciidoc() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "",
        "",
        "",
        "words",
        "more words",
        "= Title",
        "== Heading",
        "=== Other",
        "* item",
        "** inner",
        ". one",
        "- dash",
        "a:: b",
        "a::",
        "+",
        "----",
        "====",
        "****",
        "|===",
        "| a | b",
        "| c",
        "....",
        "--",
        "____",
        "[NOTE]",
        "[source]",
        "[[id]]",
        ".Title",
        "NOTE: this",
        ":a: b",
        "{a}",
        "////",
        "// comment",
        "ifdef::a[]",
        "endif::[]",
        "  literal",
        "```",
        "<1> callout",
        "'''",
        "term;; x",
        "[%header]",
        "image::x.png[]",
        "footnote:[x]",
        "// reclint: allow CR03 because x",
        "// reclint CR03 error: x [0000000000000001]",
    ]);
    lines(line)
}

fn lines(line: impl Strategy<Value = &'static str>) -> impl Strategy<Value = String> {
    let ends = prop::sample::select(vec!["\n", "\r\n"]);
    let lines = prop::collection::vec(line, 0..24);
    (lines, ends, any::<bool>()).prop_map(|(lines, end, last)| {
        let text = lines.join(end);
        if last { text + end } else { text }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_markdown_file_holds(text in markdown()) {
        whatever("draft.md", &text);
    }

    #[test]
    fn whatever_an_asciidoc_file_holds(text in asciidoc()) {
        whatever("draft.adoc", &text);
    }
}

fn whatever(name: &str, text: &str) {
    // Files of blanks are no drafts, and what looks like ours goes first.
    let files = Files::one(name, &format!("words\n\n{text}"));
    let first = super::write(&files, &[], &[], &[]).unwrap();
    holds(&files.after(&first));
}
