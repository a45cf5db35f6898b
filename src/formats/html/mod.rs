//! Web pages, also those that Word and Metanorma save as one `.doc` or `.mht` file.

mod element;
mod mime;
mod notes;
mod page;
mod words;

use super::{Flow, Format, Input, ReadError, Shape, text};
use crate::doc::{Cell, Role, Source};

pub(super) use self::page::{Letters, blocks};

pub(super) const FORMAT: Format = Format { name: "html", claims, read, mark: None };

/// Where a page begins to look like one: comments and an XML declaration come before.
const START: usize = 2_048;

fn claims(input: Input<'_>) -> bool {
    let start = &input.bytes[..input.bytes.len().min(START)];
    let wide = start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff");
    let start: Vec<u8> = start
        .iter()
        .filter(|it| !wide || **it != 0)
        .map(u8::to_ascii_lowercase)
        .collect();
    let start = start.trim_ascii_start();
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    let holds = |mark: &[u8]| start.windows(mark.len()).any(|it| it == mark);
    let begins =
        start.first() == Some(&b'<') && (holds(b"<html") || holds(b"<!doctype html"));
    begins || wide && holds(b"<html") || mime::headers(start).is_some()
}

fn read(input: Input<'_>) -> Result<Flow, ReadError> {
    let letter = match mime::headers(input.bytes) {
        Some(_) => mime::page(input.bytes).ok_or_else(|| {
            let why = "a web archive without a page in it: save the draft from Word as a \
                       Word document (.docx) and run again";
            ReadError::Damaged(why.into())
        })?,
        None => mime::Page::whole(input.bytes)
            .ok_or_else(|| ReadError::Unknown(text::unreadable(input).into()))?,
    };
    let mut flow = Flow::default();
    flow.skipped.extend(letter.skipped);
    let letters =
        Letters { tokens: &letter.text, source: &letter.text, part: letter.part };
    blocks(&mut flow, letters, input.limits.depth, &mut 0);
    // What the page shows as its title says more than what its tab would.
    if flow.blocks.iter().any(|it| it.shape == Shape::Title) {
        flow.about.title = None;
    }
    let text = Some(letter.text.into());
    flow.sources = vec![Source { name: None, text }];
    Ok(flow)
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Limits, View},
        *,
    };
    use crate::doc::Origin;

    fn input(bytes: &[u8]) -> Input<'_> {
        let include = &|_: &str| Err("none".into());
        Input {
            name: "draft.doc",
            bytes,
            view: View::Final,
            include,
            limits: Limits::default(),
        }
    }

    #[track_caller]
    fn check(page: &str, expected: &[(Shape, &str)]) {
        let flow = read(input(page.as_bytes())).unwrap();
        let found: Vec<_> =
            flow.blocks.iter().map(|it| (it.shape, flow.words(it))).collect();
        assert_eq!(found, expected);
        let source = flow.sources[0].text.as_deref().unwrap();
        for block in &flow.blocks {
            for (piece, from) in flow.pieces(block, 0) {
                let Origin::Byte { at, .. } = from else { continue };
                let there = &source[at as usize..];
                let own = there.starts_with(['&', '<']) || piece.trim().is_empty();
                assert!(there.starts_with(piece) || own, "{piece}");
            }
        }
    }

    #[test]
    fn reads_headings_paragraphs_items_and_cells() {
        check(
            "<!DOCTYPE html><html><head><title>T</title><style>p > q {}</style></head><body>\
             <h1>1&nbsp;Scope</h1>\n<p>Some <b>bold</b>\n  text &amp; more.<br/>Next\
             <ul><li>One<li><p>Two</p></ul>\
             <table><tr><th>A<td>B<table><tr><td>In</table><tr><td>C</table>\
             <pre> x\n  y</pre>",
            &[
                (Shape::Heading(1), "1\u{a0}Scope"),
                (Shape::Paragraph, "Some bold text & more.\nNext"),
                (Shape::Item, "One"),
                (Shape::Item, "Two"),
                (Shape::Cell, "A"),
                (Shape::Cell, "B"),
                (Shape::Cell, "In"),
                (Shape::Cell, "C"),
                (Shape::Code, " x\n  y"),
            ],
        );
    }

    #[test]
    fn knows_the_styles_of_word_and_metanorma() {
        check(
            "<html><body><p class=RecNo>Rec. Y.1</p><p class='Rectitle'>Locks</p>\
             <p class=MsoToc1>1 Scope 3</p><p class=Headingb>Summary</p>\
             <p class=MsoListParagraph><![if !supportLists]>\
             <span style='mso-list:Ignore'>–<span>&nbsp;</span></span><![endif]>One</p>\
             <div class=Note><p>NOTE – That.</p></div>",
            &[
                (Shape::Number, "Rec. Y.1"),
                (Shape::Title, "Locks"),
                (Shape::Contents, "1 Scope 3"),
                (Shape::UNNUMBERED, "Summary"),
                (Shape::Item, "One"),
                (Shape::Note, "NOTE – That."),
            ],
        );
    }

    #[test]
    fn puts_a_footnote_after_the_paragraph_that_refers_to_it() {
        check(
            "<html><p>One<a href='#_ftn1' name='_ftnref1'>[1]</a>.</p><p>Two.</p>\
             <div id='ftn1'><p class=MsoFootnoteText>\
             <a href='#_ftnref1' name='_ftn1'>[1]</a> Below.</p></div>",
            &[
                (Shape::Paragraph, "One."),
                (Shape::Footnote, "Below."),
                (Shape::Paragraph, "Two."),
            ],
        );
    }

    #[test]
    fn counts_cells() {
        let page =
            b"<html><table><tr><td colspan=2>A<td>B<tr><td>C</table><table><td>D</table>";
        let flow = read(input(page)).unwrap();
        let found: Vec<_> = flow
            .blocks
            .iter()
            .filter_map(|it| it.cell)
            .map(|it| (it.table, it.row, it.column))
            .collect();
        assert_eq!(found, [(0, 0, 0), (0, 0, 2), (0, 1, 0), (1, 0, 0)]);
    }

    #[test]
    fn opens_a_web_archive() {
        check(
            "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"--x\"\r\n\r\n\
             ----x\r\nContent-Type: text/html; charset=\"utf-8\"\r\n\
             Content-Transfer-Encoding: quoted-printable\r\n\r\n\
             <html><p class=3DMsoNormal>caf=C3=A9 is=\r\n open</p></html>\r\n----x--\r\n",
            &[(Shape::Paragraph, "café is open")],
        );
        check(
            "MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n\
             PGh0bWw+PHA+T25l\nPC9wPg==\n",
            &[(Shape::Paragraph, "One")],
        );
    }

    #[test]
    fn claims_pages_by_their_content() {
        for page in
            ["<!DOCTYPE HTML>\n<p>", "\u{feff}<?xml?>\n<html>", "MIME-Version: 1.0\n\n"]
        {
            assert!(claims(input(page.as_bytes())), "{page}");
        }
        assert!(!claims(input(b"= A draft\n\nIt speaks of <html> pages.")));
    }
}
