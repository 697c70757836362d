//! The instant, and the day where the pôle is.

use anyhow::Context as _;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

/// The time zone of `COLLECTIF_TIMEZONE`, Europe/Paris by default.
///
/// # Errors
/// When the variable names no zone.
pub fn zone() -> anyhow::Result<Tz> {
    let name = std::env::var("COLLECTIF_TIMEZONE").unwrap_or_else(|_| "Europe/Paris".to_owned());
    name.parse().with_context(|| {
        format!("COLLECTIF_TIMEZONE : « {name} » n'est pas un fuseau horaire connu")
    })
}

/// Now, and today in the pôle's zone.
///
/// # Errors
/// When the zone is unknown.
pub fn now() -> anyhow::Result<(DateTime<Utc>, NaiveDate)> {
    let now = Utc::now();
    Ok((now, now.with_timezone(&zone()?).date_naive()))
}
