use std::{
    fmt,
    io::{self, Write},
};

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource,
    SourceCode, ThemeCharacters, ThemeStyles,
};

use super::{
    paint::{Ink, calm, columns, cut, line, paint},
    window::{Mark, Window},
};
use crate::{
    doc::{Document, Place},
    finding::{Evidence, Finding, Severity},
    report::{Draft, Style, place},
    rules::{Rule, RuleSet},
    text::Span,
};

/// miette draws so many columns before each line of a paragraph, and one is kept free.
const BORDER: usize = 6;

/// What miette draws: the message and one paragraph, never the whole draft, whose lines
/// it would count again for each finding.
#[derive(Debug)]
struct Drawing {
    code: String,
    message: String,
    severity: Severity,
    source: NamedSource<String>,
    labels: Vec<LabeledSpan>,
}

/// Words to underline, and what they show.
#[derive(Debug)]
struct Underline {
    mark: Mark,
    label: Option<String>,
    of_finding: bool,
}

/// Writes one finding: what is wrong, the words, what supports it, what to write.
pub(super) fn write(
    finding: &Finding,
    draft: &Draft,
    rules: &RuleSet,
    style: Style,
    to: &mut dyn Write,
) -> io::Result<()> {
    let (doc, rule) = (&draft.document, rules.get(finding.rule));
    let width = style.width.saturating_sub(BORDER);
    let block = block(doc, finding.at);
    let window = Window::new(doc.text(), block, finding.at, width, style);
    let (underlines, rest) = underlines(finding, &window, width);
    let drawing = Drawing {
        code: title(rule, style),
        message: calm(&finding.message).into_owned(),
        severity: rule.severity,
        source: NamedSource::new(name(finding.at, draft, style), window.text.clone()),
        labels: underlines.iter().map(Underline::label).collect(),
    };
    let mut drawn = String::new();
    handler(style, rule.severity, &underlines)
        .render_report(&mut drawn, &drawing)
        .map_err(io::Error::other)?;
    to.write_all(tidied(&drawn, style, &underlines).as_bytes())?;
    for it in rest {
        let first = if it.at.is_some() { "  seen: " } else { "  note: " };
        line(to, style, first, "        ", &in_words(it, doc))?;
    }
    let help = paint(style, Ink::Bold, "  help: ");
    line(to, style, &help, "        ", &rule.help)?;
    line(
        to,
        style,
        &paint(style, Ink::Dim, " basis: "),
        "        ",
        &rule.basis.join("; "),
    )
}

fn block(doc: &Document, at: Span) -> Span {
    if doc.blocks().is_empty() { at } else { doc[doc.block_at(at)].span }
}

fn title(rule: &Rule, style: Style) -> String {
    let dot = if style.unicode { "·" } else { "-" };
    let (severity, confidence) = (rule.severity.name(), rule.confidence.name());
    let long = format!(
        "{} {} {dot} {severity} {dot} confidence {confidence}",
        rule.code, rule.name
    );
    let short = || format!("{} {} {dot} {severity}", rule.code, rule.name);
    if columns(&long) <= style.width { long } else { short() }
}

/// Where the paragraph stands, as far as the line has room for it.
fn name(at: Span, draft: &Draft, style: Style) -> String {
    let doc = &draft.document;
    let Place { file, line, column, part, paragraph } = doc.place(at);
    let (folder, own) = draft.path.rsplit_once('/').unwrap_or(("", &draft.path));
    let file = file.as_deref().unwrap_or(own);
    let position = match (line, column) {
        (Some(line), Some(column)) => format!(":{line}:{column}"),
        _ => String::new(),
    };
    let clause = doc.clause_at(at);
    let number = place::number(doc, clause)
        .map(|it| if style.unicode { format!("§ {it}") } else { format!("clause {it}") });
    let mut after = String::new();
    // The part that holds the body is the one that everybody means.
    if let Some(part) = part.filter(|it| !it.ends_with("document.xml")) {
        after = format!("{after}, {part}");
    }
    if let Some(paragraph) = paragraph {
        after = format!("{after}, paragraph {paragraph}");
    }
    let short = [Some(format!("{file}{position}")), number].into_iter().flatten();
    let short = short.collect::<Vec<_>>().join(" ");
    let room = style.width.saturating_sub(BORDER + 1);
    let free = room.saturating_sub(columns(&short) + columns(&after));
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let title = place::title(doc, clause).map(|it| format!(" {it}")).unwrap_or_default();
    let whole = columns(&folder) + columns(&title) <= free;
    let folder = if whole { &*folder } else { "" };
    // A title of a few letters and an ellipsis helps nobody.
    let title = if whole || 8 < free { cut(style, &title, free) } else { String::new() };
    calm(&cut(style, &format!("{folder}{short}{title}{after}"), room)).into_owned()
}

