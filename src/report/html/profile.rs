//! What a draft is as a whole: its kind and why, its parts, what it specifies, and the
//! algorithms that it names.

use super::{entry::Sheet, markup::Html, page};
use crate::{
    doc::ClauseId,
    facts::{Algorithm, Use},
    report::{keep::status, place, unjudged},
    text::{Span, shortened},
};

pub(super) fn write(sheet: &Sheet<'_>, html: &mut Html) {
    let (draft, profile) = (sheet.draft, &sheet.draft.facts.profile);
    html.raw("<dl>\n");
    if draft.judged(sheet.rules) {
        html.raw("<div><dt>Kind</dt><dd>").raw(profile.kind.name());
        if !profile.kind_because.is_empty() {
            html.raw(": ").quoted(&profile.kind_because);
        }
        html.raw("</dd></div>\n");
        if sheet.rules.rules().any(|(_, it)| it.kinds.contains(&profile.kind)) {
            parts(sheet, html);
        } else {
            html.raw("<div><dt>Rules</dt><dd>no rule of this run applies to such a ");
            html.raw("document</dd></div>\n");
        }
    } else {
        let words = unjudged(sheet.doc.about().language);
        html.raw("<div><dt>Kind</dt><dd>").words(&words).raw("</dd></div>\n");
    }
    html.raw("<div><dt>File</dt><dd>").words(draft.format).raw(", ");
    html.words(&size(draft.bytes)).raw(" <span class=\"digest\">").words(&draft.digest);
    html.raw("</span></dd></div>\n</dl>\n");
    if !profile.algorithms.is_empty() {
        algorithms(sheet, &profile.algorithms, html);
    }
}

fn parts(sheet: &Sheet<'_>, html: &mut Html) {
    let profile = &sheet.draft.facts.profile;
    let (security, threats) = (&profile.security, &profile.threats);
    part(sheet, "Security", security.state.name(), &security.clauses, html);
    part(sheet, "Threats", threats.state.name(), &threats.clauses, html);
    let privacy = &profile.privacy;
    part(sheet, "Privacy", privacy.state.name(), &privacy.clauses, html);
    html.raw("<div><dt>Specifies</dt><dd>");
    if profile.traits.is_empty() {
        html.raw("none recognised");
    } else {
        html.raw("<ul class=\"traits\">\n");
        for it in &profile.traits {
            html.raw("<li>").words(&it.name).raw(": ");
            words(sheet, it.because, html);
            html.raw("</li>\n");
        }
        html.raw("</ul>");
    }
    html.raw("</dd></div>\n");
}

fn part(
    sheet: &Sheet<'_>,
    name: &'static str,
    state: &'static str,
    clauses: &[ClauseId],
    html: &mut Html,
) {
    html.raw("<div><dt>").raw(name).raw("</dt><dd>").raw(state);
    // The first is the best; a part of many clauses is a list that nobody reads.
    for (index, id) in clauses.iter().take(5).enumerate() {
        html.raw(if index == 0 { ": " } else { ", " });
        clause(sheet, *id, html);
    }
    if 5 < clauses.len() {
        html.raw(" and ").number(clauses.len() - 5).raw(" more");
    }
    html.raw("</dd></div>\n");
}

/// The name of a clause, as a link to it.
pub(super) fn clause(sheet: &Sheet<'_>, id: ClauseId, html: &mut Html) {
    let doc = sheet.doc;
    let link = match id {
        ClauseId::DOCUMENT => format!("#{}", sheet.id("text", "")),
        _ => sheet.to_clause(id),
    };
    html.raw("<a").attr("href", &link).raw(">");
    let (number, title) = (place::number(doc, id), place::title(doc, id));
    match (number, title) {
        (None, None) => html.raw("before the first heading"),
        (Some(one), None) | (None, Some(one)) => html.quoted(&shortened(one, 80)),
        (Some(number), Some(title)) => {
            html.quoted(number).raw(" ").quoted(&shortened(title, 80))
        }
    };
    html.raw("</a>");
}

/// Words of the draft, as a link to where they stand.
pub(super) fn words(sheet: &Sheet<'_>, at: Span, html: &mut Html) {
    let block = usize::try_from(sheet.doc.block_at(at).0).unwrap_or_default();
    html.raw("<a");
    if !sheet.doc.blocks().is_empty() {
        html.attr("href", &sheet.to_block(block));
    }
    html.raw(">“").quoted(&shortened(&sheet.doc[at], 100)).raw("”</a>");
}

fn size(bytes: u64) -> String {
    if bytes < 10_240 {
        format!("{bytes} bytes")
    } else {
        format!("{} KiB", bytes / 1024)
    }
}

fn algorithms(sheet: &Sheet<'_>, all: &[Algorithm], html: &mut Html) {
    let label = format!("Algorithms of {}", page::name(sheet.draft));
    html.raw("<div class=\"table\" role=\"region\" tabindex=\"0\"");
    html.attr("aria-label", &label).raw(">\n<table class=\"algorithms\">\n");
    html.raw("<caption>Algorithms and secure protocols that it names</caption>\n<thead>");
    html.raw("<tr><th scope=\"col\">Name</th><th scope=\"col\">Status</th>");
    html.raw("<th scope=\"col\">Use</th><th scope=\"col\">Declared by</th>");
    html.raw(
        "<th scope=\"col\">First in</th><th scope=\"col\">Times</th></tr></thead>\n",
    );
    html.raw("<tbody>\n");
    for it in all {
        let entry = sheet.rules.lexicon().catalogue().get(it.entry);
        let state = status(entry.status);
        html.raw("<tr><th scope=\"row\">").quoted(&it.name);
        // The version of a protocol is part of its name.
        if let Some(mode) = it.mode.as_deref().filter(|mode| !it.name.ends_with(mode)) {
            html.raw(", ").quoted(mode);
        }
        if let Some(bits) = it.bits {
            html.raw(", ").words(&bits.to_string()).raw(" bits");
        }
        html.raw("</th><td").attr("class", state).raw(">").raw(state);
        html.raw("</td><td>").raw(it.standing.name()).raw("</td><td>");
        match &it.declared_by {
            Some(by) => html.quoted(by),
            None if it.standing == Use::Normative => html.raw("undeclared"),
            None => html.raw("–"),
        };
        html.raw("</td><td>");
        clause(sheet, sheet.doc.clause_at(it.first(it.standing).at), html);
        html.raw("</td><td>").number(it.mentions.len()).raw("</td></tr>\n");
    }
    html.raw("</tbody></table></div>\n");
}
