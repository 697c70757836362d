//! Every document still is what it is kept under, every thread is whole.

use directory::{Check, Error};
use domain::dossier::Media;
use domain::words::hex;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, QuerySelect};
use sha2::{Digest as _, Sha256};

use crate::entity::{document, question};
use crate::read::{standing, subject};

/// Broken rows of threads, each told in a sentence.
const BROKEN: [&str; 3] = [
    "SELECT 'question sans message : association ' || CAST(q.association_id AS text) || ', n° ' \
     || CAST(q.number AS text) AS broken FROM question q WHERE NOT EXISTS (SELECT 1 FROM question_message m \
     WHERE m.association_id = q.association_id AND m.question = q.number AND m.position = 1) LIMIT 1",
    "SELECT 'message qui manque : association ' || CAST(association_id AS text) || ', question ' \
     || CAST(question AS text) AS broken FROM question_message GROUP BY association_id, question \
     HAVING COUNT(*) <> MAX(position) LIMIT 1",
    "SELECT 'document joint qui manque : association ' || CAST(j.association_id AS text) || ', question ' \
     || CAST(j.question AS text) AS broken FROM question_document j LEFT JOIN document d \
     ON d.association_id = j.association_id AND d.digest = j.digest WHERE d.digest IS NULL LIMIT 1",
];

/// Checks documents and threads.
///
/// # Errors
/// The database's own; a broken row is no error but a check that does not hold.
pub async fn checks<C: ConnectionTrait>(conn: &C) -> Result<Vec<Check>, Error> {
    let (documents, broken) = documents(conn).await?;
    let (questions, torn) = threads(conn).await?;
    Ok(vec![
        Check::of("documents-whole", broken, format!("{documents} documents")),
        Check::of("threads-whole", torn, format!("{questions} questions")),
    ])
}

/// How many documents, and the first whose bytes are not those it was kept for. One at a time: they
/// may be heavy.
async fn documents<C: ConnectionTrait>(conn: &C) -> Result<(usize, Option<String>), Error> {
    let keys: Vec<(i64, Vec<u8>)> = document::Entity::find()
        .select_only()
        .columns([document::Column::AssociationId, document::Column::Digest])
        .order_by_asc(document::Column::AssociationId)
        .order_by_asc(document::Column::Digest)
        .into_tuple()
        .all(conn)
        .await?;
    let mut broken = None;
    for (association, digest) in &keys {
        let key = (*association, digest.clone());
        let Some(kept) = document::Entity::find_by_id(key).one(conn).await? else { continue };
        let same = Sha256::digest(&kept.bytes).as_slice() == digest
            && kept.size == kept.bytes.len() as i64
            && Media::of(&kept.bytes).map(Media::media_type) == Some(&kept.media_type);
        if !same {
            broken.get_or_insert(format!(
                "association {association} : le document {} n'est plus celui qui a été envoyé",
                hex(&digest[..digest.len().min(4)])
            ));
        }
    }
    Ok((keys.len(), broken))
}

async fn threads<C: ConnectionTrait>(conn: &C) -> Result<(usize, Option<String>), Error> {
    let rows = question::Entity::find().all(conn).await?;
    let mut broken = None;
    for row in &rows {
        if subject(row).is_err() || standing(row).is_err() {
            broken.get_or_insert(format!(
                "association {}, question {} : son objet ne se lit pas",
                row.association_id, row.number
            ));
        }
    }
    for sql in BROKEN {
        if let Some(row) = conn.query_one_raw(db::statement(conn, sql, [])).await? {
            broken.get_or_insert(row.try_get::<String>("", "broken")?);
        }
    }
    Ok((rows.len(), broken))
}
