//! Document attributes: `:name: value` lines, and what `{name}` stands for where.

use std::{cell::Cell, collections::BTreeMap};

use crate::doc::Origin;

/// The attributes of a draft, each with the places from which its values hold.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    // Invariant: the values of a name are sorted by `from`.
    values: BTreeMap<String, Vec<Value>>,
    /// How many bytes were put in for references so far.
    spent: Cell<usize>,
    /// Whether a reference was left as written since its value was too long.
    cut: Cell<bool>,
}

/// The most bytes of a value after the values that it names are put in: a few lines
/// that each name the one before twice would else fill the memory.
const LONGEST: usize = 64 << 10;

/// The most bytes put in for all references of a draft.
const ALL: usize = 1 << 20;

/// A value of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Value {
    /// The byte of the draft from which it holds.
    from: usize,
    /// The value and its place; none where the attribute is unset.
    said: Option<(String, Origin)>,
}

/// A line that sets or unsets an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry<'t> {
    /// The attribute.
    pub name: &'t str,
    /// Its value; none if it is unset.
    pub value: Option<&'t str>,
    /// Where in the line the value begins.
    pub at: usize,
}

impl Attributes {
    /// Notes that `name` has a value from a byte of the draft on.
    pub(super) fn set(
        &mut self,
        name: &str,
        from: usize,
        said: Option<(String, Origin)>,
    ) {
        self.values.entry(name.to_lowercase()).or_default().push(Value { from, said });
    }

    /// The value of `name` at a byte of the draft.
    pub(super) fn value(&self, name: &str, at: usize) -> Option<&str> {
        self.said(name, at).map(|(it, _)| it)
    }

    /// The value of `name` at a byte of the draft, and its place.
    pub(super) fn said(&self, name: &str, at: usize) -> Option<(&str, Origin)> {
        let values = self.values.get(&name.to_lowercase())?;
        let next = values.partition_point(|it| it.from <= at);
        let (value, origin) = values[..next].last()?.said.as_ref()?;
        Some((value, *origin))
    }

    /// What `{name}` stands for at a byte of the draft.
    pub(super) fn reference(&self, name: &str, at: usize) -> Option<&str> {
        self.value(name, at).or_else(|| character(&name.to_lowercase()))
    }

    /// Whether a value of so many bytes may be put in; if so, it counts.
    pub(super) fn spend(&self, bytes: usize) -> bool {
        let spent = self.spent.get().saturating_add(bytes);
        let fits = bytes <= LONGEST && spent <= ALL;
        if fits {
            self.spent.set(spent);
        } else {
            self.cut.set(true);
        }
        fits
    }

    /// Whether a reference was left as written since its value was too long.
    pub(super) fn cut(&self) -> bool {
        self.cut.get()
    }

    /// `text` with every `{name}` that has a value put in.
    pub(super) fn resolve(&self, text: &str, at: usize) -> String {
        let mut resolved = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            resolved.push_str(before);
            let end = name_end(after);
            let value =
                after[end..].starts_with('}').then(|| self.reference(&after[..end], at));
            let room = |it: &&str| {
                let fits = resolved.len() + it.len() <= LONGEST;
                self.spend(if fits { it.len() } else { usize::MAX })
            };
            if let Some(value) = value.flatten().filter(room) {
                resolved.push_str(value);
                rest = &after[end + 1..];
            } else {
                resolved.push('{');
                rest = after;
            }
        }
        resolved + rest
    }
}

/// Reads a line that sets an attribute: `:name: value`, `:name!:`.
pub(super) fn entry(line: &str) -> Option<Entry<'_>> {
    let rest = line.strip_prefix(':')?;
    let off = rest.starts_with('!');
    let rest = rest.strip_prefix('!').unwrap_or(rest);
    let end = name_end(rest);
    let (name, rest) = rest.split_at(end);
    let off = off || rest.starts_with('!');
    let rest = rest.strip_prefix('!').unwrap_or(rest);
    let rest = rest.strip_prefix(':')?;
    if name.is_empty() || !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return None;
    }
    let value = rest.trim_start();
    let at = line.len() - value.len();
    Some(Entry { name, value: (!off).then(|| value.trim_end()), at })
}

/// Where the name of an attribute ends that `text` begins with.
pub(super) fn name_end(text: &str) -> usize {
    let part = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    text.find(|c: char| !part(c)).unwrap_or(text.len())
}

/// The characters that AsciiDoc gives names to.
fn character(name: &str) -> Option<&'static str> {
    Some(match name {
        "blank" | "empty" | "zwsp" | "wj" => "",
        "sp" | "nbsp" => " ",
        "startsb" => "[",
        "endsb" => "]",
        "vbar" => "|",
        "caret" => "^",
        "asterisk" => "*",
        "tilde" => "~",
        "backslash" => "\\",
        "backtick" => "`",
        "plus" => "+",
        "pp" => "++",
        "cpp" => "C++",
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "quot" | "ldquo" | "rdquo" => "\"",
        "apos" | "lsquo" | "rsquo" => "'",
        "deg" => "°",
        "brvbar" => "¦",
        "two-colons" => "::",
        "two-semicolons" => ";;",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Option<(&str, Option<&str>)>) {
        assert_eq!(entry(line).map(|it| (it.name, it.value)), expected, "{line}");
    }

    #[test]
    fn reads_lines_that_set_attributes() {
        check(":docnumber: Y.4999", Some(("docnumber", Some("Y.4999"))));
        check(":local-cache-only:", Some(("local-cache-only", Some(""))));
        check(":sectnums!:", Some(("sectnums", None)));
        check(":!sectnums:", Some(("sectnums", None)));
        check(": not one", None);
        check(":smile:) no", None);
    }

    #[test]
    fn a_value_holds_from_its_line_on() {
        let origin = Origin::Byte { file: 0, at: 0 };
        let mut attributes = Attributes::default();
        attributes.set("Kind", 10, Some(("lock".to_owned(), origin)));
        attributes.set("kind", 50, None);
        assert_eq!(attributes.resolve("a {kind}{nbsp}{x} {", 5), "a {kind} {x} {");
        assert_eq!(attributes.resolve("a {kind}", 20), "a lock");
        assert_eq!(attributes.resolve("a {kind}", 60), "a {kind}");
    }
}
