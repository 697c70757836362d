//! The first page: which years have a report, the latest one in its headlines.

use askama::Template;
use axum::response::Response;
use sea_orm::ConnectionTrait;
use web::pieces::{Empty, Link, Tile};
use web::{Page, Problem, Reading, Visitor, render};

use super::{Ways, tiles};

#[derive(Template)]
#[template(path = "report/home.html")]
struct Home {
    page: Page,
    latest: Option<Latest>,
    others: Vec<Link>,
    empty: Empty,
}

/// The report that the page leads with.
struct Latest {
    year: i32,
    lead: String,
    missing: Option<String>,
    warning: Option<String>,
    headlines: Vec<Tile>,
}

/// `GET /`.
pub(super) async fn show(
    page: Page,
    Visitor(visit): Visitor,
    reading: Reading,
) -> Result<Response, Problem> {
    let years = years_told(&*reading).await?;
    // The latest year that everybody's books make; else the latest, which says whose are missing.
    let leading = years.iter().find(|year| year.is_whole()).or(years.first());
    let latest = match leading {
        Some(told) => {
            let report = crate::gather(&*reading, told.year).await?;
            let headlines = tiles::headlines(&report, Ways::Site(&visit.access));
            let lead = super::show::lead(&report);
            let missing = told.missing();
            Some(Latest { year: told.year, lead, missing, warning: report.warning, headlines })
        }
        None => None,
    };
    let link = |told: &Told| {
        let missing = told.missing().map_or_else(String::new, |missing| format!(" – {missing}"));
        Link::new(format!("Rapport {}{missing}", told.year), format!("/rapport/{}", told.year))
    };
    let led = leading.map(|told| told.year);
    let others = years.iter().filter(|told| Some(told.year) != led).map(link).collect();
    render(&Home { page, latest, others, empty: nothing_yet() })
}

/// A year that has a report, and how many entities of its perimeter have no books in it.
struct Told {
    year: i32,
    without: usize,
    inside: usize,
}

impl Told {
    fn is_whole(&self) -> bool {
        self.without == 0
    }

    /// `les comptes de 3 entités sur 7 ne sont pas là`.
    fn missing(&self) -> Option<String> {
        let (without, inside) = (self.without as i64, self.inside);
        (without > 0).then(|| match without {
            1 => format!("les comptes d'une entité sur {inside} ne sont pas là"),
            without => format!("les comptes de {without} entités sur {inside} ne sont pas là"),
        })
    }
}

async fn years_told<C: ConnectionTrait>(conn: &C) -> Result<Vec<Told>, Problem> {
    let mut years = Vec::new();
    for year in crate::report_years(conn).await? {
        let (without, inside) = crate::without_books(conn, year).await?;
        years.push(Told { year, without, inside });
    }
    Ok(years)
}

fn nothing_yet() -> Empty {
    Empty {
        title: "Aucune année n'a encore de rapport".to_owned(),
        explanation:
            "Le rapport réunit les comptes, les contrats et les personnes reçues de toutes \
                      les entités du pôle. Il paraît ici dès que le périmètre compte une entité et \
                      qu'un premier fichier, comptable ou social, est importé sur ce poste."
                .to_owned(),
        action: None,
    }
}
