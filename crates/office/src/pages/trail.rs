//! What was done, by whom and when: of the whole pôle, of an association; by person.

use askama::Template;
use axum::response::Response;
use directory::audit_row;
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use serde::Deserialize;
use web::address::asking;
use web::export::{Format, download, exports};
use web::french::short_date;
use web::pieces::{Export, Pager};
use web::table::{Cell, Table};
use web::{Page, Problem, Query, Reading, Seat, Site, render};

use super::trail_words::{Names, act};

const ROWS: u64 = 100;

#[derive(Deserialize)]
pub(super) struct Asked {
    page: Option<u64>,
    objet: Option<String>,
    personne: Option<i64>,
    format: Option<Format>,
}

#[derive(Template)]
#[template(path = "office/trail.html")]
struct Shown {
    page: Page,
    lead: String,
    filtered: bool,
    exports: Vec<Export>,
    table: Table,
    pager: Pager,
}

/// `GET /actes?personne=&objet=&page=&format=`.
pub(super) async fn of_pole(
    page: Page,
    site: Site,
    reading: Reading,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let lead = "Tout ce qui a été fait dans le pôle, du plus récent au plus ancien.".to_owned();
    shown(page, &site, &reading, audit_row::Entity::find(), asked, (lead, "actes")).await
}

/// `GET /a/{slug}/actes?personne=&objet=&page=&format=`.
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
    let stem = format!("{}-actes", seat.association.slug);
    shown(page, &site, &reading, audit_row::Entity::find().filter(here), asked, (lead, &stem)).await
}

async fn shown(
    page: Page,
    site: &Site,
    reading: &Reading,
    mut lines: Select<audit_row::Entity>,
    asked: Asked,
    (lead, stem): (String, &str),
) -> Result<Response, Problem> {
    let subject = asked.objet.as_deref().filter(|subject| !subject.is_empty());
    if let Some(person) = asked.personne {
        lines = lines.filter(audit_row::Column::PersonId.eq(person));
    }
    if let Some(subject) = subject {
        lines = lines.filter(audit_row::Column::Subject.eq(subject));
    }
    let lines = lines.order_by_desc(audit_row::Column::Id);
    let names = Names::read(reading).await?;
    let bare = page.path().to_owned();
    if let Some(format) = asked.format {
        let lines = lines.all(&**reading).await?;
        return download(format, stem, vec![lead], table(site, &names, &bare, lines)).await;
    }
    let person = asked.personne.map(|person| person.to_string());
    let kept = [("personne", person.as_deref()), ("objet", subject)];
    let kept: Vec<_> = kept.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
    let here = asking(&bare, &kept);
    let total = lines.clone().count(&**reading).await?;
    let number = asked.page.unwrap_or(1).clamp(1, total.div_ceil(ROWS).max(1));
    let lines = lines.offset((number - 1) * ROWS).limit(ROWS).all(&**reading).await?;
    render(&Shown {
        page,
        lead,
        filtered: !kept.is_empty(),
        exports: exports(&here),
        table: table(site, &names, &bare, lines),
        pager: Pager::new(total, number, ROWS, &here),
    })
}

fn table(site: &Site, names: &Names, bare: &str, lines: Vec<audit_row::Model>) -> Table {
    let mut table = Table::new("Actes")
        .words("Quand")
        .words("Qui")
        .words("Acte")
        .words("Objet")
        .words("Détail");
    for line in lines {
        let subject = line.subject.as_deref().unwrap_or_default();
        let by_person = asking(bare, &[("personne", &line.person_id.to_string())]);
        let of_subject = asking(bare, &[("objet", subject)]);
        table.row([
            Cell::text(when(site, &line)),
            Cell::text(names.person(line.person_id)).to(by_person),
            Cell::text(act(&line.act)),
            names.subject(subject).map_or_else(Cell::empty, |said| Cell::text(said).to(of_subject)),
            Cell::text(names.detail(&line.detail)),
        ]);
    }
    table
}

/// The instant of an act on the pôle's wall clock.
pub(super) fn when(site: &Site, line: &audit_row::Model) -> String {
    let local = site.clock.at(line.at);
    format!("{} {}", short_date(local.date_naive()), local.format("%H:%M:%S"))
}
