//! What the jobs slice tells of an entity's year: its contracts and the files of the people
//! received.

use directory::{Error, activities, association};
use domain::Period;
use domain::jobs::CaseFile;
pub(super) use jobs::lists::ContractFigures as Worked;
use jobs::lists::{ReceivedFile, case_files_of, contracts_of};
use sea_orm::ConnectionTrait;

/// The contracts that count in a period.
pub(super) async fn contracts<C: ConnectionTrait>(
    conn: &C,
    association: &association::Model,
    period: Period,
) -> Result<Vec<Worked>, Error> {
    contracts_of(conn, association, None, period, None).await
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
