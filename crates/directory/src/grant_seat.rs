//! A person is given a seat, a seat ends. An administrator is made and unmade by two: what one asks,
//! another confirms.

use chrono::NaiveDate;
use db::{Counter, Tx, next_ids};
use domain::calendar::short;
use domain::rights::{Reach, Role};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, Set,
};
use serde_json::json;

use crate::add_association::checked_name;
use crate::entity::{association, person, seat as row};
use crate::pole::LOCAL_ACTOR;
use crate::session::end_all_sessions;
use crate::{Act, Error, audit_of};

/// A seat to be given.
#[derive(Clone, Debug)]
pub struct NewSeat {
    /// The person's address; the same address is the same person.
    pub email: String,
    /// Their name; kept as it is for a person who is known.
    pub name: String,
    /// As what.
    pub role: Role,
    /// Where; none: over the whole pôle.
    pub association: Option<i64>,
    /// First day.
    pub from: NaiveDate,
    /// Last day; none while it lasts.
    pub until: Option<NaiveDate>,
}

/// A seat, whose it is and where.
#[derive(Clone, Debug)]
pub struct SeatRow {
    /// The seat.
    pub seat: row::Model,
    /// As what.
    pub role: Role,
    /// Who.
    pub person: person::Model,
    /// Where; none: over the whole pôle.
    pub association: Option<association::Model>,
}

/// Gives a seat; answers it and whether the person is new to the base.
///
/// # Errors
/// An address or name that is none, a role that is not held there, a seat they hold already.
pub async fn grant_seat(tx: &Tx, act: &Act, new: &NewSeat) -> Result<(row::Model, bool), Error> {
    let email = checked_email(&new.email)?;
    match (new.role.reach(), new.association) {
        (Reach::Association, None) => {
            return Err(Error::refused(format!(
                "le rôle « {} » se tient dans une association : dites laquelle",
                new.role.french()
            )));
        }
        (Reach::Pole, Some(_)) => {
            return Err(Error::refused(format!(
                "le rôle « {} » se tient pour tout le pôle, non dans une association",
                new.role.french()
            )));
        }
        _ => {}
    }
    if new.until.is_some_and(|until| until < new.from) {
        return Err(Error::refused(format!("la fin précède le début du {}", short(new.from))));
    }
    let (person, is_new) = person_of(tx, act, &email, &new.name).await?;
    if person.id == act.person {
        return Err(Error::refused("un accès se reçoit d'une autre personne que soi"));
    }
    let last = |until: Option<NaiveDate>| until.unwrap_or(NaiveDate::MAX);
    let same = row::Entity::find()
        .filter(row::Column::PersonId.eq(person.id))
        .filter(row::Column::Role.eq(new.role.code()))
        .all(tx)
        .await?;
    if let Some(known) = same.iter().find(|known| {
        known.association_id == new.association
            && known.from_date <= last(new.until)
            && new.from <= last(known.until_date)
    }) {
        return Err(Error::refused(format!(
            "{} a déjà ce rôle ici depuis le {}",
            person.name,
            short(known.from_date)
        )));
    }
    // Whoever has the machine has the base; on the site, an administrator is made by two.
    let alone = new.role != Role::Administrator || act.person == LOCAL_ACTOR;
    let id = next_ids(tx, 0, Counter("seat"), 1).await?;
    let seat = row::ActiveModel {
        id: Set(id),
        person_id: Set(person.id),
        association_id: Set(new.association),
        role: Set(new.role.code().to_owned()),
        from_date: Set(new.from),
        until_date: Set(new.until),
        granted_by: Set(act.person),
        confirmed_by: Set(alone.then_some(act.person)),
        created_at: Set(act.now),
        end_asked_by: Set(None),
    };
    let seat = seat.insert(tx).await?;
    if new.role.needs_second_factor() {
        // They signed in by one factor, before more was asked of them.
        end_all_sessions(tx, person.id).await?;
    }
    let detail = json!({"after": told(&seat), "email": email});
    audit_of(tx, act, new.association, Some(format!("person:{}", person.id)), "seat.grant", detail)
        .await?;
    Ok((seat, is_new))
}

