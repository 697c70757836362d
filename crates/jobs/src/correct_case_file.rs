//! The file of a person received is put right or closed: any of its cells but its number. What stood
//! there before stays in its history.

use db::{Tx, statement};
use directory::{Act, Error, association, audit, lock_association};
use domain::Issues;
use domain::calendar::short;
use domain::identity::IdentityKey;
use domain::issue::quoted;
use domain::jobs::CaseFile;
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::activity_names::ActivityNames;
use crate::add_case_file::read_one;
use crate::amendment::Named;
use crate::history::{Change, Subject, history, keep_changes};
use crate::import_case_files::cells;
use crate::records;
use crate::typed::{Outcome, TypedLine, stopped};

/// Puts a file right. Nothing is written unless it is [`Outcome::Kept`]; nothing either when nothing
/// changes. The number that is typed does not count: lists know the file by its own.
///
/// # Errors
/// A file that is not there any more; the database's own.
pub async fn correct_case_file(
    tx: &Tx,
    act: &Act,
    association: &association::Model,
    key: &IdentityKey,
    number: &str,
    typed: &TypedLine,
) -> Result<Outcome, Error> {
    lock_association(tx, association.id).await?;
    let names = ActivityNames::of(tx, association).await?;
    let known = records::case_files(tx, association.id, &names, None).await?;
    let found = known.iter().find(|(_, kept)| kept.number == number);
    let Some((id, kept)) = found else { return Err(gone(number)) };
    let subject = Subject::CaseFile(*id);
    if let Some(moved) = typed.missed(history(tx, association.id, subject).await?) {
        return Ok(moved);
    }
    let mut issues = Issues::default();
    let reason = typed.why(false, &mut issues);
    let read = read_one(&names, typed, &mut issues);
    let mut already = Issues::default();
    read_one(
        &names,
        &TypedLine { cells: case_file_cells(kept), ..TypedLine::default() },
        &mut already,
    );
    if let Some(told) = stopped(issues, &typed.having_read(already)) {
        return Ok(Outcome::Told(told));
    }
    let Some((activity, mut case_file)) = read else { return Ok(Outcome::Told(Vec::new())) };
    case_file.number.clone_from(&kept.number);
    let changes = Change::between(subject, all_cells(kept), all_cells(&case_file));
    if changes.is_empty() {
        return Ok(Outcome::Kept);
    }
    write(tx, association.id, *id, (activity, &case_file), key).await?;
    let changed: Vec<&str> = changes.iter().map(|change| change.field).collect();
    let detail = json!({"case_file": number, "changed": changed.join(", ")});
    keep_changes(tx, act, association.id, changes, reason.as_deref()).await?;
    audit(tx, act, Some(association.id), "case-file.correct", detail).await?;
    Ok(Outcome::Kept)
}

/// A file that was there when its form was opened.
pub(crate) fn gone(number: &str) -> Error {
    Error::refused(format!(
        "Le dossier {} n'est plus là : il a été retiré depuis que cette page est ouverte.",
        quoted(number)
    ))
}

/// The cells of a file as a form shows them, in the order of its list's columns.
pub fn case_file_cells(case_file: &CaseFile) -> Vec<String> {
    let person = &case_file.person;
    vec![
        case_file.number.clone(),
        case_file.activity.clone(),
        person.last_name.clone(),
        person.first_name.clone(),
        person.birth.to_string(),
        person.sex.clone(),
        case_file.opened.to_string(),
        case_file.closed.map(|day| day.to_string()).unwrap_or_default(),
    ]
}

/// Every cell but the number, as its history tells it.
fn all_cells(case_file: &CaseFile) -> Vec<Named> {
    let mut cells = cells(case_file);
    cells.push(("cloture", case_file.closed.map(short).unwrap_or_default()));
    cells
}

async fn write(
    tx: &Tx,
    association: i64,
    id: i64,
    (activity, case_file): (i64, &CaseFile),
    key: &IdentityKey,
) -> Result<(), Error> {
    let sql = "UPDATE case_file SET activity_id = ?, last_name = ?, first_name = ?, birth = ?, sex = ?, \
               identity = ?, opened_on = ?, closed_on = ? WHERE association_id = ? AND id = ?";
    let person = &case_file.person;
    let values = [
        activity.into(),
        person.last_name.as_str().into(),
        person.first_name.as_str().into(),
        person.birth.into(),
        person.sex.as_str().into(),
        key.mark(person).0.to_vec().into(),
        case_file.opened.into(),
        case_file.closed.into(),
        association.into(),
        id.into(),
    ];
    tx.execute_raw(statement(tx, sql, values)).await?;
    Ok(())
}
