//! An association's latest year by itself, whether or not the report counts it.

use accounting::books::AccountBalance;
use chrono::{Datelike, NaiveDate};
use directory::{Error, association};
use domain::figure::Figure;
use domain::{Cents, Period};
use sea_orm::ConnectionTrait;

use crate::gather::{Gathered, gather_entity};
use crate::model::Figures;

/// What an association can say of a year.
pub(crate) struct Own {
    /// The year its books or contracts end in.
    pub(crate) year: i32,
    /// Its days.
    pub(crate) period: Period,
    /// Its figures.
    pub(crate) figures: Figures,
    /// Banks, post office and cash boxes at its end (accounts 51, 53 and 54).
    pub(crate) cash: Cents,
    /// What came in: class 7.
    pub(crate) earned: Cents,
    /// What went out: class 6.
    pub(crate) spent: Cents,
    /// Whether books say something.
    pub(crate) has_books: bool,
    /// Its accounts, as the totals kept say them.
    pub(crate) accounts: Vec<AccountBalance>,
    /// The day its last fiscal year ends, when it has books.
    pub(crate) books_end: Option<NaiveDate>,
}

/// The latest year of an association and the one before, as far as they are there.
///
/// # Errors
/// The database's own.
pub(crate) async fn latest<C: ConnectionTrait>(
    conn: &C,
    association: &association::Model,
    today: i32,
) -> Result<Option<(Own, Option<Own>)>, Error> {
    let years = accounting::years(conn, association.id).await?;
    let year = years.last().map_or(today, |last| last.ends_on.year());
    let Some(now) = of_year(conn, association, year).await? else { return Ok(None) };
    let before = of_year(conn, association, year - 1).await?;
    Ok(Some((now, before)))
}

/// Whether a figure of a year is shown for an association: on its own page, or in the report.
///
/// # Errors
/// The database's own.
pub async fn shows<C: ConnectionTrait>(
    conn: &C,
    association: &association::Model,
    year: i32,
    figure: Figure,
) -> Result<bool, Error> {
    if figure.is_own() {
        return Ok(of_year(conn, association, year).await?.is_some_and(|own| own.has_books));
    }
    if !crate::report_years(conn).await?.contains(&year) {
        return Ok(false);
    }
    let report = crate::gather(conn, year).await?;
    Ok(report.entities.iter().any(|entity| entity.id == association.id))
}

async fn of_year<C: ConnectionTrait>(
    conn: &C,
    association: &association::Model,
    year: i32,
) -> Result<Option<Own>, Error> {
    let years = accounting::books::years_ending_in(conn, association.id, year).await?;
    let gathered = gather_entity(conn, association.clone(), years, year).await?;
    let Some(gathered) = gathered.filter(Gathered::says_something) else { return Ok(None) };
    Ok(Some(Own {
        year,
        period: gathered.period,
        cash: balance(&gathered, &["51", "53", "54"]),
        earned: -balance(&gathered, &["7"]),
        spent: balance(&gathered, &["6"]),
        has_books: !gathered.accounts.is_empty(),
        figures: gathered.own_figures(&[]),
        books_end: gathered.years.last().map(|year| year.ends_on),
        accounts: gathered.accounts,
    }))
}

/// Debit less credit of the accounts that start so.
fn balance(gathered: &Gathered, prefixes: &[&str]) -> Cents {
    let counts = |code: &str| prefixes.iter().any(|prefix| code.starts_with(prefix));
    let accounts = gathered.accounts.iter().filter(|account| counts(&account.code));
    accounts.map(|account| account.debit - account.credit).sum()
}
