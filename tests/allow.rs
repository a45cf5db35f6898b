//! Allowances in drafts of plain text: where a comment may stand, what it is about, and
//! that nothing else of the draft changes by it.
#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

use std::sync::LazyLock;

use reclint::{
    check::{self, Asked, Checked},
    formats::{Input, Limits, View},
    rules::RuleSet,
};

static RULES: LazyLock<RuleSet> = LazyLock::new(RuleSet::built_in);

/// Files that the drafts of these tests include.
const FILES: [(&str, &str); 5] = [
    ("hash.md", "The image shall be protected with MD5.\n\nIt is sent later.\n"),
    ("said.md", "<!-- reclint: allow CR03 because it is old -->\n\n"),
    ("more.md", "before it is sent"),
    ("plain.adoc", "The image shall be protected with MD5.\n"),
    (
        "hash.adoc",
        "// reclint: allow CR03 because it is old\nThe image shall be protected with MD5.\n",
    ),
];

/// A draft with this text in its clause 6, after a title that says what it is.
fn markdown(text: &str) -> String {
    format!(
        "# Draft new Recommendation ITU-T Y.demo: Update of software\n\n\
         # 6 Integrity\n\n{text}\n"
    )
}

fn asciidoc(text: &str) -> String {
    format!("= Update of software\n:docnumber: Y.4999\n\n== Integrity\n\n{text}\n")
}

#[track_caller]
fn checked(name: &str, text: &str) -> Checked {
    let include = |path: &str| {
        let found = FILES.iter().find(|(name, _)| *name == path);
        found.map(|(_, text)| (*text).to_owned()).ok_or("there is no such file".into())
    };
    let (bytes, limits, view) = (text.as_bytes(), Limits::default(), View::Final);
    let input = Input { name, bytes, view, include: &include, limits };
    let asked = Asked { today: Some("2026-11-22"), ..Asked::only(&RULES) };
    check::draft(input, asked).unwrap()
}

/// The findings of these rules and what is said of allowances, as code and words; after
/// a bar those that were allowed, with the reason.
fn lines(name: &str, text: &str) -> Vec<String> {
    let checked = checked(name, text);
    let doc = &checked.document;
    let code = |it| &RULES.get(it).code;
    let told = |it: &str| it == "CR03" || it.starts_with("AL");
    let found = checked.findings.iter().filter(|it| told(code(it.rule)));
    let found = found.map(|it| format!("{} {}", code(it.rule), &doc[it.at]));
    let allowed = checked.allowed.iter().map(|it| {
        let (rule, at) = (it.finding.rule, it.finding.at);
        format!("| {} {}: {}", code(rule), &doc[at], it.because)
    });
    found.chain(allowed).collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let text = markdown(text);
    assert_eq!(lines("draft.md", &text), expected, "{text}");
}

#[track_caller]
fn check_asciidoc(text: &str, expected: &[&str]) {
    let text = asciidoc(text);
    assert_eq!(lines("draft.adoc", &text), expected, "{text}");
}

const WORDS: &str = "The image shall be protected with MD5.";
const SAID: &str = "reclint: allow CR03 because it is old";
const OPEN: &[&str] = &["CR03 MD5"];
const ALLOWED: &[&str] = &["| CR03 MD5: it is old"];

#[test]
fn without_an_allowance_the_finding_stands() {
    check(WORDS, OPEN);
    check_asciidoc(WORDS, OPEN);
    check(&format!("<!-- an ordinary comment -->\n{WORDS}"), OPEN);
    check_asciidoc(&format!("// an ordinary comment\n{WORDS}"), OPEN);
}

