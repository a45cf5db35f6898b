//! Findings held against labels: precision and recall, by rule.
