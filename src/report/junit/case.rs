use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use quick_xml::{Writer, events::BytesText};

use super::{letters, name};
use crate::{
    finding::Severity,
    report::{
        Record, calm,
        record::{Allowed, Clause, Finding, Origin, Status},
        words,
    },
    text::shortened,
};

/// The most that is quoted; the draft has the rest.
const QUOTE: usize = 240;

/// What one rule says of one draft.
pub(super) struct Case {
    path: String,
    name: String,
    pub(super) outcome: Outcome,
}

pub(super) enum Outcome {
    /// With what is worth knowing, if there is anything.
    Passed(Option<String>),
    Failure {
        kind: &'static str,
        message: String,
        words: String,
    },
    Error(String),
    Skipped(String),
}

/// What one rule found in one draft.
#[derive(Default)]
struct Found<'r> {
    new: Vec<&'r Finding>,
    known: Vec<&'r Finding>,
    allowed: Vec<&'r Allowed>,
}

/// A case for every rule that found something in a draft, by their codes.
pub(super) fn all(record: &Record) -> Vec<Case> {
    let mut rules: BTreeMap<(&str, &str), Found<'_>> = BTreeMap::new();
    for it in &record.findings {
        let found = rules.entry((&it.rule, &it.name)).or_default();
        match it.status {
            Status::New => found.new.push(it),
            Status::Known => found.known.push(it),
        }
    }
    for it in &record.allowed {
        rules.entry((&it.rule, &it.name)).or_default().allowed.push(it);
    }
    let case = |((code, rule), found): ((&str, &str), Found<'_>)| {
        Case::new(&record.path, &format!("{code} {rule}"), found.outcome())
    };
    rules.into_iter().map(case).collect()
}

impl Found<'_> {
    fn outcome(&self) -> Outcome {
        let words = self.words();
        let Some(first) = self.new.first() else {
            let known = (!self.known.is_empty())
                .then(|| format!("{} known from an earlier report", self.known.len()));
            let allowed = (!self.allowed.is_empty())
                .then(|| format!("{} allowed", self.allowed.len()));
            let counts = known.into_iter().chain(allowed).collect::<Vec<_>>();
            return Outcome::Skipped(format!("{}\n{words}", counts.join(", ")));
        };
        if first.severity == Severity::Note {
            return Outcome::Passed(Some(words));
        }
        let more = match self.new.len() {
            1 => String::new(),
            count => format!(" (and {} more)", count - 1),
        };
        let message = format!("{}{more}", calm(&first.message));
        Outcome::Failure { kind: first.severity.name(), message, words }
    }

    /// Every place, then what to write instead, then what it rests on.
    fn words(&self) -> String {
        let new = self.new.iter().map(|it| finding("", it));
        let known = self.known.iter().map(|it| finding("known: ", it));
        let allowed = self.allowed.iter().map(|it| answer(it));
        let mut lines: Vec<_> = new.chain(known).chain(allowed).collect();
        if let Some(it) = self.new.first().or(self.known.first()) {
            lines.push(format!("help: {}", calm(&it.help)));
            lines.push(format!("basis: {}", calm(&it.basis.join("; "))));
        }
        lines.join("\n")
    }
}

fn finding(begin: &str, it: &Finding) -> String {
    place(begin, &it.message, &it.clause, &it.origin, &it.quote)
}

fn answer(it: &Allowed) -> String {
    let begin = match &it.by {
        Some(by) => format!("allowed by {} because {}: ", calm(by), calm(&it.because)),
        None => format!("allowed because {}: ", calm(&it.because)),
    };
    place(&begin, &it.message, &it.clause, &it.origin, &it.quote)
}

fn place(
    begin: &str,
    message: &str,
    clause: &Clause,
    origin: &Origin,
    quote: &str,
) -> String {
    let place = [words::clause(clause), words::position(origin)];
    let place: Vec<_> = place.into_iter().flatten().collect();
    let place =
        if place.is_empty() { String::new() } else { format!(" ({})", place.join(", ")) };
    let quote = shortened(&calm(quote), QUOTE);
    let quote = if quote.is_empty() { quote } else { format!(": “{quote}”") };
    format!("{begin}{}{place}{quote}", calm(message))
}

impl Case {
    pub(super) fn new(path: &str, what: &str, outcome: Outcome) -> Self {
        Self { path: name(path), name: name(what), outcome }
    }

    pub(super) fn write<W: Write>(&self, xml: &mut Writer<W>) -> io::Result<()> {
        let case = xml.create_element("testcase");
        let attributes = [("name", &*self.name), ("classname", &*self.path)];
        let case = case.with_attributes(attributes);
        if matches!(self.outcome, Outcome::Passed(None)) {
            case.write_empty()?;
            return Ok(());
        }
        case.write_inner_content(|xml| self.outcome.write(xml))?;
        Ok(())
    }
}

impl Outcome {
    fn write<W: Write>(&self, xml: &mut Writer<W>) -> io::Result<()> {
        let (element, kind, message, words) = match self {
            Self::Passed(None) => return Ok(()),
            Self::Passed(Some(words)) => ("system-out", None, None, &**words),
            Self::Failure { kind, message, words } => {
                ("failure", Some(*kind), Some(&**message), &**words)
            }
            Self::Error(words) => ("error", Some("not read"), Some(&**words), ""),
            Self::Skipped(words) => {
                let (message, words) = words.split_once('\n').unwrap_or((words, ""));
                ("skipped", None, Some(message), words)
            }
        };
        let message = message.map(letters);
        let mut element = xml.create_element(element);
        if let Some(message) = &message {
            element = element.with_attribute(("message", &**message));
        }
        if let Some(kind) = kind {
            element = element.with_attribute(("type", kind));
        }
        if words.is_empty() {
            element.write_empty()?;
        } else {
            element.write_text_content(BytesText::new(&letters(words)))?;
        }
        Ok(())
    }
}
