//! Drafts against groups of rules: where something was found, how much, and how grave.

use std::{collections::BTreeMap, io};

use super::{
    Pages,
    row::{Row, Rows},
};
use crate::{
    finding::Severity,
    report::{Report, html::markup::Html},
    text::shortened,
};

/// The order in which people read a draft for security; other groups follow.
const ORDER: [&str; 13] =
    ["SC", "TM", "CR", "QR", "AU", "PR", "DL", "RS", "LC", "RF", "ET", "ST", "AL"];

/// The groups of the rules of a run, with what they are called.
pub(super) fn groups<'r>(report: &Report<'r>) -> Vec<(&'r str, String)> {
    let mut names = BTreeMap::new();
    for (_, rule) in report.rules.rules() {
        let folder = rule.page.rsplit_once('/').map_or("", |(folder, _)| folder);
        let folder = folder.rsplit('/').next().unwrap_or_default();
        names.entry(rule.group()).or_insert_with(|| folder.replace('-', " "));
    }
    let mut groups: Vec<_> = names.into_iter().collect();
    let place = |it: &str| ORDER.iter().position(|known| *known == it);
    groups.sort_by_key(|(group, _)| place(group).unwrap_or(ORDER.len()));
    groups
}

pub(super) fn write(
    report: &Report<'_>,
    rows: &Rows,
    pages: &mut Pages<'_>,
) -> io::Result<()> {
    let html = &mut pages.html;
    html.raw("<section>\n");
    html.raw("<h2 id=\"matrix\" tabindex=\"-1\">Drafts and groups of rules</h2>\n");
    let found = |it: &&Row| !it.rules.is_empty();
    if !rows.all.iter().any(|it| found(&it)) {
        html.raw("<p>Nothing was found.</p>\n</section>\n");
        return Ok(());
    }
    let groups = groups(report);
    heads(&groups, html);
    // The script knows a draft by its place in the table of drafts.
    let lines = rows.all.iter().enumerate().filter(|(_, it)| found(it));
    for (line, (place, row)) in lines.enumerate() {
        pages.group(line)?;
        self::line(place, row, &groups, &mut pages.html);
    }
    pages.html.raw("</tbody></table></div>\n</section>\n");
    Ok(())
}

fn heads(groups: &[(&str, String)], html: &mut Html) {
    html.raw(
        "<p id=\"legend\">How many findings a draft has in each group; the sign says ",
    );
    html.raw("how grave the gravest of them is: <span class=\"error\">◆ error</span>, ");
    html.raw("<span class=\"warning\">▲ warning</span>, <span class=\"note\">● note");
    html.raw("</span>. Only drafts with findings, the gravest first. Groups:");
    for (at, (group, name)) in groups.iter().enumerate() {
        html.raw(if at == 0 { " " } else { ", " }).raw("<b>").words(group);
        html.raw("</b> ").words(name);
    }
    html.raw(".</p>\n");
    html.raw("<div class=\"window\" role=\"region\" tabindex=\"0\" ");
    html.raw("aria-labelledby=\"matrix\">\n<table id=\"grid\" role=\"table\" ");
    html.raw("aria-labelledby=\"matrix\" aria-describedby=\"legend\">\n");
    html.raw("<thead role=\"rowgroup\"><tr role=\"row\">");
    html.raw("<th scope=\"col\" role=\"columnheader\">Draft</th>");
    for (group, name) in groups {
        html.raw("<th scope=\"col\" role=\"columnheader\"").attr("title", name);
        html.raw("><span").attr("data-pick", &format!("group={group}")).raw(">");
        html.words(group).raw("</span></th>");
    }
    html.raw("</tr></thead>\n");
}

fn line(place: usize, row: &Row, groups: &[(&str, String)], html: &mut Html) {
    html.raw("<tr role=\"row\"").attr("data-of", &place.to_string());
    html.raw("><th scope=\"row\" role=\"rowheader\"><a").attr("href", &row.page());
    html.raw(" dir=\"auto\">");
    if let Some(number) = &row.number {
        html.raw("<b>").words(number).raw("</b> ");
    }
    html.words(&shortened(&row.name, 60)).raw("</a></th>");
    let cells = cells(row);
    for (group, _) in groups {
        html.raw("<td role=\"cell\"");
        if let Some((severity, count)) = cells.get(group) {
            html.attr("class", severity.name()).raw(">").number(*count).raw("</td>");
        } else {
            html.raw("></td>");
        }
    }
    html.raw("</tr>\n");
}

/// The gravest severity and the number of findings, by group.
fn cells(row: &Row) -> BTreeMap<&str, (Severity, usize)> {
    let mut cells = BTreeMap::new();
    for (code, hits) in &row.rules {
        let group = code.trim_end_matches(|it: char| it.is_ascii_digit());
        let cell = cells.entry(group).or_insert((hits.severity, 0));
        cell.0 = cell.0.max(hits.severity);
        cell.1 += hits.found;
    }
    cells
}
