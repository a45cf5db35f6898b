//! Small files of Word 97, made by hand.

use std::io::{Cursor, Write};

use super::{
    super::{Flow, Input, Limits, ReadError, Shape, View},
    head::Table,
    read,
};
use crate::doc::ChangeKind;

/// A paragraph with its mark, its style and its further properties.
type Line<'l> = (&'l str, u16, &'l [u8]);

const PLAIN: u16 = 0;
const HEADING: u16 = 1;
const ITEM: u16 = 2;
const CELL: &[u8] = &[0x16, 0x24, 1];
const INNER: &[u8] = &[0x16, 0x24, 1, 0x49, 0x66, 2, 0, 0, 0, 0x4b, 0x24, 1];

/// A file whose body are `lines`; `changed` are letters with the properties that they
/// have, `notes` one footnote each.
fn made(lines: &[Line<'_>], changed: &[(&str, &[u8])], notes: &[&str]) -> Vec<u8> {
    let mut main = vec![0; 0x400];
    let mut tables = vec![0; 8];
    let mut pairs = vec![0; 93 * 8];
    let mut keep = |table: Table, bytes: &[u8]| {
        let pair = [length(tables.len()), length(bytes.len())].concat();
        let at = 8 * (table as usize);
        pairs[at..at + 8].copy_from_slice(&pair);
        tables.extend(bytes);
    };
    let body: usize = lines.iter().map(|it| it.0.encode_utf16().count()).sum();
    let more: Vec<Line<'_>> = notes.iter().map(|it| (*it, PLAIN, &[][..])).collect();
    let (mut places, mut pieces, mut looks) = (length(0), Vec::new(), Vec::new());
    let (mut count, mut letters) = (0, Vec::new());
    let (mut marks, mut texts) = (Vec::new(), length(0));
    for (text, style, properties) in lines.iter().chain(&more) {
        let start = main.len();
        let units: Vec<u16> = text.encode_utf16().collect();
        let narrow = units.iter().all(|it| *it < 0x80);
        let place = if narrow { 0x4000_0000 | (2 * start) } else { start };
        let width = if narrow { 1 } else { 2 };
        main.extend(units.iter().flat_map(|it| it.to_le_bytes().into_iter().take(width)));
        let look = [&style.to_le_bytes(), *properties].concat();
        looks.push((start, main.len(), look));
        for (words, properties) in changed {
            if let Some(at) = text.find(words) {
                let at = start + width * text[..at].encode_utf16().count();
                let end = at + width * words.encode_utf16().count();
                letters.push((at, end, properties.to_vec()));
            }
        }
        let mark = units.iter().position(|it| *it == 2).filter(|_| count < body);
        marks.extend(mark.map(|it| length(count + it)));
        count += units.len();
        if body < count {
            texts.extend(length(count - body));
        }
        places.extend(length(count));
        pieces.extend([&[0; 2][..], &length(place), &[0; 2]].concat());
    }
    let list =
        [&[2][..], &length(places.len() + pieces.len()), &places, &pieces].concat();
    keep(Table::Pieces, &list);
    keep(Table::Styles, &styles(&["Normal", "heading 1", "enumlev1"]));
    keep(Table::ParagraphPages, &page(&mut main, &looks, 13));
    keep(Table::LetterPages, &page(&mut main, &letters, 1));
    let marked = [marks.concat(), length(body), vec![0; 2 * marks.len()]].concat();
    keep(Table::FootnoteMarks, &marked);
    keep(Table::FootnoteTexts, &texts);
    main[..4].copy_from_slice(&[0xec, 0xa5, 0xc1, 0]);
    main[0x0b] = 2;
    main[0x20] = 14;
    main[0x3e] = 22;
    main[0x4c..0x50].copy_from_slice(&length(body));
    main[0x50..0x54].copy_from_slice(&length(count - body));
    main[0x98] = 93;
    main[0x9a..0x9a + pairs.len()].copy_from_slice(&pairs);
    boxed(&[("WordDocument", &main), ("1Table", &tables)])
}

fn length(it: usize) -> Vec<u8> {
    u32::try_from(it).expect("a test is small").to_le_bytes().to_vec()
}

fn byte(it: usize) -> u8 {
    u8::try_from(it).expect("a test is small")
}

/// Puts a page of looks behind the text; gives the list that names it.
fn page(main: &mut Vec<u8>, looks: &[(usize, usize, Vec<u8>)], size: usize) -> Vec<u8> {
    // Between two stretches that are told of, one that is not.
    let mut runs: Vec<(usize, &[u8])> = Vec::new();
    let mut last = 0;
    for (start, end, look) in looks {
        if last < *start {
            runs.push((last, &[]));
        }
        runs.push((*start, look));
        last = *end;
    }
    let mut page = vec![0; 512];
    let mut free = 510;
    for (at, (start, look)) in runs.iter().enumerate() {
        page[4 * at..4 * at + 4].copy_from_slice(&length(*start));
        if look.is_empty() {
            continue;
        }
        // Paragraphs count in words of two bytes, letters in bytes.
        let (count, head) = if size == 1 {
            (look.len(), vec![byte(look.len())])
        } else {
            (look.len().next_multiple_of(2), vec![0, byte(look.len().div_ceil(2))])
        };
        free = (free - count - head.len()) / 2 * 2;
        let bytes = [&head, &look[..]].concat();
        page[free..free + bytes.len()].copy_from_slice(&bytes);
        page[4 * (runs.len() + 1) + size * at] = byte(free / 2);
    }
    page[4 * runs.len()..4 * runs.len() + 4].copy_from_slice(&length(last));
    page[511] = byte(runs.len());
    main.resize(main.len().next_multiple_of(512), 0);
    let number = main.len() / 512;
    main.extend(page);
    [length(0), length(main.len()), length(number)].concat()
}

/// Styles of these names.
fn styles(names: &[&str]) -> Vec<u8> {
    let mut styles = vec![4, 0, byte(names.len()), 0, 10, 0];
    for name in names {
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut style = vec![0xfe, 0x0f, 0xf1, 0xff, 2, 0, 0, 0, 0, 0];
        style.extend([byte(name.len()), 0]);
        style.extend(units);
        // The end of the name, and two lists of properties that say nothing.
        style.extend([0, 0, 2, 0, 0, 0, 0, 0]);
        styles.extend([byte(style.len()), 0]);
        styles.extend(style);
    }
    styles
}

fn boxed(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a box");
    for (name, bytes) in streams {
        let mut stream = file.create_stream(name).expect("a stream");
        stream.write_all(bytes).expect("memory takes it");
    }
    file.flush().expect("memory takes it");
    file.into_inner().into_inner()
}

fn flow(bytes: &[u8], view: View) -> Result<Flow, ReadError> {
    let include = &|_: &str| Err("none".into());
    read(Input { name: "draft.doc", bytes, view, include, limits: Limits::default() })
}

#[track_caller]
fn check(bytes: &[u8], view: View, expected: &[(Shape, &str)]) -> Flow {
    let flow = flow(bytes, view).expect("it is whole");
    let found: Vec<_> = flow.blocks.iter().map(|it| (it.shape, flow.words(it))).collect();
    assert_eq!(found, expected);
    flow
}

#[test]
fn reads_headings_items_and_footnotes_where_they_belong() {
    let lines: [Line<'_>; 4] = [
        ("1\tScope\r", HEADING, &[]),
        ("Keys\u{2} are sm\u{1f}all\u{b}and\u{1e}many – 256\u{a0}bits.\r", PLAIN, &[]),
        ("\u{2013}\tfirst\r", ITEM, &[]),
        ("2\tReferences\r", HEADING, &[]),
    ];
    let bytes = made(&lines, &[], &["\u{2} See 2.\r"]);
    let flow = check(
        &bytes,
        View::Final,
        &[
            (Shape::Heading(1), "1\tScope"),
            (Shape::Paragraph, "Keys are small\nand-many – 256\u{a0}bits."),
            (Shape::Footnote, " See 2."),
            (Shape::Item, "first"),
            (Shape::Heading(1), "2\tReferences"),
        ],
    );
    assert!(!flow.loose);
    let what: Vec<_> = flow.skipped.iter().map(|it| &*it.what).collect();
    assert_eq!(what, ["tracked changes of tables and of formatting"]);
}

#[test]
fn tells_empty_cells_from_ends_of_rows() {
    let end: &[u8] = &[CELL, &[0x17, 0x24, 1]].concat();
    let lines: [Line<'_>; 9] = [
        ("\u{7}", PLAIN, CELL),
        ("one\r", PLAIN, CELL),
        ("two\u{7}", PLAIN, CELL),
        ("\u{7}", PLAIN, end),
        ("inner\r", PLAIN, INNER),
        ("\u{7}", PLAIN, CELL),
        ("three\u{7}", PLAIN, CELL),
        ("\u{7}", PLAIN, end),
        ("After.\r", PLAIN, &[]),
    ];
    let expected = [
        (Shape::Cell, "one\ntwo"),
        (Shape::Cell, "inner"),
        (Shape::Cell, "three"),
        (Shape::Paragraph, "After."),
    ];
    let flow = check(&made(&lines, &[], &[]), View::Final, &expected);
    let cells: Vec<_> = flow
        .blocks
        .iter()
        .filter_map(|it| it.cell)
        .map(|it| (it.row, it.column))
        .collect();
    assert_eq!(cells, [(0, 1), (0, 0), (1, 1)]);
}

#[test]
fn honours_the_view_of_tracked_changes() {
    let lines: [Line<'_>; 2] =
        [("Use DES AES now.\r", PLAIN, &[]), ("It is new.\r", PLAIN, &[])];
    let changed: [(&str, &[u8]); 2] =
        [("DES ", &[0x00, 0x08, 1]), ("AES ", &[0x01, 0x08, 1])];
    let bytes = made(&lines, &changed, &[]);
    let last = (Shape::Paragraph, "It is new.");
    check(&bytes, View::Final, &[(Shape::Paragraph, "Use AES now."), last]);
    check(&bytes, View::Original, &[(Shape::Paragraph, "Use DES now."), last]);
    // Without its mark a paragraph goes on in the next.
    let bytes = made(&lines, &[("\r", &[0x00, 0x08, 1])], &[]);
    let joined = (Shape::Paragraph, "Use DES AES now.It is new.");
    check(&bytes, View::Final, &[joined]);
}

#[test]
fn lists_tracked_changes_in_both_views() {
    let changed: &[(&str, &[u8])] = &[("new ", &[1, 8, 1]), ("old ", &[0, 8, 1])];
    let bytes = made(&[("The new old key\r", PLAIN, &[])], changed, &[]);
    for view in [View::Final, View::Original] {
        let flow = flow(&bytes, view).expect("a Word 97 file");
        let found = flow.changes.iter().map(|(_, it)| (it.kind, &*it.words));
        let expected = [(ChangeKind::Inserted, "new "), (ChangeKind::Deleted, "old ")];
        assert_eq!(found.collect::<Vec<_>>(), expected);
    }
}

#[test]
fn keeps_what_fields_show_and_counts_pictures_and_hidden_words() {
    let line = "See \u{13} REF _Ref1 \u{14}clause 6\u{15}\u{1} secret.\r";
    let hidden: (&str, &[u8]) = ("secret", &[0x3c, 0x08, 1]);
    let bytes = made(&[(line, PLAIN, &[])], &[hidden], &[]);
    let flow = check(&bytes, View::Final, &[(Shape::Paragraph, "See clause 6 .")]);
    let what: Vec<_> = flow.skipped.iter().skip(1).map(|it| &*it.what).collect();
    assert_eq!(what, ["1 picture, chart or diagram", "1 run of hidden text"]);
}

#[track_caller]
fn refused(bytes: &[u8], expected: &str) {
    let said =
        flow(bytes, View::Final).map(|_| ()).expect_err("it is refused").to_string();
    assert!(said.contains(expected), "{said}");
}

#[test]
fn refuses_what_it_cannot_read_with_a_reason() {
    let lock = |at: usize, with: u8| {
        let mut main = vec![0; 0x400];
        main[..4].copy_from_slice(&[0xec, 0xa5, 0xc1, 0]);
        main[at] = with;
        boxed(&[("WordDocument", &main), ("0Table", &[0; 8])])
    };
    refused(&lock(11, 1), "this Word 97-2003 file is encrypted");
    refused(&lock(0, 0xdc), "Word 95 or older");
    refused(&lock(11, 0), "damaged or cut off");
    refused(&boxed(&[("EncryptedPackage", &[])]), "this file is encrypted");
    refused(&boxed(&[("Workbook", &[])]), "an Excel workbook");
    refused(&super::MARK, "damaged or cut off");
}

#[test]
fn damaged_bytes_are_no_accident() {
    let lines: [Line<'_>; 3] = [
        ("1\tScope\r", HEADING, &[]),
        ("Keys\u{2}.\u{7}", PLAIN, INNER),
        ("\u{7}", PLAIN, CELL),
    ];
    let whole = made(&lines, &[("Keys", &[0x00, 0x08, 1])], &["A note.\r"]);
    // Not every byte: a test is run often.
    for at in (0..whole.len()).step_by(7) {
        let mut bytes = whole.clone();
        bytes[at] = [0xff, 0, 0x7f][at % 3];
        let _ = flow(&bytes, View::Final);
        if at % 64 == 0 {
            let _ = flow(&whole[..at], View::Original);
        }
    }
}
