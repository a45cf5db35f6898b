use std::io::{Read as _, Write as _};

use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};

use super::Key;

/// How many bytes of a value are its check.
const CHECK: usize = 32;

/// The largest value that comes out of the cache; a report of one draft has some 10 kB.
pub(super) const LARGEST: u64 = 64 << 20;

/// A value as it is stored: a check over key and bytes, and the bytes, deflated.
///
/// None if it is larger than what is kept.
pub(super) fn framed(key: Key, value: &[u8]) -> Option<Vec<u8>> {
    if LARGEST < u64::try_from(value.len()).ok()? {
        return None;
    }
    let mut deflated = ZlibEncoder::new(vec![0; CHECK], Compression::fast());
    deflated.write_all(value).ok()?;
    let mut framed = deflated.finish().ok()?;
    let check = check(key, framed.get(CHECK..)?);
    framed.get_mut(..CHECK)?.copy_from_slice(&check);
    Some(framed)
}

/// Whether these are the bytes that were stored for this key.
pub(super) fn is_sound(key: Key, framed: &[u8]) -> bool {
    framed
        .split_at_checked(CHECK)
        .is_some_and(|(stored, deflated)| *stored == check(key, deflated))
}

/// The value that was stored; none if a single bit of it is another.
pub(super) fn unframed(key: Key, framed: &[u8]) -> Option<Vec<u8>> {
    if !is_sound(key, framed) {
        return None;
    }
    let mut value = Vec::new();
    let deflated = ZlibDecoder::new(framed.get(CHECK..)?);
    deflated.take(LARGEST + 1).read_to_end(&mut value).ok()?;
    (u64::try_from(value.len()).ok()? <= LARGEST).then_some(value)
}

fn check(key: Key, bytes: &[u8]) -> [u8; CHECK] {
    // The key as the key of the digest: a value under another's name is not sound.
    *blake3::keyed_hash(&key.0, bytes).as_bytes()
}
