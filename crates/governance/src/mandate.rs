//! A mandate begins, a mandate ends: what was is kept.

use chrono::NaiveDate;
use db::{Counter, Tx, next_ids};
use directory::{Act, Error, audit_of};
use domain::calendar::short;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect as _, Set,
};
use serde_json::json;

use crate::board::NewMandate;
use crate::entity::{board_seat, mandate as row};

/// Gives a seat to somebody.
///
/// # Errors
/// A name that says nothing, an end before the beginning, days on which the seat is held.
pub async fn begin_mandate(tx: &Tx, act: &Act, seat: i64, new: &NewMandate) -> Result<(), Error> {
    let seat = board_seat::Entity::find_by_id(seat).lock_exclusive().one(tx).await?;
    let seat = seat.ok_or_else(|| Error::refused("ce siège n'existe pas"))?;
    if new.holder.trim().is_empty() || new.capacity.trim().is_empty() {
        return Err(Error::refused("un mandat a un titulaire et une qualité : écrivez les deux"));
    }
    is_free(tx, seat.id, None, new.from, new.until).await?;
    insert_mandate(tx, seat.id, new).await?;
    let detail = json!({"holder": new.holder, "capacity": new.capacity, "deputy": new.deputy, "from": new.from, "until": new.until});
    let subject = Some(format!("board-seat:{}", seat.id));
    Ok(audit_of(tx, act, seat.association_id, subject, "mandate.begin", detail).await?)
}

/// Ends the mandate in force, or says another day for its end.
///
/// # Errors
/// A mandate that is over, an end before its beginning, or on a day when another one has begun.
pub async fn end_mandate(tx: &Tx, act: &Act, id: i64, until: NaiveDate) -> Result<(), Error> {
    let found = row::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    let found = found.filter(|held| held.until_date.is_none_or(|end| act.today <= end));
    let held =
        found.ok_or_else(|| Error::refused("ce mandat est déjà terminé : il ne se change plus"))?;
    is_free(tx, held.seat_id, Some(held.id), held.from_date, Some(until)).await?;
    let seat = board_seat::Entity::find_by_id(held.seat_id).one(tx).await?;
    let detail = json!({"holder": held.holder, "before": held.until_date, "after": until});
    let subject = Some(format!("board-seat:{}", held.seat_id));
    let mut held = held.into_active_model();
    held.until_date = Set(Some(until));
    held.update(tx).await?;
    let association = seat.and_then(|seat| seat.association_id);
    Ok(audit_of(tx, act, association, subject, "mandate.end", detail).await?)
}

/// Whether a seat is held by nobody, or only by this mandate, from one day to another.
async fn is_free(
    tx: &Tx,
    seat: i64,
    own: Option<i64>,
    from: NaiveDate,
    until: Option<NaiveDate>,
) -> Result<(), Error> {
    let last = |until: Option<NaiveDate>| until.unwrap_or(NaiveDate::MAX);
    if last(until) < from {
        return Err(Error::refused(format!("la fin précède le début du {}", short(from))));
    }
    let held = row::Entity::find().filter(row::Column::SeatId.eq(seat)).all(tx).await?;
    let overlaps = |held: &&row::Model| {
        Some(held.id) != own && held.from_date <= last(until) && from <= last(held.until_date)
    };
    held.iter().find(overlaps).map_or(Ok(()), |known| {
        let until = known
            .until_date
            .map_or("sans fin".to_owned(), |day| format!("jusqu'au {}", short(day)));
        Err(Error::refused(format!(
            "{} tient ce siège depuis le {}, {until} : mettez d'abord fin à son mandat",
            known.holder,
            short(known.from_date)
        )))
    })
}

/// Writes a mandate that is known not to overlap another.
pub(crate) async fn insert_mandate(tx: &Tx, seat: i64, new: &NewMandate) -> Result<(), Error> {
    let id = next_ids(tx, 0, Counter("mandate"), 1).await?;
    let row = row::ActiveModel {
        id: Set(id),
        seat_id: Set(seat),
        holder: Set(new.holder.trim().to_owned()),
        capacity: Set(new.capacity.trim().to_owned()),
        deputy: Set(new
            .deputy
            .as_deref()
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(str::to_owned)),
        from_date: Set(new.from),
        until_date: Set(new.until),
    };
    row.insert(tx).await?;
    Ok(())
}
