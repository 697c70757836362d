//! The year of an entity: the same for its books, its jobs and the people it receives.

use accounting::fiscal_year;
use chrono::{Datelike, NaiveDate};
use directory::{Error, association};
use domain::Period;
use sea_orm::ConnectionTrait;

/// The days of an entity's year `year`: its fiscal years that end in it, as one stretch; without
/// books, of the twelve months to its closing day those that no other fiscal year takes. None when
/// others take them all: a year of eighteen months leaves none to the one before.
///
/// # Errors
/// A year outside 1950 to 2100, and the database's own.
pub async fn period_of_year<C: ConnectionTrait>(
    conn: &C,
    association: &association::Model,
    year: i32,
) -> Result<Option<Period>, Error> {
    if !(1950..=2100).contains(&year) {
        return Err(Error::refused(format!("l'année {year} n'est pas entre 1950 et 2100")));
    }
    Ok(period_among(&accounting::years(conn, association.id).await?, association, year))
}

/// The same among the fiscal years of the entity, oldest first.
pub(crate) fn period_among(
    years: &[fiscal_year::Model],
    association: &association::Model,
    year: i32,
) -> Option<Period> {
    let ending = || years.iter().filter(|one| one.ends_on.year() == year);
    if let (Some(first), Some(last)) = (ending().next(), ending().next_back()) {
        return Some(Period { start: first.starts_on, end: last.ends_on });
    }
    let (month, day) = (association.year_end_month as u32, association.year_end_day as u32);
    // 29 February stands for the last day of February.
    let closing = NaiveDate::from_ymd_opt(year, month, day)
        .or_else(|| NaiveDate::from_ymd_opt(year, month, 28));
    let mut left = closing.map_or_else(|| Period::calendar_year(year), Period::twelve_months_to);
    for other in years.iter().map(|one| Period { start: one.starts_on, end: one.ends_on }) {
        if other.overlaps(left) {
            if other.end < left.end {
                left.start = other.end.succ_opt()?;
            } else {
                left.end = other.start.pred_opt()?;
            }
        }
    }
    (left.start <= left.end).then_some(left)
}
