//! Embeds `rules/` into the program: one list of (path, text), nothing more.
#![expect(clippy::disallowed_methods, reason = "a build script reads files")]
#![expect(clippy::unwrap_used, reason = "a build may fail by panic")]
#![expect(clippy::unnecessary_debug_formatting, reason = "the output is Rust")]

use std::{env, fmt::Write as _, fs, path::Path, path::PathBuf};

fn main() {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap()).join("rules");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();

    let mut list = String::from("&[\n");
    for path in files {
        let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        if name != "README.md" {
            writeln!(list, "    ({name:?}, include_str!({path:?})),").unwrap();
        }
    }
    list.push(']');
    fs::write(Path::new(&env::var("OUT_DIR").unwrap()).join("rules.rs"), list).unwrap();
}

fn collect(dir: &Path, acc: &mut Vec<PathBuf>) {
    println!("cargo::rerun-if-changed={}", dir.display());
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { collect(&path, acc) } else { acc.push(path) }
    }
}
