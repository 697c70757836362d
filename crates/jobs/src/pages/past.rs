//! What was changed, as the page of a contract or of a file tells it: who, when, before and after.

use chrono::{DateTime, Utc};
use domain::Month;
use domain::calendar::month_name;
use web::Site;
use web::french::short_date;
use web::table::{Cell, Table};

use super::columns::label;
use crate::history::PastChange;

/// The history of one row, the latest first.
pub(super) fn past(site: &Site, changes: &[PastChange]) -> Table {
    let mut table = Table::new("Ce qui a été changé")
        .note("Ce qui est entré par un fichier et n'a pas changé depuis n'y est pas.")
        .words("Quand")
        .words("Qui")
        .words("Quoi")
        .words("Avant")
        .words("Après")
        .words("Pourquoi");
    for change in changes {
        table.row([
            Cell::text(when(site, change.at)),
            Cell::text(&change.who),
            Cell::text(what(change)),
            Cell::worded(change.was.clone()),
            Cell::worded(change.became.clone()),
            Cell::text(change.reason.clone().unwrap_or_default()),
        ]);
    }
    table
}

/// Rows that were taken back, the latest first.
pub(super) fn gone(site: &Site, caption: &str, changes: &[PastChange]) -> Table {
    let mut table =
        Table::new(caption).words("Numéro").words("Quand").words("Qui").words("Pourquoi");
    for change in changes {
        table.row([
            Cell::text(change.was.clone().unwrap_or_default()),
            Cell::text(when(site, change.at)),
            Cell::text(&change.who),
            Cell::text(change.reason.clone().unwrap_or_default()),
        ]);
    }
    table
}

fn what(change: &PastChange) -> String {
    if let Some(month) = change.month {
        return month_name(Month(month as i32));
    }
    match change.field.as_str() {
        "contrat" => "Contrat".to_owned(),
        "dossier" => "Dossier".to_owned(),
        field => label(field).to_owned(),
    }
}

fn when(site: &Site, at: DateTime<Utc>) -> String {
    let local = site.clock.at(at);
    format!("{} {}", short_date(local.date_naive()), local.format("%H:%M"))
}
