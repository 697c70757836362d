//! Where the report's links lead: down to the rows on the site, nowhere in a file that stands alone.

use directory::Access;
use domain::rights::Right;
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

    /// The accounts of a line of an entity's statement, what rose most first.
    pub(crate) fn line_of(self, entity: &EntityFigures, line: &str) -> Option<String> {
        let Self::Site(access) = self else { return None };
        let way = || accounting::ways::changes_of_line(&entity.slug, entity.period.end, line);
        access.may(Right::Books, entity.id).then(way)
    }

    /// The page of an entity.
    pub(crate) fn entity(self, year: i32, slug: &str) -> Option<String> {
        self.to(|| format!("/rapport/{year}/{slug}"))
    }

    /// The ledger of an account of an entity.
    pub(crate) fn account(self, entity: &EntityFigures, code: &str) -> Option<String> {
        let Self::Site(access) = self else { return None };
        access
            .may(Right::Books, entity.id)
            .then(|| accounting::ways::account(&entity.slug, entity.period.end, code))
    }
}

/// The cell, that opens when there is somewhere to go.
pub(crate) fn opening(cell: Cell, way: Option<String>) -> Cell {
    match way {
        Some(href) => cell.to(href),
        None => cell,
    }
}
