//! The report as a workbook: eight sheets ready to print, amounts as numbers, texts never formulas.

use domain::Cents;
use sheets::rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet};

use crate::board::{Held, Sitting, TITLE};
use crate::compared::Compared;
use crate::figure::{Figure, Quantity, Shown};
use crate::findings::{self, kind_of, name_of};
use crate::model::{EntityFigures, Figures, Import, Report};
use crate::statement::{self, Rank};

/// Why a workbook could not be made.
pub use sheets::rust_xlsxwriter::XlsxError;

const EUROS: &str = "#,##0.00\\ \"€\";[Red]-#,##0.00\\ \"€\"";
const DECIMALS: &str = "#,##0.00";
const UNITS: &str = "#,##0";
const PERCENT: &str = "+0.0%;-0.0%;0.0%";

/// The workbook's bytes.
///
/// # Errors
/// When a text is longer than a cell may hold or the archive cannot be written.
pub fn xlsx(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let mut sheets = vec![
        key_figures(report)?,
        entities(report)?,
        income_statement(report)?,
        eliminations(report)?,
        reciprocity(report)?,
        controls(report)?,
        methods(report)?,
    ];
    if let Some(board) = &report.board {
        sheets.insert(2, governs(report, board)?);
    }
    for sheet in sheets {
        workbook.push_worksheet(sheet);
    }
    workbook.save_to_buffer()
}

/// A cell of a sheet.
enum Value<'a> {
    Text(&'a str),
    Amount(Cents),
    Of(Quantity),
    Share(Option<f64>),
    Count(u64),
    Nothing,
}

/// A sheet being written, line after line under its head.
struct Sheet {
    leaf: Worksheet,
    row: u32,
    strong: bool,
}

impl Sheet {
    /// A title, the warning if any, then frozen heads. Widths are in characters.
    fn new(
        report: &Report,
        name: &str,
        title: &str,
        columns: &[(&str, f64)],
    ) -> Result<Self, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        let heading = Format::new().set_bold().set_font_size(14);
        sheet.write_string_with_format(0, 0, title, &heading)?;
        let about = format!("{} – année {} – chiffres combinés", report.pole, report.year);
        sheet.write_string(1, 0, about)?;
        if let Some(warning) = &report.warning {
            let loud = Format::new().set_bold().set_font_color("#A1262B");
            sheet.write_string_with_format(2, 0, warning, &loud)?;
        }
        let head = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Bottom)
            .set_background_color("#E8EFEF")
            .set_border_bottom(FormatBorder::Thin);
        for (column, (label, width)) in columns.iter().enumerate() {
            let column = column as u16;
            sheet.write_string_with_format(4, column, *label, &head)?;
            sheet.set_column_width(column, *width)?;
        }
        sheet.set_freeze_panes(5, 1)?;
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(4, 4)?;
        sheet.set_footer("&L&A&Rpage &P / &N");
        Ok(Self { leaf: sheet, row: 5, strong: false })
    }

    fn format(&self, number: Option<&str>) -> Format {
        let mut format = Format::new().set_align(FormatAlign::Top);
        match number {
            Some(number) => format = format.set_num_format(number),
            None => format = format.set_text_wrap(),
        }
        if self.strong { format.set_bold().set_border_top(FormatBorder::Thin) } else { format }
    }

    fn line<'a>(
        &mut self,
        values: impl IntoIterator<Item = Value<'a>>,
    ) -> Result<&mut Self, XlsxError> {
        for (column, value) in values.into_iter().enumerate() {
            let column = column as u16;
            let euros = |amount: Cents| (amount.0 as f64 / 100.0, EUROS);
            let (number, format) = match value {
                Value::Text(text) => {
                    let format = self.format(None);
                    self.leaf.write_string_with_format(self.row, column, text, &format)?;
                    continue;
                }
                Value::Nothing => {
                    let format = self.format(None);
                    self.leaf.write_blank(self.row, column, &format)?;
                    continue;
                }
                Value::Share(None) => continue,
                Value::Share(Some(share)) => (share, PERCENT),
                Value::Amount(amount) | Value::Of(Quantity::Money(amount)) => euros(amount),
                Value::Of(Quantity::Fte(fte)) => (fte.hundredths() as f64 / 100.0, DECIMALS),
                Value::Of(Quantity::People(count)) => (count as f64, UNITS),
                Value::Count(count) => (count as f64, UNITS),
            };
            let format = self.format(Some(format));
            self.leaf.write_number_with_format(self.row, column, number, &format)?;
        }
        self.row += 1;
        Ok(self)
    }

    fn sum<'a>(
        &mut self,
        values: impl IntoIterator<Item = Value<'a>>,
    ) -> Result<&mut Self, XlsxError> {
        self.strong = true;
        self.line(values)?;
        self.strong = false;
        Ok(self)
    }
}

