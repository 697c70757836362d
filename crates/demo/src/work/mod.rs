//! Who works in the pôle and who is received: contracts, hours, pay, files.

pub mod insertion;
pub mod missions;
pub mod pay;
pub mod permanent;
pub mod received;

use chrono::NaiveDate;
use domain::jobs::{Contract, Hours};
use domain::{Month, Period};

use crate::chance::share_of;
use crate::days::{day, horizon, worked_days};

/// A contract with what it is paid and the hours of each month.
pub struct Job {
    /// The contract itself.
    pub contract: Contract,
    /// How its pay is worked out.
    pub pay: Pay,
    /// Hours of the months of 2008 and 2009, in hundredths.
    pub hours: Vec<(Month, i64)>,
}

/// How pay is worked out.
pub enum Pay {
    /// The SMIC of the month plus thousandths of it.
    Hourly {
        /// Thousandths above the SMIC.
        above: i64,
    },
    /// A monthly salary for a full-time post, in cents of 2009.
    Monthly {
        /// For 151,67 hours.
        full_time: i64,
    },
}

/// The two years of the demonstration.
pub fn both_years() -> Period {
    Period { start: day(2008, 1, 1), end: horizon() }
}

/// The months of the two years in which a contract has a worked day, with those days and the
/// worked days of the whole month.
pub fn presence(start: NaiveDate, end: Option<NaiveDate>) -> Vec<(Month, i64, i64)> {
    let contract = Period { start, end: end.unwrap_or(horizon()) };
    let Some(shared) = contract.intersection(both_years()) else {
        return Vec::new();
    };
    let mut months = Vec::new();
    let mut month = Month::of(shared.start);
    while month.first_day() <= shared.end {
        let whole = month.period();
        if let Some(part) = whole.intersection(shared) {
            let present = worked_days(part.start, part.end);
            if present > 0 {
                months.push((month, present, worked_days(whole.start, whole.end)));
            }
        }
        month = month.next();
    }
    months
}

/// Hours of each month for a post of so many weekly hours, in hundredths: 151,67 for 35.
pub fn monthly_hours(weekly: Hours, start: NaiveDate, end: Option<NaiveDate>) -> Vec<(Month, i64)> {
    let full = share_of(weekly.0, 52, 120);
    let prorated = |(month, present, whole)| (month, share_of(full, present, whole));
    presence(start, end).into_iter().map(prorated).collect()
}

/// Numbers contracts by their first day: `prefix-year-rank`.
pub fn number(jobs: &mut [Job], prefix: &str) {
    jobs.sort_by_key(|job| job.contract.start);
    let (mut year, mut rank) = (0, 0);
    for job in jobs {
        let its_year = chrono::Datelike::year(&job.contract.start);
        rank = if its_year == year { rank + 1 } else { 1 };
        year = its_year;
        job.contract.number = format!("{prefix}-{year}-{rank:03}");
    }
}
