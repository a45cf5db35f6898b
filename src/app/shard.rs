//! Which drafts belong to a share: the same for the same paths on every machine.

use super::sources::Sources;
use crate::report::Shard;

/// Whether what lies at `path` belongs to this share.
fn holds(shard: Shard, path: &str) -> bool {
    let hash = blake3::hash(path.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    u64::from_le_bytes(first) % u64::from(shard.of) == u64::from(shard.index - 1)
}

/// Leaves the others' shares to them.
pub(super) fn take(shard: Shard, sources: &mut Sources) {
    sources.drafts.retain(|it| holds(shard, &it.path));
    sources.missing.retain(|it| holds(shard, &it.file.path));
    sources.left_alone.retain(|it| holds(shard, it));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_belongs_to_one_share() {
        for of in [1, 2, 7] {
            let mut counts = vec![0; of as usize];
            for path in (0..700).map(|it| format!("TDs/TD{it}.docx")) {
                let holders =
                    (1..=of).filter(|it| holds(Shard { index: *it, of }, &path));
                let holders: Vec<_> = holders.collect();
                assert_eq!(holders.len(), 1, "{path}");
                counts[holders[0] as usize - 1] += 1;
            }
            assert!(counts.iter().all(|it| 60 < *it), "{counts:?}");
        }
    }

    #[test]
    fn a_share_never_changes() {
        let third = Shard { index: 3, of: 7 };
        let held: Vec<_> =
            (0..20).filter(|it| holds(third, &format!("TD{it}.docx"))).collect();
        assert_eq!(held, [5, 10]);
    }
}
