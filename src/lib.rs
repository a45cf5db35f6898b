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
pub mod facts; // floor 2: what a document says
pub mod finding; // floor 2: what a rule says about it
pub mod rules; // floor 3: pages, conditions, checks in Rust
pub mod allow; // floor 4: findings that were answered
pub mod check; // floor 4: every rule over one document
pub mod report; // floor 5: findings for people and for machines
pub mod measure; // floor 5: findings held against labels
pub mod app; // floor 6: the only door to files, clock and terminal
pub mod cli; // floor 7: the command line, over app
