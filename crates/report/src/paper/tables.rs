//! The tables of the paper.

use domain::Cents;
use domain::accounting::statements::UNMATCHED;
use pdf::{Column, Row, Table};

use crate::compared::Compared;
use crate::figure::{Figure, Quantity, Shown};
use crate::findings::{self, kind_of, name_of};
use crate::model::{EntityFigures, Import, Reciprocity, Report};
use crate::statement::{self, Line, Rank};

fn printed(amount: Cents) -> String {
    Quantity::Money(amount).printed()
}

/// A year against the one before, over four columns.
fn compared(figure: &Compared) -> [String; 4] {
    let nothing = || web::french::NOTHING.to_owned();
    [
        figure.before.as_ref().map_or_else(nothing, Quantity::exact),
        figure.now.exact(),
        figure.difference().filter(|d| !d.is_nothing()).map_or_else(nothing, |d| d.signed()),
        figure.percent().unwrap_or_else(nothing),
    ]
}

/// The whole pôle, this year against the one before.
pub(super) fn year_on_year(report: &Report) -> Table {
    let columns = vec![
        Column::names("Chiffre", 28),
        Column::amounts((report.year - 1).to_string(), 19),
        Column::amounts(report.year.to_string(), 19),
        Column::amounts("Écart", 19),
        Column::amounts("Écart en %", 11),
    ];
    let row = |figure: Figure| {
        let cells = compared(&Compared::of_whole(report, figure));
        Row::plain([figure.name().to_owned()].into_iter().chain(cells))
    };
    let caption = "Le pôle d'une année à l'autre, flux entre entités retirés";
    Table::new(caption, columns).with(Figure::ALL.map(row))
}

/// The figures of entities side by side, what is counted twice, the whole.
fn side_by_side(report: &Report, caption: &str, figures: &[(Figure, &str)]) -> Table {
    let mut columns = vec![Column::names("Entité", 45)];
    columns.extend(figures.iter().map(|(_, head)| Column::amounts(*head, 15)));
    let row = |name: &str, cells: Vec<String>| {
        [name.to_owned()].into_iter().chain(cells).collect::<Vec<String>>()
    };
    let shown = |entity: &EntityFigures| {
        let shown = figures.iter().map(|(figure, _)| figure.shown_of_entity(&entity.figures));
        shown.map(|shown| shown.printed()).collect()
    };
    let of_entity = |entity: &EntityFigures| -> Vec<Quantity> {
        figures.iter().map(|(figure, _)| figure.of_entity(&entity.figures)).collect()
    };
    let whole: Vec<Quantity> =
        figures.iter().map(|(figure, _)| figure.of_whole(&report.totals)).collect();
    let mut table = Table::new(caption, columns)
        .with(report.entities.iter().map(|entity| Row::plain(row(&entity.name, shown(entity)))));
    let out: Vec<Quantity> = report.entities.iter().fold(whole.clone(), |left, entity| {
        left.iter().zip(&of_entity(entity)).map(|(left, one)| left.minus(one)).collect()
    });
    if out.iter().any(|quantity| !quantity.is_nothing()) {
        table = table.with([Row::plain(row(
            "Compté deux fois, retiré",
            out.iter().map(Quantity::printed).collect(),
        ))]);
    }
    let totals = figures.iter().map(|(figure, _)| figure.shown_of_whole(&report.totals).printed());
    table.with([Row::total(row("Pôle", totals.collect()))])
}

/// The main figures of each entity.
pub(super) fn entities(report: &Report) -> Table {
    let figures = [
        (Figure::Persons, "Personnes"),
        (Figure::InsertionFte, "ETP insertion"),
        (Figure::PermanentFte, "ETP permanents"),
        (Figure::NetSalaries, "Salaires nets"),
        (Figure::Turnover, "Chiffre d'affaires"),
        (Figure::Result, "Résultat"),
    ];
    side_by_side(report, "Les entités côte à côte, en personnes, en ETP et en euros", &figures)
}

/// Salaries in their three measures.
pub(super) fn salaries(report: &Report) -> Table {
    let figures = [
        (Figure::NetSalaries, "Net"),
        (Figure::GrossSalaries, "Brut"),
        (Figure::EmployerCost, "Coût employeur"),
    ];
    side_by_side(
        report,
        "Les salaires en trois mesures, en euros (définies à la fin du rapport)",
        &figures,
    )
}

/// The activities of an entity.
pub(super) fn activities(entity: &EntityFigures) -> Table {
    let columns = vec![
        Column::names("Activité", 30),
        Column::words("Nature", 30),
        Column::amounts("Personnes reçues", 13),
        Column::amounts("ETP insertion", 13),
        Column::amounts("ETP permanents", 13),
    ];
    let known = |figure: Figure, quantity: Quantity| match figure.shown_of_entity(&entity.figures) {
        Shown::Known(_) => quantity.printed(),
        Shown::Absent(import) => import.briefly().to_owned(),
    };
    let rows = entity.activities.iter().map(|activity| {
        let persons = i64::try_from(activity.beneficiaries.persons).unwrap_or(i64::MAX);
        Row::plain([
            activity.name.clone(),
            activity.kind.label().to_owned(),
            known(Figure::Persons, Quantity::People(persons)),
            known(Figure::InsertionFte, Quantity::Fte(activity.fte.insertion.clone())),
            known(Figure::PermanentFte, Quantity::Fte(activity.fte.permanent.clone())),
        ])
    });
    Table::new("Activités", columns).with(rows)
}

