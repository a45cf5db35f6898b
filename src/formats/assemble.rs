//! From a flow of blocks to a document: headings, numbers, levels, regions, standing.
//!
//! All formats meet here, so that the same draft is the same document in each of them.

use super::{
    flow::{Flow, FlowBlock, Shape},
    heading::{self, Head},
};
use crate::{
    doc::{BlockKind, Builder, Document, Heading, Region, Role, Standing},
    lexicon::{Language, Lexicon},
};

/// The language whose word lists serve a draft in a language that has none.
const FALLBACK: &str = "en";

/// Fewer letters than this do not tell a language.
const TELLING: usize = 400;

/// Makes the document that `flow` is.
pub(super) fn assemble(mut flow: Flow, lexicon: &Lexicon) -> Document {
    flow.about.language = language(&flow);
    let words = lexicon
        .language(flow.about.language)
        .or_else(|| lexicon.language(FALLBACK))
        .or_else(|| lexicon.languages().first());
    let mut heads = words.map_or_else(Vec::new, |it| heads(&flow, it));
    heads.resize(flow.blocks.len(), None);
    if let Some(words) = words {
        super::title::find(&mut flow, &mut heads, words);
    }
    let start = body(&heads);
    if let Some(words) = words {
        cover(&flow, &mut heads[..start], words);
    }
    build(&flow, &heads, start, words)
}

fn language(flow: &Flow) -> &'static str {
    let mut sample = String::new();
    for block in flow.blocks.iter().filter(|it| it.shape != Shape::Code) {
        sample.push_str(flow.words(block));
        sample.push('\n');
        if 20_000 < sample.len() {
            break;
        }
    }
    if sample.len() < TELLING {
        return FALLBACK;
    }
    two_letters(whichlang::detect_language(&sample))
}

fn two_letters(language: whichlang::Lang) -> &'static str {
    use whichlang::Lang;
    match language {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    }
}

fn heads(flow: &Flow, words: &Language) -> Vec<Option<Head>> {
    let mut last: Option<Box<str>> = None;
    let mut found = Vec::with_capacity(flow.blocks.len());
    for block in &flow.blocks {
        let mut head = heading::head(flow, block, last.as_deref(), words);
        // No draft begins with a clause of an annex: "A.1 justification" is a title.
        if let Some(head) = &mut head
            && last.is_none()
            && head.number.as_ref().is_some_and(|it| it.starts_with(char::is_uppercase))
            && head.role == Role::Text
            && block.number.is_none()
        {
            (head.number, head.depth, head.skip) = (None, None, 0);
        }
        if let Some(number) = head.as_ref().and_then(|it| it.number.clone()) {
            last = Some(number);
        }
        found.push(head);
    }
    found
}

/// The first block of the authors' numbered text; what stands before it is front matter.
fn body(heads: &[Option<Head>]) -> usize {
    let find = |wanted: &dyn Fn(&Head) -> bool| {
        heads.iter().position(|it| it.as_ref().is_some_and(wanted))
    };
    let numbered = |it: &Head| it.number.is_some();
    let scope = find(&|it| it.role == Role::Scope);
    let apart = |it: &Head| matches!(it.role, Role::Annex | Role::Appendix);
    let clause = find(&|it| numbered(it) && it.depth == Some(1) && !apart(it));
    // Resolutions number from 1.1 on, below sections in words.
    let first = clause.or_else(|| find(&numbered));
    match (scope, first) {
        // An introduction that is clause 0 or 1 belongs to the body.
        (Some(scope), Some(first)) => scope.min(first),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => {
            let front = |it: &Head| {
                matches!(
                    it.role,
                    Role::Cover | Role::Contents | Role::Summary | Role::Keywords
                )
            };
            find(&|it| !front(it)).filter(|_| find(&front).is_some()).unwrap_or(0)
        }
    }
}

/// Before the first clause, lines such as "FOREWORD" are headings whatever their style:
/// the secretariat's texts are no part of the authors' summary that stands before them.
fn cover(flow: &Flow, heads: &mut [Option<Head>], words: &Language) {
    for (block, head) in flow.blocks.iter().zip(heads) {
        if head.is_none() && block.shape == Shape::Paragraph {
            *head = heading::cover(flow.words(block), words);
        }
    }
}

/// How many levels the format counts above the first clauses: 1 where `#` is the title
/// and `##` a clause.
fn shift(heads: &[Option<Head>]) -> u8 {
    let mut counts = [0_u32; 10];
    for head in heads.iter().flatten() {
        if let Some(depth) = head.depth
            && head.level < 9
        {
            counts[usize::from(head.level.saturating_sub(depth)).min(9)] += 1;
        }
    }
    let best = (0..10).max_by_key(|it| (counts[usize::from(*it)], 10 - *it)).unwrap_or(0);
    if counts.iter().all(|it| *it == 0) { top(heads) } else { best }
}

/// Without numbers, the highest heading is the first level.
fn top(heads: &[Option<Head>]) -> u8 {
    let levels = heads.iter().flatten().map(|it| it.level).filter(|it| *it < 9);
    levels.min().unwrap_or(1).saturating_sub(1)
}

