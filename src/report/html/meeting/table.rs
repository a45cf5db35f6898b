//! The table of drafts: a row each, its earlier revisions folded into it.

use std::io;

use super::{
    Pages,
    row::{Hits, Named, Row, Rows},
};
use crate::{
    finding::Severity,
    report::{
        Report,
        html::{markup::Html, page::counts},
        revisions::Change,
        words::counted,
    },
};

/// So many algorithms stand in a row, if they are grave; the rest is folded.
const GRAVE: usize = 3;

/// So many do if none of them is.
const PLAIN: usize = 2;

pub(super) fn write(
    report: &Report<'_>,
    rows: &Rows,
    pages: &mut Pages<'_>,
) -> io::Result<()> {
    let html = &mut pages.html;
    html.raw("<section aria-labelledby=\"drafts\">\n");
    html.raw("<h2 id=\"drafts\" tabindex=\"-1\">Drafts</h2>\n");
    if rows.all.is_empty() {
        html.raw("<p>No draft was read.</p>\n</section>\n");
        return Ok(());
    }
    let asked = rows.all.iter().any(|it| !it.questions.is_empty());
    let columns = Columns { asked, compared: report.baseline.is_some() };
    columns.heads(html);
    for (place, row) in rows.all.iter().enumerate() {
        pages.group(place)?;
        columns.row(row, &mut pages.html);
    }
    pages.html.raw("</tbody></table>\n</section>\n");
    Ok(())
}

/// Which columns there are beside those that always are.
#[derive(Clone, Copy, Debug)]
struct Columns {
    /// Whether any draft names its Question.
    asked: bool,
    /// Whether there is an earlier report.
    compared: bool,
}

impl Columns {
    fn heads(self, html: &mut Html) {
        let mut class = "list".to_owned();
        class.push_str(if self.asked { " asked" } else { "" });
        class.push_str(if self.compared { " compared" } else { "" });
        html.raw("<table id=\"list\" role=\"table\" aria-labelledby=\"drafts\"");
        html.attr("class", &class).raw(">\n<thead role=\"rowgroup\"><tr role=\"row\">");
        // The second word says how the script compares a column.
        let heads = [
            ("number", "words", "Number", true),
            ("title", "words", "Draft", true),
            ("kind", "words", "Kind", true),
            ("question", "words", "Question", self.asked),
            ("security", "state", "Security", true),
            ("threats", "state", "Threats", true),
            ("privacy", "state", "Privacy", true),
            ("algorithms", "rank", "Algorithms", true),
            ("errors", "count", "Errors", true),
            ("warnings", "count", "Warnings", true),
            ("notes", "count", "Notes", true),
            ("new", "count", "New", self.compared),
        ];
        for (key, sort, words, _) in heads.into_iter().filter(|it| it.3) {
            html.raw("<th scope=\"col\" role=\"columnheader\"").attr("class", key);
            html.attr("data-sort", sort).raw(">").raw(words).raw("</th>");
        }
        html.raw("</tr></thead>\n");
    }

    fn row(self, row: &Row, html: &mut Html) {
        html.raw("<tr role=\"row\"").attr("id", &format!("d-{}", row.key));
        let codes = |which: fn(&Hits) -> bool| {
            let codes = row.rules.iter().filter(|(_, it)| which(it));
            codes.map(|(code, _)| &**code).collect::<Vec<_>>().join(" ")
        };
        if !row.rules.is_empty() {
            html.attr("data-rules", &codes(|_| true));
        }
        if self.compared && 0 < row.new {
            html.attr("data-new", &codes(|it| 0 < it.new));
        }
        if !row.judged() {
            html.raw(" data-unjudged");
        }
        html.raw(">");
        let number = row.number.as_deref().unwrap_or("–");
        html.raw("<td class=\"number\" role=\"cell\">").quoted(number);
        if let Some(document) = &row.document {
            html.raw("<small>").quoted(document).raw("</small>");
        }
        html.raw("</td>");
        title(row, html);
        html.raw("<td class=\"kind\" role=\"cell\">").words(&row.kind);
        if let Some(why) = &row.unjudged {
            html.raw("<small>").words(why).raw("</small>");
        }
        html.raw("</td>");
        if self.asked {
            html.raw("<td class=\"question\" role=\"cell\">");
            for (at, it) in row.questions.iter().enumerate() {
                html.raw(if at == 0 { "" } else { ", " }).quoted(it);
            }
            html.raw(if row.questions.is_empty() { "–</td>" } else { "</td>" });
        }
        for (name, state) in ["security", "threats", "privacy"].iter().zip(&row.parts) {
            html.raw("<td role=\"cell\"").attr("class", name).raw(">");
            html.words(if row.unjudged.is_none() { state } else { "–" }).raw("</td>");
        }
        algorithms(&row.algorithms, html);
        for (severity, found) in Severity::ALL.into_iter().zip(row.found) {
            number_of(row, severity.name(), found, html);
        }
        if self.compared {
            number_of(row, "new", row.new, html);
        }
        html.raw("</tr>\n");
    }
}

