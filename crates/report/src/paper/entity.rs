//! The page of an entity: its figures, its activities, its year against the one before.

use domain::calendar::long;
use pdf::{Block, KeyFigure};

use super::{tables, tile};
use crate::charts;
use crate::compared::Compared;
use crate::figure::Figure;
use crate::model::{EntityFigures, Report};

const TILES: [Figure; 8] = [
    Figure::Persons,
    Figure::InsertionFte,
    Figure::PermanentFte,
    Figure::NetSalaries,
    Figure::Turnover,
    Figure::OperatingIncome,
    Figure::EmployerCost,
    Figure::Result,
];

/// Adds the page of an entity.
pub(super) fn page(report: &Report, rank: usize, blocks: &mut Vec<Block>) {
    let entity = &report.entities[rank];
    blocks.push(Block::PageBreak);
    blocks.push(Block::part(entity.name.clone()));
    blocks.push(Block::paragraph(format!(
        "Exercice du {} au {}. Chiffres de l'entité seule, avant élimination.",
        long(entity.period.start),
        long(entity.period.end)
    )));
    blocks.push(Block::KeyFigures(TILES.map(|figure| of_entity(report, entity, figure)).into()));
    if !entity.activities.is_empty() {
        blocks.push(Block::Table(tables::activities(entity)));
    }
    if let Some(chart) = charts::of_entity(report, rank) {
        blocks.push(Block::Chart(chart));
    }
}

fn of_entity(report: &Report, entity: &EntityFigures, figure: Figure) -> KeyFigure {
    tile(figure.name(), &Compared::of_entity(entity, figure), report.year)
}
