//! Writes marks into a Word file, as its comments.

mod body;
