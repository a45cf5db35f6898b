//! Which findings the tracked changes of a draft have to do with.

use std::collections::BTreeSet;

use crate::{
    doc::{Change, ClauseId, Document},
    finding::Finding,
    text::Span,
};

/// Which tracked changes count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Only those of this author, in any case; of everybody without it.
    pub author: Option<Box<str>>,
    /// Only those of this day, `2026-11-22`, or later ones.
    pub since: Option<Box<str>>,
}

/// What the changes that count have touched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    // Invariant: sorted, and none overlaps or touches the next.
    words: Vec<Span>,
    // Where words are gone. Invariant: sorted.
    gaps: Vec<u32>,
    clauses: BTreeSet<ClauseId>,
}

impl Changes {
    /// Whether there is such a change at all.
    pub fn any(&self, doc: &Document) -> bool {
        doc.changes().iter().any(|it| self.count(it))
    }

    /// What such changes have touched.
    pub fn of(&self, doc: &Document) -> Touched {
        let mut touched = Touched::default();
        let mut words = Vec::new();
        for change in doc.changes().iter().filter(|it| self.count(it)) {
            if change.at.is_empty() {
                touched.gaps.push(change.at.start());
            } else {
                words.push(change.at);
            }
            let last = change.at.end().saturating_sub(1).max(change.at.start());
            let [first, last] =
                [change.at.start(), last].map(|it| doc.block_at(Span::new(it, it)).0);
            let blocks = doc.blocks().get(first as usize..=last as usize);
            touched.clauses.extend(blocks.unwrap_or_default().iter().map(|it| it.clause));
        }
        touched.gaps.sort_unstable();
        words.sort_unstable();
        for it in words {
            match touched.words.last_mut() {
                Some(last) if it.start() <= last.end() => *last = last.joined(it),
                _ => touched.words.push(it),
            }
        }
        touched
    }

    fn count(&self, change: &Change) -> bool {
        let of_author = self.author.as_deref().is_none_or(|wanted| {
            let author = change.author.as_deref().unwrap_or_default();
            author.trim().to_lowercase() == wanted.trim().to_lowercase()
        });
        let late = self.since.as_deref().is_none_or(|since| {
            let date = change.date.as_deref();
            date.is_some_and(|it| since <= it.get(..since.len()).unwrap_or(it))
        });
        of_author && late
    }
}

impl Touched {
    /// Keeps the findings that these changes have to do with.
    ///
    /// One that holds in several places moves to the first of them that was changed.
    pub fn keep(&self, findings: &mut Vec<Finding>, doc: &Document) {
        for finding in findings.iter_mut().filter(|it| !self.holds(it, doc)) {
            if let Some(at) = finding.also.iter().find(|it| self.meets(**it)) {
                finding.at = *at;
            }
        }
        findings.retain(|it| self.holds(it, doc));
        findings.sort();
    }

    /// Whether the words of `finding` were changed, or the own text of its clause was.
    pub fn holds(&self, finding: &Finding, doc: &Document) -> bool {
        self.clauses.contains(&doc.clause_at(finding.at)) || self.meets(finding.at)
    }

    /// Whether changed words overlap `at`, or touch it where one of the two is empty.
    fn meets(&self, at: Span) -> bool {
        let next = self.gaps.partition_point(|it| *it < at.start());
        let gap = self.gaps.get(next).is_some_and(|it| *it <= at.end());
        let before = |it: &Span| {
            it.end() < at.start() || (it.end() == at.start() && !at.is_empty())
        };
        let next = self.words.partition_point(before);
        let words = self.words.get(next).is_some_and(|it| {
            it.start() < at.end() || (it.start() == at.end() && at.is_empty())
        });
        gap || words
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        doc::{
            About, BlockKind, Builder, ChangeKind, Heading, Origin, Region, Role,
            Standing, Stretch,
        },
        finding::RuleId,
    };

    /// Clauses 1, 1.1 and 2, of one sentence each, in a file of the same letters.
    const TEXT: &str = "One\nfirst words\nInner\nmore\nTwo\nlast";

