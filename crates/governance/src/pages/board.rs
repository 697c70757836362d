//! The board as it sits on a day: three colleges, their seats, who holds each for whom.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use directory::association;
use domain::rights::Right;
use serde::Deserialize;
use web::address::asking;
use web::export::{Format, download, exports};
use web::form::{Field, Form, Input, Sent, day};
use web::french::{long_date, plural};
use web::pieces::{Empty, Export, Link};
use web::table::{Cell, Table};
use web::{Page, Problem, Query, Reading, Site, Visitor, answer};

use super::state;
use crate::board::{College, NewSeat, add_seat, board, last_sitting};

#[derive(Deserialize)]
pub(super) struct Asked {
    jour: Option<String>,
    format: Option<Format>,
}

#[derive(Template)]
#[template(path = "governance/board.html")]
struct Shown {
    page: Page,
    lead: String,
    day: NaiveDate,
    past: Option<Link>,
    exports: Vec<Export>,
    tables: Vec<Table>,
    empty: Empty,
    form: Option<Form>,
}

/// `GET /conseil?jour=&format=`.
pub(super) async fn show(
    page: Page,
    site: Site,
    Visitor(visit): Visitor,
    reading: Reading,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let wanted = day(asked.jour.as_deref().unwrap_or_default()).map_err(Problem::bad_request)?;
    let day = wanted.unwrap_or(site.clock.today());
    if let Some(format) = asked.format {
        let all = directory::associations(&*reading).await?;
        let colleges = board(&*reading, day).await?;
        let table = table("Conseil du Collectif", &colleges.iter().collect::<Vec<_>>(), &all, day);
        let about = vec![site.pole.to_string(), lead(&colleges, day)];
        return download(format, &format!("conseil-{day}"), about, table).await;
    }
    let form = if visit.access.may_in_pole(Right::KeepBoard) {
        Some(form(&reading, &New::default()).await?)
    } else {
        None
    };
    shown(page, &reading, day, form).await
}

#[derive(Default, Deserialize)]
pub(super) struct New {
    college: String,
    numero: String,
    pour: String,
}

/// `POST /conseil`: a seat is made.
pub(super) async fn add(
    page: Page,
    site: Site,
    visitor: Visitor,
    Sent(new): Sent<New>,
) -> Result<Response, Problem> {
    let reading = Reading::of(&site).await?;
    let mut form = form(&reading, &new).await?;
    let all = directory::associations(&*reading).await?;
    let association = all.iter().find(|one| one.slug == new.pour).map(|one| one.id);
    let number = new.numero.trim().parse::<i64>().ok().filter(|number| (1..=99).contains(number));
    if number.is_none() {
        form.wrong("numero", "Un siège a un numéro de 1 à 99 dans son collège.");
    }
    if !board(&*reading, site.clock.today()).await?.iter().any(|one| one.code == new.college) {
        form.wrong("college", "Choisissez un collège.");
    }
    if let Some(number) = number.filter(|_| !form.is_wrong()) {
        drop(reading);
        let seat =
            NewSeat { college: new.college.clone(), number, association, mandates: Vec::new() };
        let act = visitor.act(&site);
        if form.act(&site, async |tx| add_seat(tx, &act, &seat).await).await?.is_some() {
            let to = format!("/conseil/{}/{number}", new.college);
            return Ok(Redirect::to(&to).into_response());
        }
    }
    let reading = Reading::of(&site).await?;
    shown(page, &reading, site.clock.today(), Some(form)).await
}

async fn form(reading: &Reading, new: &New) -> Result<Form, Problem> {
    let colleges = board(&**reading, NaiveDate::MIN).await?.into_iter();
    let colleges = colleges.map(|college| (college.code, college.name)).collect();
    let all = directory::associations(&**reading).await?.into_iter();
    let places = std::iter::once((String::new(), "une personne en son nom propre".to_owned()))
        .chain(all.map(|one| (one.slug, one.name)))
        .collect();
    Ok(Form::new("/conseil", "Créer le siège")
        .field(Field::new("college", "Collège", Input::Choice(colleges)).value(&new.college))
        .field(Field::new("numero", "Numéro dans le collège", Input::Text).value(&new.numero))
        .field(Field::new("pour", "Qui le désigne", Input::Choice(places)).value(&new.pour)))
}

