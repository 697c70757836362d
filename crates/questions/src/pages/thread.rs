//! One question: what it is about, what was said, the answer, the end.

use askama::Template;
use axum::extract::Request;
use axum::response::{IntoResponse as _, Redirect, Response};
use chrono::{DateTime, Utc};
use domain::dossier::State;
use dossier::{Said, Thread, close_question, messages, post_message, thread};
use web::form::Form;
use web::french::long_date;
use web::pieces::{Badge, Crumb, Link};
use web::threads::{DocumentLink, document_link, name, state, thread_address};
use web::{Page, Path, Problem, Reading, Seat, Site, answer as answered, notice};

use super::{above, writing};
use crate::sent::Sent;
use crate::tell::tell;

#[derive(Template)]
#[template(path = "questions/thread.html")]
struct Shown {
    page: Page,
    crumbs: Vec<Crumb>,
    title: String,
    about: Link,
    warning: Option<String>,
    state: Badge,
    since: String,
    awaits: Option<&'static str>,
    waits_for_a_piece: bool,
    messages: Vec<Message>,
    is_closed: bool,
    form: Form,
    close: Form,
}

/// A message as the page shows it.
struct Message {
    position: i64,
    author: String,
    at: String,
    lines: Vec<String>,
    documents: Vec<DocumentLink>,
}

/// `GET /a/{slug}/questions/{numero}`.
pub(super) async fn show(
    page: Page,
    seat: Seat,
    site: Site,
    reading: Reading,
    Path((_, number)): Path<(String, i64)>,
) -> Result<Response, Problem> {
    let thread = thread(&*reading, &seat.reader(), number).await?.ok_or(Problem::NotFound)?;
    let (form, close) = (writing_in(&seat, &thread, ""), closing(&seat, number));
    shown(page, &site, &seat, &reading, &thread, (form, close)).await
}

/// `POST /a/{slug}/questions/{numero}`: a message, which answers, asks on or opens again.
pub(super) async fn answer(
    page: Page,
    seat: Seat,
    site: Site,
    Path((_, number)): Path<(String, i64)>,
    request: Request,
) -> Result<Response, Problem> {
    let before = found(&site, &seat, number).await?;
    let sent = Sent::receive(&site, request).await?;
    let mut form = writing_in(&seat, &before, sent.words("message"));
    if let Some(message) = sent.message(&mut form) {
        let act = seat.act(&site);
        let posted = form.act(&site, async |tx| {
            let posted = post_message(tx, &act, &seat.reader(), number, &message).await?;
            if let Some(thread) = &posted {
                tell(tx, &site, &seat, &act, thread).await?;
            }
            Ok(posted)
        });
        if let Some(posted) = posted.await? {
            posted.ok_or(Problem::NotFound)?;
            return Ok(back(&seat, number));
        }
    }
    let reading = Reading::of(&site).await?;
    let close = closing(&seat, number);
    shown(page, &site, &seat, &reading, &before, (form, close)).await
}

/// `POST /a/{slug}/questions/{numero}/clore`.
pub(super) async fn close(
    page: Page,
    seat: Seat,
    site: Site,
    Path((_, number)): Path<(String, i64)>,
) -> Result<Response, Problem> {
    let act = seat.act(&site);
    let mut close = closing(&seat, number);
    let closed =
        close.act(&site, async |tx| close_question(tx, &act, &seat.reader(), number).await);
    match closed.await? {
        Some(true) => return Ok(back(&seat, number)),
        Some(false) => return Err(Problem::NotFound),
        None => {}
    }
    let thread = found(&site, &seat, number).await?;
    let reading = Reading::of(&site).await?;
    let form = writing_in(&seat, &thread, "");
    shown(page, &site, &seat, &reading, &thread, (form, close)).await
}

/// The thread now; 404 when there is none for them.
async fn found(site: &Site, seat: &Seat, number: i64) -> Result<Thread, Problem> {
    let reading = Reading::of(site).await?;
    let found = thread(&*reading, &seat.reader(), number).await?;
    found.ok_or(Problem::NotFound)
}

fn back(seat: &Seat, number: i64) -> Response {
    Redirect::to(&thread_address(&seat.association.slug, number)).into_response()
}

fn writing_in(seat: &Seat, thread: &Thread, text: &str) -> Form {
    let awaited = thread.standing.is_answered_by(seat.reader().side());
    let submit = match thread.standing.state {
        State::Closed => "Écrire et rouvrir la question",
        State::Open if awaited => "Répondre",
        _ => "Écrire un message",
    };
    let action = thread_address(&seat.association.slug, thread.number);
    writing(action, submit, ("Votre message", text))
}

fn closing(seat: &Seat, number: i64) -> Form {
    let thread = thread_address(&seat.association.slug, number);
    Form::new(format!("{thread}/clore"), "Clore la question")
}

async fn shown(
    page: Page,
    site: &Site,
    seat: &Seat,
    reading: &Reading,
    thread: &Thread,
    (form, close): (Form, Form),
) -> Result<Response, Problem> {
    let slug = &seat.association.slug;
    let standing = thread.standing;
    let said = messages(&**reading, &seat.reader(), thread).await?;
    let since = format!("par {}, {}", thread.state_by, moment(site, thread.state_at));
    let is_open = standing.state == State::Open;
    let right = !form.is_wrong() && !close.is_wrong();
    let shown = Shown {
        page,
        crumbs: Crumb::trail(above(&seat.association), &name(thread)),
        title: name(thread),
        about: Link::new(thread.subject.title(), thread.subject.address(slug)),
        warning: notice(reading).await?,
        state: state(thread),
        since,
        awaits: is_open.then(|| standing.awaits.french()),
        waits_for_a_piece: is_open && standing.missing_piece,
        messages: said.into_iter().map(|said| message(site, slug, said)).collect(),
        is_closed: standing.state == State::Closed,
        form,
        close,
    };
    answered(&shown, right)
}

fn message(site: &Site, slug: &str, said: Said) -> Message {
    Message {
        position: said.position,
        author: said.author,
        at: moment(site, said.at),
        lines: said.text.lines().map(str::to_owned).collect(),
        documents: said.documents.iter().map(|joined| document_link(slug, joined)).collect(),
    }
}

/// `le 12 mars 2027 à 14:05`, on the pôle's wall clock.
fn moment(site: &Site, at: DateTime<Utc>) -> String {
    let local = site.clock.at(at);
    format!("le {} à {}", long_date(local.date_naive()), local.format("%H:%M"))
}
