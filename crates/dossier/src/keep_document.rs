//! A document is kept once in its association, however often it is sent.

use db::Tx;
use directory::{Act, Error, lock_association};
use domain::dossier::{Digest, Document};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};

use crate::entity::document as row;

/// Keeps the bytes unless they are there, and answers what they are kept under.
pub(crate) async fn keep_document(
    tx: &Tx,
    act: &Act,
    association: i64,
    document: &Document,
) -> Result<Digest, Error> {
    // Two who send the same at once wait for each other.
    lock_association(tx, association).await?;
    let digest = document.digest();
    let same = row::Entity::find()
        .filter(row::Column::AssociationId.eq(association))
        .filter(row::Column::Digest.eq(digest.to_vec()));
    if same.count(tx).await? == 0 {
        let model = row::ActiveModel {
            association_id: Set(association),
            digest: Set(digest.to_vec()),
            media_type: Set(document.media().media_type().to_owned()),
            size: Set(document.bytes().len() as i64),
            kept_by: Set(act.person),
            kept_at: Set(act.now),
            bytes: Set(document.bytes().to_vec()),
        };
        row::Entity::insert(model).exec_without_returning(tx).await?;
    }
    Ok(digest)
}
