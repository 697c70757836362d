//! An accounting year opens: no overlap with another, no gap between two.

use chrono::{Days, NaiveDate};
use db::{Counter, Tx, next_ids};
use directory::Error;
use domain::Period;
use domain::calendar::short;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set,
};

use crate::entity::fiscal_year as row;

/// The years of an entity, oldest first.
///
/// # Errors
/// The database's own.
pub async fn years<C: ConnectionTrait>(
    conn: &C,
    association: i64,
) -> Result<Vec<row::Model>, Error> {
    Ok(row::Entity::find()
        .filter(row::Column::AssociationId.eq(association))
        .order_by_asc(row::Column::EndsOn)
        .all(conn)
        .await?)
}

/// The days of a year.
pub fn period(year: &row::Model) -> Period {
    Period { start: year.starts_on, end: year.ends_on }
}

/// How far a year has come on a day, in a word.
pub fn progress(year: &row::Model, today: NaiveDate) -> &'static str {
    if today < year.starts_on {
        "à venir"
    } else if period(year).contains(today) {
        "en cours"
    } else {
        "terminé"
    }
}

/// The year of these days, opened now if it does not exist.
///
/// # Errors
/// When the days overlap another year without being its own, or leave a gap.
pub async fn open_year(tx: &Tx, association: i64, wanted: Period) -> Result<row::Model, Error> {
    let years = years(tx, association).await?;
    if let Some(year) = years.iter().find(|year| period(year) == wanted) {
        return Ok(year.clone());
    }
    check_place(&years, wanted)?;
    let id = next_ids(tx, association, Counter("fiscal_year"), 1).await?;
    let year = row::ActiveModel {
        association_id: Set(association),
        id: Set(id),
        starts_on: Set(wanted.start),
        ends_on: Set(wanted.end),
    };
    Ok(year.insert(tx).await?)
}

fn check_place(years: &[row::Model], wanted: Period) -> Result<(), Error> {
    let named = |p: Period| format!("du {} au {}", short(p.start), short(p.end));
    if wanted.end < wanted.start {
        return Err(Error::refused(format!(
            "l'exercice {} finit avant de commencer",
            named(wanted)
        )));
    }
    if let Some(other) = years.iter().find(|year| period(year).overlaps(wanted)) {
        return Err(Error::refused(format!(
            "l'exercice {} chevauche celui {} : deux exercices ne partagent aucun jour",
            named(wanted),
            named(period(other))
        )));
    }
    let hole = match (years.first(), years.last()) {
        (Some(first), _) if wanted.end < first.starts_on => {
            Period { start: wanted.end + Days::new(1), end: first.starts_on - Days::new(1) }
        }
        (_, Some(last)) => {
            Period { start: last.ends_on + Days::new(1), end: wanted.start - Days::new(1) }
        }
        _ => return Ok(()),
    };
    if hole.start <= hole.end {
        return Err(Error::refused(format!(
            "l'exercice {} laisserait un trou {} dans la suite des exercices : importez d'abord celui qui manque",
            named(wanted),
            named(hole)
        )));
    }
    Ok(())
}
