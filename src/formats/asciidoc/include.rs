//! Which files an `include::` may name, and which of their lines it wants.

use std::ops::RangeInclusive;

/// Why an include is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It names nothing.
    Empty,
    /// It is rooted in the file system, not in the draft's folder.
    Absolute,
    /// Its `..` lead out of the draft's folder.
    Outside,
    /// It holds a colon: a drive, a stream or an address.
    Elsewhere,
    /// It holds what no file name should hold.
    Strange,
}

impl Refusal {
    /// The reason, for the author.
    pub(super) const fn why(self) -> &'static str {
        match self {
            Self::Empty => "the include names no file",
            Self::Absolute => {
                "its path is absolute, and only files in the draft's own folder are read; \
                 write it relative to the draft"
            }
            Self::Outside => {
                "it lies outside the draft's folder, and only files inside it are read; \
                 check the folder that holds both, or copy the file"
            }
            Self::Elsewhere => {
                "it names a drive or an address on the network, and nothing is fetched; \
                 copy the file into the draft's folder"
            }
            Self::Strange => "its name holds characters that no file name should hold",
        }
    }
}

/// The path of `path` inside the draft's folder, without `.` and `..`; refused unless it
/// stays there.
///
/// The path is taken as written on any system: a backslash separates folders, and a
/// colon, which Windows gives to drives and streams, is never part of a name.
pub(super) fn inside(path: &str) -> Result<String, Refusal> {
    let path = path.trim();
    if path.is_empty() {
        return Err(Refusal::Empty);
    }
    if path.contains(':') {
        return Err(Refusal::Elsewhere);
    }
    if path.starts_with(['/', '\\', '~']) {
        return Err(Refusal::Absolute);
    }
    if path.chars().any(|it| it.is_control() || matches!(it, '<' | '>' | '"' | '|' | '?' | '*')) {
        return Err(Refusal::Strange);
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop().ok_or(Refusal::Outside)?;
            }
            // Windows drops dots and blanks at the end of a name: ".. " is "..".
            it if it.trim_end_matches([' ', '.']).is_empty() => return Err(Refusal::Strange),
            it => parts.push(it),
        }
    }
    if parts.is_empty() { Err(Refusal::Empty) } else { Ok(parts.join("/")) }
}

/// The folder of the file at `path`, with its slash.
pub(super) fn folder(path: &str) -> &str {
    path.rfind('/').map_or("", |it| &path[..=it])
}

/// Which lines of a file an include wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Selection {
    /// Every line.
    All,
    /// The lines with these numbers, counted from 1.
    Lines(Vec<RangeInclusive<usize>>),
    /// The regions between `tag::` and `end::` marks; `false` leaves a region out.
    Tags(Vec<(String, bool)>),
}

/// An include's options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Options {
    /// The lines it wants.
    pub selection: Selection,
    /// How much deeper its headings stand, and whether that adds to what holds already.
    pub offset: Option<(i32, Offset)>,
    /// Whether the author expects that the file may be missing.
    pub optional: bool,
}

/// What a level offset is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Offset {
    /// From the levels as written.
    Absolute,
    /// From the offset that holds where the include stands.
    Relative,
}

/// Reads the words in the brackets of an include.
pub(super) fn options(list: &str) -> Options {
    let mut found = Options { selection: Selection::All, offset: None, optional: false };
    for (name, value) in pairs(list) {
        match name.as_str() {
            "lines" => found.selection = Selection::Lines(lines(&value)),
            "tag" | "tags" => found.selection = Selection::Tags(tags(&value)),
            "leveloffset" => {
                let signed = value.starts_with(['+', '-']);
                let from = if signed { Offset::Relative } else { Offset::Absolute };
                found.offset = value.trim_start_matches('+').parse().ok().map(|it| (it, from));
            }
            "opts" | "options" => found.optional |= value.contains("optional"),
            "%optional" => found.optional = true,
            _ => {}
        }
    }
    found
}

/// The `name=value` pairs of an attribute list; commas in quotes do not part them.
fn pairs(list: &str) -> Vec<(String, String)> {
    let mut parts = vec![String::new()];
    let mut quote = None;
    for c in list.chars() {
        match (c, quote) {
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            (',', None) => parts.push(String::new()),
            (c, _) => parts.last_mut().expect("one part is always open").push(c),
        }
    }
    let pair = |it: &String| {
        let (name, value) = it.split_once('=').unwrap_or((it, ""));
        (name.trim().to_owned(), value.trim().to_owned())
    };
    parts.iter().map(pair).collect()
}

fn lines(value: &str) -> Vec<RangeInclusive<usize>> {
    let range = |it: &str| {
        let it = it.trim();
        let Some((from, to)) = it.split_once("..") else {
            let one = it.parse().ok()?;
            return Some(one..=one);
        };
        let to = to.parse().ok().filter(|it| 0 < *it).unwrap_or(usize::MAX);
        Some(from.parse().ok()?..=to)
    };
    value.split([',', ';']).filter_map(range).collect()
}

