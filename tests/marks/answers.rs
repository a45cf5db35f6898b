//! What authors answered stays.

use super::{Files, on_words, write};

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_comment_of_the_author_stays() {
    for (name, answer) in [
        ("draft.md", "<!-- reclint: allow CR03 because it is old -->"),
        ("draft.md", "<!-- reclint is a program -->"),
        ("draft.adoc", "// reclint: allow CR03 because it is old"),
        ("draft.adoc", "// reclint CR03 is wrong here"),
    ] {
        let files = Files::one(name, &format!("= One\n\n{answer}\nUse MD5.\n"));
        let mark = on_words(&files.read(), "MD5", 1);
        let marked = write(&files, &[mark], &[], &[]).unwrap();
        let after = files.after(&marked);
        assert!(after.text().contains(answer), "{}", after.text());
        let none = write(&after, &[], &[], &[]).unwrap();
        assert_eq!(none.removed, 1);
        assert_eq!(text(none.bytes), files.text());
    }
}

#[test]
fn what_looks_like_ours_in_a_listing_stays() {
    let ours = "reclint CR03 error: x [0000000000000001]";
    for (name, text) in [
        ("draft.md", format!("# One\n\n```\n<!-- {ours} -->\n```\n\nUse MD5.\n")),
        ("draft.adoc", format!("= One\n\n----\n// {ours}\n----\n\nUse MD5.\n")),
    ] {
        let files = Files::one(name, &text);
        let none = write(&files, &[], &[], &[]).unwrap();
        assert_eq!(none.removed, 0);
        assert_eq!(self::text(none.bytes), files.text());
    }
}

/// An answer typed into a comment of ours, and what is left of both once the finding is
/// gone.
#[track_caller]
fn rescued(name: &str, from: &str, to: &str, expected: &str) {
    let files = Files::one(name, "= One\n\nUse MD5.\n");
    let mark = on_words(&files.read(), "MD5", 1);
    let marked = write(&files, std::slice::from_ref(&mark), &[], &[]).unwrap();
    let typed = text(marked.bytes).replace(from, to);
    assert!(typed.contains("because"), "{typed}");
    let files = Files::one(name, &typed);
    let gone = write(&files, &[], &[], &[]).unwrap();
    assert_eq!(text(gone.bytes), format!("= One\n\n{expected}\nUse MD5.\n"));

    // The mark comes again, and the answer stays beside it.
    let mark = on_words(&files.read(), "MD5", 1);
    let again = write(&files, &[mark], &[], &[]).unwrap();
    let after = files.after(&again);
    assert!(after.text().contains(&format!("\n{expected}\n")), "{}", after.text());
    let mark = on_words(&after.read(), "MD5", 1);
    let twice = write(&after, &[mark], &[], &[]).unwrap();
    assert_eq!(text(twice.bytes), after.text());

    // An answered comment stays as it is.
    let kept = write(&files, &[], &["0000000000000001"], &[]).unwrap();
    assert_eq!((kept.kept, kept.removed), (1, 0));
    assert_eq!(text(kept.bytes), typed);
}

#[test]
fn an_answer_typed_into_a_comment_of_ours_is_rescued() {
    rescued(
        "draft.md",
        "     On ",
        "     reclint: allow CR03 because\n     it is old\n     On ",
        "<!-- reclint: allow CR03 because it is old -->",
    );
    rescued(
        "draft.md",
        "[0000000000000001] -->",
        "[0000000000000001]\nReclint: Allow CR03 because it is old -->",
        "<!-- Reclint: Allow CR03 because it is old -->",
    );
    rescued(
        "draft.adoc",
        "//   On ",
        "// reclint: allow CR03 because it is old\n//   On ",
        "// reclint: allow CR03 because it is old",
    );
}

/// Our own line on how to answer must never look like an answer, wherever it wraps.
#[test]
fn no_line_of_ours_looks_like_an_answer() {
    for count in 0..40 {
        let files = Files::one("draft.md", "# One\n\nUse MD5.\n");
        let mut mark = on_words(&files.read(), "MD5", 1);
        let words = "to be or not ".repeat(count);
        mark.text.insert(1, format!("{words} reclint: allow CR03 because …").into());
        mark.text.push(format!("reclint: allow {words} [00000000000000aa]").into());
        let marked = write(&files, &[mark.clone()], &[], &[]).unwrap();
        let after = files.after(&marked);
        let begins = |it: &str| it.trim_start().starts_with("reclint:");
        assert!(!after.text().lines().any(begins), "{}", after.text());
        let none = write(&after, &[], &[], &[]).unwrap();
        assert_eq!(text(none.bytes), files.text());
    }
}
