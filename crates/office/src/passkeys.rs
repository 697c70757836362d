//! Passkeys: a key that a telephone or a computer keeps and gives once its owner is recognised by it,
//! which makes both factors at once. Each ceremony is asked, kept here sealed for a few minutes under
//! a token, and answered once.

use chrono::{DateTime, TimeDelta, Utc};
use db::{Counter, Tx, next_ids};
use directory::{Act, Error, Token, checked_name, person};
use domain::words::hex;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, Set,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use web::{Problem, Site};
use webauthn_rs::fake::{FakePasskeyDistribution, WebauthnFakeCredentialGenerator};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Uuid, Webauthn, WebauthnBuilder, WebauthnError,
};
use webauthn_rs_proto::{AllowCredentials, ResidentKeyRequirement};

use crate::entity::{passkey as row, passkey_ceremony as ceremony};
use crate::factors::{factor_changed, person_of};
use crate::notice::{Change, tell};

/// How long a browser may take to answer.
const LASTS: TimeDelta = TimeDelta::minutes(5);
/// Most passkeys of one person.
const MOST: usize = 10;

/// What a browser is asked, and under which token it answers.
#[derive(Serialize)]
pub struct Asked {
    jeton: String,
    cle: Value,
}

/// A ceremony that adds a key.
#[derive(Serialize, Deserialize)]
struct Adding {
    name: String,
    state: PasskeyRegistration,
}

/// A ceremony that signs in.
#[derive(Serialize, Deserialize)]
struct Entering {
    /// The address that was typed; empty when none was.
    email: String,
    state: DiscoverableAuthentication,
}

/// What came of a sign-in.
pub enum Entry {
    /// The key of this person, for a ceremony begun at this instant.
    Of(Box<person::Model>, DateTime<Utc>),
    /// No key of anybody, or not one that is to be trusted.
    Refused,
}

/// The party that keys are made for: the site by its own address. None where browsers make no keys,
/// at a number or in clear beyond this machine.
pub fn party(site: &Site) -> Option<Webauthn> {
    let address = Url::parse(&site.address).ok()?;
    let domain = address.domain()?;
    if address.scheme() != "https" && domain != "localhost" {
        return None;
    }
    WebauthnBuilder::new(domain, &address).ok()?.rp_name(&site.pole).build().ok()
}

/// A person's passkeys, in the order they were added.
///
/// # Errors
/// The database's own.
pub async fn passkeys_of<C: ConnectionTrait>(
    conn: &C,
    person: i64,
) -> Result<Vec<row::Model>, Error> {
    let of = row::Column::PersonId.eq(person);
    Ok(row::Entity::find().filter(of).order_by_asc(row::Column::Id).all(conn).await?)
}

/// Asks a browser to make a key for somebody, in one of their sessions.
///
/// # Errors
/// A name that is none, a key too many; the database's own.
pub async fn ask_to_add(
    tx: &Tx,
    site: &Site,
    party: &Webauthn,
    person: &person::Model,
    session: i64,
    name: &str,
) -> Result<Asked, Problem> {
    let name = checked_key_name(name).map_err(Problem::of_act)?;
    let known = passkeys_of(tx, person.id).await?;
    let ids = known.into_iter().map(|known| known.credential).collect::<Vec<_>>();
    if ids.len() >= MOST {
        return Err(Problem::bad_request(format!(
            "Vous avez déjà {MOST} clés d'accès\u{a0}: retirez-en une d'abord."
        )));
    }
    let email = person.email.as_deref().unwrap_or_default();
    let owner = owner(site, person.id);
    let (mut asked, state) = party
        .start_passkey_registration(owner, email, &person.name, Some(ids))
        .map_err(Problem::internal)?;
    // A key that names its owner by itself serves without an address; one that cannot, with it.
    if let Some(wanted) = &mut asked.public_key.authenticator_selection {
        wanted.resident_key = Some(ResidentKeyRequirement::Preferred);
    }
    let whose = Some((person.id, session));
    let jeton = keep(tx, site, site.clock.now(), whose, &Adding { name, state }).await?;
    let cle = serde_json::to_value(&asked.public_key).map_err(Problem::internal)?;
    Ok(Asked { jeton, cle })
}