fn tags(value: &str) -> Vec<(String, bool)> {
    let tag = |it: &str| {
        let it = it.trim();
        let wanted = !it.starts_with('!');
        (it.trim_start_matches('!').to_owned(), wanted)
    };
    value.split([',', ';']).filter(|it| !it.trim().is_empty()).map(tag).collect()
}

/// Keeps the lines of `file` that `selection` wants; each line comes with its place.
pub(super) fn select<'t>(
    file: Vec<(usize, &'t str)>,
    selection: &Selection,
) -> Vec<(usize, &'t str)> {
    match selection {
        Selection::All => file,
        Selection::Lines(ranges) => {
            let wanted = |number: usize| ranges.iter().any(|it| it.contains(&number));
            let numbered = (1..).zip(file).filter(|(number, _)| wanted(*number));
            numbered.map(|(_, it)| it).collect()
        }
        Selection::Tags(tags) => tagged(file, tags),
    }
}

fn tagged<'t>(file: Vec<(usize, &'t str)>, tags: &[(String, bool)]) -> Vec<(usize, &'t str)> {
    let says = |name: &str| tags.iter().rfind(|(it, _)| it == name).map(|(_, it)| *it);
    let rest = says("**").unwrap_or_else(|| tags.iter().all(|(_, wanted)| !wanted));
    let mut open: Vec<(&str, bool)> = Vec::new();
    let mut kept = Vec::new();
    for (at, line) in file {
        if let Some(name) = mark(line, "tag::") {
            let outer = open.last().map_or(rest, |(_, it)| *it);
            open.push((name, says(name).or_else(|| says("*")).unwrap_or(outer)));
        } else if let Some(name) = mark(line, "end::") {
            if let Some(place) = open.iter().rposition(|(it, _)| *it == name) {
                open.truncate(place);
            }
        } else if open.last().map_or(rest, |(_, it)| *it) {
            kept.push((at, line));
        }
    }
    kept
}

/// The name in a line's `tag::name[]`.
fn mark<'t>(line: &'t str, word: &str) -> Option<&'t str> {
    let (_, rest) = line.split_once(word)?;
    let (name, _) = rest.split_once("[]")?;
    (!name.is_empty() && !name.contains(char::is_whitespace)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, expected: Result<&str, Refusal>) {
        assert_eq!(inside(path).as_deref().map_err(|it| *it), expected, "{path}");
    }

    #[test]
    fn reads_paths_that_stay_in_the_folder() {
        check("sections/01-scope.adoc", Ok("sections/01-scope.adoc"));
        check("./a.adoc", Ok("a.adoc"));
        check("sections/../data/codes.csv", Ok("data/codes.csv"));
        check("a//b.adoc", Ok("a/b.adoc"));
        check("sections\\a.adoc", Ok("sections/a.adoc"));
        check("…/ñ.adoc", Ok("…/ñ.adoc"));
    }

    #[test]
    fn refuses_paths_that_leave_the_folder() {
        check("../secret.adoc", Err(Refusal::Outside));
        check("a/../../secret.adoc", Err(Refusal::Outside));
        check("a\\..\\..\\secret", Err(Refusal::Outside));
        check("/etc/passwd", Err(Refusal::Absolute));
        check("\\\\host\\share\\x", Err(Refusal::Absolute));
        check("~/x.adoc", Err(Refusal::Absolute));
        check("C:\\x.adoc", Err(Refusal::Elsewhere));
        check("c:x.adoc", Err(Refusal::Elsewhere));
        check("x.adoc:stream", Err(Refusal::Elsewhere));
        check("https://example.com/x.adoc", Err(Refusal::Elsewhere));
        check("file:///x", Err(Refusal::Elsewhere));
        check(".. /x.adoc", Err(Refusal::Strange));
        check("a/.../x.adoc", Err(Refusal::Strange));
        check("x\0.adoc", Err(Refusal::Strange));
        check("  ", Err(Refusal::Empty));
        check("a/..", Err(Refusal::Empty));
    }

    #[test]
    fn selects_lines_and_tags() {
        let file = || vec![(0, "one"), (4, "// tag::a[]"), (16, "two"), (20, "// end::a[]"), (32, "three")];
        let words = |list: &str| {
            let kept = select(file(), &options(list).selection);
            kept.iter().map(|(_, it)| *it).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(words("tag=a"), "two");
        assert_eq!(words("tags=!a"), "one three");
        assert_eq!(words("tags=*"), "two");
        assert_eq!(words("tags=**"), "one two three");
        assert_eq!(words("lines=1;5"), "one three");
        assert_eq!(words("lines=\"3..-1\""), "two // end::a[] three");
    }

    #[test]
    fn reads_level_offsets() {
        assert_eq!(options("leveloffset=+1").offset, Some((1, Offset::Relative)));
        assert_eq!(options("leveloffset=2").offset, Some((2, Offset::Absolute)));
        assert!(options("opts=optional").optional);
    }
}
