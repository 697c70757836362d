//! The reading rooms of jobs: a year month by month, its contracts, one contract. Names are for
//! those who may read them; counts for the others.

mod contract;
mod contracts;
mod import;
mod year;

use chrono::Datelike;
use directory::association;
use domain::Period;
use domain::dossier::Subject;
use domain::rights::Right::{JobCounts, Jobs, KeepJobs};
use sea_orm::ConnectionTrait;
use web::{Audience, Offer, Problem, Room};

/// What jobs bring to the site.
pub fn offer() -> Offer {
    use Audience::Association;
    Offer::new("jobs")
        .finder(crate::find::find)
        .entry(25, "Emplois", "/a/{slug}/emplois", Association(KeepJobs))
        .covering(&["/a/{slug}/contrats"])
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
        .get("/a/{slug}/contrats", Association(Jobs), contracts::show)
        .get("/a/{slug}/contrats/{numero}", Association(Jobs), contract::show)
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
    let mut years: Vec<i32> = accounting::years(conn, association.id)
        .await?
        .into_iter()
        .map(|year| year.ends_on.year())
        .collect();
    years.extend(crate::lists::worked_years(conn, association.id).await?);
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
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
    Ok(Some((year, period, years)))
}

/// Years as the choices of a filter.
fn choices(years: &[i32]) -> Vec<(String, String)> {
    years.iter().map(|year| (year.to_string(), year.to_string())).collect()
}
