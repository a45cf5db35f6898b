//! What an annotated draft says beside its words: a mark for each finding, and one that
//! sums the draft up. Knows no file format.

use super::{
    Draft, Record, place, profile, unjudged,
    words::{counted, found},
};
use crate::{
    doc::Document,
    finding::{Evidence, Finding},
    formats::{
        Skipped,
        mark::{INSTEAD, Mark, Moved, Place, SEEN, WHY, Way, closing},
    },
    rules::{Rule, RuleSet},
    text::{Span, shortened},
};

/// The marks of one draft.
#[derive(Debug)]
pub struct Marks {
    /// One for each finding, the gravest first.
    pub findings: Vec<Mark>,
    /// Where the mark that sums up stands.
    pub title: Place,
}

/// More words than these are not quoted.
const QUOTE: usize = 160;

/// So many marks that stand elsewhere are named; the others are counted.
const NAMED: usize = 12;

/// The marks for what was found in `draft`.
pub fn marks(draft: &Draft, rules: &RuleSet) -> Marks {
    let mut findings: Vec<_> = draft.findings.iter().collect();
    // Findings are in the order of the text, and stay so within a severity.
    findings.sort_by_key(|it| std::cmp::Reverse(rules.get(it.rule).severity));
    Marks {
        findings: findings.into_iter().map(|it| mark(it, draft, rules)).collect(),
        title: at(&draft.document, draft.document.title()),
    }
}

fn mark(finding: &Finding, draft: &Draft, rules: &RuleSet) -> Mark {
    let (doc, rule) = (&draft.document, rules.get(finding.rule));
    Mark {
        key: finding.fingerprint.clone(),
        code: rule.code.clone(),
        at: at(doc, finding.at),
        quote: doc[finding.at].into(),
        text: text(finding, draft, rule),
    }
}

/// The place in the file of the words at `span`.
fn at(doc: &Document, span: Span) -> Place {
    let last = doc[span].char_indices().next_back();
    let place = |from: u32| doc.origins(Span::new(from, from + 1)).next();
    let first = place(span.start());
    let last = last.and_then(|(it, _)| place(span.start() + u32::try_from(it).ok()?));
    match (first, last) {
        (Some((_, first)), Some((_, last))) => Place::Words { first, last },
        _ => Place::Draft,
    }
}

fn text(finding: &Finding, draft: &Draft, rule: &Rule) -> Vec<Box<str>> {
    let doc = &draft.document;
    let (code, severity) = (&rule.code, rule.severity.name());
    let mut all = vec![
        format!("{code} {severity}: {}.", sentence(&finding.message)),
        format!("{WHY}{} ({})", rule.why, rule.basis.join("; ")),
        format!("{INSTEAD}{}", rule.help),
    ];
    if !finding.evidence.is_empty() {
        let shown: Vec<_> = finding.evidence.iter().map(|it| evidence(it, doc)).collect();
        all.push(format!("{SEEN}{}.", sentence(&shown.join("; "))));
    }
    let way = if draft.format == "docx" { Way::Reply } else { Way::Below };
    all.push(closing(code, &finding.fingerprint, way));
    all.into_iter().map(Into::into).collect()
}

/// Words that end as a sentence does.
fn ended(words: &str) -> String {
    if words.ends_with('…') {
        words.to_owned()
    } else {
        format!("{}.", sentence(words))
    }
}

/// Words that end without a full stop, so that one can follow.
fn sentence(words: &str) -> &str {
    words.trim_end().trim_end_matches('.')
}

fn evidence(evidence: &Evidence, doc: &Document) -> String {
    let Some(at) = evidence.at else { return evidence.shows.to_string() };
    let clause = place::name(doc, doc.clause_at(at));
    let clause = clause.map(|it| format!(" ({it})")).unwrap_or_default();
    let quote = shortened(&doc[at], QUOTE);
    format!("{}: “{quote}”{clause}", evidence.shows)
}

