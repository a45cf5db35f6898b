//! What the values of options mean.

use std::path::PathBuf;

use jiff::{Timestamp, civil};

use crate::report::{OUTPUTS, Output, Shard};

/// The output with this name.
pub(super) fn output(name: &str) -> Result<&'static Output, String> {
    if let Some(found) = OUTPUTS.iter().find(|it| it.name == name) {
        return Ok(found);
    }
    let known: Vec<_> = OUTPUTS.iter().map(|it| it.name).collect();
    let like = |it: &&&str| 0.7 < strsim::jaro_winkler(it, name);
    let meant = known.iter().find(like);
    let meant = meant.map(|it| format!("did you mean `{it}`? ")).unwrap_or_default();
    Err(format!("{meant}the formats are {}", known.join(", ")))
}

/// An output and the file that it goes to: `json=report.json`.
pub(super) fn output_to(words: &str) -> Result<(&'static Output, PathBuf), String> {
    let Some((name, file)) = words.split_once('=') else {
        return Err("write it as FORMAT=FILE, for example json=report.json".to_owned());
    };
    if file.is_empty() {
        return Err(format!("which file? for example {name}=report.{name}"));
    }
    Ok((output(name)?, file.into()))
}

/// A day: `2026-11-22`.
pub(super) fn date(words: &str) -> Result<String, String> {
    let day = (words.len() == 10).then(|| words.parse::<civil::Date>().ok()).flatten();
    day.map(|it| it.to_string()).ok_or_else(|| DATE.to_owned())
}

const DATE: &str = "write it as year, month and day, for example 2026-11-22";

/// A moment: a day, or a time in UTC as `2026-11-22T10:00:00Z`.
pub(super) fn time(words: &str) -> Result<String, String> {
    if let Ok(day) = date(words) {
        return Ok(format!("{day}T00:00:00Z"));
    }
    let time: Timestamp =
        words.parse().map_err(|_| format!("{DATE} or 2026-11-22T10:00:00Z"))?;
    Ok(time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// A share of the drafts: `2/7`.
pub(super) fn shard(words: &str) -> Result<Shard, String> {
    let parts = words.split_once('/');
    let parts =
        parts.and_then(|(index, of)| Some((index.parse().ok()?, of.parse().ok()?)));
    match parts {
        Some((index, of)) if 1 <= index && index <= of => Ok(Shard { index, of }),
        _ => Err("write it as K/N, K from 1 to N, for example 2/7".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_of_a_calendar() {
        let found: Vec<_> = ["2026-11-22", "2026-13-01", "22.11.2026", "2026-1-1"]
            .map(|it| date(it).is_ok())
            .into();
        assert_eq!(found, [true, false, false, false]);
    }

    #[test]
    fn times_are_told_in_one_way() {
        let found = ["2026-11-22", "2026-11-22T10:00:00+02:00", "10:00", "2026-02-30"]
            .map(|it| time(it).ok());
        let expected = [Some("2026-11-22T00:00:00Z"), Some("2026-11-22T08:00:00Z")];
        assert_eq!(found[..2], expected.map(|it| it.map(ToOwned::to_owned)));
        assert_eq!(found[2..], [None, None]);
    }
}
