//! The report on paper, as a board receives it: key figures, a page per entity, who governs, the
//! combined statement, what passes between entities, the controls, the method.

mod entity;
mod tables;

use chrono::{DateTime, FixedOffset};
use domain::words::hex;
use pdf::{Block, Cover, KeyFigure, Member, Paper};
use sha2::{Digest, Sha256};
use web::pieces::EntityBadge;

use crate::board::TITLE;
use crate::compared::Compared;
use crate::figure::{FULL_TIME, Figure, Shown};
use crate::findings;
use crate::model::Report;
use crate::{charts, files};

/// The paper of a year. `generated` is the pôle's own time, `generated_by` who asked for it (empty
/// when nobody did), `generator` the software and its version. The fingerprint is that of the
/// figures: the same report gives the same one.
pub fn paper(
    report: &Report,
    generated: DateTime<FixedOffset>,
    generated_by: &str,
    generator: &str,
) -> Paper {
    let title = format!("Rapport d'activité combiné {}", report.year);
    // Each page's head bears the title, hence the gist of the warning; the cover says it whole.
    let title = match report.warning.as_deref().and_then(|warning| warning.split(',').next()) {
        Some(gist) => format!("{title} – {gist}"),
        None => title,
    };
    let mut blocks = vec![Block::Cover(cover(report))];
    key_figures(report, &mut blocks);
    for rank in 0..report.entities.len() {
        entity::page(report, rank, &mut blocks);
    }
    board(report, &mut blocks);
    accounts(report, &mut blocks);
    between_entities(report, &mut blocks);
    controls(report, &mut blocks);
    methods(report, &mut blocks);
    Paper {
        title,
        organisation: report.pole.clone(),
        subtitle: format!("{}, chiffres combinés", findings::perimeter(report)),
        generated,
        generated_by: generated_by.to_owned(),
        generator: generator.to_owned(),
        fingerprint: fingerprint(report),
        blocks,
    }
}

/// The first half of the SHA-256 of the figures as JSON, whose keys are always in one order.
fn fingerprint(report: &Report) -> String {
    let digest = Sha256::digest(files::json(report).to_string());
    hex(&digest[..16])
}

fn cover(report: &Report) -> Cover {
    let fact = |name: &str, value: String| (name.to_owned(), value);
    let badges = EntityBadge::of_pole(report.entities.iter().map(|entity| entity.name.as_str()));
    let member = |badge: EntityBadge| Member {
        palette: badge.colour as u8,
        badge: badge.letters,
        name: badge.name,
    };
    let mut facts = vec![
        fact("Année", report.year.to_string()),
        fact("Périmètre", findings::perimeter(report)),
        fact("Chiffres", "combinés, flux entre entités retirés".to_owned()),
    ];
    if let Some(warning) = &report.warning {
        facts.push(fact("Avertissement", warning.clone()));
    }
    Cover { facts, members: badges.into_iter().map(member).collect() }
}

fn tile(name: &str, figure: &Compared, year: i32) -> KeyFigure {
    let value = figure.now.headline();
    KeyFigure { name: name.to_owned(), value, change: figure.change(year) }
}

fn whole(report: &Report, figure: Figure) -> KeyFigure {
    tile(figure.name(), &Compared::of_whole(report, figure), report.year)
}

fn full_time(report: &Report) -> KeyFigure {
    let compared = Compared::full_time(report);
    let mut tile = tile(FULL_TIME, &compared, report.year);
    if let Shown::Known(_) = compared.now {
        let parts = findings::full_time_parts(&report.totals.fte);
        tile.change = format!("{parts}\n{}", tile.change);
    }
    tile
}

