//! Sign-in by password, and signing out.

use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, Utc};
use db::Scope;
use directory::{Act, Visit, audit_of, begin_session, end_session, needs_second_factor, person};
use serde::Deserialize;
use serde_json::json;
use web::form::{Field, Form, Input, Sent};
use web::{Page, Problem, Query, SECOND_FACTOR, Site, Visitor};

use super::{Device, Forms, Origin, Part, back, link, with_session, without_session};
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
pub(super) async fn show(page: Page, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    if page.person().is_some() {
        return Ok(Redirect::to(back(&asked.vers)).into_response());
    }
    shown(page, form("", back(&asked.vers)), "")
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
        let refused = form(&given.courriel, &given.vers).refused(Some(
            "L'adresse ou le mot de passe ne convient pas. Vérifiez les deux, ou demandez un lien \
             par courriel."
                .to_owned(),
        ));
        return shown(page, refused, &given.courriel);
    };
    tries.forget(&site).await?;
    admitted(&site, &person, credential.as_ref(), &headers, &device, back(&given.vers)).await
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

/// Opens a session for somebody who has proved who they are by one factor, and leads on: to the
/// second factor when one is set or asked of them.
pub(super) async fn admitted(
    site: &Site,
    person: &person::Model,
    credential: Option<&credential::Model>,
    headers: &HeaderMap,
    device: &str,
    to: &str,
) -> Result<Response, Problem> {
    let act = Act { person: person.id, now: site.clock.now(), today: site.clock.today() };
    // Who comes in is known just now: what their seats ask of them is read wherever they are.
    let tx = site.seeing(Scope::Everything).db.write().await?;
    let has_code = credential.is_some_and(|credential| credential.code_secret.is_some());
    let asked = !site.demonstration && needs_second_factor(&tx, person.id, act.today).await?;
    let complete = !has_code && !asked;
    // Whatever session this browser had is over: a token is new at each sign-in.
    if let Some(token) = web::token(headers)
        && let Some(visit) = directory::visit(&tx, token, act.now, act.today).await?
    {
        end_session(&tx, visit.access.person.id, visit.session).await?;
    }
    directory::forget_ended_sessions(&tx, act.now).await?;
    let token = begin_session(&tx, &act, complete, device).await?;
    let subject = Some(format!("person:{}", person.id));
    audit_of(&tx, &act, None, subject, "session.begin", json!({"device": device})).await?;
    tx.commit().await?;
    if complete { with_session(token, to) } else { with_session(token, SECOND_FACTOR) }
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

fn shown(page: Page, form: Form, email: &str) -> Result<Response, Problem> {
    let pole = page.pole().to_owned();
    let by_link = Part::under(
        "Sans mot de passe",
        "Recevez par courriel un lien qui vous connecte une fois. C'est aussi ainsi que l'on choisit \
         un nouveau mot de passe.",
        link::form(email),
    );
    Forms {
        page,
        crumbs: Vec::new(),
        title: "Se connecter".to_owned(),
        lead: format!("{pole}\u{a0}: chacun y voit ce qui le concerne, et rien d'autre."),
        parts: vec![Part::new(form), by_link],
    }
    .answer()
}
