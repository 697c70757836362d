//! A figure of the year, entity by entity, with what it means and where it is read.

use askama::Template;
use axum::response::Response;
use web::french;
use web::pieces::{Chart, Crumb, Link, Tile};
use web::table::Table;
use web::{Page, Path, Problem, Reading, Visitor, render};

use super::{Ways, above, report_of, tables, tiles};
use crate::charts::{self, on_screen};
use crate::figure::Figure;
use crate::findings;
use crate::model::Report;

#[derive(Template)]
#[template(path = "report/figure.html")]
struct Shown {
    page: Page,
    crumbs: Vec<Crumb>,
    figure: Figure,
    year: i32,
    warning: Option<String>,
    tiles: [Tile; 1],
    remark: Option<String>,
    other_part: Option<Link>,
    chart: Option<Chart>,
    table: Table,
}

/// `GET /rapport/{annee}/chiffre/{figure}`.
pub(super) async fn show(
    page: Page,
    Visitor(visit): Visitor,
    reading: Reading,
    Path((year, figure)): Path<(i32, String)>,
) -> Result<Response, Problem> {
    let figure = Figure::parse(&figure).ok_or(Problem::NotFound)?;
    let report = report_of(&reading, year).await?;
    let table = || tables::by_entity(&report, figure, Ways::Site(&visit.access));
    let mut tile = tiles::of_whole(&report, figure, Ways::Nowhere);
    // The page says in full what the tile would only disclose.
    tile.source = None;
    let remark = match figure {
        Figure::Turnover => Some(findings::elimination(&report)),
        Figure::OperatingIncome => Some(findings::turnover_beside_income(&report)),
        _ => None,
    };
    let shown = Shown {
        page,
        crumbs: Crumb::trail(above(year), figure.name()),
        figure,
        year,
        warning: report.warning.clone(),
        tiles: [tile],
        remark,
        other_part: other_part(&report, figure),
        chart: charts::by_entity(&report, figure).map(|chart| on_screen(&chart, bare(table()))),
        table: table(),
    };
    render(&shown)
}

/// From one part of the full-time equivalents to the other, that make the headline together.
fn other_part(report: &Report, figure: Figure) -> Option<Link> {
    let (part, said) = match figure {
        Figure::InsertionFte => (Figure::PermanentFte, "permanents"),
        Figure::PermanentFte => (Figure::InsertionFte, "en insertion"),
        _ => return None,
    };
    let (whole, other) = (report.totals.fte.total(), part.of_whole(&report.totals).headline());
    let label = format!("Avec {other} {said}, {} ETP en tout", french::fraction(&whole));
    Some(Link::new(label, format!("/rapport/{}/chiffre/{}", report.year, part.slug())))
}

/// The figures under a chart that has the same table beside it: no second way down.
fn bare(mut table: Table) -> Table {
    table.sortable = false;
    for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
        cell.href = None;
    }
    table
}
