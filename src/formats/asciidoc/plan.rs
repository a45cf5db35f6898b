//! What a draft's references lead to, and what its headings are: worked out before any
//! text is written, because references may point forward.

use std::{collections::BTreeMap, ops::Range, sync::LazyLock};

use asciidoc_parser::{
    HasSpan,
    blocks::{
        Block, CompoundDelimitedContext, FindBlocks, IsBlock, MediaType, SectionBlock,
        SectionType,
    },
};
use regex::Regex;

use super::{
    number::{Counters, Head, Manner},
    script::Script,
};

/// What a reference leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// An entry of the references or the bibliography, by its label.
    Entry(String),
    /// A part of the draft, by what a reader sees there: "clause 7.1", "Annex A".
    Printed(String),
}

/// What was worked out.
#[derive(Debug, Default)]
pub(super) struct Plan {
    heads: BTreeMap<usize, Head>,
    captions: BTreeMap<usize, String>,
    targets: BTreeMap<String, Target>,
}

impl Plan {
    /// Works out the headings and references of a draft.
    pub(super) fn of<'s>(
        script: &Script,
        blocks: impl Iterator<Item = &'s Block<'s>>,
    ) -> Self {
        let manner = Manner::of(script);
        let mut planner = Planner {
            script,
            manner,
            counters: Counters::default(),
            plan: Self::default(),
            scope: String::new(),
            tables: 0,
            figures: 0,
        };
        planner.entries();
        for block in blocks {
            planner.block(block, None);
        }
        planner.plan
    }

    /// What is known of the heading whose title begins at a byte.
    pub(super) fn head(&self, at: usize) -> Option<&Head> {
        self.heads.get(&at)
    }

    /// What stands before the title of the table or figure that begins at a byte.
    pub(super) fn caption(&self, at: usize) -> Option<&str> {
        self.captions.get(&at).map(String::as_str)
    }

    /// What `name` leads to: an anchor or a title.
    pub(super) fn target(&self, name: &str) -> Option<&Target> {
        self.targets.get(name).or_else(|| self.targets.get(&key(name)))
    }
}

struct Planner<'a> {
    script: &'a Script,
    manner: Manner,
    counters: Counters,
    plan: Plan,
    /// The number before those of tables: "A" in an annex.
    scope: String,
    tables: u32,
    figures: u32,
}

static ENTRY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^[^/\n].*?\[\[\[([^\n\]]+(?:\][^\n\]]+)*)\]\]\]")
        .expect("a tested pattern")
});

static ANCHOR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\[\[([^\[\],\n]+)[^\[\]\n]*\]\]").expect("a tested pattern")
});

impl<'s> Planner<'_> {
    /// Notes the entries of the references, wherever they stand.
    fn entries(&mut self) {
        for found in ENTRY.captures_iter(&self.script.text) {
            let inner = &found[1];
            let name = inner.split(',').next().unwrap_or_default().trim();
            let label = inner[label(inner)].trim().to_owned();
            self.plan.targets.insert(name.to_owned(), Target::Entry(label));
        }
    }

    fn block(&mut self, block: &'s Block<'s>, above: Option<&Head>) {
        match block {
            Block::Section(section) => return self.section(section, above),
            // A table inside a cell takes part in no count.
            Block::Table(_) => return self.caption(block, Caption::Table),
            Block::Media(media) if media.type_() == MediaType::Image => {
                return self.caption(block, Caption::Figure);
            }
            Block::CompoundDelimited(it)
                if it.context_kind() == CompoundDelimitedContext::Example =>
            {
                let media = |it: &Block<'_>| matches!(it, Block::Media(_));
                if it.child_blocks().any(media) {
                    return self.caption(block, Caption::Figure);
                }
            }
            _ => {}
        }
        for child in block.child_blocks() {
            self.block(child, above);
        }
    }

    fn section(&mut self, section: &'s SectionBlock<'s>, above: Option<&Head>) {
        let title = section.section_title_source();
        let at = title.byte_offset();
        let discrete = section.section_type() == SectionType::Discrete;
        let said = super::number::Said {
            title: plain(title.data()),
            style: section.declared_style().unwrap_or_default(),
            roles: section.roles(),
            options: section.options(),
            level: section.level(),
            discrete,
            informative: named(section, "obligation") == Some("informative"),
            heading: named(section, "heading").unwrap_or_default(),
            number: named(section, "number"),
            annex: self.script.attributes.value("annexid", at),
            numbered: self.script.attributes.value("sectnums", at).is_some()
                || self.script.attributes.value("numbered", at).is_some(),
            depth: self
                .script
                .attributes
                .value("sectnumlevels", at)
                .and_then(|it| it.parse().ok()),
        };
        let head = self.counters.head(self.manner, &said, above);
        if above.is_none_or(|it| it.level == 0) {
            self.enter(&head);
        }
        let printed =
            head.printed.clone().unwrap_or_else(|| said.title.trim().to_owned());
        self.targets(
            section.span().data(),
            at - section.span().byte_offset(),
            section.id(),
            &printed,
        );
        for name in [key(&said.title), id(&said.title)] {
            self.plan
                .targets
                .entry(name)
                .or_insert_with(|| Target::Printed(printed.clone()));
        }
        for child in section.child_blocks() {
            self.block(child, Some(&head));
        }
        self.plan.heads.insert(at, head);
    }

