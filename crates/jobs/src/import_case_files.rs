//! Files of the people received come in: new ones are kept with the mark of their person, those
//! known again change nothing, a later closing is taken and audited. All of the file or nothing.

use std::collections::HashMap;

use chrono::NaiveDate;
use db::{Bulk, Cell, Column, Counter, Tx, next_ids, statement};
use directory::{Act, Error, association, audit, lock_association};
use domain::Issues;
use domain::calendar::short;
use domain::identity::IdentityKey;
use domain::jobs::{CaseFile, Lines, Row, read_case_files};
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::activity_names::ActivityNames;
use crate::amendment::{Again, Comparison, Named, person_cells};
use crate::file_outcome::{FileOutcome, GivenFile};
use crate::history::{Change, Subject, keep_changes};
use crate::records;

const CASE_FILE: [Column; 11] = [
    Column::Big("association_id"),
    Column::Big("id"),
    Column::Big("activity_id"),
    Column::Text("number"),
    Column::Text("last_name"),
    Column::Text("first_name"),
    Column::Day("birth"),
    Column::Text("sex"),
    Column::Bytes("identity"),
    Column::Day("opened_on"),
    Column::Day("closed_on"),
];

/// What a file asks of the base.
#[derive(Default)]
struct Asked {
    /// New files of people, with their activities.
    new: Vec<(i64, CaseFile)>,
    /// Known ones that close, or close later, by id: what was their end, and what it is now.
    closing: Vec<(i64, Option<NaiveDate>, NaiveDate)>,
}

/// Takes a list of people received in. The caller commits when the outcome is accepted and drops
/// the transaction otherwise.
///
/// # Errors
/// The database's own; what is wrong in the file is in the outcome.
pub async fn import_case_files(
    tx: &Tx,
    act: &Act,
    association: &association::Model,
    file: &GivenFile<'_>,
    key: &IdentityKey,
) -> Result<FileOutcome, Error> {
    lock_association(tx, association.id).await?;
    let mut issues = Issues::default();
    let names = ActivityNames::of(tx, association).await?;
    let mut known = |line, name: &str, issues: &mut Issues| names.judge(line, name, issues);
    let rows = read_case_files(Lines::File(file.bytes), &mut known, &mut issues);
    let lines = rows.len();
    let asked = compare(tx, association, &names, rows, &mut issues).await?;
    let counts = (asked.new.len(), asked.closing.len());
    if !issues.refused() && counts != (0, 0) {
        add(tx, association.id, asked.new, key).await?;
        let mut changes = Vec::with_capacity(asked.closing.len());
        for (id, was, day) in asked.closing {
            let sql = "UPDATE case_file SET closed_on = ? WHERE association_id = ? AND id = ?";
            let values = [day.into(), association.id.into(), id.into()];
            tx.execute_raw(statement(tx, sql, values)).await?;
            changes.push(Change::later(Subject::CaseFile(id), "cloture", was, day));
        }
        keep_changes(tx, act, association.id, changes, Some(&file.as_reason())).await?;
        let detail = json!({"files": lines, "new": counts.0, "amended": counts.1});
        audit(tx, act, Some(association.id), "beneficiaries.import", detail).await?;
    }
    Ok(FileOutcome::of(file, lines, counts, issues))
}

/// Sorts the rows into new ones and closings; tells what the base cannot take.
async fn compare(
    tx: &Tx,
    association: &association::Model,
    names: &ActivityNames,
    rows: Vec<Row<CaseFile>>,
    issues: &mut Issues,
) -> Result<Asked, Error> {
    let known = records::case_files(tx, association.id, names, None).await?;
    let known: HashMap<String, (i64, CaseFile)> =
        known.into_iter().map(|(id, kept)| (kept.number.clone(), (id, kept))).collect();
    let mut asked = Asked::default();
    for Row { line, value: mut read } in rows {
        let Some(activity) = names.find(&read.activity) else { continue };
        read.activity.clone_from(&activity.name);
        let Some((id, kept)) = known.get(&read.number) else {
            asked.new.push((activity.id, read));
            continue;
        };
        if *kept == read {
            continue;
        }
        let comparison = Comparison {
            line,
            code: "case-file-differs",
            what: "dossier",
            number: &kept.number,
            last_column: "cloture",
        };
        let ends = (kept.closed, read.closed);
        if let Again::EndsOn(day) = comparison.judge((cells(kept), cells(&read)), ends, issues) {
            asked.closing.push((*id, kept.closed, day));
        }
    }
    Ok(asked)
}

/// What a list may not change, cell by cell.
pub(crate) fn cells(case_file: &CaseFile) -> Vec<Named> {
    let mut cells = vec![("activite", case_file.activity.clone())];
    cells.extend(person_cells(&case_file.person));
    cells.push(("ouverture", short(case_file.opened)));
    cells
}

/// Writes new files with the marks of their persons; answers the first one's id.
pub(crate) async fn add(
    tx: &Tx,
    association: i64,
    case_files: Vec<(i64, CaseFile)>,
    key: &IdentityKey,
) -> Result<i64, Error> {
    let first = next_ids(tx, association, Counter("case_file"), case_files.len() as i64).await?;
    let mut bulk = Bulk::new("case_file", &CASE_FILE, "");
    for ((activity, case_file), id) in case_files.into_iter().zip(first..) {
        let mark = key.mark(&case_file.person);
        bulk.push([
            Cell::Big(association),
            Cell::Big(id),
            Cell::Big(activity),
            Cell::Text(case_file.number),
            Cell::Text(case_file.person.last_name),
            Cell::Text(case_file.person.first_name),
            Cell::Day(Some(case_file.person.birth)),
            Cell::Text(case_file.person.sex),
            Cell::Bytes(mark.0.to_vec()),
            Cell::Day(Some(case_file.opened)),
            Cell::Day(case_file.closed),
        ]);
    }
    bulk.flush(tx).await?;
    Ok(first)
}
