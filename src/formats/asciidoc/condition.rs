//! `ifdef`, `ifndef`, `ifeval` and `endif`: which parts of a draft its reader sees.

use super::attributes::Attributes;

/// A line that opens or closes a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Directive<'t> {
    /// It opens a part that is read if `holds`.
    Open { holds: bool },
    /// It holds its own text, which begins at this byte of the line and is read if
    /// `holds`.
    Line { holds: bool, text: &'t str, at: usize },
    /// It closes the innermost part.
    Close,
}

/// Reads a line that is a condition.
pub(super) fn directive<'t>(
    line: &'t str,
    attributes: &Attributes,
    at: usize,
) -> Option<Directive<'t>> {
    let (name, rest) = line.split_once("::")?;
    let open = rest.find('[')?;
    let (target, text) = (&rest[..open], rest[open + 1..].strip_suffix(']')?);
    let text_at = line.len() - 1 - text.len();
    if target.contains(char::is_whitespace) {
        return None;
    }
    let holds = match name {
        "ifdef" if !target.is_empty() => defined(target, attributes, at),
        "ifndef" if !target.is_empty() => !defined(target, attributes, at),
        "ifeval" if target.is_empty() && !text.is_empty() => {
            return Some(Directive::Open { holds: compare(text, attributes, at) });
        }
        "endif" => return Some(Directive::Close),
        _ => return None,
    };
    if text.is_empty() {
        return Some(Directive::Open { holds });
    }
    Some(Directive::Line { holds, text, at: text_at })
}

/// Whether a line begins as a directive does.
pub(super) fn is_like(line: &str) -> bool {
    let names = ["include::", "ifdef::", "ifndef::", "ifeval::", "endif::"];
    names.iter().any(|it| line.starts_with(it))
}

/// `a,b` asks for any of them, `a+b` for all.
fn defined(target: &str, attributes: &Attributes, at: usize) -> bool {
    let set = |it: &str| attributes.value(it, at).is_some();
    if target.contains(',') {
        target.split(',').any(set)
    } else {
        target.split('+').all(set)
    }
}

/// Whether `"{a}" == "b"` holds; what cannot be read as a comparison does, since text
/// that is read is checked.
fn compare(text: &str, attributes: &Attributes, at: usize) -> bool {
    let operators = ["==", "!=", "<=", ">=", "<", ">"];
    let found = operators
        .iter()
        .filter_map(|it| Some((text.find(it)?, *it)))
        .min_by_key(|(at, it)| (*at, 2 - it.len()));
    let Some((place, operator)) = found else { return true };
    let side = |it: &str| {
        let it = attributes.resolve(it.trim(), at);
        let bare = |quote: char| it.strip_prefix(quote)?.strip_suffix(quote);
        bare('"').or_else(|| bare('\'')).unwrap_or(&it).to_owned()
    };
    let (left, right) = (side(&text[..place]), side(&text[place + operator.len()..]));
    let order = match (left.parse::<f64>(), right.parse::<f64>()) {
        (Ok(left), Ok(right)) => left.partial_cmp(&right),
        _ => Some(left.cmp(&right)),
    };
    let Some(order) = order else { return true };
    match operator {
        "==" => order.is_eq(),
        "!=" => order.is_ne(),
        "<=" => order.is_le(),
        ">=" => order.is_ge(),
        "<" => order.is_lt(),
        _ => order.is_gt(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::Origin;

    #[track_caller]
    fn check(line: &str, expected: Option<&Directive<'_>>) {
        let mut attributes = Attributes::default();
        let origin = Origin::Byte { file: 0, at: 0 };
        attributes.set("draft", 0, Some(("5".to_owned(), origin)));
        assert_eq!(directive(line, &attributes, 0).as_ref(), expected, "{line}");
    }

    #[test]
    fn decides_conditions_by_the_attributes() {
        check("ifdef::draft[]", Some(&Directive::Open { holds: true }));
        check("ifdef::final[]", Some(&Directive::Open { holds: false }));
        check("ifdef::final,draft[]", Some(&Directive::Open { holds: true }));
        check("ifdef::final+draft[]", Some(&Directive::Open { holds: false }));
        check("ifndef::final[]", Some(&Directive::Open { holds: true }));
        check("endif::[]", Some(&Directive::Close));
        check("endif::draft[]", Some(&Directive::Close));
        check("if this holds:: [x]", None);
    }

    #[test]
    fn compares_numbers_as_numbers() {
        check("ifeval::[{draft} < 10]", Some(&Directive::Open { holds: true }));
        check("ifeval::[\"{draft}\" == \"5\"]", Some(&Directive::Open { holds: true }));
        check("ifeval::[\"{draft}\" != '5']", Some(&Directive::Open { holds: false }));
        check("ifeval::[{draft} >= 6]", Some(&Directive::Open { holds: false }));
    }

    #[test]
    fn a_condition_can_hold_its_own_text() {
        let text = "one line";
        check(
            "ifdef::draft[one line]",
            Some(&Directive::Line { holds: true, text, at: 13 }),
        );
    }
}