    /// Begins the count of tables and figures anew in an annex.
    fn enter(&mut self, head: &Head) {
        let annex =
            head.number.as_deref().and_then(|it| it.split_once(' ')).map(|(_, it)| it);
        let whole =
            self.script.attributes.value("hierarchical-object-numbering", usize::MAX);
        let clause = head.number.as_deref().filter(|_| whole.is_some());
        let scope = annex.or(clause).unwrap_or_default();
        if scope != self.scope {
            scope.clone_into(&mut self.scope);
            (self.tables, self.figures) = (0, 0);
        }
    }

    fn caption(&mut self, block: &'s Block<'s>, kind: Caption) {
        let title = block.title_source();
        if block.options().contains(&"unnumbered") || !self.manner.names_captions() {
            return;
        }
        let count = match kind {
            Caption::Table => &mut self.tables,
            Caption::Figure => &mut self.figures,
        };
        *count += 1;
        let word = match kind {
            Caption::Table => "Table",
            Caption::Figure => "Figure",
        };
        let sign = if self.scope.starts_with(|it: char| it.is_ascii_digit()) {
            "-"
        } else {
            "."
        };
        let scope = if self.scope.is_empty() {
            String::new()
        } else {
            format!("{}{sign}", self.scope)
        };
        let printed = format!("{word} {scope}{count}");
        let span = block.span();
        let end = title.map_or(span.data().find('\n').unwrap_or(0), |it| {
            it.byte_offset() - span.byte_offset()
        });
        self.targets(span.data(), end, block.id(), &printed);
        self.plan.captions.insert(span.byte_offset(), printed);
    }

    /// Notes every anchor before byte `end` of a block, and the id that it has anyway.
    fn targets(&mut self, text: &str, end: usize, id: Option<&str>, printed: &str) {
        let before = text.get(..end).unwrap_or_default();
        let anchors = ANCHOR.captures_iter(before).map(|it| it[1].to_owned());
        for name in anchors.chain(id.map(str::to_owned)) {
            self.plan.targets.entry(name).or_insert(Target::Printed(printed.to_owned()));
        }
    }
}

#[derive(Clone, Copy)]
enum Caption {
    Table,
    Figure,
}

/// Where in `[[[anchor,label]]]` the label stands that a reader sees.
pub(super) fn label(inner: &str) -> Range<usize> {
    let mut start = inner.find(',').map_or(0, |it| it + 1);
    let mut end = inner.len();
    // Metanorma wraps labels: "nofetch(ISO 1)", "path:(a/b,ISO 1)", "(b-ISO 1)ISO 1".
    for _ in 0..4 {
        let text = &inner[start..end];
        start += text.len() - text.trim_start().len();
        let text = &inner[start..end];
        end = start + text.trim_end().len();
        let text = text.trim_end();
        let Some(open) = text.find('(') else { break };
        let word = &text[..open];
        if word.is_empty() {
            let Some(close) = text.find(')') else { break };
            return start + 1..start + close;
        }
        let path = matches!(word, "path:" | "repo:" | "file:");
        let known =
            path || matches!(word, "nofetch" | "hidden" | "dropid" | "local-file");
        if !known || !text.ends_with(')') {
            break;
        }
        let skip =
            if path { text.find(',').map_or(open + 1, |it| it + 1) } else { open + 1 };
        start += skip;
        end -= 1;
    }
    start..end.max(start)
}

/// A title as references write it: one line, without marks.
fn key(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The anchor that Asciidoctor makes of a title: `_use_cases` of "Use cases".
fn id(title: &str) -> String {
    let mut id = String::new();
    for c in title.to_lowercase().chars() {
        if c.is_alphanumeric() {
            id.push(c);
        } else if matches!(c, ' ' | '.' | '-' | '_') && !id.ends_with('_') {
            id.push('_');
        }
    }
    format!("_{}", id.trim_matches('_'))
}

/// The letters of a title without its marks, for telling what it says.
fn plain(title: &str) -> String {
    let bare = title.split("footnote:").next().unwrap_or_default();
    bare.replace("{blank}", "").replace(['*', '_', '`'], "").trim().to_owned()
}

fn named<'s>(section: &'s SectionBlock<'s>, name: &str) -> Option<&'s str> {
    section
        .attrlist()?
        .named_attribute(name)
        .map(asciidoc_parser::attributes::ElementAttribute::value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(inner: &str, expected: &str) {
        assert_eq!(&inner[label(inner)], expected, "{inner}");
    }

    #[test]
    fn finds_the_label_that_a_reader_sees() {
        check("x805,ITU-T X.805", "ITU-T X.805");
        check("x805", "x805");
        check("xml, W3C XMLSchema", "W3C XMLSchema");
        check("a,nofetch(ITU-T A.1)", "ITU-T A.1");
        check("a,hidden(ITU-T A.1)", "ITU-T A.1");
        check("a,path:(x/y.adoc,ITU-T A.1)", "ITU-T A.1");
        check("a,repo:(ietf/rfc1,IETF RFC 1)", "IETF RFC 1");
        check("b,(b-IEC/TR 62547)IEC TR 62547", "b-IEC/TR 62547");
        check("c,(1)ISO 1", "1");
        check("d,ISO/IEC 1 (all parts)", "ISO/IEC 1 (all parts)");
    }
}
