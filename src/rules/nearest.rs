//! What may have been meant by a name that no rule has.

/// How like a name has to be to be what was meant.
const ALIKE: f64 = 0.84;

/// The name most like `wanted`, if one is like it at all.
pub fn nearest<'a>(
    wanted: &str,
    names: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    // What is longer than any name is like none, and costs time to compare.
    let wanted = Some(wanted.to_lowercase()).filter(|it| it.len() < 80)?;
    let score = |name: &str| {
        let name = name.to_lowercase();
        // Codes are all alike to a measure made for words: one slip is what they bear,
        // and a letter O for a zero, or a zero left out, is none.
        if name.len() < 6 {
            let plain = |it: &str| it.replace(['0', 'o'], "");
            let same = plain(&wanted) == plain(&name);
            let near = strsim::osa_distance(&wanted, &name) <= 1;
            return if same { 1.0 } else { f64::from(near) * 0.9 };
        }
        if 3 < wanted.len() && name.contains(&wanted) {
            return 0.99;
        }
        strsim::jaro_winkler(&wanted, &name)
    };
    let mut best: Option<(&str, f64)> = None;
    for name in names {
        let score = score(name);
        if ALIKE <= score && best.is_none_or(|(_, it)| it < score) {
            best = Some((name, score));
        }
    }
    best.map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(wanted: &str, expected: Option<&str>) {
        let names =
            ["CR", "CR03", "algorithm-broken", "CR13", "algorithm-deprecated", "SC01"];
        assert_eq!(nearest(wanted, names.into_iter()), expected, "{wanted}");
    }

    #[test]
    fn finds_what_was_meant() {
        check("CR3", Some("CR03"));
        check("cr003", Some("CR03"));
        check("CRO3", Some("CR03"));
        check("algorithmbroken", Some("algorithm-broken"));
        check("deprecated", Some("algorithm-deprecated"));
        check("XY77", None);
        check("security", None);
    }
}
