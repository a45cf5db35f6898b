//! What the cache holds of a draft, and when that still holds.

use serde::{Deserialize, Serialize};

use super::{
    cache::{Cache, Key},
    settings::Offered,
    sources::Source,
    work::{Done, Include, Pages, Work},
};
use crate::report::{self, Kept, Record};

/// Changes with what is written below, so that nothing else is taken for it.
const FORM: &[u8] = b"reclint-draft/1";

/// What came of a draft in an earlier run.
#[derive(Serialize, Deserialize)]
struct Entry {
    record: Record,
    used: Vec<usize>,
    includes: Vec<Include>,
    /// The day that it was judged by, if that may make a difference.
    day: Option<Box<str>>,
}

/// The same for all drafts with these bytes of which the same is asked.
pub(super) fn claim(
    source: &Source,
    bytes: &[u8],
    offered: &Offered,
    work: Work<'_>,
) -> Key {
    let mut options = vec![
        env!("CARGO_PKG_VERSION").to_owned(),
        work.rules.digest().to_owned(),
        report::view(work.view).to_owned(),
        format!("{:?}", work.changed),
        // The name of a draft tells its format.
        source.path.rsplit_once('.').map_or("", |it| it.1).to_lowercase(),
    ];
    options.extend(work.chosen.iter().map(|it| work.rules.get(*it).code.to_string()));
    options.extend(offered.allowances.iter().map(|it| format!("{it:?}")));
    let digest = blake3::hash(bytes);
    let mut parts = vec![FORM, digest.as_bytes()];
    parts.extend(options.iter().map(String::as_bytes));
    Key::of(&parts)
}

/// What the cache knows a draft by: its page names its path.
pub(super) fn key(claim: Key, source: &Source, pages: Pages) -> Key {
    let kind: &[u8] = match pages {
        Pages::None => return claim,
        Pages::Alone => b"alone",
        Pages::Among => b"among",
    };
    Key::of(&[claim.bytes(), kind, source.path.as_bytes()])
}

/// What an earlier run made of a draft, and which allowances it used; nothing if that
/// may have changed since.
pub(super) fn find(
    cache: &Cache,
    key: Key,
    source: &Source,
    work: Work<'_>,
) -> Option<(Kept, Vec<usize>)> {
    let bytes = cache.get(key)?;
    let end = bytes.iter().position(|it| *it == b'\n')?;
    let Entry { mut record, used, includes, day } =
        serde_json::from_slice(&bytes[..end]).ok()?;
    if day.is_some_and(|it| work.today != Some(&it)) {
        return None;
    }
    let same = |(name, digest): &Include| {
        let found = source.include(name).ok();
        found.map(|it| report::digest(it.1.as_bytes())) == *digest
    };
    if !includes.iter().all(same) {
        return None;
    }
    let page = String::from_utf8(bytes[end + 1..].to_vec()).ok()?;
    let page = (work.pages != Pages::None).then(|| page.into());
    record.path = source.path.clone();
    Some((Kept { record, page }, used))
}

/// Keeps for later runs what came of a draft.
pub(super) fn keep(
    cache: &Cache,
    key: Key,
    kept: &Kept,
    done: &Done,
    offered: &Offered,
    work: Work<'_>,
) {
    // What went wrong may go right another time.
    if done.failed {
        return;
    }
    let dated =
        !done.draft.document.remarks().is_empty() || !offered.allowances.is_empty();
    let entry = Entry {
        record: kept.record.clone(),
        used: done.used.clone(),
        includes: done.includes.clone(),
        day: work.today.filter(|_| dated).map(Into::into),
    };
    let Ok(mut bytes) = serde_json::to_vec(&entry) else { return };
    bytes.push(b'\n');
    bytes.extend_from_slice(kept.page.as_deref().unwrap_or_default().as_bytes());
    cache.put(key, &bytes);
}
