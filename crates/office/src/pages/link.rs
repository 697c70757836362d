//! Links that serve once: asked for, shown, followed. Showing one uses nothing up, so that a mail
//! reader that opens links in advance does no harm.

use askama::Template;
use axum::http::HeaderMap;
use axum::response::Response;
use directory::{Act, Token, person};
use sea_orm::EntityTrait;
use serde::Deserialize;
use web::form::{Field, Form, Input, Sent};
use web::{Page, Path, Problem, Site, render};

use super::enter::{Admission, admitted};
use super::{Device, Forms, Origin, Part};
use crate::factors::{
    self, Link, Purpose, credential_of, person_of, send_asked, set_password, use_link,
};
use crate::{password, throttle};

#[derive(Deserialize)]
pub(super) struct Asked {
    courriel_lien: String,
    #[serde(default)]
    pour: String,
}

#[derive(Template)]
#[template(path = "office/said.html")]
struct Said {
    page: Page,
    title: &'static str,
    text: String,
}

/// `POST /connexion/lien`: says the same whether the address is known or not.
pub(super) async fn ask(
    page: Page,
    site: Site,
    Origin(origin): Origin,
    Sent(asked): Sent<Asked>,
) -> Result<Response, Problem> {
    let (now, email) = (site.clock.now(), asked.courriel_lien.trim().to_lowercase());
    let conn = site.db.conn();
    if throttle::LETTERS_FROM.is_reached(conn, &origin, now).await? {
        return Err(Problem::TooMany(60));
    }
    let purpose = if asked.pour == "password" { Purpose::Password } else { Purpose::SignIn };
    let known = person_of(conn, &email).await?;
    let tx = site.db.write().await?;
    if !throttle::LETTERS_FROM.take(&tx, &origin, now).await? {
        return Err(Problem::TooMany(60));
    }
    if let Some(person) = known {
        send_asked(&tx, &site, &person, purpose).await?;
    }
    tx.commit().await?;
    let text = "Si cette adresse est celle d'une personne qui a un accès, un message l'attend : il \
                arrive en une minute ou deux. Demandé deux fois de suite, il n'est envoyé qu'une fois ; \
                regardez aussi dans les indésirables."
        .to_owned();
    render(&Said { page, title: "Regardez vos courriels", text })
}

/// `GET /connexion/lien/{jeton}`.
pub(super) async fn show(
    page: Page,
    site: Site,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    match good(&site, &token).await? {
        Some((_, link)) => shown(page, &token, link.purpose, None),
        None => used_up(page),
    }
}

async fn good(site: &Site, token: &str) -> Result<Option<(Token, Link)>, Problem> {
    let Some(token) = Token::parse(token) else { return Ok(None) };
    let found = factors::link(site.db.conn(), token, site.clock.now()).await?;
    Ok(found.map(|link| (token, link)))
}

#[derive(Default, Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    nouveau: String,
}

/// `POST /connexion/lien/{jeton}`.
pub(super) async fn follow(
    page: Page,
    site: Site,
    Device(device): Device,
    Path(text): Path<String>,
    headers: HeaderMap,
    Sent(chosen): Sent<Chosen>,
) -> Result<Response, Problem> {
    let Some((token, link)) = good(&site, &text).await? else { return used_up(page) };
    let Link { person: id, purpose, vouched } = link;
    let person = person::Entity::find_by_id(id).one(site.db.conn()).await?;
    let person = person.ok_or(Problem::NotFound)?;
    let mut hash = None;
    if purpose == Purpose::Password {
        let about =
            [person.name.as_str(), person.email.as_deref().unwrap_or_default(), page.pole()];
        if let Some(weak) = password::weakness(&chosen.nouveau, &about) {
            return shown(page, &text, purpose, Some(weak));
        }
        hash = Some(password::hash(chosen.nouveau).await?);
    }
    let act = Act { person: id, now: site.clock.now(), today: site.clock.today() };
    let tx = site.db.write().await?;
    if use_link(&tx, token, act.now).await?.is_none() {
        return used_up(page);
    }
    if let Some(hash) = hash {
        set_password(&tx, &act, id, hash, vouched).await?;
    }
    tx.commit().await?;
    let credential = credential_of(site.db.conn(), id).await?;
    let by = Admission { credential: credential.as_ref(), vouched, to: "/" };
    admitted(&site, &person, by, &headers, &device).await
}

fn shown(
    page: Page,
    token: &str,
    purpose: Purpose,
    weak: Option<String>,
) -> Result<Response, Problem> {
    let action = format!("/connexion/lien/{token}");
    let (title, lead, form) = match purpose {
        Purpose::SignIn => (
            "Vous connecter par ce lien",
            "Il sert une seule fois : utilisez-le sur l'appareil où vous voulez travailler.",
            Form::new(action, "Me connecter"),
        ),
        Purpose::Password => {
            let new = Field::new("nouveau", "Nouveau mot de passe", Input::Password)
                .hint("Au moins 12 caractères : plusieurs mots sans lien entre eux conviennent.")
                .autocomplete("new-password")
                .error(weak);
            (
                "Choisir votre mot de passe",
                "Vous serez connecté aussitôt ; les autres appareils où vous l'étiez ne le seront plus.",
                Form::new(action, "Garder ce mot de passe").field(new),
            )
        }
    };
    let (title, lead) = (title.to_owned(), lead.to_owned());
    Forms { page, crumbs: Vec::new(), title, lead, parts: vec![Part::new(form)] }.answer()
}

/// The same words for a link that served, one that is too old and one that never was.
fn used_up(page: Page) -> Result<Response, Problem> {
    let part = Part::new(form(""));
    Forms {
        page,
        crumbs: Vec::new(),
        title: "Ce lien ne sert plus".to_owned(),
        lead: "Un lien sert une seule fois et pour peu de temps. Demandez-en un autre.".to_owned(),
        parts: vec![part],
    }
    .answer()
}

/// Asks for a link.
pub(super) fn form(email: &str) -> Form {
    let email = Field::new("courriel_lien", "Adresse électronique", Input::Email)
        .value(email)
        .autocomplete("username");
    let choices = [("sign-in", "me connecter cette fois"), ("password", "choisir un mot de passe")];
    let choices = choices.map(|(code, label)| (code.to_owned(), label.to_owned()));
    Form::new("/connexion/lien", "Recevoir un lien").field(email).field(Field::new(
        "pour",
        "Pour",
        Input::Choice(choices.into()),
    ))
}
