//! The file of a person that was opened by mistake is taken back. Its number and the reason stay.

use db::{Tx, statement};
use directory::{Act, Error, association, audit, lock_association};
use domain::Issues;
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::activity_names::ActivityNames;
use crate::correct_case_file::gone;
use crate::history::{Change, Subject, history, keep_changes};
use crate::records;
use crate::typed::{Outcome, TypedLine, stopped};

/// Takes a file back. Nothing is written unless it is [`Outcome::Kept`].
///
/// # Errors
/// A file that is not there any more; the database's own.
pub async fn withdraw_case_file(
    tx: &Tx,
    act: &Act,
    association: &association::Model,
    number: &str,
    typed: &TypedLine,
) -> Result<Outcome, Error> {
    lock_association(tx, association.id).await?;
    let names = ActivityNames::of(tx, association).await?;
    let known = records::case_files(tx, association.id, &names, None).await?;
    let found = known.iter().find(|(_, kept)| kept.number == number);
    let Some((id, _)) = found else { return Err(gone(number)) };
    let subject = Subject::CaseFile(*id);
    if let Some(moved) = typed.missed(history(tx, association.id, subject).await?) {
        return Ok(moved);
    }
    let mut issues = Issues::default();
    let reason = typed.why(true, &mut issues);
    if let Some(told) = stopped(issues, &typed.read) {
        return Ok(Outcome::Told(told));
    }
    let sql = "DELETE FROM case_file WHERE association_id = ? AND id = ?";
    tx.execute_raw(statement(tx, sql, [association.id.into(), (*id).into()])).await?;
    let went = Change::went(subject, "dossier", number);
    let detail = json!({"case_file": number});
    keep_changes(tx, act, association.id, vec![went], reason.as_deref()).await?;
    audit(tx, act, Some(association.id), "case-file.withdraw", detail).await?;
    Ok(Outcome::Kept)
}
