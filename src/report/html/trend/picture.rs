use crate::{
    finding::Severity,
    report::{
        html::markup::Html,
        trend::{Column, Trend},
    },
};

/// The size of a picture, and the place of its columns in it.
#[derive(Clone, Copy, Debug)]
struct Frame {
    width: usize,
    height: usize,
    above: usize,
    below: usize,
    /// The size of letters.
    letter: usize,
    /// The widest a column gets.
    widest: usize,
    class: &'static str,
}

const LARGE: Frame = Frame {
    width: 640,
    height: 270,
    above: 26,
    below: 26,
    letter: 14,
    widest: 64,
    class: "large",
};

/// One finding more or less does not fill a picture: so many fill it at least.
const FEW: usize = 10;

const SMALL: Frame = Frame {
    width: 300,
    height: 130,
    above: 22,
    below: 20,
    letter: 12,
    widest: 40,
    class: "small",
};

/// What each severity is filled with: plain, striped, dotted, so that it can be told
/// without colour.
const FILLS: [&str; 3] = ["error", "warning", "note"];

/// Defines the stripes and dots once for all pictures.
pub(super) fn patterns(html: &mut Html) {
    html.raw(
        "<svg class=\"patterns\" width=\"0\" height=\"0\" aria-hidden=\"true\" \
         focusable=\"false\"><defs>\n\
         <pattern id=\"stripes\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><rect class=\"warning-ground\" width=\"6\" \
         height=\"6\"/><rect class=\"warning-ink\" width=\"3\" height=\"6\"/></pattern>\n\
         <pattern id=\"dots\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
         <rect class=\"note-ground\" width=\"6\" height=\"6\"/><circle class=\"note-ink\" \
         cx=\"3\" cy=\"3\" r=\"1.3\"/></pattern>\n</defs></svg>\n",
    );
}

/// What the fillings mean, and what stands below the columns if it is a number.
pub(super) fn key(trend: &Trend, html: &mut Html) {
    html.raw("<ul class=\"key\" role=\"list\">");
    for (it, fill) in Severity::ALL.into_iter().zip(FILLS) {
        html.raw(
            "<li><svg width=\"22\" height=\"14\" aria-hidden=\"true\" \
                  focusable=\"false\"><rect",
        );
        html.attr("class", fill);
        html.raw(" x=\"0.5\" y=\"0.5\" width=\"21\" height=\"13\"/></svg> ");
        html.words(it.name()).raw("s</li>");
    }
    html.raw("</ul>\n");
    let long = [LARGE, SMALL].into_iter().any(|it| !named(trend, it));
    if long {
        html.raw("<ol class=\"labels\" aria-label=\"The reports\">");
        for it in &trend.columns {
            html.raw("<li>").quoted(&it.label).raw("</li>");
        }
        html.raw("</ol>\n");
    }
}

/// Draws all findings by severity.
pub(super) fn all(trend: &Trend, html: &mut Html) {
    html.raw("<section aria-labelledby=\"all\">\n<h2 id=\"all\">All findings</h2>\n");
    let most = trend.columns.iter().map(Column::sum).max().unwrap_or_default();
    let counts: Vec<_> = trend.columns.iter().map(|it| it.found).collect();
    drawn(trend, "All findings", &counts, most, LARGE, html);
    html.raw("</section>\n");
}

/// Draws a small picture for each group of rules: what is to be seen is where each of
/// them goes, and cryptography has many times what the others have.
pub(super) fn groups(trend: &Trend, html: &mut Html) {
    if trend.groups.is_empty() {
        html.raw("<p>No report has a finding.</p>\n");
        return;
    }
    html.raw(
        "<section aria-labelledby=\"groups\">\n<h2 id=\"groups\">By group of rules</h2>\n\
         <p class=\"scale\">Each group has a scale of its own; the sums stand above the \
         columns.</p>\n<div class=\"panels\">\n",
    );
    for it in &trend.groups {
        html.raw("<figure>\n<figcaption><b>").words(&it.code).raw("</b> ");
        html.words(it.name.as_deref().unwrap_or_default()).raw("</figcaption>\n");
        let counts: Vec<_> =
            trend.columns.iter().map(|column| column.of(&it.code)).collect();
        let most: Option<usize> = counts.iter().map(|it| it.iter().sum()).max();
        let most = most.unwrap_or_default();
        drawn(trend, &it.title(), &counts, most.max(FEW), SMALL, html);
        html.raw("</figure>\n");
    }
    html.raw("</div>\n</section>\n");
}

