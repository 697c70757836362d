//! One entity of the pôle: what it is, what it does, its time in the perimeter, who sits and who
//! acts there, what was changed.

use askama::Template;
use axum::response::Response;
use chrono::NaiveDate;
use directory::{
    PerimeterEntry, Visit, activities, activity, association, associations, audit_row, perimeter,
    seats,
};
use domain::rights::Right;
use governance::board;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sharing::{conventions_of, counterparties};
use web::form::Form;
use web::french::{plural, short_date};
use web::pieces::{Badge, Crumb, EntityBadge, Tone};
use web::table::{Cell, Table};
use web::{Page, Path, Problem, Reading, Site, Visitor, answer};

use super::conventions::{self, Entities, Shelf};
use super::pole_forms::{Part, Sent, parts};
use super::pole_words::{
    CHARTS, COLLEGES, LEGAL_FORMS, VAT, hours, kind, said, siren, siret, year_end,
};
use super::trail_words::{Names, act};
use super::{people, trail};

/// Acts of an entity that change what this page shows.
const CHANGES: [&str; 4] = ["association.", "activity.", "perimeter.", "counterparty."];
/// The last ones that it shows.
const LAST_CHANGES: u64 = 20;

#[derive(Template)]
#[template(path = "office/pole_entity.html")]
struct Shown {
    page: Page,
    crumbs: Vec<Crumb>,
    badge: EntityBadge,
    slug: String,
    lead: String,
    facts: Vec<(&'static str, String)>,
    activities: Table,
    times: Table,
    board: Option<Table>,
    conventions: Option<Table>,
    people: Option<Table>,
    third_parties: Option<String>,
    trail: Option<Table>,
    forms: Vec<Part>,
}

/// An entity, with what its forms choose from.
pub(super) struct Entity {
    pub(super) row: association::Model,
    badge: EntityBadge,
    pub(super) activities: Vec<activity::Model>,
    pub(super) times: Vec<PerimeterEntry>,
}

impl Entity {
    /// The entity of a short name.
    pub(super) async fn of(reading: &Reading, slug: &str) -> Result<Self, Problem> {
        let mut all = associations(&**reading).await?;
        let rank = all.iter().position(|one| one.slug == slug).ok_or(Problem::NotFound)?;
        let badge = EntityBadge::of_pole(all.iter().map(|one| one.name.as_str())).swap_remove(rank);
        let row = all.swap_remove(rank);
        let activities = activities(&**reading, row.id).await?;
        let mut times = perimeter(&**reading).await?;
        times.retain(|time| time.association.id == row.id);
        Ok(Self { row, badge, activities, times })
    }
}

/// `GET /pole/{entite}`.
pub(super) async fn show(
    page: Page,
    site: Site,
    Visitor(visit): Visitor,
    reading: Reading,
    Path(slug): Path<String>,
) -> Result<Response, Problem> {
    let entity = Entity::of(&reading, &slug).await?;
    shown(page, &site, &visit, &reading, entity, None).await
}

/// The page, with the form that something is wrong with in the place of its own.
pub(super) async fn shown(
    page: Page,
    site: &Site,
    visit: &Visit,
    reading: &Reading,
    entity: Entity,
    wrong: Option<(Sent, Form)>,
) -> Result<Response, Problem> {
    let today = site.clock.today();
    let keeps = visit.access.may_in_pole(Right::KeepPole);
    let refused = wrong.is_some();
    let forms = if keeps { parts(&entity, wrong) } else { Vec::new() };
    let id = entity.row.id;
    let board = on_board(reading, id, today).await?;
    let conventions = if visit.access.may(Right::Conventions, id) {
        conventions_table(site, visit, reading, &entity.row).await?
    } else {
        None
    };
    // What comes now is the entity's own, for whom it opens only.
    reading.hold(&site.seeing(visit.access.reach())).await?;
    let shown = Shown {
        page,
        crumbs: Crumb::trail([("Le pôle", "/pole")], &entity.row.name),
        lead: lead(&entity, today),
        facts: facts(&entity.row),
        activities: activities_of(&entity, today),
        times: times(&entity, today),
        board,
        conventions,
        people: if visit.access.may(Right::KeepPeople, id) {
            Some(people_of(reading, id, today).await?)
        } else {
            None
        },
        third_parties: if keeps || visit.access.may(Right::Books, id) {
            Some(third_parties(reading, id).await?)
        } else {
            None
        },
        trail: if visit.access.may(Right::Trail, id) {
            Some(changes(site, reading, id).await?)
        } else {
            None
        },
        slug: entity.row.slug,
        badge: entity.badge,
        forms,
    };
    answer(&shown, !refused)
}

pub(super) fn is_in(time: &PerimeterEntry, day: NaiveDate) -> bool {
    time.from <= day && time.until.is_none_or(|until| day <= until)
}

fn lead(entity: &Entity, today: NaiveDate) -> String {
    match entity.times.iter().find(|time| is_in(time, today)) {
        Some(time) => {
            format!("Dans le périmètre du rapport depuis le {}.", short_date(time.from))
        }
        None if entity.row.college == "institutions" => "Institution du pôle.".to_owned(),
        None => "Hors du périmètre du rapport.".to_owned(),
    }
}

fn facts(row: &association::Model) -> Vec<(&'static str, String)> {
    vec![
        ("Nom court", row.slug.clone()),
        ("Forme juridique", said(&LEGAL_FORMS, &row.legal_form)),
        ("SIREN", siren(row)),
        ("Plan de comptes", said(&CHARTS, &row.chart)),
        ("TVA", said(&VAT, &row.vat)),
        ("Clôture de ses exercices", year_end(row)),
        ("Collège du conseil", said(&COLLEGES, &row.college)),
    ]
}

fn activities_of(entity: &Entity, today: NaiveDate) -> Table {
    let mut table = Table::new("Ses activités")
        .words("Activité")
        .words("Sorte")
        .figures("SIRET")
        .figures("Heures d'un temps plein");
    for one in &entity.activities {
        table.row([
            Cell::text(&one.name),
            Cell::text(kind(one)),
            Cell::text(siret(one)),
            Cell::text(hours(one, today)),
        ]);
    }
    table
}

fn times(entity: &Entity, today: NaiveDate) -> Table {
    let mut table = Table::new("Ses temps dans le périmètre")
        .words("Depuis le")
        .figures("Jusqu'au")
        .words("État");
    for time in entity.times.iter().rev() {
        let state = match () {
            () if is_in(time, today) => Badge::new("en cours", Tone::Good),
            () if today < time.from => Badge::new("à venir", Tone::Neutral),
            () => Badge::new("terminé", Tone::Neutral),
        };
        table.row([
            Cell::date(time.from),
            time.until.map_or_else(|| Cell::text("sans fin"), Cell::date),
            Cell::badge(state),
        ]);
    }
    table
}

/// The seats that it names, as they are held.
async fn on_board(reading: &Reading, id: i64, today: NaiveDate) -> Result<Option<Table>, Problem> {
    let mut table = Table::new("Les sièges qu'elle désigne")
        .words("Siège")
        .words("Titulaire")
        .words("En qualité de")
        .figures("Jusqu'au");
    for college in board(&**reading, today).await? {
        for seat in college.seats.iter().filter(|seat| seat.association == Some(id)) {
            let name = format!("{}, siège {}", college.name, seat.number);
            let held = seat.mandate.as_ref();
            let until = held.and_then(|held| held.until_date);
            table.row([
                Cell::text(name).to(format!("/conseil/{}/{}", college.code, seat.number)),
                Cell::text(held.map_or("vacant", |held| held.holder.as_str())),
                Cell::text(held.map_or("", |held| held.capacity.as_str())),
                until.map_or_else(Cell::empty, Cell::date),
            ]);
        }
    }
    Ok(Some(table).filter(|table| !table.rows.is_empty()))
}

/// The agreements that bind it, where the reader finds them: among the pôle's, or its own.
async fn conventions_table(
    site: &Site,
    visit: &Visit,
    reading: &Reading,
    row: &association::Model,
) -> Result<Option<Table>, Problem> {
    let all = conventions_of(&**reading, row.id).await?;
    let entities = Entities::of(associations(&**reading).await?);
    let whole = visit.access.may_in_pole(Right::Conventions);
    let shelf = if whole { Shelf::Pole } else { Shelf::Of(row) };
    let place = (shelf, site.clock.today());
    let table = conventions::table("Les accords qui la lient", &all, &entities, place, false);
    Ok(Some(table).filter(|table| !table.rows.is_empty()))
}

/// Who holds a role there, by name.
async fn people_of(reading: &Reading, id: i64, today: NaiveDate) -> Result<Table, Problem> {
    let mut table = Table::new("Les rôles qui s'y tiennent")
        .words("Personne")
        .words("Rôle")
        .words("Dates")
        .words("État");
    let mut rows = seats(&**reading).await?;
    rows.retain(|row| row.seat.association_id == Some(id));
    rows.sort_by_key(|row| row.person.name.to_lowercase());
    for row in rows {
        let person = row.person.clone();
        let seat = people::seat(row, today);
        table.row([
            Cell::text(person.name).to(format!("/acces#personne-{}", person.id)),
            Cell::text(seat.role),
            Cell::text(seat.dates),
            Cell::badge(seat.state),
        ]);
    }
    Ok(table)
}

async fn third_parties(reading: &Reading, id: i64) -> Result<String, Problem> {
    let count = counterparties(&**reading, Some(id)).await?.len() as i64;
    Ok(match count {
        0 => "Aucun tiers de ses livres n'est reconnu comme entité du pôle.".to_owned(),
        _ => format!(
            "{} : ce qu'elle échange avec le reste du pôle se retire du rapport combiné.",
            plural(
                count,
                "tiers de ses livres est reconnu comme entité du pôle",
                "tiers de ses livres sont reconnus comme entités du pôle"
            )
        ),
    })
}

/// What was changed and by whom, the latest first.
async fn changes(site: &Site, reading: &Reading, id: i64) -> Result<Table, Problem> {
    let of_page = CHANGES
        .iter()
        .fold(Condition::any(), |any, act| any.add(audit_row::Column::Act.starts_with(*act)));
    let lines = audit_row::Entity::find()
        .filter(audit_row::Column::AssociationId.eq(id))
        .filter(of_page)
        .order_by_desc(audit_row::Column::Id)
        .limit(LAST_CHANGES)
        .all(&**reading)
        .await?;
    let names = Names::read(reading).await?;
    let mut table = Table::new("Les derniers changements")
        .words("Quand")
        .words("Qui")
        .words("Acte")
        .words("Détail");
    for line in lines {
        table.row([
            Cell::text(trail::when(site, &line)),
            Cell::text(names.person(line.person_id)),
            Cell::text(act(&line.act)),
            Cell::text(names.detail(&line.detail)),
        ]);
    }
    Ok(table)
}
