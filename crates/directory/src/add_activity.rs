//! An entity takes up an activity; jobs and people received will hang on it.

use db::{Counter, Tx, next_ids};
use domain::jobs::{ActivityKind, Hours};
use domain::sirene::Siret;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::json;

use crate::add_association::checked_name;
use crate::entity::activity as row;
use crate::{Act, Error, audit};

/// What is asked.
#[derive(Clone, Debug)]
pub struct NewActivity {
    /// What it is in the State's terms.
    pub kind: ActivityKind,
    /// Its name, one of a kind in the entity; files name it so.
    pub name: String,
    /// Fourteen digits; two activities may share one.
    pub siret: Option<String>,
    /// Yearly hours of a full-time post; none: the dated base of its kind.
    pub hours_per_fte: Option<Hours>,
}

/// Adds it and answers its id.
///
/// # Errors
/// A name already taken, a SIRET with a wrong key, hours of zero.
pub async fn add_activity(
    tx: &Tx,
    act: &Act,
    association: i64,
    new: &NewActivity,
) -> Result<i64, Error> {
    let name = checked_name(&new.name)?;
    let siret = new.siret.as_deref().map(Siret::parse).transpose();
    let siret =
        siret.map_err(|error| Error::refused(error.to_string()))?.map(|siret| siret.to_string());
    if new.hours_per_fte.is_some_and(|hours| hours.0 == 0) {
        return Err(Error::refused("les heures d'un équivalent temps plein doivent dépasser zéro"));
    }
    let same = row::Entity::find()
        .filter(row::Column::AssociationId.eq(association))
        .filter(row::Column::Name.eq(&name));
    if same.one(tx).await?.is_some() {
        return Err(Error::refused(format!("l'entité a déjà une activité « {name} »")));
    }
    let id = next_ids(tx, association, Counter("activity"), 1).await?;
    let model = row::ActiveModel {
        association_id: Set(association),
        id: Set(id),
        kind: Set(new.kind.code().to_owned()),
        name: Set(name.clone()),
        siret: Set(siret),
        hours_per_fte: Set(new.hours_per_fte.map(|hours| hours.0)),
    };
    model.insert(tx).await?;
    audit(
        tx,
        act,
        Some(association),
        "activity.add",
        json!({"kind": new.kind.code(), "name": name}),
    )
    .await?;
    Ok(id)
}