/// What is not there is an empty cell, for it is not zero.
fn known(shown: Shown) -> Value<'static> {
    match shown {
        Shown::Known(quantity) => Value::Of(quantity),
        Shown::Absent(_) => Value::Nothing,
    }
}

fn amount_unless(absent: bool, amount: Cents) -> Value<'static> {
    if absent { Value::Nothing } else { Value::Amount(amount) }
}

/// The year before, the year, the difference, and as a number the change that a page tells.
fn compared(figure: Compared) -> [Value<'static>; 4] {
    let difference = figure.difference().map_or(Value::Nothing, Value::Of);
    let share = figure.percent().and_then(|_| {
        let (now, before) = (figure.now.known()?, figure.before.as_ref()?);
        Some((now.steps() as f64 - before.steps() as f64) / before.steps() as f64)
    });
    let before = figure.before.map_or(Value::Nothing, Value::Of);
    [before, known(figure.now), difference, Value::Share(share)]
}

fn key_figures(report: &Report) -> Result<Worksheet, XlsxError> {
    let (before, now) = ((report.year - 1).to_string(), report.year.to_string());
    let columns = [
        ("Chiffre", 34.0),
        (before.as_str(), 18.0),
        (now.as_str(), 18.0),
        ("Écart", 18.0),
        ("Écart en %", 12.0),
        ("Définition", 70.0),
        ("Source", 44.0),
    ];
    let mut sheet = Sheet::new(report, "Chiffres clés", "Chiffres clés du pôle", &columns)?;
    for figure in Figure::ALL {
        let numbers = compared(Compared::of_whole(report, figure));
        let words = [Value::Text(figure.definition()), Value::Text(figure.origin())];
        sheet.line([Value::Text(figure.name())].into_iter().chain(numbers).chain(words))?;
    }
    let turnover = Compared::of_whole(report, Figure::Turnover);
    for (name, of) in [
        ("Ventes avant élimination", (|f| f.turnover_gross) as fn(&Figures) -> Cents),
        ("Ventes entre entités", |f| f.turnover_eliminated),
    ] {
        let now = Shown::Known(Quantity::Money(of(&report.totals)));
        let numbers = compared(Compared {
            now: turnover.now.known().map_or_else(|| turnover.now.clone(), |_| now),
            before: turnover
                .before
                .as_ref()
                .and_then(|_| report.previous.as_ref().map(|figures| Quantity::Money(of(figures)))),
            apart: turnover.apart.clone(),
        });
        sheet.line([Value::Text(name)].into_iter().chain(numbers))?;
    }
    Ok(sheet.leaf)
}

