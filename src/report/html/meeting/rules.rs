//! What was found by rule: how often, in how many drafts, and what the rule is about.

use std::cmp::Reverse;

use super::row::Rows;
use crate::report::{
    Report,
    html::{entry::sign, markup::Html},
    words::counted,
};

pub(super) fn write(report: &Report<'_>, rows: &Rows, html: &mut Html) {
    html.raw("<section aria-labelledby=\"rules\">\n");
    html.raw("<h2 id=\"rules\" tabindex=\"-1\">Counts by rule</h2>\n");
    let compared = report.baseline.is_some();
    if !rows.rules.is_empty() {
        table(report, compared, rows, html);
    }
    let quiet = report.rules.rules().filter(|(_, it)| !rows.rules.contains_key(&it.code));
    let quiet: Vec<_> = quiet.map(|(_, it)| &*it.code).collect();
    if !quiet.is_empty() {
        html.raw("<p class=\"quiet\">").words(&counted(quiet.len(), "rule"));
        html.raw(" found nothing or did not run: ");
        html.words(&quiet.join(", ")).raw(".</p>\n");
    }
    html.raw("</section>\n");
}

fn table(report: &Report<'_>, compared: bool, rows: &Rows, html: &mut Html) {
    html.raw("<table class=\"rules\" role=\"table\" aria-labelledby=\"rules\">\n");
    html.raw("<thead role=\"rowgroup\"><tr role=\"row\">");
    let heads = ["Rule", "What it is about", "Severity", "Findings", "Drafts", "New"];
    for head in heads.into_iter().filter(|it| compared || *it != "New") {
        html.raw("<th scope=\"col\" role=\"columnheader\">").raw(head).raw("</th>");
    }
    html.raw("</tr></thead>\n<tbody role=\"rowgroup\">\n");
    let mut all: Vec<_> = rows.rules.iter().collect();
    all.sort_by_key(|(_, it)| Reverse((it.severity, it.drafts, it.found)));
    for (code, hits) in all {
        let severity = hits.severity.name();
        html.raw("<tr role=\"row\"")
            .attr("data-rule", code)
            .attr("data-severity", severity);
        html.raw("><th scope=\"row\" role=\"rowheader\"")
            .attr("data-pick", &format!("rule={code}"));
        html.raw(">").words(code).raw("</th><td role=\"cell\">");
        about(report, code, html);
        html.raw("</td><td role=\"cell\"").attr("class", severity);
        html.raw("><span aria-hidden=\"true\">");
        html.raw(sign(hits.severity)).raw("</span> ").raw(severity).raw("</td>");
        let counts = [Some(hits.found), Some(hits.drafts), compared.then_some(hits.new)];
        for count in counts.into_iter().flatten() {
            html.raw("<td role=\"cell\">").number(count).raw("</td>");
        }
        html.raw("</tr>\n");
    }
    html.raw("</tbody></table>\n");
}

/// What a rule says wherever it says it, folded below its title.
fn about(report: &Report<'_>, code: &str, html: &mut Html) {
    let Some(id) = report.rules.find(code) else {
        html.raw("a rule that this run does not have");
        return;
    };
    let rule = report.rules.get(id);
    html.raw("<details><summary>").words(&rule.title).raw("</summary>\n<p>");
    html.words(&rule.why).raw("</p>\n<p><b>Instead:</b> ").words(&rule.help);
    html.raw("</p>\n<p class=\"basis\"><b>Basis:</b> ").words(&rule.basis.join("; "));
    html.raw("</p></details>");
}
