//! What lies below a folder.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Every file below a folder, with its bytes.
pub(crate) fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for it in fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()) {
        if it.is_dir() {
            all.extend(files(&it));
        } else {
            all.insert(it.clone(), fs::read(&it).unwrap());
        }
    }
    all
}
