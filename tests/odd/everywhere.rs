//! Words all over a draft can be marked, whatever they stand in: those of the odd files,
//! and of real ones where they are at hand.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write as _,
    path::Path,
};

use reclint::{
    doc::Document,
    formats::{
        self, Input, Limits, View,
        mark::{Mark, Marked, Marking, Moved, Place, Way, closing},
    },
    text::Span,
};

use super::{ALL, RULES, margin};

/// A file takes no more comments of ours, with the one that sums up.
const MOST: usize = 499;

/// What came of marking words all over some files.
#[derive(Debug, Default)]
struct Figures {
    files: usize,
    unfit: usize,
    exact: usize,
    around: usize,
    moved: BTreeMap<String, usize>,
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
                closing("XX01", &format!("{number:x}"), Way::Reply).into(),
            ],
        })
    };
    chosen.filter_map(mark).collect()
}

fn marked(name: &str, bytes: &[u8], marks: &[Mark]) -> Result<Marked, String> {
    let end = "Written by reclint 0.1.0 with rules 4bbce58b16b90d79.";
    let summary = |_: &[Moved]| vec!["reclint summary: nothing.".into(), end.into()];
    let answered = BTreeSet::new();
    let marking = Marking {
        date: None,
        open: &answered,
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

/// Letters without blanks and what nobody sees, those that look alike as one.
fn letters(text: &str) -> String {
    let folded = |it: char| match it {
        it if it.is_whitespace() => None,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2061}' | '\u{feff}' => None,
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        '\u{2018}'..='\u{201b}' | '\u{2032}' => Some('\''),
        '\u{201c}'..='\u{201f}' | '\u{2033}' => Some('"'),
        other => Some(other),
    };
    text.chars().filter_map(folded).collect()
}

/// How a comment stands to its words.
#[derive(PartialEq)]
enum Stands {
    On,
    /// On an equation or a field as a whole, or on words with something between them that is not
    /// read with them: hidden text, a table inside a cell.
    Around,
    Wrong,
}

fn stands(shown: &str, words: &str) -> Stands {
    let uncut = shown.contains(margin::UNCUT);
    let (shown, words) = (letters(&shown.replace(margin::UNCUT, "")), letters(words));
    // A sign of a font may be read as any letters.
    let mut rest = Some(&*words);
    for (at, piece) in shown.split(margin::SIGN).enumerate() {
        rest = rest.and_then(|it| match at {
            0 => it.strip_prefix(piece),
            _ => it.find(piece).map(|at| &it[at + piece.len()..]),
        });
    }
    if rest.is_some_and(|it| it.is_empty() || shown.ends_with(margin::SIGN)) {
        return Stands::On;
    }
    let mut all = shown.chars();
    let within = words.chars().all(|it| all.any(|other| it == other));
    let ends = shown.chars().next() == words.chars().next()
        && shown.chars().next_back() == words.chars().next_back();
    if within && (ends || uncut) { Stands::Around } else { Stands::Wrong }
}

fn one(name: &str, bytes: &[u8], times: usize, figures: &mut Figures) {
    let Ok(reading) = formats::read(input(name, bytes), RULES.lexicon()) else {
        return;
    };
    figures.files += 1;
    for time in 0..times {
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
        for it in &marked.moved {
            *figures.moved.entry(it.why.to_string()).or_default() += 1;
        }
        for (number, mark) in
            marks.iter().enumerate().filter(|(it, _)| !moved.contains(it))
        {
            let found: Vec<_> =
                comments.iter().filter(|it| it.key() == Some(&*mark.key)).collect();
            let stand = match found[..] {
                [it] => {
                    it.on.as_deref().map_or(Stands::Wrong, |on| stands(on, &mark.quote))
                }
                _ => Stands::Wrong,
            };
            match stand {
                Stands::On => figures.exact += 1,
                Stands::Around => figures.around += 1,
                Stands::Wrong => {
                    let on: Vec<_> = found.iter().map(|it| &it.on).collect();
                    let fault =
                        format!("{name}: mark {number} on “{}”: {on:?}", mark.quote);
                    figures.faults.push(fault);
                }
            }
        }
        if time == 0 && 1 < times {
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
    let Figures { files, unfit, exact, around, moved, faults } = figures;
    let line = format!(
        "{files} files, {unfit} unfit, {exact} marks on exactly their words, {around} around them, elsewhere: {moved:?}"
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
        one(&case.file, &case.odd.bytes, 3, &mut figures);
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
                one(&name, &bytes, 1, &mut figures);
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
