//! A page that is one list: its filters, its files, its rows.

use askama::Template;
use axum::response::Response;
use web::pieces::{Crumb, Empty, Export, Filters, Link, Pager};
use web::table::Table;
use web::threads::Asked;
use web::{Page, Problem, render};

/// A way to another room of the same year.
#[derive(Clone, Debug)]
pub(super) struct Room {
    pub(super) label: &'static str,
    pub(super) href: String,
    pub(super) here: bool,
}

/// A list as a page.
#[derive(Template)]
#[template(path = "accounting/list.html")]
pub(super) struct Listing {
    pub(super) page: Page,
    pub(super) crumbs: Vec<Crumb>,
    pub(super) title: String,
    pub(super) lead: String,
    pub(super) warning: Option<String>,
    /// What was just done.
    pub(super) done: Option<String>,
    /// What can be done here.
    pub(super) acts: Vec<Link>,
    /// What can be read below, in plain words.
    pub(super) readings: Vec<Link>,
    pub(super) rooms: Vec<Room>,
    /// Names and values that head the list.
    pub(super) facts: Vec<(String, String)>,
    pub(super) filters: Option<Filters>,
    pub(super) exports: Vec<Export>,
    pub(super) table: Table,
    pub(super) pager: Option<Pager>,
    /// What is said when the list has no row.
    pub(super) empty: Empty,
    /// What is asked of what the list shows.
    pub(super) asked: Option<Asked>,
}

impl Listing {
    /// The page.
    pub(super) fn answer(self) -> Result<Response, Problem> {
        render(&self)
    }
}

/// What a list says when its filters let nothing through.
pub(super) fn nothing_left() -> Empty {
    Empty {
        title: "Aucune ligne ne répond à ces filtres".to_owned(),
        explanation:
            "Élargissez la période ou retirez un filtre\u{a0}: «\u{a0}Tout montrer\u{a0}» \
                      les retire tous."
                .to_owned(),
        action: None,
    }
}

/// What a year without entries says.
pub(super) fn no_entry_yet() -> Empty {
    Empty {
        title: "Cet exercice n'a pas encore d'écriture".to_owned(),
        explanation:
            "Les listes se remplissent quand un fichier des écritures (FEC) de cet exercice \
                      est importé."
                .to_owned(),
        action: None,
    }
}
