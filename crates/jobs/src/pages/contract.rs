//! One contract: who, which post, month by month its hours, pay and full-time equivalents, and what
//! was changed of it.

use askama::Template;
use axum::response::Response;
use chrono::NaiveDate;
use directory::{Error, association};
use domain::calendar::month_name;
use domain::dossier;
use domain::jobs::{Category, Contract, Hours, fte};
use domain::rights::Right;
use domain::{Cents, Fraction, Period};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use web::address::asking;
use web::export::{Format, download, exports};
use web::pieces::{Crumb, Export, Link};
use web::table::{Cell, Table};
use web::{Page, Path, Problem, Query, Reading, Seat, Site, filters, notice, render, threads};

use super::keep_contract::{Deed, address};
use super::past::past;
use super::{above, contract_address};
use crate::history::{Subject, history};
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
    sex: &'static str,
    weekly: String,
    reference: String,
    done: Option<&'static str>,
    deeds: Vec<Link>,
    exports: Vec<Export>,
    months: Table,
    past: Table,
    asked: Option<threads::Asked>,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    fait: String,
    format: Option<Format>,
}

/// `GET /a/{slug}/contrats/{numero}?format=`.
pub(super) async fn show(
    page: Page,
    seat: Seat,
    site: Site,
    reading: Reading,
    Path((_, number)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let association = &seat.association;
    let known = found(&*reading, association, &number, site.clock.today()).await?;
    let (id, contract, months) = known.ok_or(Problem::NotFound)?;
    let slug = &association.slug;
    let keeps = seat.may(Right::KeepJobs);
    let months = table(&months, keeps.then_some(slug));
    if let Some(format) = asked.format {
        let stem = format!("{slug}-contrat");
        let about = vec![format!("{}, contrat {number}", association.name)];
        return download(format, &stem, about, months).await;
    }
    let changes = history(&*reading, association.id, Subject::Contract(id)).await?;
    let to = |label: &str, deed| Link::new(label, address(slug, &number, deed));
    let deeds = vec![
        to("Corriger", Deed::Correct),
        to("Finir ou prolonger", Deed::End),
        to("Retirer", Deed::Withdraw),
    ];
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
        sex: super::sex(&contract.person.sex),
        done: match asked.fait.as_str() {
            "saisi" => Some("Le contrat est enregistré."),
            "corrige" => Some("La correction est enregistrée."),
            _ => None,
        },
        deeds: if keeps { deeds } else { Vec::new() },
        exports: exports(&contract_address(slug, &number)),
        past: past(&site, &changes),
        weekly: contract.weekly.grouped(),
        reference: contract.reference.grouped(),
        months,
        asked: threads::asked(&reading, &seat, &dossier::Subject::Contract(number)).await?,
        contract,
    })
}

/// Its months; each leads to where it is put right, for those who may.
fn table(months: &[MonthOfContract], keeps: Option<&String>) -> Table {
    let mut table = Table::new("Mois par mois")
        .note("Le net est celui du bulletin, avant l'impôt à la source.")
        .sortable()
        .words("Mois")
        .figures("Heures")
        .figures("Brut")
        .figures("Net")
        .figures("ETP");
    for MonthOfContract { work, fte } in months {
        let name =
            Cell { order: Some(i64::from(work.month.0)), ..Cell::text(month_name(work.month)) };
        table.row([
            match keeps {
                Some(slug) => {
                    let month = work.month.to_string();
                    name.to(asking(&super::month::address(slug), &[("mois", month.as_str())]))
                }
                None => name,
            },
            super::hours(work.hours),
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
        super::hours(hours),
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
) -> Result<Option<(i64, Contract, Vec<MonthOfContract>)>, Error> {
    let Some((id, contract, base)) = contract_numbered(conn, association, number, on).await? else {
        return Ok(None);
    };
    let months = months_of(conn, association.id, id).await?;
    let counted = |work| MonthOfContract { fte: share(&contract, &work, base.hours), work };
    let months = months.into_iter().map(counted).collect();
    Ok(Some((id, contract, months)))
}

/// The part of a year's full-time post that a month makes.
fn share(contract: &Contract, work: &WorkedMonth, base: Hours) -> Fraction {
    match contract.category {
        Category::Insertion => fte::insertion(work.hours, base, 12),
        Category::Permanent => {
            let month = work.month.period();
            let year = Period::calendar_year(work.month.0 / 100);
            fte::permanent_contract(contract, month) * Fraction::new(month.days(), year.days())
        }
    }
}
