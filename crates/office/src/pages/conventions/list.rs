//! The agreements of the pôle, or those that bind an association.

use askama::Template;
use axum::response::Response;
use directory::associations;
use domain::conventions::{Kind, State};
use domain::rights::Right;
use serde::Deserialize;
use sharing::{Convention, conventions, conventions_of};
use web::address::asking;
use web::export::{Format, download, exports};
use web::french::plural;
use web::pieces::{Control, Crumb, Empty, Export, Filters, Link};
use web::table::Table;
use web::{Page, Problem, Query, Reading, Seat, Site, Visitor, render};

use super::{Entities, Shelf, table};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::pages) struct Asked {
    etat: String,
    sorte: String,
    entite: String,
    format: Option<Format>,
}

#[derive(Template)]
#[template(path = "office/conventions.html")]
struct Shown {
    page: Page,
    crumbs: Vec<Crumb>,
    lead: String,
    new: Option<Link>,
    filters: Option<Filters>,
    exports: Vec<Export>,
    table: Table,
    empty: Empty,
}

/// What an address calls a state, and what people read.
const STATES: [(&str, &str); 4] = [
    ("en-vigueur", "en vigueur"),
    ("bientot", "finissent bientôt"),
    ("a-venir", "à venir"),
    ("terminees", "terminées"),
];

fn keeps_state(asked: &str, state: State) -> bool {
    match asked {
        "en-vigueur" => matches!(state, State::InForce | State::EndsSoon),
        "bientot" => state == State::EndsSoon,
        "a-venir" => state == State::ToCome,
        "terminees" => state == State::Ended,
        _ => true,
    }
}

/// `GET /pole/conventions?etat=&sorte=&entite=&format=`.
pub(in crate::pages) async fn of_pole(
    page: Page,
    site: Site,
    Visitor(visit): Visitor,
    reading: Reading,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let all = conventions(&*reading).await?;
    let keeps = visit.access.may_in_pole(Right::KeepPole);
    shown(page, &site, &reading, (Shelf::Pole, all), asked, keeps).await
}

/// `GET /a/{slug}/conventions?etat=&sorte=&entite=&format=`.
pub(in crate::pages) async fn of_association(
    page: Page,
    seat: Seat,
    site: Site,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let reading = Reading::to_publish(&site).await?;
    let all = conventions_of(&*reading, seat.association.id).await?;
    let shelf = Shelf::Of(&seat.association);
    shown(page, &site, &reading, (shelf, all), asked, false).await
}

async fn shown(
    page: Page,
    site: &Site,
    reading: &Reading,
    (shelf, all): (Shelf<'_>, Vec<Convention>),
    asked: Asked,
    keeps: bool,
) -> Result<Response, Problem> {
    let today = site.clock.today();
    let entities = Entities::of(associations(&**reading).await?);
    let controls = controls(&asked, &all, &entities);
    let lead = lead(shelf, &all, today);
    let some = !all.is_empty();
    let kept: Vec<Convention> = all
        .into_iter()
        .filter(|one| {
            let entity = |&(id, _): &(i64, _)| {
                entities.find(id).is_some_and(|(entity, _)| entity.slug == asked.entite)
            };
            keeps_state(&asked.etat, one.state(today))
                && (asked.sorte.is_empty() || one.row.kind == asked.sorte)
                && (asked.entite.is_empty() || one.parties.iter().any(entity))
        })
        .collect();
    if let Some(format) = asked.format {
        let (stem, about) = match shelf {
            Shelf::Pole => ("conventions".to_owned(), site.pole.to_string()),
            Shelf::Of(one) => (format!("conventions-{}", one.slug), one.name.clone()),
        };
        let table = table("Conventions entre entités", &kept, &entities, (shelf, today), true);
        return download(format, &stem, vec![about], table).await;
    }
    let query = [("etat", &*asked.etat), ("sorte", &*asked.sorte), ("entite", &*asked.entite)];
    let new = keeps.then(|| Link::new("Inscrire une convention", "/pole/conventions/nouvelle"));
    render(&Shown {
        page,
        crumbs: shelf.crumbs(None),
        lead,
        filters: some.then(|| Filters { action: shelf.list(), controls }),
        exports: if some { exports(&asking(&shelf.list(), &query)) } else { Vec::new() },
        table: table("Conventions entre entités", &kept, &entities, (shelf, today), false),
        empty: if some { nothing_left() } else { none_yet(new.clone()) },
        new: new.filter(|_| some),
    })
}

/// How many, and what is near.
fn lead(shelf: Shelf<'_>, all: &[Convention], today: chrono::NaiveDate) -> String {
    let count = |asked| {
        let kept = all.iter().filter(|one| keeps_state(asked, one.state(today)));
        kept.count() as i64
    };
    let whose = match shelf {
        Shelf::Pole => "Les accords écrits entre les entités du pôle".to_owned(),
        Shelf::Of(one) => format!("Les accords écrits qui lient {} à d'autres", one.name),
    };
    let mut said = format!("{whose}\u{a0}: {} en vigueur", count("en-vigueur"));
    for (asked, one, many) in [
        ("bientot", "finit bientôt", "finissent bientôt"),
        ("a-venir", "à venir", "à venir"),
        ("terminees", "terminée", "terminées"),
    ] {
        let count = count(asked);
        if count > 0 {
            said = format!("{said}, {}", plural(count, one, many));
        }
    }
    said + "."
}

fn controls(asked: &Asked, all: &[Convention], entities: &Entities) -> Vec<Control> {
    let any = || (String::new(), "toutes".to_owned());
    let pair = |(sent, read): (&str, &str)| (sent.to_owned(), read.to_owned());
    let states = [any()].into_iter().chain(STATES.map(pair)).collect();
    let met = Kind::ALL.into_iter().filter(|kind| all.iter().any(|one| one.kind() == *kind));
    let kinds = [any()].into_iter().chain(met.map(|kind| pair((kind.code(), kind.french()))));
    let bound = entities.all.iter().filter(|one| all.iter().any(|c| c.part(one.id).is_some()));
    let bound = [any()].into_iter().chain(bound.map(|one| pair((&one.slug, &one.name))));
    vec![
        Control::choice("etat", "État", &asked.etat, states),
        Control::choice("sorte", "Sorte", &asked.sorte, kinds.collect()),
        Control::choice("entite", "Entité", &asked.entite, bound.collect()),
    ]
}

fn none_yet(action: Option<Link>) -> Empty {
    Empty {
        title: "Aucune convention n'est encore inscrite".to_owned(),
        explanation:
            "Une convention est un accord écrit entre entités du pôle\u{a0}: combinaison des \
                      comptes, tenue de comptabilité, locaux, charges partagées. L'inscrire dit à \
                      chacun ce qui le lie, depuis quand et jusqu'à quand."
                .to_owned(),
        action,
    }
}

fn nothing_left() -> Empty {
    Empty {
        title: "Aucune convention ne répond à ces filtres".to_owned(),
        explanation: "Élargissez-les, ou montrez tout.".to_owned(),
        action: None,
    }
}
