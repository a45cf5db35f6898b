//! Findings that hold in several places: reported at the first, answered place by place.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    allow::Allowed,
    doc::{BlockId, Document},
    finding::{Finding, RuleId},
};

/// What tells the findings of one fault from those of another.
type Fault = (RuleId, Option<Box<str>>);

fn fault(finding: &Finding) -> Fault {
    (finding.rule, finding.algorithm.clone())
}

/// Adds a finding for each further place of a fault that is answered place by place, so
/// that an answer to one is none to the others. One a block is enough.
pub(super) fn spread(findings: &mut Vec<Finding>, doc: &Document) {
    let mut more = Vec::new();
    for finding in findings.iter().filter(|it| it.apart) {
        let mut told: BTreeSet<BlockId> = BTreeSet::from([doc.block_at(finding.at)]);
        let new = finding.also.iter().filter(|it| told.insert(doc.block_at(**it)));
        more.extend(new.map(|at| Finding {
            at: *at,
            also: Vec::new(),
            evidence: Vec::new(),
            ..finding.clone()
        }));
    }
    findings.extend(more);
    findings.sort();
}

/// Takes the further places back, but for those that somebody allowed, and those whose
/// first place was.
pub(super) fn gather(findings: &mut Vec<Finding>, allowed: &mut Vec<Allowed>) {
    let all = findings.iter().chain(allowed.iter().map(|it| &it.finding));
    let mut first: BTreeMap<Fault, &Finding> = BTreeMap::new();
    for it in all.filter(|it| it.apart) {
        let known = first.entry(fault(it)).or_insert(it);
        if it.at < known.at {
            *known = it;
        }
    }
    let first: BTreeMap<Fault, Box<str>> =
        first.into_iter().map(|(key, it)| (key, it.fingerprint.clone())).collect();
    let is_first = |it: &Finding| first.get(&fault(it)) == Some(&it.fingerprint);
    let open: BTreeSet<Fault> =
        findings.iter().filter(|it| it.apart && is_first(it)).map(fault).collect();
    findings.retain(|it| !it.apart || is_first(it) || !open.contains(&fault(it)));
    // One answer for many places is told once, at the first of them.
    allowed.sort_by(|a, b| a.finding.cmp(&b.finding));
    let mut told = BTreeSet::new();
    allowed.retain(|it| {
        let answer = (it.because.clone(), it.by.clone(), it.date.clone());
        !it.finding.apart || told.insert((fault(&it.finding), answer))
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        check::{self, Asked},
        formats::{Input, Limits, View},
        rules::RuleSet,
    };

    const DRAFT: &str = "# Draft new Recommendation ITU-T Y.demo: Update of equipment\n\n\
        # 6 Integrity\n\n{}The image shall be protected with MD5.\n\n\
        # 7 Commands\n\n{}Each command shall be signed with MD5. MD5 it is.\n\n\
        # 8 Logs\n\n{}A log shall be closed with MD5.\n";

    /// The clauses in which CR03 finds something in a draft with these three remarks, and
    /// those in which it is allowed.
    fn found(remarks: [&str; 3]) -> (Vec<String>, Vec<String>) {
        let rules = RuleSet::built_in();
        let text = remarks.iter().fold(DRAFT.to_owned(), |it, remark| {
            let remark = match *remark {
                "" => String::new(),
                it => format!("<!-- reclint: allow CR03 because {it} -->\n"),
            };
            it.replacen("{}", &remark, 1)
        });
        let input = Input {
            name: "draft.md",
            bytes: text.as_bytes(),
            view: View::Final,
            include: &|it| Err(it.into()),
            limits: Limits::default(),
        };
        let checked = check::draft(input, Asked::only(&rules)).unwrap();
        let doc = &checked.document;
        let clauses = |all: Vec<&Finding>| {
            let own = all.into_iter().filter(|it| &*rules.get(it.rule).code == "CR03");
            own.map(|it| doc[doc.clause_at(it.at)].number.as_deref().unwrap().to_owned())
                .collect()
        };
        let allowed = checked.allowed.iter().map(|it| &it.finding).collect();
        (clauses(checked.findings.iter().collect()), clauses(allowed))
    }

    #[track_caller]
    fn check(remarks: [&str; 3], open: &[&str], allowed: &[&str]) {
        let (found_open, found_allowed) = found(remarks);
        assert_eq!(found_open, open, "{remarks:?}");
        assert_eq!(found_allowed, allowed, "{remarks:?}");
    }

    #[test]
    fn an_answer_to_one_place_is_none_to_the_others() {
        check(["", "", ""], &["6"], &[]);
        check(["old", "", ""], &["7", "8"], &["6"]);
        check(["old", "older", ""], &["8"], &["6", "7"]);
        check(["", "older", ""], &["6"], &["7"]);
        check(["a", "b", "c"], &[], &["6", "7", "8"]);
    }
}
