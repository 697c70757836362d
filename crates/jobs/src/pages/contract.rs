//! One contract: who, which post, and month by month its hours, pay and full-time equivalents.

use askama::Template;
use axum::response::Response;
use chrono::NaiveDate;
use directory::{Error, association};
use domain::calendar::month_name;
use domain::jobs::{Category, Contract, Hours, fte};
use domain::{Cents, Fraction, Period};
use sea_orm::ConnectionTrait;
use web::pieces::Crumb;
use web::table::{Cell, Table};
use web::{Page, Path, Problem, Reading, Seat, Site, filters, notice, render};

use super::above;
use crate::lists::{WorkedMonth, contract_numbered, months_of};

#[derive(Template)]
#[template(path = "jobs/contract.html")]
struct Shown {
    page: Page,
    crumbs: Vec<Crumb>,
    association: String,
    warning: Option<String>,
    contract: Contract,
    category: &'static str,
    weekly: String,
    reference: String,
    months: Table,
}

/// `GET /a/{slug}/contrats/{numero}`.
pub(super) async fn show(
    page: Page,
    seat: Seat,
    site: Site,
    reading: Reading,
    Path((_, number)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let association = &seat.association;
    let known = found(&*reading, association, &number, site.clock.today()).await?;
    let (contract, months) = known.ok_or(Problem::NotFound)?;
    let category = match contract.category {
        Category::Insertion => "parcours d'insertion",
        Category::Permanent => "poste permanent",
    };
    render(&Shown {
        page,
        crumbs: Crumb::trail(above(association), &format!("Contrat {number}")),
        association: association.name.clone(),
        warning: notice(&reading).await?,
        category,
        weekly: contract.weekly.grouped(),
        reference: contract.reference.grouped(),
        months: table(&months),
        contract,
    })
}

fn table(months: &[MonthOfContract]) -> Table {
    let mut table = Table::new("Mois par mois")
        .note("Le net est celui du bulletin, avant l'impôt à la source.")
        .words("Mois")
        .figures("Heures")
        .figures("Brut")
        .figures("Net")
        .figures("ETP");
    for MonthOfContract { work, fte } in months {
        table.row([
            Cell { order: Some(i64::from(work.month.0)), ..Cell::text(month_name(work.month)) },
            Cell { order: Some(work.hours.0), ..Cell::text(work.hours.grouped()) },
            Cell::amount(work.gross),
            Cell::amount(work.net),
            Cell::fraction(fte),
        ]);
    }
    let hours: domain::jobs::Hours = months.iter().map(|month| month.work.hours).sum();
    let gross: Cents = months.iter().map(|month| month.work.gross).sum();
    let net: Cents = months.iter().map(|month| month.work.net).sum();
    let fte: Fraction = months.iter().map(|month| month.fte.clone()).sum();
    table.total([
        Cell::text("Total"),
        Cell::text(hours.grouped()),
        Cell::amount(gross),
        Cell::amount(net),
        Cell::fraction(&fte),
    ]);
    table
}

/// A month of a contract.
struct MonthOfContract {
    /// Hours and pay.
    work: WorkedMonth,
    /// What it counts for in its calendar year.
    fte: Fraction,
}

/// One contract and its months, oldest first, by the yearly base of a day; nothing when no contract
/// has this number.
async fn found<C: ConnectionTrait>(
    conn: &C,
    association: &association::Model,
    number: &str,
    on: NaiveDate,
) -> Result<Option<(Contract, Vec<MonthOfContract>)>, Error> {
    let Some((id, contract, base)) = contract_numbered(conn, association, number, on).await? else {
        return Ok(None);
    };
    let months = months_of(conn, association.id, id).await?;
    let counted = |work| MonthOfContract { fte: share(&contract, &work, base.hours), work };
    let months = months.into_iter().map(counted).collect();
    Ok(Some((contract, months)))
}

/// The part of a year's full-time post that a month makes.
fn share(contract: &Contract, work: &WorkedMonth, base: Hours) -> Fraction {
    match contract.category {
        Category::Insertion => fte::insertion(work.hours, base),
        Category::Permanent => {
            let month = work.month.period();
            let year = Period::calendar_year(work.month.0 / 100);
            fte::permanent_contract(contract, month) * Fraction::new(month.days(), year.days())
        }
    }
}
