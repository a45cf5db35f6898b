//! What the cover of a meeting's document says beside title and number: the Questions it
//! belongs to, and its own number at the meeting. Says nothing where the cover does not.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    doc::{Block, BlockKind, ClauseId, Document, Region},
    lexicon::{Cover as Words, Label},
};

/// What a cover says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Cover {
    pub question: Option<Box<str>>,
    pub document: Option<Box<str>>,
}

/// How many blocks a cover may have: a table of labels and what stands around it.
const LONGEST: usize = 60;

/// Who a document of a meeting belongs to: "SG17-", "COM 17 – ", "TSAG-", "T25-SG17-".
static OWNER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:(?:T[0-9]{2}-)?SG ?[0-9]{1,2}(?:RG-?[A-Z]{2,4})?(?:-[0-9]{6})?|TSAG|RAG|",
        r"WTSA(?:-?[0-9]{2})?|FG[A-Za-z0-9]{1,12}|COM ?[0-9]{1,2}) ?[-–/] ?",
    ))
    .expect("a tested pattern")
});

/// Its number, revision and body: "1234R2", "-123", " 45 Rev.1 (PLEN/17)", "146/PLEN".
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?: ITU-T?)?(?:[- ]? ?)(?P<number>[0-9]{1,5})",
        r"(?: ?-?(?:R|Rev\. ?|Rev ?)[0-9]{1,2})?",
        r"(?: ?\((?:PLEN|GEN|WP ?[0-9])[^()]{0,8}\)|[-/](?:PLEN|GEN|WP ?[0-9])(?:/[0-9]{1,2})?)?",
        r"(?: ?[-–] ?[A-Z])?(?:$|\s)",
    ))
    .expect("a tested pattern")
});

/// The numbers of 3GPP, at the end of the line with the meeting: "S2-1812372".
static PARTNER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[A-Z][A-Z0-9]-[0-9]{6,8}$").expect("a tested pattern")
});

/// What `doc` says of itself before its first clause.
pub(super) fn read(doc: &Document, words: &Words) -> Cover {
    let about = doc.about();
    let cover = blocks(doc);
    let declared = || {
        let (kind, number) = (about.declared_kind.as_deref(), about.document.as_deref());
        let number = number?.trim();
        let bare = number.chars().all(|it| it.is_ascii_digit()) && !number.is_empty();
        let spelt = || {
            let (letters, rest) = words.document(kind?)?;
            rest.trim().is_empty().then(|| format!("{letters} {number}"))
        };
        if bare { spelt() } else { whole(number, words) }
    };
    let stated = || about.question.as_deref().and_then(|it| questions(it, None, words));
    Cover {
        question: stated().or_else(|| question(doc, &cover, words)).map(Into::into),
        document: declared().or_else(|| document(doc, &cover, words)).map(Into::into),
    }
}

/// The blocks of the cover and of what the authors write before clause 1.
fn blocks(doc: &Document) -> Vec<&Block> {
    let before = |it: &&Block| {
        it.clause == ClauseId::DOCUMENT || doc[it.clause].region != Region::Body
    };
    let own = |it: &&Block| {
        !matches!(it.kind, BlockKind::Heading | BlockKind::Contents | BlockKind::Code)
    };
    doc.blocks().iter().take(LONGEST).take_while(before).filter(own).collect()
}

/// The Questions that the cover names, as `7/17, 8/17`.
fn question(doc: &Document, cover: &[&Block], words: &Words) -> Option<String> {
    let group = labelled(doc, cover, Label::Group, words).find_map(group);
    let mut said = labelled(doc, cover, Label::Question, words);
    let said = said.find_map(|it| questions(it, group, words));
    let owned = |text: &str| {
        let rest = words.after_title(text).or_else(|| words.after_telling(text))?;
        named(rest, words)
    };
    said.or_else(|| alone(doc, cover, words)).or_else(|| {
        let title = doc.about().title.as_deref().and_then(owned);
        title.or_else(|| cover.iter().find_map(|it| owned(doc[it.span].trim())))
    })
}

/// The Questions of a line that says nothing else, if all such lines say the same.
fn alone(doc: &Document, cover: &[&Block], words: &Words) -> Option<String> {
    let lines = cover.iter().filter(|it| it.clause == ClauseId::DOCUMENT);
    let mut said = lines.filter_map(|it| {
        let text = doc[it.span].trim();
        let only = text.chars().filter(|it| it.is_alphabetic()).count() < 30;
        (only && it.cell.is_none()).then(|| named(text, words)).flatten()
    });
    let first = said.next()?;
    said.all(|it| it == first).then_some(first)
}

