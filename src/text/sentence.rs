use unicode_segmentation::UnicodeSegmentation;

use super::Span;

/// The sentences of one paragraph that begins at `base`.
///
/// The Unicode rules (UAX #29) break after "Rec. " and "e.g. "; a break after one of
/// `abbreviations` (lower case, without the dot), or before a lower-case letter or a
/// closing bracket, is taken back.
pub fn sentences(text: &str, base: u32, abbreviations: &[Box<str>]) -> Vec<Span> {
    // Cells and titles end no sentence inside: the Unicode rules need not be asked.
    if !ends_inside(text) {
        return trimmed(text, base, Span::at(base, 0..text.len())).into_iter().collect();
    }
    let mut found: Vec<Span> = Vec::new();
    let mut open = false;
    for (at, piece) in text.split_sentence_bound_indices() {
        let span = Span::at(base, at..at + piece.len());
        match found.last_mut() {
            Some(last) if open => *last = last.joined(span),
            _ => found.push(span),
        }
        let rest = &text[at + piece.len()..];
        open = ends_in_abbreviation(piece, abbreviations) || goes_on(rest);
    }
    found.iter().filter_map(|it| trimmed(text, base, *it)).collect()
}

/// Whether a sentence can end before the end of `text`: a mark with something behind it.
fn ends_inside(text: &str) -> bool {
    if !text.is_ascii() {
        return true;
    }
    let text = text.trim_end().as_bytes();
    (0..text.len()).any(|at| match text[at] {
        b'!' | b'?' => at + 1 < text.len(),
        // A dot inside a number or a name ("6.1", "X.509") ends nothing.
        b'.' => text.get(at + 1).is_some_and(|next| {
            let named =
                at.checked_sub(1).is_some_and(|it| text[it].is_ascii_alphabetic());
            !next.is_ascii_alphanumeric() || (next.is_ascii_uppercase() && !named)
        }),
        it => it.is_ascii_control() && it != b'\t',
    })
}

fn ends_in_abbreviation(piece: &str, abbreviations: &[Box<str>]) -> bool {
    let Some(before) = piece.trim_end().strip_suffix('.') else { return false };
    let word = before.rsplit([' ', '\t', '(', '[', '-']).next().unwrap_or_default();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    initial || abbreviations.iter().any(|it| it.eq_ignore_ascii_case(word))
}

fn goes_on(rest: &str) -> bool {
    rest.chars()
        .next()
        .is_some_and(|it| it.is_lowercase() || matches!(it, ')' | ']' | ','))
}

fn trimmed(text: &str, base: u32, span: Span) -> Option<Span> {
    let range = (span.start() - base) as usize..(span.end() - base) as usize;
    let piece = &text[range.clone()];
    let start = range.start + (piece.len() - piece.trim_start().len());
    let end = range.start + piece.trim_end().len();
    (start < end).then(|| Span::at(base, start..end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let abbreviations: Vec<Box<str>> =
            ["rec", "fig", "e.g", "i.e", "cf", "no", "vs"].map(Into::into).into();
        let found: Vec<_> = sentences(text, 0, &abbreviations)
            .into_iter()
            .map(|it| &text[it.range()])
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn keeps_numbers_and_abbreviations_whole() {
        check("See 6.3.2, e.g. TLS 1.2. Next.", &["See 6.3.2, e.g. TLS 1.2.", "Next."]);
        check(
            "See Rec. ITU-T X.805. It says so.",
            &["See Rec. ITU-T X.805.", "It says so."],
        );
        check(
            "As in Fig. 3 (cf. Annex A.) below.",
            &["As in Fig. 3 (cf. Annex A.) below."],
        );
    }

    #[test]
    fn asks_the_unicode_rules_only_where_a_sentence_can_end() {
        for text in ["6.1", "X.509 certificate", "one line.", "ITU-T Y.4999 and 3.2.1"] {
            assert!(!ends_inside(text), "{text}");
        }
        for text in ["One. Two", "6.Next", "Stop!Now", "e.g. one", "Fr\u{e8}re"] {
            assert!(ends_inside(text), "{text}");
        }
    }

    #[test]
    fn drops_the_blanks_between_sentences() {
        check("  One.   Two. ", &["One.", "Two."]);
        check("", &[]);
    }
}
