//! Marks of persons that the base holds, whatever the association: the key must be the one that
//! made them, or nobody is recognised any more.

use db::statement;
use directory::Error;
use domain::identity::IdentityMark;
use domain::jobs::Person;
use sea_orm::ConnectionTrait;

/// A person of the base and the mark kept for her, if the base holds any: enough to tell whether a
/// key is the base's own.
///
/// # Errors
/// The database's own.
pub async fn any_mark<C: ConnectionTrait>(
    conn: &C,
) -> Result<Option<(Person, IdentityMark)>, Error> {
    for sql in [
        "SELECT last_name, first_name, birth, sex, identity FROM contract LIMIT 1",
        "SELECT last_name, first_name, birth, sex, identity FROM case_file LIMIT 1",
    ] {
        if let Some(row) = conn.query_one_raw(statement(conn, sql, [])).await? {
            let person = Person {
                last_name: row.try_get("", "last_name")?,
                first_name: row.try_get("", "first_name")?,
                birth: row.try_get("", "birth")?,
                sex: row.try_get("", "sex")?,
            };
            return Ok(Some((person, mark(&row.try_get::<Vec<u8>>("", "identity")?))));
        }
    }
    Ok(None)
}

/// A mark as the base keeps it; one of another length, which `check` tells, matches nobody.
pub(crate) fn mark(bytes: &[u8]) -> IdentityMark {
    IdentityMark(bytes.try_into().unwrap_or([0; 32]))
}