/// A name that a key may bear: short enough to be read in a list.
fn checked_key_name(name: &str) -> Result<String, Error> {
    if name.trim().chars().count() > 60 {
        return Err(Error::refused("Le nom d'une clé a 60 caractères au plus."));
    }
    checked_name(name).map_err(|_| {
        Error::refused("Nommez cette clé, par exemple par l'appareil qui la garde, en une ligne.")
    })
}

/// Adds the key that a browser made; every session of the person ends.
///
/// # Errors
/// An answer to nothing that was asked, or that is not right; the database's own.
pub async fn add(
    tx: &Tx,
    site: &Site,
    party: &Webauthn,
    act: &Act,
    session: i64,
    token: &str,
    made: &RegisterPublicKeyCredential,
) -> Result<(), Problem> {
    let whose = Some((act.person, session));
    let Some((Adding { name, state }, _)) = take(tx, site, whose, token).await? else {
        return Err(Problem::bad_request(
            "Cette demande a déjà servi ou date de plus de cinq minutes. Recommencez.",
        ));
    };
    let key = party.finish_passkey_registration(made, &state).map_err(|error| {
        tracing::info!(%error, "a passkey was not added");
        Problem::bad_request("La clé que l'appareil a donnée ne convient pas. Recommencez.")
    })?;
    let credential = key.cred_id().clone();
    let same = row::Entity::find().filter(row::Column::Credential.eq(credential.clone()));
    if same.one(tx).await?.is_some() {
        return Err(Problem::bad_request("Cette clé est déjà inscrite."));
    }
    let new = row::ActiveModel {
        id: Set(next_ids(tx, 0, Counter("passkey"), 1).await?),
        person_id: Set(act.person),
        credential: Set(credential),
        name: Set(name.clone()),
        key: Set(serde_json::to_string(&key).map_err(Problem::internal)?),
        made_at: Set(act.now),
        used_at: Set(None),
    };
    new.insert(tx).await?;
    Ok(factor_changed(tx, act, act.person, Change::PasskeyAdded(&name)).await?)
}

/// Takes one of a person's keys away; every session of theirs ends. Says whether it was there.
///
/// # Errors
/// The database's own.
pub async fn remove(tx: &Tx, act: &Act, id: i64) -> Result<bool, Error> {
    let known = row::Entity::find_by_id(id).one(tx).await?;
    let Some(known) = known.filter(|known| known.person_id == act.person) else {
        return Ok(false);
    };
    row::Entity::delete_by_id(id).exec(tx).await?;
    factor_changed(tx, act, act.person, Change::PasskeyRemoved(&known.name)).await?;
    Ok(true)
}

/// Asks a browser for a key: any that it keeps for this site or, once an address is typed, one of
/// that person. An address that has none is given some, always the same, so that nothing is told.
///
/// # Errors
/// The database's own.
pub async fn ask_to_enter(
    tx: &Tx,
    site: &Site,
    party: &Webauthn,
    email: &str,
    now: DateTime<Utc>,
) -> Result<Asked, Problem> {
    let (asked, state) = party.start_discoverable_authentication().map_err(Problem::internal)?;
    let mut asked = asked.public_key;
    asked.extensions = None;
    if !email.is_empty() {
        let ids = credentials_of(tx, site, email).await?;
        let allowed =
            |id| AllowCredentials { type_: "public-key".to_owned(), id, transports: None };
        asked.allow_credentials = ids.into_iter().map(allowed).collect();
    }
    let state = Entering { email: email.to_owned(), state };
    let jeton = keep(tx, site, now, None, &state).await?;
    let cle = serde_json::to_value(&asked).map_err(Problem::internal)?;
    Ok(Asked { jeton, cle })
}

async fn credentials_of(tx: &Tx, site: &Site, email: &str) -> Result<Vec<Vec<u8>>, Problem> {
    let known = match person_of(tx, email).await? {
        Some(person) => passkeys_of(tx, person.id).await?,
        None => Vec::new(),
    };
    if !known.is_empty() {
        return Ok(known.into_iter().map(|known| known.credential).collect());
    }
    let secret = site.sealing.mark("passkeys of nobody", b"");
    let of_nobody = WebauthnFakeCredentialGenerator::<FakePasskeyDistribution>::new(&secret)
        .and_then(|draw| draw.generate(email.as_bytes()));
    of_nobody.map_err(Problem::internal)
}

