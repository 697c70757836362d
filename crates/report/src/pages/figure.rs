//! A figure of the year, entity by entity, with what it means and where it is read.

use askama::Template;
use axum::response::Response;
use web::pieces::{Chart, Crumb, Tile};
use web::table::Table;
use web::{Page, Path, Problem, Reading, Visitor, render};

use super::{Ways, above, report_of, tables, tiles};
use crate::charts::{self, on_screen};
use crate::figure::Figure;
use crate::findings;

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
        chart: charts::by_entity(&report, figure).map(|chart| on_screen(&chart, bare(table()))),
        table: table(),
    };
    render(&shown)
}

/// The figures under a chart that has the same table beside it: no second way down.
fn bare(mut table: Table) -> Table {
    table.sortable = false;
    for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
        cell.href = None;
    }
    table
}