/// How wide the place of a column is.
fn slot(trend: &Trend, frame: Frame) -> usize {
    frame.width / trend.columns.len().max(1)
}

/// Whether the names of the reports have room below their columns.
fn named(trend: &Trend, frame: Frame) -> bool {
    let longest = trend.columns.iter().map(|it| it.label.chars().count()).max();
    // A letter is about six tenths as wide as it is high; one is left free.
    (longest.unwrap_or_default() + 1) * frame.letter * 6 / 10 < slot(trend, frame)
}

fn drawn(
    trend: &Trend,
    title: &str,
    counts: &[[usize; 3]],
    most: usize,
    frame: Frame,
    html: &mut Html,
) {
    let Frame { width, height, above, below, .. } = frame;
    html.raw("<svg role=\"img\"").attr("class", frame.class);
    html.attr("viewBox", &format!("0 0 {width} {height}"));
    html.attr("aria-label", &said(trend, title, counts)).raw(">\n");
    let (slot, ground) = (slot(trend, frame), height - below);
    let thick = (slot * 6 / 10).clamp(1, frame.widest);
    let named = named(trend, frame);
    // Not every number has room, if there are very many reports.
    let each = (frame.letter * 2).div_ceil(slot.max(1)).max(1);
    for (at, (column, found)) in trend.columns.iter().zip(counts).enumerate() {
        let middle = at * slot + slot / 2;
        let left = middle.saturating_sub(thick / 2);
        let mut top = ground;
        for ((count, fill), severity) in
            found.iter().zip(FILLS).zip(Severity::ALL).filter(|((it, _), _)| 0 < **it)
        {
            let tall = (count * (ground - above) / most.max(1)).max(1);
            top = top.saturating_sub(tall);
            html.raw("<rect").attr("class", fill);
            place(html, &[("x", left), ("y", top), ("width", thick), ("height", tall)]);
            html.raw("/>");
            let beside = frame.class == LARGE.class && frame.letter * 6 < slot;
            if beside && frame.letter <= tall {
                let low = top + tall / 2 + frame.letter / 3;
                html.raw("<text")
                    .attr("class", &format!("count {}-count", severity.name()));
                place(html, &[("x", left + thick + 6), ("y", low)]);
                html.raw(">").number(*count).raw("</text>");
            }
        }
        if at % each == 0 || at + 1 == counts.len() {
            html.raw("<text").attr("class", "sum");
            place(html, &[("x", middle), ("y", top.saturating_sub(5))]);
            html.raw(">").number(found.iter().sum()).raw("</text>");
            html.raw("<text").attr("class", "label");
            place(html, &[("x", middle), ("y", height - 5)]);
            html.raw(">");
            if named {
                html.words(&column.label);
            } else {
                html.number(at + 1);
            }
            html.raw("</text>");
        }
        html.raw("\n");
    }
    html.raw("<path class=\"ground\"").attr("d", &format!("M0 {ground}.5H{width}"));
    html.raw("/>\n</svg>\n");
}

fn place(html: &mut Html, numbers: &[(&'static str, usize)]) {
    for (name, number) in numbers {
        html.attr(name, &number.to_string());
    }
}

/// What a picture shows, for those who do not see it.
fn said(trend: &Trend, title: &str, counts: &[[usize; 3]]) -> String {
    let each = trend.columns.iter().zip(counts);
    let each =
        each.map(|(it, found)| format!("{}: {}", it.label, found.iter().sum::<usize>()));
    format!(
        "{title}. {}. The table below has all numbers.",
        each.collect::<Vec<_>>().join(", ")
    )
}
