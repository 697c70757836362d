//! Days, months and periods as books and contracts count them.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// A calendar month, kept as the number `YYYYMM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Month(pub i32);

impl Month {
    /// The month a day falls in.
    pub fn of(date: NaiveDate) -> Self {
        Self(date.year() * 100 + date.month() as i32)
    }

    /// `YYYY-MM` or `MM/YYYY`; `None` when it is no month.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (year, month) = text
            .split_once('-')
            .or_else(|| text.split_once('/').map(|(month, year)| (year, month)))?;
        if year.len() != 4 || month.is_empty() || month.len() > 2 {
            return None;
        }
        let (year, month): (i32, u32) = (year.parse().ok()?, month.parse().ok()?);
        NaiveDate::from_ymd_opt(year, month, 1).map(Self::of)
    }

    /// The first day.
    ///
    /// # Panics
    /// When the number is no `YYYYMM`: months are only made by [`Month::of`] and [`Month::parse`].
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0 / 100, (self.0 % 100) as u32, 1).expect("a month is YYYYMM")
    }

    /// The last day.
    pub fn last_day(self) -> NaiveDate {
        self.next().first_day() - Days::new(1)
    }

    /// The month after.
    #[must_use]
    pub fn next(self) -> Self {
        Self::of(self.first_day() + Months::new(1))
    }

    /// The whole month as a period.
    pub fn period(self) -> Period {
        Period { start: self.first_day(), end: self.last_day() }
    }
}

/// `YYYY-MM`.
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0 / 100, self.0 % 100)
    }
}

/// Days from `start` to `end`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Period {
    /// The first day.
    pub start: NaiveDate,
    /// The last day, included.
    pub end: NaiveDate,
}

impl Period {
    /// The twelve months that end on a day: an accounting year closed on 31 December starts on
    /// 1 January, one closed on 29 February starts on 1 March of the year before.
    pub fn twelve_months_to(end: NaiveDate) -> Self {
        let next_day = end + Days::new(1);
        Self { start: next_day - Months::new(12), end }
    }

    /// The calendar year.
    ///
    /// # Panics
    /// Never for a year that [`NaiveDate`] knows.
    pub fn calendar_year(year: i32) -> Self {
        let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a calendar year");
        Self { start: day(1, 1), end: day(12, 31) }
    }

    /// How many days, both ends counted; zero when the end precedes the start.
    pub fn days(self) -> i64 {
        ((self.end - self.start).num_days() + 1).max(0)
    }

    /// How many months end in it, at least one: what months of work are counted over.
    pub fn months_long(self) -> i64 {
        (self.months().count() as i64).max(1)
    }

    /// Whether the day lies inside.
    pub fn contains(self, date: NaiveDate) -> bool {
        self.start <= date && date <= self.end
    }

    /// Whether the two share a day.
    pub fn overlaps(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// The shared days, if any.
    pub fn intersection(self, other: Self) -> Option<Self> {
        let shared = Self { start: self.start.max(other.start), end: self.end.min(other.end) };
        (shared.start <= shared.end).then_some(shared)
    }

    /// The months whose last day lies inside: those whose pay belongs to the period.
    pub fn months(self) -> impl Iterator<Item = Month> {
        let mut month = Month::of(self.start);
        std::iter::from_fn(move || {
            let current = month;
            month = month.next();
            Some(current)
        })
        .take_while(move |m| m.last_day() <= self.end)
    }
}

/// `12/03/2027`, for tables.
pub fn short(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// `12 mars 2027`, for sentences.
pub fn long(date: NaiveDate) -> String {
    let day = if date.day() == 1 { "1er".to_owned() } else { date.day().to_string() };
    format!("{day} {} {}", MONTHS[date.month0() as usize], date.year())
}

/// `mars 2027`.
pub fn month_name(month: Month) -> String {
    format!("{} {}", MONTHS[(month.0 % 100 - 1) as usize], month.0 / 100)
}

/// Reads `YYYY-MM-DD` or `dd/mm/yyyy`; `None` for any other text or an impossible day.
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let parts = |sep| -> Option<[&str; 3]> { text.split(sep).collect::<Vec<_>>().try_into().ok() };
    let ((Some([year, month, day]), _) | (_, Some([day, month, year]))) = (parts('-'), parts('/'))
    else {
        return None;
    };
    if year.len() != 4 || !(1..=2).contains(&month.len()) || !(1..=2).contains(&day.len()) {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}
