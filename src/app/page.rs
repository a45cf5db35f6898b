use std::io::{self, Write};

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::{
    facts::Kind,
    report::{Style, calm, filled},
    rules::Rule,
};

/// Writes a rule's page for a terminal.
pub(super) fn write(rule: &Rule, style: Style, to: &mut dyn Write) -> io::Result<()> {
    let mut page = Page { style, to, words: String::new(), lists: Vec::new() };
    page.heading(&format!("{}  {}", rule.code, rule.name))?;
    page.paragraph("", "", &rule.title)?;
    let kinds: Vec<_> = rule.kinds.iter().copied().map(Kind::name).collect();
    let amends = if rule.whole { ", not to an amendment" } else { "" };
    let rows = [
        ("severity", rule.severity.name().to_owned()),
        ("confidence", rule.confidence.name().to_owned()),
        ("basis", rule.basis.join("; ")),
        ("applies to", format!("{}{amends}", kinds.join(", "))),
        ("since", rule.since.to_string()),
    ];
    writeln!(page.to)?;
    for (name, words) in rows {
        page.paragraph(&format!("  {name:<10}  "), &" ".repeat(14), &words)?;
    }
    page.prose(&rule.prose)
}

/// A page as it is written.
struct Page<'a> {
    style: Style,
    to: &'a mut dyn Write,
    /// The words of the block that is open.
    words: String,
    /// The next number of each list that is open; none for a list of points.
    lists: Vec<Option<u64>>,
}

impl Page<'_> {
    fn prose(&mut self, prose: &str) -> io::Result<()> {
        let (mut title, mut fence) = (false, None);
        for event in Parser::new_ext(prose, Options::ENABLE_TABLES) {
            match event {
                // The title of the page stands at its top already.
                Event::Start(Tag::Heading { level, .. }) => {
                    title = level == HeadingLevel::H1;
                }
                Event::End(TagEnd::Heading(_)) => {
                    let words = std::mem::take(&mut self.words);
                    if !title {
                        writeln!(self.to)?;
                        self.heading(&words)?;
                    }
                }
                Event::Start(Tag::List(first)) => {
                    self.flush()?;
                    self.lists.push(first);
                    writeln!(self.to)?;
                }
                Event::End(TagEnd::List(_)) => drop(self.lists.pop()),
                Event::End(TagEnd::Item) => {
                    self.flush()?;
                    if let Some(Some(number)) = self.lists.last_mut() {
                        *number += 1;
                    }
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(kind))) => {
                    fence = Some(kind);
                }
                Event::End(TagEnd::CodeBlock) => {
                    let kind = fence.take().unwrap_or_else(|| "".into());
                    self.draft(&kind)?;
                }
                Event::End(TagEnd::Paragraph | TagEnd::TableHead | TagEnd::TableRow) => {
                    if self.lists.is_empty() {
                        writeln!(self.to)?;
                    }
                    self.flush()?;
                }
                Event::End(TagEnd::TableCell) => self.words.push_str("  "),
                Event::Text(words) | Event::Code(words) => self.words.push_str(&words),
                Event::SoftBreak | Event::HardBreak => self.words.push(' '),
                _ => (),
            }
        }
        Ok(())
    }

    /// Writes the open block as a paragraph or as an item of the open list.
    fn flush(&mut self) -> io::Result<()> {
        let words = std::mem::take(&mut self.words);
        if words.trim().is_empty() {
            return Ok(());
        }
        let Some(last) = self.lists.last() else {
            return self.paragraph("", "", words.trim());
        };
        let point = if self.style.unicode { "•" } else { "-" }.to_owned();
        let mark = last.map_or(point, |it| format!("{it}."));
        let indent = "  ".repeat(self.lists.len());
        let rest = " ".repeat(indent.len() + mark.chars().count() + 1);
        self.paragraph(&format!("{indent}{mark} "), &rest, words.trim())
    }

    /// Writes a draft, its lines as they are.
    fn draft(&mut self, kind: &str) -> io::Result<()> {
        let words = std::mem::take(&mut self.words);
        writeln!(self.to)?;
        match kind.trim() {
            "draft flagged" | "draft docx flagged" => writeln!(self.to, "  reported:")?,
            "draft clean" | "draft docx clean" => writeln!(self.to, "  not reported:")?,
            _ => (),
        }
        let bar = if self.style.unicode { "  │ " } else { "  | " };
        for line in words.lines() {
            if line.trim().is_empty() {
                writeln!(self.to, "{}", bar.trim_end())?;
            } else {
                self.paragraph(bar, bar, line)?;
            }
        }
        Ok(())
    }

    fn heading(&mut self, words: &str) -> io::Result<()> {
        let words = calm(words);
        let bold = self.style.color;
        let words = if bold { format!("\x1b[1m{words}\x1b[0m") } else { words.into() };
        writeln!(self.to, "{words}")
    }

    fn paragraph(&mut self, first: &str, rest: &str, words: &str) -> io::Result<()> {
        writeln!(self.to, "{}", filled(self.style, first, rest, words))
    }
}
