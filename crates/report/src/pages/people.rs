//! What the jobs slice tells of an entity's year: its contracts, their months, the files of the
//! people received.

use chrono::NaiveDate;
use directory::{Error, activities, association};
use domain::jobs::{CaseFile, Category, Contract, Hours, fte};
use domain::{Fraction, Period};
pub(super) use jobs::lists::ContractFigures as Worked;
use jobs::lists::{
    ReceivedFile, WorkedMonth, case_files_of, contract_numbered, contracts_of, months_of,
};
use sea_orm::ConnectionTrait;

/// A month of a contract.
pub(super) struct MonthOfContract {
    /// Hours and pay.
    pub work: WorkedMonth,
    /// What it counts for in its calendar year.
    pub fte: Fraction,
}

/// The contracts that count in a period.
pub(super) async fn contracts<C: ConnectionTrait>(
    conn: &C,
    association: &association::Model,
    period: Period,
) -> Result<Vec<Worked>, Error> {
    contracts_of(conn, association, None, period, None).await
}

/// One contract and its months, oldest first, by the yearly base of a day; nothing when no contract
/// has this number.
pub(super) async fn contract<C: ConnectionTrait>(
    conn: &C,
    association: &association::Model,
    number: &str,
    on: NaiveDate,
) -> Result<Option<(Contract, Vec<MonthOfContract>)>, Error> {
    let Some((id, contract, base)) = contract_numbered(conn, association, number, on).await? else {
        return Ok(None);
    };
    let months = months_of(conn, association.id, id).await?;
    let counted = |work| MonthOfContract { fte: share(&contract, &work, base.hours), work };
    let months = months.into_iter().map(counted).collect();
    Ok(Some((contract, months)))
}

/// The part of a year's full-time post that a month makes.
fn share(contract: &Contract, work: &WorkedMonth, base: Hours) -> Fraction {
    match contract.category {
        Category::Insertion => fte::insertion(work.hours, base),
        Category::Permanent => {
            let month = work.month.period();
            let year = Period::calendar_year(work.month.0 / 100);
            fte::permanent_contract(contract, month) * Fraction::new(month.days(), year.days())
        }
    }
}

/// The files open on some day of a period.
pub(super) async fn files<C: ConnectionTrait>(
    conn: &C,
    association: &association::Model,
    period: Period,
) -> Result<Vec<CaseFile>, Error> {
    let activities = activities(conn, association.id).await?;
    let named = |file: ReceivedFile| {
        let activity = activities.iter().find(|activity| activity.id == file.activity_id);
        CaseFile {
            number: file.number,
            activity: activity.map(|activity| activity.name.clone()).unwrap_or_default(),
            person: file.person,
            opened: file.opened,
            closed: file.closed,
        }
    };
    let files = case_files_of(conn, association.id, None, period).await?;
    Ok(files.into_iter().map(named).collect())
}
