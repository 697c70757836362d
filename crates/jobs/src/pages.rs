//! The rooms of jobs: a year month by month, its contracts, one contract, the people received; and
//! where they are entered and put right. Names are for those who may read them; counts for the others.

mod case_files;
mod columns;
mod contract;
mod contracts;
mod import;
mod keep_case_file;
mod keep_contract;
mod month;
mod past;
mod take_out;
mod typing;
mod year;

use chrono::Datelike;
use directory::association;
use domain::Period;
use domain::dossier::Subject;
use domain::jobs::Hours;
use domain::rights::Right::{JobCounts, Jobs, KeepJobs};
use sea_orm::ConnectionTrait;
use sheets::Value;
use web::table::Cell;
use web::{Audience, Offer, Problem, Room};

/// What jobs bring to the site.
pub fn offer() -> Offer {
    use Audience::Association;
    Offer::new("jobs")
        .finder(crate::find::find)
        .entry(25, "Emplois", "/a/{slug}/emplois", Association(KeepJobs))
        .covering(&["/a/{slug}/contrats", "/a/{slug}/accueil"])
        .get("/a/{slug}/emplois", Association(JobCounts), year::show)
        .get("/a/{slug}/emplois/importer", Association(KeepJobs), import::show)
        .post_within("/a/{slug}/emplois/importer", Association(KeepJobs), Room::FILES, import::look)
        .post_within(
            "/a/{slug}/emplois/importer/prendre",
            Association(KeepJobs),
            Room::ACT,
            import::take,
        )
        .get("/a/{slug}/emplois/modele/{table}", Association(KeepJobs), import::model)
        .get("/a/{slug}/emplois/fichier/{table}", Association(KeepJobs), take_out::file)
        .get("/a/{slug}/emplois/mois", Association(KeepJobs), month::show)
        .post_within("/a/{slug}/emplois/mois", Association(KeepJobs), GRID, month::keep)
        .get("/a/{slug}/emplois/nouveau-contrat", Association(KeepJobs), keep_contract::new)
        .post("/a/{slug}/emplois/nouveau-contrat", Association(KeepJobs), keep_contract::add)
        .get("/a/{slug}/emplois/nouveau-dossier", Association(KeepJobs), keep_case_file::new)
        .post("/a/{slug}/emplois/nouveau-dossier", Association(KeepJobs), keep_case_file::add)
        .get("/a/{slug}/contrats", Association(Jobs), contracts::show)
        .get("/a/{slug}/contrats/{numero}", Association(Jobs), contract::show)
        .get("/a/{slug}/contrats/{numero}/{acte}", Association(KeepJobs), keep_contract::open)
        .post("/a/{slug}/contrats/{numero}/{acte}", Association(KeepJobs), keep_contract::act)
        .get("/a/{slug}/accueil", Association(Jobs), case_files::list)
        .get("/a/{slug}/accueil/{numero}", Association(Jobs), case_files::show)
        .get("/a/{slug}/accueil/{numero}/{acte}", Association(KeepJobs), keep_case_file::open)
        .post("/a/{slug}/accueil/{numero}/{acte}", Association(KeepJobs), keep_case_file::act)
}

/// A month of many contracts: some hundred and fifty bytes each, several thousand of them.
const GRID: Room = Room { bytes: 1 << 20, patience: Room::PAGE.patience };

/// Hours as a table shows them, and as a number in a file when two decimals hold them.
fn hours(hours: Hours) -> Cell {
    let exact = hours.0 % 10 == 0;
    let value = if exact { Value::Hundredths(hours.0 / 10) } else { Value::Text(hours.french()) };
    Cell { order: Some(hours.0), value, ..Cell::text(hours.grouped()) }
}

/// A sex as people read it.
fn sex(code: &str) -> &'static str {
    match code {
        "F" => "femme",
        "H" => "homme",
        _ => "autre, ou non précisé",
    }
}

/// Where a contract is read.
pub fn contract_address(slug: &str, number: &str) -> String {
    Subject::Contract(number.to_owned()).address(slug)
}

/// The way down to a page of jobs.
fn above(association: &association::Model) -> [(String, String); 2] {
    let slug = &association.slug;
    [
        (association.name.clone(), format!("/a/{slug}")),
        ("Emplois".to_owned(), format!("/a/{slug}/emplois")),
    ]
}

/// The years that an association can speak of, the latest first: those of its books, of its months
/// of work and of its contracts.
async fn years<C: ConnectionTrait>(
    conn: &C,
    association: &association::Model,
) -> Result<Vec<i32>, Problem> {
    let fiscal = accounting::years(conn, association.id).await?;
    let mut years: Vec<i32> = fiscal.iter().map(|year| year.ends_on.year()).collect();
    years.extend(crate::lists::worked_years(conn, association.id).await?);
    // A contract that nobody worked on yet is found in the year it begins; one of long ago adds no
    // year of which nothing else is known.
    let first = years.iter().min().copied().unwrap_or(i32::MIN);
    let begun = crate::lists::begun_years(conn, association.id).await?;
    years.extend(begun.into_iter().filter(|year| *year >= first));
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    years.retain(|year| crate::year::period_among(&fiscal, association, *year).is_some());
    Ok(years)
}

/// The year asked, else the latest one; 404 for a year that says nothing.
async fn asked_year<C: ConnectionTrait>(
    conn: &C,
    association: &association::Model,
    asked: Option<i32>,
) -> Result<Option<(i32, Period, Vec<i32>)>, Problem> {
    let years = years(conn, association).await?;
    let Some(year) = asked.or_else(|| years.first().copied()) else { return Ok(None) };
    if !years.contains(&year) {
        return Err(Problem::NotFound);
    }
    let period = crate::period_of_year(conn, association, year).await?;
    Ok(period.map(|period| (year, period, years)))
}

/// Years as the choices of a filter.
fn choices(years: &[i32]) -> Vec<(String, String)> {
    years.iter().map(|year| (year.to_string(), year.to_string())).collect()
}
