//! Writes comments and what has to be cut for them into the bytes of the main part. All
//! other bytes stay as they are.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::{
    super::super::xml::{Event, Xml},
    frame::{Frame, Letters, Site},
    place::{Anchor, Cut},
    prefix::name,
    scan::Found,
};

/// Comments to be written.
pub(super) struct Comments<'a> {
    /// The part that they are written into.
    pub found: &'a Found<'a>,
    /// The name of the style of references.
    pub style: Option<&'a str>,
}

/// What stands at one place when all is written.
#[derive(Default)]
struct Slot {
    cut: Option<Cut>,
    // What a run is begun with anew.
    again: String,
    ends: String,
    starts: String,
}

/// Bytes that are replaced.
type Edit = (Range<usize>, String);

/// The text with all comments in it, and the number of each; `next` is free.
pub(super) fn write(
    comments: &Comments<'_>,
    anchors: &[Option<Anchor>],
    mut next: u32,
) -> (String, Vec<Option<u32>>) {
    let mut slots: BTreeMap<usize, Slot> = BTreeMap::new();
    for anchor in anchors.iter().flatten() {
        for cut in [anchor.from, anchor.to] {
            let slot = slots.entry(cut.at()).or_default();
            if !matches!(cut, Cut::Edge(_)) {
                slot.cut = Some(cut);
            }
        }
    }
    for slot in slots.values_mut() {
        slot.again = again(comments, slot.cut, &mut next);
    }
    let prefix = &comments.found.prefix;
    let mut ids = Vec::with_capacity(anchors.len());
    for anchor in anchors {
        let Some(Anchor { from, to, .. }) = anchor else {
            ids.push(None);
            continue;
        };
        slots.entry(from.at()).or_default().starts += &prefix.start(next);
        slots.entry(to.at()).or_default().ends += &prefix.end(next, comments.style);
        ids.push(Some(next));
        next = next.saturating_add(1);
    }
    let edits = edits(comments, slots);
    (apply(comments.found.source, edits), ids)
}

/// Everything that changes, in the order of the file.
fn edits(comments: &Comments<'_>, slots: BTreeMap<usize, Slot>) -> Vec<Edit> {
    let removals = comments.found.removals.iter();
    let mut edits: Vec<Edit> = removals.map(|it| (it.clone(), String::new())).collect();
    let mut cut = BTreeSet::new();
    for (at, Slot { cut: how, again, ends, starts }) in slots {
        let close = match how {
            None | Some(Cut::Edge(_)) => String::new(),
            Some(Cut::Before(_, site)) => closing(comments, frame(comments, site)),
            Some(Cut::Inside(_, site)) => {
                if let Some(letters) = letters(comments, site).filter(|it| !it.keeps)
                    && cut.insert(site.child)
                {
                    edits.extend(keeping(comments, site, letters));
                }
                closing_text(comments, site) + &closing(comments, frame(comments, site))
            }
        };
        edits.push((at..at, [close, ends, starts, again].concat()));
    }
    edits.sort_by_key(|(at, _)| (at.start, at.end));
    edits
}

fn apply(source: &str, edits: Vec<Edit>) -> String {
    let added: usize = edits.iter().map(|(_, it)| it.len()).sum();
    let mut text = String::with_capacity(source.len() + added);
    let mut done = 0;
    for (at, new) in edits {
        text += source.get(done..at.start).unwrap_or_default();
        text += &new;
        done = done.max(at.end);
    }
    text + source.get(done..).unwrap_or_default()
}

/// What a run that was cut goes on with: the tags that it began with.
fn again(comments: &Comments<'_>, cut: Option<Cut>, next: &mut u32) -> String {
    let (site, inside) = match cut {
        None | Some(Cut::Edge(_)) => return String::new(),
        Some(Cut::Before(_, site)) => (site, false),
        Some(Cut::Inside(_, site)) => (site, true),
    };
    let Some(frame) = frame(comments, site) else { return String::new() };
    let source = comments.found.source;
    let mut text =
        source.get(frame.whole.start..frame.tag).unwrap_or_default().to_owned();
    let properties = source.get(frame.properties.clone()).unwrap_or_default();
    text += &renumbered(properties, next);
    if inside {
        text += &text_tag(comments, site);
    }
    text
}

/// The properties of a run for its second half: a tracked change in them is one of its
/// own, with a number of its own.
fn renumbered(properties: &str, next: &mut u32) -> String {
    let mut text = String::new();
    let mut done = 0;
    // Namespaces are declared further up; the names of changes are Word's alone.
    let changes = ["rPrChange", "ins", "del", "moveFrom", "moveTo"];
    let mut xml = Xml::new(properties, usize::MAX);
    while let Ok(event) = xml.pull() {
        match event {
            Event::Eof => break,
            Event::Start(tag) if changes.contains(&tag.name) => {
                let Some(key) = tag.key("id") else { continue };
                let at = xml.range();
                let whole = properties.get(at.clone()).unwrap_or_default();
                text += properties.get(done..at.start).unwrap_or_default();
                text += "<";
                text += name(whole);
                text += &tag.setting(key, &next.to_string());
                text += if whole.ends_with("/>") { "/>" } else { ">" };
                done = at.end;
                *next = next.saturating_add(1);
            }
            Event::Start(_) | Event::End | Event::Text(_) | Event::Character(_) => {}
        }
    }
    text + properties.get(done..).unwrap_or_default()
}

/// The tag of a text that is cut: its blanks count now.
fn text_tag(comments: &Comments<'_>, site: Site) -> String {
    let Some((at, letters)) = child(comments, site) else { return String::new() };
    let whole = comments.found.source.get(at.start..letters.tag).unwrap_or_default();
    if letters.keeps {
        return whole.to_owned();
    }
    let mut xml = Xml::new(whole, 1);
    let attributes = match xml.pull() {
        Ok(Event::Start(tag)) => tag.setting("xml:space", "preserve"),
        _ => String::new(),
    };
    format!("<{}{attributes}>", name(whole))
}

/// Lets the blanks of a text count, and takes away those that did not.
fn keeping(comments: &Comments<'_>, site: Site, letters: &Letters) -> Vec<Edit> {
    let Some((at, _)) = child(comments, site) else { return Vec::new() };
    let Range { start, end } = letters.counted;
    let behind = comments.found.source.get(end..at.end).unwrap_or_default();
    let blanks = behind.rfind("</").unwrap_or_default();
    let tag = (at.start..start, text_tag(comments, site));
    vec![tag, (end..end + blanks, String::new())]
}

fn closing(comments: &Comments<'_>, frame: Option<&Frame>) -> String {
    let tag = frame.and_then(|it| comments.found.source.get(it.whole.start..it.tag));
    format!("</{}>", name(tag.unwrap_or_default()))
}

fn closing_text(comments: &Comments<'_>, site: Site) -> String {
    let tag = child(comments, site)
        .and_then(|(at, letters)| comments.found.source.get(at.start..letters.tag));
    format!("</{}>", name(tag.unwrap_or_default()))
}

fn frame<'a>(comments: &Comments<'a>, site: Site) -> Option<&'a Frame> {
    comments.found.frames.all.get(site.frame)
}

fn letters<'a>(comments: &Comments<'a>, site: Site) -> Option<&'a Letters> {
    child(comments, site).map(|(_, letters)| letters)
}

/// The text that a site is in, and all its bytes.
fn child<'a>(comments: &Comments<'a>, site: Site) -> Option<(Range<usize>, &'a Letters)> {
    let child = comments.found.frames.children.get(site.child?)?;
    Some((child.whole.clone(), child.letters.as_ref()?))
}
