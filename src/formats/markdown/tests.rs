use super::{
    super::{Limits, View},
    *,
};
use crate::doc::Origin;

fn input(text: &str) -> Input<'_> {
    let include = &|_: &str| Err("none".into());
    let bytes = text.as_bytes();
    Input {
        name: "draft.md",
        bytes,
        view: View::Final,
        include,
        limits: Limits::default(),
    }
}

/// Reads `text`, and proves that every piece is where its origin says, unless the file
/// has a sign there that stands for it.
#[track_caller]
fn flow(text: &str) -> Flow {
    let flow = read(input(text)).unwrap();
    for block in &flow.blocks {
        for (piece, from) in flow.pieces(block, 0) {
            let Origin::Byte { at, .. } = from else { continue };
            let there = &text[at as usize..];
            let sign = there.starts_with(['&', '<', '{', '!', '?', '-', '}', ',', ':']);
            // `{{-tls13}}` shows the name that its source has in the list.
            let alias = there.starts_with("tls13");
            let own = sign
                || alias
                || piece.trim().is_empty()
                || matches!(piece, "[" | "]" | ", " | "Normative" | " references");
            let there = there.get(..piece.len()).unwrap_or_default();
            assert!(
                there.eq_ignore_ascii_case(piece) || own,
                "{piece:?} is not at {there:.20?}"
            );
        }
    }
    flow
}

#[track_caller]
fn check(text: &str, expected: &[(Shape, &str)]) {
    let flow = flow(text);
    let found: Vec<_> = flow.blocks.iter().map(|it| (it.shape, flow.words(it))).collect();
    assert_eq!(found, expected);
}

use Shape::{Code, Footnote, Heading, Item, Note, Paragraph, Title};

#[test]
fn reads_headings_paragraphs_and_lists() {
    check(
        "# 1 Scope\n\nSome *text* that\ngoes on &amp; on `a <b`.\n\n- one\n- two\n\n  more\n  1. deep\n",
        &[
            (Heading(1), "1 Scope"),
            (Paragraph, "Some text that goes on & on a <b."),
            (Item, "one"),
            (Item, "two"),
            (Item, "more"),
            (Item, "deep"),
        ],
    );
}

#[test]
fn keeps_references_that_look_like_addresses_of_links() {
    check(
        "[ITU-T X.805]: Recommendation\n[ITU-T X.509]: Recommendation ITU-T X.509 (2019), Keys.\n\n\
         See [ITU-T X.805] and [RFC 1] and [a page](https://a.example) and [it][RFC 1].\n\n\
         [RFC 1]: https://a.example/rfc1\n",
        &[
            (Paragraph, "[ITU-T X.805]: Recommendation"),
            (Paragraph, "[ITU-T X.509]: Recommendation ITU-T X.509 (2019), Keys."),
            (Paragraph, "See [ITU-T X.805] and [RFC 1] and a page and it."),
        ],
    );
}

#[test]
fn keeps_what_authors_are_to_fill_in() {
    check(
        "<Mandatory material>\n\nText <to be added> here<br>and <b>there</b>.<!-- no -->\n\n\
         <div>A &lt; B</div>\n\n<!-- not this -->\n\n![A lock](lock.png)\n",
        &[
            (Paragraph, "<Mandatory material>"),
            (Paragraph, "Text <to be added> here\nand there."),
            (Paragraph, "A < B"),
            (Paragraph, "A lock"),
        ],
    );
}