/// A count; what was not judged has none.
fn number_of(row: &Row, name: &str, count: usize, html: &mut Html) {
    html.raw("<td role=\"cell\"");
    if 0 < count {
        let one = if count == 1 { " one" } else { "" };
        html.attr("class", &format!("{name}{one}")).raw(">").number(count);
    } else {
        html.raw(" class=\"zero\">").raw(if row.judged() { "0" } else { "–" });
    }
    html.raw("</td>");
}

fn title(row: &Row, html: &mut Html) {
    html.raw("<th class=\"title\" scope=\"row\" role=\"rowheader\">");
    link(row, html);
    if row.titled {
        html.raw("<small class=\"path\">").quoted(&row.path).raw("</small>");
    }
    if !row.copies.is_empty() {
        html.raw("<small>The same bytes: ");
        for (at, it) in row.copies.iter().enumerate() {
            html.raw(if at == 0 { "" } else { ", " }).quoted(it);
        }
        html.raw("</small>");
    }
    if 0 < row.skipped {
        html.raw("<small>Not all of it was read: ");
        html.words(&counted(row.skipped, "part")).raw(" left out</small>");
    }
    if 0 < row.allowed {
        html.raw("<small>").words(&counted(row.allowed, "finding"));
        html.raw(" allowed with a reason</small>");
    }
    change(row, html);
    if !row.older.is_empty() {
        html.raw("<details><summary>");
        if row.dated {
            html.words(&counted(row.older.len(), "earlier revision"));
        } else {
            html.words(&counted(row.older.len(), "other revision"));
            html.raw("; names do not say which is the newest");
        }
        html.raw("</summary><ul role=\"list\">");
        for it in &row.older {
            html.raw("<li").attr("id", &format!("d-{}", it.key)).raw(">");
            html.raw("<a").attr("href", &it.page()).raw(">");
            html.quoted(it.short()).raw("</a>");
            counts(it.found, it.allowed, html);
            change(it, html);
            html.raw("</li>");
        }
        html.raw("</ul></details>");
    }
    html.raw("</th>");
}

fn link(row: &Row, html: &mut Html) {
    html.raw("<a").attr("href", &row.page()).raw(" dir=\"auto\"");
    if row.titled {
        html.attr("lang", &row.language);
    }
    html.raw(">").words(&row.name).raw("</a>");
}

/// What a revision did to the findings of the one before it.
fn change(row: &Row, html: &mut Html) {
    let Some((Change { closed, opened }, before)) = &row.change else { return };
    html.raw("<small class=\"change\">closes ").number(*closed).raw(", opens ");
    html.number(*opened).raw(" against ").quoted(before).raw("</small>");
}

fn algorithms(all: &[Named], html: &mut Html) {
    let worst = all.first().map(|it| it.rank);
    html.raw("<td class=\"algorithms\" role=\"cell\"");
    if let Some(worst) = worst {
        html.attr("data-rank", &worst.to_string());
    }
    html.raw(">");
    let grave = all.iter().filter(|it| 0 < it.rank).count();
    // One more takes less room than the words that there is one more.
    let most = if grave == 0 { PLAIN } else { grave.min(GRAVE) };
    let shown = if all.len() <= most + 1 { all.len() } else { most };
    for (at, it) in all.iter().take(shown).enumerate() {
        html.raw(if at == 0 { "" } else { ", " });
        algorithm(it, html);
    }
    let Some(rest) = all.get(shown..).filter(|it| !it.is_empty()) else {
        html.raw(if all.is_empty() { "–</td>" } else { "</td>" });
        return;
    };
    html.raw(" <details><summary>+").number(rest.len());
    html.raw("<span class=\"unseen\"> more</span></summary>");
    for (at, it) in rest.iter().enumerate() {
        html.raw(if at == 0 { "" } else { ", " });
        algorithm(it, html);
    }
    html.raw("</details></td>");
}

fn algorithm(it: &Named, html: &mut Html) {
    html.quoted(&it.name);
    if it.state != "acceptable" {
        html.raw(" <i").attr("class", it.class).raw(">").words(&it.state).raw("</i>");
    }
}
