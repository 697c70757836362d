//! The people whom a president lets into their own association: those who keep it, follow its money
//! or the people it hires. Who keeps the books, pays or presides is for those who keep the pôle.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use directory::{NewSeat, SeatRow, end_seat, seats};
use domain::rights::Role;
use serde::Deserialize;
use web::form::{Field, Form, Input, Sent};
use web::pieces::{Crumb, Empty};
use web::{Page, Problem, Reading, Seat, Site, Visitor, answer};

use super::people::{Shown, check_who, let_in, seat as shown_seat};
use crate::factors::{Purpose, send_asked};

/// What a president gives, in the order it is offered.
const GIVEN: [Role; 3] = [Role::Treasurer, Role::Director, Role::Counsellor];

#[derive(Template)]
#[template(path = "office/staff.html")]
struct Staff {
    page: Page,
    crumbs: Vec<Crumb>,
    lead: String,
    end: String,
    list: Vec<Member>,
    empty: Empty,
    form: Form,
}

/// A seat in the association, and whether the president ends it.
struct Member {
    name: String,
    email: String,
    seat: Shown,
    ends: bool,
}

#[derive(Default, Deserialize)]
pub(super) struct Asked {
    courriel: String,
    nom: String,
    role: String,
    au: String,
}

fn address(slug: &str) -> String {
    format!("/a/{slug}/equipe")
}

/// `GET /a/{slug}/equipe`.
pub(super) async fn show(
    page: Page,
    seat: Seat,
    site: Site,
    reading: Reading,
) -> Result<Response, Problem> {
    let form = form(&seat, &Asked::default());
    shown(page, &seat, &site, &reading, form).await
}

/// `POST /a/{slug}/equipe`: somebody is let in, and written to.
pub(super) async fn invite(
    page: Page,
    seat: Seat,
    site: Site,
    visitor: Visitor,
    Sent(asked): Sent<Asked>,
) -> Result<Response, Problem> {
    let mut form = form(&seat, &asked);
    if let Some(new) = read(&seat, &site, &asked, &mut form) {
        let act = visitor.act(&site);
        let invited = form.act(&site, async |tx| {
            let person = let_in(tx, &act, &new).await?;
            // A president vouches for nobody's second factor: the person may have other seats.
            send_asked(tx, &site, &person, Purpose::Password).await
        });
        if invited.await?.is_some() {
            return Ok(Redirect::to(&address(&seat.association.slug)).into_response());
        }
    }
    let reading = Reading::of(&site).await?;
    shown(page, &seat, &site, &reading, form).await
}

/// Reads what was sent, marking each field that something is wrong with.
fn read(seat: &Seat, site: &Site, asked: &Asked, form: &mut Form) -> Option<NewSeat> {
    check_who(form, &asked.courriel, &asked.nom);
    let role = Role::parse(&asked.role).filter(|role| GIVEN.contains(role));
    if role.is_none() {
        form.wrong("role", "Choisissez un rôle.");
    }
    let until = form.day("au", &asked.au);
    Some(NewSeat {
        email: asked.courriel.clone(),
        name: asked.nom.clone(),
        role: role?,
        association: Some(seat.association.id),
        from: site.clock.today(),
        until,
    })
}

#[derive(Deserialize)]
pub(super) struct OfSeat {
    seat: i64,
}

/// `POST /a/{slug}/equipe/fin`: an access of this association ends; any other is not there.
pub(super) async fn end(
    seat: Seat,
    site: Site,
    visitor: Visitor,
    Sent(asked): Sent<OfSeat>,
) -> Result<Response, Problem> {
    let tx = site.db.write().await?;
    let own = |row: &SeatRow| {
        row.seat.id == asked.seat
            && row.seat.association_id == Some(seat.association.id)
            && GIVEN.contains(&row.role)
    };
    if !seats(&tx).await?.iter().any(own) {
        return Err(Problem::NotFound);
    }
    end_seat(&tx, &visitor.act(&site), asked.seat).await.map_err(Problem::of_act)?;
    tx.commit().await?;
    Ok(Redirect::to(&address(&seat.association.slug)).into_response())
}

fn form(seat: &Seat, asked: &Asked) -> Form {
    let roles = GIVEN.map(|role| (role.code().to_owned(), role.french().to_owned()));
    let field = |name, label: &str, input, value: &str| Field::new(name, label, input).value(value);
    Form::new(address(&seat.association.slug), "Donner l'accès et écrire à la personne")
        .field(field("courriel", "Adresse électronique", Input::Email, &asked.courriel))
        .field(field("nom", "Prénom et nom", Input::Text, &asked.nom))
        .field(field("role", "Rôle", Input::Choice(roles.into()), &asked.role))
        .field(
            field("au", "Jusqu'au", Input::Date, &asked.au)
                .hint(
                    "L'accès se ferme ce jour-là au soir\u{a0}: la fin d'un mandat, d'un contrat.",
                )
                .optional(),
        )
}

async fn shown(
    page: Page,
    seat: &Seat,
    site: &Site,
    reading: &Reading,
    form: Form,
) -> Result<Response, Problem> {
    let association = &seat.association;
    let here = seats(&**reading).await?.into_iter();
    let here = here.filter(|row| row.seat.association_id == Some(association.id));
    let member = |row: SeatRow| {
        let (name, email) = (row.person.name.clone(), row.person.email.clone());
        let given = GIVEN.contains(&row.role);
        let seat = shown_seat(row, site.clock.today());
        Member { name, email: email.unwrap_or_default(), ends: given && seat.ends, seat }
    };
    let mut list: Vec<Member> = here.map(member).collect();
    list.sort_by_key(|one| one.name.to_lowercase());
    let above = [(association.name.as_str(), format!("/a/{}", association.slug))];
    let right = !form.is_wrong();
    let page = Staff {
        page,
        crumbs: Crumb::trail(above, "Les accès"),
        lead: format!(
            "Qui a accès à {}, comme quoi et jusqu'à quand. Un accès terminé reste dans la liste.",
            association.name
        ),
        end: format!("{}/fin", address(&association.slug)),
        list,
        empty: Empty {
            title: "Personne n'a encore d'accès propre à cette association".to_owned(),
            explanation: "La comptabilité et la direction du pôle n'y figurent pas.".to_owned(),
            action: None,
        },
        form,
    };
    answer(&page, right)
}