#[test]
fn a_comment_is_about_the_block_below() {
    check(&format!("<!-- {SAID} -->\n{WORDS}"), ALLOWED);
    check(&format!("<!-- {SAID} -->\n\n\n{WORDS}"), ALLOWED);
    check(
        &format!("<!--\n  reclint: allow CR03\n  because it\n  is old\n-->\n{WORDS}"),
        ALLOWED,
    );
    check(&format!("<!-- {SAID} -->\n<!-- another -->\n\n{WORDS}"), ALLOWED);
    check(&format!("<!-- {SAID} --> <!-- another -->\n\n{WORDS}"), ALLOWED);
    check(&format!("- one\n\n<!-- {SAID} -->\n- {WORDS}"), ALLOWED);
    check(&format!("- one\n- <!-- {SAID} -->\n  {WORDS}"), ALLOWED);
    check(&format!("> <!-- {SAID} -->\n> {WORDS}"), ALLOWED);
    check(
        &format!("<!-- {SAID} -->\nNew text.\n\n{WORDS}"),
        &["AL01 New text.", OPEN[0]],
    );
    check(
        &format!("{WORDS}\n\n<!-- {SAID} -->"),
        &["AL01 The image shall be protected with MD5.", "CR03 MD5"],
    );
}

#[test]
fn a_comment_in_a_line_is_about_its_block() {
    check(&format!("{WORDS} <!-- {SAID} -->"), ALLOWED);
    check(&format!("The image <!-- {SAID} -->\nshall be protected with MD5."), ALLOWED);
    check(&format!("- {WORDS} <!-- {SAID} -->\n- new"), ALLOWED);
    check(&format!("- new <!-- {SAID} -->\n- {WORDS}"), &["AL01 new", "CR03 MD5"]);
    check(
        &format!("## 6.1 Use of MD5 <!-- {SAID} -->\n\n{WORDS}"),
        &["AL01 Use of MD5", "CR03 MD5"],
    );
}

#[test]
fn a_comment_above_a_table_is_about_all_of_it() {
    let table = "| Algorithm | Support |\n| --- | --- |\n| MD5 | required |\n";
    check(table, OPEN);
    check(&format!("<!-- {SAID} -->\n\n{table}"), ALLOWED);
    let row =
        format!("| A | S |\n| - | - |\n| MD5 | required <!-- {SAID} --> |\n| x | y |");
    check(&row, ALLOWED);
    let row =
        format!("| A | S |\n| - | - |\n| MD5 | required |\n| x | y <!-- {SAID} --> |");
    check(&row, &["CR03 MD5", "AL01 x"]);
}

#[test]
fn a_listing_holds_no_allowance() {
    check(&format!("```\n<!-- {SAID} -->\n```\n\n{WORDS}"), OPEN);
    check(&format!("`<!-- {SAID} -->` {WORDS}"), OPEN);
    check_asciidoc(&format!("----\n// {SAID}\n----\n\n{WORDS}"), OPEN);
}

