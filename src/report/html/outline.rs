//! The outline of a draft: its clauses as links, with what was found below each.

use super::{
    entry::{Sheet, sign},
    markup::Html,
    page,
};
use crate::{doc::ClauseId, finding::Severity};

/// How many findings, by severity, the gravest first.
type Counts = [usize; 3];

pub(super) fn write(sheet: &Sheet<'_>, html: &mut Html) {
    let (found, whole) = counted(sheet);
    html.raw("<nav class=\"outline\"").attr("aria-label", &label(sheet)).raw(">\n");
    html.raw("<ol role=\"list\">\n");
    if sheet.whole().next().is_some() {
        let words = "The draft as a whole";
        row("top", &format!("#{}", sheet.id("whole", "")), None, words, whole, html);
    }
    for ((id, clause), counts) in sheet.doc.clauses().zip(found) {
        if id == ClauseId::DOCUMENT {
            // What stands before the first heading matters only if something is there.
            let link = format!("#{}", sheet.id("text", ""));
            if counts != [0; 3] {
                row("top", &link, None, "Before the first heading", counts, html);
            }
            continue;
        }
        let title = sheet.doc[clause.title].trim();
        let number = clause.number.as_deref();
        let title = if title.is_empty() && number.is_none() { "…" } else { title };
        row(depth(clause.level), &sheet.to_clause(id), number, title, counts, html);
    }
    html.raw("</ol></nav>\n");
}

fn label(sheet: &Sheet<'_>) -> String {
    format!("Outline of {}", page::name(sheet.draft))
}

/// The findings of each clause and of those below it, and those on the draft as a whole.
fn counted(sheet: &Sheet<'_>) -> (Vec<Counts>, Counts) {
    let mut found = vec![[0; 3]; sheet.doc.clauses().count()];
    let mut whole = [0; 3];
    for entry in sheet.entries.iter().filter(|it| it.allowed.is_none()) {
        let place = Severity::ALL.iter().position(|it| *it == entry.rule.severity);
        let add = |counts: &mut Counts| {
            if let Some(count) = place.and_then(|it| counts.get_mut(it)) {
                *count += 1;
            }
        };
        if entry.whole {
            add(&mut whole);
            continue;
        }
        let own = (entry.clause == ClauseId::DOCUMENT).then_some(ClauseId::DOCUMENT);
        for clause in sheet.doc.path(entry.clause).chain(own) {
            if let Some(counts) = found.get_mut(clause.0 as usize) {
                add(counts);
            }
        }
    }
    (found, whole)
}

const fn depth(level: u8) -> &'static str {
    match level {
        0 | 1 => "l1",
        2 => "l2",
        3 => "l3",
        _ => "l4",
    }
}

fn row(
    class: &'static str,
    link: &str,
    number: Option<&str>,
    title: &str,
    counts: Counts,
    html: &mut Html,
) {
    html.raw("<li").attr("class", class).raw("><a").attr("href", link).raw(">");
    if let Some(number) = number {
        html.raw("<span class=\"no\">").quoted(number).raw("</span> ");
    }
    html.quoted(title).raw("</a>");
    let all = Severity::ALL.into_iter().zip(counts).filter(|(_, count)| 0 < *count);
    for (severity, count) in all {
        html.raw(" <span")
            .attr("class", severity.name())
            .raw("><span aria-hidden=\"true\">");
        html.raw(sign(severity))
            .raw("</span>")
            .number(count)
            .raw("<span class=\"unseen\"> ");
        html.raw(severity.name()).raw(if count == 1 { "" } else { "s" });
        html.raw("</span></span>");
    }
    html.raw("</li>\n");
}
