//! Tables of the report, for the page of the year and those of its entities and figures.

use domain::Cents;
use web::pieces::{Badge, EntityBadge, Tone};
use web::table::{Cell, Table};

use super::ways::{Ways, opening};
use crate::compared::Compared;
use crate::figure::{Figure, Quantity, Shown};
use crate::findings::{self, kind_of};
use crate::model::{Control, EntityFigures, Import, Reciprocity, Report};
use crate::statement::{self, Line, Rank};

/// The badges of the report's entities, in their order.
pub(super) fn badges(report: &Report) -> Vec<EntityBadge> {
    EntityBadge::of_pole(report.entities.iter().map(|entity| entity.name.as_str()))
}

/// An entity by its short name, with its badge when it is in the perimeter.
fn named(report: &Report, badges: &[EntityBadge], slug: &str, ways: Ways<'_>) -> Cell {
    match report.entities.iter().position(|entity| entity.slug == slug) {
        Some(rank) => opening(Cell::entity(&badges[rank]), ways.entity(report.year, slug)),
        None => Cell::text(slug),
    }
}

/// A year against the one before, over four columns.
fn compared(figure: &Compared) -> [Cell; 4] {
    let nothing = || Cell::worded(None);
    [
        figure.before.as_ref().map_or_else(nothing, Quantity::cell),
        figure.now.cell(),
        figure.difference().map_or_else(nothing, |difference| difference.signed_cell()),
        Cell {
            order: Some(figure.permille().unwrap_or(i64::MIN)),
            ..Cell::worded(figure.percent())
        },
    ]
}

fn with_years(table: Table, year: i32) -> Table {
    table
        .figures((year - 1).to_string())
        .figures(year.to_string())
        .figures("Écart")
        .figures("Écart en %")
}

/// The whole pôle's figures, this year against the one before.
pub(super) fn year_on_year(report: &Report, ways: Ways<'_>) -> Table {
    let note = "Flux entre entités retirés. L'année précédente est celle du périmètre d'alors.";
    let figures = Figure::ALL.map(|figure| Compared::of_whole(report, figure));
    let table = Table::new("Le pôle d'une année à l'autre").note(
        findings::differences_rounding(&figures)
            .map_or(note.to_owned(), |remark| format!("{note} {remark}")),
    );
    let mut table = with_years(table.words("Chiffre"), report.year);
    for (figure, sides) in Figure::ALL.into_iter().zip(&figures) {
        let name = opening(Cell::text(figure.name()), ways.figure(report.year, figure));
        table.row([name].into_iter().chain(compared(sides)));
    }
    table
}

/// The main figures of each entity.
pub(super) fn entities(report: &Report, ways: Ways<'_>) -> Table {
    let shown = [
        Figure::Persons,
        Figure::InsertionFte,
        Figure::PermanentFte,
        Figure::NetSalaries,
        Figure::Turnover,
        Figure::Result,
    ];
    let note = "Avant élimination\u{a0}; ETP\u{a0}: équivalent temps plein.";
    let note = match findings::columns_rounding(report, &shown) {
        Some(remark) => format!("{note} {remark}"),
        None => note.to_owned(),
    };
    side_by_side(report, ways, "Les entités côte à côte", &shown).note(note)
}

/// Salaries in their three measures.
pub(super) fn salaries(report: &Report, ways: Ways<'_>) -> Table {
    let shown = [Figure::NetSalaries, Figure::GrossSalaries, Figure::EmployerCost];
    side_by_side(report, ways, "Les salaires en trois mesures", &shown)
}

fn side_by_side(report: &Report, ways: Ways<'_>, caption: &str, figures: &[Figure]) -> Table {
    let badges = badges(report);
    let mut table = Table::new(caption).sortable().words("Entité");
    for figure in figures {
        table = table.figures(figure.name());
    }
    for (badge, entity) in badges.iter().zip(&report.entities) {
        let name = opening(Cell::entity(badge), ways.entity(report.year, &entity.slug));
        let cells = figures.iter().map(|figure| {
            let cell = figure.shown_of_entity(&entity.figures).cell();
            opening(cell, ways.figure_of(report.year, *figure, entity))
        });
        table.row([name].into_iter().chain(cells));
    }
    let out: Vec<Quantity> = figures.iter().map(|figure| taken_out(report, *figure)).collect();
    if out.iter().any(|quantity| !quantity.is_nothing()) {
        let cells = out.iter().map(Quantity::signed_cell);
        table.subtotal([Cell::text("Compté deux fois, retiré")].into_iter().chain(cells));
    }
    let totals = figures.iter().map(|figure| figure.shown_of_whole(&report.totals).cell());
    table.total([Cell::text("Pôle")].into_iter().chain(totals));
    table
}

