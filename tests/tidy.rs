//! What the compiler does not check about our own files.
#![expect(clippy::disallowed_methods, reason = "it reads our own files")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use regex::Regex;

mod support {
    pub(crate) mod uses;
}

/// Which floor each module stands on; a module uses only modules on lower floors.
const FLOORS: &[(&str, u8)] = &[
    ("text", 0),
    ("doc", 1),
    ("lexicon", 1),
    ("formats", 2),
    ("facts", 2),
    ("finding", 2),
    ("rules", 3),
    ("check", 4),
    ("allow", 4),
    ("report", 5),
    ("measure", 5),
    ("inventory", 5),
    ("app", 6),
    ("cli", 7),
    ("main", 8),
];

/// Modules that use one on their own floor, and why.
const BESIDE: &[(&str, &str)] = &[
    // A score is of a checked draft, and a checked draft is what a report is made of.
    ("measure", "report"),
    // A draft is checked once its own allowances have been heard.
    ("check", "allow"),
];

/// What we depend on. A new one needs a comment in Cargo.toml that says what it does for
/// the reader of a draft, and a line here.
const DEPENDENCIES: &[&str] = &[
    "aho-corasick",
    "anyhow",
    "asciidoc-parser",
    "blake3",
    "cfb",
    "clap",
    "ctrlc",
    "flate2",
    "globset",
    "html5gum",
    "indicatif",
    "jiff",
    "miette",
    "pulldown-cmark",
    "quick-xml",
    "rayon",
    "redb",
    "regex",
    "serde",
    "serde_json",
    "strsim",
    "tempfile",
    "terminal_size",
    "textwrap",
    "thiserror",
    "toml",
    "unicode-segmentation",
    "walkdir",
    "whichlang",
    "zip",
    // for development
    "csv",
    "datatest-stable",
    "insta",
    "jsonschema",
    "proptest",
    "sha2",
];

/// The groups of rules, by the letters of their codes.
const GROUPS: &[&str] =
    &["SC", "TM", "CR", "QR", "AU", "PR", "DL", "RS", "LC", "RF", "ET", "ST", "AL"];

const LONGEST_FILE: usize = 400;

#[test]
fn no_module_looks_up() {
    let floors: BTreeMap<&str, u8> = FLOORS.iter().copied().collect();
    for (path, source) in sources().iter().filter(|(it, _)| it.starts_with("src/")) {
        let module = support::uses::module(path);
        let Some(own) = module.first() else { continue };
        let floor = |it: &str| {
            *floors.get(it).unwrap_or_else(|| panic!("{path}: `{it}` has no floor"))
        };
        for used in support::uses::used(&module, source) {
            let known = Path::new("src").join(&used).is_dir()
                || Path::new("src").join(format!("{used}.rs")).exists();
            if used == *own || !known {
                continue;
            }
            assert!(
                floor(&used) < floor(own) || BESIDE.contains(&(&**own, &*used)),
                "{path} (floor {}) uses `{used}` (floor {})",
                floor(own),
                floor(&used),
            );
        }
    }
}

#[test]
fn the_face_of_the_library_tells_the_floors() {
    let face = fs::read_to_string("src/lib.rs").unwrap();
    let line = Regex::new(r"(?m)^pub mod (\w+);(?: // floor (\d):)?").unwrap();
    for found in line.captures_iter(&face) {
        let floor =
            FLOORS.iter().find(|(it, _)| *it == &found[1]).map(|it| it.1.to_string());
        let told = found.get(2).map(|it| it.as_str().to_owned());
        assert_eq!(told, floor, "`pub mod {}` in src/lib.rs and its floor", &found[1]);
    }
}

#[test]
fn every_module_says_what_it_is() {
    for (path, source) in sources() {
        let leaf = path.matches('/').count() > 1 && !path.ends_with("/mod.rs");
        assert!(leaf || source.starts_with("//!"), "{path} has no opening comment");
    }
}

