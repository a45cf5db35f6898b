//! The attributes of a tag, for those who write it anew.

use super::{Space, Tag, local, pairs};

impl<'x> Tag<'x> {
    /// The prefixes that this tag makes stand for `space`, each with the namespace.
    pub(in super::super) fn bindings(
        &self,
        space: Space,
    ) -> impl Iterator<Item = (&'x str, &'x str)> {
        pairs(self.attributes).filter_map(move |(key, name)| {
            let rest = key.strip_prefix("xmlns")?;
            let prefix = rest.strip_prefix(':').or(rest.is_empty().then_some(""))?;
            (Space::called(name) == space).then_some((prefix, name))
        })
    }

    /// What the attribute with this local name is called in full.
    pub(in super::super) fn key(&self, name: &str) -> Option<&'x str> {
        pairs(self.attributes).map(|(key, _)| key).find(|it| local(it) == name)
    }

    /// Its attributes as the file has them, but with `key` set to `value`.
    pub(in super::super) fn setting(&self, key: &str, value: &str) -> String {
        let others = pairs(self.attributes).filter(|(it, _)| *it != key);
        let mut all = String::new();
        for (key, value) in [(key, value)].into_iter().chain(others) {
            let quote = if value.contains('"') { "'" } else { "\"" };
            all.extend([" ", key, "=", quote, value, quote]);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Event, Xml};

    #[test]
    fn one_attribute_changes_and_the_others_stay() {
        let mut xml = Xml::new("<w:s w:id='1' b='\"&amp;'/>", 8);
        let Ok(Event::Start(tag)) = xml.pull() else { panic!("no tag") };
        assert_eq!(tag.key("id"), Some("w:id"));
        assert_eq!(tag.setting("w:id", "2"), " w:id=\"2\" b='\"&amp;'");
        assert_eq!(tag.setting("c", "3"), " c=\"3\" w:id=\"1\" b='\"&amp;'");
    }

    #[test]
    fn an_event_knows_its_bytes() {
        let source = "<?x?><w:t a='1'>a&amp;b<!-- c --><![CDATA[d]]><w:tab/></w:t>";
        let mut xml = Xml::new(source, 8);
        let mut found = Vec::new();
        while xml.pull() != Ok(Event::Eof) {
            found.push(&source[xml.range()]);
        }
        let first = ["<w:t a='1'>", "a", "&amp;", "b", "<![CDATA[d]]>", "<w:tab/>"];
        assert_eq!(found, [&first[..], &["", "</w:t>"]].concat());
    }
}
