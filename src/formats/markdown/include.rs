//! The files that a draft includes, `{::include terms.md}`, put in their places. Knows
//! no Markdown.

use std::sync::LazyLock;

use regex::Regex;

use super::{Flow, Input, Skipped, Source};
use crate::doc::{Origin, Stretch};

/// How deep files may include files.
const DEPTH: u8 = 8;

static INCLUDE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\{::include(?:-[a-z0-9-]+)?[ \t]+([^}\s]+)[^}\n]*\}")
        .expect("a tested pattern")
});

/// A draft with the files that it includes.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// The text of all of them, as their readers will read it.
    pub text: String,
    /// Where in the text each stretch of a file begins: there, file, byte of the file.
    // Invariant: sorted by the first field.
    stretches: Vec<(usize, u16, usize)>,
    sources: Vec<Source>,
    lost: Vec<String>,
}

impl Files {
    /// Puts into the draft `text` what it includes.
    pub(super) fn expand(input: Input<'_>, text: String) -> Self {
        let mut files = Self::default();
        files.add(input, None, text, 0);
        files
    }

    fn add(&mut self, input: Input<'_>, name: Option<Box<str>>, text: String, depth: u8) {
        let Ok(file) = u16::try_from(self.sources.len()) else { return };
        self.sources.push(Source { name, text: None });
        let mut at = 0;
        for found in INCLUDE.captures_iter(&text) {
            let (Some(whole), Some(name)) = (found.get(0), found.get(1)) else {
                continue;
            };
            let name = name.as_str();
            let limit = input.limits.part;
            let room = u64::try_from(self.text.len()).is_ok_and(|it| it < limit);
            let inner = (depth < DEPTH && room).then(|| (input.include)(name));
            let Some(Ok(inner)) = inner else {
                self.lost.push(name.to_owned());
                continue;
            };
            self.copy(file, &text, at..whole.start());
            self.add(input, Some(name.into()), inner, depth + 1);
            at = whole.end();
        }
        self.copy(file, &text, at..text.len());
        self.sources[usize::from(file)].text = Some(text.into());
    }

    fn copy(&mut self, file: u16, text: &str, range: std::ops::Range<usize>) {
        self.stretches.push((self.text.len(), file, range.start));
        self.text.push_str(&text[range]);
    }

    /// What to say of the files that could not be read.
    pub(super) fn missing(&self) -> Option<Skipped> {
        let first = self.lost.first()?;
        let what = match self.lost.len() {
            1 => format!("{first}, which the draft includes"),
            count => {
                format!("{first} and {} other files that the draft includes", count - 1)
            }
        };
        let why = "not found beside the draft; run again with them in its folder".into();
        Some(Skipped { what: what.into(), why })
    }

    /// The part of a stretch that lies in the file that it begins in.
    pub(super) fn within_one(&self, stretch: Stretch) -> Stretch {
        let Origin::Byte { file, at } = stretch.from else { return stretch };
        let here = usize::try_from(at).unwrap_or_default();
        let next = self.stretches.partition_point(|it| it.0 <= here);
        let end = self.stretches.get(next).map_or(self.text.len(), |it| it.0);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        Stretch { to: stretch.to.min(Origin::Byte { file, at: end }), ..stretch }
    }

    /// Where in the text each stretch of a file begins: there, file, byte of the file.
    pub(super) fn stretches(&self) -> &[(usize, u16, usize)] {
        &self.stretches
    }

    /// Gives the sources to `flow`, and every origin its own file.
    pub(super) fn give(self, flow: &mut Flow) {
        flow.sources = self.sources;
        if flow.sources.len() == 1 {
            return;
        }
        let stretches = self.stretches;
        flow.relocate(|origin| {
            let Origin::Byte { at, .. } = origin else { return origin };
            let here = usize::try_from(at).unwrap_or_default();
            let next = stretches.partition_point(|it| it.0 <= here);
            let Some((begin, file, start)) = stretches.get(next.saturating_sub(1)) else {
                return origin;
            };
            let at = u32::try_from(here - begin + start);
            let at = at.expect("a draft is smaller than 4 GiB");
            Origin::Byte { file: *file, at }
        });
    }
}
