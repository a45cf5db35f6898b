//! Files that are not what was written.

use std::fs;

use redb::{Database, TableDefinition};

use super::*;

/// A file of a few entries, as it is after a run and while one writes.
fn small(folder: &Folder) -> [Vec<u8>; 2] {
    let file = folder.file();
    fill(&file, 0..12);
    let closed = fs::read(&file).unwrap();
    let cache = Cache::open(Some(&file));
    cache.put(key(12), &value(12));
    let Cache { place, pending, writer, .. } = &cache;
    cache.write(place.as_ref().unwrap(), locked(writer), &locked(pending).batch);
    [closed, fs::read(&file).unwrap()]
}

/// Whatever the file holds, no answer is wrong, and the next run has what this one kept.
///
/// The place is the usual one, where nothing is anybody else's.
#[track_caller]
fn survives(file: &Path, bytes: &[u8], what: &str) {
    fs::write(file, bytes).unwrap();
    let place = Place { file: file.to_owned(), named: false };
    let open = || Cache::at(Some(place.clone()), Bounds { room: ROOM, today: 1 });
    let cache = open();
    hits(&cache, 0..13);
    cache.put(key(20), &value(20));
    let told = cache.close();
    let cache = open();
    assert_eq!(hits(&cache, 20..21), 1, "{what}: {told:?}");
    hits(&cache, 0..13);
}

#[test]
fn a_file_that_ends_too_early_is_begun_anew() {
    let folder = Folder::new("short");
    for whole in small(&folder) {
        // Of the first page many, and of the rest as many as there is time for.
        for length in (0..4096).step_by(61).chain((4096..whole.len()).step_by(997)) {
            survives(&folder.file(), &whole[..length], &format!("{length} bytes"));
        }
    }
}

#[test]
fn no_flipped_byte_makes_a_wrong_answer() {
    let folder = Folder::new("flip");
    for whole in small(&folder) {
        for at in (0..400).step_by(3).chain((400..whole.len()).step_by(997)) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0xff;
            survives(&folder.file(), &bytes, &format!("byte {at}"));
        }
    }
}

#[test]
fn a_value_under_the_key_of_another_is_not_there() {
    let framed = frame::framed(key(1), b"one").unwrap();
    assert_eq!(frame::unframed(key(1), &framed), Some(b"one".to_vec()));
    assert_eq!(frame::unframed(key(2), &framed), None);
    for at in 0..framed.len() {
        let mut bytes = framed.clone();
        bytes[at] ^= 1;
        assert_eq!(frame::unframed(key(1), &bytes), None);
        assert_eq!(frame::unframed(key(1), &framed[..at]), None);
    }
}

#[test]
fn entries_of_a_later_version_make_room() {
    let folder = Folder::new("later");
    let later: TableDefinition<u64, &str> = TableDefinition::new("reclint-cache/9 all");
    let store = Database::create(folder.file()).unwrap();
    let transaction = store.begin_write().unwrap();
    transaction.open_table(later).unwrap().insert(1, "one").unwrap();
    transaction.commit().unwrap();
    drop(store);
    assert_eq!(hits(&Cache::open(Some(&folder.file())), 0..1), 0);
    assert_eq!(fill(&folder.file(), 0..1), None);
    assert_eq!(hits(&Cache::open(Some(&folder.file())), 0..1), 1);
}

/// What somebody else needs is left alone, and said.
#[track_caller]
fn left(file: &Path) {
    let before = fs::read(file).ok();
    let told = fill(file, 0..3).unwrap();
    assert!(told.contains("is not a cache of reclint: it stays as it is"), "{told}");
    assert!(fs::read(file).ok() == before, "it was changed");
}

#[test]
fn a_file_of_somebody_else_stays_as_it_is() {
    let folder = Folder::new("foreign");
    let file = folder.file();
    fs::write(&file, "# A draft\n").unwrap();
    left(&file);
    fs::remove_file(&file).unwrap();
    let other: TableDefinition<u64, u64> = TableDefinition::new("accounts");
    let store = Database::create(&file).unwrap();
    let transaction = store.begin_write().unwrap();
    transaction.open_table(other).unwrap().insert(1, 2).unwrap();
    transaction.commit().unwrap();
    drop(store);
    left(&file);
    left(&folder.0);
}

#[test]
fn an_empty_file_is_begun() {
    let folder = Folder::new("empty");
    fs::write(folder.file(), "").unwrap();
    assert_eq!(fill(&folder.file(), 0..3), None);
    assert_eq!(hits(&Cache::open(Some(&folder.file())), 0..3), 3);
}

#[test]
fn a_place_that_cannot_be_written_is_said_where_it_was_named() {
    let folder = Folder::new("place");
    fs::write(folder.0.join("file"), "").unwrap();
    let file = folder.0.join("file").join("cache.redb");
    let told = fill(&file, 0..3).unwrap();
    assert!(told.contains("3 drafts was not kept; the report is not affected"), "{told}");
    let usual =
        Cache::at(Some(Place { file, named: false }), Bounds { room: ROOM, today: 1 });
    usual.put(key(1), b"1");
    assert_eq!((usual.get(key(1)), usual.close()), (None, None));
}
