//! The page on several reports: pictures of their counts, and the same numbers as a
//! table. There is no script, and nothing tells by colour alone.

mod picture;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use super::markup::Html;
use crate::{
    finding::Severity,
    report::{
        trend::{Column, Trend, change, per_draft},
        words::counted,
    },
};

const BEGIN: &str = "<!DOCTYPE html>\n<!-- reclint-report/html -->\n<html lang=\"en\">\n\
                     <head>\n<meta charset=\"utf-8\">\n";

/// How the page looks.
const STYLE: &str = include_str!("style.css");

/// What the page may load: nothing but its own style, known by its SHA-256. A test holds
/// it against the file.
const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src \
     'none'; style-src 'sha256-jUInbzUddp4AhPoocHOily1zaIZhSOTO5krYaBg9lL8='; base-uri 'none'; form-action 'none'\">\n";

/// Writes the page.
pub fn trend_page(trend: &Trend, to: &mut dyn Write) -> io::Result<()> {
    let mut html = Html::default();
    html.raw(BEGIN).raw(POLICY);
    html.raw("<meta name=\"referrer\" content=\"no-referrer\">\n");
    html.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    html.raw(
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
    );
    html.raw("<title>Findings from report to report – reclint</title>\n<style>");
    html.raw(STYLE).raw("</style>\n</head>\n<body>\n<main>\n<header>\n");
    html.raw("<h1>Findings from report to report</h1>\n<p class=\"lead\">");
    lead(trend, &mut html);
    html.raw("</p>\n");
    for it in &trend.remarks {
        html.raw("<p class=\"remark\"><strong>Note:</strong> ").quoted(it).raw("</p>\n");
    }
    html.raw("</header>\n");
    picture::patterns(&mut html);
    picture::key(trend, &mut html);
    picture::all(trend, &mut html);
    picture::groups(trend, &mut html);
    table(trend, &mut html);
    html.raw("</main>\n<footer><p>reclint ").words(env!("CARGO_PKG_VERSION"));
    html.raw(
        ". Counts depend on how many drafts were checked: see the row “findings a \
              draft”. A draft of several revisions counts once for each.</p></footer>\n\
              </body>\n</html>\n",
    );
    to.write_all(html.as_str().as_bytes())
}

/// What the first report and the last one hold, in a sentence each.
fn lead(trend: &Trend, html: &mut Html) {
    let last = trend.columns.iter().skip(1).last();
    for it in trend.columns.iter().take(1).chain(last) {
        html.quoted(&it.label).raw(": ").words(&counted(it.sum(), "finding"));
        html.raw(" (").words(&counted(it.found[0], "error")).raw(") in ");
        html.words(&counted(it.drafts, "draft")).raw(". ");
    }
}

fn table(trend: &Trend, html: &mut Html) {
    html.raw(
        "<div class=\"table\" role=\"region\" tabindex=\"0\" \
              aria-labelledby=\"numbers\">\n<table>\n<caption id=\"numbers\">The same in \
              numbers: errors, warnings and notes stand below each sum</caption>\n\
              <thead><tr><td></td>",
    );
    for it in &trend.columns {
        html.raw("<th scope=\"col\">").quoted(&it.label).raw("</th>");
    }
    if 1 < trend.columns.len() {
        html.raw("<th scope=\"col\">first to last</th>");
    }
    html.raw("</tr></thead>\n<tbody>\n");
    row("Drafts", trend, &|it| (it.drafts, None), html);
    row("Findings", trend, &|it| (it.sum(), Some(it.found)), html);
    html.raw("<tr><th scope=\"row\">Findings a draft</th>");
    for it in &trend.columns {
        html.raw("<td>").words(&per_draft(it)).raw("</td>");
    }
    if 1 < trend.columns.len() {
        html.raw("<td></td>");
    }
    html.raw("</tr>\n");
    row("Answered", trend, &|it| (it.allowed, None), html);
    html.raw("</tbody>\n<tbody>\n");
    for group in &trend.groups {
        let of = |it: &Column| {
            let found = it.of(&group.code);
            (found.iter().sum(), Some(found))
        };
        row(&group.title(), trend, &of, html);
    }
    html.raw("</tbody>\n</table>\n</div>\n");
}

/// How many findings there are, and how many by severity where that says more.
type Counted = (usize, Option<[usize; 3]>);

fn row(name: &str, trend: &Trend, of: &dyn Fn(&Column) -> Counted, html: &mut Html) {
    html.raw("<tr><th scope=\"row\">").words(name).raw("</th>");
    for it in &trend.columns {
        let (sum, found) = of(it);
        html.raw("<td>").number(sum);
        if let Some(found) = found.filter(|_| 0 < sum) {
            html.raw("<small>").words(&by_severity(found)).raw("</small>");
        }
        html.raw("</td>");
    }
    if 1 < trend.columns.len() {
        let sums: Vec<_> = trend.columns.iter().map(|it| of(it).0).collect();
        let change = change(&sums).replace('-', "−");
        html.raw("<td class=\"change\">").words(&change).raw("</td>");
    }
    html.raw("</tr>\n");
}

/// `2 errors, 1 note`.
fn by_severity(found: [usize; 3]) -> String {
    let some = Severity::ALL.into_iter().zip(found).filter(|(_, count)| 0 < *count);
    let some = some.map(|(it, count)| counted(count, it.name()));
    some.collect::<Vec<_>>().join(", ")
}
