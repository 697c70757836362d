//! People and their seats: who has access to what, since when and until when; giving one invites
//! the person by letter.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use db::Tx;
use directory::{
    Act, Error, NewSeat, SeatRow, audit_of, checked_email, confirm_seat, end_seat, grant_seat,
    keep_seat, person, seats,
};
use domain::rights::{Reach, Role};
use sea_orm::EntityTrait;
use serde::Deserialize;
use serde_json::json;
use web::form::{Field, Form, Input, Sent};
use web::french::short_date;
use web::pieces::{Badge, Tone};
use web::{Page, Problem, Reading, Site, Visitor, answer};

use crate::factors::{invite, reset_code};

#[derive(Template)]
#[template(path = "office/people.html")]
struct People {
    page: Page,
    list: Vec<OfPerson>,
    form: Form,
}

/// A person and their seats.
struct OfPerson {
    id: i64,
    name: String,
    email: String,
    seats: Vec<Shown>,
}

/// A seat as the list shows it.
pub(super) struct Shown {
    pub(super) id: i64,
    pub(super) role: &'static str,
    place: String,
    pub(super) dates: String,
    pub(super) state: Badge,
    pub(super) ends: bool,
    waits: bool,
    ending: bool,
}

/// `GET /acces`.
pub(super) async fn show(page: Page, site: Site, reading: Reading) -> Result<Response, Problem> {
    let form = form(&reading, &Asked::default()).await?;
    shown(page, &site, &reading, form).await
}

#[derive(Default, Deserialize)]
pub(super) struct Asked {
    courriel: String,
    nom: String,
    role: String,
    association: String,
    du: String,
    au: String,
}

/// `POST /acces`.
pub(super) async fn grant(
    page: Page,
    site: Site,
    visitor: Visitor,
    Sent(asked): Sent<Asked>,
) -> Result<Response, Problem> {
    let reading = Reading::of(&site).await?;
    let mut form = form(&reading, &asked).await?;
    let new = read(&reading, &site, &asked, &mut form).await?;
    drop(reading);
    if let Some(new) = new {
        let act = visitor.act(&site);
        let invited = form.act(&site, async |tx| {
            let person = let_in(tx, &act, &new).await?;
            invite(tx, &site, &person).await
        });
        if invited.await?.is_some() {
            return Ok(Redirect::to("/acces").into_response());
        }
    }
    let reading = Reading::of(&site).await?;
    shown(page, &site, &reading, form).await
}

/// Gives a seat; answers whom it is for.
pub(super) async fn let_in(tx: &Tx, act: &Act, new: &NewSeat) -> Result<person::Model, Error> {
    let (seat, _) = grant_seat(tx, act, new).await?;
    let person = person::Entity::find_by_id(seat.person_id).one(tx).await?;
    person.ok_or_else(|| Error::refused("cette personne n'existe pas"))
}

/// Marks what does not say who is let in.
pub(super) fn check_who(form: &mut Form, email: &str, name: &str) {
    if let Err(error) = checked_email(email) {
        form.wrong("courriel", error.to_string());
    }
    if name.trim().is_empty() {
        form.wrong("nom", "Écrivez le nom de la personne, comme elle le dit elle-même.");
    }
}

/// Reads what was sent, marking each field that something is wrong with.
async fn read(
    reading: &Reading,
    site: &Site,
    asked: &Asked,
    form: &mut Form,
) -> Result<Option<NewSeat>, Problem> {
    check_who(form, &asked.courriel, &asked.nom);
    let role = Role::parse(&asked.role);
    if role.is_none() {
        form.wrong("role", "Choisissez un rôle.");
    }
    let all = directory::associations(&**reading).await?;
    let association = all.iter().find(|one| one.slug == asked.association).map(|one| one.id);
    match role.map(Role::reach) {
        // Never taken for « tout le pôle ».
        _ if association.is_none() && !asked.association.is_empty() => {
            form.wrong("association", "Cette association n'existe pas : choisissez-en une autre.");
        }
        Some(Reach::Association) if association.is_none() => {
            form.wrong(
                "association",
                "Ce rôle se tient dans une association : choisissez laquelle.",
            );
        }
        Some(Reach::Pole) if association.is_some() => {
            form.wrong("association", "Ce rôle se tient pour tout le pôle.");
        }
        _ => {}
    }
    let (from, until) = (form.day("du", &asked.du), form.day("au", &asked.au));
    Ok(role.map(|role| NewSeat {
        email: asked.courriel.clone(),
        name: asked.nom.clone(),
        role,
        association,
        from: from.unwrap_or(site.clock.today()),
        until,
    }))
}

#[derive(Deserialize)]
pub(super) struct OfSeat {
    seat: i64,
}

/// `POST /acces/fin`.
pub(super) async fn end(
    site: Site,
    visitor: Visitor,
    Sent(asked): Sent<OfSeat>,
) -> Result<Response, Problem> {
    let tx = site.db.write().await?;
    end_seat(&tx, &visitor.act(&site), asked.seat).await.map_err(Problem::of_act)?;
    tx.commit().await?;
    Ok(Redirect::to("/acces").into_response())
}

/// `POST /acces/confirmation`.
pub(super) async fn confirm(
    site: Site,
    visitor: Visitor,
    Sent(asked): Sent<OfSeat>,
) -> Result<Response, Problem> {
    let tx = site.db.write().await?;
    confirm_seat(&tx, &visitor.act(&site), asked.seat).await.map_err(Problem::of_act)?;
    tx.commit().await?;
    Ok(Redirect::to("/acces").into_response())
}

