//! Which files are claimed, included, left out.

use super::{check, flow_of, lines};
use crate::formats::{Input, Limits, View, asciidoc::claims};

#[test]
fn includes_are_read_inside_the_folder_only() {
    let text = "= T\n\ninclude::parts/scope.adoc[leveloffset=+1]\n\ninclude::parts/up.adoc[]\n\n\
                include::loop.adoc[]\n\ninclude::out.adoc[]\n\ninclude::/etc/passwd[]\n\n\
                include::gone.adoc[]\n\ninclude::gone.adoc[opts=optional]\n\nEnd.\n";
    let flow = flow_of(text, View::Final);
    let expected = [
        "Title|T",
        "Heading(2)|Scope",
        "Paragraph|This text covers locks.",
        "Paragraph|It covers keys, too.",
        "Paragraph|It covers keys, too.",
        "Paragraph|Before.",
        "Paragraph|End.",
    ];
    assert_eq!(lines(&flow), expected);
    let names: Vec<_> = flow.sources.iter().filter_map(|it| it.name.as_deref()).collect();
    assert_eq!(
        names,
        [
            "parts/scope.adoc",
            "parts/deep/more.adoc",
            "parts/up.adoc",
            "loop.adoc",
            "out.adoc"
        ]
    );
    let skipped: Vec<_> = flow.skipped.iter().map(|it| &*it.what).collect();
    let expected = [
        "the include of loop.adoc in line 3 of loop.adoc",
        "the include of ../secret.adoc in line 1 of out.adoc",
        "the include of /etc/passwd in line 11",
        "the include of gone.adoc in line 13",
    ];
    assert_eq!(skipped, expected);
}

#[test]
fn what_a_condition_hides_is_told() {
    let text =
        "ifdef::final[]\nOne.\nTwo.\nendif::[]\n\nifndef::final[]\nThree.\nendif::[]\n";
    let flow = flow_of(text, View::Final);
    assert_eq!(lines(&flow), ["Paragraph|Three."]);
    assert_eq!(&*flow.skipped[0].what, "2 lines under ifdef::final[] in line 1");
}

#[test]
fn directives_in_cells_are_read_or_kept_from_the_parser() {
    let more = "[cols=a]\n|===\na|include::parts/deep/more.adoc[]\n|===\n";
    check(more, &["Cell 0:0:0|It covers keys, too."]);
    let shown = "[cols=a]\n|===\n|x include::parts/deep/more.adoc[]\n|===\n";
    check(shown, &["Cell 0:0:0|x \u{2060}include::parts/deep/more.adoc[]"]);
    check("\\include::x[]\n", &["Paragraph|\u{2060}include::x[]"]);
}

#[test]
fn claims_what_looks_like_asciidoc() {
    #[track_caller]
    fn check(name: &str, text: &str, expected: bool) {
        let include = |_: &str| Err("none".into());
        let (view, limits) = (View::Final, Limits::default());
        let input =
            Input { name, bytes: text.as_bytes(), view, include: &include, limits };
        assert_eq!(claims(input), expected, "{name} {text}");
    }
    check("draft.adoc", "", true);
    check("draft.ASC", "Text", true);
    check("key.asc", "-----BEGIN PGP SIGNATURE-----", false);
    check("draft.txt", "= Title\n:docnumber: Y.1\n\nText", true);
    check("draft.txt", "= Title\n\nText", false);
    check("draft.md", "# Title\n:x: y\n", false);
}
