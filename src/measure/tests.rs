use super::*;
use crate::{
    doc::{About, BlockKind, Builder, Heading, Origin, Region, Role, Source, Standing},
    facts::Facts,
    rules::BUILT_IN,
    text::Span,
};

/// Two rules of our own: nothing here may hang on what the real ones say.
fn rules() -> RuleSet {
    let page = |code: &str, severity: &str| {
        format!(
            "+++\ncode = \"{code}\"\nname = \"fault\"\nseverity = \"{severity}\"\n\
             confidence = \"high\"\nbasis = [\"Res. 50\"]\nsince = \"0.1.0\"\n\
             [messages]\ndefault = \"x\"\n[condition.when]\nany = [\"tests/hash\"]\n\
             +++\n# A fault\n\nIt matters.\n\n## Instead\n\nWrite this.\n"
        )
    };
    let (zz01, zz02) = (page("ZZ01", "error"), page("ZZ02", "error"));
    let lists = BUILT_IN.iter().filter(|(path, _)| path.starts_with("lexicon/")).copied();
    RuleSet::new(lists.chain([
        ("lexicon/en/tests.toml", "[tests]\nhash = [\"md5\"]"),
        ("zz/ZZ01-fault.md", &zz01),
        ("zz/ZZ02-fault.md", &zz02),
    ]))
    .unwrap()
}

const BLOCKS: [(&str, &str); 4] = [
    ("6", "Use MD5 here. The tag\tis ITU-T MD5."),
    ("7", "Use MD5 here."),
    ("7", "Nobody shall use MD5 any more."),
    ("8", "A text."),
];

/// A draft called “Lock” in which rules fire on these words, each of a block above.
fn draft(rules: &RuleSet, found: &[(&str, usize, &str)]) -> Draft {
    let mut builder = Builder::new(Region::Cover);
    builder.begin(BlockKind::Title, None);
    builder.text("Lock", Origin::Byte { file: 0, at: 0 });
    let mut last = "";
    for (at, (number, words)) in (1..).zip(BLOCKS) {
        let origin = Origin::Byte { file: 0, at: at * 100 };
        if number != last {
            builder.clause(Heading {
                level: 1,
                number: Some(number.into()),
                role: Role::Text,
                region: Region::Body,
                standing: Standing::Normative,
            });
            builder.text("Clause", origin);
        }
        last = number;
        builder.begin(BlockKind::Paragraph, None);
        builder.text(words, origin);
    }
    let document = builder.finish(About::default(), vec![Source::default()]);
    let paragraphs = document.blocks().iter();
    let mut paragraphs = paragraphs.filter(|it| it.kind == BlockKind::Paragraph);
    let paragraphs: [Span; 4] = std::array::from_fn(|_| paragraphs.next().unwrap().span);
    let place = |block: usize, words: &str| {
        let span = paragraphs.get(block).copied().unwrap_or_else(|| document.title());
        let at = document[span].find(words).unwrap();
        Span::at(span.start(), at..at + words.len())
    };
    let finding = |(code, block, words): &(&str, usize, &str)| Finding {
        at: place(*block, words),
        rule: rules.find(code).unwrap(),
        message: "x".into(),
        algorithm: None,
        evidence: Vec::new(),
        also: Vec::new(),
        apart: false,
        fingerprint: Box::default(),
    };
    let findings = found.iter().map(finding).collect();
    Draft {
        path: "corpus/lock/draft.md".into(),
        format: "markdown",
        bytes: 0,
        digest: "blake3:".into(),
        facts: Facts::default(),
        findings,
        allowed: Vec::new(),
        known: crate::check::Known::default(),
        skipped: Vec::new(),
        document,
    }
}

fn labels(set: &str, rest: &str) -> Labels {
    let head = format!(
        "about = \"x\"\nset = \"{set}\"\nkind = \"recommendation\"\nlanguage = \"\"\n\
         security = \"none\"\nthreats = \"none\"\nprivacy = \"none\"\n"
    );
    Labels::parse(&(head + rest)).unwrap()
}

/// Right, false alarms and misses of both rules together, and the faults noted.
#[track_caller]
fn check(
    set: &str,
    rest: &str,
    found: &[(&str, usize, &str)],
    expected: (u32, u32, u32),
    faults: &[Fault],
) {
    let rules = rules();
    let scored = score(&draft(&rules, found), &labels(set, rest), &rules);
    let mut total = Tally::default();
    scored.rules.values().for_each(|it| add(&mut total, *it));
    let noted: Vec<_> = scored.notes.iter().map(|it| it.fault).collect();
    assert_eq!((total.right, total.false_alarms, total.missed), expected);
    assert_eq!(noted, faults, "{}", table(&[scored]));
}

