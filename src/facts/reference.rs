//! References: what the draft lists, what it cites, and what cites what.

use std::{collections::BTreeMap, sync::LazyLock};

use regex::Regex;

use super::sentence::{Reads, Sentence};
use crate::{
    doc::{BlockKind, ClauseId, Document, Role, Standing},
    text::Span,
};

/// One entry of clause 2 or of the bibliography.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Its tag, without brackets: `ITU-T X.805`, `b-IETF RFC 6291`.
    pub tag: Option<Box<str>>,
    /// The words of its tag; of the entry, where it has none.
    pub tag_at: Span,
    /// The whole entry.
    pub span: Span,
    /// The clause that lists it.
    pub clause: ClauseId,
    /// Whether the text needs it to be understood.
    pub standing: Standing,
}

/// A tag in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The tag, without brackets.
    pub tag: Box<str>,
    /// Its words, with brackets.
    pub span: Span,
    /// The sentence it stands in, by its index.
    pub sentence: u32,
    /// The entry that it names, by its index.
    pub target: Option<u32>,
}

static TAG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[\s\-–•\d.)]{0,8}\[([^\[\]\n]{2,80})\]").expect("a tested pattern")
});

static CITED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\[([^\[\]\n]{2,80})\]").expect("a tested pattern"));

/// A tag whose opening bracket was lost, as real drafts have them.
static HALF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:b-)?(?:ITU-T|IETF|ISO|IEC|ETSI|IEEE|NIST|W3C)[^\[\]\n]{2,40}\]")
        .expect("a tested pattern")
});

/// What a tag looks like that must be listed: a body's name in front.
static FORMAL: LazyLock<Regex> = LazyLock::new(|| {
    let bodies = "ITU-[TR]|IETF|RFC|ISO|IEC|ETSI|3GPP|W3C|IEEE|NIST|FIPS|OASIS|ANSI|GSMA|TIA|CEN|OMA|BBF|MEF";
    Regex::new(&format!(r"^(?:b-\S|(?:{bodies})(?:[ /]|-?\d))"))
        .expect("a tested pattern")
});

/// The entries that `doc` lists.
pub(super) fn listed(doc: &Document) -> Vec<Reference> {
    let mut found: Vec<Reference> = Vec::new();
    let mut row = None;
    for block in doc.blocks() {
        let lists = |it: &ClauseId| {
            matches!(doc[*it].role, Role::References | Role::Bibliography)
        };
        let Some(list) = doc.path(block.clause).find(lists) else { continue };
        if matches!(block.kind, BlockKind::Heading | BlockKind::Contents) {
            continue;
        }
        let text = &doc[block.span];
        let standing = if doc[list].role == Role::Bibliography {
            Standing::Informative
        } else {
            Standing::Normative
        };
        let same_row =
            block.cell.is_some() && block.cell.map(|it| (it.table, it.row)) == row;
        row = block.cell.map(|it| (it.table, it.row));
        let tag = TAG.captures(text).and_then(|it| it.get(1)).map(|it| it.range());
        let half = || HALF.find(text).map(|it| it.start()..it.end() - 1);
        if let Some(range) = tag.or_else(half) {
            let tag_at = Span::at(block.span.start(), range.clone());
            let tag = Some(plain(&text[range]));
            let clause = block.clause;
            found.push(Reference { tag, tag_at, span: block.span, clause, standing });
            continue;
        }
        match found.last_mut() {
            // The second paragraph of an entry: its address, or what is left of its title.
            Some(open) if same_row || (goes_on(text) && open.clause == block.clause) => {
                open.span = open.span.joined(block.span);
            }
            _ if entry(text) => {
                let (tag_at, span, clause) = (block.span, block.span, block.clause);
                found.push(Reference { tag: None, tag_at, span, clause, standing });
            }
            _ => (),
        }
    }
    found
}

/// What `doc` cites in brackets, in reading order; not in the lists themselves.
pub(super) fn cited(
    doc: &Document,
    sentences: &[Sentence],
    listed: &[Reference],
) -> Vec<Citation> {
    let mut found = Vec::new();
    let mut index: BTreeMap<String, u32> = BTreeMap::new();
    for (reference, at) in listed.iter().zip(0_u32..) {
        if let Some(tag) = &reference.tag {
            index.entry(squash(tag)).or_insert(at);
        }
    }
    let find = |tag: &str| index.get(&squash(tag)).copied();
    for (sentence, number) in sentences.iter().zip(0_u32..) {
        let lists =
            |it: ClauseId| matches!(doc[it].role, Role::References | Role::Bibliography);
        let heading = doc[sentence.block].kind == BlockKind::Contents;
        if heading || doc.path(sentence.clause).any(lists) {
            continue;
        }
        let text = &doc[sentence.span];
        for bracket in CITED.captures_iter(text) {
            let (whole, inner) =
                (bracket.get(0).expect("a match has a whole"), &bracket[1]);
            let span = Span::at(sentence.span.start(), whole.range());
            for tag in inner.split([';', ',']).map(plain) {
                let target = find(&tag).or_else(|| find(&plain(inner)));
                if target.is_some()
                    || (formal(&tag) && sentence.reads != Reads::Apparatus)
                {
                    let sentence = number;
                    let again = |it: &Citation| it.span == span && it.target == target;
                    if !(target.is_some() && found.iter().rev().take(8).any(again)) {
                        found.push(Citation { tag, span, sentence, target });
                    }
                }
            }
        }
    }
    found
}

