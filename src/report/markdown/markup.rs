//! Markdown that nothing can be injected into: words of any origin are only words.

use crate::report::calm;

/// It has no width and parts words: what people read and print stays the same, and a
/// service that makes links of `@name`, `#12` and `https://` finds none. A backslash
/// does not stop those that look for them in the finished page.
const JOINT: char = '\u{200b}';

/// Words of any origin, on one line, as the text of a paragraph, item or cell.
///
/// They never stand at the beginning of a block, so what has a meaning only there
/// (`#`, `-`, `1.`) is left as it is, for the report is also read as it is written.
pub(super) fn words(words: &str) -> String {
    let line = calm(words).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut kept = String::with_capacity(line.len() + 8);
    for (at, c) in line.char_indices() {
        let after = &line[at + c.len_utf8()..];
        // At the end of a heading it would be a part of its frame.
        let frame = c == '#' && after.chars().all(|it| it == '#');
        if frame || "\\`*_[]<>&|~$^{".contains(c) {
            kept.push('\\');
        }
        kept.push(c);
        if links(&line[..at], c, after) {
            kept.push(JOINT);
        }
    }
    kept
}

/// Whether a service would make a link or a picture of what begins with, or goes on at,
/// this character.
fn links(before: &str, c: char, after: &str) -> bool {
    let ends = |it: &str| {
        before
            .len()
            .checked_sub(it.len())
            .and_then(|at| before.get(at..))
            .is_some_and(|end| end.eq_ignore_ascii_case(it))
    };
    match c {
        '@' => true,
        '#' | '!' | '~' | '&' | '$' | '^' => {
            after.starts_with(|it: char| it.is_ascii_alphanumeric())
        }
        ':' => after.starts_with("//") || picture(after),
        'w' | 'W' => ends("ww") && after.starts_with('.'),
        'h' | 'H' => ends("g") && after.starts_with('-'),
        _ => false,
    }
}

/// Whether `name:` follows, as in `:name:`.
fn picture(after: &str) -> bool {
    let name = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '+' | '-');
    let rest = after.trim_start_matches(name);
    rest.len() < after.len() && rest.starts_with(':')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    use super::{JOINT, words};

    #[test]
    fn words_are_only_words() {
        let check = |text: &str, expected: &str| {
            assert_eq!(words(text).replace(JOINT, "¦"), expected);
        };
        check("shall use MD5 (see 7.2)", "shall use MD5 (see 7.2)");
        check("a_b *c* `d` ~e~", "a\\_b \\*c\\* \\`d\\` \\~¦e\\~");
        check("<img src=x> &amp; a|b", "\\<img src=x\\> \\&¦amp; a\\|b");
        check("[a](https://b.c)", "\\[a\\](https:¦//b.c)");
        check("@name a@b.c #12 WWW.x", "@¦name a@¦b.c #¦12 WWW¦.x");
        check("GH-12 :rocket: 7:30", "GH¦-12 :¦rocket: 7:30");
        check("$x$ a\\", "\\$¦x\\$ a\\\\");
        check(" a\n# b\u{1b}[0m\u{202e}c", "a # b\u{fffd}\\[0m\u{fffd}c");
        check("锁 é", "锁 é");
    }

    /// What a reader of Markdown makes of words in an item, a quotation and a cell.
    #[track_caller]
    fn read(text: &str) -> Vec<String> {
        let text = format!(
            "- begin {text}\n  > “{text}”\n\n### a {text}\n\n| a | b |\n| --- | --- |\n| x {text} | y |\n"
        );
        // What turns quotation marks is a matter of looks.
        let options = Options::all() - Options::ENABLE_SMART_PUNCTUATION;
        let mut found: Vec<String> = Vec::new();
        for it in Parser::new_ext(&text, options) {
            match it {
                Event::Text(it) => match found.last_mut() {
                    Some(last) => last.push_str(&it),
                    None => found.push(it.to_string()),
                },
                Event::Start(
                    Tag::List(_)
                    | Tag::Item
                    | Tag::Paragraph
                    | Tag::BlockQuote(None)
                    | Tag::Heading { .. }
                    | Tag::Table(_)
                    | Tag::TableHead
                    | Tag::TableRow,
                )
                | Event::End(TagEnd::TableCell) => found.push(String::new()),
                Event::Start(Tag::TableCell) | Event::End(_) => (),
                other => panic!("{other:?} in {text}"),
            }
        }
        found.retain(|it| !it.is_empty());
        found
    }

    proptest! {
        #[test]
        fn a_reader_sees_the_same_words_and_no_markup(
            text in r#"([\\`*_\[\]<>&|~$@#!:^(){}+=\-."'/ \r\nawWgGhH17]|https://|www\.|&lt;|\PC){0,40}"#
        ) {
            let line = crate::report::calm(&text);
            let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
            let kept = words(&text);
            let plain = kept.replace(JOINT, "");
            prop_assert!(!plain.contains('\n'));
            let found = read(&kept);
            let bare = |it: &str| it.replace(JOINT, "");
            let line = bare(&line);
            let expected = [
                format!("begin {line}"), format!("“{line}”"), format!("a {line}"),
                "a".to_owned(), "b".to_owned(), format!("x {line}"), "y".to_owned(),
            ];
            let found: Vec<_> = found.iter().map(|it| bare(it).trim().to_owned()).collect();
            let expected: Vec<_> = expected.iter().map(|it| it.trim().to_owned()).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
