//! A third party of one entity's books is another entity of the pôle; its entries are tagged so,
//! those that are there and those that come.

use std::fmt;

use db::{Counter, Tx, next_ids, statement};
use directory::{Act, Error, association, audit, lock_association};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, ModelTrait, QueryFilter,
    QueryOrder, Set,
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

impl ThirdParty {
    /// The number or the beginning of an account, without blanks around.
    fn parse(&self) -> Result<Self, Error> {
        match self {
            Self::Aux(number) if number.trim().is_empty() => {
                Err(Error::refused("le numéro du tiers est vide"))
            }
            Self::Aux(number) => Ok(Self::Aux(number.trim().to_owned())),
            Self::Account(prefix) => {
                let prefix = prefix.trim();
                if prefix.len() < 3 || !prefix.bytes().take(3).all(|byte| byte.is_ascii_digit()) {
                    return Err(Error::refused(format!(
                        "« {prefix} » n'est pas un compte : trois chiffres au moins"
                    )));
                }
                Ok(Self::Account(prefix.to_owned()))
            }
        }
    }

    fn aux(&self) -> Option<String> {
        match self {
            Self::Aux(number) => Some(number.clone()),
            Self::Account(_) => None,
        }
    }

    fn account(&self) -> Option<String> {
        match self {
            Self::Aux(_) => None,
            Self::Account(prefix) => Some(prefix.clone()),
        }
    }

    fn of(row: &row::Model) -> Self {
        match (&row.aux, &row.account) {
            (Some(number), _) => Self::Aux(number.clone()),
            (None, prefix) => Self::Account(prefix.clone().unwrap_or_default()),
        }
    }

    /// The condition on lines `l` that are its own, and its value.
    fn lines(&self) -> (String, String) {
        match self {
            Self::Aux(number) => ("l.aux = ?".to_owned(), number.clone()),
            Self::Account(prefix) => {
                let length = prefix.chars().count();
                (format!("SUBSTR(l.account, 1, {length}) = ?"), prefix.clone())
            }
        }
    }
}

impl fmt::Display for ThirdParty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Aux(number) => write!(f, "le tiers « {number} »"),
            Self::Account(prefix) => write!(f, "le compte {prefix}"),
        }
    }
}

/// What mapping a third party did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mapped {
    /// Lines of the entity that are tagged now, with all its mappings.
    pub tagged_lines: u64,
    /// Whether the books name that third party at all; it may come later.
    pub is_known: bool,
}

/// Maps a third party to an entity and tags what is there.
///
/// # Errors
/// The entity itself, a third party that is mapped already or whose lines are another's, an account
/// that is no number.
pub async fn map_counterparty(
    tx: &Tx,
    act: &Act,
    association: &association::Model,
    third_party: &ThirdParty,
    to: &association::Model,
) -> Result<Mapped, Error> {
    lock_association(tx, association.id).await?;
    if association.id == to.id {
        return Err(Error::refused(format!("{} ne peut pas être son propre vis-à-vis", to.name)));
    }
    let asked = third_party.parse()?;
    for known in counterparties(tx, Some(association.id)).await? {
        let other = ThirdParty::of(&known);
        if other == asked {
            return Err(Error::refused(format!(
                "{asked} de {} a déjà un vis-à-vis : pour en changer, retirez-le d'abord par \
                 « collectif counterparty unmap »",
                association.name
            )));
        }
        if known.to_association_id != to.id && meet(tx, association.id, &asked, &other).await? {
            return Err(Error::refused(format!(
                "{asked} et {other} de {} ont des lignes en commun et nommeraient deux entités : \
                 précisez l'un des deux, ou retirez l'autre par « collectif counterparty unmap »",
                association.name
            )));
        }
    }
    let id = next_ids(tx, association.id, Counter("counterparty"), 1).await?;
    let model = row::ActiveModel {
        association_id: Set(association.id),
        id: Set(id),
        aux: Set(asked.aux()),
        account: Set(asked.account()),
        to_association_id: Set(to.id),
    };
    model.insert(tx).await?;
    let detail = json!({"aux": asked.aux(), "account": asked.account(), "to": to.slug});
    audit(tx, act, Some(association.id), "counterparty.map", detail).await?;
    let is_known = has_lines(tx, association.id, &[&asked]).await?;
    Ok(Mapped { tagged_lines: tag_again(tx, association.id).await?, is_known })
}

/// Forgets that a third party is an entity, and tags again what is there; answers how many lines
/// are tagged now.
///
/// # Errors
/// A third party that is not mapped, and the database's own.
pub async fn unmap_counterparty(
    tx: &Tx,
    act: &Act,
    association: &association::Model,
    third_party: &ThirdParty,
) -> Result<u64, Error> {
    lock_association(tx, association.id).await?;
    let asked = third_party.parse()?;
    let known = counterparties(tx, Some(association.id)).await?;
    let Some(known) = known.into_iter().find(|row| ThirdParty::of(row) == asked) else {
        return Err(Error::refused(format!(
            "{asked} de {} n'a pas de vis-à-vis : voyez « collectif counterparty list »",
            association.name
        )));
    };
    let detail = json!({"aux": known.aux, "account": known.account, "to": known.to_association_id});
    known.delete(tx).await?;
    audit(tx, act, Some(association.id), "counterparty.unmap", detail).await?;
    tag_again(tx, association.id).await
}

/// Whether two third parties have lines in common: accounts by their numbers alone, since lines may
/// come; a number and an account by the lines that are there.
async fn meet(
    tx: &Tx,
    association: i64,
    one: &ThirdParty,
    other: &ThirdParty,
) -> Result<bool, Error> {
    match (one, other) {
        (ThirdParty::Account(one), ThirdParty::Account(other)) => {
            Ok(one.starts_with(other.as_str()) || other.starts_with(one.as_str()))
        }
        (ThirdParty::Aux(_), ThirdParty::Aux(_)) => Ok(false),
        _ => has_lines(tx, association, &[one, other]).await,
    }
}

/// Whether some line is that of all these third parties.
async fn has_lines(tx: &Tx, association: i64, all: &[&ThirdParty]) -> Result<bool, Error> {
    let (conditions, values): (Vec<String>, Vec<String>) =
        all.iter().map(|third_party| third_party.lines()).unzip();
    let sql = format!(
        "SELECT l.position FROM line l WHERE l.association_id = ? AND {} LIMIT 1",
        conditions.join(" AND ")
    );
    let values = [association.into()].into_iter().chain(values.into_iter().map(Into::into));
    let values: Vec<sea_orm::Value> = values.collect();
    Ok(tx.query_one_raw(statement(tx, &sql, values)).await?.is_some())
}

/// Tags all the lines of an entity anew: a new mapping can also untag, since an entry between two
/// entities is nobody's until told by hand.
async fn tag_again(tx: &Tx, association: i64) -> Result<u64, Error> {
    let forget = "DELETE FROM counterparty_tag WHERE association_id = ?";
    tx.execute_raw(statement(tx, forget, [association.into()])).await?;
    tag_entries(tx, association, 0..i64::MAX).await
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
