//! The people received, file by file: those open in a year, and one of them. Names are for those who
//! may read them.

use askama::Template;
use axum::response::Response;
use domain::jobs::CaseFile;
use domain::rights::Right;
use serde::Deserialize;
use web::address::{asking, part};
use web::export::{Format, download, exports};
use web::french::plural;
use web::pieces::{Control, Crumb, Empty, Export, Filters, Link};
use web::table::{Cell, Table};
use web::{Page, Path, Problem, Query, Reading, Seat, Site, filters, notice, render};

use super::keep_case_file::{Deed, address, new_address};
use super::past::{gone, past};
use super::{above, asked_year, choices};
use crate::history::{Subject, history, withdrawn};
use crate::lists::{ReceivedFile, case_file_numbered, case_files_of};

/// Where the people received are listed.
pub(super) fn address_of_all(slug: &str) -> String {
    format!("/a/{slug}/accueil")
}

/// Where a file is read.
pub(super) fn case_file_address(slug: &str, number: &str) -> String {
    format!("{}/{}", address_of_all(slug), part(number))
}

#[derive(Deserialize)]
pub(super) struct Asked {
    annee: Option<i32>,
    #[serde(default)]
    activite: String,
    #[serde(default)]
    fait: String,
    format: Option<Format>,
}

#[derive(Template)]
#[template(path = "jobs/case_files.html")]
struct Listed {
    page: Page,
    crumbs: Vec<Crumb>,
    lead: String,
    warning: Option<String>,
    done: Option<&'static str>,
    open: Option<Link>,
    filters: Option<Filters>,
    exports: Vec<Export>,
    table: Table,
    empty: Empty,
    gone: Table,
}

/// `GET /a/{slug}/accueil?annee=&activite=&format=`.
pub(super) async fn list(
    page: Page,
    seat: Seat,
    site: Site,
    reading: Reading,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let association = &seat.association;
    let activities = directory::activities(&*reading, association.id).await?;
    let activity = activities.iter().find(|one| one.name == asked.activite).map(|one| one.id);
    let names = |id| activities.iter().find(|one| one.id == id).map_or("", |one| &one.name);
    let year = asked_year(&*reading, association, asked.annee).await?;
    let files = match &year {
        Some((_, period, _)) => case_files_of(&*reading, association.id, activity, *period).await?,
        None => Vec::new(),
    };
    let table = table(&association.slug, &files, names);
    let here = address_of_all(&association.slug);
    let year_text = year.as_ref().map_or_else(String::new, |(year, ..)| year.to_string());
    if let Some(format) = asked.format {
        let stem = format!("{}-accueil-{year_text}", association.slug);
        return download(format, &stem, vec![association.name.clone()], table).await;
    }
    let lead = format!(
        "{}{}\u{a0}: {}.",
        association.name,
        if year_text.is_empty() { String::new() } else { format!(", {year_text}") },
        plural(
            files.len() as i64,
            "dossier ouvert au moins un jour",
            "dossiers ouverts au moins un jour"
        )
    );
    let mut of_activity = vec![(String::new(), "toutes".to_owned())];
    of_activity.extend(activities.iter().map(|one| (one.name.clone(), one.name.clone())));
    let open = seat
        .may(Right::KeepJobs)
        .then(|| Link::new("Ouvrir un dossier", new_address(&association.slug)));
    let kept = [("annee", year_text.as_str()), ("activite", asked.activite.as_str())];
    let exports = exports(&asking(&here, &kept));
    render(&Listed {
        page,
        crumbs: Crumb::trail(above(association), "Personnes reçues"),
        lead,
        warning: notice(&reading).await?,
        done: (asked.fait == "retire").then_some("Le dossier est retiré."),
        filters: year.map(|(_, _, years)| Filters {
            action: here,
            controls: vec![
                Control::choice("annee", "Année", &year_text, choices(&years)),
                Control::choice("activite", "Activité", &asked.activite, of_activity),
            ],
        }),
        exports,
        table,
        empty: Empty {
            title: "Aucun dossier ici".to_owned(),
            explanation:
                "Un dossier par personne reçue et par activité\u{a0}: c'est ce que compte le \
                          rapport, chaque personne une fois."
                    .to_owned(),
            action: None,
        },
        open,
        gone: gone(
            &site,
            "Dossiers retirés",
            &withdrawn(&*reading, association.id, "dossier").await?,
        ),
    })
}

fn table<'n>(slug: &str, files: &[ReceivedFile], names: impl Fn(i64) -> &'n str) -> Table {
    let mut table = Table::new("Dossiers")
        .sortable()
        .words("Dossier")
        .words("Personne")
        .words("Activité")
        .figures("Accueil le")
        .figures("Fin le");
    for file in files {
        let closed = file
            .closed
            .map_or_else(|| Cell { order: Some(i64::MAX), ..Cell::text("en cours") }, Cell::date);
        table.row([
            Cell::text(&file.number).to(case_file_address(slug, &file.number)),
            Cell::text(format!("{} {}", file.person.last_name, file.person.first_name)),
            Cell::text(names(file.activity_id)),
            Cell::date(file.opened),
            closed,
        ]);
    }
    table
}

#[derive(Deserialize)]
pub(super) struct Just {
    #[serde(default)]
    fait: String,
}

#[derive(Template)]
#[template(path = "jobs/case_file.html")]
struct Shown {
    page: Page,
    crumbs: Vec<Crumb>,
    association: String,
    warning: Option<String>,
    done: Option<&'static str>,
    deeds: Vec<Link>,
    case_file: CaseFile,
    sex: &'static str,
    past: Table,
}

/// `GET /a/{slug}/accueil/{numero}`.
pub(super) async fn show(
    page: Page,
    seat: Seat,
    site: Site,
    reading: Reading,
    Path((_, number)): Path<(String, String)>,
    Query(just): Query<Just>,
) -> Result<Response, Problem> {
    let association = &seat.association;
    let found = case_file_numbered(&*reading, association, &number).await?;
    let (id, case_file) = found.ok_or(Problem::NotFound)?;
    let changes = history(&*reading, association.id, Subject::CaseFile(id)).await?;
    let to = |label: &str, deed| Link::new(label, address(&association.slug, &number, deed));
    let deeds = vec![
        to("Corriger", Deed::Correct),
        to(
            if case_file.closed.is_some() { "Rouvrir ou changer la fin" } else { "Clore" },
            Deed::Close,
        ),
        to("Retirer", Deed::Withdraw),
    ];
    let mut above = Vec::from(above(association));
    above.push(("Personnes reçues".to_owned(), address_of_all(&association.slug)));
    render(&Shown {
        page,
        crumbs: Crumb::trail(above, &format!("Dossier {number}")),
        association: association.name.clone(),
        warning: notice(&reading).await?,
        done: match just.fait.as_str() {
            "saisi" => Some("Le dossier est ouvert."),
            "corrige" => Some("La correction est enregistrée."),
            _ => None,
        },
        deeds: if seat.may(Right::KeepJobs) { deeds } else { Vec::new() },
        sex: super::sex(&case_file.person.sex),
        case_file,
        past: past(&site, &changes),
    })
}
