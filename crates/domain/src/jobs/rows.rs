//! Reading the three tables that an association brings: contracts, hours and pay, people received;
//! from files, or line by line from what somebody types.
//!
//! All of it is read and every problem told, each with its line and its column; the caller
//! refuses it when [`Issues::refused`] says so. Separator, encoding and order of the columns
//! are the spreadsheet's business; whether the named activities and contracts exist is the base's.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::Hash;

use chrono::{Datelike, NaiveDate};

use super::cells::{Cells, Told};
use super::records::Record;
use super::sheet::{Places, Sheet};
use super::{CaseFile, Category, Contract, Hours, MonthWork, Person};
use crate::Cents;
use crate::calendar::short;
use crate::issue::{Issues, quoted};

/// The columns of `contrats.csv`, in the order they are written.
pub const CONTRACT_COLUMNS: [&str; 12] = [
    "contrat",
    "activite",
    "nom",
    "prenom",
    "naissance",
    "sexe",
    "categorie",
    "type",
    "debut",
    "fin",
    "heures_hebdo",
    "reference_hebdo",
];
/// The columns of `heures.csv`, in the order they are written.
pub const HOURS_COLUMNS: [&str; 5] = ["contrat", "mois", "heures", "brut", "net"];
/// The columns of `accueil.csv`, in the order they are written.
pub const CASE_FILE_COLUMNS: [&str; 8] =
    ["dossier", "activite", "nom", "prenom", "naissance", "sexe", "ouverture", "cloture"];

/// What a form asks beside the columns of a file: why.
pub const REASON: &str = "motif";

/// The longest week that the law ever allows, with the authorisation of the labour inspectorate
/// (Code du travail, art. L3121-21); a week above it is a typing error.
const LONGEST_WEEK: Hours = Hours(60_000);
/// The longest week without authorisation (Code du travail, art. L3121-20).
const LONG_WEEK: Hours = Hours(48_000);
/// No month of one person reaches it: 60 h a week make 266 h in 31 days.
const LONGEST_MONTH: Hours = Hours(400_000);
/// Above it, a month is more than 60 h a week.
const LONG_MONTH: Hours = Hours(266_000);

/// A row read, with the line where it starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<T> {
    /// The line in the file, from 1.
    pub line: u64,
    /// What the row says.
    pub value: T,
}

/// Judges the activity that a line names, and tells it when it is unknown: the base knows.
pub type Activities<'a> = &'a mut dyn FnMut(u64, &str, &mut Issues) -> bool;