#[test]
fn a_break_in_a_line_is_a_blank() {
    let breaks = ["  \n", "\\\n", "<br>", "<br/>", "<br />", "<BR>", "\n"];
    for it in breaks {
        let draft = format!("The image{it}shall be signed.\n\n| a<BR>c | b |\n|---|---|");
        let flow = flow(&draft);
        let words: Vec<_> = flow
            .blocks
            .iter()
            .map(|it| flow.words(it).split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(words, ["The image shall be signed.", "a c", "b"], "{it:?}");
    }
}

#[test]
fn reads_cells_and_tables_of_html() {
    let text =
        "| A | B |\n|---|---|\n| `x\\|y` | [Z] |\n\n<table><tr><td>C</td></tr></table>\n";
    let flow = flow(text);
    let found: Vec<_> = flow
        .blocks
        .iter()
        .filter_map(|it| Some((flow.words(it), it.cell?)))
        .map(|(words, it)| (words, it.table, it.row, it.column))
        .collect();
    let expected = [
        ("A", 0, 0, 0),
        ("B", 0, 0, 1),
        ("x|y", 0, 1, 0),
        ("[Z]", 0, 1, 1),
        ("C", 1, 0, 0),
    ];
    assert_eq!(found, expected);
}

#[test]
fn puts_footnotes_after_the_paragraph_that_refers_to_them() {
    check(
        "One[^a].\n\nTwo.\n\n[^a]: Note[^b].\n[^b]: Below.\n[^c]: Alone.\n",
        &[
            (Paragraph, "One."),
            (Footnote, "Note."),
            (Footnote, "Below."),
            (Paragraph, "Two."),
            (Footnote, "Alone."),
        ],
    );
}

#[test]
fn reads_quotes_notes_and_code() {
    check(
        "> Said\n> so.\n\n> [!NOTE]\n> Mind.\n\n```c\nint *a; <b> {{c}}\n```\n\n    in = 1\n",
        &[
            (Paragraph, "Said so."),
            (Note, "Mind."),
            (Code, "int *a; <b> {{c}}\n"),
            (Code, "in = 1\n"),
        ],
    );
}

#[test]
fn leaves_typed_numbers_and_labels_to_be_seen() {
    check(
        "1. Scope\n\nText:\na) one;\n– two\n\n2. **Terms**\n\nText\n\n1. Open the door.\n",
        &[
            (Paragraph, "1. Scope"),
            (Paragraph, "Text:"),
            (Item, "a) one;"),
            (Item, "two"),
            (Paragraph, "2. Terms"),
            (Paragraph, "Text"),
            (Item, "Open the door."),
        ],
    );
}

#[test]
fn reads_what_stands_in_front() {
    let flow = flow(
        "---\ntitle: Locks\ndocnumber: ITU-T Y.4\nstatus: draft\nkeywords: [a, b]\nabstract: |\n  Of locks.\n---\n\n# 1 Scope\n",
    );
    assert_eq!(flow.about.title.as_deref(), Some("Locks"));
    assert_eq!(flow.about.declared_kind.as_deref(), Some("draft"));
    assert!(flow.about.itu && flow.about.keywords);
    let found: Vec<_> = flow.blocks.iter().map(|it| flow.words(it)).collect();
    assert_eq!(found, ["Locks", "Abstract", "Of locks.", "1 Scope"]);
}

#[test]
fn sees_the_title_again_in_the_text() {
    check(
        "---\ntitle: Locks\n---\n\n# Locks\n\n# Scope\n",
        &[(Title, "Locks"), (Title, "Locks"), (Heading(1), "Scope")],
    );
}

#[test]
fn takes_a_rule_at_the_top_for_a_rule() {
    check(
        "---\n\nText: more\nand more\n\n---\n",
        &[(Heading(2), "Text: more and more")][..0],
    );
}

#[test]
fn reads_files_that_a_draft_includes() {
    let include = &|name: &str| match name {
        "terms.md" => Ok("Words.\n\n{::include more.md}\n".to_owned()),
        "more.md" => Ok("More.\n".to_owned()),
        _ => Err("no such file".into()),
    };
    let text = "# A\n\n{::include terms.md}\n{::include lost.md}\n\nEnd.\n";
    let flow = read(Input { include, ..input(text) }).unwrap();
    let found: Vec<_> = flow
        .blocks
        .iter()
        .map(|it| (flow.words(it), flow.pieces(it, 0).next().map(|it| it.1)))
        .collect();
    let at = |file, at| Some(Origin::Byte { file, at });
    let expected =
        [("A", at(0, 2)), ("Words.", at(1, 0)), ("More.", at(2, 0)), ("End.", at(0, 47))];
    assert_eq!(found, expected);
    let names: Vec<_> = flow.sources.iter().map(|it| it.name.as_deref()).collect();
    assert_eq!(names, [None, Some("terms.md"), Some("more.md")]);
    assert_eq!(&*flow.skipped[0].what, "lost.md, which the draft includes");
}

const DRAFT: &str = r#"---
title: Of Locks
docname: draft-lock-00
category: std
normative:
  RFC8446: tls13
  LOCK:
    title: "All Locks"
    date: 2001
informative:
  KDF: RFC5869

--- abstract

Short.

--- middle

# Introduction {#intro}

See {{RFC8446}}, {{Section 4 of LOCK}}, {{-tls13}}, {{!RFC2119}}, {{?RFC9000}}, {{RFC2119,
Section 6}} and {{keys}} by {{{Zoë Zed}}}.{: .quiet}

## Terms

{::boilerplate bcp14-tagged}

Key:
: A thing.

# Keys {#keys}

~~~ ascii-art
{{RFC1}} -->
~~~
{: #fig title="Keys"}

--- back

# Vectors

## Small

# Acknowledgements
{:numbered="false"}

Thanks.
"#;

#[test]
fn reads_an_internet_draft() {
    let flow = flow(DRAFT);
    assert_eq!(flow.about.number.as_deref(), Some("draft-lock-00"));
    assert_eq!(flow.about.declared_kind.as_deref(), Some("std"));
    let found: Vec<_> = flow
        .blocks
        .iter()
        .map(|it| (it.shape, it.number.as_deref().unwrap_or(""), flow.words(it)))
        .collect();
    let expected = [
        (Title, "", "Of Locks"),
        (Heading(1), "", "Abstract"),
        (Paragraph, "", "Short."),
        (Heading(1), "1", "Introduction "),
        (
            Paragraph,
            "",
            "See [RFC8446], Section 4 of [LOCK], [RFC8446], [RFC2119], [RFC9000], \
             [RFC2119],\nSection 6 and keys by Zoë Zed.",
        ),
        (Heading(2), "1.1", "Terms"),
        (Paragraph, "", "Key:"),
        (Paragraph, "", "A thing."),
        (Heading(1), "2", "Keys "),
        (Code, "", "{{RFC1}} -->\n"),
        (Heading(1), "Appendix A", "Vectors"),
        (Heading(2), "A.1", "Small"),
        (Heading(1), "", "Acknowledgements"),
        (Paragraph, "", "Thanks."),
        (Heading(1), "", "Normative references"),
        (Paragraph, "", "[RFC8446]"),
        (Paragraph, "", "[LOCK] All Locks, 2001"),
        (Paragraph, "", "[RFC2119]"),
        (Heading(1), "", "Informative references"),
        (Paragraph, "", "[KDF] RFC5869"),
        (Paragraph, "", "[RFC9000]"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn reads_the_markdown_of_mmark() {
    let flow = flow(
        "%%%\ntitle = \"Of Doors\"\n[seriesInfo]\nstatus = \"informational\"\n%%%\n\n.# Abstract\n\n\
         Short.\n\n{mainmatter}\n\n# Scope\n\nSee [@!RFC1].\n\n{backmatter}\n\n# More\n",
    );
    assert_eq!(flow.about.declared_kind.as_deref(), Some("informational"));
    let found: Vec<_> = flow
        .blocks
        .iter()
        .map(|it| (it.number.as_deref().unwrap_or(""), flow.words(it)))
        .collect();
    let expected = [
        ("", "Of Doors"),
        ("", "Abstract"),
        ("", "Short."),
        ("1", "Scope"),
        ("", "See [RFC1]."),
        ("Appendix A", "More"),
        ("", "Normative references"),
        ("", "[RFC1]"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn survives_what_nobody_writes() {
    for text in [
        "",
        "---\n",
        "---\n---\n",
        "{{",
        "{{}}",
        "[^a]: [^a]",
        "\u{feff}# A\r\n\r\nb\r\nc",
    ] {
        flow(text);
    }
    flow(&"> ".repeat(5_000));
    flow(&"[^a]: ".repeat(5_000));
    flow(&"- ".repeat(5_000));
    flow(&"<div>".repeat(5_000));
}

#[test]
fn a_comment_without_an_end_is_named() {
    let read = flow("# One\n\n<!-- ended -->\n\n<!-- not\n\nThe rest.\n");
    assert_eq!(&*read.skipped[0].what, "what follows line 5");
    let read = flow("# One\n\n```\n<!-- code\n```\n\n<!-- ended -->\n");
    assert!(read.skipped.is_empty());
}
