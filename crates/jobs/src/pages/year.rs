//! A year of jobs: full-time equivalents month by month, activity by activity, people received as
//! counts.

use askama::Template;
use axum::response::Response;
use chrono::NaiveDate;
use domain::calendar::month_name;
use domain::rights::Right;
use domain::{Cents, Period};
use serde::Deserialize;
use web::address::asking;
use web::export::{Format, download, exports};
use web::french::{count, fraction, long_date, plural};
use web::pieces::{Control, Crumb, Empty, Export, Filters, Link, Source, Tile};
use web::table::{Cell, Table};
use web::upload::Owner;
use web::{Page, Problem, Query, Reading, Seat, Site, notice, render};

use super::{asked_year, choices, contracts, import, keep_case_file, keep_contract, month};
use crate::figures::{EntityJobs, Headcount, figures, headcount};

#[derive(Deserialize)]
pub(super) struct Asked {
    annee: Option<i32>,
    /// The token of files that were just taken.
    fait: Option<String>,
    format: Option<Format>,
}

#[derive(Template)]
#[template(path = "jobs/year.html")]
struct Shown {
    page: Page,
    crumbs: Vec<Crumb>,
    lead: String,
    warning: Option<String>,
    done: Option<String>,
    deeds: Vec<Link>,
    filters: Filters,
    tiles: Vec<Tile>,
    exports: Vec<Export>,
    months: Table,
    activities: Table,
    lists: Vec<Link>,
    notes: Vec<String>,
    empty: Empty,
}

/// `GET /a/{slug}/emplois?annee=&format=`.
pub(super) async fn show(
    page: Page,
    seat: Seat,
    site: Site,
    reading: Reading,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let association = &seat.association;
    let here = format!("/a/{}/emplois", association.slug);
    let deeds = if seat.may(Right::KeepJobs) { deeds(&association.slug) } else { Vec::new() };
    let owner = Owner::of(&seat, import::PURPOSE);
    let done = asked.fait.and_then(|done| match done.as_str() {
        keep_contract::WITHDRAWN => Some("Le contrat est retiré.".to_owned()),
        token => site.uploads.done(owner, token),
    });
    let above = [(association.name.clone(), format!("/a/{}", association.slug))];
    let Some((year, period, years)) = asked_year(&*reading, association, asked.annee).await? else {
        return nothing_yet(page, &reading, above, (done, deeds)).await;
    };
    let pay = seat.may(Right::Jobs);
    let of_year = figures(&*reading, association, period).await?;
    let months = months(&reading, &seat, period, pay).await?;
    if let Some(format) = asked.format {
        let stem = format!("{}-emplois-{year}", association.slug);
        return download(format, &stem, vec![association.name.clone()], months).await;
    }
    let heads = headcount(&*reading, association.id, period.end).await?;
    let year_text = year.to_string();
    let filters = Filters {
        action: here.clone(),
        controls: vec![Control::choice("annee", "Année", &year_text, choices(&years))],
    };
    let list = |label: &str, room: &str| {
        let to = format!("/a/{}/{room}", association.slug);
        Link::new(label, asking(&to, &[("annee", &year_text)]))
    };
    let lists = [
        list("Voir les contrats", "contrats"),
        Link::new(
            "Contrats qui finissent bientôt",
            contracts::ending_soon(&association.slug, &year_text),
        ),
        list("Voir les personnes reçues", "accueil"),
    ];
    let notes = of_year.notes().into_iter();
    render(&Shown {
        page,
        crumbs: Crumb::trail(above, &format!("Emplois {year}")),
        lead: format!(
            "{}, du {} au {}.",
            association.name,
            long_date(period.start),
            long_date(period.end)
        ),
        warning: notice(&reading).await?,
        done,
        deeds,
        filters,
        tiles: tiles(&of_year, heads, period.end),
        exports: exports(&asking(&here, &[("annee", &year_text)])),
        months,
        activities: activities(&of_year),
        lists: if pay { lists.into() } else { Vec::new() },
        notes: notes.map(|note| format!("{}\u{a0}: {}", note.activity, note.sentence)).collect(),
        empty: empty(),
    })
}

/// What one can do here.
fn deeds(slug: &str) -> Vec<Link> {
    vec![
        Link::new("Saisir les heures d'un mois", month::address(slug)),
        Link::new("Saisir un contrat", keep_contract::new_address(slug)),
        Link::new("Ouvrir un dossier", keep_case_file::new_address(slug)),
        Link::new("Importer des fichiers", import::address(slug)),
    ]
}

async fn nothing_yet(
    page: Page,
    reading: &Reading,
    above: [(String, String); 1],
    (done, deeds): (Option<String>, Vec<Link>),
) -> Result<Response, Problem> {
    render(&Shown {
        page,
        crumbs: Crumb::trail(above, "Emplois"),
        lead: String::new(),
        warning: notice(reading).await?,
        done,
        deeds,
        filters: Filters { action: String::new(), controls: Vec::new() },
        tiles: Vec::new(),
        exports: Vec::new(),
        months: Table::new("Mois par mois"),
        activities: Table::new("Activité par activité"),
        lists: Vec::new(),
        notes: Vec::new(),
        empty: empty(),
    })
}

