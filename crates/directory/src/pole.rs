//! The pôle itself and the people who act in it.

use db::Tx;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};
use serde_json::json;

use crate::add_association::checked_name;
use crate::entity::{person, pole as row};
use crate::{Act, Error, audit};

/// The id of the person that commands act as; it has no e-mail and cannot sign in.
pub const LOCAL_ACTOR: i64 = 1;

/// What `init` did to the pôle's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its name now.
    pub name: String,
    /// Its name before, when it had another.
    pub before: Option<String>,
}

/// A name that a pôle may bear.
///
/// # Errors
/// An empty one, one too long, one with a line break.
pub fn pole_name(name: &str) -> Result<String, Error> {
    checked_name(name)
}

/// Makes the pôle and its local actor; on a base that has them, renames the pôle if told so.
///
/// # Errors
/// A name that is none, and the database's own.
pub async fn init_pole(tx: &Tx, act: &Act, name: &str) -> Result<Named, Error> {
    let name = checked_name(name)?;
    let before = match row::Entity::find_by_id(1).one(tx).await? {
        Some(pole) if pole.name == name => None,
        Some(pole) => {
            let before = pole.name.clone();
            let mut pole: row::ActiveModel = pole.into();
            pole.name = Set(name.clone());
            pole.update(tx).await?;
            audit(tx, act, None, "pole.rename", json!({"before": before, "name": name})).await?;
            Some(before)
        }
        None => {
            let pole = row::ActiveModel {
                id: Set(1),
                name: Set(name.clone()),
                notice: Set(None),
                created_at: Set(act.now),
            };
            pole.insert(tx).await?;
            let actor = person::ActiveModel {
                id: Set(LOCAL_ACTOR),
                email: Set(None),
                name: Set("poste local".to_owned()),
                created_at: Set(act.now),
            };
            actor.insert(tx).await?;
            None
        }
    };
    Ok(Named { name, before })
}

/// Puts a notice at the head of every page and sheet.
///
/// # Errors
/// When `init` was never run, and the database's own.
pub async fn set_notice(tx: &Tx, notice: &str) -> Result<(), Error> {
    let mut pole: row::ActiveModel = pole(tx).await?.into();
    pole.notice = Set(Some(notice.to_owned()));
    pole.update(tx).await?;
    Ok(())
}

/// The pôle.
///
/// # Errors
/// When `init` was never run, and the database's own.
pub async fn pole<C: ConnectionTrait>(conn: &C) -> Result<row::Model, Error> {
    row::Entity::find_by_id(1).one(conn).await?.ok_or_else(|| {
        Error::refused("la base n'a pas encore de pôle : lancez « collectif init --name NOM »")
    })
}

/// The person whose e-mail this is.
///
/// # Errors
/// When nobody has it, and the database's own.
pub async fn actor_by_email<C: ConnectionTrait>(conn: &C, email: &str) -> Result<i64, Error> {
    let email = email.trim().to_lowercase();
    let found = person::Entity::find().filter(person::Column::Email.eq(&email)).one(conn).await?;
    found.map(|person| person.id).ok_or_else(|| {
        Error::refused(format!("personne n'a l'adresse « {email} » dans cette base"))
    })
}
