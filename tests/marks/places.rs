//! Where comments stand.

use reclint::formats::mark::MarkError;

use super::{Files, holds, on_all, on_words, write};

/// The first lines of the comments on all blocks of a draft, and the lines of the draft.
#[track_caller]
fn check(name: &str, text: &str, expected: &str) {
    let files = Files::one(name, text);
    let marked = holds(&files);
    let written = String::from_utf8(marked.bytes).unwrap();
    let ours = |it: &str| it.contains("reclint CR03");
    let rest = |it: &str| {
        let bare = it.trim_start_matches([' ', '\t', '>', '/']);
        bare.starts_with("It is about “")
            || bare.starts_with("To answer")
            || it.contains("summary")
            || bare.starts_with("It specifies")
    };
    let lines = written.lines().filter(|it| !rest(it)).map(|it| match it {
        it if ours(it) => it.split("CR03").next().unwrap(),
        it => it,
    });
    let found: Vec<_> = lines.collect();
    let expected: Vec<_> = expected.lines().collect();
    assert_eq!(found, expected, "{}", found.join("\n"));
}

#[test]
fn a_comment_stands_above_its_block_in_markdown() {
    check(
        "draft.md",
        "# One\n\nTwo\nthree.\n\nFour\n====\n\n    code\n",
        "<!-- reclint \n# One\n\n<!-- reclint \nTwo\nthree.\n\n<!-- reclint \nFour\n====\n\n\
         <!-- reclint \n    code\n",
    );
    check(
        "draft.md",
        "---\ntitle: One\n---\n\n{: #two}\nTwo.\n{: .x}\n\nThree.\n",
        "---\ntitle: One\n---\n\n<!-- reclint \n<!-- reclint \n{: #two}\nTwo.\n{: .x}\n\n\
         <!-- reclint \nThree.\n",
    );
}

#[test]
fn a_list_stays_one_list_in_markdown() {
    check(
        "draft.md",
        "# One\n\n- a\n- b\n  1. c\n  2. d\n\n> e\n>\n> * f\n> * g\n",
        "<!-- reclint \n# One\n\n<!-- reclint \n- a\n  <!-- reclint \n- b\n  <!-- reclint \n  \
         1. c\n     <!-- reclint \n  2. d\n\n> <!-- reclint \n> e\n>\n> <!-- reclint \n> * f\n>   \
         <!-- reclint \n> * g\n",
    );
    check(
        "draft.md",
        "# One\n\n-\ta\n\n-\tb\n\n\tc\n",
        "<!-- reclint \n# One\n\n<!-- reclint \n-\ta\n\n \t<!-- reclint \n-\tb\n\n \t<!-- reclint \
         \n\tc\n",
    );
    check(
        "draft.md",
        "# One\n\nA\n: b\n\nC\n: d\n",
        "<!-- reclint \n# One\n\n<!-- reclint \n<!-- reclint \nA\n: b\n  <!-- reclint \n  \
         <!-- reclint \n\nC\n: d\n",
    );
}

#[test]
fn a_comment_stands_above_its_block_in_asciidoc() {
    check(
        "draft.adoc",
        "= One\n:docnumber: X.1\n\n[[a]]\n== Two\n\nThree\nfour.\n\n----\n// five\n----\n\n\
         [NOTE]\n====\nSix.\n\nSeven.\n====\n",
        "// reclint \n= One\n:docnumber: X.1\n\n// reclint \n[[a]]\n== Two\n\n// reclint \n\
         Three\nfour.\n\n// reclint \n----\n// five\n----\n\n[NOTE]\n====\n// reclint \nSix.\n\n\
         // reclint \nSeven.\n====\n",
    );
}

#[test]
fn a_list_stays_one_list_in_asciidoc() {
    check(
        "draft.adoc",
        "= One\n\n* a\n** b\n+\nc\n\n* d\n\nE:: f\n\nG:: h\n",
        "// reclint \n= One\n\n// reclint \n* a\n// reclint \n** b\n// reclint \n+\nc\n\
         // reclint \n\n* d\n// reclint \n\nE:: f\n// reclint \n\nG:: h\n",
    );
}

#[track_caller]
fn moved(name: &str, text: &str, words: &str, expected: Option<&str>) {
    let files = Files::one(name, text);
    let mark = on_words(&files.read(), words, 1);
    let marked = write(&files, &[mark], &[], &[]).unwrap();
    let why: Vec<_> = marked.moved.iter().map(|it| &*it.why).collect();
    assert_eq!(why, expected.into_iter().collect::<Vec<_>>(), "{text}");
}

