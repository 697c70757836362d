//! What a person may open: their seats in force on a day, and how far each one reaches.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use db::Scope;
use domain::rights::{Extent, Right, Role, Side};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::Error;
use crate::entity::{activity, association, person, seat};

/// A seat in force.
#[derive(Clone, Debug)]
pub struct Held {
    /// As what.
    pub role: Role,
    /// Where; none: over the whole pôle.
    pub association: Option<association::Model>,
}

/// A person and what they may open.
#[derive(Clone, Debug)]
pub struct Access {
    /// The person.
    pub person: person::Model,
    /// Their seats in force, in the order they were given.
    pub held: Vec<Held>,
    /// The associations that carry the transversal activity.
    collectifs: BTreeSet<i64>,
}

impl Access {
    /// What a person may open on a day.
    ///
    /// # Errors
    /// The database's own.
    pub async fn of<C: ConnectionTrait>(
        conn: &C,
        person: person::Model,
        today: NaiveDate,
    ) -> Result<Self, Error> {
        let rows = seat::Entity::find()
            .filter(seat::Column::PersonId.eq(person.id))
            .filter(seat::Column::ConfirmedBy.is_not_null())
            .filter(seat::Column::FromDate.lte(today))
            .order_by_asc(seat::Column::Id)
            .all(conn)
            .await?;
        let in_force = |row: &seat::Model| row.until_date.is_none_or(|until| today <= until);
        let rows: Vec<_> = rows.into_iter().filter(in_force).collect();
        let places = rows.iter().filter_map(|row| row.association_id);
        let associations = match places.collect::<Vec<_>>() {
            places if places.is_empty() => Vec::new(),
            places => {
                let within = association::Column::Id.is_in(places);
                association::Entity::find().filter(within).all(conn).await?
            }
        };
        let held: Vec<_> = rows
            .into_iter()
            .filter_map(|row| {
                let at = |id| associations.iter().find(|place| place.id == id).cloned();
                // A seat in an association is never one over the pôle.
                let association = match row.association_id {
                    Some(id) => Some(at(id)?),
                    None => None,
                };
                Some(Held { role: Role::parse(&row.role)?, association })
            })
            .collect();
        let collectifs = if held.iter().any(|seat| seat.role == Role::BoardMember) {
            transversal(conn).await?
        } else {
            BTreeSet::new()
        };
        Ok(Self { person, held, collectifs })
    }

    /// Whether they have a right in an association.
    pub fn may(&self, right: Right, association: i64) -> bool {
        self.held.iter().any(|seat| match seat.role.extent(right) {
            Extent::Nowhere => false,
            Extent::Collectif => self.collectifs.contains(&association),
            Extent::Seat => seat.association.as_ref().is_none_or(|place| place.id == association),
            Extent::Pole => true,
        })
    }

    /// Whether they have a right over the pôle as a whole.
    pub fn may_in_pole(&self, right: Right) -> bool {
        self.held.iter().any(|seat| match seat.role.extent(right) {
            Extent::Nowhere | Extent::Collectif => false,
            Extent::Seat => seat.association.is_none(),
            Extent::Pole => true,
        })
    }

    /// On which side of an association's questions they stand: the accountancy's as soon as one of
    /// their seats reaches it, the association's by a seat that is held in it.
    pub fn side_in(&self, association: i64) -> Option<Side> {
        let sides = self.held.iter().filter_map(|seat| {
            let place = seat.association.as_ref().map(|place| place.id);
            let side = seat.role.side()?;
            let stands = match side {
                Side::Accountancy => place.is_none_or(|place| place == association),
                Side::Association => place == Some(association),
            };
            stands.then_some(side)
        });
        sides.min_by_key(|side| *side == Side::Association)
    }

    /// The associations in which they have one of the rights, as the base is told: what it then shows
    /// is theirs to read.
    pub fn scope(&self, rights: impl IntoIterator<Item = Right>) -> Scope {
        let reach = |seat: &Held, right: Right| match (seat.role.extent(right), &seat.association) {
            (Extent::Nowhere, _) => Scope::NOTHING,
            (Extent::Collectif, _) => Scope::Associations(self.collectifs.clone()),
            (Extent::Seat, Some(place)) => Scope::of(place.id),
            (Extent::Seat, None) | (Extent::Pole, _) => Scope::Everything,
        };
        let rights = rights.into_iter();
        let each = rights.flat_map(|right| self.held.iter().map(move |seat| reach(seat, right)));
        each.fold(Scope::NOTHING, Scope::and)
    }

    /// The associations of which they may open anything that is not published.
    pub fn reach(&self) -> Scope {
        self.scope(Right::ALL.into_iter().filter(|right| !right.is_published()))
    }

    /// Of these associations, those in which they have one of the rights, in the same order.
    pub fn within<'a>(
        &self,
        associations: &'a [association::Model],
        rights: &[Right],
    ) -> Vec<&'a association::Model> {
        let opens = |place: &&association::Model| rights.iter().any(|r| self.may(*r, place.id));
        associations.iter().filter(opens).collect()
    }
}

/// Everybody who has a seat in force on a day in an association, or over the pôle, by the order in
/// which they came.
///
/// # Errors
/// The database's own.
pub async fn accesses_in<C: ConnectionTrait>(
    conn: &C,
    association: i64,
    today: NaiveDate,
) -> Result<Vec<Access>, Error> {
    let here = Condition::any()
        .add(seat::Column::AssociationId.eq(association))
        .add(seat::Column::AssociationId.is_null());
    let seats = seat::Entity::find().filter(here).filter(seat::Column::FromDate.lte(today));
    let holders: BTreeSet<i64> =
        seats.all(conn).await?.into_iter().map(|seat| seat.person_id).collect();
    let mut accesses = Vec::new();
    let people = person::Entity::find().filter(person::Column::Id.is_in(holders));
    for person in people.order_by_asc(person::Column::Id).all(conn).await? {
        accesses.push(Access::of(conn, person, today).await?);
    }
    Ok(accesses)
}

async fn transversal<C: ConnectionTrait>(conn: &C) -> Result<BTreeSet<i64>, Error> {
    let of_kind = activity::Column::Kind.eq("transversal");
    let rows = activity::Entity::find().filter(of_kind).all(conn).await?;
    Ok(rows.into_iter().map(|row| row.association_id).collect())
}

/// Whether a password alone is not enough for somebody: a seat of theirs, in force or still to come,
/// reads or changes what belongs to others.
///
/// # Errors
/// The database's own.
pub async fn needs_second_factor<C: ConnectionTrait>(
    conn: &C,
    person: i64,
    today: NaiveDate,
) -> Result<bool, Error> {
    let rows = seat::Entity::find().filter(seat::Column::PersonId.eq(person)).all(conn).await?;
    // A session may last beyond midnight, when a seat begins.
    let lasts = |row: &seat::Model| row.until_date.is_none_or(|until| today <= until);
    let needs = |row: &seat::Model| Role::parse(&row.role).is_some_and(Role::needs_second_factor);
    Ok(rows.iter().any(|row| lasts(row) && needs(row)))
}
