//! What the reader makes of small drafts.

mod files;
mod words;

use super::{number, read};
use crate::{
    doc::Role,
    formats::{Flow, Input, Limits, View},
};

/// Files that the drafts of these tests include.
const FILES: [(&str, &str); 6] = [
    (
        "parts/scope.adoc",
        "== Scope\n\nThis text covers locks.\n\ninclude::deep/more.adoc[]\n",
    ),
    ("parts/deep/more.adoc", "It covers keys, too.\n"),
    ("parts/up.adoc", "include::../parts/deep/more.adoc[]\n"),
    ("loop.adoc", "Before.\n\ninclude::loop.adoc[]\n"),
    ("out.adoc", "include::../secret.adoc[]\n"),
    ("data.csv", "key,bits\nA,\"128, at least\"\n"),
];

fn flow_of(text: &str, view: View) -> Flow {
    let include = |path: &str| {
        let found = FILES.iter().find(|(name, _)| *name == path);
        found.map(|(_, text)| (*text).to_owned()).ok_or("there is no such file".into())
    };
    let limits = Limits::default();
    let bytes = text.as_bytes();
    read(Input { name: "draft.adoc", bytes, view, include: &include, limits }).unwrap()
}

/// The blocks as lines: shape, number, place in a table, words.
fn lines(flow: &Flow) -> Vec<String> {
    let line = |it: &crate::formats::FlowBlock| {
        let number = it.number.as_ref().map(|it| format!(" {it}")).unwrap_or_default();
        let cell = it.cell.map(|it| format!(" {}:{}:{}", it.table, it.row, it.column));
        let words = flow.words(it).trim().replace('\n', " ");
        format!("{:?}{number}{}|{words}", it.shape, cell.unwrap_or_default())
    };
    flow.blocks.iter().filter(|it| !flow.words(it).trim().is_empty()).map(line).collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(lines(&flow_of(text, View::Final)), expected, "{text}");
}

/// A draft of Metanorma with this text after its header.
#[track_caller]
fn check_metanorma(text: &str, expected: &[&str]) {
    let text = format!("= Locks\n:docnumber: Y.4999\n:mn-document-class: itu\n\n{text}");
    let found = lines(&flow_of(&text, View::Final));
    assert_eq!(&found[1..], expected, "{text}");
}

#[test]
fn a_header_says_what_the_draft_is() {
    let text = "= Smart locks\n:docnumber: Y.4999 (fictitious)\n:doctype: recommendation\n\
                :keywords: lock\n:mn-document-class: itu\n\n== Scope\n\nText.\n";
    let flow = flow_of(text, View::Final);
    assert_eq!(flow.about.number.as_deref(), Some("Y.4999"));
    assert_eq!(flow.about.declared_kind.as_deref(), Some("recommendation"));
    assert!(flow.about.itu && flow.about.keywords);
    assert_eq!(lines(&flow)[0], "Title|Smart locks");
}

#[test]
fn a_number_may_need_the_letter_of_its_series() {
    assert_eq!(number("X.609.7", None).as_deref(), Some("X.609.7"));
    assert_eq!(number("4999", Some("Y: Things")).as_deref(), Some("Y.4999"));
    assert_eq!(number("74", None), None);
    assert_eq!(number("QSTR-LOCKS", None).as_deref(), Some("QSTR-LOCKS"));
}

#[test]
fn metanorma_numbers_clauses_annexes_and_appendices() {
    check_metanorma(
        "[abstract]\n== Summary\n\n[preface]\n== History\n\n== Introduction\n\n== Scope\n\n\
         [bibliography]\n== References\n\n== Locks\n\n=== Doors\n\n=== Keys\n\n\
         [appendix]\n== Cases\n\n=== Case\n\n[appendix,obligation=informative]\n== Uses\n\n\
         [bibliography]\n== Bibliography\n",
        &[
            "Heading(1)|Summary",
            "Heading(1)|History",
            "Heading(1)|Introduction",
            "Heading(1) 1|Scope",
            "Heading(1) 2|References",
            "Heading(1) 3|Locks",
            "Heading(2) 3.1|Doors",
            "Heading(2) 3.2|Keys",
            "Heading(1) Annex A|Cases",
            "Heading(2) A.1|Case",
            "Heading(1) Appendix I|Uses",
            "Heading(1)|Bibliography",
        ],
    );
}

#[test]
fn plain_asciidoc_is_numbered_only_if_it_says_so() {
    check("= T\n\n== One\n\n=== Two\n", &["Title|T", "Heading(1)|One", "Heading(2)|Two"]);
    let numbered = ["Title|T", "Heading(1) 1|One", "Heading(2) 1.1|Two"];
    check("= T\n:sectnums:\n\n== One\n\n=== Two\n", &numbered);
}

