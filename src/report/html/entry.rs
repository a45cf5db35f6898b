//! What is shown beside the words of one draft, with the names that its places go by.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    allow::Allowed,
    doc::{BlockKind, ClauseId, Document, Region},
    finding::{Finding, RuleId, Severity},
    report::Draft,
    rules::{Rule, RuleSet},
};

/// Where a draft's page stands: its place names must differ from those of others.
#[derive(Clone, Debug)]
pub struct Page {
    /// What its places are called by; none if it is the only draft.
    key: Option<Box<str>>,
    /// The level of its first heading.
    pub(super) level: u8,
}

/// One finding, and what became of it.
#[derive(Debug)]
pub(super) struct Entry<'d> {
    /// What was found.
    pub finding: &'d Finding,
    /// Which rule found it.
    pub rule: &'d Rule,
    /// Who allowed it, if anybody did.
    pub allowed: Option<&'d Allowed>,
    /// The block that its words begin in.
    pub block: usize,
    /// The clause that its words begin in.
    pub clause: ClauseId,
    /// Whether it is about the draft as a whole rather than about words.
    pub whole: bool,
    /// Whether the rule speaks for the first time, and says what to write instead.
    pub first: bool,
    /// What its places are called, unique in the draft.
    pub key: String,
}

/// A draft, and everything that is shown beside its words.
#[derive(Debug)]
pub(super) struct Sheet<'d> {
    pub draft: &'d Draft,
    pub doc: &'d Document,
    pub rules: &'d RuleSet,
    pub page: &'d Page,
    // Invariant: sorted by finding, so that those who go through the text meet them in order.
    pub entries: Vec<Entry<'d>>,
    /// What people call the top clauses.
    pub labels: BTreeMap<&'d str, ClauseId>,
}

impl Page {
    /// The only draft of a report.
    pub const ALONE: Self = Self { key: None, level: 1 };

    /// The draft at `path` among others on one page.
    pub fn among(path: &str) -> Self {
        let key = blake3::hash(path.as_bytes()).to_hex();
        Self { key: Some(key[..12].into()), level: 2 }
    }

    /// What a place of this draft is called.
    pub(super) fn id(&self, kind: &str, key: &str) -> String {
        let draft = self.key.as_ref().map(|it| format!("d{it}-")).unwrap_or_default();
        format!("{draft}{kind}{key}")
    }
}

impl<'d> Sheet<'d> {
    pub(super) fn new(draft: &'d Draft, rules: &'d RuleSet, page: &'d Page) -> Self {
        let doc = &draft.document;
        let found = draft.findings.iter().map(|it| (it, None));
        let allowed = draft.allowed.iter().map(|it| (&it.finding, Some(it)));
        let mut all: Vec<_> = found.chain(allowed).collect();
        all.sort_by_key(|(it, _)| *it);
        let (mut told, mut keys) = (BTreeSet::<RuleId>::new(), BTreeSet::new());
        let title = doc.title();
        let entries = all.into_iter().map(|(finding, allowed)| {
            let block = usize::try_from(doc.block_at(finding.at).0).unwrap_or_default();
            let kind = doc.blocks().get(block).map(|it| it.kind);
            let whole =
                finding.at == title || kind.is_none_or(|it| it == BlockKind::Title);
            let key = unique(&finding.fingerprint, &mut keys);
            let (rule, clause) = (rules.get(finding.rule), doc.clause_at(finding.at));
            let first = allowed.is_none() && told.insert(finding.rule);
            Entry { finding, rule, allowed, block, clause, whole, first, key }
        });
        let entries = entries.collect();
        Self { draft, doc, rules, page, entries, labels: labels(doc) }
    }

    /// What a place of this draft is called.
    pub(super) fn id(&self, kind: &str, key: &str) -> String {
        self.page.id(kind, key)
    }

    /// What a link to the place of a clause says.
    pub(super) fn to_clause(&self, clause: ClauseId) -> String {
        format!("#{}", self.id("c-", &clause.0.to_string()))
    }

    /// What a link to the place of a block says.
    pub(super) fn to_block(&self, block: usize) -> String {
        format!("#{}", self.id("b-", &block.to_string()))
    }

    /// The findings about the draft as a whole.
    pub(super) fn whole(&self) -> impl Iterator<Item = &Entry<'d>> {
        self.entries.iter().filter(|it| it.whole)
    }
}

impl Entry<'_> {
    /// How it looks: its severity, or that it was allowed.
    pub(super) const fn class(&self) -> &'static str {
        match (self.allowed, self.rule.severity) {
            (Some(_), _) => "allowed",
            (None, severity) => severity.name(),
        }
    }

    /// A letter-sized shape for each severity, for those who do not see its colour.
    pub(super) const fn sign(&self) -> &'static str {
        match self.allowed {
            Some(_) => "○",
            None => sign(self.rule.severity),
        }
    }
}

/// A letter-sized shape for each severity, for those who do not see its colour.
pub(super) const fn sign(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "◆",
        Severity::Warning => "▲",
        Severity::Note => "●",
    }
}

/// The fingerprint, or it and a number where it is taken.
fn unique(fingerprint: &str, taken: &mut BTreeSet<String>) -> String {
    let plain = |it: &char| it.is_ascii_alphanumeric() || *it == '-';
    let mut key: String = fingerprint.chars().filter(plain).collect();
    if key.is_empty() || taken.contains(&key) {
        // As many were taken before, so this one is free: no fingerprint has two marks.
        key = format!("{key}--{}", taken.len());
    }
    taken.insert(key.clone());
    key
}

/// What people call the top clauses of the body: a number, or a title in quotation marks.
fn labels(doc: &Document) -> BTreeMap<&str, ClauseId> {
    let mut found = BTreeMap::new();
    let top = doc.clauses().filter(|(_, it)| it.level == 1 && it.region == Region::Body);
    for (id, clause) in top {
        let label = clause.number.as_deref().unwrap_or(&doc[clause.title]);
        found.entry(label).or_insert(id);
    }
    found
}
