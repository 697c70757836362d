//! What opens a session: a password, codes, links that serve once. A changed factor ends every
//! session of the person.

use chrono::{DateTime, TimeDelta, Utc};
use db::Tx;
use directory::{Act, Error, Token, audit_of, end_all_sessions, person};
use mail::Letter;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait as _, IntoActiveModel,
    QueryFilter, Set,
};
use serde_json::json;
use web::Site;

use crate::entity::{credential, sign_in_link};

/// What a link does when it is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Opens a session.
    SignIn,
    /// Lets its reader choose a password; the first letter of everybody.
    Password,
}

impl Purpose {
    fn code(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Password => "password",
        }
    }

    fn parse(code: &str) -> Self {
        if code == "password" { Self::Password } else { Self::SignIn }
    }

    /// How long it is good for.
    fn lasts(self) -> TimeDelta {
        match self {
            Self::SignIn => TimeDelta::minutes(15),
            Self::Password => TimeDelta::days(3),
        }
    }
}

/// The person of an address.
///
/// # Errors
/// The database's own.
pub async fn person_of<C: ConnectionTrait>(
    conn: &C,
    email: &str,
) -> Result<Option<person::Model>, Error> {
    let email = email.trim().to_lowercase();
    Ok(person::Entity::find().filter(person::Column::Email.eq(email)).one(conn).await?)
}

/// What opens a person's sessions.
///
/// # Errors
/// The database's own.
pub async fn credential_of<C: ConnectionTrait>(
    conn: &C,
    person: i64,
) -> Result<Option<credential::Model>, Error> {
    Ok(credential::Entity::find_by_id(person).one(conn).await?)
}

/// Sets a person's password, already hashed, and ends their sessions.
///
/// # Errors
/// The database's own.
pub async fn set_password(tx: &Tx, act: &Act, person: i64, hash: String) -> Result<(), Error> {
    let mut credential = changed(tx, act, person).await?;
    credential.password = Set(Some(hash));
    credential.update(tx).await?;
    factor_changed(tx, act, person, "password.set").await
}

/// Sets the secret of a person's codes and the step that has just served.
///
/// # Errors
/// The database's own.
pub async fn set_code(
    tx: &Tx,
    act: &Act,
    person: i64,
    sealed: Vec<u8>,
    step: i64,
) -> Result<(), Error> {
    let mut credential = changed(tx, act, person).await?;
    credential.code_secret = Set(Some(sealed));
    credential.code_step = Set(Some(step));
    credential.update(tx).await?;
    factor_changed(tx, act, person, "code.set").await
}

/// Takes a person's codes away: their telephone is lost. They choose again at their next sign-in.
///
/// # Errors
/// The database's own.
pub async fn reset_code(tx: &Tx, act: &Act, person: i64) -> Result<(), Error> {
    let mut credential = changed(tx, act, person).await?;
    credential.code_secret = Set(None);
    credential.code_step = Set(None);
    credential.update(tx).await?;
    factor_changed(tx, act, person, "code.reset").await
}

/// Notes the step that has just served; says whether it was still to be used.
///
/// # Errors
/// The database's own.
pub async fn use_step(tx: &Tx, person: i64, step: i64) -> Result<bool, Error> {
    let unused = credential::Column::CodeStep.is_null().or(credential::Column::CodeStep.lt(step));
    let used = credential::Entity::update_many()
        .col_expr(credential::Column::CodeStep, step.into())
        .filter(credential::Column::PersonId.eq(person))
        .filter(unused)
        .exec(tx)
        .await?;
    Ok(used.rows_affected == 1)
}

async fn changed(tx: &Tx, act: &Act, person: i64) -> Result<credential::ActiveModel, Error> {
    let known = if let Some(known) = credential_of(tx, person).await? {
        known
    } else {
        let new = credential::ActiveModel {
            person_id: Set(person),
            password: Set(None),
            code_secret: Set(None),
            code_step: Set(None),
            changed_at: Set(act.now),
        };
        new.insert(tx).await?
    };
    let mut credential = known.into_active_model();
    credential.changed_at = Set(act.now);
    Ok(credential)
}

async fn factor_changed(tx: &Tx, act: &Act, person: i64, what: &str) -> Result<(), Error> {
    let ended = end_all_sessions(tx, person).await?;
    let links = sign_in_link::Entity::delete_many();
    links.filter(sign_in_link::Column::PersonId.eq(person)).exec(tx).await?;
    let subject = Some(format!("person:{person}"));
    Ok(audit_of(tx, act, None, subject, what, json!({"sessions_ended": ended})).await?)
}

/// Makes a link and the letter that carries it, in one transaction.
///
/// # Errors
/// The database's own.
pub async fn send_link(
    tx: &Tx,
    site: &Site,
    person: &person::Model,
    purpose: Purpose,
) -> Result<(), Error> {
    let Some(email) = person.email.clone() else { return Ok(()) };
    let (now, token) = (site.clock.now(), Token::random()?);
    let over = sign_in_link::Column::EndsAt.lte(now);
    sign_in_link::Entity::delete_many().filter(over).exec(tx).await?;
    let link = sign_in_link::ActiveModel {
        token: Set(token.digest()),
        person_id: Set(person.id),
        purpose: Set(purpose.code().to_owned()),
        made_at: Set(now),
        ends_at: Set(now + purpose.lasts()),
    };
    link.insert(tx).await?;
    let address = format!("{}/connexion/lien/{}", site.address, token.text());
    let (subject, text) = letter(&site.pole, &person.name, &address, purpose);
    let letter = Letter { to: email, to_name: person.name.clone(), subject, text };
    mail::post(tx, now, &letter).await?;
    Ok(())
}

fn letter(pole: &str, name: &str, address: &str, purpose: Purpose) -> (String, String) {
    match purpose {
        Purpose::SignIn => (
            format!("Votre lien de connexion – {pole}"),
            format!(
                "Bonjour {name},\n\nVoici le lien qui vous connecte à {pole}. Il sert une seule fois, \
                 pendant un quart d'heure :\n\n{address}\n\nSi vous ne l'avez pas demandé, ne faites \
                 rien : sans vous, il n'ouvre rien.\n"
            ),
        ),
        Purpose::Password => (
            format!("Choisissez votre mot de passe – {pole}"),
            format!(
                "Bonjour {name},\n\nUn accès à {pole} vous est ouvert, ou vous avez demandé un \
                 nouveau mot de passe. Ce lien permet de le choisir ; il sert une seule fois, pendant \
                 trois jours :\n\n{address}\n\nSi vous n'attendiez pas ce message, ne faites rien.\n"
            ),
        ),
    }
}

/// What a link would do, while it is good. Reading it uses nothing up.
///
/// # Errors
/// The database's own.
pub async fn link<C: ConnectionTrait>(
    conn: &C,
    token: Token,
    now: DateTime<Utc>,
) -> Result<Option<(i64, Purpose)>, Error> {
    let found = sign_in_link::Entity::find_by_id(token.digest()).one(conn).await?;
    let good = found.filter(|link| now < link.ends_at);
    Ok(good.map(|link| (link.person_id, Purpose::parse(&link.purpose))))
}

/// Uses a link up; whoever comes second finds nothing.
///
/// # Errors
/// The database's own.
pub async fn use_link(
    tx: &Tx,
    token: Token,
    now: DateTime<Utc>,
) -> Result<Option<(i64, Purpose)>, Error> {
    let Some(found) = link(tx, token, now).await? else { return Ok(None) };
    let used = sign_in_link::Entity::delete_by_id(token.digest()).exec(tx).await?;
    Ok((used.rows_affected == 1).then_some(found))
}