/// The Questions that `text` begins with, after a word that says that they are some.
fn named(text: &str, words: &Words) -> Option<String> {
    let rest = words.after_question(text.trim_start())?;
    questions(rest, None, words)
}

/// What stands behind a label: in its own block, in the next cell of its row, or below.
fn labelled<'d>(
    doc: &'d Document,
    cover: &'d [&Block],
    label: Label,
    words: &'d Words,
) -> impl Iterator<Item = &'d str> {
    cover.iter().enumerate().flat_map(move |(at, block)| {
        let text = doc[block.span].trim();
        let split = text.split_once([':', '：']);
        let own = split.filter(|(it, _)| words.label(it) == Some(label));
        let own = own.map(|(_, it)| it.trim()).filter(|it| !it.is_empty());
        let cell = block.cell.filter(|_| words.label(text) == Some(label));
        let beside = cell.and_then(|it| {
            let next = cover.get(at + 1)?;
            let cell = next.cell?;
            ((cell.table, cell.row) == (it.table, it.row)).then_some(*next)
        });
        let below = cell.and_then(|it| {
            let under = |other: &&&Block| {
                other.cell.is_some_and(|cell| {
                    (cell.table, cell.row, cell.column)
                        == (it.table, it.row + 1, it.column)
                })
            };
            cover[at..].iter().find(under).copied()
        });
        let others = [beside, below].into_iter().flatten().map(|it| doc[it.span].trim());
        own.into_iter().chain(others)
    })
}

/// The number of a study group: "17", "SG17", "Study Group 17".
fn group(said: &str) -> Option<&str> {
    let begin = said.find(|it: char| it.is_ascii_digit())?;
    let rest = &said[begin..];
    let end = rest.find(|it: char| !it.is_ascii_digit()).unwrap_or(rest.len());
    let short = said[..begin].split_whitespace().count() <= 3;
    (end <= 2 && short).then_some(&rest[..end])
}

/// "Q2, 6/15 and 7/17 (Title)" as `2/15, 6/15, 7/17`; nothing where it is something else.
fn questions(said: &str, group: Option<&str>, words: &Words) -> Option<String> {
    let mut found: Vec<String> = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut rest = said;
    loop {
        rest = join(rest, words);
        let Some((number, after)) = item(rest, words) else {
            let Some(next) = next_after_title(rest).filter(|_| open.is_empty()) else {
                break;
            };
            rest = next;
            continue;
        };
        open.push(number);
        let after = after.trim_start();
        let Some(behind) = after.strip_prefix('/') else {
            rest = after;
            continue;
        };
        let behind = behind.trim_start();
        let behind = behind.strip_prefix("SG").map_or(behind, str::trim_start);
        let end = behind.find(|it: char| !it.is_ascii_digit()).unwrap_or(behind.len());
        let (group, after) = behind.split_at(end);
        // "3/12/2026" is a date, and "1/WP" no Question.
        if !(1..=2).contains(&end)
            || after.starts_with(|it: char| it == '/' || it.is_alphanumeric())
        {
            return None;
        }
        found.extend(open.drain(..).map(|it| format!("{it}/{group}")));
        rest = after;
    }
    if !open.is_empty() {
        // A number alone is a Question where the cover names the study group beside it.
        let group = group.filter(|_| rest.is_empty())?;
        found.extend(open.drain(..).map(|it| format!("{it}/{group}")));
    }
    (!found.is_empty()).then(|| found.join(", "))
}

/// A Question's number, or "All", and what follows it.
fn item<'t>(text: &'t str, words: &Words) -> Option<(String, &'t str)> {
    if let Some(rest) = words.after_all(text) {
        return Some(("All".to_owned(), rest));
    }
    let end = text.find(|it: char| !it.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let number = number.trim_start_matches('0');
    ((1..=2).contains(&number.len()) && !rest.starts_with(char::is_alphabetic))
        .then(|| (number.to_owned(), rest))
}

/// What follows blanks, marks and words between two Questions.
fn join<'t>(mut text: &'t str, words: &Words) -> &'t str {
    loop {
        let rest = text.trim_start_matches(|it: char| {
            it.is_whitespace()
                || matches!(it, ',' | ';' | '&' | '+' | '"' | '“' | '”' | '、')
        });
        let next = words.after_joiner(rest).or_else(|| words.after_question(rest));
        let next = next.map(|it| it.trim_start_matches(['.', '-']));
        match next {
            Some(next) => text = next,
            None => return rest,
        }
    }
}

