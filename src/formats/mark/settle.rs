//! Finds for each block the nearest place where a comment changes nothing. Knows neither
//! comments nor formats: it is told whether the draft still reads the same.

/// For each block, which of its places to take; `counts` says how many each has. After
/// `most` readings what is left takes its last place.
///
/// `same` is told which place each block takes, and how many of the blocks, counted from
/// the first, have their comments written; it says whether the draft reads as before.
pub(super) fn settle(
    counts: &[usize],
    most: usize,
    mut same: impl FnMut(&[usize], usize) -> bool,
) -> Vec<usize> {
    let all = counts.len();
    let mut levels = vec![0; all];
    let last = |it: usize| counts.get(it).map_or(0, |count| count.saturating_sub(1));
    let mut reads = 0;
    let mut read = |levels: &[usize], count| {
        reads += 1;
        (reads <= most).then(|| same(levels, count))
    };
    // With the first `good` blocks all is well.
    let mut good = 0;
    loop {
        match read(&levels, all) {
            Some(true) => return levels,
            Some(false) if good < all => {}
            _ => break,
        }
        // The first block that does harm: with those up to `good` there is none, with
        // those up to `bad` there is.
        let mut bad = all;
        while good + 1 < bad {
            let middle = good + (bad - good) / 2;
            match read(&levels, middle) {
                Some(true) => good = middle,
                Some(false) => bad = middle,
                None => break,
            }
        }
        if good + 1 < bad {
            break;
        }
        while levels[good] < last(good) {
            levels[good] += 1;
            if read(&levels, bad) != Some(false) {
                break;
            }
        }
        good = bad;
    }
    (good..all).for_each(|it| levels[it] = last(it));
    levels
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: usize = 48;

    #[track_caller]
    fn check(counts: &[usize], bad: &[(usize, usize)], expected: &[usize]) {
        let found = settle(counts, MOST, |levels, count| {
            (0..count).all(|it| !bad.contains(&(it, levels[it])))
        });
        assert_eq!(found, expected);
    }

    #[test]
    fn moves_only_what_is_guilty() {
        check(&[3; 4], &[], &[0, 0, 0, 0]);
        check(&[3; 4], &[(2, 0)], &[0, 0, 1, 0]);
        check(&[3; 4], &[(0, 0), (3, 0), (3, 1)], &[1, 0, 0, 2]);
        check(&[1; 2], &[(1, 0)], &[0, 0]);
        check(&[], &[], &[]);
    }

    #[test]
    fn sees_what_does_harm_only_beside_others() {
        let found = settle(&[2; 4], MOST, |levels, count| {
            count < 4 || levels[1] != 0 || levels[3] != 0
        });
        assert_eq!(found, [0, 0, 0, 1]);
    }

    #[test]
    fn gives_up_in_time() {
        let mut reads = 0;
        let found = settle(&[2; 1_000], MOST, |levels, count| {
            reads += 1;
            levels[..count].iter().all(|it| *it == 1)
        });
        assert_eq!(found, [1; 1_000]);
        assert!(reads <= MOST, "{reads}");
    }
}
