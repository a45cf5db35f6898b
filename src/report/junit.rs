//! XML as `JUnit` has it, for services that build and test: a draft is a suite, a rule that found
//! something in it is a case.
//!
//! A case fails by an error or a warning that is new. Notes are told in a case that
//! passes, for what is only worth knowing stops nobody. What an earlier report has, and
//! what was answered, is skipped, with the reason: it is seen and stops nobody either.
//! A draft that should have been read and was not is an error.
//!
//! It is valid against the schema of Jenkins' plugin xunit. There are no times in it,
//! for the same drafts give the same bytes. Suites are written one after the other, so
//! that a report of any length takes no memory.

mod case;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};

use self::case::{Case, Outcome};
use super::{Output, Record, Report, Style, calm, judged, view};

pub(super) const OUTPUT: Output = Output { name: "junit", write };

/// What is told of one file.
struct Suite {
    name: String,
    cases: Vec<Case>,
    /// What was not checked in it, a line each.
    aside: Vec<String>,
}

/// How many cases there are, and how many of them did not pass.
#[derive(Default)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

fn write(report: &Report<'_>, _: Style, to: &mut dyn Write) -> io::Result<()> {
    let mut counts = Counts::default();
    // The first element counts what comes after it.
    every(report, &mut |suite| {
        suite.count(&mut counts);
        Ok(())
    })?;
    let mut xml = Writer::new_with_indent(&mut *to, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let (version, rules) = (env!("CARGO_PKG_VERSION"), report.rules.digest());
    // The beginning by which a run knows a report of ours and does not check it.
    let begin = format!(
        "\n<!-- reclint-report/junit: reclint {version}, rules {rules}, {} view -->",
        view(report.view)
    );
    xml.get_mut().write_all(begin.as_bytes())?;
    let [tests, failures, errors] = [counts.tests, counts.failures, counts.errors];
    let attributes =
        [("tests", tests), ("failures", failures), ("errors", errors)].map(counted);
    let root = xml.create_element("testsuites").with_attribute(("name", "reclint"));
    root.with_attributes(attributes.iter().map(|(name, it)| (*name, &**it)))
        .write_inner_content(|xml| every(report, &mut |it| it.write(xml)))?;
    to.write_all(b"\n")
}

/// Does something with the suite of every file, one after the other.
fn every(
    report: &Report<'_>,
    each: &mut dyn FnMut(&Suite) -> io::Result<()>,
) -> io::Result<()> {
    for it in report.drafts.all() {
        each(&Suite::of(&it?.record, report))?;
    }
    for it in &report.copies {
        let words = format!("the same file as {}", calm(&it.of));
        each(&Suite::alone(&it.path, Outcome::Skipped(words)))?;
    }
    for it in &report.not_read {
        let why = format!("not read: {}", calm(&it.why));
        let outcome = if it.wanted { Outcome::Error(why) } else { Outcome::Skipped(why) };
        each(&Suite::alone(&it.path, outcome))?;
    }
    Ok(())
}

impl Suite {
    fn of(record: &Record, report: &Report<'_>) -> Self {
        let mut cases = case::all(record);
        let language = &record.profile.language;
        if !judged(language, report.rules) {
            let why = super::unjudged(language);
            cases.push(Case::new(&record.path, "judged", Outcome::Skipped(why)));
        }
        // A suite without cases is left out by those who show it.
        if cases.is_empty() {
            cases.push(Case::new(&record.path, "no findings", Outcome::Passed(None)));
        }
        let skipped = record.skipped.iter();
        let aside = skipped
            .map(|it| format!("not checked: {}: {}", calm(&it.what), calm(&it.why)));
        Self { name: name(&record.path), cases, aside: aside.collect() }
    }

    fn alone(path: &str, outcome: Outcome) -> Self {
        let case = Case::new(path, "read", outcome);
        Self { name: name(path), cases: vec![case], aside: Vec::new() }
    }

    fn count(&self, counts: &mut Counts) {
        for it in &self.cases {
            counts.tests += 1;
            match it.outcome {
                Outcome::Passed(_) => (),
                Outcome::Failure { .. } => counts.failures += 1,
                Outcome::Error(_) => counts.errors += 1,
                Outcome::Skipped(_) => counts.skipped += 1,
            }
        }
    }

    fn write<W: Write>(&self, xml: &mut Writer<W>) -> io::Result<()> {
        let mut counts = Counts::default();
        self.count(&mut counts);
        let Counts { tests, failures, errors, skipped } = counts;
        let attributes = [
            ("tests", tests),
            ("failures", failures),
            ("errors", errors),
            ("skipped", skipped),
        ];
        let attributes = attributes.map(counted);
        let suite = xml.create_element("testsuite");
        let suite = suite.with_attribute(("name", &*self.name));
        suite
            .with_attributes(attributes.iter().map(|(name, it)| (*name, &**it)))
            .write_inner_content(|xml| {
                for it in &self.cases {
                    it.write(xml)?;
                }
                if !self.aside.is_empty() {
                    let words = letters(&self.aside.join("\n"));
                    let out = xml.create_element("system-out");
                    out.write_text_content(BytesText::new(&words))?;
                }
                Ok(())
            })?;
        Ok(())
    }
}

fn counted((name, count): (&'static str, usize)) -> (&'static str, String) {
    (name, count.to_string())
}

/// What a file is called in a report: its path, on one line.
fn name(path: &str) -> String {
    letters(&calm(path))
}

/// Words without the characters that XML 1.0 (clause 2.2) has no way to write.
fn letters(words: &str) -> String {
    let known = |it: char| match it {
        '\n' => it,
        '\u{fffe}' | '\u{ffff}' => char::REPLACEMENT_CHARACTER,
        it if it.is_control() => char::REPLACEMENT_CHARACTER,
        it => it,
    };
    words.chars().map(known).collect()
}
