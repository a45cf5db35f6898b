//! The references of an Internet-Draft: those its front matter lists, and those that
//! its text adds by citing them with a sign.

use std::{collections::BTreeSet, ops::Range};

use super::{
    Flow, Role, Shape,
    cite::{Cite, List},
    matter::Matter,
    origin, values,
};

/// Both lists of references.
#[derive(Debug, Default)]
pub(super) struct Lists {
    normative: Entries,
    informative: Entries,
    /// The names that either list holds.
    names: BTreeSet<String>,
    /// Other names for entries, with the names they have in their list.
    aliases: Vec<(String, String)>,
}

#[derive(Debug, Default)]
struct Entries {
    /// The key that begins the list, or the first citation that adds to it.
    at: Option<Range<usize>>,
    items: Vec<Entry>,
}

/// A source: the places of its name and of what is said of it.
#[derive(Debug)]
struct Entry {
    name: Range<usize>,
    said: Vec<Vec<Range<usize>>>,
}

impl Lists {
    /// The lists in the front matter.
    pub(super) fn read(source: &str, matter: &Matter) -> Self {
        let mut lists = Self::default();
        for (key, list) in
            [("normative", List::Normative), ("informative", List::Informative)]
        {
            let Some(at) = matter.top(source, &[key]) else { continue };
            lists.entries(list).at = Some(matter.nodes[at].key.clone());
            for child in matter.children(at) {
                lists.entry(source, matter, list, child);
            }
        }
        lists
    }

    fn entry(&mut self, source: &str, matter: &Matter, list: List, at: usize) {
        let node = &matter.nodes[at];
        let item = node.key.is_empty() || matches!(&source[node.key.clone()], "-" | "=");
        let value = node.value.first();
        let name = if item { value.cloned() } else { Some(node.key.clone()) };
        let Some(name) = name else { return };
        let mut said = Vec::new();
        if !item && let Some(value) = value {
            let other = &source[value.clone()];
            // `RFC8126: ianacons` gives a name to a known source; `KDF: RFC5869` names
            // the source of a name.
            self.aliases.push((other.to_owned(), source[name.clone()].to_owned()));
            if known(other) {
                said.push(node.value.clone());
            }
        }
        for child in matter.children(at) {
            let node = &matter.nodes[child];
            match &*source[node.key.clone()].to_ascii_lowercase() {
                "title" | "date" => said.push(node.value.clone()),
                "seriesinfo" => said.extend(matter.below(child).map(|it| {
                    let node = &matter.nodes[it];
                    let value = node.value.first().map_or(node.key.end, |it| it.end);
                    std::iter::once(node.key.start..value).collect()
                })),
                _ => {}
            }
        }
        self.names.insert(source[name.clone()].to_owned());
        self.entries(list).items.push(Entry { name, said });
    }

    /// Notes a citation, which may add to a list; gives the name to show.
    pub(super) fn cited(&mut self, source: &str, cite: &Cite) -> Option<String> {
        let label = &source[cite.label.clone()];
        if cite.alias
            && let Some((_, name)) = self.aliases.iter().find(|(alias, _)| alias == label)
        {
            return Some(name.clone());
        }
        if let Some(list) = cite.list
            && self.names.insert(label.to_owned())
        {
            let entries = self.entries(list);
            entries.at.get_or_insert(cite.label.clone());
            let said = cite.source.iter().map(|it| vec![it.clone()]).collect();
            entries.items.push(Entry { name: cite.label.clone(), said });
        }
        None
    }

    /// Whether either list holds `label`.
    pub(super) fn holds(&self, label: &str) -> bool {
        self.names.contains(label)
    }

    fn entries(&mut self, list: List) -> &mut Entries {
        match list {
            List::Normative => &mut self.normative,
            List::Informative => &mut self.informative,
        }
    }

    /// Adds both lists to the end of the draft.
    pub(super) fn blocks(&self, flow: &mut Flow, source: &str) {
        let lists = [
            (&self.normative, Role::References, "Normative", " references"),
            (&self.informative, Role::Bibliography, "Informative", " references"),
        ];
        for (entries, role, first, second) in lists {
            let Some(at) = &entries.at else { continue };
            if entries.items.is_empty() {
                continue;
            }
            flow.begin(Shape::Heading(1)).role = Some(role);
            flow.text(first, origin(at.start));
            flow.text(second, origin(at.end));
            for entry in &entries.items {
                flow.begin(Shape::Paragraph);
                flow.text("[", origin(entry.name.start));
                flow.text(&source[entry.name.clone()], origin(entry.name.start));
                flow.text("]", origin(entry.name.end));
                for (at, said) in
                    entry.said.iter().filter(|it| !it.is_empty()).enumerate()
                {
                    let sign = if at == 0 { " " } else { ", " };
                    flow.text(sign, origin(said[0].start));
                    values(flow, source, said);
                }
            }
        }
    }
}

/// Whether a name is one that kramdown-rfc looks up: `RFC8446`, `I-D.ietf-tls-esni`.
pub(super) fn known(name: &str) -> bool {
    const SERIES: &[&str] = &[
        "RFC", "I-D.", "BCP", "STD", "FYI", "W3C.", "NIST.", "ISO.", "DOI.", "IEEE.",
        "FIPS", "ANSI.", "ITU",
    ];
    SERIES.iter().any(|it| name.starts_with(it))
}