fn row_of(line: &Line, amounts: impl IntoIterator<Item = String>) -> Row {
    let cells = [line.label.clone()].into_iter().chain(amounts);
    match line.rank {
        Rank::Section => Row::section(line.label.clone()),
        Rank::Detail => Row::plain(cells),
        Rank::Subtotal => Row::subtotal(cells),
        Rank::Total => Row::total(cells),
    }
}

/// The combined statement: the entities together, what is taken out, the whole, the year before.
pub(super) fn statement(report: &Report) -> Table {
    let columns = vec![
        Column::names("En euros\u{a0}: produits en plus, charges en moins", 40),
        Column::amounts("Somme des entités", 16),
        Column::amounts("Éliminations", 15),
        Column::amounts(format!("Combiné {}", report.year), 16),
        Column::amounts(format!("Combiné {}", report.year - 1), 16),
    ];
    let rows = statement::lines(report).into_iter().map(|line| {
        let previous = line.previous.map_or_else(|| web::french::NOTHING.to_owned(), printed);
        let amounts = [line.gross(), line.eliminated, line.total].map(printed);
        row_of(&line, amounts.into_iter().chain([previous]))
    });
    Table::new("Compte de résultat combiné", columns).with(rows)
}

/// How many entities stand side by side on a sheet.
const ABREAST: usize = 7;

/// The same entity by entity, to the euro, a few entities a table; those whose books are not there
/// have no column.
pub(super) fn statement_by_entity(report: &Report) -> Vec<Table> {
    let mut lines = statement::lines(report);
    // What is between entities is nobody's own.
    lines.retain(|line| line.label != UNMATCHED.label);
    if lines.is_empty() {
        return Vec::new();
    }
    let booked = |rank: &usize| !report.entities[*rank].figures.lacks(Import::Books);
    let ranks: Vec<usize> = (0..report.entities.len()).filter(booked).collect();
    let table = |ranks: &[usize]| {
        let mut columns = vec![Column::names("En euros, arrondis à l'unité", 30)];
        let names = ranks.iter().map(|rank| report.entities[*rank].name.as_str());
        columns.extend(names.map(|name| Column::amounts(name, 12)));
        let rows = lines.iter().map(|line| {
            let of = |rank: &usize| line.entities.get(*rank).copied().unwrap_or_default();
            row_of(line, ranks.iter().map(|rank| rounded(of(rank))))
        });
        Table::new("Compte de résultat par entité, avant élimination", columns).with(rows)
    };
    ranks.chunks(ABREAST).map(table).collect()
}

/// `1 234`, or a dash for nothing.
fn rounded(amount: Cents) -> String {
    web::french::euros_cell(amount).trim_end_matches(['\u{a0}', '€']).to_owned()
}

/// What is sold between entities.
pub(super) fn eliminations(report: &Report) -> Table {
    let columns = vec![
        Column::names("Vendeur", 26),
        Column::words("Acheteur", 26),
        Column::words("Compte du vendeur", 30),
        Column::amounts("Montant", 16),
    ];
    let rows = report.eliminations.iter().map(|row| {
        Row::plain([
            name_of(report, &row.from).to_owned(),
            name_of(report, &row.to).to_owned(),
            format!("{} {}", row.account, row.label),
            printed(row.amount),
        ])
    });
    let total = report.eliminations.iter().map(|row| row.amount).sum();
    let total = Row::total(["Total".to_owned(), String::new(), String::new(), printed(total)]);
    Table::new("Ventes entre entités, retirées du chiffre d'affaires, en euros", columns)
        .with(rows)
        .with([total])
}

/// What entities say of each other, where there is something to explain; where they agree to the
/// cent, the page and the workbook list it.
pub(super) fn reciprocity(report: &Report) -> Table {
    let columns = vec![
        Column::words("Flux", 15),
        Column::names("Première entité", 20),
        Column::words("Seconde entité", 20),
        Column::amounts("Selon la première", 14),
        Column::amounts("Selon la seconde", 14),
        Column::amounts("TVA non récupérable", 13),
        Column::amounts("Écart", 13),
    ];
    let apart = |pair: &&Reciprocity| pair.from_amount != pair.to_amount;
    let rows = report.reciprocity.iter().filter(apart).map(|pair| {
        let words = [
            kind_of(pair.kind).to_owned(),
            name_of(report, &pair.from).to_owned(),
            name_of(report, &pair.to).to_owned(),
        ];
        let amounts = [pair.from_amount, pair.to_amount, pair.explained, pair.difference];
        Row::plain(words.into_iter().chain(amounts.map(printed)))
    });
    let caption = "Les comparaisons qui demandent une explication, en euros : la première entité vend, attend un paiement ou reçoit ; la seconde achète, doit ou verse";
    Table::new(caption, columns).with(rows)
}

/// Books against payslips.
pub(super) fn controls(report: &Report) -> Table {
    let columns = vec![
        Column::names("Entité", 26),
        Column::words("Contrôle", 30),
        Column::amounts("Comptabilité", 15),
        Column::amounts("Bulletins", 15),
        Column::amounts("Écart", 14),
    ];
    let rows = report.controls.iter().map(|control| {
        let side = |import: Import, amount: Cents| {
            if report.lacks(&control.entity, import) {
                import.briefly().to_owned()
            } else {
                printed(amount)
            }
        };
        Row::plain([
            name_of(report, &control.entity).to_owned(),
            control.name.to_owned(),
            side(Import::Books, control.books),
            side(Import::Pay, control.payslips),
            match findings::cannot_compare(report, control) {
                Some(_) => web::french::NOTHING.to_owned(),
                None => printed(control.difference()),
            },
        ])
    });
    Table::new("Comptabilité et bulletins de paie, en euros", columns).with(rows)
}
