//! What a meeting's page says first: what it is, how much was found, and the filters.

use super::{Meeting, matrix::groups, row::Rows};
use crate::{
    finding::Severity,
    report::{
        Report,
        html::{markup::Html, page::counts},
        view,
        words::{counted, found},
    },
};

/// What the page is called.
pub(super) fn title(report: &Report<'_>, meeting: &Meeting) -> String {
    let drafts = counted(report.totals.drafts, "draft");
    match &meeting.name {
        Some(name) => format!("{name}: report on {drafts}"),
        None => format!("Report on {drafts}"),
    }
}

pub(super) fn write(
    report: &Report<'_>,
    meeting: &Meeting,
    rows: &Rows,
    html: &mut Html,
) {
    html.raw("<main>\n<header class=\"head\">\n<h1>");
    html.quoted(&title(report, meeting)).raw("</h1>\n");
    html.raw("<p class=\"lead\">What reclint found in the drafts of this meeting. A ");
    html.raw("finding names words of a draft, says why they matter and what to write ");
    html.raw("instead; it is for the editors to answer. The title of a draft leads to ");
    html.raw("its page, where each finding stands beside the words.</p>\n");
    counts(rows.found, rows.allowed, html);
    facts(report, rows, html);
    ways(report, html);
    html.raw("</header>\n");
    filters(report, rows, html);
}

/// The rest of what is known, one thing a line.
fn facts(report: &Report<'_>, rows: &Rows, html: &mut Html) {
    html.raw("<ul class=\"facts\" role=\"list\">\n");
    fact(&counted(report.totals.drafts, "draft"), "read", html);
    let (older, findings) = rows.older;
    if 0 < older {
        let words = counted(older, "earlier revision");
        let rest = format!(
            "folded below the newest; what was found in them is not counted here: {}",
            found(findings)
        );
        fact(&words, &rest, html);
    }
    if let Some(baseline) = &report.baseline {
        let all: usize = rows.found.iter().sum();
        let (fixed, known) = (fixed(report), all - rows.new.min(all));
        html.raw("<li><b>").number(rows.new).raw(" new</b>, ").number(known);
        html.raw(" known and ").number(fixed).raw(" fixed against ");
        html.quoted(&baseline.name).raw("</li>\n");
        for it in &baseline.remarks {
            html.raw("<li>").words(it).raw("</li>\n");
        }
    }
    let unjudged = report.totals.unjudged;
    if 0 < unjudged {
        let rest = "not judged, for want of word lists: the column Kind says so";
        fact(&counted(unjudged, "draft"), rest, html);
    }
    let other = rows.all.iter().filter(|it| it.apart).count();
    if 0 < other {
        fact(&counted(other, "paper"), "of a kind that no rule is for", html);
    }
    if 0 < rows.partly {
        fact(
            &counted(rows.partly, "draft"),
            "not read in full: their pages say what",
            html,
        );
    }
    if !report.copies.is_empty() {
        let copies = report.copies.len();
        let words = if copies == 1 { "1 copy" } else { &format!("{copies} copies") };
        fact(words, "of a draft, byte by byte: named beside it", html);
    }
    if !report.not_read.is_empty() {
        html.raw("<li><b>").words(&counted(report.not_read.len(), "file"));
        html.raw("</b> <a href=\"#not-read\">not read</a></li>\n");
    }
    if 0 < report.left_alone {
        let rest = "left alone: locks, hidden files, reports of reclint";
        fact(&counted(report.left_alone, "file"), rest, html);
    }
    html.raw("<li>Tracked changes: the <b>").raw(view(report.view));
    html.raw("</b> text was read</li>\n");
    html.raw("<li>Beside this page: <a href=\"findings.csv\">findings.csv</a> for a ");
    html.raw("spreadsheet, <a href=\"report.json\">report.json</a> to compare the next ");
    html.raw("meeting with, <a href=\"report.sarif\">report.sarif</a></li>\n</ul>\n");
}

fn fact(count: &str, rest: &str, html: &mut Html) {
    html.raw("<li><b>").words(count).raw("</b> ").words(rest).raw("</li>\n");
}

/// How many findings of the earlier report are gone.
pub(super) fn fixed(report: &Report<'_>) -> usize {
    report.baseline.as_ref().map_or(0, |it| it.fixed.len())
}

/// Where to go from here.
fn ways(report: &Report<'_>, html: &mut Html) {
    html.raw("<nav class=\"ways\" aria-label=\"On this page\"><ul role=\"list\">\n");
    let fixed = 0 < fixed(report);
    let ways = [
        ("#drafts", "Drafts", true),
        ("#rules", "Counts by rule", true),
        ("#matrix", "Drafts and groups of rules", true),
        ("#fixed", "Fixed", fixed),
        ("#not-read", "Not read", !report.not_read.is_empty()),
    ];
    for (link, words, _) in ways.into_iter().filter(|it| it.2) {
        html.raw("<li><a").attr("href", link).raw(">").raw(words).raw("</a></li>\n");
    }
    html.raw("</ul></nav>\n");
}

/// The script shows them: without it they do nothing.
fn filters(report: &Report<'_>, rows: &Rows, html: &mut Html) {
    html.raw("<form id=\"filters\" role=\"search\" aria-label=\"Filter the drafts\" ");
    html.raw("autocomplete=\"off\" hidden>\n<label class=\"text\">Words ");
    html.raw("<input type=\"search\" name=\"text\" spellcheck=\"false\" ");
    html.raw("placeholder=\"title, number, file, algorithm\"></label>\n");
    let severities = Severity::ALL.map(|it| (it.name(), format!("{}s", it.name())));
    let rest = [("none", "no findings"), ("unjudged", "not judged")];
    let rest = rest.map(|(value, words)| (value, words.to_owned()));
    choice("Findings", "severity", severities.into_iter().chain(rest), html);
    let groups = groups(report).into_iter();
    let groups = groups.map(|(group, name)| (group, format!("{group} {name}")));
    choice("Group", "group", groups, html);
    let codes = rows.rules.keys().map(|it| {
        let rule = report.rules.find(it).map(|it| report.rules.get(it));
        let name = rule.map(|it| it.name.as_ref()).unwrap_or_default();
        (&**it, format!("{it} {name}"))
    });
    choice("Rule", "rule", codes, html);
    let mut questions: Vec<_> =
        rows.all.iter().flat_map(|it| &it.questions).map(|it| &**it).collect();
    questions.sort_by(|a, b| super::row::natural(a, b));
    questions.dedup();
    if !questions.is_empty() {
        let questions = questions.into_iter().map(|it| (it, it.to_owned()));
        choice("Question", "question", questions, html);
    }
    if report.baseline.is_some() {
        html.raw("<label class=\"tick\"><input type=\"checkbox\" name=\"new\" ");
        html.raw("value=\"1\"> only with new findings</label>\n");
    }
    html.raw("<button type=\"reset\">Clear</button>\n");
    html.raw("</form>\n<p id=\"shown\" role=\"status\"></p>\n");
}

fn choice<'a>(
    label: &'static str,
    name: &'static str,
    values: impl Iterator<Item = (&'a str, String)>,
    html: &mut Html,
) {
    html.raw("<label>").raw(label).raw(" <select").attr("name", name);
    html.raw("><option value=\"\">any</option>");
    for (value, words) in values {
        html.raw("<option").attr("value", value).raw(">").words(&words).raw("</option>");
    }
    html.raw("</select></label>\n");
}