async fn person_of(
    tx: &Tx,
    act: &Act,
    email: &str,
    name: &str,
) -> Result<(person::Model, bool), Error> {
    let known = person::Entity::find().filter(person::Column::Email.eq(email)).one(tx).await?;
    if let Some(person) = known {
        return Ok((person, false));
    }
    let id = next_ids(tx, 0, Counter("person"), 1).await?;
    let person = person::ActiveModel {
        // The local actor is the first person of every base.
        id: Set(id + LOCAL_ACTOR),
        email: Set(Some(email.to_owned())),
        name: Set(checked_name(name)?),
        created_at: Set(act.now),
    };
    Ok((person.insert(tx).await?, true))
}

/// Confirms a seat that another person gave, or the end that another person asked.
///
/// # Errors
/// A seat that waits for nothing, or for another person than the one who gave or asked.
pub async fn confirm_seat(tx: &Tx, act: &Act, id: i64) -> Result<(), Error> {
    let seat = row::Entity::find_by_id(id).one(tx).await?;
    let over = |seat: &row::Model| seat.until_date.is_some_and(|until| until < act.today);
    let waits = seat
        .filter(|seat| !over(seat))
        .filter(|seat| seat.confirmed_by.is_none() || seat.end_asked_by.is_some());
    let seat = waits.ok_or_else(|| Error::refused("cet accès n'attend pas de confirmation"))?;
    if let Some(asker) = seat.end_asked_by {
        if asker == act.person {
            return Err(Error::refused(
                "la fin d'un accès d'administration se confirme par une autre personne que celle qui \
                 la demande",
            ));
        }
        return ended(tx, act, seat).await;
    }
    if seat.granted_by == act.person || seat.person_id == act.person {
        return Err(Error::refused(
            "un accès d'administration se confirme par une autre personne que celle qui le donne ou le reçoit",
        ));
    }
    let (before, subject) = (told(&seat), format!("person:{}", seat.person_id));
    let mut seat = seat.into_active_model();
    seat.confirmed_by = Set(Some(act.person));
    let after = told(&seat.update(tx).await?);
    let detail = json!({"before": before, "after": after});
    audit_of(tx, act, None, Some(subject), "seat.confirm", detail).await?;
    Ok(())
}

/// Ends a seat at once; sessions of the person end too, so that the next page they ask for is asked of
/// what is left. The seat of another administrator waits until somebody else confirms it: nobody
/// stays alone by putting the others out.
///
/// # Errors
/// A seat that is not there or has ended, or whose end waits already; the last administrator's.
pub async fn end_seat(tx: &Tx, act: &Act, id: i64) -> Result<(), Error> {
    let found = row::Entity::find_by_id(id).one(tx).await?;
    let over = |seat: &row::Model| seat.until_date.is_some_and(|until| until < act.today);
    let seat = found.filter(|seat| !over(seat));
    let seat = seat.ok_or_else(|| Error::refused("cet accès est déjà terminé"))?;
    let opens_all = seat.role == Role::Administrator.code() && seat.confirmed_by.is_some();
    // Whoever has the machine has the base.
    if !opens_all || seat.person_id == act.person || act.person == LOCAL_ACTOR {
        return ended(tx, act, seat).await;
    }
    not_the_last(tx, &seat).await?;
    if seat.end_asked_by.is_some() {
        return Err(Error::refused(
            "la fin de cet accès est déjà demandée : une seconde personne la confirme",
        ));
    }
    let (before, subject) = (told(&seat), format!("person:{}", seat.person_id));
    let mut seat = seat.into_active_model();
    seat.end_asked_by = Set(Some(act.person));
    let after = told(&seat.update(tx).await?);
    let detail = json!({"before": before, "after": after});
    audit_of(tx, act, None, Some(subject), "seat.end-ask", detail).await?;
    Ok(())
}

