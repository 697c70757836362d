//! An entity or an activity takes another name; what hangs on it stays where it is.

use db::Tx;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::json;

use crate::add_association::checked_name;
use crate::entity::{activity, association};
use crate::{Act, Error, audit};

/// Renames an entity and answers its new name; its short name stays.
///
/// # Errors
/// A name that is none, and the database's own.
pub async fn rename_association(
    tx: &Tx,
    act: &Act,
    association: association::Model,
    name: &str,
) -> Result<String, Error> {
    let name = checked_name(name)?;
    let (id, before) = (association.id, association.name.clone());
    let mut row: association::ActiveModel = association.into();
    row.name = Set(name.clone());
    row.update(tx).await?;
    audit(tx, act, Some(id), "association.rename", json!({"before": before, "name": name})).await?;
    Ok(name)
}

/// Renames an activity and answers its new name; files name it so from now on.
///
/// # Errors
/// An activity that the entity does not have, a name already taken, the database's own.
pub async fn rename_activity(
    tx: &Tx,
    act: &Act,
    association: &association::Model,
    (name, to): (&str, &str),
) -> Result<String, Error> {
    let to = checked_name(to)?;
    let of = |name: &str| {
        activity::Entity::find()
            .filter(activity::Column::AssociationId.eq(association.id))
            .filter(activity::Column::Name.eq(name))
    };
    let Some(known) = of(name.trim()).one(tx).await? else {
        return Err(Error::refused(format!(
            "{} n'a pas d'activité « {} » : voyez « collectif association list »",
            association.name,
            name.trim()
        )));
    };
    if to != known.name && of(&to).one(tx).await?.is_some() {
        return Err(Error::refused(format!("l'entité a déjà une activité « {to} »")));
    }
    let before = known.name.clone();
    let mut row: activity::ActiveModel = known.into();
    row.name = Set(to.clone());
    row.update(tx).await?;
    let detail = json!({"before": before, "name": to});
    audit(tx, act, Some(association.id), "activity.rename", detail).await?;
    Ok(to)
}
