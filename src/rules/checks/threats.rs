//! Threats: named at all, and traced to what answers them.

use std::collections::BTreeSet;

use regex::Regex;

use super::{
    Case,
    absence::{nearest, spoken},
};
use crate::{
    facts::{Reads, Security, Threats},
    finding::Sink,
    text::Span,
};

/// TM01: something that can be attacked, and no word on by whom or how.
pub(super) fn none(case: Case<'_>, sink: &mut Sink<'_>) {
    let Some(duty) = case.duty() else { return };
    let profile = &case.facts.profile;
    let variant = match (profile.threats.state, profile.security.state) {
        (Threats::None, _) => "default",
        (
            Threats::Mentioned,
            Security::None | Security::Vacuous | Security::Delegated,
        ) => "mentioned",
        _ => return,
    };
    let values = [("trait", &*spoken(&duty.name))];
    let finding = sink.report_as(variant, case.doc.title(), &values);
    finding.because(
        duty.because,
        format!("this makes it a matter of {}", spoken(&duty.name)),
    );
    finding.noting(case.searched());
    nearest(case, finding, "threat/words");
}

/// So many of each make a list that has to be traced.
const LIST: usize = 3;

/// TM06: threats and requirements with identifiers, and no line between them.
pub(super) fn untraced(case: Case<'_>, sink: &mut Sink<'_>) {
    let Some(threat) = case.words.pattern("threat-identifier") else { return };
    let Some(requirement) = case.words.pattern("requirement-identifier") else { return };
    let text = case.doc.text();
    if !threat.is_match(text) || !requirement.is_match(text) {
        return;
    }
    let mut threats: BTreeSet<String> = BTreeSet::new();
    let mut requirements: BTreeSet<String> = BTreeSet::new();
    let mut first: Option<Span> = None;
    // The row of the sentence before, and whether it names a threat, a requirement.
    let mut last: (Option<(u32, u32)>, bool, bool) = (None, false, false);
    for sentence in case.facts.sentences.iter().filter(|it| it.reads != Reads::Apparatus)
    {
        let text = &case.doc[sentence.span];
        let block = &case.doc[sentence.block];
        let row = block.cell.map(|it| (it.table, it.row));
        let names = |pattern: &Regex| {
            let found = pattern.captures_iter(text);
            found.map(|it| squash(&it[1])).collect::<BTreeSet<String>>()
        };
        let (own_threats, own_requirements) = (names(threat), names(requirement));
        if !own_threats.is_empty() && !own_requirements.is_empty() {
            return;
        }
        let of_threats = case.facts.profile.threats.covers(case.doc, sentence.clause)
            || case.says(sentence, "threat/words");
        let ids = !own_threats.is_empty();
        if ids && (of_threats || row.is_some()) {
            first = first.or_else(|| {
                let it = threat.find(text)?;
                Some(Span::at(sentence.span.start(), it.range()))
            });
            threats.extend(own_threats);
        }
        let reqs = !own_requirements.is_empty();
        requirements.extend(own_requirements);
        last = match last {
            (at, threat, requirement) if row.is_some() && at == row => {
                (at, threat || ids, requirement || reqs)
            }
            _ => (row, ids, reqs),
        };
        if last.1 && last.2 {
            return;
        }
    }
    let enough = LIST <= threats.len() && LIST <= requirements.len();
    let Some(at) = first.filter(|_| enough) else { return };
    if case.facts.profile.threats.state == Threats::None {
        return;
    }
    let (left, right) = (threats.len().to_string(), requirements.len().to_string());
    let finding = sink.report(at, &[("threats", &left), ("requirements", &right)]);
    let words = |it: BTreeSet<String>| it.into_iter().collect::<Vec<_>>().join(", ");
    finding.noting(format!("threats: {}", words(threats)));
    finding.noting(format!("requirements: {}", words(requirements)));
}

fn squash(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect()
}