/// Whether a bracket holds a tag that a list has to hold too.
fn formal(tag: &str) -> bool {
    FORMAL.is_match(tag) && tag.chars().any(|it| it.is_ascii_digit() || it.is_uppercase())
}

fn plain(tag: &str) -> Box<str> {
    tag.split_whitespace().collect::<Vec<_>>().join(" ").into()
}

fn squash(tag: &str) -> String {
    tag.chars()
        .filter(|it| it.is_alphanumeric() || *it == '.')
        .collect::<String>()
        .to_lowercase()
}

/// Whether a paragraph without a tag goes on with the entry before it.
fn goes_on(text: &str) -> bool {
    let text = text.trim_start_matches(['<', '(', ' ']);
    text.starts_with("http") || text.starts_with("www.") || text.starts_with("doi")
}

/// Whether a paragraph without a tag is an entry: it names a document by its number.
fn entry(text: &str) -> bool {
    !documents(text).is_empty() && text.len() < 400
}

static DOCUMENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        (?-u:\b)(?:
          [Rr][Ff][Cc]\s*-?\s*[0-9]{3,5}
        | FIPS[\s.]*(?:PUB\s*)?[0-9]{2,3}(?:-[0-9])?
        | (?:SP|(?:[Nn]ist)?[Ss]pecial\s*[Pp]ublication)[\s.]*800-[0-9]{1,3}[A-Za-z]?(?:-[0-9])?
        | (?:ITU-T\s*(?:Rec\.?\s*)?)?[A-Z]\.[0-9]{1,4}(?:\.[0-9]{1,3})*
        | (?:ISO|IEC)(?:/IEC)?(?:/IEEE)?\s*(?:TR\s*|TS\s*)?[0-9]{3,5}(?:-[0-9]{1,3})?
        | (?:3GPP\s*)?T[SR]\s*[0-9]{2}\.[0-9]{3}
        | ETSI\s*(?:TS|EN|TR|GS|ETR|ES)\s*(?:[A-Z]{2,5}\s*)?[0-9][0-9\s]{2,7}(?:-[0-9])?
        | IEEE\s*(?:Std\s*)?[0-9]{3,4}(?:\.[0-9]{1,2}[A-Za-z]{0,3})?
        | GB/T\s*[0-9]{4,6} | KS\s*X\s*[0-9]{4} | GOST\s*R?\s*[0-9.]+-[0-9]{2,4}
        | DSTU\s*[0-9]{4} | ANSI\s*X9\.[0-9]{1,3} | SEC\s*[12]
        )",
    )
    .expect("a tested pattern")
});

/// The documents that a text names by their numbers, squashed: `rfc8446`, `sp80038d`.
pub fn documents(text: &str) -> Vec<String> {
    if !text.bytes().any(|it| it.is_ascii_digit()) {
        return Vec::new();
    }
    let mut found: Vec<String> = DOCUMENT
        .find_iter(text)
        .map(|it| {
            let name = squash(it.as_str());
            let name = name.replace("fipspub", "fips").replace("itutrec", "itut");
            let name = name
                .replace("fips.", "fips")
                .replace("nistspecial", "special")
                .replace("specialpublication", "sp")
                .replace("sp.", "sp");
            // "X.509" and "ITU-T X.509" are one.
            let name = name.trim_start_matches("itut").trim_start_matches("3gpp");
            name.trim_end_matches('.').to_owned()
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(documents(text), expected, "{text}");
    }

    #[test]
    fn knows_documents_by_their_numbers() {
        check("IETF RFC 8446 (2018), The TLS Protocol", &["rfc8446"]);
        check("[RFC8446]", &["rfc8446"]);
        check("NIST FIPS PUB 197", &["fips197"]);
        check("FIPS 186-4 (superseded)", &["fips1864"]);
        check("NIST SP 800-38D", &["sp80038d"]);
        check("Recommendation ITU-T X.509 | ISO/IEC 9594-8", &["isoiec95948", "x.509"]);
        check("https://www.rfc-editor.org/rfc/rfc2104", &["rfc2104"]);
        check("NIST.FIPS.198-1.pdf, NIST.SP.800-38b.pdf", &["fips1981", "sp80038b"]);
        check("no number here", &[]);
    }
}
