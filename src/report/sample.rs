//! An invented report for the tests of outputs.

use super::{Draft, NotRead, Report};
use crate::{
    allow::Allowed,
    check,
    doc::{
        About, BlockKind, Builder, ClauseId, Document, Heading, Origin, Region, Role,
        Source, Standing,
    },
    facts::{
        Algorithm, Facts, Kind, Mention, Part, Profile, Security, Threats, Trait, Use,
    },
    finding::{Finding, RuleId},
    formats::{Skipped, View},
    rules::{BUILT_IN, RuleSet},
    text::Span,
};

/// A rule page that nothing meets.
fn page(code: &str, name: &str, severity: &str) -> (String, String) {
    let text = format!(
        "+++
code = \"{code}\"
name = \"{name}\"
severity = \"{severity}\"
confidence = \"high\"
basis = [\"WTSA Res. 50, resolves 10\", \"RFC 6151\"]
since = \"0.1.0\"
[messages]
default = \"unused\"
[condition.when]
any = [\"nothing\"]
+++
# The fault of {code}

Why it matters.

## Instead

Write what {code} asks for: an algorithm that is in force, named with the document that \
specifies it.
"
    );
    (format!("sample/{code}-{name}.md"), text)
}

/// Four invented rules: the codes are not those of real ones.
pub(super) fn rules() -> RuleSet {
    let pages = [
        page("XA01", "security-clause-missing", "error"),
        page("XB01", "algorithm-broken", "error"),
        page("XB02", "key-size-missing", "warning"),
        page("XC01", "phrase-vague", "note"),
    ];
    let lists = ["lexicon/algorithms.toml", "lexicon/en/titles.toml"];
    let lists = BUILT_IN.iter().copied().filter(|(path, _)| lists.contains(path));
    let words = ("lexicon/en/sample.toml", "nothing = [\"no draft says this\"]");
    let pages = pages.iter().map(|(path, text)| (&**path, &**text));
    RuleSet::new(lists.chain([words]).chain(pages)).unwrap()
}

/// A draft whose every block came from one line of `sample.md`.
pub(super) fn document(words: &[(BlockKind, Option<&str>, &str)]) -> Document {
    let mut builder = Builder::new(Region::Body);
    let mut at = 0;
    let mut file = String::new();
    for (kind, number, text) in words {
        if *kind == BlockKind::Heading {
            builder.clause(Heading {
                level: 1,
                number: number.map(Into::into),
                role: Role::Text,
                region: Region::Body,
                standing: Standing::Normative,
            });
        } else {
            builder.begin(*kind, None);
        }
        builder.text(text, Origin::Byte { file: 0, at });
        file.push_str(text);
        file.push('\n');
        at = u32::try_from(file.len()).unwrap();
    }
    let about = About {
        number: Some("Y.4999".into()),
        title: Some("Protocol for door locks".into()),
        language: "en",
        ..About::default()
    };
    builder.finish(about, vec![Source { name: None, text: Some(file.into()) }])
}

/// The first place of `words` in a document.
pub(super) fn find(doc: &Document, words: &str) -> Span {
    let at = doc.text().find(words).unwrap();
    Span::at(0, at..at + words.len())
}

/// Every place of `words` in a document.
pub(super) fn all(doc: &Document, words: &str) -> Vec<Span> {
    let places = doc.text().match_indices(words);
    places.map(|(at, it)| Span::at(0, at..at + it.len())).collect()
}

/// A finding of the rule with this code.
pub(super) fn finding(rules: &RuleSet, code: &str, at: Span, message: &str) -> Finding {
    let rule: RuleId = rules.find(code).unwrap();
    Finding {
        at,
        rule,
        message: message.into(),
        algorithm: None,
        evidence: Vec::new(),
        also: Vec::new(),
        apart: false,
        fingerprint: Box::default(),
    }
}

/// A draft with these findings and nothing else known of it.
pub(super) fn draft(path: &str, document: Document, mut findings: Vec<Finding>) -> Draft {
    let profile = Profile {
        kind: Kind::Recommendation,
        kind_because: "it has the number of a Recommendation and a scope".into(),
        words: 812,
        ..Profile::default()
    };
    let mut facts = Facts::default();
    facts.profile = profile;
    check::mark(&mut findings, &document, &facts, &rules());
    Draft {
        path: path.into(),
        format: "markdown",
        bytes: 4_711,
        digest: "blake3:00".into(),
        document,
        facts,
        findings,
        allowed: Vec::new(),
        known: check::Known::default(),
        skipped: Vec::new(),
    }
}

/// A draft with something of everything.
pub(super) fn lock(rules: &RuleSet) -> Draft {
    use BlockKind::{Heading, Paragraph, Title};
    let doc = document(&[
        (Title, None, "Protocol for door locks"),
        (Heading, Some("7.2"), "Message format"),
        (
            Paragraph,
            None,
            "The software image shall be protected with MD5 before it is sent to the lock, and the lock shall verify the digest.",
        ),
        (Heading, None, "Security considerations"),
        (Paragraph, None, "Security is important."),
    ]);
    let md5 = find(&doc, "MD5");
    let mut missing = finding(
        rules,
        "XA01",
        doc.title(),
        "this draft specifies a protocol and says nothing of security",
    );
    missing.noting("looked in 7.2 and Security considerations");
    missing.because(find(&doc, "Security is important."), "the nearest miss");
    let mut broken = finding(
        rules,
        "XB01",
        find(&doc, "shall be protected with MD5"),
        "MD5 is broken, and this text requires it",
    );
    broken.algorithm = Some("MD5".into());
    broken.because(md5, "broken since 2004");
    let vague = finding(rules, "XC01", find(&doc, "important"), "this says nothing");
    let algorithm = Algorithm {
        entry: rules.lexicon().catalogue().find("MD5").unwrap(),
        name: "MD5".into(),
        as_written: "MD5".into(),
        aliases: Vec::new(),
        standing: Use::Normative,
        declared_by: None,
        bits: None,
        mode: None,
        mentions: vec![Mention {
            at: md5,
            sentence: 0,
            standing: Use::Normative,
            strength: None,
            bits: None,
        }],
    };
    let because = find(&doc, "sent to the lock");
    let mut draft = draft("drafts/lock.md", doc, vec![missing, broken, vague]);
    let profile = &mut draft.facts.profile;
    profile.traits = vec![Trait { name: "protocol".into(), because, titled: false }];
    profile.security = Part { state: Security::Vacuous, clauses: vec![ClauseId(2)] };
    profile.threats = Part { state: Threats::Mentioned, clauses: vec![ClauseId(1)] };
    profile.algorithms = vec![algorithm];
    draft.skipped = vec![Skipped {
        what: "picture text in lock.png".into(),
        why: "pictures are not read: say in words what they require".into(),
    }];
    draft
}

/// A report of one draft whose author allowed two findings.
pub(super) fn answered(rules: &RuleSet) -> Report<'_> {
    let mut draft = lock(rules);
    let vague = draft.findings.pop().unwrap();
    let broken = draft.findings.pop().unwrap();
    draft.allowed = vec![
        Allowed {
            finding: broken,
            because: "equipment made before 2010 knows nothing else".into(),
            by: Some("A. Editor".into()),
            date: Some("2026-11-02T09:30:00Z".into()),
            until: Some("2027-03-31".into()),
            place: "a comment in the draft".into(),
        },
        Allowed {
            finding: vague,
            because: "the summary says more".into(),
            by: None,
            date: None,
            until: None,
            place: "reclint.toml, line 12".into(),
        },
    ];
    Report::of(rules, View::Final, &[draft], Vec::new())
}

/// A report of two drafts and a file that was not read.
pub(super) fn report(rules: &RuleSet) -> Report<'_> {
    let calm = document(&[
        (BlockKind::Title, None, "Protocol for door locks"),
        (BlockKind::Heading, Some("1"), "Scope"),
    ]);
    let drafts = [draft("drafts/calm.md", calm, Vec::new()), lock(rules)];
    let not_read = vec![NotRead {
        path: "drafts/old.docx".into(),
        why: "protected with a password: save a copy without one".into(),
        wanted: true,
    }];
    Report::of(rules, View::Final, &drafts, not_read)
}
