//! The screens of the report: the years, the report of a year, and the way down from a figure to an
//! entity, to an account or a contract, to an entry.

mod asked;
mod content;
mod downloads;
mod entity;
mod entrance;
mod figure;
mod figure_of_entity;
mod home;
mod own;
mod people;
mod show;
mod tables;
mod tiles;
mod ways;

use domain::rights::Right::{JobCounts, Report as Published};
use web::{Audience, Offer, Problem, Reading};

use crate::model::{EntityFigures, Report};

pub(crate) use content::Content;
pub(crate) use ways::Ways;

/// What the report brings to the site.
pub fn offer() -> Offer {
    use Audience::{Association, Pole, SignedIn};
    let read = Pole(Published);
    Offer::new("report")
        .entry(10, "Vue d'ensemble", "/a/{slug}", Association(JobCounts))
        .entry(30, "Rapport du pôle", "/rapport", read)
        .get("/", SignedIn, entrance::show)
        .get("/a/{slug}", Association(JobCounts), own::show)
        .get("/rapport", read, home::show)
        .get("/rapport/{annee}", read, show::show)
        .get("/rapport/{annee}/rapport.pdf", read, downloads::pdf)
        .get("/rapport/{annee}/rapport.csv", read, downloads::csv)
        .get("/rapport/{annee}/rapport.xlsx", read, downloads::xlsx)
        .get("/rapport/{annee}/rapport.json", read, downloads::json)
        .get("/rapport/{annee}/{entite}", read, entity::show)
        .get("/rapport/{annee}/chiffre/{figure}", read, figure::show)
        // What the figure's rows ask for is asked by the page: books, contracts or counts.
        .get(
            "/rapport/{annee}/chiffre/{figure}/{slug}",
            Association(Published),
            figure_of_entity::show,
        )
}

/// The report of a year that has one.
async fn report_of(reading: &Reading, year: i32) -> Result<Report, Problem> {
    if !crate::report_years(&**reading).await?.contains(&year) {
        return Err(Problem::NotFound);
    }
    Ok(crate::gather(&**reading, year).await?)
}

/// The rank and the figures of an entity of the report.
fn entity_of<'a>(report: &'a Report, slug: &str) -> Result<(usize, &'a EntityFigures), Problem> {
    let mut entities = report.entities.iter().enumerate();
    entities.find(|(_, entity)| entity.slug == slug).ok_or(Problem::NotFound)
}

/// The way down to a page of the report.
fn above(year: i32) -> Vec<(String, String)> {
    vec![
        ("Rapport du pôle".to_owned(), "/rapport".to_owned()),
        (format!("Rapport {year}"), format!("/rapport/{year}")),
    ]
}
