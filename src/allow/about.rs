//! What is wrong with an allowance in the draft, as a finding with who wrote it when.

use super::{
    grammar::Fault,
    hearing::{Hearing, Voice},
    place,
    rule::{self, Unfit},
};
use crate::{finding::Finding, rules::RuleSet, text::Span};

/// More names than these are counted.
const NAMED: usize = 3;

/// The code in an example where nothing was found that it could be about.
const EXAMPLE: &str = "CR03";

impl Hearing<'_> {
    /// Reports an allowance that lacks something.
    pub(super) fn unusable(&mut self, voice: &Voice, fault: &Fault) {
        let example = self.example(voice);
        let (variant, date, example) = match fault {
            Fault::Verb => ("verb", "", example),
            Fault::NoRule => ("no-rule", "", example),
            Fault::NoReason(named) => {
                let code = self.rules.find(named).map(|it| &*self.rules.get(it).code);
                ("no-reason", "", code.map_or(example, Into::into))
            }
            Fault::Date(date) => ("date", &**date, example),
            Fault::Day(day) => ("day", &**day, example),
        };
        let values = [("date", date), ("example", &*example)];
        self.report("AL03", variant, voice, &values);
    }

    /// Reports the names in an allowance that name nothing which can be allowed.
    pub(super) fn unfit(&mut self, voice: &Voice, wrong: &[(&str, Unfit)]) {
        let near = |name: &str| rule::meant(self.rules, name);
        let (variant, name, hint) = match wrong {
            [] => return,
            [(name, Unfit::Unknown)] => {
                ("unknown", (*name).to_owned(), hint(near(name).as_deref()))
            }
            [(name, Unfit::Group)] => ("group", (*name).to_owned(), String::new()),
            [(name, Unfit::Never)] => ("never", (*name).to_owned(), String::new()),
            several => {
                let named = several.iter().take(NAMED).map(|(name, unfit)| {
                    let near = match unfit {
                        Unfit::Unknown => near(name),
                        Unfit::Group | Unfit::Never => None,
                    };
                    let hint = near.map(|it| format!(" (did you mean `{it}`?)"));
                    format!("`{name}`{}", hint.unwrap_or_default())
                });
                let named: Vec<_> = named.collect();
                ("several", listed(&named, several.len()), String::new())
            }
        };
        let values = [("rule", &*name), ("hint", &*hint)];
        self.report("AL03", variant, voice, &values);
    }

    /// Reports something about what was said by `voice`.
    pub(super) fn report(
        &mut self,
        code: &str,
        variant: &str,
        voice: &Voice,
        values: &[(&str, &str)],
    ) {
        let at = place::shown(self.doc, voice.at);
        let Some(mut found) = report(self.rules, code, variant, at, values) else {
            return;
        };
        let day = voice.date.as_deref().map(|it| it.get(..10).unwrap_or(it));
        match (voice.by.as_deref(), day) {
            (Some(who), Some(day)) => found.noting(format!("written by {who} on {day}")),
            (Some(who), None) => found.noting(format!("written by {who}")),
            (None, Some(day)) => found.noting(format!("written on {day}")),
            (None, None) => &mut found,
        };
        self.about.push(found);
    }

    /// The code of a rule that whoever speaks here may have meant.
    fn example(&self, voice: &Voice) -> Box<str> {
        let block = || place::block(self.doc, voice.at);
        let known = voice.root.and_then(|it| self.known.get(&it)).copied();
        let found = known.or_else(|| self.index.first(voice.at));
        let found = found.or_else(|| self.index.first(block()));
        let rule = found.and_then(|it| self.findings.get(it)).map(|it| it.rule);
        rule.map_or(EXAMPLE, |it| &self.rules.get(it).code).into()
    }
}

/// The first of `all` names, and how many more there are.
pub(super) fn listed<T: AsRef<str>>(names: &[T], all: usize) -> String {
    let shown: Vec<_> = names.iter().take(NAMED).map(AsRef::as_ref).collect();
    let rest = all.saturating_sub(shown.len());
    let shown = shown.join(", ");
    if rest == 0 { shown } else { format!("{shown} and {rest} more") }
}

/// A finding of a rule about allowances, if that rule runs.
pub(super) fn report(
    rules: &RuleSet,
    code: &str,
    variant: &str,
    at: Span,
    values: &[(&str, &str)],
) -> Option<Finding> {
    let id = rules.find(code)?;
    let mut sink = rules.get(id).sink(id);
    sink.report_as(variant, at, values);
    sink.into_findings().pop()
}

/// A name that was probably meant, for people.
pub(super) fn hint(near: Option<&str>) -> String {
    near.map_or_else(String::new, |it| format!("; did you mean `{it}`?"))
}
