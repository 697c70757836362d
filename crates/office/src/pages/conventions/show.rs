//! An agreement: what was signed, whom it binds, what followed, what was corrected and by whom.

use askama::Template;
use axum::response::Response;
use chrono::NaiveDate;
use directory::{associations, audit_row};
use domain::conventions::State;
use domain::rights::Right;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use sharing::{Convention, convention_numbered, next_rank, subject};
use web::form::{Form, Pairs};
use web::french::{long_date, plural};
use web::pieces::{Badge, Crumb, Link};
use web::table::{Cell, Table};
use web::{Page, Path, Problem, Reading, Seat, Site, Visitor, answer};

use super::forms::{Sent, amendment_form, end_form};
use super::{Entities, Shelf, badge};
use crate::pages::pole_forms::Part;
use crate::pages::trail;
use crate::pages::trail_words::{Names, act};

#[derive(Template)]
#[template(path = "office/convention.html")]
struct Shown {
    page: Page,
    crumbs: Vec<Crumb>,
    title: String,
    lead: String,
    state: Badge,
    facts: Vec<(&'static str, String)>,
    parties: Table,
    amendments: Option<Table>,
    correct: Option<Link>,
    forms: Vec<Part>,
    history: Vec<(String, String)>,
}

/// `GET /pole/conventions/{numero}`.
pub(in crate::pages) async fn one_of_pole(
    page: Page,
    site: Site,
    Visitor(visit): Visitor,
    reading: Reading,
    Path(number): Path<String>,
) -> Result<Response, Problem> {
    let one = numbered(&reading, &number).await?;
    let keeps = visit.access.may_in_pole(Right::KeepPole);
    shown(page, &site, &reading, (Shelf::Pole, one), keeps, None).await
}

/// `GET /a/{slug}/conventions/{numero}`.
pub(in crate::pages) async fn one_of_association(
    page: Page,
    seat: Seat,
    site: Site,
    Path((_, number)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let reading = Reading::to_publish(&site).await?;
    let one = numbered(&reading, &number).await?;
    // Somebody else's answers as one that is not there.
    one.part(seat.association.id).ok_or(Problem::NotFound)?;
    let shelf = Shelf::Of(&seat.association);
    shown(page, &site, &reading, (shelf, one), false, None).await
}

/// The agreement of a number, or the page that does not exist.
pub(super) async fn numbered(reading: &Reading, number: &str) -> Result<Convention, Problem> {
    convention_numbered(&**reading, number).await?.ok_or(Problem::NotFound)
}

/// The page, with the form that something is wrong with in the place of its own.
pub(super) async fn shown(
    page: Page,
    site: &Site,
    reading: &Reading,
    (shelf, one): (Shelf<'_>, Convention),
    keeps: bool,
    wrong: Option<(Sent, Form)>,
) -> Result<Response, Problem> {
    let today = site.clock.today();
    let entities = Entities::of(associations(&**reading).await?);
    let refused = wrong.is_some();
    let title = format!("Convention {}", one.row.number);
    let address = Shelf::Pole.one(&one.row.number);
    let correct = (keeps && one.is_open(today))
        .then(|| Link::new("Corriger avant son entrée en vigueur", format!("{address}/corriger")));
    let shown = Shown {
        page,
        crumbs: shelf.crumbs(Some(&title)),
        title,
        lead: one.row.title.clone(),
        state: badge(one.state(today)),
        facts: facts(&one, today),
        parties: parties(&one, &entities),
        amendments: amendments(&one),
        correct,
        forms: if keeps { forms(&one, today, wrong) } else { Vec::new() },
        history: history(site, reading, one.row.id).await?,
    };
    answer(&shown, !refused)
}

/// What follows an agreement in force; a form that was refused stays, whatever happened meanwhile.
fn forms(one: &Convention, today: NaiveDate, mut wrong: Option<(Sent, Form)>) -> Vec<Part> {
    let runs = matches!(one.state(today), State::InForce | State::EndsSoon) && one.end.is_none();
    let address = Shelf::Pole.one(&one.row.number);
    let mut form = |which: Sent, fresh: Form| match wrong.take_if(|(sent, _)| *sent == which) {
        Some((_, form)) => Some(form),
        None => runs.then_some(fresh),
    };
    let amend = form(Sent::Amendment, amendment_form(&address, next_rank(one), &Pairs::default()));
    let end = form(Sent::End, end_form(&address, &Pairs::default()));
    let part =
        |id, heading, text, form: Option<Form>| form.map(|form| Part { id, heading, text, form });
    [
        part(
            "inscrire-avenant",
            "Inscrire un avenant",
            "Ce qui a été signé ne se récrit pas\u{a0}: l'avenant s'y ajoute, avec le jour où il prend \
             effet.",
            amend,
        ),
        part(
            "mettre-fin",
            "Y mettre fin",
            "Une fin s'inscrit une fois. Ce qui a été reste dans la liste.",
            end,
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn facts(one: &Convention, today: NaiveDate) -> Vec<(&'static str, String)> {
    let (row, term) = (&one.row, one.term());
    let mut facts = vec![
        ("Sorte", one.kind().french().to_owned()),
        ("Signée le", long_date(row.signed_on)),
        (
            "Approuvée par le conseil",
            row.approved_on
                .map_or_else(|| "non inscrit".to_owned(), |day| format!("le {}", long_date(day))),
        ),
        ("En vigueur depuis le", long_date(term.from)),
    ];
    facts.push((
        "Jusqu'au",
        match (term.last_day(), term.due(today)) {
            (Some(last), _) => long_date(last),
            (None, Some(due)) => {
                format!("{}, puis reconduite d'elle-même si personne ne dit rien", long_date(due))
            }
            (None, None) => "sans terme".to_owned(),
        },
    ));
    if let Some(by) = term.denounce_by(today) {
        let late = if by < today { ", délai passé" } else { "" };
        facts.push(("À dénoncer au plus tard", format!("le {}{late}", long_date(by))));
    }
    facts.push((
        "Préavis",
        match term.notice_months {
            0 => "aucun".to_owned(),
            months => plural(months.into(), "mois", "mois"),
        },
    ));
    if let Some(price) = one.price(today) {
        facts.push(("Prix, ou son mode de calcul", price.to_owned()));
    }
    if let Some(note) = &row.note {
        facts.push(("Note", note.clone()));
    }
    if let Some(end) = &one.end {
        let how = if end.agreed == 0 { "dénoncée le" } else { "d'un commun accord, le" };
        let why = end.reason.as_ref().map_or_else(String::new, |why| format!("\u{a0}: {why}"));
        facts.push(("Fin", format!("{how} {}{why}", long_date(end.told_on))));
    }
    facts
}

fn parties(one: &Convention, entities: &Entities) -> Table {
    let mut table = Table::new("Les parties").words("Entité").words("Ce qu'elle y fait");
    for (id, part) in &one.parties {
        if let Some((entity, badge)) = entities.find(*id) {
            table.row([
                Cell::entity(badge).to(format!("/pole/{}", entity.slug)),
                Cell::text(part.french(one.kind())),
            ]);
        }
    }
    table
}

fn amendments(one: &Convention) -> Option<Table> {
    let mut table = Table::new("Les avenants")
        .figures("Avenant")
        .words("Ce qu'il change")
        .figures("Signé le")
        .figures("Depuis le")
        .figures("Nouveau terme")
        .words("Nouveau prix");
    for amendment in &one.amendments {
        table.row([
            Cell::count(amendment.rank),
            Cell::text(&amendment.subject),
            Cell::date(amendment.signed_on),
            Cell::date(amendment.from_date),
            amendment.until_date.map_or_else(Cell::empty, Cell::date),
            Cell::text(amendment.price.clone().unwrap_or_default()),
        ]);
    }
    Some(table).filter(|table| !table.rows.is_empty())
}

/// The act whose detail says what the page no longer does.
const CORRECTED: &str = "convention.correct";

/// All that was written of it, the latest first: when, then what was done and by whom.
async fn history(
    site: &Site,
    reading: &Reading,
    id: i64,
) -> Result<Vec<(String, String)>, Problem> {
    let lines = audit_row::Entity::find()
        .filter(audit_row::Column::Subject.eq(subject(id)))
        .order_by_desc(audit_row::Column::Id)
        .all(&**reading)
        .await?;
    let names = Names::read(reading).await?;
    let told = |line: &audit_row::Model| {
        let done = format!("{}, par {}", act(&line.act), names.person(line.person_id));
        let said = match line.act.as_str() {
            CORRECTED => format!("{done}\n{}", names.detail(&line.detail)),
            _ => done,
        };
        (trail::when(site, line), said)
    };
    Ok(lines.iter().map(told).collect())
}
