//! The file of a person received is opened by hand: read as a line of a list, new in the association.

use db::Tx;
use directory::{Act, Error, association, audit, lock_association};
use domain::Issues;
use domain::identity::IdentityKey;
use domain::issue::quoted;
use domain::jobs::{CaseFile, Lines, read_case_files};
use serde_json::json;

use crate::activity_names::ActivityNames;
use crate::history::{Change, Subject, keep_changes};
use crate::typed::{Outcome, TypedLine, stopped};
use crate::{import_case_files, records};

/// Opens a file. Nothing is written unless it is [`Outcome::Kept`].
///
/// # Errors
/// The database's own.
pub async fn add_case_file(
    tx: &Tx,
    act: &Act,
    association: &association::Model,
    key: &IdentityKey,
    typed: &TypedLine,
) -> Result<Outcome, Error> {
    lock_association(tx, association.id).await?;
    let names = ActivityNames::of(tx, association).await?;
    let known = records::case_files(tx, association.id, &names, None).await?;
    let mut issues = Issues::default();
    let read = read_one(&names, typed, &mut issues);
    let number = read.as_ref().map_or(typed.cells[0].trim(), |(_, read)| &read.number);
    if known.iter().any(|(_, kept)| kept.number == number) {
        let message = format!(
            "le dossier {} est déjà enregistré : donnez un autre numéro, ou corrigez ce dossier sur sa page",
            quoted(number)
        );
        issues.error("case-file-known", Some(1), Some("dossier"), message);
    }
    if let Some(told) = stopped(issues, &typed.read) {
        return Ok(Outcome::Told(told));
    }
    let Some((activity, case_file)) = read else { return Ok(Outcome::Told(Vec::new())) };
    let number = case_file.number.clone();
    let id = import_case_files::add(tx, association.id, vec![(activity, case_file)], key).await?;
    let came = Change::came(Subject::CaseFile(id), "dossier", &number);
    keep_changes(tx, act, association.id, vec![came], None).await?;
    audit(tx, act, Some(association.id), "case-file.add", json!({"case_file": number})).await?;
    Ok(Outcome::Kept)
}

/// The file that was typed, with its activity, under the activity's own name; none when something is
/// wrong, which is told.
pub(crate) fn read_one(
    names: &ActivityNames,
    typed: &TypedLine,
    issues: &mut Issues,
) -> Option<(i64, CaseFile)> {
    let mut known = |line, name: &str, issues: &mut Issues| names.judge(line, name, issues);
    let rows = read_case_files(Lines::Typed(&typed.lines()), &mut known, issues);
    let mut case_file = rows.into_iter().next()?.value;
    let activity = names.find(&case_file.activity)?;
    case_file.activity.clone_from(&activity.name);
    Some((activity.id, case_file))
}
