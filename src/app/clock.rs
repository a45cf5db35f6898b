use std::env;

use anyhow::{Context as _, Result};
use jiff::{Timestamp, tz::TimeZone};

/// Builds that have to come out the same set the time here, in seconds since 1970.
const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// The day by which to judge: the one that was asked for, or today in UTC.
pub(super) fn today(asked: Option<&str>) -> Result<String> {
    match asked {
        Some(day) => Ok(day.to_owned()),
        None => Ok(now()?.to_zoned(TimeZone::UTC).date().to_string()),
    }
}

/// The moment that is written into drafts, as `2026-11-22T10:00:00Z`.
pub(super) fn moment(asked: Option<&str>) -> Result<String> {
    match asked {
        Some(moment) => Ok(moment.to_owned()),
        None => Ok(now()?.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
    }
}

fn now() -> Result<Timestamp> {
    let Some(seconds) = env::var_os(EPOCH).filter(|it| !it.is_empty()) else {
        return Ok(Timestamp::now());
    };
    let seconds = seconds.to_string_lossy().trim().parse().ok();
    let moment = seconds.and_then(|it| Timestamp::from_second(it).ok());
    moment.with_context(|| {
        format!("{EPOCH} is not a number of seconds since 1970; mend or unset it")
    })
}
