//! The ledger of an account over a year: each movement, and the balance it leaves.

use accounting::books;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use directory::association_by_slug;
use domain::Cents;
use serde::Deserialize;
use web::french::{long_date, plural};
use web::pieces::{Crumb, Pager};
use web::table::{Cell, Table};
use web::{Page, Path, Problem, Query, Site, render};

use super::{missing, ways};

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
    table: Table,
    pager: Pager,
}

/// `GET /a/{slug}/comptes/{fin}/{compte}?page=`.
pub(super) async fn show(
    page: Page,
    State(site): State<Site>,
    Path((slug, ends_on, code)): Path<(String, NaiveDate, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let association = association_by_slug(&site.db, &slug).await.map_err(missing)?;
    let year = books::year_ending(&site.db, association.id, ends_on).await.map_err(missing)?;
    let movements = books::movements(&site.db, &year, &code).await.map_err(missing)?;
    if movements.is_empty() {
        return Err(Problem::NotFound);
    }
    let labels = books::account_labels(&site.db, association.id).await.map_err(missing)?;
    let parties = books::third_parties(&site.db, association.id).await.map_err(missing)?;
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
        table,
        pager: Pager::new(total, number, ROWS as u64, &ways::account(&slug, ends_on, &code)),
    })
}

/// The movements of one page, with the balance carried from those before.
fn table(
    slug: &str,
    ends_on: NaiveDate,
    movements: &[books::Movement],
    skipped: usize,
    parties: &std::collections::BTreeMap<(String, String), String>,
) -> Table {
    let mut table = Table::new("Mouvements du compte")
        .note("En euros. Le solde est le débit moins le crédit, depuis le début de l'exercice.")
        .wide()
        .words("Écriture")
        .figures("Date")
        .words("Journal")
        .words("Pièce")
        .words("Libellé")
        .words("Tiers")
        .words("Lettre")
        .figures("Débit")
        .figures("Crédit")
        .figures("Solde");
    let mut balance = Cents::ZERO;
    let (mut debits, mut credits) = (Cents::ZERO, Cents::ZERO);
    for (index, movement) in movements.iter().enumerate() {
        let (debit, credit) = (Cents(movement.debit), Cents(movement.credit));
        balance += debit - credit;
        debits += debit;
        credits += credit;
        if index < skipped || index >= skipped + ROWS {
            continue;
        }
        let party = movement.aux.as_ref().map_or_else(String::new, |aux| {
            let known = parties.get(&(movement.account.clone(), aux.clone()));
            known.map_or_else(|| aux.clone(), |label| format!("{aux} {label}"))
        });
        table.row([
            Cell::text(movement.number.to_string()).to(ways::entry(slug, ends_on, movement.number)),
            Cell::date(movement.date),
            Cell::text(movement.journal.as_str()),
            Cell::text(movement.piece_ref.as_str()),
            Cell::text(movement.label.as_str()),
            Cell::text(party),
            Cell::text(movement.letter.clone().unwrap_or_default()),
            Cell::amount(debit),
            Cell::amount(credit),
            Cell::amount(balance),
        ]);
    }
    let blank = || Cell::empty();
    let heads = [Cell::text("Exercice"), blank(), blank(), blank(), blank(), blank(), blank()];
    let sums = [Cell::amount(debits), Cell::amount(credits), Cell::amount(balance)];
    table.total(heads.into_iter().chain(sums));
    table
}
