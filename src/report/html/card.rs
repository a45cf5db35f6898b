//! One finding as it stands beside the words: what is wrong, where, what supports it,
//! why it matters and what to write instead.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::{
    entry::{Entry, Sheet},
    markup::Html,
    profile::{clause, words},
};
use crate::{
    allow::Allowed,
    doc::Remark,
    finding::{Evidence, Finding},
    rules::Rule,
    text::shortened,
};

/// How evidence begins that names the clauses which were searched.
const SEARCHED: &str = "looked in ";

/// Writes one of the sheet's entries.
pub(super) fn write(sheet: &Sheet<'_>, index: usize, html: &mut Html) {
    let Some(entry) = sheet.entries.get(index) else { return };
    let (id, finding) = (sheet.id("f-", &entry.key), entry.finding);
    let message = format!("{id}-m");
    html.raw("<article").attr("id", &id).attr("aria-labelledby", &message);
    html.attr("class", &format!("card {}", entry.class()));
    html.raw(" lang=\"en\" dir=\"ltr\" tabindex=\"-1\">\n");
    cap(entry, html);
    html.raw("<p class=\"message\"").attr("id", &message).raw(">");
    html.words(&finding.message).raw("</p>\n");
    place(sheet, entry, html);
    if let Some(it) = entry.allowed {
        allowed(it, html);
    }
    if !finding.evidence.is_empty() {
        html.raw("<ul class=\"evidence\">\n");
        for it in &finding.evidence {
            evidence(sheet, it, html);
        }
        html.raw("</ul>\n");
    }
    advice(entry, html);
    neighbours(sheet, index, html);
    html.raw("</article>\n");
}

fn cap(entry: &Entry<'_>, html: &mut Html) {
    let rule = entry.rule;
    html.raw("<p class=\"cap\"><span class=\"severity\"><span aria-hidden=\"true\">");
    html.raw(entry.sign()).raw("</span> ");
    if entry.allowed.is_some() {
        html.raw("allowed ");
    }
    html.raw(rule.severity.name()).raw("</span> <b>").words(&rule.code).raw("</b> ");
    html.raw("<span class=\"rule\">").words(&rule.name).raw("</span></p>\n");
}

/// Which words it is about, as a link back to them, and in which clause.
fn place(sheet: &Sheet<'_>, entry: &Entry<'_>, html: &mut Html) {
    let Finding { at, .. } = *entry.finding;
    html.raw("<p class=\"place\">On ");
    let quote = &sheet.doc[at];
    if entry.whole {
        if sheet.doc.blocks().is_empty() {
            html.raw("the draft");
        } else {
            html.raw("<a").attr("href", &sheet.to_block(entry.block));
            html.raw(">its title</a>");
        }
    } else {
        let link = format!("#{}", sheet.id("w-", &entry.key));
        html.raw("<a").attr("href", &link).raw(">");
        if quote.trim().is_empty() {
            html.raw("this place");
        } else {
            html.raw("“").quoted(&shortened(quote, 60)).raw("”");
        }
        html.raw("</a> in ");
        clause(sheet, entry.clause, html);
    }
    html.raw("</p>\n");
}

fn allowed(allowed: &Allowed, html: &mut Html) {
    let Allowed { because, by, date, until, place, .. } = allowed;
    html.raw("<p class=\"because\"><b>Reason:</b> ").quoted(because).raw("</p>\n");
    html.raw("<p class=\"who\">");
    for (words, value) in [("By ", by), (" on ", date), (", until ", until)] {
        if let Some(value) = value {
            html.raw(words).quoted(value);
        }
    }
    let apart = by.is_some() || date.is_some() || until.is_some();
    html.raw(if apart { "; written in " } else { "Written in " });
    html.quoted(place).raw("</p>\n");
}

fn evidence(sheet: &Sheet<'_>, it: &Evidence, html: &mut Html) {
    html.raw("<li>");
    let Some(at) = it.at else {
        searched(sheet, &it.shows, html);
        html.raw("</li>\n");
        return;
    };
    html.quoted(&it.shows).raw(": ");
    words(sheet, at, html);
    html.raw(" in ");
    clause(sheet, sheet.doc.clause_at(at), html);
    html.raw("</li>\n");
}