const TITLE: usize = 9;

const ONE: &str = "[[finding]]\nrule = \"ZZ02\"\nquote = \"Use MD5 here\"\nclause = \"7\"\n\
                   why = \"x\"\n";

#[test]
fn a_finding_meets_the_label_in_its_clause_only() {
    check("loud", ONE, &[("ZZ02", 1, "MD5")], (1, 0, 0), &[]);
    let both = [Fault::FalseAlarm, Fault::Missed];
    check("loud", ONE, &[("ZZ02", 0, "MD5")], (0, 1, 1), &both);
    check("loud", ONE, &[("ZZ02", 2, "MD5")], (0, 1, 1), &both);
    check("loud", ONE, &[("ZZ01", 1, "MD5")], (0, 1, 1), &both);
}

#[test]
fn one_finding_does_not_make_good_for_two_faults() {
    let two = ONE.replace("\"7\"", "\"6\"")
        + &ONE.replace("\"7\"", "\"6\"").replace("Use MD5 here", "ITU-T MD5");
    check("loud", &two, &[("ZZ02", 0, "MD5")], (1, 0, 1), &[Fault::Missed]);
    check("loud", &two, &[("ZZ02", 0, "MD5"), ("ZZ02", 0, "ITU-T")], (2, 0, 0), &[]);
    let again = [("ZZ02", 1, "MD5"), ("ZZ02", 1, "here")];
    check("loud", ONE, &again, (1, 0, 0), &[Fault::Again]);
}

#[test]
fn the_marks_of_a_format_do_not_hide_a_quote() {
    let marked = r"[[finding]]
rule = 'ZZ02'
quote = '**The {--old--} tag**\tis[^1] `ITU-~T {++MD5++}`'
clause = '6'
why = 'x'
";
    check("loud", marked, &[("ZZ02", 0, "tag")], (1, 0, 0), &[]);
}

#[test]
fn what_is_missing_is_met_by_its_rule_alone() {
    let absent = "absent = [\"ZZ01\"]";
    check("loud", absent, &[("ZZ01", TITLE, "Lock")], (1, 0, 0), &[]);
    check("loud", absent, &[], (0, 0, 1), &[Fault::Missed]);
    let twice = [("ZZ01", TITLE, "Lock"), ("ZZ01", 3, "text")];
    check("loud", absent, &twice, (1, 0, 0), &[Fault::Again]);
}

#[test]
fn a_trap_is_named_when_it_is_sprung() {
    let trap = "[[quiet]]\nrule = \"ZZ02\"\nquote = \"Nobody shall\"\nwhy = \"x\"\n";
    check("loud", trap, &[("ZZ02", 2, "Nobody")], (0, 1, 0), &[Fault::Trapped]);
    check("loud", trap, &[("ZZ02", 1, "MD5")], (0, 1, 0), &[Fault::FalseAlarm]);
    let whole = trap.replace("ZZ02", "ZZ01");
    check("loud", &whole, &[("ZZ01", TITLE, "Lock")], (0, 1, 0), &[Fault::Trapped]);
}

#[test]
fn nothing_excuses_an_error_in_a_quiet_draft() {
    let missed = [Fault::FalseAlarm, Fault::Missed];
    check("quiet", ONE, &[("ZZ02", 1, "MD5")], (0, 1, 1), &missed);
}

#[test]
fn a_label_says_what_is_wrong_with_it() {
    let error = |text: &str| Labels::parse(text).unwrap_err();
    assert!(error("about = 3").contains("about"));
    let vague = "about = \"x\"\nset = \"loud\"\nkind = \"recommendation\"\n\
                 language = \"en\"\nsecurity = \"some\"\nthreats = \"none\"\nprivacy = \"none\"";
    assert_eq!(
        error(vague),
        "security is one of none, vacuous, delegated, substantive, not `some`"
    );
}

#[test]
fn names_of_algorithms_meet_however_they_are_written() {
    assert_eq!(squashed("TLS version 1.2"), squashed("tls 1.2"));
    assert_eq!(squashed("TLS v1.3"), squashed("TLS 1.3"));
    assert_eq!(squashed("TDEA (Triple DES)"), "tdea");
}
