//! Every reference of contracts, hours and files of people, read again from the rows. Marks of
//! persons need the key of the instance: only their length is looked at here.

use db::statement;
use directory::Check;
use directory::{Error, association, associations};
use domain::Month;
use sea_orm::ConnectionTrait;

use crate::records::Life;

/// Questions whose first answer, a text, is a broken row of an entity. Each takes the entity's id.
const REFERENCES: [&str; 3] = [
    "SELECT 'mois sans contrat : contrat ' || CAST(w.contract_id AS text) || ', ' || CAST(w.month AS text) AS broken \
     FROM month_work w LEFT JOIN contract c ON c.association_id = w.association_id AND c.id = w.contract_id \
     WHERE w.association_id = ? AND c.id IS NULL LIMIT 1",
    "SELECT 'contrat sans activité : ' || c.number AS broken FROM contract c \
     LEFT JOIN activity a ON a.association_id = c.association_id AND a.id = c.activity_id \
     WHERE c.association_id = ? AND a.id IS NULL LIMIT 1",
    "SELECT 'dossier sans activité : ' || f.number AS broken FROM case_file f \
     LEFT JOIN activity a ON a.association_id = f.association_id AND a.id = f.activity_id \
     WHERE f.association_id = ? AND a.id IS NULL LIMIT 1",
];
const HOURS: [&str; 2] = [
    "SELECT 'heures au-dessous de zéro : contrat ' || CAST(contract_id AS text) || ', ' || CAST(month AS text) AS broken \
     FROM month_work WHERE association_id = ? AND hours < 0 LIMIT 1",
    "SELECT 'semaine impossible : contrat ' || number AS broken FROM contract \
     WHERE association_id = ? AND (weekly_hours < 0 OR reference_hours <= 0) LIMIT 1",
];
const ONCE: [&str; 3] = [
    "SELECT 'mois enregistré deux fois : contrat ' || CAST(contract_id AS text) || ', ' || CAST(month AS text) AS broken \
     FROM month_work WHERE association_id = ? GROUP BY contract_id, month HAVING COUNT(*) > 1 LIMIT 1",
    "SELECT 'contrat enregistré deux fois : ' || number AS broken \
     FROM contract WHERE association_id = ? GROUP BY number HAVING COUNT(*) > 1 LIMIT 1",
    "SELECT 'dossier enregistré deux fois : ' || number AS broken \
     FROM case_file WHERE association_id = ? GROUP BY number HAVING COUNT(*) > 1 LIMIT 1",
];
const MARKS: [&str; 2] = [
    "SELECT 'marque de personne incomplète : contrat ' || number AS broken \
     FROM contract WHERE association_id = ? AND length(identity) <> 32 LIMIT 1",
    "SELECT 'marque de personne incomplète : dossier ' || number AS broken \
     FROM case_file WHERE association_id = ? AND length(identity) <> 32 LIMIT 1",
];

/// Checks the jobs and the people received of every entity.
///
/// # Errors
/// The database's own; a broken invariant is no error but a check that does not hold.
pub async fn checks<C: ConnectionTrait>(conn: &C) -> Result<Vec<Check>, Error> {
    let entities = associations(conn).await?;
    let [contracts, months, files] = counts(conn).await?;
    let months = format!("{months} mois de travail");
    let all = format!("{contracts} contrats, {months}, {files} dossiers");
    let persons = format!("{} marques", contracts + files);
    Ok(vec![
        Check::of("jobs-belong", first_broken(conn, &entities, &REFERENCES).await?, all.clone()),
        Check::of("jobs-once", first_broken(conn, &entities, &ONCE).await?, all),
        Check::of("hours-positive", first_broken(conn, &entities, &HOURS).await?, months.clone()),
        Check::of("months-inside-contracts", outside(conn, &entities).await?, months),
        Check::of("marks-whole", first_broken(conn, &entities, &MARKS).await?, persons),
    ])
}

/// How many contracts, months of work and files of people the base holds.
async fn counts<C: ConnectionTrait>(conn: &C) -> Result<[i64; 3], Error> {
    let sql = "SELECT (SELECT COUNT(*) FROM contract) AS contracts, \
               (SELECT COUNT(*) FROM month_work) AS months, (SELECT COUNT(*) FROM case_file) AS files";
    let Some(row) = conn.query_one_raw(statement(conn, sql, [])).await? else { return Ok([0; 3]) };
    Ok([row.try_get("", "contracts")?, row.try_get("", "months")?, row.try_get("", "files")?])
}

async fn first_broken<C: ConnectionTrait>(
    conn: &C,
    entities: &[association::Model],
    questions: &[&str],
) -> Result<Option<String>, Error> {
    for entity in entities {
        for sql in questions {
            let query = statement(conn, sql, [entity.id.into()]);
            if let Some(row) = conn.query_one_raw(query).await? {
                let broken: String = row.try_get("", "broken")?;
                return Ok(Some(format!("{} : {broken}", entity.slug)));
            }
        }
    }
    Ok(None)
}

/// The first contract with hours in a month that is none, or that shares no day with it.
async fn outside<C: ConnectionTrait>(
    conn: &C,
    entities: &[association::Model],
) -> Result<Option<String>, Error> {
    let sql = "SELECT c.id, c.number, c.starts_on, c.ends_on, MIN(w.month) AS first, MAX(w.month) AS last, \
               CAST(SUM(CASE WHEN w.month BETWEEN 101 AND 999912 AND w.month % 100 BETWEEN 1 AND 12 \
               THEN 0 ELSE 1 END) AS bigint) AS odd \
               FROM contract c JOIN month_work w ON w.association_id = c.association_id AND w.contract_id = c.id \
               WHERE c.association_id = ? GROUP BY c.id, c.number, c.starts_on, c.ends_on ORDER BY c.id";
    for entity in entities {
        for row in conn.query_all_raw(statement(conn, sql, [entity.id.into()])).await? {
            let number: String = row.try_get("", "number")?;
            let odd: i64 = row.try_get("", "odd")?;
            let life = Life {
                id: row.try_get("", "id")?,
                start: row.try_get("", "starts_on")?,
                end: row.try_get("", "ends_on")?,
            };
            let months: [i64; 2] = [row.try_get("", "first")?, row.try_get("", "last")?];
            let met = |month: i64| life.meets(Month(month as i32));
            if odd > 0 || !months.into_iter().all(met) {
                return Ok(Some(format!(
                    "{} : le contrat {number} a des heures de {} à {}, en dehors de ses dates",
                    entity.slug, months[0], months[1]
                )));
            }
        }
    }
    Ok(None)
}