async fn shown(
    page: Page,
    reading: &Reading,
    day: NaiveDate,
    form: Option<Form>,
) -> Result<Response, Problem> {
    let colleges = board(&**reading, day).await?;
    let all = directory::associations(&**reading).await?;
    let past = last_sitting(&**reading, day).await?;
    let past = past.map(|last| {
        Link::new(
            format!("Voir le conseil au {}", long_date(last)),
            format!("/conseil?jour={last}"),
        )
    });
    let empty = Empty {
        title: "Le conseil n'a pas encore de siège".to_owned(),
        explanation: "Le conseil du Collectif réunit trois collèges : les structures, les \
                      institutions et les associations pour lesquelles il travaille. Chaque siège \
                      dit qui le tient, pour qui, depuis quand et jusqu'à quand."
            .to_owned(),
        action: None,
    };
    let tables = colleges.iter().filter(|college| !college.seats.is_empty());
    let tables = tables.map(|college| table(&college.name, &[college], &all, day)).collect();
    let right = form.as_ref().is_none_or(|form| !form.is_wrong());
    let exports = exports(&asking("/conseil", &[("jour", &day.to_string())]));
    let lead = lead(&colleges, day);
    answer(&Shown { page, lead, day, past, exports, tables, empty, form }, right)
}

/// How many seats, how many held.
fn lead(colleges: &[College], day: NaiveDate) -> String {
    let seats = || colleges.iter().flat_map(|college| &college.seats);
    let held = seats().filter(|seat| seat.mandate.is_some()).count() as i64;
    let count = seats().count() as i64;
    format!(
        "Au {}\u{a0}: {}, {} et {}.",
        long_date(day),
        plural(count, "siège", "sièges"),
        plural(held, "tenu", "tenus"),
        plural(count - held, "vacant", "vacants"),
    )
}

/// The seats of one college, or of several, each then named.
fn table(
    caption: &str,
    colleges: &[&College],
    all: &[association::Model],
    day: NaiveDate,
) -> Table {
    let seats = || colleges.iter().flat_map(|of| of.seats.iter().map(move |seat| (*of, seat)));
    let mut mandates = seats().filter_map(|(_, seat)| seat.mandate.as_ref());
    let has_deputy = mandates.any(|held| held.deputy.is_some());
    let are_several = colleges.len() > 1;
    let table = Table::new(caption);
    let table = if are_several { table.words("Collège") } else { table };
    let table = table.words("Siège").words("Désigné par").words("Titulaire").words("En qualité de");
    let table = if has_deputy { table.words("Suppléance") } else { table };
    let mut table = table.figures("Depuis le").figures("Jusqu'au").words("État");
    for (college, seat) in seats() {
        let named_by = seat.association.and_then(|id| all.iter().find(|one| one.id == id));
        let held = seat.mandate.as_ref();
        let text = |text: Option<&str>| Cell::text(text.unwrap_or_default());
        let until = held.and_then(|held| held.until_date);
        let mut cells = Vec::new();
        if are_several {
            cells.push(Cell::text(&college.name));
        }
        cells.extend([
            Cell::text(seat.number.to_string())
                .to(format!("/conseil/{}/{}", college.code, seat.number)),
            named_by.map_or_else(Cell::empty, |one| {
                Cell::text(&one.name).to(format!("/pole/{}", one.slug))
            }),
            text(held.map(|held| held.holder.as_str())),
            text(held.map(|held| held.capacity.as_str())),
        ]);
        if has_deputy {
            cells.push(text(held.and_then(|held| held.deputy.as_deref())));
        }
        cells.extend([
            held.map_or_else(Cell::empty, |held| Cell::date(held.from_date)),
            until.map_or_else(Cell::empty, Cell::date),
            Cell::badge(state(held, day)),
        ]);
        table.row(cells);
    }
    table
}
