//! Contracts come in: new ones are kept with the mark of their person, those known again change
//! nothing, an amendment that ends later is taken and audited. All of the file or nothing.

use std::collections::HashMap;

use chrono::NaiveDate;
use db::{Bulk, Cell, Column, Counter, Tx, next_ids, statement};
use directory::{Act, Error, association, audit, lock_association};
use domain::calendar::{month_name, short};
use domain::identity::{IdentityKey, normalise};
use domain::issue::quoted;
use domain::jobs::{Category, Contract, Lines, Row, read_contracts};
use domain::{Issues, Month};
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::activity_names::ActivityNames;
use crate::amendment::{Again, Comparison, Named, person_cells};
use crate::file_outcome::{FileOutcome, GivenFile};
use crate::history::{Change, Subject, keep_changes};
use crate::records;

const CONTRACT: [Column; 15] = [
    Column::Big("association_id"),
    Column::Big("id"),
    Column::Big("activity_id"),
    Column::Text("number"),
    Column::Text("last_name"),
    Column::Text("first_name"),
    Column::Day("birth"),
    Column::Text("sex"),
    Column::Bytes("identity"),
    Column::Text("category"),
    Column::Text("kind"),
    Column::Day("starts_on"),
    Column::Day("ends_on"),
    Column::Big("weekly_hours"),
    Column::Big("reference_hours"),
];

/// What a file asks of the base.
#[derive(Default)]
struct Asked {
    /// New contracts, with their activities.
    new: Vec<(i64, Contract)>,
    /// Known ones that end, or end later, by id: what was their end, and what it is now.
    ending: Vec<(i64, Option<NaiveDate>, NaiveDate)>,
}

/// Takes a file of contracts in. The caller commits when the outcome is accepted and drops the
/// transaction otherwise.
///
/// # Errors
/// The database's own; what is wrong in the file is in the outcome.
pub async fn import_contracts(
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
    let rows = read_contracts(Lines::File(file.bytes), &mut known, &mut issues);
    let lines = rows.len();
    let asked = compare(tx, association, &names, rows, &mut issues).await?;
    let counts = (asked.new.len(), asked.ending.len());
    if !issues.refused() && counts != (0, 0) {
        add(tx, association.id, asked.new, key).await?;
        let mut changes = Vec::with_capacity(asked.ending.len());
        for (id, was, end) in asked.ending {
            let sql = "UPDATE contract SET ends_on = ? WHERE association_id = ? AND id = ?";
            let values = [end.into(), association.id.into(), id.into()];
            tx.execute_raw(statement(tx, sql, values)).await?;
            changes.push(Change::later(Subject::Contract(id), "fin", was, end));
        }
        keep_changes(tx, act, association.id, changes, Some(&file.as_reason())).await?;
        let detail = json!({"contracts": lines, "new": counts.0, "amended": counts.1});
        audit(tx, act, Some(association.id), "contracts.import", detail).await?;
    }
    Ok(FileOutcome::of(file, lines, counts, issues))
}

/// Sorts the rows into new ones and amendments; tells what the base cannot take.
async fn compare(
    tx: &Tx,
    association: &association::Model,
    names: &ActivityNames,
    rows: Vec<Row<Contract>>,
    issues: &mut Issues,
) -> Result<Asked, Error> {
    let known = records::contracts(tx, association.id, names, None).await?;
    let known: HashMap<String, (i64, Contract)> =
        known.into_iter().map(|(id, kept)| (kept.number.clone(), (id, kept))).collect();
    let mut posts: HashMap<Post, String> =
        known.values().filter_map(|(_, kept)| Some((post(kept)?, kept.number.clone()))).collect();
    let mut worked = None;
    let mut asked = Asked::default();
    for Row { line, value: mut contract } in rows {
        let Some(activity) = names.find(&contract.activity) else { continue };
        contract.activity.clone_from(&activity.name);
        let Some((id, kept)) = known.get(&contract.number) else {
            tell_twice(line, &contract, &mut posts, issues);
            asked.new.push((activity.id, contract));
            continue;
        };
        if *kept == contract {
            continue;
        }
        let comparison = Comparison {
            line,
            code: "contract-differs",
            what: "contrat",
            number: &kept.number,
            last_column: "fin",
        };
        let cells = (cells(kept), cells(&contract));
        if let Again::EndsOn(end) = comparison.judge(cells, (kept.end, contract.end), issues) {
            if worked.is_none() {
                worked = Some(last_months(tx, association.id).await?);
            }
            let last = worked.as_ref().and_then(|months| months.get(id)).copied();
            match last.filter(|month| end < month.first_day()) {
                Some(month) => tell_worked_after(line, &contract.number, end, month, issues),
                None => asked.ending.push((*id, kept.end, end)),
            }
        }
    }
    Ok(asked)
}