#[test]
fn a_mark_that_stands_elsewhere_says_so() {
    let md =
        "---\ntitle: One\n---\n\nTwo\n\n| three | four |\n|---|---|\n| five | six |\n";
    moved("draft.md", md, "One", Some("the front matter"));
    moved("draft.md", md, "Two", None);
    moved("draft.md", md, "six", Some("a table"));
    let adoc = "= One\n\n.Two\n|===\n| three | four\n|===\n";
    moved("draft.adoc", adoc, "One", None);
    moved("draft.adoc", adoc, "four", Some("a table"));
    // No comment goes into a block of HTML, which ends only with a blank line.
    let html = "Term\n\n: <div>\n  x\n  </div>\n\nOther\n: def\n";
    moved("draft.md", html, "def", Some("a list of definitions"));
}

#[test]
fn the_comment_says_what_it_is_about() {
    let files =
        Files::one("draft.md", "# A draft\n\nUse MD5 --> or {{RFC1321}} -- now.\n");
    let mut mark = on_words(&files.read(), "MD5", 26);
    mark.quote =
        "MD5 --> or {{RFC1321}} -- now, and then as long as anybody may like it".into();
    let marked = write(&files, &[mark], &[], &["1 error.", "Rules: abc."]).unwrap();
    let expected = "<!-- reclint summary: 1 error.\n     Rules: abc. [summary] -->\n\
         # A draft\n\n<!-- reclint CR03 error: broken.\n     \
         It is about “MD5 - -> or { { RFC1321}} - - now, and then as long as anybody m…”.\n     \
         To answer: say so. [000000000000001a] -->\n\
         Use MD5 --> or {{RFC1321}} -- now.\n";
    assert_eq!(String::from_utf8(marked.bytes).unwrap(), expected);
    assert_eq!((marked.written, marked.removed, marked.kept), (1, 0, 0));
}

#[test]
fn bytes_around_comments_stay() {
    for text in [
        "# One\r\n\r\nTwo\r\n\r\n- a\r\n- b\r\n",
        "\u{feff}# One\n\nTwo",
        "---\ntitle: One\n---",
        "# One\n\n\n\n- a\n\n\n- b\n\nc",
        "One\n\n[a]: b\n\n[^1]: note\n\ntwo[^1]\n",
    ] {
        holds(&Files::one("draft.md", text));
    }
    for text in [
        "= One\r\n\r\nTwo\r\n\r\n* a\r\n\r\n* b\r\n",
        "\u{feff}= One\n\nTwo",
        "One",
        "= One\n:a: b \\\n  c\n\n{a} d\n\nifdef::a[e]\n",
    ] {
        holds(&Files::one("draft.adoc", text));
    }
    let windows =
        write(&Files::one("draft.md", "# One\r\n\r\nTwo\r\n"), &[], &[], &["x"]);
    let windows = String::from_utf8(windows.unwrap().bytes).unwrap();
    assert!(windows.lines().count() == windows.matches("\r\n").count(), "{windows:?}");
}

#[test]
fn text_in_another_encoding_is_refused() {
    for name in ["draft.md", "draft.adoc"] {
        let mut files = Files::one(name, "");
        files.bytes = b"= One\n# One\n\nCaf\xe9.\n".to_vec();
        let refused = write(&files, &on_all(&files.read()), &[], &[]).unwrap_err();
        assert!(
            matches!(&refused, MarkError::Unfit(it) if it.contains("UTF-8")),
            "{refused}"
        );
    }
}

#[test]
fn comments_go_into_the_file_that_holds_the_words() {
    let files = Files::one("draft.adoc", "= One\n\ninclude::parts/a.adoc[]\n\nThree.\n")
        .with("parts/a.adoc", "== Two\n\nWords.\n");
    let marked = holds(&files);
    let [(name, bytes)] = &*marked.parts else { panic!("{:?}", marked.parts) };
    assert_eq!(&**name, "parts/a.adoc");
    assert_eq!(bytes.windows(13).filter(|it| it == b"// reclint CR").count(), 2);

    let files = Files::one(
        "draft.md",
        "# One\n\n{::include a.md}\n\n~~~\n{::include b.md}\n~~~\n",
    )
    .with("a.md", "Words.\n")
    .with("b.md", "# Code\n");
    let marked = holds(&files);
    // What is shown as code is marked above it.
    let [(name, _)] = &*marked.parts else { panic!("{:?}", marked.parts) };
    assert_eq!(&**name, "a.md");
}

#[test]
fn files_whose_lines_are_counted_or_are_data_stay() {
    let files = Files::one(
        "draft.adoc",
        "= One\n\ninclude::a.adoc[lines=3]\n\n,===\ninclude::b.csv[]\n,===\n",
    )
    .with("a.adoc", "Not this.\n\nThis.\n")
    .with("b.csv", "x,y\n");
    let marked = holds(&files);
    assert!(marked.parts.is_empty(), "{:?}", marked.parts);
    let why: Vec<_> = marked.moved.iter().map(|it| &*it.why).collect();
    assert_eq!(why, ["an included file", "a table", "a table"]);
}
