//! The reading rooms of the books: the years of an association, then of one year the balance, the
//! ledgers, the journals, the third parties, one entry, the FEC.

mod account;
mod balance;
mod books;
mod entry;
mod fec;
mod general_ledger;
mod import;
mod journal;
mod journals;
mod lettered;
mod listing;
mod months;
mod standing;
mod third_parties;
mod year;

use domain::rights::Right::{Books, KeepBooks};
use web::{Audience, Offer, Room};

use crate::Tagging;

/// What the books bring to the site; what else is done with entries that come is handed over.
pub fn offer(tagging: Tagging) -> Offer {
    let (read, keep) = (Audience::Association(Books), Audience::Association(KeepBooks));
    Offer::new("accounting")
        .finder(crate::find::find)
        .entry(20, "Livres", "/a/{slug}/livres", keep)
        .covering(&[
            "/a/{slug}/balance",
            "/a/{slug}/comptes",
            "/a/{slug}/grand-livre",
            "/a/{slug}/journaux",
            "/a/{slug}/tiers",
            "/a/{slug}/ecritures",
        ])
        .get("/a/{slug}/livres", read, books::show)
        .get("/a/{slug}/livres/importer", keep, import::show)
        .post_within("/a/{slug}/livres/importer", keep, Room::FILES, import::look(tagging))
        .post_within("/a/{slug}/livres/importer/prendre", keep, Room::ACT, import::take(tagging))
        .get("/a/{slug}/balance/{fin}", read, balance::show)
        .get("/a/{slug}/comptes/{fin}/{compte}", read, account::show)
        .get("/a/{slug}/grand-livre/{fin}", read, general_ledger::show)
        .get("/a/{slug}/journaux/{fin}", read, journals::show)
        .get("/a/{slug}/journaux/{fin}/{journal}", read, journal::show)
        .get("/a/{slug}/tiers/{fin}", read, third_parties::show)
        .get("/a/{slug}/ecritures/{fin}/{numero}", read, entry::show)
        .get("/a/{slug}/fec/{fin}", read, fec::download)
}
