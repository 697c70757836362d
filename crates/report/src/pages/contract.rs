//! One contract: who, which post, and month by month its hours, pay and full-time equivalents.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::calendar::month_name;
use domain::jobs::{Category, Contract};
use domain::{Cents, Fraction};
use web::pieces::Crumb;
use web::table::{Cell, Table};
use web::{Page, Path, Problem, Reading, Seat, Site, filters, render};

use super::notice;
use super::people::{self, MonthOfContract};

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
    State(site): State<Site>,
    reading: Reading,
    Path((_, number)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let association = &seat.association;
    let found = people::contract(&*reading, association, &number, site.clock.today()).await?;
    let (contract, months) = found.ok_or(Problem::NotFound)?;
    let category = match contract.category {
        Category::Insertion => "parcours d'insertion",
        Category::Permanent => "poste permanent",
    };
    render(&Shown {
        page,
        crumbs: Crumb::trail(
            [
                ("Accueil".to_owned(), "/".to_owned()),
                (association.name.clone(), format!("/a/{}", association.slug)),
            ],
            &format!("Contrat {number}"),
        ),
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
