//! Files in Microsoft's older container: told apart and refused with advice.

use std::io::{Cursor, Read};

use cfb::CompoundFile;

use super::{Flow, Format, Input, ReadError};

pub(super) const FORMAT: Format = Format { name: "legacy", claims, read };

/// What every such file begins with.
const MARK: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

fn claims(input: Input<'_>) -> bool {
    input.bytes.starts_with(&MARK)
}

fn read(input: Input<'_>) -> Result<Flow, ReadError> {
    Err(refusal(input.bytes))
}

fn refusal(bytes: &[u8]) -> ReadError {
    let Ok(mut file) = CompoundFile::open(Cursor::new(bytes)) else {
        // Some programs write boxes that only a lenient reader opens.
        if names(bytes, ENCRYPTED) {
            return encrypted();
        }
        let text = "this is an older Office file that is damaged or cut off; get it again from where it came from";
        return ReadError::Damaged(text.into());
    };
    if file.is_stream(ENCRYPTED) {
        return encrypted();
    }
    if file.is_stream("WordDocument") {
        return word(&mut file);
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
const ENCRYPTED: &str = "EncryptedPackage";

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
/// The header is `FibBase`, [MS-DOC] 2.5.2.
fn word(file: &mut CompoundFile<Cursor<&[u8]>>) -> ReadError {
    const LOCKED: u8 = 0x01; // fEncrypted, the lowest bit of the byte at 11
    const SINCE_97: u16 = 0xa5ec;
    let mut head = [0; 12];
    let read =
        file.open_stream("WordDocument").and_then(|mut it| it.read_exact(&mut head));
    if read.is_err() {
        let text = "this is a Word file whose text is damaged or cut off; get it again from where it came from";
        return ReadError::Damaged(text.into());
    }
    let text = match u16::from_le_bytes([head[0], head[1]]) {
        SINCE_97 if head[11] & LOCKED != 0 => {
            let text = "this Word 97-2003 file is encrypted; open it in Word with its password, save it as .docx without one and run again";
            return ReadError::Protected(text.into());
        }
        SINCE_97 => "this is a Word 97-2003 file; save it as .docx and run again",
        _ => "this is a file of Word 95 or older; save it as .docx and run again",
    };
    ReadError::Unknown(text.into())
}
