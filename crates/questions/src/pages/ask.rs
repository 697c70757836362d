//! Asking: the form, with what it is about filled in by the page one comes from, and the act.

use askama::Template;
use axum::extract::Request;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::dossier::Subject;
use dossier::ask_question;
use serde::Deserialize;
use web::form::{Field, Form, Input};
use web::pieces::{Crumb, Link};
use web::threads::thread_address;
use web::{Page, Problem, Query, Reading, Seat, Site, answer, notice};

use super::{above, writing};
use crate::sent::Sent;
use crate::subject::subject_at;
use crate::tell::tell;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    sujet: String,
}

#[derive(Template)]
#[template(path = "questions/ask.html")]
struct Shown {
    page: Page,
    crumbs: Vec<Crumb>,
    association: String,
    about: Link,
    awaits: &'static str,
    warning: Option<String>,
    form: Form,
}

/// `GET /a/{slug}/questions/poser?sujet=`.
pub(super) async fn show(
    page: Page,
    seat: Seat,
    site: Site,
    reading: Reading,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let subject = subject_at(&site, &reading, &seat, &asked.sujet).await?;
    let form = form(&seat, &subject, "", false);
    shown(page, &seat, &reading, &subject, form).await
}

/// `POST /a/{slug}/questions/poser`.
pub(super) async fn ask(
    page: Page,
    seat: Seat,
    site: Site,
    request: Request,
) -> Result<Response, Problem> {
    let sent = Sent::receive(&site, request).await?;
    let reading = Reading::of(&site).await?;
    let subject = subject_at(&site, &reading, &seat, sent.words("sujet")).await?;
    drop(reading);
    let missing_piece = !sent.words("piece").is_empty();
    let mut form = form(&seat, &subject, sent.words("message"), missing_piece);
    if let Some(message) = sent.message(&mut form) {
        let act = seat.act(&site);
        let asked = form.act(&site, async |tx| {
            let reader = seat.reader();
            let thread = ask_question(tx, &act, &reader, &subject, missing_piece, &message).await?;
            tell(tx, &site, &seat, &act, &thread).await?;
            Ok(thread.number)
        });
        if let Some(number) = asked.await? {
            let thread = thread_address(&seat.association.slug, number);
            return Ok(Redirect::to(&thread).into_response());
        }
    }
    let reading = Reading::of(&site).await?;
    shown(page, &seat, &reading, &subject, form).await
}

fn form(seat: &Seat, subject: &Subject, text: &str, missing_piece: bool) -> Form {
    let slug = &seat.association.slug;
    let mut form = writing(
        format!("/a/{slug}/questions/poser"),
        "Poser la question",
        ("Votre question", text),
    );
    let sujet = Field::new("sujet", "", Input::Hidden).value(subject.address(slug));
    let piece = Field::new("piece", "Il manque une pièce", Input::Tick)
        .value(if missing_piece { "oui" } else { "" })
        .hint("La question reste ouverte jusqu'à ce qu'un document y soit joint.");
    // Files come last: what is read before them is kept when they are refused.
    form.fields.insert(0, sujet);
    form.fields.insert(2, piece);
    form
}

async fn shown(
    page: Page,
    seat: &Seat,
    reading: &Reading,
    subject: &Subject,
    form: Form,
) -> Result<Response, Problem> {
    let association = &seat.association;
    let standing = domain::dossier::Standing::asked(seat.reader().side(), false);
    let right = !form.is_wrong();
    let shown = Shown {
        page,
        crumbs: Crumb::trail(above(association), "Poser une question"),
        association: association.name.clone(),
        about: Link::new(subject.title(), subject.address(&association.slug)),
        awaits: standing.awaits.french(),
        warning: notice(reading).await?,
        form,
    };
    answer(&shown, right)
}