fn build(
    flow: &Flow,
    heads: &[Option<Head>],
    start: usize,
    words: Option<&Language>,
) -> Document {
    let shift = shift(heads);
    let first = if start == 0 { Region::Body } else { Region::Cover };
    let mut builder = Builder::new(first);
    let mut above = Above { level: 0, role: Role::Text, standing: Standing::Normative };
    let mut untitled = false;
    for (at, block) in flow.blocks.iter().enumerate() {
        let text = flow.words(block);
        if text.trim().is_empty() {
            continue;
        }
        let skip = if untitled && is_title(flow, block, heads[at].as_ref()) {
            // "Annex A" stands on a line of its own, and this is what it is called.
            builder.begin(BlockKind::Heading, None);
            0
        } else if let Some(head) = &heads[at] {
            let level = above.level(head, shift);
            let inner =
                above.enter(level, head, words.is_some_and(|it| it.informs(text)));
            let region = region(head.role, at < start, inner);
            let standing = if region == Region::Body {
                above.standing
            } else {
                Standing::Informative
            };
            let number = head.number.clone();
            builder.clause(Heading { level, number, role: head.role, region, standing });
            head.skip
        } else {
            builder.begin(kind(block.shape, text, words), block.cell);
            0
        };
        untitled = heads[at].as_ref().is_some_and(|it| {
            let division = matches!(it.role, Role::Annex | Role::Appendix);
            let number = it.number.as_deref().unwrap_or_default();
            division && text.trim().eq_ignore_ascii_case(number)
        });
        let skip = skip + (text.len() - skip - text[skip..].trim_start().len());
        let end = text.trim_end().len();
        let mut place = skip;
        for (piece, origin) in flow.pieces(block, skip) {
            let kept = piece.len().min(end.saturating_sub(place));
            builder.text(&piece[..kept], origin);
            place += piece.len();
        }
    }
    for (about, remark) in &flow.remarks {
        builder.remark(*about, remark.clone());
    }
    for (of, change) in &flow.changes {
        builder.change(*of, change.clone());
    }
    builder.finish(flow.about.clone(), flow.sources.clone())
}

/// Whether `block`, right after "Annex A" alone, is the title of that annex.
fn is_title(flow: &Flow, block: &FlowBlock, head: Option<&Head>) -> bool {
    if let Some(head) = head {
        return head.number.is_none() && head.role == Role::Text;
    }
    let text = flow.words(block).trim();
    let plain = flow.loose && block.shape == Shape::Paragraph;
    let short = text.len() <= heading::LONGEST && !text.ends_with(['.', ':', ')']);
    plain && short && text.starts_with(char::is_uppercase)
}

/// The annex, appendix or list that the clauses below it belong to.
struct Above {
    level: u8,
    role: Role,
    standing: Standing,
}

impl Above {
    fn level(&self, head: &Head, shift: u8) -> u8 {
        let skeleton = !matches!(head.role, Role::Text | Role::Definitions);
        match head.depth {
            Some(depth) => depth,
            None if skeleton && 9 <= head.level => 1,
            None if 9 <= head.level => self.level.saturating_add(8).clamp(2, 9),
            None => head.level.saturating_sub(shift).max(1),
        }
    }

    /// Notes what the clause at `level` makes of those below it; tells whether it is
    /// itself below an annex, appendix or list.
    fn enter(&mut self, level: u8, head: &Head, informs: bool) -> bool {
        let inner = self.level != 0 && self.level < level;
        if inner {
            return true;
        }
        self.level = level;
        self.role = head.role;
        self.standing = head.standing.unwrap_or(match head.role {
            Role::Appendix | Role::Bibliography | Role::Credits => Standing::Informative,
            Role::Annex if informs => Standing::Informative,
            _ => Standing::Normative,
        });
        false
    }
}

fn region(role: Role, before: bool, inner: bool) -> Region {
    match role {
        Role::Cover | Role::Contents => Region::Cover,
        Role::Summary | Role::Keywords if !inner => Region::Front,
        Role::Introduction if before => Region::Front,
        Role::Bibliography | Role::Credits => Region::Back,
        _ if before => Region::Cover,
        _ => Region::Body,
    }
}

fn kind(shape: Shape, text: &str, words: Option<&Language>) -> BlockKind {
    match shape {
        Shape::Number | Shape::Title => BlockKind::Title,
        Shape::Heading(_) => BlockKind::Heading,
        Shape::Paragraph | Shape::Item
            if words.is_some_and(|it| it.begins_note(text)) =>
        {
            BlockKind::Note
        }
        Shape::Paragraph | Shape::Item
            if words.is_some_and(|it| it.begins_example(text)) =>
        {
            BlockKind::Example
        }
        Shape::Paragraph => BlockKind::Paragraph,
        Shape::Item => BlockKind::Item,
        Shape::Cell => BlockKind::Cell,
        Shape::Note => BlockKind::Note,
        Shape::Example => BlockKind::Example,
        Shape::Footnote => BlockKind::Footnote,
        Shape::Code => BlockKind::Code,
        Shape::Contents => BlockKind::Contents,
    }
}