#[test]
fn what_a_draft_lacks_is_allowed_above_its_title() {
    let said = "reclint: allow SC01 because it is a frame";
    let body = "# 1 Scope\n\nThis Recommendation specifies a protocol between a lock and a \
                server.\n\n# 6 Messages\n\nThe lock shall send a message to the server.\n";
    let title = "Draft new Recommendation ITU-T Y.demo: Protocol for door locks";
    let allowed = |name: &str, text: &str| {
        let checked = checked(name, text);
        let codes = checked.allowed.iter().map(|it| &*RULES.get(it.finding.rule).code);
        codes.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(allowed("d.md", &format!("# {title}\n\n{body}")), [""; 0]);
    assert_eq!(
        allowed("d.md", &format!("<!-- {said} -->\n# {title}\n\n{body}")),
        ["SC01"]
    );
    // Nothing can be written above a title in the front matter.
    let front = "---\ntitle: Protocol for door locks\nnumber: Y.4999\n---\n";
    assert_eq!(allowed("d.md", &format!("{front}\n<!-- {said} -->\n\n{body}")), ["SC01"]);
    let body = body.replace("# ", "== ").replace("1 ", "").replace("6 ", "");
    let head =
        "= Protocol for door locks\n:docnumber: Y.4999\n:title-en: Protocol for locks\n";
    assert_eq!(allowed("d.adoc", &format!("// {said}\n{head}\n{body}")), ["SC01"]);
}

#[test]
fn lines_of_comments_join() {
    check_asciidoc(&format!("// {SAID}\n{WORDS}"), ALLOWED);
    check_asciidoc(
        &format!("// reclint: allow CR03\n// because it\n// is old\n{WORDS}"),
        ALLOWED,
    );
    check_asciidoc(
        &format!("////\nreclint: allow CR03\nbecause it\nis old\n////\n{WORDS}"),
        ALLOWED,
    );
    check_asciidoc(&format!("// {SAID}\n\n[[words]]\n{WORDS}"), ALLOWED);
    check_asciidoc(
        &format!("The image\n// {SAID}\nshall be protected with MD5."),
        ALLOWED,
    );
    check_asciidoc(&format!("* one\n// {SAID}\n* {WORDS}\n* three"), ALLOWED);
    check_asciidoc(&format!("// {SAID}\n* one\n* {WORDS}"), &["AL01 one", "CR03 MD5"]);
    check_asciidoc(
        &format!("{WORDS}\n\n// {SAID}"),
        &["AL01 The image shall be protected with MD5.", "CR03 MD5"],
    );
}

#[test]
fn rows_and_tables_of_asciidoc_are_told_apart() {
    let rows = "|MD5 |required\n";
    let table = |above: &str, inside: &str| {
        format!("{above}.Digests\n[options=header]\n|===\n|A |S\n{inside}\n{rows}|===\n")
    };
    check_asciidoc(&table("", ""), OPEN);
    check_asciidoc(&table(&format!("// {SAID}\n"), ""), ALLOWED);
    check_asciidoc(&table("", &format!("// {SAID}\n")), ALLOWED);
    check_asciidoc(&table("", &format!("// {SAID}\n|x |y\n")), &["AL01 x", "CR03 MD5"]);
}

#[test]
fn an_allowance_reaches_into_an_included_file_and_stays_in_it() {
    let other = "The key shall be wrapped with RC4.";
    let expected = &["CR03 RC4", ALLOWED[0]];
    check(&format!("<!-- {SAID} -->\n\n{{::include hash.md}}\n\n{other}"), expected);
    check(&format!("{{::include said.md}}\n\n{WORDS}\n\n{other}"), expected);
    check_asciidoc(&format!("include::hash.adoc[]\n\n{other}"), expected);
    let expected = &["CR03 RC4", ALLOWED[0]];
    check_asciidoc(&format!("// {SAID}\n\ninclude::plain.adoc[]\n\n{other}"), expected);
    // The sentence begins in one file and ends in another.
    let split = "The image shall be protected with MD5 {::include more.md}";
    check(&format!("<!-- {SAID} -->\n{split}\n\n{other}"), expected);
}

#[test]
fn an_answer_may_stand_below_our_comment_or_in_it() {
    let ours = "reclint CR03 error: MD5 is broken, and this text requires it\n\
                     Write instead: SHA-256.\n\
                     To answer, write reclint: allow CR03 because … [0123456789abcdef]";
    check(&format!("<!-- {ours} -->\n{WORDS}"), OPEN);
    check(&format!("<!-- {ours} -->\n<!-- {SAID} -->\n{WORDS}"), ALLOWED);
    check(&format!("<!-- {ours}\n{SAID} -->\n{WORDS}"), ALLOWED);
    let ours: String = ours.lines().flat_map(|it| ["// ", it.trim(), "\n"]).collect();
    check_asciidoc(&format!("{ours}{WORDS}"), OPEN);
    check_asciidoc(&format!("{ours}// {SAID}\n{WORDS}"), ALLOWED);
}

#[test]
fn an_answer_below_our_comment_finds_its_finding_by_the_key() {
    let text = markdown(&format!("New text.\n\n{WORDS}"));
    let found = checked("d.md", &text).findings;
    let found = found.iter().find(|it| &*RULES.get(it.rule).code == "CR03").unwrap();
    let ours = format!("reclint CR03 error: x [{}]", found.fingerprint);
    check(&format!("<!-- {ours} -->\n<!-- {SAID} -->\nNew text.\n\n{WORDS}"), ALLOWED);
}

#[test]
fn a_remark_to_us_that_is_no_allowance_is_told_what_to_write() {
    let told = |text: &str| {
        let checked = checked("d.md", &markdown(text));
        let about = checked.findings.into_iter();
        let mut about = about.filter(|it| &*RULES.get(it.rule).code == "AL03");
        about.next().map(|it| it.message.to_string())
    };
    let text = "<!-- reclint: ignore this -->\nIt is encrypted with RC4 and hashed.";
    let message = told(text).unwrap();
    assert!(message.ends_with("write: reclint: allow CR01 because …"), "{message}");
    assert_eq!(told(&format!("<!-- see reclint: CR03 -->\n{WORDS}")), None);
    check(
        &format!("<!-- reclint: allowed CR 03 because it is old -->\n{WORDS}"),
        ALLOWED,
    );
}

#[test]
fn a_comment_changes_nothing_else() {
    let texts = [
        format!("<!-- {SAID} -->\n{WORDS}\n\n| a | b |\n| - | - |\n| c | d |"),
        format!("{WORDS}\n\n<!-- reclint: allow\n\nnobody closes it\n\nMD5"),
        format!("{WORDS} <!-- {SAID} --> And <!-- more --> text."),
    ];
    for text in texts {
        let said = checked("d.md", &markdown(&text));
        let other = checked("d.md", &markdown(&text.replace("reclint", "another")));
        assert_eq!(said.document.text(), other.document.text());
        assert!(other.document.remarks().is_empty());
        let not_about =
            |it: &&reclint::finding::Finding| RULES.get(it.rule).group() != "AL";
        let left: Vec<_> = said.findings.iter().filter(not_about).collect();
        let answered = said.allowed.iter().map(|it| &it.finding);
        let mut all: Vec<_> = left.into_iter().chain(answered).cloned().collect();
        all.sort();
        assert_eq!(all, other.findings);
    }
}

#[test]
fn findings_about_allowances_have_fingerprints_of_their_own() {
    let text = markdown(&format!("<!-- {SAID} -->\n<!-- {SAID} -->\nNew text."));
    let found = checked("d.md", &text).findings;
    let about: Vec<_> =
        found.iter().filter(|it| RULES.get(it.rule).group() == "AL").collect();
    assert_eq!(about.len(), 2);
    assert_eq!(*about[1].fingerprint, *format!("{}-2", about[0].fingerprint));
    assert_eq!(about[0].fingerprint.len(), 16);
}

#[test]
fn thousands_of_comments_are_heard() {
    let many = format!("<!-- {SAID} -->\n").repeat(3_000);
    let table = "| MD5 | required |\n".repeat(300);
    let text = markdown(&format!("{many}\n| A | S |\n| - | - |\n{table}"));
    assert_eq!(lines("d.md", &text), ALLOWED);
    let rows = "// reclint: allow CR04 because x\n|RC4 |no\n".repeat(3_000);
    let bare = "// reclint: allow\n".repeat(3_000);
    let text = asciidoc(&format!("// {SAID}\n{bare}\n|===\n|MD5 |x\n{rows}|==="));
    let checked = checked("d.adoc", &text);
    assert_eq!(checked.document.remarks().len(), 6_001);
}

#[test]
fn slips_that_would_hold_for_ever_answer_nothing() {
    let said = |remark: &str| {
        let text = markdown(&format!("<!-- reclint: {remark} -->\n{WORDS}"));
        lines("d.md", &text)
    };
    for remark in [
        "allow CR03 till 2020-01-01 because x",
        "allow CR03 before 2020-01-01 because x",
        "allow CR03 because …",
        "allow CR03 because",
    ] {
        let found = said(remark);
        assert!(found.iter().any(|it| it.starts_with("AL03")), "{remark}: {found:?}");
        assert!(found.iter().any(|it| it.starts_with("CR03")), "{remark}: {found:?}");
    }
    assert_eq!(said("allow CR03 because … it is old"), ALLOWED);
}
