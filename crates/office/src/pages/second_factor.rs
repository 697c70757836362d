//! The second factor: six digits from a telephone, chosen the first time, or a passkey.

use askama::Template;
use axum::response::Response;
use directory::{Proof, Visit, audit_of, begin_session, end_session};
use domain::words::{hex, unhex};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use serde_json::json;
use web::form::{Field, Form, Input, Sent};
use web::{Page, Problem, Query, Site, Visitor, answer};

use super::passkey_entry::Button;
use super::{Device, Part, back, with_session};
use crate::code::Code;
use crate::factors::{credential_of, set_code, use_step};
use crate::passkeys::passkeys_of;
use crate::throttle;

#[derive(Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    vers: String,
}

/// `GET /connexion/code?vers=`.
pub(super) async fn show(
    page: Page,
    site: Site,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    shown(page, &site, &visitor, &Given { vers: asked.vers, ..Given::default() }, None).await
}

#[derive(Default, Deserialize)]
pub(super) struct Given {
    code: String,
    #[serde(default)]
    secret: String,
    #[serde(default)]
    vers: String,
}

/// What second factor somebody has, and whether they may choose a first one now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Has {
    Code { keys: bool },
    KeysAlone,
    NoneYet { may_choose: bool },
}

impl Has {
    async fn of<C: ConnectionTrait>(conn: &C, visit: &Visit) -> Result<Self, Problem> {
        let person = visit.access.person.id;
        let known = credential_of(conn, person).await?;
        let has_code = known.is_some_and(|credential| credential.code_secret.is_some());
        let keys = !passkeys_of(conn, person).await?.is_empty();
        Ok(match () {
            () if has_code => Self::Code { keys },
            // The key is given before codes are chosen: a password does not go round it.
            () if keys && !visit.complete => Self::KeysAlone,
            () => Self::NoneYet { may_choose: visit.vouched },
        })
    }
}

/// `POST /connexion/code`.
pub(super) async fn give(
    page: Page,
    site: Site,
    Device(device): Device,
    visitor: Visitor,
    Sent(given): Sent<Given>,
) -> Result<Response, Problem> {
    let (act, visit) = (visitor.act(&site), visitor.0.clone());
    let person = &visit.access.person;
    let email = person.email.clone().unwrap_or_default();
    let counted = person.id.to_string();
    // One transaction from the count to the code: of two at once, one comes second.
    let tx = site.db.write().await?;
    if !throttle::CODES.take(&tx, &counted, act.now).await? {
        return Err(Problem::TooMany(15));
    }
    let has = Has::of(&tx, &visit).await?;
    let credential = credential_of(&tx, person.id).await?;
    let last = credential.as_ref().and_then(|credential| credential.code_step);
    let sealed = match has {
        Has::Code { .. } => credential.and_then(|credential| credential.code_secret),
        Has::NoneYet { may_choose: true } => carried(&given.secret),
        Has::NoneYet { may_choose: false } | Has::KeysAlone => None,
    };
    let sealed = sealed.unwrap_or_default();
    let code = Code::opened(&site.sealing, person.id, &sealed, &site.pole, &email)?;
    let step = code.and_then(|code| code.step(&given.code, act.now.timestamp(), last));
    let right = match (step, has) {
        (Some(step), Has::Code { .. }) => use_step(&tx, person.id, step).await?,
        (Some(step), _) => {
            set_code(&tx, &act, person.id, sealed, step).await?;
            true
        }
        (None, _) => false,
    };
    if !right {
        tx.commit().await?;
        let wrong = "Ce code ne convient pas : il change toutes les trente secondes et ne sert qu'une \
                     fois. Attendez le suivant.";
        return shown(page, &site, &visitor, &given, Some(wrong)).await;
    }
    throttle::CODES.forget(&tx, &counted).await?;
    end_session(&tx, person.id, visit.session).await?;
    let token = begin_session(&tx, &act, Proof::Whole, &device).await?;
    let subject = Some(format!("person:{}", act.person));
    audit_of(&tx, &act, None, subject, "code.given", json!({})).await?;
    tx.commit().await?;
    with_session(token, back(&given.vers))
}

