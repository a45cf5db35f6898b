//! The digital signature of a Word file, which no changed file can keep.

use std::collections::BTreeSet;

use super::super::{
    ReadError,
    package::Package,
    relations::{list, relations},
};

/// The parts that a signature is made of, in lower case; none if there is none.
pub(super) fn parts(
    package: &mut Package<'_>,
    main: &str,
    depth: usize,
) -> Result<BTreeSet<String>, ReadError> {
    let names = package.names().map(|it| it.to_lowercase());
    let mut found: BTreeSet<String> =
        names.filter(|it| it.starts_with("_xmlsignatures/")).collect();
    // It stands there by habit only: what counts is what the package leads to.
    for origin in relations(package, "", depth)? {
        if &*origin.kind != "origin" {
            continue;
        }
        for signature in relations(package, &origin.target, depth)? {
            if matches!(&*signature.kind, "signature" | "certificate") {
                found.extend([signature.target.to_lowercase(), list(&signature.target)]);
            }
        }
        found.extend([origin.target.to_lowercase(), list(&origin.target)]);
    }
    // Whatever a file says: what the draft is made of is no part of its signature.
    let main = main.to_lowercase();
    let folder = main.rsplit_once('/').map(|(folder, _)| format!("{folder}/"));
    let own = |it: &str| {
        !it.starts_with("_xmlsignatures/")
            && (folder.as_ref().is_some_and(|folder| it.starts_with(folder))
                || [&*main, "_rels/.rels", "[content_types].xml"].contains(&it))
    };
    let all = found.into_iter().map(|it| it.to_lowercase());
    Ok(all.filter(|it| !own(it) && package.has(it)).collect())
}
