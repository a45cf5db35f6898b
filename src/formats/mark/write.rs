//! Writes marks as comments into a draft that is text: takes our old ones away, puts the
//! new ones where they change nothing, and reads the result again. Knows no syntax.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::{
    super::{ALL, Flow, Input, ReadError},
    Mark, MarkError, Marked, Marking, Moved, Place, say,
    settle::settle,
    sheet::{Edit, Sheets, Shifts, ending, line},
};
use crate::doc::Origin;

/// What marking has to know of a format.
#[derive(Clone, Copy)]
pub(in super::super) struct Syntax {
    /// Reads a draft.
    pub read: fn(Input<'_>) -> Result<Flow, ReadError>,
    /// The comments of ours in a draft.
    pub ours: fn(Input<'_>) -> Vec<Ours>,
    /// For each place of a draft, a file and a byte of it, where a comment may stand; the
    /// nearest first.
    pub spots: Spots,
    /// What else of a draft must stay, besides what is read.
    pub frame: fn(Input<'_>) -> Vec<String>,
    /// Breaks up what would mean something in a comment.
    pub calm: fn(&str) -> String,
    /// A comment of these lines, in a place with this prefix and this end of lines.
    pub comment: fn(&[String], &str, &str) -> String,
}

/// Where comments may stand, for each place of a draft.
type Spots = fn(Input<'_>, &[Option<(u16, usize)>]) -> Vec<Vec<Spot>>;

/// How many bytes are read again to find comments that must stand elsewhere: a second or
/// two.
const READ: usize = 32 << 20;

/// A comment of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Ours {
    /// The source of the draft that holds it.
    pub file: u16,
    /// Its lines there.
    pub range: Range<usize>,
    /// What stands before it on its lines.
    pub prefix: String,
    /// The key in it.
    pub key: Box<str>,
    /// What its lines say.
    pub lines: Vec<String>,
}

/// A place for a comment, on a line of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Spot {
    /// The source of the draft.
    pub file: u16,
    /// The beginning of a line, or the end of the file.
    pub at: usize,
    /// What the line of the comment begins with.
    pub prefix: String,
    /// Where the words are, if it does not stand directly above their block.
    pub why: Option<&'static str>,
}

/// Writes `marks` into a draft of a text format.
pub(in super::super) fn write(
    syntax: Syntax,
    input: Input<'_>,
    marks: &[Mark],
    marking: &Marking<'_>,
) -> Result<Marked, MarkError> {
    let Ok(text) = std::str::from_utf8(input.bytes) else {
        let why = "comments cannot be written into text that is not UTF-8; save the \
                   draft as UTF-8 and run again";
        return Err(MarkError::Unfit(why.into()));
    };
    let flow =
        (syntax.read)(input).map_err(|it| MarkError::Unfit(it.to_string().into()))?;
    let sheets = Sheets::of(input, text, &flow);
    let before = sheets.texts();
    let said: Vec<Vec<String>> = marks
        .iter()
        .map(|it| {
            let titled = matches!(it.at, Place::Draft) || it.at == marking.title;
            let quote = if titled { say::Quote::Left } else { say::Quote::Shown };
            say::mark(it, quote, syntax.calm)
        })
        .collect();
    let mut marked = Marked::default();
    let old = old(syntax, &sheets, marking, &said, &mut marked);
    let shown = shown(&flow, (syntax.frame)(input));
    let same = |texts: &[String]| {
        sheets.with(texts, |it| {
            let format = ALL.iter().find(|format| (format.claims)(it));
            let own = format.is_some_and(|it| std::ptr::fn_addr_eq(it.read, syntax.read));
            let flow = (syntax.read)(it).ok().filter(|_| own);
            flow.is_some_and(|flow| self::shown(&flow, (syntax.frame)(it)) == shown)
        })
    };
    let (away, removed) = old
        .away(&before, |edits| edits.is_empty() || same(&Sheets::edited(&before, edits)));
    marked.removed = removed;
    let clean = Sheets::edited(&before, &away);
    let shifts = Shifts::of(&away);
    let mut places: Vec<Option<(u16, usize)>> =
        marks.iter().map(|it| shifted(&sheets, &shifts, it.at)).collect();
    places.push(shifted(&sheets, &shifts, marking.title));
    let spots = sheets.with(&clean, |it| (syntax.spots)(it, &places));
    let plan = Plan::of(syntax, &sheets, &clean, &said, spots);
    let counts: Vec<usize> = plan.blocks.iter().map(Vec::len).collect();
    let mut written = Vec::new();
    let levels = settle(&counts, reads(&clean), |levels, count| {
        let whole = count == counts.len();
        let summary = whole.then(|| (marking.summary)(&plan.moved(levels)));
        let texts =
            Sheets::edited(&clean, &plan.edits(levels, count, summary.as_deref()));
        let same = same(&texts);
        if whole && same {
            written = texts;
        }
        same
    });
    if written.is_empty() {
        let summary = (marking.summary)(&plan.moved(&levels));
        let edits = plan.edits(&levels, counts.len(), Some(&summary));
        written = Sheets::edited(&clean, &edits);
        if !same(&written) {
            let why = "the draft would not read the same with comments in it; nothing \
                       was written";
            return Err(MarkError::Differs(why.into()));
        }
    }
    marked.moved = plan.moved(&levels);
    let left_out = marked.moved.iter().filter(|it| it.left_out).count();
    marked.written = marks.len() - left_out;
    for ((sheet, old), new) in sheets.all.iter().zip(&before).zip(written) {
        match &sheet.name {
            None => marked.bytes = new.into_bytes(),
            Some(name) if *old != new => {
                marked.parts.push((name.clone(), new.into_bytes()));
            }
            Some(_) => {}
        }
    }
    Ok(marked)
}

/// Our comments of an earlier run.
struct Old {
    /// What takes each away, and leaves the answers that were typed into it.
    edits: Vec<Edit>,
    keys: Vec<Box<str>>,
    comment: fn(&[String], &str, &str) -> String,
}

fn old(
    syntax: Syntax,
    sheets: &Sheets<'_>,
    marking: &Marking<'_>,
    said: &[Vec<String>],
    marked: &mut Marked,
) -> Old {
    let texts = sheets.texts();
    let own: BTreeSet<&str> = said.iter().flatten().map(String::as_str).collect();
    let mut found: BTreeMap<(usize, usize), (Edit, Box<str>)> = BTreeMap::new();
    for ours in sheets.with(&texts, syntax.ours) {
        let Some(sheet) = sheets.sheet(ours.file) else { continue };
        let here = (sheet, ours.range.start);
        let Some(text) = texts.get(sheet).filter(|_| !found.contains_key(&here)) else {
            continue;
        };
        if marking.answered.contains(&ours.key) {
            marked.kept += 1;
            continue;
        }
        let answers = say::answers(&ours.lines, &|it| own.contains(it));
        let rescued = answers.iter().map(|it| {
            (syntax.comment)(std::slice::from_ref(it), &ours.prefix, ending(text))
        });
        let edit = Edit { sheet, range: ours.range, text: rescued.collect() };
        found.insert(here, (edit, ours.key));
    }
    let (edits, keys) = found.into_values().unzip();
    Old { edits, keys, comment: syntax.comment }
}

impl Old {
    /// What takes the comments away without changing what is read, and how many marks that
    /// takes away. One that parts what stands around it leaves a blank line or an empty
    /// comment; one that is read as text was not ours.
    fn away(
        &self,
        texts: &[String],
        mut same: impl FnMut(&[Edit]) -> bool,
    ) -> (Vec<Edit>, usize) {
        let edits = |levels: &[usize], count: usize| {
            let mut edits = Vec::new();
            for (edit, level) in self.edits.iter().zip(levels).take(count) {
                let end = ending(&texts[edit.sheet]);
                let left = match level {
                    0 => String::new(),
                    1 => end.to_owned(),
                    2 => (self.comment)(&[], "", end),
                    _ => continue,
                };
                edits.push(Edit { text: edit.text.clone() + &left, ..edit.clone() });
            }
            for (sheet, text) in texts.iter().enumerate() {
                trim(text, edits.iter_mut().filter(|it| it.sheet == sheet));
            }
            edits
        };
        let counts = vec![4; self.edits.len()];
        let most = reads(texts);
        let levels = settle(&counts, most, |levels, count| same(&edits(levels, count)));
        let gone = self.keys.iter().zip(&levels);
        let gone = gone.filter(|(key, level)| ***key != *say::SUMMARY && **level < 3);
        let gone = gone.count();
        (edits(&levels, levels.len()), gone)
    }
}

/// How often texts may be read again.
fn reads(texts: &[String]) -> usize {
    let bytes = texts.iter().map(String::len).sum::<usize>();
    (READ / bytes.max(1)).clamp(24, 400)
}

/// Takes away the end of the last line with the comments after it, where they were
/// written behind a last line without an end.
fn trim<'e>(text: &str, edits: impl DoubleEndedIterator<Item = &'e mut Edit>) {
    if text.ends_with('\n') {
        return;
    }
    let mut end = text.len();
    let mut first: Option<&mut Edit> = None;
    for edit in edits.rev().take_while(|it| {
        let next = it.range.end == end;
        end = it.range.start;
        next
    }) {
        let rescued = !edit.text.is_empty();
        if rescued {
            if first.is_none() {
                edit.text.truncate(edit.text.trim_end_matches(['\r', '\n']).len());
            }
            // What was rescued ends the line that its comment began.
            return;
        }
        first = Some(edit);
    }
    let Some(first) = first else { return };
    let above = text.get(..first.range.start).unwrap_or_default();
    let bare = above.strip_suffix('\n').unwrap_or(above);
    first.range.start = bare.strip_suffix('\r').unwrap_or(bare).len();
}

/// Where the first word of a mark stands once our old comments are gone.
fn shifted(sheets: &Sheets<'_>, shifts: &Shifts, place: Place) -> Option<(u16, usize)> {
    let Place::Words { first: Origin::Byte { file, at }, .. } = place else {
        return None;
    };
    let at = usize::try_from(at).ok()?;
    Some((file, shifts.place(sheets.sheet(file)?, at)))
}

/// What is read of a draft, and what else must stay.
fn shown(flow: &Flow, frame: Vec<String>) -> Vec<String> {
    let mut shown = frame;
    shown.push(format!("{:?} {}", flow.about, flow.skipped.len()));
    shown.extend(flow.blocks.iter().map(|it| {
        let kind = (it.shape, it.role, it.standing, &it.number, it.cell);
        format!("{kind:?} {}", flow.words(it))
    }));
    shown
}

/// Where each mark may stand.
struct Plan<'a> {
    syntax: Syntax,
    said: &'a [Vec<String>],
    texts: &'a [String],
    /// The places of each block that has marks, the nearest first: sheet and spot.
    blocks: Vec<Vec<(usize, Spot)>>,
    /// The block of each mark, then that of the summary.
    of: Vec<Option<usize>>,
    /// The marks of each block.
    marks: Vec<Vec<usize>>,
}