/// `POST /acces/maintien`.
pub(super) async fn keep(
    site: Site,
    visitor: Visitor,
    Sent(asked): Sent<OfSeat>,
) -> Result<Response, Problem> {
    let tx = site.db.write().await?;
    keep_seat(&tx, &visitor.act(&site), asked.seat).await.map_err(Problem::of_act)?;
    tx.commit().await?;
    Ok(Redirect::to("/acces").into_response())
}

#[derive(Deserialize)]
pub(super) struct OfOne {
    personne: i64,
}

/// `POST /acces/lien`: sends a person a link to choose a password.
pub(super) async fn send(
    site: Site,
    visitor: Visitor,
    Sent(asked): Sent<OfOne>,
) -> Result<Response, Problem> {
    let tx = site.db.write().await?;
    let person = person::Entity::find_by_id(asked.personne).one(&tx).await?;
    let person = person.ok_or(Problem::NotFound)?;
    invite(&tx, &site, &person).await.map_err(Problem::of_act)?;
    let subject = Some(format!("person:{}", person.id));
    audit_of(&tx, &visitor.act(&site), None, subject, "link.send", json!({})).await?;
    tx.commit().await?;
    Ok(Redirect::to("/acces").into_response())
}

/// `POST /acces/code`: a telephone was lost.
pub(super) async fn reset(
    site: Site,
    visitor: Visitor,
    Sent(asked): Sent<OfOne>,
) -> Result<Response, Problem> {
    let tx = site.db.write().await?;
    let person = person::Entity::find_by_id(asked.personne).one(&tx).await?;
    let person = person.ok_or(Problem::NotFound)?;
    if person.id == visitor.0.access.person.id {
        return Err(Problem::bad_request(
            "Vos propres codes sont remis à zéro par une autre personne qui administre le pôle.",
        ));
    }
    reset_code(&tx, &visitor.act(&site), person.id).await?;
    tx.commit().await?;
    Ok(Redirect::to("/acces").into_response())
}

async fn form(reading: &Reading, asked: &Asked) -> Result<Form, Problem> {
    let all = directory::associations(&**reading).await?;
    let places = std::iter::once((String::new(), "tout le pôle".to_owned()))
        .chain(all.into_iter().map(|one| (one.slug, one.name)));
    let roles = Role::ALL.map(|role| (role.code().to_owned(), role.french().to_owned()));
    let field = |name, label: &str, input, value: &str| Field::new(name, label, input).value(value);
    Ok(Form::new("/acces", "Donner l'accès et écrire à la personne")
        .field(field("courriel", "Adresse électronique", Input::Email, &asked.courriel))
        .field(field("nom", "Prénom et nom", Input::Text, &asked.nom))
        .field(field("role", "Rôle", Input::Choice(roles.into()), &asked.role))
        .field(field("association", "Où", Input::Choice(places.collect()), &asked.association))
        .field(
            field("du", "À partir du", Input::Date, &asked.du)
                .hint("Aujourd'hui si rien n'est dit.")
                .optional(),
        )
        .field(
            field("au", "Jusqu'au", Input::Date, &asked.au)
                .hint("L'accès se ferme ce jour-là au soir : la fin d'un mandat, d'une mission.")
                .optional(),
        ))
}

async fn shown(
    page: Page,
    site: &Site,
    reading: &Reading,
    form: Form,
) -> Result<Response, Problem> {
    let mut people: Vec<OfPerson> = Vec::new();
    for row in seats(&**reading).await? {
        let known = people.last().is_some_and(|one| one.id == row.person.id);
        if !known {
            people.push(OfPerson {
                id: row.person.id,
                name: row.person.name.clone(),
                email: row.person.email.clone().unwrap_or_default(),
                seats: Vec::new(),
            });
        }
        if let Some(one) = people.last_mut() {
            one.seats.push(seat(row, site.clock.today()));
        }
    }
    people.sort_by_key(|one| one.name.to_lowercase());
    let right = !form.is_wrong();
    answer(&People { page, list: people, form }, right)
}

pub(super) fn seat(row: SeatRow, today: NaiveDate) -> Shown {
    let SeatRow { seat, role, association, .. } = row;
    let over = seat.until_date.is_some_and(|until| until < today);
    let ending = seat.end_asked_by.is_some() && !over;
    let waits = ending || seat.confirmed_by.is_none() && !over;
    let state = match () {
        () if over => Badge::new("terminé", Tone::Neutral),
        () if ending => Badge::new("fin à confirmer", Tone::Warning),
        () if waits => Badge::new("à confirmer", Tone::Warning),
        () if today < seat.from_date => Badge::new("à venir", Tone::Neutral),
        () => Badge::new("ouvert", Tone::Good),
    };
    let dates = match seat.until_date {
        Some(until) => format!("du {} au {}", short_date(seat.from_date), short_date(until)),
        None => format!("depuis le {}", short_date(seat.from_date)),
    };
    Shown {
        id: seat.id,
        role: role.french(),
        place: association.map_or_else(|| "tout le pôle".to_owned(), |place| place.name),
        dates,
        state,
        ends: !over && !ending,
        waits,
        ending,
    }
}
