//! Agreements between entities, read whole: what was signed, whom it binds, what followed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use directory::Error;
use domain::conventions::{Draft, Field, Kind, Part, State, Term, Wrong};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entity::{convention, convention_amendment, convention_end, convention_party};

/// An agreement with all that followed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Convention {
    /// As it was signed.
    pub row: convention::Model,
    /// Whom it binds, as what.
    pub parties: Vec<(i64, Part)>,
    /// Its amendments, in order.
    pub amendments: Vec<convention_amendment::Model>,
    /// Its end, when it was told.
    pub end: Option<convention_end::Model>,
}

impl Convention {
    /// What it is about.
    pub fn kind(&self) -> Kind {
        Kind::parse(&self.row.kind).unwrap_or(Kind::Other)
    }

    /// The days it runs, amendments and end included.
    pub fn term(&self) -> Term {
        let amended = self.amendments.iter().rev().find_map(|one| one.until_date);
        Term {
            from: self.row.from_date,
            until: amended.or(self.row.until_date),
            renews: self.row.renews != 0,
            notice_months: u32::try_from(self.row.notice_months).unwrap_or_default(),
            ended_on: self.end.as_ref().map(|end| end.last_day),
        }
    }

    /// What it is on a day.
    pub fn state(&self, day: NaiveDate) -> State {
        self.term().state(day)
    }

    /// Its price on a day.
    pub fn price(&self, day: NaiveDate) -> Option<&str> {
        let mut since = self.amendments.iter().rev().filter(|one| one.from_date <= day);
        since.find_map(|one| one.price.as_deref()).or(self.row.price.as_deref())
    }

    /// What an entity does in it, when it binds it.
    pub fn part(&self, association: i64) -> Option<Part> {
        self.parties.iter().find(|(id, _)| *id == association).map(|(_, part)| *part)
    }

    /// Whether it can still be corrected: nobody acts by it yet.
    pub fn is_open(&self, day: NaiveDate) -> bool {
        self.state(day) == State::ToCome && self.amendments.is_empty() && self.end.is_none()
    }

    /// As it could be entered again.
    pub fn draft(&self) -> Draft {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Draft {
            number: self.row.number.clone(),
            kind: self.kind(),
            title: self.row.title.clone(),
            parties: self.parties.clone(),
            signed_on: self.row.signed_on,
            approved_on: self.row.approved_on,
            term: self.term(),
            price: text(&self.row.price),
            note: text(&self.row.note),
        }
    }
}

/// Every agreement of the pôle, by number.
///
/// # Errors
/// The database's own.
pub async fn conventions<C: ConnectionTrait>(conn: &C) -> Result<Vec<Convention>, Error> {
    let parties = convention_party::Entity::find().all(conn).await?;
    whole(conn, parties, None).await
}

/// Those that bind an association, by number.
///
/// # Errors
/// The database's own.
pub async fn conventions_of<C: ConnectionTrait>(
    conn: &C,
    association: i64,
) -> Result<Vec<Convention>, Error> {
    let within = convention_party::Column::AssociationId.eq(association);
    let bound = convention_party::Entity::find().filter(within).all(conn).await?;
    let ids: Vec<i64> = bound.iter().map(|party| party.convention_id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let of_them = convention_party::Column::ConventionId.is_in(ids.clone());
    let parties = convention_party::Entity::find().filter(of_them).all(conn).await?;
    whole(conn, parties, Some(ids)).await
}

/// The agreement of a number.
///
/// # Errors
/// The database's own.
pub async fn convention_numbered<C: ConnectionTrait>(
    conn: &C,
    number: &str,
) -> Result<Option<Convention>, Error> {
    let found =
        convention::Entity::find().filter(convention::Column::Number.eq(number)).one(conn).await?;
    let Some(row) = found else { return Ok(None) };
    let of_it = convention_party::Column::ConventionId.eq(row.id);
    let parties = convention_party::Entity::find().filter(of_it).all(conn).await?;
    Ok(whole(conn, parties, Some(vec![row.id])).await?.pop())
}

/// Puts agreements together, of these ids or all of them.
async fn whole<C: ConnectionTrait>(
    conn: &C,
    parties: Vec<convention_party::Model>,
    ids: Option<Vec<i64>>,
) -> Result<Vec<Convention>, Error> {
    let (mut rows, mut amendments, mut ends) = (
        convention::Entity::find(),
        convention_amendment::Entity::find().order_by_asc(convention_amendment::Column::Rank),
        convention_end::Entity::find(),
    );
    if let Some(ids) = ids {
        rows = rows.filter(convention::Column::Id.is_in(ids.clone()));
        let of_them = convention_amendment::Column::ConventionId.is_in(ids.clone());
        amendments = amendments.filter(of_them);
        ends = ends.filter(convention_end::Column::ConventionId.is_in(ids));
    }
    let rows = rows.order_by_asc(convention::Column::Number).all(conn).await?;
    let mut bound: BTreeMap<i64, Vec<(i64, Part)>> = BTreeMap::new();
    for party in parties {
        let part = Part::parse(&party.part).unwrap_or(Part::Party);
        bound.entry(party.convention_id).or_default().push((party.association_id, part));
    }
    let mut amended: BTreeMap<i64, Vec<convention_amendment::Model>> = BTreeMap::new();
    for amendment in amendments.all(conn).await? {
        amended.entry(amendment.convention_id).or_default().push(amendment);
    }
    let mut ends = ends.all(conn).await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let mut parties = bound.remove(&row.id).unwrap_or_default();
        parties.sort_by_key(|(id, part)| (*part, *id));
        let end = ends.iter().position(|end| end.convention_id == row.id);
        all.push(Convention {
            parties,
            amendments: amended.remove(&row.id).unwrap_or_default(),
            end: end.map(|at| ends.swap_remove(at)),
            row,
        });
    }
    Ok(all)
}

/// What is wrong with an agreement about to be written, by itself and among the others; `own` is the
/// one it corrects.
pub fn wrongs_among(
    draft: &Draft,
    others: &[Convention],
    own: Option<i64>,
    today: NaiveDate,
) -> Vec<Wrong> {
    let mut wrongs = draft.wrongs(today);
    let others = || others.iter().filter(|other| Some(other.row.id) != own);
    if others().any(|other| other.row.number == draft.number.trim()) {
        let sentence = format!("Une convention porte déjà le numéro {}.", draft.number.trim());
        wrongs.push(Wrong { field: Field::Number, sentence });
    }
    wrongs.extend(others().find_map(|other| clash(draft, other)));
    wrongs
}

/// Two agreements that would bind an entity at once by what binds it only once.
fn clash(draft: &Draft, other: &Convention) -> Option<Wrong> {
    let kind = other.kind();
    let twice = |&(id, part): &(i64, Part)| {
        kind.binds_once(part) && other.part(id).is_some_and(|part| kind.binds_once(part))
    };
    let clashes =
        draft.kind == kind && draft.parties.iter().any(twice) && draft.term.meets(&other.term());
    clashes.then(|| Wrong {
        field: Field::From,
        sentence: format!(
            "La convention {} ({}) lie déjà l'une de ces entités ces jours-là\u{a0}: inscrivez-y un \
             avenant, ou mettez-y fin d'abord.",
            other.row.number,
            kind.french()
        ),
    })
}