impl<'a> Plan<'a> {
    fn of(
        syntax: Syntax,
        sheets: &Sheets<'_>,
        texts: &'a [String],
        said: &'a [Vec<String>],
        spots: Vec<Vec<Spot>>,
    ) -> Self {
        let mut plan = Self {
            syntax,
            said,
            texts,
            blocks: Vec::new(),
            of: Vec::new(),
            marks: Vec::new(),
        };
        let mut known: BTreeMap<(usize, usize, Option<&str>), usize> = BTreeMap::new();
        for (mark, spots) in spots.into_iter().enumerate() {
            let open = |spot: Spot| {
                let sheet = sheets.sheet(spot.file)?;
                let text = texts.get(sheet)?;
                // A file that was not read letter by letter cannot be written.
                let whole = sheet == 0 || !text.contains('\u{fffd}');
                (whole && line(text, spot.at) == spot.at || spot.at == text.len())
                    .then_some((sheet, spot))
            };
            let spots: Vec<_> = spots.into_iter().filter_map(open).collect();
            let Some((sheet, first)) = spots.first() else {
                plan.of.push(None);
                continue;
            };
            let next = plan.blocks.len();
            let block = *known.entry((*sheet, first.at, first.why)).or_insert(next);
            if block == next {
                plan.blocks.push(spots);
                plan.marks.push(Vec::new());
            }
            plan.of.push(Some(block));
            plan.marks[block].push(mark);
        }
        plan
    }