/// What is asked besides the first factor.
#[derive(Template)]
#[template(path = "office/second_factor.html")]
struct Second {
    page: Page,
    title: &'static str,
    lead: &'static str,
    code: Option<Part>,
    key: Option<Button>,
}

async fn shown(
    page: Page,
    site: &Site,
    visitor: &Visitor,
    given: &Given,
    wrong: Option<&str>,
) -> Result<Response, Problem> {
    let email = visitor.0.access.person.email.clone().unwrap_or_default();
    let to = back(&given.vers);
    let digits = Field::new("code", "Code à six chiffres", Input::Code)
        .autocomplete("one-time-code")
        .error(wrong.map(str::to_owned));
    let form = Form::new("/connexion/code", "Continuer")
        .field(digits)
        .field(Field::new("vers", "", Input::Hidden).value(to));
    let button = || Button::new(site, &email, to);
    let second = match Has::of(site.db.conn(), &visitor.0).await? {
        Has::Code { keys } => Second {
            page,
            title: "Votre code",
            lead: "Ouvrez sur votre téléphone l'application qui donne vos codes.",
            code: Some(Part::new(form)),
            key: keys.then(button).filter(|button| button.is_offered),
        },
        Has::KeysAlone => Second {
            page,
            title: "Votre clé d'accès",
            lead: "Votre rôle demande plus qu'un mot de passe ou un lien : donnez votre clé d'accès. \
                   Si elle est perdue, une personne qui administre les accès remet votre second \
                   facteur à zéro.",
            code: None,
            key: Some(button()),
        },
        Has::NoneYet { may_choose: true } => Second {
            page,
            title: "Choisir votre second facteur",
            lead: "Votre rôle lit ou change ce qui appartient à d'autres : un mot de passe seul n'y \
                   suffit pas.",
            code: Some(choosing(site, visitor, &given.secret, form)?),
            key: None,
        },
        Has::NoneYet { may_choose: false } => Second {
            page,
            title: "Une invitation est nécessaire",
            lead: "Votre rôle demande un second facteur, que vous n'avez pas encore choisi. Ni un lien \
                   que l'on demande soi-même ni le mot de passe qu'il fait choisir n'y suffisent : \
                   entrez par le mot de passe que vous aviez, ou demandez à une personne qui administre \
                   les accès de vous envoyer un lien.",
            code: None,
            key: None,
        },
    };
    answer(&second, wrong.is_none())
}

/// The secret to be read by a telephone: the one that a page carried already, else a new one.
fn choosing(site: &Site, visitor: &Visitor, secret: &str, form: Form) -> Result<Part, Problem> {
    let person = &visitor.0.access.person;
    let email = person.email.clone().unwrap_or_default();
    let kept = match carried(secret) {
        Some(sealed) => Code::opened(&site.sealing, person.id, &sealed, &site.pole, &email)?,
        None => None,
    };
    let code = match kept {
        Some(code) => code,
        None => Code::draw(&site.pole, &email)?,
    };
    let sealed = hex(&code.sealed(&site.sealing, person.id)?);
    let groups: Vec<String> = code
        .secret()
        .as_bytes()
        .chunks(4)
        .map(|four| String::from_utf8_lossy(four).into())
        .collect();
    let mut part = Part::new(form.field(Field::new("secret", "", Input::Hidden).value(sealed)));
    part.picture = Some(code.picture()?);
    part.text = Some(format!(
        "Installez sur votre téléphone une application de codes (Aegis, FreeOTP, Google \
         Authenticator…), lisez cette image avec elle, puis recopiez le code qu'elle donne. Sans \
         appareil photo, tapez-y ce secret : {}.",
        groups.join(" ")
    ));
    Ok(part)
}

/// A secret that a page carried, sealed.
fn carried(text: &str) -> Option<Vec<u8>> {
    unhex(text).filter(|sealed| !sealed.is_empty())
}
