use std::io::{self, Write};

use serde::Serialize;

use crate::{
    facts,
    report::Style,
    rules::{Rule, RuleSet},
};

/// How to list the rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Listing {
    /// For people, by group.
    #[default]
    Human,
    /// For programs: an array of objects.
    Json,
}

/// One rule as programs see it: frozen, like the report.
#[derive(Serialize)]
struct Row<'a> {
    code: &'a str,
    name: &'a str,
    group: &'a str,
    title: &'a str,
    severity: &'static str,
    confidence: &'static str,
    basis: &'a [Box<str>],
    kinds: Vec<&'static str>,
    since: &'a str,
    help: &'a str,
}

/// Below so many columns titles stand on lines of their own.
const WIDE: usize = 100;

pub(super) fn write(
    rules: &RuleSet,
    listing: Listing,
    style: Style,
    to: &mut dyn Write,
) -> io::Result<()> {
    match listing {
        Listing::Human => human(rules, style, to),
        Listing::Json => {
            let rows: Vec<_> = rules.rules().map(|(_, it)| row(it)).collect();
            serde_json::to_writer_pretty(&mut *to, &rows)?;
            to.write_all(b"\n")
        }
    }
}

fn human(rules: &RuleSet, style: Style, to: &mut dyn Write) -> io::Result<()> {
    let longest = rules.rules().map(|(_, it)| it.name.len()).max().unwrap_or_default();
    let mut group = "";
    for (_, rule) in rules.rules() {
        if group != rule.group() {
            if !group.is_empty() {
                writeln!(to)?;
            }
            group = rule.group();
            let words = format!("{group}  {}", family(rule));
            writeln!(to, "{}", if style.color { bold(&words) } else { words })?;
        }
        let (severity, confidence) = (rule.severity.name(), rule.confidence.name());
        let first = format!("  {}  {severity:<7}  {confidence:<6}  ", rule.code);
        let (first, words) = if style.width < WIDE {
            writeln!(to, "{first}{}", rule.name)?;
            (" ".repeat(8), rule.title.to_string())
        } else {
            (format!("{first}{:<longest$}  ", rule.name), rule.title.to_string())
        };
        let options = textwrap::Options::new(style.width);
        let rest = " ".repeat(first.len());
        let options = options.initial_indent(&first).subsequent_indent(&rest);
        writeln!(to, "{}", textwrap::fill(&words, options))?;
    }
    Ok(())
}

/// The name of its family: the folder of its page.
fn family(rule: &Rule) -> String {
    rule.page.split_once('/').map_or("", |(it, _)| it).replace('-', " ")
}

fn bold(words: &str) -> String {
    format!("\x1b[1m{words}\x1b[0m")
}

fn row(rule: &Rule) -> Row<'_> {
    Row {
        code: &rule.code,
        name: &rule.name,
        group: rule.group(),
        title: &rule.title,
        severity: rule.severity.name(),
        confidence: rule.confidence.name(),
        basis: &rule.basis,
        kinds: rule.kinds.iter().copied().map(facts::Kind::name).collect(),
        since: &rule.since,
        help: &rule.help,
    }
}
