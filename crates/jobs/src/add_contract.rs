//! A contract is entered by hand: read as a line of a file, new in the association.

use std::collections::HashMap;

use db::Tx;
use directory::{Act, Error, association, audit, lock_association};
use domain::Issues;
use domain::identity::IdentityKey;
use domain::issue::quoted;
use domain::jobs::{Contract, Lines, read_contracts};
use serde_json::json;

use crate::activity_names::ActivityNames;
use crate::history::{Change, Subject, keep_changes};
use crate::import_contracts::{self, post, tell_twice};
use crate::records;
use crate::typed::{Outcome, TypedLine, stopped};

/// Enters a contract. Nothing is written unless it is [`Outcome::Kept`].
///
/// # Errors
/// The database's own.
pub async fn add_contract(
    tx: &Tx,
    act: &Act,
    association: &association::Model,
    key: &IdentityKey,
    typed: &TypedLine,
) -> Result<Outcome, Error> {
    lock_association(tx, association.id).await?;
    let names = ActivityNames::of(tx, association).await?;
    let known = records::contracts(tx, association.id, &names, None).await?;
    let mut issues = Issues::default();
    let read = read_one(&names, typed, &mut issues);
    let number = read.as_ref().map_or(typed.cells[0].trim(), |(_, read)| &read.number);
    if known.iter().any(|(_, kept)| kept.number == number) {
        let message = format!(
            "le contrat {} est déjà enregistré : donnez un autre numéro, ou corrigez ce contrat sur sa page",
            quoted(number)
        );
        issues.error("contract-known", Some(1), Some("contrat"), message);
    }
    if let Some((_, contract)) = &read {
        let known = known.iter().map(|(_, kept)| kept);
        tell_twice(1, contract, &mut posts(known), &mut issues);
    }
    if let Some(told) = stopped(issues, &typed.read) {
        return Ok(Outcome::Told(told));
    }
    let Some((activity, contract)) = read else { return Ok(Outcome::Told(Vec::new())) };
    let number = contract.number.clone();
    let id = import_contracts::add(tx, association.id, vec![(activity, contract)], key).await?;
    let came = Change::came(Subject::Contract(id), "contrat", &number);
    keep_changes(tx, act, association.id, vec![came], None).await?;
    audit(tx, act, Some(association.id), "contract.add", json!({"contract": number})).await?;
    Ok(Outcome::Kept)
}

/// The contract that was typed, with its activity, under the activity's own name; none when
/// something is wrong, which is told.
pub(crate) fn read_one(
    names: &ActivityNames,
    typed: &TypedLine,
    issues: &mut Issues,
) -> Option<(i64, Contract)> {
    let mut known = |line, name: &str, issues: &mut Issues| names.judge(line, name, issues);
    let rows = read_contracts(Lines::Typed(&typed.lines()), &mut known, issues);
    let mut contract = rows.into_iter().next()?.value;
    let activity = names.find(&contract.activity)?;
    contract.activity.clone_from(&activity.name);
    Some((activity.id, contract))
}

/// The permanent posts of contracts, with the number of one that holds each.
pub(crate) fn posts<'c>(
    contracts: impl Iterator<Item = &'c Contract>,
) -> HashMap<import_contracts::Post, String> {
    contracts.filter_map(|kept| Some((post(kept)?, kept.number.clone()))).collect()
}
