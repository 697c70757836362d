//! Entering an agreement, correcting it before it is in force, what follows it.

use axum::response::{IntoResponse, Redirect, Response};
use directory::{association, associations};
use sharing::{
    Convention, amend_convention, conventions, correct_convention, end_convention, enter_convention,
};
use web::form::{self, Form, Pairs};
use web::{Page, Path, Problem, Reading, Site, Visitor};

use super::Shelf;
use super::forms::{
    Sent, amendment_form, as_sent, draft_form, end_form, read_amendment, read_draft, read_end,
};
use super::show::{numbered, shown};
use crate::pages::{Forms, Part};

const WARNING: &str = "Une convention déjà en vigueur ne se corrige plus, sinon par un avenant\u{a0}: \
                       relisez avant d'inscrire.";

/// `GET /pole/conventions/nouvelle`.
pub(in crate::pages) async fn new(page: Page, reading: Reading) -> Result<Response, Problem> {
    let entities = associations(&*reading).await?;
    blank(page, draft_form(&entities, None, &Pairs::default()))
}

/// The page of a new agreement.
fn blank(page: Page, form: Form) -> Result<Response, Problem> {
    Forms {
        page,
        crumbs: Shelf::Pole.crumbs(Some("Inscrire")),
        title: "Inscrire une convention".to_owned(),
        lead: WARNING.to_owned(),
        parts: vec![Part::new(form)],
    }
    .answer()
}

/// `POST /pole/conventions`.
pub(in crate::pages) async fn enter(
    page: Page,
    site: Site,
    visitor: Visitor,
    form::Sent(sent): form::Sent<Pairs>,
) -> Result<Response, Problem> {
    let (entities, others) = known(&site).await?;
    let mut form = draft_form(&entities, None, &sent);
    let act = visitor.act(&site);
    let draft = read_draft(&mut form, &sent, &entities, (&others, None), act.today);
    let entered = form.act(&site, async |tx| enter_convention(tx, &act, &draft).await).await?;
    match entered {
        Some(number) => Ok(Redirect::to(&Shelf::Pole.one(&number)).into_response()),
        None => blank(page, form),
    }
}

/// The entities and the agreements as they are now.
async fn known(site: &Site) -> Result<(Vec<association::Model>, Vec<Convention>), Problem> {
    let reading = Reading::of(site).await?;
    Ok((associations(&*reading).await?, conventions(&*reading).await?))
}

/// `GET /pole/conventions/{numero}/corriger`.
pub(in crate::pages) async fn rewrite(
    page: Page,
    site: Site,
    reading: Reading,
    Path(number): Path<String>,
) -> Result<Response, Problem> {
    let one = numbered(&reading, &number).await?;
    if !one.is_open(site.clock.today()) {
        return Ok(Redirect::to(&Shelf::Pole.one(&one.row.number)).into_response());
    }
    let entities = associations(&*reading).await?;
    let form = draft_form(&entities, Some(&one), &as_sent(&one, &entities));
    open(page, &one, form)
}

/// The page of a correction.
fn open(page: Page, one: &Convention, form: Form) -> Result<Response, Problem> {
    let title = format!("Corriger la convention {}", one.row.number);
    Forms {
        page,
        crumbs: Shelf::Pole.crumbs(Some(&title)),
        lead: "Elle n'est pas encore en vigueur. Ce qui était écrit avant reste dans son histoire."
            .to_owned(),
        title,
        parts: vec![Part::new(form)],
    }
    .answer()
}

/// `POST /pole/conventions/{numero}/corriger`.
pub(in crate::pages) async fn correct(
    page: Page,
    site: Site,
    visitor: Visitor,
    Path(number): Path<String>,
    form::Sent(sent): form::Sent<Pairs>,
) -> Result<Response, Problem> {
    let one = numbered(&Reading::of(&site).await?, &number).await?;
    let (entities, others) = known(&site).await?;
    let mut form = draft_form(&entities, Some(&one), &sent);
    let act = visitor.act(&site);
    let draft = read_draft(&mut form, &sent, &entities, (&others, Some(&one)), act.today);
    let read = (one.row.id, sent.one("version").parse().unwrap_or(0));
    let done = form.act(&site, async |tx| correct_convention(tx, &act, read, &draft).await).await?;
    match done {
        Some(()) => Ok(Redirect::to(&Shelf::Pole.one(&number)).into_response()),
        None => open(page, &one, form),
    }
}

/// `POST /pole/conventions/{numero}/avenant`.
pub(in crate::pages) async fn amend(
    page: Page,
    site: Site,
    visitor: Visitor,
    Path(number): Path<String>,
    form::Sent(sent): form::Sent<Pairs>,
) -> Result<Response, Problem> {
    let one = numbered(&Reading::of(&site).await?, &number).await?;
    let (_, others) = known(&site).await?;
    let mut form = amendment_form(&Shelf::Pole.one(&number), 0, &sent);
    let act = visitor.act(&site);
    let new = read_amendment(&mut form, &sent, (&one, &others), act.today);
    let read = (one.row.id, sent.one("rang").parse().unwrap_or(0));
    let done = form.act(&site, async |tx| amend_convention(tx, &act, read, &new).await).await?;
    followed(page, &site, &number, done, (Sent::Amendment, form)).await
}

/// `POST /pole/conventions/{numero}/fin`.
pub(in crate::pages) async fn end(
    page: Page,
    site: Site,
    visitor: Visitor,
    Path(number): Path<String>,
    form::Sent(sent): form::Sent<Pairs>,
) -> Result<Response, Problem> {
    let one = numbered(&Reading::of(&site).await?, &number).await?;
    let mut form = end_form(&Shelf::Pole.one(&number), &sent);
    let act = visitor.act(&site);
    let new = read_end(&mut form, &sent, &one, act.today);
    let id = one.row.id;
    let done = form.act(&site, async |tx| end_convention(tx, &act, id, &new).await).await?;
    followed(page, &site, &number, done, (Sent::End, form)).await
}

/// Back to the agreement; a refusal shows it as it is now, with what was typed.
async fn followed(
    page: Page,
    site: &Site,
    number: &str,
    done: Option<()>,
    wrong: (Sent, Form),
) -> Result<Response, Problem> {
    if done.is_some() {
        return Ok(Redirect::to(&Shelf::Pole.one(number)).into_response());
    }
    let reading = Reading::of(site).await?;
    let one = numbered(&reading, number).await?;
    shown(page, site, &reading, (Shelf::Pole, one), true, Some(wrong)).await
}
