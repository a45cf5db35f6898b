use std::ops::BitOrAssign;

/// Names a concept of one language: a thing that many phrases speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Concept(pub(super) u16);

/// Which concepts a stretch of text speaks of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ConceptSet([u64; ConceptSet::LIMIT / 64]);

impl ConceptSet {
    /// How many concepts a language may name.
    pub const LIMIT: usize = 256;

    /// Adds one concept.
    pub fn insert(&mut self, id: Concept) {
        self.0[usize::from(id.0) / 64] |= 1 << (id.0 % 64);
    }

    /// Whether `id` is among them.
    pub fn contains(&self, id: Concept) -> bool {
        self.0[usize::from(id.0) / 64] & (1 << (id.0 % 64)) != 0
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether every concept of `other` is among these.
    pub fn includes(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0).all(|(mine, theirs)| mine & theirs == theirs)
    }

    /// Whether some concept is in both.
    pub fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0).any(|(mine, theirs)| mine & theirs != 0)
    }
}

impl BitOrAssign for ConceptSet {
    fn bitor_assign(&mut self, other: Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine |= theirs;
        }
    }
}

impl FromIterator<Concept> for ConceptSet {
    fn from_iter<T: IntoIterator<Item = Concept>>(items: T) -> Self {
        let mut set = Self::default();
        items.into_iter().for_each(|it| set.insert(it));
        set
    }
}