/// The whole minus the sum of the entities.
fn taken_out(report: &Report, figure: Figure) -> Quantity {
    let whole = figure.of_whole(&report.totals);
    report
        .entities
        .iter()
        .fold(whole, |left, entity| left.minus(&figure.of_entity(&entity.figures)))
}

/// One figure entity by entity, against the year before.
pub(super) fn by_entity(report: &Report, figure: Figure, ways: Ways<'_>) -> Table {
    let badges = badges(report);
    let caption = format!("{} par entité", figure.name());
    let mut table = with_years(Table::new(caption).sortable().words("Entité"), report.year);
    for (badge, entity) in badges.iter().zip(&report.entities) {
        let way = ways.figure_of(report.year, figure, entity);
        let name = opening(Cell::entity(badge), way);
        table.row([name].into_iter().chain(compared(&Compared::of_entity(entity, figure))));
    }
    let out = taken_out(report, figure);
    if !out.is_nothing() {
        let empty = Cell::empty;
        let name = Cell::text(figure.taken_out());
        table.subtotal([name, empty(), out.signed_cell(), empty(), empty()]);
    }
    let cells = compared(&Compared::of_whole(report, figure));
    table.total([Cell::text("Pôle")].into_iter().chain(cells));
    table
}

/// Full-time equivalents by entity, in their two parts.
pub(super) fn full_time(report: &Report, ways: Ways<'_>) -> Table {
    let shown = [Figure::InsertionFte, Figure::PermanentFte];
    let table = side_by_side(report, ways, "Équivalents temps plein par entité", &shown);
    match findings::columns_rounding(report, &shown) {
        Some(remark) => table.note(remark),
        None => table,
    }
}

/// The figures of a chart of one entity.
pub(super) fn entity_years(report: &Report, entity: &EntityFigures, ways: Ways<'_>) -> Table {
    let table = Table::new(format!("{} d'une année à l'autre", entity.name));
    let mut table = with_years(table.words("Chiffre"), report.year);
    let figures = Figure::ALL.map(|figure| Compared::of_entity(entity, figure));
    for (figure, sides) in Figure::ALL.into_iter().zip(&figures) {
        let way = ways.figure_of(report.year, figure, entity);
        let name = opening(Cell::text(figure.name()), way);
        table.row([name].into_iter().chain(compared(sides)));
    }
    match findings::differences_rounding(&figures) {
        Some(remark) => table.note(remark),
        None => table,
    }
}

/// The activities of an entity.
pub(super) fn activities(entity: &EntityFigures) -> Table {
    let known = |figure: Figure, cell: Cell| {
        let absent = figure.needs().iter().find(|import| entity.figures.lacks(**import));
        absent.map_or(cell, |import| Shown::Absent(*import).cell())
    };
    let mut table = Table::new("Activités")
        .words("Activité")
        .words("Nature")
        .figures("Personnes reçues")
        .figures("ETP en insertion")
        .figures("ETP permanents");
    for activity in &entity.activities {
        table.row([
            Cell::text(&activity.name),
            Cell::text(activity.kind.label()),
            known(
                Figure::Persons,
                Cell::count(i64::try_from(activity.beneficiaries.persons).unwrap_or(i64::MAX)),
            ),
            known(Figure::InsertionFte, Cell::fraction(&activity.fte.insertion)),
            known(Figure::PermanentFte, Cell::fraction(&activity.fte.permanent)),
        ]);
    }
    table
}

/// `1 234` without the currency that the caption names.
fn rounded(amount: Cents) -> Cell {
    let cell = Cell::euros(amount);
    let text = cell.text.trim_end_matches(['\u{a0}', '€']).to_owned();
    Cell { text, ..cell }
}

