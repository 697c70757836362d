//! The report as one tidy table that any spreadsheet opens: one figure a line.

use domain::{Cents, Fraction};

use crate::board::{TITLE, VACANT};
use crate::compared::Compared;
use crate::figure::{FILES, Figure, Quantity};
use crate::findings::{self, kind_of, name_of};
use crate::model::{EntityFigures, Figures, Import, Report};
use crate::statement::{self, Rank};

const HEAD: &str = "rubrique;entité;activité;mesure;année;année précédente;unité";
const WHOLE: &str = "Ensemble du pôle";

/// The lines of the file, each ended as spreadsheets expect.
struct Lines(String);

/// UTF-8 with its mark, semicolons, decimal commas: as French spreadsheets read it by double click.
pub fn csv(report: &Report) -> String {
    let mut lines = Lines(format!("\u{feff}{HEAD}\r\n"));
    if let Some(warning) = &report.warning {
        lines.figure(["Avertissement", WHOLE, "", warning], None, None, "");
    }
    key_figures(&mut lines, report);
    for entity in &report.entities {
        of_entity(&mut lines, entity);
    }
    governs(&mut lines, report);
    statement_lines(&mut lines, report);
    between_entities(&mut lines, report);
    for control in &report.controls {
        let entity = name_of(report, &control.entity);
        let there = |import: Import| !report.lacks(&control.entity, import);
        let comparable = findings::cannot_compare(report, control).is_none();
        for (side, amount, known) in [
            ("comptabilité", control.books, there(Import::Books)),
            ("bulletins", control.payslips, there(Import::Pay)),
            ("écart", control.difference(), comparable),
        ] {
            let measure = format!("{} : {side}", control.name);
            lines.amount(["Contrôles", entity, "", &measure], known.then_some(amount), None);
        }
    }
    lines.0
}

impl Lines {
    fn figure(
        &mut self,
        texts: [&str; 4],
        now: Option<&Quantity>,
        before: Option<&Quantity>,
        unit: &str,
    ) {
        for text in texts {
            self.0.push_str(&cell(text));
            self.0.push(';');
        }
        for quantity in [now, before] {
            self.0.push_str(&quantity.map_or_else(String::new, number));
            self.0.push(';');
        }
        self.0.push_str(unit);
        self.0.push_str("\r\n");
    }

    fn money(&mut self, texts: [&str; 4], now: Cents, before: Option<Cents>) {
        self.amount(texts, Some(now), before);
    }

    fn amount(&mut self, texts: [&str; 4], now: Option<Cents>, before: Option<Cents>) {
        let (now, before) = (now.map(Quantity::Money), before.map(Quantity::Money));
        self.figure(texts, now.as_ref(), before.as_ref(), "euros");
    }

    /// A figure and the year before; what is not there is an empty cell, for it is not zero.
    fn compared(&mut self, texts: [&str; 4], figure: &Compared, unit: &str) {
        self.figure(texts, figure.now.known(), figure.before.as_ref(), unit);
    }
}

/// A text that no spreadsheet takes for a formula, quoted where it must be.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let safe = if formula { format!("'{text}") } else { text.to_owned() };
    if safe.contains([';', '"', '\r', '\n']) {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}

fn number(quantity: &Quantity) -> String {
    match quantity {
        Quantity::Money(amount) => amount.to_fec(),
        Quantity::Fte(fte) => decimal(fte),
        Quantity::People(count) => count.to_string(),
    }
}

fn decimal(fraction: &Fraction) -> String {
    fraction.to_string().replace('.', ",")
}