fn entities(report: &Report) -> Result<Worksheet, XlsxError> {
    let mut columns = vec![("Entité", 36.0), ("Année", 9.0), ("Activité", 34.0)];
    columns.extend(Figure::ALL.map(|figure| (figure.name(), 17.0)));
    let title = "Entité par entité, avant élimination";
    let mut sheet = Sheet::new(report, "Entités", title, &columns)?;
    let (now, before) = (report.year.to_string(), (report.year - 1).to_string());
    for entity in &report.entities {
        let EntityFigures { name, figures, previous, .. } = entity;
        for (year, figures) in [(&before, previous.as_ref()), (&now, Some(figures))] {
            let Some(figures) = figures else { continue };
            let absent = |figure: &Figure| figure.shown_of_entity(figures).known().is_none();
            if year == &before && Figure::ALL.iter().all(absent) {
                continue;
            }
            let heads = [Value::Text(name), Value::Text(year), Value::Text("toutes")];
            let numbers = Figure::ALL.map(|figure| known(figure.shown_of_entity(figures)));
            sheet.line(heads.into_iter().chain(numbers))?;
        }
        for activity in &entity.activities {
            let persons = i64::try_from(activity.beneficiaries.persons).unwrap_or(i64::MAX);
            let heads = [Value::Text(name), Value::Text(&now), Value::Text(&activity.name)];
            let numbers = [
                (Figure::Persons, Quantity::People(persons)),
                (Figure::InsertionFte, Quantity::Fte(activity.fte.insertion.clone())),
                (Figure::PermanentFte, Quantity::Fte(activity.fte.permanent.clone())),
            ]
            .map(|(figure, quantity)| match figure.shown_of_entity(figures) {
                Shown::Known(_) => Value::Of(quantity),
                Shown::Absent(_) => Value::Nothing,
            });
            sheet.line(heads.into_iter().chain(numbers))?;
        }
    }
    let heads = [Value::Text("Pôle, flux internes retirés"), Value::Text(&now), Value::Nothing];
    let totals = Figure::ALL.map(|figure| known(figure.shown_of_whole(&report.totals)));
    sheet.sum(heads.into_iter().chain(totals))?;
    Ok(sheet.leaf)
}

fn governs(report: &Report, board: &Sitting) -> Result<Worksheet, XlsxError> {
    let columns = [
        ("Collège", 40.0),
        ("Siège", 8.0),
        ("Désigné par", 40.0),
        ("Titulaire", 30.0),
        ("En qualité de", 44.0),
        ("Suppléance", 30.0),
        ("Mandat", 28.0),
    ];
    let mut sheet = Sheet::new(report, TITLE, &board.lead(), &columns)?;
    for college in &board.colleges {
        for seat in &college.seats {
            let held = seat.held.as_ref();
            let days = held.map(Held::days).unwrap_or_default();
            let deputy = held.and_then(|held| held.deputy.as_deref()).unwrap_or_default();
            sheet.line([
                Value::Text(&college.name),
                Value::Count(seat.number.unsigned_abs()),
                Value::Text(seat.named_by()),
                Value::Text(seat.holder()),
                Value::Text(held.map_or("", |held| &held.capacity)),
                Value::Text(deputy),
                Value::Text(&days),
            ])?;
        }
    }
    Ok(sheet.leaf)
}

fn income_statement(report: &Report) -> Result<Worksheet, XlsxError> {
    let previous = (report.year - 1).to_string();
    let mut columns = vec![("Ligne", 46.0)];
    let heads: Vec<String> = report
        .entities
        .iter()
        .map(|entity| {
            if entity.figures.lacks(Import::Books) {
                format!("{}, {}", entity.name, Import::Books.absence())
            } else {
                entity.name.clone()
            }
        })
        .collect();
    columns.extend(heads.iter().map(|head| (head.as_str(), 17.0)));
    columns.extend([("Éliminations", 17.0), ("Combiné", 18.0), (previous.as_str(), 18.0)]);
    let title = "Compte de résultat combiné : produits en plus, charges en moins";
    let mut sheet = Sheet::new(report, "Compte de résultat combiné", title, &columns)?;
    for line in statement::lines(report) {
        if line.is_head() {
            sheet.sum([Value::Text(&line.label)])?;
            continue;
        }
        let of_entities =
            report.entities.iter().zip(&line.entities).map(|(entity, amount)| {
                amount_unless(entity.figures.lacks(Import::Books), *amount)
            });
        let before = line.previous.map_or(Value::Nothing, Value::Amount);
        let values = [Value::Text(&line.label)].into_iter().chain(of_entities).chain([
            Value::Amount(line.eliminated),
            Value::Amount(line.total),
            before,
        ]);
        if line.rank == Rank::Detail {
            sheet.line(values)?
        } else {
            sheet.sum(values)?
        };
    }
    Ok(sheet.leaf)
}

