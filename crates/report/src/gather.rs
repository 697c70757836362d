//! Stubs until the reading of the base is brought in.

use std::collections::BTreeMap;

use directory::Error;
use domain::Cents;
use sea_orm::ConnectionTrait;

use crate::model::Report;

/// The report of a year.
///
/// # Errors
/// The database's own.
pub async fn gather<C: ConnectionTrait>(_: &C, year: i32) -> Result<Report, Error> {
    Err(Error::refused(format!("pas de rapport pour {year}")))
}

/// The years that have a report, latest first.
///
/// # Errors
/// The database's own.
pub async fn report_years<C: ConnectionTrait>(_: &C) -> Result<Vec<i32>, Error> {
    Ok(Vec::new())
}

/// Sales of an entity to others of the perimeter, by account.
///
/// # Errors
/// The database's own.
pub async fn internal_sales<C: ConnectionTrait>(
    _: &C,
    _association_id: i64,
    _year: i32,
) -> Result<BTreeMap<String, Cents>, Error> {
    Ok(BTreeMap::new())
}
