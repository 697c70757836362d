//! Where the report's links lead: down to the rows on the site, nowhere in a file that stands alone.

use std::fmt::Write as _;

use chrono::NaiveDate;
use directory::Access;
use web::table::Cell;

use crate::figure::Figure;
use crate::model::EntityFigures;

/// Whether links lead somewhere.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ways<'a> {
    /// On the site, as far as somebody may go: for the entities of others, the report's own lines.
    Site(&'a Access),
    /// In a file that stands alone.
    Nowhere,
}

impl Ways<'_> {
    fn to(self, address: impl FnOnce() -> String) -> Option<String> {
        matches!(self, Self::Site(_)).then(address)
    }

    /// A figure, entity by entity.
    pub(crate) fn figure(self, year: i32, figure: Figure) -> Option<String> {
        self.to(|| format!("/rapport/{year}/chiffre/{}", figure.slug()))
    }

    /// A figure of one entity, row by row.
    pub(crate) fn figure_of(
        self,
        year: i32,
        figure: Figure,
        entity: &EntityFigures,
    ) -> Option<String> {
        let Self::Site(access) = self else { return None };
        access
            .may(figure.right(), entity.id)
            .then(|| format!("/rapport/{year}/chiffre/{}/{}", figure.slug(), entity.slug))
    }

    /// The page of an entity.
    pub(crate) fn entity(self, year: i32, slug: &str) -> Option<String> {
        self.to(|| format!("/rapport/{year}/{slug}"))
    }

    /// The ledger of an account.
    pub(crate) fn account(self, slug: &str, ends_on: NaiveDate, code: &str) -> Option<String> {
        self.to(|| account(slug, ends_on, code))
    }
}

/// The ledger of an account.
pub(crate) fn account(slug: &str, ends_on: NaiveDate, code: &str) -> String {
    format!("/a/{slug}/comptes/{ends_on}/{}", part(code))
}

/// One entry.
pub(crate) fn entry(slug: &str, ends_on: NaiveDate, number: i64) -> String {
    format!("/a/{slug}/ecritures/{ends_on}/{number}")
}

/// One contract.
pub(crate) fn contract(slug: &str, number: &str) -> String {
    format!("/a/{slug}/contrats/{}", part(number))
}

/// A text that others typed, as a part of an address.
fn part(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The cell, that opens when there is somewhere to go.
pub(crate) fn opening(cell: Cell, way: Option<String>) -> Cell {
    match way {
        Some(href) => cell.to(href),
        None => cell,
    }
}
