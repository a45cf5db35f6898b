//! Remarks of ours that somebody resolved: what was replied is the reason, and it follows
//! words that were changed.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    about::report,
    grammar,
    hearing::{Answer, Hearing, Voice},
    place,
    thread::{self, Thread},
};
use crate::{doc::Document, finding::RuleId, text::Span};

/// What the replies to a remark come to.
enum Reply {
    /// Nobody said anything.
    Nothing,
    /// An allowance, which was heard already.
    Allowance,
    /// A reason.
    Reason(Answer),
}

impl Hearing<'_> {
    /// Hears the remarks of ours that were resolved.
    pub(super) fn resolved(&mut self) {
        let threads = thread::threads(self.doc.remarks(), &self.roots);
        let mut lost = Vec::new();
        for (root, thread) in threads.into_iter().filter(|(_, it)| it.done) {
            let reply = self.reply(&thread);
            match (self.known.get(&root).copied(), reply) {
                (Some(found), Reply::Reason(answer)) => self.answer(found, || answer),
                (Some(found), Reply::Nothing) => self.tidied(found),
                (None, Reply::Reason(answer)) => lost.push((root, answer)),
                (_, Reply::Allowance) | (None, Reply::Nothing) => {}
            }
        }
        if lost.is_empty() {
            return;
        }
        let mut free = self.free();
        for (root, answer) in lost {
            let Some(ours) = self.doc.remarks().get(root) else { continue };
            let rule = thread::code(ours).and_then(|it| self.rules.find(it));
            let Some(rows) = rule.and_then(|it| free.get_mut(&it)) else { continue };
            // A sentence that is gone takes its answer with it.
            if ours.at.is_empty() {
                continue;
            }
            if let Some(row) = rows.near(self.doc, ours.at) {
                rows.starts.remove(&row);
                self.answer(row.1, || answer);
                self.serving.extend(thread::key(ours).map(Into::into));
            }
        }
    }

    fn reply(&self, thread: &Thread) -> Reply {
        let remarks = self.doc.remarks();
        let replies: Vec<_> =
            thread.replies.iter().filter_map(|it| remarks.get(*it)).collect();
        let Some(last) = replies.last() else { return Reply::Nothing };
        if replies.iter().any(|it| grammar::parse(&it.text).is_some()) {
            return Reply::Allowance;
        }
        let words = |it: &str| it.split_whitespace().collect::<Vec<_>>().join(" ");
        let because = once(replies.iter().map(|it| words(&it.text))).join(" / ");
        let by = once(replies.iter().filter_map(|it| it.author.as_deref())).join(", ");
        let by = Some(by).filter(|it| !it.is_empty()).map(Into::into);
        let voice = Voice { at: last.at, root: None, by, date: last.date.clone() };
        Reply::Reason(Answer::of(&voice, &because, None))
    }

    /// Reports that somebody resolved a remark of ours and gave no reason.
    fn tidied(&mut self, found: usize) {
        if self.answers.get(found).is_some_and(Option::is_some) {
            return;
        }
        let Some(finding) = self.findings.get(found) else { return };
        let at = place::shown(self.doc, finding.at);
        let values = [("rule", &*self.rules.get(finding.rule).code)];
        self.about.extend(report(self.rules, "AL04", "default", at, &values));
    }

    /// The findings of each rule that nobody answers and no other remark of ours names.
    fn free(&self) -> BTreeMap<RuleId, Rows> {
        let mut free: BTreeMap<RuleId, Rows> = BTreeMap::new();
        for (at, (it, answer)) in self.findings.iter().zip(&self.answers).enumerate() {
            if answer.is_none() && !self.named.contains(&at) {
                let rows = free.entry(it.rule).or_default();
                rows.starts.insert((it.at.start(), at));
            }
        }
        free
    }
}

/// Findings by where they start.
#[derive(Default)]
struct Rows {
    starts: BTreeSet<(u32, usize)>,
}

impl Rows {
    /// The one nearest to `at` in its block; one that starts in its words comes first.
    fn near(&self, doc: &Document, at: Span) -> Option<(u32, usize)> {
        let block = place::block(doc, at);
        let title = place::names_draft(doc, at).then(|| doc.title());
        [at, block].into_iter().chain(title).find_map(|within| {
            let (start, end) = (within.start(), within.end());
            let here = at.start().clamp(start, end);
            let after = self.starts.range((here, 0)..(end, 0)).next();
            let before = self.starts.range((start, 0)..(here, 0)).next_back();
            let far = |it: &&(u32, usize)| it.0.abs_diff(here);
            after.into_iter().chain(before).min_by_key(far).copied()
        })
    }
}

/// Each of `all` once, in their order.
fn once<T: Ord + Clone>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    all.filter(|it| seen.insert(it.clone())).collect()
}
