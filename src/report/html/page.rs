//! The page of one draft: what it is, what was found, its text, what was not checked.

use super::{
    card,
    entry::{Page, Sheet, sign},
    markup::Html,
    outline, profile,
    text::Text,
};
use crate::{finding::Severity, report::Draft, rules::RuleSet};

/// Everything that is to be said of one draft, as a section of a page.
pub fn draft_page(draft: &Draft, rules: &RuleSet, page: &Page) -> Box<str> {
    let sheet = Sheet::new(draft, rules, page);
    let mut html = Html::default();
    html.raw("<section class=\"draft\"").attr("id", &page.id("top", ""));
    html.attr("aria-labelledby", &page.id("name", "")).raw(">\n");
    head(&sheet, &mut html);
    outline::write(&sheet, &mut html);
    html.raw("<div class=\"sheet\">\n");
    part(&sheet, "profile", "What this draft is", profile::write, &mut html);
    if sheet.whole().next().is_some() {
        part(&sheet, "whole", "On the draft as a whole", whole, &mut html);
    }
    part(&sheet, "text", "The text", text, &mut html);
    if !draft.skipped.is_empty() {
        part(&sheet, "skipped", "Not checked", skipped, &mut html);
    }
    html.raw("</div>\n</section>\n");
    html.as_str().into()
}

/// How many findings there are, in words and shapes.
pub(super) fn counts(found: [usize; 3], allowed: usize, html: &mut Html) {
    html.raw("<p class=\"counts\">");
    let all = Severity::ALL.into_iter().zip(found).filter(|(_, count)| 0 < *count);
    for (severity, count) in all {
        html.raw("<span")
            .attr("class", severity.name())
            .raw("><span aria-hidden=\"true\">");
        html.raw(sign(severity)).raw("</span> ").number(count).raw(" ");
        html.raw(severity.name()).raw(if count == 1 { "" } else { "s" }).raw("</span> ");
    }
    if found == [0; 3] {
        html.raw("<span>no findings</span> ");
    }
    if 0 < allowed {
        html.raw("<span class=\"allowed\"><span aria-hidden=\"true\">○</span> ");
        html.number(allowed).raw(" allowed</span>");
    }
    html.raw("</p>\n");
}

/// A heading of our own, `below` the draft's.
pub(super) fn heading(
    sheet: &Sheet<'_>,
    below: u8,
    id: &str,
    words: &str,
    html: &mut Html,
) {
    let (open, close) = level(sheet.page.level.saturating_add(below));
    html.raw(open).attr("id", id).raw(">").words(words).raw(close);
}

/// The tags of a heading; a browser knows six levels.
pub(super) const fn level(level: u8) -> (&'static str, &'static str) {
    match level {
        0 | 1 => ("<h1", "</h1>\n"),
        2 => ("<h2", "</h2>\n"),
        3 => ("<h3", "</h3>\n"),
        4 => ("<h4", "</h4>\n"),
        5 => ("<h5", "</h5>\n"),
        _ => ("<h6", "</h6>\n"),
    }
}

/// What a draft is called: its title, or else its path.
pub(super) fn name(draft: &Draft) -> &str {
    let title = draft.document.about().title.as_deref();
    title.filter(|it| !it.trim().is_empty()).unwrap_or(&draft.path)
}

fn head(sheet: &Sheet<'_>, html: &mut Html) {
    let (draft, about) = (sheet.draft, sheet.doc.about());
    html.raw("<header class=\"head\">\n");
    let (open, close) = level(sheet.page.level);
    html.raw(open).attr("id", &sheet.id("name", "")).raw(" dir=\"auto\"");
    html.attr("lang", about.language).raw(">").words(name(draft)).raw(close);
    html.raw("<p class=\"path\">");
    if let Some(number) = &about.number {
        html.quoted(number).raw(" · ");
    }
    html.quoted(&draft.path).raw("</p>\n");
    let found = Severity::ALL.map(|it| draft.count(it, sheet.rules));
    counts(found, draft.allowed.len(), html);
    html.raw("</header>\n");
}

fn part(
    sheet: &Sheet<'_>,
    name: &'static str,
    title: &str,
    write: fn(&Sheet<'_>, &mut Html),
    html: &mut Html,
) {
    let id = sheet.id(name, "");
    // A heading leads there; a landmark for each would be too many.
    html.raw("<section").attr("class", name).raw(">\n");
    heading(sheet, 1, &id, title, html);
    write(sheet, html);
    html.raw("</section>\n");
}

fn whole(sheet: &Sheet<'_>, html: &mut Html) {
    html.raw("<div class=\"cards\">\n");
    for (index, _) in sheet.entries.iter().enumerate().filter(|(_, it)| it.whole) {
        card::write(sheet, index, html);
    }
    html.raw("</div>\n");
}

fn text(sheet: &Sheet<'_>, html: &mut Html) {
    Text::new(sheet).write(html);
}

fn skipped(sheet: &Sheet<'_>, html: &mut Html) {
    html.raw("<ul>\n");
    for it in &sheet.draft.skipped {
        html.raw("<li>").quoted(&it.what).raw(": ").quoted(&it.why).raw("</li>\n");
    }
    html.raw("</ul>\n");
}
