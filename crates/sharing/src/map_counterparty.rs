//! A third party of one entity's books is another entity of the pôle; its entries are tagged so,
//! those that are there and those that come.

use db::{Counter, Tx, next_ids, statement};
use directory::{Act, Error, association, audit, lock_association};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set,
};
use serde_json::json;

use crate::entity::counterparty as row;

/// How an entity's books name another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ThirdParty {
    /// A third party's number (CompAuxNum).
    Aux(String),
    /// Accounts that start so.
    Account(String),
}

/// Maps a third party to an entity and tags what is there; answers how many lines are tagged.
///
/// # Errors
/// The entity itself, a third party that is mapped already, an account that is no number.
pub async fn map_counterparty(
    tx: &Tx,
    act: &Act,
    association: &association::Model,
    third_party: &ThirdParty,
    to: &association::Model,
) -> Result<u64, Error> {
    lock_association(tx, association.id).await?;
    if association.id == to.id {
        return Err(Error::refused(format!("{} ne peut pas être son propre vis-à-vis", to.name)));
    }
    let (aux, account, named) = match third_party {
        ThirdParty::Aux(number) => {
            (Some(number.trim().to_owned()), None, format!("le tiers « {number} »"))
        }
        ThirdParty::Account(prefix) => {
            let prefix = prefix.trim();
            if prefix.len() < 3 || !prefix.bytes().take(3).all(|byte| byte.is_ascii_digit()) {
                return Err(Error::refused(format!(
                    "« {prefix} » n'est pas un compte : trois chiffres au moins"
                )));
            }
            (None, Some(prefix.to_owned()), format!("le compte {prefix}"))
        }
    };
    if aux.as_deref() == Some("") {
        return Err(Error::refused("le numéro du tiers est vide"));
    }
    let known = row::Entity::find().filter(row::Column::AssociationId.eq(association.id)).filter(
        match (&aux, &account) {
            (Some(aux), _) => row::Column::Aux.eq(aux),
            (None, account) => row::Column::Account.eq(account.clone()),
        },
    );
    if known.one(tx).await?.is_some() {
        return Err(Error::refused(format!("{named} de {} a déjà un vis-à-vis", association.name)));
    }
    let id = next_ids(tx, association.id, Counter("counterparty"), 1).await?;
    let model = row::ActiveModel {
        association_id: Set(association.id),
        id: Set(id),
        aux: Set(aux.clone()),
        account: Set(account.clone()),
        to_association_id: Set(to.id),
    };
    model.insert(tx).await?;
    audit(
        tx,
        act,
        Some(association.id),
        "counterparty.map",
        json!({"aux": aux, "account": account, "to": to.slug}),
    )
    .await?;
    // A new mapping can also untag: an entry between two entities is nobody's until told by hand.
    let forget = "DELETE FROM counterparty_tag WHERE association_id = ?";
    tx.execute_raw(statement(tx, forget, [association.id.into()])).await?;
    tag_entries(tx, association.id, 0..i64::MAX).await
}

/// Lines of an association's entries whose own third party or account is mapped.
const MAPPED: &str = "SELECT l.entry_id, c.to_association_id FROM counterparty c \
     JOIN line l ON l.association_id = c.association_id AND l.aux = c.aux \
     WHERE c.association_id = ? AND c.aux IS NOT NULL AND l.entry_id >= ? AND l.entry_id < ? \
     UNION ALL \
     SELECT l.entry_id, c.to_association_id FROM counterparty c \
     JOIN line l ON l.association_id = c.association_id AND SUBSTR(l.account, 1, LENGTH(c.account)) = c.account \
     WHERE c.association_id = ? AND c.account IS NOT NULL AND l.entry_id >= ? AND l.entry_id < ?";

/// Tags entries that have exactly one mapped third party: all their lines are about that entity.
/// Answers how many lines were tagged.
///
/// # Errors
/// The database's own.
pub async fn tag_entries(
    tx: &Tx,
    association: i64,
    entries: std::ops::Range<i64>,
) -> Result<u64, Error> {
    let mapped =
        row::Entity::find().filter(row::Column::AssociationId.eq(association)).one(tx).await?;
    if mapped.is_none() || entries.is_empty() {
        return Ok(0);
    }
    let sql = format!(
        "INSERT INTO counterparty_tag (association_id, entry_id, position, to_association_id) \
         SELECT l.association_id, l.entry_id, l.position, m.to_id FROM \
         (SELECT entry_id, MIN(to_association_id) AS to_id FROM ({MAPPED}) AS mapped \
          GROUP BY entry_id HAVING MIN(to_association_id) = MAX(to_association_id)) AS m \
         JOIN line l ON l.association_id = ? AND l.entry_id = m.entry_id"
    );
    let one = [association, entries.start, entries.end];
    let values = one.into_iter().chain(one).chain([association]).map(Into::into);
    Ok(tx.execute_raw(statement(tx, &sql, values)).await?.rows_affected())
}

/// The mappings of every entity, or of one.
///
/// # Errors
/// The database's own.
pub async fn counterparties<C: ConnectionTrait>(
    conn: &C,
    association: Option<i64>,
) -> Result<Vec<row::Model>, Error> {
    let mut rows = row::Entity::find();
    if let Some(association) = association {
        rows = rows.filter(row::Column::AssociationId.eq(association));
    }
    Ok(rows
        .order_by_asc(row::Column::AssociationId)
        .order_by_asc(row::Column::Id)
        .all(conn)
        .await?)
}
