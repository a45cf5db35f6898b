//! What a meeting's page says last: what was fixed, and what was not read and why.

use std::{cmp::Reverse, collections::BTreeMap, io};

use super::{Pages, head::fixed, row::Rows};
use crate::report::{NotRead, Report, html::markup::Html, words::counted};

/// A list longer than this is folded.
const LONG: usize = 12;

pub(super) fn write(
    report: &Report<'_>,
    rows: &Rows,
    pages: &mut Pages<'_>,
) -> io::Result<()> {
    gone(report, rows, pages)?;
    absent(report, pages)?;
    if report.not_read.is_empty() {
        return Ok(());
    }
    let html = &mut pages.html;
    html.raw("<section aria-labelledby=\"not-read\">\n");
    html.raw("<h2 id=\"not-read\" tabindex=\"-1\">Not read</h2>\n");
    let (wanted, other): (Vec<_>, Vec<_>) =
        report.not_read.iter().partition(|it| it.wanted);
    let drafts = "Drafts that could not be read: nothing is known of them.";
    reasons(drafts, &wanted, pages)?;
    reasons("Other files, not read as drafts of their own.", &other, pages)?;
    pages.html.raw("</section>\n");
    Ok(())
}

/// The findings that an earlier report has and this one has not.
fn gone(report: &Report<'_>, rows: &Rows, pages: &mut Pages<'_>) -> io::Result<()> {
    let Some(baseline) = &report.baseline else { return Ok(()) };
    if fixed(report) == 0 {
        return Ok(());
    }
    let html = &mut pages.html;
    html.raw("<section aria-labelledby=\"fixed\">\n");
    html.raw("<h2 id=\"fixed\" tabindex=\"-1\">Fixed</h2>\n<p>");
    html.words(&counted(fixed(report), "finding")).raw(" of ");
    html.quoted(&baseline.name).raw(": this report no longer has ");
    html.raw(if fixed(report) == 1 { "it" } else { "them" }).raw(".</p>\n");
    let all = rows.all.iter().flat_map(|it| std::iter::once(it).chain(&it.older));
    let there: BTreeMap<_, _> = all.map(|it| (&*it.path, it)).collect();
    for findings in baseline.fixed.chunk_by(|a, b| a.path == b.path) {
        let path = &findings[0].path;
        let html = &mut pages.html;
        fold(findings.len(), html);
        let row = there.get(&**path);
        html.quoted(path).raw(" – ").words(&counted(findings.len(), "finding"));
        html.raw("</summary>\n<ul>\n");
        match row {
            Some(row) => {
                html.raw("<li><a").attr("href", &row.page()).raw(" dir=\"auto\"");
                html.attr("lang", if row.titled { &row.language } else { "en" });
                html.raw(">").words(&row.name).raw("</a></li>\n")
            }
            None => html.raw("<li>The draft is not in this report.</li>\n"),
        };
        for it in findings {
            html.raw("<li><b>").words(&it.rule).raw("</b> ").quoted(&it.message);
            if let Some(clause) = it.clause.name() {
                html.raw(" <small>in ").quoted(clause).raw("</small>");
            }
            html.raw("</li>\n");
        }
        html.raw("</ul></details>\n");
        pages.turn()?;
    }
    pages.html.raw("</section>\n");
    Ok(())
}

/// Drafts of an earlier report that are not among those of this one.
fn absent(report: &Report<'_>, pages: &mut Pages<'_>) -> io::Result<()> {
    let absent = report.baseline.as_ref().map_or(&[][..], |it| &it.absent);
    if absent.is_empty() {
        return Ok(());
    }
    let html = &mut pages.html;
    html.raw("<section aria-labelledby=\"absent\">\n");
    html.raw("<h2 id=\"absent\" tabindex=\"-1\">Not in this run</h2>\n");
    fold(absent.len(), html);
    html.words(&counted(absent.len(), "draft")).raw(" of the earlier report, of which ");
    html.raw("nothing can be said</summary>\n<ul>\n");
    for it in absent {
        let html = &mut pages.html;
        html.raw("<li>").quoted(&it.path).raw(": ");
        html.words(&counted(it.findings, "finding")).raw(" then</li>\n");
        pages.turn()?;
    }
    pages.html.raw("</ul></details></section>\n");
    Ok(())
}

/// Files by the reason why they were not read, the most frequent first.
fn reasons(intro: &str, files: &[&NotRead], pages: &mut Pages<'_>) -> io::Result<()> {
    if files.is_empty() {
        return Ok(());
    }
    pages.html.raw("<p>").words(intro).raw("</p>\n");
    let mut reasons = BTreeMap::<&str, Vec<&str>>::new();
    for it in files {
        reasons.entry(&it.why).or_default().push(&it.path);
    }
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, paths)| Reverse(paths.len()));
    for (why, paths) in reasons {
        fold(paths.len(), &mut pages.html);
        let html = &mut pages.html;
        html.words(&counted(paths.len(), "file")).raw(": ").quoted(why);
        html.raw("</summary>\n<ul class=\"paths\">\n");
        for path in paths {
            pages.html.raw("<li>").quoted(path).raw("</li>\n");
            pages.turn()?;
        }
        pages.html.raw("</ul></details>\n");
    }
    Ok(())
}

fn fold(length: usize, html: &mut Html) {
    html.raw(if length <= LONG { "<details open>" } else { "<details>" });
    html.raw("<summary>");
}
