//! HTML that nothing can be injected into: markup is what this program was built with,
//! and everything else is escaped on its way in.

/// HTML while it is written.
#[derive(Debug, Default)]
pub(super) struct Html(String);

impl Html {
    /// Markup of our own; the compiler sees to it that no draft brings any.
    pub(super) fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Words of any origin.
    pub(super) fn words(&mut self, words: &str) -> &mut Self {
        let mut kept = 0;
        for (at, c) in words.char_indices() {
            let Some(escaped) = escaped(c) else { continue };
            self.0.push_str(&words[kept..at]);
            self.0.push_str(escaped);
            kept = at + c.len_utf8();
        }
        self.0.push_str(&words[kept..]);
        self
    }

    /// Words of a draft in a sentence of ours: they keep their direction to themselves.
    pub(super) fn quoted(&mut self, words: &str) -> &mut Self {
        if words.is_empty() {
            return self;
        }
        self.raw("<bdi>").words(words).raw("</bdi>")
    }

    /// An attribute of the tag that is open.
    pub(super) fn attr(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.raw(" ").raw(name).raw("=\"").words(value).raw("\"")
    }

    /// A number.
    pub(super) fn number(&mut self, number: usize) -> &mut Self {
        self.0.push_str(&number.to_string());
        self
    }

    /// A page of a draft as [`draft_page`](super::draft_page) wrote it.
    pub(super) fn add_page(&mut self, page: &str) -> &mut Self {
        self.0.push_str(page);
        self
    }

    /// What was written.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// What stands for a character that means something to a browser, or that would turn
/// the direction of words which are not the draft's.
const fn escaped(c: char) -> Option<&'static str> {
    Some(match c {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\0'..='\u{8}'
        | '\u{b}'..='\u{1f}'
        | '\u{7f}'..='\u{9f}' => "\u{fffd}",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_only_words() {
        let check = |words: &str, expected: &str| {
            let mut html = Html::default();
            html.words(words);
            assert_eq!(html.as_str(), expected);
        };
        check("a < b & c", "a &lt; b &amp; c");
        check("\"><script>", "&quot;&gt;&lt;script&gt;");
        check("</style>'x'", "&lt;/style&gt;&#39;x&#39;");
        check("a\u{202e}b\u{2067}c\0d\x1b[0m", "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}[0m");
        check("é\tü\n中", "é\tü\n中");
    }
}