/// A permanent post: who, where, since when.
pub(crate) type Post = (String, String, NaiveDate);

/// The post of a permanent contract.
pub(crate) fn post(contract: &Contract) -> Option<Post> {
    let permanent = contract.category == Category::Permanent;
    let post = || (contract.activity.clone(), normalise(&contract.person), contract.start);
    permanent.then(post)
}

/// The same person hired twice on one day for one activity counts twice: odd, and said.
pub(crate) fn tell_twice(
    line: u64,
    contract: &Contract,
    posts: &mut HashMap<Post, String>,
    issues: &mut Issues,
) {
    let Some(post) = post(contract) else { return };
    match posts.get(&post) {
        Some(other) => issues.warn("same-post-twice", Some(line), Some("contrat"), || {
            format!(
                "les contrats permanents {} et {} sont de la même personne, dans la même activité, depuis le {} : \
                 gardez-en un si c'est le même poste, sinon il compte deux fois",
                quoted(other),
                quoted(&contract.number),
                short(contract.start)
            )
        }),
        None => {
            posts.insert(post, contract.number.clone());
        }
    }
}

/// The last month with hours of each contract of an entity.
async fn last_months(tx: &Tx, association: i64) -> Result<HashMap<i64, Month>, Error> {
    let sql = "SELECT contract_id, MAX(month) AS month FROM month_work WHERE association_id = ? \
               GROUP BY contract_id";
    let mut months = HashMap::new();
    for row in tx.query_all_raw(statement(tx, sql, [association.into()])).await? {
        let month: i64 = row.try_get("", "month")?;
        months.insert(row.try_get("", "contract_id")?, Month(month as i32));
    }
    Ok(months)
}

/// Months that are recorded stay before the end.
pub(crate) fn tell_worked_after(
    line: u64,
    number: &str,
    end: NaiveDate,
    month: Month,
    issues: &mut Issues,
) {
    let message = format!(
        "le contrat {} finirait le {} et a des heures enregistrées jusqu'en {}",
        quoted(number),
        short(end),
        month_name(month)
    );
    issues.error("outside-contract", Some(line), Some("fin"), message);
}

/// What a file may not change, cell by cell.
pub(crate) fn cells(contract: &Contract) -> Vec<Named> {
    let mut cells = vec![("activite", contract.activity.clone())];
    cells.extend(person_cells(&contract.person));
    cells.extend([
        ("categorie", contract.category.code().to_owned()),
        ("type", contract.kind.clone()),
        ("debut", short(contract.start)),
        ("heures_hebdo", contract.weekly.french()),
        ("reference_hebdo", contract.reference.french()),
    ]);
    cells
}

/// Writes new contracts with the marks of their persons; answers the first one's id.
pub(crate) async fn add(
    tx: &Tx,
    association: i64,
    contracts: Vec<(i64, Contract)>,
    key: &IdentityKey,
) -> Result<i64, Error> {
    let first = next_ids(tx, association, Counter("contract"), contracts.len() as i64).await?;
    let mut bulk = Bulk::new("contract", &CONTRACT, "");
    for ((activity, contract), id) in contracts.into_iter().zip(first..) {
        let mark = key.mark(&contract.person);
        bulk.push([
            Cell::Big(association),
            Cell::Big(id),
            Cell::Big(activity),
            Cell::Text(contract.number),
            Cell::Text(contract.person.last_name),
            Cell::Text(contract.person.first_name),
            Cell::Day(Some(contract.person.birth)),
            Cell::Text(contract.person.sex),
            Cell::Bytes(mark.0.to_vec()),
            Cell::Text(contract.category.code().to_owned()),
            Cell::Text(contract.kind),
            Cell::Day(Some(contract.start)),
            Cell::Day(contract.end),
            Cell::Big(contract.weekly.0),
            Cell::Big(contract.reference.0),
        ]);
    }
    bulk.flush(tx).await?;
    Ok(first)
}
