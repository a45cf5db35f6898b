use std::{
    fmt,
    io::{self, Write},
};

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource,
    SourceCode, ThemeCharacters, ThemeStyles,
};
use textwrap::WordSplitter;

use super::{
    paint::{Ink, calm, columns, cut, line, paint},
    window::{Mark, Window},
};
use crate::{
    finding::Severity,
    report::{
        Style,
        record::{Context, Evidence, Finding, Origin},
    },
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

/// Writes one finding of the draft at `path`: what is wrong, the words, what supports it.
pub(super) fn write(
    finding: &Finding,
    path: &str,
    style: Style,
    to: &mut dyn Write,
) -> io::Result<()> {
    let width = style.width.saturating_sub(BORDER);
    let shown = Shown::of(finding);
    let window = Window::new(shown.text, shown.all(), shown.own, width, style);
    let (underlines, rest) = underlines(&shown, &window, width);
    let drawing = Drawing {
        code: title(finding, style),
        message: calm(&finding.message).into_owned(),
        severity: finding.severity,
        source: NamedSource::new(name(finding, path, style), window.text.clone()),
        labels: underlines.iter().map(Underline::label).collect(),
    };
    let mut drawn = String::new();
    handler(style, finding.severity, &underlines)
        .render_report(&mut drawn, &drawing)
        .map_err(io::Error::other)?;
    to.write_all(tidied(&drawn, style, &underlines).as_bytes())?;
    for it in rest {
        let first = if it.quote.is_some() { "  seen: " } else { "  note: " };
        line(to, style, first, "        ", &in_words(it, style))?;
    }
    Ok(())
}

/// Writes what to do about the findings of a rule, and what it rests on.
pub(super) fn advise(it: &Finding, style: Style, to: &mut dyn Write) -> io::Result<()> {
    let rest = " ".repeat(8);
    line(to, style, &paint(style, Ink::Bold, "  help: "), &rest, &it.help)?;
    line(to, style, &paint(style, Ink::Dim, " basis: "), &rest, &it.basis.join("; "))
}

/// The paragraph that is drawn, with places in it counted in bytes.
struct Shown<'f> {
    text: &'f str,
    own: Span,
    evidence: Vec<(&'f Evidence, Option<Span>)>,
}

impl<'f> Shown<'f> {
    fn of(finding: &'f Finding) -> Self {
        let Context { text, at } = &finding.context;
        // A report of an earlier version holds no more than the words themselves.
        let text = if text.is_empty() { &*finding.quote } else { &**text };
        let place = |at: u32, words: &str| {
            let start = usize::try_from(at).unwrap_or(usize::MAX);
            let start = text.char_indices().nth(start).map_or(text.len(), |(it, _)| it);
            // The words of a long finding go on where the text ends.
            let end = text.len().min(start.saturating_add(words.len()));
            Span::at(0, start..text.floor_char_boundary(end))
        };
        let evidence = finding.evidence.iter().map(|it| {
            let words = it.quote.as_deref().unwrap_or_default();
            (it, it.at.map(|at| place(at, words)))
        });
        Self { text, own: place(*at, &finding.quote), evidence: evidence.collect() }
    }

    fn all(&self) -> Span {
        Span::at(0, 0..self.text.len())
    }
}

fn title(rule: &Finding, style: Style) -> String {
    let dot = if style.unicode { "·" } else { "-" };
    let (severity, confidence) = (rule.severity.name(), rule.confidence.name());
    let severity = format!(" {dot} {severity}");
    let name = format!("{} {}", rule.rule, rule.name);
    let long = format!("{name}{severity} {dot} confidence {confidence}");
    if columns(&long) <= style.width {
        return long;
    }
    cut(style, &name, style.width.saturating_sub(columns(&severity))) + &severity
}

/// Where the paragraph stands, as far as the line has room for it.
fn name(finding: &Finding, path: &str, style: Style) -> String {
    let Origin { file, line, column, part, paragraph, .. } = &finding.origin;
    let (folder, own) = path.rsplit_once('/').unwrap_or(("", path));
    let file = file.as_deref().unwrap_or(own);
    let position = match (line, column) {
        (Some(line), Some(column)) => format!(":{line}:{column}"),
        _ => String::new(),
    };
    let clause = &finding.clause;
    let number = clause
        .number
        .as_ref()
        .map(|it| if style.unicode { format!("§ {it}") } else { format!("clause {it}") });
    let mut after = String::new();
    // The part that holds the body is the one that everybody means.
    if let Some(part) = part.as_deref().filter(|it| !it.ends_with("document.xml")) {
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
    let title = clause.title.as_ref().map(|it| format!(" {it}")).unwrap_or_default();
    let whole = columns(&folder) + columns(&title) <= free;
    let folder = if whole { &*folder } else { "" };
    // A title of a few letters and an ellipsis helps nobody.
    let title = if whole || 8 < free { cut(style, &title, free) } else { String::new() };
    calm(&cut(style, &format!("{folder}{short}{title}{after}"), room)).into_owned()
}

/// What to underline, in the order of the text, and the evidence that has to be told in
/// words because it is elsewhere or has no room.
fn underlines<'f>(
    shown: &Shown<'f>,
    window: &Window,
    width: usize,
) -> (Vec<Underline>, Vec<&'f Evidence>) {
    let (mut own, mut all, mut rest) = (vec![shown.own], Vec::new(), Vec::new());
    let mut taken: Vec<Span> = Vec::new();
    for &(it, at) in &shown.evidence {
        let free = |at: &Span| {
            !at.is_empty()
                && window.shows(*at)
                && !taken.iter().any(|it| it.overlaps(*at))
        };
        let Some(at) = at.filter(free) else {
            rest.push(it);
            continue;
        };
        taken.push(at);
        own = own.into_iter().flat_map(|it| without(it, at)).collect();
        let mut marks = window.marks(at);
        let last = marks.pop();
        all.extend(marks.into_iter().map(|mark| Underline::of_evidence(mark, None)));
        let Some(mark) = last else { continue };
        let label = calm(&it.shows);
        let fits = mark.middle + columns(&label) + 4 <= width;
        let label = fits.then(|| label.into_owned());
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

/// The most that is quoted beside the drawing; the draft has the rest.
const QUOTE: usize = 240;

fn in_words(evidence: &Evidence, style: Style) -> String {
    let Some(quote) = &evidence.quote else { return evidence.shows.to_string() };
    let clause = evidence.clause.as_ref().map(|it| format!(" ({it})"));
    let quote = cut(style, quote, QUOTE);
    format!("{}: \"{quote}\"{}", evidence.shows, clause.unwrap_or_default())
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
        .with_word_splitter(WordSplitter::NoHyphenation)
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
