use std::collections::BTreeMap;

use super::super::{NotRead, words::counted};

/// How many files of one folder may have one reason before one line tells of them all.
const FEW: usize = 10;

/// What was not read, a line each; many files of one folder that have one reason share
/// one, or thousands of them would hide the others.
pub(super) fn lines(all: &[NotRead]) -> Vec<String> {
    let mut alike: BTreeMap<_, Vec<&NotRead>> = BTreeMap::new();
    for it in all {
        alike.entry((folder(&it.path), &it.why)).or_default().push(it);
    }
    let mut lines = Vec::new();
    for it in all {
        let (folder, why) = (folder(&it.path), &it.why);
        match alike.get(&(folder, why)).map(Vec::as_slice) {
            Some(many @ [first, .., last]) if FEW < many.len() => {
                if std::ptr::eq(*first, it) {
                    let count = counted(many.len(), "file");
                    let [first, last] = [first, last].map(|it| &it.path[folder.len()..]);
                    lines.push(format!("{folder}: {count}, {first} to {last}: {why}"));
                }
            }
            _ => lines.push(format!("{}: {why}", it.path)),
        }
    }
    lines
}

/// The folder of a path, with the slash.
fn folder(path: &str) -> &str {
    path.rfind('/').map_or("", |it| &path[..=it])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_files_of_one_reason_share_a_line() {
        let missing = |path: String, why: &str| NotRead {
            path: path.into(),
            why: why.into(),
            wanted: false,
        };
        let mut all: Vec<_> =
            (10..30).map(|it| missing(format!("a/{it}.md"), "empty")).collect();
        all.push(missing("a/30.md".to_owned(), "locked"));
        all.extend((0..3).map(|it| missing(format!("b/{it}.md"), "empty")));
        let expected = [
            "a/: 20 files, 10.md to 29.md: empty",
            "a/30.md: locked",
            "b/0.md: empty",
            "b/1.md: empty",
            "b/2.md: empty",
        ];
        assert_eq!(lines(&all), expected);
    }
}
