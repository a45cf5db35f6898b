//! The words that carry meaning: for each language its titles, concepts and
//! abbreviations; for all of them the catalogue of algorithms and the words of a cover.
//! Knows no document.

mod catalogue;
mod concept;
mod cover;
mod language;
mod titles;

pub use self::{
    catalogue::{Catalogue, Entry, EntryId, Family, Hit, Quantum, Status, Withdrawn},
    concept::{Concept, ConceptSet},
    cover::{Cover, Label},
    language::Language,
};

/// Every word list of a run.
#[derive(Debug)]
pub struct Lexicon {
    catalogue: Catalogue,
    cover: Cover,
    // Invariant: sorted by code.
    languages: Vec<Language>,
}

/// Why the word lists could not be used.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    /// A file is not what it should be.
    #[error("{file}: {reason}")]
    File {
        /// The file's path below `lexicon/`.
        file: Box<str>,
        /// What is wrong.
        reason: Box<str>,
    },
    /// More concepts than a set can hold.
    #[error("{0} concepts, but a language may name at most {limit}", limit = ConceptSet::LIMIT)]
    TooMany(usize),
    /// The phrases could not be compiled.
    #[error("the phrases could not be compiled: {0}")]
    Compile(#[from] aho_corasick::BuildError),
}

impl Lexicon {
    /// Joins word lists given as (path below `lexicon/`, text): `algorithms.toml` is the
    /// catalogue, `cover.toml` the words of a cover, `<language>/<file>.toml` belongs to that language.
    pub fn new<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, LexiconError> {
        let mut catalogue = None;
        let mut cover = Cover::default();
        let mut languages: Vec<(&str, Vec<(&str, &str)>)> = Vec::new();
        for (path, text) in files {
            match path.split_once('/') {
                Some((code, name)) => {
                    match languages.iter_mut().find(|(it, _)| *it == code) {
                        Some((_, files)) => files.push((name, text)),
                        None => languages.push((code, vec![(name, text)])),
                    }
                }
                None if path == "algorithms.toml" => {
                    catalogue = Some(Catalogue::new(path, text)?);
                }
                None if path == "cover.toml" => {
                    cover = toml::from_str(text).map_err(|it| error(path, &it))?;
                }
                None => {
                    let reason =
                        "neither algorithms.toml, cover.toml nor in a language's folder";
                    return Err(error(path, &reason));
                }
            }
        }
        languages.sort_unstable();
        let languages = languages
            .into_iter()
            .map(|(code, files)| Language::new(code, &files))
            .collect::<Result<_, _>>()?;
        let missing = || error("algorithms.toml", &"there is no catalogue of algorithms");
        Ok(Self { catalogue: catalogue.ok_or_else(missing)?, cover, languages })
    }

    /// The catalogue of algorithms.
    pub const fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The words of a cover.
    pub const fn cover(&self) -> &Cover {
        &self.cover
    }

    /// The word lists for the language with this two-letter code.
    pub fn language(&self, code: &str) -> Option<&Language> {
        self.languages.iter().find(|it| it.code() == code)
    }

    /// Every language there are word lists for, sorted by code.
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }
}

fn error(file: &str, reason: &dyn std::fmt::Display) -> LexiconError {
    LexiconError::File { file: file.into(), reason: reason.to_string().into() }
}
