//! What our elements are called in a part: its own prefix, whatever that is.

use super::super::super::xml::{Space, Tag};

/// How Word's names are written.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Prefix {
    // Before the name of an element: "w:".
    element: Box<str>,
    // Before the name of an attribute, which must not be empty.
    attribute: Box<str>,
    // What an element has to declare for that.
    declared: Box<str>,
}

impl Prefix {
    /// What the root of a part says of it; `whole` is its tag.
    pub(super) fn of(root: &Tag<'_>, whole: &str) -> Self {
        let name = name(whole);
        if let Some((prefix, _)) = name.split_once(':') {
            let prefix: Box<str> = format!("{prefix}:").into();
            return Self {
                element: prefix.clone(),
                attribute: prefix,
                ..Self::default()
            };
        }
        let named = root.bindings(Space::Word).find(|(prefix, _)| !prefix.is_empty());
        if let Some((prefix, _)) = named {
            return Self { attribute: format!("{prefix}:").into(), ..Self::default() };
        }
        let bound = root.bindings(Space::Word).next();
        let declared = bound.map(|(_, it)| format!(" xmlns:w=\"{it}\""));
        Self {
            attribute: "w:".into(),
            declared: declared.unwrap_or_default().into(),
            ..Self::default()
        }
    }

    /// The beginning of the range of comment `id`.
    pub(super) fn start(&self, id: u32) -> String {
        let Self { element, attribute, declared } = self;
        format!("<{element}commentRangeStart{declared} {attribute}id=\"{id}\"/>")
    }

    /// The end of the range of comment `id`, and the run that refers to it.
    pub(super) fn end(&self, id: u32, style: Option<&str>) -> String {
        let Self { element: e, attribute: a, declared: d } = self;
        let style = style.map(|it| {
            let it = escaped(it);
            format!("<{e}rPr><{e}rStyle {a}val=\"{it}\"/></{e}rPr>")
        });
        format!(
            "<{e}commentRangeEnd{d} {a}id=\"{id}\"/><{e}r{d}>{}<{e}commentReference \
             {a}id=\"{id}\"/></{e}r>",
            style.unwrap_or_default()
        )
    }
}

/// The name of the element that begins with this tag, with its prefix.
pub(super) fn name(tag: &str) -> &str {
    let inside = tag.strip_prefix('<').unwrap_or(tag);
    let end = inside.find(|it: char| it.is_ascii_whitespace() || it == '/' || it == '>');
    inside.get(..end.unwrap_or(inside.len())).unwrap_or_default()
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}
