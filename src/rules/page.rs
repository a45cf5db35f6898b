//! One rule page: a header for the machine, prose for the reader, drafts for the test.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};
use serde::Deserialize;

use super::{
    Check, Rule, RuleError, checks,
    condition::{Condition, Spelled},
    error,
};
use crate::{
    facts::Kind,
    finding::{Confidence, Messages, Severity},
    lexicon::Lexicon,
};

/// A draft on a rule page.
#[derive(Debug)]
pub struct Example {
    /// The draft, in Markdown or in the markup of Word files.
    pub draft: Box<str>,
    /// Whether it stands for a Word file, which may have tracked changes.
    pub word: bool,
    /// Whether the rule has to flag it.
    pub flagged: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    code: Box<str>,
    name: Box<str>,
    severity: Severity,
    confidence: Confidence,
    basis: Vec<Box<str>>,
    since: Box<str>,
    #[serde(default = "usual")]
    kinds: Vec<Kind>,
    #[serde(default)]
    whole: bool,
    messages: Messages,
    condition: Option<Spelled>,
}

/// A meeting report or a vocabulary owes nobody a security clause.
fn usual() -> Vec<Kind> {
    vec![Kind::Recommendation, Kind::Supplement]
}

pub(super) fn rule(path: &str, text: &str, lexicon: &Lexicon) -> Result<Rule, RuleError> {
    let (header, prose) = text
        .strip_prefix("+++\n")
        .and_then(|it| it.split_once("\n+++\n"))
        .ok_or_else(|| error(path, &"no header between `+++` lines"))?;
    let header: Header = toml::from_str(header).map_err(|it| error(path, &it))?;
    let Header { code, name, severity, confidence, basis, since, kinds, whole, .. } =
        header;
    let file = path.rsplit_once('/').map_or(path, |(_, file)| file);
    if file.strip_suffix(".md") != Some(&*format!("{code}-{name}")) {
        return Err(error(path, &format!("the page of {code} is {code}-{name}.md")));
    }
    if !header.messages.contains_key("default") && header.messages.is_empty() {
        return Err(error(path, &"there is no message"));
    }
    let check = match (header.condition, checks::find(&code)) {
        (Some(spelled), None) => {
            let condition =
                Condition::new(spelled, lexicon).map_err(|it| error(path, &it))?;
            Check::Declared(Box::new(condition))
        }
        (None, Some(check)) => Check::Native(check),
        _ => {
            let reason = "needs a condition or a check in Rust, and not both";
            return Err(error(path, &reason));
        }
    };
    let Parsed { title, why, help, examples } = parse(prose);
    if title.is_empty() || why.is_empty() || help.is_empty() {
        let reason = "needs a title, why it matters, and a section `Instead`";
        return Err(error(path, &reason));
    }
    Ok(Rule {
        code,
        name,
        title: title.into(),
        severity,
        confidence,
        basis,
        since,
        why: why.into(),
        help: help.into(),
        prose: prose.trim().into(),
        page: path.into(),
        examples,
        kinds,
        whole,
        messages: header.messages,
        check,
    })
}

impl Example {
    /// What the words behind `draft` say of a draft whose text is to come.
    fn of(words: &str) -> (Self, String) {
        let says = |wanted| words.split_whitespace().any(|it| it == wanted);
        let example =
            Self { draft: Box::default(), word: says("docx"), flagged: says("flagged") };
        (example, String::new())
    }
}

#[derive(Default)]
struct Parsed {
    title: String,
    why: String,
    help: String,
    examples: Vec<Example>,
}

fn parse(prose: &str) -> Parsed {
    let mut parsed = Parsed::default();
    let (mut heading, mut level) = (String::new(), None);
    let mut fence = None;
    // The paragraph that is being read, if it is one of those that reports show.
    let mut shown: Option<String> = None;
    for event in Parser::new(prose) {
        match event {
            Event::Start(Tag::Heading { level: at, .. }) => {
                level = Some(at);
                heading.clear();
            }
            Event::End(TagEnd::Heading(at)) => {
                level = None;
                if at == HeadingLevel::H1 && parsed.title.is_empty() {
                    parsed.title.clone_from(&heading);
                }
            }
            Event::Start(Tag::Paragraph) => {
                shown = parsed.wants(&heading).map(|_| String::new());
            }
            Event::End(TagEnd::Paragraph) => {
                if let (Some(words), Some(to)) = (shown.take(), parsed.wants(&heading)) {
                    *to = words;
                }
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(kind))) => {
                fence = kind.strip_prefix("draft ").map(Example::of);
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some((example, draft)) = fence.take() {
                    parsed.examples.push(Example { draft: draft.into(), ..example });
                }
            }
            Event::Text(words) | Event::Code(words) => {
                let targets = [
                    level.map(|_| &mut heading),
                    shown.as_mut(),
                    fence.as_mut().map(|(_, draft)| draft),
                ];
                for target in targets.into_iter().flatten() {
                    target.push_str(&words);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(it) = shown.as_mut() {
                    it.push(' ');
                }
            }
            _ => (),
        }
    }
    parsed
}

impl Parsed {
    /// Where the next paragraph below `heading` is kept, if reports show it.
    fn wants(&mut self, heading: &str) -> Option<&mut String> {
        let to = match heading {
            "Instead" => &mut self.help,
            _ if heading == self.title => &mut self.why,
            _ => return None,
        };
        to.is_empty().then_some(to)
    }
}
