//! What was done, by whom and when: of the whole pôle, of an association; by person.

use askama::Template;
use axum::response::Response;
use directory::audit_row;
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use serde::Deserialize;
use web::french::short_date;
use web::pieces::Pager;
use web::table::{Cell, Table};
use web::{Page, Problem, Query, Reading, Seat, Site, render};

use super::trail_words::{Names, act};

const ROWS: u64 = 100;

#[derive(Deserialize)]
pub(super) struct Asked {
    page: Option<u64>,
    objet: Option<String>,
    personne: Option<i64>,
}

#[derive(Template)]
#[template(path = "office/trail.html")]
struct Shown {
    page: Page,
    lead: String,
    filtered: bool,
    table: Table,
    pager: Pager,
}

/// `GET /actes?personne=&objet=&page=`.
pub(super) async fn of_pole(
    page: Page,
    site: Site,
    reading: Reading,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let lead = "Tout ce qui a été fait dans le pôle, du plus récent au plus ancien.".to_owned();
    shown(page, &site, &reading, audit_row::Entity::find(), asked, lead).await
}

/// `GET /a/{slug}/actes?personne=&objet=&page=`.
pub(super) async fn of_association(
    page: Page,
    seat: Seat,
    site: Site,
    reading: Reading,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let here = audit_row::Column::AssociationId.eq(seat.association.id);
    let lead =
        format!("Ce qui a été fait sur {}, du plus récent au plus ancien.", seat.association.name);
    shown(page, &site, &reading, audit_row::Entity::find().filter(here), asked, lead).await
}

async fn shown(
    page: Page,
    site: &Site,
    reading: &Reading,
    mut lines: Select<audit_row::Entity>,
    asked: Asked,
    lead: String,
) -> Result<Response, Problem> {
    if let Some(person) = asked.personne {
        lines = lines.filter(audit_row::Column::PersonId.eq(person));
    }
    if let Some(subject) = &asked.objet {
        lines = lines.filter(audit_row::Column::Subject.eq(subject));
    }
    let total = lines.clone().count(&**reading).await?;
    let number = asked.page.unwrap_or(1).clamp(1, total.div_ceil(ROWS).max(1));
    let lines = lines.order_by_desc(audit_row::Column::Id).offset((number - 1) * ROWS).limit(ROWS);
    let lines = lines.all(&**reading).await?;
    let names = Names::read(reading).await?;
    let here = page.path().to_owned();
    let mut table = Table::new("Actes")
        .words("Quand")
        .words("Qui")
        .words("Acte")
        .words("Objet")
        .words("Détail");
    for line in lines {
        let when = when(site, &line);
        let who = names.person(line.person_id);
        let subject = line.subject.unwrap_or_default();
        let to_subject = format!("{here}?objet={subject}");
        table.row([
            Cell::text(when),
            Cell::text(who).to(format!("{here}?personne={}", line.person_id)),
            Cell::text(act(&line.act)),
            names
                .subject(&subject)
                .map_or_else(Cell::empty, |said| Cell::text(said).to(to_subject)),
            Cell::text(names.detail(&line.detail)),
        ]);
    }
    let filtered = asked.personne.is_some() || asked.objet.is_some();
    let query = match (&asked.personne, &asked.objet) {
        (Some(person), _) => format!("{here}?personne={person}"),
        (None, Some(subject)) => format!("{here}?objet={subject}"),
        (None, None) => here,
    };
    render(&Shown { page, lead, filtered, table, pager: Pager::new(total, number, ROWS, &query) })
}

/// The instant of an act on the pôle's wall clock.
pub(super) fn when(site: &Site, line: &audit_row::Model) -> String {
    let local = site.clock.at(line.at);
    format!("{} {}", short_date(local.date_naive()), local.format("%H:%M:%S"))
}
