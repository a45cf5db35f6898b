//! Comments stand on their words, and nothing else changes.

mod laws;
mod pitfalls;

use std::collections::BTreeSet;

use super::{
    super::super::walk::{Book, Gathering, walk},
    Edited, Main, Wanted, edit,
};
use crate::{
    doc::Origin,
    formats::{Flow, View, mark::Place},
};

/// A document with this body.
fn document(body: &str) -> String {
    format!("<w:document><w:body>{body}</w:body></w:document>")
}

/// Every letter that a reader of the main part sees, with its place; blocks stand on
/// lines of their own.
fn letters(text: &str, view: View) -> Vec<(char, Option<Origin>)> {
    let (styles, numbering) = Default::default();
    let book = Book { styles, numbering, view, depth: 99 };
    let mut flow = Flow::default();
    let blocks = walk(text, 0, &book, &mut Gathering::default());
    for block in blocks.unwrap_or_else(|it| panic!("{it:?}: {text}")) {
        block.pour(&mut flow);
    }
    let mut all = Vec::new();
    for block in &flow.blocks {
        for (piece, origin) in flow.pieces(block, 0) {
            let letters = piece.char_indices().map(|(at, letter)| {
                (letter, Some(origin.advanced(u32::try_from(at).unwrap())))
            });
            all.extend(letters);
        }
        all.push(('\n', None));
    }
    all
}

fn words(text: &str, view: View) -> String {
    letters(text, view).into_iter().map(|(letter, _)| letter).collect()
}

/// A comment on the letters from `first` to `last`.
fn wanted(text: &str, view: View, first: usize, last: usize) -> Wanted {
    let letters = letters(text, view);
    let origin = |at: usize| letters[at].1.expect("it stands in the file");
    Wanted { at: Place::Words { first: origin(first), last: origin(last) } }
}

/// Comments on words of a document, each on the first place where they stand.
fn on(text: &str, all: &[&str]) -> Vec<Wanted> {
    let view = View::Final;
    let plain = words(text, view);
    let found = all.iter().map(|it| {
        let at = plain.find(it).unwrap_or_else(|| panic!("no {it:?} in {plain:?}"));
        let first = plain[..at].chars().count();
        wanted(text, view, first, first + it.chars().count() - 1)
    });
    found.collect()
}

/// What has to be known of a document without comments.
fn bare<'a>(text: &'a str, gone: &'a BTreeSet<u32>) -> Main<'a> {
    let notes = [None, None];
    Main { text, notes, depth: 99, gone, kept: 0, style: None, next: 100 }
}

fn edit_all(main: &Main<'_>, wanted: &[Wanted]) -> Edited {
    edit(main, wanted).unwrap_or_else(|it| panic!("{it:?}: {}", main.text))
}

/// The document with these comments, numbered from 100.
fn written(text: &str, wanted: &[Wanted]) -> Edited {
    edit_all(&bare(text, &BTreeSet::new()), wanted)
}

/// The words that a reader sees between the marks of a comment.
fn marked(text: &str, id: u32, view: View) -> String {
    let mark = |name: &str| format!("<w:commentRange{name} w:id=\"{id}\"/>");
    let [start, end] = [mark("Start"), mark("End")];
    assert_eq!(text.matches(&start).count(), 1, "{text}");
    assert_eq!(text.matches(&end).count(), 1, "{text}");
    // Letters that no draft has show where the marks stand.
    let text = text.replace(&start, "<w:r><w:t>\u{1}</w:t></w:r>");
    let text = text.replace(&end, "<w:r><w:t>\u{2}</w:t></w:r>");
    let words = words(&text, view);
    let (_, behind) = words.split_once('\u{1}').expect("it begins");
    let (between, _) = behind.split_once('\u{2}').expect("it ends");
    between.to_owned()
}

/// The body with comments on `all`, their marks written as `[0` and `0]`.
#[track_caller]
fn check(body: &str, all: &[&str], expected: &str) {
    let source = document(body);
    let wanted = on(&source, all);
    let edited = written(&source, &wanted);
    for view in [View::Final, View::Original] {
        assert_eq!(words(&edited.text, view), words(&source, view));
    }
    let ids: Vec<_> = edited.ids.iter().map(|it| it.expect("it has room")).collect();
    let mut short = edited.text.clone();
    for (at, id) in ids.iter().enumerate() {
        let reference = format!("<w:r><w:commentReference w:id=\"{id}\"/></w:r>");
        let end = format!("<w:commentRangeEnd w:id=\"{id}\"/>{reference}");
        assert_eq!(short.matches(&reference).count(), 1, "{short}");
        short = short.replace(
            &format!("<w:commentRangeStart w:id=\"{id}\"/>"),
            &format!("[{at} "),
        );
        short = short.replace(&end, &format!(" {at}]"));
    }
    assert_eq!(short, document(expected));
    // Ours taken away and written again, nothing changes.
    let gone: BTreeSet<u32> = ids.iter().copied().collect();
    let next = ids.first().copied().unwrap_or(100);
    let main = Main { next, ..bare(&edited.text, &gone) };
    let again = edit_all(&main, &on(&edited.text, all));
    assert_eq!(again.text, edited.text);
}
