//! The contracts that count in a year, person by person.

use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};
use chrono::NaiveDate;
use domain::jobs::Category;
use domain::rights::Right;
use domain::{Cents, Fraction};
use serde::Deserialize;
use web::address::asking;
use web::export::{Format, download, exports};
use web::french::{long_date, plural};
use web::pieces::{Control, Crumb, Empty, Export, Filters, Link};
use web::table::{Cell, Table};
use web::{Page, Problem, Query, Reading, Seat, Site, notice, render};

use super::past::gone;
use super::{above, asked_year, choices, contract_address, keep_contract};
use crate::history::withdrawn;
use crate::lists::{ContractFigures, contracts_of};

#[derive(Deserialize)]
pub(super) struct Asked {
    annee: Option<i32>,
    #[serde(default)]
    activite: String,
    #[serde(default)]
    categorie: String,
    #[serde(default)]
    etat: String,
    #[serde(default)]
    ordre: String,
    format: Option<Format>,
}

#[derive(Template)]
#[template(path = "jobs/contracts.html")]
struct Shown {
    page: Page,
    crumbs: Vec<Crumb>,
    lead: String,
    warning: Option<String>,
    filters: Filters,
    exports: Vec<Export>,
    table: Table,
    empty: Empty,
    enter: Option<Link>,
    gone: Table,
}

/// The contracts in force, those that end first at the head.
pub(super) fn ending_soon(slug: &str, year: &str) -> String {
    let kept = [("annee", year), ("etat", IN_FORCE), ("ordre", BY_END)];
    asking(&format!("/a/{slug}/contrats"), &kept)
}

const IN_FORCE: &str = "en-vigueur";
const BY_END: &str = "fin";

/// `GET /a/{slug}/contrats?annee=&activite=&categorie=&etat=&ordre=&format=`.
pub(super) async fn show(
    page: Page,
    seat: Seat,
    site: Site,
    reading: Reading,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let association = &seat.association;
    let found = asked_year(&*reading, association, asked.annee).await?;
    let Some((year, period, years)) = found else {
        // Nothing yet: the page of jobs says so, and how they come.
        return Ok(Redirect::to(&format!("/a/{}/emplois", association.slug)).into_response());
    };
    let activities = directory::activities(&*reading, association.id).await?;
    let activity = activities.iter().find(|one| one.name == asked.activite).map(|one| one.id);
    let category = match asked.categorie.as_str() {
        "insertion" => Some(Category::Insertion),
        "permanent" => Some(Category::Permanent),
        _ => None,
    };
    let mut contracts = contracts_of(&*reading, association, activity, period, category).await?;
    let day = site.clock.today().min(period.end);
    let in_force = asked.etat == IN_FORCE;
    if in_force {
        contracts.retain(|one| one.contract.in_force_on(day));
    }
    if asked.ordre == BY_END {
        contracts.sort_by_key(|one| one.contract.end.unwrap_or(NaiveDate::MAX));
    }
    let lead = format!(
        "{}, {year}\u{a0}: {} {}.",
        association.name,
        plural(contracts.len() as i64, "contrat", "contrats"),
        if in_force {
            format!("en vigueur le {}", long_date(day))
        } else {
            "en vigueur au moins un jour ou payés dans l'année".to_owned()
        }
    );
    let table = table(&association.slug, &contracts);
    if let Some(format) = asked.format {
        let stem = format!("{}-contrats-{year}", association.slug);
        return download(format, &stem, vec![association.name.clone()], table).await;
    }
    let year_text = year.to_string();
    let here = format!("/a/{}/contrats", association.slug);
    let kept = [
        ("annee", year_text.as_str()),
        ("activite", asked.activite.as_str()),
        ("categorie", asked.categorie.as_str()),
        ("etat", asked.etat.as_str()),
        ("ordre", asked.ordre.as_str()),
    ];
    let state = [("", "tous".to_owned()), (IN_FORCE, format!("en vigueur le {}", long_date(day)))];
    let order = [("", "nom".to_owned()), (BY_END, "fin la plus proche".to_owned())];
    let listed =
        |choices: [(&str, String); 2]| choices.map(|(code, said)| (code.to_owned(), said)).into();
    let both = |blank: &str| vec![(String::new(), blank.to_owned())];
    let mut of_activity = both("toutes");
    of_activity.extend(activities.iter().map(|one| (one.name.clone(), one.name.clone())));
    let mut of_category = both("toutes");
    of_category.extend([
        ("insertion".to_owned(), "insertion".to_owned()),
        ("permanent".to_owned(), "permanents".to_owned()),
    ]);
    render(&Shown {
        page,
        crumbs: Crumb::trail(above(association), &format!("Contrats {year}")),
        lead,
        warning: notice(&reading).await?,
        filters: Filters {
            action: here.clone(),
            controls: vec![
                Control::choice("annee", "Année", &year_text, choices(&years)),
                Control::choice("activite", "Activité", &asked.activite, of_activity),
                Control::choice("categorie", "Nature", &asked.categorie, of_category),
                Control::choice("etat", "État", &asked.etat, listed(state)),
                Control::choice("ordre", "Ordre", &asked.ordre, listed(order)),
            ],
        },
        exports: exports(&asking(&here, &kept)),
        table,
        empty: Empty {
            title: "Aucun contrat ne répond à ces filtres".to_owned(),
            explanation: "Choisissez une autre année, ou toutes les activités.".to_owned(),
            action: None,
        },
        enter: seat
            .may(Right::KeepJobs)
            .then(|| Link::new("Saisir un contrat", keep_contract::new_address(&association.slug))),
        gone: gone(
            &site,
            "Contrats retirés",
            &withdrawn(&*reading, association.id, "contrat").await?,
        ),
    })
}

fn table(slug: &str, contracts: &[ContractFigures]) -> Table {
    let mut table = Table::new("Contrats")
        .note("Heures, paie et équivalents temps plein sont ceux de l'année.")
        .sortable()
        .words("Contrat")
        .words("Personne")
        .words("Activité")
        .words("Nature")
        .figures("Début")
        .figures("Fin")
        .figures("Heures")
        .figures("Brut")
        .figures("Net")
        .figures("ETP");
    for one in contracts {
        let contract = &one.contract;
        let person = &contract.person;
        table.row([
            Cell::text(&contract.number).to(contract_address(slug, &contract.number)),
            Cell::text(format!("{} {}", person.last_name, person.first_name)),
            Cell::text(&contract.activity),
            Cell::text(match contract.category {
                Category::Insertion => "insertion",
                Category::Permanent => "permanent",
            }),
            Cell::date(contract.start),
            contract.end.map_or_else(
                || Cell { order: Some(i64::MAX), ..Cell::text("en cours") },
                Cell::date,
            ),
            super::hours(one.hours),
            Cell::amount(one.gross),
            Cell::amount(one.net),
            Cell::fraction(&one.fte),
        ]);
    }
    let gross: Cents = contracts.iter().map(|one| one.gross).sum();
    let net: Cents = contracts.iter().map(|one| one.net).sum();
    let hours: domain::jobs::Hours = contracts.iter().map(|one| one.hours).sum();
    let fte: Fraction = contracts.iter().map(|one| one.fte.clone()).sum();
    let empty = Cell::empty;
    table.total([
        Cell::text("Total"),
        empty(),
        empty(),
        empty(),
        empty(),
        empty(),
        super::hours(hours),
        Cell::amount(gross),
        Cell::amount(net),
        Cell::fraction(&fte),
    ]);
    table
}
