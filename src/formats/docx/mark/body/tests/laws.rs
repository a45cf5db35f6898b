//! What holds for every body.

use proptest::prelude::*;

use super::*;

/// Letters of a text as the file may have them.
fn text() -> impl Strategy<Value = String> {
    let letters =
        ["a", "B ", " c", "&amp;", "&#x64;", "é", "密", "  ", "\n", "x]y", "<!-- -->"];
    let text = prop::collection::vec(prop::sample::select(letters.to_vec()), 0..5);
    (text, any::<bool>()).prop_map(|(it, keeps)| {
        let space = if keeps { " xml:space='preserve'" } else { "" };
        format!("<w:t{space}>{}</w:t>", it.concat())
    })
}

fn run() -> impl Strategy<Value = String> {
    let signs = [
        "<w:tab/>",
        "<w:br/>",
        "<w:noBreakHyphen/>",
        "<w:softHyphen/>",
        "<w:lastRenderedPageBreak/>",
        "<w:sym w:font='Symbol' w:char='F0B3'/>",
        "\n",
    ];
    let child = prop_oneof![3 => text(), 1 => prop::sample::select(signs.to_vec()).prop_map(str::to_owned)];
    let properties = [
        "",
        "<w:rPr/>",
        "<w:rPr><w:b/><w:rPrChange w:id='9'><w:rPr/></w:rPrChange></w:rPr>",
    ];
    let properties = prop::sample::select(properties.to_vec());
    (properties, prop::collection::vec(child, 0..4))
        .prop_map(|(properties, it)| format!("<w:r>{properties}{}</w:r>", it.concat()))
}

fn piece() -> impl Strategy<Value = String> {
    let runs = prop::collection::vec(run(), 0..3).prop_map(|it| it.concat());
    (0..9_u8, runs).prop_map(|(kind, runs)| match kind {
        0 => format!("<w:ins w:id='1'>{runs}</w:ins>"),
        1 => {
            let gone = runs.replace("<w:t>", "<w:delText>").replace("</w:t>", "</w:delText>");
            let gone = gone.replace("<w:t xml", "<w:delText xml");
            format!("<w:del w:id='2'>{gone}</w:del>")
        }
        2 => format!("<w:hyperlink>{runs}</w:hyperlink>\n"),
        3 => format!("<w:sdt><w:sdtContent>{runs}</w:sdtContent></w:sdt>"),
        4 | 5 => format!(
            "<w:bookmarkStart w:id='3'/><w:r><w:fldChar w:fldCharType='begin'/></w:r>\
             <w:r><w:instrText>{}</w:instrText><w:fldChar w:fldCharType='separate'/></w:r>\
             {runs}<w:r><w:fldChar w:fldCharType='end'/></w:r>",
            ["HYPERLINK x", "REF x"][usize::from(kind - 4)]
        ),
        _ => runs,
    })
}

fn body() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(piece(), 0..5).prop_map(|it| it.concat());
    let paragraph = (0..6_u8, pieces).prop_map(|(kind, it)| {
        let paragraph = format!("<w:p><w:pPr><w:jc/></w:pPr>{it}</w:p>");
        match kind {
            0 => format!(
                "<w:tbl><w:tr><w:tc><w:tcPr/>{paragraph}{paragraph}</w:tc></w:tr></w:tbl>"
            ),
            // A paragraph whose end is gone is read with the next one, wherever that is.
            1 => format!(
                "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{it}</w:p>{paragraph}"
            ),
            _ => paragraph,
        }
    });
    prop::collection::vec(paragraph, 1..4).prop_map(|it| document(&it.concat()))
}

/// The letters that a comment may begin or end with.
fn ends(text: &str, view: View) -> Vec<usize> {
    let letters = letters(text, view);
    let stands = |it: &(char, Option<Origin>)| !it.0.is_whitespace() && it.1.is_some();
    (0..letters.len()).filter(|at| stands(&letters[*at])).collect()
}

type Ranges = Vec<(prop::sample::Index, prop::sample::Index)>;

/// The first and the last letter of each comment.
fn chosen(ends: &[usize], ranges: &Ranges) -> Vec<(usize, usize)> {
    let pick = |(a, b): &(prop::sample::Index, prop::sample::Index)| {
        let (a, b) = (*a.get(ends), *b.get(ends));
        (a.min(b), a.max(b))
    };
    ranges.iter().map(pick).collect()
}

fn ranges() -> impl Strategy<Value = Ranges> {
    prop::collection::vec(any::<(prop::sample::Index, prop::sample::Index)>(), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn comments_stand_exactly_on_their_words_and_twice_is_once(
        source in body(),
        ranges in ranges(),
    ) {
        let view = View::Final;
        let ends = ends(&source, view);
        prop_assume!(!ends.is_empty());
        let chosen = chosen(&ends, &ranges);
        let want = |text: &str| -> Vec<Wanted> {
            chosen.iter().map(|(a, b)| wanted(text, view, *a, *b)).collect()
        };
        let mut all = want(&source);
        all.push(Wanted { at: Place::Draft });
        let edited = written(&source, &all);
        for view in [View::Final, View::Original] {
            prop_assert_eq!(words(&edited.text, view), words(&source, view), "{}", edited.text);
        }
        let plain: Vec<char> = words(&source, view).chars().collect();
        for ((from, to), id) in chosen.iter().zip(&edited.ids) {
            let expected: String = plain[*from..=*to].iter().collect();
            let id = id.expect("it has room");
            let marked = marked(&edited.text, id, view);
            // A field is marked as a whole.
            if source.contains("REF x") {
                prop_assert!(marked.contains(&expected), "{} {}", marked, edited.text);
            } else {
                prop_assert_eq!(marked, expected, "{}", edited.text);
            }
        }
        let gone: BTreeSet<u32> = edited.ids.iter().flatten().copied().collect();
        let next = gone.first().copied().unwrap_or(100);
        let mut all = want(&edited.text);
        all.push(Wanted { at: Place::Draft });
        let again = edit_all(&Main { next, ..bare(&edited.text, &gone) }, &all);
        prop_assert_eq!(&again.text, &edited.text);
        prop_assert_eq!(again.ids, edited.ids);
        // Taken away, nothing is left of them.
        let bare = edit_all(&bare(&edited.text, &gone), &[]).text;
        prop_assert!(!bare.contains("comment"), "{}", bare);
    }

    #[test]
    fn comments_on_deleted_words_cover_them(source in body(), ranges in ranges()) {
        let view = View::Original;
        let ends = ends(&source, view);
        prop_assume!(!ends.is_empty());
        let chosen = chosen(&ends, &ranges);
        let all: Vec<_> =
            chosen.iter().map(|(a, b)| wanted(&source, view, *a, *b)).collect();
        let edited = written(&source, &all);
        for view in [View::Final, View::Original] {
            prop_assert_eq!(words(&edited.text, view), words(&source, view), "{}", edited.text);
        }
        let plain: Vec<char> = words(&source, view).chars().collect();
        for ((from, to), id) in chosen.iter().zip(&edited.ids) {
            let expected: String = plain[*from..=*to].iter().collect();
            let marked = marked(&edited.text, id.expect("it has room"), view);
            prop_assert!(marked.contains(&expected), "{} {}", marked, edited.text);
        }
    }
}
