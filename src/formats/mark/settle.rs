//! Finds for each block the nearest place where a comment changes nothing. Knows neither
//! comments nor formats: it is told whether the draft still reads the same.

use std::ops::Range;

/// How often a draft is read again before what is left goes as far up as it can.
const READS: usize = 48;

/// For each block, which of its places to take; `counts` says how many each has.
///
/// `same` is told, for a range of the blocks, which place each of them takes, and says
/// whether the draft reads as before with comments there and nowhere else.
pub(super) fn settle(
    counts: &[usize],
    mut same: impl FnMut(&[usize], Range<usize>) -> bool,
) -> Vec<usize> {
    let mut levels = vec![0; counts.len()];
    let all = 0..counts.len();
    if same(&levels, all.clone()) {
        return levels;
    }
    let last = |it: usize| counts.get(it).map_or(0, |count| count.saturating_sub(1));
    let mut reads = 1;
    let mut open = vec![all.clone()];
    while let Some(range) = open.pop() {
        if range.is_empty() {
            continue;
        }
        if READS <= reads {
            range.for_each(|it| levels[it] = last(it));
            continue;
        }
        reads += 1;
        if same(&levels, range.clone()) {
            continue;
        }
        if range.len() == 1 {
            let block = range.start;
            if levels[block] < last(block) {
                levels[block] += 1;
                open.push(range);
            }
            continue;
        }
        let middle = range.start + range.len() / 2;
        open.push(middle..range.end);
        open.push(range.start..middle);
    }
    if !same(&levels, all.clone()) {
        // Each is harmless alone, and together they are not.
        all.for_each(|it| levels[it] = last(it));
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(counts: &[usize], bad: &[(usize, usize)], expected: &[usize]) {
        let mut reads = 0;
        let found = settle(counts, |levels, range| {
            reads += 1;
            range.into_iter().all(|it| !bad.contains(&(it, levels[it])))
        });
        assert_eq!(found, expected);
        assert!(reads <= READS + 1, "{reads}");
    }

    #[test]
    fn moves_only_what_is_guilty() {
        check(&[3; 4], &[], &[0, 0, 0, 0]);
        check(&[3; 4], &[(2, 0)], &[0, 0, 1, 0]);
        check(&[3; 4], &[(0, 0), (3, 0), (3, 1)], &[1, 0, 0, 2]);
        check(&[1; 2], &[(1, 0)], &[0, 0]);
    }

    #[test]
    fn gives_up_in_time() {
        let bad: Vec<_> = (0..1_000).map(|it| (it, 0)).collect();
        let found = settle(&[2; 1_000], |levels, range| {
            range.into_iter().all(|it| !bad.contains(&(it, levels[it])))
        });
        assert_eq!(found.len(), 1_000);
        assert!(found[900..].iter().all(|it| *it == 1));
    }
}
