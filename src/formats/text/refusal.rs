//! What to say of a file that no format claims.

use super::Input;

/// What the file is and what its author can do.
pub(in super::super) fn unreadable(input: Input<'_>) -> &'static str {
    let name = input.name.rsplit(['/', '\\']).next().unwrap_or_default();
    if name.starts_with("~$") || name.starts_with(".~lock.") {
        return "a lock file that an open editor left beside the draft: leave it out";
    }
    let bytes = input.bytes;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return "an empty file: check that the draft was saved";
    }
    let begins = |marks: &[&[u8]]| marks.iter().any(|it| bytes.starts_with(it));
    if begins(&[b"%PDF"]) {
        "a PDF: its paragraphs cannot be told apart; export the draft as Word or text and \
         run again"
    } else if begins(&[b"{\\rtf"]) {
        "a Rich Text file: open it in Word, save it as a Word document (.docx) and run again"
    } else if begins(IMAGES) {
        "an image: text in pictures is not read; give the draft itself"
    } else if begins(ARCHIVES) {
        "an archive: unpack it and give the drafts in it"
    } else if begins(&[b"\xd0\xcf\x11\xe0"]) {
        "an old Office file without a Word text in it: save the draft as a Word document \
         (.docx) and run again"
    } else if begins(&[b"<?xml", b"\xef\xbb\xbf<?xml"]) {
        "an XML file: give the draft it was made from, or export it as HTML or text"
    } else {
        "no text: give the draft as Word, AsciiDoc, Markdown, HTML or plain text"
    }
}

const IMAGES: &[&[u8]] = &[
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\0",
    b"MM\0*",
    b"\xd7\xcd\xc6\x9a",
];

const ARCHIVES: &[&[u8]] = &[
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"BZh",
    b"\xfd7zXZ",
];

#[cfg(test)]
mod tests {
    use super::{
        super::super::{Limits, View},
        *,
    };

    #[track_caller]
    fn check(name: &str, bytes: &[u8], expected: &str) {
        let include = &|_: &str| Err("none".into());
        let limits = Limits::default();
        let said = unreadable(Input { name, bytes, view: View::Final, include, limits });
        assert!(said.starts_with(expected), "{said}");
        assert!(!said.ends_with('.'), "{said}");
    }

    #[test]
    fn names_what_people_give_by_mistake() {
        check("draft.pdf", b"%PDF-1.7", "a PDF: ");
        check("td.zip", b"PK\x03\x04", "an archive: ");
        check("drafts/~$draft.docx", b"\x05Ana", "a lock file ");
        check("draft.docx", b"", "an empty file: ");
        check("figure.png", b"\x89PNG\r\n", "an image: ");
        check("draft.rtf", b"{\\rtf1", "a Rich Text file: ");
        check("draft.bin", b"\x01\x02\0", "no text: ");
    }
}
