//! What tests of all kinds share.

pub(crate) mod package;
pub(crate) mod word;
