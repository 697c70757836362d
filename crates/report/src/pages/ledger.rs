//! The ledger of an account over a year: each movement, and the balance it leaves.

use std::collections::BTreeMap;

use accounting::books;
use askama::Template;
use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use domain::Cents;
use serde::Deserialize;
use web::french::{long_date, plural};
use web::pieces::{Crumb, Pager};
use web::table::{Cell, Table};
use web::{Page, Path, Problem, Query, Reading, Seat, render};

use super::tables::plain;
use super::{notice, ways};

const ROWS: usize = 100;

#[derive(Deserialize)]
pub(super) struct Asked {
    page: Option<u64>,
}

#[derive(Template)]
#[template(path = "accounting/ledger.html")]
struct Ledger {
    page: Page,
    crumbs: Vec<Crumb>,
    title: String,
    lead: String,
    warning: Option<String>,
    table: Table,
    pager: Pager,
}

/// `GET /a/{slug}/comptes/{fin}/{compte}?page=`.
pub(super) async fn show(
    page: Page,
    seat: Seat,
    reading: Reading,
    Path((slug, ends_on, code)): Path<(String, NaiveDate, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let association = &seat.association;
    let year = books::year_ending(&*reading, association.id, ends_on).await?;
    let movements = books::movements(&*reading, &year, &code).await?;
    if movements.is_empty() {
        return Err(Problem::NotFound);
    }
    let labels = books::account_labels(&*reading, association.id).await?;
    let parties = books::third_parties(&*reading, association.id).await?;
    let total = movements.len() as u64;
    let pages = total.div_ceil(ROWS as u64);
    let number = asked.page.unwrap_or(1).clamp(1, pages);
    let skipped = (number as usize - 1) * ROWS;
    let table = table(&slug, ends_on, &movements, skipped, &parties);
    let label = labels.get(&code).map_or("", String::as_str);
    let above = [
        ("Accueil".to_owned(), "/".to_owned()),
        (association.name.clone(), format!("/rapport/{}/{slug}", ends_on.year())),
    ];
    let moved = plural(movements.len() as i64, "mouvement", "mouvements");
    render(&Ledger {
        page,
        crumbs: Crumb::trail(above, &format!("Compte {code}")),
        title: format!("Compte {code} {label}"),
        lead: format!(
            "{}, exercice clos le {}\u{a0}: {moved}, du plus ancien au plus récent numéro.",
            association.name,
            long_date(ends_on)
        ),
        warning: notice(&reading).await?,
        table,
        pager: Pager::new(total, number, ROWS as u64, &ways::account(&slug, ends_on, &code)),
    })
}

/// The movements of one page, with the balance carried from those before. Third parties and letters
/// have a column only where some movement has them.
fn table(
    slug: &str,
    ends_on: NaiveDate,
    movements: &[books::Movement],
    skipped: usize,
    parties: &BTreeMap<(String, String), String>,
) -> Table {
    let has_party = movements.iter().any(|movement| movement.aux.is_some());
    let has_letter = movements.iter().any(|movement| movement.letter.is_some());
    let mut table = Table::new("Mouvements du compte")
        .note("En euros. Le solde est le débit moins le crédit, depuis le début de l'exercice.")
        .wide()
        .words("Écriture")
        .figures("Date")
        .words("Journal")
        .words("Pièce")
        .words("Libellé");
    for (_, head) in [(has_party, "Tiers"), (has_letter, "Lettre")].iter().filter(|(has, _)| *has) {
        table = table.words(*head);
    }
    let mut table = table.figures("Débit").figures("Crédit").figures("Solde");
    let (mut debits, mut credits) = (Cents::ZERO, Cents::ZERO);
    for (index, movement) in movements.iter().enumerate() {
        let (debit, credit) = (Cents(movement.debit), Cents(movement.credit));
        debits += debit;
        credits += credit;
        if index < skipped || index >= skipped + ROWS {
            continue;
        }
        let mut cells = vec![
            Cell::text(movement.number.to_string()).to(ways::entry(slug, ends_on, movement.number)),
            Cell::date(movement.date),
            Cell::text(movement.journal.as_str()),
            Cell::text(movement.piece_ref.as_str()),
            Cell::text(movement.label.as_str()),
        ];
        if has_party {
            cells.push(Cell::text(party(movement, parties)));
        }
        if has_letter {
            cells.push(Cell::text(movement.letter.clone().unwrap_or_default()));
        }
        cells.extend([debit, credit, debits - credits].map(plain));
        table.row(cells);
    }
    let mut total = vec![Cell::text("Exercice")];
    total.resize_with(table.columns.len() - 3, Cell::empty);
    total.extend([debits, credits, debits - credits].map(plain));
    table.total(total);
    table
}

/// The third party of a movement, by number and name.
fn party(movement: &books::Movement, parties: &BTreeMap<(String, String), String>) -> String {
    movement.aux.as_ref().map_or_else(String::new, |aux| {
        let known = parties.get(&(movement.account.clone(), aux.clone()));
        known.map_or_else(|| aux.clone(), |label| format!("{aux} {label}"))
    })
}