impl Marks {
    /// The paragraphs of the mark that sums `draft` up.
    pub fn summary(
        &self,
        draft: &Draft,
        rules: &RuleSet,
        moved: &[Moved],
    ) -> Vec<Box<str>> {
        let record = Record::of(draft, rules);
        let found = found(record.counts());
        let mut all = vec![format!("reclint summary: {found}{}", allowed(draft))];
        if draft.judged(rules) {
            all.push(format!("Read as {}.", sentence(&profile::kind(&record.profile))));
            let rows = profile::rows(&record.profile).into_iter();
            all.extend(
                rows.map(|(name, words)| format!("{}: {}", capital(name), ended(&words))),
            );
        } else {
            all.push(capital(&unjudged(draft.document.about().language)));
        }
        all.extend(self.elsewhere(moved));
        // A place in a text moves when comments come in, and each run must say the same.
        let placed = |it: &Skipped| it.what.contains("line ");
        for it in draft.skipped.iter().filter(|it| !placed(it)) {
            all.push(format!("Not checked: {}: {}", it.what, it.why));
        }
        let count = draft.skipped.iter().filter(|it| placed(it)).count();
        if 0 < count {
            all.push(format!(
                "Not checked: {}, which the report of a check names.",
                counted(count, "place")
            ));
        }
        let (version, digest) = (env!("CARGO_PKG_VERSION"), rules.digest());
        all.push(format!("Written by reclint {version} with rules {digest}."));
        all.into_iter().map(Into::into).collect()
    }

    /// Says which marks do not stand on their words.
    fn elsewhere(&self, moved: &[Moved]) -> Vec<String> {
        let (left, moved): (Vec<&Moved>, Vec<_>) =
            moved.iter().partition(|it| it.left_out);
        let named = |what: &str, these: &[&Moved]| {
            let shown = these.iter().take(NAMED).filter_map(|it| self.named(it));
            let mut shown: Vec<_> = shown.collect();
            if NAMED < these.len() {
                shown.push(format!("and {} more", these.len() - NAMED));
            }
            (!shown.is_empty()).then(|| format!("{what}: {}.", shown.join("; ")))
        };
        let moved = named("Not on their own words", &moved);
        let left = named("Without a comment, for the file has too many", &left);
        moved.into_iter().chain(left).collect()
    }

    /// The mark that stands elsewhere, by its rule, its words and where those are.
    fn named(&self, moved: &Moved) -> Option<String> {
        let mark = self.findings.get(moved.mark)?;
        let words = format!("{} on “{}”", mark.code, shortened(&mark.quote, 40));
        let place = Some(&*moved.why).filter(|it| !it.is_empty());
        Some(place.map_or_else(|| words.clone(), |it| format!("{words} (in {it})")))
    }
}

fn allowed(draft: &Draft) -> String {
    match draft.allowed.len() {
        0 => ".".to_owned(),
        count => format!("; {count} allowed."),
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        allow::Allowed,
        report::sample::{lock, rules},
    };

    #[test]
    fn says_all_that_an_editor_needs_beside_the_words() {
        let rules = rules();
        let mut draft = lock(&rules);
        let finding = draft.findings.pop().unwrap();
        draft.allowed = vec![Allowed {
            finding,
            because: "it is".into(),
            by: None,
            date: None,
            until: None,
            place: "a comment in the draft".into(),
        }];
        let marks = marks(&draft, &rules);
        let moved = |mark, why: &str, left_out| Moved { mark, why: why.into(), left_out };
        let moved = [moved(0, "a footnote", false), moved(1, "", true)];
        let mut told = marks.summary(&draft, &rules, &moved).join("\n");
        for mark in &marks.findings {
            told = format!("{told}\n\n{:?}\n{}", mark.at, mark.text.join("\n"));
        }
        insta::assert_snapshot!(told);
    }
}
