//! Hours and pay by month come in, each on a contract that the base holds. The same months again
//! change nothing; a month recorded with other figures is told with both. All of the file or nothing.

use std::collections::HashMap;

use db::{Bulk, Cell, Column, Tx};
use directory::{Act, Error, association, audit, lock_association};
use domain::calendar::{month_name, short};
use domain::issue::quoted;
use domain::jobs::{Lines, MonthWork, Row, read_hours};
use domain::{Issues, Month};
use serde_json::json;

use crate::file_outcome::{FileOutcome, GivenFile};
use crate::records::{self, Life};

const MONTH_WORK: [Column; 6] = [
    Column::Big("association_id"),
    Column::Big("contract_id"),
    Column::Big("month"),
    Column::Big("hours"),
    Column::Big("gross"),
    Column::Big("net"),
];

/// Takes a file of hours in. The caller commits when the outcome is accepted and drops the
/// transaction otherwise.
///
/// # Errors
/// The database's own; what is wrong in the file is in the outcome.
pub async fn import_hours(
    tx: &Tx,
    act: &Act,
    association: &association::Model,
    file: &GivenFile<'_>,
) -> Result<FileOutcome, Error> {
    lock_association(tx, association.id).await?;
    let mut issues = Issues::default();
    let rows = read_hours(Lines::File(file.bytes), &mut issues);
    let lines = rows.len();
    let new = compare(tx, association, rows, &mut issues).await?;
    let counts = (new.len(), 0);
    if !issues.refused() && !new.is_empty() {
        add(tx, association.id, new).await?;
        let detail = json!({"months": lines, "new": counts.0});
        audit(tx, act, Some(association.id), "hours.import", detail).await?;
    }
    Ok(FileOutcome::of(file, lines, counts, issues))
}

/// The months that the base does not hold, with the ids of their contracts; tells what it cannot take.
async fn compare(
    tx: &Tx,
    association: &association::Model,
    rows: Vec<Row<MonthWork>>,
    issues: &mut Issues,
) -> Result<Vec<(i64, MonthWork)>, Error> {
    let months = rows.iter().map(|row| i64::from(row.value.month.0));
    let (Some(first), Some(last)) = (months.clone().min(), months.max()) else {
        return Ok(Vec::new());
    };
    let lives = records::lives(tx, association.id).await?;
    let known = records::works(tx, association.id, [first, last]).await?;
    let known: HashMap<(i64, Month), MonthWork> =
        known.into_iter().map(|(id, work)| ((id, work.month), work)).collect();
    let mut new = Vec::new();
    for Row { line, value: work } in rows {
        let Some(life) = lives.get(&work.contract) else {
            tell_unknown(line, association, &work.contract, issues);
            continue;
        };
        if !life.meets(work.month) {
            tell_outside(line, &work, life, issues);
            continue;
        }
        match known.get(&(life.id, work.month)) {
            None => new.push((life.id, work)),
            Some(kept) if *kept == work => {}
            Some(kept) => tell_known(line, kept, &work, issues),
        }
    }
    Ok(new)
}

/// A month that shares no day with its contract.
pub(crate) fn tell_outside(line: u64, work: &MonthWork, life: &Life, issues: &mut Issues) {
    let days = match life.end {
        Some(end) => format!("qui va du {} au {}", short(life.start), short(end)),
        None => format!("qui commence le {}", short(life.start)),
    };
    let message = format!(
        "{} est en dehors du contrat {}, {days}",
        month_name(work.month),
        quoted(&work.contract)
    );
    issues.error("outside-contract", Some(line), Some("mois"), message);
}

/// `112,67 h, brut 1 354,29 €, net 1 072,10 €`.
pub(crate) fn figures(work: &MonthWork) -> String {
    format!("{} h, brut {}, net {}", work.hours.french(), work.gross, work.net)
}

fn tell_known(line: u64, kept: &MonthWork, read: &MonthWork, issues: &mut Issues) {
    let message = format!(
        "{} du contrat {} est déjà enregistré avec {} ; le fichier dit {} : par un fichier, un mois \
         enregistré ne change pas ; corrigez-le à la page des heures de ce mois, ou retirez cette ligne",
        month_name(read.month),
        quoted(&read.contract),
        figures(kept),
        figures(read)
    );
    issues.error("month-known", Some(line), Some("mois"), message);
}

/// A contract that the association has not.
pub(crate) fn tell_unknown(
    line: u64,
    association: &association::Model,
    number: &str,
    issues: &mut Issues,
) {
    let message = format!(
        "{} n'a pas de contrat {} : importez d'abord les contrats",
        association.name,
        quoted(number)
    );
    issues.error("unknown-contract", Some(line), Some("contrat"), message);
}

/// Writes new months of work.
pub(crate) async fn add(
    tx: &Tx,
    association: i64,
    works: Vec<(i64, MonthWork)>,
) -> Result<(), Error> {
    let mut bulk = Bulk::new("month_work", &MONTH_WORK, "");
    for (contract, work) in works {
        bulk.push([
            Cell::Big(association),
            Cell::Big(contract),
            Cell::Big(i64::from(work.month.0)),
            Cell::Big(work.hours.0),
            Cell::Big(work.gross.0),
            Cell::Big(work.net.0),
        ]);
    }
    Ok(bulk.flush(tx).await?)
}
