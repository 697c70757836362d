//! A seat and those who held it; it is given and a mandate ends.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use domain::rights::Right;
use serde::Deserialize;
use web::form::{Field, Form, Input, Sent};
use web::pieces::Crumb;
use web::table::{Cell, Table};
use web::{Page, Path, Problem, Reading, Site, Visitor, answer};

use super::state;
use crate::board::{NewMandate, seat_numbered};
use crate::mandate::{begin_mandate, end_mandate};
use crate::mandate_row;

#[derive(Template)]
#[template(path = "governance/seat.html")]
struct Shown {
    page: Page,
    crumbs: Vec<Crumb>,
    title: String,
    lead: String,
    table: Table,
    give: Option<Form>,
    end: Option<Form>,
}

/// The forms of whoever keeps the board.
struct Forms {
    give: Form,
    end: Option<Form>,
}

/// `GET /conseil/{college}/{numero}`.
pub(super) async fn show(
    page: Page,
    site: Site,
    Visitor(visit): Visitor,
    reading: Reading,
    Path((college, number)): Path<(String, i64)>,
) -> Result<Response, Problem> {
    let keeps = visit.access.may_in_pole(Right::KeepBoard);
    let forms = |held: Option<&mandate_row::Model>| {
        keeps.then(|| Forms {
            give: give_form(&college, number, &Given::default()),
            end: held.map(|held| end_form(&college, number, held.id, "")),
        })
    };
    shown(page, &site, &reading, &college, number, forms).await
}

#[derive(Default, Deserialize)]
pub(super) struct Given {
    titulaire: String,
    qualite: String,
    suppleance: String,
    du: String,
    au: String,
}

/// `POST /conseil/{college}/{numero}`: the seat is given.
pub(super) async fn give(
    page: Page,
    site: Site,
    visitor: Visitor,
    Path((college, number)): Path<(String, i64)>,
    Sent(given): Sent<Given>,
) -> Result<Response, Problem> {
    let found = seat_numbered(&*Reading::of(&site).await?, &college, number).await?;
    let (_, seat, _) = found.ok_or(Problem::NotFound)?;
    let mut form = give_form(&college, number, &given);
    let from = form.day("du", &given.du);
    if given.du.trim().is_empty() {
        form.wrong("du", "Un mandat a un premier jour.");
    }
    let until = form.day("au", &given.au);
    if let Some(from) = from {
        let new = NewMandate {
            holder: given.titulaire,
            capacity: given.qualite,
            deputy: Some(given.suppleance),
            from,
            until,
        };
        let act = visitor.act(&site);
        let begun = form.act(&site, async |tx| begin_mandate(tx, &act, seat.id, &new).await);
        if begun.await?.is_some() {
            return Ok(Redirect::to(&format!("/conseil/{college}/{number}")).into_response());
        }
    }
    let reading = Reading::of(&site).await?;
    let forms = |held: Option<&mandate_row::Model>| {
        Some(Forms { give: form, end: held.map(|held| end_form(&college, number, held.id, "")) })
    };
    shown(page, &site, &reading, &college, number, forms).await
}

#[derive(Deserialize)]
pub(super) struct Ended {
    mandat: i64,
    fin: String,
}

/// `POST /conseil/{college}/{numero}/fin`: the mandate in force ends.
pub(super) async fn end(
    page: Page,
    site: Site,
    visitor: Visitor,
    Path((college, number)): Path<(String, i64)>,
    Sent(ended): Sent<Ended>,
) -> Result<Response, Problem> {
    let found = seat_numbered(&*Reading::of(&site).await?, &college, number).await?;
    let (_, _, mandates) = found.ok_or(Problem::NotFound)?;
    if !mandates.iter().any(|mandate| mandate.id == ended.mandat) {
        return Err(Problem::NotFound);
    }
    let mut form = end_form(&college, number, ended.mandat, &ended.fin);
    let until = form.day("fin", &ended.fin);
    if ended.fin.trim().is_empty() {
        form.wrong("fin", "Dites le dernier jour du mandat.");
    }
    if let Some(until) = until {
        let act = visitor.act(&site);
        let over = form.act(&site, async |tx| end_mandate(tx, &act, ended.mandat, until).await);
        if over.await?.is_some() {
            return Ok(Redirect::to(&format!("/conseil/{college}/{number}")).into_response());
        }
    }
    let reading = Reading::of(&site).await?;
    let give = give_form(&college, number, &Given::default());
    let forms = |_: Option<&mandate_row::Model>| Some(Forms { give, end: Some(form) });
    shown(page, &site, &reading, &college, number, forms).await
}

fn give_form(college: &str, number: i64, given: &Given) -> Form {
    let field = |name, label: &str, input, value: &str| Field::new(name, label, input).value(value);
    Form::new(format!("/conseil/{college}/{number}"), "Donner le siège")
        .field(field("titulaire", "Titulaire", Input::Text, &given.titulaire))
        .field(
            field("qualite", "En qualité de", Input::Text, &given.qualite)
                .hint("Présidente de l'association, conseiller municipal délégué…"),
        )
        .field(field("suppleance", "Qui supplée", Input::Text, &given.suppleance).optional())
        .field(field("du", "À partir du", Input::Date, &given.du))
        .field(field("au", "Jusqu'au", Input::Date, &given.au).optional())
}

fn end_form(college: &str, number: i64, mandate: i64, until: &str) -> Form {
    Form::new(format!("/conseil/{college}/{number}/fin"), "Mettre fin au mandat")
        .field(Field::new("mandat", "", Input::Hidden).value(mandate.to_string()))
        .field(Field::new("fin", "Dernier jour", Input::Date).value(until))
}

async fn shown(
    page: Page,
    site: &Site,
    reading: &Reading,
    college: &str,
    number: i64,
    forms: impl FnOnce(Option<&mandate_row::Model>) -> Option<Forms>,
) -> Result<Response, Problem> {
    let today = site.clock.today();
    let found = seat_numbered(&**reading, college, number).await?;
    let (college, seat, mandates) = found.ok_or(Problem::NotFound)?;
    let all = directory::associations(&**reading).await?;
    let named_by = seat.association_id.and_then(|id| all.iter().find(|one| one.id == id));
    let lead = named_by.map_or_else(
        || "Une personne y siège en son nom propre.".to_owned(),
        |one| format!("Désigné par {}.", one.name),
    );
    let in_force = mandates.iter().find(|one| one.until_date.is_none_or(|until| today <= until));
    let (give, end) = match forms(in_force) {
        Some(Forms { give, end }) => (Some(give), end),
        None => (None, None),
    };
    let title = format!("{}, siège {number}", college.name);
    let crumbs = Crumb::trail([("Conseil", "/conseil")], &title);
    let mut table = Table::new("Ceux qui l'ont tenu")
        .words("Titulaire")
        .words("En qualité de")
        .words("Suppléance")
        .figures("Depuis le")
        .figures("Jusqu'au")
        .words("État");
    for held in &mandates {
        table.row([
            Cell::text(&held.holder),
            Cell::text(&held.capacity),
            Cell::text(held.deputy.clone().unwrap_or_default()),
            Cell::date(held.from_date),
            held.until_date.map_or_else(|| Cell::text("sans fin"), Cell::date),
            Cell::badge(state(Some(held), today)),
        ]);
    }
    let right = [&give, &end].into_iter().flatten().all(|form| !form.is_wrong());
    answer(&Shown { page, crumbs, title, lead, table, give, end }, right)
}
