//! One's own account: seats, sessions and how to end them, password.

use askama::Template;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, Utc};
use directory::{audit_of, end_all_sessions, end_session, session_row};
use serde::Deserialize;
use serde_json::json;
use web::form::{Field, Form, Input, Sent};
use web::french::short_date;
use web::pieces::{Badge, Tone};
use web::table::{Cell, Table};
use web::{Page, Problem, Site, Visitor, answer};

use super::enter::{Admission, admitted, unproved};
use super::{Device, Origin, without_session};
use crate::entity::credential;
use crate::factors::{credential_of, set_password};
use crate::passkeys::passkeys_of;
use crate::password;

#[derive(Template)]
#[template(path = "office/account.html")]
struct Account {
    page: Page,
    email: String,
    seats: Table,
    sessions: Vec<Session>,
    has_code: bool,
    keys: usize,
    form: Form,
}

/// A session as its owner sees it.
struct Session {
    number: i64,
    told: String,
    here: bool,
}

/// `GET /compte`.
pub(super) async fn show(page: Page, site: Site, visitor: Visitor) -> Result<Response, Problem> {
    let known = credential_of(site.db.conn(), visitor.0.access.person.id).await?;
    let has_password = known.as_ref().is_some_and(|credential| credential.password.is_some());
    shown(page, &site, &visitor, known.as_ref(), form(has_password)).await
}

#[derive(Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    actuel: String,
    nouveau: String,
}

/// `POST /compte/mot-de-passe`: ends every session of the person and opens a new one here.
pub(super) async fn change_password(
    page: Page,
    site: Site,
    Origin(origin): Origin,
    Device(device): Device,
    visitor: Visitor,
    headers: HeaderMap,
    Sent(chosen): Sent<Chosen>,
) -> Result<Response, Problem> {
    let (act, person) = (visitor.act(&site), visitor.0.access.person.clone());
    let email = person.email.clone().unwrap_or_default();
    let known = credential_of(site.db.conn(), person.id).await?;
    let has_password = known.as_ref().is_some_and(|credential| credential.password.is_some());
    let mut form = form(has_password);
    if let Some(wrong) = unproved(&site, &visitor, &origin, chosen.actuel).await? {
        form.wrong(if has_password { "actuel" } else { "nouveau" }, wrong);
    } else {
        let about = [person.name.as_str(), &email, page.pole()];
        if let Some(weak) = password::weakness(&chosen.nouveau, &about) {
            form.wrong("nouveau", weak);
        }
    }
    if form.is_wrong() {
        return shown(page, &site, &visitor, known.as_ref(), form).await;
    }
    let hash = password::hash(chosen.nouveau).await?;
    // As much as the password before, or the factors that made the session whole without any.
    let vouched = match &known {
        Some(credential) if has_password => credential.vouched == 1,
        Some(credential) if credential.code_secret.is_some() => true,
        _ => !passkeys_of(site.db.conn(), person.id).await?.is_empty(),
    };
    let tx = site.db.write().await?;
    set_password(&tx, &act, person.id, hash, vouched).await?;
    tx.commit().await?;
    let known = credential_of(site.db.conn(), person.id).await?;
    let by = Admission { credential: known.as_ref(), vouched, to: "/compte" };
    admitted(&site, &person, by, &headers, &device).await
}

#[derive(Deserialize)]
pub(super) struct Ended {
    #[serde(default)]
    session: Option<i64>,
}

/// `POST /compte/sessions`: ends one session, or all of them.
pub(super) async fn end_sessions(
    site: Site,
    visitor: Visitor,
    Sent(ended): Sent<Ended>,
) -> Result<Response, Problem> {
    let (act, person) = (visitor.act(&site), visitor.0.access.person.id);
    let tx = site.db.write().await?;
    match ended.session {
        Some(number) => {
            if !end_session(&tx, person, number).await? {
                return Err(Problem::NotFound);
            }
        }
        None => _ = end_all_sessions(&tx, person).await?,
    }
    let subject = Some(format!("person:{person}"));
    audit_of(&tx, &act, None, subject, "session.end", json!({"session": ended.session})).await?;
    tx.commit().await?;
    match ended.session {
        Some(number) if number != visitor.0.session => Ok(Redirect::to("/compte").into_response()),
        _ => without_session(web::SIGN_IN),
    }
}

fn form(has_password: bool) -> Form {
    let form = Form::new("/compte/mot-de-passe", "Garder ce mot de passe");
    let form = if has_password {
        let field = Field::new("actuel", "Mot de passe actuel", Input::Password);
        form.field(field.autocomplete("current-password"))
    } else {
        form
    };
    let new = Field::new("nouveau", "Nouveau mot de passe", Input::Password)
        .hint("Au moins 12 caractères : plusieurs mots sans lien entre eux conviennent.")
        .autocomplete("new-password");
    form.field(new)
}

async fn shown(
    page: Page,
    site: &Site,
    visitor: &Visitor,
    known: Option<&credential::Model>,
    form: Form,
) -> Result<Response, Problem> {
    let (visit, now) = (&visitor.0, site.clock.now());
    let person = &visit.access.person;
    let rows = directory::sessions(site.db.conn(), person.id, now).await?;
    let wrong = form.is_wrong();
    let account = Account {
        page,
        email: person.email.clone().unwrap_or_default(),
        seats: seats(visitor),
        sessions: rows.iter().map(|row| told(row, visit.session, site)).collect(),
        keys: passkeys_of(site.db.conn(), person.id).await?.len(),
        has_code: known.is_some_and(|credential| credential.code_secret.is_some()),
        form,
    };
    answer(&account, !wrong)
}

fn told(row: &session_row::Model, here: i64, site: &Site) -> Session {
    let local = |instant: DateTime<Utc>| {
        let local = site.clock.at(instant);
        format!("{} à {}", short_date(local.date_naive()), local.format("%H:%M"))
    };
    let told = format!(
        "{}, depuis le {}, vu le {}",
        row.device,
        local(row.started_at),
        local(row.seen_at)
    );
    Session { number: row.number, told, here: row.number == here }
}

fn seats(visitor: &Visitor) -> Table {
    let mut table = Table::new("Vos accès").words("Rôle").words("Où");
    for seat in &visitor.0.access.held {
        let place = seat.association.as_ref().map_or("tout le pôle", |place| place.name.as_str());
        let role = Cell::badge(Badge::new(seat.role.french(), Tone::Neutral));
        table.row([role, Cell::text(place)]);
    }
    table
}
