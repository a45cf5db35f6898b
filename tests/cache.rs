//! The verb `cache`: where the cache is, what is in it, and how it is removed.
#![expect(clippy::disallowed_methods, reason = "it looks at the files")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

use std::{fs, process::Command};

mod support {
    #[expect(dead_code, reason = "others need more of it")]
    pub(crate) mod folder;
}
use support::folder::Folder;

/// What a command says, and with which code it ends.
fn said(command: &mut Command) -> (String, i32) {
    let done = command.output().unwrap();
    let words = [done.stdout, done.stderr].concat();
    (String::from_utf8(words).unwrap(), done.status.code().unwrap())
}

#[track_caller]
fn check(command: &mut Command, words: &[&str], code: i32) {
    let (said, ended) = said(command);
    assert_eq!(ended, code, "{said}");
    for it in words {
        assert!(said.contains(it), "{it:?} is not in {said}");
    }
}

#[test]
fn a_cache_that_is_not_there_is_empty() {
    let folder = Folder::new("empty");
    check(&mut folder.command("cache show"), &["empty.redb", "It is empty."], 0);
    check(&mut folder.command("cache clear"), &["is empty"], 0);
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 0, "a look makes no file");
}

#[test]
fn a_cache_is_shown_and_removed() {
    let folder = Folder::new("shown");
    let file = folder.cache();
    let table: redb::TableDefinition<&[u8; 32], &[u8]> =
        redb::TableDefinition::new("reclint-cache/1 entries");
    let store = redb::Database::create(&file).unwrap();
    let transaction = store.begin_write().unwrap();
    transaction.open_table(table).unwrap().insert(&[0; 32], &b"a"[..]).unwrap();
    transaction.commit().unwrap();
    drop(store);
    let words = ["found in 1 draft,", "KiB on the disk", "90 days", "other\nusers"];
    check(&mut folder.command("cache show"), &words, 0);
    check(&mut folder.command("cache clear"), &["is removed"], 0);
    assert!(!file.exists());
    check(&mut folder.command("cache clear"), &["is empty"], 0);
}

#[test]
fn a_damaged_cache_is_said_to_be_and_may_be_removed() {
    let folder = Folder::new("damaged");
    let file = folder.cache();
    fs::write(&file, b"redb\x1a\x0a\xa9\x0d\x0a and no more").unwrap();
    check(&mut folder.command("cache show"), &["it is damaged", "begins it anew"], 0);
    check(&mut folder.command("cache clear"), &["is removed"], 0);
    assert!(!file.exists());
}

#[test]
fn what_is_no_cache_is_left_alone() {
    let folder = Folder::new("foreign").with("draft.md", "# A draft\n");
    for name in ["draft.md", "."] {
        let at = |verb: &str| {
            let mut command = folder.command(verb);
            command.env("RECLINT_CACHE", folder.0.join(name));
            command
        };
        check(&mut at("cache show"), &["is not a cache of reclint"], 2);
        check(&mut at("cache clear"), &["stays as it is"], 2);
    }
    assert_eq!(fs::read(folder.0.join("draft.md")).unwrap(), b"# A draft\n");
}

#[cfg(target_os = "linux")]
#[test]
fn the_usual_place_is_in_the_cache_folder() {
    let folder = Folder::new("usual");
    let at = |name: &str, value: &str| {
        let mut command = folder.command("cache show");
        command.env_remove("RECLINT_CACHE").env_remove("XDG_CACHE_HOME");
        command.env_remove("HOME").env(name, value);
        command
    };
    check(&mut at("XDG_CACHE_HOME", "/away"), &["/away/reclint/cache.redb"], 0);
    check(&mut at("HOME", "/me"), &["/me/.cache/reclint/cache.redb"], 0);
    check(&mut at("XDG_CACHE_HOME", "not/absolute"), &["There is no cache"], 0);
    check(&mut at("OTHER", ""), &["There is no cache", "RECLINT_CACHE"], 0);
}
