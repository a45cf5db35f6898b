//! The report as one HTML page that needs nothing else: each draft's text as it reads,
//! the findings beside their words. Knows no rule's inside. There is no script, and what
//! a draft says is escaped by construction: see `markup`.

mod card;
mod entry;
mod markup;
pub mod meeting;
mod outline;
mod page;
mod profile;
mod shape;
mod text;
mod trend;
mod words;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use super::{Output, Record, Report, Style, view};

pub use self::{entry::Page, page::draft_page, trend::trend_page};
use self::{markup::Html, page::counts};

pub(super) const OUTPUT: Output = Output { name: "html", write };

/// The beginning by which a run knows a page of ours and does not check it.
const BEGIN: &str = "<!DOCTYPE html>\n<!-- reclint-report/html -->\n<html lang=\"en\">\n\
                     <head>\n<meta charset=\"utf-8\">\n";

/// How the page looks.
const STYLE: &str = include_str!("style.css");

/// What the page may load: nothing but its own style, known by its SHA-256. A test holds
/// it against the file.
const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src \
     'none'; style-src 'sha256-3qcBs2q+O36td9ekwIv+PFPSlNLl3XCZpJS/JsippKM='; img-src data:; \
     base-uri 'none'; form-action 'none'\">\n";

fn write(report: &Report<'_>, _: Style, to: &mut dyn Write) -> io::Result<()> {
    let mut html = Html::default();
    if report.totals.drafts == 1 {
        let mut one = report.drafts.all();
        let kept = one.next().transpose()?;
        let (record, page) = kept.map(|it| (it.record, it.page)).unzip();
        begin(record.as_ref().map_or("Report", Record::name), &mut html);
        main(&mut html);
        html.add_page(page.flatten().as_deref().unwrap_or_default());
    } else {
        let title = format!("Report on {} drafts", report.totals.drafts);
        begin(&title, &mut html);
        main(&mut html);
        list(report, &title, &mut html)?;
        // Page by page, so that no more than one of them is held.
        for it in report.drafts.all() {
            html.add_page(it?.page.as_deref().unwrap_or_default());
            to.write_all(html.as_str().as_bytes())?;
            html = Html::default();
        }
    }
    not_read(report, &mut html);
    html.raw("</main>\n");
    end(report, &mut html);
    to.write_all(html.as_str().as_bytes())
}

fn main(html: &mut Html) {
    html.raw("<a class=\"skip\" href=\"#main\">Skip to the report</a>\n");
    html.raw("<main id=\"main\">\n");
}

fn begin(title: &str, html: &mut Html) {
    html.raw(BEGIN).raw(POLICY);
    about(title, html);
    html.raw("</head>\n<body>\n");
}

/// What the head of each page says, with the style that they share.
fn about(title: &str, html: &mut Html) {
    html.raw("<meta name=\"referrer\" content=\"no-referrer\">\n");
    html.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    html.raw(
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
    );
    html.raw("<title>").words(title).raw(" – reclint</title>\n");
    html.raw("<style>").raw(STYLE).raw("</style>\n");
}

/// Which drafts there are, for a report on several.
fn list(report: &Report<'_>, title: &str, html: &mut Html) -> io::Result<()> {
    html.raw("<header class=\"head\"><h1>").words(title).raw("</h1>\n");
    counts(report.totals.found, report.totals.allowed, html);
    html.raw("</header>\n");
    if report.totals.drafts == 0 {
        html.raw("<p>No draft was read.</p>\n");
        return Ok(());
    }
    html.raw("<nav class=\"drafts\" aria-label=\"Drafts\"><ol role=\"list\">\n");
    for it in report.drafts.all() {
        let record = it?.record;
        let page = Page::among(&record.path);
        html.raw("<li><a").attr("href", &format!("#{}", page.id("top", "")));
        html.raw(">").quoted(record.name()).raw("</a> <span class=\"path\">");
        html.quoted(&record.path).raw("</span>\n");
        counts(record.counts(), record.allowed.len(), html);
        html.raw("</li>\n");
    }
    html.raw("</ol></nav>\n");
    Ok(())
}

fn not_read(report: &Report<'_>, html: &mut Html) {
    if report.not_read.is_empty() {
        return;
    }
    html.raw("<section class=\"rest\" aria-labelledby=\"not-read\">");
    html.raw("<h2 id=\"not-read\">Files that were not read</h2>\n<ul>\n");
    for it in &report.not_read {
        html.raw("<li>").quoted(&it.path).raw(": ").quoted(&it.why).raw("</li>\n");
    }
    html.raw("</ul></section>\n");
}

fn end(report: &Report<'_>, html: &mut Html) {
    html.raw("<footer class=\"end\"><p>reclint ").words(env!("CARGO_PKG_VERSION"));
    html.raw(", rules ").words(report.rules.digest()).raw(", ");
    html.raw(view(report.view)).raw(" view</p></footer>\n</body>\n</html>\n");
}
