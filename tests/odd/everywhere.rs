//! Words all over a draft can be marked, whatever they stand in: those of the odd files,
//! and of real ones where they are at hand.

use std::{collections::BTreeSet, fs, io::Write as _, path::Path};

use reclint::{
    doc::Document,
    formats::{
        self, Input, Limits, View,
        mark::{Mark, Marked, Marking, Moved, Place},
    },
    text::Span,
};

use super::{ALL, RULES, margin};

/// A file takes no more comments of ours, with the one that sums up.
const MOST: usize = 499;

/// A file is marked so often, at other words each time.
const TIMES: usize = 3;

/// What came of marking words all over some files.
#[derive(Debug, Default)]
struct Figures {
    files: usize,
    unfit: usize,
    exact: usize,
    moved: usize,
    faults: Vec<String>,
}

fn input<'a>(name: &'a str, bytes: &'a [u8]) -> Input<'a> {
    let include = &|_: &str| Err("nothing is included".into());
    Input { name, bytes, view: View::Final, include, limits: Limits::default() }
}

/// Some words of every block, or of every so many: where they stand and how they read.
fn marks(doc: &Document, time: usize) -> Vec<Mark> {
    let blocks: Vec<_> =
        doc.blocks().iter().filter(|it| !doc[it.span].trim().is_empty()).collect();
    let step = blocks.len().div_ceil(MOST).max(1);
    let chosen = blocks.iter().enumerate().skip(time % step).step_by(step).take(MOST);
    let at = |from: usize| u32::try_from(from).unwrap();
    let mark = |(number, block): (usize, &&reclint::doc::Block)| {
        let text = &doc[block.span];
        let words: Vec<_> = text.split_whitespace().collect();
        let begin = |it: usize| words[it].as_ptr().addr() - text.as_ptr().addr();
        // Any numbers will do, as long as they are the same in each run.
        let first = (number * 7 + time * 13) % words.len();
        let last = (first + (number * 5 + time) % 6).min(words.len() - 1);
        let half = words[first].char_indices().nth((number + time) % 3);
        let start = begin(first) + half.filter(|_| first < last).map_or(0, |it| it.0);
        let end = begin(last) + words[last].len();
        let start = at(start) + block.span.start();
        let end = at(end) + block.span.start();
        let span = Span::new(start, end);
        let tail = doc[span].chars().next_back()?.len_utf8();
        let place = |from: u32| Some(doc.origins(Span::new(from, from + 1)).next()?.1);
        let (from, to) = (place(start)?, place(end - at(tail))?);
        Some(Mark {
            key: format!("{number:x}").into(),
            code: "XX01".into(),
            at: Place::Words { first: from, last: to },
            quote: doc[span].into(),
            text: vec![
                "XX01 note: words.".into(),
                format!("Answer. [{number:x}]").into(),
            ],
        })
    };
    chosen.filter_map(mark).collect()
}

fn marked(name: &str, bytes: &[u8], marks: &[Mark]) -> Result<Marked, String> {
    let summary = |_: &[Moved]| vec!["reclint summary: nothing.".into()];
    let answered = BTreeSet::new();
    let marking = Marking {
        date: None,
        answered: &answered,
        break_signature: true,
        title: Place::Draft,
        summary: &summary,
    };
    let input = input(name, bytes);
    let marked = formats::mark(input, marks, &marking).map_err(|it| it.to_string())?;
    formats::verify(input, &marked)
        .map_err(|it| format!("it reads differently: {it}"))?;
    Ok(marked)
}

/// Letters without blanks and what nobody sees.
fn letters(text: &str) -> String {
    let unseen = |it: char| {
        it.is_whitespace()
            || matches!(it, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}')
    };
    text.chars().filter(|it| !unseen(*it)).collect()
}

/// Whether words read like these; a sign of a font is any letters.
fn reads(shown: &str, words: &str) -> bool {
    let (shown, words) = (letters(shown), letters(words));
    let mut rest = Some(&*words);
    for (at, piece) in shown.split(margin::SIGN).enumerate() {
        rest = rest.and_then(|it| match at {
            0 => it.strip_prefix(piece),
            _ => it.find(piece).map(|at| &it[at + piece.len()..]),
        });
    }
    rest.is_some_and(|it| it.is_empty() || shown.ends_with(margin::SIGN))
}

fn one(name: &str, bytes: &[u8], figures: &mut Figures) {
    let Ok(reading) = formats::read(input(name, bytes), RULES.lexicon()) else {
        return;
    };
    figures.files += 1;
    for time in 0..TIMES {
        let marks = marks(&reading.document, time);
        let marked = match marked(name, bytes, &marks) {
            Ok(it) => it,
            Err(why) => {
                figures.unfit += 1;
                figures.faults.push(format!("{name}: {why}"));
                return;
            }
        };
        let comments = margin::comments(&marked.bytes);
        let comments: Vec<_> =
            comments.iter().filter(|it| it.author == "reclint").collect();
        let moved: BTreeSet<_> = marked.moved.iter().map(|it| it.mark).collect();
        figures.moved += moved.len();
        for (number, mark) in
            marks.iter().enumerate().filter(|(it, _)| !moved.contains(it))
        {
            let found: Vec<_> =
                comments.iter().filter(|it| it.key() == Some(&*mark.key)).collect();
            match found[..] {
                [it] if it.on.as_deref().is_some_and(|it| reads(it, &mark.quote)) => {
                    figures.exact += 1;
                }
                _ => {
                    let on: Vec<_> = found.iter().map(|it| &it.on).collect();
                    let fault =
                        format!("{name}: mark {number} on “{}”: {on:?}", mark.quote);
                    figures.faults.push(fault);
                }
            }
        }
        if time == 0 {
            again(name, &marked.bytes, figures);
        }
    }
}

/// Marks what was marked once more, at the same words.
fn again(name: &str, once: &[u8], figures: &mut Figures) {
    let reading = formats::read(input(name, once), RULES.lexicon()).unwrap();
    match marked(name, once, &marks(&reading.document, 0)) {
        Ok(twice) if twice.bytes == once => {}
        Ok(_) => figures.faults.push(format!("{name}: twice is not once")),
        Err(why) => figures.faults.push(format!("{name}: once more: {why}")),
    }
}

#[track_caller]
fn show(figures: &Figures) {
    let Figures { files, unfit, exact, moved, faults } = figures;
    let line = format!(
        "{files} files, {unfit} unfit, {exact} marks on exactly their words, {moved} elsewhere"
    );
    // Past the test harness, which keeps what passing tests print to itself.
    let _ = writeln!(std::io::stderr(), "{line}");
    assert!(faults.is_empty(), "{line}\n{}", faults.join("\n"));
}

#[test]
fn words_all_over_odd_files_can_be_marked() {
    let mut figures = Figures::default();
    // Text that Word does not write is not cut.
    for case in ALL.iter().filter(|it| !it.odd.whole) {
        one(&case.file, &case.odd.bytes, &mut figures);
    }
    show(&figures);
}

#[test]
fn words_all_over_real_files_can_be_marked() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let mut figures = Figures::default();
    for folder in ["drafts", "hostile"].map(|it| folder.join(it)) {
        if !folder.is_dir() {
            let _ = writeln!(std::io::stderr(), "SKIPPED: ../shared is not here");
            return;
        }
        for path in files(&folder) {
            let name = path.display().to_string();
            let bytes = fs::read(&path).unwrap();
            if bytes.starts_with(b"PK") {
                one(&name, &bytes, &mut figures);
            }
        }
    }
    show(&figures);
}

/// Every file below a folder, sorted.
fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()) {
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}
