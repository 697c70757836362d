//! Signing in by a passkey: what the button of the sign-in page asks, and what the browser answers.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use directory::{Act, Proof};
use serde::Deserialize;
use serde_json::{Value, json};
use web::form::Told;
use web::{Problem, Site};

use super::{Device, Origin, back, enter, session_cookie};
use crate::passkeys::{self, Entry};
use crate::throttle::PASSKEYS;

/// The button that asks for a passkey, where one can be given.
pub(super) struct Button {
    /// Whether browsers keep keys for the site's address.
    pub(super) is_offered: bool,
    /// Whose key; empty for what is typed on the page.
    pub(super) email: String,
    /// Where it leads.
    pub(super) to: String,
}

impl Button {
    pub(super) fn new(site: &Site, email: &str, to: &str) -> Self {
        let is_offered = passkeys::party(site).is_some();
        Self { is_offered, email: email.to_owned(), to: to.to_owned() }
    }
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    courriel: String,
}

/// `POST /connexion/cle/debut`: says as much of an address that nobody has.
pub(super) async fn ask(
    State(site): State<Site>,
    Origin(origin): Origin,
    Told(wanted): Told<Wanted>,
) -> Result<Response, Problem> {
    let party = passkeys::party(&site).ok_or(Problem::NotFound)?;
    let now = site.clock.now();
    let email = wanted.courriel.trim().to_lowercase();
    if email.len() > 254 {
        return Err(Problem::bad_request("Cette adresse est trop longue."));
    }
    if PASSKEYS.is_reached(site.db.conn(), &origin, now).await? {
        return Err(Problem::TooMany(15));
    }
    let tx = site.db.write().await?;
    if !PASSKEYS.take(&tx, &origin, now).await? {
        return Err(Problem::TooMany(15));
    }
    let asked = passkeys::ask_to_enter(&tx, &site, &party, &email, now).await?;
    tx.commit().await?;
    Ok(Json(asked).into_response())
}

#[derive(Deserialize)]
pub(super) struct Given {
    jeton: String,
    cle: Value,
    #[serde(default)]
    vers: String,
}

/// `POST /connexion/cle`: opens a session by both factors at once.
pub(super) async fn give(
    State(site): State<Site>,
    Origin(origin): Origin,
    Device(device): Device,
    headers: HeaderMap,
    Told(given): Told<Given>,
) -> Result<Response, Problem> {
    let party = passkeys::party(&site).ok_or(Problem::NotFound)?;
    let Ok(key) = serde_json::from_value(given.cle) else { return Ok(refused(REFUSED)) };
    let tx = site.db.write().await?;
    let entry = passkeys::enter(&tx, &site, &party, &given.jeton, &key).await?;
    let Entry::Of(person, begun) = entry else {
        tx.commit().await?;
        return Ok(refused(REFUSED));
    };
    PASSKEYS.give_back(&tx, &origin, begun).await?;
    let act = Act { person: person.id, now: site.clock.now(), today: site.clock.today() };
    let detail = json!({"device": device, "by": "clé d'accès"});
    let token = enter::begun(&tx, &act, Proof::Whole, &headers, &device, detail).await?;
    tx.commit().await?;
    led(token, back(&given.vers))
}

const REFUSED: &str = "Cette clé d'accès n'a pas été reconnue. Recommencez, ou entrez par votre mot de \
                       passe ou par un lien.";

/// A refusal that the script shows where the button is.
pub(super) fn refused(sentence: &str) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({"refus": sentence}))).into_response()
}

/// Tells the script where to lead, with a session in hand.
pub(super) fn led(token: directory::Token, to: &str) -> Result<Response, Problem> {
    let cookie = session_cookie(token)?;
    Ok(([(header::SET_COOKIE, cookie)], Json(json!({"vers": to}))).into_response())
}