/// Where lines are read: both ways lead through the same cells, so that nothing can be typed that a
/// file could not hold.
#[derive(Clone, Copy, Debug)]
pub enum Lines<'a> {
    /// A file as it was brought.
    File(&'a [u8]),
    /// What somebody typed, line by line: a cell for each column, in the order that files are
    /// written.
    Typed(&'a [Row<Vec<String>>]),
}

/// Reads every row that can be read; the issues hold the others.
fn read<T>(
    lines: Lines<'_>,
    columns: &[&'static str],
    issues: &mut Issues,
    mut row: impl FnMut(&mut Cells<'_>) -> Result<T, Told>,
) -> Vec<Row<T>> {
    let mut rows = Vec::new();
    let mut take = |mut cells: Cells<'_>| {
        if let Ok(value) = row(&mut cells) {
            rows.push(Row { line: cells.line(), value });
        }
    };
    match lines {
        Lines::File(bytes) => {
            if let Some(sheet) = Sheet::open(bytes, columns, issues) {
                sheet.each_row(issues, |record, issues| {
                    take(Cells::new(sheet.places(), record, issues));
                });
            }
        }
        Lines::Typed(lines) => {
            let places: Places = columns.iter().copied().zip(0..).collect();
            for Row { line, value } in lines {
                let cells = value.iter().map(|cell| Cow::Borrowed(cell.as_str()));
                let mut record = Record { line: *line, cells: cells.collect(), too_wide: false };
                record.cells.resize(columns.len(), Cow::Borrowed(""));
                take(Cells::new(&places, &record, issues).typed());
            }
        }
    }
    rows
}

/// Reads why something is done, as somebody typed it: a text like the others, that a file has not.
pub fn read_reason(text: &str, issues: &mut Issues) -> Option<String> {
    let line = [Row { line: 1, value: vec![text.to_owned()] }];
    let rows = read(Lines::Typed(&line), &[REASON], issues, |cells| cells.text(REASON));
    rows.into_iter().next().map(|row| row.value)
}

/// The line where a key was first met, when it was.
fn met<K: Eq + Hash>(seen: &mut HashMap<K, u64>, key: K, line: u64) -> Option<u64> {
    let first = *seen.entry(key).or_insert(line);
    (first != line).then_some(first)
}

/// Reads `contrats.csv`. The rows are complete when `issues` refuses nothing.
pub fn read_contracts(
    lines: Lines<'_>,
    activities: Activities<'_>,
    issues: &mut Issues,
) -> Vec<Row<Contract>> {
    let mut seen = HashMap::new();
    read(lines, &CONTRACT_COLUMNS, issues, |cells| {
        let number = number(cells, "contrat", &mut seen);
        let activity = cells.activity("activite", activities);
        let person = cells.person();
        let category = cells.category("categorie");
        let kind = cells.kind("type");
        let start = cells.date("debut");
        let end = cells.optional_date("fin");
        let weekly = cells.hours("heures_hebdo", LONGEST_WEEK);
        let reference = reference(cells);
        let order = start.and_then(|start| {
            let born = person.as_ref().map_or(Ok(()), |p| age(cells, p, start));
            in_order(cells, ("debut", start), ("fin", end?)).and(born)
        });
        let contract = Contract {
            number: number?,
            activity: activity?,
            person: person?,
            category: category?,
            kind: kind?,
            start: start?,
            end: end?,
            weekly: weekly?,
            reference: reference?,
        };
        odd_week(cells, &contract);
        order.map(|()| contract)
    })
}

/// Reads `heures.csv`. The rows are complete when `issues` refuses nothing.
pub fn read_hours(lines: Lines<'_>, issues: &mut Issues) -> Vec<Row<MonthWork>> {
    let mut seen = HashMap::new();
    read(lines, &HOURS_COLUMNS, issues, |cells| {
        let contract = cells.text("contrat");
        let month = cells.month("mois");
        let hours = cells.hours("heures", LONGEST_MONTH);
        let gross = cells.amount("brut");
        let net = cells.amount("net");
        let mut once = Ok(());
        if let (Ok(contract), Ok(month)) = (&contract, &month)
            && let Some(first) = met(&mut seen, (contract.clone(), *month), cells.line())
        {
            let contract = quoted(contract);
            let message =
                format!("le mois {month} du contrat {contract} est déjà à la ligne {first}");
            once = Err(cells.error("duplicate-month", "mois", message));
        }
        let work = MonthWork {
            contract: contract?,
            month: month?,
            hours: hours?,
            gross: gross?,
            net: net?,
        };
        odd_month(cells, &work);
        once.map(|()| work)
    })
}

/// Reads `accueil.csv`. The rows are complete when `issues` refuses nothing.
pub fn read_case_files(
    lines: Lines<'_>,
    activities: Activities<'_>,
    issues: &mut Issues,
) -> Vec<Row<CaseFile>> {
    let mut seen = HashMap::new();
    read(lines, &CASE_FILE_COLUMNS, issues, |cells| {
        let number = number(cells, "dossier", &mut seen);
        let activity = cells.activity("activite", activities);
        let person = cells.person();
        let opened = cells.date("ouverture");
        let closed = cells.optional_date("cloture");
        let order = opened.and_then(|opened| {
            let born = person.as_ref().map_or(Ok(()), |p| born(cells, p, ("ouverture", opened)));
            in_order(cells, ("ouverture", opened), ("cloture", closed?)).and(born)
        });
        let case_file = CaseFile {
            number: number?,
            activity: activity?,
            person: person?,
            opened: opened?,
            closed: closed?,
        };
        order.map(|()| case_file)
    })
}

/// The association's own number of a contract or a file: once in the file.
fn number(
    cells: &mut Cells<'_>,
    column: &str,
    seen: &mut HashMap<String, u64>,
) -> Result<String, Told> {
    let number = cells.text(column)?;
    match met(seen, number.clone(), cells.line()) {
        None => Ok(number),
        Some(first) => {
            let message = format!("le {column} {} est déjà à la ligne {first}", quoted(&number));
            Err(cells.error("duplicate-number", column, message))
        }
    }
}

/// The hours of a full-time week: a quantity is divided by them, so never zero.
fn reference(cells: &mut Cells<'_>) -> Result<Hours, Told> {
    let hours = cells.hours("reference_hebdo", LONGEST_WEEK)?;
    if hours == Hours(0) {
        let message = "la référence hebdomadaire est zéro : un temps plein a des heures, \
                       35 le plus souvent"
            .to_owned();
        return Err(cells.error("reference-zero", "reference_hebdo", message));
    }
    Ok(hours)
}

/// The last day does not precede the first one.
fn in_order(
    cells: &mut Cells<'_>,
    (first, start): (&str, NaiveDate),
    (last, end): (&str, Option<NaiveDate>),
) -> Result<(), Told> {
    match end {
        Some(end) if end < start => {
            let (end, start) = (short(end), short(start));
            let message = format!("{last} le {end}, avant {first} le {start}");
            Err(cells.error("end-before-start", last, message))
        }
        _ => Ok(()),
    }
}

/// Nobody is hired or received before birth.
fn born(
    cells: &mut Cells<'_>,
    person: &Person,
    (column, day): (&str, NaiveDate),
) -> Result<(), Told> {
    if person.birth < day {
        return Ok(());
    }
    let message = format!(
        "naissance le {}, {column} le {} : l'une des deux dates est fausse",
        short(person.birth),
        short(day)
    );
    Err(cells.error("birth-after-start", "naissance", message))
}

/// Tells an impossible birth; an age at which few people are hired is odd.
fn age(cells: &mut Cells<'_>, person: &Person, start: NaiveDate) -> Result<(), Told> {
    born(cells, person, ("debut", start))?;
    let years = start.year() - person.birth.year();
    if !(15..=80).contains(&years) {
        cells.warn("odd-age", "naissance", || {
            format!(
                "né(e) le {}, embauché(e) le {} : {years} ans",
                short(person.birth),
                short(start)
            )
        });
    }
    Ok(())
}

/// Weeks that are read and said.
fn odd_week(cells: &mut Cells<'_>, contract: &Contract) {
    let weekly = contract.weekly;
    for (column, hours) in [("heures_hebdo", weekly), ("reference_hebdo", contract.reference)] {
        if hours > LONG_WEEK {
            cells.warn("long-week", column, || {
                let hours = hours.french();
                format!("{hours} h par semaine dépassent les 48 h du Code du travail (L3121-20)")
            });
        }
    }
    if contract.category == Category::Permanent && weekly == Hours(0) {
        cells.warn("zero-hours", "heures_hebdo", || {
            "poste permanent sans aucune heure : il compte pour 0 équivalent temps plein".to_owned()
        });
    }
    if contract.category == Category::Permanent && weekly > contract.reference {
        cells.warn("above-full-time", "heures_hebdo", || {
            format!(
                "{} h pour un temps plein de {} h : le poste compte pour plus d'un équivalent temps plein",
                weekly.french(),
                contract.reference.french()
            )
        });
    }
}

/// Months that are read and said.
fn odd_month(cells: &mut Cells<'_>, work: &MonthWork) {
    if work.hours > LONG_MONTH {
        cells.warn("long-month", "heures", || {
            let hours = work.hours.french();
            format!("{hours} h dans le mois font plus de 60 h par semaine")
        });
    }
    if work.net > work.gross && work.gross >= Cents::ZERO {
        cells.warn("net-above-gross", "net", || {
            format!("net de {} au-dessus du brut de {}", work.net, work.gross)
        });
    }
}

#[cfg(test)]
mod tests;
