//! Counts of several reports side by side, in the order given: by severity and by group
//! of rules. Knows no file.

mod table;
#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, BTreeSet},
    io::BufRead,
};

use super::reading::{Head, Item, ReportError, read};
use crate::{
    finding::Severity,
    rules::{Rule, RuleSet},
};

pub(super) use self::table::{change, per_draft};
pub use self::table::{csv, human, json};

/// Several reports side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trend {
    /// The reports, in the order given.
    pub columns: Vec<Column>,
    /// The groups in which something was found, in the order of the rules.
    pub groups: Vec<Group>,
    /// What makes the comparison less than exact.
    pub remarks: Vec<String>,
}

/// One report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// What it is called.
    pub label: String,
    /// What it says of itself.
    pub head: Head,
    /// How many drafts were checked.
    pub drafts: usize,
    /// How many findings were answered.
    pub allowed: usize,
    /// How many findings there are by severity, the gravest first.
    pub found: [usize; 3],
    /// The same for each group of rules in which something was found.
    pub groups: BTreeMap<Box<str>, [usize; 3]>,
}

/// A group of rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The letters of its codes.
    pub code: Box<str>,
    /// What it is about, where this version has rules of it.
    pub name: Option<String>,
}

impl Column {
    /// Counts what a report holds; no draft of it is kept.
    pub fn read(label: String, from: impl BufRead) -> Result<Self, ReportError> {
        let mut column = Self { label, ..Self::default() };
        column.head = read(from, &mut |item| {
            column.add(&item);
            Ok(())
        })?;
        Ok(column)
    }

    fn add(&mut self, item: &Item) {
        let Item::Document(record) = item else { return };
        self.drafts += 1;
        self.allowed += record.allowed.len();
        for it in &record.findings {
            let at = Severity::ALL.iter().position(|severity| *severity == it.severity);
            let at = at.expect("the list of severities holds each");
            self.found[at] += 1;
            self.groups.entry(group(&it.rule).into()).or_default()[at] += 1;
        }
    }

    /// How many findings there are in all.
    pub fn sum(&self) -> usize {
        self.found.iter().sum()
    }

    /// How many findings of a group there are by severity, the gravest first.
    pub fn of(&self, group: &str) -> [usize; 3] {
        self.groups.get(group).copied().unwrap_or_default()
    }

    /// How many findings there are for each draft, in tenths.
    pub fn tenths(&self) -> Option<usize> {
        let drafts = self.drafts;
        (0 < drafts).then(|| (self.sum() * 20 + drafts) / (2 * drafts))
    }
}

/// The letters of a code.
fn group(code: &str) -> &str {
    code.trim_end_matches(|it: char| it.is_ascii_digit())
}

impl Trend {
    /// Puts reports side by side.
    pub fn of(columns: Vec<Column>, rules: &RuleSet) -> Self {
        let found: BTreeSet<&str> =
            columns.iter().flat_map(|it| it.groups.keys()).map(|it| &**it).collect();
        let mut groups: Vec<Group> = Vec::new();
        for (_, rule) in rules.rules() {
            let told = groups.iter().any(|it| &*it.code == rule.group());
            if found.contains(rule.group()) && !told {
                groups
                    .push(Group { code: rule.group().into(), name: Some(family(rule)) });
            }
        }
        for code in found {
            if !groups.iter().any(|it| &*it.code == code) {
                groups.push(Group { code: code.into(), name: None });
            }
        }
        let remarks = remarks(&columns);
        Self { columns, groups, remarks }
    }
}

/// What a group is about: the folder of its pages.
fn family(rule: &Rule) -> String {
    rule.page.split_once('/').map_or("", |(it, _)| it).replace('-', " ")
}

impl Group {
    /// Its letters, and what it is about.
    pub fn title(&self) -> String {
        let name = self.name.as_deref().filter(|it| !it.is_empty());
        name.map_or_else(|| self.code.to_string(), |it| format!("{} {it}", self.code))
    }
}

fn remarks(columns: &[Column]) -> Vec<String> {
    let mut remarks = Vec::new();
    let differ = |of: &dyn Fn(&Head) -> String| {
        let each: Vec<_> = columns.iter().map(|it| of(&it.head)).collect();
        let differ = each.iter().any(|it| *it != each[0]);
        let told =
            columns.iter().zip(&each).map(|(it, of)| format!("{}: {of}", it.label));
        differ.then(|| told.collect::<Vec<_>>().join("; "))
    };
    if let Some(told) = differ(&|it| it.rules_digest.to_string()) {
        remarks.push(format!(
            "these reports were made with different rules, so counts may differ because \
             rules do ({told})"
        ));
    }
    if let Some(told) = differ(&|it| it.view.to_string()) {
        remarks.push(format!(
            "these reports are of different views of tracked changes ({told})"
        ));
    }
    for it in columns {
        if let Some(shard) = it.head.shard {
            let (index, of) = (shard.index, shard.of);
            remarks.push(format!("{} is only share {index} of {of}", it.label));
        }
    }
    remarks
}
