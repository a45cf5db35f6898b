//! Which modules of the crate a source file uses.

use std::collections::BTreeSet;

use regex::Regex;

/// The path of the module that a file holds: `src/report/json.rs` is `report`, `json`.
pub(crate) fn module(path: &str) -> Vec<String> {
    let inner = path.strip_prefix("src/").and_then(|it| it.strip_suffix(".rs"));
    let mut names: Vec<_> =
        inner.into_iter().flat_map(|it| it.split('/')).map(str::to_owned).collect();
    if matches!(names.last().map(String::as_str), Some("mod" | "lib")) {
        names.pop();
    }
    names
}

/// The first names below the crate of every path that `source` uses, in `use` trees and
/// beside them. Its unit tests may use what they like.
pub(crate) fn used(module: &[String], source: &str) -> BTreeSet<String> {
    let code = without_comments(source);
    let code = code.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut paths = Vec::new();
    let tree = Regex::new(r"(?s)\buse\s+([^;]+);").unwrap();
    for found in tree.captures_iter(code) {
        expand(&[], found[1].trim(), &mut paths);
    }
    let inline = Regex::new(r"\b(?:crate|super)(?:::\w+)+").unwrap();
    for found in inline.find_iter(&tree.replace_all(code, "")) {
        paths.push(found.as_str().split("::").map(str::to_owned).collect());
    }
    paths.iter().filter_map(|it| resolved(module, it)).collect()
}

fn without_comments(source: &str) -> String {
    let lines = source.lines().filter(|it| !it.trim_start().starts_with("//"));
    lines.flat_map(|it| [it, "\n"]).collect()
}

/// Adds every path of a `use` tree: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn expand(before: &[String], tree: &str, found: &mut Vec<Vec<String>>) {
    let Some((head, group)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default();
        let names = path.split("::").map(|it| it.trim().to_owned());
        found.push(before.iter().cloned().chain(names).collect());
        return;
    };
    let names = head.trim().trim_end_matches("::").split("::").map(str::trim);
    let names = names.filter(|it| !it.is_empty()).map(str::to_owned);
    let before: Vec<_> = before.iter().cloned().chain(names).collect();
    let group = group.trim_end().trim_end_matches('}');
    for branch in branches(group) {
        expand(&before, branch, found);
    }
}

/// The parts of a group between the commas that are not in a group of their own.
fn branches(group: &str) -> impl Iterator<Item = &str> {
    let (mut depth, mut start, mut cuts) = (0_u32, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                cuts.push(&group[start..at]);
                start = at + 1;
            }
            _ => (),
        }
    }
    cuts.push(&group[start..]);
    cuts.into_iter().map(str::trim).filter(|it| !it.is_empty())
}

/// The module of the crate that a path leads to; none for another crate's.
fn resolved(module: &[String], path: &[String]) -> Option<String> {
    let mut here = match path.first()?.as_str() {
        "crate" => Vec::new(),
        "super" | "self" => module.to_vec(),
        _ => return None,
    };
    for name in path {
        match name.as_str() {
            "crate" | "self" => (),
            "super" => {
                here.pop();
            }
            _ => here.push(name.clone()),
        }
    }
    here.into_iter().next()
}

#[test]
fn finds_modules_in_trees_and_beside_them() {
    let source = "use std::fmt;\nuse crate::{\n    doc::{Block, Span},\n    text,\n};\n\
                  use super::super::facts::Kind;\nuse self::inner::X;\n\
                  // crate::hidden::x\nfn f() { crate::finding::g(super::Y) }\n\
                  #[cfg(test)]\nmod tests {\n    use crate::app;\n}\n";
    let module = module("src/report/json.rs");
    let found: Vec<_> = used(&module, source).into_iter().collect();
    assert_eq!(found, ["doc", "facts", "finding", "report", "text"]);
}
