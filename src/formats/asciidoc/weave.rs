//! Pulls a draft together: reads its includes, decides its conditions, notes its
//! attributes. Knows nothing of blocks.

use super::{
    super::Input,
    attributes,
    condition::{self, Directive},
    include::{self, Offset},
    script::{Script, count},
};
use crate::doc::{Origin, Source};

/// Includes deeper than this are refused, as Asciidoctor does.
const DEPTH: usize = 64;

/// Makes one text of the draft and what it includes.
pub(super) fn weave(input: Input<'_>, text: &str, start: usize) -> Script {
    let mut loom = Loom {
        input,
        script: Script::default(),
        conditions: Vec::new(),
        files: Vec::new(),
        fence: None,
        value: None,
        header: true,
        entry: true,
        includes: 0,
        total: text.len() as u64,
    };
    loom.script.sources.push(Source { name: None, text: Some(text.into()) });
    let lines = lines(text, start);
    loom.lines(0, &lines, Reading::Asciidoc);
    while let Some(condition) = loom.conditions.pop() {
        loom.report(&condition);
    }
    loom.script
}

/// The state of pulling a draft together.
struct Loom<'a> {
    input: Input<'a>,
    script: Script,
    conditions: Vec<Condition>,
    /// The paths of the files that are being read, innermost last.
    files: Vec<String>,
    /// The fence whose lines are taken as they stand.
    fence: Option<String>,
    /// The attribute whose value goes on in the next line.
    value: Option<(String, String, Origin)>,
    /// Whether no blank line was met yet.
    header: bool,
    /// Whether the next line may set an attribute.
    entry: bool,
    includes: usize,
    total: u64,
}

/// A condition whose end is not yet met.
struct Condition {
    line: String,
    from: Origin,
    holds: bool,
    /// Whether it stands in a part that is itself left out.
    inner: bool,
    hidden: usize,
}

/// How the lines of a file are taken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// As AsciiDoc, with its directives.
    Asciidoc,
    /// As they stand: data, code.
    Plain,
}