/// The combined statement, then the entities side by side: what one came for stands first, however
/// many they are.
pub(super) fn statement(report: &Report) -> Table {
    let mut table = Table::new("Compte de résultat combiné")
        .note(
            "En euros, arrondis à l'unité\u{a0}: produits en plus, charges en moins. Le combiné est la \
             somme des entités et des éliminations, qui retirent ce que les entités se facturent \
             entre elles. Les centimes sont dans les fichiers et sur la page de chaque entité.",
        )
        .wide()
        .words("Ligne")
        .figures(format!("Combiné {}", report.year))
        .figures(format!("Combiné {}", report.year - 1))
        .figures("Éliminations");
    let absent = |rank: usize| report.entities[rank].figures.lacks(Import::Books);
    for (rank, entity) in report.entities.iter().enumerate() {
        table = table.figures(if absent(rank) {
            format!("{}, {}", entity.name, Import::Books.absence())
        } else {
            entity.name.clone()
        });
    }
    for line in statement::lines(report) {
        let mut cells = vec![Cell::text(&line.label)];
        if line.is_head() {
            cells.resize_with(report.entities.len() + 4, Cell::empty);
        } else {
            cells.push(rounded(line.total));
            cells.push(line.previous.map_or_else(Cell::empty, rounded));
            cells.push(rounded(line.eliminated));
            cells.extend(
                line.entities.iter().enumerate().map(|(rank, amount)| {
                    if absent(rank) { Cell::empty() } else { rounded(*amount) }
                }),
            );
        }
        match line.rank {
            Rank::Detail => table.row(cells),
            Rank::Section | Rank::Subtotal => table.subtotal(cells),
            Rank::Total => table.total(cells),
        }
    }
    table
}

/// The same for one entity, against its year before; a line opens to its accounts.
pub(super) fn statement_of(report: &Report, rank: usize, ways: Ways<'_>) -> Table {
    let entity = &report.entities[rank];
    let before = entity.previous.as_ref().filter(|before| !before.lacks(Import::Books));
    let note = "En euros, avant élimination. Produits en plus, charges en moins";
    let caption = format!("Compte de résultat – {}", entity.name);
    let mut table = Table::new(caption).words("Ligne");
    table = match before {
        Some(_) => table
            .note(format!("{note}\u{a0}: un écart en moins pèse sur le résultat."))
            .figures((report.year - 1).to_string())
            .figures(report.year.to_string())
            .figures("Écart"),
        None => table.note(format!("{note}.")).figures(report.year.to_string()),
    };
    if entity.figures.lacks(Import::Books) {
        return table;
    }
    let shown = |line: &&Line| {
        line.is_head()
            || line.entities[rank] != Cents::ZERO
            || (before.is_some() && line.entities_before[rank] != Cents::ZERO)
    };
    for line in statement::lines(report).iter().filter(shown) {
        let way = line.code.and_then(|code| ways.line_of(entity, code));
        let mut cells = vec![opening(Cell::text(&line.label), way)];
        if line.is_head() {
            cells.resize_with(table.columns.len(), Cell::empty);
        } else if before.is_some() {
            let (then, now) = (line.entities_before[rank], line.entities[rank]);
            cells.extend([Cell::bare(then), Cell::bare(now), Cell::difference(now - then)]);
        } else {
            cells.push(Cell::bare(line.entities[rank]));
        }
        match line.rank {
            Rank::Detail => table.row(cells),
            Rank::Section | Rank::Subtotal => table.subtotal(cells),
            Rank::Total => table.total(cells),
        }
    }
    table
}

/// What is sold between entities, account by account.
pub(super) fn eliminations(report: &Report, ways: Ways<'_>) -> Table {
    let badges = badges(report);
    let mut table = Table::new("Ventes entre entités, retirées du chiffre d'affaires")
        .sortable()
        .words("Vendeur")
        .words("Acheteur")
        .words("Compte du vendeur")
        .figures("Lignes")
        .figures("Montant");
    for row in &report.eliminations {
        let seller = report.entities.iter().find(|entity| entity.slug == row.from);
        let way = seller.and_then(|seller| ways.account(seller, &row.account));
        table.row([
            named(report, &badges, &row.from, ways),
            named(report, &badges, &row.to, ways),
            opening(Cell::text(format!("{} {}", row.account, row.label)), way),
            Cell::count(i64::try_from(row.lines).unwrap_or(i64::MAX)),
            Cell::amount(row.amount),
        ]);
    }
    let total = report.eliminations.iter().map(|row| row.amount).sum();
    let empty = Cell::empty;
    table.total([Cell::text("Total"), empty(), empty(), empty(), Cell::amount(total)]);
    table
}

