//! Reading the directory.

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::Error;
use crate::entity::{activity, association, person};

/// Every entity, in the order they were added.
///
/// # Errors
/// The database's own.
pub async fn associations<C: ConnectionTrait>(conn: &C) -> Result<Vec<association::Model>, Error> {
    Ok(association::Entity::find().order_by_asc(association::Column::Id).all(conn).await?)
}

/// The entity of a short name.
///
/// # Errors
/// When there is none, and the database's own.
pub async fn association_by_slug<C: ConnectionTrait>(
    conn: &C,
    slug: &str,
) -> Result<association::Model, Error> {
    let found =
        association::Entity::find().filter(association::Column::Slug.eq(slug)).one(conn).await?;
    found.ok_or_else(|| {
        Error::refused(format!("aucune entité ne s'appelle « {slug} » (voir « association list »)"))
    })
}

/// An entity's activities, in the order they were added.
///
/// # Errors
/// The database's own.
pub async fn activities<C: ConnectionTrait>(
    conn: &C,
    association: i64,
) -> Result<Vec<activity::Model>, Error> {
    Ok(activity::Entity::find()
        .filter(activity::Column::AssociationId.eq(association))
        .order_by_asc(activity::Column::Id)
        .all(conn)
        .await?)
}

/// The names of some people.
///
/// # Errors
/// The database's own.
pub async fn names<C: ConnectionTrait>(
    conn: &C,
    people: impl IntoIterator<Item = i64>,
) -> Result<BTreeMap<i64, String>, Error> {
    let found = person::Entity::find().filter(person::Column::Id.is_in(people)).all(conn).await?;
    Ok(found.into_iter().map(|person| (person.id, person.name)).collect())
}
