//! The report as one tidy table that any spreadsheet opens: one figure a line.

use domain::{Cents, Fraction};

use crate::figure::{Figure, Quantity};
use crate::findings::{kind_of, name_of};
use crate::model::{EntityFigures, Report};
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
    statement_lines(&mut lines, report);
    between_entities(&mut lines, report);
    for control in &report.controls {
        let entity = name_of(report, &control.entity);
        for (side, amount) in [
            ("comptabilité", control.books),
            ("bulletins", control.payslips),
            ("écart", control.difference()),
        ] {
            let measure = format!("{} : {side}", control.name);
            lines.money(["Contrôles", entity, "", &measure], amount, None);
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
        let before = before.map(Quantity::Money);
        self.figure(texts, Some(&Quantity::Money(now)), before.as_ref(), "euros");
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
        let before = previous.map(|figures| figure.of_whole(figures));
        let texts = [section, WHOLE, "", figure.name()];
        lines.figure(texts, Some(&figure.of_whole(totals)), before.as_ref(), figure.unit());
    }
    lines.money(
        [section, WHOLE, "", "Ventes avant élimination"],
        totals.turnover_gross,
        previous.map(|figures| figures.turnover_gross),
    );
    lines.money(
        [section, WHOLE, "", "Ventes entre entités"],
        totals.turnover_eliminated,
        previous.map(|figures| figures.turnover_eliminated),
    );
    let total = Quantity::Fte(totals.fte.total());
    let before = previous.map(|figures| Quantity::Fte(figures.fte.total()));
    lines.figure([section, WHOLE, "", "ETP au total"], Some(&total), before.as_ref(), "ETP");
    let files = |count: u64| Quantity::People(i64::try_from(count).unwrap_or(i64::MAX));
    let before = previous.map(|figures| files(figures.beneficiaries.files));
    let now = files(totals.beneficiaries.files);
    lines.figure(
        [section, WHOLE, "", "Dossiers d'accueil"],
        Some(&now),
        before.as_ref(),
        "dossiers",
    );
}

fn of_entity(lines: &mut Lines, entity: &EntityFigures) {
    for figure in Figure::ALL {
        let before = entity.previous.as_ref().map(|figures| figure.of_entity(figures));
        let name = match figure {
            Figure::Turnover => "Ventes avant élimination",
            _ => figure.name(),
        };
        let texts = ["Entités", &entity.name, "", name];
        let now = figure.of_entity(&entity.figures);
        lines.figure(texts, Some(&now), before.as_ref(), figure.unit());
    }
    lines.money(
        ["Entités", &entity.name, "", "Ventes entre entités"],
        entity.figures.turnover_eliminated,
        entity.previous.as_ref().map(|figures| figures.turnover_eliminated),
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
            lines.figure(texts, Some(&quantity), None, figure.unit());
        }
    }
}

fn statement_lines(lines: &mut Lines, report: &Report) {
    for line in statement::lines(report).iter().filter(|line| line.rank != Rank::Section) {
        let section = "Compte de résultat combiné";
        for (entity, amount) in report.entities.iter().zip(&line.entities) {
            lines.money([section, &entity.name, "", &line.label], *amount, None);
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
