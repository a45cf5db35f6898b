use super::{Flow, Format, Input, ReadError};

pub(super) const FORMAT: Format = Format { name: "text", claims, read };

fn claims(_: Input<'_>) -> bool {
    false
}

fn read(_: Input<'_>) -> Result<Flow, ReadError> {
    Ok(Flow::default())
}

/// What to say of a file that no format claims.
pub(super) fn unreadable(_: Input<'_>) -> &'static str {
    "no reader for this kind of file"
}
