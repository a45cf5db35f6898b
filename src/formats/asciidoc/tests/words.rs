//! What becomes of the words of a paragraph.

use super::{check, flow_of, lines};
use crate::formats::View;

/// The words of the one paragraph that `text` is.
#[track_caller]
fn words(text: &str, expected: &str) {
    check(text, &[&format!("Paragraph|{expected}")]);
}

#[test]
fn marks_go_and_words_stay() {
    words("*bold* _soft_ `code` #mark# x^2^ H~2~O", "bold soft code mark x2 H2O");
    words("**b**old and __s__oft, [.role]#smart#", "bold and soft, smart");
    words("2 * 3 * 4, a_b_c, 5 # 6", "2 * 3 * 4, a_b_c, 5 # 6");
    words(r"\*not bold* and \{name}", "*not bold* and {name}");
    words("+*as is*+ and `+{x}+` and pass:[_y_]", "*as is* and {x} and _y_");
    words("say \"`this`\" -- (C) ...", "say \"this\" -- (C) ...");
    words("one +\ntwo\n// hidden\nthree", "one two three");
    words("&lt;5&#160;bits&gt; {nbsp}{lost}", "<5\u{a0}bits>  {lost}");
}

#[test]
fn macros_keep_their_text() {
    words(
        "see link:a/b_c_d[the text] and https://example.org/a_b_c[here]",
        "see the text and here",
    );
    words(
        "https://example.org/a_b_c, mailto:a@b.org[]",
        "https://example.org/a_b_c, a@b.org",
    );
    words(
        "[[id]]alt:[door] {{lock}} {{lock,a lock}} stem:[x_1 + [y\\]]",
        "door lock a lock x_1 + [y]",
    );
    words("((key))s(((lock, door))) image:x.png[alt]end indexterm:[a]", "keys end");
    check("A{empty}footnote:[See *B* [1].] C", &["Paragraph|A C", "Footnote|See B [1]."]);
}

#[test]
fn tracked_words_follow_the_view() {
    let text = "It add:[shall]del:[may] open.";
    assert_eq!(lines(&flow_of(text, View::Final)), ["Paragraph|It shall open."]);
    assert_eq!(lines(&flow_of(text, View::Original)), ["Paragraph|It may open."]);
}

#[test]
fn attributes_hold_from_their_lines_on() {
    words(":kind: door \\\n  lock\n\nA {kind}.", "A door lock.");
    check("{kind}\n\n:kind: lock\n\n{kind}", &["Paragraph|{kind}", "Paragraph|lock"]);
}

/// Every piece is what stands at its place, or stands for it.
#[test]
fn words_lead_back_to_their_bytes() {
    let text = "\u{feff}= Löcks\n:a: b\n\n== Scope  \r\n\r\nThe *key* {a} is &#233; `öpen`\n  now \
                footnote:[Or _not_.]\n\ninclude::parts/scope.adoc[]\n\n|===\n|é |ü _x_\n|===\n";
    let flow = flow_of(text, View::Final);
    let mut seen = Vec::new();
    for block in &flow.blocks {
        for (text, origin) in flow.pieces(block, 0) {
            let crate::doc::Origin::Byte { file, at } = origin else {
                panic!("{origin:?}")
            };
            let source = flow.sources[usize::from(file)].text.as_deref().unwrap();
            let there = &source[usize::try_from(at).unwrap()..];
            if !there.starts_with(text.trim_end_matches('\n')) {
                seen.push(format!("{text}={}", &there[..3]));
            }
        }
    }
    assert_eq!(seen, ["b={a}", "é=&#2"]);
}

#[test]
fn footnotes_in_footnotes_end_somewhere() {
    let text = "footnote:[x ".repeat(50_000) + &"]".repeat(50_000);
    assert_eq!(flow_of(&text, View::Final).blocks.len(), 6);
}

#[test]
fn no_text_brings_the_reader_down() {
    let signs = [
        "*",
        "_",
        "`",
        "#",
        "+",
        "++",
        "+++",
        "$$",
        "[",
        "]",
        "[[",
        "]]",
        "[[[",
        "]]]",
        "<<",
        ">>",
        "{",
        "}",
        "((",
        "))",
        "|",
        "|===\n",
        "a|",
        "====\n",
        "----\n",
        "NOTE: ",
        "== ",
        "* ",
        "::",
        "\\",
        "é",
        "\u{2060}",
        " ",
        "\n",
        "\n\n",
        "footnote:[",
        "stem:[",
        "https://",
        "&#",
        ";",
        "^",
        "~",
        "include::x[]\n",
        "ifdef::a[]\n",
        "endif::[]\n",
        ":a: ",
        "//",
        "////\n",
        "\t",
        "\"",
        "x",
        "= ",
        "[quote,a]\n",
        "> ",
        "!===\n",
        ",",
        "link:",
        "\r\n",
        "--\n",
        "xref:",
    ];
    let mut seed = 42_u32;
    for _ in 0..1_500 {
        let mut text = String::new();
        for _ in 0..40 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let at = usize::try_from(seed >> 8).unwrap() % signs.len();
            text += signs[at];
        }
        flow_of(&text, View::Final);
    }
}
