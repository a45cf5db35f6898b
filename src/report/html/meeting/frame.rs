//! What stands around the pages of a meeting: head and foot, and what they may load.

use std::io::{self, Write};

use super::{Meeting, name};
use crate::{
    formats::View,
    report::{
        Record, Report,
        html::{self, BEGIN, POLICY, markup::Html},
        view,
    },
    rules::RuleSet,
};

/// How the page looks, beside what all pages share.
pub(super) const STYLE: &str = include_str!("style.css");

/// Filters and sorts what the page already holds.
pub(super) const SCRIPT: &str = include_str!("script.js");

/// What the page may load: its own styles and its script, known by their SHA-256. A test
/// holds it against the files.
pub(super) const OWN_POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\" \
     content=\"default-src 'none'; style-src \
     'sha256-3qcBs2q+O36td9ekwIv+PFPSlNLl3XCZpJS/JsippKM=' \
     'sha256-8TYsLBstEzgSb364uUtfRSLBNFUWqng8h8uD7wDowes='; script-src \
     'sha256-EnkqpODtHYgWxIf8CIgC6YWZryYiLn9BLijx9fWDARw='; base-uri 'none'; form-action 'none'\">\n";

/// Begins the page of a meeting.
pub(super) fn begin(title: &str, html: &mut Html) {
    html.raw(BEGIN).raw(OWN_POLICY);
    html::about(title, html);
    html.raw("<style>").raw(STYLE).raw("</style>\n</head>\n<body class=\"meeting\">\n");
    html.raw("<a class=\"skip\" href=\"#drafts\">Skip to the drafts</a>\n");
}

/// Ends the page of a meeting.
pub(super) fn end(report: &Report<'_>, meeting: &Meeting, html: &mut Html) {
    html.raw("</main>\n<footer class=\"end\"><p>");
    if let Some(date) = &meeting.date {
        html.words(date).raw(", ");
    }
    tool(report.rules, report.view, html);
    html.raw("</p><p>This page and those of the drafts need no network: keep them ");
    html.raw("together, and keep them as confidential as the drafts.</p></footer>\n");
    html.raw("<script>").raw(SCRIPT).raw("</script>\n</body>\n</html>\n");
}

/// Writes the file of one draft: its `page`, as [`draft_page`](html::draft_page) wrote
/// it with [`Page::ALONE`](html::Page::ALONE), with a way back to the meeting's page.
pub fn draft_file(
    record: &Record,
    page: &str,
    rules: &RuleSet,
    view: View,
    to: &mut dyn Write,
) -> io::Result<()> {
    let mut html = Html::default();
    html.raw(BEGIN).raw(POLICY);
    html::about(record.name(), &mut html);
    html.raw("</head>\n<body>\n");
    html.raw("<a class=\"skip\" href=\"#main\">Skip to the draft</a>\n");
    html.raw("<main id=\"main\">\n<nav class=\"path\" aria-label=\"Meeting\">");
    let row = format!("../index.html#d-{}", name::key(&record.path));
    html.raw("<a").attr("href", &row).raw(">← All drafts of the meeting</a></nav>\n");
    html.add_page(page);
    html.raw("</main>\n<footer class=\"end\"><p>");
    tool(rules, view, &mut html);
    html.raw("</p></footer>\n</body>\n</html>\n");
    to.write_all(html.as_str().as_bytes())
}

fn tool(rules: &RuleSet, of: View, html: &mut Html) {
    html.raw("reclint ").words(env!("CARGO_PKG_VERSION")).raw(", rules ");
    html.words(rules.digest()).raw(", ").raw(view(of)).raw(" view");
}
