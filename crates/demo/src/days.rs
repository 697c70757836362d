//! The calendar of the two demonstration years: months, working days, bank holidays.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use domain::Month;

/// A day that the tables of this crate write down.
///
/// # Panics
/// When there is no such day: the tables are constants.
pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

/// The last day the demonstration knows.
pub fn horizon() -> NaiveDate {
    day(2009, 12, 31)
}

/// The twelve months of a year.
pub fn months_of(year: i32) -> impl Iterator<Item = Month> {
    (1..=12).map(move |month| Month(year * 100 + month))
}

/// Easter Monday, Ascension, Whit Monday of the years in play.
const MOVING: [(i32, u32, u32); 6] =
    [(2008, 3, 24), (2008, 5, 1), (2008, 5, 12), (2009, 4, 13), (2009, 5, 21), (2009, 6, 1)];
const FIXED: [(u32, u32); 8] =
    [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];

/// A bank holiday.
pub fn is_feast(date: NaiveDate) -> bool {
    let (year, month, day) = (date.year(), date.month(), date.day());
    FIXED.contains(&(month, day)) || MOVING.contains(&(year, month, day))
}

/// Whether offices are open.
pub fn is_worked(date: NaiveDate) -> bool {
    !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) && !is_feast(date)
}

/// This day, or the first worked day after it.
pub fn worked_from(mut date: NaiveDate) -> NaiveDate {
    while !is_worked(date) {
        date = date + Days::new(1);
    }
    date
}

/// This day, or the last worked day before it.
pub fn worked_until(mut date: NaiveDate) -> NaiveDate {
    while !is_worked(date) {
        date = date - Days::new(1);
    }
    date
}

/// A worked day of the month, near the one asked for.
pub fn in_month(month: Month, near: i64) -> NaiveDate {
    let last = month.last_day();
    let wanted = month.first_day() + Days::new((near - 1).max(0) as u64);
    let later = worked_from(wanted.min(last));
    if later > last { worked_until(last) } else { later }
}

/// Worked days from one day to another, both included.
pub fn worked_days(from: NaiveDate, to: NaiveDate) -> i64 {
    from.iter_days().take_while(|&date| date <= to).filter(|&date| is_worked(date)).count() as i64
}
