//! The screens of the report: the years, the report of a year, and the way down from a figure to an
//! entity, to an account or a contract, to an entry.

mod content;
mod contract;
mod downloads;
mod entity;
mod entry;
mod figure;
mod figure_of_entity;
mod home;
mod ledger;
mod people;
mod show;
mod tables;
mod tiles;
mod ways;

use directory::Error;
use web::{Audience, Offer, Problem, Site};

use crate::model::{EntityFigures, Report};

pub(crate) use content::Content;
pub(crate) use ways::Ways;

/// What the report brings to the site.
pub fn offer() -> Offer {
    use Audience::{Association, Pole};
    Offer::new("report")
        .entry(10, "Rapport d'activité", "/")
        .get("/", Pole, home::show)
        .get("/rapport/{annee}", Pole, show::show)
        .get("/rapport/{annee}/rapport.pdf", Pole, downloads::pdf)
        .get("/rapport/{annee}/rapport.csv", Pole, downloads::csv)
        .get("/rapport/{annee}/rapport.xlsx", Pole, downloads::xlsx)
        .get("/rapport/{annee}/rapport.json", Pole, downloads::json)
        .get("/rapport/{annee}/{entite}", Pole, entity::show)
        .get("/rapport/{annee}/chiffre/{figure}", Pole, figure::show)
        .get("/rapport/{annee}/chiffre/{figure}/{entite}", Pole, figure_of_entity::show)
        .get("/a/{slug}/comptes/{fin}/{compte}", Association, ledger::show)
        .get("/a/{slug}/ecritures/{fin}/{numero}", Association, entry::show)
        .get("/a/{slug}/contrats/{numero}", Association, contract::show)
}

/// What was asked is not there; the database's own errors stay errors.
fn missing(error: Error) -> Problem {
    match error {
        Error::Refused(_) => Problem::NotFound,
        Error::Database(error) => Problem::from(error),
    }
}

/// What every page says at its head when the data are a demonstration's.
async fn notice(site: &Site) -> Result<Option<String>, Problem> {
    Ok(directory::pole(&site.db).await.map_err(missing)?.notice)
}

/// The report of a year that has one.
async fn report_of(site: &Site, year: i32) -> Result<Report, Problem> {
    if !crate::report_years(&site.db).await.map_err(missing)?.contains(&year) {
        return Err(Problem::NotFound);
    }
    crate::gather(&site.db, year).await.map_err(missing)
}

/// The rank and the figures of an entity of the report.
fn entity_of<'a>(report: &'a Report, slug: &str) -> Result<(usize, &'a EntityFigures), Problem> {
    let mut entities = report.entities.iter().enumerate();
    entities.find(|(_, entity)| entity.slug == slug).ok_or(Problem::NotFound)
}

/// The way down to a page of the report.
fn above(year: i32) -> Vec<(String, String)> {
    vec![
        ("Accueil".to_owned(), "/".to_owned()),
        (format!("Rapport {year}"), format!("/rapport/{year}")),
    ]
}
