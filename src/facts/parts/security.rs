//! The security part, and how far it goes.

use super::{attacks, points_away, sentences_of, titled};
use crate::{
    doc::{ClauseId, Document, Standing},
    facts::{
        Facts,
        profile::{Part, Security},
        sentence::Sentence,
    },
    lexicon::Language,
    text::Span,
};

/// The security part.
pub(in crate::facts) fn security(
    doc: &Document,
    facts: &Facts,
    words: &Language,
) -> Part<Security> {
    let titles = ["security/title", "threat/title"];
    let mut clauses = titled(doc, words, &titles, Standing::Normative);
    // Outside ITU-T, what obliges may stand behind the body as well.
    if clauses.is_empty() && !doc.about().itu {
        clauses = titled(doc, words, &["security/considerations"], Standing::Informative);
    }
    let mut judged: Vec<(Judged, bool, ClauseId)> = clauses
        .into_iter()
        .map(|it| {
            let named = words.concept("security/considerations");
            let title = words.mentions(&doc[doc[it].title]);
            let named = title.iter().any(|(it, _)| Some(*it) == named);
            (judge(doc, facts, words, it), named, it)
        })
        .collect();
    // Two thin sentences elsewhere do not make up for a clause of the name that says
    // nothing.
    let thin = |it: &Judged| it.state == Security::Substantive && !it.solid;
    if judged.iter().any(|(it, named, _)| *named && !thin(it)) {
        for (it, ..) in judged.iter_mut().filter(|(it, ..)| thin(it)) {
            it.state = Security::Vacuous;
        }
    }
    judged.sort_by_key(|(it, named, id)| (std::cmp::Reverse((it.state, *named)), *id));
    let state = judged.first().map_or(Security::None, |(it, ..)| it.state);
    Part { state, clauses: judged.into_iter().map(|(_, _, it)| it).collect() }
}

/// What one clause amounts to.
struct Judged {
    state: Security,
    // Whether it says enough to stand for the whole draft.
    solid: bool,
}

impl Judged {
    fn new(state: Security) -> Self {
        Self { state, solid: true }
    }
}

/// A clause that says little says it in fewer words than this.
const FEW: usize = 60;

fn judge(doc: &Document, facts: &Facts, words: &Language, id: ClauseId) -> Judged {
    let own: Vec<&Sentence> = sentences_of(doc, &facts.sentences, id).collect();
    let clause = Clause { facts, words, own };
    let count = |span: Span| doc[span].split_whitespace().count();
    let length: usize = clause.own.iter().map(|it| count(it.span)).sum();
    if clause.own.is_empty() || (length < FEW / 2 && clause.has("placeholder")) {
        return Judged::new(Security::Vacuous);
    }
    let content = clause.own.iter().filter(|it| is_content(facts, words, it)).count();
    if clause.has("no-impact") && length < FEW * 2 && content < 3 {
        return Judged::new(clause.denied(length));
    }
    let away = clause.own.iter().filter(|it| points_away(facts, words, it));
    let points: usize = away.map(|it| count(it.span)).sum();
    if 0 < points && length - points < FEW / 2 && length < FEW * 2 && content < 2 {
        return Judged::new(Security::Delegated);
    }
    let general = clause.count("measure/general");
    let told = clause.own.iter().filter(|it| !clause.speaks(it, "measure/general"));
    let told: usize = told.map(|it| count(it.span)).sum();
    // Below "Security threats", a sentence is a threat without saying the word.
    let title = words.mentions(&doc[doc[id].title]);
    let threats = words.concept("threat/title");
    let threats =
        title.iter().any(|(it, _)| Some(*it) == threats) && 3 <= clause.own.len();
    let classes = clause.classes() + usize::from(threats) * 2;
    // Few words and nothing named, or only what everybody writes, is nothing of use.
    let specific = general == 0 && !clause.has("placeholder");
    let (enough, solid) = match classes {
        0 => (specific && FEW / 2 <= length, FEW <= length),
        1 => (specific && FEW / 5 <= length, FEW <= length),
        _ => {
            let many = 2 <= clause.own.len() - general;
            let rich = 25 <= told && (many || 3 <= classes || clause.has("purpose"));
            (rich || (specific && FEW / 5 <= told), rich)
        }
    };
    Judged {
        state: if enough { Security::Substantive } else { Security::Vacuous },
        solid,
    }
}

/// The sentences of one clause, and what they are asked.
struct Clause<'a> {
    facts: &'a Facts,
    words: &'a Language,
    own: Vec<&'a Sentence>,
}

impl Clause<'_> {
    fn speaks(&self, sentence: &Sentence, name: &str) -> bool {
        self.words.concept(name).is_some_and(|it| sentence.concepts.contains(it))
    }

    fn count(&self, name: &str) -> usize {
        self.own.iter().filter(|it| self.speaks(it, name)).count()
    }

    fn has(&self, name: &str) -> bool {
        0 < self.count(name)
    }

    /// What "there are no security considerations" amounts to.
    fn denied(&self, length: usize) -> Security {
        let reasoned = self.has("reason") && 12 <= length;
        if cites(self.facts, &self.own) && !reasoned {
            return Security::Delegated;
        }
        let enough = reasoned && (2 <= self.own.len() || 20 <= length);
        if enough { Security::Substantive } else { Security::Vacuous }
    }

    /// How many of the things that make up a security clause are spoken of.
    fn classes(&self) -> usize {
        let classes = [
            "threat/words",
            "measure/words",
            "threat/asset",
            "threat/residual",
            "purpose",
        ];
        // One word such as "expose" names no attack by itself.
        let named = 2 <= attacks(self.facts, self.words, &self.own).len();
        classes.into_iter().filter(|it| self.has(it)).count() + usize::from(named)
    }
}

/// Whether a sentence names a threat or a measure, and is not what everybody writes.
fn is_content(facts: &Facts, words: &Language, sentence: &Sentence) -> bool {
    let says =
        |name: &str| words.concept(name).is_some_and(|it| sentence.concepts.contains(it));
    let content = says("threat/words") || says("measure/words") || says("threat/asset");
    content && !says("measure/general") && !points_away(facts, words, sentence)
}

fn cites(facts: &Facts, own: &[&Sentence]) -> bool {
    own.iter().any(|it| facts.citations_of(it).next().is_some())
}
