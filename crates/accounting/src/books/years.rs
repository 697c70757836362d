//! The years of an entity, their totals and their last entries.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use db::statement;
use directory::Error;
use domain::{Cents, Period};
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::entity::fiscal_year;
use crate::open_year::years;

/// The year of an entity that ends on a day.
///
/// # Errors
/// When there is none, naming those there are, and the database's own.
pub async fn year_ending<C: ConnectionTrait>(
    conn: &C,
    association: i64,
    ends_on: NaiveDate,
) -> Result<fiscal_year::Model, Error> {
    let years = years(conn, association).await?;
    let known: Vec<String> = years.iter().map(|year| year.ends_on.to_string()).collect();
    years.into_iter().find(|year| year.ends_on == ends_on).ok_or_else(|| {
        let known = if known.is_empty() { "aucun".to_owned() } else { known.join(", ") };
        Error::refused(format!("aucun exercice ne finit le {ends_on} (exercices connus : {known})"))
    })
}

/// The years of an entity that end in a calendar year: usually one, two when one is short.
///
/// # Errors
/// The database's own.
pub async fn years_ending_in<C: ConnectionTrait>(
    conn: &C,
    association: i64,
    year: i32,
) -> Result<Vec<fiscal_year::Model>, Error> {
    let ends = Period::calendar_year(year);
    let years = years(conn, association).await?.into_iter();
    Ok(years.filter(|year| ends.contains(year.ends_on)).collect())
}

/// The year just before another one.
///
/// # Errors
/// The database's own.
pub async fn previous_year<C: ConnectionTrait>(
    conn: &C,
    year: &fiscal_year::Model,
) -> Result<Option<fiscal_year::Model>, Error> {
    let day_before = year.starts_on.checked_sub_days(Days::new(1));
    let years = years(conn, year.association_id).await?;
    Ok(years.into_iter().find(|other| Some(other.ends_on) == day_before))
}

/// What a year adds up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct YearTotals {
    /// Σ debit.
    pub debit: Cents,
    /// Σ credit.
    pub credit: Cents,
    /// How many lines.
    pub lines: i64,
}

const YEAR_TOTALS: &str = "SELECT year_id, CAST(SUM(debit) AS bigint) AS debit, \
     CAST(SUM(credit) AS bigint) AS credit, CAST(SUM(lines) AS bigint) AS lines \
     FROM account_total WHERE association_id = ? GROUP BY year_id";

/// What each year of an entity adds up to, by its id, from the kept totals.
///
/// # Errors
/// The database's own.
pub async fn year_totals<C: ConnectionTrait>(
    conn: &C,
    association: i64,
) -> Result<BTreeMap<i64, YearTotals>, Error> {
    let rows = conn.query_all_raw(statement(conn, YEAR_TOTALS, [association.into()])).await?;
    let mut totals = BTreeMap::new();
    for row in rows {
        let cents = |name| row.try_get("", name).map(Cents);
        let sums = YearTotals {
            debit: cents("debit")?,
            credit: cents("credit")?,
            lines: row.try_get("", "lines")?,
        };
        totals.insert(row.try_get("", "year_id")?, sums);
    }
    Ok(totals)
}

/// How many entries a year has.
///
/// # Errors
/// The database's own.
pub async fn last_number<C: ConnectionTrait>(
    conn: &C,
    year: &fiscal_year::Model,
) -> Result<i64, Error> {
    let sql = "SELECT COALESCE(MAX(number), 0) AS last FROM validation WHERE association_id = ? AND year_id = ?";
    let row = conn
        .query_one_raw(statement(conn, sql, [year.association_id.into(), year.id.into()]))
        .await?;
    Ok(row.map(|row| row.try_get::<i64>("", "last")).transpose()?.unwrap_or(0))
}

/// The last entry of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct LastEntry {
    /// Its id in the association.
    pub id: i64,
    /// Its number.
    pub number: i64,
    /// Its date.
    pub date: NaiveDate,
}

const LAST_ENTRY: &str = "SELECT e.id, v.number, e.date FROM validation v \
     JOIN entry e ON e.association_id = v.association_id AND e.id = v.entry_id \
     WHERE v.association_id = ? AND v.year_id = ? ORDER BY v.number DESC LIMIT 1";

/// The last entry of a year, if it has any.
///
/// # Errors
/// The database's own.
pub async fn last_entry<C: ConnectionTrait>(
    conn: &C,
    year: &fiscal_year::Model,
) -> Result<Option<LastEntry>, Error> {
    let values = [year.association_id.into(), year.id.into()];
    Ok(LastEntry::find_by_statement(statement(conn, LAST_ENTRY, values)).one(conn).await?)
}
