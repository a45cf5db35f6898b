//! Readers are total: whatever a file holds, they read it or say why not.

use proptest::prelude::*;
use reclint::{
    check::{self, Asked},
    formats::{Input, Limits, View},
    report::{Draft, OUTPUTS, Report, Style},
};

use super::{RULES, support};

const NAMES: [&str; 7] = [
    "draft.docx",
    "draft.doc",
    "draft.html",
    "draft.adoc",
    "draft.md",
    "draft.txt",
    "draft",
];

/// Reads `bytes` under every name and in both views, and goes all the way to the reports.
fn survives(bytes: &[u8], names: &[&str]) {
    for (name, view) in
        names.iter().zip([View::Final, View::Original].into_iter().cycle())
    {
        let include = |it: &str| match it {
            "part.adoc" => Ok("== Part\n\ninclude::part.adoc[]\n|===\n".to_owned()),
            _ => Err("no such file".into()),
        };
        let limits = Limits::default();
        let input = Input { name, bytes, view, include: &include, limits };
        let checked = match check::draft(input, Asked::only(&RULES)) {
            Ok(checked) => checked,
            Err(err) => {
                assert!(!err.to_string().is_empty(), "{name} has an error without words");
                continue;
            }
        };
        assert!(checked.failed.is_empty(), "{name}: {:?} failed", checked.failed);
        let draft = Draft::of(name, bytes, checked);
        let report = Report::of(&RULES, view, &[draft], Vec::new());
        for output in OUTPUTS {
            (output.write)(&report, Style { width: 40, ..Style::PLAIN }, &mut Vec::new())
                .unwrap();
        }
    }
}

/// Marks of all markups, and words that readers and rules look for.
const TOKENS: &[&str] = &[
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    " ",
    "  \n",
    "= ",
    "== ",
    "=== ",
    "# ",
    "## ",
    "6.1 ",
    "6.1\t",
    "Annex A",
    "Appendix I – ",
    "1 Scope\n\n",
    "\n2 References\n\n",
    "Summary\n\n",
    "[IETF RFC 8446]",
    "[b-x]",
    "]:",
    "[[[a,b]]]",
    "<<a>>",
    "<<",
    ">>",
    "footnote:[",
    "]",
    "[^1]",
    "[^1]: ",
    "include::part.adoc[]\n",
    "ifdef::a[]\n",
    "endif::[]\n",
    "ifeval::[",
    ":a: b\n",
    "{a}",
    "{blank}",
    "[appendix]\n",
    "[bibliography]\n",
    "[abstract]\n",
    "NOTE: ",
    "NOTE 1 – ",
    "* ",
    "- ",
    "a) ",
    "1. ",
    "|===\n",
    "| a | b |\n",
    "|---|---|\n",
    "a| ",
    "2+| ",
    ".2+| ",
    "3*| ",
    "!===\n",
    "----\n",
    "```\n",
    "~~~\n",
    "====\n",
    "____\n",
    "****\n",
    "--\n",
    "+\n",
    "++",
    "+++",
    "pass:[",
    "stem:[",
    "term:[",
    "\\",
    "`",
    "*",
    "_",
    "{--",
    "--}",
    "{++",
    "++}",
    "{{RFC8446}}",
    "---\n",
    "title: a\n",
    "%%%\n",
    "{: #a}",
    "<br>",
    "<!--",
    "-->",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "<p>",
    "<h2>",
    "</h2>",
    "<ins>",
    "<del>",
    "<script>",
    "<![endif]",
    "&amp;",
    "&#x41;",
    "&#",
    "é",
    "\u{202e}",
    "\u{feff}",
    "\u{a0}",
    "\u{1f512}",
    "\u{0}",
    "\u{c}",
    "shall ",
    "may ",
    "not ",
    "use ",
    "MD5",
    "SHA-1 ",
    "TLS 1.2",
    "AES-128-CBC",
    "RSA",
    "2048 bits",
    "key",
    "password ",
    "update ",
    ". ",
    ": ",
    "e.g.",
];

const ELEMENTS: &[&str] = &[
    "<w:p>",
    "</w:p>",
    "<w:p/>",
    "<w:r>",
    "</w:r>",
    "<w:t>",
    "</w:t>",
    "words ",
    "6.1 MD5 shall ",
    "<w:pPr>",
    "</w:pPr>",
    "<w:pStyle w:val=\"heading1\"/>",
    "<w:pStyle w:val=\"\"/>",
    "<w:numPr><w:ilvl w:val=\"99\"/><w:numId w:val=\"1\"/></w:numPr>",
    "<w:tab/>",
    "<w:br/>",
    "<w:tbl>",
    "</w:tbl>",
    "<w:tr>",
    "</w:tr>",
    "<w:tc>",
    "</w:tc>",
    "<w:tcPr>",
    "</w:tcPr>",
    "<w:gridSpan w:val=\"-1\"/>",
    "<w:gridSpan w:val=\"99999999\"/>",
    "<w:vMerge/>",
    "<w:ins>",
    "</w:ins>",
    "<w:del>",
    "</w:del>",
    "<w:delText>",
    "</w:delText>",
    "<w:moveFrom>",
    "</w:moveFrom>",
    "<w:footnoteReference w:id=\"1\"/>",
    "<w:fldChar w:fldCharType=\"begin\"/>",
    "<w:fldChar w:fldCharType=\"separate\"/>",
    "<w:fldChar w:fldCharType=\"end\"/>",
    "<w:instrText>TOC</w:instrText>",
    "<w:sdt>",
    "</w:sdt>",
    "<w:txbxContent>",
    "</w:txbxContent>",
    "<mc:AlternateContent>",
    "<mc:Fallback>",
    "</mc:Fallback>",
    "</mc:AlternateContent>",
    "<w:sym w:font=\"Symbol\" w:char=\"F0B3\"/>",
    "<m:oMath>",
    "&#0;",
    "&amp;",
    "&nothing;",
    "<![CDATA[",
    "]]>",
    "<?x?>",
    "<!--",
    "-->",
    "<w:vanish/>",
];

fn mixed(tokens: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(tokens), 0..60).prop_map(|it| it.concat())
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(30))]

    #[test]
    fn any_bytes_are_read_or_refused(
        head in prop::sample::select(vec![&b""[..], b"PK", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"<html>", b"\xff\xfe"]),
        tail in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        survives(&[head, &tail].concat(), &NAMES);
    }

    #[test]
    fn any_letters_are_read(text in "\\PC{0,200}") {
        survives(text.as_bytes(), &NAMES);
    }

    #[test]
    fn any_elements_in_a_word_file_are_read(body in mixed(ELEMENTS)) {
        let file = support::package::package(&body, &[]);
        survives(&file, &["draft.docx", "draft"]);
    }

    #[test]
    fn any_changed_byte_in_a_word_file_is_survived(at in any::<prop::sample::Index>(), to in any::<u8>()) {
        let mut file = support::word::docx("{heading 1 auto} Scope\n\n| a | b |\n\nWords[^1].\n\n[^1]: More.");
        let at = at.index(file.len());
        file[at] = to;
        survives(&file, &["draft.docx", "draft"]);
    }
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn any_mixture_of_markup_is_read(text in mixed(TOKENS)) {
        survives(text.as_bytes(), &NAMES[2..]);
    }
}
