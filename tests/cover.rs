//! Covers of a few lines: a draft in Markdown in, what its cover says out.

use reclint::{
    facts::{Facts, Profile},
    formats::{self, Input, Limits, View},
    rules::RuleSet,
};

fn profile_of(name: &str, draft: &str) -> Profile {
    let rules = RuleSet::built_in();
    let input = Input {
        name,
        bytes: draft.as_bytes(),
        view: View::Final,
        include: &|_| Err("alone".into()),
        limits: Limits::default(),
    };
    let reading = formats::read(input, rules.lexicon()).expect("text is always read");
    Facts::of(&reading.document, rules.lexicon()).profile
}

#[track_caller]
fn says(cover: &str, question: Option<&str>, document: Option<&str>) {
    let draft = format!(
        "{cover}\n\n# 1 Scope\n\nThis answers Question 3/17, as TD 99 and SG17-C45 ask.\n"
    );
    let found = profile_of("draft.md", &draft);
    assert_eq!(
        (found.question.as_deref(), found.document.as_deref()),
        (question, document),
        "{cover}"
    );
}

/// A cover table with this value behind "Question(s):".
fn table(value: &str) -> String {
    format!(
        "| | |\n|---|---|\n| **Question(s):** | {value} |\n| **Source:** | Editors |\n\
         | **Title:** | Draft new Recommendation ITU-T X.lock |"
    )
}

#[test]
fn reads_the_questions_of_a_cover_table() {
    for (value, expected) in [
        ("7/17", "7/17"),
        ("Q7/17", "7/17"),
        ("Q.7/17", "7/17"),
        ("07/17", "7/17"),
        ("2/15 and 6/15", "2/15, 6/15"),
        ("2, 6/15", "2/15, 6/15"),
        ("Q2/15, Q6/15 & 11/15", "2/15, 6/15, 11/15"),
        ("All/17", "All/17"),
        ("QALL/17", "All/17"),
        ("7/17 (Secure services)", "7/17"),
        ("7/SG17", "7/17"),
    ] {
        says(&table(value), Some(expected), None);
    }
}

#[test]
fn invents_no_question() {
    for value in ["", "N/A", "see below", "12/09/2026", "3/WP1", "7", "1234/17", "7/171"]
    {
        says(&table(value), None, None);
    }
    says("This draft was made when Question 7/17 asked for it.", None, None);
    says("Source: Rapporteur of Question 7/17", None, None);
    says("Question 7/17\n\nQuestion 8/17", None, None);
    says("", None, None);
}

#[test]
fn a_number_alone_belongs_to_the_study_group_beside_it() {
    let row = |group: &str| {
        format!("| | |\n|---|---|\n| Question(s): | 7, 8 |\n| Study Group: | {group} |")
    };
    says(&row("17"), Some("7/17, 8/17"), None);
    says(&row("SG17"), Some("7/17, 8/17"), None);
    says(&row("to be decided"), None, None);
}

#[test]
fn labels_may_stand_above_in_front_and_in_other_languages() {
    says("| Question(s) | Study Group |\n|---|---|\n| 7 | 17 |", Some("7/17"), None);
    says("Question(s): 7/17", Some("7/17"), None);
    says("Questions 2/15 and 6/15", Some("2/15, 6/15"), None);
    says("Cuestión(es): 7/17", Some("7/17"), None);
    says("Вопрос(ы): 7/17", Some("7/17"), None);
    says("课题：7/17", Some("7/17"), None);
    says("Questions : 2/15 et 6/15", Some("2/15, 6/15"), None);
}

#[test]
fn the_paper_of_a_question_belongs_to_it() {
    says("This TD contains the agenda for Question 11/17 meeting.", Some("11/17"), None);
    says("# Report of Q7/17 meeting, Geneva\n\nAs held.", Some("7/17"), None);
    says("This TD answers the report of Question 11/17.", None, None);
}

#[test]
fn reads_the_number_in_the_head_of_the_cover() {
    for number in [
        "SG17-TD1234R2",
        "SG17-TD1234",
        "TD 1234",
        "TD 1234 Rev.1 (PLEN/17)",
        "TD 146/PLEN",
        "C-123",
        "SG17-C45",
        "SG13-LS45",
        "COM 17 – C 123 – E",
        "TSAG-TD77",
        "T25-SG17-C-0123",
    ] {
        let head = format!("| emblem | {number} |\n|---|---|\n| Question(s): | 7/17 |");
        says(&head, Some("7/17"), Some(number));
        says(&format!("{number}\n\nGeneva, 2 December 2026"), None, Some(number));
    }
    says(
        "| emblem | SG17-TD12 English only |\n|---|---|\n| Source: | A |",
        None,
        Some("SG17-TD12"),
    );
    says("Temporary Document ITU-T 71", None, Some("TD 71"));
    says("Contribution 123", None, Some("C 123"));
    says("Document: SG17-TD12", None, Some("SG17-TD12"));
}

#[test]
fn invents_no_number() {
    says("C 6", None, None);
    says("R 1", None, None);
    says("TD 100\n\nTD 101", None, None);
    says("| TD 100 | An agenda |\n|---|---|\n| TD 101 | A report |", None, None);
    says("| Reply to: | SG13-LS45 |\n|---|---|\n| Source: | Editors |", None, None);
    says("This TD contains TD 1234.", None, None);
    says("Draft new Recommendation ITU-T X.lock", None, None);
}

#[test]
fn attributes_of_a_draft_are_its_cover() {
    let attributes = "= Lock\n:docnumber: 71\n:doctype: Temporary Document\n\
        :question: Q10/17: Identity, \"Q11/17: Techniques (3/4, such as keys)\"\n\n\
        == Scope\n\nNone.\n";
    let found = profile_of("draft.adoc", attributes);
    assert_eq!(found.question.as_deref(), Some("10/17, 11/17"));
    assert_eq!(found.document.as_deref(), Some("TD 71"));
    let recommendation = "= Lock\n:docnumber: 71\n:doctype: recommendation\n\n== Scope\n";
    assert_eq!(profile_of("draft.adoc", recommendation).document, None);
    let matter =
        "---\ntitle: Lock\nquestion: 7/17\ndocnumber: SG17-C12\n---\n\n# Scope\n";
    let found = profile_of("draft.md", matter);
    assert_eq!(found.question.as_deref(), Some("7/17"));
    assert_eq!(found.document.as_deref(), Some("SG17-C12"));
}
