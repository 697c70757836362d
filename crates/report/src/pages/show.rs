//! The report of a year.

use askama::Template;
use axum::response::Response;
use web::pieces::{Crumb, Export};
use web::{Page, Path, Problem, Reading, Visitor, render};

use super::{Content, Ways, report_of};
use crate::findings;
use crate::model::Report;

#[derive(Template)]
#[template(path = "report/report.html")]
struct Shown {
    page: Page,
    crumbs: Vec<Crumb>,
    report: Report,
    lead: String,
    exports: Vec<Export>,
    content: Content,
}

/// `GET /rapport/{annee}`.
pub(super) async fn show(
    page: Page,
    Visitor(visit): Visitor,
    reading: Reading,
    Path(year): Path<i32>,
) -> Result<Response, Problem> {
    let report = report_of(&reading, year).await?;
    let crumbs = Crumb::trail([("Accueil", "/")], &format!("Rapport {year}"));
    let lead = lead(&report);
    let content = Content::of(&report, Ways::Site(&visit.access));
    render(&Shown { page, crumbs, lead, exports: exports(year), content, report })
}

/// Who is in, and what the figures are.
pub(super) fn lead(report: &Report) -> String {
    format!(
        "{} en {}\u{a0}: {}, chiffres combinés, flux internes retirés.",
        report.pole,
        report.year,
        findings::perimeter(report)
    )
}

fn exports(year: i32) -> Vec<Export> {
    [
        ("PDF", "à imprimer", "pdf"),
        ("XLSX", "le classeur", "xlsx"),
        ("CSV", "un tableau", "csv"),
        ("JSON", "pour les logiciels", "json"),
    ]
    .map(|(format, content, extension)| {
        Export::new(format, content, format!("/rapport/{year}/rapport.{extension}"))
    })
    .into()
}