    /// A document with these changes: stretch of the text, author, date.
    fn document(changes: &[(Span, &str, &str)]) -> Document {
        let mut builder = Builder::new(Region::Body);
        let mut at = 0;
        for line in TEXT.lines() {
            if line.starts_with(char::is_uppercase) {
                builder.clause(Heading {
                    level: if line == "Inner" { 2 } else { 1 },
                    number: None,
                    role: Role::Text,
                    region: Region::Body,
                    standing: Standing::Normative,
                });
            } else {
                builder.begin(BlockKind::Paragraph, None);
            }
            builder.text(line, Origin::Byte { file: 0, at });
            at += u32::try_from(line.len()).unwrap() + 1;
        }
        for (span, author, date) in changes {
            let said = |it: &str| (!it.is_empty()).then(|| it.into());
            let [from, to] =
                [span.start(), span.end()].map(|at| Origin::Byte { file: 0, at });
            let change = Change {
                kind: ChangeKind::Inserted,
                at: Span::default(),
                words: "".into(),
                author: said(author),
                date: said(date),
            };
            builder.change(Stretch { from, to }, change);
        }
        builder.finish(About::default(), Vec::new())
    }

    fn span(words: &str) -> Span {
        let at = TEXT.find(words).expect("words of the text");
        Span::at(0, at..at + words.len())
    }

    #[track_caller]
    fn check(counts: &Changes, doc: &Document, words: &str, expected: bool) {
        let finding = Finding {
            at: span(words),
            rule: RuleId(0),
            message: "".into(),
            algorithm: None,
            evidence: Vec::new(),
            also: Vec::new(),
            apart: false,
            fingerprint: "".into(),
        };
        assert_eq!(counts.of(doc).holds(&finding, doc), expected, "{words}");
    }

    #[test]
    fn a_finding_is_touched_in_its_words_or_its_own_clause() {
        let all = Changes::default();
        let doc = document(&[(span("words"), "", "")]);
        for (words, touched) in
            [("words", true), ("first", true), ("One", true), ("more", false)]
        {
            check(&all, &doc, words, touched);
        }
        check(&all, &doc, "Two", false);
        // What reaches over a whole clause stands in what was changed inside.
        check(&all, &document(&[(span("more"), "", "")]), "words\nInner\nmore", true);
        let gone = Span::new(span("more").end(), span("more").end());
        let doc = document(&[(gone, "", "")]);
        check(&all, &doc, "more", true);
        check(&all, &doc, "Two", false);
        check(&all, &document(&[]), "One", false);
    }

    #[test]
    fn changes_over_several_clauses_touch_each() {
        let all = Changes::default();
        let doc = document(&[(span("words\nInner\nmore"), "", "")]);
        for words in ["first", "Inner", "One"] {
            check(&all, &doc, words, true);
        }
        check(&all, &doc, "last", false);
    }

    #[test]
    fn words_meet_where_they_overlap_or_touch_a_gap() {
        let touched = |words: &[(u32, u32)], gaps: &[u32]| Touched {
            words: words.iter().map(|it| Span::new(it.0, it.1)).collect(),
            gaps: gaps.to_vec(),
            clauses: BTreeSet::new(),
        };
        let check = |touched: &Touched, (from, to), expected| {
            assert_eq!(touched.meets(Span::new(from, to)), expected, "{from}..{to}");
        };
        let it = touched(&[(5, 8), (20, 22)], &[12]);
        check(&it, (0, 5), false);
        check(&it, (0, 6), true);
        check(&it, (8, 11), false);
        check(&it, (8, 12), true);
        check(&it, (12, 20), true);
        check(&it, (13, 20), false);
        check(&it, (13, 21), true);
        for at in [5, 8, 20, 22] {
            check(&it, (at, at), true);
        }
        check(&it, (4, 4), false);
    }

    #[test]
    fn authors_count_in_any_case_and_days_from_the_first_on() {
        let doc = document(&[
            (span("first"), "Ann Author", "2026-03-02T10:00:00Z"),
            (span("more"), "Ben", ""),
        ]);
        let of = |author: &str, since: &str| {
            let said = |it: &str| (!it.is_empty()).then(|| it.into());
            Changes { author: said(author), since: said(since) }
        };
        let check = |author, since, first, more| {
            let counts = of(author, since);
            check(&counts, &doc, "first", first);
            check(&counts, &doc, "more", more);
            assert_eq!(counts.any(&doc), first || more, "{author} {since}");
        };
        check("", "", true, true);
        check("ann AUTHOR", "", true, false);
        check("Ann", "", false, false);
        check("", "2026-03-02", true, false);
        check("", "2026-03-03", false, false);
        check("ben", "2026-03-02", false, false);
    }
}
