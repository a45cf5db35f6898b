use std::collections::BTreeSet;

use regex::Regex;
use sha2::{Digest as _, Sha256};

use super::{OUTPUT, POLICY, STYLE};
use crate::{
    allow::Allowed,
    check::{self, Asked},
    doc::{
        About, BlockKind, Builder, Cell, Change, ChangeKind, Document, Origin, Region,
        Remark, Source, Stretch,
    },
    finding::Finding,
    formats::{Input, Limits, View},
    report::{Draft, NotRead, Page, Report, Style, sample},
    rules::RuleSet,
    text::Span,
};

#[expect(clippy::needless_pass_by_value, reason = "reads better where it is called")]
fn report(rules: &RuleSet, drafts: Vec<Draft>) -> Report<'_> {
    Report::of(rules, View::Final, &drafts, Vec::new())
}

/// The page without its style, once its tags are known to be sound.
fn written(report: &Report<'_>) -> String {
    let mut out = Vec::new();
    (OUTPUT.write)(report, Style::PLAIN, &mut out).unwrap();
    let page = String::from_utf8(out).unwrap().replacen(STYLE, "", 1);
    sound(&page);
    page
}

/// Every tag is closed in order, every name is there once, every link leads to one or to
/// another page of ours.
#[track_caller]
pub(super) fn sound(page: &str) {
    let tag = Regex::new(r#"<(/?)([a-z0-9]+)((?: [a-z-]+(?:="[^"<>]*")?)*)>"#).unwrap();
    let attribute = Regex::new(r#" (id|href|aria-[a-z]+)="([^"]*)""#).unwrap();
    let (mut open, mut ids, mut links) = (Vec::new(), BTreeSet::new(), Vec::new());
    for found in tag.captures_iter(page) {
        let name = found.get(2).unwrap().as_str();
        if &found[1] == "/" {
            assert_eq!(open.pop(), Some(name), "{}", &found[0]);
        } else if !matches!(name, "meta" | "input") {
            open.push(name);
        }
        for found in attribute.captures_iter(found.get(3).unwrap().as_str()) {
            let value = found[2].to_owned();
            match &found[1] {
                "id" => assert!(ids.insert(value.clone()), "{value} is there twice"),
                "href" if value.starts_with("drafts/") => (),
                "href" if value.starts_with("findings.csv") => (),
                "href" if value.starts_with("report.") => (),
                "href" if value.starts_with("../index.html#d-") => (),
                "href" => links.push(value.strip_prefix('#').unwrap().to_owned()),
                "aria-label" | "aria-hidden" => (),
                _ => links.extend(value.split(' ').map(ToOwned::to_owned)),
            }
        }
    }
    assert!(open.is_empty(), "{open:?}");
    let rest = tag.replace_all(page, "");
    let known = ["<!DOCTYPE html>", "<!-- reclint-report/html -->"];
    let rest =
        known.iter().fold(rest.into_owned(), |it, known| it.replacen(known, "", 1));
    assert!(!rest.contains(['<', '>']), "{rest}");
    let lost: Vec<_> = links.iter().filter(|it| !ids.contains(*it)).collect();
    assert!(lost.is_empty(), "no such place: {lost:?}");
}

/// As policies of pages write digests.
pub(super) fn base64(bytes: &[u8]) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let four = |it: &[u8]| {
        let bits = (0..3).fold(0, |all, at| {
            all << 8 | usize::from(it.get(at).copied().unwrap_or_default())
        });
        let letter = |at: usize| {
            if at <= it.len() {
                char::from(letters[bits >> (18 - 6 * at) & 63])
            } else {
                '='
            }
        };
        [letter(0), letter(1), letter(2), letter(3)]
    };
    bytes.chunks(3).flat_map(four).collect()
}

#[test]
fn browsers_know_the_style_by_its_digest() {
    let digest = base64(&Sha256::digest(STYLE.as_bytes()));
    let expected = format!("style-src 'sha256-{digest}'");
    assert!(POLICY.contains(&expected), "src/report/html/mod.rs needs {expected}");
    assert!(
        !STYLE.contains("url(") && !STYLE.contains("@import") && !STYLE.contains("</")
    );
}

#[test]
fn shows_what_a_reader_needs() {
    let rules = sample::rules();
    let page = written(&report(&rules, vec![sample::lock(&rules)]));
    let page = page.replace(rules.digest(), "DIGEST").replace(POLICY, "POLICY\n");
    insta::assert_snapshot!(page.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
}

#[test]
fn several_drafts_keep_their_places_apart() {
    let rules = sample::rules();
    let twin = Draft { path: "drafts/twin.md".into(), ..sample::lock(&rules) };
    let page = written(&report(&rules, vec![sample::lock(&rules), twin]));
    assert!(page.contains("<h1>Report on 2 drafts</h1>"));
    for path in ["drafts/lock.md", "drafts/twin.md"] {
        let place = Page::among(path).id("top", "");
        assert!(page.contains(&format!("id=\"{place}\"")), "{path}");
        assert!(page.contains(&format!("href=\"#{place}\"")), "{path}");
    }
    assert!(written(&sample::report(&rules)).contains("protected with a password"));
    assert_eq!(page.matches("<article").count(), 6);
    assert!(written(&self::report(&rules, Vec::new())).contains("No draft was read."));
}

#[test]
fn a_hostile_draft_injects_nothing() {
    let evil = "</style></title>\"'><script>alert(1)</script><img src=x onerror=y> & \
                \u{2066}\u{202e}--> <!-- \0 ]]>";
    let rules = sample::rules();
    let kinds = [
        BlockKind::Title,
        BlockKind::Heading,
        BlockKind::Paragraph,
        BlockKind::Item,
        BlockKind::Note,
        BlockKind::Example,
        BlockKind::Footnote,
        BlockKind::Code,
        BlockKind::Contents,
    ];
    let doc = sample::document(&kinds.map(|it| (it, Some(evil), evil)));
    let spans: Vec<Span> = doc.blocks().iter().map(|it| it.span).collect();
    let findings = spans.iter().map(|at| {
        let mut found = sample::finding(&rules, "XB01", *at, evil);
        found.because(*at, evil).noting(format!("looked in {evil}, 2 and {evil}"));
        found
    });
    let mut draft = sample::draft(evil, doc, findings.collect());
    draft.facts.profile.kind_because = evil.into();
    draft.digest = evil.into();
    let finding = draft.findings.pop().unwrap();
    let [because, place] = [evil, evil].map(Into::into);
    let [by, date, until] = [evil, evil, evil].map(|it| Some(it.into()));
    draft.allowed.push(Allowed { finding, because, by, date, until, place });
    draft.skipped.push(crate::formats::Skipped { what: evil.into(), why: evil.into() });
    let mut report = report(&rules, vec![draft]);
    report.not_read.push(NotRead { path: evil.into(), why: evil.into(), wanted: true });
    // `written` refuses any tag that is not sound.
    let page = written(&report);
    assert!(
        !page.contains("<script")
            && !page.contains("<img")
            && !page.contains("onerror=\"")
    );
    assert!(!page.contains(['\u{2066}', '\u{202e}', '\0']));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
}

/// A document of one paragraph in which `changes` stand at these places.
fn changed(text: &str, changes: &[(ChangeKind, std::ops::Range<u32>, &str)]) -> Document {
    let mut builder = Builder::new(Region::Body);
    builder.begin(BlockKind::Paragraph, None);
    let at = |at| Origin::Byte { file: 0, at };
    // The letters of a deletion are in the file and not in the text: ten thousand on.
    builder.text(text, at(0));
    for (kind, range, words) in changes {
        let change = Change {
            kind: *kind,
            at: Span::default(),
            words: (*words).into(),
            author: Some("A <b>".into()),
            date: Some("2026-11-22T10:00:00Z".into()),
        };
        let of = Stretch { from: at(range.start), to: at(range.end) };
        builder.change(of, change);
    }
    let about = Stretch { from: at(0), to: at(3) };
    builder.remark(
        about,
        Remark {
            text: "Really?\nYes.".into(),
            author: Some("B".into()),
            ..Remark::default()
        },
    );
    let about = About { language: "en", ..About::default() };
    builder.finish(about, vec![Source { name: None, text: Some(text.into()) }])
}

fn one(rules: &RuleSet, doc: Document, findings: Vec<Finding>) -> String {
    written(&report(rules, vec![sample::draft("a.md", doc, findings)]))
}

#[test]
fn tracked_changes_are_shown_where_they_stand() {
    let rules = sample::rules();
    let doc = changed(
        "The lock shall use MD5.",
        &[
            (ChangeKind::Inserted, 9..14, "shall"),
            (ChangeKind::Deleted, 19..19, "SHA-256 "),
        ],
    );
    let page = one(&rules, doc, Vec::new());
    let by = "by A &lt;b&gt; on 2026-11-22T10:00:00Z";
    let expected = format!(
        "The lock <ins title=\"inserted {by}\">shall</ins> use \
         <del title=\"deleted {by}\">SHA-256 </del>MD5."
    );
    assert!(page.contains(&expected), "{page}");
    assert!(page.contains("Comment by <bdi>B</bdi>"), "{page}");
}

#[test]
fn findings_that_overlap_are_cut_and_each_is_there_once() {
    let rules = sample::rules();
    let doc = changed("The lock shall use MD5.", &[(ChangeKind::Inserted, 9..18, "")]);
    let find = |code, words| {
        let at = sample::find(&doc, words);
        // One on the title alone is about the draft as a whole: these are not.
        sample::finding(&rules, code, at, code)
    };
    let findings = vec![
        find("XC01", "lock shall"),
        find("XB01", "shall use MD5"),
        find("XB02", "MD5"),
        find("XA01", "MD5"),
    ];
    let page = one(&rules, doc, findings);
    assert_eq!(page.matches("<article").count(), 5, "four findings and a comment");
    assert_eq!(page.matches("class=\"spot\"").count(), 4);
    assert_eq!(page.matches("class=\"ref ").count(), 4);
    let marks = Regex::new(r#"<mark class="(\w+)" aria-describedby="([^"]*)">([^<]*)"#);
    let marks: Vec<_> = marks
        .unwrap()
        .captures_iter(&page)
        .map(|it| format!("{} {} {}", &it[1], it[2].split(' ').count(), &it[3]))
        .collect();
    let expected =
        ["note 1 lock ", "error 2 shall", "error 1  use", "error 1  ", "error 3 MD5"];
    assert_eq!(marks, expected);
}

#[test]
fn what_was_allowed_stays_in_sight() {
    let rules = sample::rules();
    let doc = changed("The lock shall use MD5.", &[]);
    let found = sample::finding(&rules, "XB01", sample::find(&doc, "MD5"), "broken");
    let mut draft = sample::draft("a.md", doc, vec![found]);
    let finding = draft.findings.pop().unwrap();
    draft.allowed.push(Allowed {
        finding,
        because: "for old locks only".into(),
        by: Some("A. Editor".into()),
        date: Some("2026-11-22".into()),
        until: None,
        place: "a comment in the draft".into(),
    });
    let page = written(&report(&rules, vec![draft]));
    assert!(page.contains("<b>Reason:</b> <bdi>for old locks only</bdi>"));
    let who = "By <bdi>A. Editor</bdi> on <bdi>2026-11-22</bdi>; \
               written in <bdi>a comment in the draft</bdi>";
    assert!(page.contains(who), "{page}");
    assert!(
        page.contains("<mark class=\"allowed\"") && page.contains("1 allowed</span>")
    );
    assert!(page.contains("<span>no findings</span>"));
}

#[test]
fn many_findings_on_the_same_words_cost_what_they_cost_alone() {
    let rules = sample::rules();
    let size = |count: u32| {
        let text = "MD5 ".repeat(1_000);
        let doc = changed(&text, &[]);
        let at = |it: u32| Span::new(it, 4_000 - it);
        let found = (0..count).map(|it| sample::finding(&rules, "XB01", at(it), "x"));
        let found = found.collect();
        one(&rules, doc, found).len()
    };
    let (few, many) = (size(50), size(500));
    assert!(many < few * 11, "{few} bytes for 50, {many} for 500");
}

#[test]
fn a_table_is_a_table() {
    let rules = sample::rules();
    let mut builder = Builder::new(Region::Body);
    let cells = [
        (0, 1, "Name"),
        (0, 2, "Value"),
        (1, 1, "a"),
        (1, 2, "b"),
        (2, 2, "c"),
        (3, 1, "d"),
        (4, u32::MAX, "far away"),
    ];
    for (row, column, words) in cells {
        builder.begin(BlockKind::Cell, Some(Cell { table: 7, row, column }));
        builder.text(words, Origin::Byte { file: 0, at: 0 });
        if words == "b" {
            builder.begin(BlockKind::Footnote, None);
            builder.text("on b", Origin::Byte { file: 0, at: 0 });
        }
    }
    let page = one(&rules, builder.finish(About::default(), Vec::new()), Vec::new());
    let plain = Regex::new(r#" (?:id|dir)="[^"]*"|</?p>"#).unwrap();
    let page = plain.replace_all(&page, "").replace("<p>", "");
    let rows = [
        "<tr><th scope=\"col\">Name</th><th scope=\"col\">Value</th></tr>",
        "<tr><td>a</td><td>bon b</td></tr>",
        "<tr><td></td><td>c</td></tr>",
        "<tr><td colspan=\"1000\">d</td></tr>",
        "<tr><td colspan=\"1000\"></td><td>far away</td></tr>",
    ];
    for row in rows {
        assert!(page.contains(row), "no {row} in {page}");
    }
}

#[test]
fn real_rules_over_every_shape_of_text_give_a_sound_page() {
    let text = "# Draft new Recommendation ITU-T Y.demo: Protocol for locks\n\n# 1 Scope\n\n\
                - one MD5\n- two\n\n1. three\n\n```\na\n  b MD5\n```\n\n## 1.1 Deep\n\n\
                ##### Deeper\n\nThe lock shall use MD5 and *DES*.[^1]\n\n[^1]: A note on RC4.\n\n\
                | Algorithm | Support |\n| --- | --- |\n| MD5 | required |\n\nNOTE – MD5.\n\n\
                The update shall be protected with an appropriate mechanism, e.g. SHA-1.\n";
    let rules = RuleSet::built_in();
    let input = Input {
        name: "a.md",
        bytes: text.as_bytes(),
        view: View::Final,
        include: &|_| Err("no".into()),
        limits: Limits::default(),
    };
    let checked = check::draft(input, Asked::only(&rules)).unwrap();
    let draft = Draft::of("a.md", text.as_bytes(), checked);
    let count = draft.findings.len();
    assert!(3 < count);
    let page = written(&report(&rules, vec![draft]));
    assert_eq!(page.matches("<article").count(), count);
    assert!(page.contains("</span>a\n  b MD5"), "a listing keeps its lines: {page}");
    // No heading is more than one level below the one before it.
    let level = Regex::new("<h([1-6])[ >]").unwrap();
    let levels: Vec<u8> =
        level.captures_iter(&page).map(|it| it[1].parse().unwrap()).collect();
    assert!(levels.windows(2).all(|it| it[1] <= it[0] + 1), "{levels:?}");
}
