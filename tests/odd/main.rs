//! Word files that are odd in one thing each are annotated by the program, and nothing
//! but comments is new in them. `tests/office/run` has other programs judge the same files.
#![expect(clippy::disallowed_methods, reason = "it writes drafts and runs the program")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

mod everywhere;
mod margin;

#[path = "../support"]
mod support {
    pub(crate) mod odd;
    pub(crate) mod read;
}

use std::{
    collections::BTreeMap,
    fs,
    io::{Cursor, Read as _},
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use margin::Comment;
use reclint::{
    formats::{self, Input, Limits, View},
    rules::RuleSet,
};
use support::odd::{self, Odd};
use zip::ZipArchive;

static RULES: LazyLock<RuleSet> = LazyLock::new(RuleSet::built_in);
static ALL: LazyLock<Vec<Case>> = LazyLock::new(annotated);

/// An odd file, and what the program makes of it.
struct Case {
    odd: Odd,
    file: String,
    marked: Vec<u8>,
    again: Vec<u8>,
}

/// Annotates every odd file, and what comes out once more. The files stay where
/// `tests/office/run` looks for them.
fn annotated() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("odd");
    let [drafts, once, twice] =
        ["drafts", "annotated", "again"].map(|it| folder.join(it));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&drafts).unwrap();
    let all: Vec<_> = odd::all()
        .into_iter()
        .map(|odd| (format!("{}.{}", odd.name, odd.ending), odd))
        .collect();
    for (file, odd) in &all {
        fs::write(drafts.join(file), &odd.bytes).unwrap();
    }
    annotate(&all, &drafts, &once);
    annotate(&all, &once, &twice);
    let read = |path: PathBuf| {
        fs::read(&path).unwrap_or_else(|it| panic!("{}: {it}", path.display()))
    };
    all.into_iter()
        .map(|(file, odd)| {
            let (marked, again) = (read(once.join(&file)), read(twice.join(&file)));
            Case { odd, file, marked, again }
        })
        .collect()
}

