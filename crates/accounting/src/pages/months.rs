//! The months that a page is narrowed to, as its address says them.

use chrono::NaiveDate;
use domain::Month;
use domain::calendar::month_name;
use web::Problem;
use web::pieces::Control;

use super::year::Year;

/// Months of a year, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Months {
    pub(super) from: Month,
    pub(super) to: Month,
    /// The first and the last month of the year.
    whole: (Month, Month),
}

impl Months {
    /// What the address asks for; what is left blank is the whole year.
    ///
    /// # Errors
    /// A text that is no month of the year.
    pub(super) fn asked(
        year: &Year,
        from: Option<&str>,
        to: Option<&str>,
    ) -> Result<Self, Problem> {
        let whole = (year.first_month(), year.last_month());
        let read = |text: Option<&str>, otherwise: Month| {
            match text.map(str::trim) {
            None | Some("") => Ok(otherwise),
            Some(text) => Month::parse(text)
                .filter(|month| whole.0 <= *month && *month <= whole.1)
                .ok_or_else(|| {
                    Problem::bad_request(format!(
                        "Le mois demandé n'est pas de l'exercice clos le {}. Choisissez un mois dans \
                         la liste.",
                        domain::calendar::long(year.ends_on())
                    ))
                }),
        }
        };
        Ok(Self { from: read(from, whole.0)?, to: read(to, whole.1)?, whole })
    }

    pub(super) fn contains(self, day: NaiveDate) -> bool {
        let month = Month::of(day);
        self.from <= month && month <= self.to
    }

    /// Whether the whole year is shown.
    pub(super) fn is_whole(self) -> bool {
        (self.from, self.to) == self.whole
    }

    /// Whether something of the year comes before.
    pub(super) fn begins_later(self) -> bool {
        self.from > self.whole.0
    }

    /// The last day shown, of a year that ends on a day.
    pub(super) fn last_day(self, ends_on: NaiveDate) -> NaiveDate {
        if self.to < self.whole.1 { self.to.last_day() } else { ends_on }
    }

    /// `mars 2025` or `de mars 2025 à juin 2025`.
    pub(super) fn said(self) -> String {
        if self.from == self.to {
            month_name(self.from)
        } else {
            format!("de {} à {}", month_name(self.from), month_name(self.to))
        }
    }

    /// What its bounds are in the address; nothing for those of the year.
    pub(super) fn bounds(self) -> (String, String) {
        let said = |month: Month, bound: Month| {
            if month == bound { String::new() } else { month.to_string() }
        };
        (said(self.from, self.whole.0), said(self.to, self.whole.1))
    }

    /// The two controls that choose them.
    pub(super) fn controls(self) -> [Control; 2] {
        let (from, to) = self.bounds();
        [
            Control::choice("de", "De", from, choices(self.whole, "le début")),
            Control::choice("a", "À", to, choices(self.whole, "la fin")),
        ]
    }
}

/// The months of a year, and what leaves it whole.
pub(super) fn choices((first, last): (Month, Month), whole: &str) -> Vec<(String, String)> {
    let mut choices = vec![(String::new(), whole.to_owned())];
    let mut month = first;
    while month <= last {
        choices.push((month.to_string(), month_name(month)));
        month = month.next();
    }
    choices
}
