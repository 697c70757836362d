//! Sign-in by password, and signing out; how far a sign-in leads.

use askama::Template;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, TimeDelta, Utc};
use db::{Scope, Tx};
use directory::{
    Act, Proof, Token, Visit, audit_of, begin_session, end_session, needs_second_factor, person,
};
use serde::Deserialize;
use serde_json::json;
use web::address::asking;
use web::form::{Field, Form, Input, Sent};
use web::{Page, Problem, Query, SECOND_FACTOR, Site, Visitor, answer};

use super::passkey_entry::Button;
use super::{Device, Origin, Part, back, link, with_session, without_session};
use crate::entity::credential;
use crate::factors::{credential_of, person_of};
use crate::password;
use crate::throttle::{ACCOUNT, ADDRESS, HERE};

#[derive(Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    vers: String,
}

/// `GET /connexion?vers=`.
pub(super) async fn show(
    page: Page,
    site: Site,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    if page.person().is_some() {
        return Ok(Redirect::to(back(&asked.vers)).into_response());
    }
    shown(page, &site, "", back(&asked.vers), None)
}

#[derive(Deserialize)]
pub(super) struct Given {
    courriel: String,
    mot_de_passe: String,
    #[serde(default)]
    vers: String,
}

/// `POST /connexion`.
pub(super) async fn enter(
    page: Page,
    site: Site,
    Origin(origin): Origin,
    Device(device): Device,
    headers: HeaderMap,
    Sent(given): Sent<Given>,
) -> Result<Response, Problem> {
    let (now, email) = (site.clock.now(), given.courriel.trim().to_lowercase());
    let conn = site.db.conn();
    let tries = Tries { email: &email, origin: &origin, at: now };
    if !tries.take(&site).await? {
        return Err(Problem::TooMany(15));
    }
    let person = person_of(conn, &email).await?;
    let credential = match &person {
        Some(person) => credential_of(conn, person.id).await?,
        None => None,
    };
    let hash = credential.as_ref().and_then(|credential| credential.password.clone());
    let right = password::opens(given.mot_de_passe, hash).await?;
    let Some(person) = person.filter(|_| right) else {
        let wrong = "L'adresse ou le mot de passe ne convient pas. Vérifiez les deux, ou demandez un \
                     lien par courriel.";
        return shown(page, &site, &given.courriel, back(&given.vers), Some(wrong.to_owned()));
    };
    tries.forget(&site).await?;
    let vouched = credential.as_ref().is_some_and(|credential| credential.vouched == 1);
    let by = Admission { credential: credential.as_ref(), vouched, to: back(&given.vers) };
    admitted(&site, &person, by, &headers, &device).await
}

/// An attempt at a password, as it is counted.
pub(super) struct Tries<'a> {
    /// Of this account.
    pub(super) email: &'a str,
    /// From this address.
    pub(super) origin: &'a str,
    /// At this instant.
    pub(super) at: DateTime<Utc>,
}

impl Tries<'_> {
    fn here(&self) -> String {
        format!("{} {}", self.origin, self.email)
    }

    /// Takes the attempt; says whether it was still to be had.
    pub(super) async fn take(&self, site: &Site) -> Result<bool, Problem> {
        let here = self.here();
        let counted = [(HERE, here.as_str()), (ACCOUNT, self.email), (ADDRESS, self.origin)];
        // Asked first without a lock: whoever insists costs little.
        for (limit, of) in counted {
            if limit.is_reached(site.db.conn(), of, self.at).await? {
                return Ok(false);
            }
        }
        let tx = site.db.write().await?;
        for (limit, of) in counted {
            if !limit.take(&tx, of, self.at).await? {
                return Ok(false);
            }
        }
        tx.commit().await?;
        Ok(true)
    }

    /// The password was right.
    pub(super) async fn forget(&self, site: &Site) -> Result<(), Problem> {
        let tx = site.db.write().await?;
        HERE.forget(&tx, &self.here()).await?;
        ACCOUNT.give_back(&tx, self.email, self.at).await?;
        ADDRESS.give_back(&tx, self.origin, self.at).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// How somebody came in by one factor, and where they wanted to go.
pub(super) struct Admission<'a> {
    /// What opens their sessions.
    pub(super) credential: Option<&'a credential::Model>,
    /// Whether more than their mailbox answers for them.
    pub(super) vouched: bool,
    /// Where they wanted to go.
    pub(super) to: &'a str,
}

