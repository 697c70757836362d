//! The addresses of the books' pages, for whoever leads there.

use chrono::NaiveDate;
use domain::dossier::Subject;
use web::address::{asking, part};

/// The books of an association.
pub fn books(slug: &str) -> String {
    format!("/a/{slug}/livres")
}

/// Where FEC files are brought.
pub fn bring(slug: &str) -> String {
    format!("/a/{slug}/livres/importer")
}

/// The trial balance of a year.
pub fn balance(slug: &str, ends_on: NaiveDate) -> String {
    format!("/a/{slug}/balance/{ends_on}")
}

/// The order of a balance that begins with what rose most.
pub const RISE: &str = "hausse";

/// The accounts of a year that begin so, what rose most first.
pub fn changes(slug: &str, ends_on: NaiveDate, prefixes: &str) -> String {
    asking(&balance(slug, ends_on), &[("compte", prefixes), ("tri", RISE)])
}

/// The accounts of a line of the statement of income, what rose most first.
pub fn changes_of_line(slug: &str, ends_on: NaiveDate, line: &str) -> String {
    asking(&balance(slug, ends_on), &[("ligne", line), ("tri", RISE)])
}

/// The ledger of an account.
pub fn account(slug: &str, ends_on: NaiveDate, code: &str) -> String {
    Subject::Account { ends_on, code: code.to_owned() }.address(slug)
}

/// The ledger of an account, one third party's lines.
pub fn party(slug: &str, ends_on: NaiveDate, code: &str, aux: &str) -> String {
    asking(&account(slug, ends_on, code), &[("tiers", aux)])
}

/// All the ledgers of a year.
pub fn general_ledger(slug: &str, ends_on: NaiveDate) -> String {
    format!("/a/{slug}/grand-livre/{ends_on}")
}

/// The journals of a year.
pub fn journals(slug: &str, ends_on: NaiveDate) -> String {
    format!("/a/{slug}/journaux/{ends_on}")
}

/// The entries of a journal.
pub fn journal(slug: &str, ends_on: NaiveDate, code: &str) -> String {
    format!("/a/{slug}/journaux/{ends_on}/{}", part(code))
}

/// The third parties of a year.
pub fn third_parties(slug: &str, ends_on: NaiveDate) -> String {
    format!("/a/{slug}/tiers/{ends_on}")
}

/// One entry.
pub fn entry(slug: &str, ends_on: NaiveDate, number: i64) -> String {
    Subject::Entry { ends_on, number }.address(slug)
}

/// The year's FEC.
pub fn fec(slug: &str, ends_on: NaiveDate) -> String {
    format!("/a/{slug}/fec/{ends_on}")
}
