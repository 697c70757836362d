//! What opens a session: a password, codes, links that serve once. A changed factor ends every
//! session of the person.

use chrono::{DateTime, TimeDelta, Utc};
use db::Tx;
use directory::{Act, Error, Token, end_all_sessions, person};
use mail::Letter;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait as _, IntoActiveModel,
    PaginatorTrait, QueryFilter, Set,
};
use web::Site;

use crate::entity::{credential, passkey, sign_in_link};
use crate::notice::{Change, tell};

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

    /// How long the last one that somebody asked for serves in the place of a new one: long enough
    /// that letters stay few, short enough that it is good for a while yet.
    fn stands(self) -> TimeDelta {
        match self {
            Self::SignIn => TimeDelta::minutes(5),
            Self::Password => TimeDelta::hours(1),
        }
    }
}

/// A link that is good.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    /// Whose.
    pub person: i64,
    /// What it does.
    pub purpose: Purpose,
    /// Whether it came from somebody who gives access, not from whoever typed the address.
    pub vouched: bool,
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

/// Sets a person's password, already hashed, and ends their sessions. It is vouched for when more
/// than the mailbox says that it is theirs; only such a one lets them choose a first second factor.
///
/// # Errors
/// The database's own.
pub async fn set_password(
    tx: &Tx,
    act: &Act,
    person: i64,
    hash: String,
    vouched: bool,
) -> Result<(), Error> {
    let mut credential = changed(tx, act, person).await?;
    let first = credential.password.as_ref().is_none();
    credential.password = Set(Some(hash));
    credential.vouched = Set(vouched.into());
    credential.update(tx).await?;
    let change = if first { Change::FirstPassword } else { Change::Password };
    factor_changed(tx, act, person, change).await
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
    factor_changed(tx, act, person, Change::Code).await
}

/// Takes a person's codes and passkeys away: their telephone is lost. They choose again at their
/// next sign-in.
///
/// # Errors
/// The database's own.
pub async fn reset_code(tx: &Tx, act: &Act, person: i64) -> Result<(), Error> {
    let mut credential = changed(tx, act, person).await?;
    credential.code_secret = Set(None);
    credential.code_step = Set(None);
    credential.update(tx).await?;
    let all = passkey::Entity::delete_many().filter(passkey::Column::PersonId.eq(person));
    let passkeys = all.exec(tx).await?.rows_affected;
    factor_changed(tx, act, person, Change::Reset { passkeys }).await
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
            vouched: Set(0),
        };
        new.insert(tx).await?
    };
    let mut credential = known.into_active_model();
    credential.changed_at = Set(act.now);
    Ok(credential)
}

/// Ends what the factors before had opened: sessions, and links that were sent.
///
/// # Errors
/// The database's own.
pub async fn factor_changed(
    tx: &Tx,
    act: &Act,
    person: i64,
    change: Change<'_>,
) -> Result<(), Error> {
    let ended = end_all_sessions(tx, person).await?;
    let links = sign_in_link::Entity::delete_many();
    links.filter(sign_in_link::Column::PersonId.eq(person)).exec(tx).await?;
    tell(tx, act, person, change, ended).await
}

/// Sends a person whom somebody gives access a link to choose their password.
///
/// # Errors
/// The database's own.
pub async fn invite(tx: &Tx, site: &Site, person: &person::Model) -> Result<(), Error> {
    send_link(tx, site, person, Purpose::Password, true).await
}

/// Sends the link that somebody asks for, unless the last one was sent a moment ago and is still
/// good: it serves, and nobody keeps a person out by asking in their name.
///
/// # Errors
/// The database's own.
pub async fn send_asked(
    tx: &Tx,
    site: &Site,
    person: &person::Model,
    purpose: Purpose,
) -> Result<(), Error> {
    let stands = sign_in_link::Entity::find()
        .filter(sign_in_link::Column::PersonId.eq(person.id))
        .filter(sign_in_link::Column::Purpose.eq(purpose.code()))
        .filter(sign_in_link::Column::Vouched.eq(0))
        .filter(sign_in_link::Column::MadeAt.gt(site.clock.now() - purpose.stands()))
        .count(tx)
        .await?;
    if stands > 0 { Ok(()) } else { send_link(tx, site, person, purpose, false).await }
}

/// Makes a link and the letter that carries it, in one transaction.
async fn send_link(
    tx: &Tx,
    site: &Site,
    person: &person::Model,
    purpose: Purpose,
    vouched: bool,
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
        vouched: Set(vouched.into()),
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
) -> Result<Option<Link>, Error> {
    let found = sign_in_link::Entity::find_by_id(token.digest()).one(conn).await?;
    let good = found.filter(|link| now < link.ends_at);
    Ok(good.map(|link| Link {
        person: link.person_id,
        purpose: Purpose::parse(&link.purpose),
        vouched: link.vouched == 1,
    }))
}

/// Uses a link up; whoever comes second finds nothing.
///
/// # Errors
/// The database's own.
pub async fn use_link(tx: &Tx, token: Token, now: DateTime<Utc>) -> Result<Option<Link>, Error> {
    let Some(found) = link(tx, token, now).await? else { return Ok(None) };
    let used = sign_in_link::Entity::delete_by_id(token.digest()).exec(tx).await?;
    Ok((used.rows_affected == 1).then_some(found))
}
