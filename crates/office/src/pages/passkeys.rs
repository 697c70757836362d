//! One's own passkeys: which there are, another one, one less. Each change is asked with the password
//! and ends the other sessions.

use askama::Template;
use axum::Json;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use directory::Proof;
use serde::Deserialize;
use serde_json::{Value, json};
use web::form::{Field, Form, Input, Sent, Told};
use web::french::short_date;
use web::pieces::Crumb;
use web::table::{Cell, Table};
use web::{Page, Problem, Site, Visitor, answer};

use super::passkey_entry::{led, refused};
use super::{Device, Origin, enter, with_session};
use crate::entity::passkey;
use crate::factors::credential_of;
use crate::passkeys::{self, passkeys_of};

#[derive(Template)]
#[template(path = "office/passkeys.html")]
struct Keys {
    page: Page,
    crumbs: Vec<Crumb>,
    is_offered: bool,
    table: Table,
    add: Form,
    remove: Form,
}

/// `GET /compte/cles`.
pub(super) async fn show(page: Page, site: Site, visitor: Visitor) -> Result<Response, Problem> {
    shown(page, &site, &visitor, Removal::default()).await
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    nom: String,
    #[serde(default)]
    mot_de_passe: String,
}

/// `POST /compte/cles/debut`.
pub(super) async fn ask(
    site: Site,
    Origin(origin): Origin,
    visitor: Visitor,
    Told(wanted): Told<Wanted>,
) -> Result<Response, Problem> {
    let party = passkeys::party(&site).ok_or(Problem::NotFound)?;
    if let Some(wrong) = enter::unproved(&site, &visitor, &origin, wanted.mot_de_passe).await? {
        return Ok(refused(wrong));
    }
    let (person, session) = (&visitor.0.access.person, visitor.0.session);
    let tx = site.db.write().await?;
    match passkeys::ask_to_add(&tx, &site, &party, person, session, &wanted.nom).await {
        Ok(asked) => {
            tx.commit().await?;
            Ok(Json(asked).into_response())
        }
        Err(Problem::BadRequest(sentence)) => Ok(refused(&sentence)),
        Err(other) => Err(other),
    }
}

#[derive(Deserialize)]
pub(super) struct Made {
    jeton: String,
    cle: Value,
}

/// `POST /compte/cles`: keeps the key; the session goes on under a new token, the others are over.
pub(super) async fn add(
    site: Site,
    Device(device): Device,
    visitor: Visitor,
    headers: HeaderMap,
    Told(made): Told<Made>,
) -> Result<Response, Problem> {
    let party = passkeys::party(&site).ok_or(Problem::NotFound)?;
    let (act, session) = (visitor.act(&site), visitor.0.session);
    let Ok(key) = serde_json::from_value(made.cle) else {
        return Ok(refused("La clé que l'appareil a donnée n'est pas lisible. Recommencez."));
    };
    let tx = site.db.write().await?;
    match passkeys::add(&tx, &site, &party, &act, session, &made.jeton, &key).await {
        Ok(()) => {}
        Err(Problem::BadRequest(sentence)) => {
            // The ceremony is over, right or wrong.
            tx.commit().await?;
            return Ok(refused(&sentence));
        }
        Err(other) => return Err(other),
    }
    let detail = json!({"device": device});
    let token = enter::begun(&tx, &act, Proof::Whole, &headers, &device, detail).await?;
    tx.commit().await?;
    led(token, "/compte/cles")
}

#[derive(Default, Deserialize)]
pub(super) struct Removed {
    #[serde(default)]
    cle: String,
    #[serde(default)]
    mot_de_passe_retrait: String,
}

