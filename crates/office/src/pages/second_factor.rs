//! The second factor: six digits from a telephone, chosen the first time.

use axum::response::Response;
use directory::{Act, audit_of, begin_session, end_session};
use domain::words::{hex, unhex};
use serde::Deserialize;
use serde_json::json;
use web::form::{Field, Form, Input, Sent};
use web::{Page, Problem, Site, Visitor};

use super::{Device, Forms, Part, with_session};
use crate::code::Code;
use crate::factors::{credential_of, set_code, use_step};
use crate::throttle;

/// `GET /connexion/code`.
pub(super) async fn show(page: Page, site: Site, visitor: Visitor) -> Result<Response, Problem> {
    shown(page, &site, &visitor, None, None).await
}

#[derive(Deserialize)]
pub(super) struct Given {
    code: String,
    #[serde(default)]
    secret: String,
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
    let credential = credential_of(&tx, person.id).await?;
    let kept = credential.as_ref().and_then(|credential| credential.code_secret.clone());
    let is_new = kept.is_none();
    let sealed = kept.or_else(|| carried(&given.secret)).unwrap_or_default();
    let code = Code::opened(&site.sealing, person.id, &sealed, &site.pole, &email)?;
    let last = credential.and_then(|credential| credential.code_step);
    let step = code.and_then(|code| code.step(&given.code, act.now.timestamp(), last));
    let right = match step {
        Some(step) if is_new => {
            set_code(&tx, &act, person.id, sealed, step).await?;
            true
        }
        Some(step) => use_step(&tx, person.id, step).await?,
        None => false,
    };
    if !right {
        tx.commit().await?;
        let wrong = "Ce code ne convient pas : il change toutes les trente secondes et ne sert qu'une \
                     fois. Attendez le suivant.";
        let secret = is_new.then_some(given.secret);
        return shown(page, &site, &visitor, Some(wrong), secret).await;
    }
    throttle::CODES.forget(&tx, &counted).await?;
    end_session(&tx, person.id, visit.session).await?;
    let token = begin_session(&tx, &act, true, &device).await?;
    told(&tx, &act).await?;
    tx.commit().await?;
    with_session(token, "/")
}

async fn told(tx: &db::Tx, act: &Act) -> Result<(), Problem> {
    let subject = Some(format!("person:{}", act.person));
    Ok(audit_of(tx, act, None, subject, "code.given", json!({})).await?)
}

async fn shown(
    page: Page,
    site: &Site,
    visitor: &Visitor,
    wrong: Option<&str>,
    secret: Option<String>,
) -> Result<Response, Problem> {
    let person = &visitor.0.access.person;
    let email = person.email.clone().unwrap_or_default();
    let known = credential_of(site.db.conn(), person.id).await?;
    let known = known.is_some_and(|credential| credential.code_secret.is_some());
    let digits = Field::new("code", "Code à six chiffres", Input::Code)
        .autocomplete("one-time-code")
        .error(wrong.map(str::to_owned));
    let form = Form::new("/connexion/code", "Continuer").field(digits);
    if known {
        let lead = "Ouvrez sur votre téléphone l'application qui donne vos codes.".to_owned();
        let title = "Votre code".to_owned();
        return Forms { page, crumbs: Vec::new(), title, lead, parts: vec![Part::new(form)] }
            .answer();
    }
    let sealed = secret.as_deref().and_then(carried);
    let kept = match sealed {
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
    Forms {
        page,
        crumbs: Vec::new(),
        title: "Choisir votre second facteur".to_owned(),
        lead: "Votre rôle lit ou change ce qui appartient à d'autres : un mot de passe seul n'y suffit \
               pas."
            .to_owned(),
        parts: vec![part],
    }
    .answer()
}

/// A secret that a page carried, sealed.
fn carried(text: &str) -> Option<Vec<u8>> {
    unhex(text).filter(|sealed| !sealed.is_empty())
}