#[test]
fn a_term_is_a_definition_whatever_it_is_called() {
    let text = "= T\n:mn-document-class: itu\n\n== Definitions\n\n=== scope\n\nReach.\n";
    let flow = flow_of(text, View::Final);
    let term = flow.blocks.iter().find(|it| flow.words(it) == "scope").unwrap();
    assert_eq!(term.number.as_deref(), Some("1.1"));
    assert_eq!(term.role, Some(Role::Definitions));
}

#[test]
fn a_clause_without_a_title_is_known_by_its_number() {
    check_metanorma(
        "== Process\n\n=== {blank}\nText.\n\n[discrete]\n== Aside\n",
        &[
            "Heading(1) 1|Process",
            "Heading(2) 1.1|1.1",
            "Paragraph|Text.",
            "Heading(1)|Aside",
        ],
    );
}

#[test]
fn references_print_as_their_readers_see_them() {
    check_metanorma(
        "See <<x805>>, <<x805,clause=7.1>>, <<doors>>, <<keys>>, <<Use cases>>, <<_use_cases>>, <<t1>>, \
         xref:doors[the doors], <<lost>>.\n\n== Locks\n\n[[doors]]\n=== Doors\n\n\
         [[t1]]\n.Sizes\n|===\n|a\n|===\n\n[[keys]]\n[appendix]\n== Keys\n\n\
         [appendix,obligation=informative]\n== Use cases\n\n\
         [bibliography]\n== Bibliography\n\n* [[[x805,ITU-T X.805]]], _Security_.\n\
         * [[[own,(b-Own)Own 1]]], _Own_.\n",
        &[
            "Paragraph|See [ITU-T X.805], [ITU-T X.805], clause 7.1, clause 1.1, Annex A, \
             Appendix I, Appendix I, Table 1, the doors, <<lost>>.",
            "Heading(1) 1|Locks",
            "Heading(2) 1.1|Doors",
            "Paragraph|Table 1 – Sizes",
            "Cell 0:0:0|a",
            "Heading(1) Annex A|Keys",
            "Heading(1) Appendix I|Use cases",
            "Heading(1)|Bibliography",
            "Paragraph|[ITU-T X.805]\tSecurity.",
            "Paragraph|[b-Own]\tOwn 1, Own.",
        ],
    );
}

#[test]
fn blocks_keep_their_shapes() {
    check(
        "* one\n** two\n. three\n\nNOTE: Mind this.\n\n[NOTE]\n====\nFirst.\n\n* Second.\n====\n\n\
         WARNING: Hot.\n\n====\nShown.\n====\n\n----\nlet x = *y*;\n----\n\nSDK:: software kit\n\n\
         ////\nhidden\n////\n// hidden\n[requirement,label=/req/1]\n====\nIt shall.\n====\n\n\
         [reviewer=Me]\n****\nReally?\n****\n\n[quote,An Author]\n____\nWords.\n____\n",
        &[
            "Item|one",
            "Item|two",
            "Item|three",
            "Note|Mind this.",
            "Note|First.",
            "Note|Second.",
            "Paragraph|WARNING: Hot.",
            "Example|Shown.",
            "Code|let x = *y*;",
            "Paragraph|SDK\tsoftware kit",
            "Paragraph|/req/1",
            "Paragraph|It shall.",
            "Paragraph|Words.",
            "Paragraph|An Author",
        ],
    );
}

#[test]
fn cells_know_their_places() {
    check(
        "[options=header]\n|===\n|A |B |C\n\n2+|wide |x\n.2+|tall |p |q\n|r\na|* item\n\n\
         !===\n!in !ner\n!===\n|===\n",
        &[
            "Cell 0:0:0|A",
            "Cell 0:0:1|B",
            "Cell 0:0:2|C",
            "Cell 0:1:0|wide",
            "Cell 0:1:2|x",
            "Cell 0:2:0|tall",
            "Cell 0:2:1|p",
            "Cell 0:2:2|q",
            "Cell 0:3:1|r",
            "Cell 0:3:2|item",
            "Cell 1:0:0|in",
            "Cell 1:0:1|ner",
        ],
    );
    check(
        "[format=csv]\n|===\ninclude::data.csv[]\n|===\n",
        &[
            "Cell 0:0:0|key",
            "Cell 0:0:1|bits",
            "Cell 0:1:0|A",
            "Cell 0:1:1|128, at least",
        ],
    );
}

#[test]
fn a_heading_may_stand_right_below_the_header() {
    check(
        "= T\n:a: b\n== Scope\n\nText.\n",
        &["Title|T", "Heading(1)|Scope", "Paragraph|Text."],
    );
}
