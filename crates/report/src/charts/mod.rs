//! The charts of the report: the same figures and the same finding for the page and for the paper.

mod screen;

use domain::chart::{Bar, BarChart, Group, Series, Texture};
use web::french;
use web::pieces::EntityBadge;

use crate::compared::Compared;
use crate::figure::{Figure, Quantity, Shown};
use crate::findings;
use crate::model::{EntityFigures, Import, Report};

pub(crate) use screen::on_screen;

/// An entity's colour on charts, that of its rank of arrival.
pub(crate) fn colour(rank: usize) -> u8 {
    (rank % EntityBadge::COLOURS) as u8
}

fn bar(quantity: &Quantity) -> Bar {
    if quantity.is_nothing() {
        Bar::new(0, french::NOTHING)
    } else {
        Bar::new(quantity.steps(), quantity.headline())
    }
}

/// This year's bar, and before it the other year's when years are compared.
fn bars(compared: &Compared, with_before: bool) -> Vec<Bar> {
    let before = || match &compared.before {
        Some(before) => bar(before),
        None => Bar::missing("pas de chiffre"),
    };
    let now = match &compared.now {
        Shown::Known(quantity) => bar(quantity),
        Shown::Absent(import) => Bar::missing(import.absence()),
    };
    if with_before { vec![before(), now] } else { vec![now] }
}

/// Whether a chart has something to say of a figure: an amount, or books that should be there.
fn speaks(compared: &Compared) -> bool {
    let amount = |quantity: Option<&Quantity>| quantity.is_some_and(|q| !q.is_nothing());
    amount(compared.now.known())
        || amount(compared.before.as_ref())
        || compared.now == Shown::Absent(Import::Books)
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
    let of = |entity: &EntityFigures| Compared::of_entity(entity, figure);
    let with_before = report.entities.iter().any(|entity| of(entity).before.is_some());
    let mut shown: Vec<(usize, &EntityFigures)> =
        report.entities.iter().enumerate().filter(|(_, entity)| speaks(&of(entity))).collect();
    if shown.iter().all(|(_, entity)| of(entity).now.known().is_none()) {
        return None;
    }
    shown.sort_by_key(|(rank, entity)| (-now(entity).steps(), *rank));
    let scale = now(shown.first()?.1).scale();
    let groups = shown
        .into_iter()
        .map(|(rank, entity)| {
            Group::of_entity(&entity.name, colour(rank), bars(&of(entity), with_before))
        })
        .collect();
    let mut series = two_years(report.year, 0);
    if !with_before {
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
            let bars = parts.map(|figure| bar(&figure.of_entity(&entity.figures))).into();
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
    let of = |figure: Figure| Compared::of_entity(entity, figure);
    let with_before = shown.into_iter().any(|figure| of(figure).before.is_some());
    let known = |figure: &Figure| {
        let compared = of(*figure);
        speaks(&compared) && (compared.now.known().is_some() || compared.before.is_some())
    };
    let groups: Vec<Group> = shown
        .into_iter()
        .filter(known)
        .map(|figure| Group::of_entity(figure.name(), colour(rank), bars(&of(figure), with_before)))
        .collect();
    if groups.is_empty() {
        return None;
    }
    let mut series = two_years(report.year, colour(rank));
    if !with_before {
        series.remove(0);
    }
    BarChart::new(findings::of_entity(entity), "euros", 100, series, groups).ok()
}