/// Opens a session for somebody who has proved who they are by one factor, and leads on: to the
/// second factor when one is set or asked of them.
pub(super) async fn admitted(
    site: &Site,
    person: &person::Model,
    Admission { credential, vouched, to }: Admission<'_>,
    headers: &HeaderMap,
    device: &str,
) -> Result<Response, Problem> {
    let act = Act { person: person.id, now: site.clock.now(), today: site.clock.today() };
    // Who comes in is known just now: what their seats ask of them is read wherever they are.
    let tx = site.seeing(Scope::Everything).db.write().await?;
    let has_code = credential.is_some_and(|credential| credential.code_secret.is_some());
    let is_enough = !has_code && !asks_two(&tx, site, &act).await?;
    let proof = match () {
        () if is_enough => Proof::Whole,
        () if vouched => Proof::Vouched,
        () => Proof::Mailbox,
    };
    let token = begun(&tx, &act, proof, headers, device, json!({"device": device})).await?;
    tx.commit().await?;
    let then = if to == "/" { "" } else { to };
    let second = asking(SECOND_FACTOR, &[("vers", then)]);
    with_session(token, if is_enough { to } else { &second })
}

/// Whether one factor is not enough for the person who acts.
pub(super) async fn asks_two(tx: &Tx, site: &Site, act: &Act) -> Result<bool, Problem> {
    Ok(!site.demonstration && needs_second_factor(tx, act.person, act.today).await?)
}

/// Begins a session. Whatever session this browser had is over: a token is new at each sign-in.
pub(super) async fn begun(
    tx: &Tx,
    act: &Act,
    proof: Proof,
    headers: &HeaderMap,
    device: &str,
    detail: serde_json::Value,
) -> Result<Token, Problem> {
    if let Some(token) = web::token(headers)
        && let Some(visit) = directory::visit(tx, token, act.now, act.today).await?
    {
        end_session(tx, visit.access.person.id, visit.session).await?;
    }
    directory::forget_ended_sessions(tx, act.now).await?;
    let token = begin_session(tx, act, proof, device).await?;
    let subject = Some(format!("person:{}", act.person));
    audit_of(tx, act, None, subject, "session.begin", detail).await?;
    Ok(token)
}

/// How long after they came in somebody without a password may change what opens their sessions.
const A_MOMENT: TimeDelta = TimeDelta::minutes(15);

/// What is wrong when somebody signed in is asked again who they are: their password or, for those
/// who have none, that they came in a moment ago.
pub(super) async fn unproved(
    site: &Site,
    visitor: &Visitor,
    origin: &str,
    password: String,
) -> Result<Option<&'static str>, Problem> {
    let (person, now) = (&visitor.0.access.person, site.clock.now());
    let email = person.email.clone().unwrap_or_default();
    let known = credential_of(site.db.conn(), person.id).await?;
    let Some(hash) = known.and_then(|credential| credential.password) else {
        let sessions = directory::sessions(site.db.conn(), person.id, now).await?;
        let here = sessions.iter().find(|session| session.number == visitor.0.session);
        let recent = here.is_some_and(|here| now < here.started_at + A_MOMENT);
        return Ok((!recent).then_some(
            "Vous êtes connecté depuis longtemps : déconnectez-vous, revenez, et recommencez.",
        ));
    };
    let tries = Tries { email: &email, origin, at: now };
    if !tries.take(site).await? {
        return Err(Problem::TooMany(15));
    }
    if !password::opens(password, Some(hash)).await? {
        return Ok(Some("Ce n'est pas votre mot de passe actuel."));
    }
    tries.forget(site).await?;
    Ok(None)
}

/// `POST /deconnexion`.
pub(super) async fn leave(site: Site, visitor: Visitor) -> Result<Response, Problem> {
    let Visit { access, session, .. } = visitor.0.as_ref();
    let tx = site.db.write().await?;
    end_session(&tx, access.person.id, *session).await?;
    let subject = Some(format!("person:{}", access.person.id));
    audit_of(&tx, &visitor.act(&site), None, subject, "session.end", json!({})).await?;
    tx.commit().await?;
    without_session(web::SIGN_IN)
}

fn form(email: &str, to: &str) -> Form {
    let email = Field::new("courriel", "Adresse électronique", Input::Email)
        .value(email)
        .autocomplete("username");
    let password = Field::new("mot_de_passe", "Mot de passe", Input::Password)
        .autocomplete("current-password");
    Form::new("/connexion", "Se connecter")
        .field(email)
        .field(password)
        .field(Field::new("vers", "", Input::Hidden).value(to))
}

/// The ways to come in.
#[derive(Template)]
#[template(path = "office/enter.html")]
struct Ways {
    page: Page,
    lead: String,
    form: Form,
    key: Button,
    by_link: Part,
}

fn shown(
    page: Page,
    site: &Site,
    email: &str,
    to: &str,
    wrong: Option<String>,
) -> Result<Response, Problem> {
    let by_link = Part::under(
        "Sans mot de passe",
        "Recevez par courriel un lien qui vous connecte une fois. C'est aussi ainsi que l'on choisit \
         un nouveau mot de passe.",
        link::form(email),
    );
    let right = wrong.is_none();
    let lead = format!("{}\u{a0}: chacun y voit ce qui le concerne, et rien d'autre.", page.pole());
    let (form, key) = (form(email, to).refused(wrong), Button::new(site, "", to));
    answer(&Ways { page, lead, form, key, by_link }, right)
}
