//! The first page: which years have a report, the latest one in its headlines.

use askama::Template;
use axum::response::Response;
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

/// The latest report.
struct Latest {
    year: i32,
    lead: String,
    warning: Option<String>,
    headlines: Vec<Tile>,
}

/// `GET /`.
pub(super) async fn show(
    page: Page,
    Visitor(visit): Visitor,
    reading: Reading,
) -> Result<Response, Problem> {
    let mut years = crate::report_years(&*reading).await?;
    years.sort_unstable_by(|a, b| b.cmp(a));
    let latest = match years.first() {
        Some(year) => {
            let report = crate::gather(&*reading, *year).await?;
            let headlines = tiles::headlines(&report, Ways::Site(&visit.access));
            let lead = super::show::lead(&report);
            Some(Latest { year: *year, lead, warning: report.warning, headlines })
        }
        None => None,
    };
    let link = |year: &i32| Link::new(format!("Rapport {year}"), format!("/rapport/{year}"));
    let others = years.iter().skip(1).map(link).collect();
    render(&Home { page, latest, others, empty: nothing_yet() })
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
