//! The days an agreement runs: from, until, tacitly renewed or not, denounced with notice.

use chrono::{Datelike, Days, Months, NaiveDate};

/// The days an agreement runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// First day in force.
    pub from: NaiveDate,
    /// Last day of the first time; none while nobody set it.
    pub until: Option<NaiveDate>,
    /// Whether it goes on for as long again when nobody speaks.
    pub renews: bool,
    /// Months of notice to end it.
    pub notice_months: u32,
    /// Its last day, once it was ended.
    pub ended_on: Option<NaiveDate>,
}

/// Days before its last one when an agreement is said to end soon.
pub const SOON_DAYS: i64 = 90;
/// The longest notice.
pub const LONGEST_NOTICE: u32 = 60;

/// What an agreement is on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Its first day is to come.
    ToCome,
    /// It runs.
    InForce,
    /// It runs, and its last day is near.
    EndsSoon,
    /// Its last day is past.
    Ended,
}

impl Term {
    /// The last day, when it is known: an end told, else a term that nothing renews.
    pub fn last_day(&self) -> Option<NaiveDate> {
        self.ended_on.or(if self.renews { None } else { self.until })
    }

    /// What it is on a day.
    pub fn state(&self, day: NaiveDate) -> State {
        match self.last_day() {
            Some(last) if last < day => State::Ended,
            _ if day < self.from => State::ToCome,
            Some(last) if (last - day).num_days() < SOON_DAYS => State::EndsSoon,
            _ => State::InForce,
        }
    }

    /// Whether the two have a day in common.
    pub fn meets(&self, other: &Self) -> bool {
        let last = |term: &Self| term.last_day().unwrap_or(NaiveDate::MAX);
        self.from <= last(other) && other.from <= last(self)
    }

    /// The end of the time that runs on a day, or of the first one to come: when a renewal falls due.
    pub fn due(&self, day: NaiveDate) -> Option<NaiveDate> {
        let first = self.until?;
        if !self.renews || self.ended_on.is_some() || day <= first {
            return Some(self.last_day().unwrap_or(first));
        }
        let next = |rank: u32| {
            let Some(months) = whole_months(self.from, first) else {
                let days = u64::try_from((first - self.from).num_days()).ok()? + 1;
                return self.from.checked_add_days(Days::new(days * u64::from(rank) - 1));
            };
            // Counted from the first day each time, so that a 31st comes back after a 30th.
            let after = self.from.checked_add_months(Months::new(months.checked_mul(rank)?))?;
            after.pred_opt()
        };
        let length = (first - self.from).num_days().max(0) + 1;
        // A month is 28 to 31 days long: the times that are surely over are skipped.
        let over = (day - self.from).num_days() / (length + 3);
        let mut rank = u32::try_from(over).ok()?.max(1);
        loop {
            let end = next(rank)?;
            if day <= end {
                return Some(end);
            }
            rank += 1;
        }
    }

    /// The last day on which it can still be denounced for the end that falls due.
    pub fn denounce_by(&self, day: NaiveDate) -> Option<NaiveDate> {
        if !self.renews || self.ended_on.is_some() {
            return None;
        }
        self.due(day)?.checked_sub_months(Months::new(self.notice_months))
    }

    /// The first day on which it may end when it is denounced on a day.
    pub fn earliest_end(&self, told_on: NaiveDate) -> NaiveDate {
        told_on.checked_add_months(Months::new(self.notice_months)).unwrap_or(NaiveDate::MAX)
    }
}

/// How many whole months two days make, both counted; none when they do not.
fn whole_months(from: NaiveDate, until: NaiveDate) -> Option<u32> {
    let after = until.succ_opt()?;
    let months = (after.year() - from.year()) * 12 + after.month() as i32 - from.month() as i32;
    let months = u32::try_from(months).ok().filter(|months| *months > 0)?;
    (from.checked_add_months(Months::new(months))? == after).then_some(months)
}

#[cfg(test)]
mod laws {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn term(from: &str, until: Option<&str>, renews: bool) -> Term {
        let until = until.map(day);
        Term { from: day(from), until, renews, notice_months: 3, ended_on: None }
    }

    #[test]
    fn a_year_is_renewed_year_by_year() {
        let yearly = term("2009-01-01", Some("2009-12-31"), true);
        assert_eq!(yearly.last_day(), None);
        assert_eq!(yearly.due(day("2009-12-31")), Some(day("2009-12-31")));
        assert_eq!(yearly.due(day("2010-01-01")), Some(day("2010-12-31")));
        assert_eq!(yearly.due(day("2026-11-22")), Some(day("2026-12-31")));
        assert_eq!(yearly.denounce_by(day("2026-11-22")), Some(day("2026-09-30")));
        assert_eq!(yearly.state(day("2026-11-22")), State::InForce);
    }

    #[test]
    fn the_31st_comes_back() {
        let monthly = term("2027-01-31", Some("2027-02-27"), true);
        assert_eq!(monthly.due(day("2027-03-01")), Some(day("2027-03-30")));
        let days = term("2027-01-01", Some("2027-01-10"), true);
        assert_eq!(days.due(day("2027-01-11")), Some(day("2027-01-20")));
    }

    #[test]
    fn states_follow_the_days() {
        let fixed = term("2027-01-01", Some("2027-12-31"), false);
        for (today, state) in [
            ("2026-12-31", State::ToCome),
            ("2027-01-01", State::InForce),
            ("2027-10-02", State::InForce),
            ("2027-10-03", State::EndsSoon),
            ("2027-12-31", State::EndsSoon),
            ("2028-01-01", State::Ended),
        ] {
            assert_eq!(fixed.state(day(today)), state, "{today}");
        }
    }

    proptest! {
        #[test]
        fn a_renewal_falls_due_on_the_day_or_after(from in 0i64..20_000, length in 0i64..2_000, on in 0i64..40_000) {
            let first = day("1990-01-01");
            let from = first + chrono::TimeDelta::days(from);
            let until = from + chrono::TimeDelta::days(length);
            let today = first + chrono::TimeDelta::days(on);
            let term = Term { from, until: Some(until), renews: true, notice_months: 0, ended_on: None };
            let due = term.due(today).expect("it has a term");
            prop_assert!(due >= until && (due >= today || due == until));
            // Nothing falls due between the day and what was answered.
            if today > until {
                prop_assert!((due - today).num_days() <= length + 4);
            }
        }

        #[test]
        fn meeting_is_mutual(a in 0i64..500, b in 0i64..500, la in 0i64..100, lb in 0i64..100) {
            let first = day("2027-01-01");
            let at = |start: i64, length: i64| {
                let from = first + chrono::TimeDelta::days(start);
                let until = Some(from + chrono::TimeDelta::days(length));
                Term { from, until, renews: false, notice_months: 0, ended_on: None }
            };
            let (one, other) = (at(a, la), at(b, lb));
            prop_assert_eq!(one.meets(&other), other.meets(&one));
            prop_assert_eq!(one.meets(&other), a <= b + lb && b <= a + la);
        }
    }
}