/// Keeps a seat whose end waited to be confirmed: it was asked by mistake, or another disagrees.
///
/// # Errors
/// A seat whose end nobody asked.
pub async fn keep_seat(tx: &Tx, act: &Act, id: i64) -> Result<(), Error> {
    let seat = row::Entity::find_by_id(id).one(tx).await?;
    let seat = seat.filter(|seat| seat.end_asked_by.is_some());
    let seat = seat.ok_or_else(|| Error::refused("personne ne demande la fin de cet accès"))?;
    let (before, subject) = (told(&seat), format!("person:{}", seat.person_id));
    let mut seat = seat.into_active_model();
    seat.end_asked_by = Set(None);
    let after = told(&seat.update(tx).await?);
    let detail = json!({"before": before, "after": after});
    audit_of(tx, act, None, Some(subject), "seat.keep", detail).await?;
    Ok(())
}

/// Refuses to take the last administrator away.
async fn not_the_last(tx: &Tx, seat: &row::Model) -> Result<(), Error> {
    if seat.role == Role::Administrator.code() && seat.confirmed_by.is_some() {
        let others = row::Entity::find()
            .filter(row::Column::Role.eq(Role::Administrator.code()))
            .filter(row::Column::Id.ne(seat.id))
            .filter(row::Column::ConfirmedBy.is_not_null())
            .all(tx)
            .await?;
        if !others.iter().any(|other| other.until_date.is_none()) {
            return Err(Error::refused(
                "c'est le dernier accès d'administration : donnez-en un autre avant de terminer celui-ci",
            ));
        }
    }
    Ok(())
}

async fn ended(tx: &Tx, act: &Act, seat: row::Model) -> Result<(), Error> {
    not_the_last(tx, &seat).await?;
    let (before, association) = (told(&seat), seat.association_id);
    let person = seat.person_id;
    let yesterday = act.today.pred_opt().unwrap_or(act.today);
    let from = seat.from_date;
    let mut seat = seat.into_active_model();
    // A seat given today, or for later, never was: it ends before it begins.
    seat.from_date = Set(from.min(yesterday));
    seat.until_date = Set(Some(yesterday));
    seat.end_asked_by = Set(None);
    let after = told(&seat.update(tx).await?);
    end_all_sessions(tx, person).await?;
    let detail = json!({"before": before, "after": after});
    audit_of(tx, act, association, Some(format!("person:{person}")), "seat.end", detail).await?;
    Ok(())
}

fn told(seat: &row::Model) -> serde_json::Value {
    json!({
        "seat": seat.id,
        "role": seat.role,
        "association": seat.association_id,
        "from": seat.from_date,
        "until": seat.until_date,
        "confirmed_by": seat.confirmed_by,
        "end_asked_by": seat.end_asked_by,
    })
}

/// Every seat that was ever given, by person then seat.
///
/// # Errors
/// The database's own.
pub async fn seats<C: ConnectionTrait>(conn: &C) -> Result<Vec<SeatRow>, Error> {
    let people = person::Entity::find().all(conn).await?;
    let places = association::Entity::find().all(conn).await?;
    let rows = row::Entity::find()
        .order_by_asc(row::Column::PersonId)
        .order_by_asc(row::Column::Id)
        .all(conn)
        .await?;
    let row = |seat: row::Model| {
        Some(SeatRow {
            role: Role::parse(&seat.role)?,
            person: people.iter().find(|person| person.id == seat.person_id)?.clone(),
            association: seat
                .association_id
                .and_then(|id| places.iter().find(|place| place.id == id).cloned()),
            seat,
        })
    };
    Ok(rows.into_iter().filter_map(row).collect())
}

/// An address as it is kept: lower case, without blanks around it. What it is good for, only a
/// letter can tell.
///
/// # Errors
/// When it is not `somebody@somewhere`.
pub fn checked_email(email: &str) -> Result<String, Error> {
    let email = email.trim().to_lowercase();
    let good = email.len() <= 254
        && email.split_once('@').is_some_and(|(who, place)| {
            !who.is_empty() && !place.is_empty() && !place.contains('@')
        })
        && !email.chars().any(|c| c.is_control() || c.is_whitespace() || "<>,;\"\\()".contains(c));
    good.then_some(email.clone()).ok_or_else(|| {
        Error::refused(format!(
            "« {email} » n'est pas une adresse électronique (nom@domaine attendu)"
        ))
    })
}