fn key_figures(lines: &mut Lines, report: &Report) {
    let section = "Chiffres clés";
    let (totals, previous) = (&report.totals, report.previous.as_ref());
    for figure in Figure::ALL {
        let texts = [section, WHOLE, "", figure.name()];
        lines.compared(texts, &Compared::of_whole(report, figure), figure.unit());
    }
    let booked = !totals.lacks(Import::Books);
    let previous_booked = previous.filter(|figures| !figures.lacks(Import::Books));
    lines.amount(
        [section, WHOLE, "", "Ventes avant élimination"],
        booked.then_some(totals.turnover_gross),
        previous_booked.map(|figures| figures.turnover_gross),
    );
    lines.amount(
        [section, WHOLE, "", "Ventes entre entités"],
        booked.then_some(totals.turnover_eliminated),
        previous_booked.map(|figures| figures.turnover_eliminated),
    );
    let full_time = Compared::full_time(report);
    lines.compared([section, WHOLE, "", "ETP au total"], &full_time, "ETP");
    let files = |figures: &Figures| {
        let count = i64::try_from(figures.beneficiaries.files).unwrap_or(i64::MAX);
        (!figures.lacks(Import::Files)).then_some(Quantity::People(count))
    };
    let (now, before) = (files(totals), previous.and_then(files));
    lines.figure([section, WHOLE, "", FILES.name], now.as_ref(), before.as_ref(), "dossiers");
}

fn of_entity(lines: &mut Lines, entity: &EntityFigures) {
    for figure in Figure::ALL {
        let name = match figure {
            Figure::Turnover => "Ventes avant élimination",
            _ => figure.name(),
        };
        let texts = ["Entités", &entity.name, "", name];
        lines.compared(texts, &Compared::of_entity(entity, figure), figure.unit());
    }
    let inside =
        |figures: &Figures| (!figures.lacks(Import::Books)).then_some(figures.turnover_eliminated);
    lines.amount(
        ["Entités", &entity.name, "", "Ventes entre entités"],
        inside(&entity.figures),
        entity.previous.as_ref().and_then(inside),
    );
    for activity in &entity.activities {
        let persons = i64::try_from(activity.beneficiaries.persons).unwrap_or(i64::MAX);
        let quantities = [
            (Figure::Persons, Quantity::People(persons)),
            (Figure::InsertionFte, Quantity::Fte(activity.fte.insertion.clone())),
            (Figure::PermanentFte, Quantity::Fte(activity.fte.permanent.clone())),
        ];
        for (figure, quantity) in quantities {
            let texts = ["Activités", &entity.name, &activity.name, figure.name()];
            let known = figure.shown_of_entity(&entity.figures).known().map(|_| quantity);
            lines.figure(texts, known.as_ref(), None, figure.unit());
        }
    }
}

/// Seats are lines without figures: who names, which seat, who holds it and until when.
fn governs(lines: &mut Lines, report: &Report) {
    for college in report.board.iter().flat_map(|board| &board.colleges) {
        for seat in &college.seats {
            let place = format!("{}, siège {}", college.name, seat.number);
            let holder = match &seat.held {
                Some(held) => format!("{}, {}, {}", held.holder, held.capacity, held.days()),
                None => VACANT.to_owned(),
            };
            lines.figure([TITLE, seat.named_by(), &place, &holder], None, None, "");
        }
    }
}

fn statement_lines(lines: &mut Lines, report: &Report) {
    for line in statement::lines(report).iter().filter(|line| line.rank != Rank::Section) {
        let section = "Compte de résultat combiné";
        for (entity, amount) in report.entities.iter().zip(&line.entities) {
            let known = !entity.figures.lacks(Import::Books);
            let texts = [section, &entity.name, "", &line.label];
            lines.amount(texts, known.then_some(*amount), None);
        }
        lines.money([section, "Éliminations", "", &line.label], line.eliminated, None);
        lines.money([section, WHOLE, "", &line.label], line.total, line.previous);
    }
}

fn between_entities(lines: &mut Lines, report: &Report) {
    for row in &report.eliminations {
        let buyer = name_of(report, &row.to);
        let measure = format!("Compte {} {}, vendu à {buyer}", row.account, row.label);
        let seller = name_of(report, &row.from);
        lines.money(["Éliminations", seller, "", &measure], row.amount, None);
    }
    for pair in &report.reciprocity {
        let (from, to) = (name_of(report, &pair.from), name_of(report, &pair.to));
        let kind = kind_of(pair.kind);
        for (side, amount) in [
            (format!("selon {from}"), pair.from_amount),
            (format!("selon {to}"), pair.to_amount),
            ("TVA non récupérable".to_owned(), pair.explained),
            ("écart".to_owned(), pair.difference),
        ] {
            let measure = format!("{kind} avec {to} : {side}");
            lines.money(["Réciprocité", from, "", &measure], amount, None);
        }
    }
}
