//! Where a page of the books stands: an association, a year, its neighbours.

use chrono::{Datelike, NaiveDate};
use domain::Month;
use web::french::{long_date, short_date};
use web::pieces::Crumb;
use web::{Problem, Reading, Seat, notice};

use super::listing::Room;
use crate::books;
use crate::entity::fiscal_year;
use crate::ways;

/// A year of an association, as its pages say it.
pub(super) struct Year {
    pub(super) row: fiscal_year::Model,
    pub(super) slug: String,
    pub(super) association: String,
    pub(super) warning: Option<String>,
}

/// A page of a year.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Here {
    Balance,
    GeneralLedger,
    Journals,
    ThirdParties,
    /// Below one of these.
    Below,
}

impl Year {
    /// The year of the association that ends on a day, or the page that does not exist.
    pub(super) async fn ending(
        reading: &Reading,
        seat: &Seat,
        ends_on: NaiveDate,
    ) -> Result<Self, Problem> {
        let association = &seat.association;
        Ok(Self {
            row: books::year_ending(&**reading, association.id, ends_on).await?,
            slug: association.slug.clone(),
            association: association.name.clone(),
            warning: notice(reading).await?,
        })
    }

    pub(super) fn ends_on(&self) -> NaiveDate {
        self.row.ends_on
    }

    pub(super) fn first_month(&self) -> Month {
        Month::of(self.row.starts_on)
    }

    pub(super) fn last_month(&self) -> Month {
        Month::of(self.row.ends_on)
    }

    /// `exercice clos le 31 décembre 2025`.
    pub(super) fn said(&self) -> String {
        format!("exercice clos le {}", long_date(self.ends_on()))
    }

    /// The lines under the title of a file.
    pub(super) fn about(&self) -> Vec<String> {
        let (start, end) = (short_date(self.row.starts_on), short_date(self.row.ends_on));
        let place = format!("{}, exercice du {start} au {end}", self.association);
        [Some(place), self.warning.clone()].into_iter().flatten().collect()
    }

    /// What names a file: the list, the association, the year.
    pub(super) fn stem(&self, list: &str) -> String {
        format!("{list}-{}-{}", self.slug, self.ends_on())
    }

    /// The way down to a page of the year; the balance stands above the rest.
    pub(super) fn crumbs(&self, here: &str) -> Vec<Crumb> {
        let above = [
            ("Accueil".to_owned(), "/".to_owned()),
            ("Livres".to_owned(), ways::books(&self.slug)),
            (
                format!("Balance {}", self.ends_on().year()),
                ways::balance(&self.slug, self.ends_on()),
            ),
        ];
        let depth = if here == "Balance" { 2 } else { 3 };
        let here = if here == "Balance" {
            format!("Balance {}", self.ends_on().year())
        } else {
            here.to_owned()
        };
        Crumb::trail(above.into_iter().take(depth), &here)
    }

    /// The rooms of the year, the present one marked.
    pub(super) fn rooms(&self, here: Here) -> Vec<Room> {
        let (slug, ends_on) = (&self.slug, self.ends_on());
        [
            ("Balance", Here::Balance, ways::balance(slug, ends_on)),
            ("Grand livre", Here::GeneralLedger, ways::general_ledger(slug, ends_on)),
            ("Journaux", Here::Journals, ways::journals(slug, ends_on)),
            ("Tiers", Here::ThirdParties, ways::third_parties(slug, ends_on)),
        ]
        .into_iter()
        .map(|(label, room, href)| Room { label, href, here: room == here })
        .collect()
    }
}
