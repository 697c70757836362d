//! What the report of a year shows, on the site and in the page that stands alone.

use askama::Template;
use domain::Cents;
use web::pieces::{Chart, Tile};
use web::table::Table;

use super::{Ways, tables, tiles};
use crate::board::{Sitting, TITLE};
use crate::charts::{self, on_screen};
use crate::figure::Figure;
use crate::findings;
use crate::model::Report;

/// The report of a year, piece by piece.
#[derive(Template)]
#[template(path = "report/content.html")]
pub(crate) struct Content {
    headlines: Vec<Tile>,
    alerts: Vec<String>,
    beside: String,
    charts: Vec<Chart>,
    governs: Option<Governs>,
    year_on_year: Table,
    entities: Table,
    salaries: Table,
    statement: Option<Table>,
    elimination: String,
    eliminations: Option<Table>,
    agreement: String,
    differences: Vec<String>,
    reciprocity: Option<Table>,
    agreeing: Option<Table>,
    control: String,
    gaps: Vec<String>,
    controls: Option<Table>,
    passed: Option<Table>,
    methods: Table,
}

/// Who sat on the board at the end of the year.
struct Governs {
    title: &'static str,
    lead: String,
    tables: Vec<Table>,
}

impl Governs {
    fn of(board: &Sitting) -> Self {
        Self { title: TITLE, lead: board.lead(), tables: board.tables() }
    }
}

impl Content {
    /// Prepares every piece.
    pub(crate) fn of(report: &Report, ways: Ways<'_>) -> Self {
        let some = |table: Table| (!table.rows.is_empty()).then_some(table);
        let [reciprocity, agreeing] = tables::reciprocity(report, ways).map(some);
        let [controls, passed] = tables::controls(report, ways).map(some);
        Self {
            headlines: tiles::headlines(report, ways),
            alerts: findings::alerts(report),
            beside: findings::turnover_beside_income(report),
            charts: headline_charts(report, ways),
            governs: report.board.as_ref().map(Governs::of),
            year_on_year: tables::year_on_year(report, ways),
            entities: tables::entities(report, ways),
            salaries: tables::salaries(report, ways),
            statement: some(tables::statement(report)),
            elimination: findings::elimination(report),
            eliminations: some(tables::eliminations(report, ways)),
            agreement: findings::agreement(report),
            differences: tables::differences(report),
            reciprocity,
            agreeing,
            control: findings::controls(report),
            gaps: report.controls.iter().filter_map(|c| findings::control(report, c)).collect(),
            controls,
            passed,
            methods: tables::methods(report),
        }
    }
}

/// A chart for each headline.
fn headline_charts(report: &Report, ways: Ways<'_>) -> Vec<Chart> {
    let by_entity = |figure: Figure| {
        charts::by_entity(report, figure)
            .map(|chart| on_screen(&chart, tables::by_entity(report, figure, ways)))
    };
    let full_time =
        charts::full_time(report).map(|chart| on_screen(&chart, tables::full_time(report, ways)));
    let turnover = by_entity(Figure::Turnover).map(|chart| {
        if report.totals.turnover_eliminated == Cents::ZERO {
            return chart;
        }
        chart.note("En euros, ventes aux autres entités du pôle comprises.")
    });
    [
        by_entity(Figure::Persons).map(|chart| {
            chart.note("Une personne reçue par deux entités compte une fois dans chacune.")
        }),
        full_time,
        by_entity(Figure::NetSalaries)
            .map(|chart| chart.note("En euros, avant l'impôt à la source.")),
        turnover,
    ]
    .into_iter()
    .flatten()
    .collect()
}
