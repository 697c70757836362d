//! Tiles of the report: a figure, its change on last year, where it comes from, and what it opens.

use web::pieces::{Source, Tile};

use super::ways::Ways;
use crate::figure::{Figure, Quantity};
use crate::findings;
use crate::model::{EntityFigures, Report};

fn tile(name: &str, now: &Quantity, before: Option<&Quantity>, year: i32) -> Tile {
    Tile::new(name, now.headline()).change(Some(now.change(before, year)))
}

fn source(figure: Figure, links: Vec<(String, Option<String>)>) -> Source {
    let source = Source::new(figure.name(), figure.definition(), figure.origin());
    links.into_iter().fold(source, |source, (label, href)| match href {
        Some(href) => source.link(label, href),
        None => source,
    })
}

fn opening(tile: Tile, href: Option<String>) -> Tile {
    match href {
        Some(href) => tile.href(href),
        None => tile,
    }
}

/// The figure of the whole pôle.
pub(super) fn of_whole(report: &Report, figure: Figure, ways: Ways<'_>) -> Tile {
    let year = report.year;
    let now = figure.of_whole(&report.totals);
    let before = report.previous.as_ref().map(|figures| figure.of_whole(figures));
    let source = source(
        figure,
        vec![("Le chiffre entité par entité".to_owned(), ways.figure(year, figure))],
    );
    opening(
        tile(figure.name(), &now, before.as_ref(), year).source(source),
        ways.figure(year, figure),
    )
}

/// Full-time equivalents together, split in a small line; each part opens from the source.
fn full_time(report: &Report, ways: Ways<'_>) -> Tile {
    let year = report.year;
    let now = Quantity::Fte(report.totals.fte.total());
    let before = report.previous.as_ref().map(|figures| Quantity::Fte(figures.fte.total()));
    let definition =
        format!("{} {}", Figure::InsertionFte.definition(), Figure::PermanentFte.definition());
    let mut source = Source::new("Équivalents temps plein", definition, "contrats et heures");
    for figure in [Figure::PermanentFte, Figure::InsertionFte] {
        if let Some(href) = ways.figure(year, figure) {
            source = source.link(format!("{} entité par entité", figure.name()), href);
        }
    }
    let tile = tile("Équivalents temps plein", &now, before.as_ref(), year)
        .note(findings::full_time_parts(&report.totals.fte))
        .source(source);
    opening(tile, ways.figure(year, Figure::InsertionFte))
}

/// The four figures that a board reads first.
pub(super) fn headlines(report: &Report, ways: Ways<'_>) -> Vec<Tile> {
    let files = report.totals.beneficiaries.files;
    let files = web::french::plural(
        i64::try_from(files).unwrap_or(i64::MAX),
        "dossier d'accueil",
        "dossiers d'accueil",
    );
    vec![
        of_whole(report, Figure::Persons, ways).note(files),
        full_time(report, ways),
        of_whole(report, Figure::NetSalaries, ways).note(format!(
            "avant impôt à la source\u{a0}; brut\u{a0}: {}",
            Figure::GrossSalaries.of_whole(&report.totals).headline()
        )),
        of_whole(report, Figure::Turnover, ways).note(format!(
            "ventes internes retirées\u{a0}; produits d'exploitation\u{a0}: {}",
            Figure::OperatingIncome.of_whole(&report.totals).headline()
        )),
    ]
}

/// The figures of an entity, before elimination.
pub(super) fn of_entity(report: &Report, entity: &EntityFigures, ways: Ways<'_>) -> Vec<Tile> {
    let figures = [
        Figure::Persons,
        Figure::InsertionFte,
        Figure::PermanentFte,
        Figure::NetSalaries,
        Figure::Turnover,
        Figure::OperatingIncome,
        Figure::EmployerCost,
        Figure::Result,
    ];
    figures.into_iter().map(|figure| figure_of_entity(report, entity, figure, ways)).collect()
}

/// One figure of an entity.
pub(super) fn figure_of_entity(
    report: &Report,
    entity: &EntityFigures,
    figure: Figure,
    ways: Ways<'_>,
) -> Tile {
    let year = report.year;
    let now = figure.of_entity(&entity.figures);
    let before = entity.previous.as_ref().map(|figures| figure.of_entity(figures));
    let way = ways.figure_of(year, figure, entity);
    let source = source(figure, vec![("Les lignes de ce chiffre".to_owned(), way.clone())]);
    let tile = opening(tile(figure.name(), &now, before.as_ref(), year).source(source), way);
    match figure {
        Figure::Turnover if entity.figures.turnover_eliminated.0 != 0 => tile.note(format!(
            "dont {} à d'autres entités du pôle",
            entity.figures.turnover_eliminated.euros()
        )),
        _ => tile,
    }
}