/// The next Question of a list of "Q10/17: Title, Q11/17: Title"; it begins with its "Q".
fn next_after_title(rest: &str) -> Option<&str> {
    static NEXT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"[,;]\s*["“]?(Q[0-9]{1,2}/[0-9]{1,2}:)"#).expect("a tested pattern")
    });
    let rest = rest.strip_prefix(':')?;
    NEXT.captures(rest).and_then(|it| it.get(1)).map(|it| &rest[it.start()..])
}

/// The document's own number: in the head of the cover table, behind a label, or on a line
/// of its own if there is but one.
fn document(doc: &Document, cover: &[&Block], words: &Words) -> Option<String> {
    let head = cover.iter().enumerate().filter(|(at, it)| {
        let next = cover.get(at + 1).and_then(|it| it.cell).map(|it| it.row);
        // Beside the emblem; a list of documents has numbers in its first column.
        it.cell.is_some_and(|cell| {
            cell.table == 0 && cell.row < 2 && next != Some(cell.row) && 0 < cell.column
        })
    });
    let head = head.filter(|(at, _)| {
        let before = doc[cover[at.saturating_sub(1)].span].trim();
        *at == 0 || !before.ends_with([':', '：'])
    });
    let mut head = head.map(|(_, it)| doc[it.span].trim());
    let found = head.find_map(|it| begun(it, words).map(|(number, _)| number));
    let mut said = labelled(doc, cover, Label::Number, words);
    let found = found.or_else(|| said.find_map(|it| whole(it, words)));
    found.or_else(|| {
        let mut lines = cover.iter().enumerate().flat_map(|(at, it)| {
            let text = doc[it.span].trim();
            // A list of documents has their letters only.
            let spelt = || {
                let found = words.document(text);
                found.is_some_and(|(letters, rest)| is_spelt(text, letters, rest))
            };
            let own = it.cell.is_none() || spelt();
            let meeting = at < 3 && words.is_of_meeting(text);
            let partner = text.split('\t').next_back().map(str::trim);
            let partner = partner.filter(|it| meeting && PARTNER.is_match(it));
            let parts = text.split('\t').filter(move |_| own);
            let whole = parts.filter_map(|it| whole(it, words));
            partner.map(str::to_owned).into_iter().chain(whole)
        });
        let first = lines.next()?;
        lines.all(|it| it == first).then_some(first)
    })
}

/// Whether the kind of document that stands before `rest` is written in words.
const fn is_spelt(text: &str, letters: &str, rest: &str) -> bool {
    letters.len() < text.len() - rest.len()
}

/// The number of a document that `text` is and nothing else.
fn whole(text: &str, words: &Words) -> Option<String> {
    begun(text.trim(), words).filter(|(_, rest)| rest.trim().is_empty()).map(|(it, _)| it)
}

/// The number of a document that `text` begins with, and what follows it.
fn begun<'t>(text: &'t str, words: &Words) -> Option<(String, &'t str)> {
    let owner = OWNER.find(text).map_or(0, |it| it.end());
    let (letters, rest) = words.document(&text[owner..])?;
    let spelt = is_spelt(&text[owner..], letters, rest);
    let found = NUMBER.captures(rest)?;
    // "C 6" may be anything; "C-123", "TD 6" and what names its owner may not.
    let plain = matches!(letters, "TD" | "DT") || spelt || 0 < owner;
    let dashed = rest.starts_with('-') && 2 <= found["number"].len();
    let numbered = plain || (dashed && letters.len() <= 2);
    if !numbered {
        return None;
    }
    let end = text.len() - rest.len() + found[0].len();
    let number = if spelt && owner == 0 {
        let rest = found[0].trim().trim_start_matches("ITU-T").trim_start_matches("ITU-");
        format!("{letters} {}", rest.trim())
    } else {
        text[..end].trim().to_owned()
    };
    Some((number, &text[end..]))
}