/// What to underline, in the order of the text, and the evidence that has to be told in
/// words because it is elsewhere or has no room.
fn underlines<'f>(
    finding: &'f Finding,
    window: &Window,
    width: usize,
) -> (Vec<Underline>, Vec<&'f Evidence>) {
    let (mut own, mut all, mut rest) = (vec![finding.at], Vec::new(), Vec::new());
    let mut taken: Vec<Span> = Vec::new();
    for it in &finding.evidence {
        let free = |at: &Span| {
            !at.is_empty()
                && window.shows(*at)
                && !taken.iter().any(|it| it.overlaps(*at))
        };
        let Some(at) = it.at.filter(free) else {
            rest.push(it);
            continue;
        };
        taken.push(at);
        own = own.into_iter().flat_map(|it| without(it, at)).collect();
        let mut marks = window.marks(at);
        let last = marks.pop();
        all.extend(marks.into_iter().map(|mark| Underline::of_evidence(mark, None)));
        let Some(mark) = last else { continue };
        let shows = calm(&it.shows);
        let fits = mark.middle + columns(&shows) + 4 <= width;
        let label = fits.then(|| shows.into_owned());
        all.push(Underline::of_evidence(mark, label));
        if !fits {
            rest.push(it);
        }
    }
    let marks = own.into_iter().flat_map(|it| window.marks(it));
    all.extend(marks.map(|mark| Underline { mark, label: None, of_finding: true }));
    all.sort_by_key(|it| it.mark.at.start);
    (all, rest)
}

fn without(span: Span, hole: Span) -> Vec<Span> {
    if !span.overlaps(hole) {
        return vec![span];
    }
    let before = Span::new(span.start(), hole.start());
    let after = Span::new(hole.end(), span.end());
    [before, after].into_iter().filter(|it| !it.is_empty()).collect()
}

fn in_words(evidence: &Evidence, doc: &Document) -> String {
    let Some(at) = evidence.at else { return evidence.shows.to_string() };
    let clause = place::name(doc, doc.clause_at(at));
    let clause = clause.map(|it| format!(" ({it})")).unwrap_or_default();
    format!("{}: \"{}\"{clause}", evidence.shows, &doc[at])
}

fn handler(
    style: Style,
    severity: Severity,
    underlines: &[Underline],
) -> GraphicalReportHandler {
    let mut styles = if style.color { ThemeStyles::ansi() } else { ThemeStyles::none() };
    let own = match severity {
        Severity::Error => styles.error,
        Severity::Warning => styles.warning,
        Severity::Note => styles.advice,
    };
    let other = styles.highlights.first().copied().unwrap_or_default();
    let colors = underlines.iter().map(|it| if it.of_finding { own } else { other });
    styles.highlights = colors.collect();
    if styles.highlights.is_empty() {
        styles.highlights.push(own);
    }
    // The numbers of lines that we made ourselves say nothing and are taken away below.
    styles.linum = ThemeStyles::none().linum;
    let characters =
        if style.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() };
    GraphicalReportHandler::new_themed(GraphicalTheme { characters, styles })
        .with_width(style.width)
        .with_links(false)
        .with_urls(false)
        .without_primary_span_start()
        .without_syntax_highlighting()
        .with_context_lines(100)
}

/// What miette drew, without what only it needs: the numbers of the lines of the
/// window, and the bars that go down from underlined words without a label.
fn tidied(drawn: &str, style: Style, underlines: &[Underline]) -> String {
    let (bar, gap) = if style.unicode { ('│', '·') } else { ('|', ':') };
    let mut kept = String::with_capacity(drawn.len());
    let mut lines = 0;
    for line in drawn.split_inclusive('\n') {
        let mut border = line.trim_start_matches(' ').chars();
        let number = border.by_ref().take_while(char::is_ascii_digit).count();
        if line.starts_with(' ') && 0 < number && border.next() == Some(bar) {
            let digits = |it: char| if it.is_ascii_digit() { ' ' } else { it };
            let (begin, rest) = line.split_at(line.find(bar).unwrap_or_default());
            kept.extend(begin.chars().map(digits));
            kept.push_str(rest);
            lines += 1;
        } else if line.trim_start().starts_with(gap) && 0 < lines {
            let idle = underlines.iter().filter(|it| it.label.is_none());
            let idle =
                idle.filter(|it| it.mark.line + 1 == lines).map(|it| it.mark.middle);
            kept.push_str(&without_bars(line, bar, &idle.collect::<Vec<_>>()));
        } else {
            kept.push_str(line);
        }
    }
    kept
}

/// The line without the bars in these columns of its text.
fn without_bars(line: &str, bar: char, idle: &[usize]) -> String {
    let (mut column, mut escaped) = (0_usize, false);
    let kept = line.chars().map(|c| {
        escaped |= c == '\x1b';
        if escaped {
            escaped = c != 'm';
            return c;
        }
        column += 1;
        let text = column.checked_sub(BORDER);
        if c == bar && text.is_some_and(|it| idle.contains(&it)) { ' ' } else { c }
    });
    kept.collect()
}

impl Underline {
    const fn of_evidence(mark: Mark, label: Option<String>) -> Self {
        Self { mark, label, of_finding: false }
    }

    fn label(&self) -> LabeledSpan {
        let at = &self.mark.at;
        LabeledSpan::new(self.label.clone(), at.start, at.len())
    }
}

impl fmt::Display for Drawing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Drawing {}

impl Diagnostic for Drawing {
    fn code(&self) -> Option<Box<dyn fmt::Display + '_>> {
        Some(Box::new(&self.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}
