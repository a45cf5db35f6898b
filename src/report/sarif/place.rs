use std::fmt::Write as _;

use super::log::{ArtifactLocation, Location, LogicalLocation, PhysicalLocation, Region};
use crate::report::{
    Record,
    record::{Clause, Evidence, Origin},
    words,
};

/// Where evidence is.
pub(super) fn related<'a>(
    record: &'a Record,
    index: usize,
    it: &'a Evidence,
) -> Location<'a> {
    let origin = it.origin.as_ref().unwrap_or(&NOWHERE);
    let mut place = location(
        (&record.path, Some(index)),
        origin,
        it.quote.as_deref().unwrap_or_default(),
        &FRONT,
    );
    place.logical_locations = vec![logical(it.clause.as_deref(), None, origin)];
    place
}

/// Where words are, for those who open the draft and for those who read the clause.
pub(super) fn location<'a>(
    (path, index): (&str, Option<usize>),
    origin: &'a Origin,
    quote: &'a str,
    clause: &'a Clause,
) -> Location<'a> {
    let artifact_location = match &origin.file {
        Some(file) => {
            ArtifactLocation { uri: uri(&words::beside(path, file)), index: None }
        }
        None => ArtifactLocation { uri: uri(path), index },
    };
    let region = Some(region(origin, quote));
    let (number, title) = (clause.number.as_deref(), clause.title.as_deref());
    Location {
        id: None,
        physical_location: PhysicalLocation { artifact_location, region },
        logical_locations: vec![logical(number, title, origin)],
        message: None,
    }
}

pub(super) const NOWHERE: Origin = Origin {
    file: None,
    line: None,
    column: None,
    end_line: None,
    end_column: None,
    part: None,
    paragraph: None,
};

const FRONT: Clause = Clause { number: None, title: None };

/// The schema asks for no region, but GitHub refuses a whole file of results for one
/// that has none, and other readers fail on it. A Word file has no lines; it gets line 1
/// and, in the snippet, the words themselves, while the logical location says where they
/// stand. A `contextRegion` with a snippet alone would be schema-valid, but the standard
/// (3.29.5) allows it only as a proper superset of a region; an offset into our
/// canonical text (`charOffset`) would point into a file that nobody has.
fn region<'a>(origin: &Origin, quote: &'a str) -> Region<'a> {
    let snippet = quote.into();
    let Some(start_line) = origin.line else {
        let (start_column, end_line, end_column) = (None, None, None);
        return Region { start_line: 1, start_column, end_line, end_column, snippet };
    };
    Region {
        start_line,
        start_column: origin.column,
        end_line: origin.end_line.filter(|it| *it != start_line),
        end_column: origin.end_column,
        snippet,
    }
}

fn logical<'a>(
    number: Option<&'a str>,
    title: Option<&'a str>,
    origin: &Origin,
) -> LogicalLocation<'a> {
    let sign = number.filter(|it| it.starts_with(|it: char| it.is_ascii_digit()));
    let words = [sign.map(|_| "§"), number, title].into_iter().flatten();
    let mut whole = words.collect::<Vec<_>>().join(" ");
    if whole.is_empty() {
        whole.push_str("before the first clause");
    }
    if let (Some(part), Some(paragraph)) = (&origin.part, origin.paragraph) {
        write!(whole, "; {part} paragraph {paragraph}")
            .expect("a string takes every text");
    }
    let name = number.or(title).unwrap_or("front");
    LogicalLocation { name, fully_qualified_name: whole, kind: "element" }
}

/// The path as a URI: relative as it was given, or with the scheme if it is absolute.
pub(super) fn uri(path: &str) -> String {
    let path = path.strip_prefix("./").unwrap_or(path);
    let mut uri = String::with_capacity(path.len());
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z'
            | b'A'..=b'Z'
            | b'0'..=b'9'
            | b'-'
            | b'.'
            | b'_'
            | b'~'
            | b'/' => {
                uri.push(char::from(byte));
            }
            // Windows paths may come with either slash.
            b'\\' if cfg!(windows) => uri.push('/'),
            _ => write!(uri, "%{byte:02X}").expect("a string takes every text"),
        }
    }
    uri
}
