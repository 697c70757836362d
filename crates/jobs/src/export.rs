//! Contracts, hours and files of people go out as they came in: what is exported here is taken in
//! again by another base, equal.

use directory::{Error, association};
use domain::Period;
use domain::jobs::{write_case_files, write_contracts, write_hours};
use sea_orm::ConnectionTrait;

use crate::activity_names::ActivityNames;
use crate::records;

/// A file ready to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Its text.
    pub text: String,
    /// Its lines, the header left out.
    pub rows: usize,
}

/// `contrats.csv`: every contract, or those that count in a period.
///
/// # Errors
/// The database's own.
pub async fn export_contracts<C: ConnectionTrait>(
    conn: &C,
    association: &association::Model,
    period: Option<Period>,
) -> Result<Exported, Error> {
    let names = ActivityNames::of(conn, association).await?;
    let rows = without_ids(records::contracts(conn, association.id, &names, period).await?);
    Ok(Exported { text: write_contracts(&rows), rows: rows.len() })
}

/// `heures.csv`: every month of work, or those whose last day lies in a period.
///
/// # Errors
/// The database's own.
pub async fn export_hours<C: ConnectionTrait>(
    conn: &C,
    association: &association::Model,
    period: Option<Period>,
) -> Result<Exported, Error> {
    let months = period.map_or([i64::MIN, i64::MAX], records::months_within);
    let rows = without_ids(records::works(conn, association.id, months).await?);
    Ok(Exported { text: write_hours(&rows), rows: rows.len() })
}

/// `accueil.csv`: every file, or those open on some day of a period.
///
/// # Errors
/// The database's own.
pub async fn export_case_files<C: ConnectionTrait>(
    conn: &C,
    association: &association::Model,
    period: Option<Period>,
) -> Result<Exported, Error> {
    let names = ActivityNames::of(conn, association).await?;
    let rows = without_ids(records::case_files(conn, association.id, &names, period).await?);
    Ok(Exported { text: write_case_files(&rows), rows: rows.len() })
}

fn without_ids<T>(rows: Vec<(i64, T)>) -> Vec<T> {
    rows.into_iter().map(|(_, row)| row).collect()
}