impl Loom<'_> {
    fn lines(&mut self, file: u16, lines: &[(usize, &str)], reading: Reading) {
        for (at, line) in lines {
            let from = Origin::Byte { file, at: count(*at) };
            match reading {
                Reading::Asciidoc => self.line(from, line),
                Reading::Plain if self.hidden().is_none() => self.script.push(from, line),
                Reading::Plain => {}
            }
        }
    }

    fn line(&mut self, from: Origin, line: &str) {
        let comment = self.fence.as_ref().is_some_and(|it| it.starts_with("//"));
        if comment {
            return self.plain(from, line);
        }
        let here = self.script.text.len();
        match condition::directive(line, &self.script.attributes, here) {
            Some(Directive::Open { holds }) => self.open(from, line, holds),
            Some(Directive::Close) => {
                if let Some(condition) = self.conditions.pop() {
                    self.report(&condition);
                }
            }
            Some(Directive::Line { holds, text, at }) => {
                if holds && self.hidden().is_none() {
                    self.plain(from.advanced(count(at)), text);
                } else if self.hidden().is_none() {
                    let line = line.to_owned();
                    self.report(&Condition {
                        line,
                        from,
                        holds,
                        inner: false,
                        hidden: 1,
                    });
                }
            }
            None => {
                if let Some(condition) = self.hidden() {
                    let shown = !line.trim().is_empty() && !line.starts_with("//");
                    condition.hidden += usize::from(shown);
                } else if let Some((before, target, list)) = named(line) {
                    if !before.is_empty() {
                        self.script.push(from, before);
                    }
                    self.include(from, target, list);
                } else {
                    self.plain(from, line);
                }
            }
        }
    }

    fn hidden(&mut self) -> Option<&mut Condition> {
        self.conditions.last_mut().filter(|it| !it.holds)
    }

    fn open(&mut self, from: Origin, line: &str, holds: bool) {
        let inner = self.hidden().is_some();
        let (line, holds) = (line.to_owned(), holds && !inner);
        self.conditions.push(Condition { line, from, holds, inner, hidden: 0 });
    }

    /// Says what a condition left out.
    fn report(&mut self, condition: &Condition) {
        if condition.inner {
            if let Some(outer) = self.hidden() {
                outer.hidden += condition.hidden;
            }
        } else if 0 < condition.hidden {
            let lines = if condition.hidden == 1 { "line" } else { "lines" };
            let what = format!(
                "{} {lines} under {} in {}",
                condition.hidden,
                condition.line,
                self.script.place(condition.from)
            );
            let why = "its condition does not hold with the attributes of the draft, so its \
                       readers do not see them; set the attribute in the draft to have them \
                       checked";
            self.script.skip(what, why.to_owned());
        }
    }

    fn plain(&mut self, from: Origin, line: &str) {
        let bare = line.trim_end();
        match &self.fence {
            Some(fence) if fence == bare => self.fence = None,
            Some(fence) if fence.starts_with("//") => {
                self.script.comment(from, bare);
                let goes_on = self.script.is_commented();
                self.shown(from, line);
                if goes_on {
                    self.script.goes_on();
                }
                return;
            }
            Some(_) => {}
            None if bare.starts_with("```") => self.fence = Some("```".to_owned()),
            None if is_fence(bare) => self.fence = Some(bare.to_owned()),
            // A comment is no line of the paragraph, list or table that it stands in.
            None if is_comment(bare) => return self.script.comment(from, &bare[2..]),
            None => self.attribute(from, bare),
        }
        self.shown(from, line);
    }

    /// Adds a line in which the parser must not see a directive: it would look for the
    /// file itself, and its text would no longer be ours. A sign that no reader sees
    /// goes before it.
    fn shown(&mut self, from: Origin, line: &str) {
        const SIGN: &str = "\u{2060}";
        let mut done = 0;
        if condition::is_like(line) {
            self.script.begin(from, SIGN);
        } else if line.strip_prefix('\\').is_some_and(condition::is_like) {
            self.script.begin(from, SIGN);
            done = 1;
        }
        // A cell may begin anywhere in a line, and a directive with it.
        for (at, _) in line.match_indices("include::").filter(|(at, _)| 1 < *at) {
            self.script.begin(from.advanced(count(done)), &line[done..at]);
            self.script.begin(from.advanced(count(at)), SIGN);
            done = at;
        }
        self.script.push(from.advanced(count(done)), &line[done..]);
    }

    /// Notes the attribute that a line sets.
    fn attribute(&mut self, from: Origin, line: &str) {
        if let Some((name, before, origin)) = self.value.take() {
            let value = before + " " + line.trim_start();
            return self.define(&name, &value, origin);
        }
        let entry = attributes::entry(line).filter(|_| self.entry);
        let stays = |it: &str| {
            let marked = it.starts_with("//") || it.starts_with("= ");
            it.is_empty() || marked || (it.starts_with('[') && it.ends_with(']'))
        };
        // A heading right below the header would be taken for the author.
        let heading = line.starts_with("==");
        if self.header && heading {
            self.script.push(from, "");
        }
        // In the header attributes may also follow the authors.
        self.header &= !line.is_empty() && !heading;
        self.entry = self.header || entry.is_some() || stays(line);
        let Some(entry) = entry else { return };
        let here = self.script.text.len();
        match entry.value {
            Some(value) => {
                let origin = from.advanced(count(entry.at));
                self.define(entry.name, value, origin);
            }
            None => self.script.attributes.set(entry.name, here, None),
        }
    }

    fn define(&mut self, name: &str, value: &str, origin: Origin) {
        let here = self.script.text.len();
        let goes_on = value.strip_suffix(" \\").or_else(|| value.strip_suffix(" +"));
        if let Some(value) = goes_on {
            self.value = Some((name.to_owned(), value.trim_end().to_owned(), origin));
            return;
        }
        let value = self.script.attributes.resolve(value, here);
        self.script.attributes.set(name, here, Some((value, origin)));
    }

    fn include(&mut self, from: Origin, target: &str, list: &str) {
        let here = self.script.text.len();
        let target = self.script.attributes.resolve(target, here);
        let options = include::options(&self.script.attributes.resolve(list, here));
        let (path, file, text) = match self.fetch(&target) {
            Ok(it) => it,
            Err(_) if options.optional => return,
            Err(why) => {
                let what =
                    format!("the include of {target} in {}", self.script.place(from));
                return self.script.skip(what, why);
            }
        };
        self.includes += 1;
        let known = ["adoc", "asciidoc", "asc", "ad"];
        let asciidoc = super::super::ends_in(&path, &known);
        let reading = if asciidoc { Reading::Asciidoc } else { Reading::Plain };
        let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let lines = include::select(lines(&text, start), &options.selection);
        let before = self.offset();
        let after = match options.offset {
            Some((by, Offset::Relative)) => before.saturating_add(by),
            Some((to, Offset::Absolute)) => to,
            None => before,
        };
        self.shift(from, before, after);
        self.files.push(path);
        self.lines(file, &lines, reading);
        self.files.pop();
        self.shift(from, after, before);
    }

    /// The file that an include names: its path, its number, its text.
    fn fetch(&mut self, target: &str) -> Result<(String, u16, String), String> {
        // `..` must be weighed after the folder of the file that includes.
        let local = include::inside(target);
        if let Err(refusal) = local
            && refusal != include::Refusal::Outside
        {
            return Err(refusal.why().to_owned());
        }
        let folder = self.files.last().map_or("", |it| include::folder(it));
        let path = include::inside(&format!("{folder}{target}"))
            .map_err(|it| it.why().to_owned())?;
        if target.contains('{') {
            return Err(
                "an attribute in its path has no value; set it in the draft".to_owned()
            );
        }
        if self.files.contains(&path) {
            return Err(
                "the file includes itself; take one of the includes out".to_owned()
            );
        }
        if DEPTH <= self.files.len() {
            return Err(format!("includes nest more than {DEPTH} deep"));
        }
        let limits = self.input.limits;
        if limits.entries <= self.includes {
            return Err(format!("the draft has more than {} includes", limits.entries));
        }
        let text = (self.input.include)(&path).map_err(String::from)?;
        let size = text.len() as u64;
        self.total = self.total.saturating_add(size);
        if limits.part < size || limits.total.min(u64::from(u32::MAX / 2)) < self.total {
            return Err("it is larger than any draft".to_owned());
        }
        let known =
            self.script.sources.iter().position(|it| it.name.as_deref() == Some(&*path));
        let file = known.unwrap_or(self.script.sources.len());
        let number =
            u16::try_from(file).map_err(|_| "the draft has too many files".to_owned())?;
        if known.is_none() {
            let source = Source {
                name: Some(path.as_str().into()),
                text: Some(text.as_str().into()),
            };
            self.script.sources.push(source);
        }
        Ok((path, number, text))
    }

    /// How much deeper headings stand here than they are written.
    fn offset(&self) -> i32 {
        let here = self.script.text.len();
        let value = self.script.attributes.value("leveloffset", here);
        value.and_then(|it| it.trim_start_matches('+').parse().ok()).unwrap_or(0)
    }

    /// Writes the line that tells the parser of another level offset.
    fn shift(&mut self, from: Origin, before: i32, after: i32) {
        if before == after {
            return;
        }
        let here = self.script.text.len();
        self.script.attributes.set("leveloffset", here, Some((after.to_string(), from)));
        for line in ["", &format!(":leveloffset: {after}"), ""] {
            self.script.push(from, line);
        }
        self.entry = true;
    }
}

