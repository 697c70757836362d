//! A contract is put right: any of its cells but its number, its end among them. What is typed is read
//! as a line of a file, keeps the months that are recorded inside the contract, and what stood there
//! before stays in its history.

use db::{Tx, statement};
use directory::{Act, Error, association, audit, lock_association};
use domain::Issues;
use domain::calendar::{month_name, short};
use domain::identity::IdentityKey;
use domain::issue::quoted;
use domain::jobs::Contract;
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::activity_names::ActivityNames;
use crate::add_contract::{posts, read_one};
use crate::amendment::Named;
use crate::history::{Change, Subject, history, keep_changes};
use crate::import_contracts::{cells, tell_twice, tell_worked_after};
use crate::lists::{WorkedMonth, months_of};
use crate::records;
use crate::typed::{Outcome, TypedLine, stopped};

/// Puts a contract right. Nothing is written unless it is [`Outcome::Kept`]; nothing either when
/// nothing changes. The number that is typed does not count: files know the contract by its own.
///
/// # Errors
/// A contract that is not there any more; the database's own.
pub async fn correct_contract(
    tx: &Tx,
    act: &Act,
    association: &association::Model,
    key: &IdentityKey,
    number: &str,
    typed: &TypedLine,
) -> Result<Outcome, Error> {
    lock_association(tx, association.id).await?;
    let names = ActivityNames::of(tx, association).await?;
    let known = records::contracts(tx, association.id, &names, None).await?;
    let found = known.iter().find(|(_, kept)| kept.number == number);
    let Some((id, kept)) = found else { return Err(gone(number)) };
    let subject = Subject::Contract(*id);
    if let Some(moved) = typed.missed(history(tx, association.id, subject).await?) {
        return Ok(moved);
    }
    let mut issues = Issues::default();
    let reason = typed.why(false, &mut issues);
    let read = read_one(&names, typed, &mut issues);
    let others = || posts(known.iter().filter(|(other, _)| other != id).map(|(_, kept)| kept));
    if let Some((_, contract)) = &read {
        tell_twice(1, contract, &mut others(), &mut issues);
        let months = months_of(tx, association.id, *id).await?;
        tell_worked_outside(contract, &months, &mut issues);
    }
    let mut already = Issues::default();
    read_one(
        &names,
        &TypedLine { cells: contract_cells(kept), ..TypedLine::default() },
        &mut already,
    );
    tell_twice(1, kept, &mut others(), &mut already);
    if let Some(told) = stopped(issues, &typed.having_read(already)) {
        return Ok(Outcome::Told(told));
    }
    let Some((activity, mut contract)) = read else { return Ok(Outcome::Told(Vec::new())) };
    contract.number.clone_from(&kept.number);
    let changes = Change::between(subject, all_cells(kept), all_cells(&contract));
    if changes.is_empty() {
        return Ok(Outcome::Kept);
    }
    write(tx, association.id, *id, (activity, &contract), key).await?;
    let changed: Vec<&str> = changes.iter().map(|change| change.field).collect();
    let detail = json!({"contract": number, "changed": changed.join(", ")});
    keep_changes(tx, act, association.id, changes, reason.as_deref()).await?;
    audit(tx, act, Some(association.id), "contract.correct", detail).await?;
    Ok(Outcome::Kept)
}

/// A contract that was there when its form was opened.
pub(crate) fn gone(number: &str) -> Error {
    Error::refused(format!(
        "Le contrat {} n'est plus là : il a été retiré depuis que cette page est ouverte.",
        quoted(number)
    ))
}

/// The cells of a contract as a form shows them, in the order of its file's columns.
pub fn contract_cells(contract: &Contract) -> Vec<String> {
    let person = &contract.person;
    vec![
        contract.number.clone(),
        contract.activity.clone(),
        person.last_name.clone(),
        person.first_name.clone(),
        person.birth.to_string(),
        person.sex.clone(),
        contract.category.code().to_owned(),
        contract.kind.clone(),
        contract.start.to_string(),
        contract.end.map(|end| end.to_string()).unwrap_or_default(),
        contract.weekly.french(),
        contract.reference.french(),
    ]
}

/// Every cell but the number, as its history tells it.
fn all_cells(contract: &Contract) -> Vec<Named> {
    let mut cells = cells(contract);
    cells.push(("fin", contract.end.map(short).unwrap_or_default()));
    cells
}

/// Months that are recorded stay inside the contract.
fn tell_worked_outside(contract: &Contract, months: &[WorkedMonth], issues: &mut Issues) {
    let (Some(first), Some(last)) = (months.first(), months.last()) else { return };
    if contract.start > first.month.last_day() {
        let message = format!(
            "le contrat {} commencerait le {} et a des heures enregistrées dès {}",
            quoted(&contract.number),
            short(contract.start),
            month_name(first.month)
        );
        issues.error("outside-contract", Some(1), Some("debut"), message);
    }
    if let Some(end) = contract.end.filter(|end| *end < last.month.first_day()) {
        tell_worked_after(1, &contract.number, end, last.month, issues);
    }
}

async fn write(
    tx: &Tx,
    association: i64,
    id: i64,
    (activity, contract): (i64, &Contract),
    key: &IdentityKey,
) -> Result<(), Error> {
    let sql = "UPDATE contract SET activity_id = ?, last_name = ?, first_name = ?, birth = ?, sex = ?, \
               identity = ?, category = ?, kind = ?, starts_on = ?, ends_on = ?, weekly_hours = ?, \
               reference_hours = ? WHERE association_id = ? AND id = ?";
    let person = &contract.person;
    let values = [
        activity.into(),
        person.last_name.as_str().into(),
        person.first_name.as_str().into(),
        person.birth.into(),
        person.sex.as_str().into(),
        key.mark(person).0.to_vec().into(),
        contract.category.code().into(),
        contract.kind.as_str().into(),
        contract.start.into(),
        contract.end.into(),
        contract.weekly.0.into(),
        contract.reference.0.into(),
        association.into(),
        id.into(),
    ];
    tx.execute_raw(statement(tx, sql, values)).await?;
    Ok(())
}
