//! An entity in the report of a year: its figures, its activities, its statement, its salaries.

use askama::Template;
use axum::response::Response;
use web::french::{long_date, plural};
use web::pieces::{Chart, Crumb, EntityBadge, Tile};
use web::table::Table;
use web::{Page, Path, Problem, Reading, Visitor, render};

use super::{Ways, above, entity_of, report_of, tables, tiles};
use crate::charts::{self, on_screen};
use crate::findings;
use crate::model::{EntityFigures, Report};

#[derive(Template)]
#[template(path = "report/entity.html")]
struct Shown {
    page: Page,
    crumbs: Vec<Crumb>,
    badge: EntityBadge,
    lead: String,
    warning: Option<String>,
    tiles: Vec<Tile>,
    chart: Option<Chart>,
    years: Option<Table>,
    activities: Option<Table>,
    statement: Option<Table>,
    said: Vec<String>,
    gaps: Vec<String>,
}

/// `GET /rapport/{annee}/{entite}`.
pub(super) async fn show(
    page: Page,
    Visitor(visit): Visitor,
    reading: Reading,
    Path((year, slug)): Path<(i32, String)>,
) -> Result<Response, Problem> {
    let report = report_of(&reading, year).await?;
    let (rank, entity) = entity_of(&report, &slug)?;
    let years = tables::entity_years(&report, entity, Ways::Site(&visit.access));
    let (chart, years) = match charts::of_entity(&report, rank) {
        Some(chart) => (Some(on_screen(&chart, years)), None),
        None => (None, Some(years)),
    };
    let some = |table: Table| (!table.rows.is_empty()).then_some(table);
    let pairs = report.reciprocity.iter();
    let concerned = pairs.filter(|pair| pair.from == slug || pair.to == slug);
    let controls = report.controls.iter().filter(|control| control.entity == slug);
    let said = concerned.map(|pair| findings::reciprocity(&report, pair)).collect();
    let shown = Shown {
        page,
        crumbs: Crumb::trail(above(year), &entity.name),
        badge: tables::badges(&report).swap_remove(rank),
        lead: lead(&report, entity),
        warning: report.warning.clone(),
        tiles: tiles::of_entity(&report, entity, Ways::Site(&visit.access)),
        chart,
        years,
        activities: some(tables::activities(entity)),
        statement: some(tables::statement_of(&report, rank, Ways::Site(&visit.access))),
        said,
        gaps: controls.filter_map(|control| findings::control(&report, control)).collect(),
    };
    render(&shown)
}

/// Which days the year has, and how many activities.
fn lead(report: &Report, entity: &EntityFigures) -> String {
    let activities = plural(entity.activities.len() as i64, "activité", "activités");
    format!(
        "Dans le rapport {}\u{a0}: {activities}, exercice du {} au {}. Chiffres de l'entité seule, \
         avant élimination.",
        report.year,
        long_date(entity.period.start),
        long_date(entity.period.end)
    )
}
