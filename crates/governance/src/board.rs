//! Seats are made and held; the board of a day is read.

use chrono::NaiveDate;
use db::{Counter, Tx, next_ids};
use directory::{Act, Error, audit};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set,
};
use serde_json::json;

use crate::entity::{board_seat, college, mandate};
use crate::mandate::insert_mandate;

/// A seat to be made, with those who held it in turn.
#[derive(Clone, Debug)]
pub struct NewSeat {
    /// `structures`, `institutions` or `missions`.
    pub college: String,
    /// Number within the college, from 1.
    pub number: i64,
    /// The entity or institution that names its holder.
    pub association: Option<i64>,
    /// Its mandates, the oldest first; none while it is vacant.
    pub mandates: Vec<NewMandate>,
}

/// Someone's time on a seat.
#[derive(Clone, Debug)]
pub struct NewMandate {
    /// First and family name.
    pub holder: String,
    /// In what capacity: president of…, delegate of…
    pub capacity: String,
    /// Who sits when they cannot.
    pub deputy: Option<String>,
    /// First day.
    pub from: NaiveDate,
    /// Last day; none while nobody set it.
    pub until: Option<NaiveDate>,
}

/// The colleges of every pôle, in the order they are called.
const COLLEGES: [(&str, &str); 3] = [
    ("structures", "Collège des structures"),
    ("institutions", "Collège des institutions"),
    ("missions", "Collège des associations accompagnées"),
];

/// Makes the three colleges where they are not there yet: a base has them from the day it is made.
///
/// # Errors
/// The database's own.
pub async fn found_colleges(tx: &Tx) -> Result<(), Error> {
    for (position, (code, name)) in COLLEGES.into_iter().enumerate() {
        if college::Entity::find_by_id(code).one(tx).await?.is_none() {
            let row = college::ActiveModel {
                code: Set(code.to_owned()),
                name: Set(name.to_owned()),
                position: Set(position as i64 + 1),
            };
            row.insert(tx).await?;
        }
    }
    Ok(())
}

/// Makes a seat and its mandates.
///
/// # Errors
/// Mandates that overlap, and the database's own.
pub async fn add_seat(tx: &Tx, act: &Act, new: &NewSeat) -> Result<(), Error> {
    let overlaps = |pair: &[NewMandate]| pair[0].until.is_none_or(|until| pair[1].from <= until);
    if new.mandates.windows(2).any(overlaps) {
        return Err(Error::refused(format!(
            "deux mandats du siège {} du collège {} se chevauchent",
            new.number, new.college
        )));
    }
    let taken = board_seat::Entity::find()
        .filter(board_seat::Column::College.eq(&new.college))
        .filter(board_seat::Column::Number.eq(new.number));
    if taken.one(tx).await?.is_some() {
        return Err(Error::refused(format!("ce collège a déjà un siège {}", new.number)));
    }
    let seat = next_ids(tx, 0, Counter("board_seat"), 1).await?;
    let row = board_seat::ActiveModel {
        id: Set(seat),
        college: Set(new.college.clone()),
        number: Set(new.number),
        association_id: Set(new.association),
    };
    row.insert(tx).await?;
    for held in &new.mandates {
        insert_mandate(tx, seat, held).await?;
    }
    audit(
        tx,
        act,
        new.association,
        "board.seat",
        json!({"college": new.college, "number": new.number}),
    )
    .await?;
    Ok(())
}

/// A college as it sits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct College {
    /// `structures`, `institutions` or `missions`.
    pub code: String,
    /// Its name in the statutes.
    pub name: String,
    /// Its seats, by number.
    pub seats: Vec<Seat>,
}

/// A seat on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Its id.
    pub id: i64,
    /// Number within the college.
    pub number: i64,
    /// The entity or institution it is held for.
    pub association: Option<i64>,
    /// Who holds it that day; none when it is vacant.
    pub mandate: Option<mandate::Model>,
}

/// The board on a day, college by college.
///
/// # Errors
/// The database's own.
pub async fn board<C: ConnectionTrait>(conn: &C, day: NaiveDate) -> Result<Vec<College>, Error> {
    let colleges =
        college::Entity::find().order_by_asc(college::Column::Position).all(conn).await?;
    let seats =
        board_seat::Entity::find().order_by_asc(board_seat::Column::Number).all(conn).await?;
    let mandates =
        mandate::Entity::find().order_by_asc(mandate::Column::FromDate).all(conn).await?;
    let in_force =
        |m: &&mandate::Model| m.from_date <= day && m.until_date.is_none_or(|until| day <= until);
    let seat = |seat: &board_seat::Model| Seat {
        id: seat.id,
        number: seat.number,
        association: seat.association_id,
        mandate: mandates.iter().filter(|m| m.seat_id == seat.id).find(in_force).cloned(),
    };
    let college = |college: college::Model| College {
        seats: seats.iter().filter(|seat| seat.college == college.code).map(seat).collect(),
        code: college.code,
        name: college.name,
    };
    Ok(colleges.into_iter().map(college).collect())
}

/// A seat with every mandate it had, the latest first.
///
/// # Errors
/// The database's own.
pub async fn seat_numbered<C: ConnectionTrait>(
    conn: &C,
    college: &str,
    number: i64,
) -> Result<Option<(college::Model, board_seat::Model, Vec<mandate::Model>)>, Error> {
    let found = board_seat::Entity::find()
        .filter(board_seat::Column::College.eq(college))
        .filter(board_seat::Column::Number.eq(number))
        .one(conn)
        .await?;
    let college = college::Entity::find_by_id(college).one(conn).await?;
    let (Some(seat), Some(college)) = (found, college) else { return Ok(None) };
    let mandates = mandate::Entity::find()
        .filter(mandate::Column::SeatId.eq(seat.id))
        .order_by_desc(mandate::Column::FromDate)
        .all(conn)
        .await?;
    Ok(Some((college, seat, mandates)))
}

/// The last day on which somebody sat, when nobody does on this one.
///
/// # Errors
/// The database's own.
pub async fn last_sitting<C: ConnectionTrait>(
    conn: &C,
    day: NaiveDate,
) -> Result<Option<NaiveDate>, Error> {
    let ends = mandate::Entity::find().filter(mandate::Column::FromDate.lte(day)).all(conn).await?;
    if ends.iter().any(|one| one.until_date.is_none_or(|until| day <= until)) {
        return Ok(None);
    }
    Ok(ends.into_iter().filter_map(|one| one.until_date).max())
}