fn annotate(all: &[(String, Odd)], from: &Path, to: &Path) {
    let done = Command::new(env!("CARGO_BIN_EXE_reclint"))
        .arg("annotate")
        .args(all.iter().map(|(file, _)| from.join(file)))
        .arg("-o")
        .arg(to)
        .args(["--min-severity", "note", "--date", "2026-01-01T00:00:00Z"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    // 1: something is at fault in the drafts.
    assert!(matches!(done.status.code(), Some(0 | 1)), "{said}");
}

/// The words of a draft, blanks as one.
fn plain(text: &str) -> String {
    let text = text.replace(margin::UNCUT, "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether `on` is what a comment on `words` has to stand on.
fn stands(on: &str, words: &str, odd: &Odd) -> bool {
    let on = plain(on);
    on == words || odd.whole && on.contains(words)
}

#[test]
fn each_oddity_has_something_at_fault_and_a_comment_where_it_can_stand() {
    assert!(20 <= ALL.len());
    let mut faults = Vec::new();
    for case in &*ALL {
        let (odd, comments) = (&case.odd, margin::comments(&case.marked));
        let good =
            comments.iter().filter(|it| it.author == "reclint").any(|it| {
                match odd.host {
                    None => it.on.as_deref().is_some_and(|it| stands(it, odd.words, odd)),
                    Some(host) => it
                        .elsewhere()
                        .is_some_and(|it| it.contains(host) && it.contains(odd.words)),
                }
            });
        if !good {
            faults.push(format!("{}: {comments:#?}", odd.name));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn each_finding_has_one_comment_on_exactly_its_words() {
    let mut faults = Vec::new();
    for case in &*ALL {
        let draft = support::read::draft(&case.file, &case.odd.bytes, &RULES);
        let comments = margin::comments(&case.marked);
        let mut ours: BTreeMap<String, Vec<&Comment>> = BTreeMap::new();
        for it in comments.iter().filter(|it| it.author == "reclint") {
            ours.entry(it.key().unwrap_or_default().to_owned()).or_default().push(it);
        }
        for finding in &draft.findings {
            let code = &*RULES.get(finding.rule).code;
            let words = plain(&draft.document[finding.at]);
            let found = ours.remove(&*finding.fingerprint).unwrap_or_default();
            let good = match found[..] {
                [it] if it.elsewhere().is_some() => it.text().starts_with(code),
                [it] => {
                    it.text().starts_with(code)
                        && it
                            .on
                            .as_deref()
                            .is_some_and(|on| stands(on, &words, &case.odd))
                }
                _ => false,
            };
            if !good {
                faults.push(format!("{}: {code} on “{words}”: {found:#?}", case.file));
            }
        }
        // What sums the draft up is the only other comment.
        let rest: Vec<_> = ours.values().flatten().collect();
        if rest.len() != 1 {
            faults.push(format!("{}: beside the findings: {rest:#?}", case.file));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_words_are_the_same_in_both_views() {
    let read = |name, bytes, view| {
        let include = |_: &str| Err("nothing is included".into());
        let limits = Limits::default();
        let input = Input { name, bytes, view, include: &include, limits };
        let document = formats::read(input, RULES.lexicon()).unwrap().document;
        let kind =
            |it: &reclint::doc::Block| format!("{:?} {}\n", it.kind, &document[it.span]);
        document.blocks().iter().map(kind).collect::<String>()
    };
    for case in &*ALL {
        for view in [View::Final, View::Original] {
            let before = read(&case.file, &case.odd.bytes, view);
            let after = read(&case.file, &case.marked, view);
            assert_eq!(before, after, "{} {view:?}", case.file);
        }
    }
}

/// What an archive says of an entry, and its bytes as they are packed.
fn entries(bytes: &[u8]) -> Vec<(String, String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut entry = archive.by_index_raw(at).unwrap();
            let mut packed = Vec::new();
            entry.read_to_end(&mut packed).unwrap();
            let head = format!(
                "{:?} {:08x} {} {:?} {:?} {:?}",
                entry.compression(),
                entry.crc32(),
                entry.size(),
                entry.last_modified(),
                entry.unix_mode(),
                entry.extra_data()
            );
            (entry.name().unwrap().into_owned(), head, packed)
        })
        .collect()
}

#[test]
fn every_other_part_is_copied_as_it_is_packed() {
    for case in &*ALL {
        let (before, after) = (entries(&case.odd.bytes), entries(&case.marked));
        let document =
            before.iter().find(|it| it.0.contains("document") && !it.0.contains("rels"));
        let (folder, leaf) = document.unwrap().0.rsplit_once('/').unwrap();
        let leads = format!("{folder}/_rels/{leaf}.rels");
        let own = [document.unwrap().0.as_str(), &leads, "[Content_Types].xml"];
        for (name, head, packed) in &before {
            let found = after.iter().find(|it| it.0 == *name);
            let (_, new, bytes) =
                found.unwrap_or_else(|| panic!("{}: {name} is gone", case.file));
            if !own.contains(&&**name) && name != "word/comments.xml" {
                assert_eq!((head, packed), (new, bytes), "{} {name}", case.file);
            }
        }
        let new: Vec<_> = (after.iter().map(|it| &*it.0))
            .filter(|it| before.iter().all(|(name, ..)| name != it) && *it != leads)
            .collect();
        let had = before.iter().any(|it| it.0 == "word/comments.xml");
        let more: &[&str] = if had { &[] } else { &["word/comments.xml"] };
        assert_eq!(new, more, "{}", case.file);
    }
}

#[test]
fn other_peoples_comments_are_as_they_were() {
    for case in &*ALL {
        let before = margin::comments(&case.odd.bytes);
        let mut after = margin::comments(&case.marked);
        after.retain(|it| it.author != "reclint");
        assert_eq!(before, after, "{}", case.file);
    }
}

#[test]
fn annotating_twice_is_annotating_once() {
    for case in &*ALL {
        let (once, twice) = (entries(&case.marked), entries(&case.again));
        for (a, b) in once.iter().zip(&twice) {
            assert_eq!((&a.0, &a.1), (&b.0, &b.1), "{}", case.file);
        }
        assert!(case.marked == case.again, "{}", case.file);
    }
}
