//! What a name says of a file: whether it may be a draft, and what it is otherwise.

use std::{fmt::Write as _, path::Path};

/// What the ending of a name says of a file in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    Draft,
    Zip,
    /// An archive that is not read.
    Packed,
    Other(&'static str),
    /// No draft has this ending; without, its name has none.
    Unknown(Option<&'a str>),
}

/// Endings of drafts that a report of ours may have too.
const TEXTS: &[&str] =
    &["md", "markdown", "adoc", "asciidoc", "asc", "txt", "text", "htm", "html", "xhtml"];

/// Endings of other drafts.
const FILES: &[&str] =
    &["docx", "docm", "dotx", "dotm", "doc", "dot", "rtf", "odt", "mht", "mhtml"];

fn ending(name: &str) -> Option<&str> {
    let name = name.rsplit(['/', '\\']).next()?;
    name.rsplit_once('.').filter(|(before, _)| !before.is_empty()).map(|(_, it)| it)
}

pub(super) fn kind(name: &str) -> Kind<'_> {
    let ending = ending(name);
    let lower = ending.unwrap_or_default().to_lowercase();
    match &*lower {
        it if TEXTS.contains(&it) || FILES.contains(&it) => Kind::Draft,
        "zip" => Kind::Zip,
        "7z" | "rar" | "tar" | "gz" | "tgz" | "bz2" | "xz" | "zst" | "cab" => {
            Kind::Packed
        }
        "pdf" => Kind::Other("a PDF; check the file that it was made from"),
        "png" | "jpg" | "jpeg" | "gif" | "svg" | "emf" | "wmf" | "bmp" | "tif"
        | "tiff" | "webp" | "vsd" | "vsdx" | "drawio" => Kind::Other("a picture"),
        "xls" | "xlsx" | "xlsm" | "ods" | "csv" | "tsv" => Kind::Other("a table of data"),
        "ppt" | "pptx" | "odp" => Kind::Other("slides"),
        "msg" | "eml" => Kind::Other("a message"),
        _ => Kind::Unknown(ending),
    }
}

impl Kind<'_> {
    /// Why a file of this kind is not read.
    pub(super) fn why(self) -> String {
        match self {
            Self::Draft | Self::Zip => "not read".to_owned(),
            Self::Packed => PACKED.to_owned(),
            Self::Other(what) => format!("not a document: {what}"),
            Self::Unknown(Some(it)) => format!("not a document: no draft ends in .{it}"),
            Self::Unknown(None) => "not a document: its name has no ending".to_owned(),
        }
    }
}

pub(super) const PACKED: &str = "an archive of a kind that is not read; unpack it first";

/// Whether a file with this name in a folder is a draft that somebody would miss.
pub(in crate::app) fn missed(path: &str) -> bool {
    kind(path) == Kind::Draft
}

/// Whether a file with this name may be a report that an earlier run wrote.
pub(super) fn may_be_ours(name: &str) -> bool {
    let ending = ending(name).unwrap_or_default().to_lowercase();
    TEXTS.contains(&&*ending)
        || ["json", "jsonl", "sarif", "csv", "xml"].contains(&&*ending)
        || matches!(kind(name), Kind::Unknown(_))
}

/// Whether programs leave files with this name in folders and nobody wrote them.
pub(super) fn left_alone(name: &str) -> bool {
    // `~$draft.docx` is where Word notes who has draft.docx open.
    name.starts_with('.')
        || name.starts_with("~$")
        || ["__MACOSX", "Thumbs.db", "desktop.ini"].contains(&name)
}

/// A path as people read it; bytes that are no letters are shown as numbers, so that two
/// names stay two names.
pub(in crate::app) fn shown(path: &Path) -> String {
    let mut text = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            // Text takes all.
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    text
}

/// The path of an entry below its archive, or why its name is none: only shown, it is
/// never opened.
pub(super) fn inner(name: &str) -> (String, Option<&'static str>) {
    let slashed = name.replace('\\', "/");
    let parts = || slashed.split('/').filter(|it| !it.is_empty() && *it != ".");
    let drive = slashed.as_bytes().get(1) == Some(&b':')
        && slashed.starts_with(|it: char| it.is_ascii_alphabetic());
    let fault = if slashed.starts_with('/') || drive {
        Some("its name in the archive is a place on somebody's disk")
    } else if parts().any(|it| it == "..") {
        Some("its name in the archive leads out of the archive")
    } else if parts().next().is_none() {
        Some("it has no name in the archive")
    } else {
        None
    };
    match fault {
        Some(_) => (slashed, fault),
        None => (parts().collect::<Vec<_>>().join("/"), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_an_archive_is_shown_and_never_leads_anywhere() {
        let check = |name: &str, expected: &str, good: bool| {
            let (shown, fault) = inner(name);
            assert_eq!((&*shown, fault.is_none()), (expected, good), "{name}");
        };
        check("a/b.md", "a/b.md", true);
        check("a\\b.md", "a/b.md", true);
        check("./a//b.md", "a/b.md", true);
        check("a..b/c.md", "a..b/c.md", true);
        check("../b.md", "../b.md", false);
        check("a\\..\\..\\b.md", "a/../../b.md", false);
        check("/etc/b.md", "/etc/b.md", false);
        check("\\\\server\\b.md", "//server/b.md", false);
        check("C:\\b.md", "C:/b.md", false);
        check("c:b.md", "c:b.md", false);
        check("", "", false);
    }

    #[test]
    fn an_ending_is_what_stands_after_the_last_point_of_the_name() {
        assert_eq!(kind("a.b/TD1"), Kind::Unknown(None));
        assert_eq!(kind("a/.zip"), Kind::Unknown(None));
        assert_eq!(kind("a/TD1.DOCX"), Kind::Draft);
        assert_eq!(kind("TD1.Zip"), Kind::Zip);
        assert!(missed("x/TD.dot") && !missed("x/TD.pptx"));
    }
}
