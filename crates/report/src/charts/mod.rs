//! The charts of the report: the same figures and the same finding for the page and for the paper.

mod screen;

use domain::chart::{Bar, BarChart, Group, Series, Texture};
use web::french;
use web::pieces::EntityBadge;

use crate::figure::{Figure, Quantity};
use crate::findings;
use crate::model::{EntityFigures, Report};

pub(crate) use screen::on_screen;

/// An entity's colour on charts, that of its rank of arrival.
pub(crate) fn colour(rank: usize) -> u8 {
    (rank % EntityBadge::COLOURS) as u8
}

fn bar(quantity: Option<Quantity>) -> Bar {
    match quantity {
        Some(quantity) if quantity.is_nothing() => Bar::new(0, french::NOTHING),
        Some(quantity) => Bar::new(quantity.steps(), quantity.headline()),
        None => Bar::missing("pas de chiffre"),
    }
}

fn two_years(year: i32, palette: u8) -> Vec<Series> {
    vec![
        Series::new((year - 1).to_string(), palette).textured(Texture::Hollow),
        Series::new(year.to_string(), palette),
    ]
}

/// A figure entity by entity, this year and the year before, largest first; nothing when nobody has
/// any of it.
pub(crate) fn by_entity(report: &Report, figure: Figure) -> Option<BarChart> {
    let now = |entity: &EntityFigures| figure.of_entity(&entity.figures);
    let before = |entity: &EntityFigures| entity.previous.as_ref().map(|f| figure.of_entity(f));
    let compared = report.entities.iter().any(|entity| entity.previous.is_some());
    let mut shown: Vec<(usize, &EntityFigures)> = report
        .entities
        .iter()
        .enumerate()
        .filter(|(_, e)| !now(e).is_nothing() || before(e).is_some_and(|b| !b.is_nothing()))
        .collect();
    shown.sort_by_key(|(rank, entity)| (-now(entity).steps(), *rank));
    let scale = now(shown.first()?.1).scale();
    let groups = shown
        .into_iter()
        .map(|(rank, entity)| {
            let mut bars = vec![bar(Some(now(entity)))];
            if compared {
                bars.insert(0, bar(before(entity)));
            }
            Group::of_entity(&entity.name, colour(rank), bars)
        })
        .collect();
    let mut series = two_years(report.year, 0);
    if !compared {
        series.remove(0);
    }
    let title = findings::by_entity(report, figure);
    BarChart::new(title, figure.unit(), scale, series, groups).ok()
}

/// Full-time equivalents entity by entity: insertion, then permanent staff.
pub(crate) fn full_time(report: &Report) -> Option<BarChart> {
    let total = |entity: &EntityFigures| entity.figures.fte.total();
    let mut shown: Vec<(usize, &EntityFigures)> = report
        .entities
        .iter()
        .enumerate()
        .filter(|(_, entity)| total(entity).hundredths() != 0)
        .collect();
    shown.sort_by_key(|(rank, entity)| (-total(entity).hundredths(), *rank));
    if shown.is_empty() {
        return None;
    }
    let groups = shown
        .into_iter()
        .map(|(rank, entity)| {
            let parts = [Figure::InsertionFte, Figure::PermanentFte];
            let bars = parts.map(|figure| bar(Some(figure.of_entity(&entity.figures)))).into();
            Group::of_entity(&entity.name, colour(rank), bars)
        })
        .collect();
    let series = vec![
        Series::new("En insertion", 0),
        Series::new("Permanents", 0).textured(Texture::Striped),
    ];
    BarChart::new(findings::full_time_split(report), "ETP", 100, series, groups).ok()
}

/// What an entity sells, receives and pays, this year and the year before.
pub(crate) fn of_entity(report: &Report, rank: usize) -> Option<BarChart> {
    let entity = report.entities.get(rank)?;
    let shown =
        [Figure::Turnover, Figure::OperatingIncome, Figure::NetSalaries, Figure::EmployerCost];
    let now = |figure: Figure| figure.of_entity(&entity.figures);
    let before = |figure: Figure| entity.previous.as_ref().map(|f| figure.of_entity(f));
    let groups: Vec<Group> = shown
        .into_iter()
        .filter(|f| !now(*f).is_nothing() || before(*f).is_some_and(|b| !b.is_nothing()))
        .map(|figure| {
            let mut bars = vec![bar(Some(now(figure)))];
            if entity.previous.is_some() {
                bars.insert(0, bar(before(figure)));
            }
            Group::of_entity(figure.name(), colour(rank), bars)
        })
        .collect();
    if groups.is_empty() {
        return None;
    }
    let mut series = two_years(report.year, colour(rank));
    if entity.previous.is_none() {
        series.remove(0);
    }
    BarChart::new(findings::of_entity(entity), "euros", 100, series, groups).ok()
}