/// The lines of a file and where each begins, without its marks of the line's end.
fn lines(text: &str, start: usize) -> Vec<(usize, &str)> {
    let mut at = start;
    let line = |line| {
        let begin = at;
        at += str::len(line);
        (begin, line.trim_end_matches(['\n', '\r']))
    };
    text[start..].split_inclusive('\n').map(line).collect()
}

/// The file and the options that an include names, and the mark of the cell before it.
fn named(line: &str) -> Option<(&str, &str, &str)> {
    let line = line.trim_end();
    let (before, rest) = line.split_at(line.find("include::")?);
    let marks = |it: char| it.is_ascii_alphanumeric() || "|.+<^> ".contains(it);
    let cell = before.trim_end().ends_with('|')
        && before.len() < 16
        && before.chars().all(marks);
    if !(before.is_empty() || cell) {
        return None;
    }
    let (target, list) = rest["include::".len()..].strip_suffix(']')?.split_once('[')?;
    let bare = target.trim();
    (!bare.is_empty() && bare.len() == target.len()).then_some((before, target, list))
}

/// Whether a line opens a comment or a listing, in which nothing sets an attribute.
fn is_fence(line: &str) -> bool {
    let run = |sign: char| 4 <= line.len() && line.chars().all(|it| it == sign);
    run('/') || run('-') || run('.') || run('+')
}

fn is_comment(line: &str) -> bool {
    line.starts_with("//") && !line.starts_with("///")
}