/// "looked in 6, 7 and Annex A; …", the clauses as links.
fn searched(sheet: &Sheet<'_>, shows: &str, html: &mut Html) {
    let Some(rest) = shows.strip_prefix(SEARCHED) else {
        html.quoted(shows);
        return;
    };
    let (clauses, rest) = rest.split_at(rest.find(';').unwrap_or(rest.len()));
    html.raw("looked in ");
    let (many, last) = clauses.rsplit_once(" and ").unwrap_or(("", clauses));
    for (index, it) in many.split(", ").filter(|it| !it.is_empty()).enumerate() {
        html.raw(if index == 0 { "" } else { ", " });
        label(sheet, it, html);
    }
    if !many.is_empty() {
        html.raw(" and ");
    }
    label(sheet, last, html);
    html.quoted(rest);
}

fn label(sheet: &Sheet<'_>, label: &str, html: &mut Html) {
    match sheet.labels.get(label.trim_matches(['“', '”'])) {
        Some(id) => {
            html.raw("<a").attr("href", &sheet.to_clause(*id)).raw(">");
            html.quoted(label).raw("</a>")
        }
        None => html.quoted(label),
    };
}

/// Why it matters and what to write instead: open where there is room. Paper shows it
/// where the rule speaks first.
fn advice(entry: &Entry<'_>, html: &mut Html) {
    let rule = entry.rule;
    html.raw(match (entry.first, entry.whole) {
        (true, true) => "<details class=\"first\" open>",
        (true, false) => "<details class=\"first\">",
        (false, _) => "<details>",
    });
    html.raw("<summary>Why, and what to write instead</summary>\n<p>");
    html.words(&why(rule)).raw("</p>\n<p><b>Instead:</b> ").words(&rule.help);
    html.raw("</p>\n<p class=\"basis\"><b>Basis:</b> ").words(&rule.basis.join("; "));
    html.raw("</p></details>\n");
}

/// The first paragraph of a rule's page, as words.
fn why(rule: &Rule) -> String {
    let mut found: Option<String> = None;
    for event in Parser::new(&rule.prose) {
        match (event, &mut found) {
            (Event::Start(Tag::Paragraph), None) => found = Some(String::new()),
            (Event::End(TagEnd::Paragraph), Some(_)) => break,
            (Event::Text(words) | Event::Code(words), Some(it)) => it.push_str(&words),
            (Event::SoftBreak | Event::HardBreak, Some(it)) => it.push(' '),
            _ => (),
        }
    }
    found.unwrap_or_default()
}

/// Links to the findings before and after, so that nobody has to scroll.
fn neighbours(sheet: &Sheet<'_>, index: usize, html: &mut Html) {
    let id = |it: &Entry<'_>| format!("#{}", sheet.id("f-", &it.key));
    let before = index.checked_sub(1).and_then(|it| sheet.entries.get(it)).map(id);
    let after = sheet.entries.get(index + 1).map(id);
    html.raw("<p class=\"move\">");
    if let Some(link) = before {
        html.raw("<a").attr("href", &link).raw(">Previous finding</a> ");
    }
    if let Some(link) = after {
        html.raw("<a").attr("href", &link).raw(">Next finding</a>");
    }
    html.raw("</p>\n");
}

/// Writes what somebody else said of some words in the file.
pub(super) fn remark(remark: &Remark, language: &str, html: &mut Html) {
    let Remark { text, author, date, answers, done, .. } = remark;
    html.raw(
        "<article class=\"card remark\" lang=\"en\" dir=\"ltr\">\n<p class=\"cap\">",
    );
    html.raw(if answers.is_some() { "Reply" } else { "Comment" });
    if let Some(author) = author {
        html.raw(" by ").quoted(author);
    }
    if let Some(date) = date {
        html.raw(", ").quoted(date);
    }
    html.raw(if *done { ", resolved" } else { "" }).raw("</p>\n");
    for line in text.lines().filter(|it| !it.trim().is_empty()) {
        html.raw("<p dir=\"auto\"")
            .attr("lang", language)
            .raw(">")
            .words(line)
            .raw("</p>\n");
    }
    html.raw("</article>\n");
}