    /// The marks that do not stand directly above their blocks.
    fn moved(&self, levels: &[usize]) -> Vec<Moved> {
        let marks = self.of.iter().take(self.said.len()).enumerate();
        let moved = marks.filter_map(|(mark, block)| {
            let Some(block) = block else {
                let why = "a file that cannot be written".into();
                return Some(Moved { mark, why, left_out: true });
            };
            let (_, spot) = self.blocks[*block].get(levels[*block])?;
            spot.why.map(|why| Moved { mark, why: why.into(), left_out: false })
        });
        moved.collect()
    }

    /// The comments of the first `count` blocks, and the summary.
    fn edits(
        &self,
        levels: &[usize],
        count: usize,
        summary: Option<&[Box<str>]>,
    ) -> Vec<Edit> {
        let summary = summary.map(|it| say::summary(it, self.syntax.calm));
        let summary = summary.filter(|it| !it.is_empty());
        let mut said: BTreeMap<(usize, usize), Vec<(usize, String)>> = BTreeMap::new();
        let blocks = self.blocks.iter().zip(&self.marks).zip(levels).take(count);
        for ((spots, marks), level) in blocks {
            let Some((sheet, spot)) = spots.get(*level) else { continue };
            let ending = ending(&self.texts[*sheet]);
            for mark in marks {
                // What sums the draft up stands before everything else.
                let (order, lines) = match self.said.get(*mark) {
                    Some(lines) => (mark + 1, Some(lines)),
                    None => (0, summary.as_ref()),
                };
                let Some(lines) = lines else { continue };
                let comment = (self.syntax.comment)(lines, &spot.prefix, ending);
                said.entry((*sheet, spot.at)).or_default().push((order, comment));
            }
        }
        let edit = |((sheet, at), mut said): (_, Vec<(usize, String)>)| {
            said.sort_by_key(|(order, _)| *order);
            let text: String = said.into_iter().map(|(_, it)| it).collect();
            let whole: &String = &self.texts[sheet];
            let last = at == whole.len() && line(whole, at) != at;
            let text = if last {
                let ending = ending(whole);
                format!("{ending}{}", text.trim_end_matches(['\r', '\n']))
            } else {
                text
            };
            Edit { sheet, range: at..at, text }
        };
        said.into_iter().map(edit).collect()
    }
}
