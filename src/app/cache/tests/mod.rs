//! The cache in one process; what is damaged and who else writes is beside this file.

mod damage;
mod together;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process,
};

use super::*;

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            env::temp_dir().join(format!("reclint-cache-{}-{name}", process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("cache.redb")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn key(number: u64) -> Key {
    Key::of(&[b"draft", &number.to_le_bytes()])
}

/// What is kept of a draft: long, and not all alike.
fn value(number: u64) -> Vec<u8> {
    let line = |it: u64| format!("{number}: a finding in clause {}\n", it * number % 97);
    (0..20 + number % 50).map(line).collect::<String>().into_bytes()
}

fn fill(file: &Path, numbers: std::ops::Range<u64>) -> Option<String> {
    let cache = Cache::open(Some(file));
    for number in numbers {
        cache.put(key(number), &value(number));
    }
    cache.close()
}

/// How many values are there; one that is there is the right one.
#[track_caller]
fn hits(cache: &Cache, numbers: std::ops::Range<u64>) -> usize {
    let hit = |number: &u64| {
        let found = cache.get(key(*number));
        assert!(found.as_ref().is_none_or(|it| *it == value(*number)), "{number}");
        found.is_some()
    };
    numbers.filter(hit).count()
}

#[test]
fn what_was_put_is_there_in_the_next_run() {
    let folder = Folder::new("round");
    let file = folder.0.join("new").join("cache.redb");
    assert_eq!(hits(&Cache::open(Some(&file)), 0..3), 0);
    assert!(!file.exists(), "a run that only looks makes no file");
    assert_eq!(fill(&file, 0..600), None);
    let cache = Cache::open(Some(&file));
    assert_eq!(hits(&cache, 0..601), 600);
    cache.put(key(600), b"");
    assert_eq!(cache.close(), None);
    assert_eq!(Cache::open(Some(&file)).get(key(600)), Some(Vec::new()));
    let off = Cache::off();
    off.put(key(1), b"1");
    assert_eq!((off.get(key(1)), off.close()), (None, None));
}

#[test]
fn a_key_tells_where_its_parts_end() {
    assert_ne!(Key::of(&[b"ab", b"c"]), Key::of(&[b"a", b"bc"]));
    assert_ne!(Key::of(&[b"a", b""]), Key::of(&[b"a"]));
    assert_eq!(Key::of(&[b"a", b"b"]), Key::of(&[b"a", b"b"]));
}

#[test]
fn many_threads_use_it_and_see_what_was_written() {
    let folder = Folder::new("threads");
    let cache = Cache::open(Some(&folder.file()));
    std::thread::scope(|scope| {
        for begin in 0..8 {
            let cache = &cache;
            scope.spawn(move || {
                for number in begin * 500..(begin + 1) * 500 {
                    cache.put(key(number), &value(number));
                    hits(cache, number / 2..number / 2 + 1);
                }
            });
        }
    });
    assert!(0 < hits(&cache, 0..4000), "batches are written before the end");
    assert_eq!(cache.close(), None);
    assert_eq!(hits(&Cache::open(Some(&folder.file())), 0..4000), 4000);
}

#[test]
fn the_oldest_entries_make_room_for_new_ones() {
    let folder = Folder::new("room");
    let file = folder.file();
    let place = Place { file: file.clone(), named: true };
    let noise = |number: u64| {
        // What cannot be made smaller, so that the bound is met.
        let mut bytes = vec![0; 10_000 + usize::try_from(number % 7).unwrap() * 3_000];
        blake3::Hasher::new().update(&key(number).0).finalize_xof().fill(&mut bytes);
        bytes
    };
    let room = 8 << 20;
    let mut largest = 0;
    for begin in 0..20 {
        let cache = Cache::at(Some(place.clone()), Bounds { room, today: 1 });
        for number in begin * 150..(begin + 1) * 150 {
            cache.put(key(number), &noise(number));
        }
        assert_eq!(cache.close(), None);
        largest = largest.max(fs::metadata(&file).unwrap().len());
    }
    let cache = Cache::open(Some(&file));
    let there: Vec<_> = (0..3000).filter(|it| cache.get(key(*it)).is_some()).collect();
    assert!(there.first().is_some_and(|it| 2000 < *it), "the oldest are gone");
    assert!((2850..3000).all(|it| there.contains(&it)), "the last run's are there");
    assert!(largest < 4 * room, "{largest}");
}

#[test]
fn entries_go_when_their_time_has_passed() {
    let folder = Folder::new("time");
    let place = Place { file: folder.file(), named: true };
    let on = |today| Cache::at(Some(place.clone()), Bounds { room: ROOM, today });
    for (today, number) in [(100, 0), (120, 1), (100 + KEPT, 2), (101 + KEPT, 3)] {
        let cache = on(today);
        cache.put(key(number), &value(number));
        assert_eq!(cache.close(), None);
    }
    assert_eq!(on(1000).get(key(0)), None);
    assert_eq!(hits(&on(1000), 1..4), 3);
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new("mode");
    let file = folder.0.join("cache").join("cache.redb");
    fill(&file, 0..1);
    let mode = |it: &Path| fs::metadata(it).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&file), 0o600);
    assert_eq!(mode(file.parent().unwrap()), 0o700);
}
