//! The year of an entity: the same for its books, its jobs and the people it receives.

use accounting::books::years_ending_in;
use chrono::NaiveDate;
use directory::{Error, association};
use domain::Period;
use sea_orm::ConnectionTrait;

/// The days of an entity's year `year`: its fiscal years that end in it, as one stretch; without
/// books, the twelve months to its closing day.
///
/// # Errors
/// A year outside 1950 to 2100, and the database's own.
pub async fn period_of_year<C: ConnectionTrait>(
    conn: &C,
    association: &association::Model,
    year: i32,
) -> Result<Period, Error> {
    if !(1950..=2100).contains(&year) {
        return Err(Error::refused(format!("l'année {year} n'est pas entre 1950 et 2100")));
    }
    let years = years_ending_in(conn, association.id, year).await?;
    if let (Some(first), Some(last)) = (years.first(), years.last()) {
        return Ok(Period { start: first.starts_on, end: last.ends_on });
    }
    let (month, day) = (association.year_end_month as u32, association.year_end_day as u32);
    // 29 February stands for the last day of February.
    let closing = NaiveDate::from_ymd_opt(year, month, day)
        .or_else(|| NaiveDate::from_ymd_opt(year, month, 28));
    Ok(closing.map_or_else(|| Period::calendar_year(year), Period::twelve_months_to))
}