fn empty() -> Empty {
    Empty {
        title: "Aucun mois n'est encore là".to_owned(),
        explanation:
            "Les emplois paraissent ici quand des contrats, puis les heures de chaque mois, \
                      sont saisis ou importés."
                .to_owned(),
        action: None,
    }
}

fn tiles(year: &EntityJobs, heads: Headcount, end: NaiveDate) -> Vec<Tile> {
    let people = |number: u64| count(i64::try_from(number).unwrap_or(i64::MAX));
    let said = |name: &str, value: String, definition: &str, origin: &str| {
        Tile::new(name, value).source(Source::new(name, definition, origin))
    };
    vec![
        said(
            "ETP en insertion",
            fraction(&year.insertion_fte()),
            "Les heures de l'année en insertion, divisées par les heures d'un plein temps de l'activité.",
            "contrats et heures mensuelles",
        ),
        said(
            "ETP permanents",
            fraction(&year.permanent_fte()),
            "La quotité de chaque contrat, au prorata des jours où il est en vigueur dans l'année.",
            "contrats",
        ),
        said(
            "Personnes sous contrat",
            people(heads.persons),
            &format!("Personnes différentes dont un contrat est en vigueur le {}.", long_date(end)),
            "contrats",
        )
        .note(split(heads)),
        said(
            "Personnes reçues",
            people(year.persons),
            "Personnes différentes dont un dossier est ouvert au moins un jour de l'année.",
            "dossiers d'accueil",
        ),
    ]
}

/// `13 en insertion, 4 permanents`, and those who are both.
fn split(heads: Headcount) -> String {
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let split = format!(
        "{} en insertion, {}",
        count(number(heads.insertion)),
        plural(number(heads.permanent), "permanent", "permanents")
    );
    match (heads.insertion + heads.permanent).saturating_sub(heads.persons) {
        0 => split,
        both => format!("{split}, dont {} à la fois l'un et l'autre", count(number(both))),
    }
}

/// Each month's hours and full-time equivalents, and its pay for those who may read it. A month's
/// insertion is counted on a twelfth of the yearly base, so that the year is the mean of its months.
async fn months(
    reading: &Reading,
    seat: &Seat,
    period: Period,
    pay: bool,
) -> Result<Table, Problem> {
    let mut table = Table::new("Mois par mois")
        .note("L'équivalent temps plein d'un mois d'insertion compte ses heures sur un douzième de la base annuelle.")
        .words("Mois")
        .figures("Heures en insertion")
        .figures("ETP en insertion")
        .figures("ETP permanents");
    if pay {
        table = table.figures("Brut").figures("Net");
    }
    let (mut gross, mut net) = (Cents::ZERO, Cents::ZERO);
    let mut all = domain::jobs::Hours::default();
    for month in period.months() {
        let days = month.period();
        let figures = figures(&**reading, &seat.association, days).await?;
        let hours: domain::jobs::Hours =
            figures.activities.iter().map(|activity| activity.insertion.hours).sum();
        all = [all, hours].into_iter().sum();
        gross += figures.gross();
        net += figures.net();
        let mut cells = vec![
            Cell { order: Some(i64::from(month.0)), ..Cell::text(month_name(month)) },
            super::hours(hours),
            Cell::fraction(&figures.insertion_fte()),
            Cell::fraction(&figures.permanent_fte()),
        ];
        if pay {
            cells.extend([Cell::amount(figures.gross()), Cell::amount(figures.net())]);
        }
        table.row(cells);
    }
    let year = figures(&**reading, &seat.association, period).await?;
    let mut total = vec![
        Cell::text("Année"),
        super::hours(all),
        Cell::fraction(&year.insertion_fte()),
        Cell::fraction(&year.permanent_fte()),
    ];
    if pay {
        total.extend([Cell::amount(gross), Cell::amount(net)]);
    }
    table.total(total);
    Ok(table)
}

fn activities(year: &EntityJobs) -> Table {
    let whole = |number: u64| Cell::count(i64::try_from(number).unwrap_or(i64::MAX));
    let mut table = Table::new("Activité par activité")
        .sortable()
        .words("Activité")
        .figures("Contrats")
        .figures("ETP en insertion")
        .figures("ETP permanents")
        .figures("Personnes reçues")
        .figures("Dossiers");
    for activity in &year.activities {
        table.row([
            Cell::text(&activity.name),
            whole(activity.contracts()),
            Cell::fraction(&activity.insertion.fte),
            Cell::fraction(&activity.permanent.fte),
            whole(activity.persons),
            whole(activity.files),
        ]);
    }
    table
}