fn key_figures(report: &Report, blocks: &mut Vec<Block>) {
    blocks.push(Block::part("L'essentiel"));
    if let Some(warning) = &report.warning {
        blocks.push(Block::note(warning.clone()));
    }
    blocks.push(Block::KeyFigures(vec![
        whole(report, Figure::Persons),
        full_time(report),
        whole(report, Figure::NetSalaries),
        whole(report, Figure::Turnover),
    ]));
    if let Some(remark) = findings::full_time_rounding(&report.totals) {
        blocks.push(Block::note(remark));
    }
    let alerts = findings::alerts(report);
    if !alerts.is_empty() {
        blocks.push(Block::section("À savoir avant de lire"));
        blocks.push(Block::List(alerts));
    }
    blocks.push(Block::paragraph(findings::turnover_beside_income(report)));
    blocks.push(Block::section("Dans ce rapport"));
    blocks.push(Block::Contents);
    blocks.push(Block::PageBreak);
    blocks.push(Block::part("Les chiffres du pôle"));
    blocks.push(Block::Table(tables::year_on_year(report)));
    blocks.push(Block::Table(tables::entities(report)));
    let note = "Une personne reçue par deux entités compte une fois dans chacune, et une seule fois \
                pour le pôle. Salaires nets\u{a0}: net des bulletins, avant l'impôt à la source. \
                Chiffre d'affaires des entités\u{a0}: avant élimination, ventes aux autres entités \
                comprises.";
    let rounding =
        findings::columns_rounding(report, &[Figure::InsertionFte, Figure::PermanentFte]);
    blocks.push(Block::note(match rounding {
        Some(remark) => format!("{note} {remark}"),
        None => note.to_owned(),
    }));
    let drawn: Vec<Block> = [
        charts::by_entity(report, Figure::Persons),
        charts::full_time(report),
        charts::by_entity(report, Figure::NetSalaries),
        charts::by_entity(report, Figure::Turnover),
    ]
    .into_iter()
    .flatten()
    .map(Block::Chart)
    .collect();
    if !drawn.is_empty() {
        blocks.push(Block::PageBreak);
        blocks.push(Block::part("Ce que fait chaque entité"));
        blocks.extend(drawn);
    }
}

fn board(report: &Report, blocks: &mut Vec<Block>) {
    let Some(board) = &report.board else { return };
    blocks.extend([Block::PageBreak, Block::part(TITLE), Block::paragraph(board.lead())]);
    blocks.extend(board.printed().into_iter().map(Block::Table));
}

fn accounts(report: &Report, blocks: &mut Vec<Block>) {
    let table = tables::statement(report);
    blocks.push(Block::PageBreak);
    blocks.push(Block::part("Ce qui entre, ce qui sort"));
    if table.rows.is_empty() {
        blocks.push(Block::paragraph("Aucune comptabilité n'est importée pour cette année."));
    } else {
        blocks.push(Block::Table(table));
    }
    blocks.push(Block::Table(tables::salaries(report)));
    for table in tables::statement_by_entity(report) {
        blocks.extend([Block::PageBreak, Block::Table(table)]);
    }
}

fn between_entities(report: &Report, blocks: &mut Vec<Block>) {
    blocks.push(Block::part("Entre entités du pôle"));
    blocks.push(Block::paragraph(findings::elimination(report)));
    if !report.eliminations.is_empty() {
        blocks.push(Block::Table(tables::eliminations(report)));
    }
    blocks.push(Block::chapter("Chacune dit-elle la même chose ?"));
    blocks.push(Block::paragraph(findings::agreement(report)));
    let table = tables::reciprocity(report);
    if !table.rows.is_empty() {
        blocks.push(Block::Table(table));
    }
    let apart = report.reciprocity.iter().filter(|pair| findings::is_unexplained(report, pair));
    let said: Vec<String> = apart.map(|pair| findings::reciprocity(report, pair)).collect();
    if !said.is_empty() {
        blocks.push(Block::List(said));
    }
}

fn controls(report: &Report, blocks: &mut Vec<Block>) {
    blocks.push(Block::part("Contrôles"));
    blocks.push(Block::paragraph(findings::controls(report)));
    if !report.controls.is_empty() {
        blocks.push(Block::Table(tables::controls(report)));
    }
    let gaps: Vec<String> =
        report.controls.iter().filter_map(|control| findings::control(report, control)).collect();
    if !gaps.is_empty() {
        blocks.push(Block::List(gaps));
    }
}

fn methods(report: &Report, blocks: &mut Vec<Block>) {
    blocks.push(Block::part("Méthode"));
    blocks.push(Block::paragraph(
        "Ces chiffres sont combinés\u{a0}: ceux des entités s'additionnent, puis ce qu'elles \
         échangent entre elles est retiré.",
    ));
    let term = |method: &crate::model::Method| {
        let definition = &method.definition;
        (method.figure.clone(), format!("{definition} Source\u{a0}: {}", method.source))
    };
    let terms: Vec<(String, String)> = report.methods.iter().map(term).collect();
    if !terms.is_empty() {
        blocks.push(Block::Definitions(terms));
    }
    blocks.push(Block::note(
        "L'empreinte, au pied de chaque feuille, est calculée sur tous les chiffres du rapport\u{a0}: \
         deux exemplaires qui portent la même disent la même chose.",
    ));
}