#[test]
fn no_file_is_long() {
    let long = |(path, source): &(String, String)| {
        let lines = source.lines().count();
        (LONGEST_FILE < lines).then(|| format!("{path} has {lines} lines"))
    };
    let long: Vec<_> = sources().iter().filter_map(long).collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn nothing_is_left_to_do_in_the_code() {
    let marks = Regex::new(r"\b(?:FIX[M]E\b|XX[X]\b|tod[o]!)").unwrap();
    for (path, source) in sources() {
        let mark = marks.find(&source).map(|it| it.as_str());
        assert_eq!(mark, None, "{path}");
    }
}

#[test]
fn every_dependency_says_what_it_does() {
    let manifest = fs::read_to_string("Cargo.toml").unwrap();
    let mut found = BTreeSet::new();
    let mut listing = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            listing = line.ends_with("dependencies]");
        } else if let Some((name, rest)) = line.split_once('=').filter(|_| listing) {
            assert!(rest.contains(" # "), "{name} does not say what it does");
            found.insert(name.trim());
        }
    }
    let listed: BTreeSet<_> = DEPENDENCIES.iter().copied().collect();
    let new: Vec<_> = found.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&found).collect();
    assert!(
        new.is_empty() && gone.is_empty(),
        "not listed: {new:?}; not there: {gone:?}"
    );
}

#[test]
fn every_rule_has_a_code_of_its_own_in_a_known_group() {
    let mut codes = BTreeSet::new();
    let page =
        Regex::new(r"^rules/[a-z-]+/(([A-Z]{2})[0-9]{2})-[a-z0-9-]+\.md$").unwrap();
    let folder = fs::read_to_string("rules/README.md").unwrap();
    for path in pages() {
        let found = page.captures(&path);
        let found = found.unwrap_or_else(|| panic!("{path} is no name for a page"));
        assert!(GROUPS.contains(&&found[2]), "{path}: no group is called {}", &found[2]);
        assert!(codes.insert(found[1].to_owned()), "{path}: the code is taken");
        assert!(
            folder.contains(&found[1]),
            "rules/README.md does not list {}",
            &found[1]
        );
    }
    assert!(!codes.is_empty(), "there are no pages");
}

#[test]
fn every_rule_is_in_the_change_log() {
    let log = fs::read_to_string("CHANGELOG.md").unwrap();
    for path in pages() {
        let file = path.rsplit('/').next().unwrap();
        let code = file.split('-').next().unwrap();
        let line = log
            .lines()
            .any(|it| it.trim_start_matches(['-', ' ', '`']).starts_with(code));
        assert!(line, "CHANGELOG.md has no line on {code}");
    }
}

#[test]
fn no_file_knows_whose_machine_it_was_written_on() {
    let folders = ["work", "home", "root", "tmp", "Users"].map(|it| format!("/{it}/"));
    for (path, text) in files(Path::new(".")) {
        for (number, line) in (1..).zip(text.lines()) {
            for folder in &folders {
                let mut hits = line.match_indices(folder.as_str());
                // `example.org/home/` is no place on a disk.
                let own =
                    |at: usize| !line[..at].ends_with(|it: char| it.is_alphanumeric());
                assert!(!hits.any(|(at, _)| own(at)), "{path}:{number} names {folder}");
            }
        }
    }
}

#[test]
fn the_map_of_the_house_shows_every_module() {
    let map = fs::read_to_string("ARCHITECTURE.md").unwrap();
    let face = fs::read_to_string("src/lib.rs").unwrap();
    let line = Regex::new(r"(?m)^pub mod (\w+);").unwrap();
    for found in line.captures_iter(&face) {
        let name = &found[1];
        let shown = [format!("`{name}`"), format!("src/{name}"), format!("`{name}/")];
        let shown = shown.iter().any(|it| map.contains(it));
        assert!(shown, "ARCHITECTURE.md does not speak of `{name}`");
    }
}

fn pages() -> Vec<String> {
    let pages = files(Path::new("rules")).into_iter().map(|(path, _)| path);
    let page = |it: &String| ends_in(it, "md") && it != "rules/README.md";
    pages.filter(page).collect()
}

fn ends_in(path: &str, ending: &str) -> bool {
    Path::new(path).extension().is_some_and(|it| it == ending)
}

/// Our Rust files: path and text.
fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in ["src", "tests", "benches", "examples"] {
        let files = files(Path::new(folder)).into_iter();
        found.extend(files.filter(|(path, _)| ends_in(path, "rs")));
    }
    found.push(("build.rs".to_owned(), fs::read_to_string("build.rs").unwrap()));
    found
}

/// Every text file below `folder` that is ours: path and text, sorted by path.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    walk(folder, &mut found);
    found.sort();
    found
}

fn walk(folder: &Path, found: &mut Vec<(String, String)>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|it| it.unwrap().path()) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let ours = !matches!(&*name, ".git" | "target" | "artifacts")
            && !name.ends_with(".snap.new");
        if path.is_dir() && ours {
            walk(&path, found);
        } else if ours && let Ok(text) = fs::read_to_string(&path) {
            let path = path.to_str().unwrap().replace('\\', "/");
            found.push((path.trim_start_matches("./").to_owned(), text));
        }
    }
}
