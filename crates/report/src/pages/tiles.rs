//! Tiles of the report: a figure, its change on last year, where it comes from, and what it opens.

use web::pieces::{Source, Tile};

use super::ways::Ways;
use crate::compared::Compared;
use crate::figure::{FULL_TIME, Figure, Shown};
use crate::findings;
use crate::model::{EntityFigures, Report};

pub(super) fn tile(name: &str, figure: &Compared, year: i32) -> Tile {
    let worded = figure.now.known().is_none();
    Tile::new(name, figure.now.headline()).worded(worded).change(Some(figure.change(year)))
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
    let compared = Compared::of_whole(report, figure);
    let source = source(
        figure,
        vec![("Le chiffre entité par entité".to_owned(), ways.figure(year, figure))],
    );
    opening(tile(figure.name(), &compared, year).source(source), ways.figure(year, figure))
}

/// Full-time equivalents together, split in a small line; each part opens from the source.
fn full_time(report: &Report, ways: Ways<'_>) -> Tile {
    let year = report.year;
    let compared = Compared::full_time(report);
    let parts = [Figure::InsertionFte, Figure::PermanentFte];
    let definition = parts.map(Figure::definition).join(" ");
    let mut source = Source::new(FULL_TIME, definition, parts.map(Figure::origin).join("\u{a0}; "));
    for figure in [Figure::PermanentFte, Figure::InsertionFte] {
        if let Some(href) = ways.figure(year, figure) {
            source = source.link(format!("{} entité par entité", figure.name()), href);
        }
    }
    let tile = tile(FULL_TIME, &compared, year).source(source);
    let tile = match compared.now {
        Shown::Known(_) => {
            let parts = findings::full_time_parts(&report.totals.fte);
            let rounding = findings::full_time_rounding(&report.totals);
            tile.note(
                [Some(parts.as_str()), rounding]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(". "),
            )
        }
        Shown::Absent(_) => tile,
    };
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
    // A note on a figure that is not there would speak of nothing.
    let noted = |figure: Figure, note: String| {
        let tile = of_whole(report, figure, ways);
        match figure.shown_of_whole(&report.totals) {
            Shown::Known(_) => tile.note(note),
            Shown::Absent(_) => tile,
        }
    };
    let beside = |figure: Figure| figure.shown_of_whole(&report.totals).headline();
    vec![
        noted(Figure::Persons, files),
        full_time(report, ways),
        noted(
            Figure::NetSalaries,
            format!("avant impôt à la source\u{a0}; brut\u{a0}: {}", beside(Figure::GrossSalaries)),
        ),
        noted(
            Figure::Turnover,
            format!(
                "ventes internes retirées\u{a0}; produits d'exploitation\u{a0}: {}",
                beside(Figure::OperatingIncome)
            ),
        ),
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
    let compared = Compared::of_entity(entity, figure);
    let way = ways.figure_of(year, figure, entity);
    let source = source(figure, vec![("Les lignes de ce chiffre".to_owned(), way.clone())]);
    let tile = opening(tile(figure.name(), &compared, year).source(source), way);
    let part = findings::part_of_pole(report, entity, figure);
    let inside =
        (figure == Figure::Turnover && entity.figures.turnover_eliminated.0 != 0).then(|| {
            let inside = entity.figures.turnover_eliminated.euros();
            format!("dont {inside} à d'autres entités du pôle")
        });
    let notes: Vec<String> = part.into_iter().chain(inside).collect();
    if notes.is_empty() { tile } else { tile.note(notes.join(", ")) }
}
