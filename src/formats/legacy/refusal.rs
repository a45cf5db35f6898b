//! What to say of a container that holds no text that can be read.

use super::{super::ReadError, File, bytes::short};

/// Says what the container without a Word text is.
pub(super) fn foreign(file: &File<'_>) -> ReadError {
    if file.is_stream(ENCRYPTED) {
        return encrypted();
    }
    let others = [
        ("Workbook", "an Excel workbook"),
        ("Book", "an Excel workbook"),
        ("PowerPoint Document", "a PowerPoint presentation"),
        ("VisioDocument", "a Visio drawing"),
        ("__properties_version1.0", "an Outlook message"),
    ];
    let found = others.iter().find(|(stream, _)| file.exists(stream));
    let what = found.map_or("an older Office file without Word text", |(_, it)| it);
    ReadError::Unknown(
        format!("this is {what}; save its text as .docx and run again").into(),
    )
}

/// The stream that holds an encrypted file.
pub(super) const ENCRYPTED: &str = "EncryptedPackage";

/// Says why a container cannot be opened.
pub(super) fn closed(bytes: &[u8]) -> ReadError {
    // Some programs write boxes that only a lenient reader opens.
    if names(bytes, ENCRYPTED) {
        return encrypted();
    }
    let text = "this is an older Office file that is damaged or cut off; get it again from where it came from";
    ReadError::Damaged(text.into())
}

/// Says that the text cannot be put together.
pub(super) fn damaged() -> ReadError {
    let text = "this is a Word file whose text is damaged or cut off; get it again from where it came from";
    ReadError::Damaged(text.into())
}

/// Says that no draft is as large.
pub(super) fn large() -> ReadError {
    let text = "this file is larger than any draft; save its text without pictures and run again";
    ReadError::TooLarge(text.into())
}

fn encrypted() -> ReadError {
    let text = "this file is encrypted; open it in Word with its password, save it without one and run again";
    ReadError::Protected(text.into())
}

/// Whether the bytes of a box name a stream; names are in UTF-16.
fn names(bytes: &[u8], stream: &str) -> bool {
    let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|it| it == name)
}

/// Tells a Word 97-2003 file from an encrypted one and from an older one.
///
/// The main stream begins with `FibBase`, [MS-DOC] 2.5.2.
pub(super) fn check(main: &[u8]) -> Result<(), ReadError> {
    const LOCKED: u8 = 0x01; // fEncrypted, the lowest bit of the byte at 11
    const SINCE_97: u16 = 0xa5ec;
    const FIRST: u16 = 0x00c0; // nFib of the first of these versions
    let (Some(mark), Some(version), Some(flags)) =
        (short(main, 0), short(main, 2), main.get(11))
    else {
        return Err(damaged());
    };
    if mark != SINCE_97 || version < FIRST {
        let text = "this is a file of Word 95 or older; save it as .docx and run again";
        return Err(ReadError::Unknown(text.into()));
    }
    if flags & LOCKED != 0 {
        let text = "this Word 97-2003 file is encrypted; open it in Word with its password, save it as .docx without one and run again";
        return Err(ReadError::Protected(text.into()));
    }
    Ok(())
}