/// Reads the key that a browser gives. The ceremony is over, whatever comes of it: the caller commits.
///
/// # Errors
/// The database's own.
pub async fn enter(
    tx: &Tx,
    site: &Site,
    party: &Webauthn,
    token: &str,
    given: &PublicKeyCredential,
) -> Result<Entry, Problem> {
    let Some((Entering { email, state }, begun)) = take(tx, site, None, token).await? else {
        return Ok(Entry::Refused);
    };
    let same = row::Column::Credential.eq(given.get_credential_id());
    let Some(known) = row::Entity::find().filter(same).one(tx).await? else {
        return Ok(Entry::Refused);
    };
    let Some(person) = person::Entity::find_by_id(known.person_id).one(tx).await? else {
        return Ok(Entry::Refused);
    };
    // Whose it is, said by the address that was typed, else by the key itself.
    let theirs = person.email.as_deref() == Some(email.as_str());
    let named = given.get_user_unique_id().map(|named| named == owner(site, person.id).as_bytes());
    if named == Some(false) || !(theirs || email.is_empty() && named.is_some()) {
        return Ok(Entry::Refused);
    }
    let mut key: Passkey = serde_json::from_str(&known.key).map_err(Problem::internal)?;
    let (now, today) = (site.clock.now(), site.clock.today());
    match party.finish_discoverable_authentication_v2(given, state, &key) {
        Ok(read) => {
            key.update_credential(&read);
            let mut known = known.into_active_model();
            known.key = Set(serde_json::to_string(&key).map_err(Problem::internal)?);
            known.used_at = Set(Some(now));
            known.update(tx).await?;
            Ok(Entry::Of(Box::new(person), begun))
        }
        Err(WebauthnError::CredentialPossibleCompromise) => {
            let act = Act { person: person.id, now, today };
            tell(tx, &act, person.id, Change::PasskeyRefused(&known.name), 0).await?;
            Ok(Entry::Refused)
        }
        Err(error) => {
            tracing::info!(%error, "a passkey was refused");
            Ok(Entry::Refused)
        }
    }
}

/// What keys call their owner: no number of ours, and the same for all of theirs.
fn owner(site: &Site, person: i64) -> Uuid {
    let mark = site.sealing.mark("passkey owner", &person.to_be_bytes());
    let mut half = [0; 16];
    half.copy_from_slice(&mark[..16]);
    Uuid::from_bytes(half)
}

/// Keeps the state of a ceremony and answers its token; those too old are forgotten.
async fn keep<T: Serialize>(
    tx: &Tx,
    site: &Site,
    now: DateTime<Utc>,
    whose: Option<(i64, i64)>,
    state: &T,
) -> Result<String, Problem> {
    let token = Token::random()?;
    let over = ceremony::Column::EndsAt.lte(now);
    ceremony::Entity::delete_many().filter(over).exec(tx).await?;
    let state = serde_json::to_vec(state).map_err(Problem::internal)?;
    let begun = ceremony::ActiveModel {
        token: Set(token.digest()),
        person_id: Set(whose.map(|(person, _)| person)),
        session: Set(whose.map(|(_, session)| session)),
        state: Set(site.sealing.seal(&used_for(&token.digest(), whose), &state)?),
        made_at: Set(now),
        ends_at: Set(now + LASTS),
    };
    begun.insert(tx).await?;
    Ok(token.text())
}

/// Ends a ceremony and answers its state and when it began; whoever comes second, late, or in another
/// session finds nothing.
async fn take<T: DeserializeOwned>(
    tx: &Tx,
    site: &Site,
    whose: Option<(i64, i64)>,
    token: &str,
) -> Result<Option<(T, DateTime<Utc>)>, Problem> {
    let Some(token) = Token::parse(token) else { return Ok(None) };
    let found = ceremony::Entity::find_by_id(token.digest()).one(tx).await?;
    let good = found.filter(|found| {
        found.person_id.zip(found.session) == whose && site.clock.now() < found.ends_at
    });
    let Some(found) = good else { return Ok(None) };
    let ended = ceremony::Entity::delete_by_id(token.digest()).exec(tx).await?;
    if ended.rows_affected != 1 {
        return Ok(None);
    }
    let state = site.sealing.open(&used_for(&found.token, whose), &found.state);
    let Some(state) = state else { return Ok(None) };
    let state = serde_json::from_slice(&state).map_err(Problem::internal)?;
    Ok(Some((state, found.made_at)))
}

fn used_for(token: &[u8], whose: Option<(i64, i64)>) -> String {
    format!("ceremony:{}:{whose:?}", hex(token))
}
