//! reclint reads draft ITU-T Recommendations and tells their authors where security was
//! not considered.
//!
//! A path becomes bytes, bytes become a [`doc::Document`], the document yields
//! [`facts::Facts`], rules turn facts into [`finding::Finding`]s, and a report shows
//! them. Each arrow is one module below, in the order in which to read them; a module
//! uses only modules on lower floors (`tests/tidy.rs` proves it).

pub mod text; // floor 0: spans, folding, sentences
pub mod doc; // floor 1: the one shape of every document
pub mod lexicon; // floor 1: concepts, titles, algorithms
pub mod formats; // floor 2: bytes into documents