fn eliminations(report: &Report) -> Result<Worksheet, XlsxError> {
    let columns = [
        ("Vendeur", 36.0),
        ("Acheteur", 36.0),
        ("Compte", 12.0),
        ("Intitulé", 44.0),
        ("Montant", 18.0),
        ("Lignes", 10.0),
    ];
    let title = "Ventes d'une entité à une autre, retirées du chiffre d'affaires";
    let mut sheet = Sheet::new(report, "Éliminations", title, &columns)?;
    for row in &report.eliminations {
        sheet.line([
            Value::Text(name_of(report, &row.from)),
            Value::Text(name_of(report, &row.to)),
            Value::Text(&row.account),
            Value::Text(&row.label),
            Value::Amount(row.amount),
            Value::Count(row.lines),
        ])?;
    }
    let total = report.eliminations.iter().map(|row| row.amount).sum();
    let blank = || Value::Nothing;
    sheet.sum([Value::Text("Total"), blank(), blank(), blank(), Value::Amount(total)])?;
    Ok(sheet.leaf)
}

fn reciprocity(report: &Report) -> Result<Worksheet, XlsxError> {
    let columns = [
        ("Flux", 20.0),
        ("Vend, attend ou reçoit", 36.0),
        ("Achète, doit ou verse", 36.0),
        ("Selon la première", 18.0),
        ("Selon la seconde", 18.0),
        ("TVA non récupérable", 18.0),
        ("Écart", 18.0),
        ("En clair", 70.0),
    ];
    let title = "Ce que chaque entité dit de l'autre";
    let mut sheet = Sheet::new(report, "Réciprocité", title, &columns)?;
    for pair in &report.reciprocity {
        let words = findings::reciprocity(report, pair);
        sheet.line([
            Value::Text(kind_of(pair.kind)),
            Value::Text(name_of(report, &pair.from)),
            Value::Text(name_of(report, &pair.to)),
            Value::Amount(pair.from_amount),
            Value::Amount(pair.to_amount),
            Value::Amount(pair.explained),
            Value::Amount(pair.difference),
            Value::Text(&words),
        ])?;
    }
    Ok(sheet.leaf)
}

fn controls(report: &Report) -> Result<Worksheet, XlsxError> {
    let columns = [
        ("Entité", 36.0),
        ("Contrôle", 50.0),
        ("Comptabilité", 18.0),
        ("Bulletins de paie", 18.0),
        ("Écart", 18.0),
    ];
    let title = "Comptabilité et bulletins de paie";
    let mut sheet = Sheet::new(report, "Contrôles", title, &columns)?;
    for control in &report.controls {
        let of = |import: Import, amount: Cents| {
            amount_unless(report.lacks(&control.entity, import), amount)
        };
        sheet.line([
            Value::Text(name_of(report, &control.entity)),
            Value::Text(control.name),
            of(Import::Books, control.books),
            of(Import::Pay, control.payslips),
            match findings::cannot_compare(report, control) {
                Some(_) => Value::Nothing,
                None => Value::Amount(control.difference()),
            },
        ])?;
    }
    Ok(sheet.leaf)
}

fn methods(report: &Report) -> Result<Worksheet, XlsxError> {
    let columns = [("Chiffre", 34.0), ("Définition", 90.0), ("Source", 60.0)];
    let mut sheet = Sheet::new(report, "Méthode", "Comment les chiffres sont faits", &columns)?;
    for method in &report.methods {
        sheet.line([
            Value::Text(&method.figure),
            Value::Text(&method.definition),
            Value::Text(&method.source),
        ])?;
    }
    Ok(sheet.leaf)
}