fn verdict(difference: Cents, awaiting: bool) -> Cell {
    if awaiting {
        Cell::badge(Badge::new("en attente", Tone::Neutral))
    } else if difference == Cents::ZERO {
        Cell::badge(Badge::new("concordant", Tone::Good))
    } else {
        Cell::badge(Badge::new("écart", Tone::Warning))
    }
}

/// What entities say of each other: what asks for an explanation, then where both agree, VAT told
/// apart.
pub(super) fn reciprocity(report: &Report, ways: Ways<'_>) -> [Table; 2] {
    let (apart, alike): (Vec<_>, Vec<_>) = report.reciprocity.iter().partition(|pair| {
        findings::is_unexplained(report, pair) || findings::is_awaiting(report, pair)
    });
    let captions =
        ["Ce que deux entités disent différemment", "Ce sur quoi deux entités concordent"];
    [(captions[0], apart), (captions[1], alike)]
        .map(|(caption, pairs)| pairs_compared(report, ways, caption, &pairs))
}

fn pairs_compared(report: &Report, ways: Ways<'_>, caption: &str, pairs: &[&Reciprocity]) -> Table {
    let badges = badges(report);
    let mut table = Table::new(caption)
        .note("La première vend, attend un paiement ou reçoit\u{a0}; la seconde achète, doit ou verse.")
        .words("Flux")
        .words("Première entité")
        .words("Seconde entité")
        .figures("Selon la première")
        .figures("Selon la seconde")
        .figures("TVA non récupérable")
        .figures("Écart")
        .words("État");
    for pair in pairs {
        table.row([
            Cell::text(kind_of(pair.kind)),
            named(report, &badges, &pair.from, ways),
            named(report, &badges, &pair.to, ways),
            Cell::amount(pair.from_amount),
            Cell::amount(pair.to_amount),
            Cell::amount(pair.explained),
            Quantity::Money(pair.difference).signed_cell(),
            verdict(pair.difference, findings::is_awaiting(report, pair)),
        ]);
    }
    table
}

/// Books against payslips: what differs or cannot be compared yet, then what agrees.
pub(super) fn controls(report: &Report, ways: Ways<'_>) -> [Table; 2] {
    let (alike, apart): (Vec<_>, Vec<_>) = report.controls.iter().partition(|control| {
        control.difference() == Cents::ZERO && findings::cannot_compare(report, control).is_none()
    });
    let captions = [
        "Comptabilité et bulletins de paie, à vérifier",
        "Comptabilité et bulletins de paie qui concordent",
    ];
    [(captions[0], apart), (captions[1], alike)]
        .map(|(caption, controls)| controls_made(report, ways, caption, &controls))
}

fn controls_made(report: &Report, ways: Ways<'_>, caption: &str, controls: &[&Control]) -> Table {
    let badges = badges(report);
    let mut table = Table::new(caption)
        .words("Entité")
        .words("Contrôle")
        .figures("Comptabilité")
        .figures("Bulletins")
        .figures("Écart")
        .words("État");
    for control in controls {
        let absent = findings::cannot_compare(report, control);
        let side = |import: Import, amount: Cents| {
            if report.lacks(&control.entity, import) {
                Shown::Absent(import).cell()
            } else {
                Cell::amount(amount)
            }
        };
        table.row([
            named(report, &badges, &control.entity, ways),
            Cell::text(control.name),
            side(Import::Books, control.books),
            side(Import::Pay, control.payslips),
            match absent {
                Some(_) => Cell::worded(None),
                None => Quantity::Money(control.difference()).signed_cell(),
            },
            verdict(control.difference(), absent.is_some()),
        ]);
    }
    table
}

/// How the figures are made.
pub(super) fn methods(report: &Report) -> Table {
    let mut table = Table::new("Définition et source de chaque chiffre")
        .words("Chiffre")
        .words("Définition")
        .words("Source");
    for method in &report.methods {
        let cells = [&method.figure, &method.definition, &method.source];
        table.row(cells.map(|text| Cell::text(text.as_str())));
    }
    table
}

/// Differences between entities, in words.
pub(super) fn differences(report: &Report) -> Vec<String> {
    let apart = report.reciprocity.iter().filter(|pair| findings::is_unexplained(report, pair));
    apart.map(|pair| findings::reciprocity(report, pair)).collect()
}
