//! A contract that was entered by mistake is taken back, as long as nothing hangs on it. Its number
//! and the reason stay.

use db::{Tx, statement};
use directory::{Act, Error, association, audit, lock_association};
use domain::Issues;
use domain::calendar::month_name;
use domain::issue::quoted;
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::activity_names::ActivityNames;
use crate::correct_contract::gone;
use crate::history::{Change, Subject, history, keep_changes};
use crate::lists::months_of;
use crate::records;
use crate::typed::{Outcome, TypedLine, stopped};

/// Takes a contract back. Nothing is written unless it is [`Outcome::Kept`].
///
/// # Errors
/// A contract that is not there any more, or that has months of work; the database's own.
pub async fn withdraw_contract(
    tx: &Tx,
    act: &Act,
    association: &association::Model,
    number: &str,
    typed: &TypedLine,
) -> Result<Outcome, Error> {
    lock_association(tx, association.id).await?;
    let names = ActivityNames::of(tx, association).await?;
    let known = records::contracts(tx, association.id, &names, None).await?;
    let found = known.iter().find(|(_, kept)| kept.number == number);
    let Some((id, _)) = found else { return Err(gone(number)) };
    let subject = Subject::Contract(*id);
    if let Some(moved) = typed.missed(history(tx, association.id, subject).await?) {
        return Ok(moved);
    }
    let months = months_of(tx, association.id, *id).await?;
    if let (Some(first), Some(last)) = (months.first(), months.last()) {
        return Err(Error::refused(format!(
            "Le contrat {} a des heures enregistrées, de {} à {} ({} mois) : il ne se retire pas. \
             Mettez-y fin s'il est fini, ou videz d'abord ces mois s'ils sont une erreur.",
            quoted(number),
            month_name(first.month),
            month_name(last.month),
            months.len()
        )));
    }
    let mut issues = Issues::default();
    let reason = typed.why(true, &mut issues);
    if let Some(told) = stopped(issues, &typed.read) {
        return Ok(Outcome::Told(told));
    }
    let sql = "DELETE FROM contract WHERE association_id = ? AND id = ?";
    tx.execute_raw(statement(tx, sql, [association.id.into(), (*id).into()])).await?;
    let went = Change::went(subject, "contrat", number);
    keep_changes(tx, act, association.id, vec![went], reason.as_deref()).await?;
    audit(tx, act, Some(association.id), "contract.withdraw", json!({"contract": number})).await?;
    Ok(Outcome::Kept)
}