/// `POST /compte/cles/retrait`.
pub(super) async fn remove(
    page: Page,
    site: Site,
    Origin(origin): Origin,
    Device(device): Device,
    visitor: Visitor,
    headers: HeaderMap,
    Sent(sent): Sent<Removed>,
) -> Result<Response, Problem> {
    let act = visitor.act(&site);
    let mut removal = Removal { chosen: sent.cle, ..Removal::default() };
    let known = passkeys_of(site.db.conn(), act.person).await?;
    let Some(id) = removal.chosen.parse().ok().filter(|id| known.iter().any(|key| key.id == *id))
    else {
        removal.wrong = Some(("cle", "Choisissez une de vos clés."));
        return shown(page, &site, &visitor, removal).await;
    };
    let password = sent.mot_de_passe_retrait;
    if let Some(wrong) = enter::unproved(&site, &visitor, &origin, password).await? {
        let at = if has_password(&site, &visitor).await? { "mot_de_passe_retrait" } else { "cle" };
        removal.wrong = Some((at, wrong));
        return shown(page, &site, &visitor, removal).await;
    }
    let tx = site.db.write().await?;
    if !passkeys::remove(&tx, &act, id).await? {
        return Err(Problem::NotFound);
    }
    let left = passkeys_of(&tx, act.person).await?;
    let has_code =
        credential_of(&tx, act.person).await?.is_some_and(|has| has.code_secret.is_some());
    // Without its last key, a role that asks for two factors chooses another one at once.
    let lacks_one = left.is_empty() && !has_code && enter::asks_two(&tx, &site, &act).await?;
    let proof = if lacks_one { Proof::Vouched } else { Proof::Whole };
    let detail = json!({"device": device});
    let token = enter::begun(&tx, &act, proof, &headers, &device, detail).await?;
    tx.commit().await?;
    with_session(token, if lacks_one { web::SECOND_FACTOR } else { "/compte/cles" })
}

/// The form that removes a key, as it was sent.
#[derive(Default)]
struct Removal {
    chosen: String,
    wrong: Option<(&'static str, &'static str)>,
}

async fn has_password(site: &Site, visitor: &Visitor) -> Result<bool, Problem> {
    let known = credential_of(site.db.conn(), visitor.0.access.person.id).await?;
    Ok(known.is_some_and(|credential| credential.password.is_some()))
}

async fn shown(
    page: Page,
    site: &Site,
    visitor: &Visitor,
    removal: Removal,
) -> Result<Response, Problem> {
    let keys = passkeys_of(site.db.conn(), visitor.0.access.person.id).await?;
    let with_password = |form: Form, name, again: bool| {
        let field = Field::new(name, "Mot de passe actuel", Input::Password);
        if again { form.field(field.autocomplete("current-password")) } else { form }
    };
    let again = has_password(site, visitor).await?;
    let name = Field::new("nom", "Nom de la clé", Input::Text)
        .hint("L'appareil qui la garde\u{a0}: «\u{a0}mon téléphone\u{a0}», «\u{a0}la clé du bureau\u{a0}».");
    let add = Form::new("/compte/cles/debut", "Ajouter une clé d'accès").field(name);
    let add = with_password(add, "mot_de_passe", again);
    let choices = keys.iter().map(|key| (key.id.to_string(), key.name.clone())).collect();
    let which = Field::new("cle", "Quelle clé", Input::Choice(choices)).value(removal.chosen);
    let remove = Form::new("/compte/cles/retrait", "Retirer cette clé").field(which);
    let mut remove = with_password(remove, "mot_de_passe_retrait", again);
    if let Some((field, wrong)) = removal.wrong {
        remove.wrong(field, wrong);
    }
    let right = !remove.is_wrong();
    let crumbs = Crumb::trail([("Mon compte", "/compte")], "Clés d'accès");
    let is_offered = passkeys::party(site).is_some();
    let table = listed(site, &keys);
    answer(&Keys { page, crumbs, is_offered, table, add, remove }, right)
}

fn listed(site: &Site, keys: &[passkey::Model]) -> Table {
    let day = |instant: DateTime<Utc>| short_date(site.clock.at(instant).date_naive());
    let mut table = Table::new("Vos clés").words("Nom").words("Ajoutée le").words("Servie le");
    for key in keys {
        let used = key.used_at.map_or_else(|| "jamais encore".to_owned(), day);
        table.row([Cell::text(&key.name), Cell::text(day(key.made_at)), Cell::text(used)]);
    }
    table
}
