//! The yearly hours of a full-time post of an activity, as its financial annex says them.

use db::Tx;
use domain::jobs::Hours;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect as _, Set};
use serde_json::json;

use crate::entity::activity as row;
use crate::{Act, Error, audit};

/// Sets them, or goes back to the dated base of the activity's kind; what they were stays in the
/// trail. Every year's full-time equivalents follow.
///
/// # Errors
/// An activity that is not there, hours of zero.
pub async fn set_activity_hours(
    tx: &Tx,
    act: &Act,
    association: i64,
    id: i64,
    hours: Option<Hours>,
) -> Result<(), Error> {
    if hours.is_some_and(|hours| hours.0 == 0) {
        return Err(Error::refused("les heures d'un équivalent temps plein doivent dépasser zéro"));
    }
    let found = row::Entity::find_by_id((association, id)).lock_exclusive().one(tx).await?;
    let activity = found.ok_or_else(|| Error::refused("l'entité n'a pas cette activité"))?;
    let before = activity.hours_per_fte.map(Hours);
    if before == hours {
        return Ok(());
    }
    let said = |hours: Option<Hours>| hours.map(|hours| hours.to_string());
    let detail = json!({"name": activity.name, "before": said(before), "after": said(hours)});
    let mut activity = activity.into_active_model();
    activity.hours_per_fte = Set(hours.map(|hours| hours.0));
    activity.update(tx).await?;
    Ok(audit(tx, act, Some(association), "activity.hours", detail).await?)
}
