//! Who is in the combined report: a dated list, not everything.

use chrono::NaiveDate;
use db::{Counter, Tx, next_ids};
use domain::Period;
use domain::calendar::short;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set,
};
use serde_json::json;

use crate::entity::{association, perimeter as row};
use crate::{Act, Error, audit, lock_association};

/// An entity in the perimeter, and since when and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PerimeterEntry {
    /// The entity.
    pub association: association::Model,
    /// First day.
    pub from: NaiveDate,
    /// Last day; none while it lasts.
    pub until: Option<NaiveDate>,
}

/// Puts an entity in the perimeter for a time.
///
/// # Errors
/// An end before the beginning, or days that it is in already.
pub async fn add_to_perimeter(
    tx: &Tx,
    act: &Act,
    association: i64,
    from: NaiveDate,
    until: Option<NaiveDate>,
) -> Result<(), Error> {
    let last = |until: Option<NaiveDate>| until.unwrap_or(NaiveDate::MAX);
    if last(until) < from {
        return Err(Error::refused(format!(
            "la fin du périmètre précède son début du {}",
            short(from)
        )));
    }
    lock_association(tx, association).await?;
    let asked = Period { start: from, end: last(until) };
    let rows =
        row::Entity::find().filter(row::Column::AssociationId.eq(association)).all(tx).await?;
    for known in rows {
        if asked.overlaps(Period { start: known.from_date, end: last(known.until_date) }) {
            let until = known
                .until_date
                .map_or("sans fin".to_owned(), |day| format!("jusqu'au {}", short(day)));
            return Err(Error::refused(format!(
                "l'entité est déjà dans le périmètre depuis le {} {until}",
                short(known.from_date)
            )));
        }
    }
    let id = next_ids(tx, association, Counter("perimeter"), 1).await?;
    let model = row::ActiveModel {
        association_id: Set(association),
        id: Set(id),
        from_date: Set(from),
        until_date: Set(until),
    };
    model.insert(tx).await?;
    audit(tx, act, Some(association), "perimeter.add", json!({"from": from, "until": until}))
        .await?;
    Ok(())
}

/// Takes an entity out of the perimeter after a day; answers since when it was in.
///
/// # Errors
/// A day on which it is not in, and the database's own.
pub async fn end_in_perimeter(
    tx: &Tx,
    act: &Act,
    association: &association::Model,
    until: NaiveDate,
) -> Result<NaiveDate, Error> {
    lock_association(tx, association.id).await?;
    let rows = row::Entity::find()
        .filter(row::Column::AssociationId.eq(association.id))
        .order_by_asc(row::Column::FromDate)
        .all(tx)
        .await?;
    let holds = |row: &&row::Model| {
        row.from_date <= until && row.until_date.is_none_or(|last| until <= last)
    };
    let Some(known) = rows.iter().find(holds).cloned() else {
        let days = |row: &row::Model| match row.until_date {
            Some(last) => format!("du {} au {}", short(row.from_date), short(last)),
            None => format!("depuis le {}", short(row.from_date)),
        };
        let known: Vec<String> = rows.iter().map(days).collect();
        let known = if known.is_empty() { "jamais".to_owned() } else { known.join(", ") };
        return Err(Error::refused(format!(
            "{} n'est pas dans le périmètre le {} (elle y est : {known})",
            association.name,
            short(until)
        )));
    };
    let from = known.from_date;
    let detail = json!({"from": from, "before": known.until_date, "after": until});
    let mut ended: row::ActiveModel = known.into();
    ended.until_date = Set(Some(until));
    ended.update(tx).await?;
    audit(tx, act, Some(association.id), "perimeter.end", detail).await?;
    Ok(from)
}

/// The whole dated list, by entity then day.
///
/// # Errors
/// The database's own.
pub async fn perimeter<C: ConnectionTrait>(conn: &C) -> Result<Vec<PerimeterEntry>, Error> {
    let entities = association::Entity::find().all(conn).await?;
    let rows = row::Entity::find()
        .order_by_asc(row::Column::AssociationId)
        .order_by_asc(row::Column::FromDate)
        .all(conn)
        .await?;
    let entry = |row: row::Model| {
        let association = entities.iter().find(|entity| entity.id == row.association_id)?.clone();
        Some(PerimeterEntry { association, from: row.from_date, until: row.until_date })
    };
    Ok(rows.into_iter().filter_map(entry).collect())
}

/// The entities in the perimeter on the last day of a calendar year, in the order they were added.
///
/// # Errors
/// The database's own.
pub async fn in_perimeter<C: ConnectionTrait>(
    conn: &C,
    day: NaiveDate,
) -> Result<Vec<association::Model>, Error> {
    let entries = perimeter(conn).await?.into_iter();
    let inside = entries.filter(|e| e.from <= day && e.until.is_none_or(|until| day <= until));
    Ok(inside.map(|entry| entry.association).collect())
}
