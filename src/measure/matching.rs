//! Which finding meets which label.

use super::{
    labels::{Labels, Set, Trap},
    places::Letters,
};
use crate::{
    finding::{Finding, Severity},
    report::Draft,
    rules::RuleSet,
    text::Span,
};

/// Where a finding is, from its words outwards: they, their sentences, their blocks.
type Around = [Span; 3];

/// The findings and the labels of one draft, each with its place.
pub(super) struct Places<'a> {
    draft: &'a Draft,
    labels: &'a Labels,
    rules: &'a RuleSet,
    letters: Letters,
    // Invariant: one for each finding.
    arounds: Vec<Around>,
    // Invariant: one for each label of a finding.
    wanted: Vec<Vec<Span>>,
}

/// What came of it.
pub(super) struct Matching<'a> {
    /// For each label of a finding, whether one meets it.
    pub(super) met: Vec<bool>,
    /// For each rule that has to find something missing, whether it does.
    pub(super) absent: Vec<(&'a str, bool)>,
    /// The findings that meet no label.
    pub(super) open: Vec<&'a Finding>,
}

impl<'a> Places<'a> {
    pub(super) fn of(draft: &'a Draft, labels: &'a Labels, rules: &'a RuleSet) -> Self {
        let letters = Letters::of(&draft.document);
        let place = |quote, clause| letters.find(&draft.document, quote, clause);
        let wanted =
            labels.findings.iter().map(|it| place(&it.quote, it.clause.as_deref()));
        let wanted = wanted.collect();
        let arounds = draft.findings.iter().map(|it| around(draft, it)).collect();
        Self { draft, labels, rules, letters, arounds, wanted }
    }

    /// Gives each label the finding of its rule that is nearest to its words, and each
    /// finding one label, so that one finding cannot make good for two faults.
    pub(super) fn matched(&self) -> Matching<'a> {
        let all = 0..self.draft.findings.len();
        let (mut open, beyond): (Vec<_>, Vec<_>) =
            all.partition(|at| self.excusable(*at));
        let mut met = vec![false; self.wanted.len()];
        for reach in 0..3 {
            open.retain(|&at| {
                let unmet = |it: &usize| !met[*it] && self.touches(*it, at, reach);
                let label = (0..met.len()).find(unmet);
                label.inspect(|it| met[*it] = true).is_none()
            });
        }
        let mut absent: Vec<(&str, bool)> =
            self.labels.absent.iter().map(|it| (&**it, false)).collect();
        open.retain(|&at| {
            let code = self.code(at);
            let unmet = absent.iter_mut().find(|(it, met)| *it == code && !met);
            unmet.map(|it| it.1 = true).is_none()
        });
        open.extend(beyond);
        open.sort_unstable();
        let open = open.into_iter().map(|it| &self.draft.findings[it]).collect();
        Matching { met, absent, open }
    }

    /// Whether a label of the same rule speaks of this place, though another finding
    /// meets it already.
    pub(super) fn known(&self, finding: &Finding) -> bool {
        let Some(at) = self.draft.findings.iter().position(|it| it == finding) else {
            return false;
        };
        let touched = (0..self.wanted.len()).any(|it| self.touches(it, at, 2));
        let absent = self.labels.absent.iter().any(|it| **it == *self.code(at));
        self.excusable(at) && (touched || absent)
    }

    /// The trap that a finding has sprung: by its very sentence, or from the title,
    /// where those stand that miss something in the whole draft.
    pub(super) fn trap(&self, finding: &Finding) -> Option<&'a Trap> {
        let doc = &self.draft.document;
        let [at, sentence, _] = around(self.draft, finding);
        let code = &self.rules.get(finding.rule).code;
        self.labels.traps.iter().filter(|it| it.rule == *code).find(|it| {
            let places = self.letters.find(doc, &it.quote, it.clause.as_deref());
            at.overlaps(doc.title()) || places.iter().any(|it| it.overlaps(sentence))
        })
    }

    /// In a draft that is there to be left alone, no label excuses an error or a warning.
    fn excusable(&self, at: usize) -> bool {
        let rule = self.rules.get(self.draft.findings[at].rule);
        self.labels.set == Set::Loud || rule.severity < Severity::Warning
    }

    fn touches(&self, label: usize, at: usize, reach: usize) -> bool {
        let near =
            |it: &Span| self.arounds[at][..=reach].iter().any(|own| own.overlaps(*it));
        *self.labels.findings[label].rule == *self.code(at)
            && self.wanted[label].iter().any(near)
    }

    fn code(&self, at: usize) -> &'a str {
        &self.rules.get(self.draft.findings[at].rule).code
    }
}

fn around(draft: &Draft, finding: &Finding) -> Around {
    let at = finding.at;
    let grown = |spans: &mut dyn Iterator<Item = Span>| {
        spans.filter(|it| it.overlaps(at)).fold(at, Span::joined)
    };
    let sentences = grown(&mut draft.facts.sentences.iter().map(|it| it.span));
    let blocks = grown(&mut draft.document.blocks().iter().map(|it| it.span));
    [at, sentences, blocks]
}
