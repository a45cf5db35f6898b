use super::{Flow, Format, Input, ReadError};

pub(super) const FORMAT: Format = Format { name: "docx", claims, read };

fn claims(_: Input<'_>) -> bool {
    false
}

fn read(_: Input<'_>) -> Result<Flow, ReadError> {
    Ok(Flow::default())
}
