//! Pandoc's own readings of its test files, where they are at hand.

use std::path::Path;

use reclint::formats::{Limits, View};

use crate::read;

/// The words of pandoc's own readings of its test files are ours too.
#[test]
#[expect(clippy::disallowed_methods, clippy::print_stderr, reason = "it looks outside")]
fn pandoc_reads_the_same_words() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/hostile");
    if !shared.is_dir() {
        eprintln!("skipped: ../shared is not here");
        return;
    }
    let mut compared = 0;
    for entry in
        std::fs::read_dir(shared.join("pandoc-expected")).expect("it is a folder")
    {
        let path = entry.expect("it can be listed").path();
        let name = path.file_stem().and_then(|it| it.to_str()).expect("names are plain");
        if OTHERWISE.contains(&name) {
            continue;
        }
        let file = name.strip_suffix("_accept").unwrap_or(name);
        let file = shared.join("pandoc/test/docx").join(file).with_extension("docx");
        let Ok(bytes) = std::fs::read(file) else { continue };
        let theirs = std::fs::read_to_string(&path).expect("it can be read");
        let ours =
            read(&bytes, View::Final, Limits::default()).expect("pandoc reads it too");
        assert_eq!(words(ours.document.text()), native(&theirs), "{name}");
        compared += 1;
    }
    assert!(30 <= compared, "only {compared} readings were compared");
}

/// Readings that differ for a reason.
const OTHERWISE: [&str; 13] = [
    // Pandoc gives code, equations and pictures' captions in other ways than words.
    "adjacent_codeblocks",
    "codeblock",
    "definition_list",
    "diagram",
    "inline_code",
    "inline_images",
    // It cuts words where their looks change, and we do not.
    "deep_normalize",
    "instrText_hyperlink",
    "nested_instrText",
    "verbatim_subsuper",
    // It puts a blank where paragraphs join; Word does not.
    "paragraph_insertion_deletion_accept",
    // It shows comments.
    "comments",
    "track_changes_scrubbed_metadata",
];

fn words(text: &str) -> Vec<String> {
    let mut all: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect();
    all.sort();
    all
}

/// The words in pandoc's notation: `Str "word"`, `\8217` for letters beyond ASCII.
fn native(text: &str) -> Vec<String> {
    let mut all = String::new();
    for piece in text.split("Str \"").skip(1) {
        let mut letters = piece.chars().peekable();
        while let Some(letter) = letters.next().filter(|it| *it != '"') {
            if letter != '\\' {
                all.push(letter);
                continue;
            }
            let mut code = String::new();
            while let Some(digit) = letters.next_if(char::is_ascii_digit) {
                code.push(digit);
            }
            let special = if code.is_empty() {
                letters.next()
            } else {
                code.parse().ok().and_then(char::from_u32)
            };
            all.extend(special.filter(|it| *it != '&'));
        }
        all.push(' ');
    }
    words(&all)
}
